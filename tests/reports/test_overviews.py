"""The lists of orders and agencies: what is found, and how what each owes is counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from eo_tracker.domain.errors import UnknownReference
from eo_tracker.reports.overviews import add_totals, find_agencies, list_agencies, list_orders
from eo_tracker.repository.registry import built_in_registry
from eo_tracker.repository.snapshot import read_snapshot
from tests.cli.trackers import make_directive, write_every_kind, write_order

DAY = date(2025, 6, 30)


def totals(root: Path, *keys: str) -> dict[str, tuple[int, int, int]]:
    """Tell what each agency leads, is consulted on, and owes."""
    snapshot = read_snapshot(root, DAY)
    rows = list_agencies(snapshot.dataset.registry)
    add_totals(rows, snapshot.standings(DAY))
    return {row["key"]: (row["leads"], row["consulted_on"], row["overdue"]) for row in rows if row["key"] in keys}


def test_what_agencies_lead_and_owe_is_counted_once_for_each_directive(tmp_path: Path) -> None:
    late = {"within": "30 days"}
    write_order(
        tmp_path,
        make_directive("2.a", lead=["DOJ", "DOD"], deadline=late),
        make_directive("2.b", lead=["DOJ", "agencies"], deadline=late, consulted=["DOD"]),
        make_directive(
            "2.c", items=[{"id": "2.c.i", "text": "one.", "lead": ["DOJ"]}], coordinating=["DOD", "agencies"]
        ),
    )
    assert totals(tmp_path, "DOJ", "DOD", "NASA") == {"DOJ": (3, 1, 2), "DOD": (2, 2, 2), "NASA": (1, 1, 1)}


def test_orders_are_listed_with_the_counts_of_their_own(tmp_path: Path) -> None:
    write_every_kind(tmp_path)
    snapshot = read_snapshot(tmp_path, DAY)
    rows = list_orders(snapshot.dataset.orders.values(), snapshot.judge(DAY))
    assert [(row["id"], row["counts"]["total"], row["counts"]["overdue"]) for row in rows] == [
        ("eo-14288", 10, 1),
        ("eo-14300", 1, 1),
    ]


def test_what_became_of_an_order_is_told_in_words(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"), effect={"state": "revoked", "by": "EO 14300", "date": "2025-06-01"})
    snapshot = read_snapshot(tmp_path, DAY)
    (row,) = list_orders(snapshot.dataset.orders.values(), snapshot.judge(DAY))
    assert row["effect"] == [{"state": "revoked", "by": "EO 14300", "date": "2025-06-01"}]
    assert row["effect_text"] == "revoked by EO 14300 on 2025-06-01"


def found(*words: str) -> list[str]:
    return [agency.key for agency in find_agencies(built_in_registry(), words)]


def test_without_words_all_agencies_are_found() -> None:
    assert len(found()) == len(list(built_in_registry()))


@pytest.mark.parametrize("words", [("DOJ",), ("doj",), ("department", "of", "justice"), ("Attorney General",)])
def test_an_agency_that_is_named_exactly_is_the_only_one(words: tuple[str, ...]) -> None:
    assert found(*words) == ["DOJ"]


def test_all_words_have_to_be_in_one_name() -> None:
    assert {"DOJ", "OJP", "NIJ"} <= set(found("justice"))
    assert found("justice", "statistics") == ["BJS"]


@pytest.mark.parametrize("words", [("zzzz",), ("",), ("justice", "zzzz"), (" ",)])
def test_words_that_name_nothing_are_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(UnknownReference):
        found(*words)
