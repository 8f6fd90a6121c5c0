"""What a change made worse, apart from what was so already and from what only the calendar did.

Each finding is looked for in the base: a finding of the base's data on the day of its commit was known already; one
that its data only have by today came with the calendar; one that they do not have at all is new. A finding that has
become graver counts as one that was not there, and so does one of several things if it is of one more; one that is of
fewer than before was known.

Nobody is kept from recording what is true: a deadline that is missed stays the same finding whatever is said of it;
what an unreadable file hid was so already; where a report starts a clock whose day has passed, the day did it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from eo_tracker.checks.engine import Found, Key, examine
from eo_tracker.checks.findings import GRAVITY, Origin
from eo_tracker.checks.subject import Subject
from eo_tracker.repository.committed import open_commit
from eo_tracker.repository.configuration import CheckSettings
from eo_tracker.repository.history import list_ancestors
from eo_tracker.repository.moments import Moment
from eo_tracker.repository.root import DIRECTIVES


def tell_origins(found: Iterable[Found], base: Moment, today: date, settings: CheckSettings) -> Iterator[Found]:
    """Tell of each finding since when it is so. The base is judged by the settings of today.

    Raises EOTrackerError where git cannot read the base.
    """
    known = _State(*_examine(base, min(base.day, today), settings))
    by_today = known if base.day >= today else _State(*_examine(base, today, settings))
    before: frozenset[str] | None = None
    for each in sorted(found, key=_gravity, reverse=True):
        origin: Origin = "new"
        if each.commit:
            before = list_ancestors(base.repository.root, base.commit) if before is None else before
            origin = "known" if each.commit in before else "new"
        else:
            was_known, is_by_today = known.take(each), by_today is known or by_today.take(each)
            if was_known or known.hid(each):
                origin = "known"
            elif (is_by_today and by_today is not known) or known.awaited(each):
                origin = "calendar"
        yield replace(each, finding=replace(each.finding, origin=origin))


def _examine(base: Moment, day: date, settings: CheckSettings) -> tuple[Subject, list[Found]]:
    # A base in which nothing is tracked yet has no findings: all of today's are new.
    with open_commit(base.repository, base.commit) as tree:
        return examine(tree, day, settings)


_MISSED = "EO301"
"""By which a missed deadline is known, whether or not an extension or an acknowledgement has run out."""


class _State:
    """How grave the findings of a state are, by what they are known by; each answers for one of today's."""

    def __init__(self, subject: Subject, found: Iterable[Found]) -> None:
        self._subject = subject
        self._left: dict[Key, list[Found]] = {}
        self._unreadable = {problem.path for problem in subject.snapshot.problems}
        for each in found:
            self._left.setdefault(each.key, []).append(each)

    def hid(self, found: Found) -> bool:
        """Whether what is found could not be seen, because the order could not be read."""
        order = (found.finding.problem.directive or "").partition("/")[0]
        is_about_duties = found.finding.rule.family in ("deadlines", "records")
        return is_about_duties and f"{DIRECTIVES}/{order}.yaml" in self._unreadable

    def awaited(self, found: Found) -> bool:
        """Whether what is missed had no day yet."""
        standing = self._subject.standings_by_id.get(found.finding.problem.directive or "")
        return found.key.code == _MISSED and standing is not None and standing.timeliness == "awaiting_trigger"

    def take(self, found: Found) -> bool:
        """Take the gravest like a finding out, if it is as grave at least; tell whether there was one."""
        like = [each for each in self._left.get(found.key, ()) if found.among <= each.among]
        gravest = max(like, key=_gravity, default=None)
        if gravest is None or _gravity(gravest) < _gravity(found):
            return False
        self._left[found.key].remove(gravest)
        return True


def _gravity(found: Found) -> int:
    return GRAVITY[found.finding.problem.severity]
