"""The times that orders give in their words, and which deadlines say them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.checks.times import find_times
from eo_tracker.domain.deadlines import Deadline

GIVEN = [
    ("Within 60 days of the date of this order, the Attorney General", "within: 60 days", True),
    ("Within 60 days of this order, the Attorney General", "within: 60 days", True),
    ("shall, within sixty (60) days after the issuance of this order, review", "within: 60 days", True),
    ("Within 90 calendar days from the effective date of this order, the", "within: 90 days", True),
    ("Not more than one hundred and twenty days after the date of this order", "within: 120 days", True),
    ("not later than three hundred sixty-five days following the signing of this memorandum", "within: 365 days", True),
    ("Within 10 business days of the date of this order", "within: 10 business days", True),
    ("within a year of the date\nof this order", "within: 1 year", True),
    ("Within 60 days, the Attorney General shall review", "within: 60 days", True),
    ("The Attorney General shall, within the next 60 days, review", "within: 60 days", True),
    ("shall ensure that requests are answered within 30 days", "within: 30 days", False),
    ("Within 30 days of receipt of the report, the Director", "within: 30 days", False),
    ("and within 30 days thereafter shall report", "within: 30 days", False),
    ("No later than October 1, 2025, the Attorney General", "by: 2025-10-01", True),
    ("By September 30, 2025, the Attorney General", "by: 2025-09-30", True),
    ("shall by the end of fiscal year 2026 report", "by_end_of: fiscal year 2026", True),
]


@pytest.mark.parametrize(("text", "said", "from_order"), GIVEN, ids=[text for text, _, _ in GIVEN])
def test_a_time_is_read(text: str, said: str, from_order: bool) -> None:
    [time] = find_times(text)
    assert (time.write(), time.from_order) == (said, from_order)


@pytest.mark.parametrize(
    "text",
    [
        "Within the Department, the Attorney General",
        "within these days",
        "Within 0 days",
        "by February 30, 2025",
        "By May",
    ],
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert not list(find_times(text))


@pytest.mark.parametrize(
    ("text", "deadline", "said"),
    [
        ("Within 60 days of this order,", {"within": "60 days"}, True),
        ("Within 60 days of this order,", {"within": "60 business days"}, False),
        ("Within 60 days of this order,", {"within": "2 months"}, False),
        ("Within 180 days of this order,", {"every": "1 year", "within": "180 days"}, True),
        ("Within 180 days of this order,", {"every": "180 days"}, True),
        ("By September 30, 2026,", {"by_end_of": "fiscal year 2026"}, True),
        ("By September 30, 2026,", {"by": "2026-10-01"}, False),
        ("by the end of fiscal year 2026", {"by": "2026-09-30"}, True),
        ("By September 30, 2026,", {"immediately": "true"}, False),
    ],
)
def test_a_deadline_says_it_or_not(text: str, deadline: dict[str, Any], said: bool) -> None:
    [time] = find_times(text)
    assert time.is_said_by([Deadline.model_validate(deadline)]) == said


WORDS = [
    *(
        "within",
        "Not later than",
        "by",
        "By the end of fiscal year",
        "no more than",
        "60",
        "0",
        "99999",
        "sixty",
        "hundred",
    ),
    *("and", "(60)", "days", "business days", "years", "of this order", "thereafter", ",", ".", "May", "3,", "2025"),
]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=30).map(" ".join))
def test_any_text_is_read(text: str) -> None:
    for time in find_times(text):
        assert time.words in " ".join(text.split())
        assert Deadline.model_validate(time.deadline.model_dump(exclude_none=True)) == time.deadline
