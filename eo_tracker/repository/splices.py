"""Splices: text that is put in the place of text in a data file, and the places where it begins and ends.

Whole lines go and come with their ends, whatever those are in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.tree import Node

LINE_END = re.compile(r"\r\n|\r|\n")


class CannotEdit(EOTrackerError):
    """A file is written in a way in which an edit cannot be promised to change nothing else."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the file cannot be edited without touching more of it: {why}", "edit it by hand")


@dataclass(frozen=True, slots=True)
class Splice:
    """Text that is put in the place of the text from `start` up to `end`."""

    start: int
    end: int
    text: str


def ordered(text: str, splices: list[Splice]) -> list[Splice]:
    """Order splices; lines that would come behind a line which goes come behind the last one before it that stays."""
    gone = _joined(text, sorted((s for s in splices if not s.text), key=lambda s: s.start))
    moved = []
    for splice in splices:
        start = splice.start
        while splice.start == splice.end and (inside := next((g for g in gone if g.start < start < g.end), None)):
            start = end_before(text, inside.start)
        if splice.text:
            moved.append(Splice(start, start, splice.text) if start != splice.start else splice)
    return sorted([*gone, *moved], key=lambda s: (s.start, s.end))


def _joined(text: str, gone: list[Splice]) -> list[Splice]:
    """Make one of the last lines of a file and those before them, where both go: the end of the file stays as it is."""
    joined: list[Splice] = []
    for splice in gone:
        meets = joined and splice.start < joined[-1].end
        joined.append(Splice(end_before(text, joined.pop().start), splice.end, "") if meets else splice)
    return joined


def end_before(text: str, start_of_line: int) -> int:
    """Find where the line before one ends."""
    return len(text[:start_of_line].removesuffix("\n").removesuffix("\r"))


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Put ordered splices into a text. Raises CannotEdit where two of them meet."""
    parts, at = [], 0
    for splice in splices:
        if splice.start < at:
            raise CannotEdit("two changes meet in one place")
        parts += [text[at : splice.start], splice.text]
        at = splice.end
    return "".join(parts) + text[at:]


@dataclass(frozen=True, slots=True)
class Places:
    """The text of a file, in which places are looked for."""

    text: str

    def start_of_entry(self, key: Node) -> int:
        """Find where an entry starts: at its key, or at the ? before it."""
        before = self.text[self.start_of_line(key.start) : key.start]
        return key.start - (len(before) - before.rindex("?")) if before.strip(" -").startswith("?") else key.start

    def end_of_entry(self, key: Node, value: Node) -> int:
        """Find where an entry ends; where its value is empty, behind the colon."""
        end = self.end_of_value(value)
        if value.kind == "scalar" and value.start == value.end:
            colon = self.text.find(":", key.end)
            end = colon + 1 if colon >= 0 else key.end
        return end

    def end_of_value(self, value: Node) -> int:
        if value.kind == "mapping" and not value.in_flow and value.entries:
            return self.end_of_entry(*value.entries[-1])
        if value.kind == "sequence" and not value.in_flow and value.items:
            return self.end_of_value(value.items[-1])
        return value.end

    def without_lines(self, start: int, end: int) -> Splice:
        """Take away the lines on which something starts and ends, and all between."""
        first, last = self.start_of_line(start), self.next_line(end)
        if last is None and first:
            # The last lines of a file: its end stays as it was, with a line end or without.
            kept = LINE_END.search(self.text, self.end_of_line(end))
            return Splice(end_before(self.text, first), kept.start() if kept else len(self.text), "")
        return Splice(first, last if last is not None else len(self.text), "")

    def column(self, at: int) -> int:
        return at - self.start_of_line(at)

    def indent_of_line(self, at: int) -> int:
        line = self.text[self.start_of_line(at) : at]
        return len(line) - len(line.lstrip(" "))

    def start_of_line(self, at: int) -> int:
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def end_of_line(self, at: int) -> int:
        found = LINE_END.search(self.text, at)
        return found.start() if found else len(self.text)

    def next_line(self, at: int) -> int | None:
        found = LINE_END.search(self.text, at)
        return found.end() if found else None

    def line_end(self, at: int) -> str:
        """Tell how the line ends in which something stands, or else how those before it do."""
        found = LINE_END.search(self.text, at) or LINE_END.search(self.text)
        return found[0] if found else "\n"
