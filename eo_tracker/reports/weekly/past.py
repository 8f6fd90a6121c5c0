"""The past that reports are made of: a tracker at both ends of a period, and the commits between them.

An end is a day as git has it: the last commit by the end of that day in Washington. So a report can be made again from
any clone, and says the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from eo_tracker.domain.consistency import latest_day
from eo_tracker.domain.periods import Period
from eo_tracker.repository.history import list_ancestors
from eo_tracker.repository.moments import (
    Moment,
    NoSuchMoment,
    find_commit_by,
    find_moment_of_day,
    is_shallow,
    open_past,
)
from eo_tracker.repository.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Past:
    """A tracker as a period found it and left it, each as of a commit; None where nothing was tracked before.

    `arrived` are the commits that came in during the period.
    """

    root: Path
    period: Period
    commit_before: str | None
    before: Snapshot | None
    commit: str
    now: Snapshot
    arrived: frozenset[str]


def read_past(root: Path, period: Period) -> Past:
    """Read the past of a period.

    Raises NoSuchMoment where nothing was tracked by its end, or a shallow clone does not know how it began;
    NoRepository, NotReady.
    """
    moment = find_moment_of_day(open_past(root), period.last)
    now = moment.snapshot(period.last)
    commit = find_commit_by(root, period.eve)
    if commit is None and is_shallow(moment.repository):
        find_moment_of_day(moment.repository, period.eve)  # it tells what is missing, and how to get it
    before = _read_before(moment, now, commit, period) if commit else None
    commit_before = commit if before else None
    known = list_ancestors(root, commit_before) if commit_before else frozenset()
    return Past(root, period, commit_before, before, moment.commit, now, list_ancestors(root, moment.commit) - known)


def _read_before(later: Moment, now: Snapshot, commit: str, period: Period) -> Snapshot | None:
    # Where nothing was committed since, and nothing happened, it reads the same.
    if commit == later.commit and latest_day(now.dataset.records.values()) <= period.eve:
        return now
    try:
        return Moment(later.repository, commit, period.eve).snapshot(period.eve)
    except NoSuchMoment:  # there were commits, and no orders in them
        return None
