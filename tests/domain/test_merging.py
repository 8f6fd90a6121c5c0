"""Merging of records: what one side changed is taken, what both add is kept, and what both change is a conflict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from itertools import chain
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.domain.merging import Combined, Conflict, Side, combine
from eo_tracker.domain.records import Evidence, Record
from eo_tracker.domain.values import file_form
from tests.domain.builders import Data, make_record
from tests.domain.reported import records

some_record = st.none() | records
sides: st.SearchStrategy[Side] = st.sampled_from(["ours", "theirs"])
DONE: Data = {"status": "completed", "completed": "2025-06-20"}
RELEASE: Data = {"title": "Release", "url": "https://example.gov/1", "date": "2025-06-20"}
REPORT: Data = {"title": "Report", "url": "https://example.gov/2", "date": "2025-05-02"}
LETTER: Data = {"reference": "Letter 12"}
HOLD: Data = {"court": "D.D.C.", "docket": "1:25-cv-1"}
PATH = "hold D.D.C. 1:25-cv-1"
EXTENSION: Data = {"to": "2025-08-01", "authority": "OMB"}


def merge(base: Data | None, ours: Data | None, theirs: Data | None, settled: Mapping[str, Side] = {}) -> Combined:
    """Combine records, and make sure that swapping the sides swaps them and does nothing else."""
    old, one, other = (None if data is None else make_record(**data) for data in (base, ours, theirs))
    combined = combine(old, one, other, settled)
    mirrored = combine(old, other, one, {field: swapped(side) for field, side in settled.items()})
    assert mirrored.conflicts == tuple(map(mirror, combined.conflicts))
    assert combined.conflicts or mirrored.record == combined.record
    return combined


def swapped(side: Side) -> Side:
    return "theirs" if side == "ours" else "ours"


def mirror(conflict: Conflict) -> Conflict:
    return Conflict(conflict.field, conflict.theirs, conflict.ours)


def clean(base: Data | None, ours: Data | None, theirs: Data | None) -> Data | None:
    """Combine records without a conflict, and give what the file says."""
    combined = merge(base, ours, theirs)
    assert combined.conflicts == ()
    return None if combined.record is None else file_form(combined.record)


def said(**data: Any) -> Data:
    """Give what a record's file says."""
    return file_form(make_record(**data))


def fields_in_conflict(base: Data | None, ours: Data | None, theirs: Data | None) -> list[str]:
    return [conflict.field for conflict in merge(base, ours, theirs).conflicts]


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("as_of", "2025-06-01", "2025-06-02"),
        ("reported_by", "DOJ", ["DOJ", "DHS"]),
        ("note", "one", "two"),
        ("evidence", [LETTER], [RELEASE, LETTER]),
        ("events", [{"event": "a", "date": "2025-05-02"}], [{"event": "b", "date": "2025-05-02"}]),
        ("holds", [HOLD], [{**HOLD, "lifted": "2025-06-01"}]),
        ("extension", EXTENSION, {**EXTENSION, "note": "granted"}),
        ("acknowledged", {"reason": "known", "until": "2025-08-01"}, {"reason": "known", "until": "2025-09-01"}),
        ("occurrences", [{"due": "2025-10-25"}], [{"due": "2025-10-25", "completed": "2025-10-20"}]),
    ],
)
@pytest.mark.parametrize("removed", [True, False])
def test_what_one_side_changed_or_removed_is_taken(field: str, before: Any, after: Any, removed: bool) -> None:
    changed = {} if removed else {field: after}
    standing = {"status": "not_started"}
    merged = clean({**standing, field: before}, {**standing, **changed}, {"status": "in_progress", field: before})
    assert merged == said(status="in_progress", **changed)


def test_different_fields_both_apply() -> None:
    base = {"status": "in_progress", "note": "begun"}
    merged = clean(base, {**base, **DONE}, {**base, "note": "soon done", "extension": EXTENSION})
    assert merged == said(**DONE, note="soon done", extension=EXTENSION)


