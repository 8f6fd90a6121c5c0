"""Every number of a report is what `status`, `overdue`, `upcoming` and `history` say for its days."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from eo_tracker.domain.periods import Period
from eo_tracker.domain.standings import count_standings
from eo_tracker.reports.weekly.content import Edition, Report
from eo_tracker.reports.weekly.document import Chart, Heading, Paragraph, Table, compose
from eo_tracker.reports.weekly.gathering import gather_report, judge_editions
from eo_tracker.reports.weekly.past import read_past
from eo_tracker.reports.weekly.wording import write_headline
from eo_tracker.reports.weekly.writers import write
from tests.cli.trackers import commit_all, git, make_directive, write_order, write_record
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
    return gather_report(read_past(root, Period(last - timedelta(days=days - 1), last)), edition or Edition(), 30)


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


def test_an_edition_that_is_cut_from_the_whole_is_the_same_as_one_by_itself(demo: Path) -> None:
    past = read_past(demo, Period.up_to(DAYS[-1]))
    editions = judge_editions(past, Edition(selection=("99102",)), 30)
    for agency in (None, *editions.list_agencies(())):
        assert editions.cut(agency) == gather_report(past, Edition(selection=("99102",), agency=agency), 30)


def test_an_agencys_edition_scores_the_agency_only(demo: Path) -> None:
    [own] = gather(demo, DAYS[-1], Edition(agency="READERS")).scores
    assert own in gather(demo, DAYS[-1]).scores


@pytest.mark.parametrize("typed", ["99101", "EO 99101", "eo-99101", "directives/eo-99101.yaml"])
def test_an_order_is_selected_as_people_type_it(demo: Path, typed: str) -> None:
    first_week = Period.up_to(date(2025, 11, 7))
    report = gather_report(read_past(demo, first_week), Edition(selection=(typed,)), 30)
    assert report == replace(gather_report(read_past(demo, first_week), Edition(selection=("eo-99101",)), 30),
                             edition=report.edition)  # fmt: skip
    assert "order_added" in {each.change.kind for each in report.changes}
    apart = gather_report(read_past(demo, first_week), Edition(selection=("EO", "99101")), 30)
    assert (apart.before, apart.now, apart.changes) == (report.before, report.now, report.changes)


def test_completed_occurrences_are_those_that_status_did_not_have_completed_before(demo: Path) -> None:
    found = 0
    for week in range(8):
        report = gather(demo, date(2026, 4, 3) + timedelta(weeks=week))
        before, now = (_list_occurrences(ask(demo, end.day, "status")) for end in (report.before, report.now))
        done = {row["id"] for row in report.completed}
        told = [(row["id"], row.get("order_due", row["due"]), row["completed"]) for row in report.completed_occurrences]
        assert told == [each for each in now if each not in before and each[0] not in done]
        found += len(told)
    assert found


def _list_occurrences(listing: Any) -> list[tuple[str, str, str]]:
    return [
        (row["id"], each.get("order_due", each["due"]), each["completed"])
        for row in listing["directives"]
        for each in row.get("occurrences", ())
        if each["completed"]
    ]


def test_a_completed_occurrence_is_told_with_its_own_days_and_evidence(demo: Path) -> None:
    report = gather(demo, date(2026, 5, 1))
    [table] = [block for block in compose(report) if isinstance(block, Table) and block.caption.startswith("Recorded")]
    assert [row[3:] for row in table.rows] == [
        (date(2026, 4, 29), "met 3 days late", "Second quarterly report"),
        (date(2026, 4, 28), "met 2 days early", "Books of April"),
    ]
    assert "2 were recorded as completed" in write_headline(report)


def commit(root: Path, day: str) -> None:
    commit_all(root)
    when = f"{day}T12:00:00-04:00"
    git(root, "commit", "--quiet", "--amend", "--no-edit", "--date", when, GIT_COMMITTER_DATE=when)


def test_what_has_another_lead_is_told_to_both_and_completed_once(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("3.a", deadline={"within": "60 days"}))
    write_record(tmp_path, "3.a", status="completed", completed="2025-05-20")
    commit(tmp_path, "2025-05-21")
    write_order(tmp_path, make_directive("3.a", deadline={"within": "60 days"}, lead=["DHS"]))
    commit(tmp_path, "2025-06-04")
    for agency, total in (("DOJ", 0), ("DHS", 1)):
        report = gather(tmp_path, date(2025, 6, 6), Edition(agency=agency))
        assert [each.change.kind for each in report.changes] == ["lead_changed"]
        assert report.completed == ()
        assert report.now.counts["total"] == total
        assert [point.total for point in report.burn_up[-1:]] == [1] * total
    assert gather(tmp_path, date(2025, 6, 6)).completed == ()


def test_what_is_waited_for_is_named(tmp_path: Path) -> None:
    write_order(
        tmp_path,
        make_directive("3.a", deadline={"within": "60 days"}, lead=["DHS", "DOJ"]),
        make_directive("3.b", deadline={"within": "30 days", "of": "3.a"}),
        make_directive("3.c", deadline={"within": "30 days", "of": "event", "event": "enactment"}, items=[
            {"id": "3.c.i"}, {"id": "3.c.ii"}]),
    )  # fmt: skip
    hold = {"court": "D.D.C.", "docket": "1:25-cv-1", "since": "2025-05-10"}
    write_record(tmp_path, "3.a", status="in_progress", reported_by=["DOJ"], holds=[hold])
    commit(tmp_path, "2025-05-21")
    blocks = compose(gather(tmp_path, date(2025, 6, 6)))
    tables = {block.caption: block.rows for block in blocks if isinstance(block, Table)}
    assert [row[3] for row in tables["For a trigger"]] == [
        "the completion of EO 14288, Sec. 3(a); due 2025-07-27 if that is completed on its due day",
        "the event “enactment”",
    ]
    assert [row[3] for row in tables["For a court"]] == ["on hold since 2025-05-10: D.D.C., 1:25-cv-1"]
    assert [row[3] for row in tables["For partners of joint directives"]] == ["not reported by DHS"]


def test_a_status_is_told_with_its_evidence(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("3.a"), make_directive("3.b"), make_directive("3.c"))
    source = {"title": "Report", "reference": "No. 7", "date": "2025-05-20"}
    write_record(tmp_path, "3.a", status="completed", completed="2025-05-20", evidence=[source])
    write_record(tmp_path, "3.b", status="completed", completed="2025-05-20")
    write_record(tmp_path, "3.c", status="in_progress")
    commit(tmp_path, "2025-06-02")
    blocks = compose(gather(tmp_path, date(2025, 6, 6)))
    [table] = [block for block in blocks if isinstance(block, Table) and block.caption.startswith("What was changed")]
    assert {row[0]: row[2] for row in table.rows if row[0] != "EO 14288"} == {
        "EO 14288, Sec. 3(a)": "Report", "EO 14288, Sec. 3(b)": "none", "EO 14288, Sec. 3(c)": None,
    }  # fmt: skip


def test_a_word_about_an_item_is_a_word_about_its_directive(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("3.a", items=[{"id": "3.a.i"}, {"id": "3.a.ii"}]), make_directive("3.b"))
    write_record(tmp_path, "3.a.i", status="in_progress", as_of="2025-06-05")
    commit(tmp_path, "2025-06-05")
    [silence] = gather(tmp_path, date(2025, 6, 6)).silent
    assert silence.row["id"] == "eo-14288/3.b"


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
        met = [each["timeliness"] for row in led for each in row.get("occurrences", [row]) if each["completed"]]
        assert (score.on_time, score.late) == (met.count("met"), met.count("met_late"))
        assert score.overdue == sum(row["timeliness"] == "overdue" for row in led)


def test_each_occurrence_that_was_met_counts_by_itself(tmp_path: Path) -> None:
    write_order(
        tmp_path, make_directive("3.a", deadline={"every": "1 month", "within": "1 month"}), make_directive("3.b")
    )
    days = {"2025-05-28": "2025-05-20", "2025-06-28": "2025-07-01", "2025-07-28": "2025-07-28"}
    done = [{"due": due, "completed": completed} for due, completed in days.items()]
    write_record(tmp_path, "3.a", status="in_progress", occurrences=done)
    commit(tmp_path, "2025-09-01")
    [score] = gather(tmp_path, date(2025, 9, 5)).scores
    assert (score.led, score.on_time, score.late, score.overdue) == (2, 2, 1, 1)
    assert score.share_on_time == 0.5


def test_a_week_with_nothing_in_it_and_an_empty_tracker_make_sense(tmp_path: Path) -> None:
    assert run("init", "tracker", cwd=tmp_path, env={"GIT_AUTHOR_DATE": "", "GIT_COMMITTER_DATE": ""}).returncode == 0
    root = tmp_path / "tracker"
    day = date.fromisoformat(git(root, "log", "-1", "--format=%cs").strip()) + timedelta(days=9)
    report = gather(root, day)
    assert report.now.counts == count_standings([])
    said = [block for block in compose(report) if isinstance(block, Heading)]
    assert [each.anchor for each in said] == ["top", "counting"]
    assert not [block for block in compose(report) if isinstance(block, Table | Chart)]
    told = [block.text for block in compose(report) if isinstance(block, Paragraph)]
    assert told[1] == "Nothing is tracked yet."
    assert told[2].startswith("The first step is an order's file, directives/eo-NNNNN.yaml")


def test_a_record_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    run("init", "--demo", "demo", cwd=tmp_path)
    root = tmp_path / "demo"
    (root / "status/eo-99101/2.d.yaml").write_text("status: [\n")
    commit_all(root)
    day = date.fromisoformat(git(root, "log", "-1", "--format=%cs").strip()) + timedelta(days=1)
    report = gather(root, day)
    assert [problem.path for problem in report.problems] == ["status/eo-99101/2.d.yaml"]
    assert report.unreadable == {"eo-99101/2.d"}
    tables = {block.caption: block.rows for block in compose(report) if isinstance(block, Table)}
    of_it = [row for rows in tables.values() for row in rows if row[0] == "EO 99101, Sec. 2(d)"]
    told = [cell for row in of_it for cell in row if str(cell).startswith("record cannot be read")]
    assert len(told) == 3  # what was said last, twice, and the status
    assert not {"never", "not reported"} & {cell for row in of_it for cell in row}


def test_an_item_whose_record_cannot_be_read_is_told_with_its_directive(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("3.a", items=[{"id": "3.a.i"}, {"id": "3.a.ii"}]), make_directive("3.b"))
    write_record(tmp_path, "3.a.i", status="done")
    commit(tmp_path, "2025-06-05")
    silent = gather(tmp_path, date(2025, 6, 6)).silent
    assert [(each.row["id"], each.is_unreadable) for each in silent] == [
        ("eo-14288/3.a", True),
        ("eo-14288/3.b", False),
    ]


def test_nobody_is_silent_for_longer_than_there_is_an_order(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("3.a"))
    commit(tmp_path, "2025-05-02")
    assert [len(gather(tmp_path, date(2025, 5, day)).silent) for day in (28, 29)] == [0, 1]


def test_long_texts_are_cut_in_tables_and_not_in_data(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("3.a", deadline={"within": "10 days"}, summary="word " * 2_000))
    write_record(tmp_path, "3.a", status="in_progress", note="y" * 10_000)
    commit(tmp_path, "2025-06-05")
    report = gather(tmp_path, date(2025, 6, 6))
    cells = [cell for b in compose(report) if isinstance(b, Table) for row in b.rows for cell in row]
    assert max(len(cell) for cell in cells if isinstance(cell, str)) <= 300
    assert any(str(cell).endswith("word …") for cell in cells)
    assert any(str(cell).endswith("yyy …”") for cell in cells)
    assert "y" * 10_000 in write(report, "json").decode()
    assert "y" * 10_000 in write(report, "csv").decode()


def test_an_acknowledgement_is_told_where_a_deadline_is_missed(tmp_path: Path) -> None:
    due = {"within": "10 days"}
    write_order(tmp_path, *(make_directive(f"3.{letter}", deadline=due) for letter in "abc"))
    reason = {"reason": "a storm", "until": "2025-06-20"}
    write_record(tmp_path, "3.a", status="completed", completed="2025-06-01", acknowledged=reason)
    write_record(tmp_path, "3.b", status="in_progress", acknowledged=reason)
    write_record(tmp_path, "3.c", status="in_progress", acknowledged={**reason, "until": "2025-06-05"})
    commit(tmp_path, "2025-06-05")
    tables = {b.caption: b.rows for b in compose(gather(tmp_path, date(2025, 6, 6))) if isinstance(b, Table)}
    assert [row[-1] for row in tables["Directives of EO 14288"]] == [
        "", "acknowledged until 2025-06-20: a storm", "acknowledgement ran out on 2025-06-05: a storm",
    ]  # fmt: skip
    assert [row[-1] for row in tables["Overdue, the longest first, by lead"]] == [
        "until 2025-06-20: a storm", "ran out on 2025-06-05: a storm",
    ]  # fmt: skip


@pytest.mark.parametrize("edition", EDITIONS, ids=str)
def test_the_document_has_each_part_once_and_in_order(demo: Path, edition: Edition) -> None:
    headings = [block for block in compose(gather(demo, DAYS[-1], edition)) if isinstance(block, Heading)]
    parts = ["overdue", "near", "far", "changed", "completed", "waiting", "silent", "nothing"]
    told = [each.anchor for each in headings if each.level < 3]
    assert [each for each in told if each not in parts] == [
        "top",
        "totals",
        "progress",
        "orders",
        "agencies",
        "counting",
    ]
    assert told[2 : told.index("progress")] == [each for each in parts if each in told]
    assert "overdue" in told or edition.agency or edition.selection
    assert len({each.anchor for each in headings}) == len(headings)
