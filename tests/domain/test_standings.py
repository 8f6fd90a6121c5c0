"""Standings of one directive on a day: every timeliness, and what changes it."""

from __future__ import annotations

import pytest

from eo_tracker.domain.standings import Judge, count_standings, find_overdue, find_upcoming
from tests.domain.builders import (
    Data,
    day,
    days_from,
    judge,
    make_dataset,
    make_directive,
    make_eo_14288,
    make_order,
    stand,
    words,
)

SIXTY_DAYS = {"within": "60 days"}
EVENT = {"within": "45 days", "of": "event", "event": "enactment"}
BEGUN = {"status": "in_progress"}
COMPLETED = {"status": "completed", "completed": "2025-06-20"}
WRONG_ANSWERS = {day(f"2025-{d}") for d in words("07-01 07-31 07-24 09-04 09-05 07-28")}


@pytest.mark.parametrize(
    ("provision", "on", "timeliness", "days"),
    [
        ("3.b", "2025-04-28", "upcoming", 60),
        ("3.b", "2025-06-12", "upcoming", 15),
        ("3.b", "2025-06-13", "due_soon", 14),
        ("3.b", "2025-06-26", "due_soon", 1),
        ("3.b", "2025-06-27", "due_soon", 0),
        ("3.b", "2025-06-28", "overdue", -1),
        ("3.b", "2025-06-30", "overdue", -3),
        ("3.b", "2026-06-27", "overdue", -365),
        ("4.a", "2025-07-27", "due_soon", 0),
        ("4.a", "2025-07-28", "overdue", -1),
        ("4.b", "2025-07-27", "due_soon", 0),
        ("4.b", "2025-07-28", "overdue", -1),
        ("2", "2025-07-28", "no_deadline", None),
        ("3.a", "2025-07-28", "no_deadline", None),
        ("5", "2025-07-28", "no_deadline", None),
    ],
)
def test_eo_14288_day_by_day(provision: str, on: str, timeliness: str, days: int | None) -> None:
    standing = judge(make_dataset(make_eo_14288()), on, f"eo-14288/{provision}")
    assert (standing.timeliness, standing.days, standing.status) == (timeliness, days, "not_reported")


def test_the_due_days_of_eo_14288_never_move() -> None:
    dataset = make_dataset(make_eo_14288())
    found = {
        (duty, judge(dataset, str(on), duty).due)
        for on in days_from("2025-04-28", 150)
        for duty in dataset.duties_by_id
    }
    due = {duty.removeprefix("eo-14288/"): when for duty, when in found if when}
    assert due == {"3.b": day("2025-06-27"), "4.a": day("2025-07-27"), "4.b": day("2025-07-27")}
    assert not WRONG_ANSWERS & {when for _, when in found}


def test_publication_moves_nothing() -> None:
    order = make_order(make_directive(deadline=SIXTY_DAYS), published="2025-05-02")
    assert judge(make_dataset(order), "2025-06-01").due == day("2025-06-27")


@pytest.mark.parametrize(
    ("soon", "on", "timeliness"),
    [
        (14, "2025-06-12", "upcoming"),
        (14, "2025-06-13", "due_soon"),
        (30, "2025-05-27", "upcoming"),
        (30, "2025-05-28", "due_soon"),
        (0, "2025-06-26", "upcoming"),
        (0, "2025-06-27", "due_soon"),
        (0, "2025-06-28", "overdue"),
    ],
)
def test_how_soon_is_soon_can_be_set(soon: int, on: str, timeliness: str) -> None:
    dataset = make_dataset(make_order(make_directive(deadline=SIXTY_DAYS)))
    assert judge(dataset, on, soon=soon).timeliness == timeliness


