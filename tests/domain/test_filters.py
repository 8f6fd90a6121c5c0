"""Filters: standings that meet every condition given."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.domain.dataset import Dataset
from eo_tracker.domain.errors import UnknownReference
from eo_tracker.domain.selections import Filters, find_keys, select
from eo_tracker.domain.standings import Judge, Standing
from tests.domain.builders import day, make_dataset, make_directive, make_eo_14288, make_order

RECORDS = {
    "3.b": {"status": "in_progress"},
    "4.b": {"status": "completed", "completed": "2025-07-28"},
    "6": {"status": "not_pursued"},
}
DATASET = make_dataset(make_eo_14288(), **RECORDS)
ON = day("2025-07-28")
LOCAL = make_dataset(
    make_order(
        make_directive("2", lead=["TF"]),
        make_directive("3.a", lead=["DOD"], items=[{"id": "3.a.i", "lead": ["NIST"]}, {"id": "3.a.ii"}]),
        make_directive("3.b", lead=["DHS"], through=["OMB"], consulted=["agencies"]),
        bodies=[{"key": "TF", "name": "Task Force on Order", "provision": "2"}],
    )
)


def judged(dataset: Dataset, *typed: str) -> list[Standing]:
    return [Judge(dataset, ON).judge(duty) for duty in select(dataset, typed)]


def kept(dataset: Dataset = DATASET, **conditions: Any) -> list[str]:
    return [s.duty.part.id for s in Filters(**conditions).keep(judged(dataset), dataset)]


def test_no_condition_keeps_everything() -> None:
    assert kept() == ["2", "3.a", "3.b", "4.a", "4.b", "5", "6", "7.d"]


@pytest.mark.parametrize(
    ("agency", "role", "expected"),
    [
        ("DOJ", "lead", ["2", "3.a", "3.b", "4.a", "5", "6", "7.d"]),
        ("DOJ", "any", ["2", "3.a", "3.b", "4.a", "4.b", "5", "6", "7.d"]),
        ("DOJ", "coordinating", ["4.b"]),
        ("DOJ", "consulted", ["4.a"]),
        ("DOD", "lead", ["3.a", "4.a", "4.b"]),
        ("DHS", "lead", ["3.a", "6"]),
        ("DHS", "consulted", ["4.a"]),
        ("DHS", "any", ["3.a", "4.a", "6"]),
        ("OMB", "lead", ["3.a"]),
        ("OMB", "consulted", ["4.a"]),
        ("OMB", "coordinating", []),
        ("OMB", "any", ["3.a", "4.a"]),
        ("agencies", "lead", ["3.a"]),
        ("agencies", "any", ["3.a", "4.a"]),
    ],
)
def test_an_agency_is_found_by_its_role_and_agencies_counts_for_every_one(
    agency: str, role: str, expected: list[str]
) -> None:
    assert kept(agency=agency, role=role) == expected


@pytest.mark.parametrize("typed", ["doj", "Department of Justice", "attorney general", "the Attorney General"])
def test_an_agency_is_typed_by_key_name_or_title(typed: str) -> None:
    assert find_keys(DATASET, typed) == {"DOJ", "agencies"}
    assert kept(agency=typed) == kept(agency="DOJ")


@pytest.mark.parametrize("typed", ["TF", "tf", "Task Force on Order", "task force on order"])
def test_a_body_of_an_order_is_no_agency(typed: str) -> None:
    """What all agencies do, a body that the order sets up does not."""
    assert find_keys(LOCAL, typed) == {"TF"}
    assert kept(LOCAL, agency=typed) == ["2"]
    assert kept(LOCAL, agency=typed, role="any") == ["2"]


def test_a_directive_counts_for_the_lead_of_its_items() -> None:
    assert kept(LOCAL, agency="NIST") == ["3.a"]
    standings = judged(LOCAL, "3.a.i", "3.a.ii")
    assert [s.id for s in Filters(agency="NIST").keep(standings, LOCAL)] == ["eo-14288/3.a.i"]
    assert [s.id for s in Filters(agency="DOD").keep(standings, LOCAL)] == ["eo-14288/3.a.ii"]


def test_through_counts_only_for_any_role() -> None:
    assert kept(LOCAL, agency="OMB") == []
    assert kept(LOCAL, agency="OMB", role="coordinating") == []
    assert kept(LOCAL, agency="OMB", role="any") == ["3.b"]


@pytest.mark.parametrize(
    ("agency", "hint"),
    [
        ("DOJJ", 'did you mean "DOJ"?'),
        ("Department of Justise", 'did you mean "Department of Justice"?'),
        ("xyzzy", "`eo-tracker agencies` lists them"),
        ("", "`eo-tracker agencies` lists them"),
    ],
)
def test_an_unknown_agency_is_told_with_the_nearest(agency: str, hint: str) -> None:
    with pytest.raises(UnknownReference) as caught:
        kept(agency=agency)
    assert (str(caught.value), caught.value.hint) == (f'no agency is called "{agency}"', hint)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"statuses": {"in_progress"}}, ["3.b"]),
        ({"statuses": {"completed", "not_pursued"}}, ["4.b", "6"]),
        ({"statuses": {"not_applicable"}}, []),
        ({"timeliness": {"overdue"}}, ["3.b", "4.a"]),
        ({"timeliness": {"overdue", "met_late"}}, ["3.b", "4.a", "4.b"]),
        ({"timeliness": {"closed"}}, ["6"]),
        ({"due_from": "2025-06-27"}, ["3.b", "4.a", "4.b"]),
        ({"due_from": "2025-06-28"}, ["4.a", "4.b"]),
        ({"due_to": "2025-06-27"}, ["3.b"]),
        ({"due_to": "2025-06-26"}, []),
        ({"due_from": "2025-07-27", "due_to": "2025-07-27"}, ["4.a", "4.b"]),
        ({"due_from": "2025-08-01", "due_to": "2025-06-01"}, []),
        ({"agency": "DOD", "timeliness": {"overdue"}}, ["4.a"]),
        ({"agency": "DOD", "statuses": {"completed"}, "due_to": "2025-07-27"}, ["4.b"]),
    ],
)
def test_all_conditions_hold(conditions: dict[str, Any], expected: list[str]) -> None:
    dates = {k: day(v) for k, v in conditions.items() if k.startswith("due_")}
    assert kept(**{**conditions, **dates}) == expected


@given(
    st.sampled_from(["DOJ", "DOD", "DHS", "OMB", "agencies"]),
    st.sampled_from(["lead", "consulted", "coordinating"]),
)
def test_any_role_keeps_what_each_role_keeps(agency: str, role: str) -> None:
    assert set(kept(agency=agency, role=role)) <= set(kept(agency=agency, role="any"))
