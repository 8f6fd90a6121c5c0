"""Repositories in which no record can be committed: a plain sentence, a hint, and nothing is changed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.clone import find_repository
from eo_tracker.repository.commits import open_clone
from eo_tracker.repository.git import NoGit
from tests.repository.clones import (
    CHANGED,
    ENVIRONMENT,
    NEW_FOLDER_PATH,
    add_hook,
    change_of,
    commit,
    describe,
    disarrange,
    git,
    make_clone,
    make_repository,
    start_commit,
)
from tests.repository.trackers import ORDER, ORDER_PATH, RECORD, RECORD_PATH, write_tracker

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return make_clone(tmp_path / "clone")


def detach(root: Path) -> None:
    git(root, "checkout", "--quiet", "--detach")


def branch_off(root: Path) -> None:
    """Make two branches that change the same line."""
    git(root, "checkout", "--quiet", "-b", "side")
    (root / "notes.txt").write_text("side\n")
    git(root, "commit", "--quiet", "-am", "side")
    git(root, "checkout", "--quiet", "main")
    (root / "notes.txt").write_text("main\n")
    git(root, "commit", "--quiet", "-am", "main")


def fail(root: Path, *arguments: str) -> None:
    """Run a git command that stops at a conflict."""
    branch_off(root)
    with pytest.raises(subprocess.CalledProcessError):
        git(root, *arguments)


def bisect(root: Path) -> None:
    for _ in range(3):
        git(root, "commit", "--quiet", "--allow-empty", "-m", "more")
    git(root, "bisect", "start", "HEAD", "HEAD~3")


def apply_patch(root: Path) -> None:
    branch_off(root)
    patch = git(root, "format-patch", "-1", "--stdout", "side")
    (root.parent / "patch").write_text(f"{patch}\n")
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "am", "../patch")


def forget_user(root: Path) -> None:
    git(root, "config", "--unset", "user.email")


def empty_name(root: Path) -> None:
    git(root, "config", "user.name", "")


def stash_conflict(root: Path) -> None:
    (root / RECORD_PATH).write_text(RECORD + "note: stashed\n")
    git(root, "stash", "--quiet")
    (root / RECORD_PATH).write_text(RECORD + "note: other\n")
    git(root, "commit", "--quiet", "-am", "other")
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "stash", "pop")


STATES: list[tuple[Callable[[Path], None], str, str]] = [
    (detach, "on no branch", "git switch main"),
    (bisect, "on no branch", "git bisect reset"),
    (lambda root: fail(root, "merge", "side"), "a merge is under way", "git merge --abort"),
    (lambda root: fail(root, "rebase", "side"), "a rebase is under way", "git rebase --abort"),
    (lambda root: fail(root, "rebase", "--apply", "side"), "a rebase is under way", "git rebase --abort"),
    (lambda root: fail(root, "cherry-pick", "side"), "a cherry-pick is under way", "git cherry-pick --abort"),
    (lambda root: fail(root, "revert", "side"), "a revert is under way", "git revert --abort"),
    (apply_patch, "applying patches is under way", "git am --abort"),
    (forget_user, "git does not know who you are", "git config --global user.email"),
    (empty_name, "git does not know who you are", "git config --global user.name"),
    (stash_conflict, "is not settled since the last merge", "git status"),
]


@pytest.mark.parametrize(("bring_about", "message", "hint"), STATES, ids=[message for _, message, _ in STATES])
def test_a_state_without_commits_is_told(
    root: Path, bring_about: Callable[[Path], None], message: str, hint: str
) -> None:
    bring_about(root)
    before, head = describe(root), git(root, "rev-parse", "HEAD")
    with pytest.raises(EOTrackerError, match=message) as caught:
        commit(root)
    assert hint in caught.value.hint
    assert (describe(root), git(root, "rev-parse", "HEAD")) == (before, head)
    assert not list((root / ".git" / "eo-tracker").glob("pending/*"))


def test_a_conflict_in_another_file_does_no_harm(root: Path) -> None:
    branch_off(root)
    git(root, "checkout", "--quiet", "-m", "main")
    (root / "notes.txt").write_text("stashed\n")
    git(root, "stash", "--quiet")
    (root / "notes.txt").write_text("other\n")
    git(root, "commit", "--quiet", "-am", "other")
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "stash", "pop")
    commit(root)
    assert git(root, "status", "--porcelain") == "UU notes.txt"


def test_a_bare_repository_is_refused(root: Path) -> None:
    bare = root.parent / "bare.git"
    git(root, "clone", "--quiet", "--bare", ".", str(bare))
    write_tracker(bare, {ORDER_PATH: ORDER})
    with pytest.raises(EOTrackerError, match="bare repository"):
        commit(bare)


def test_the_lack_of_a_repository_is_told(root: Path, tmp_path: Path) -> None:
    folder = write_tracker(tmp_path / "folder", {ORDER_PATH: ORDER})
    with pytest.raises(NoGit, match="is in no git repository") as caught:
        commit(folder)
    assert "--no-commit" in caught.value.hint
    assert root != folder


def test_the_lack_of_git_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    with pytest.raises(NoGit, match="git is not installed"), open_clone(root):
        pass


def test_a_repository_of_another_user_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(EOTrackerError, match="belongs to another user") as caught:
        commit(root)
    assert "git config --global --add safe.directory" in caught.value.hint


def test_a_shallow_clone_will_do(root: Path) -> None:
    commit(root)
    git(root, "clone", "--quiet", "--depth=1", root.as_uri(), "../shallow")
    shallow = make_repository(root.parent / "shallow")
    commit(shallow, after=RECORD.encode())
    assert git(shallow, "status", "--porcelain") == ""


@pytest.mark.parametrize("linked", [RECORD_PATH, "status/eo-90001", "status"])
def test_a_link_is_not_followed(root: Path, linked: str) -> None:
    outside = root.parent / "outside"
    (root / linked).rename(outside)
    try:
        (root / linked).symlink_to(outside)
    except OSError:
        pytest.skip("links cannot be made here")
    with pytest.raises(EOTrackerError, match=f"{linked} is a link"):
        commit(root)
    assert (root / RECORD_PATH).read_text() == RECORD
    assert (root / linked).is_symlink()


def test_a_path_out_of_the_tracker_is_refused(root: Path) -> None:
    with pytest.raises(EOTrackerError, match="is not in the tracker"):
        commit(root, "status/../../3.b.yaml")
    assert not (root.parent / "3.b.yaml").exists()


# Disks and permissions


@pytest.mark.skipif(os.name != "posix", reason="limits and users are POSIX's")
def test_a_full_disk_leaves_all_as_it_was(root: Path) -> None:
    import resource

    disarrange(root)
    before = describe(root)
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    for bytes_left in (0, 10, 100, 1000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, limit[1]))
        try:
            with pytest.raises(EOTrackerError):
                commit(root, after=CHANGED * 200)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        assert describe(root) == before
        assert not list((root / ".git").rglob("*.lock"))
    commit(root)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize("folder", [".git", ".git/objects", ".git/refs/heads", "status/eo-90001"])
def test_a_folder_that_cannot_be_written_is_told(root: Path, folder: str) -> None:
    disarrange(root)
    before = describe(root)
    locked = [root / folder, *(path for path in (root / folder).rglob("*") if path.is_dir())]
    for each in locked:
        each.chmod(0o555)
    try:
        if os.access(root / folder, os.W_OK):
            pytest.skip("nothing is forbidden to root")
        with pytest.raises(EOTrackerError, match=r"denied|permission"):
            commit(root)
    finally:
        for each in locked:
            each.chmod(0o755)
    assert describe(root) == before
    commit(root)


def test_a_file_on_another_disk_is_put_in_its_place(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.replace

    def refuse(source: Path, target: Path) -> Path:
        if "eo-90001" in str(target) and ".git" in source.parts:
            raise OSError(18, "Invalid cross-device link")
        return real(source, target)

    monkeypatch.setattr(Path, "replace", refuse)
    commit(root)
    assert [path.name for path in (root / RECORD_PATH).parent.iterdir()] == [Path(RECORD_PATH).name]
    assert git(root, "status", "--porcelain") == ""


# Ctrl-C


@pytest.mark.skipif(os.name != "posix", reason="signals to groups are POSIX's")
def test_ctrl_c_while_a_hook_runs_leaves_all_as_it_was(root: Path) -> None:
    mark = root.parent / "mark"
    hook = add_hook(root, "pre-commit", f"touch '{mark}'; exec sleep 30")
    disarrange(root)
    before = describe(root)
    process = start_commit(root, NEW_FOLDER_PATH, "status: completed\n")
    while not mark.exists():
        assert process.poll() is None
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert b"KeyboardInterrupt" in said
    assert describe(root) == before
    hook.unlink()
    commit(root, NEW_FOLDER_PATH)


def test_the_repository_tells_its_parts(root: Path) -> None:
    (root / "inner" / "directives").mkdir(parents=True)
    repository = find_repository(root / "inner")
    assert repository.directory == repository.common == root / ".git"
    assert repository.prefix == "inner/"
    assert repository.ref() == "refs/heads/main"
    assert repository.head() == git(root, "rev-parse", "HEAD")
    assert change_of(root, RECORD_PATH, None).before == RECORD.encode()
