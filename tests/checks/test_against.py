"""Held against a commit, what a change made worse is told from what was so, and from what only the calendar did."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.checks.trackers import directive, order, record, write
from tests.cli.asking import refusal
from tests.cli.trackers import commit_all, git
from tests.cli.warm import run

SOON = directive("3.b", deadline={"by": "2199-06-01"})
LATE = directive("3.a", deadline={"within": "30 days"})
OPEN = {"status": "in_progress", "as_of": "2199-05-30"}


def origins(root: Path, *arguments: str, today: str = "2199-05-31", against: str = "HEAD") -> dict[str, str]:
    done = run("--today", today, "check", "--against", against, "--format", "json", *arguments, cwd=root)
    told = json.loads(done.stdout)
    assert sum(told["counts"][word] for word in ("new", "known", "calendar")) == told["counts"]["total"]
    return {f"{p['code']} {(p['directive'] or '').partition('/')[2]}".strip(): p["origin"] for p in told["problems"]}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    write(tmp_path, order(LATE, SOON) | record("3.a", **OPEN) | record("3.b", **OPEN))
    commit_all(tmp_path)
    return tmp_path


def test_without_a_change_what_is_missed_was_so_already_or_came_with_the_calendar(base: Path) -> None:
    assert origins(base) == {"EO301 3.a": "known"}
    assert origins(base, today="2199-06-02") == {"EO301 3.a": "known", "EO301 3.b": "calendar"}


def test_what_a_change_made_worse_is_new(base: Path) -> None:
    write(base, order(LATE, directive("3.b", deadline={"by": "2199-01-01"})) | record("3.a", status="completed"))
    assert origins(base) == {"EO301 3.a": "known", "EO301 3.b": "new", "EO216 3.a": "new"}


def test_an_acknowledgement_that_is_taken_out_makes_the_fault_new(base: Path) -> None:
    write(base, record("3.a", **OPEN, acknowledged={"reason": "a court", "until": "2199-12-31", "by": "OMB"}))
    commit_all(base)
    assert origins(base) == {"EO301 3.a": "known"}
    write(base, record("3.a", **OPEN))
    assert origins(base) == {"EO301 3.a": "new"}


def test_a_base_without_a_tracker_makes_everything_new(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("nothing yet")
    commit_all(tmp_path)
    write(tmp_path, order(LATE) | record("3.a", **OPEN))
    assert origins(tmp_path) == {"EO301 3.a": "new"}


def test_before_the_first_commit_everything_is_new(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path, order(LATE) | record("3.a", **OPEN))
    assert origins(tmp_path) == {"EO301 3.a": "new"}
    assert refusal(run("check", "--against", "main", cwd=tmp_path)).message == '--against "main" names no commit'


def test_it_fails_for_what_is_new_only_where_that_is_asked_for(base: Path) -> None:
    assert run("--today", "2199-05-31", "check", "--against", "HEAD", cwd=base).returncode == 1
    only_new = ("check", "--against", "HEAD", "--fail-on", "new")
    assert run("--today", "2199-05-31", *only_new, cwd=base).returncode == 0
    assert run("--today", "2199-06-02", *only_new, cwd=base).returncode == 0
    write(base, order(LATE, directive("3.b", deadline={"by": "2199-01-01"})))
    done = run("--today", "2199-05-31", *only_new, cwd=base)
    assert done.returncode == 1
    assert "New with this change (1 finding)\n" in done.stdout
    assert "So already before this change (1 finding)\n" in done.stdout
    assert "2 errors in 1 file (1 new, 0 by the calendar, 1 known); " in done.stdout


def test_severities_below_the_failing_one_do_not_fail(tmp_path: Path) -> None:
    write(tmp_path, order(directive("3.a")) | record("3.a", status="in_progress", as_of="2025-02-01"))
    assert run("--today", "2025-06-30", "check", cwd=tmp_path).returncode == 0
    assert run("--today", "2025-06-30", "check", "--fail-on-severity", "warning", cwd=tmp_path).returncode == 1


def test_history_is_checked_where_there_is_one(base: Path) -> None:
    evidence = [{"url": "https://doj.gov/1", "date": "2025-05-01"}]
    done = {"status": "completed", "evidence": evidence, "verification": {"state": "verified", "by": "OMB"}}
    write(base, record("3.a", **done, completed="2025-01-20"))
    commit_all(base)
    write(base, record("3.a", **done, completed="2025-01-18") | {"count.py": "print(1)\n"})
    commit_all(base)
    assert origins(base) == {"EO501 3.a": "known", "EO505 3.a": "known", "EO506 3.a": "known"}
    assert origins(base, against="HEAD~")["EO501 3.a"] == "new"
    assert origins(base, "--no-history") == {}


def test_what_has_no_history_or_a_part_of_it_says_so(base: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("clone")
    write(base, record("3.a", **OPEN, note="So far"))
    commit_all(base)
    git(folder, "clone", "--quiet", "--depth", "1", base.as_uri(), "shallow")
    shallow = run("--today", "2199-05-31", "check", cwd=folder / "shallow")
    assert "not checked: history, for this clone has only a part of it" in shallow.stdout
    git(base, "config", "uploadpack.allowFilter", "true")
    git(folder, "clone", "--quiet", "--filter=blob:none", base.as_uri(), "partial")
    partial = run("--today", "2199-05-31", "check", cwd=folder / "partial")
    assert partial.returncode == 1
    assert "not checked: history, for this clone has left a part of it on its server" in partial.stdout
    gitless = run("--today", "2199-05-31", "check", cwd=base, env={"PATH": str(folder)})
    assert gitless.returncode == 1
    assert "not checked: history, for git is not installed, or not on the PATH" in gitless.stdout
    (folder / "plain").mkdir()
    write(folder / "plain", order(LATE) | record("3.a", **OPEN))
    assert "not checked: history, for this is no git repository" in run("check", cwd=folder / "plain").stdout


def test_a_base_that_is_none_is_wrong_use(base: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert refusal(run("check", "--against", "nope", cwd=base)).message == '--against "nope" names no commit'
    assert refusal(run("check", "--against=--output=x", cwd=base)).hint
    plain = write(tmp_path_factory.mktemp("plain"), order(LATE))
    assert "no commit to compare with" in refusal(run("check", "--against", "HEAD", cwd=plain)).message


def test_a_missed_deadline_is_the_same_one_whatever_is_said_of_it(base: Path) -> None:
    write(base, record("3.a", **OPEN, extension={"to": "2199-01-01", "authority": "OMB"}))
    assert origins(base) == {"EO304 3.a": "known"}


def test_what_an_unreadable_order_hid_was_so_already(base: Path) -> None:
    healthy = (base / "directives/eo-90001.yaml").read_text("utf-8")
    write(base, {"directives/eo-90001.yaml": healthy.replace("title: Counting", 'title: "Counting')})
    commit_all(base)
    write(base, {"directives/eo-90001.yaml": healthy})
    assert origins(base) == {"EO301 3.a": "known"}


def test_a_clock_that_a_report_starts_is_the_days_doing(tmp_path: Path) -> None:
    waiting = directive("3.b", deadline={"within": "10 days", "of": "3.a"})
    evidence = [{"reference": "memorandum 1", "date": "2199-05-01"}]
    write(tmp_path, order(directive("3.a"), waiting) | record("3.a", **OPEN))
    commit_all(tmp_path)
    write(tmp_path, record("3.a", status="completed", completed="2199-05-01", evidence=evidence))
    assert origins(tmp_path)["EO301 3.b"] == "calendar"


def test_what_came_to_the_shared_branch_meanwhile_is_not_new(base: Path) -> None:
    git(base, "checkout", "-q", "-b", "work")
    git(base, "checkout", "-q", "-")
    write(base, record("3.a", status="not_applicable", note="Nothing to count."))
    commit_all(base)
    shared = git(base, "rev-parse", "HEAD").strip()
    git(base, "checkout", "-q", "work")
    assert origins(base, against=shared) == {"EO301 3.a": "known"}


TWICE = directive("3.a", deadline=[{"by": "2025-02-03"}, {"by": "2025-03-03"}, {"by": "2199-05-30"}])
FIRST = {"occurrences": [{"due": "2025-02-03", "completed": "2025-02-03", "without_evidence": "it is secret"}]}


def test_what_is_left_after_some_progress_was_so_already(tmp_path: Path) -> None:
    joint = directive("3.b", lead=["DOJ", "DHS", "DOD"])
    write(tmp_path, order(TWICE, joint, directive("3.e")))
    write(tmp_path, record("3.a", **OPEN) | record("3.b", **OPEN, reported_by="DOJ"))
    commit_all(tmp_path)
    write(tmp_path, order(TWICE, joint, directive("3.e"), no_duty="3.c"))
    write(tmp_path, record("3.a", **OPEN, **FIRST) | record("3.b", **OPEN, reported_by=["DOJ", "DHS"]))
    found = origins(tmp_path, "--no-history", today="2199-05-30")
    assert found == {"EO220": "known", "EO301 3.a": "known", "EO405 3.b": "known"}


def test_one_more_missed_day_is_told_from_those_before(tmp_path: Path) -> None:
    write(tmp_path, order(TWICE) | record("3.a", **OPEN, **FIRST))
    commit_all(tmp_path)
    assert origins(tmp_path, "--no-history", today="2199-05-30") == {"EO301 3.a": "known"}
    assert origins(tmp_path, "--no-history") == {"EO301 3.a": "calendar"}
    write(tmp_path, record("3.a", **OPEN))
    assert origins(tmp_path, "--no-history") == {"EO301 3.a": "new"}


def test_a_missed_deadline_is_the_same_under_each_of_its_codes(base: Path) -> None:
    run_out = {"acknowledged": {"reason": "a court", "until": "2025-03-01", "by": "OMB"}}
    short = {"extension": {"to": "2025-03-01", "authority": "OMB"}}
    for more in (run_out, short, {}):
        write(base, record("3.a", **OPEN, **more))
        assert set(origins(base, "--no-history").values()) == {"known"}
        commit_all(base)


def test_only_what_is_no_data_counts_as_code(base: Path) -> None:
    write(base, record("3.a", **OPEN, note="So far") | {"directives/agencies.yaml": "agencies: []\n"})
    write(
        base, {"directives/text/eo-90001.html": "<p>Count.</p>", ".github/CODEOWNERS": "* @doj\n", "README.md": "Ours"}
    )
    commit_all(base)
    assert not [each for each in origins(base) if each.startswith("EO505")]
    write(base, record("3.a", **OPEN, note="And on") | {"status.py": "print(1)\n"})
    commit_all(base)
    assert "EO505 3.a" in origins(base)
