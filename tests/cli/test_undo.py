"""`undo`: one's last update is taken back by a new commit, and nothing else ever is."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.asking import refusal
from tests.cli.recording import (
    BEGUN,
    call,
    commit_at,
    count_commits,
    make_clone,
    record,
    refused,
    state,
    succeed,
    update,
    write_liaisons_tracker,
)
from tests.cli.trackers import commit_all, git, write_file

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def undo(root: Path, *arguments: str) -> str:
    return succeed(call(root, "undo", *arguments))


def test_the_last_update_is_taken_back_by_a_new_commit(root: Path) -> None:
    update(root, "3.a", "-s", "completed", "--completed", "2025-06-20", "-e", "D-25", "-m", "Done")
    taken_back = git(root, "rev-parse", "HEAD")
    moment = datetime.fromisoformat(git(root, "log", "-1", "--format=%aI"))
    day = moment.astimezone(ZoneInfo("America/New_York")).date()
    shown = undo(root)
    assert record(root, "3.a") == BEGUN
    assert (count_commits(root), git(root, "rev-parse", "HEAD~")) == (3, taken_back)
    commit = commit_at(root)
    assert commit.subject == "eo-14288/3.a: completed -> in_progress"
    assert commit.body == f"Takes back {taken_back[:12]} of {day}, eo-14288/3.a: in_progress -> completed"
    assert (commit.directive, commit.status, commit.files) == (
        "eo-14288/3.a",
        "in_progress",
        ("status/eo-14288/3.a.yaml",),
    )
    assert git(root, "log", "-1", "--format=%(trailers:key=EO-Undoes,valueonly)") == taken_back
    assert shown == (
        "EO 14288, Sec. 3(a): Do what Sec. 3.a says\n"
        "status     completed -> in progress\n"
        "as of      2025-06-30 -> 2025-06-01\n"
        "completed  2025-06-20 -> none\n"
        "note       “Under way”, in place of “Done”\n"
        "evidence   removed: D-25\n"
        f"recorded: 1 commit: {git(root, 'rev-parse', '--short=8', 'HEAD')}\n"
        "  hint: `eo-tracker sync` shares it\n"
    )
    assert git(root, "status", "--porcelain") == ""


def test_twice_steps_back_further(root: Path) -> None:
    update(root, "3.a", "-m", "First")
    update(root, "3.c", "-s", "in_progress")
    undo(root)
    assert not (root / "status/eo-14288/3.c.yaml").exists()
    assert "First" in record(root, "3.a")
    undo(root)
    assert record(root, "3.a") == BEGUN
    assert "no update by ann@doj.example" in refused(root, command="undo").message
    assert count_commits(root) == 5


def test_an_update_made_anew_after_an_undo_is_taken_back_by_the_next(root: Path) -> None:
    for _ in range(2):
        update(root, "3.a", "-m", "First")
        undo(root)
        assert record(root, "3.a") == BEGUN


def test_a_record_that_the_update_made_is_removed(root: Path) -> None:
    update(root, "3.b", "-s", "in_progress")
    shown = undo(root)
    assert "status  in progress -> not reported" in shown
    assert not (root / "status/eo-14288/3.b.yaml").exists()
    assert commit_at(root).status == "not_reported"
    assert git(root, "status", "--porcelain") == ""


def test_of_several_the_last_is_taken_back(root: Path) -> None:
    update(root, "3.b", "3.c", "-s", "in_progress")
    undo(root)
    assert ((root / "status/eo-14288/3.b.yaml").exists(), (root / "status/eo-14288/3.c.yaml").exists()) == (True, False)


def test_a_dry_run_only_shows_what_would_be_taken_back(root: Path) -> None:
    update(root, "3.a", "-m", "First")
    before = state(root)
    shown = undo(root, "--dry-run")
    assert "note   “Under way”, in place of “First”\n" in shown
    assert shown.endswith("not recorded: this only shows the change\n")
    assert state(root) == before


def test_a_record_that_has_changed_since_is_left_alone(root: Path) -> None:
    update(root, "3.a", "-m", "First")
    git(root, "-c", "user.name=Bob", "commit", "--quiet", "--allow-empty", "-m", "Something else")
    path = root / "status/eo-14288/3.a.yaml"
    write_file(path, record(root, "3.a") + "# by hand\n")
    said = refused(root, command="undo")
    assert "that are not committed" in said.message
    assert "git restore status/eo-14288/3.a.yaml" in said.hint
    commit_all(root, "By hand")
    said = refused(root, command="undo")
    assert "the record of eo-14288/3.a has changed since your update of " in said.message
    assert said.hint == "record what is true now: eo-tracker update eo-14288/3.a"


def test_what_others_recorded_is_not_taken_back(root: Path) -> None:
    update(root, "3.a", "-m", "First")
    git(root, "config", "user.email", "bob@doj.example")
    said = refused(root, command="undo")
    assert said.message == "there is no update by bob@doj.example on this branch that could be undone"
    assert "git config user.email" in said.hint


def test_the_users_other_work_stays_as_it_is(root: Path) -> None:
    update(root, "3.a", "-m", "First")
    write_file(root / "staged.txt", "staged\n")
    git(root, "add", "staged.txt")
    write_file(root / "status/eo-14288/3.c.yaml", "status: not_started\n")
    before = git(root, "status", "--porcelain=v2")
    undo(root)
    assert git(root, "status", "--porcelain=v2") == before
    assert commit_at(root).files == ("status/eo-14288/3.a.yaml",)


def test_a_tracker_in_a_subfolder_is_stepped_back_too(tmp_path: Path) -> None:
    root = make_clone(tmp_path, "trackers/ours")
    update(root, "3.b", "-s", "in_progress")
    undo(root)
    assert commit_at(root).files == ("trackers/ours/status/eo-14288/3.b.yaml",)
    assert not (root / "status/eo-14288/3.b.yaml").exists()


def test_a_hook_that_refuses_is_heard_and_nothing_is_changed(root: Path) -> None:
    update(root, "3.b", "-s", "in_progress")
    hook = write_file(root / ".git/hooks/pre-commit", "#!/bin/sh\necho 'not on Mondays' >&2\nexit 1\n")
    hook.chmod(0o755)
    assert refused(root, command="undo").message == "the hook pre-commit refused it, saying: not on Mondays"


def test_a_state_without_commits_is_told(tmp_path: Path, root: Path) -> None:
    update(root, "3.b", "-s", "in_progress")
    git(root, "checkout", "--quiet", "--detach")
    assert "on no branch" in refused(root, command="undo").message
    git(root, "checkout", "--quiet", "main")
    git(root, "config", "--unset", "user.email")
    assert "git does not know who you are" in refused(root, command="undo").message
    outside = tmp_path / "outside"
    outside.mkdir()
    write_liaisons_tracker(outside)
    assert "is in no git repository" in refusal(call(outside, "undo")).message


def test_before_the_first_commit_there_is_nothing_to_take_back(tmp_path: Path) -> None:
    write_liaisons_tracker(tmp_path)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "user.name", "Ann")
    git(tmp_path, "config", "user.email", "ann@doj.example")
    assert "there is no update" in refusal(call(tmp_path, "undo")).message
