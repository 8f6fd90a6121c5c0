"""The merge driver: git itself merges records field by field, and is never worse off than without it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from eo_tracker.repository.git import Git
from eo_tracker.repository.merging import ATTRIBUTES_LINE, set_up_merge_driver
from tests.cli import warm
from tests.repository.clones import ENVIRONMENT, git, make_repository
from tests.repository.trackers import COUNT, ORDER, ORDER_PATH, RECORD_PATH, write_tracker

ROOT = "trackers/ours"
NEW_PATH = "status/eo-90001/3.a.yaml"
RELEASE = "  - title: Release\n    url: https://example.gov/1\n    date: 2025-06-20\n"
REPORT = "  # Found by the keepers.\n  - title: Report\n    url: https://example.gov/2\n    date: 2025-06-01\n"
OURS, THEIRS = COUNT.replace("has begun", "goes on") + RELEASE, COUNT.replace("has begun", "is done") + REPORT
MARKED = (COUNT + REPORT + RELEASE).replace(
    "note: Counting has begun.\n",
    "<<<<<<< ours\nnote: Counting goes on.\n=======\nnote: Counting is done.\n>>>>>>> theirs\n",
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a tracker in a folder of it, in which git knows the driver; to be copied."""
    top = make_repository(tmp_path_factory.mktemp("prepared") / "clone")
    root = write_tracker(top / ROOT, {ORDER_PATH: ORDER, RECORD_PATH: COUNT, ".gitattributes": f"{ATTRIBUTES_LINE}\n"})
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "A tracker")
    set_up_merge_driver(Git(root))
    return top


@pytest.fixture
def top(prepared: Path, tmp_path: Path) -> Path:
    """The top of a repository of the test's own, in a folder with a name as people give them."""
    folder = tmp_path / "Müller's clone (50%)"
    shutil.copytree(prepared, folder)
    return folder


def attempt(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git where it may fail."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | ENVIRONMENT
    command = ["git", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, encoding="utf-8")


def write(top: Path, path: str, text: str | None) -> None:
    """Write a tracker's file, or remove it."""
    file = top / ROOT / path
    if text is None:
        file.unlink()
    else:
        file.write_bytes(text.encode())


def read(top: Path, path: str = RECORD_PATH) -> str:
    return (top / ROOT / path).read_bytes().decode()


def branch_off(top: Path, ours: str | None, theirs: str | None, path: str = RECORD_PATH) -> None:
    """Commit a file on `main` as ours, and on `theirs` as theirs; be on `main`."""
    git(top, "switch", "--quiet", "--create", "theirs")
    write(top, path, theirs)
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "Theirs")
    git(top, "switch", "--quiet", "main")
    write(top, path, ours)
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "Ours")


def merge(top: Path) -> subprocess.CompletedProcess[str]:
    return attempt(top, "merge", "--no-edit", "theirs")


@pytest.mark.parametrize("command", [["merge", "--no-edit", "theirs"], ["rebase", "theirs"], ["cherry-pick", "theirs"]])
def test_evidence_of_two_branches_is_kept(command: list[str], top: Path) -> None:
    branch_off(top, COUNT + RELEASE, COUNT + REPORT)
    done = attempt(top, *command)
    assert (done.returncode, read(top)) == (0, COUNT + REPORT + RELEASE)
    assert git(top, "status", "--porcelain") == ""


def test_different_fields_with_their_comments_both_apply(top: Path) -> None:
    ours = COUNT.replace("in_progress", "not_started  # after all")
    theirs = COUNT.replace("2025-05-02\n\n", "2025-06-20  # by telephone\n\n")
    branch_off(top, ours, theirs)
    assert merge(top).returncode == 0
    assert read(top) == theirs.replace("in_progress", "not_started  # after all")


def test_a_record_that_both_branches_created_is_one(top: Path) -> None:
    branch_off(top, "status: in_progress\nevidence:\n" + RELEASE, "note: begun\nevidence:\n" + RELEASE, NEW_PATH)
    assert merge(top).returncode == 0
    assert read(top, NEW_PATH) == "status: in_progress\nnote: begun\nevidence:\n" + RELEASE


def test_lines_end_as_they_did(top: Path) -> None:
    write(top, RECORD_PATH, COUNT.replace("\n", "\r\n"))
    git(top, "commit", "--quiet", "--all", "--message", "From Windows")
    branch_off(top, (COUNT + RELEASE).replace("\n", "\r\n"), (COUNT + REPORT).replace("\n", "\r\n"))
    assert merge(top).returncode == 0
    assert read(top) == (COUNT + REPORT + RELEASE).replace("\n", "\r\n")


def test_a_clone_that_turns_line_ends_merges_as_well(top: Path) -> None:
    git(top, "config", "core.autocrlf", "true")
    branch_off(top, (COUNT + RELEASE).replace("\n", "\r\n"), (COUNT + REPORT).replace("\n", "\r\n"))
    assert merge(top).returncode == 0
    assert read(top) == (COUNT + REPORT + RELEASE).replace("\n", "\r\n")
    assert git(top, "show", f"HEAD:{ROOT}/{RECORD_PATH}") + "\n" == COUNT + REPORT + RELEASE


def test_a_linked_worktree_merges_as_well(top: Path) -> None:
    branch_off(top, COUNT + RELEASE, COUNT + REPORT)
    other = top.parent / "linked worktree"
    git(top, "worktree", "add", "--quiet", "-b", "third", str(other), "main")
    assert merge(other).returncode == 0
    assert read(other) == COUNT + REPORT + RELEASE