def test_the_same_change_on_both_sides_is_one() -> None:
    assert clean({"status": "in_progress"}, {**DONE, "note": "done"}, {**DONE, "note": "done"}) == said(
        **DONE, note="done"
    )


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (DONE, {"status": "not_pursued"}),
        (DONE, {**DONE, "completed": "2025-06-19"}),
        (DONE, {**DONE, "without_evidence": "by word of mouth"}),
        ({"status": "not_started"}, {"status": "in_progress", "without_evidence": "by word of mouth"}),
    ],
)
def test_the_status_and_what_belongs_to_it_are_one_field(ours: Data, theirs: Data) -> None:
    base = {"status": "in_progress"}
    assert merge(base, ours, theirs).conflicts == (Conflict("status", said(**ours), said(**theirs)),)
    assert merge(base, ours, theirs, {"status": "ours"}).record == make_record(**ours)
    assert merge(base, ours, theirs, {"status": "theirs"}).record == make_record(**theirs)


@pytest.mark.parametrize(
    ("field", "base", "ours", "theirs"),
    [
        ("note", None, "one", "two"),
        ("note", "one", "two", None),
        ("verification", None, {"state": "verified"}, {"state": "disputed"}),
        ("extension", EXTENSION, {**EXTENSION, "to": "2025-09-01"}, {**EXTENSION, "authority": "The President"}),
        ("acknowledged", None, {"reason": "a", "until": "2025-08-01"}, {"reason": "b", "until": "2025-08-01"}),
    ],
)
def test_one_value_set_differently_is_a_conflict(field: str, base: Any, ours: Any, theirs: Any) -> None:
    old, one, other = ({} if value is None else {field: value} for value in (base, ours, theirs))
    expected = Conflict(field, *(said(**each).get(field) for each in (one, other)))
    assert merge(old, one, other).conflicts == (expected,)
    assert merge(old, one, other, {field: "theirs"}) == Combined(make_record(**other), ())


def test_what_is_not_settled_stands_as_ours_has_it() -> None:
    combined = merge({}, {"note": "one", **DONE}, {"note": "two"})
    assert combined.record == make_record(note="one", **DONE)
    assert [conflict.field for conflict in combined.conflicts] == ["note"]


def test_one_conflict_can_be_settled_without_the_other() -> None:
    combined = merge({}, {"note": "one", "status": "not_started"}, {"note": "two", **DONE}, {"note": "theirs"})
    assert combined.record == make_record(note="two", status="not_started")
    assert [conflict.field for conflict in combined.conflicts] == ["status"]


@pytest.mark.parametrize(("ours", "theirs"), [("2025-06-20", "2025-06-19"), ("2025-06-20", None)])
@pytest.mark.parametrize("base", ["2025-06-01", "2025-07-01"])
def test_the_later_day_is_vouched_for(base: str, ours: str, theirs: str | None) -> None:
    assert clean({"as_of": base}, {"as_of": ours}, {"as_of": theirs}) == said(as_of="2025-06-20")


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ([], "DOJ", "DHS", ["DHS", "DOJ"]),
        ("OMB", ["OMB", "DOJ"], ["OMB", "DHS"], ["OMB", "DHS", "DOJ"]),
        (["OMB", "DOJ"], ["DOJ", "OMB", "DHS"], ["OMB", "NIST"], ["OMB", "DHS", "NIST"]),
        (["OMB", "DOJ"], "OMB", "DOJ", []),
    ],
)
def test_the_names_of_both_reporters_are_kept(base: Any, ours: Any, theirs: Any, merged: list[str]) -> None:
    found = clean({"reported_by": base}, {"reported_by": ours}, {"reported_by": theirs})
    assert found == (said(reported_by=merged) if merged else {})


def test_evidence_of_both_is_kept_in_order_of_date() -> None:
    base, early = {"reference": "Base", "date": "2026-01-31"}, {**LETTER, "reference": "Earlier"}
    merged = clean({"evidence": [base]}, {"evidence": [base, LETTER, RELEASE]}, {"evidence": [base, REPORT, early]})
    assert merged == said(evidence=[base, REPORT, RELEASE, early, LETTER])


def test_evidence_that_both_added_is_kept_once() -> None:
    merged = clean({}, {"evidence": [RELEASE, LETTER]}, {"evidence": [REPORT, RELEASE]})
    assert merged == said(evidence=[REPORT, RELEASE, LETTER])


def test_evidence_is_removed_and_changed_by_either_side() -> None:
    mended = {**RELEASE, "title": "The release"}
    merged = clean(
        {"evidence": [RELEASE, REPORT, LETTER]}, {"evidence": [mended, REPORT]}, {"evidence": [LETTER, RELEASE]}
    )
    assert merged == said(evidence=[mended])


