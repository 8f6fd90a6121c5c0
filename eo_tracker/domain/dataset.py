"""A dataset: all that a tracker's files say at one moment, as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from eo_tracker.domain.agencies import Registry
from eo_tracker.domain.orders import Directive, Item, Order
from eo_tracker.domain.records import Record
from eo_tracker.domain.words import ALL_AGENCIES


@dataclass(frozen=True, slots=True)
class Duty:
    """A directive, or an item of one, in its order: what a record reports on and a standing judges.

    `part` is the part of the order's file that this is; `id` the full id, as in `eo-14288/3.b`.
    """

    order: Order
    directive: Directive
    item: Item | None = None
    part: Directive | Item = field(init=False)
    id: str = field(init=False)

    def __post_init__(self) -> None:
        part = self.item or self.directive
        object.__setattr__(self, "part", part)
        object.__setattr__(self, "id", f"{self.order.id}/{part.id}")

    @property
    def summary(self) -> str:
        """What it requires, in our words; an item that has none is told in the order's, or by its directive."""
        return self.part.summary or self.part.text or self.directive.summary

    @property
    def named_leads(self) -> tuple[str, ...]:
        """The keys of the leads that the order names one by one; several are joint leads."""
        return tuple(key for key in self.part.lead or self.directive.lead if key != ALL_AGENCIES)

    def items(self) -> tuple[Duty, ...]:
        """Return the items of a directive; an item has none."""
        if self.item or not self.directive.items:
            return ()
        return tuple(Duty(self.order, self.directive, item) for item in self.directive.items)


@dataclass(frozen=True)
class Dataset:
    """Orders by id in the order of their numbers, records by full directive id, and the registry."""

    orders: Mapping[str, Order]
    records: Mapping[str, Record]
    registry: Registry

    def duties(self) -> Iterator[Duty]:
        """Give every directive, order by order, without its items."""
        return (duty for duty in self.duties_by_id.values() if duty.item is None)

    @cached_property
    def duties_by_id(self) -> Mapping[str, Duty]:
        """Every directive and item by its full id; where an id stands twice, the first."""
        found: dict[str, Duty] = {}
        for order in self.orders.values():
            for directive in order.directives():
                duty = Duty(order, directive)
                for each in (duty, *duty.items()):
                    found.setdefault(each.id, each)
        return found

    def agency_name(self, key: str, order: Order) -> str:
        """Print the name of an agency, or of a body that `order` sets up."""
        return next((body.name for body in order.bodies if body.key == key), self.registry.name(key))
