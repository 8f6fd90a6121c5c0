"""The report's JSON says what the report says, in the rows of the listing commands and of `history`."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eo_tracker.reports.weekly.content import Edition
from eo_tracker.reports.weekly.json import write_report
from tests.cli.warm import run
from tests.reports.weekly.made import BUSY, HOSTILE, QUIET, gather, poison

LISTS = [
    "problems", "directives", "overdue", "due_in_14_days", "due_in_30_days", "changes", "completed",
    "completed_occurrences", "awaiting_trigger", "on_hold", "awaiting_partners", "silent", "scores", "burn_up",
]  # fmt: skip


def ask(root: Path, day: date, *words: str) -> Any:
    return json.loads(run("--today", str(day), *words, "--format", "json", cwd=root).stdout)


@pytest.mark.parametrize("day", [BUSY, QUIET], ids=str)
def test_lists_are_those_of_the_commands(demo: Path, day: date) -> None:
    told = json.loads(write_report(gather(demo, day)))
    assert told["schema"] == "eo-tracker/report/1"
    assert [name for name, value in told.items() if isinstance(value, list)][1:] == LISTS
    status = ask(demo, day, "status", "--as-of", str(day))
    assert told["directives"] == status["directives"]
    assert told["now"] == {"day": str(day), "commit": status["revision"], "counts": status["counts"]}
    assert told["overdue"] == ask(demo, day, "overdue", "--as-of", str(day))["directives"]
    assert told["due_in_14_days"] == ask(demo, day, "upcoming", "--as-of", str(day))["directives"]
    first, last = told["period"]["first"], told["period"]["last"]
    assert told["changes"] == ask(demo, BUSY, "history", "--since", first, "--until", last)["changes"]
    assert told["changes"]


def test_what_is_said_once_is_there(demo: Path) -> None:
    report = gather(demo, BUSY, Edition(title="The week", marking="CUI", agency="bells"))
    told = json.loads(write_report(report))
    assert told["edition"] == {
        "title": "The week",
        "marking": "CUI",
        "selection": [],
        "agency": "BELLS",
        "agency_name": report.agency_name,
    }
    assert told["before"]["commit"] == report.before.commit
    assert "overdue" in told["headline"]
    assert any("no legal advice" in sentence for sentence in told["method"])
    assert set(told["orders"]) == {row["order"] for row in told["directives"]}
    assert told["scores"][0]["share_on_time"] == report.scores[0].share_on_time
    assert told["burn_up"][-1]["day"] == str(BUSY)
    assert {"last_word", "days_silent", "id"} <= told["silent"][0].keys()


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_strangers_come_back_as_they_were(demo: Path, text: str) -> None:
    written = write_report(poison(gather(demo, BUSY), text))
    assert written.encode()
    assert all(character.isprintable() or character == "\n" for character in written)
    assert json.loads(written)["directives"][0]["note"] == text
