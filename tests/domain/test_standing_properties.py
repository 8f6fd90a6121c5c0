"""What holds of every directive, record and day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.domain.dataset import Dataset
from eo_tracker.domain.standings import Judge, Standing
from tests.domain.builders import Data, make_dataset, make_directive, make_items, make_order

days = st.dates(date(2025, 4, 28), date(2029, 12, 31))
day_texts = days.map(str)
spans = st.builds("{} {}s".format, st.integers(1, 400), st.sampled_from(["day", "week"])) | st.builds(
    "{} {}s".format, st.integers(1, 24), st.sampled_from(["month", "quarter", "business day"])
)
turns = st.sampled_from(["1 year", "6 months", "1 quarter", "90 days"])
triggers = st.sampled_from([{}, {"of": "3.a"}, {"of": "event", "event": "enactment"}])
deadlines: st.SearchStrategy[Data] = st.one_of(
    st.builds(lambda span, of: {"within": span, **of}, spans, triggers),
    st.builds(lambda turn, span, of: {"every": turn, "within": span, **of}, turns, spans, triggers),
    st.builds(lambda day: {"by": day}, day_texts),
    st.builds(lambda year: {"by_end_of": f"fiscal year {year}"}, st.integers(2025, 2028)),
    st.just({"immediately": "true"}),
)
effects = st.fixed_dictionaries(
    {"state": st.sampled_from(["in_force", "amended", "superseded", "revoked", "enjoined"])},
    optional={"date": day_texts, "part": st.just("Sec. 3")},
)
OPEN = ["not_reported", "not_started", "in_progress"]


@st.composite
def records(draw: st.DrawFn, statuses: tuple[str, ...] = (*OPEN, "completed", "not_applicable", "not_pursued")) -> Data:
    status = draw(st.sampled_from(statuses))
    keys: dict[str, st.SearchStrategy[Any]] = {
        "extension": st.builds(lambda to: {"to": to, "authority": "the President"}, day_texts),
        "events": st.builds(lambda day: [{"event": "enactment", "date": day}], day_texts),
        "occurrences": st.lists(st.fixed_dictionaries({"due": day_texts}, optional={"completed": day_texts})),
    }
    completed = {"completed": draw(day_texts)} if status == "completed" else {}
    return {"status": status, **completed, **draw(st.fixed_dictionaries({}, optional=keys))}


@st.composite
def datasets(draw: st.DrawFn, /, **record: Any) -> Dataset:
    """Draw an order with a trigger, Sec. 3(a), and Sec. 3(b), which may have items and wait for it."""
    keys = st.fixed_dictionaries(
        {"deadline": st.lists(deadlines, max_size=3)},
        optional={
            "items": st.just(make_items("3.b.i", "3.b.ii")),
            "effect": st.lists(effects, max_size=2),
            "continuing": st.just("true"),
        },
    )
    order = make_order(
        make_directive("3.a", deadline=draw(st.lists(deadlines, max_size=1))), make_directive("3.b", **draw(keys))
    )
    reported = draw(st.dictionaries(st.sampled_from(["3.a", "3.b", "3.b.i", "3.b.ii"]), records(**record)))
    return make_dataset(order, **reported)


def standings(dataset: Dataset, on: date, soon: int = 14) -> list[Standing]:
    judge = Judge(dataset, on, soon)
    return [judge.judge(duty) for duty in dataset.duties_by_id.values()]


@given(datasets(), days)
def test_days_are_negative_exactly_when_late(dataset: Dataset, on: date) -> None:
    for standing in standings(dataset, on):
        late = standing.timeliness in ("overdue", "met_late")
        assert (standing.days is not None and standing.days < 0) is late


@given(datasets(), days)
def test_what_is_completed_or_closed_is_never_overdue(dataset: Dataset, on: date) -> None:
    for standing in standings(dataset, on):
        if standing.status in ("completed", "not_applicable", "not_pursued"):
            assert standing.timeliness not in ("overdue", "due_soon", "upcoming", "awaiting_trigger")


@given(datasets(), days)
def test_completed_is_a_day_exactly_when_it_is_the_status(dataset: Dataset, on: date) -> None:
    for standing in standings(dataset, on):
        assert (standing.completed is not None) is (standing.status == "completed")


@given(datasets(), days, st.integers(0, 60))
def test_open_words_say_how_far_the_due_day_is(dataset: Dataset, on: date, soon: int) -> None:
    for standing in standings(dataset, on, soon):
        if standing.timeliness in ("upcoming", "due_soon", "overdue"):
            assert standing.due is not None
            assert standing.days == (standing.due - on).days
            word = "overdue" if standing.days < 0 else "due_soon" if standing.days <= soon else "upcoming"
            assert standing.timeliness == word


@given(datasets(), days)
def test_what_has_no_due_day_has_no_days(dataset: Dataset, on: date) -> None:
    for standing in standings(dataset, on):
        if standing.timeliness in ("no_deadline", "awaiting_trigger"):
            assert (standing.due, standing.order_due, standing.days) == (None, None, None)
        if standing.timeliness == "closed":
            assert standing.days is None


@given(datasets(), days)
def test_turns_follow_each_other_and_an_extension_only_adds(dataset: Dataset, on: date) -> None:
    for standing in standings(dataset, on):
        due = [turn.order_due for turn in standing.occurrences]
        assert due == sorted(set(due))
        assert all(turn.due >= turn.order_due for turn in standing.occurrences)
        assert sum(turn.due != turn.order_due for turn in standing.occurrences) <= 1
        assert [turn.due for turn in standing.occurrences] == sorted(turn.due for turn in standing.occurrences)


@given(datasets(), days)
def test_one_overdue_turn_makes_an_open_directive_overdue(dataset: Dataset, on: date) -> None:
    for standing in standings(dataset, on):
        if any(turn.timeliness == "overdue" for turn in standing.occurrences):
            assert standing.timeliness in ("overdue", "closed")


@given(datasets(), days)
def test_only_what_waits_is_projected(dataset: Dataset, on: date) -> None:
    for standing in standings(dataset, on):
        assert standing.projected is None or standing.timeliness == "awaiting_trigger"


LADDER = ("upcoming", "due_soon", "overdue")


@given(datasets(statuses=(*OPEN, "not_applicable")), days, st.integers(1, 800))
def test_time_only_makes_an_open_directive_later(dataset: Dataset, on: date, later: int) -> None:
    """While nothing is reported: from upcoming to due soon to overdue, or closed by an effect on its day."""
    before, after = standings(dataset, on), standings(dataset, on + timedelta(days=later))
    for first, second in zip(before, after, strict=True):
        if first.timeliness in LADDER and second.timeliness != "closed":
            assert LADDER.index(second.timeliness) >= LADDER.index(first.timeliness)
            assert first.due == second.due or "extension" in first.record.model_fields_set
        elif first.timeliness == "closed":
            assert second.timeliness == "closed"


@given(datasets(), days)
def test_judging_twice_gives_the_same(dataset: Dataset, on: date) -> None:
    assert standings(dataset, on) == standings(dataset, on)
