"""Weeks as people say them: what has one meaning is read, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.cli.weeks import read_spoken_week, write_understood_week
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.periods import Period

TODAY = date(2026, 10, 30)


@pytest.mark.parametrize(
    ("typed", "week"),
    [
        ("2025-W26", "2025-W26"),
        ("2026w42", "2026-W42"),
        ("2026-42", "2026-W42"),
        ("2026 W5", "2026-W05"),
        ("42", "2026-W42"),
        ("W5", "2026-W05"),
        ("Week 42", "2026-W42"),
        ("w42 2025", "2025-W42"),
        ("week 50 of 2025", "2025-W50"),
        ("last week", "2026-W43"),
        ("  This  WEEK ", "2026-W44"),
        ("next week", "2026-W45"),
        ("2026-10-14", "2026-W42"),
        ("last friday", "2026-W43"),
        ("2 weeks ago", "2026-W42"),
    ],
)
def test_what_names_one_week_is_read(typed: str, week: str) -> None:
    assert read_spoken_week(typed, "--week", TODAY).week == week


def test_a_year_begins_with_its_first_week() -> None:
    assert read_spoken_week("1", "--week", date(2025, 12, 30)).week == "2026-W01"
    assert read_spoken_week("53", "--week", date(2027, 1, 2)).week == "2026-W53"


@pytest.mark.parametrize(
    ("typed", "said", "hint"),
    [
        ("2026-10", "may be a week or a month", "2026-W10"),
        ("202610", "may be a week or a month", "--from 2026-10-01"),
        ("W50", "2026-W50 has not come yet", "2025-W50"),
        ("53", "2026-W53 has not come yet", "2025-W52"),
        ("54", "2026 has no week 54", "2025-W26"),
        ("0000-W01", "0000 has no week 1", "2025-W26"),
        *(
            (typed, "is no week", "2025-W26")
            for typed in ("", "week", "2026", "-1", "42.", "４２", "last month", "1e1")
        ),
    ],
)
def test_what_names_none_or_two_is_refused(typed: str, said: str, hint: str) -> None:
    with pytest.raises(EOTrackerError, match=said) as raised:
        read_spoken_week(typed, "--week", TODAY)
    assert hint in raised.value.hint


def test_a_week_beyond_all_days_is_refused() -> None:
    with pytest.raises(EOTrackerError, match="is no week"):
        read_spoken_week("last week", "--week", date(1, 1, 3))


@given(st.text(max_size=12))
def test_any_text_is_a_week_or_refused(typed: str) -> None:
    try:
        week = read_spoken_week(typed, "--week", TODAY)
    except EOTrackerError:
        return
    assert Period.of_week(str(week.week)) == week


def test_only_what_is_not_plain_is_told() -> None:
    week = Period.of_week("2026-W42")
    assert write_understood_week("2026-W42", week) is None
    assert write_understood_week("W42", week) == (
        "W42 is 2026-W42: Monday, October 12, 2026, to Sunday, October 18, 2026"
    )
