"""Plain text: paragraphs between empty lines, or a paragraph a line.

Where lines are wrapped, a paragraph's lines are put together; one that begins with a section or a mark of a list, or
stands further in than the line before it, is a new one all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eo_tracker.intake.line_ends import ENDS_ITEM, gather_words, join_lines
from eo_tracker.intake.page import Page
from eo_tracker.intake.typography import set_paragraph

_BEGINS = re.compile(
    r"\s*(?:[“\"]|``)?(?:(?:Section|SECTION|Sec\.|SEC\.)\s+[0-9]|(?:Part|PART) [0-9IVX]+\b"
    r"|\((?:[a-zA-Z]|[ivx]{1,5}|[IVX]{1,5}|aa|bb|cc|dd|[0-9]{1,2})\))"
)
"""What a new paragraph begins with; or, after a line that ends no sentence and no item, what is only referred to."""
_ALWAYS_BEGINS = re.compile(
    r"\s*(?:(?:NOW, THEREFORE, by|By) the authority\b|THE WHITE HOUSE\b|\[FR Doc|Billing code|[•*·] )"
)
_NUMBERED = re.compile(r"\s*Executive Order [0-9]+ of \w+ [0-9]+, [0-9]+$")
_HEADS_SECTION = re.compile(r"\s*[“\"]?(?:Section|SECTION|Sec\.|SEC\.)\s+[0-9.-]+\s+[“\"(A-Z]")
_REFERS = re.compile(r"(?:\b(?:of|in|under|and|or|to|by|with|see|from|than|the)|,)$", re.IGNORECASE)
_WRAPPED = 110
"""Lines of more characters than this are paragraphs, not lines of a page."""
_SHORT = 0.8
"""A line that has so much of a full line's length, and ends a sentence, ends its paragraph where nothing else tells."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How lines are set. A line shorter than `short` ends its paragraph where it ends a sentence.

    What would have stood on a line of `width` characters, had it not begun a paragraph, begins one. `by_line` is where
    each line is a paragraph, `indented` where first lines stand further in.
    """

    width: int
    short: int
    by_line: bool
    indented: bool
    breaks_words: bool


def find_layout(lines: Sequence[str]) -> Layout:
    """Find how the lines of a text are set: all its letters are equally wide."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    indents = {len(line) - len(line.lstrip()) for line in lines if line.strip()}
    by_line = sum(length > _WRAPPED for length in lengths) > 1
    indented = 0 in indents and len(indents) > 1
    apart = indented or len(lengths) < len(lines) * 0.9
    return Layout(max(lengths, default=0), 0 if apart else find_short(lengths), by_line, indented, breaks_words=False)


def find_short(lengths: Sequence[int]) -> int:
    """Find what length of a line is short; without empty lines and indents, nothing else tells a paragraph's end."""
    return int(sorted(lengths)[len(lengths) // 2] * _SHORT) if lengths else 0


def read_plain_text(text: str) -> Page:
    """Read the paragraphs of a text."""
    lines = text.expandtabs(4).split("\n")
    return Page("plain text", tuple(join_paragraphs(lines, find_layout(lines))))


def join_paragraphs(lines: Sequence[str], layout: Layout) -> Iterator[str]:
    """Put the lines of a text together to its paragraphs."""
    words = gather_words(lines, breaks_words=layout.breaks_words)
    for block in _list_blocks(lines, layout):
        if paragraph := set_paragraph(join_lines(block, words)):
            yield paragraph


def _list_blocks(lines: Sequence[str], layout: Layout) -> Iterator[list[str]]:
    current: list[str] = []
    for line in lines:
        if current and (not line.strip() or layout.by_line or _begins(line, current, layout)):
            yield current
            current = []
        if line.strip():
            current.append(line)
    if current:
        yield current


def _begins(line: str, before: Sequence[str], layout: Layout) -> bool:
    """Whether a line begins a paragraph, by how it stands, or by what it begins with and the one before ends with."""
    last, first_word = before[-1].rstrip(), line.split(maxsplit=1)[0]
    if _ALWAYS_BEGINS.match(line) or _NUMBERED.match(line) or _NUMBERED.match(last) or _stands_in(line, before, layout):
        return True
    if len(last) + 1 + len(first_word) > layout.width:
        return False
    if _HEADS_SECTION.match(line) and not _REFERS.search(last):
        return True
    if not ENDS_ITEM.search(" ".join(before[-2:]).rstrip()):
        return False
    return bool(_BEGINS.match(line)) or (len(last) < layout.short and not line.strip()[:1].islower())


def _stands_in(line: str, before: Sequence[str], layout: Layout) -> bool:
    """Whether a line stands further in than those before it; where first lines do, so does one after a single line."""
    indent, last = (len(text) - len(text.lstrip()) for text in (line, before[-1]))
    if layout.indented and len(before) == 1 and indent:
        return indent >= last
    return indent - last >= 2 and not before[-1].lstrip().startswith(("(", "•"))
