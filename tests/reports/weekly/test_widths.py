"""Columns get the room that they need, as far as there is room."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.reports.weekly.document import Column
from eo_tracker.reports.weekly.widths import Width, fill, measure, share

WISHES = st.lists(
    st.builds(
        lambda least, more, weight: Width(least, least + more, weight),
        st.integers(8, 20),
        st.integers(0, 28),
        st.floats(0, 1e9),
    ),
    min_size=1,
    max_size=20,
)


@given(WISHES, st.integers(100, 200))
def test_no_column_is_made_wider_and_all_fit(wishes: list[Width], room: int) -> None:
    shared = share(wishes, room)
    assert sum(shared) <= room + 1e-6
    assert all(width <= wish.most + 1e-6 for width, wish in zip(shared, wishes, strict=True))
    if sum(wish.least for wish in wishes) <= room:
        assert all(width >= wish.least - 1e-6 for width, wish in zip(shared, wishes, strict=True))


@given(WISHES)
def test_a_page_is_filled_by_what_nearly_fills_it(wishes: list[Width]) -> None:
    natural = sum(wish.most for wish in wishes)
    if natural <= 138:
        assert sum(fill(wishes, 138)) == pytest.approx(138 if natural > 69 else natural)


def test_room_is_used_where_texts_suffer() -> None:
    short, long, seldom = ("due in 9 days",), ("words of a directive that go on and on and on",), ("x" * 40,)
    columns = [Column("A"), Column("B"), Column("C")]
    rows = [(*short, *long, *(seldom if n == 0 else ("",))) for n in range(20)]
    one, two, three = share(measure(columns, rows), 80)
    assert two > three > one > 8
    assert one + two + three == pytest.approx(80)


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    columns = (
        Column("Id"),
        Column("Due", "day"),
        Column("Change", "change"),
        Column("Note"),
        Column("Acknowledgement"),
    )
    rows = [("EO 14288", date(2026, 1, 2), 3, "word " * 400, None), ("eo", None, -2, "", "")]
    measured = measure(columns, rows)
    assert [width.most for width in measured] == [8, 11, 8, 48, 15]
    assert [width.least for width in measured] == [8, 11, 8, 8, 15]
    lead, capitals = (Column("Lead"),), "FOGHORN, CLOCKS"
    assert measure(lead, [(capitals,)])[0].most > measure(lead, [(capitals.lower(),)])[0].most


def test_of_many_rows_some_are_measured() -> None:
    class Counted(str):
        def __str__(self) -> str:
            seen.append(self)
            return "a few words"

    seen: list[str] = []
    assert measure([Column("A")], [(Counted("x"),)] * 50_000)[0].most == 11
    assert 1_000 <= len(seen) < 2_000


def test_no_word_is_broken_that_has_its_place() -> None:
    lead = measure([Column("Directive"), Column("Lead")], [("EO 1", "QUAY, LIGHTHOUSES, BELLS")])[1]
    assert lead.least >= len("LIGHTHOUSES,")
    assert measure([Column("A"), Column("B")], [("", "y" * 10_000)])[1].least == 20


def test_the_same_columns_of_two_tables_are_joined() -> None:
    assert Width(8, 20, 100).join(Width(10, 12, 50)) == Width(10, 20, 150)
    assert Width(8, 20, 100).widen(2) == Width(10, 22, 100)
