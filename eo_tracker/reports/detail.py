"""A directive in full: the order's words, who owes it, the deadline's arithmetic, the standing, the evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from eo_tracker.domain.clocks import deadlines_of, full_reference
from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.deadlines import EVENT, Deadline, Period, write_day, write_due_day
from eo_tracker.domain.ids import cite
from eo_tracker.domain.orders import Order
from eo_tracker.domain.provisions import label
from eo_tracker.domain.records import Evidence, Record
from eo_tracker.domain.standings import Judge, OccurrenceStanding, Standing
from eo_tracker.reports.listing import make_row
from eo_tracker.reports.questions import Row
from eo_tracker.reports.words import write_agencies, write_days, write_effect, write_hold, write_silence, write_word

_OCCURRENCES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Detail:
    """A directive in full, as a row of the public JSON and as paragraphs under their names for people."""

    row: Row
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    text: str
    items: tuple[Row, ...]


def make_detail(duty: Duty, judge: Judge) -> Detail:
    """Gather all that is known of a directive or item on the judge's day."""
    standing = judge.judge(duty)
    row = make_row(standing)
    row["order_title"] = duty.order.title
    row["heading"] = _heading(duty)
    row["arithmetic"] = list(explain_deadlines(standing, judge))
    facts = tuple((name, lines) for name, lines in _facts(standing, row, judge) if lines)
    return Detail(row, facts, duty.part.text or "", tuple(make_row(item) for item in standing.items))


def _heading(duty: Duty) -> str | None:
    sections = (s for s in duty.order.sections if duty.directive in s.directives)
    return next((s.heading for s in sections), None)


def _facts(standing: Standing, row: Row, judge: Judge) -> Iterator[tuple[str, tuple[str, ...]]]:
    duty, record, dataset = standing.duty, standing.record, judge.dataset
    order, directive = duty.order, duty.directive
    yield "Order", (f"{order.order}: {order.title}", f"signed {write_day(order.signed)}{_published(order)}")
    yield "Section", (row["heading"],) if row["heading"] else ()
    if duty.item:
        yield "Part of", (f"{cite(order.id, directive.id)}: {directive.summary}",)
    yield "Lead", _parties(standing.lead, order, dataset)
    yield "Consulted", _parties(directive.consulted, order, dataset)
    yield "Coordinating", _parties(directive.coordinating, order, dataset)
    yield "Through", _parties(directive.through, order, dataset)
    yield "Deadline", tuple(row["arithmetic"])
    yield "Standing", (_capitalized(write_days(row)) + _of_item(row), *_occurrences(standing))
    yield "Effect", tuple(_capitalized(write_effect(e)) for e in row.get("effect", ()))
    yield "Hold", tuple(_capitalized(write_hold(h)) for h in row.get("holds", ()))
    yield "Reported", (_report(standing), *_silence(standing))
    yield "Note", (record.note,) if record.note else ()
    yield "Verified", _verification(record)
    yield "Acknowledged", _acknowledgement(record, judge.day)
    yield "Evidence", tuple(_all_evidence(record))


def _of_item(row: Row) -> str:
    """Say whose day it is, where an item is due before the directive that it is a part of."""
    return f": item {row['due_item'].partition('/')[2]}, due {row['due']}" if "due_item" in row else ""


def _published(order: Order) -> str:
    cited = f"; {order.citation}" if order.citation else ""
    return f"; published {order.published}{cited}" if order.published else cited


def _parties(keys: tuple[str, ...], order: Order, dataset: Dataset) -> tuple[str, ...]:
    return tuple(_party(key, order, dataset) for key in keys)


def _party(key: str, order: Order, dataset: Dataset) -> str:
    name = dataset.agency_name(key, order)
    agency = dataset.registry.agencies.get(key)
    return f"{name} ({agency.head})" if agency and agency.head else name


def _occurrences(standing: Standing) -> tuple[str, ...]:
    if not standing.recurs:
        return ()
    earlier, shown = standing.occurrences[:-_OCCURRENCES_SHOWN], standing.occurrences[-_OCCURRENCES_SHOWN:]
    counts = Counter(o.timeliness for o in earlier)
    summed = ", ".join(f"{count} {write_word(timeliness)}" for timeliness, count in sorted(counts.items()))
    lines = (f"{_due(o)}: {write_days(o._asdict())}" for o in shown)
    return ((f"since {earlier[0].order_due}: {summed}",) if earlier else ()) + tuple(lines)


def _due(occurrence: OccurrenceStanding) -> str:
    extended = f", extended to {occurrence.due}" if occurrence.due != occurrence.order_due else ""
    return f"{occurrence.order_due}{extended}"


