"""Federal business days, against the holidays that the Office of Personnel Management publishes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.domain.business_days import add_business_days, holiday_name, is_business_day, next_business_day
from tests.domain.builders import day, days_from

PUBLISHED = {
    2021: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
    2022: "01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26",
    2023: "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",
    2024: "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
    2025: "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
    2027: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
}
"""The days off by year and day; New Year's Day of 2022 and of 2028 are kept on December 31 before."""

CLOSED_BY_ORDER = {"2024-12-24", "2025-01-09", "2025-12-24", "2025-12-26"}
"""Single days on which executive orders closed the departments."""

HOLIDAYS = {f"{year}-{each}" for year, days in PUBLISHED.items() for each in days.split()}
working_days = st.dates(date(1937, 1, 1), date(2100, 12, 1))


@pytest.mark.parametrize("holiday", sorted(HOLIDAYS | CLOSED_BY_ORDER))
def test_departments_are_closed_on_a_holiday(holiday: str) -> None:
    assert day(holiday).weekday() < 5
    assert not is_business_day(day(holiday))
    assert holiday_name(day(holiday))


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025])
def test_every_other_weekday_is_a_business_day(year: int) -> None:
    weekdays = {str(d) for d in days_from(f"{year}-01-01", 365 + (year == 2024)) if d.weekday() < 5}
    closed = {d for d in weekdays if not is_business_day(day(d))}
    assert closed == {d for d in HOLIDAYS | CLOSED_BY_ORDER if d.startswith(str(year))}


@pytest.mark.parametrize(
    "working",
    [
        "2021-01-20",  # Inauguration Day is a day off around Washington only
        "2021-06-21",
        "2021-12-27",
        "2022-01-03",
        "2022-12-23",
        "2025-06-27",
        "2025-07-03",
        "2025-12-23",
        "2025-12-29",
        "2026-07-06",
    ],
)
def test_days_that_look_like_holidays_and_are_none(working: str) -> None:
    assert is_business_day(day(working))
    assert holiday_name(day(working)) is None


@given(working_days)
def test_no_weekend_is_a_business_day(any_day: date) -> None:
    assert not (is_business_day(any_day) and any_day.weekday() >= 5)


@pytest.mark.parametrize(
    ("closed", "working"),
    [
        ("1937-02-22", "1937-02-23"),
        ("1937-11-25", "1937-11-26"),
        ("1971-05-31", "1971-06-01"),
        ("1986-01-20", "1986-01-21"),
        ("2020-06-20", "2020-06-19"),  # Juneteenth is a holiday since 2021
        ("2100-02-15", "2100-02-16"),
        ("2100-12-24", "2100-12-23"),
    ],
)
def test_the_first_and_the_last_years(closed: str, working: str) -> None:
    assert not is_business_day(day(closed))
    assert is_business_day(day(working))


@pytest.mark.parametrize("text", ["0001-01-01", "1900-01-01", "2200-01-01", "9999-12-31"])
def test_days_far_away_do_no_harm(text: str) -> None:
    assert is_business_day(day(text)) in (True, False)


@pytest.mark.parametrize(
    ("start", "following"),
    [
        ("2025-06-27", "2025-06-27"),
        ("2025-07-27", "2025-07-28"),
        ("2025-07-04", "2025-07-07"),
        ("2025-12-24", "2025-12-29"),
        ("2021-12-31", "2022-01-03"),
        ("2025-11-27", "2025-11-28"),
    ],
)
def test_the_next_business_day(start: str, following: str) -> None:
    assert next_business_day(day(start)) == day(following)


@given(working_days)
def test_the_next_business_day_is_the_first(any_day: date) -> None:
    found = next_business_day(any_day)
    assert is_business_day(found)
    assert not any(is_business_day(any_day + timedelta(days=n)) for n in range((found - any_day).days))


@given(working_days, st.integers(0, 60))
def test_counted_business_days_are_business_days(start: date, count: int) -> None:
    end = add_business_days(start, count)
    passed = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    assert sum(map(is_business_day, passed)) == count
    assert end == start or is_business_day(end)