@pytest.mark.parametrize(
    ("completed", "timeliness", "days"),
    [
        ("2025-04-28", "met", 60),
        ("2025-06-26", "met", 1),
        ("2025-06-27", "met", 0),
        ("2025-06-28", "met_late", -1),
        ("2025-07-07", "met_late", -10),
    ],
)
@pytest.mark.parametrize("on", ["2025-07-08", "2026-01-01"])
def test_met_and_met_late_compare_the_day_of_completion(completed: str, timeliness: str, days: int, on: str) -> None:
    standing = stand(on, SIXTY_DAYS, {"status": "completed", "completed": completed})
    assert (standing.timeliness, standing.days) == (timeliness, days)
    assert (standing.status, standing.completed) == ("completed", day(completed))
    assert standing.due == standing.order_due == day("2025-06-27")


@pytest.mark.parametrize("status", ["not_reported", "not_started", "in_progress"])
def test_what_is_open_is_judged_alike(status: str) -> None:
    assert stand("2025-06-27", SIXTY_DAYS, {"status": status}).timeliness == "due_soon"
    assert stand("2025-06-28", SIXTY_DAYS, {"status": status}).timeliness == "overdue"


@pytest.mark.parametrize("status", ["not_applicable", "not_pursued"])
@pytest.mark.parametrize("deadline", [SIXTY_DAYS, EVENT, {"every": "1 year"}, ()])
def test_a_status_can_close(status: str, deadline: Data) -> None:
    standing = stand("2025-12-31", deadline, {"status": status})
    assert (standing.timeliness, standing.days, standing.status) == ("closed", None, status)


def test_what_is_closed_keeps_its_due_day() -> None:
    assert stand("2025-12-31", SIXTY_DAYS, {"status": "not_pursued"}).due == day("2025-06-27")


@pytest.mark.parametrize("state", ["revoked", "superseded"])
@pytest.mark.parametrize(
    ("effect", "timeliness"),
    [
        ({}, "closed"),
        ({"date": "2025-07-01"}, "closed"),
        ({"date": "2025-07-10"}, "closed"),
        ({"date": "2025-07-11"}, "overdue"),
        ({"part": "Sec. 4"}, "overdue"),
        ({"part": "Sec. 4", "date": "2025-07-01"}, "overdue"),
    ],
)
def test_an_effect_closes_from_its_day_on_and_only_what_is_whole(state: str, effect: Data, timeliness: str) -> None:
    """A part that is revoked leaves the rest in force; the directive that it is gets an effect of its own."""
    effect = {"state": state, "by": "EO 14300", **effect}
    assert stand("2025-07-10", SIXTY_DAYS, effect=effect).timeliness == timeliness
    order = make_order(make_directive(deadline=SIXTY_DAYS), effect=effect)
    standing = judge(make_dataset(order), "2025-07-10")
    assert standing.timeliness == timeliness
    assert (standing.days is None) is (timeliness == "closed")


@pytest.mark.parametrize("state", ["in_force", "amended", "enjoined"])
def test_other_effects_neither_close_nor_move(state: str) -> None:
    standing = stand("2025-06-28", SIXTY_DAYS, effect={"state": state, "by": "D.D.C.", "date": "2025-06-01"})
    assert (standing.timeliness, standing.due, standing.days) == ("overdue", day("2025-06-27"), -1)
    assert [e.state for e in standing.effects] == ([] if state == "in_force" else [state])


def test_effects_of_the_order_and_the_directive_are_told_from_their_days_on() -> None:
    effects = [{"state": "amended", "date": "2025-06-01"}, {"state": "enjoined", "date": "2025-07-01"}]
    order = make_order(make_directive(effect=effects), effect={"state": "revoked", "part": "Sec. 4"})
    assert [e.state for e in judge(make_dataset(order), "2025-06-15").effects] == ["revoked", "amended"]


def test_one_of_several_effects_closes() -> None:
    effects = [{"state": "amended", "date": "2025-05-01"}, {"state": "revoked", "date": "2025-06-01"}]
    assert stand("2025-05-31", SIXTY_DAYS, effect=effects).timeliness == "upcoming"
    assert stand("2025-06-01", SIXTY_DAYS, effect=effects).timeliness == "closed"


