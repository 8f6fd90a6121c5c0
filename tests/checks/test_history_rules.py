"""Each rule of history finds its change, alone, in a real repository; and nothing where it was made in order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from eo_tracker.checks.checking import check_tracker
from eo_tracker.checks.history import RULES
from eo_tracker.domain.problems import Problem
from tests.checks.trackers import Tracker, commit_on, directive, order, record, write

TODAY = date(2025, 6, 30)
LIAISON, STRANGER = "liaison@doj.example", "stranger@example.org"


class Step(NamedTuple):
    """A commit: its day, what it writes, and who made it."""

    day: str
    files: Tracker
    email: str = LIAISON


class Example(NamedTuple):
    """What was committed first, and two ways to go on: one that an auditor asks about, and one that nobody does."""

    code: str
    first: Step
    bad: Sequence[Step]
    good: Sequence[Step]


def said(**keys: Any) -> Tracker:
    return record("3.a", **keys)


def start(day: str = "2025-06-20", *, within: str | None = None, **keys: Any) -> Step:
    deadline = {"deadline": {"within": within}} if within else {}
    return Step(day, order(directive("3.a", **deadline)) | said(**keys))


def proof(*numbers: int) -> list[dict[str, str]]:
    return [{"url": f"https://doj.gov/{n}", "date": "2025-06-01"} for n in numbers]


OPEN: dict[str, Any] = {"status": "in_progress", "as_of": "2025-06-19"}
DONE: dict[str, Any] = {
    "status": "completed",
    "completed": "2025-06-19",
    "evidence": proof(1),
    "verification": {"state": "verified", "by": "OMB"},
}
EARLY = {**DONE, "completed": "2025-02-03"}
LIAISONS = {"directives/agencies.yaml": f"agencies:\n  - {{key: DOJ, liaisons: [{{name: A, email: {LIAISON}}}]}}\n"}
LATER = order(directive("3.a", deadline={"within": "90 days"}))

EXAMPLES = [
    Example(
        "EO501",
        start(**DONE),
        [Step("2025-06-21", said(**{**DONE, "completed": "2025-06-18"}))],
        [Step("2025-06-21", said(**DONE, note="It was so"))],
    ),
    Example(
        "EO502",
        start("2025-02-04", within="30 days", **EARLY),
        [Step("2025-02-06", LATER)],
        [Step("2025-02-05", LATER)],
    ),
    Example(
        "EO503",
        start(**{**DONE, "evidence": proof(1, 2)}),
        [Step("2025-06-21", said(**DONE))],
        [Step("2025-06-21", said(**{**DONE, "evidence": proof(1, 2, 3)}))],
    ),
    Example(
        "EO504",
        Step("2025-06-20", start(**OPEN).files | LIAISONS),
        [Step("2025-06-21", said(**OPEN, note="Under way"), STRANGER)],
        [Step("2025-06-21", said(**OPEN, note="Under way"), LIAISON.upper())],
    ),
    Example(
        "EO505",
        start(**OPEN),
        [Step("2025-06-21", said(**OPEN, note="Under way") | {"count.py": "print(1)\n"})],
        [
            Step("2025-06-21", said(**OPEN, note="Under way") | {"README.md": "Ours\n"}),
            Step("2025-06-21", {"count.py": "print(1)\n"}),
        ],
    ),
    Example(
        "EO506",
        start("2025-02-04", **{**OPEN, "as_of": "2025-06-01"}),
        [Step("2025-03-06", said(**EARLY))],
        [Step("2025-03-05", said(**EARLY))],
    ),
    Example(
        "EO507",
        start(**DONE),
        [Step("2025-06-21", said(**OPEN, evidence=proof(1)))],
        [Step("2025-06-21", said(**DONE, note="It was so"))],
    ),
    Example(
        "EO508",
        Step("2025-02-04", order(directive("3.a", deadline={"within": "30 days"}))),
        [Step("2025-02-06", order(no_duty="3.a"))],
        [Step("2025-02-05", order(no_duty="3.a"))],
    ),
]


def find(root: Path, steps: Sequence[Step]) -> list[Problem]:
    for step in steps:
        write(root, step.files)
        commit_on(root, step.day, step.email)
    return [each.problem for each in check_tracker(root, TODAY).findings]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_a_change_is_found_alone_and_one_in_order_is_not(tmp_path: Path, example: Example) -> None:
    [problem] = find(tmp_path / "bad", [example.first, *example.bad])
    assert problem.code == example.code
    assert (tmp_path / "bad" / problem.path).is_file()
    assert problem.directive == "eo-90001/3.a"
    assert find(tmp_path / "good", [example.first, *example.good]) == []


def test_every_rule_of_history_has_an_example_here() -> None:
    assert [example.code for example in EXAMPLES] == [rule.code for rule in RULES]


def test_what_was_changed_by_hand_and_not_committed_is_no_history(tmp_path: Path) -> None:
    assert find(tmp_path, [start(**DONE)]) == []
    write(tmp_path, said(**{**DONE, "completed": "2025-06-18"}))
    assert find(tmp_path, []) == []


def test_a_day_of_signing_that_is_moved_after_deadlines_is_found(tmp_path: Path) -> None:
    part = directive("3.a", deadline={"within": "30 days"})
    moved = order(part, signed="2025-01-08")
    [problem] = find(tmp_path / "late", [start("2025-02-04", within="30 days", **EARLY), Step("2025-02-06", moved)])
    assert (problem.code, problem.directive) == ("EO502", None)
    assert problem.message.startswith("the day of signing was changed 1 day after the first deadline was due on 2025")
    assert find(tmp_path / "early", [start("2025-02-04", within="30 days", **EARLY), Step("2025-02-05", moved)]) == []
