"""Due days: what a calendar has an entry for, each with what is said of it there.

A directive has an entry for each day on which the order has it fall due, and so has an item with a deadline of its
own. A duty that recurs has one for each occurrence, up to a year ahead. Where a deadline waits for something there is
no day yet, and so no entry: a projected day is nobody's duty, and most calendars would show it as if it were.

What is said does not count from the day on which it is written, for it is read on others: "overdue from Saturday on"
stays true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile
from typing import Literal

from eo_tracker.domain.clocks import deadlines_of, inherits, repeats
from eo_tracker.domain.dataset import Duty
from eo_tracker.domain.deadlines import write_day, write_due_day
from eo_tracker.domain.selections import Filters, find_keys
from eo_tracker.domain.standings import Judge, OccurrenceStanding, Standing
from eo_tracker.domain.values import source_form
from eo_tracker.domain.words import ALL_AGENCIES
from eo_tracker.reports.detail import write_reckoning
from eo_tracker.reports.words import write_agencies, write_days, write_effect, write_hold, write_silence, write_word

AHEAD = timedelta(days=366)
"""How far ahead the occurrences of a duty that recurs are entered."""

State = Literal["open", "completed", "cancelled"]


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day on which something is, was or would have been due.

    `order_day` is the order's own, by which the entry is known; an extension moves `day`. `facts` are what is said of
    it, line by line.
    """

    duty: Duty
    lead: tuple[str, ...]
    day: date
    order_day: date
    state: State
    facts: tuple[str, ...]

    @property
    def key(self) -> tuple[str, date]:
        """What the entry is known by, whatever becomes of it."""
        return self.duty.id, self.order_day


def list_parts(standings: Iterable[Standing], filters: Filters, judge: Judge) -> list[Standing]:
    """List standings with those of their items that have deadlines of their own, each once."""
    found: dict[str, Standing] = {}
    for standing in standings:
        own = [item for item in standing.items if not inherits(item.duty)]
        found |= {each.id: each for each in (standing, *filters.keep(own, judge.dataset))}
    return list(found.values())


def list_occurrences(standing: Standing, judge: Judge) -> tuple[OccurrenceStanding, ...]:
    """List the due days of a standing; of a duty that recurs, with those of the year that is ahead."""
    if not repeats(standing.duty):
        return standing.occurrences
    until = judge.day + AHEAD
    later = replace(judge, day=until).judge(standing.duty).occurrences
    known = {o.order_due for o in standing.occurrences}
    # What is ahead is neither late nor near, whatever it will be when its time has come.
    ahead = (o for o in later if o.order_due not in known and o.order_due <= until)
    return (*standing.occurrences, *ahead)


def list_due_days(standing: Standing, judge: Judge, *, is_unreadable: bool = False) -> Iterator[DueDay]:
    """Give the due days of a standing. Those of a closed directive that were not met are cancelled.

    `is_unreadable` tells that what was said last cannot be read.
    """
    common = tuple(_common_facts(standing, judge, is_unreadable))
    closed = standing.timeliness == "closed"
    for each in list_occurrences(standing, judge):
        state: State = "completed" if each.completed else "cancelled" if closed else "open"
        facts = (standing.duty.summary, _standing(standing, each, state), *_reckoned(standing, each, judge), *common)
        yield DueDay(standing.duty, standing.lead, each.due, each.order_due, state, facts)


def name_edition(judge: Judge, agency: str | None) -> str | None:
    """Name the agency whose edition a calendar is."""
    if agency is None:
        return None
    keys = sorted(find_keys(judge.dataset, agency) - {ALL_AGENCIES})
    return judge.dataset.registry.name(keys[0]) if keys else write_agencies([ALL_AGENCIES])


def _standing(standing: Standing, occurrence: OccurrenceStanding, state: State) -> str:
    if occurrence.completed:
        return f"Standing: completed on {write_day(occurrence.completed)}; {write_days(occurrence._asdict())}"
    if state == "cancelled":
        return f"Standing: closed; {write_word(standing.status)}"
    late = write_day(occurrence.due + timedelta(days=1))
    by = f", by {write_agencies(standing.record.reported_by)}" if standing.record.reported_by else ""
    return f"Standing: {write_word(standing.status)}{by}; while it is open, overdue from {late} on"


def _reckoned(standing: Standing, occurrence: OccurrenceStanding, judge: Judge) -> Iterator[str]:
    """Say how the day comes about: what the order says, and who moved it."""
    for deadline in deadlines_of(standing.duty):
        start = judge.clocks.start(deadline, standing.duty)
        days = takewhile(lambda day: day <= occurrence.order_due, deadline.due_days(start)) if start else ()
        if occurrence.order_due in days:
            yield f"Due: {write_reckoning(deadline, standing.duty, judge)}: {write_due_day(occurrence.order_due)}"
    extension = _extension(standing, judge)
    if occurrence.due != occurrence.order_due and extension:
        yield f"Extended: from {write_day(occurrence.order_due)} to {write_due_day(occurrence.due)}, by {extension}"


def _extension(standing: Standing, judge: Judge) -> str:
    given = standing.record.extension or judge.clocks.whole(standing.duty).extension
    if given is None:
        return ""
    return given.authority + (f" on {given.date}" if given.date else "") + (f": {given.note}" if given.note else "")


def _common_facts(standing: Standing, judge: Judge, is_unreadable: bool) -> Iterator[str]:
    duty, record = standing.duty, standing.record
    yield f"Lead: {'; '.join(judge.dataset.agency_name(key, duty.order) for key in standing.lead)}"
    if standing.not_reported_by:
        yield f"Joint lead: {write_silence(standing.not_reported_by)}"
    if standing.items:
        yield f"Items: {standing.items_completed} of {len(standing.items)} completed"
    yield from (f"Court: {write_hold(source_form(hold))}; a hold moves no deadline" for hold in standing.holds)
    yield from (f"Effect: {write_effect(source_form(effect))}" for effect in standing.effects)
    if is_unreadable:
        yield "Last word: the record cannot be read"
    else:
        yield f"Last word: {write_day(standing.last_word) if standing.last_word else 'none'}"
    if record.note:
        yield f"Note: {record.note}"
    yield f"Order: {duty.order.order}, {duty.order.title}"
