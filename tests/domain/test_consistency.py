"""What one file alone cannot show: every fault with its code and its place."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from eo_tracker.domain.consistency import find_order_faults, find_record_faults, find_reference_faults
from eo_tracker.domain.orders import Order
from eo_tracker.domain.problems import Fault, KeyPath
from tests.domain.builders import (
    Data,
    day,
    make_dataset,
    make_directive,
    make_eo_14288,
    make_items,
    make_order,
    make_registry,
    places,
)

FIRST: KeyPath = ("sections", 0, "directives", 0)
SECOND: KeyPath = ("sections", 0, "directives", 1)
EVENT = {"within": "45 days", "of": "event", "event": "enactment"}


def order_faults(*directives: Data, **keys: Any) -> list[Fault]:
    return list(find_order_faults(make_order(*directives, **keys), make_registry()))


def test_eo_14288_has_no_fault() -> None:
    order = make_eo_14288()
    assert list(find_order_faults(order, make_registry())) == []
    assert list(find_reference_faults(make_dataset(order))) == []


@pytest.mark.parametrize("role", ["lead", "consulted", "coordinating", "through"])
def test_an_unknown_agency_in_every_role(role: str) -> None:
    [fault] = order_faults({**make_directive(), role: ["OMB", "DOJJ"]})
    assert places([fault]) == [("EO208", (*FIRST, role, 1))]
    assert (fault.message, fault.hint) == ('no agency or body has the key "DOJJ"', 'did you mean "DOJ"?')


def test_an_unknown_lead_of_an_item() -> None:
    found = order_faults(make_directive(items=[{"id": "3.b.i"}, {"id": "3.b.ii", "lead": ["XXXX"]}]))
    assert places(found) == [("EO208", (*FIRST, "items", 1, "lead", 0))]


def test_agencies_and_bodies_of_the_order_are_known() -> None:
    bodies = [{"key": "TF", "name": "Task Force"}]
    assert order_faults(make_directive(lead=["TF", "agencies"]), bodies=bodies) == []
    [fault] = order_faults(make_directive(lead=["TFF"]), bodies=bodies)
    assert (fault.code, fault.hint) == ("EO208", 'did you mean "TF"?')


def test_a_body_may_not_have_an_agencys_key() -> None:
    found = order_faults(make_directive(), bodies=[{"key": "TF", "name": "T"}, {"key": "OMB", "name": "O"}])
    assert places(found) == [("EO219", ("bodies", 1, "key"))]
    assert found[0].message == "OMB already stands for Office of Management and Budget"
    [fault] = order_faults(make_directive(), bodies=[{"key": "agencies", "name": "All"}])
    assert fault.code == "EO219"


def test_two_bodies_may_not_have_one_key() -> None:
    found = order_faults(make_directive(), bodies=[{"key": "TF", "name": "One"}, {"key": "TF", "name": "Other"}])
    assert places(found) == [("EO210", ("bodies", 1, "key"))]


@pytest.mark.parametrize(
    ("directives", "at", "message"),
    [
        ([make_directive("3.a"), make_directive("3.a")], (*SECOND, "id"), "3.a stands twice in this order"),
        (
            [make_directive("3.a", items=make_items("3.a.i", "3.a.i"))],
            (*FIRST, "items", 1, "id"),
            "3.a.i stands twice in this order",
        ),
        (
            [make_directive("3.a", items=make_items("3.a.i")), make_directive("3.a.i")],
            (*SECOND, "id"),
            "3.a.i stands twice in this order",
        ),
        (
            [make_directive("3.a", items=make_items("3.a"))],
            (*FIRST, "items", 0, "id"),
            "3.a stands twice in this order",
        ),
    ],
)
def test_an_id_stands_once(directives: list[Data], at: KeyPath, message: str) -> None:
    [fault] = order_faults(*directives)
    assert (places([fault]), fault.message) == ([("EO210", at)], message)


def section_faults(*sections: Data) -> list[tuple[str, KeyPath]]:
    return places(order_faults(sections=list(sections)))


def test_a_section_stands_once() -> None:
    assert section_faults({"section": "3"}, {"section": "4"}, {"section": "3"}) == [
        ("EO210", ("sections", 2, "section"))
    ]


def test_a_provision_has_a_directive_or_a_reason_for_none() -> None:
    section = {"section": "3", "no_duty": {"3": "heading", "3.b": "heading"}, "directives": [make_directive("3.b")]}
    assert section_faults({"section": "2"}, section) == [("EO210", ("sections", 1, "no_duty", "3.b"))]


def test_a_provision_without_duty_stands_in_its_section() -> None:
    found = section_faults({"section": "3", "no_duty": {"3.a": "heading", "4.a": "heading", "3.1": "heading"}})
    assert found == [("EO211", ("sections", 0, "no_duty", "4.a")), ("EO211", ("sections", 0, "no_duty", "3.1"))]


@pytest.mark.parametrize(
    ("section", "provision", "wrong"),
    [("3", "3.b", False), ("3", "3", False), ("3", "4.a", True), ("3", "30.a", True), ("4", "4.1.a", True)],
)
def test_a_directive_stands_in_its_section(section: str, provision: str, wrong: bool) -> None:
    found = order_faults(sections=[{"section": section, "directives": [make_directive(provision)]}])
    assert places(found) == ([("EO211", (*FIRST, "id"))] if wrong else [])
    assert not wrong or found[0].message == f"{provision} stands in section {section} and is no part of it"


def test_an_item_stands_in_its_directive() -> None:
    found = order_faults(make_directive("3.a", items=make_items("3.a.i", "3.b.i")))
    assert places(found) == [("EO211", (*FIRST, "items", 1, "id"))]
    assert found[0].message == "3.b.i stands in directive 3.a and is no part of it"


def test_every_fault_of_an_order_is_told() -> None:
    found = order_faults(make_directive("3.a", lead=["XX"], consulted=["YY"]), make_directive("3.a", lead=["ZZ"]))
    assert [fault.code for fault in found] == ["EO210", "EO208", "EO208", "EO208"]


def after(provision: str) -> Data:
    return {"within": "30 days", "of": provision}


def reference_faults(*orders: Order, unreadable: tuple[str, ...] = ()) -> list[tuple[str, Fault]]:
    return list(find_reference_faults(make_dataset(*orders), unreadable))


@pytest.mark.parametrize("of", ["3.a", "3.b.i", "eo-14288/3.a", "eo-14300/2"])
def test_a_deadline_may_count_from_any_directive_or_item(of: str) -> None:
    order = make_order(make_directive("3.a"), make_directive("3.b", items=make_items("3.b.i", "3.b.ii")))
    last = make_order(make_directive("9", deadline=after(of if "/" in of else f"eo-14288/{of}")), number="14301")
    assert reference_faults(order, make_order(make_directive("2"), number="14300"), last) == []


def test_a_deadline_of_nothing() -> None:
    order = make_order(make_directive("3.a"), make_directive("3.b", deadline=[{"within": "60 days"}, after("3.aa")]))
    [(order_id, fault)] = reference_faults(order)
    assert (order_id, places([fault])) == ("eo-14288", [("EO212", (*SECOND, "deadline", 1, "of"))])
    assert fault.message == 'the deadline counts from "3.aa", which is no directive'
    assert fault.hint == 'did you mean "3.a"?'


def test_an_items_deadline_of_nothing() -> None:
    order = make_order(make_directive("3.a", items=[{"id": "3.a.i", "deadline": after("3.z")}]))
    [(_, fault)] = reference_faults(order)
    assert places([fault]) == [("EO212", (*FIRST, "items", 0, "deadline", 0, "of"))]


def test_what_counts_from_an_order_that_cannot_be_read_is_left_alone() -> None:
    order = make_order(make_directive(deadline=after("eo-14300/2")))
    assert [fault.code for _, fault in reference_faults(order)] == ["EO212"]
    assert reference_faults(order, unreadable=("eo-14300",)) == []


def test_events_are_no_directives() -> None:
    assert reference_faults(make_order(make_directive(deadline=EVENT))) == []


@pytest.mark.parametrize(
    ("edges", "circles"),
    [
        ({"3.a": "3.a"}, [("3.a", "3.a of 3.a")]),
        ({"3.a": "3.b", "3.b": "3.a"}, [("3.a", "3.a of 3.b of 3.a")]),
        ({"3.a": "3.b", "3.b": "3.c", "3.c": "3.a"}, [("3.a", "3.a of 3.b of 3.c of 3.a")]),
        ({"3.a": "3.b", "3.b": "3.c", "3.c": "3.b"}, [("3.b", "3.b of 3.c of 3.b")]),
        (
            {"3.a": "3.b", "3.b": "3.a", "3.c": "3.c"},
            [("3.a", "3.a of 3.b of 3.a"), ("3.c", "3.c of 3.c")],
        ),
        ({"3.a": "3.b", "3.b": "3.c"}, []),
    ],
)
def test_each_circle_is_told_once_at_its_first_directive(edges: dict[str, str], circles: list[tuple[str, str]]) -> None:
    provisions = sorted({*edges, *edges.values()})
    directives = [make_directive(p, deadline=after(edges[p]) if p in edges else ()) for p in provisions]
    found = [fault for _, fault in reference_faults(make_order(*directives))]
    expected = [
        (
            ("EO213", ("sections", 0, "directives", provisions.index(first), "deadline", 0, "of")),
            "the deadline counts from itself: " + " of ".join(f"eo-14288/{p}" for p in path.split(" of ")),
        )
        for first, path in circles
    ]
    assert sorted(zip(places(found), (f.message for f in found), strict=True)) == sorted(expected)


def test_a_circle_across_orders() -> None:
    first = make_order(make_directive("2", deadline=after("eo-14300/3.b")))
    second = make_order(make_directive("3.b", deadline=after("eo-14288/2")), number="14300")
    [(order_id, fault)] = reference_faults(first, second)
    assert (order_id, fault.code) == ("eo-14288", "EO213")
    assert fault.message == "the deadline counts from itself: eo-14288/2 of eo-14300/3.b of eo-14288/2"


def test_an_item_may_not_count_from_itself_by_the_deadline_of_its_directive() -> None:
    order = make_order(make_directive("3.a", items=make_items("3.a.i", "3.a.ii"), deadline=after("3.a.i")))
    assert [fault.code for _, fault in reference_faults(order)] == ["EO213"]


def test_a_long_row_of_deadlines_is_no_circle() -> None:
    provisions = [f"{n}.a" for n in range(1, 999)]
    directives = [make_directive("1.a"), *(make_directive(p, deadline=after(q)) for q, p in pairwise(provisions))]
    assert reference_faults(make_order(*directives)) == []


def record_faults(record: Data, deadline: object = (), on: str = "2025-07-10", **keys: Any) -> list[Fault]:
    """Find the faults of a record of Sec. 3(b)."""
    order = make_order(make_directive(deadline=deadline), **keys)
    dataset = make_dataset(order, **{"3.b": record})
    duty = dataset.duties_by_id["eo-14288/3.b"]
    return list(find_record_faults(dataset.records[duty.id], duty, dataset, day(on)))


def test_who_reports_is_an_agency_or_a_body_of_the_order() -> None:
    [fault] = record_faults({"reported_by": "DOJJ"})
    assert places([fault]) == [("EO208", ("reported_by", 0))]
    assert (fault.message, fault.hint) == ('no agency or body has the key "DOJJ"', 'did you mean "DOJ"?')
    assert record_faults({"reported_by": "DOJ"}) == []
    assert record_faults({"reported_by": "TF"}, bodies=[{"key": "TF", "name": "Task Force"}]) == []
    assert record_faults({}) == []


@pytest.mark.parametrize(
    ("completed", "message"),
    [
        ("2025-04-27", "completed on 2025-04-27, before EO 14288 was signed on 2025-04-28"),
        ("2025-07-11", "completed on 2025-07-11, which is after today, 2025-07-10"),
        ("2025-04-28", None),
        ("2025-07-10", None),
    ],
)
def test_a_completion_is_between_the_signing_and_today(completed: str, message: str | None) -> None:
    found = record_faults({"status": "completed", "completed": completed})
    assert places(found) == ([("EO215", ("completed",))] if message else [])
    assert [fault.message for fault in found] == ([message] if message else [])


def test_a_completed_occurrence_is_between_the_signing_and_today() -> None:
    occurrences = [{"due": "2025-07-27", "completed": "2025-07-01"}, {"due": "2025-10-25", "completed": "2025-07-11"}]
    found = record_faults({"status": "in_progress", "occurrences": occurrences}, {"every": "90 days"})
    assert places(found) == [("EO215", ("occurrences", 1, "completed"))]


def test_an_event_is_one_that_the_directive_waits_for() -> None:
    assert record_faults({"events": [{"event": "enactment", "date": "2025-06-01"}]}, EVENT) == []
    [fault] = record_faults({"events": [{"event": "enactmnt", "date": "2025-06-01"}]}, EVENT)
    assert places([fault]) == [("EO218", ("events", 0, "event"))]
    assert fault.message == 'no deadline of eo-14288/3.b waits for "enactmnt"'
    assert fault.hint == 'did you mean "enactment"?'
    [fault] = record_faults({"events": [{"event": "a flood", "date": "2025-06-01"}]}, EVENT)
    assert fault.hint == 'it waits for "enactment"'
    [fault] = record_faults({"events": [{"event": "a flood", "date": "2025-06-01"}]}, [EVENT, {**EVENT, "event": "x"}])
    assert fault.hint == 'it waits for "enactment" or "x"'
    [fault] = record_faults({"events": [{"event": "a flood", "date": "2025-06-01"}]}, {"within": "60 days"})
    assert (fault.code, fault.hint) == ("EO218", "")


def test_an_event_has_happened_by_today() -> None:
    [fault] = record_faults({"events": [{"event": "enactment", "date": "2025-07-11"}]}, EVENT)
    assert places([fault]) == [("EO215", ("events", 0, "date"))]
    assert fault.message == "happened on 2025-07-11, which is after today, 2025-07-10"
    assert record_faults({"events": [{"event": "enactment", "date": "2025-07-10"}]}, EVENT) == []


YEARLY = {"every": "1 year", "within": "180 days"}


@pytest.mark.parametrize(
    ("deadline", "due", "nearest"),
    [
        (YEARLY, "2025-10-25", None),
        (YEARLY, "2029-10-25", None),
        (YEARLY, "2025-10-26", "2025-10-25"),
        (YEARLY, "2026-12-25", "2026-10-25"),
        ([{"within": "30 days"}, {"within": "90 days"}], "2025-05-28", None),
        ([{"within": "30 days"}, {"within": "90 days"}], "2025-05-30", "2025-05-28"),
    ],
)
def test_an_occurrence_is_named_by_a_due_day(deadline: object, due: str, nearest: str | None) -> None:
    found = record_faults({"status": "in_progress", "occurrences": [{"due": due}]}, deadline)
    if nearest is None:
        assert found == []
        return
    assert places(found) == [("EO217", ("occurrences", 0, "due"))]
    assert found[0].message == f"eo-14288/3.b does not fall due on {due}"
    assert found[0].hint == f"the nearest due day is {nearest}"


@pytest.mark.parametrize("deadline", [(), EVENT, {"immediately": "true"}, {"within": "60 days"}])
def test_what_falls_due_once_has_no_occurrences(deadline: Any) -> None:
    [fault] = record_faults({"occurrences": [{"due": "2025-06-27"}]}, deadline)
    assert (fault.code, fault.hint) == ("EO216", "write status: completed and completed: YYYY-MM-DD")


def test_an_occurrence_of_what_has_no_due_day_yet() -> None:
    [fault] = record_faults({"occurrences": [{"due": "2025-06-27"}]}, [EVENT, {"immediately": "true"}])
    assert (fault.code, fault.hint) == ("EO217", "it has no due day yet")


def test_an_occurrence_stands_once() -> None:
    twice = [{"due": "2025-10-25"}, {"due": "2025-10-25"}]
    [fault] = record_faults({"occurrences": twice}, YEARLY)
    assert (fault.code, fault.at) == ("EO210", ("occurrences", 1, "due"))


def test_an_extension_names_a_due_day() -> None:
    extension = {"to": "2026-01-31", "due": "2025-10-24", "authority": "the President"}
    [fault] = record_faults({"extension": extension}, YEARLY)
    assert (fault.code, fault.at, fault.hint) == ("EO217", ("extension", "due"), "the nearest due day is 2025-10-25")


def test_what_recurs_is_not_completed_once_and_for_all() -> None:
    found = record_faults({"status": "completed", "completed": "2025-07-01"}, YEARLY)
    assert places(found) == [("EO216", ("status",))]
    assert found[0].message == "eo-14288/3.b recurs; each occurrence is completed on its own"
    assert record_faults({"status": "completed", "completed": "2025-07-01"}, [{"within": "30 days"}]) == []


def test_every_fault_of_a_record_is_told() -> None:
    record = {
        "status": "completed",
        "completed": "2025-01-01",
        "reported_by": "XX",
        "events": [{"event": "a flood", "date": "2025-06-01"}],
        "occurrences": [{"due": "2025-06-01"}],
    }
    found = record_faults(record, {"within": "60 days"})
    assert [fault.code for fault in found] == ["EO208", "EO215", "EO218", "EO216"]
