"""Items: parts of a directive with records of their own, and what they make of the whole."""

from __future__ import annotations

from typing import Any

import pytest

from eo_tracker.domain.standings import Standing
from tests.domain.builders import Data, day, judge, make_dataset, make_directive, make_items, make_order

EARLY = {"status": "completed", "completed": "2025-05-10"}
LATE = {"status": "completed", "completed": "2025-07-02"}
BEGUN = {"status": "in_progress"}
WAITING = {"within": "45 days", "of": "event", "event": "enactment"}


def whole(on: str = "2025-08-01", records: Data | None = None, **keys: Any) -> Standing:
    """Judge Sec. 3(a), which has two items and is due on 2025-06-27."""
    directive = make_directive(
        "3.a", **{"items": make_items("3.a.i", "3.a.ii"), "deadline": {"within": "60 days"}, **keys}
    )
    return judge(make_dataset(make_order(directive), **(records or {})), on, "eo-14288/3.a")


@pytest.mark.parametrize(
    ("records", "status", "completed", "done", "timeliness"),
    [
        ({}, "not_reported", None, 0, "overdue"),
        ({"3.a.i": BEGUN}, "in_progress", None, 0, "overdue"),
        ({"3.a.i": EARLY}, "in_progress", None, 1, "overdue"),
        ({"3.a.i": {"status": "not_started"}}, "not_reported", None, 0, "overdue"),
        ({"3.a.i": EARLY, "3.a.ii": BEGUN}, "in_progress", None, 1, "overdue"),
        ({"3.a.i": EARLY, "3.a.ii": EARLY}, "completed", "2025-05-10", 2, "met"),
        ({"3.a.i": EARLY, "3.a.ii": LATE}, "completed", "2025-07-02", 2, "met_late"),
        ({"3.a.i": LATE, "3.a.ii": EARLY}, "completed", "2025-07-02", 2, "met_late"),
        ({"3.a": EARLY}, "completed", "2025-05-10", 0, "met"),
        ({"3.a": EARLY, "3.a.i": LATE, "3.a.ii": LATE}, "completed", "2025-05-10", 2, "met"),
        ({"3.a": {"status": "not_started"}, "3.a.i": EARLY}, "not_started", None, 1, "overdue"),
        ({"3.a": BEGUN, "3.a.i": EARLY, "3.a.ii": EARLY}, "completed", "2025-05-10", 2, "met"),
        ({"3.a": {"status": "not_pursued"}, "3.a.i": EARLY, "3.a.ii": EARLY}, "not_pursued", None, 2, "closed"),
    ],
)
def test_a_directive_is_completed_when_it_or_all_its_items_are(
    records: Data, status: str, completed: str | None, done: int, timeliness: str
) -> None:
    standing = whole(records=records)
    assert (standing.status, standing.timeliness, standing.items_completed) == (status, timeliness, done)
    assert standing.completed == (day(completed) if completed else None)


def test_items_have_standings_of_their_own() -> None:
    standing = whole(records={"3.a.i": EARLY, "3.a.ii": LATE})
    assert [(i.id, i.timeliness, i.days) for i in standing.items] == [
        ("eo-14288/3.a.i", "met", 48),
        ("eo-14288/3.a.ii", "met_late", -5),
    ]
    assert all(not i.items for i in standing.items)


def test_an_item_has_the_lead_and_the_deadline_of_its_directive() -> None:
    standing = whole(lead=["DOJ", "DOD"])
    assert {i.lead for i in standing.items} == {("DOJ", "DOD")}
    assert {i.due for i in standing.items} == {day("2025-06-27")}


def test_an_item_can_have_a_lead_and_a_deadline_of_its_own() -> None:
    items = [{"id": "3.a.i", "lead": ["DHS"], "deadline": {"within": "90 days"}}, {"id": "3.a.ii"}]
    own, inherited = whole(on="2025-07-01", items=items).items
    assert (own.lead, own.due, own.timeliness) == (("DHS",), day("2025-07-27"), "upcoming")
    assert (inherited.lead, inherited.due, inherited.timeliness) == (("DOJ",), day("2025-06-27"), "overdue")


def test_an_item_can_wait_for_the_one_before() -> None:
    items = [{"id": "3.a.i"}, {"id": "3.a.ii", "deadline": {"within": "30 days", "of": "3.a.i"}}]
    assert whole(items=items).items[1].timeliness == "awaiting_trigger"
    assert whole(items=items, records={"3.a.i": EARLY}).items[1].due == day("2025-06-09")