@pytest.mark.parametrize("theirs", [{"evidence": [{**RELEASE, "title": "Theirs"}, REPORT]}, {"evidence": [REPORT]}, {}])
def test_an_entry_changed_differently_is_a_conflict_of_that_entry(theirs: Data) -> None:
    changed = {**RELEASE, "title": "Ours"}
    base, ours = {"evidence": [RELEASE]}, {"evidence": [changed, LETTER]}
    (conflict,) = merge(base, ours, theirs).conflicts
    old, other = said(**ours)["evidence"][0], said(**theirs).get("evidence", ())
    mended = next((entry for entry in other if entry["url"] == RELEASE["url"]), None)
    assert conflict == Conflict("evidence https://example.gov/1", old, mended)
    settled = merge(base, ours, theirs, {conflict.field: "theirs"})
    assert settled.conflicts == ()
    assert settled.record
    titles = [entry.title for entry in settled.record.evidence if entry.url == RELEASE["url"]]
    assert titles == ([mended["title"]] if mended else [])


def test_several_sources_at_one_place_stay_several() -> None:
    first, second = {**LETTER, "title": "Page 1"}, {**LETTER, "title": "Page 2"}
    mended = {**second, "title": "Page 3"}
    base = {"evidence": [first, second]}
    assert clean(base, {"evidence": [first, mended]}, {"evidence": [first, second, RELEASE]}) == said(
        evidence=[first, mended, RELEASE]
    )
    assert fields_in_conflict(base, {"evidence": [first, mended]}, {"evidence": [first]}) == ["evidence Letter 12 (2)"]


def test_a_hold_is_merged_key_by_key() -> None:
    ours, theirs = {**HOLD, "since": "2025-06-01", "scope": "all"}, {**HOLD, "lifted": "2025-06-20", "scope": "all"}
    merged = clean({"holds": [HOLD]}, {"holds": [ours]}, {"holds": [theirs]})
    assert merged == said(holds=[{**ours, "lifted": "2025-06-20"}])


@pytest.mark.parametrize("base", [{}, {"holds": [HOLD]}])
def test_a_conflict_in_a_hold_leads_to_the_key(base: Data) -> None:
    ours, theirs = {**HOLD, "scope": "all", "note": "known"}, {**HOLD, "scope": "Guam"}
    combined = merge(base, {"holds": [ours]}, {"holds": [theirs]})
    assert combined.conflicts == (Conflict(f"{PATH} scope", "all", "Guam"),)
    settled = merge(base, {"holds": [ours]}, {"holds": [theirs]}, {f"{PATH} scope": "theirs"})
    assert settled == Combined(make_record(holds=[{**ours, "scope": "Guam"}]), ())


def test_a_hold_removed_here_and_changed_there_is_a_conflict() -> None:
    lifted = {**HOLD, "lifted": "2025-06-20"}
    combined = merge({"holds": [HOLD]}, {"holds": []}, {"holds": [lifted]})
    assert combined.conflicts == (Conflict(PATH, None, {**HOLD, "lifted": date(2025, 6, 20)}),)


def test_holds_of_both_sides_are_kept_in_order_of_their_days() -> None:
    early, late = (
        {**HOLD, "docket": number, "since": day} for number, day in (("9", "2025-05-02"), ("8", "2025-06-20"))
    )
    assert clean({}, {"holds": [HOLD, late]}, {"holds": [early]}) == said(holds=[early, late, HOLD])


def test_events_are_known_by_their_names() -> None:
    enacted, opened = {"event": "enactment", "date": "2025-06-20"}, {"event": "opening", "date": "2025-05-02"}
    noted, later = {**enacted, "note": "signed"}, {**enacted, "date": "2025-06-21"}
    assert clean({"events": [enacted]}, {"events": [noted]}, {"events": [later, opened]}) == said(
        events=[{**later, "note": "signed"}, opened]
    )
    assert fields_in_conflict({}, {"events": [enacted]}, {"events": [later]}) == ["event enactment date"]


def test_occurrences_are_in_order_of_their_due_days() -> None:
    first, second, third = ({"due": f"202{year}-10-25"} for year in (5, 6, 7))
    assert clean({"occurrences": [second]}, {"occurrences": [second, third]}, {"occurrences": [first, second]}) == said(
        occurrences=[first, second, third]
    )


