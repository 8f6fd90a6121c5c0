"""Periods: the days, from one to another, that a report is about.

Weeks are those of ISO 8601: from Monday to Sunday, named as in 2025-W26.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_WEEK = re.compile(r"([0-9]{4})-?W([0-9]{2})", re.IGNORECASE)
_DAYS = 7


@dataclass(frozen=True, slots=True)
class Period:
    """Days in Washington, the first and the last of which count."""

    first: date
    last: date

    @property
    def eve(self) -> date:
        """The day before the first, at whose end things stood as the period found them."""
        return self.first - timedelta(days=1)

    @property
    def week(self) -> str | None:
        """The name of the week that this is, as in 2025-W26; None for any other period."""
        year, number, weekday = self.first.isocalendar()
        return f"{year}-W{number:02}" if weekday == 1 and (self.last - self.first).days == _DAYS - 1 else None

    @staticmethod
    def of_week(typed: str) -> Period:
        """Read the name of a week. Raises ValueError."""
        match = _WEEK.fullmatch(typed.strip())
        if not match:
            raise ValueError(f'"{typed}" names no week')
        year, number = int(match[1]), int(match[2])
        try:
            return Period(date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, _DAYS))
        except ValueError:
            raise ValueError(f"{match[1]} has no week {number}") from None

    @staticmethod
    def up_to(day: date) -> Period:
        """Give the seven days of which a day is the last."""
        return Period(day - timedelta(days=_DAYS - 1), day)
