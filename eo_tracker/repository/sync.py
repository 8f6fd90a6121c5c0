"""Sync: others' work is got, combined with one's own, and shared. Nothing is forced, and nobody's work is lost.

The local branch moves only once the shared one has: until then everything here is as it was. Whoever
has been at it for longer waits less, so that nobody waits for long.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.merging import Side
from eo_tracker.repository.clone import Repository, require_a_calm_branch
from eo_tracker.repository.combining import Combination, Combining, RecordConflict, Settle
from eo_tracker.repository.commits import FileChange, make_message, open_clone, read_committed
from eo_tracker.repository.git import GitFailed
from eo_tracker.repository.lock import locked
from eo_tracker.repository.mending import STATE
from eo_tracker.repository.merging import ATTRIBUTES_LINE, leaves_records_to_driver, set_up_merge_driver
from eo_tracker.repository.remote import CannotShare, Upstream, find_upstream
from eo_tracker.repository.root import STATUS

PATIENCE = 300.0  # seconds that others may go on being faster
_TURNS = 20  # rounds: whoever has been at it for longer does not wait any more
_LONGEST_WAIT = 15.0  # seconds
_ATTRIBUTES = ".gitattributes"
_QUOTED = re.compile(r"'([^']+)'|^\t(.+)$", re.MULTILINE)

Tell = Callable[[str], None]
"""Is told what is being done, for people who watch."""


class InTheWay(EOTrackerError):
    """What is not committed here would be overwritten by what others have shared."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did: how many commits came and went, and which directives' records were combined.

    `uncommitted` are records that were changed here and not committed, so that nobody else has them.
    """

    upstream: str
    received: int = 0
    sent: int = 0
    combined: tuple[str, ...] = ()
    settled: tuple[tuple[RecordConflict, Side], ...] = ()
    uncommitted: tuple[str, ...] = ()
    set_up: bool = False


def sync(root: Path, settle: Settle, tell: Tell, patience: float = PATIENCE) -> Synced:
    """Get, combine and share until this clone and the shared branch are one.

    Raises CannotShare, CannotCombine, InTheWay, NotReady, and what `settle` raises; then nothing was changed here.
    """
    with open_clone(root) as clone:
        repository = clone.repository
        assert repository is not None  # noqa: S101  # an open clone has one
        upstream = find_upstream(repository)
    set_up, answers = False, _Answers(settle)
    begun = time.monotonic()
    for failures in count():
        round_begun = time.monotonic()
        tell(f"fetching from {upstream.remote}")
        theirs = upstream.fetch()
        if not failures:
            set_up = _set_up(root, theirs)
        step = _take_settled(repository, upstream, theirs, answers, tell)
        if _send(step, tell):
            if _move(step):
                return step.result(set_up=set_up)
            continue  # something was recorded here meanwhile
        now = time.monotonic()
        if now - begun > patience:
            message = f"others were faster for {patience:.0f} seconds"
            raise CannotShare(message, "nothing is lost: it is committed here. Sync again")
        tell("others were faster; once more")
        time.sleep(random.uniform(0, _span(now - round_begun, now - begun)))  # noqa: S311  # no secret
    raise AssertionError("counting has no end")


def _span(last_round: float, since: float) -> float:
    """Tell how long at most to wait, in seconds: so long that most are out of the way, the less the older a sync is.

    Rounds are its measure: on a slow network, or a busy machine, a second would be no wait.
    """
    return max(0.0, min(_TURNS * last_round - since, _LONGEST_WAIT))


class _Unsettled(Exception):
    """There are conflicts that nobody was asked about yet."""

    def __init__(self, conflicts: Sequence[RecordConflict]) -> None:
        super().__init__()
        self.conflicts = conflicts


@dataclass(frozen=True, slots=True)
class _Answers:
    """Which side of each conflict is kept: asked once, however often others are faster."""

    settle: Settle
    known: dict[tuple[str, ...], Side] = field(default_factory=dict)

    def recall(self, conflicts: Sequence[RecordConflict]) -> Mapping[RecordConflict, Side]:
        if unknown := [conflict for conflict in conflicts if conflict.question not in self.known]:
            raise _Unsettled(unknown)
        return {conflict: self.known[conflict.question] for conflict in conflicts}

    def ask(self, conflicts: Sequence[RecordConflict]) -> None:
        settled = self.settle(conflicts)
        self.known.update({conflict.question: settled[conflict] for conflict in conflicts})


def _take_settled(
    repository: Repository, upstream: Upstream, theirs: str | None, answers: _Answers, tell: Tell
) -> _Step:
    """Take a step with all conflicts settled; people may think as long as they like, for the lock is not held then."""
    while True:
        try:
            with locked(repository.common / STATE):
                return _Step.take(repository, upstream, theirs, answers.recall, tell)
        except _Unsettled as e:
            answers.ask(e.conflicts)


def _send(step: _Step, tell: Tell) -> bool:
    """Send what was combined, if others do not have it; False where they went on meanwhile."""
    if not step.sends:
        return True
    tell(f"sharing with {step.upstream.remote}")
    return step.upstream.push(step.tip)


def _move(step: _Step) -> bool:
    """Move the branch here to what is shared; False where this clone went on meanwhile."""
    with locked(step.repository.common / STATE):
        return step.move()


@dataclass(frozen=True, slots=True)
class _Step:
    """One round: where the branch was here and there, and the commit that both are to be at."""

    repository: Repository
    upstream: Upstream
    ours: str | None
    theirs: str | None
    combination: Combination

    @classmethod
    def take(cls, repository: Repository, upstream: Upstream, theirs: str | None, settle: Settle, tell: Tell) -> _Step:
        require_a_calm_branch(repository)
        ours = repository.head()
        if ours is None and theirs is None:
            raise CannotShare("there is nothing to share: neither side has a commit", "record something first")
        if ours is None or (theirs and _leads_to(repository, ours, theirs)):
            step = cls(repository, upstream, ours, theirs, Combination(theirs or ""))
        elif theirs is None or _leads_to(repository, theirs, ours):
            step = cls(repository, upstream, ours, theirs, Combination(ours))
        else:
            tell("combining what is new here and there")
            combination = Combining(repository, ours, theirs, settle).run(str(upstream))
            step = cls(repository, upstream, ours, theirs, combination)
        step.require_room()
        return step

    @property
    def tip(self) -> str:
        return self.combination.commit

    @property
    def sends(self) -> bool:
        return self.tip != self.theirs

    def require_room(self) -> None:
        """Refuse to move the branch over what is not committed. Raises InTheWay."""
        if self.ours is None or self.tip == self.ours:
            return
        git = self.repository.git
        git.attempt("update-index", "-q", "--refresh")
        code, _, said = git.attempt("read-tree", "-m", "-u", "-n", self.ours, self.tip)
        if code:
            raise _in_the_way(said)

    def move(self) -> bool:
        """Move the branch here to the commit that is shared; False where it has moved meanwhile."""
        if self.repository.head() != self.ours:
            return False
        if self.tip != self.ours:
            # Git would put uncommitted work aside and back, where the user has told it to: staged or not is lost then.
            command = ("-c", "merge.autoStash=false", "merge", "--ff-only", "--quiet", "--no-stat", self.tip)
            code, _, said = self.repository.git.attempt(*command)
            if code:
                raise _in_the_way(said)
        return True

    def result(self, *, set_up: bool) -> Synced:
        return Synced(
            str(self.upstream),
            received=_count(self.repository, self.theirs, self.ours),
            sent=_count(self.repository, self.ours, self.theirs),
            combined=self.combination.directives,
            settled=self.combination.settled,
            uncommitted=_list_uncommitted(self.repository),
            set_up=set_up,
        )


def _leads_to(repository: Repository, older: str, newer: str) -> bool:
    return repository.git.attempt("merge-base", "--is-ancestor", older, newer)[0] == 0


def _count(repository: Repository, tip: str | None, beyond: str | None) -> int:
    """Count the commits, merges aside, that lead to one tip and not to another."""
    if tip is None:
        return 0
    known = [f"^{beyond}"] if beyond else []
    return int(repository.git.text("rev-list", "--count", "--no-merges", tip, *known))


def _in_the_way(said: str) -> InTheWay:
    names = [name for match in _QUOTED.finditer(said) if (name := match[1] or match[2])]
    listed = ", ".join(dict.fromkeys(names)) or GitFailed(("merge",), 1, said).args[0]
    have = "has" if len(set(names)) == 1 else "have"
    return InTheWay(
        f"{listed} {have} changes here that are not committed, and others have changed the same",
        "commit them with `git commit`, or put them aside with `git stash`, and sync again",
    )


def _list_uncommitted(repository: Repository) -> tuple[str, ...]:
    """List the records that are new or changed here and in no commit."""
    command = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--", STATUS)
    listed = repository.git.run(*command, strip=False).decode("utf-8", "surrogateescape")
    return tuple(entry[3:].removeprefix(repository.prefix) for entry in listed.split("\0") if entry)


def _set_up(root: Path, theirs: str | None) -> bool:
    """Have git itself merge records field by field, here and wherever the tracker goes; tells if that is new."""
    with open_clone(root) as clone:
        repository = clone.repository
        assert repository is not None  # noqa: S101
        set_up_merge_driver(repository.git)
        if leaves_records_to_driver(repository.git) or repository.head() is None:
            return False
        shared = read_committed(repository, theirs, _ATTRIBUTES) if theirs else None
        if ATTRIBUTES_LINE.encode() in (shared or b"").splitlines():
            return False  # somebody else has seen to it
        path = root / _ATTRIBUTES
        before = path.read_bytes() if path.is_file() else None
        if before != clone.committed(_ATTRIBUTES):
            return False  # somebody is at work on it: the next sync will find it
        line_end = b"\r\n" if b"\r\n" in (before or b"") else b"\n"
        kept = before + (b"" if before.endswith(b"\n") else line_end) if before else b""
        after = kept + ATTRIBUTES_LINE.encode() + line_end
        message = make_message("gitattributes: records are merged field by field", None, {})
        clone.commit([FileChange(_ATTRIBUTES, before, after, message)])
    return True
