"""What one file alone cannot show: agencies that exist, ids that agree, days that can be, deadlines without circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter

from eo_tracker.domain.agencies import Registry
from eo_tracker.domain.clocks import events_of, full_reference, recurs, repeats
from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.deadlines import EVENT
from eo_tracker.domain.orders import Directive, Item, Order
from eo_tracker.domain.problems import Fault, KeyPath, did_you_mean
from eo_tracker.domain.provisions import Provision
from eo_tracker.domain.records import Record
from eo_tracker.domain.standings import Judge

_SHOWN = 4
_PARTIES = ("lead", "consulted", "coordinating", "through")


def list_parts(order: Order) -> Iterator[tuple[KeyPath, Directive | Item, str]]:
    """Give every directive and item with its place in the file and the id of what it stands in."""
    for s, section in enumerate(order.sections):
        for d, directive in enumerate(section.directives):
            at: KeyPath = ("sections", s, "directives", d)
            yield at, directive, section.section
            for i, item in enumerate(directive.items):
                yield (*at, "items", i), item, directive.id


def find_order_faults(order: Order, registry: Registry) -> Iterator[Fault]:
    """Hold one order against the registry and against itself."""
    yield from _repeated_ids(order)
    bodies: set[str] = set()
    for n, body in enumerate(order.bodies):
        if body.key in bodies:
            yield Fault("EO210", ("bodies", n, "key"), f"{body.key} stands twice in this order")
        bodies.add(body.key)
        if body.key in registry:
            yield Fault("EO219", ("bodies", n, "key"), f"{body.key} already stands for {registry.name(body.key)}")
    known = bodies | registry.keys
    for at, part, home in list_parts(order):
        if not Provision.parse(part.id).is_within(Provision.parse(home)):
            where = "section" if isinstance(part, Directive) else "directive"
            yield Fault("EO211", (*at, "id"), f"{part.id} stands in {where} {home} and is no part of it")
        if known.issuperset(_named(part)):
            continue
        for role in _PARTIES:
            for n, key in enumerate(getattr(part, role, ())):
                if key not in known:
                    hint = did_you_mean(key, bodies) or registry.hint(key)
                    yield Fault("EO208", (*at, role, n), f'no agency or body has the key "{key}"', hint)


def _named(part: Directive | Item) -> tuple[str, ...]:
    if isinstance(part, Item):
        return part.lead
    return part.lead + part.consulted + part.coordinating + part.through


def _repeated_ids(order: Order) -> Iterator[Fault]:
    seen: set[str] = set()
    sections: set[str] = set()
    for s, section in enumerate(order.sections):
        if section.section in sections:
            yield Fault("EO210", ("sections", s, "section"), f"section {section.section} stands twice in this order")
        sections.add(section.section)
    for at, part, _ in list_parts(order):
        if part.id in seen:
            yield Fault("EO210", (*at, "id"), f"{part.id} stands twice in this order")
        seen.add(part.id)
    for s, section in enumerate(order.sections):
        for provision in section.no_duty:
            at = ("sections", s, "no_duty", provision)
            if provision in seen:
                yield Fault("EO210", at, f"{provision} is a directive and is listed as laying no duty", on_key=True)
            elif not Provision.parse(provision).is_within(Provision.parse(section.section)):
                yield Fault("EO211", at, f"{provision} is no part of section {section.section}", on_key=True)


def find_reference_faults(dataset: Dataset, unreadable: Iterable[str] = ()) -> Iterator[tuple[str, Fault]]:
    """Find deadlines that count from nothing, or from each other; each with the id of the order it is in.

    What counts from an order in `unreadable` is left alone: its file's own problem says enough.
    """
    broken = set(unreadable)
    graph: dict[str, list[str]] = {}
    places: dict[tuple[str, str], tuple[str, KeyPath]] = {}
    for order in dataset.orders.values():
        for at, part, _ in list_parts(order):
            for n, deadline in enumerate(part.deadline):
                if deadline.of in (None, EVENT):
                    continue
                reference = full_reference(deadline, order)
                place: KeyPath = (*at, "deadline", n, "of")
                if reference in dataset.duties_by_id:
                    for waiting in (part, *_heirs(part)):
                        graph.setdefault(f"{order.id}/{waiting.id}", []).append(reference)
                        places.setdefault((f"{order.id}/{waiting.id}", reference), (order.id, place))
                elif reference.split("/")[0] not in broken:
                    hint = did_you_mean(reference.removeprefix(f"{order.id}/"), _ids_seen_from(order, dataset))
                    message = f'the deadline counts from "{deadline.of}", which is no directive'
                    yield order.id, Fault("EO212", place, message, hint)
    for circle in _circles(graph):
        order_id, place = places[circle[0], [*circle, circle[0]][1]]
        shown = circle if len(circle) <= _SHOWN else [*circle[:_SHOWN], "..."]
        path = " of ".join([*shown, circle[0]])
        message = f"the deadline counts from itself: {path}"
        yield order_id, Fault("EO213", place, message, "one of them must count from the signing or an event")


def _heirs(part: Directive | Item) -> Iterator[Item]:
    """Give the items that take a directive's deadline for their own."""
    if isinstance(part, Directive):
        yield from (item for item in part.items if not item.deadline)


