"""Deadlines: the arithmetic of every kind, in the words of orders, and what is refused."""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.domain.deadlines import Deadline, Period, Span, Unit, write_day, write_due_day
from eo_tracker.domain.values import source_form
from tests.domain.builders import SIGNED, Data, day, make_deadline, refusal, words

WRONG_ANSWERS = {day(f"2025-{d}") for d in words("07-01 07-31 07-24 09-04 07-28")}
"""Counted from publication, by business days, or rolled off a Sunday."""

units = st.sampled_from(get_args(Unit))
spans = st.builds(Span, st.integers(1, 100), units)
starts = st.dates(date(1937, 1, 1), date(2060, 12, 31))


def due(deadline: Data, start: date = SIGNED, turns: int = 4) -> list[str]:
    """List the first few due days."""
    return [str(d) for d in islice(make_deadline(**deadline).due_days(start), turns)]


@pytest.mark.parametrize(
    ("start", "span", "expected"),
    [
        ("2025-04-28", "60 days", "2025-06-27"),
        ("2025-04-28", "90 days", "2025-07-27"),
        ("2025-04-28", "1 day", "2025-04-29"),
        ("2025-04-28", "360 days", "2026-04-23"),
        ("2025-04-28", "365 days", "2026-04-28"),
        ("2025-04-28", "1 year", "2026-04-28"),
        ("2023-04-28", "365 days", "2024-04-27"),
        ("2024-02-28", "1 day", "2024-02-29"),
        ("2025-02-28", "1 day", "2025-03-01"),
        ("2025-12-31", "1 day", "2026-01-01"),
        ("2025-04-28", "2 weeks", "2025-05-12"),
        ("2025-01-31", "1 month", "2025-02-28"),
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2025-01-31", "2 months", "2025-03-31"),
        ("2025-01-31", "3 months", "2025-04-30"),
        ("2025-11-30", "3 months", "2026-02-28"),
        ("2025-12-15", "1 month", "2026-01-15"),
        ("2025-04-28", "18 months", "2026-10-28"),
        ("2025-11-30", "1 quarter", "2026-02-28"),
        ("2025-04-28", "2 quarters", "2025-10-28"),
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2024-02-29", "4 years", "2028-02-29"),
        ("2096-02-29", "4 years", "2100-02-28"),
        ("2025-04-28", "10 business days", "2025-05-12"),
        ("2025-06-27", "1 business day", "2025-06-30"),
        ("2025-06-28", "1 business day", "2025-06-30"),
        ("2025-07-03", "1 business day", "2025-07-07"),
        ("2025-06-18", "1 business day", "2025-06-20"),
        ("2025-12-23", "1 business day", "2025-12-29"),
        ("2025-12-23", "4 business days", "2026-01-02"),
        ("2025-04-28", "60 business days", "2025-07-24"),
        ("2025-04-28", "90 business days", "2025-09-05"),
    ],
)
def test_a_span_after_a_day(start: str, span: str, expected: str) -> None:
    assert Span.parse(span).after(day(start)) == day(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("60 days", Span(60, "day")),
        ("1 day", Span(1, "day")),
        ("10 business days", Span(10, "business day")),
        ("2 weeks", Span(2, "week")),
        ("1 month", Span(1, "month")),
        ("4 quarters", Span(4, "quarter")),
        ("1 year", Span(1, "year")),
    ],
)
def test_a_span_keeps_the_unit_of_the_order(text: str, expected: Span) -> None:
    assert Span.parse(text) == expected
    assert str(expected) == text


def test_360_days_are_not_a_year() -> None:
    assert Span.parse("360 days") != Span.parse("1 year")
    assert Span.parse("12 months") != Span.parse("1 year")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "60",
        "days",
        "60days",
        "sixty days",
        "٦٠ days",
        "0 days",
        "-1 days",
        "1.5 years",
        "60 days.",
        "60 working days",
    ],
)
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(ValueError, match="is no length of time"):
        Span.parse(text)
    hint = "write a number and a unit, as in 60 days, 3 months, 10 business days"
    assert refusal(Deadline, {"within": text}) == ("EO206", f'"{text}" is no length of time', hint)


