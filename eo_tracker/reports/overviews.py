"""The lists of orders and of agencies, with totals of what each owes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from eo_tracker.domain.agencies import Agency, Registry
from eo_tracker.domain.errors import UnknownReference
from eo_tracker.domain.orders import Order
from eo_tracker.domain.standings import Judge, Standing, count_standings
from eo_tracker.domain.values import source_form
from eo_tracker.domain.words import ALL_AGENCIES
from eo_tracker.reports.questions import Row
from eo_tracker.reports.words import count_of, write_effect


def list_orders(orders: Iterable[Order], judge: Judge) -> list[Row]:
    """List orders with the counts of their standings; also those that lay no duty."""
    own: dict[str, list[Standing]] = {order.id: [] for order in orders}
    for standing in judge.standings():
        own.get(standing.duty.order.id, []).append(standing)
    return [_order_row(order, own[order.id], judge.day) for order in orders]


def _order_row(order: Order, standings: list[Standing], day: date) -> Row:
    return {
        "id": order.id,
        "order": order.order,
        "title": order.title,
        "signed": str(order.signed),
        "published": str(order.published) if order.published else None,
        "citation": order.citation,
        "document": order.document,
        "effect": [source_form(e) for e in order.effect],
        "effect_text": "; ".join(write_effect(source_form(e)) for e in order.effect if e.is_active(day)) or None,
        "counts": count_standings(standings),
    }


def list_agencies(agencies: Iterable[Agency]) -> list[Row]:
    """List agencies by what the registry says of them."""
    return [
        {
            "key": agency.key,
            "name": agency.name,
            "kind": agency.kind,
            "officials": list(agency.officials),
            "aliases": [source_form(alias) for alias in agency.aliases],
            "parent": agency.parent,
            "fr_slug": agency.fr_slug,
            "cgac": agency.cgac,
            "liaisons": [source_form(liaison) for liaison in agency.liaisons],
        }
        for agency in agencies
    ]


def add_totals(rows: Iterable[Row], standings: Iterable[Standing]) -> None:
    """Add to each agency's row how many directives it leads, is consulted on, and leads that are overdue.

    What all agencies lead counts for each, as it does in `--agency`.
    """
    led: Counter[str] = Counter()
    overdue: Counter[str] = Counter()
    consulted: Counter[str] = Counter()
    for standing in standings:
        directive = standing.duty.directive
        lead = _counted(_leads(standing))
        led.update(lead)
        consulted.update(_counted((*directive.consulted, *directive.coordinating, *directive.through)))
        if standing.timeliness == "overdue":
            overdue.update(lead)
    for row in rows:
        for name, counter in (("leads", led), ("consulted_on", consulted), ("overdue", overdue)):
            row[name] = counter[row["key"]] + counter[ALL_AGENCIES]


def find_leading(standings: Iterable[Standing]) -> set[str]:
    """Collect the keys of the agencies that lead a directive or an item by name."""
    return {key for s in standings for key in _leads(s)} - {ALL_AGENCIES}


def _leads(standing: Standing) -> tuple[str, ...]:
    return (*standing.lead, *(key for item in standing.items for key in item.duty.part.lead))


def _counted(keys: Iterable[str]) -> set[str]:
    """Pick the keys that a directive counts for; one of all agencies counts once for each, named or not."""
    return {ALL_AGENCIES} if ALL_AGENCIES in keys else set(keys)


def find_agencies(registry: Registry, words: Sequence[str]) -> list[Agency]:
    """Find the agencies that a word names exactly or, where none is, that have all words somewhere in a name.

    Raises UnknownReference when there is none.
    """
    if not words:
        return list(registry)
    text = " ".join(words)
    if not text.strip():
        raise UnknownReference(f'no agency is called "{text}"', "`eo-tracker agencies` lists them")
    exact = registry.named(text)
    if exact:
        return [exact]
    folded = [word.casefold() for word in words]
    found = [a for a in registry if any(all(w in name.casefold() for w in folded) for name in a.names())]
    return found or [registry.find(text)]


def list_agency_facts(row: Row) -> Iterator[tuple[str, list[str]]]:
    """Tell all that an agency's row says, under names for people."""
    yield "Kind", [row["kind"]]
    yield "Head", row["officials"]
    yield "Also called", [_alias(alias) for alias in row["aliases"]]
    yield "Part of", [row["parent"]] if row["parent"] else []
    yield "Federal Register", [row["fr_slug"]] if row["fr_slug"] else []
    yield "CGAC", [row["cgac"]] if row["cgac"] else []
    yield "Liaisons", [f"{liaison['name']} {liaison.get('email', '')}".strip() for liaison in row["liaisons"]]
    if "leads" in row:
        yield "Leads", [f"{count_of(row['leads'], 'directive')}, {row['overdue']} overdue"]
        yield "Consulted on", [count_of(row["consulted_on"], "directive")]


def _alias(alias: Row) -> str:
    since = f" since {alias['since']}" if alias.get("since") else ""
    until = f" until {alias['until']}" if alias.get("until") else ""
    return f"{alias['name']}{since}{until}"