def _ids_seen_from(order: Order, dataset: Dataset) -> Iterator[str]:
    prefix = f"{order.id}/"
    return (duty_id.removeprefix(prefix) for duty_id in dataset.duties_by_id)


def _circles(graph: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Give each circle once, from its first node in the graph's order."""
    rank = {node: n for n, node in enumerate(graph)}
    remaining = dict(graph)
    while True:
        try:
            TopologicalSorter(remaining).prepare()
        except CycleError as e:
            circle: list[str] = e.args[1][:0:-1]
            first = min(range(len(circle)), key=lambda n: rank[circle[n]])
            yield [*circle[first:], *circle[:first]]
            del remaining[circle[first]]
        else:
            return


def find_record_faults(record: Record, duty: Duty, dataset: Dataset, today: date) -> Iterator[Fault]:
    """Hold one record of the dataset against its directive, the registry and the day."""
    reporters = dataset.registry.agencies.keys() | {body.key for body in duty.order.bodies}
    for n, key in enumerate(record.reported_by):
        if key not in reporters:
            hint = dataset.registry.hint(key)
            yield Fault("EO208", ("reported_by", n), f'no agency or body has the key "{key}"', hint)
    for at, day in _completions(record):
        if day < duty.order.signed:
            message = f"completed on {day}, before {duty.order.order} was signed on {duty.order.signed}"
            yield Fault("EO215", at, message, "check the year")
        elif day > today:
            message = f"completed on {day}, which is after today, {today}"
            yield Fault("EO215", at, message, "check the month and the year")
    yield from _event_faults(record, duty, today)
    yield from _occurrence_faults(record, duty, dataset, today)


def latest_day(records: Iterable[Record]) -> date:
    """Tell the latest day on which records say that something happened, which was no fault from then on."""
    days = (
        day
        for record in records
        for day in (*(day for _, day in _completions(record)), *(e.date for e in record.events))
    )
    return max(days, default=date.min)


def _completions(record: Record) -> Iterator[tuple[KeyPath, date]]:
    if record.completed:
        yield ("completed",), record.completed
    for n, occurrence in enumerate(record.occurrences):
        if occurrence.completed:
            yield ("occurrences", n, "completed"), occurrence.completed


def _event_faults(record: Record, duty: Duty, today: date) -> Iterator[Fault]:
    for n, event in enumerate(record.events):
        awaited = events_of(duty)
        if event.event not in awaited:
            listed = " or ".join(f'"{each}"' for each in awaited)
            hint = did_you_mean(event.event, awaited) or (f"it waits for {listed}" if awaited else "")
            message = f'no deadline of {duty.id} waits for "{event.event}"'
            yield Fault("EO218", ("events", n, "event"), message, hint)
        if event.date > today:
            message = f"happened on {event.date}, which is after today, {today}"
            yield Fault("EO215", ("events", n, "date"), message, "check the month and the year")


def _occurrence_faults(record: Record, duty: Duty, dataset: Dataset, today: date) -> Iterator[Fault]:
    if record.status == "completed" and repeats(duty):
        hint = "write occurrences: [{due: ..., completed: ...}]; a duty that has ended is not_applicable, with a note"
        yield Fault("EO216", ("status",), f"{duty.id} recurs; each occurrence is completed on its own", hint)
        return
    if record.occurrences and not recurs(duty):
        hint = "write status: completed and completed: YYYY-MM-DD"
        yield Fault("EO216", ("occurrences",), f"{duty.id} falls due once and has no occurrences", hint)
        return
    yield from _due_day_faults(record, duty, dataset, today)


def _due_day_faults(record: Record, duty: Duty, dataset: Dataset, today: date) -> Iterator[Fault]:
    extension = record.extension
    if extension and extension.due and extension.to <= extension.due:
        yield Fault("EO216", ("extension", "to"), f"{extension.to} is no later than {extension.due}", "check the dates")
    named: list[tuple[KeyPath, date]] = [(("occurrences", n, "due"), o.due) for n, o in enumerate(record.occurrences)]
    if extension and extension.due:
        named.append((("extension", "due"), extension.due))
    if not named:
        return
    # Up to the last day that the record names or, if that is later, the next one.
    last = max(today, *(day for _, day in named))
    known = {o.order_due for o in Judge(dataset, last).judge(duty).occurrences}
    seen = set()
    for at, day in named:
        if day not in known:
            near = min(known, key=lambda known_day: abs(known_day - day), default=None)
            hint = f"the nearest due day is {near}" if near else "it has no due day yet"
            yield Fault("EO217", at, f"{duty.id} does not fall due on {day}", hint)
        elif day in seen and at[0] == "occurrences":
            yield Fault("EO210", at, f"the occurrence of {day} stands twice")
        seen.add(day)