@pytest.mark.parametrize("state", ["revoked", "superseded"])
def test_what_was_completed_stays_met(state: str) -> None:
    standing = stand("2025-12-31", SIXTY_DAYS, COMPLETED, effect={"state": state, "date": "2025-07-01"})
    assert (standing.timeliness, standing.days) == ("met", 7)


def test_a_hold_is_told_and_moves_nothing() -> None:
    holds = [
        {"court": "D.D.C.", "docket": "1:25-cv-1", "since": "2025-06-01"},
        {"court": "N.D. Cal.", "docket": "3:25-cv-2", "since": "2025-05-01", "lifted": "2025-06-15"},
    ]
    standing = stand("2025-06-28", SIXTY_DAYS, {"status": "in_progress", "holds": holds})
    assert (standing.timeliness, standing.due, standing.days) == ("overdue", day("2025-06-27"), -1)
    assert [h.court for h in standing.holds] == ["D.D.C."]


def test_an_acknowledgement_moves_nothing() -> None:
    record = {"acknowledged": {"reason": "litigation", "until": "2025-12-31"}}
    assert stand("2025-06-28", SIXTY_DAYS, record).timeliness == "overdue"


@pytest.mark.parametrize(
    ("on", "timeliness", "days"),
    [
        ("2025-06-28", "upcoming", 33),
        ("2025-07-17", "due_soon", 14),
        ("2025-07-31", "due_soon", 0),
        ("2025-08-01", "overdue", -1),
    ],
)
def test_an_extension_moves_what_is_judged_and_not_the_orders_day(on: str, timeliness: str, days: int) -> None:
    standing = stand(on, SIXTY_DAYS, {"extension": {"to": "2025-07-31", "authority": "the Attorney General"}})
    assert (standing.timeliness, standing.days) == (timeliness, days)
    assert (standing.due, standing.order_due) == (day("2025-07-31"), day("2025-06-27"))


@pytest.mark.parametrize(("completed", "timeliness"), [("2025-07-31", "met"), ("2025-08-01", "met_late")])
def test_what_was_extended_is_met_by_the_later_day(completed: str, timeliness: str) -> None:
    record = {
        "status": "completed",
        "completed": completed,
        "extension": {"to": "2025-07-31", "authority": "the President"},
    }
    assert stand("2025-12-31", SIXTY_DAYS, record).timeliness == timeliness


def test_an_extension_to_an_earlier_day_or_of_nothing_changes_nothing() -> None:
    record = {"extension": {"to": "2025-06-01", "authority": "the President"}}
    standing = stand("2025-06-28", SIXTY_DAYS, record)
    assert (standing.due, standing.timeliness) == (day("2025-06-27"), "overdue")
    assert stand("2025-06-28", (), record).timeliness == "no_deadline"


@pytest.mark.parametrize("keys", [{}, {"continuing": "true"}, {"deadline": {"immediately": "true"}}])
def test_without_a_due_day_there_is_no_deadline(keys: Data) -> None:
    dataset = make_dataset(make_order(make_directive(**keys)))
    standing = judge(dataset, "2030-01-01")
    assert (standing.timeliness, standing.due, standing.order_due, standing.days) == ("no_deadline", None, None, None)
    assert not standing.occurrences


def test_what_is_completed_without_a_deadline_has_none() -> None:
    standing = stand("2025-12-31", (), COMPLETED)
    assert (standing.status, standing.timeliness, standing.days) == ("completed", "no_deadline", None)


@pytest.mark.parametrize(
    ("deadline", "due"),
    [
        ({"by": "2025-10-01"}, "2025-10-01"),
        ({"by_end_of": "fiscal year 2026"}, "2026-09-30"),
        ({"within": "10 business days"}, "2025-05-12"),
        ({"within": "2 months"}, "2025-06-28"),
        ({"by": "2020-01-01"}, "2020-01-01"),
        ({"within": "100 years"}, "2125-04-28"),
    ],
)
def test_every_kind_of_deadline_has_its_day(deadline: Data, due: str) -> None:
    standing = stand("2025-05-01", deadline)
    assert (standing.due, standing.days) == (day(due), (day(due) - day("2025-05-01")).days)