def _report(standing: Standing) -> str:
    record = standing.record
    text = _capitalized(write_word(standing.status))
    if standing.completed:
        text += f" on {write_day(standing.completed)}"
    if standing.items:
        text += f"; {standing.items_completed} of {len(standing.items)} items completed"
    if record.as_of:
        text += f", as of {record.as_of}"
    return text + (f", by {write_agencies(record.reported_by)}" if record.reported_by else "")


def _silence(standing: Standing) -> tuple[str, ...]:
    return (write_silence(standing.not_reported_by),) if standing.not_reported_by else ()


def _verification(record: Record) -> tuple[str, ...]:
    given = record.verification
    if given is None:
        return ("unverified",) if record.status != "not_reported" else ()
    by = f" by {given.by}" if given.by else ""
    on = f" on {given.date}" if given.date else ""
    return (given.state + by + on + (f": {given.note}" if given.note else ""),)


def _acknowledgement(record: Record, day: date) -> tuple[str, ...]:
    given = record.acknowledged
    if given is None:
        return ()
    ended = "" if given.is_active(day) else " (it has run out)"
    return (f"until {given.until}{f', by {given.by}' if given.by else ''}: {given.reason}{ended}",)


def _all_evidence(record: Record) -> Iterator[str]:
    for number, evidence in enumerate(record.evidence, 1):
        yield from _evidence(number, evidence)
    if not record.evidence:
        yield f"none: {record.without_evidence}" if record.without_evidence else "none"


def _evidence(number: int, evidence: Evidence) -> Iterator[str]:
    marks = ", ".join(str(m) for m in (evidence.kind, evidence.date) if m)
    place = evidence.url or evidence.reference or ""
    yield f"{number}. {evidence.title or place}" + (f" ({marks})" if marks else "")
    if evidence.title and evidence.title != place:
        yield place


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def explain_deadlines(standing: Standing, judge: Judge) -> Iterator[str]:
    """Say in words how each due day comes about: "60 days after 2025-04-28, signing: Friday, June 27, 2025"."""
    deadlines = deadlines_of(standing.duty)
    if not deadlines:
        yield "none: a continuing duty" if standing.duty.directive.continuing else "none"
    for deadline in deadlines:
        yield _explain(deadline, standing.duty, judge)
    extension = standing.record.extension
    if extension:
        granted = f" on {extension.date}" if extension.date else ""
        yield f"extended to {write_due_day(extension.to)}, by {extension.authority}{granted}"


def _explain(deadline: Deadline, duty: Duty, judge: Judge) -> str:
    words = write_reckoning(deadline, duty, judge)
    if deadline.immediately:
        return f"{words}: the order names no day"
    start = judge.clocks.start(deadline, duty)
    if start is not None:
        return f"{words}: {write_due_day(next(deadline.due_days(start)))}"
    projected = judge.clocks.projected(deadline, duty)
    if projected:
        return f"{words}; projected for {write_due_day(projected)}, if that is completed on its due day"
    return f"{words}; no day until then"


def write_reckoning(deadline: Deadline, duty: Duty, judge: Judge) -> str:
    """Say in words from what a deadline is reckoned: "60 days after 2025-04-28, signing"."""
    if deadline.immediately:
        return "immediately"
    if deadline.by:
        first = f"by {deadline.by}"
    elif deadline.by_end_of:
        first = f"by the end of {_the(deadline.by_end_of)}"
    else:
        first = f"{deadline.within or deadline.every} after {_write_start(deadline, duty, judge)}"
    return f"{first}, and every {str(deadline.every).removeprefix('1 ')} from then on" if deadline.every else first


def _the(period: Period) -> str:
    return f"the {period}" if "quarter" in str(period) and not str(period).startswith("the ") else str(period)


def _write_start(deadline: Deadline, duty: Duty, judge: Judge) -> str:
    """Say what starts the clock, with its day where it has one: "2025-04-28, signing"."""
    if deadline.of is None:
        return f"{duty.order.signed}, signing"
    start = judge.clocks.start(deadline, duty)
    happened = f"{start}, " if start else ""
    if deadline.of == EVENT:
        return f"{happened}{deadline.event}"
    reference = full_reference(deadline, duty.order)
    if reference not in judge.dataset.duties_by_id:
        return f"completion of {deadline.of}"
    order_id, provision = reference.split("/")
    where = f"Sec. {label(provision)}" if order_id == duty.order.id else cite(order_id, provision)
    return f"{happened}completion of {where}"