@pytest.mark.parametrize(
    ("longest", "too_long"),
    [
        ("100 years", "101 years"),
        ("400 quarters", "401 quarters"),
        ("1200 months", "1201 months"),
        ("5218 weeks", "5219 weeks"),
        ("36525 days", "36526 days"),
        ("26000 business days", "26001 business days"),
    ],
)
def test_no_order_gives_more_than_a_hundred_years(longest: str, too_long: str) -> None:
    assert str(make_deadline(within=longest).within) == longest
    code, message, _ = refusal(Deadline, {"within": too_long})
    assert (code, message) == ("EO206", f'"{too_long}" is longer than a hundred years')


@given(spans)
def test_a_span_reads_as_it_is_written(span: Span) -> None:
    assert Span.parse(str(span)) == span


@given(spans, starts)
def test_a_span_ends_after_it_starts(span: Span, start: date) -> None:
    assert span.after(start) > start


@given(st.integers(1, 60), units, starts)
def test_a_longer_span_never_ends_sooner(count: int, unit: Unit, start: date) -> None:
    assert Span(count, unit).after(start) <= Span(count + 1, unit).after(start)


@given(st.integers(1, 500), starts, st.sampled_from(["month", "quarter", "year"]))
def test_calendar_spans_keep_the_day_of_the_month_or_end_with_the_month(count: int, start: date, unit: Unit) -> None:
    end = Span(count, unit).after(start)
    months = count * {"month": 1, "quarter": 3, "year": 12}[unit]
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and Span(1, "day").after(end).day == 1)


@pytest.mark.parametrize(
    ("text", "last_day"),
    [
        ("fiscal year 2026", "2026-09-30"),
        ("Fiscal Year 2026", "2026-09-30"),
        ("calendar year 2025", "2025-12-31"),
        ("first quarter of fiscal year 2026", "2025-12-31"),
        ("second quarter of fiscal year 2026", "2026-03-31"),
        ("third quarter of fiscal year 2026", "2026-06-30"),
        ("fourth quarter of fiscal year 2026", "2026-09-30"),
        ("second quarter of the fiscal year 2026", "2026-03-31"),
        ("first quarter of calendar year 2026", "2026-03-31"),
        ("third quarter of 2025", "2025-09-30"),
        ("fourth quarter of 2025", "2025-12-31"),
        ("March 2026", "2026-03-31"),
        ("february 2024", "2024-02-29"),
        ("February 2025", "2025-02-28"),
        ("December 2025", "2025-12-31"),
    ],
)
def test_a_period_ends_on_its_last_day(text: str, last_day: str) -> None:
    period = Period.parse(text)
    assert period.last_day == day(last_day)
    assert str(period) == text
    assert due({"by_end_of": text}) == [last_day]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025-09",
        "fiscal year",
        "fiscal year 26",
        "fiscal year 0000",
        "fiscal year 20266",
        "fifth quarter of 2025",
        "first quarter of March 2026",
        "quarter 2025",
        "Marchember 2026",
        "year 2026",
    ],
)
def test_what_is_no_period(text: str) -> None:
    hint = "write it as fiscal year 2026, calendar year 2025 or March 2026"
    assert refusal(Deadline, {"by_end_of": text}) == ("EO206", f'"{text}" is no period', hint)


def test_a_period_before_the_year_1_is_refused() -> None:
    assert refusal(Deadline, {"by_end_of": "first quarter of fiscal year 0001"})[0] == "EO206"


