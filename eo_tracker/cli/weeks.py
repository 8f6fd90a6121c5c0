"""Weeks as people say them: 2025-W26, W26, 26, "last week", or one of their days.

Weeks are those of ISO 8601, from Monday to Sunday. One without its year is of the year that today's week belongs to.
The callers print back how a week was understood.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from eo_tracker.cli.session import NoDate
from eo_tracker.cli.spoken import read_spoken_date
from eo_tracker.domain.deadlines import write_day
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.periods import Period

_MONTHS = 12
_IN_EVERY_YEAR = 52
_PLAIN = re.compile(r"[0-9]{4}-W[0-9]{2}")
_NUMBERED = re.compile(
    r"(?P<before>[0-9]{4})[ -]?(?P<w>w(?:ee)?k?[ -]?)?(?P<second>[0-9]{1,2})"
    r"|(?:w(?:ee)?k?[ -]?)?(?P<alone>[0-9]{1,2})(?:(?:,? of|,)? (?P<after>[0-9]{4}))?",
    re.ASCII,
)
_RELATIVE = {"last week": -1, "past week": -1, "previous week": -1, "this week": 0, "current week": 0, "next week": 1}
_HINT = 'write it as 2025-W26, or as "last week"; weeks begin on Monday'


def read_spoken_week(text: str, option: str, today: date) -> Period:
    """Read a week as people say it on `today`. Raises EOTrackerError for what names none, or more than one."""
    said = " ".join(text.casefold().split()).removeprefix("the ")
    if numbered := _NUMBERED.fullmatch(said):
        return _read_numbered(numbered, text, option, today)
    try:
        if said in _RELATIVE:
            return _week_of(today, _RELATIVE[said])
        return _week_of(read_spoken_date(text, option, today))
    except (NoDate, OverflowError):  # or a week beyond the days that there are
        raise EOTrackerError(f'{option} "{text}" is no week', _HINT) from None


def write_understood_week(text: str, week: Period) -> str | None:
    """Say how a week was understood, as in "W26 is 2025-W26: Monday, June 23, ..."; nothing for a plain one."""
    if _PLAIN.fullmatch(text):
        return None
    return f"{text} is {week.week}: {write_day(week.first)}, to {write_day(week.last)}"


def _week_of(day: date, later: int = 0) -> Period:
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=later)
    return Period(monday, monday + timedelta(days=6))


def _read_numbered(said: re.Match[str], text: str, option: str, today: date) -> Period:
    year = int(said["before"] or said["after"] or today.isocalendar().year)
    number = int(said["second"] or said["alone"])
    if said["before"] and not said["w"] and 1 <= number <= _MONTHS:
        month = f"{year}-{number:02}"
        hint = f"write {year}-W{number:02} for the week; for the month, --from {month}-01 and --to its last day"
        raise EOTrackerError(f'{option} "{text}" may be a week or a month', hint)
    try:
        week = Period.of_week(f"{year:04}-W{number:02}")
    except ValueError as e:
        raise EOTrackerError(f"{option}: {e}", _HINT) from None
    if week.first > today and said["alone"] and not said["after"]:
        last = min(number, _IN_EVERY_YEAR)
        hint = f"write {year - 1}-W{last:02} for a week of the year before"
        raise EOTrackerError(f"{option}: {week.week} has not come yet", hint)
    return week
