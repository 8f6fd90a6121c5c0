"""A report that nobody gave a title is called after its days."""

from __future__ import annotations

from datetime import date

import pytest

from eo_tracker.domain.periods import Period
from eo_tracker.reports.weekly.titles import write_title


@pytest.mark.parametrize(
    ("first", "last", "title"),
    [
        ("2026-10-12", "2026-10-18", "the week"),
        ("2026-10-10", "2026-10-16", "the week"),
        ("2026-10-12", "2026-10-12", "the day"),
        ("2026-10-01", "2026-10-31", "October 2026"),
        ("2028-02-01", "2028-02-29", "February 2028"),
        ("2026-02-01", "2026-03-01", "29 days"),
        ("2026-10-12", "2026-10-15", "4 days"),
        ("2026-01-01", "2026-12-31", "2026"),
        ("2026-01-01", "2027-12-31", "730 days"),
    ],
)
def test_a_title_names_its_days(first: str, last: str, title: str) -> None:
    period = Period(date.fromisoformat(first), date.fromisoformat(last))
    assert write_title(period) == f"Executive orders: {title}"
