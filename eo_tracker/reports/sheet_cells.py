"""The cells of a sheet that people have filled in: a status, a day or a text, in whichever way they write it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from eo_tracker.domain.days import NotADay, parse_day
from eo_tracker.domain.updates import RefusedUpdate, read_status
from eo_tracker.domain.values import UNWRITABLE
from eo_tracker.domain.words import Status
from eo_tracker.reports.data_call import tidied
from eo_tracker.repository.tables import Cell, Column, Unreadable

_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})", re.ASCII)
_CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?$", re.IGNORECASE | re.ASCII)
_SERIAL = re.compile(r"\d{5}(\.\d+)?", re.ASCII)
_WORDED = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y")
_SERIALS = range(1, 110_000)  # up to the year 2201
_AS_ISO = "write it as 2025-06-20"


class BadCell(ValueError):
    """A cell does not hold what its column does. `str()` says so in a sentence."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def read_cell(column: Column, cell: Cell, first_day: date) -> str | date | None:
    """Read a cell as its column says; None where it says nothing. Raises BadCell."""
    if isinstance(cell, Unreadable):
        raise BadCell(cell.why, cell.hint)
    if column.holds != "text":
        return _read_day(cell, first_day)
    return _read_status(cell) if column.choices else _read_text(cell)


def _read_text(cell: Cell) -> str | None:
    text = tidied(write_cell(cell))
    found = UNWRITABLE.search(text)
    if found:
        message = f"there is a character in it that no data file can hold (U+{ord(found[0]):04X})"
        raise BadCell(message, "type the text anew, or paste it without its format")
    return text or None


def write_cell(cell: Cell) -> str:
    """Write a cell as Excel shows it: a number without what only Python adds."""
    return f"{cell:.15g}" if isinstance(cell, float | int) else "" if cell is None else str(cell)


def _read_status(cell: Cell) -> Status | None:
    typed = tidied(write_cell(cell))
    try:
        return read_status(typed) if typed else None
    except RefusedUpdate as e:
        raise BadCell(str(e), e.hint) from None


def _read_day(cell: Cell, first_day: date) -> date | None:
    """Read a day of Excel's, its number, 2025-06-20, 6/20/2025 as Americans write it, or June 20, 2025."""
    if isinstance(cell, date):
        return _parse_day(str(cell))
    typed = " ".join(write_cell(cell).split())
    if not typed:
        return None
    if isinstance(cell, float | int) or _SERIAL.fullmatch(typed):
        return _count_days(float(typed), typed, first_day)
    text = _CLOCK.sub("", typed)
    day = _read_american(text) or _read_worded(text)
    return _parse_day(str(day) if day else text)


def _parse_day(text: str) -> date:
    try:
        return parse_day(text)
    except NotADay as e:
        raise BadCell(str(e), e.hint) from None


def _count_days(number: float, typed: str, first_day: date) -> date:
    if not number < _SERIALS.stop or int(number) not in _SERIALS:
        raise BadCell(f'"{typed}" is no date', _AS_ISO)
    return _parse_day(str(first_day + timedelta(days=int(number))))


def _read_american(text: str) -> date | None:
    match = _AMERICAN.fullmatch(text)
    if not match:
        return None
    month, day, year = match.groups()
    try:
        return date(int(year if len(year) > 2 else f"20{year}"), int(month), int(day))
    except ValueError:
        hint = f"it is read as month, day, year; {_AS_ISO} to be sure"
        raise BadCell(f'there is no day "{text}"', hint) from None


def _read_worded(text: str) -> date | None:
    for form in _WORDED:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None
