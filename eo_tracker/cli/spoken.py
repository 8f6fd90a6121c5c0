"""Dates as people say them: "last friday", "3 days ago", "June 20, 2025", 6/20/2025.

What is said must name one day: a time of day, a week, a month or a bare number names none. Numbers stand in the
American order, the month first, unless they can only be meant otherwise. A day without its year, or a weekday, is the
nearest one on the side that the caller prefers, today included; `next friday` and `last friday` are never today.
The callers print back how a date was understood.
"""

from __future__ import annotations

import re
import warnings
from datetime import date, datetime, time, timedelta
from typing import Literal

from eo_tracker.cli.session import NoDate, read_date

Preference = Literal["past", "future"]

_HINT = 'write it as 2025-06-20, or as "last friday"'
_PLAIN = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
# The year comes first, so nothing can be meant but the month next.
_YEAR_FIRST = re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAYS)})"
# dateparser knows only some short forms, and not all of these after "last" and "next".
_SHORT_WEEKDAY = r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs)?\b\.?"
_MONTH = (
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec"
    r"|january|february|march|april|august|september|october|november|december)\.?"
)
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_COUNT = r"(?:[0-9]{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_SPAN = rf"{_COUNT} (?:day|week|month|year)s?"

# dateparser finds a day in nearly everything ("42" is one in 1942): only these name one. They stay text until a
# date is said, for compiling them takes as long as the rest of this module.
_NAMES_A_DAY = (
    r"today|now|yesterday|tomorrow",
    r"(?:the )?day before yesterday|(?:the )?day after tomorrow",
    rf"{_SPAN} ago|in {_SPAN}|{_SPAN} from now",
    rf"(?:(?:on|last|next) )?{_WEEKDAY}",
    rf"(?:(?:on )?{_WEEKDAY} )?(?:{_MONTH} {_DAY}|{_DAY} (?:of )?{_MONTH})(?P<year> [0-9]{{4}})?",
    r"[0-9]{1,2}/[0-9]{1,2}(?P<year>/[0-9]{4})?",
    r"(?P<first>[0-9]{1,2})(?P<mark>[.-])(?P<second>[0-9]{1,2})(?P=mark)[0-9]{4}",
)
_SEVERAL_DAYS = (
    rf"(?:this|last|past|next) (?:week|weekend|month|quarter|year)|[0-9]{{4}}[-/][0-9]{{1,2}}|{_MONTH}(?: [0-9]{{4}})?"
)
_WEEKDAY_ALONE = rf"(?:on )?{_WEEKDAY}"


def read_spoken_date(text: str, option: str, today: date, *, prefer: Preference = "past") -> date:
    """Read `2025-06-20`, or a day as people say it on `today`. Raises NoDate."""
    if _PLAIN.fullmatch(text):
        return read_date(text, option)
    if year_first := _YEAR_FIRST.fullmatch(text):
        return _read_year_first(text, "-".join(part.rjust(2, "0") for part in year_first.groups() if part), option)
    said = re.sub(_SHORT_WEEKDAY, _lengthened, " ".join(text.casefold().replace(",", " ").split()))
    if re.fullmatch(_SEVERAL_DAYS, said, re.ASCII):
        raise NoDate(f'{option} "{text}" is no date', 'name one of its days, as in 2025-06-20, or "last friday"')
    shape = next((match for shape in _NAMES_A_DAY if (match := re.fullmatch(shape, said, re.ASCII))), None)
    day = _find_day(shape, today, prefer) if shape and not _is_ambiguous(shape) else None
    if not shape or not day:
        raise NoDate(f'{option} "{text}" is no date', _HINT)
    weekday = shape.groupdict().get("weekday")
    if weekday and weekday != _WEEKDAYS[day.weekday()]:
        raise NoDate(f'{option} "{text}" is no date: {day} is a {day:%A}', "check the weekday, or leave it out")
    return read_date(day.isoformat(), option)


def _read_year_first(text: str, plain: str, option: str) -> date:
    try:
        return read_date(plain, option)
    except NoDate as e:
        raise NoDate(f'{option} "{text}" is no date', e.hint) from None


def write_understood(text: str, day: date) -> str | None:
    """Say how a date was understood, as in "last friday is Friday, June 20, 2025"; nothing for a plain one."""
    from eo_tracker.domain.deadlines import write_day

    return None if _PLAIN.fullmatch(text) else f"{text} is {write_day(day)}"


def _is_ambiguous(shape: re.Match[str]) -> bool:
    """Whether numbers between dots or dashes may be meant in either order; between slashes the month is first."""
    numbers = shape.groupdict()
    if not numbers.get("mark"):
        return False
    first, second = int(numbers["first"]), int(numbers["second"])
    return first != second and first <= 12 and second <= 12


def _find_day(shape: re.Match[str], today: date, prefer: Preference) -> date | None:
    """Find the day that is said, today included where no year tells which one it is."""
    alone = re.fullmatch(_WEEKDAY_ALONE, shape.string)
    if alone and alone["weekday"] == _WEEKDAYS[today.weekday()]:
        return today
    # To dateparser the future begins tomorrow, and the past ends today.
    lacks_year = shape.groupdict(default="").get("year") == ""
    return _parse(shape.string, today - timedelta(days=lacks_year and prefer == "future"), prefer)


def _lengthened(short: re.Match[str]) -> str:
    return next(weekday for weekday in _WEEKDAYS if weekday.startswith(short[1]))


def _parse(said: str, base: date, prefer: Preference) -> date | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import dateparser

        try:
            found = dateparser.parse(
                said,
                languages=["en"],
                settings={
                    "RELATIVE_BASE": datetime.combine(base, time(12)),
                    "PREFER_DATES_FROM": prefer,
                    "DATE_ORDER": "MDY",
                    "RETURN_AS_TIMEZONE_AWARE": False,
                },
            )
        except (ValueError, OverflowError):  # beyond the days that there are
            return None
    return found.date() if found else None
