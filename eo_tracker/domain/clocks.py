"""Clocks: what a deadline counts from, whether that has happened, and the days on which it falls due.

A clock starts at the signing, at the completion of another directive, or at an event whose day a record
gives. What is reported of a directive as a whole holds for its items; what they say themselves comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.deadlines import EVENT, Deadline
from eo_tracker.domain.orders import Order
from eo_tracker.domain.records import Record
from eo_tracker.domain.words import Status

NO_RECORD = Record()
CLOSING_STATUSES = ("not_applicable", "not_pursued")


def deadlines_of(duty: Duty) -> tuple[Deadline, ...]:
    """Return the deadlines that hold for a directive or item; an item's are its directive's where it has none."""
    return duty.part.deadline or duty.directive.deadline


def inherits(duty: Duty) -> bool:
    """Whether an item takes its directive's deadlines for its own."""
    return duty.item is not None and not duty.item.deadline


def recurs(duty: Duty) -> bool:
    """Whether a duty falls due more than once."""
    return len(deadlines_of(duty)) > 1 or repeats(duty)


def repeats(duty: Duty) -> bool:
    """Whether a duty falls due again and again: each occurrence is completed on its own, and never the whole."""
    return any(d.every for d in deadlines_of(duty))


def events_of(duty: Duty) -> tuple[str, ...]:
    """Return the names of the events that the deadlines of a duty count from, each once."""
    return tuple(dict.fromkeys(d.event for d in deadlines_of(duty) if d.of == EVENT and d.event))


def full_reference(deadline: Deadline, order: Order) -> str:
    """Write what a deadline counts from as a full id: `3.b` in eo-14288 is `eo-14288/3.b`."""
    of = deadline.of or ""
    return of if "/" in of else f"{order.id}/{of}"


def find_orders_counted_from(order: Order) -> set[str]:
    """Find the ids of the other orders whose directives a deadline of this one counts from."""
    deadlines = (
        d for each in order.directives() for d in (*each.deadline, *(d for item in each.items for d in item.deadline))
    )
    references = (d.of for d in deadlines if d.of and "/" in d.of)
    return {reference.split("/")[0] for reference in references} - {order.id}


def completed_with_items(record: Record, items: list[tuple[Status, date | None]]) -> tuple[Status, date | None]:
    """Tell the status of a directive, and its day of completion, from its record and those of its items.

    It is completed when it is reported so, or when all its items are; it is under way when one item is.
    """
    if record.status == "completed" or not items or record.status in CLOSING_STATUSES:
        return record.status, record.completed
    if all(status == "completed" for status, _ in items):
        return "completed", max(day for _, day in items if day)
    if record.status == "not_reported" and any(status in ("in_progress", "completed") for status, _ in items):
        return "in_progress", None
    return record.status, None


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of a dataset's deadlines."""

    dataset: Dataset
    # When a directive would fall due, by its id, as far as that was asked.
    _projections: dict[str, date | None] = field(default_factory=dict, compare=False, repr=False)

    def record(self, duty: Duty) -> Record:
        """Return the record of a directive or item; an empty one where there is none."""
        return self.dataset.records.get(duty.id, NO_RECORD)

    def whole(self, duty: Duty) -> Record:
        """Return the record of the directive that an item is a part of; an empty one for a directive."""
        return self.dataset.records.get(f"{duty.order.id}/{duty.directive.id}", NO_RECORD) if duty.item else NO_RECORD

    def start(self, deadline: Deadline, duty: Duty) -> date | None:
        """Return the day that a deadline's clock starts; None while it has not."""
        if deadline.of is None:
            return duty.order.signed
        if deadline.of == EVENT:
            events = self.record(duty).events + self.whole(duty).events
            return next((e.date for e in events if e.event == deadline.event), None)
        return self._completion(full_reference(deadline, duty.order))

    def waiting(self, duty: Duty) -> list[Deadline]:
        """List the deadlines of a duty whose clocks have not started."""
        return [d for d in deadlines_of(duty) if d.of is not None and self.start(d, duty) is None]

    def _completion(self, reference: str) -> date | None:
        """Return the day on which a directive or item was completed; of a recurring one, for the first time."""
        duty = self.dataset.duties_by_id.get(reference)
        if duty is None:
            return None
        record, whole = self.record(duty), self.whole(duty)
        reported = record.occurrences + (whole.occurrences if inherits(duty) else ())
        firsts = [o.completed for o in reported if o.completed]
        if firsts:
            return min(firsts)
        items = [(r.status, r.completed) for r in map(self.record, duty.items())]
        return completed_with_items(record, items)[1] or whole.completed

    def first_due(self, deadline: Deadline, duty: Duty) -> date | None:
        """Return the first day on which a deadline falls due; None while its clock has not started."""
        start = self.start(deadline, duty)
        return next(deadline.due_days(start), None) if start else None

    def projected(self, deadline: Deadline, duty: Duty) -> date | None:
        """Return when a deadline would first fall due if all that it waits for were completed on its due day."""
        known = self.first_due(deadline, duty)
        if known or deadline.of in (None, EVENT):
            return known
        start = self._projected_due(full_reference(deadline, duty.order))
        return next(deadline.due_days(start), None) if start else None

    def _projected_due(self, reference: str) -> date | None:
        """Return when a directive would fall due; None when that hangs on an event, or on itself.

        Rows of triggers can be long and their ways many, so each directive is looked at once, without recursion.
        """
        path = [reference]
        while path:
            duty = self.dataset.duties_by_id.get(path[-1])
            awaited = list(self._awaited(duty)) if duty else []
            open_ends = [r for r in awaited if r not in self._projections and r not in path]
            if open_ends:
                path.append(open_ends[0])
                continue
            self._projections[path.pop()] = self._first_projected(duty) if duty else None
        return self._projections[reference]

    def _awaited(self, duty: Duty) -> Iterator[str]:
        for deadline in self.waiting(duty):
            if deadline.of != EVENT:
                yield full_reference(deadline, duty.order)

    def _first_projected(self, duty: Duty) -> date | None:
        """Return the first day that a duty would fall due, of triggers whose projections are known."""
        for deadline in deadlines_of(duty):
            start = self.start(deadline, duty)
            if start is None and deadline.of != EVENT:
                start = self._projections.get(full_reference(deadline, duty.order))
            day = next(deadline.due_days(start), None) if start else None
            if day:
                return day
        return None
