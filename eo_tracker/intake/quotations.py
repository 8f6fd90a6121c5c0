"""What an order quotes in order to amend another order or a law.

Such text has sections, letters and days of its own, and none of them are the order's. It stands between “ and ”; of
several paragraphs each begins with “ and only the last ends with ”, or only the first begins with one. Some orders
forget the last ”. Words that are merely named (“agency” means ...) are not meant here.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Span = tuple[int, int]

_AMENDED = (
    r"(?:amended|revised|deleted|stricken|struck|replaced|inserted|added|substituted|modified|redesignated|removed)"
)
_AMENDING_BY = (
    r"(?:striking|deleting|inserting|adding|replacing|substituting|revising|removing|amending|changing|redesignating)"
)
_AMENDING = re.compile(
    rf"\b(?:is|are|be|hereby|further) (?:hereby |further ){{0,2}}{_AMENDED}\b|\b(?:hereby|further|I) amend\b"
    rf"|(?:\b(?:by|and|or|is|are)|[;:,]|^) *(?:further )?{_AMENDING_BY}\b"
    r"|(?:[;:,]|^) *(?:strike|delete|insert|add|replace|substitute) "
    r"|\b(?:to|shall|and) read\b|\bin lieu thereof\b|\breads? as follows",
    re.IGNORECASE,
)
_IS_AMENDED = re.compile(
    rf"\b(?:is|are|be|hereby|further|and) (?:hereby |further ){{0,2}}{_AMENDED}\b"
    rf"|\b{_AMENDING_BY}\b|\b(?:hereby|I) amend\b",
    re.IGNORECASE,
)
_TO_READ = re.compile(
    r"(?:\b(?:to|shall) (?:be )?read(?: as follows)?|\breads? as follows|\bas follows"
    r"|\b(?:following|new|after|inserting|adding)\b[^.:;]{0,120})[:—-]$",
    re.IGNORECASE,
)
_OWN_ITEMS_FOLLOW = re.compile(r"\b(?:amended|revised|modified)(?: as follows|[^.:;]{0,40} by)?[:—-]$", re.IGNORECASE)
_QUOTE_MARK = re.compile("[“”]")
_LAST_WORDS = 320


def is_amending(words: str) -> bool:
    """Whether words say that something is amended, so that what they quote is to stand elsewhere."""
    return _AMENDING.search(words) is not None


def leads_into_extract(words: str) -> bool:
    """Whether words end with an announcement of new text: "is amended to read as follows:"."""
    last = words[-_LAST_WORDS:].rstrip()
    if not last.endswith((":", "—", "-")) or _OWN_ITEMS_FOLLOW.search(last):
        return False
    return bool(_TO_READ.search(last)) and _IS_AMENDED.search(last) is not None


def is_within(spans: Sequence[Span], place: int) -> bool:
    """Whether a place is in one of a paragraph's quotations."""
    nearest = bisect_right(spans, (place, sys.maxsize)) - 1
    return nearest >= 0 and place < spans[nearest][1]


def find_quotations(paragraphs: Sequence[str]) -> list[list[Span]]:
    """Find what each paragraph quotes from “ to ”, whole paragraphs within a longer quotation included."""
    goes_on = _find_continuations(paragraphs)
    found = []
    open_before = False
    for number, paragraph in enumerate(paragraphs):
        spans, still_open = _find_spans(paragraph, open_before)
        found.append(spans)
        open_before = still_open and goes_on[number]
    return found


def _find_spans(paragraph: str, open_before: bool) -> tuple[list[Span], bool]:
    """Find the quotations of one paragraph, and whether the last is left open."""
    repeated = paragraph.startswith("“")
    depth, start = (1, 0) if open_before and not repeated else (0, 0)
    spans = []
    for mark in _QUOTE_MARK.finditer(paragraph):
        if mark[0] == "“":
            start = mark.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                spans.append((start, mark.end()))
    if depth:
        spans.append((start, len(paragraph)))
    return spans, depth > 0


def _find_continuations(paragraphs: Sequence[str]) -> list[bool]:
    """Tell of each paragraph whether a quotation that it leaves open goes on in the next.

    It does when the next begins with “ again, or when a ” without its “ comes before anything else is opened.
    """
    goes_on = [False] * len(paragraphs)
    closes_later = False
    for number in range(len(paragraphs) - 1, 0, -1):
        following = paragraphs[number]
        if following.startswith("“"):
            closes_later = not leads_into_extract(paragraphs[number - 1])
        elif _closes(following):
            closes_later = True
        goes_on[number - 1] = closes_later
    return goes_on


def _closes(paragraph: str) -> bool:
    """Whether a paragraph has a ” that belongs to a “ before it."""
    depth = 0
    for mark in _QUOTE_MARK.finditer(paragraph):
        depth += 1 if mark[0] == "“" else -1
        if depth < 0:
            return True
    return False
