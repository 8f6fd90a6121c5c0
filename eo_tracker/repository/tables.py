"""Tables that people fill in: the sheet that is written, and the rows that come back, whatever file they stand in.

Text stays text: what begins like a formula is marked, and read without the mark. Row numbers are those that Excel
shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from eo_tracker.domain.errors import EOTrackerError

MAX_ROWS = 50_000
FIRST_DAY = date(1899, 12, 30)
"""What Excel's numbers of days count from, where a workbook says nothing else."""

SAVE_AS = "open it in Excel, and save it as Excel workbook (.xlsx)"

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_MARKED = re.compile(r"'+[=+\-@\t\r]")
# What XML cannot hold.
_NO_TEXT = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class UnreadableSheet(EOTrackerError):
    """A file is no sheet, or none that is read."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell whose value cannot be known. `str()` says what it holds instead."""

    why: str
    hint: str

    def __str__(self) -> str:
        return self.why


Cell = str | float | date | Unreadable | None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a file, as its rows with their numbers. Numbers that are days count from `first_day`."""

    rows: Sequence[tuple[int, Sequence[Cell]]]
    first_day: date = FIRST_DAY


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet that is written. Others than the open ones are locked.

    In a column of days no cell takes anything else, nor one of past days a day to come; `choices` are offered.
    """

    heading: str
    width: int
    holds: Literal["text", "days", "past days"] = "text"
    choices: tuple[str, ...] = ()
    is_open: bool = False
    is_hidden: bool = False
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be filled in, with a page of instructions that Excel shows beside it.

    `name` and `instructions_name` are those of the two pages.
    """

    title: str
    name: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | date | None]]
    instructions_name: str
    instructions: Sequence[str]


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take text for a formula, were it not marked."""
    return _FORMULA.match(text) is not None


def marked(text: str) -> str:
    """Mark text that begins like a formula, or like one that is marked."""
    return f"'{text}" if _FORMULA.match(text) else text


def unmarked(text: str) -> str:
    """Take away the mark of text that begins like a formula."""
    return text[1:] if _MARKED.match(text) else text


def is_marked(text: str) -> bool:
    """Whether text would be read without its first character."""
    return _MARKED.match(text) is not None


def holdable(text: str) -> str:
    """Replace what no file of a spreadsheet can hold."""
    return _NO_TEXT.sub("\ufffd", text)


def keep_rows(rows: Iterable[tuple[int, Sequence[Cell]]], name: str) -> list[tuple[int, Sequence[Cell]]]:
    """Keep the rows that say anything, without the empty cells at their ends. Raises UnreadableSheet."""
    kept = []
    for number, cells in rows:
        last = max((n for n, cell in enumerate(cells, 1) if cell not in (None, "")), default=0)
        if last:
            kept.append((number, cells[:last]))
        if number > MAX_ROWS:
            raise UnreadableSheet(f"{name} has more than {MAX_ROWS:,} rows", "is it the right file?")
    return kept


def column_letter(index: int) -> str:
    """Name a column as Excel does: the first, 0, is A, and 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
