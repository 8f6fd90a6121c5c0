"""Federal business days: Monday to Friday, without the days on which executive departments are closed.

The holidays are those of 5 U.S.C. 6103 with the days off in lieu of E.O. 11582, and the days that single
executive orders gave (December 24, 2025), as the `holidays` library knows them. It is trusted for
1937 to 2100; it does not know May 30 as a holiday of the years before 1971.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

_SATURDAY = 5


@cache
def _federal_holidays() -> HolidayBase:
    # Imported late: it takes longer than all the rest of a command, and few commands need it.
    from holidays.constants import GOVERNMENT
    from holidays.countries.united_states import UnitedStates

    return UnitedStates(categories=(GOVERNMENT,))  # type: ignore[no-untyped-call]


def holiday_name(day: date) -> str | None:
    """Name the federal holiday that is kept on `day`; None on any other day."""
    return _federal_holidays().get(day)


@lru_cache(maxsize=100_000)
def is_business_day(day: date) -> bool:
    """Whether executive departments work on `day`."""
    return day.weekday() < _SATURDAY and holiday_name(day) is None


def next_business_day(day: date) -> date:
    """Return the first federal business day on or after `day`."""
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def add_business_days(start: date, count: int) -> date:
    """Return the day that is `count` federal business days after `start`, which is itself not counted."""
    day = start
    for _ in range(count):
        day = next_business_day(day + timedelta(days=1))
    return day
