"""Days: as data files and command lines write them, 2025-06-27 and nothing else; and on which one something happens.

Orders are signed, and their deadlines fall due, in Washington: a moment belongs to the day that it is there.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_YEAR, _LAST_YEAR = 1789, 2199  # of the first orders; and so far ahead that it is a slip of the hand


WASHINGTON = "America/New_York"


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


def in_washington(moment: datetime) -> datetime:
    """Tell the day and the time in Washington at a moment that has a time zone."""
    from zoneinfo import ZoneInfo  # its data are only read where a moment is asked about

    return moment.astimezone(ZoneInfo(WASHINGTON))


def end_of_day(day: date) -> datetime:
    """Tell the moment at which a day is over in Washington, which is the first of the next one."""
    from zoneinfo import ZoneInfo

    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(WASHINGTON))
