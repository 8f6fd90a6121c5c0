"""Standings: a directive, its record and a day, taken together. Timeliness is computed here and nowhere typed.

An open directive is overdue from the day after its due day. `met` and `met_late` compare the day of
completion with the due day. A hold moves nothing; an extension moves the day that is judged, never the
day that the order gives. A duty that falls due more than once is judged turn by turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, get_args

from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.deadlines import EVENT, Deadline
from eo_tracker.domain.orders import Effect
from eo_tracker.domain.records import Hold, Record
from eo_tracker.domain.words import Status, Timeliness, VerificationState

DUE_SOON_DAYS = 14
NO_RECORD = Record()
_CLOSING_STATUSES = ("not_applicable", "not_pursued")
_CLOSING_EFFECTS = ("superseded", "revoked")


class Turn(NamedTuple):
    """One due day of a directive. `order_due` is the order's own day where an extension moved `due`.

    `days` are days left: negative when late, also for `met_late`.
    """

    due: date
    order_due: date
    completed: date | None
    timeliness: Timeliness
    days: int


class Standing(NamedTuple):
    """How a directive or item stands on a day.

    `due`, `order_due` and `days` are those of the turn that matters now: the first that is overdue, else the
    next one, else the last. `projected` is when an awaited deadline would fall due if its trigger kept its own.
    """

    duty: Duty
    record: Record
    status: Status
    completed: date | None
    timeliness: Timeliness
    due: date | None = None
    order_due: date | None = None
    days: int | None = None
    projected: date | None = None
    turns: tuple[Turn, ...] = ()
    holds: tuple[Hold, ...] = ()
    effects: tuple[Effect, ...] = ()
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
    def items_completed(self) -> int:
        """How many of the items are completed."""
        return sum(item.status == "completed" for item in self.items)


def deadlines_of(duty: Duty) -> tuple[Deadline, ...]:
    """Return the deadlines that hold for a directive or item; an item's are its directive's where it has none."""
    return duty.part.deadline or duty.directive.deadline


def recurs(duty: Duty) -> bool:
    """Whether a duty falls due more than once."""
    deadlines = deadlines_of(duty)
    return len(deadlines) > 1 or any(d.every for d in deadlines)


def full_reference(deadline: Deadline, duty: Duty) -> str:
    """Write what a deadline counts from as a full id: `3.b` in eo-14288 is `eo-14288/3.b`."""
    of = deadline.of or ""
    return of if "/" in of else f"{duty.order.id}/{of}"


@dataclass(frozen=True, slots=True)
class Judge:
    """Tells how duties stand on one day. `soon` is how many days ahead counts as due soon."""

    dataset: Dataset
    day: date
    soon: int = DUE_SOON_DAYS

    def standings(self) -> Iterator[Standing]:
        """Judge every directive of the dataset, in its order."""
        return (self.judge(duty) for duty in self.dataset.duties())

    def judge(self, duty: Duty) -> Standing:
        """Judge one directive, with its items, or one item."""
        record = self._record(duty)
        items = tuple(map(self.judge, duty.items()))
        status, completed = _status_with_items(record, items)
        effects = tuple(filter(self._holds, duty.order.effect + duty.directive.effect))
        turns = self._turns(duty, record, completed)
        timeliness, turn = self._time(duty, status, effects, turns)
        return Standing(
            duty,
            record,
            status,
            completed,
            timeliness,
            due=turn.due if turn else None,
            order_due=turn.order_due if turn else None,
            days=turn.days if turn and timeliness != "closed" else None,
            projected=self._first_projected(duty) if timeliness == "awaiting_trigger" else None,
            turns=turns,
            holds=tuple(h for h in record.holds if h.is_active(self.day)),
            effects=effects,
            items=items,
        )

    def _record(self, duty: Duty) -> Record:
        return self.dataset.records.get(duty.id, NO_RECORD)

    def _holds(self, effect: Effect) -> bool:
        return effect.state != "in_force" and (effect.date is None or effect.date <= self.day)

    def _time(
        self, duty: Duty, status: Status, effects: tuple[Effect, ...], turns: tuple[Turn, ...]
    ) -> tuple[Timeliness, Turn | None]:
        """Tell the timeliness, and the turn that it comes from where one does."""
        turn = _turn_that_matters(turns)
        if _is_closed(status, effects):
            return "closed", turn
        if status != "completed" and (turn is None or turn.completed) and self._waits(duty):
            return "awaiting_trigger", None
        if turn:
            return turn.timeliness, turn
        # Done before the clock so much as started: whenever it starts, the day will have been kept.
        return ("met", None) if self._waits(duty) else ("no_deadline", None)

    def _turns(self, duty: Duty, record: Record, completed: date | None) -> tuple[Turn, ...]:
        kept = {o.due: o.completed for o in record.occurrences if o.completed}
        days = sorted({day for d in deadlines_of(duty) for day in self._due_days(d, duty, kept)})
        extended = None
        if record.extension:
            extended = max((day for day in days if day <= record.extension.to), default=None)
        found = []
        for day in days:
            due = record.extension.to if record.extension and day == extended else day
            found.append(self._turn(due, day, kept.get(day) or completed))
        return tuple(found)

    def _turn(self, due: date, order_due: date, completed: date | None) -> Turn:
        if completed:
            return Turn(due, order_due, completed, "met" if completed <= due else "met_late", (due - completed).days)
        days = (due - self.day).days
        timeliness: Timeliness = "overdue" if days < 0 else "due_soon" if days <= self.soon else "upcoming"
        return Turn(due, order_due, None, timeliness, days)

    def _due_days(self, deadline: Deadline, duty: Duty, kept: dict[date, date]) -> Iterator[date]:
        """Give the due days of a deadline up to the first one that is still ahead and not completed."""
        start = self.start(deadline, duty)
        if start is None:
            return
        for day in deadline.due_days(start):
            yield day
            if day >= self.day and day not in kept:
                return

    def _waits(self, duty: Duty) -> bool:
        return any(d.waits and self.start(d, duty) is None for d in deadlines_of(duty))

    def start(self, deadline: Deadline, duty: Duty) -> date | None:
        """Return the day that a deadline's clock starts; None while it has not."""
        if deadline.of is None:
            return duty.order.signed
        if deadline.of == EVENT:
            events = self._record(duty).events
            return next((e.date for e in events if e.event == deadline.event), None)
        return self._completion(full_reference(deadline, duty))

    def _completion(self, reference: str) -> date | None:
        """Return the day on which a directive or item was completed; of a recurring one, for the first time."""
        duty = self.dataset.duties_by_id.get(reference)
        if duty is None:
            return None
        record = self._record(duty)
        firsts = [o.completed for o in record.occurrences if o.completed]
        if firsts:
            return min(firsts)
        items = [(self._record(i).status, self._record(i).completed) for i in duty.items()]
        return _completed_with_items(record, items)[1]

    def _first_projected(self, duty: Duty) -> date | None:
        return next((p for d in deadlines_of(duty) if (p := self.projected(d, duty))), None)

    def projected(self, deadline: Deadline, duty: Duty, seen: tuple[str, ...] = ()) -> date | None:
        """Return when a deadline would fall due if all that it waits for were completed on its due day.

        `seen` are the references followed so far, so that a circle ends.
        """
        start = self.start(deadline, duty)
        if start is None and deadline.of not in (None, EVENT):
            reference = full_reference(deadline, duty)
            trigger = self.dataset.duties_by_id.get(reference)
            if trigger is None or reference in seen:
                return None
            known = (self.projected(d, trigger, (*seen, reference)) for d in deadlines_of(trigger))
            start = next((day for day in known if day), None)
        return next(deadline.due_days(start), None) if start else None


