"""Duties that fall due more than once, and duties that wait: each occurrence is met, late or due on its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from eo_tracker.domain.records import Record
from eo_tracker.domain.standings import Standing
from tests.domain.builders import SIGNED, Data, day, days_from, judge, make_dataset, make_directive, make_order, stand

YEARLY = {"every": "1 year", "within": "180 days"}
"""First due on 2025-10-25."""
TWICE = [{"within": "30 days"}, {"within": "90 days"}]
"""Due on 2025-05-28 and on 2025-07-27."""
ON_ENACTMENT = {"within": "45 days", "of": "event", "event": "enactment"}
AFTER_3A = {"within": "30 days", "of": "3.a"}


def turns(standing: Standing) -> list[tuple[str, str, int]]:
    return [(str(t.due), t.timeliness, t.days) for t in standing.occurrences]


def kept(*pairs: tuple[str, str]) -> Data:
    """Make a record of occurrences by their due days and the days on which they were completed."""
    return {"status": "in_progress", "occurrences": [{"due": due, "completed": done} for due, done in pairs]}


@pytest.mark.parametrize(
    ("on", "record", "expected"),
    [
        ("2025-06-01", {}, [("2025-10-25", "upcoming", 146)]),
        ("2025-10-25", {}, [("2025-10-25", "due_soon", 0)]),
        ("2025-10-26", {}, [("2025-10-25", "overdue", -1), ("2026-10-25", "upcoming", 364)]),
        (
            "2026-11-01",
            {},
            [("2025-10-25", "overdue", -372), ("2026-10-25", "overdue", -7), ("2027-10-25", "upcoming", 358)],
        ),
        (
            "2025-10-20",
            kept(("2025-10-25", "2025-10-15")),
            [("2025-10-25", "met", 10), ("2026-10-25", "upcoming", 370)],
        ),
        (
            "2026-01-01",
            kept(("2025-10-25", "2025-10-26")),
            [("2025-10-25", "met_late", -1), ("2026-10-25", "upcoming", 297)],
        ),
        (
            "2026-11-01",
            kept(("2026-10-25", "2026-10-25")),
            [("2025-10-25", "overdue", -372), ("2026-10-25", "met", 0), ("2027-10-25", "upcoming", 358)],
        ),
    ],
)
def test_each_occurrence_is_judged_on_its_own(on: str, record: Data, expected: list[tuple[str, str, int]]) -> None:
    assert turns(stand(on, YEARLY, record)) == expected


@pytest.mark.parametrize(
    ("on", "record", "timeliness", "due"),
    [
        ("2025-06-01", {}, "upcoming", "2025-10-25"),
        ("2025-10-26", {}, "overdue", "2025-10-25"),
        ("2027-10-26", {}, "overdue", "2025-10-25"),
        ("2026-01-01", kept(("2025-10-25", "2025-10-20")), "upcoming", "2026-10-25"),
        ("2026-10-20", kept(("2025-10-25", "2025-10-20")), "due_soon", "2026-10-25"),
        ("2026-10-26", kept(("2025-10-25", "2025-10-20")), "overdue", "2026-10-25"),
        ("2026-01-01", kept(("2025-10-25", "2025-12-20")), "upcoming", "2026-10-25"),
    ],
)
def test_the_first_overdue_occurrence_matters_else_the_next(on: str, record: Data, timeliness: str, due: str) -> None:
    standing = stand(on, YEARLY, record)
    assert (standing.timeliness, standing.due) == (timeliness, day(due))
    assert standing.recurs


@pytest.mark.parametrize(
    ("on", "record", "timeliness", "due"),
    [
        ("2025-05-01", {}, "upcoming", "2025-05-28"),
        ("2025-05-29", {}, "overdue", "2025-05-28"),
        ("2025-05-29", kept(("2025-05-28", "2025-05-20")), "upcoming", "2025-07-27"),
        ("2025-07-28", kept(("2025-05-28", "2025-05-20")), "overdue", "2025-07-27"),
        ("2025-08-01", kept(("2025-05-28", "2025-05-20"), ("2025-07-27", "2025-07-20")), "met", "2025-07-27"),
        ("2025-08-01", kept(("2025-05-28", "2025-05-30"), ("2025-07-27", "2025-07-20")), "met_late", "2025-05-28"),
        ("2025-08-01", {"status": "completed", "completed": "2025-05-20"}, "met", "2025-07-27"),
        ("2025-08-01", {"status": "completed", "completed": "2025-07-20"}, "met_late", "2025-05-28"),
    ],
)
def test_a_list_of_deadlines_falls_due_at_each(on: str, record: Data, timeliness: str, due: str) -> None:
    standing = stand(on, TWICE, record)
    assert (standing.timeliness, standing.due) == (timeliness, day(due))
    assert [str(t.order_due) for t in standing.occurrences] == ["2025-05-28", "2025-07-27"]


def test_a_list_of_deadlines_stands_in_the_order_of_its_days() -> None:
    standing = stand("2025-05-01", [{"by": "2026-01-01"}, {"within": "10 days"}, {"every": "1 year"}])
    assert [str(t.due) for t in standing.occurrences] == ["2025-05-08", "2026-01-01", "2026-04-28"]


def test_two_deadlines_on_one_day_are_one_occurrence() -> None:
    assert turns(stand("2025-06-01", [{"within": "60 days"}, {"by": "2025-06-27"}])) == [("2025-06-27", "upcoming", 26)]


def test_occurrences_of_the_last_years_of_the_calendar() -> None:
    standing = stand("9999-06-01", {"every": "1 year", "by": day("9998-12-31")})
    assert [str(t.due) for t in standing.occurrences] == ["9998-12-31", "9999-12-31"]


@pytest.mark.parametrize(
    ("to", "due"),
    [
        ("2025-06-30", [("2025-06-30", "2025-05-28"), ("2025-07-27", "2025-07-27")]),
        ("2025-07-26", [("2025-07-26", "2025-05-28"), ("2025-07-27", "2025-07-27")]),
        ("2025-09-30", [("2025-05-28", "2025-05-28"), ("2025-09-30", "2025-07-27")]),
        ("2025-05-01", [("2025-05-28", "2025-05-28"), ("2025-07-27", "2025-07-27")]),
    ],
)
def test_an_extension_is_of_the_last_occurrence_before_it(to: str, due: list[tuple[str, str]]) -> None:
    standing = stand("2025-05-01", TWICE, {"extension": {"to": to, "authority": "the President"}})
    assert [(str(t.due), str(t.order_due)) for t in standing.occurrences] == due


def test_an_extended_occurrence_is_kept_under_the_orders_day() -> None:
    record = {**kept(("2025-10-25", "2025-11-20")), "extension": {"to": "2025-11-30", "authority": "the President"}}
    assert turns(stand("2026-01-01", YEARLY, record))[0] == ("2025-11-30", "met", 10)


@pytest.mark.parametrize("to", ["2025-12-01", "2028-01-01"])
def test_which_occurrence_an_extension_is_of_does_not_change_with_the_day(to: str) -> None:
    record = {"extension": {"to": to, "authority": "the President"}}
    firsts = {stand(str(on), YEARLY, record).occurrences[0].due for on in days_from("2025-10-20", 10)}
    assert len(firsts) == 1


@pytest.mark.parametrize(
    ("events", "timeliness", "due"),
    [
        ([], "awaiting_trigger", None),
        ([{"event": "another", "date": "2025-06-01"}], "awaiting_trigger", None),
        ([{"event": "enactment", "date": "2025-06-01"}], "upcoming", "2025-07-16"),
        ([{"event": "enactment", "date": "2025-05-01"}], "due_soon", "2025-06-15"),
        ([{"event": "enactment", "date": "2025-04-01"}], "overdue", "2025-05-16"),
    ],
)
def test_a_deadline_after_an_event_waits_for_it(events: list[Data], timeliness: str, due: str | None) -> None:
    standing = stand("2025-06-10", ON_ENACTMENT, {"status": "in_progress", "events": events})
    assert (standing.timeliness, standing.due) == (timeliness, day(due) if due else None)
    assert (standing.days is None) is (due is None)
    assert standing.projected is None


def test_an_event_starts_recurring_occurrences() -> None:
    deadline = {"every": "1 quarter", "within": "30 days", "of": "event", "event": "enactment"}
    record = {"events": [{"event": "enactment", "date": "2025-05-01"}]}
    assert [str(t.due) for t in stand("2025-06-10", deadline, record).occurrences] == ["2025-05-31", "2025-08-31"]
    assert stand("2025-06-10", deadline).timeliness == "awaiting_trigger"


def after_review(on: str, **review: Data) -> Standing:
    """Judge Sec. 3(b), due 30 days after the completion of Sec. 3(a), a review due within 60 days."""
    order = make_order(make_directive("3.a", deadline={"within": "60 days"}), make_directive("3.b", deadline=AFTER_3A))
    return judge(make_dataset(order, **review), on)


def test_a_deadline_after_another_directive_waits_for_its_completion() -> None:
    standing = after_review("2025-08-30", **{"3.a": {"status": "in_progress"}})
    assert (standing.timeliness, standing.due, standing.days) == ("awaiting_trigger", None, None)
    assert standing.projected == day("2025-07-27")


@pytest.mark.parametrize(
    ("on", "timeliness", "days"),
    [("2025-06-20", "upcoming", 30), ("2025-07-20", "due_soon", 0), ("2025-07-21", "overdue", -1)],
)
def test_a_deadline_after_another_directive_counts_from_its_completion(on: str, timeliness: str, days: int) -> None:
    standing = after_review(on, **{"3.a": {"status": "completed", "completed": "2025-06-20"}})
    assert (standing.timeliness, standing.due, standing.days) == (timeliness, day("2025-07-20"), days)
    assert standing.projected is None


@pytest.mark.parametrize("status", ["not_applicable", "not_pursued"])
def test_a_trigger_that_never_comes_is_awaited(status: str) -> None:
    assert after_review("2025-08-30", **{"3.a": {"status": status}}).timeliness == "awaiting_trigger"


def test_what_is_done_before_its_clock_started_is_met() -> None:
    standing = stand("2025-06-10", ON_ENACTMENT, {"status": "completed", "completed": "2025-06-01"})
    assert (standing.timeliness, standing.due, standing.days) == ("met", None, None)


def test_a_deadline_counts_from_a_directive_of_another_order() -> None:
    other = make_order(make_directive("2"), number="14300")
    order = make_order(make_directive(deadline={"within": "30 days", "of": "eo-14300/2"}))
    dataset = make_dataset(order, other)
    assert judge(dataset, "2025-08-01").timeliness == "awaiting_trigger"
    done = Record.model_validate({"status": "completed", "completed": "2025-06-20"})
    assert judge(type(dataset)(dataset.orders, {"eo-14300/2": done}, dataset.registry), "2025-07-01").due == day(
        "2025-07-20"
    )


def test_a_deadline_counts_from_an_item_or_from_all_of_them() -> None:
    items = [{"id": "3.a.i"}, {"id": "3.a.ii"}]
    order = make_order(
        make_directive("3.a", items=items),
        make_directive("3.b", deadline=AFTER_3A),
        make_directive("3.c", deadline={"within": "10 days", "of": "3.a.ii"}),
    )
    first = {"status": "completed", "completed": "2025-05-10"}
    second = {"status": "completed", "completed": "2025-05-20"}
    one = make_dataset(order, **{"3.a.ii": second})
    assert judge(one, "2025-05-21").timeliness == "awaiting_trigger"
    assert judge(one, "2025-05-21", "eo-14288/3.c").due == day("2025-05-30")
    both = make_dataset(order, **{"3.a.i": first, "3.a.ii": second})
    assert judge(both, "2025-05-21").due == day("2025-06-19")


def test_a_deadline_counts_from_the_first_occurrence_of_a_recurring_directive() -> None:
    order = make_order(make_directive("3.a", deadline=YEARLY), make_directive("3.b", deadline=AFTER_3A))
    record = kept(("2026-10-25", "2026-10-20"), ("2025-10-25", "2025-10-20"))
    assert judge(make_dataset(order, **{"3.a": record}), "2027-01-01").due == day("2025-11-19")


def test_an_open_occurrence_matters_before_one_that_waits() -> None:
    deadline = [{"within": "30 days"}, ON_ENACTMENT]
    assert stand("2025-05-29", deadline).timeliness == "overdue"
    assert stand("2025-05-29", deadline, kept(("2025-05-28", "2025-05-20"))).timeliness == "awaiting_trigger"


def chain(*deadlines: Data) -> Standing:
    """Judge the last of a row of directives, Sec. 1(a), 2(a) ..., each with its deadline."""
    directives = [make_directive(f"{n}.a", deadline=deadline) for n, deadline in enumerate(deadlines, 1)]
    return judge(make_dataset(make_order(*directives)), "2025-05-01", f"eo-14288/{len(deadlines)}.a")


def after(provision: str, span: str = "30 days") -> Data:
    return {"within": span, "of": provision}


@pytest.mark.parametrize(
    ("deadlines", "projected"),
    [
        ([{"within": "60 days"}, after("1.a")], "2025-07-27"),
        ([{"by": "2025-10-01"}, after("1.a"), after("2.a", "1 month")], "2025-11-30"),
        ([{"by_end_of": "fiscal year 2026"}, after("1.a")], "2026-10-30"),
        ([YEARLY, after("1.a")], "2025-11-24"),
        ([ON_ENACTMENT, after("1.a")], None),
        ([(), after("1.a")], None),
        ([{"immediately": "true"}, after("1.a")], None),
        ([after("1.a")], None),
        ([after("9.z")], None),
        ([after("2.a"), after("1.a")], None),
        ([after("2.a"), after("1.a"), after("2.a")], None),
        ([after("3.a"), after("1.a"), after("2.a")], None),
        ([[after("2.a"), {"within": "60 days"}], after("1.a")], "2025-07-27"),
    ],
)
def test_a_projection_follows_the_triggers_and_ends_in_a_circle(deadlines: list[Data], projected: str | None) -> None:
    standing = chain(*deadlines)
    assert standing.timeliness == "awaiting_trigger"
    assert standing.projected == (day(projected) if projected else None)


def test_what_is_projected_is_the_deadline_that_waits() -> None:
    directives = [
        make_directive("3.a", deadline={"within": "60 days"}),
        make_directive("3.b", deadline=[{"within": "10 days"}, AFTER_3A]),
    ]
    dataset = make_dataset(make_order(*directives), **{"3.b": kept(("2025-05-08", "2025-05-08"))})
    standing = judge(dataset, "2025-05-10")
    assert standing.timeliness == "awaiting_trigger"
    assert standing.projected == day("2025-07-27")


def test_a_long_row_of_triggers_can_be_followed() -> None:
    deadlines = [{"within": "1 day"}, *(after(f"{n}.a", "1 day") for n in range(1, 900))]
    assert chain(*deadlines).projected == SIGNED + timedelta(days=900)


def test_a_projection_past_the_year_9999_is_none() -> None:
    deadlines = [{"within": "100 years"}, *(after(f"{n}.a", "100 years") for n in range(1, 90))]
    assert chain(*deadlines).projected is None


class CountingRecords(dict[str, Record]):
    """Records that count how often they are asked for."""

    asked = 0

    def get(self, key: str, default: Record | None = None) -> Record | None:  # type: ignore[override]
        self.asked += 1
        return super().get(key, default)


def test_many_ways_to_one_trigger_are_not_each_followed() -> None:
    layers = [ON_ENACTMENT, *([after(f"{n}.a"), after(f"{n}.a", "60 days")] for n in range(1, 12))]
    directives = [make_directive(f"{n}.a", deadline=deadline) for n, deadline in enumerate(layers, 1)]
    plain = make_dataset(make_order(*directives))
    records = CountingRecords()
    dataset = type(plain)(plain.orders, records, plain.registry)
    assert judge(dataset, "2025-05-01", "eo-14288/12.a").projected is None
    assert records.asked < 500
