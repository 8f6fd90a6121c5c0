"""Standings: a directive, its record and a day, taken together. Timeliness is computed here and nowhere typed.

An open directive is overdue from the day after its due day. `met` and `met_late` compare the day of
completion with the due day. A hold moves nothing; an extension moves the day that is judged, never the
day that the order gives. Of a recurring duty each occurrence is judged on its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice, takewhile
from typing import NamedTuple, get_args

from eo_tracker.domain.clocks import CLOSING_STATUSES, Clocks, completed_with_items, deadlines_of, inherits, recurs
from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.orders import Effect
from eo_tracker.domain.records import Extension, Hold, Record
from eo_tracker.domain.words import Status, Timeliness, VerificationState

DUE_SOON_DAYS = 14
MOST_OCCURRENCES = 1000  # of one deadline: a duty of each day, from an old order, would be judged for minutes
_CLOSING_EFFECTS = ("superseded", "revoked")
_OPEN = ("overdue", "due_soon", "upcoming")


class OccurrenceStanding(NamedTuple):
    """How one due day of a directive stands. `order_due` is the order's own where an extension moved `due`.

    `days` are days left: negative when late, also for `met_late`.
    """

    due: date
    order_due: date
    completed: date | None
    timeliness: Timeliness
    days: int


class Standing(NamedTuple):
    """How a directive or item stands on a day.

    `due`, `order_due` and `days` are those of the occurrence that matters now: the first that is open, be it an
    item's that has a deadline of its own (`due_item`), else the first that was late, else the last. `projected` is
    when an awaited deadline would fall due if its trigger kept its own day. `not_reported_by` are those of several
    named leads that have not reported, in the order's order; nobody while nothing is reported, for the status says so.
    """

    duty: Duty
    record: Record
    status: Status
    completed: date | None
    timeliness: Timeliness
    due: date | None = None
    order_due: date | None = None
    days: int | None = None
    due_item: str | None = None
    projected: date | None = None
    occurrences: tuple[OccurrenceStanding, ...] = ()
    holds: tuple[Hold, ...] = ()
    effects: tuple[Effect, ...] = ()
    not_reported_by: tuple[str, ...] = ()
    items: tuple[Standing, ...] = ()

    @property
    def id(self) -> str:
        """The full id, as in `eo-14288/3.b`."""
        return self.duty.id

    @property
    def lead(self) -> tuple[str, ...]:
        """The keys of the agencies that lead; an item's are its directive's where it names none."""
        return self.duty.part.lead or self.duty.directive.lead

    @property
    def verification(self) -> VerificationState:
        """Whether the record is confirmed."""
        return self.record.verified

    @property
    def recurs(self) -> bool:
        """Whether it falls due more than once."""
        return recurs(self.duty)

    @property
    def open_days(self) -> tuple[date, ...]:
        """The due days, as the order has them, of the occurrences that are not completed."""
        return tuple(o.order_due for o in self.occurrences if not o.completed)

    @property
    def last_word(self) -> date | None:
        """The latest day on which somebody looked at it or at one of its items, as the records say."""
        days = (each.record.last_word for each in (self, *self.items))
        return max((day for day in days if day), default=None)

    @property
    def items_completed(self) -> int:
        """How many of the items are completed."""
        return sum(item.status == "completed" for item in self.items)


@dataclass(frozen=True, slots=True)
class Judge:
    """Tells how duties stand on one day. `soon` is how many days ahead counts as due soon."""

    dataset: Dataset
    day: date
    soon: int = DUE_SOON_DAYS
    clocks: Clocks = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "clocks", Clocks(self.dataset))

    def standings(self) -> Iterator[Standing]:
        """Judge every directive of the dataset, in its order."""
        return map(self.judge, self.dataset.duties())

    def judge(self, duty: Duty) -> Standing:
        """Judge one directive, with its items, or one item."""
        record, whole = self.clocks.record(duty), self.clocks.whole(duty)
        items = tuple(map(self.judge, duty.items()))
        status, completed = completed_with_items(record, [(i.status, i.completed) for i in items])
        effects = tuple(e for e in duty.order.effect + duty.directive.effect if e.is_active(self.day))
        occurrences = self._occurrences(duty, record, whole, completed or whole.completed)
        current = _occurrence_that_matters(occurrences)
        item = _item_due_first(items, current) if status != "completed" else None
        if item:
            current = _occurrence_that_matters(item.occurrences)
        closed = _is_closed(status, whole, effects)
        timeliness = "closed" if closed else self._timeliness(duty, completed or whole.completed, current)
        if timeliness == "awaiting_trigger":
            current = None
        return Standing(
            duty,
            record,
            status,
            completed,
            timeliness,
            due=current.due if current else None,
            order_due=current.order_due if current else None,
            days=current.days if current and timeliness != "closed" else None,
            due_item=item.id if item and current else None,
            projected=self._projected(duty) if timeliness == "awaiting_trigger" else None,
            occurrences=occurrences,
            holds=tuple(h for h in record.holds if h.is_active(self.day)),
            effects=effects,
            not_reported_by=_silent_leads(duty, status, record, whole, items),
            items=items,
        )

    def _timeliness(self, duty: Duty, completed: date | None, current: OccurrenceStanding | None) -> Timeliness:
        if current and not current.completed:
            return current.timeliness
        if self.clocks.waiting(duty):
            # Done before the clock so much as started: whenever it starts, the day will have been kept.
            return "awaiting_trigger" if not completed else current.timeliness if current else "met"
        return current.timeliness if current else "no_deadline"

    def _projected(self, duty: Duty) -> date | None:
        days = (self.clocks.projected(deadline, duty) for deadline in self.clocks.waiting(duty))
        return next((day for day in days if day), None)

    def _occurrences(
        self, duty: Duty, record: Record, whole: Record, completed: date | None
    ) -> tuple[OccurrenceStanding, ...]:
        reported, extension = record.occurrences, record.extension
        if inherits(duty):
            reported, extension = whole.occurrences + reported, extension or whole.extension
        kept = {o.due: o.completed for o in reported if o.completed}
        extended = self._extended_day(duty, extension) if extension else None
        found = []
        for day in self._due_days(duty, kept):
            due = extension.to if extension and day == extended else day
            found.append(self._occurrence(due, day, kept.get(day) or completed))
        return tuple(found)

    def _occurrence(self, due: date, order_due: date, completed: date | None) -> OccurrenceStanding:
        if completed:
            met: Timeliness = "met" if completed <= due else "met_late"
            return OccurrenceStanding(due, order_due, completed, met, (due - completed).days)
        days = (due - self.day).days
        timeliness: Timeliness = "overdue" if days < 0 else "due_soon" if days <= self.soon else "upcoming"
        return OccurrenceStanding(due, order_due, None, timeliness, days)

    def _due_days(self, duty: Duty, kept: dict[date, date]) -> list[date]:
        """List the due days; of a recurring duty, up to the first that is still ahead and not completed."""
        found = set()
        for deadline in deadlines_of(duty):
            start = self.clocks.start(deadline, duty)
            for day in islice(deadline.due_days(start), MOST_OCCURRENCES) if start else ():
                found.add(day)
                if day >= self.day and day not in kept:
                    break
        return sorted(found)

    def _extended_day(self, duty: Duty, extension: Extension) -> date | None:
        """Tell which of the order's due days an extension moves: the one it names, or the last that it can."""
        if extension.due:
            return extension.due
        starts = ((d, self.clocks.start(d, duty)) for d in deadlines_of(duty))
        possible = (islice(d.due_days(start), MOST_OCCURRENCES) for d, start in starts if start)
        days = (takewhile(lambda day: day <= extension.to, each) for each in possible)
        return max(chain.from_iterable(days), default=None)