@pytest.mark.parametrize(
    ("quote", "deadline", "start", "expected"),
    [
        ("Within 60 days of the date of this order", {"within": "60 days"}, "2025-04-28", ["2025-06-27"]),
        ("Within 90 days of the date of this order", {"within": "90 days"}, "2025-04-28", ["2025-07-27"]),
        (
            "within 180 days of the date of this order, and annually thereafter",
            {"every": "1 year", "within": "180 days"},
            "2025-04-28",
            ["2025-10-25", "2026-10-25", "2027-10-25", "2028-10-25"],
        ),
        (
            "within 30 days of the completion of the review",
            {"within": "30 days", "of": "3.b"},
            "2025-06-20",
            ["2025-07-20"],
        ),
        (
            "within 45 days of the enactment of appropriations",
            {"within": "45 days", "of": "event", "event": "enactment of appropriations"},
            "2026-01-30",
            ["2026-03-16"],
        ),
        ("not later than the end of fiscal year 2026", {"by_end_of": "fiscal year 2026"}, "2025-04-28", ["2026-09-30"]),
        ("by October 1, 2025", {"by": "2025-10-01"}, "2025-04-28", ["2025-10-01"]),
        (
            "beginning January 31, 2025, and every month thereafter",
            {"every": "1 month", "by": "2025-01-31"},
            "2025-01-20",
            ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"],
        ),
        (
            "no later than October 1, 2025, and annually thereafter",
            {"every": "1 year", "by": "2025-10-01"},
            "2025-04-28",
            ["2025-10-01", "2026-10-01", "2027-10-01", "2028-10-01"],
        ),
        (
            "every 90 days",
            {"every": "90 days"},
            "2025-04-28",
            ["2025-07-27", "2025-10-25", "2026-01-23", "2026-04-23"],
        ),
        (
            "quarterly, within 30 days of the establishment of the council",
            {"every": "1 quarter", "within": "30 days", "of": "event", "event": "establishment of the council"},
            "2025-10-31",
            ["2025-11-30", "2026-02-28", "2026-05-30", "2026-08-30"],
        ),
        (
            "by February 29, 2024, and annually thereafter",
            {"every": "1 year", "by": "2024-02-29"},
            "2024-01-01",
            ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"],
        ),
        ("shall immediately", {"immediately": "true"}, "2025-04-28", []),
    ],
)
def test_the_words_of_orders(quote: str, deadline: Data, start: str, expected: list[str]) -> None:
    assert due({**deadline, "quote": quote}, day(start)) == expected


def test_a_leap_day_comes_back_every_four_years() -> None:
    assert due({"every": "1 year", "by": "2024-02-29"}, turns=5)[-1] == "2028-02-29"


