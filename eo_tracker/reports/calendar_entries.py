"""Gathering a calendar's entries: the due days that there are, and those that history says there were.

What was removed, or given another day, is told as cancelled: whoever has the entry in a calendar loses it there only
if the entry itself says so. A day that an extension moves keeps its entry, which moves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from eo_tracker.domain.deadlines import write_day, write_due_day
from eo_tracker.domain.errors import UnknownReference
from eo_tracker.domain.problems import Problem
from eo_tracker.domain.selections import Filters, joined, select
from eo_tracker.domain.standings import Judge, Standing
from eo_tracker.reports.changes import write_change
from eo_tracker.reports.due_day_history import TOLD, DueDayHistory, Revision, Turn
from eo_tracker.reports.due_days import AHEAD, DueDay, list_due_days, list_occurrences, list_parts, name_edition
from eo_tracker.reports.history import cite_change
from eo_tracker.reports.questions import Question
from eo_tracker.repository.clone import Repository
from eo_tracker.repository.committed import open_commit
from eo_tracker.repository.git import NoGit
from eo_tracker.repository.history import History, NoHistory, read_history
from eo_tracker.repository.moments import Moment, find_moment_of_revision, open_past
from eo_tracker.repository.revision import SHORT
from eo_tracker.repository.root import DIRECTIVES
from eo_tracker.repository.snapshot import Snapshot, read_snapshot, take_snapshot


@dataclass(frozen=True, slots=True)
class Entry:
    """A due day in a calendar. `rings` tells that people are reminded of it."""

    due_day: DueDay
    revision: Revision
    rings: bool = False


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a calendar, the earliest first, and what whoever asked for it must know.

    `agency` is whose edition it is. `waiting` counts what has no day yet. `is_cut` tells that the clone is shallow, and
    `has_uncommitted` that files say what no commit does.
    """

    entries: tuple[Entry, ...]
    agency: str | None
    waiting: int
    problems: tuple[Problem, ...]
    is_cut: bool
    has_uncommitted: bool


def gather_entries(root: Path, question: Question, moment: Moment | None) -> Entries:
    """Gather the entries for what a question asks about, now or at a moment of the past. Raises EOTrackerError."""
    snapshot = moment.snapshot(question.today) if moment else read_snapshot(root, question.today)
    judge = snapshot.judge(question.today)
    with snapshot.telling_problems():
        parts = _choose(question, judge)
        agency = name_edition(judge, question.agency)
    history = _read_history(root, moment)
    past = DueDayHistory(history.changes if history else (), snapshot.dataset)
    unreadable = snapshot.unreadable_records
    found = [entry for part in parts for entry in _list_entries(part, judge, past, unreadable)]
    lost: list[Entry] = []
    has_uncommitted = False
    if history:
        repository = open_past(root)
        lost = list(_Lost(repository, question, snapshot, {part.id: part for part in parts}, past).find())
        has_uncommitted = moment is None and _has_uncommitted(repository, history.tip, question, snapshot, parts)
    return Entries(
        tuple(sorted((*found, *lost), key=lambda entry: (entry.due_day.day, entry.due_day.key))),
        agency,
        sum(part.timeliness == "awaiting_trigger" for part in parts),
        snapshot.problems,
        history is not None and history.is_cut,
        has_uncommitted,
    )


def _choose(question: Question, judge: Judge) -> list[Standing]:
    """Choose the directives and items that are asked about. Raises UnknownReference."""
    filters = Filters(agency=question.agency, role=question.role)
    standings = filters.keep(map(judge.judge, select(judge.dataset, question.selection)), judge.dataset)
    return list_parts(standings, filters, judge)


def _read_history(root: Path, moment: Moment | None) -> History | None:
    """Read what was changed; nothing where there is no git, or no commit yet."""
    try:
        return read_history(root, tip=moment.commit if moment else None)
    except (NoGit, NoHistory):
        return None


def _list_entries(
    standing: Standing, judge: Judge, past: DueDayHistory, unreadable: Collection[str]
) -> Iterator[Entry]:
    revision = past.revision(standing.id)
    days = [revision.moment.date() if revision.moment else None, *(effect.date for effect in standing.effects)]
    settled = max((day for day in days if day), default=judge.day)
    is_unreadable = any(each.id in unreadable for each in (standing, *standing.items))
    for due_day in list_due_days(standing, judge, is_unreadable=is_unreadable):
        if due_day.state != "cancelled" or settled >= judge.day - TOLD:
            yield Entry(due_day, revision, rings=due_day.state == "open" and due_day.day >= judge.day)


