"""Every number of a report is what `status`, `overdue`, `upcoming` and `history` say for its days."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from eo_tracker.domain.periods import Period
from eo_tracker.domain.standings import count_standings
from eo_tracker.reports.weekly.content import Edition, Report
from eo_tracker.reports.weekly.document import Chart, Heading, Table, compose
from eo_tracker.reports.weekly.gathering import gather_report
from tests.cli.trackers import commit_all, git
from tests.cli.warm import run

DAYS = [
    date(2025, 11, 14),
    date(2026, 1, 30),
    date(2026, 4, 24),
    date(2026, 7, 10),
    date(2026, 9, 18),
    date(2026, 10, 16),
]
EDITIONS = [
    Edition(),
    Edition(agency="READERS"),
    Edition(selection=("99101",)),
    Edition(selection=("99102/3", "99101/2.a")),
]


def gather(root: Path, last: date, edition: Edition | None = None, days: int = 7) -> Report:
    return gather_report(root, edition or Edition(), Period(last - timedelta(days=days - 1), last), 30)


def ask(root: Path, day: date, *words: str) -> Any:
    done = run("--today", str(day), *words, "--as-of", str(day), "--format", "json", cwd=root)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def plain(rows: Iterable[dict[str, Any]]) -> Any:
    """Give rows as JSON has them."""
    return json.loads(json.dumps(list(rows)))


def list_changes(root: Path, period: Period, *words: str) -> list[Any]:
    days = ("--since", str(period.first), "--until", str(period.last))
    done = run("--today", "2026-10-30", "history", *words, *days, "--format", "json", cwd=root)
    return list(json.loads(done.stdout)["changes"])


@pytest.mark.parametrize("last", DAYS, ids=str)
def test_the_numbers_are_those_of_the_listing_commands(demo: Path, last: date) -> None:
    report = gather(demo, last)
    status = ask(demo, last, "status")
    assert plain(report.rows) == status["directives"]
    assert dict(report.now.counts) == status["counts"]
    assert report.now.commit == status["revision"]
    assert plain(report.overdue) == ask(demo, last, "overdue")["directives"]
    assert plain(report.near) == ask(demo, last, "upcoming", "--days", "14")["directives"]
    assert plain((*report.near, *report.far)) == ask(demo, last, "upcoming", "--days", "30")["directives"]
    if report.before.commit:
        before = ask(demo, report.period.eve, "status")
        assert dict(report.before.counts) == before["counts"]
        done = {row["id"] for row in before["directives"] if row["status"] == "completed"}
        now_done = [row for row in status["directives"] if row["status"] == "completed"]
        assert plain(report.completed) == [row for row in now_done if row["id"] not in done]
    changes = list_changes(demo, report.period)
    assert [(c.commit, c.change.kind, c.about) for c in report.changes] == [
        (c["commit"], c["kind"], c["directive"] or c["order"]) for c in changes
    ]


@pytest.mark.parametrize("last", [DAYS[2], DAYS[-1]], ids=str)
def test_an_agencys_edition_is_what_it_leads(demo: Path, last: date) -> None:
    report = gather(demo, last, Edition(agency="READERS"))
    assert plain(report.rows) == ask(demo, last, "status", "--agency", "READERS")["directives"]
    assert plain(report.overdue) == ask(demo, last, "overdue", "--agency", "READERS")["directives"]
    ids = {row["id"] for row in report.rows}
    assert {c.about for c in report.changes} <= ids | {i for row in report.rows for i in map(_id, row.get("items", ()))}


def _id(item: dict[str, Any]) -> str:
    return str(item["id"])


def test_a_selection_that_was_not_tracked_before_is_new(demo: Path) -> None:
    report = gather(demo, date(2026, 3, 14), Edition(selection=("99102", "99101/3.a")))
    assert report.now.counts["total"] > report.before.counts["total"] == 1


def test_the_lines_of_the_burn_up_are_what_status_says_of_those_days(demo: Path) -> None:
    report = gather(demo, DAYS[-1])
    assert len(report.burn_up) > 40
    for point in report.burn_up[::6] + report.burn_up[-1:]:
        counts = ask(demo, point.day, "status")["counts"]
        assert (point.completed, point.total) == (counts["completed"], counts["total"]), point.day
    assert report.burn_up[-1].day == report.period.last


def test_each_lead_is_scored(demo: Path) -> None:
    report = gather(demo, DAYS[-1])
    for score in report.scores:
        led = [row for row in report.rows if score.agency in row["lead"]]
        assert score.led == len(led)
        assert score.on_time == sum(row["timeliness"] == "met" for row in led)
        assert score.overdue == sum(row["timeliness"] == "overdue" for row in led)


def test_a_week_with_nothing_in_it_and_an_empty_tracker_make_sense(tmp_path: Path) -> None:
    assert run("init", "tracker", cwd=tmp_path, env={"GIT_AUTHOR_DATE": "", "GIT_COMMITTER_DATE": ""}).returncode == 0
    root = tmp_path / "tracker"
    day = date.fromisoformat(git(root, "log", "-1", "--format=%cs").strip()) + timedelta(days=9)
    report = gather(root, day)
    assert report.now.counts == count_standings([])
    said = [block for block in compose(report) if isinstance(block, Heading)]
    assert next(each.text for each in said if each.level == 2) == "Totals"
    assert not [block for block in compose(report) if isinstance(block, Table | Chart)]


def test_a_record_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    run("init", "--demo", "demo", cwd=tmp_path)
    root = tmp_path / "demo"
    (root / "status/eo-99101/2.d.yaml").write_text("status: [\n")
    commit_all(root)
    day = date.fromisoformat(git(root, "log", "-1", "--format=%cs").strip()) + timedelta(days=1)
    report = gather(root, day)
    assert [problem.path for problem in report.problems] == ["status/eo-99101/2.d.yaml"]


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
def test_the_document_has_each_part_once_and_in_order(demo: Path, edition: Edition) -> None:
    headings = [block for block in compose(gather(demo, DAYS[-1], edition)) if isinstance(block, Heading)]
    assert [each.anchor for each in headings if each.level < 3] == [
        "top", "totals", "overdue", "near", "far", "changed", "completed", "waiting", "silent", "orders", "agencies",
        "counting",
    ]  # fmt: skip
    assert len({each.anchor for each in headings}) == len(headings)
