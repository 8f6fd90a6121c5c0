"""From an order's paragraphs to its outline: which words stand in which provision.

Sections come first ("Sec. 3. Heading."), each with the paragraphs up to the next; then the marks below them are read
as one numbering (`numbering`); then the words are cut at the marks (`passages`). Text that is quoted in order to amend
another order has sections and marks of its own, which are left alone (`quotations`).
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from eo_tracker.domain.provisions import find_gaps, label
from eo_tracker.intake.lines import make_lines
from eo_tracker.intake.numbering import EXTRACT, read_numbering
from eo_tracker.intake.outline import NumberingDoubt, Outline, Passage
from eo_tracker.intake.passages import Cut, cut_into_passages
from eo_tracker.intake.provision_marks import find_marks
from eo_tracker.intake.quotations import find_quotations
from eo_tracker.intake.sections import find_sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from eo_tracker.intake.lines import Line
    from eo_tracker.intake.official_text import OfficialText
    from eo_tracker.intake.provision_marks import PlacedMark
    from eo_tracker.intake.sections import Section

_LONGEST_QUOTE = 80
_MOST_MARKS = 10_000
"""Marks of one order beyond which the rest is read as plain words; the longest orders have some hundred."""

# What speaks against reading a mark as one of an extract's without quotation marks, by how near its lead-in is.
_SURELY, _LIKELY, _HERE, _ANYWHERE = 0.0, 0.2, 0.5, 3.0


def find_outline(text: OfficialText) -> Outline:
    """Find the provisions of an order, their headings, and the words of each in reading order."""
    quoted = find_quotations(text.paragraphs)
    outliner = _Outliner()
    for section in find_sections(text.paragraphs, quoted):
        outliner.add(section, make_lines(section, text.paragraphs, quoted))
    return outliner.finish()


class _Outliner:
    """Gathers an order's outline, section by section."""

    def __init__(self) -> None:
        self._provisions: dict[str, None] = {}
        self._headings: dict[str, str] = {}
        self._passages: list[Passage] = []
        self._doubts: list[NumberingDoubt] = []
        self._marks_left = _MOST_MARKS

    def finish(self) -> Outline:
        """Give the outline of what was added."""
        doubts = (*self._doubts, *_doubt_gaps(self._provisions))
        return Outline(tuple(self._provisions), self._headings, tuple(self._passages), doubts)

    def add(self, section: Section, lines: Sequence[Line]) -> None:
        """Add a section, or what stands before or between the sections."""
        if section.number is None:
            self._passages += [Passage(None, line.text) for line in lines]
            return
        self._doubts += self._doubt_section(section)
        self._provisions.setdefault(section.number)
        if section.heading:
            self._headings.setdefault(section.number, section.heading)
        self._passages += cut_into_passages(section.number, lines, self._cut(section.number, lines))

    def _cut(self, section: str, lines: Sequence[Line]) -> list[list[Cut]]:
        """Find where each of a section's lines is to be cut, and add the provisions that begin there."""
        marks = list(islice(_find_marks(lines), self._marks_left))
        self._marks_left -= len(marks)
        cuts: list[list[Cut]] = [[] for _ in lines]
        for mark, path in zip(marks, read_numbering([placed.mark for placed in marks]), strict=True):
            if path is None or (path is EXTRACT and not mark.mark.opens):
                continue
            cuts[mark.line].append(Cut(mark.start, mark.end, path, mark.mark.opens))
            if path is not EXTRACT:
                provision = ".".join((section, *path))
                quote = lines[mark.line].text[mark.start : mark.start + _LONGEST_QUOTE]
                self._doubts += self._doubt_mark(provision, mark.mark.letters, quote)
                self._provisions.setdefault(provision)
        return cuts

    def _doubt_section(self, section: Section) -> Iterator[NumberingDoubt]:
        if not section.number or not section.repeats:
            return
        named = f"Sec. {section.number}"
        if section.number in self._provisions:
            yield NumberingDoubt(section.number, section.repeats, f"a second {named}, read as a part of the first")
        else:
            otherwise = f'"{section.repeats}" once more'
            yield NumberingDoubt(section.number, section.repeats, f"{named}, for that number is missing", otherwise)

    def _doubt_mark(self, provision: str, letters: str, quote: str) -> Iterator[NumberingDoubt]:
        named = f"Sec. {label(provision)}"
        if not provision.endswith(f".{letters}"):
            yield NumberingDoubt(provision, quote, f"{named}, for that one is missing", f'"({letters})" once more')
        elif provision in self._provisions:
            yield NumberingDoubt(provision, quote, f"a second {named}, read as a part of the first")


def _find_marks(lines: Sequence[Line]) -> Iterator[PlacedMark]:
    extract: float | None = None
    for number, line in enumerate(lines):
        extract = _SURELY if line.announced else _LIKELY if line.left_open else extract
        yield from find_marks(line, number, extract)
        extract = None if extract is None else _HERE if line.announced else _ANYWHERE


def _doubt_gaps(provisions: Iterable[str]) -> Iterator[NumberingDoubt]:
    """Tell what a numbering leaves out; sections may be 101 to 106 and 201 to 204, or 1.1 to 1.3 without a 1."""
    sections = {provision.split(".")[0] for provision in provisions}
    by_hundreds = any(int(section) > 100 for section in sections)
    for missing in find_gaps(provisions):
        if missing.isdigit() and (by_hundreds or missing in sections):
            continue
        otherwise = "a mark was not seen, or is misprinted"
        yield NumberingDoubt(missing, "", f"the order has no Sec. {label(missing)}", otherwise)
