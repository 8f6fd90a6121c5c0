"""Marks in an order's text that may begin a provision: "(a)", "(iv)", "2.", and what their surroundings say of them.

What refers to a provision looks the same as what begins one: "subsection (a) of this section", "one (1) year",
"42 U.S.C. 1395(a)". Some of it shows by itself and is left out here; the rest shows only by the numbering.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eo_tracker.intake.numbering import Mark, may_be_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eo_tracker.intake.lines import Line

_BRACKETED = re.compile(r"\(\s?([A-Za-z]{1,6}|[0-9]{1,3})\s?\)")
_BARE = re.compile(r"([A-Za-z]{1,5}|[0-9]{1,3})[.)](?=\s)")
_SPACE = re.compile(r"\s*")
_WORDS_SEEN = 90
_DASHES = "—–"

_REFERRED_TO = re.compile(
    r"(?:sub)*(?:section|sec\.?|§+|paragraph|para\.?|clause|division|part|item|chapter|title|rule|article|schedule|note|heading"
    r"|sentence|column|line|appendix|annex|category|step|tier|subparagraph)s?",
    re.IGNORECASE,
)
_LISTED_REFERENCE = re.compile(
    r"[(\[]?[\w.§–—-]{0,15}(?:\(\w{1,6}\)){1,8}(?:[–—-](?:\(\w{1,6}\)){1,8})?[,)]?|[0-9][\w.–—-]{0,12},?"
)
_BETWEEN_REFERENCES = frozenset({"and", "or", "through", "to", "&", "and/or", "as", "appropriate,", "-", "–", "—"})
_NUMBER_WORD = re.compile(
    r"(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty-?)?(?:one|two|three|four|five|six|seven|eight|nine)?|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|hundred",
    re.IGNORECASE,
)
_GOES_ON_AS_REFERENCE = re.compile(
    r"\s*(?:[,;.):”’]"
    r"|of (?:this|the|that|such|sections?|subsection|paragraph|clause|title|part|article|Executive|Proclamation)\b"
    r"|above\b|below\b|(?:through|to|or|and) \()"
)
_OF = re.compile(r"of (?:the|this|that|such|section|subsection|title)\b")
_ENDS_LINE = re.compile(r"\s*[:—]?\s*\Z")
_FOLLOWS = re.compile(r"\s|\(|:$|$")
_ENDS_SENTENCE = re.compile(r"[.?!][”’)]*\s*$")


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark with its place: the line of its section, and where in it the mark begins and its words begin."""

    mark: Mark
    line: int
    start: int
    end: int


def find_marks(line: Line, number: int, extract: float | None) -> Iterator[PlacedMark]:
    """Find what may be marks in a line, outside of quotations, in reading order; `number` is which line it is."""
    end = 0
    led_in, in_list = line.led_in, line.in_list
    for letters, style, start, end in [] if line.begins_quoted else _find_opening(line.text):
        cost = (0.0, 9.0) if style == "(" else (0.3, 5.0)
        if line.broken_off and _OF.match(line.text, end):
            cost = (1.5, 0.0)  # "section 102A", and on the next line "(i) of the Act"
        yield PlacedMark(Mark(letters, style, True, led_in, in_list, *cost, extract), number, start, end)
        led_in = in_list = False
    yield from _find_within(line, number, end, extract)


def _find_opening(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Find the marks that a paragraph begins with: none, one, or several at once, as in "(b)(i)"."""
    at = _skip_space(text, 0)
    bare = _BARE.match(text, at)
    if bare and may_be_mark(bare[1]):
        style = bare[0][-1]
        yield bare[1], style, at, _skip_space(text, bare.end())
        return
    while (mark := _BRACKETED.match(text, at)) and may_be_mark(mark[1]):
        at = _skip_space(text, mark.end())
        yield mark[1], "(", mark.start(), at


def _skip_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _find_within(line: Line, number: int, begin: int, extract: float | None) -> Iterator[PlacedMark]:
    text = line.text
    spans = iter([*line.quoted, (len(text) + 1, len(text) + 1)])
    span = next(spans)
    for found in _BRACKETED.finditer(text, begin):
        while span[1] <= found.start():
            span = next(spans)
        if span[0] <= found.start() or not may_be_mark(found[1]):
            continue
        costs = _judge(text, found.start(), found.end())
        if costs:
            mark = Mark(found[1], "(", False, False, False, *costs, extract)
            yield PlacedMark(mark, number, found.start(), _skip_space(text, found.end()))


def _judge(text: str, start: int, end: int) -> tuple[float, float] | None:
    """What speaks against taking a mark in mid-paragraph, and against leaving it; None is certainly no mark."""
    last = text[start - 1] if start else " "
    if last in ")]" and _is_glued(text, start):
        return 0.4, 0.4
    if not (last.isspace() or last in _DASHES or last in ".;:") or not _FOLLOWS.match(text, end):
        return None
    last_in_line = _ENDS_LINE.match(text, end) is not None
    if _GOES_ON_AS_REFERENCE.match(text, end) and not last_in_line:
        return None
    before = text[max(0, start - _WORDS_SEEN) : start].split()
    if not before or _REFERRED_TO.fullmatch(before[-1].strip("“(,")) or _is_number_word(before[-1]):
        return None
    if _is_listed_reference(before):
        return 1.5, 0.0
    taking, leaving = _judge_words(before)
    return None if end >= len(text) and taking > 0.2 else (taking, leaving)


def _is_glued(text: str, start: int) -> bool:
    """Whether a mark stands directly after another that a space precedes: the "(i)" of "and (b)(i)"."""
    opening = text.rfind("(", max(0, start - 9), start - 1)
    return opening > 0 and text[opening - 1].isspace() and may_be_mark(text[opening + 1 : start - 1])


def _judge_words(before: Sequence[str]) -> tuple[float, float]:
    words = before[-2] if before[-1] in ("and", "or", "and/or", "but") and len(before) > 1 else before[-1]
    if words[-1] in ":;" or words[-1] in _DASHES:
        return 0.0, 2.5
    if _ENDS_SENTENCE.search(words):
        return 0.2, 1.2
    if words[-1] == "," or words is not before[-1]:
        return 0.2, 1.0
    return 0.4, 0.8


def _is_number_word(word: str) -> bool:
    return len(word) > 2 and _NUMBER_WORD.fullmatch(word) is not None


def _is_listed_reference(before: Sequence[str]) -> bool:
    """Whether a mark goes on in a list of references: "subsections (a), (b) and", "sections 3(a) or"."""
    listed = False
    for word in reversed(before):
        if _REFERRED_TO.fullmatch(word.strip("“(,")):
            return listed
        if word in _BETWEEN_REFERENCES:
            continue
        if not _LISTED_REFERENCE.fullmatch(word):
            return False
        listed = True
    return False
