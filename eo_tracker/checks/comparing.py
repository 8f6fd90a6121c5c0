"""What a change made worse, apart from what was so already and from what only the calendar did.

Each finding is looked for in the base: a finding of the base's data on the day of its commit was known already; one
that its data only have by today came with the calendar; one that they do not have at all is new. A finding that has
become graver counts as one that was not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from eo_tracker.checks.engine import GRAVITY, Found, Key, examine
from eo_tracker.checks.findings import Origin
from eo_tracker.domain.problems import Severity
from eo_tracker.repository.committed import open_commit
from eo_tracker.repository.configuration import CheckSettings
from eo_tracker.repository.history import list_ancestors
from eo_tracker.repository.moments import Moment


def tell_origins(found: Iterable[Found], base: Moment, today: date, settings: CheckSettings) -> Iterator[Found]:
    """Tell of each finding since when it is so. The base is judged by the settings of today.

    Raises EOTrackerError where git cannot read the base.
    """
    known = _Gravities(_examine(base, min(base.day, today), settings))
    by_today = known if base.day >= today else _Gravities(_examine(base, today, settings))
    before: frozenset[str] | None = None
    for each in sorted(found, key=lambda one: -GRAVITY[one.finding.problem.severity]):
        origin: Origin = "new"
        if each.commit:
            before = list_ancestors(base.repository.root, base.commit) if before is None else before
            origin = "known" if each.commit in before else "new"
        else:
            was_known, is_by_today = known.take(each), by_today is known or by_today.take(each)
            origin = "known" if was_known else "calendar" if is_by_today and by_today is not known else "new"
        yield replace(each, finding=replace(each.finding, origin=origin))


def _examine(base: Moment, day: date, settings: CheckSettings) -> list[Found]:
    # A base in which nothing is tracked yet has no findings: all of today's are new.
    with open_commit(base.repository, base.commit) as tree:
        return examine(tree, day, settings)[1]


class _Gravities:
    """How grave the findings of a state are, by what they are known by; each answers for one of today's."""

    def __init__(self, found: Iterable[Found]) -> None:
        self._left: dict[Key, list[Severity]] = {}
        for each in found:
            self._left.setdefault(each.key, []).append(each.finding.problem.severity)

    def take(self, found: Found) -> bool:
        """Take the gravest like a finding out, if it is as grave at least; tell whether there was one."""
        left = self._left.get(found.key, [])
        gravest = max(left, key=lambda severity: GRAVITY[severity], default=None)
        if gravest is None or GRAVITY[gravest] < GRAVITY[found.finding.problem.severity]:
            return False
        left.remove(gravest)
        return True
