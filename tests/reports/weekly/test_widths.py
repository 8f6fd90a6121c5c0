"""Columns get the room that they need, as far as there is room."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.reports.weekly.document import Column
from eo_tracker.reports.weekly.widths import fill, measure, share

WIDTHS = st.lists(st.integers(8, 48), min_size=1, max_size=20)


@given(WIDTHS, st.integers(100, 200))
def test_no_column_is_made_wider_and_all_fit(natural: list[int], room: int) -> None:
    shared = share(natural, room)
    assert sum(shared) <= room + 1e-6
    assert all(width <= wish for width, wish in zip(shared, natural, strict=True))
    if sum(natural) > room:
        assert sum(shared) == pytest.approx(room)
        cap = max(shared)
        assert all(width in (wish, cap) for width, wish in zip(shared, natural, strict=True))


@given(WIDTHS)
def test_a_page_is_filled_by_what_nearly_fills_it(natural: list[int]) -> None:
    total = sum(fill(natural, 138))
    assert total == pytest.approx(138 if sum(natural) > 69 else sum(natural))


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    columns = (
        Column("Id"),
        Column("Due", "day"),
        Column("Change", "number"),
        Column("Note"),
        Column("Acknowledgement"),
    )
    rows = [("EO 14288", date(2026, 1, 2), 3, "word " * 400, None), ("eo", None, -2, "", "")]
    assert measure(columns, rows) == [8, 11, 8, 48, 15]
    assert measure([Column("Lead")], [("FOGHORN, CLOCKS",)]) > measure([Column("Lead")], [("foghorn, clocks",)])