def test_lead_and_verification_are_the_directives_and_the_records() -> None:
    standing = stand("2025-05-01", (), {"verification": {"state": "disputed"}}, lead=["DOJ", "DOD"])
    assert (standing.id, standing.lead, standing.verification) == ("eo-14288/3.b", ("DOJ", "DOD"), "disputed")


def _standings_on(on: str) -> dict[str, list[str]]:
    deadlines = {"3.a": "30 days", "3.b": "60 days", "3.c": "10 days", "3.d": "90 days"}
    directives = [make_directive(p, deadline={"within": span}) for p, span in deadlines.items()]
    dataset = make_dataset(make_order(*directives, make_directive("3.e")), **{"3.d": {"status": "not_pursued"}})
    standings = [judge(dataset, on, duty) for duty in dataset.duties_by_id]
    return {
        "overdue": [s.duty.part.id for s in find_overdue(standings)],
        "upcoming": [s.duty.part.id for s in find_upcoming(standings, 30)],
    }


@pytest.mark.parametrize(
    ("on", "overdue", "upcoming"),
    [
        ("2025-04-28", [], ["3.c", "3.a"]),
        ("2025-05-09", ["3.c"], ["3.a"]),
        ("2025-05-28", ["3.c"], ["3.a", "3.b"]),
        ("2025-06-30", ["3.c", "3.a", "3.b"], []),
    ],
)
def test_overdue_is_told_the_longest_first_and_upcoming_the_nearest(
    on: str, overdue: list[str], upcoming: list[str]
) -> None:
    assert _standings_on(on) == {"overdue": overdue, "upcoming": upcoming}


def test_counts_have_every_word() -> None:
    dataset = make_dataset(make_eo_14288(), **{"3.b": {"status": "in_progress"}, "6": {"status": "not_pursued"}})
    counts = count_standings(list(Judge(dataset, day("2025-06-30")).standings()))
    told = {word: number for word, number in counts.items() if number}
    times = {"overdue": 1, "upcoming": 2, "no_deadline": 4, "closed": 1}
    assert told == {"total": 8, **times, "not_reported": 6, "in_progress": 1, "not_pursued": 1}
    assert list(count_standings([])) == words(
        "total upcoming due_soon overdue met met_late no_deadline awaiting_trigger closed "
        "not_reported not_started in_progress completed not_applicable not_pursued"
    )
    assert set(count_standings([]).values()) == {0}


@pytest.mark.parametrize(
    ("lead", "record", "missing"),
    [
        ("DOJ DHS", {**BEGUN, "reported_by": "DOJ"}, "DHS"),
        ("DOJ DHS", {**BEGUN, "reported_by": ["DHS", "DOJ"]}, ""),
        ("DOJ DHS DOD", {**BEGUN, "reported_by": "DHS"}, "DOJ DOD"),
        ("DOJ DHS", {**BEGUN, "reported_by": "OMB"}, "DOJ DHS"),
        ("DOJ DHS", BEGUN, "DOJ DHS"),
        ("DOJ DHS", {"status": "completed", "completed": "2025-05-02", "reported_by": "DHS"}, "DOJ"),
        ("DOJ DHS", {"reported_by": "DOJ"}, "DHS"),
        ("DOJ DHS", {}, ""),
        ("DOJ DHS", {"status": "not_reported", "note": "asked twice"}, ""),
        ("DOJ", {**BEGUN, "reported_by": "OMB"}, ""),
        ("DOJ", BEGUN, ""),
        ("agencies", BEGUN, ""),
        ("DOJ agencies", {**BEGUN, "reported_by": "OMB"}, ""),
        ("DOJ agencies DHS", {**BEGUN, "reported_by": "OMB"}, "DOJ DHS"),
    ],
)
def test_of_joint_leads_those_that_have_not_reported_are_known(lead: str, record: Data, missing: str) -> None:
    assert stand("2025-07-01", (), record, lead=words(lead)).not_reported_by == tuple(words(missing))
