"""Periods are days from one to another; weeks are those of ISO 8601."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.domain.periods import Period


def test_a_week_is_read() -> None:
    assert Period.of_week("2025-W26") == Period(date(2025, 6, 23), date(2025, 6, 29))
    assert Period.of_week(" 2026w53 ") == Period(date(2026, 12, 28), date(2027, 1, 3))


@pytest.mark.parametrize("typed", ["", "26", "2025-26", "2025-W00", "2025-W53", "0000-W01", "2025-W1", "9999-W52"])
def test_what_names_no_week_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="week"):
        Period.of_week(typed)


@given(st.dates(date(1800, 1, 8), date(2199, 1, 1)))
def test_a_week_has_its_name_and_other_days_have_none(day: date) -> None:
    period = Period.up_to(day)
    assert (period.last - period.first).days == 6
    assert period.eve == period.first - timedelta(days=1)
    assert (period.week is not None) == (day.weekday() == 6)
    if period.week:
        assert Period.of_week(period.week) == period
    assert Period(period.first, day + timedelta(days=1)).week is None