def test_a_field_set_twice_is_marked_and_told_in_words(top: Path) -> None:
    branch_off(top, OURS, THEIRS)
    done = merge(top)
    assert (done.returncode, read(top)) == (1, MARKED)
    assert "Merge conflict" in done.stdout
    path = f"{ROOT}/{RECORD_PATH}"
    assert f"conflict: {path}: note: ours says “Counting goes on.”; theirs says “Counting is done.”\n" in done.stderr
    assert "`eo-tracker sync`" in done.stderr
    assert git(top, "diff", "--name-only", "--diff-filter=U") == path
    git(top, "merge", "--abort")
    assert read(top) == OURS
    assert git(top, "status", "--porcelain") == ""


def test_a_status_is_told_with_what_belongs_to_it(top: Path) -> None:
    done = "status: completed\ncompleted: 2025-06-20"
    branch_off(top, COUNT.replace("status: in_progress", done), COUNT.replace("in_progress", "not_pursued"))
    told = merge(top).stderr
    assert "status: ours says “status: completed, completed: 2025-06-20”; theirs says “status: not pursued”\n" in told


def test_what_a_record_says_cannot_command_the_terminal(top: Path) -> None:
    branch_off(top, COUNT.replace("Counting has begun.", '"\\e[31m"'), COUNT.replace("begun", "ended"))
    told = merge(top).stderr
    assert "<U+001B>[31m" in told
    assert "\x1b" not in told


def test_a_long_text_hides_nothing_of_the_other_side(top: Path) -> None:
    branch_off(top, COUNT.replace("begun", "begun and " * 90), COUNT.replace("begun", "ended"))
    assert "theirs says “Counting has ended.”\n" in merge(top).stderr


@pytest.mark.parametrize("ours_is_removed", [True, False])
def test_a_record_removed_here_and_changed_there_is_for_git_to_tell(ours_is_removed: bool, top: Path) -> None:
    branch_off(top, *((None, THEIRS) if ours_is_removed else (OURS, None)))
    done = merge(top)
    assert done.returncode == 1
    assert "CONFLICT (modify/delete)" in done.stdout
    assert read(top) == (THEIRS if ours_is_removed else OURS)


def test_what_is_no_record_is_merged_by_its_lines(top: Path) -> None:
    branch_off(top, f"colour: red\n{COUNT}", COUNT + REPORT)
    assert merge(top).returncode == 0
    assert read(top) == f"colour: red\n{COUNT}{REPORT}"


def test_what_is_no_record_and_in_conflict_is_marked_as_any_text(top: Path) -> None:
    branch_off(top, f"colour: red\n{OURS}", COUNT.replace("has begun", "is done"))
    done = merge(top)
    assert done.returncode == 1
    assert read(top).count("<<<<<<< ours\n") == read(top).count(">>>>>>> theirs\n") == 1
    assert "one of the two is no record that can be read" in done.stderr


def test_files_other_than_records_are_left_to_git(top: Path) -> None:
    branch_off(top, ORDER.replace("Count the", "Do count the"), ORDER.replace("the keepers.", "keepers."), ORDER_PATH)
    done = merge(top)
    assert (done.returncode, done.stderr) == (0, "")


def forget_driver(top: Path) -> None:
    git(top, "config", "--remove-section", "merge.eo-tracker")


def lose_python(top: Path) -> None:
    driver = git(top, "config", "merge.eo-tracker.driver")
    git(top, "config", "merge.eo-tracker.driver", f"/gone{driver}")


def lose_package(top: Path) -> None:
    driver = git(top, "config", "merge.eo-tracker.driver")
    git(top, "config", "merge.eo-tracker.driver", driver.replace("-m eo_tracker", "-m eo_tracker_that_was"))


@pytest.mark.parametrize("lose", [forget_driver, lose_python, lose_package])
def test_without_eo_tracker_git_merges_by_itself(lose: Callable[[Path], None], top: Path) -> None:
    lose(top)
    branch_off(top, COUNT.replace("lighthouses", "lamps"), COUNT + REPORT)
    assert merge(top).returncode == 0
    assert read(top) == COUNT.replace("lighthouses", "lamps") + REPORT


@pytest.mark.parametrize("lose", [forget_driver, lose_python, lose_package])
def test_without_eo_tracker_a_conflict_is_marked_by_git(lose: Callable[[Path], None], top: Path) -> None:
    lose(top)
    branch_off(top, COUNT + RELEASE, COUNT + REPORT)
    assert merge(top).returncode == 1
    assert RELEASE + "=======\n" + REPORT + ">>>>>>> theirs\n" in read(top)
    assert git(top, "diff", "--name-only", "--diff-filter=U") == f"{ROOT}/{RECORD_PATH}"


@pytest.mark.skipif(os.name == "nt", reason="the interpreter of the test is a shell script")
def test_an_interpreter_in_a_folder_of_any_name_is_found(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = top.parent / 'it\'s 100% %A $HOME "here"' / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    set_up_merge_driver(Git(top))
    branch_off(top, COUNT + RELEASE, COUNT + REPORT)
    assert merge(top).returncode == 0
    assert read(top) == COUNT + REPORT + RELEASE


def test_no_code_of_the_repository_is_run(top: Path) -> None:
    for name in ("typer.py", "yaml.py", "eo_tracker.py"):
        (top / name).write_text("raise SystemExit('code of a stranger')\n")
    branch_off(top, COUNT + RELEASE, COUNT + REPORT)
    done = merge(top)
    assert (done.returncode, done.stderr) == (0, "")
    assert read(top) == COUNT + REPORT + RELEASE


def test_files_that_are_not_there_are_told(tmp_path: Path) -> None:
    done = warm.run("merge-record", "a", "b", "c", RECORD_PATH, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("error: invalid value for 'base'")


def test_the_command_is_for_git_and_not_listed() -> None:
    assert "merge-record" not in warm.run("--help").stdout
