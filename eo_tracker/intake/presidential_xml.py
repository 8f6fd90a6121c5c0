"""The Federal Register's XML of presidential documents: `EXECORD`, with its paragraphs in `FP` and `P`, flat.

Which paragraphs stand under which is not told by the elements, only by the words. `PRTPAGE` is where the printed page
turns, in mid-sentence as it falls. Old files have the mark of a list in `ST1` and its words in `TXT`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.intake.markup import parse_xml
from eo_tracker.intake.official_text import Facts
from eo_tracker.intake.page import Page
from eo_tracker.intake.typography import set_paragraph

if TYPE_CHECKING:
    from lxml.etree import _Element

DOCUMENTS = {
    "EXECORD": "",
    "PROCLA": "proclamation",
    "DETERM": "determination",
    "PRMEMO": "memorandum",
    "PRESMEMO": "memorandum",
    "PRNOTICE": "notice",
    "PRESNOTE": "notice",
    "PRORDER": "order without a number",
}
"""The elements that a presidential document is, and what such a document is called."""

_CONTAINERS = {"EXTRACT", "ANNEX", "APPENDIX", "GPOTABLE", "BOXHD", "SIG", "LSTSUB", "DOCUMENT", "PRES"}
_LEFT_OUT = {"PRTPAGE", "GPH", "FTNT", "FTREF", "SU", "MATH", "TITLE3", "PNOTICE"}
_MARK = re.compile(r"ST[0-9]")
_NO_SPACE = re.compile(r"[0-9.]$")
"""Before emphasis, a space was lost here: "1701<E>et seq.</E>"."""
_DOCUMENT = re.compile(r"FR Doc\. ?([A-Z]?[0-9]+[–-][0-9]+)")


def read_presidential_xml(text: str) -> Page:
    """Read the one presidential document of an XML file. Raises EOTrackerError."""
    found = list(parse_xml(text).iter(*DOCUMENTS))
    if not found:
        raise EOTrackerError("this XML has no presidential document in it", "give the file of one executive order")
    orders = [e for e in found if e.tag == "EXECORD"] or found
    if len(orders) > 1:
        raise EOTrackerError(f"this XML has {len(orders)} presidential documents in it", "give one file for each order")
    document = orders[0]
    paragraphs = tuple(filter(None, map(set_paragraph, _list_paragraphs(document))))
    facts = Facts(title=_find_title(document), document=_find_document(document))
    return Page("Federal Register XML", paragraphs, facts, document=DOCUMENTS[str(document.tag)])


def _list_paragraphs(parent: _Element) -> Iterator[str]:
    mark = ""
    for element in parent:
        tag = str(element.tag)
        if tag in _LEFT_OUT:
            continue
        if _MARK.fullmatch(tag):
            mark = _text(element)
        elif tag in _CONTAINERS:
            yield from _list_paragraphs(element)
        else:
            yield f"{mark} {_text(element)}"
            mark = ""


def _text(element: _Element) -> str:
    """Put together the words in an element, without those of elements that are left out; their tails belong to it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag not in _LEFT_OUT:
            words = _text(child)
            if child.tag in {"ENT", "LI"} or (_NO_SPACE.search(parts[-1]) and words[:1].isalpha()):
                parts.append(" ")
            parts.append(words)
        parts.append(child.tail or "")
    return "".join(parts)


def _find_title(document: _Element) -> str | None:
    """Put together a heading, whose second line old files have in an element of its own."""
    heading = document.find("HD")
    if heading is None:
        return None
    lines = [_text(heading)]
    for element in heading.itersiblings():
        if element.tag != "LI":
            break
        lines.append(_text(element))
    return set_paragraph(" ".join(lines)) or None


def _find_document(document: _Element) -> str | None:
    found = _DOCUMENT.search(" ".join(_text(e) for e in document.iter("FRDOC")))
    return found[1].replace("–", "-") if found else None