@dataclass(frozen=True, slots=True)
class _Lost:
    """The search for due days that commits took away. `parts` are the standings, by their ids, that there are now."""

    repository: Repository
    question: Question
    now: Snapshot
    parts: dict[str, Standing]
    past: DueDayHistory

    def find(self) -> Iterator[Entry]:
        """Find the due days that there are no more, each as the last commit found it that took it away."""
        seen: set[tuple[str, date]] = set()
        since = self.question.today - TOLD
        for turn in self.past.list_turns(since, with_parties=self.question.agency is not None):
            before = _read_commit(self.repository, f"{turn.commit}^1", max(self.question.today, turn.day), turn.orders)
            if before is None:
                continue
            judge = before.judge(turn.day)
            found: list[tuple[list[DueDay], list[DueDay]]] = []
            for standing in self._list_concerned(turn, judge):
                kept = self._list_kept(standing.id, turn.day)
                due_days = list(list_due_days(standing, judge))
                lost = [each for each in due_days if each.order_day not in kept and each.key not in seen]
                found += [(lost, due_days)] if lost else []
                # A day that was lost, came back and stayed is none that is lost, whoever took it before.
                seen |= {each.key for each in due_days}
            after = self._judge_after(turn) if found else None
            for lost, due_days in found:
                moved = _find_new_day(after, due_days) if after and len(lost) == 1 else None
                for each in lost:
                    yield Entry(_cancelled(each, turn, moved), self.past.revision(each.duty.id, turn.commit))

    def _judge_after(self, turn: Turn) -> Judge | None:
        after = _read_commit(self.repository, turn.commit, max(self.question.today, turn.day), turn.orders)
        return after.judge(turn.day) if after else None

    def _list_concerned(self, turn: Turn, judge: Judge) -> Iterator[Standing]:
        """List what was asked about then, as far as a commit may have taken due days from it."""
        unread = {problem.path for problem in self.now.problems} | {p.directive for p in self.now.problems}
        words = [[word] for word in joined(self.question.selection)] or [[]]
        for selection in words:
            with suppress(UnknownReference):  # it was not tracked yet
                for standing in _choose(replace(self.question, selection=tuple(selection)), judge):
                    names = {standing.id, f"{DIRECTIVES}/{standing.duty.order.id}.yaml"}
                    # What cannot be read now is not lost.
                    if turn.list_reasons(standing.id) and unread.isdisjoint(names):
                        yield standing

    def _list_kept(self, duty_id: str, day: date) -> set[date]:
        """List the due days that a duty has now, as far ahead as they can have been entered before a day."""
        standing = self.parts.get(duty_id)
        if standing is None:
            return set()
        later = self.now.judge(max(self.question.today, day) + AHEAD)
        return {each.order_due for each in list_occurrences(later.judge(standing.duty), later)}


def _find_new_day(after: Judge, due_days: Sequence[DueDay]) -> date | None:
    """Find the one day that a commit gave a duty in the place of another; None where it gave none, or several.

    It is told as of that commit: an entry that was not revised must say the same in every file.
    """
    duty = after.dataset.duties_by_id.get(due_days[0].duty.id)
    known = {each.order_day for each in due_days}
    now = list_due_days(after.judge(duty), after) if duty else ()
    came = [each.day for each in now if each.order_day not in known]
    return came[0] if len(came) == 1 else None


def _cancelled(due_day: DueDay, turn: Turn, moved: date | None) -> DueDay:
    reasons = turn.list_reasons(due_day.duty.id)
    made = reasons[0]
    return replace(
        due_day,
        state="cancelled",
        facts=(
            due_day.duty.summary,
            f"Standing: no longer due on {write_day(due_day.day)}",
            *([f"Moved: to {write_due_day(moved)}"] if moved else []),
            f"Changed: on {write_day(turn.day)}, by {made.name}, in commit {turn.commit[:SHORT]}",
            *(f"{cite_change(each)}: {': '.join(write_change(each.change))}" for each in reasons),
            f"Order: {due_day.duty.order.order}, {due_day.duty.order.title}",
        ),
    )


def _read_commit(repository: Repository, revision: str, today: date, only: Collection[str]) -> Snapshot | None:
    """Read some orders, or all, as a commit has them; None where there is no such commit, or nothing is tracked."""
    moment = find_moment_of_revision(repository, revision)
    if moment is None:
        return None
    with open_commit(repository, moment.commit) as tree:
        return take_snapshot(tree, today, only) if tree.has_folder(DIRECTIVES) else None


def _has_uncommitted(
    repository: Repository, tip: str, question: Question, now: Snapshot, parts: Sequence[Standing]
) -> bool:
    """Whether the files say of what is asked about what the last commit does not."""
    only = frozenset(part.duty.order.id for part in parts) if question.selection or question.agency else frozenset()
    committed = _read_commit(repository, tip, question.today, only)
    if committed is None:
        return bool(parts)
    ours, theirs = now.dataset, committed.dataset
    orders = only or ours.orders.keys() | theirs.orders.keys()
    return any(ours.orders.get(each) != theirs.orders.get(each) for each in orders) or any(
        ours.records.get(each) != theirs.records.get(each)
        for each in ours.records.keys() | theirs.records.keys()
        if each.partition("/")[0] in orders
    )
