"""XML and HTML as trees that came from strangers: none of their entities is resolved, nothing is fetched.

XML must be whole; HTML is read as browsers do, whatever is wrong with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eo_tracker.domain.errors import EOTrackerError, MissingPart

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_OWN_ENTITIES = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]*\[", re.IGNORECASE)


def parse_xml(text: str) -> _Element:
    """Make a tree of XML. Raises EOTrackerError for what is none, and MissingPart."""
    try:
        from lxml import etree
    except ImportError:
        raise _missing() from None
    if _OWN_ENTITIES.search(text):
        raise EOTrackerError("this XML has definitions of its own, which are not read", "take them out of the file")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(_DECLARATION.sub("", text, count=1).encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as e:
        line = getattr(e, "lineno", None)
        where = f", at line {line}" if line else ""
        raise EOTrackerError(f"this XML is not whole or not well formed{where}", "download the file again") from None


def parse_html(text: str) -> _Element:
    """Make a tree of HTML. Raises EOTrackerError where nothing is in it, and MissingPart."""
    try:
        from lxml import etree
    except ImportError:
        raise _missing() from None
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = etree.fromstring(text.replace("\0", " ").encode("utf-8"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        tree = None
    if tree is None:
        raise EOTrackerError("this web page has nothing in it", "save the page again, as HTML")
    return tree


def _missing() -> MissingPart:
    return MissingPart("reading XML and HTML needs lxml", "import")
