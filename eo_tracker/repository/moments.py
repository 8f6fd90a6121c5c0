"""Moments of a tracker's past: a commit, and the day in Washington on which it is looked at.

As of a day, a tracker is as the last commit on the first-parent line of HEAD that was made by the end of that day in
Washington; what came in by a merge counts from the merge on. A commit was made on its committer's date: its author's
may be years older than what it was applied to.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from eo_tracker.domain.days import end_of_day, in_washington
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.clone import NoRepository, Repository, find_repository
from eo_tracker.repository.committed import AS_COMMITTED, HERE, open_commit
from eo_tracker.repository.revision import SHORT
from eo_tracker.repository.root import DIRECTIVES
from eo_tracker.repository.snapshot import Snapshot, take_snapshot

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
GET_THE_REST = "this clone has only a part of the history; get the rest with `git fetch --unshallow`"


class NoSuchMoment(EOTrackerError):
    """There is no such commit, or nothing was tracked then."""


class NoPast(NoSuchMoment):
    """Nothing has been committed here at all."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A commit, by its id, and a day: the one that was asked for, or else the one on which the commit was made."""

    repository: Repository
    commit: str
    day: date

    def snapshot(self, today: date) -> Snapshot:
        """Read what the files said then; a completion after `today` is a fault. Raises EOTrackerError."""
        with open_commit(self.repository, self.commit) as tree:
            if not tree.has_folder(DIRECTIVES):
                raise _nothing_tracked(self)
            return take_snapshot(tree, today)


def open_past(root: Path) -> Repository:
    """Find the repository that has a tracker's past. Raises NoRepository, NotReady."""
    try:
        return find_repository(root)
    except NoRepository as e:
        raise NoRepository(f"{e}, so nothing is known of its past", "make one there with `git init`") from None


def find_commit_by(root: Path, day: date) -> str | None:
    """Find the last commit by the end of a day in Washington; None before the first.

    Raises NoPast, NoRepository and NotReady.
    """
    return _find_commit_by(open_past(root), day)


def _find_commit_by(repository: Repository, day: date) -> str | None:
    if repository.head() is None:
        raise NoPast("nothing has been committed here yet", "commit the files first")
    last_second = max(int(end_of_day(day).timestamp()) - 1, 0)
    found = _list_commits(repository, "--max-count=1", f"--min-age={last_second}", "HEAD")
    return found[0][0] if found else None


def find_moment_of_day(repository: Repository, day: date) -> Moment:
    """Find the last commit by the end of a day in Washington. Raises NoSuchMoment."""
    commit = _find_commit_by(repository, day)
    if commit:
        return Moment(repository, commit, day)
    raise _too_early(repository, day)


def find_moment_of_revision(repository: Repository, typed: str) -> Moment | None:
    """Find the commit that a revision names, in any way that git takes; None where it names none that is here.

    Raises NoSuchMoment where the commit says no time at which it can have been made.
    """
    commit = _find_commit(repository, typed)
    if commit is None:
        return None
    [(_, seconds)] = _list_commits(repository, "--no-walk", commit)
    return Moment(repository, commit, _day_of(commit, seconds))


def find_merge_base(repository: Repository, commit: str) -> str | None:
    """Find the last commit that the line of HEAD has in common with that of another; None where there is none here."""
    code, out, _ = repository.git.attempt(*AS_COMMITTED, "merge-base", "HEAD", commit, env=HERE)
    return out.decode("ascii") if code == 0 else None


def make_beginning(repository: Repository, day: date) -> Moment:
    """Make what is before the first commit: a state without files, by the id that git has for that."""
    empty = repository.git.run("hash-object", "-t", "tree", "--stdin", stdin=b"")
    return Moment(repository, empty.decode("ascii"), day)


def is_shallow(repository: Repository) -> bool:
    """Whether a clone has only the newest part of its history."""
    return (repository.common / "shallow").exists()


def _find_commit(repository: Repository, typed: str) -> str | None:
    # In two steps: after ":/words", a suffix would be taken for one more word to look for.
    named = _verify(repository, typed)
    return _verify(repository, f"{named}^{{commit}}") if named else None


def _verify(repository: Repository, revision: str) -> str | None:
    if not _can_be_given(revision):
        return None
    command = ("rev-parse", "--verify", "--quiet", "--end-of-options", revision)
    _, out, _ = repository.git.attempt(*AS_COMMITTED, *command, env=HERE)
    found = out.decode("utf-8", "replace")
    return found if _COMMIT.fullmatch(found) else None


def _can_be_given(text: str) -> bool:
    """Whether a text can be an argument of a process."""
    try:
        return b"\0" not in os.fsencode(text)
    except UnicodeEncodeError:
        return False


def _list_commits(repository: Repository, *arguments: str) -> list[tuple[str, int]]:
    """List commits along the first-parent line, the newest first, with the seconds at which they were made."""
    command = ("rev-list", "--first-parent", "--timestamp", *arguments)
    out = repository.git.run(*AS_COMMITTED, *command, env=HERE).decode("ascii")
    return [(commit, int(seconds)) for seconds, commit in (line.split(" ") for line in out.splitlines())]


def _day_of(commit: str, seconds: int) -> date:
    try:
        return in_washington(datetime.fromtimestamp(seconds, UTC)).date()
    except (ValueError, OverflowError, OSError):
        message = f"commit {commit[:SHORT]} says that it was made at a time that there is not"
        raise NoSuchMoment(message, "name the day instead, as in --as-of 2025-06-27") from None


def _find_first_tracking(repository: Repository) -> tuple[str, date] | None:
    """Find the commit on HEAD's first-parent line that was the first to have `directives/`, and its day."""
    found = _list_commits(repository, "HEAD", "--", DIRECTIVES)
    return (found[-1][0], _day_of(*found[-1])) if found else None


def _too_early(repository: Repository, day: date) -> NoSuchMoment:
    if is_shallow(repository):
        return NoSuchMoment(f"this clone has no commit that was made by the end of {day}", GET_THE_REST)
    first = _find_first_tracking(repository)
    if first is None:
        return NoPast(f"no commit has {DIRECTIVES}/ yet", "commit the files first")
    return NoSuchMoment(
        f"nothing was tracked yet on {day}: the first commit that has orders is of {first[1]}",
        f"ask for {first[1]} or a later day",
    )


def _nothing_tracked(moment: Moment) -> NoSuchMoment:
    first = _find_first_tracking(moment.repository) if moment.repository.head() else None
    if first is None or first[1] >= moment.day:
        return _too_early(moment.repository, moment.day)
    message = f"nothing is tracked in commit {moment.commit[:SHORT]} of {moment.day}: it has no {DIRECTIVES}/"
    return NoSuchMoment(message, f"the first commit that has orders is {first[0][:SHORT]} of {first[1]}")
