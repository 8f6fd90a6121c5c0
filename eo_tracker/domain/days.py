"""Days as data files and command lines write them: 2025-06-27, and nothing else."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = 1789, 2199  # of the first orders; and so far ahead that it is a slip of the hand


class NotADay(ValueError):
    """A text is no day; `str()` says why, `hint` what to write."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def parse_day(text: str) -> date:
    """Read `2025-06-27`. Raises NotADay."""
    if not _DAY.fullmatch(text):
        raise NotADay(f'"{text}" is no date', "write it as 2025-06-27")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotADay(f'there is no day "{text}"', "check the month and the day") from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise NotADay(f"{day} is outside of the years {_FIRST_YEAR} to {_LAST_YEAR}", "check the year")
    return day