@pytest.mark.parametrize(
    ("deadline", "start", "expected"),
    [
        ({"every": "1 month"}, "2025-01-31", ["2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31"]),
        ({"every": "1 quarter"}, "2025-11-30", ["2026-02-28", "2026-05-30", "2026-08-30", "2026-11-30"]),
        ({"every": "1 year"}, "2024-02-29", ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
    ],
)
def test_a_31st_does_not_wear_off_in_february(deadline: Data, start: str, expected: list[str]) -> None:
    assert due(deadline, day(start)) == expected


@pytest.mark.parametrize("deadline", [{"within": "60 days"}, {"within": "90 days"}])
def test_wrong_answers_never_appear(deadline: Data) -> None:
    assert not WRONG_ANSWERS & set(make_deadline(**deadline).due_days(SIGNED))


@given(spans, starts)
def test_what_is_due_within_a_span_is_due_after_the_start(span: Span, start: date) -> None:
    [found] = make_deadline(within=str(span)).due_days(start)
    assert found > start


@given(spans, st.none() | spans, st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_occurrences_follow_each_other(every: Span, within: Span | None, start: date) -> None:
    deadline = make_deadline(every=str(every), **({"within": str(within)} if within else {}))
    found = [start, *islice(deadline.due_days(start), 8)]
    assert found == sorted(set(found))


@pytest.mark.parametrize("unit", [u for u in get_args(Unit) if u != "business day"])
def test_occurrences_end_with_the_calendar(unit: Unit) -> None:
    found = list(make_deadline(every=f"1 {unit}", by=day("9998-12-15")).due_days(SIGNED))
    assert found[0] == day("9998-12-15")
    assert found[-1] <= date.max
    assert len(found) == {"day": 382, "week": 55, "month": 13, "quarter": 5, "year": 2}[unit]


def test_business_occurrences_end_with_the_calendar() -> None:
    assert len(list(make_deadline(every="1 business day", by=day("9999-12-20")).due_days(SIGNED))) == 10


@pytest.mark.parametrize("deadline", [{"within": "100 years"}, {"every": "100 years"}, {"within": "400 quarters"}])
def test_what_would_be_due_past_the_year_9999_is_never_due(deadline: Data) -> None:
    assert list(make_deadline(**deadline).due_days(day("9950-01-01"))) == []


ONE_KIND = "make it a list of two"
REFUSED: list[tuple[Data, str, str]] = [
    ({}, "the deadline says no time", "give within, by, by_end_of, every or immediately"),
    ({"quote": "soon"}, "the deadline says no time", "give within, by, by_end_of, every or immediately"),
    ({"immediately": "false"}, "the deadline says no time", "give within, by, by_end_of, every or immediately"),
    ({"within": "60 days", "by": "2025-10-01"}, "a deadline has one kind, this one has within and by", ONE_KIND),
    (
        {"within": "60 days", "by_end_of": "fiscal year 2026"},
        "a deadline has one kind, this one has within and by_end_of",
        ONE_KIND,
    ),
    (
        {"within": "60 days", "immediately": "true"},
        "a deadline has one kind, this one has within and immediately",
        ONE_KIND,
    ),
    (
        {"by": "2025-10-01", "by_end_of": "fiscal year 2026"},
        "a deadline has one kind, this one has by and by_end_of",
        ONE_KIND,
    ),
    (
        {"every": "1 year", "within": "60 days", "by": "2025-10-01"},
        "a deadline has one kind, this one has within and by",
        ONE_KIND,
    ),
    (
        {"every": "1 year", "by_end_of": "fiscal year 2026"},
        "every does not go with by_end_of",
        "say the first time by within or by",
    ),
    (
        {"every": "1 year", "immediately": "true"},
        "every does not go with immediately",
        "say the first time by within or by",
    ),
    ({"by": "2025-10-01", "of": "3.b"}, "of needs within: how long after it?", "write within: 30 days beside it"),
    ({"immediately": "true", "of": "3.b"}, "of needs within: how long after it?", "write within: 30 days beside it"),
    (
        {"within": "45 days", "of": "event"},
        "the deadline counts from an event and does not say which",
        "add event: enactment of ...",
    ),
    (
        {"within": "45 days", "event": "enactment"},
        "the deadline names an event and does not count from it",
        "write of: event",
    ),
]


@pytest.mark.parametrize(("deadline", "message", "hint"), REFUSED)
def test_a_deadline_that_makes_no_sense_is_refused(deadline: Data, message: str, hint: str) -> None:
    assert refusal(Deadline, deadline) == ("EO206", message, hint)


@pytest.mark.parametrize(
    "deadline",
    [
        {"within": "45 days", "of": "3.b", "event": "enactment"},
        {"every": "1 year", "by": "2025-10-01", "of": "3.b"},
        {"every": "1 year", "by": "2025-10-01", "of": "event", "event": "enactment"},
    ],
)
def test_a_deadline_that_counts_from_two_things_is_refused(deadline: Data) -> None:
    assert refusal(Deadline, deadline)[0] == "EO206"


@pytest.mark.parametrize(
    ("deadline", "code"),
    [
        ({"within": "60 days", "on": "2025-10-01"}, "extra_forbidden"),
        ({"by": "2025-02-30"}, "EO205"),
        ({"by": "October 1, 2025"}, "EO205"),
        ({"immediately": "yes"}, "EO204"),
        ({"within": ["60 days"]}, "is_instance_of"),
        ({"within": 60}, "is_instance_of"),
        ({"by_end_of": {"fiscal year": "2026"}}, "is_instance_of"),
        ({"within": "60 days", "of": ""}, "string_too_short"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(deadline: Data, code: str) -> None:
    assert refusal(Deadline, deadline)[0] == code


@given(spans, st.sampled_from(["within", "every"]))
def test_a_deadline_is_written_as_it_was_read(span: Span, key: str) -> None:
    data = {key: str(span), "of": "3.b", "quote": "the words"}
    assert source_form(make_deadline(**data)) == data


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2025-06-27", "Friday, June 27, 2025"),
        ("2025-07-27", "Sunday, July 27, 2025 (not a federal business day; the next is Monday, July 28, 2025)"),
        ("2025-07-04", "Friday, July 4, 2025 (not a federal business day; the next is Monday, July 7, 2025)"),
        (
            "2025-12-24",
            "Wednesday, December 24, 2025 (not a federal business day; the next is Monday, December 29, 2025)",
        ),
        ("9999-12-31", "Friday, December 31, 9999"),
    ],
)
def test_a_due_day_is_printed_with_its_weekday(text: str, printed: str) -> None:
    assert write_due_day(day(text)) == printed
    assert printed.startswith(write_day(day(text)))
