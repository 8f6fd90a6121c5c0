"""Changes: what is different between two records of one directive, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.domain.changes import Change, list_changes
from eo_tracker.domain.records import Record
from eo_tracker.domain.values import file_form
from tests.domain.builders import Data, day, make_record
from tests.domain.reported import records

LISTS = {
    "evidence": lambda e: e.url or e.reference,
    "events": lambda e: e.event,
    "holds": lambda e: f"{e.court} {e.docket}",
    "occurrences": lambda e: str(e.due),
}
KINDS = {
    **{field: {f"{field}_changed"} for field in Record.model_fields},
    "evidence": {"evidence_added", "evidence_changed", "evidence_removed"},
    "events": {"event_added", "event_changed", "event_removed"},
    "holds": {"hold_set", "hold_lifted", "hold_changed", "hold_removed"},
    "occurrences": {"occurrence_changed"},
    "acknowledged": {"acknowledgement_changed"},
}
MIRRORED = {"added": "removed", "removed": "added", "set": "removed", "lifted": "changed", "changed": "changed"}
HOLD: Data = {"court": "D.D.C.", "docket": "1:25-cv-1", "since": "2025-06-01"}
RELEASE: Data = {"title": "Release", "url": "https://example.gov/1", "date": "2025-06-20"}
LETTER: Data = {"reference": "Letter 12"}


def changes(before: Data | None, after: Data | None) -> list[Change]:
    old, new = (None if data is None else make_record(**data) for data in (before, after))
    return list(list_changes(old, new))


def dated(data: Data) -> Data:
    """Give an entry with its days as dates."""
    return {key: day(value) if key in ("date", "since", "lifted", "due") else value for key, value in data.items()}


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("status", "in_progress", "not_started"),
        ("as_of", None, "2025-06-01"),
        ("as_of", "2025-06-01", "2025-06-02"),
        ("reported_by", "DOJ", ["DOJ", "DHS"]),
        ("reported_by", None, "DOJ"),
        ("note", "one", "two"),
        ("note", "one", None),
        ("without_evidence", None, "by word of mouth"),
        ("verification", None, {"state": "verified", "by": "OMB"}),
        ("extension", {"to": "2025-08-01", "authority": "OMB"}, {"to": "2025-09-01", "authority": "OMB"}),
        ("acknowledged", {"reason": "known", "until": "2025-08-01"}, None),
    ],
)
def test_a_field_that_is_different_is_one_change(field: str, before: Any, after: Any) -> None:
    rest = {} if field == "status" else {"status": "in_progress"}
    old, new = make_record(**rest, **{field: before}), make_record(**rest, **{field: after})
    expected = Change(next(iter(KINDS[field])), field, file_form(old)[field], file_form(new)[field])
    assert list(list_changes(old, new)) == [expected]


def test_the_day_of_completion_is_a_change_of_its_own() -> None:
    completed = {"status": "completed", "completed": "2025-06-20"}
    assert changes({"status": "in_progress"}, completed) == [
        Change("status_changed", "status", "in_progress", "completed"),
        Change("completed_changed", "completed", None, date(2025, 6, 20)),
    ]


@pytest.mark.parametrize("nothing", [None, {}, {"status": "not_reported"}, {"note": None, "evidence": []}])
def test_no_record_says_the_same_as_an_empty_one(nothing: Data | None) -> None:
    assert changes(None, nothing) == changes(nothing, None) == []
    begun = Change("status_changed", "status", "not_reported", "in_progress")
    assert changes(nothing, {"status": "in_progress"}) == [begun]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([], [RELEASE], [("added", None, RELEASE)]),
        ([RELEASE], [RELEASE, LETTER], [("added", None, LETTER)]),
        ([RELEASE, LETTER], [LETTER], [("removed", RELEASE, None)]),
        ([RELEASE], [{**RELEASE, "title": "Mended"}], [("changed", RELEASE, {**RELEASE, "title": "Mended"})]),
        ([LETTER], [{**LETTER, "kind": "letter"}], [("changed", LETTER, {**LETTER, "kind": "letter"})]),
        ([RELEASE], [LETTER], [("removed", RELEASE, None), ("added", None, LETTER)]),
        ([RELEASE, LETTER], [LETTER, RELEASE], []),
        ([LETTER, LETTER], [LETTER], [("removed", LETTER, None)]),
        (
            [{**LETTER, "title": "a"}, {**LETTER, "title": "b"}],
            [{**LETTER, "title": "a"}, {**LETTER, "title": "c"}],
            [("changed", {**LETTER, "title": "b"}, {**LETTER, "title": "c"})],
        ),
    ],
)
def test_a_source_is_known_by_its_address_or_else_its_reference(before: Any, after: Any, told: Any) -> None:
    found = changes({"evidence": before}, {"evidence": after})
    told_of_them = [(change.kind, change.before, change.after) for change in found]
    assert told_of_them == [(f"evidence_{kind}", old and dated(old), new and dated(new)) for kind, old, new in told]
    assert {change.field for change in found} <= {"evidence", "evidence (2)"}


def test_the_second_of_several_about_one_thing_says_so() -> None:
    [change] = changes({"evidence": [LETTER]}, {"evidence": [LETTER, LETTER]})
    assert change.field == "evidence (2)"


def test_an_event_is_known_by_its_name() -> None:
    event = {"event": "enactment", "date": "2025-05-01"}
    later = {**event, "date": "2025-05-02"}
    other = {"event": "opening", "date": "2025-05-01"}
    assert changes({"events": [event]}, {"events": [other, later]}) == [
        Change("event_changed", "events", dated(event), dated(later)),
        Change("event_added", "events", None, dated(other)),
    ]


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("hold_set", None, HOLD),
        ("hold_set", None, {**HOLD, "lifted": "2025-07-01"}),
        ("hold_lifted", HOLD, {**HOLD, "lifted": "2025-07-01"}),
        ("hold_changed", HOLD, {**HOLD, "lifted": "2025-07-01", "scope": "in part"}),
        ("hold_changed", {**HOLD, "lifted": "2025-07-01"}, {**HOLD, "lifted": "2025-07-02"}),
        ("hold_changed", {**HOLD, "lifted": "2025-07-01"}, HOLD),
        ("hold_changed", HOLD, {**HOLD, "scope": "in part"}),
        ("hold_removed", HOLD, None),
    ],
)
def test_what_a_court_does_has_words_of_its_own(kind: str, before: Data | None, after: Data | None) -> None:
    found = changes({"holds": [before] if before else []}, {"holds": [after] if after else []})
    assert found == [Change(kind, "holds", before and dated(before), after and dated(after))]


def test_an_occurrence_is_named_by_its_due_day() -> None:
    first, second = {"due": "2025-10-25"}, {"due": "2026-10-25", "completed": "2026-10-20"}
    found = changes({"occurrences": [first]}, {"occurrences": [{**first, "completed": "2025-10-20"}, second]})
    assert [(c.kind, c.field) for c in found] == [
        ("occurrence_changed", "occurrences 2025-10-25"),
        ("occurrence_changed", "occurrences 2026-10-25"),
    ]
    assert [(c.before, c.after) for c in found] == [
        ({"due": date(2025, 10, 25)}, {"due": date(2025, 10, 25), "completed": date(2025, 10, 20)}),
        (None, {"due": date(2026, 10, 25), "completed": date(2026, 10, 20)}),
    ]


def entries(record: Record, field: str) -> Iterable[Any]:
    """Give a list of a record with what is about one thing together; what else its order is says nothing."""
    return tuple(sorted(getattr(record, field), key=LISTS[field]))


def say_the_same(one: Record, other: Record) -> bool:
    plain = (field for field in Record.model_fields if field not in LISTS)
    return all(getattr(one, field) == getattr(other, field) for field in plain) and all(
        entries(one, field) == entries(other, field) for field in LISTS
    )


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Record, Record]:
    """Draw two records that differ in all, in some fields, in the order of their entries, or in nothing."""
    before, other = draw(records), draw(records)
    taken = draw(st.lists(st.sampled_from(list(Record.model_fields)), unique=True))
    mixed = before.model_copy(update={field: getattr(other, field) for field in taken})
    turned = before.model_copy(update={field: getattr(before, field)[::-1] for field in LISTS})
    return before, draw(st.sampled_from([other, mixed, turned, before]))


@given(pairs())
def test_nothing_is_told_exactly_when_records_say_the_same(pair: tuple[Record, Record]) -> None:
    assert (list(list_changes(*pair)) == []) is say_the_same(*pair)


def mirrored(change: Change) -> tuple[str, str, str, str]:
    name, _, happened = change.kind.rpartition("_")
    kind = f"{name}_{MIRRORED[happened]}".replace("hold_added", "hold_set")
    return kind, change.field, repr(change.after), repr(change.before)


@given(pairs())
def test_the_way_back_is_the_mirror_image(pair: tuple[Record, Record]) -> None:
    there, back = list(list_changes(*pair)), list(list_changes(*reversed(pair)))
    # A hold whose lifting is taken back is changed, so that both directions are compared as changes.
    plain = [(c.kind.replace("hold_lifted", "hold_changed"), c.field, repr(c.before), repr(c.after)) for c in back]
    assert sorted(map(mirrored, there)) == sorted(plain)


@given(records, records, st.sampled_from(list(Record.model_fields)))
def test_a_change_of_one_field_is_told_of_that_field_only(before: Record, other: Record, field: str) -> None:
    after = before.model_copy(update={field: getattr(other, field)})
    found = list(list_changes(before, after))
    assert {change.field.split(" ")[0] for change in found} <= {field}
    assert {change.kind for change in found} <= KINDS[field]
    assert bool(found) is not say_the_same(before, after)


@given(pairs())
def test_changes_stand_in_the_order_of_the_fields(pair: tuple[Record, Record]) -> None:
    order = list(Record.model_fields)
    told = [order.index(change.field.split(" ")[0]) for change in list_changes(*pair)]
    assert told == sorted(told)


def said(record: Record, field: str) -> list[str]:
    """List what a record says in a field, each entry of a list for itself."""
    value = with_lists(record.model_dump(exclude_defaults=True).get(field))
    if field == "status":
        return [record.status]
    if (field, value) == ("verification", {"state": "unverified"}):
        return []
    return sorted(map(repr, value or ())) if field in LISTS else [] if value is None else [repr(value)]


def with_lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: with_lists(each) for key, each in value.items()}
    return [*map(with_lists, value)] if isinstance(value, tuple) else value


@given(pairs())
def test_taking_out_what_was_and_putting_in_what_is_makes_the_other_record(pair: tuple[Record, Record]) -> None:
    found = list(list_changes(*pair))
    for field in Record.model_fields:
        mine = [change for change in found if change.field.split(" ")[0] == field]
        left = said(pair[0], field)
        for change in mine:
            if change.before is not None:
                left.remove(change.before if field == "status" else repr(change.before))
        left += [c.after if field == "status" else repr(c.after) for c in mine if c.after is not None]
        assert sorted(left) == said(pair[1], field)
