"""The data that this repository itself keeps: it loads, and EO 14288 is encoded as the order says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from eo_tracker.domain.deadlines import Deadline
from eo_tracker.domain.orders import Directive, Order, Relation
from eo_tracker.domain.provisions import Provision
from eo_tracker.repository.snapshot import Snapshot, read_snapshot

ROOT = Path(__file__).parents[2]
PROVISIONS = [
    *("1", "2", "3", "3.a", "3.a.i", "3.a.ii", "3.a.iii", "3.a.iv", "3.a.v", "3.a.vi", "3.a.vii", "3.b", "4", "4.a"),
    *("4.b", "5", "5.a", "5.b", "6", "7", "7.a", "7.a.i", "7.a.ii", "7.b", "7.c", "7.d"),
]
DIRECTIVES = ["2", "3.a", "3.b", "4.a", "4.b", "5", "6", "7.d"]
TODAY = date(2025, 6, 30)

Parties = tuple[str, ...]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return read_snapshot(ROOT, TODAY)


@pytest.fixture(scope="module")
def order(snapshot: Snapshot) -> Order:
    return snapshot.dataset.orders["eo-14288"]


def find(order: Order, provision: str) -> Directive:
    return next(directive for directive in order.directives() if directive.id == provision)


def test_the_repositorys_own_data_has_no_problem(snapshot: Snapshot) -> None:
    assert snapshot.problems == ()


@pytest.mark.parametrize("today", [date(2025, 5, 21), date(2030, 1, 1)], ids=str)
def test_the_repositorys_own_data_has_no_problem_on_another_day(today: date) -> None:
    assert read_snapshot(ROOT, today).problems == ()


def test_the_order_says_what_it_is(order: Order) -> None:
    assert order.order == "EO 14288"
    assert order.title == (
        "Strengthening and Unleashing America's Law Enforcement To Pursue Criminals and Protect Innocent Citizens"
    )
    assert (order.signed, order.published) == (date(2025, 4, 28), date(2025, 5, 2))
    assert (order.citation, order.document) == ("90 FR 18765", "2025-07790")
    assert order.related == (Relation(order="EO 14159", relation="uses", provision="6"),)


def test_every_provision_of_the_order_is_accounted_for_in_its_order(order: Order) -> None:
    assert len(PROVISIONS) == 26
    assert order.provisions() == PROVISIONS


def test_every_provision_is_a_duty_or_says_why_it_is_none(order: Order) -> None:
    duties = {directive.id for directive in order.directives()}
    items = {item.id for directive in order.directives() for item in directive.items}
    for provision in PROVISIONS:
        assert (provision in duties | items) != bool(order.reason_for_no_duty(provision)), provision


@pytest.mark.parametrize(
    ("provision", "lead", "consulted", "coordinating", "deadline", "continuing"),
    [
        ("2", ("DOJ",), (), (), None, False),
        ("3.a", ("DOJ", "agencies"), (), (), None, False),
        ("3.b", ("DOJ",), (), (), "60 days", False),
        ("4.a", ("DOJ", "DOD"), ("DHS", "agencies"), (), "90 days", False),
        ("4.b", ("DOD",), (), ("DOJ",), "90 days", False),
        ("5", ("DOJ",), (), (), None, True),
        ("6", ("DOJ", "DHS"), (), (), None, False),
        ("7.d", ("DOJ",), (), (), None, False),
    ],
)
def test_a_directive_is_what_the_order_says(
    order: Order,
    provision: str,
    lead: Parties,
    consulted: Parties,
    coordinating: Parties,
    deadline: str | None,
    continuing: bool,
) -> None:
    directive = find(order, provision)
    assert (directive.lead, directive.consulted, directive.coordinating) == (lead, consulted, coordinating)
    assert directive.deadline == ((Deadline.model_validate({"within": deadline}),) if deadline else ())
    assert directive.continuing is continuing
    assert (directive.through, directive.effect) == ((), ())


def test_the_order_has_these_directives_and_items_only(order: Order) -> None:
    assert [directive.id for directive in order.directives()] == DIRECTIVES
    items = [item.id for directive in order.directives() for item in directive.items]
    assert items == [f"3.a.{numeral}" for numeral in ("i", "ii", "iii", "iv", "v", "vi", "vii")]


def test_every_directive_and_item_has_the_orders_words(order: Order) -> None:
    for directive in order.directives():
        assert directive.text
        assert "shall" in directive.text, directive.id
        assert all(item.text for item in directive.items)


def test_pro_bono_help_is_part_of_section_2(order: Order) -> None:
    assert "private-sector pro bono assistance" in (find(order, "2").text or "")


@pytest.mark.parametrize(
    ("provision", "due"), [("3.b", date(2025, 6, 27)), ("4.a", date(2025, 7, 27)), ("4.b", date(2025, 7, 27))]
)
def test_a_directive_is_overdue_from_the_day_after_its_due_day(snapshot: Snapshot, provision: str, due: date) -> None:
    duty = snapshot.dataset.duties_by_id[f"eo-14288/{provision}"]
    on_the_day, after = (snapshot.judge(day).judge(duty) for day in (due, date.fromordinal(due.toordinal() + 1)))
    assert (on_the_day.due, on_the_day.timeliness, on_the_day.days) == (due, "due_soon", 0)
    assert (after.due, after.timeliness, after.days) == (due, "overdue", -1)


def test_wrong_answers_are_no_due_days(snapshot: Snapshot) -> None:
    due = {standing.due for standing in snapshot.standings(TODAY)}
    assert due == {None, date(2025, 6, 27), date(2025, 7, 27)}


def test_one_record_is_public_and_claims_no_more_than_is_known(snapshot: Snapshot) -> None:
    assert list(snapshot.dataset.records) == ["eo-14288/3.b"]
    record = snapshot.dataset.records["eo-14288/3.b"]
    assert (record.status, record.as_of, record.completed) == ("in_progress", date(2025, 5, 21), None)
    assert record.verified == "unverified"
    assert {evidence.date for evidence in record.evidence} == {date(2025, 5, 21)}
    assert any("cbsnews.com" in (evidence.url or "") for evidence in record.evidence)
    assert {s.status for s in snapshot.standings(TODAY) if s.id != "eo-14288/3.b"} == {"not_reported"}


def test_a_section_holds_its_own_provisions(order: Order) -> None:
    for section in order.sections:
        held = {*section.no_duty, *(directive.id for directive in section.directives)}
        assert {Provision.parse(provision).section for provision in held} == {section.section}