def test_an_occurrence_is_merged_with_its_evidence() -> None:
    due: Data = {"due": "2026-10-25"}
    ours, theirs = {**due, "completed": "2026-10-20", "evidence": [RELEASE]}, {**due, "note": "b", "evidence": [REPORT]}
    merged = clean({"occurrences": [due]}, {"occurrences": [ours]}, {"occurrences": [theirs]})
    assert merged == said(occurrences=[{**ours, "note": "b", "evidence": [REPORT, RELEASE]}])


def test_a_conflict_in_an_occurrence_leads_to_its_part() -> None:
    due: Data = {"due": "2026-10-25", "evidence": [RELEASE]}
    ours = {**due, "completed": "2026-10-20", "evidence": [{**RELEASE, "title": "Ours"}]}
    theirs = {**due, "completed": "2026-10-21", "evidence": [{**RELEASE, "title": "Theirs"}]}
    assert fields_in_conflict({"occurrences": [due]}, {"occurrences": [ours]}, {"occurrences": [theirs]}) == [
        "occurrence 2026-10-25 completed",
        "occurrence 2026-10-25 evidence https://example.gov/1",
    ]


def test_a_record_removed_here_and_changed_there_is_a_conflict() -> None:
    base, ours = {"note": "one"}, {"note": "two"}
    assert merge(base, ours, None).conflicts == (Conflict("record", ours, None),)
    assert merge(base, ours, None, {"record": "theirs"}) == Combined(None, ())
    assert merge(base, ours, None, {"record": "ours"}) == Combined(make_record(note="two"), ())
    assert merge(base, base, None) == Combined(None, ())
    assert merge(None, ours, None) == Combined(make_record(note="two"), ())


def test_without_a_base_nothing_was_said_before() -> None:
    merged = clean(None, {**DONE, "evidence": [RELEASE]}, {"note": "done", "evidence": [REPORT]})
    assert merged == said(**DONE, note="done", evidence=[REPORT, RELEASE])
    assert merge(None, {"note": "one"}, {"note": "two"}).conflicts == (Conflict("note", "one", "two"),)


def test_keys_that_say_nothing_stay_where_a_file_has_them() -> None:
    base: Data = {"status": "not_reported", "note": None, "evidence": []}
    assert clean(base, {**base, "reported_by": "DOJ"}, {**base, "as_of": "2025-06-20"}) == said(
        **base, reported_by="DOJ", as_of="2025-06-20"
    )
    assert clean({"note": "one"}, {}, {"note": "one", "as_of": "2025-06-20"}) == said(as_of="2025-06-20")


@given(some_record, some_record)
def test_a_side_that_changed_nothing_leaves_it_to_the_other(base: Record | None, changed: Record | None) -> None:
    for combined in (combine(base, changed, base), combine(base, base, changed), combine(base, changed, changed)):
        assert combined == Combined(changed, ())


@given(records, records)
def test_a_file_is_as_the_side_has_it_that_changed_it(base: Record, changed: Record) -> None:
    combined = combine(base, changed, base)
    assert combined.record
    assert file_form(combined.record) == file_form(changed)


@given(some_record, some_record, some_record)
def test_which_side_is_ours_makes_no_difference(
    base: Record | None, ours: Record | None, theirs: Record | None
) -> None:
    combined, mirrored = combine(base, ours, theirs), combine(base, theirs, ours)
    assert mirrored.conflicts == tuple(map(mirror, combined.conflicts))
    settled: dict[str, Side] = {conflict.field: "theirs" for conflict in combined.conflicts}
    assert combine(base, theirs, ours, settled) == Combined(combined.record, ())


@given(some_record, some_record, some_record, st.data())
def test_whatever_is_settled_either_way_leaves_a_record(
    base: Record | None, ours: Record | None, theirs: Record | None, data: st.DataObject
) -> None:
    conflicts = combine(base, ours, theirs).conflicts
    settled: dict[str, Side] = {conflict.field: data.draw(sides) for conflict in conflicts}
    combined = combine(base, ours, theirs, settled)
    assert combined.conflicts == ()
    assert combined.record is None or Record.model_validate(combined.record.model_dump()) == combined.record


@given(records, records, records)
def test_only_keys_are_written_that_a_side_has(base: Record, ours: Record, theirs: Record) -> None:
    combined = combine(base, ours, theirs)
    assert combined.record
    assert combined.record.model_fields_set <= ours.model_fields_set | theirs.model_fields_set


