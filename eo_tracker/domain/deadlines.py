"""Deadlines: when an order says that a directive is due, and the arithmetic that turns it into days.

Day counts leave out the day they start from and count every calendar day after it; no rule rolls an
order's deadline off a weekend or holiday. Months and years go by the calendar: January 31 plus one
month is the last day of February. "The date of this order" is the day it was signed; publication in the
Federal Register moves nothing. A fiscal year ends on September 30 of its number (31 U.S.C. 1102).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from itertools import count
from typing import Annotated, Literal

from pydantic import BeforeValidator, InstanceOf, PlainSerializer, model_validator

from eo_tracker.domain.business_days import add_business_days, is_business_day, next_business_day
from eo_tracker.domain.values import Day, Flag, Text, Value, refuse

Unit = Literal["day", "business day", "week", "month", "quarter", "year"]

_SPAN = re.compile(r"([0-9]{1,5}) (business day|day|week|month|quarter|year)s?")
_PERIOD = re.compile(
    r"(?:(?:the )?(?P<quarter>first|second|third|fourth) quarter of )?"
    r"(?:(?:the )?(?P<kind>fiscal|calendar) year |(?P<month>[a-z]+) )?(?P<year>[0-9]{4})",
    re.IGNORECASE,
)
QUARTERS = ("first", "second", "third", "fourth")
MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_FISCAL_YEAR_ENDS_IN = 9
_LONGEST = {"day": 36525, "business day": 26000, "week": 5218, "month": 1200, "quarter": 400, "year": 100}


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in the unit that the order words it in: 360 days are not one year."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read "60 days". Raises ValueError."""
        match = _SPAN.fullmatch(text)
        if not match or not int(match[1]):
            raise ValueError(f'"{text}" is no length of time')
        span = cls(int(match[1]), match[2])  # type: ignore[arg-type]  # the pattern allows the units only
        if span.count > _LONGEST[span.unit]:
            raise ValueError(f'"{text}" is longer than a hundred years')
        return span

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    def after(self, start: date, times: int = 1) -> date:
        """Return the day that is this span, `times` over, after `start`. Raises OverflowError past the year 9999."""
        n = self.count * times
        if self.unit == "day":
            return start + timedelta(days=n)
        if self.unit == "week":
            return start + timedelta(weeks=n)
        if self.unit == "business day":
            return add_business_days(start, n)
        return _add_months(start, n * {"month": 1, "quarter": 3, "year": 12}[self.unit])


def _add_months(start: date, months: int) -> date:
    from dateutil.relativedelta import relativedelta

    try:
        return start + relativedelta(months=months)
    except ValueError as e:
        raise OverflowError(f"{start} plus {months} months is past the year {MAXYEAR}") from e


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar whose last day is a deadline, in the order's words: "fiscal year 2026"."""

    text: str
    last_day: date

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read "fiscal year 2026", "calendar year 2025", "third quarter of 2025", "March 2026". Raises ValueError."""
        match = _PERIOD.fullmatch(text)
        if not match or int(match["year"]) < 1:
            raise ValueError(f'"{text}" is no period')
        year, month = int(match["year"]), 12
        fiscal = (match["kind"] or "").lower() == "fiscal"
        if match["month"]:
            if match["month"].lower() not in MONTHS or match["quarter"]:
                raise ValueError(f'"{text}" is no period')
            month = MONTHS.index(match["month"].lower()) + 1
        elif match["quarter"]:
            month = 3 * (QUARTERS.index(match["quarter"].lower()) + 1)
        if fiscal:
            # The first quarter of a fiscal year ends in December of the calendar year before.
            month -= 12 - _FISCAL_YEAR_ENDS_IN
            if month <= 0:
                year, month = year - 1, month + 12
        return cls(text, date(year, month, monthrange(year, month)[1]))

    def __str__(self) -> str:
        return self.text


def _to_span(text: object) -> object:
    if not isinstance(text, str):
        return text
    try:
        return Span.parse(text)
    except ValueError as e:
        raise refuse("EO206", str(e), "write a number and a unit, as in 60 days, 3 months, 10 business days") from None


def _to_period(text: object) -> object:
    if not isinstance(text, str):
        return text
    try:
        return Period.parse(text)
    except ValueError as e:
        raise refuse("EO206", str(e), "write it as fiscal year 2026, calendar year 2025 or March 2026") from None


SpanText = Annotated[InstanceOf[Span], BeforeValidator(_to_span), PlainSerializer(str)]
PeriodText = Annotated[InstanceOf[Period], BeforeValidator(_to_period), PlainSerializer(str)]

EVENT = "event"
"""What `of` says when the clock starts at something other than a directive's completion."""


class Deadline(Value):
    """When a directive is due. Exactly one of `within`, `by`, `by_end_of`, `every` and `immediately` leads it.

    `of` is the provision whose completion starts the clock, or "event"; without it the clock starts at the signing.
    `every` recurs: first after `within` (or at `by`, or after one `every`), and then each time again.
    """

    every: SpanText | None = None
    within: SpanText | None = None
    of: Text | None = None
    event: Text | None = None
    by: Day | None = None
    by_end_of: PeriodText | None = None
    immediately: Flag | None = None
    quote: Text | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Deadline:
        kinds = [k for k in ("within", "by", "by_end_of", "immediately") if getattr(self, k)]
        if len(kinds) > 1:
            raise refuse(
                "EO206",
                f"a deadline has one kind, this one has {' and '.join(kinds)}",
                "make it a list of two",
            )
        if not kinds and not self.every:
            raise refuse("EO206", "the deadline says no time", "give within, by, by_end_of, every or immediately")
        if self.every and (self.by_end_of or self.immediately):
            raise refuse("EO206", f"every does not go with {kinds[0]}", "say the first time by within or by")
        if self.of and (self.by or not (self.within or self.every)):
            raise refuse("EO206", "of needs within: how long after it?", "write within: 30 days beside it")
        if self.of == EVENT and not self.event:
            raise refuse(
                "EO206",
                "the deadline counts from an event and does not say which",
                "add event: enactment of ...",
            )
        if self.event and self.of != EVENT:
            raise refuse("EO206", "the deadline names an event and does not count from it", "write of: event")
        return self

    def due_days(self, start: date) -> Iterator[date]:
        """Give the days on which this falls due, from the clock's start on; for recurring duties without an end."""
        with suppress(OverflowError):  # past the last year that a date can have
            if self.every:
                yield from self._recurring(start, self.every)
            elif self.within:
                yield self.within.after(start)
            elif self.by:
                yield self.by
            elif self.by_end_of:
                yield self.by_end_of.last_day

    def _recurring(self, start: date, every: Span) -> Iterator[date]:
        if self.by or self.within:
            start = self.by or self.within.after(start)  # type: ignore[union-attr]
            yield start
        day = start
        for times in count(1):
            # Counted from the start and not from the day before, a 31st does not wear off in February. Business
            # days do not wear off, and would take longer each time.
            day = every.after(day) if every.unit == "business day" else every.after(start, times)
            yield day


def write_day(day: date) -> str:
    """Print a day with its weekday: "Friday, June 27, 2025"."""
    return f"{day:%A}, {MONTHS[day.month - 1].capitalize()} {day.day}, {day.year}"


def write_due_day(day: date) -> str:
    """Print a due day; when it is no federal business day, with the next one, which does not move the deadline."""
    if is_business_day(day):
        return write_day(day)
    return f"{write_day(day)} (not a federal business day; the next is {write_day(next_business_day(day))})"
