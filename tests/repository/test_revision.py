"""The commit that a tracker is at, read from git's files: what git itself says, in every kind of clone."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from eo_tracker.repository.revision import find_git_directory, read_revision
from tests.repository.trackers import ORDER, ORDER_PATH, write_tracker

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

IDENTITY = {"GIT_AUTHOR_NAME": "A. Keeper", "GIT_AUTHOR_EMAIL": "keeper@lighthouses.example"}
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", ""),
    "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "protocol.file.allow",
    "GIT_CONFIG_VALUE_0": "always",
    **IDENTITY,
    **{name.replace("AUTHOR", "COMMITTER"): value for name, value in IDENTITY.items()},
}


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, env=ENVIRONMENT, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(folder: Path, subject: str = "A change") -> str:
    """Commit all that is there, and return the commit as git names it."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", subject)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository with a tracker in it, and one commit."""
    folder = write_tracker(tmp_path / "clone", {ORDER_PATH: ORDER})
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder)
    return folder


def test_the_revision_is_the_branchs_commit(clone: Path) -> None:
    assert (clone / ".git/refs/heads/main").is_file()
    assert read_revision(clone) == git(clone, "rev-parse", "HEAD")
    assert commit(clone) == read_revision(clone)


def test_a_branch_may_have_a_folder_in_its_name(clone: Path) -> None:
    git(clone, "switch", "--quiet", "--create", "liaisons/doj/may")
    assert commit(clone) == read_revision(clone)


def test_a_branch_may_be_packed(clone: Path) -> None:
    git(clone, "tag", "--annotate", "v1", "--message", "A tag that packs with its commit")
    git(clone, "branch", "main-2")
    first = git(clone, "rev-parse", "HEAD")
    git(clone, "pack-refs", "--all")
    assert not (clone / ".git/refs/heads/main").exists()
    assert read_revision(clone) == first


def test_a_loose_branch_counts_more_than_a_packed_one(clone: Path) -> None:
    git(clone, "pack-refs", "--all")
    assert commit(clone) == read_revision(clone)


def test_a_packed_branch_is_not_taken_for_one_whose_name_is_longer(clone: Path) -> None:
    git(clone, "branch", "a/main")
    git(clone, "branch", "main2")
    newest = commit(clone)
    git(clone, "pack-refs", "--all")
    assert read_revision(clone) == newest


def test_a_detached_head_is_a_commit(clone: Path) -> None:
    first = git(clone, "rev-parse", "HEAD")
    commit(clone)
    git(clone, "checkout", "--quiet", "--detach", first)
    assert read_revision(clone) == first


def test_a_linked_worktree_has_its_own_commit(clone: Path) -> None:
    first = git(clone, "rev-parse", "HEAD")
    git(clone, "worktree", "add", "--quiet", "-b", "other", "../other")
    other = clone.parent / "other"
    assert (other / ".git").is_file()
    assert read_revision(other) == first
    assert commit(other) == read_revision(other) != first
    assert read_revision(clone) == first


def test_a_linked_worktree_may_be_packed_or_detached(clone: Path) -> None:
    git(clone, "worktree", "add", "--quiet", "-b", "other", "../other")
    other = clone.parent / "other"
    newest = commit(other)
    git(clone, "pack-refs", "--all")
    assert read_revision(other) == newest
    git(other, "checkout", "--quiet", "--detach", "main")
    assert read_revision(other) == git(clone, "rev-parse", "main") == read_revision(clone)


def test_a_submodule_has_its_own_commit(clone: Path) -> None:
    outer = clone.parent / "outer"
    outer.mkdir()
    git(outer, "init", "--quiet", "--initial-branch", "main")
    git(outer, "submodule", "--quiet", "add", str(clone), "tracker")
    commit(outer)
    assert (outer / "tracker/.git").is_file()
    assert read_revision(outer / "tracker") == git(clone, "rev-parse", "HEAD")
    assert read_revision(outer) == git(outer, "rev-parse", "HEAD") != read_revision(outer / "tracker")


def test_a_git_directory_may_stand_elsewhere(tmp_path: Path) -> None:
    folder = write_tracker(tmp_path / "clone", {ORDER_PATH: ORDER})
    git(folder, "init", "--quiet", "--separate-git-dir", "../data with spaces.git")
    assert commit(folder) == read_revision(folder)


def test_a_tracker_may_lie_deep_in_a_larger_repository(clone: Path) -> None:
    nested = write_tracker(clone / "policy/orders/tracker", {ORDER_PATH: ORDER})
    assert commit(clone) == read_revision(nested)
    assert find_git_directory(nested) == clone / ".git"


def test_a_branch_without_a_commit_has_no_revision(tmp_path: Path) -> None:
    write_tracker(tmp_path, {ORDER_PATH: ORDER})
    git(tmp_path, "init", "--quiet")
    assert read_revision(tmp_path) is None
    git(tmp_path, "pack-refs", "--all")
    assert read_revision(tmp_path) is None


def test_no_git_has_no_revision(tmp_path: Path) -> None:
    if find_git_directory(tmp_path.parent):
        pytest.skip("the temporary folder lies in a repository")
    assert read_revision(tmp_path) is None
    assert find_git_directory(tmp_path) is None


def test_a_repository_with_longer_ids_has_them(tmp_path: Path) -> None:
    write_tracker(tmp_path, {ORDER_PATH: ORDER})
    git(tmp_path, "init", "--quiet", "--object-format", "sha256")
    newest = commit(tmp_path)
    assert len(newest) == 64
    assert read_revision(tmp_path) == newest
    git(tmp_path, "pack-refs", "--all")
    assert read_revision(tmp_path) == newest


def test_refs_of_another_format_have_no_revision(clone: Path) -> None:
    """With `reftable`, HEAD names a branch that no file holds, so that older readers give up."""
    (clone / ".git/HEAD").write_text("ref: refs/heads/.invalid\n")
    shutil.rmtree(clone / ".git/refs/heads")
    (clone / ".git/refs/heads").write_text("this repository uses the reftable format\n")
    assert read_revision(clone) is None


def test_head_may_be_a_link_as_in_old_repositories(clone: Path) -> None:
    first = git(clone, "rev-parse", "HEAD")
    (clone / ".git/HEAD").unlink()
    try:
        (clone / ".git/HEAD").symlink_to("refs/heads/main")
    except OSError:
        pytest.skip("no links here")
    assert read_revision(clone) == first


def test_a_branch_may_stand_for_another(clone: Path) -> None:
    git(clone, "symbolic-ref", "refs/heads/current", "refs/heads/main")
    git(clone, "symbolic-ref", "HEAD", "refs/heads/current")
    assert read_revision(clone) == git(clone, "rev-parse", "HEAD")


def test_branches_that_stand_for_each_other_have_no_revision(clone: Path) -> None:
    (clone / ".git/refs/heads/main").write_text("ref: refs/heads/other\n")
    (clone / ".git/refs/heads/other").write_text("ref: refs/heads/main\n")
    assert read_revision(clone) is None


GARBAGE = [
    *(b"", b"\n", b"\0" * 41, b"\xff\xfe\xfa", b"ref:", b"ref: ", b"ref: refs/", b"ref: refs/heads/", b"ref: main"),
    *(b"ref: /etc/passwd", b"ref: ../../secret", b"ref: refs/heads/../../../secret", b"ref: refs/heads/none"),
    b"abc123",
    *(b"ref: refs/heads/a\0b", b"ref: refs/heads/" + b"x" * 5000, b"x" * 100_000, b"G" * 40, b"a" * 39, b"a" * 41),
]


@pytest.mark.parametrize("head", GARBAGE, ids=lambda head: repr(head[:24]))
def test_garbage_in_head_has_no_revision(clone: Path, head: bytes) -> None:
    (clone / "secret").write_text("a" * 40)
    (clone / ".git/HEAD").write_bytes(head)
    assert read_revision(clone) is None


@pytest.mark.parametrize("content", [b"", b"\0" * 41, b"\xff", b"abc", b"a\0b", b"ref: refs/heads/\0", b"x" * 100_000])
def test_garbage_in_a_branch_has_no_revision(clone: Path, content: bytes) -> None:
    """A disk that fails at the wrong moment leaves a branch empty or full of zeros."""
    (clone / ".git/refs/heads/main").write_bytes(content)
    assert read_revision(clone) is None


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"\xff\xfe", b"garbage\n", b"# pack-refs with: peeled\n^abc\n"])
def test_garbage_in_packed_branches_has_no_revision(clone: Path, content: bytes) -> None:
    (clone / ".git/refs/heads/main").unlink()
    (clone / ".git/packed-refs").write_bytes(content)
    assert read_revision(clone) is None


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\n", b"garbage", b"gitdir:", b"gitdir: ", b"gitdir: ../nowhere", b"gitdir: \0", b"gitdir: a\0b"),
        *(b"\xff\xfe", b"gitdir: " + b"x" * 300, b"gitdir: " + b"x/" * 5000, b"gitdir: /dev/null"),
    ],
    ids=lambda content: repr(content[:24]),
)
def test_a_git_file_that_leads_nowhere_has_no_revision(tmp_path: Path, content: bytes) -> None:
    write_tracker(tmp_path, {ORDER_PATH: ORDER, ".git": content})
    assert read_revision(tmp_path) is None


@pytest.mark.parametrize("content", [b"", b"\0", b"a\0b", b"../nowhere", b"\xff", b"x" * 300])
def test_garbage_in_a_worktree_is_no_crash(clone: Path, content: bytes) -> None:
    git(clone, "worktree", "add", "--quiet", "-b", "other", "../other")
    (clone / ".git/worktrees/other/commondir").write_bytes(content)
    assert read_revision(clone.parent / "other") is None


def test_a_head_that_is_a_folder_has_no_revision(clone: Path) -> None:
    (clone / ".git/HEAD").unlink()
    (clone / ".git/HEAD").mkdir()
    assert read_revision(clone) is None