def _is_closed(status: Status, effects: tuple[Effect, ...]) -> bool:
    if status in _CLOSING_STATUSES:
        return True
    # What was completed while it was in force stays met: an auditor asks for it long after.
    return status != "completed" and any(e.state in _CLOSING_EFFECTS and not e.part for e in effects)


def _turn_that_matters(turns: tuple[Turn, ...]) -> Turn | None:
    open_turns = [t for t in turns if t.completed is None]
    late = [t for t in turns if t.timeliness == "met_late"]
    return next(iter(open_turns or late or turns[-1:]), None)


def _status_with_items(record: Record, items: tuple[Standing, ...]) -> tuple[Status, date | None]:
    return _completed_with_items(record, [(i.status, i.completed) for i in items])


def _completed_with_items(record: Record, items: list[tuple[Status, date | None]]) -> tuple[Status, date | None]:
    """Tell the status of a directive from its record and its items.

    It is completed when it is reported so, or when all its items are; it is under way when one item is.
    """
    if record.status == "completed" or not items or record.status in _CLOSING_STATUSES:
        return record.status, record.completed
    if all(status == "completed" for status, _ in items):
        return "completed", max(day for _, day in items if day)
    if record.status == "not_reported" and any(status in ("in_progress", "completed") for status, _ in items):
        return "in_progress", None
    return record.status, None


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
