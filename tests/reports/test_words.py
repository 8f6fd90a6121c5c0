"""The words in which standings are told to people."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.domain.words import Status, Timeliness
from eo_tracker.reports.words import (
    count_of,
    write_acknowledgement,
    write_agencies,
    write_days,
    write_marks,
    write_totals,
    write_word,
)

WORDS = (*get_args(Timeliness), *get_args(Status))


@pytest.mark.parametrize(
    ("timeliness", "days", "words"),
    [
        ("overdue", -1, "overdue 1 day"),
        ("overdue", -515, "overdue 515 days"),
        ("due_soon", 0, "due today"),
        ("due_soon", 1, "due soon, in 1 day"),
        ("due_soon", 14, "due soon, in 14 days"),
        ("upcoming", 15, "due in 15 days"),
        ("met", 0, "met on its day"),
        ("met", 1, "met 1 day early"),
        ("met", 9, "met 9 days early"),
        ("met", None, "met"),
        ("met_late", -1, "met 1 day late"),
        ("met_late", -2, "met 2 days late"),
        ("no_deadline", None, "no deadline"),
        ("awaiting_trigger", None, "awaiting trigger"),
        ("closed", None, "closed"),
    ],
)
def test_how_a_row_stands(timeliness: str, days: int | None, words: str) -> None:
    assert write_days({"timeliness": timeliness, "days": days}) == words


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        ({"immediately": True}, "immediately"),
        ({"within": "60 days"}, "no deadline"),
        (None, "no deadline"),
        ([], "no deadline"),
    ],
)
def test_what_is_due_at_once_is_said_to_be(deadline: Any, words: str) -> None:
    assert write_days({"timeliness": "no_deadline", "days": None, "deadline": deadline}) == words


def test_what_is_done_is_not_due_at_once() -> None:
    row = {"timeliness": "no_deadline", "days": None, "deadline": {"immediately": True}, "status": "completed"}
    assert write_days(row) == "no deadline"


@pytest.mark.parametrize(
    ("status", "timeliness", "until", "words"),
    [
        ("in_progress", "overdue", "2025-06-30", "acknowledged until 2025-06-30: a storm"),
        ("in_progress", "overdue", "2025-06-20", "acknowledged until 2025-06-20: a storm"),
        ("in_progress", "overdue", "2025-06-19", "acknowledgement ran out on 2025-06-19: a storm"),
        ("completed", "met_late", "2025-06-30", ""),
        ("not_pursued", "closed", "2025-06-30", ""),
    ],
)
def test_an_acknowledgement_is_told_while_a_deadline_is_missed(
    status: str, timeliness: str, until: str, words: str
) -> None:
    row = {"status": status, "timeliness": timeliness, "due": "2025-06-10", "days": -10}
    row["acknowledged"] = {"until": until, "reason": "a storm"}
    assert write_acknowledgement(row) == words
    assert list(write_marks(row)) == [words] * bool(words)


@given(st.sampled_from(get_args(Timeliness)), st.none() | st.integers(-10_000, 10_000))
def test_no_standing_is_told_in_words_of_the_data(timeliness: str, days: int | None) -> None:
    words = write_days({"timeliness": timeliness, "days": days})
    assert words
    assert "_" not in words


def test_words_are_printed_without_their_underlines() -> None:
    assert [write_word(word) for word in ("in_progress", "met_late", "overdue")] == [
        "in progress",
        "met late",
        "overdue",
    ]


@pytest.mark.parametrize(("number", "words"), [(0, "0 days"), (1, "1 day"), (2, "2 days")])
def test_a_number_agrees_with_its_noun(number: int, words: str) -> None:
    assert count_of(number, "day") == words


def test_all_agencies_are_told_as_such() -> None:
    assert write_agencies(["DOJ", "agencies"]) == "DOJ, all agencies"
    assert write_agencies([]) == ""


def counts(**given_counts: int) -> dict[str, int]:
    return {"total": 0, **dict.fromkeys(WORDS, 0), **given_counts}


@pytest.mark.parametrize(
    ("given_counts", "words"),
    [
        ({}, "0 directives"),
        ({"total": 1, "met": 1, "completed": 1}, "1 directive: 1 met; 1 completed"),
        (
            {"total": 8, "overdue": 3, "no_deadline": 5, "in_progress": 1, "not_reported": 7},
            "8 directives: 3 overdue, 5 without a deadline; 1 in progress, 7 not reported",
        ),
    ],
)
def test_totals(given_counts: dict[str, int], words: str) -> None:
    assert write_totals(counts(**given_counts)) == words


@given(st.dictionaries(st.sampled_from(WORDS), st.integers(1, 99), min_size=1))
def test_totals_leave_no_count_out(given_counts: dict[str, int]) -> None:
    told = write_totals(counts(total=99, **given_counts))
    for word, number in given_counts.items():
        assert f"{number} {'without a deadline' if word == 'no_deadline' else word.replace('_', ' ')}" in told
    parts = [part for group in told.split(": ")[1].split("; ") for part in group.split(", ")]
    assert len([part for part in parts if part]) == len(given_counts)


def test_the_leads_that_have_not_reported_are_a_mark() -> None:
    assert list(write_marks({"status": "in_progress", "not_reported_by": ("DHS", "DOD")})) == [
        "not reported by DHS, DOD"
    ]
    assert list(write_marks({"status": "in_progress"})) == []
