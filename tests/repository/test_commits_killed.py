"""Updates that are killed: the record is the old one or the new one, and the next update needs no repair."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest

from eo_tracker.repository import mending
from eo_tracker.repository.clone import find_repository
from tests.repository.clones import CHANGED, ENVIRONMENT, NEW_PATH, add_hook, commit, disarrange, git, make_clone
from tests.repository.killing import kill_updates
from tests.repository.trackers import RECORD, RECORD_PATH

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None or os.name != "posix", reason="needs git and POSIX's signals"
)
TIMES = 10


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    root = make_clone(tmp_path / "clone")
    disarrange(root)
    return root


@pytest.mark.parametrize("path", [RECORD_PATH, "status/eo-90001/4.{n}.yaml"], ids=["known", "new"])
@pytest.mark.parametrize("group", [False, True], ids=["alone", "group"])
def test_a_killed_update_leaves_all_in_order(root: Path, path: str, group: bool) -> None:
    add_hook(root, "pre-commit", "sleep 0.02")
    told = list(kill_updates(root, path, times=TIMES, group=group, seed=1))
    assert len(told) == TIMES
    assert git(root, "fsck", "--no-dangling") == ""


# What a killed process can leave, brought about on purpose


def leave(root: Path, *, head: str, entries: dict[str, str | None]) -> Path:
    """Leave the folder of an update that was killed."""
    folder = root / ".git" / "eo-tracker" / "pending" / "dead"
    folder.mkdir(parents=True)
    (folder / "journal.json").write_text(json.dumps({"head": head, "entries": entries}))
    return folder


def commit_behind_the_index(root: Path) -> Path:
    """Commit a record without telling the index, as a git does whose eo-tracker was killed."""
    head, entry = git(root, "rev-parse", "HEAD"), git(root, "ls-files", "-v", "--stage", RECORD_PATH).split("\t")[0]
    folder = leave(root, head=head, entries={RECORD_PATH: entry})
    index = (root / ".git" / "index").read_bytes()
    (root / RECORD_PATH).write_bytes(CHANGED)
    git(root, "commit", "--quiet", "--only", "-m", "killed", "--", RECORD_PATH)
    (root / ".git" / "index").write_bytes(index)
    assert RECORD_PATH in git(root, "diff", "--cached", "--name-only")
    return folder


def test_the_index_is_brought_up_to_a_commit(root: Path) -> None:
    folder = commit_behind_the_index(root)
    commit(root, NEW_PATH)
    assert git(root, "diff", "--cached", "--name-only", "--", RECORD_PATH) == ""
    assert not folder.exists()


def test_what_the_user_has_staged_of_the_record_since_stays(root: Path) -> None:
    folder = commit_behind_the_index(root)
    (root / RECORD_PATH).write_text(RECORD + "note: staged\n")
    git(root, "add", RECORD_PATH)
    commit(root, NEW_PATH)
    assert "note: staged" in git(root, "diff", "--cached")
    assert not folder.exists()


def test_a_lock_on_the_index_that_is_ours_is_removed(root: Path) -> None:
    folder = commit_behind_the_index(root)
    (folder / "index").write_bytes((root / ".git" / "index").read_bytes())
    (root / ".git" / "index.lock").hardlink_to(folder / "index")
    commit(root, NEW_PATH)
    assert not (root / ".git" / "index.lock").exists()


@pytest.mark.parametrize("name", ["HEAD.lock", "refs/heads/main.lock"])
def test_a_dead_lock_on_the_branch_is_removed(root: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mending, "_STILL", 0.1)
    folder = leave(root, head=git(root, "rev-parse", "HEAD"), entries={RECORD_PATH: None})
    (root / ".git" / name).touch()
    commit(root)
    assert not (root / ".git" / name).exists()
    assert not folder.exists()


def test_a_lock_on_the_branch_that_is_older_than_the_update_is_not_ours(root: Path) -> None:
    folder = leave(root, head=git(root, "rev-parse", "HEAD"), entries={RECORD_PATH: None})
    lock = root / ".git" / "refs" / "heads" / "main.lock"
    lock.touch()
    os.utime(lock, (time.time() - 60, time.time() - 60))
    mending.mend(find_repository(root))
    assert lock.exists()
    assert not folder.exists()


def test_a_folder_is_kept_as_long_as_its_git_may_be_alive(root: Path) -> None:
    entry = git(root, "ls-files", "-v", "--stage", RECORD_PATH).split("\t")[0]
    folder = leave(root, head=git(root, "rev-parse", "HEAD"), entries={RECORD_PATH: entry})
    commit(root, NEW_PATH)
    assert folder.exists()
    long_ago = time.time() - 2 * 3600
    os.utime(folder / "journal.json", (long_ago, long_ago))
    commit(root, NEW_PATH, b"status: completed\nnote: again\n")
    assert not folder.exists()


@pytest.mark.parametrize("journal", [None, b"", b'{"head": ', b"[]"])
def test_a_folder_without_a_journal_is_removed(root: Path, journal: bytes | None) -> None:
    folder = root / ".git" / "eo-tracker" / "pending" / "dead"
    folder.mkdir(parents=True)
    if journal is not None:
        (folder / "journal.json").write_bytes(journal)
    commit(root)
    assert not folder.exists()


def test_litter_of_a_killed_git_is_removed_when_it_is_old(root: Path) -> None:
    old, new = root / ".git" / "next-index-1.lock", root / ".git" / "next-index-2.lock"
    old.touch()
    new.touch()
    long_ago = time.time() - 8 * 86400
    os.utime(old, (long_ago, long_ago))
    commit(root)
    assert (old.exists(), new.exists()) == (False, True)
