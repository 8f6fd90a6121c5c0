"""The Government Publishing Office's text of the Federal Register: a page of plain text in `<pre>`.

A paragraph's first line stands further in than its others, or an empty line stands before it; where the printed page
turns there is `[[Page 11740]]`, in mid-sentence as it falls. Emphasis is lost, quotation marks are ``these'', a dash is
"--", and NUL bytes stand for spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from unicodedata import normalize

from eo_tracker.intake.days import read_day
from eo_tracker.intake.line_ends import ENDS_ITEM, Words, gather_words, join_lines
from eo_tracker.intake.official_text import Facts
from eo_tracker.intake.page import Page
from eo_tracker.intake.typography import set_paragraph

_MARKS = {
    "acute": "\u0301",
    "breve": "\u0306",
    "caron": "\u030c",
    "cedil": "\u0327",
    "circ": "\u0302",
    "grave": "\u0300",
    "macr": "\u0304",
    "ring": "\u030a",
    "tilde": "\u0303",
    "uml": "\u0308",
}
"""What the office writes for letters that ASCII has not: [eacute]."""
_TAG = re.compile(r"<[^<>\n]{1,120}>")
_PAGE_TURN = re.compile(r"\s*\[\[Page [\w-]+\]\]\s*$")
_RUNNING_HEAD = re.compile(r"\s*(Federal Register ?/ ?Vol\. .*|Presidential Documents|_{20,}|-{20,}|\[GRAPHIC.*)\s*$")
_ISSUE = re.compile(
    r"\[Federal Register,? Volume ([0-9]{1,3}), (?:Number|Issue) [0-9]+ \((?:\w+, )?(\w+ \d{1,2}, \d{4})\)\]"
)
_HEAD = 6000
_HEADING = re.compile(r"^\s*Executive Order [0-9]+[A-Z-]* of ", re.MULTILINE)
_TURNS = re.compile(r"\[\[Page ([0-9]+)\]\]")
_PAGES = re.compile(r"\[Pages? ([0-9]+)")
_DOCUMENT = re.compile(r"\[FR Doc\.? ?(?:No[:.] ?)?([A-Z]?[0-9]+-[0-9]+)\]?")
_NUMBERED = re.compile(r"\s*Executive Order (?:No\. )?[0-9]+(?:-[A-Z])? of ")
_MARGINS = (0, 16, 17)
"""How far in the lines of an order stand, but for first lines; where the margin was lost, not at all."""
_ENDS = re.compile(r"[.;:?!,]$")
_BEGINS = re.compile(
    r"\s*(?:``|“)?(?:(?:Sec\.|Section) [0-9]|(?:Part|PART) [0-9IVX]+\b)"
    r"|\s*Executive Order [0-9]+ of \w+ [0-9]+, [0-9]+$"
)
_MARK = re.compile(r"\s*(?:``|“)?\([A-Za-z0-9]{1,5}\)")
_LETTER_WITH_MARK = re.compile(rf"\[([A-Za-z])({'|'.join(_MARKS)})\]")


def read_gpo_text(text: str) -> Page:
    """Read the paragraphs of a page."""
    lines = [unescape(_TAG.sub("", line)).replace("\0", " ").rstrip() for line in text.split("\n")]
    lines = [line for line in lines if not _RUNNING_HEAD.match(line)]
    words = gather_words(lines, breaks_words=False)
    paragraphs = [_set(join_lines(block, words)) for block in _list_blocks(lines)]
    return Page("GPO text", tuple(filter(None, paragraphs)), _find_facts(text, _find_title(lines, words)))


def _set(text: str) -> str:
    text = _LETTER_WITH_MARK.sub(lambda found: normalize("NFC", found[1] + _MARKS[found[2]]), text)
    return set_paragraph(text)


def _list_blocks(lines: list[str]) -> Iterator[list[str]]:
    """Put together the lines of each paragraph."""
    current: list[str] = []
    apart = turned = False
    for line in lines:
        if not line.strip():
            apart = True
        elif _PAGE_TURN.match(line):
            turned = True
        else:
            if current and (
                _is_first(line, current) or (apart and not (turned and _goes_on(line, " ".join(current[-2:]))))
            ):
                yield current
                current = []
            current.append(line)
            apart = turned = False
    if current:
        yield current


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _is_first(line: str, before: Sequence[str]) -> bool:
    """Whether a line stands further in than the lines of the paragraph before it, as only first lines do."""
    depth, last = _depth(line), _depth(before[-1])
    if len(before) > 1 or last in _MARGINS:
        return depth > last
    return depth >= last


def _goes_on(line: str, before: str) -> bool:
    """Whether a line that the page turns before goes on with its paragraph. That a sentence has ended is no sign."""
    if before.endswith(":") and line.strip().startswith("``"):
        return False
    return not _BEGINS.match(line) and not (_MARK.match(line) and ENDS_ITEM.search(before))


def _find_title(lines: Sequence[str], words: Words) -> str | None:
    """Find the heading below "Executive Order 13636 of February 12, 2013", and what of it an empty line sets apart."""
    numbered = next((n for n, line in enumerate(lines) if _NUMBERED.match(line)), None)
    if numbered is None:
        return None
    below = "\n".join(lines[numbered + 1 : numbered + 30])
    blocks = [block.split("\n") for block in re.split(r"\n\s*\n", below.strip())]
    title = blocks[0]
    for block in blocks[1:]:
        if len(block) > 1 or _ENDS.search(block[0]) or _PAGE_TURN.match(block[0]):
            break
        title += block
    return _set(join_lines(title, words)) or None


def _find_facts(text: str, title: str | None) -> Facts:
    head = text[:_HEAD]
    issue, pages, document = _ISSUE.search(head), _PAGES.search(head), _DOCUMENT.search(head)
    return Facts(
        title=title,
        published=read_day(issue[2]) if issue else None,
        citation=f"{issue[1]} FR {pages[1]}" if issue and pages and pages[1] == _find_page(head) else None,
        document=document[1] if document else None,
    )


def _find_page(head: str) -> str:
    """Find the page on which the order begins. The pages that a text names may begin with a part's title page."""
    numbered = _HEADING.search(head)
    turns = _TURNS.findall(head, 0, numbered.start()) if numbered else []
    return turns[-1] if turns else ""
