"""What `check` finds in this repository's own tracker, and how it says so."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from eo_tracker.checks.checking import check_tracker
from tests.checks.trackers import directive, order, write
from tests.cli.asking import refusal
from tests.cli.warm import run
from tests.terminal import ROOT, run_in_terminal, without_colour

TODAY = "2026-11-24"


def test_three_deadlines_are_missed_and_no_data_is_wrong() -> None:
    found = [each.problem for each in check_tracker(ROOT, date.fromisoformat(TODAY)).findings]
    errors = [(p.code, p.directive, p.line) for p in found if p.severity == "error"]
    assert errors == [("EO301", "eo-14288/3.b", 60), ("EO301", "eo-14288/4.a", 75), ("EO301", "eo-14288/4.b", 85)]
    for problem, days in zip([p for p in found if p.code == "EO301"], (515, 485, 485), strict=True):
        assert f"is overdue by {days} days" in problem.message
    assert not [p for p in found if p.code[:3] in ("EO1", "EO2")]


def test_json_is_the_public_shape_and_the_exit_code_1() -> None:
    done = run("--today", TODAY, "check", "--format", "json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert told["schema"] == "eo-tracker/check/1"
    assert told["counts"]["error"] == 3
    [first, *_] = [each for each in told["problems"] if each["code"] == "EO301"]
    assert {"code", "severity", "path", "line", "column", "directive", "message", "hint"} <= first.keys()
    assert (first["path"], first["line"], first["column"]) == ("directives/eo-14288.yaml", 60, 9)


def test_on_the_last_day_nothing_is_missed() -> None:
    assert run("--today", "2025-06-27", "check").returncode == 0
    assert run("--today", "2025-06-28", "check").returncode == 1


@pytest.mark.parametrize("columns", [60, 80, 200])
def test_text_fits_the_terminal_and_shows_the_line(columns: int) -> None:
    shown = without_colour(run_in_terminal(f"eo-tracker --today {TODAY} check", columns=columns))
    assert max(map(len, shown.splitlines())) <= columns
    assert "    | deadline: {within: 60 days}\n    | ^\n" in shown
    assert shown.splitlines()[-1].endswith("2026")


def test_text_has_no_colour_where_none_is_wanted() -> None:
    assert "\x1b" not in run("--today", TODAY, "check").stdout
    shown = run_in_terminal(f"eo-tracker --today {TODAY} check", env={"NO_COLOR": "1"})
    assert "\x1b[31m" not in shown
    assert "error EO301" in without_colour(shown)


def test_rules_are_listed_and_explained() -> None:
    listed = run("check", "--list").stdout
    assert "  EO301  error    A deadline is missed\n" in listed
    explained = run("check", "--explain", "eo301").stdout
    assert explained.startswith("EO301: A deadline is missed\n")
    assert "A fault:\n" in explained
    assert "The cure:\n" in explained


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("--explain EO999", 'there is no rule "EO999"'),
        ("-f json -o no/such/folder.json", "no/such/folder.json cannot be written: no such file or directory"),
    ],
)
def test_wrong_use_is_a_plain_sentence(typed: str, message: str) -> None:
    said = refusal(run("--today", TODAY, "check", *typed.split()))
    assert said.message == message
    assert said.hint


def test_without_a_commit_to_compare_with_everything_counts() -> None:
    done = run("--today", TODAY, "check", "--no-history", "--fail-on", "new")
    assert done.returncode == 1
    assert done.stderr == (
        "note: no commit to compare with is named, so everything counts\n  hint: name it: --against origin/main\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_nothing_of_what_a_link_leads_to_is_shown(tmp_path: Path) -> None:
    root = write(tmp_path / "tracker", order(directive("3.a")))
    (tmp_path / "secret").write_text("the password\n")
    (root / "status/eo-90001").mkdir(parents=True)
    (root / "status/eo-90001/3.a.yaml").symlink_to(tmp_path / "secret")
    done = run("--today", TODAY, "check", "--no-history", cwd=root)
    assert "EO107" in done.stdout
    assert "password" not in done.stdout


def test_who_would_lose_comments_is_told(tmp_path: Path) -> None:
    root = write(tmp_path, order(directive("3.a")) | {"status/eo-90001/3.a.yaml": "status:   not_started  # yet\n"})
    done = run("--today", TODAY, "check", "--fix-hint", cwd=root)
    assert done.stdout == "# status/eo-90001/3.a.yaml\nstatus: not_started\n\n"
    assert done.stderr.startswith("note: status/eo-90001/3.a.yaml has comments that this text has not\n")
