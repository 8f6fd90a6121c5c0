"""Sharing: what others have recorded is fetched, combined with what this clone has, and what is new here is pushed.

Nothing is forced and no commit is rewritten. Whoever was faster is fetched and combined with first, as often as it
takes. The tracker's lock is held while this clone is looked at or changed, never while the network is waited for or a
person is asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import SystemRandom

from eo_tracker.repository.attributes import SUBJECT, add_attributes_line
from eo_tracker.repository.clone import NotReady, Repository, find_repository, require_a_calm_branch
from eo_tracker.repository.combining import Combination, combine_commits, commit_combination, find_common_base
from eo_tracker.repository.disagreements import Disagreement, Settle, Settlement, Sides
from eo_tracker.repository.git import NoGit
from eo_tracker.repository.mending import Pending, hold_in_order, open_pending
from eo_tracker.repository.merging import set_up_merge_driver
from eo_tracker.repository.moving import list_uncommitted_records, move, require_room
from eo_tracker.repository.upstream import NotShared, OthersWereFirst, Upstream, fetch, find_upstream, push

PATIENCE = 300.0  # seconds: the longest that others may be faster
_TURNS = 20  # rounds: whoever has been at it for longer does not wait any more
_LONGEST_PAUSE = 15.0  # seconds

Tell = Callable[[str], None]
"""Hears what is being done."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What was shared. `received` and `sent` count the commits of people, without those that some sync has made.

    `combined` are the directives whose records were changed both here and by others, `uncommitted` the files of
    records with changes that are not committed, and so not shared.
    """

    upstream: str
    received: int
    sent: int
    combined: tuple[str, ...]
    settled: tuple[Settlement, ...]
    uncommitted: tuple[str, ...]
    added_attributes: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """What one round is to do: `target` is what both this clone's `head` and the upstream's `tip` are to become.

    `there` are files that say already what they will. With disagreements nothing is done before they are settled.
    """

    head: str | None
    tip: str | None
    target: str
    there: tuple[str, ...] = ()
    combination: Combination | None = None

    @property
    def disagreements(self) -> tuple[Disagreement, ...]:
        return self.combination.disagreements if self.combination else ()

    @property
    def shares(self) -> bool:
        return self.target != self.tip


def sync(root: Path, settle: Settle, tell: Tell, *, may_ask: bool = False) -> Synced:
    """Share a tracker's branch by its upstream: receive, combine and send.

    `settle` is asked which side is kept where both say something different of one thing; `may_ask` tells whether git
    may ask for a password. Raises EOTrackerError where it cannot be done: then all that was recorded here is as it was.
    """
    repository = _find_repository(root)
    upstream = find_upstream(repository, require_a_calm_branch(repository))
    set_up_merge_driver(repository.git)
    return _Syncing(repository, upstream, settle, tell, may_ask).run()


def _find_repository(root: Path) -> Repository:
    try:
        return find_repository(root)
    except NoGit as e:
        if "is in no git repository" in str(e):
            e.hint = "a tracker is shared by git: begin with `git clone` of the one that others share"
        raise


@dataclass(slots=True)
class _Syncing:
    """The sharing of a branch: what has been done in the rounds so far."""

    repository: Repository
    upstream: Upstream
    settle: Settle
    tell: Tell
    may_ask: bool
    answers: list[Settlement] = field(default_factory=list)
    settled: list[Settlement] = field(default_factory=list)
    combined: dict[str, None] = field(default_factory=dict)
    received: int = 0
    sent: int = 0
    begun: float = field(default_factory=time.monotonic)
    looked_at_attributes: bool = False
    added_attributes: bool = False

    def run(self) -> Synced:
        while not self._is_done_in_a_round():
            if time.monotonic() - self.begun > PATIENCE:
                raise NotShared(
                    f"others have been sharing by {self.upstream.name} faster for {PATIENCE / 60:.0f} minutes",
                    "your updates are safe in this clone; sync again later",
                )
        return Synced(
            self.upstream.name,
            self.received,
            self.sent,
            tuple(self.combined),
            tuple(self.settled),
            list_uncommitted_records(self.repository),
            self.added_attributes,
        )

    def _is_done_in_a_round(self) -> bool:
        """Fetch, combine, share and move on; false where others came first, or recorded something meanwhile."""
        begun = time.monotonic()
        try:
            self.tell(f"fetching from {self.upstream.remote_name}")
            tip = fetch(self.repository, self.upstream, may_ask=self.may_ask)
            plan = self._plan_settled(tip)
            if plan.shares:
                self.tell(f"sharing with {self.upstream.remote_name}")
                push(self.repository, self.upstream, plan.target, may_ask=self.may_ask)
        except OthersWereFirst:
            self._pause(time.monotonic() - begun)
            return False
        return self._finish(plan)

    def _plan_settled(self, tip: str | None) -> _Plan:
        plan = self._plan(tip)
        while plan.disagreements or self._adds_attributes(plan):
            if plan.disagreements:
                sides = self.settle(plan.disagreements)
                self.answers += map(Settlement, plan.disagreements, sides)
                self.begun = time.monotonic()  # whoever was asked may have thought for long
            plan = self._plan(tip)
        return plan

    def _adds_attributes(self, plan: _Plan) -> bool:
        """Leave records to the merge driver in all clones, when there is something to share anyway."""
        if self.looked_at_attributes or not plan.shares:
            return False
        self.looked_at_attributes = True
        self.added_attributes = add_attributes_line(self.repository, plan.tip)
        return self.added_attributes

    def _plan(self, tip: str | None) -> _Plan:
        with hold_in_order(self.repository), open_pending(self.repository) as pending:
            head = self._read_head()
            if head is None and tip is None:
                hint = "record something first: eo-tracker update ..."
                raise NotReady("there is nothing to share yet: neither here nor at the upstream is a commit", hint)
            plan = self._plan_target(pending, head, tip)
            if plan.disagreements or plan.target == head:
                return plan
            there = require_room(self.repository, pending, head, plan.target)
            return _Plan(head, tip, plan.target, there, plan.combination)

    def _plan_target(self, pending: Pending, head: str | None, tip: str | None) -> _Plan:
        if head is None or tip is None or head == tip:
            return _Plan(head, tip, head or tip or "")
        base = find_common_base(self.repository, head, tip)
        if base in (head, tip):
            return _Plan(head, tip, tip if base == head else head)
        self.tell(f"combining with {self.upstream.name}")
        sides = Sides(base, head, tip)
        combination = combine_commits(self.repository, pending, sides, self.answers)
        if combination.disagreements:
            return _Plan(head, tip, head, combination=combination)
        subject = name_combination(self._count(head, tip), self.upstream.name)
        commit = commit_combination(self.repository, sides, combination, subject)
        return _Plan(head, tip, commit, combination=combination)

    def _finish(self, plan: _Plan) -> bool:
        """Move this clone to what is shared now, unless something was recorded in it meanwhile."""
        with hold_in_order(self.repository):
            is_current = self._read_head() == plan.head
            if is_current and plan.target != plan.head:
                move(self.repository, plan.target, plan.there)
        if plan.shares:
            self.sent += self._count(plan.head, plan.tip)
        if plan.combination:
            self.combined.update(dict.fromkeys(plan.combination.directives))
            self.settled += plan.combination.settled
        if is_current:
            self.received += self._count(plan.tip, plan.head)
        return is_current

    def _read_head(self) -> str | None:
        if self.repository.ref() != self.upstream.local:
            raise NotReady("the branch was changed while it was being shared", "sync again on the branch you mean")
        return self.repository.head()

    def _count(self, commit: str | None, known: str | None) -> int:
        """Count the commits that are new in `commit`: those of people, and not those that some sync has made."""
        if commit is None or commit == known:
            return 0
        since = (commit,) if known is None else (commit, f"^{known}")
        those_of_people = ("--no-merges", "--invert-grep", "--fixed-strings", f"--grep={SUBJECT}")
        return int(self.repository.git.text("rev-list", "--count", *those_of_people, *since))

    def _pause(self, round_took: float) -> None:
        """Let others go first for a moment; whoever has been at it for longer waits less, and nobody long.

        The moment is measured by how long a round takes here and now: on a slow network, or a busy machine, a second
        would be no wait.
        """
        self.tell("others were faster; again")
        longest = min(_TURNS * round_took - (time.monotonic() - self.begun), _LONGEST_PAUSE)
        time.sleep(SystemRandom().uniform(0, max(0.0, longest)))


def name_combination(commits: int, upstream: str) -> str:
    """Make the subject of the commit that combines this clone's own commits with those at an upstream."""
    return f"sync: {commits} commit{'' if commits == 1 else 's'} combined with {upstream}"