@given(records, records, records)
def test_no_evidence_that_a_side_added_is_lost(base: Record, ours: Record, theirs: Record) -> None:
    combined = combine(base, ours, theirs)
    in_conflict = {conflict.field for conflict in combined.conflicts}
    assert combined.record
    for entry in chain(ours.evidence, theirs.evidence):
        of_several = (f"evidence {place(entry)}{mark}" for mark in ("", " (2)", " (3)"))
        assert entry in (*base.evidence, *combined.record.evidence) or in_conflict.intersection(of_several)


def place(entry: Evidence) -> str:
    return str(entry.url or entry.reference)


@given(st.randoms(use_true_random=False), records)
def test_evidence_of_twenty_sides_is_kept_in_whatever_order_they_are_merged(chance: Random, base: Record) -> None:
    added = [Evidence(reference=f"Release {n}", date=date(2025, 6, 1 + n % 9)) for n in range(20)]
    found = [base.model_copy(update={"evidence": (*base.evidence, entry)}) for entry in added]
    while len(found) > 1:
        one, other = (found.pop(chance.randrange(len(found))) for _ in range(2))
        combined = combine(base, one, other)
        assert combined.conflicts == ()
        assert combined.record
        found.append(combined.record)
    assert found[0].evidence[: len(base.evidence)] == base.evidence
    assert found[0].evidence[len(base.evidence) :] == tuple(sorted(added, key=lambda e: (e.date, e.reference)))


@given(st.permutations(range(6)))
def test_shared_one_after_another_all_evidence_arrives(order: list[int]) -> None:
    """Each side adds to what it has seen, and combines it with what the others have shared."""
    base = make_record(evidence=[LETTER])
    added = [Evidence(reference=f"Release {n}") for n in order]
    sides_ = (base.model_copy(update={"evidence": (*base.evidence, entry)}) for entry in added)
    shared = reduce(lambda upstream, side: combine(base, side, upstream).record or base, sides_, base)
    assert {*map(place, shared.evidence)} == {"Letter 12", *(f"Release {n}" for n in range(6))}


VERIFIED: Data = {"state": "verified", "by": "OMB"}


def test_a_confirmation_is_of_the_report_that_was_confirmed() -> None:
    before: Data = {**DONE, "evidence": [RELEASE]}
    confirmed, moved = {**before, "verification": VERIFIED}, {**before, "completed": "2025-06-25"}
    [conflict] = merge(before, confirmed, moved).conflicts
    assert (conflict.field, conflict.ours, conflict.theirs) == ("verification", VERIFIED, None)
    kept = merge(before, confirmed, moved, {"verification": "theirs"})
    assert kept.record == make_record(**moved)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ({**DONE, "evidence": [RELEASE], "verification": VERIFIED}, {"status": "in_progress", "evidence": [RELEASE]}),
        ({**DONE, "verification": VERIFIED}, {**DONE, "note": "another field"}),
        ({**DONE, "verification": VERIFIED}, DONE),
    ],
)
def test_a_confirmation_by_whoever_reported_goes_with_the_report(ours: Data, theirs: Data) -> None:
    assert "verification" in (clean({"status": "in_progress"}, ours, theirs) or {})


@given(records, records, records)
def test_no_confirmation_is_kept_unasked_beside_another_report(base: Record, ours: Record, theirs: Record) -> None:
    combined = combine(base, ours, theirs)
    if combined.conflicts or combined.record is None or combined.record.verification is None:
        return
    together = [
        (side.status, side.completed) for side in (ours, theirs) if side.verification == combined.record.verification
    ]
    assert (combined.record.status, combined.record.completed) in together


def test_what_is_not_taken_leaves_no_empty_key() -> None:
    merged = merge({"status": "in_progress"}, DONE, {"status": "not_started"}, {"status": "theirs"}).record
    assert merged is not None
    assert file_form(merged) == {"status": "not_started"}


def test_who_reported_goes_with_the_report_that_is_kept() -> None:
    ours, theirs = {"status": "in_progress", "reported_by": "DOD"}, {**DONE, "without_evidence": "by word of mouth"}
    merged = merge(None, ours, theirs, {"status": "theirs"}).record
    assert merged is not None
    assert file_form(merged) == said(**theirs)


def test_evidence_makes_a_reason_for_none_needless() -> None:
    ours, theirs = {"status": "in_progress", "evidence": [LETTER]}, {**DONE, "without_evidence": "by word of mouth"}
    merged = merge(None, ours, theirs, {"status": "theirs"}).record
    assert merged is not None
    assert file_form(merged) == said(**DONE, evidence=[LETTER])
