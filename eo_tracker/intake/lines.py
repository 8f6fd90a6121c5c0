"""A section's paragraphs as they are read: each with what it quotes, and what the one before it leaves open."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from eo_tracker.intake.quotations import is_amending, leads_into_extract

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eo_tracker.intake.quotations import Span
    from eo_tracker.intake.sections import Section

LEADS_IN = (":", "—", "–")
"""What the words end with that lead into a list."""

_ITEM = re.compile(r"(?:[;,]|[;,] (?:and|or))$")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or what of it stands in a section.

    `led_in`: the words before it end in a colon. `in_list`: they end as an item does that others follow. `broken_off`:
    they end without a point. `announced`: they say that new text follows, as "to read as follows:", and it is not
    between quotation marks. `left_open`: a quotation has begun there that nothing ends. `goes_on`: a quotation that
    begins here goes on in the next.
    """

    text: str
    quoted: Sequence[Span]
    led_in: bool = False
    in_list: bool = False
    broken_off: bool = False
    announced: bool = False
    left_open: bool = False
    goes_on: bool = False

    @property
    def begins_quoted(self) -> bool:
        return bool(self.quoted) and self.quoted[0][0] == 0

    @property
    def ends_quoted(self) -> bool:
        return bool(self.quoted) and self.quoted[-1][1] == len(self.text) and not self.text.endswith("”")


def make_lines(section: Section, paragraphs: Sequence[str], quoted: Sequence[Sequence[Span]]) -> list[Line]:
    """Make the lines of a section."""
    lines: list[Line] = []
    before = Line("", ())
    for number, begin, end in section.lines:
        text = paragraphs[number][begin:end].rstrip()
        line = _place_after(before, text, list(_cut_spans(quoted[number], begin, begin + len(text))))
        if before.ends_quoted and line.begins_quoted:
            lines[-1] = replace(before, goes_on=True)
        lines.append(line)
        before = line
    return lines


def _place_after(before: Line, text: str, spans: Sequence[Span]) -> Line:
    last = before.quoted[-1][0] if before.ends_quoted else -1
    unquoted = not spans or spans[0][0] > 0
    return Line(
        text,
        spans,
        led_in=before.text.endswith(LEADS_IN),
        in_list=_ITEM.search(before.text[-5:]) is not None,
        broken_off=before.text[-1:].isalnum(),
        announced=unquoted and leads_into_extract(before.text),
        left_open=unquoted and (last == 0 or (last > 0 and is_amending(before.text[:last]))),
    )


def _cut_spans(spans: Sequence[Span], begin: int, end: int) -> Iterator[Span]:
    for start, stop in spans[max(0, bisect_left(spans, (begin, 0)) - 1) :]:
        if start >= end:
            return
        if stop > begin:
            yield max(start, begin) - begin, min(stop, end) - begin
