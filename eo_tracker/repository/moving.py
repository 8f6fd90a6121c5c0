"""Moving a branch, and the work tree with it, forward to a commit that comes after it.

What the user has staged, changed or left lying about stays as it is. Where that cannot be, because the same files
change, nothing is moved: it is known before anything is shared.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.words import name_first
from eo_tracker.repository.clone import Repository
from eo_tracker.repository.git import UNWATCHED, Git
from eo_tracker.repository.index import IndexHeld, copy_index, lock_of
from eo_tracker.repository.interrupts import interrupts_held
from eo_tracker.repository.mending import Pending
from eo_tracker.repository.root import STATUS

_SETTINGS = (*UNWATCHED, "-c", "merge.autoStash=false")
_MOST_NAMED = 5
_QUOTED = re.compile(r"'([^'\n]+)'")


class InTheWay(EOTrackerError):
    """Files in the work tree are in the way of what others have shared."""


def require_room(repository: Repository, pending: Pending, start: str | None, end: str) -> tuple[str, ...]:
    """Be sure that the work tree can be moved to `end` and keep all that is not committed. Raises InTheWay.

    Returns the files that say what `end` does already, though it is not committed here: a move that was cut off leaves
    such files.
    """
    git = Git(repository.top)
    copy = copy_index(repository, pending.folder / "moved")
    git.attempt(*_SETTINGS, "update-index", "-q", "--refresh", env=copy.environment)
    origin = start or git.run("hash-object", "-t", "tree", "--stdin", stdin=b"").decode("ascii")
    check = (*_SETTINGS, "read-tree", "-m", "-u", "-n", origin, end)
    if git.attempt(*check, env=copy.environment)[0] == 0:
        return ()
    concerned = _list_concerned(git, origin, end)
    there = [path for path in concerned if _says_the_same(git, end, path)]
    _take_up(git, there, copy.environment)
    code, _, said = git.attempt(*check, env=copy.environment)
    if code:
        raise _explain([path for path in concerned if path not in there] or _QUOTED.findall(said)[:1], said)
    return tuple(there)


def move(repository: Repository, end: str, there: Sequence[str]) -> None:
    """Move the branch and the work tree to `end`. `there` are the files that `require_room` has found.

    Raises EOTrackerError where git does not.
    """
    git = Git(repository.top)
    with interrupts_held() as pressed:
        _take_up(git, there, {})
        code, _, said = git.attempt(*_SETTINGS, "merge", "--ff-only", "--quiet", end)
    if code and "index.lock" in said:
        raise IndexHeld(lock_of(repository))
    if pressed:
        raise KeyboardInterrupt
    if code:
        told = " ".join(said.split())
        raise EOTrackerError(
            f"this clone could not be brought up to date: {told}", "nothing is lost; mend that, and sync again"
        )


def list_uncommitted_records(repository: Repository) -> tuple[str, ...]:
    """List the files of records that have changes which are not committed, from the tracker's root."""
    listed = _list_changed(repository.git, f"./{STATUS}")
    return tuple(path.removeprefix(repository.prefix) for path in listed)


def _list_concerned(git: Git, start: str, end: str) -> list[str]:
    """List the files that a move changes and in which there is something that is not committed."""
    command = ("diff-tree", "-r", "-z", "--name-only", "--no-renames", start, end)
    moved = set(os.fsdecode(git.run(*command)).split("\0"))
    return [path for path in _list_changed(git, ".") if path in moved]


def _list_changed(git: Git, folder: str) -> list[str]:
    options = ("--porcelain", "-z", "--untracked-files=all", "--no-renames")
    # It would refresh the index, which others may be changing.
    listed = git.run("--no-optional-locks", *_SETTINGS, "status", *options, "--", folder, strip=False)
    return [line[3:] for line in os.fsdecode(listed).split("\0") if line]


def _says_the_same(git: Git, commit: str, path: str) -> bool:
    code, blob, _ = git.attempt("rev-parse", "--quiet", "--verify", f"{commit}:{path}")
    file = Path(git.folder) / path
    if not file.is_file() or file.is_symlink():
        return code != 0 and not os.path.lexists(file)
    return code == 0 and git.run("hash-object", "--", path) == blob


def _take_up(git: Git, paths: Sequence[str], environment: dict[str, str]) -> None:
    """Let the index say of some files what they say themselves."""
    if paths:
        git.run("update-index", "--add", "--remove", "--", *paths, env=environment)


def _explain(paths: Sequence[str], said: str) -> InTheWay:
    if not paths:
        told = " ".join(said.split())
        return InTheWay(
            f"the files here cannot be brought up to date: {told}", "nothing was changed; `git status` helps"
        )
    are = "have changes that are" if len(paths) > 1 else "has changes that are"
    return InTheWay(
        f"{name_first(paths, _MOST_NAMED)} {are} not committed, and others have changed the same",
        "commit them (`eo-tracker update` of the record takes them along), or drop them with `git restore`, "
        "and sync again; nothing was changed",
    )
