"""What history says of due days: how often each was revised, when last, and which are none any more.

A calendar program takes an entry for newer than the one it has by its number (SEQUENCE) and its time (DTSTAMP). Both
are read from git, so that any clone writes the same: the number counts the commits that changed what an entry hangs on,
which are its directive and items, the order's signing and effect, and whatever starts its clock. What it once hung on
counts on, so that the number never falls.

A due day that a commit took away is found by looking at the files as they were before that commit. It is told for a
year: by then every calendar has heard of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from eo_tracker.domain.clocks import deadlines_of, full_reference
from eo_tracker.domain.dataset import Dataset
from eo_tracker.domain.deadlines import EVENT
from eo_tracker.repository.history import CommittedChange

TOLD = timedelta(days=366)
"""How long a due day that is none any more is told of."""

_COMES_OR_GOES = ("directive_added", "directive_removed", "item_added", "item_removed")
_OF_ITS_OWN = (
    "deadline_changed",
    "directive_removed",
    "item_removed",
    "item_of_changed",
    "event_changed",
    "event_removed",
    "record_moved",
)
"""The kinds of change that can take a due day from what they are about, and from its items."""

_OF_OTHERS = ("completed_changed", "occurrence_changed", "item_added", "item_removed", "record_moved")
"""The kinds of change that can take a due day from what counts from the completion of what they are about."""

_OF_PARTIES = ("lead_changed", "consulted_changed", "coordinating_changed")
"""The kinds of change that can take a due day from an agency's edition."""


@dataclass(frozen=True, slots=True)
class Revision:
    """How often what an entry hangs on was changed since it came, and when last; None where no commit says so."""

    number: int = 0
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A commit that may have taken due days away: by which changes, and of what.

    What a change may have taken them from is named by ids; an order's id is for all that is in it.
    """

    commit: str
    day: date
    losers: tuple[tuple[CommittedChange, frozenset[str]], ...]

    def list_reasons(self, duty_id: str) -> list[CommittedChange]:
        """List the changes that may have taken due days from a directive or item; none where it is not concerned."""
        named = {duty_id, duty_id.partition("/")[0]}
        return [change for change, ids in self.losers if not ids.isdisjoint(named)]

    @property
    def orders(self) -> frozenset[str]:
        """The ids of the orders that are concerned."""
        return frozenset(each.partition("/")[0] for _, ids in self.losers for each in ids)


@dataclass(slots=True)
class DueDayHistory:
    """The changes of a tracker, by what they are about. `changes` are the newest first."""

    changes: tuple[CommittedChange, ...]
    dataset: Dataset
    _commits: dict[str, int] = field(default_factory=dict)  # each with its number, the oldest first
    _moments: list[datetime | None] = field(default_factory=list)
    _about: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _items: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _wholes: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _triggers: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _dependents: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for each in reversed(self.changes):
            if each.commit not in self._commits:
                self._commits[each.commit] = len(self._commits)
                self._moments.append(each.moment)
            if each.directive or _bears_on_days(each):
                for about in _list_about(each):
                    self._about[about].add(self._commits[each.commit])
            self._relate_by(each)
        self._relate_all(self.dataset)

    def _relate_by(self, each: CommittedChange) -> None:
        """Learn from a change what an id is a part of, and what it counts from, or did till then."""
        change = each.change
        if change.kind in _COMES_OR_GOES:
            for said in (change.before or {}, change.after or {}):
                self._relate_whole(each.order, each.about, said.get("item_of"))
                self._relate_triggers(each.order, each.about, said.get("deadline"))
        elif change.kind == "deadline_changed":
            for said in (change.before, change.after):
                self._relate_triggers(each.order, each.about, said)
        elif change.kind == "item_of_changed":
            for said in (change.before, change.after):
                self._relate_whole(each.order, each.about, said)

    def _relate_all(self, dataset: Dataset) -> None:
        """Learn the same from what the files say now, be it in no commit."""
        for duty in dataset.duties_by_id.values():
            if duty.item:
                self._relate_whole(duty.order.id, duty.id, duty.directive.id)
            for deadline in deadlines_of(duty):
                if deadline.of and deadline.of != EVENT:
                    self._relate_trigger(duty.id, full_reference(deadline, duty.order))

    def _relate_whole(self, order: str, item: str, directive: str | None) -> None:
        if directive:
            self._items[f"{order}/{directive}"].add(item)
            self._wholes[item].add(f"{order}/{directive}")

    def _relate_triggers(self, order: str, about: str, said: Any) -> None:
        for deadline in said if isinstance(said, list) else [said] if said else []:
            of = deadline.get("of")
            if of and of != EVENT:
                self._relate_trigger(about, of if "/" in of else f"{order}/{of}")

    def _relate_trigger(self, about: str, trigger: str) -> None:
        self._triggers[about].add(trigger)
        self._dependents[trigger].add(about)

    def revision(self, duty_id: str, up_to: str | None = None) -> Revision:
        """Tell how often what a duty's due days hang on was changed, up to a commit or till now, and when last."""
        last = self._commits[up_to] if up_to else len(self._commits)
        numbers = {n for each in self._hangs_on(duty_id) for n in self._about.get(each, ()) if n <= last}
        moments = [moment for n in numbers if (moment := self._moments[n])]
        return Revision(max(len(numbers) - 1, 0), max(moments, default=None))

    def _hangs_on(self, duty_id: str) -> set[str]:
        found = self._family(duty_id)
        for each in (duty_id, *self._wholes.get(duty_id, ())):
            found |= {one for trigger in self._triggers.get(each, ()) for one in self._family(trigger)}
        return found | {each.partition("/")[0] for each in found}

    def _family(self, duty_id: str) -> set[str]:
        return {duty_id, *self._items.get(duty_id, ()), *self._wholes.get(duty_id, ())}

    def list_turns(self, since: date, *, with_parties: bool) -> Iterator[Turn]:
        """Give the commits since a day that may have taken due days away, the newest first.

        `with_parties` counts those that changed whose duty it is.
        """
        found: dict[str, list[tuple[CommittedChange, frozenset[str]]]] = {}
        for each in self.changes:
            if each.commit and each.moment and each.moment.date() >= since:
                ids = frozenset(self._list_losers(each, with_parties=with_parties))
                if ids:
                    found.setdefault(each.commit, []).append((each, ids))
        for commit, losers in found.items():
            moment = losers[0][0].moment
            if moment:
                yield Turn(commit, moment.date(), tuple(losers))

    def _list_losers(self, each: CommittedChange, *, with_parties: bool) -> Iterator[str]:
        kind, abouts = each.change.kind, _list_about(each)
        if kind == "order_changed" and each.change.field == "signed":
            yield each.order
        if each.directive and (kind in _OF_ITS_OWN or (with_parties and kind in _OF_PARTIES)):
            yield from (one for about in abouts for one in (about, *self._items.get(about, ())))
        if kind in _OF_OTHERS:
            family = {one for about in abouts for one in self._family(about)}
            dependents = {d for one in family for d in self._dependents.get(one, ())}
            yield from (one for d in dependents for one in (d, *self._items.get(d, ())))


def _bears_on_days(each: CommittedChange) -> bool:
    """Whether a change of an order itself is one of its directives' standings, too."""
    return each.change.kind in ("order_added", "order_removed") or each.change.field in ("signed", "effect")


def _list_about(each: CommittedChange) -> list[str]:
    if each.change.kind == "record_moved":
        ends: tuple[Mapping[str, Any], ...] = (each.change.before, each.change.after)
        return [end["directive"] for end in ends]
    return [each.about]
