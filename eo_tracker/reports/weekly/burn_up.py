"""The burn-up: how many directives were completed, and how many were tracked, week by week, as history tells.

A change counts from the day on which it was on the branch, as `status --as-of` has it: what was committed elsewhere and
merged later counts from the merge on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

from eo_tracker.domain.clocks import CLOSING_STATUSES
from eo_tracker.domain.standings import Standing
from eo_tracker.reports.weekly.content import Point
from eo_tracker.repository.history import CommittedChange, list_arrived
from eo_tracker.repository.moments import find_commit_by

KINDS = ("status_changed", "directive_added", "directive_removed")
"""The kinds of change that move the lines."""

WEEKS = 53


def draw_up(
    root: Path, changes: Sequence[CommittedChange], standings: Iterable[Standing], last: date
) -> tuple[Point, ...]:
    """Count at the end of each week up to the last day, from the first change on and for a year at most."""
    told = [c for c in reversed(changes) if c.change.kind in KINDS and c.directive and c.moment]
    if not told:
        return ()
    items = {standing.id: [item.id for item in standing.items] for standing in standings}
    by_commit: dict[str, list[tuple[int, CommittedChange]]] = {}
    for number, each in enumerate(told):
        by_commit.setdefault(each.commit, []).append((number, each))
    state = _State(items)
    points = []
    known: str | None = None
    completed = 0
    for day in _weeks(told, last):
        commit = find_commit_by(root, day)
        if commit is None:
            continue
        if commit != known:
            arrived = list_arrived(root, commit, known)
            state.apply(sorted(chain.from_iterable(by_commit.get(each, ()) for each in arrived), key=lambda n: n[0]))
            known, completed = commit, state.count_completed()
        points.append(Point(day, completed, len(state.tracked)))
    return tuple(points)


def _weeks(told: Sequence[CommittedChange], last: date) -> Iterator[date]:
    first = min(each.moment.date() for each in told if each.moment)
    weeks = min((last - first).days // 7 + 1, WEEKS - 1)
    return (last - timedelta(weeks=weeks - n) for n in range(weeks + 1))


class _State:
    """What has been said by a day: which directives are tracked, and the statuses of records. The latest word holds."""

    def __init__(self, items: Mapping[str, Sequence[str]]) -> None:
        self._items = items
        self._said: dict[tuple[str, bool], int] = {}
        self._statuses: dict[str, str] = {}
        self.tracked: set[str] = set()

    def apply(self, changes: Iterable[tuple[int, CommittedChange]]) -> None:
        """Take changes in, each with its place among all; one that comes late does not undo what was said after it."""
        for number, found in changes:
            directive, of_status = found.directive or "", found.change.kind == "status_changed"
            if self._said.get((directive, of_status), -1) > number:
                continue
            self._said[directive, of_status] = number
            if of_status:
                self._statuses[directive] = found.change.after
            elif found.change.kind == "directive_added":
                self.tracked.add(directive)
            else:
                self.tracked.discard(directive)

    def count_completed(self) -> int:
        """Count the directives that are completed, be it through all of their items."""
        return sum(self._is_completed(each) for each in self.tracked)

    def _is_completed(self, directive: str) -> bool:
        status = self._statuses.get(directive)
        items = self._items.get(directive, ())
        if status == "completed" or status in CLOSING_STATUSES or not items:
            return status == "completed"
        return all(self._statuses.get(item) == "completed" for item in items)
