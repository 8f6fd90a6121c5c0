"""The lists of orders and of agencies, with totals of what each owes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from eo_tracker.domain.agencies import ALL_AGENCIES, Agency, Registry
from eo_tracker.domain.standings import Standing, count_standings
from eo_tracker.domain.values import source_form
from eo_tracker.reports.listing import write_effect
from eo_tracker.reports.questions import Row


def list_orders(standings: Sequence[Standing]) -> list[Row]:
    """List the orders of standings, which stand order by order, with the counts of each."""
    rows = []
    for order_id, group in groupby(standings, key=lambda s: s.duty.order.id):
        own = list(group)
        order = own[0].duty.order
        rows.append(
            {
                "id": order_id,
                "order": order.order,
                "title": order.title,
                "signed": str(order.signed),
                "published": str(order.published) if order.published else None,
                "citation": order.citation,
                "document": order.document,
                "effect": [source_form(e) for e in order.effect],
                "effect_text": "; ".join(write_effect(e) for e in order.effect if e.state != "in_force") or None,
                "counts": count_standings(own),
            }
        )
    return rows


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
        lead = _counted((*standing.lead, *(key for item in standing.items for key in item.duty.part.lead)))
        led.update(lead)
        consulted.update(_counted((*directive.consulted, *directive.coordinating, *directive.through)))
        if standing.timeliness == "overdue":
            overdue.update(lead)
    for row in rows:
        for name, counter in (("leads", led), ("consulted_on", consulted), ("overdue", overdue)):
            row[name] = counter[row["key"]] + counter[ALL_AGENCIES]


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
    exact = registry.named(text)
    if exact:
        return [exact]
    folded = [word.casefold() for word in words]
    found = [a for a in registry if any(all(w in name.casefold() for w in folded) for name in a.names())]
    return found or [registry.find(text)]
