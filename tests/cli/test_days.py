"""The days of EO 14288 as the repository's own data gives them, and the days that wrong rules would give."""

from __future__ import annotations

import re

import pytest

from tests.cli.asking import FORMATS, answer, rows

REVIEW, FIRST, SECOND = "eo-14288/3.b", "eo-14288/4.a", "eo-14288/4.b"
# From publication (60 and 90 days), by business days (60 and 90), rolled off the Sunday.
WRONG = {"2025-07-01": "July 1,", "2025-07-31": "July 31", "2025-07-24": "July 24", "2025-09-04": "September 4"}
ROLLED, WRITTEN = "2025-07-28", "July 28"
NEXT = "(not a federal business day; the next is Monday, July 28, 2025)"
# Neither a day of the data nor near to one.
LATER = "2026-11-24"


def overdue_on(day: str) -> dict[str, int]:
    return {directive: -row["days"] for directive, row in rows("overdue", today=day).items()}


@pytest.mark.parametrize(
    ("day", "overdue"),
    [
        ("2025-04-28", {}),
        ("2025-06-26", {}),
        ("2025-06-27", {}),
        ("2025-06-28", {REVIEW: 1}),
        ("2025-07-26", {REVIEW: 29}),
        ("2025-07-27", {REVIEW: 30}),
        ("2025-07-28", {REVIEW: 31, FIRST: 1, SECOND: 1}),
        (LATER, {REVIEW: 515, FIRST: 485, SECOND: 485}),
    ],
)
def test_what_is_overdue_and_by_how_many_days(day: str, overdue: dict[str, int]) -> None:
    assert overdue_on(day) == overdue


@pytest.mark.parametrize(("day", "days"), [("2025-07-12", 15), ("2025-07-13", 14), ("2025-07-27", 0)])
def test_what_falls_due_in_the_next_days(day: str, days: int) -> None:
    reach = {directive: row["days"] for directive, row in rows("upcoming", "--days", str(days), today=day).items()}
    assert reach == {FIRST: days, SECOND: days}
    default = rows("upcoming", today=day)
    assert list(default) == ([FIRST, SECOND] if days <= 14 else [])


def test_a_due_day_keeps_its_weekday() -> None:
    due = {directive: (row["due"], row["due_weekday"]) for directive, row in rows("status").items() if row["due"]}
    sunday = ("2025-07-27", "Sunday")
    assert due == {REVIEW: ("2025-06-27", "Friday"), FIRST: sunday, SECOND: sunday}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", [("status",), ("overdue",), ("upcoming", "--days", "60")])
def test_no_list_gives_a_day_that_a_wrong_rule_would_give(command: tuple[str, ...], form: str) -> None:
    text = answer(*command, "--format", form, today="2025-06-20" if command[0] == "upcoming" else LATER)
    assert "2025-06-27" in text
    assert "2025-07-27" in text
    assert not [day for pair in (*WRONG.items(), (ROLLED, WRITTEN)) for day in pair if day in text]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("directive", ["3.b", "4.a"])
def test_no_directive_in_full_gives_such_a_day(directive: str, form: str) -> None:
    text = " ".join(answer("show", directive, "--format", form, today=LATER).split())
    assert not [day for pair in WRONG.items() for day in pair if day in text]
    assert ROLLED not in text
    # The next business day may be told, never as the day that it is due.
    assert text.count(WRITTEN) == len(re.findall(rf"the next is Monday, {WRITTEN}, 2025\)", text))


@pytest.mark.parametrize(
    ("directive", "sentence"),
    [
        ("3.b", "60 days after 2025-04-28, signing: Friday, June 27, 2025"),
        ("4.a", f"90 days after 2025-04-28, signing: Sunday, July 27, 2025 {NEXT}"),
        ("14288/6", "none"),
        ("14288/5", "none: a continuing duty"),
    ],
)
def test_show_tells_the_arithmetic(directive: str, sentence: str) -> None:
    assert f"Deadline {sentence} Standing " in " ".join(answer("show", directive, today=LATER).split())