def _silent_leads(
    duty: Duty, status: Status, record: Record, whole: Record, items: tuple[Standing, ...]
) -> tuple[str, ...]:
    """Find the leads of a joint directive or item that have not reported.

    Where its own record names nobody, those count that the records of its directive or of its items name.
    """
    if len(duty.named_leads) < 2 or (status == "not_reported" and not record.reported_by):
        return ()
    reporters = set(record.reported_by or chain(whole.reported_by, *(i.record.reported_by for i in items)))
    return tuple(key for key in duty.named_leads if key not in reporters)


def _is_closed(status: Status, whole: Record, effects: tuple[Effect, ...]) -> bool:
    if status in CLOSING_STATUSES or (whole.status in CLOSING_STATUSES and status != "completed"):
        return True
    # What was completed while it was in force stays met: an auditor asks for it long after.
    return (
        status != "completed"
        and not whole.completed
        and any(e.state in _CLOSING_EFFECTS and not e.part for e in effects)
    )


def _occurrence_that_matters(occurrences: tuple[OccurrenceStanding, ...]) -> OccurrenceStanding | None:
    """Pick the first open occurrence, else the first that was late, else the last."""
    open_ones = [o for o in occurrences if o.completed is None]
    if open_ones:
        return min(open_ones, key=lambda o: o.due)
    return next((o for o in occurrences if o.timeliness == "met_late"), occurrences[-1] if occurrences else None)


def _item_due_first(items: tuple[Standing, ...], current: OccurrenceStanding | None) -> Standing | None:
    """Find the open item whose own deadline comes before all else: what it owes must not hide behind its directive."""
    own = [(i.due, i) for i in items if i.timeliness in _OPEN and i.due and not inherits(i.duty)]
    day, item = min(own, key=lambda pair: pair[0], default=(None, None))
    return item if day and (current is None or current.completed or day < current.due) else None


def find_overdue(standings: list[Standing]) -> list[Standing]:
    """Pick what is overdue, the longest first."""
    return sorted((s for s in standings if s.timeliness == "overdue"), key=lambda s: s.days or 0)


def find_upcoming(standings: list[Standing], days: int) -> list[Standing]:
    """Pick what is open and falls due from today to `days` days ahead, the nearest first."""
    near = (s for s in standings if s.timeliness in ("upcoming", "due_soon") and s.days is not None and s.days <= days)
    return sorted(near, key=lambda s: s.days or 0)


def count_standings(standings: list[Standing]) -> dict[str, int]:
    """Count standings: in total, per timeliness and per status, with every word present."""
    counts = {"total": len(standings), **dict.fromkeys((*get_args(Timeliness), *get_args(Status)), 0)}
    for standing in standings:
        counts[standing.timeliness] += 1
        counts[standing.status] += 1
    return counts


def due_between(standing: Standing, first: date | None, last: date | None) -> bool:
    """Whether the standing's due day lies from `first` to `last`, where these are given."""
    if first is None and last is None:
        return True
    return standing.due is not None and (first or standing.due) <= standing.due <= (last or standing.due)
