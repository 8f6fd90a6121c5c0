"""The title that a report has where nobody gave it one: "Executive orders: the week", or whatever its days are."""

from __future__ import annotations

from calendar import monthrange

from eo_tracker.domain.periods import Period

_SUBJECT = "Executive orders"
_WEEK = 7
_LAST_DAY = (12, 31)


def write_title(period: Period) -> str:
    """Write the title of a report on a week, a month, a year, or some days."""
    return f"{_SUBJECT}: {_name(period)}"


def _name(period: Period) -> str:
    first, last = period.first, period.last
    days = (last - first).days + 1
    if days == _WEEK:
        return "the week"
    if days == 1:
        return "the day"
    if first.day == 1 and last == first.replace(day=monthrange(first.year, first.month)[1]):
        return f"{first:%B} {first.year}"
    if first.month == first.day == 1 and last == first.replace(month=_LAST_DAY[0], day=_LAST_DAY[1]):
        return str(first.year)
    return f"{days} days"
