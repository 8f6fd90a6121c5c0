"""Questions, and answers that go through the cache and come back the same."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eo_tracker.domain.errors import UnknownReference
from eo_tracker.reports.answers import Answer, find_answer
from eo_tracker.reports.questions import Question
from tests.cli.trackers import write_every_kind, write_record

DAY = date(2025, 6, 30)
ASKED = Question("status", DAY)

OTHERS: dict[str, Any] = {
    "kind": "overdue",
    "today": date(2025, 7, 1),
    "selection": ("14288",),
    "agency": "DOJ",
    "role": "any",
    "statuses": ("completed",),
    "timeliness": ("overdue",),
    "due_from": DAY,
    "due_to": DAY,
    "days": 14,
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tracker")
    write_every_kind(folder)
    return folder


def test_every_part_of_a_question_is_tried_below() -> None:
    assert set(OTHERS) == {field.name for field in dataclasses.fields(Question)}


@pytest.mark.parametrize("part", OTHERS)
def test_questions_that_differ_in_any_part_have_different_keys(part: str) -> None:
    assert dataclasses.replace(ASKED, **{part: OTHERS[part]}).key() != ASKED.key()


def test_the_same_question_has_the_same_key() -> None:
    assert Question("status", date(2025, 6, 30)).key() == ASKED.key()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "b"), ("a b",)),
        (("a', 'b",), ("a", "b")),
        ((), ("",)),
    ],
)
def test_selections_that_run_into_each_other_are_told_apart(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    keys = {dataclasses.replace(ASKED, selection=selection).key() for selection in (one, other)}
    assert len(keys) == 2


def test_an_answer_that_was_kept_is_the_same(root: Path) -> None:
    answer = find_answer(root, ASKED)
    kept = Answer.from_bytes(memoryview(answer.to_bytes()))
    assert bytes(kept.json) == bytes(answer.json)
    assert kept.listing == answer.listing
    assert kept.problems == ()


def test_an_answer_has_its_rows_and_the_orders_they_belong_to(root: Path) -> None:
    listing = find_answer(root, Question("overdue", DAY)).listing
    assert [row["id"] for row in listing.rows] == ["eo-14300/3.a", "eo-14288/2.c"]
    assert {order: heading["signed"] for order, heading in listing.headings.items()} == {
        "eo-14288": "2025-04-28",
        "eo-14300": "2025-05-20",
    }
    assert listing.head["schema"] == "eo-tracker/overdue/1"
    assert listing.head["revision"] is None


def test_an_empty_answer_is_an_answer(root: Path) -> None:
    answer = find_answer(root, Question("overdue", date(2025, 5, 1)))
    assert Answer.from_bytes(memoryview(answer.to_bytes())).listing.rows == []


def test_a_question_about_what_does_not_exist_is_refused(root: Path) -> None:
    with pytest.raises(UnknownReference):
        find_answer(root, dataclasses.replace(ASKED, selection=("14289",)))
    with pytest.raises(UnknownReference):
        find_answer(root, dataclasses.replace(ASKED, agency="DOJJ"))


def test_problems_come_with_the_answer(tmp_path: Path) -> None:
    write_every_kind(tmp_path)
    write_record(tmp_path, "2.c", status="completd")
    answer = find_answer(tmp_path, ASKED)
    assert [problem.code for problem in answer.problems] == ["EO204"]
    assert len(answer.listing.rows) == 11