@pytest.mark.parametrize("state", ["revoked", "superseded"])
def test_items_are_closed_with_their_directive_and_their_order(state: str) -> None:
    standing = whole(effect={"state": state, "date": "2025-06-01"}, records={"3.a.i": EARLY})
    assert [i.timeliness for i in standing.items] == ["met", "closed"]
    order = make_order(
        make_directive("3.a", items=make_items("3.a.i"), deadline={"within": "60 days"}), effect={"state": state}
    )
    assert judge(make_dataset(order), "2025-08-01", "eo-14288/3.a.i").timeliness == "closed"


@pytest.mark.parametrize(
    "record",
    [
        EARLY,
        {"status": "not_applicable"},
        {"status": "not_pursued"},
        {"extension": {"to": "2025-09-01", "authority": "the President"}},
    ],
)
def test_an_item_of_which_nothing_is_reported_is_not_overdue_when_its_directive_is_not(record: Data) -> None:
    standing = whole(records={"3.a": record})
    assert standing.timeliness != "overdue"
    assert "overdue" not in {i.timeliness for i in standing.items}


def test_an_event_of_the_directive_starts_the_clock_of_its_items() -> None:
    events = [{"event": "enactment", "date": "2025-06-20"}]
    standing = whole(deadline=WAITING, records={"3.a": {"status": "in_progress", "events": events}})
    assert standing.due == day("2025-08-04")
    assert {i.due for i in standing.items} == {day("2025-08-04")}


def test_items_of_a_recurring_directive_have_occurrences() -> None:
    done = {"status": "in_progress", "occurrences": [{"due": "2025-06-27", "completed": "2025-06-20"}]}
    standing = whole(deadline={"every": "1 year", "within": "60 days"}, records={"3.a.i": done})
    assert [(i.timeliness, str(i.due)) for i in standing.items] == [
        ("upcoming", "2026-06-27"),
        ("overdue", "2025-06-27"),
    ]


@pytest.mark.parametrize("own", [(), {"within": "90 days"}])
def test_an_item_with_a_deadline_of_its_own_makes_its_directive_overdue(own: object) -> None:
    """Lists show directives: what an item owes must not hide behind one that has no deadline, or a later one."""
    items = make_items("3.a.i", "3.a.ii")
    items[0]["deadline"] = {"within": "30 days"}
    standing = whole("2025-06-10", deadline=own, items=items)
    assert (standing.timeliness, standing.due, standing.days) == ("overdue", day("2025-05-28"), -13)


JOINT = ["DOJ", "DHS"]


@pytest.mark.parametrize(
    ("records", "missing", "of_the_first_item"),
    [
        ({}, (), ()),
        ({"3.a": {**BEGUN, "reported_by": "DOJ"}}, ("DHS",), ()),
        ({"3.a": {**BEGUN, "reported_by": "DOJ"}, "3.a.i": BEGUN}, ("DHS",), ("DHS",)),
        ({"3.a": {**BEGUN, "reported_by": "DOJ"}, "3.a.i": {**BEGUN, "reported_by": "DHS"}}, ("DHS",), ("DOJ",)),
        ({"3.a.i": {**BEGUN, "reported_by": "DHS"}}, ("DOJ",), ("DOJ",)),
        ({"3.a.i": {**BEGUN, "reported_by": "DHS"}, "3.a.ii": {**BEGUN, "reported_by": "DOJ"}}, (), ("DOJ",)),
        ({"3.a": BEGUN, "3.a.i": {**BEGUN, "reported_by": "DHS"}}, ("DOJ",), ("DOJ",)),
    ],
)
def test_who_reported_of_the_whole_or_of_its_items_counts_where_nobody_is_named(
    records: Data, missing: tuple[str, ...], of_the_first_item: tuple[str, ...]
) -> None:
    standing = whole(records=records, lead=JOINT)
    assert standing.not_reported_by == missing
    assert standing.items[0].not_reported_by == of_the_first_item


def test_an_item_with_leads_of_its_own_waits_for_those() -> None:
    items = [{"id": "3.a.i", "lead": ["DOD"]}, {"id": "3.a.ii", "lead": ["DOD", "DOC"]}]
    report = {**BEGUN, "reported_by": "DOD"}
    standing = whole(records={"3.a.i": report, "3.a.ii": report}, lead=JOINT, items=items)
    assert [i.not_reported_by for i in standing.items] == [(), ("DOC",)]
    assert standing.not_reported_by == ("DOJ", "DHS")
