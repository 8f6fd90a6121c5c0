"""Selections: what people type to name orders and directives, and the filters of the listing commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.errors import UnknownReference
from eo_tracker.domain.ids import cite, order_number
from eo_tracker.domain.orders import Body, Order
from eo_tracker.domain.problems import did_you_mean
from eo_tracker.domain.provisions import Provision
from eo_tracker.domain.standings import Standing, due_between
from eo_tracker.domain.words import ALL_AGENCIES, ALL_AGENCIES_PRINTED, Role, Status, Timeliness

_ORDER_PREFIX = r"(?:eo|e\.\s?o\.|executive\s+order)[\s-]*"
_ORDER = re.compile(
    rf"\s*(?:{_ORDER_PREFIX})?(?:no\.\s*)?(?P<number>[0-9]{{1,6}}(?:-[a-z])?)(?:(?P<joint>\s*[/,:]\s*|\s+)(?P<provision>\S.*))?\s*",
    re.IGNORECASE,
)
_PROVISION_ALONE = re.compile(r"\s*(?:sec(?:tion|\.)?\s*|§\s*)?[0-9]{1,3}\s*(?:[.(].*)", re.IGNORECASE)
_SECTION_ALONE = re.compile(r"\s*(?:sec(?:tion|\.)?|§)\s*[0-9]{1,3}\s*", re.IGNORECASE)
_EO_APART = re.compile(r"(?:(?<=\0)|^)(eo|e\.o\.)\0(?=[0-9])", re.IGNORECASE)
_FILE = re.compile(r"(?:.*[/\\])?(?:directives|status)[/\\](?P<id>.+?)(?:\.yaml|[/\\])?")


@dataclass(frozen=True, slots=True)
class Reference:
    """What one typed word names: an order, a provision of one, or a provision of the order that has it."""

    order_id: str | None
    provision: Provision | None
    typed: str

    @property
    def is_bare_number(self) -> bool:
        """Whether it is a number that may as well be a section's."""
        return re.fullmatch(r"\s*[1-9][0-9]?\s*", self.typed) is not None

    @property
    def provision_id(self) -> str | None:
        """The id of the provision, where one is named."""
        return self.provision.id if self.provision else None

    @classmethod
    def parse(cls, typed: str) -> Reference:
        """Read `14288`, `eo-14288/3.b`, `EO 14288, Sec. 3(b)`, `14288 3(b)`, `3.b`, or a data file's path.

        Raises UnknownReference.
        """
        if file := _FILE.fullmatch(typed):
            typed = file["id"].replace("\\", "/")
        hint = 'write an order as 14288 or "EO 14288", in quotes; a directive as 14288/3.b or 3.b'
        try:
            if _PROVISION_ALONE.fullmatch(typed) or _SECTION_ALONE.fullmatch(typed):
                return cls(None, Provision.parse(typed), typed)
            match = _ORDER.fullmatch(typed)
            if not match:
                raise UnknownReference(f'"{typed}" names no order and no directive', hint)
            provision = Provision.parse(match["provision"]) if match["provision"] else None
        except ValueError:
            raise UnknownReference(f'"{typed}" names no order and no directive', hint) from None
        return cls(f"eo-{match['number'].lower()}", provision, typed)


def select(dataset: Dataset, typed: Sequence[str]) -> list[Duty]:
    """Return the directives and items that the words name, in the dataset's order; all directives for no words.

    A provision that holds directives selects them. Raises UnknownReference with the nearest matches.
    """
    if not typed:
        return list(dataset.duties())
    chosen = {duty.id for word in joined(typed) for duty in _named_by(dataset, _read(dataset, word))}
    return [duty for duty_id, duty in dataset.duties_by_id.items() if duty_id in chosen]


def _read(dataset: Dataset, word: str) -> Reference:
    """Read a word of a selection. Raises UnknownReference, with how agencies are named where it is one."""
    try:
        return Reference.parse(word)
    except UnknownReference as e:
        if agency := dataset.registry.named(word):
            e.hint = f"to name an agency, write --agency {agency.key}"
        raise


def list_whole_orders(dataset: Dataset, typed: Sequence[str]) -> frozenset[str]:
    """List the ids of the orders that are named as a whole. Raises UnknownReference."""
    references = (Reference.parse(word) for word in joined(typed))
    return frozenset(str(each.order_id) for each in references if not each.provision) & dataset.orders.keys()


def select_orders(dataset: Dataset, typed: Sequence[str]) -> list[Order]:
    """Return the orders that the words name, or some part of; all orders for no words. Raises UnknownReference."""
    named = set()
    for word in joined(typed):
        reference = Reference.parse(word)
        if reference.provision is None and reference.order_id in dataset.orders:
            named.add(reference.order_id)
        else:
            named |= {duty.order.id for duty in _named_by(dataset, reference)}
    return [order for order_id, order in dataset.orders.items() if not typed or order_id in named]


def joined(typed: Sequence[str]) -> list[str]:
    """Join an "EO" that a shell took apart from its number."""
    return _EO_APART.sub(r"\1 ", "\0".join(typed)).split("\0") if typed else []


def select_one(dataset: Dataset, typed: str) -> Duty:
    """Return the one directive or item that a word names. Raises UnknownReference."""
    found = _named_by(dataset, Reference.parse(typed))
    exact = [duty for duty in found if duty.part.id == Reference.parse(typed).provision_id]
    if len(exact) == 1:
        return exact[0]
    if len(found) > 1:
        names = ", ".join(duty.id for duty in found[:4])
        raise UnknownReference(
            f'"{typed}" names {len(found)} directives', f"choose one: {names}{' ...' * (len(found) > 4)}"
        )
    return found[0]


def _named_by(dataset: Dataset, reference: Reference) -> list[Duty]:
    if reference.order_id is None:
        return _in_any_order(dataset, reference)
    if reference.order_id not in dataset.orders and reference.is_bare_number:
        homes = _orders_with_section(dataset, reference)
        if len(homes) == 1:
            section = reference.order_id.removeprefix("eo-")
            return _in_any_order(dataset, Reference(None, Provision(section), reference.typed))
    if reference.order_id not in dataset.orders:
        raise _unknown_order(dataset, reference)
    if reference.provision is None:
        found = [d for d in dataset.duties() if d.order.id == reference.order_id]
        if not found:
            raise UnknownReference(f"{order_number(reference.order_id)} has no directives")
        return found
    return _in_order(dataset, reference.order_id, reference.provision) or _no_duty(dataset, reference)


def _in_order(dataset: Dataset, order_id: str, provision: Provision) -> list[Duty]:
    exact = dataset.duties_by_id.get(f"{order_id}/{provision.id}")
    if exact and exact.item:
        return [exact]
    directives = (d for d in dataset.duties() if d.order.id == order_id)
    return [d for d in directives if Provision.parse(d.part.id).is_within(provision)]


def _in_any_order(dataset: Dataset, reference: Reference) -> list[Duty]:
    assert reference.provision is not None  # noqa: S101  # a reference without an order has one
    found = {o: duties for o in dataset.orders if (duties := _in_order(dataset, o, reference.provision))}
    if len(found) == 1:
        return next(iter(found.values()))
    label = reference.provision.id
    if found:
        names = ", ".join(f"{o}/{label}" for o in list(found)[:4])
        raise UnknownReference(f"{len(found)} orders have a {label}", f"choose one: {names}{' ...' * (len(found) > 4)}")
    if len(dataset.orders) == 1:
        only = Reference(next(iter(dataset.orders)), reference.provision, reference.typed)
        return _no_duty(dataset, only)
    raise UnknownReference(f'no order has a directive "{label}"', _nearest_ids(dataset, label))


def _no_duty(dataset: Dataset, reference: Reference) -> list[Duty]:
    """Raise the UnknownReference of a provision without a directive, with the reason or the nearest matches."""
    assert reference.order_id is not None  # noqa: S101
    assert reference.provision is not None  # noqa: S101
    provision = reference.provision.id
    reason = dataset.orders[reference.order_id].reason_for_no_duty(provision)
    if reason:
        raise UnknownReference(f"{cite(reference.order_id, provision)} lays no duty: {reason}")
    hint = _nearest_ids(dataset, f"{reference.order_id}/{provision}")
    raise UnknownReference(f"{order_number(reference.order_id)} has no directive {provision}", hint)


def _orders_with_section(dataset: Dataset, reference: Reference) -> list[str]:
    """List the orders that have the section which a number may mean that is no order's."""
    number = (reference.order_id or "").removeprefix("eo-")
    return [o for o, order in dataset.orders.items() if any(s.section == number for s in order.sections)]


def _unknown_order(dataset: Dataset, reference: Reference) -> UnknownReference:
    assert reference.order_id is not None  # noqa: S101
    number = reference.order_id.removeprefix("eo-")
    hint = did_you_mean(reference.order_id, dataset.orders) or "`eo-tracker orders` lists them"
    homes = _orders_with_section(dataset, reference) if reference.provision is None else []
    if homes:
        sections = " or ".join(o.removeprefix("eo-") + f"/{number}" for o in homes[:3])
        hint = f"to name a section, write {sections}"
    return UnknownReference(f"{order_number(reference.order_id)} is not tracked here", hint)


def _nearest_ids(dataset: Dataset, wanted: str) -> str:
    ids = dataset.duties_by_id
    known = list(ids) if "/" in wanted else [duty_id.split("/")[1] for duty_id in ids]
    home = wanted.rpartition(".")[0]
    beside = [each for each in known if home and each.rpartition(".")[0] == home]
    return did_you_mean(wanted, beside) or did_you_mean(wanted, known) or "`eo-tracker status` lists them"


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that a standing meets: all of those given. `agency` is as it was typed."""

    agency: str | None = None
    role: Role = "lead"
    statuses: frozenset[Status] = field(default_factory=frozenset)
    timeliness: frozenset[Timeliness] = field(default_factory=frozenset)
    due_from: date | None = None
    due_to: date | None = None

    def keep(self, standings: Iterable[Standing], dataset: Dataset) -> list[Standing]:
        """Keep the standings that meet the conditions. Raises UnknownReference for an agency that does not exist."""
        keys = find_keys(dataset, self.agency) if self.agency is not None else None
        return [s for s in standings if self._admits(s, keys)]

    def _admits(self, standing: Standing, keys: frozenset[str] | None) -> bool:
        return (
            (keys is None or involves(standing, keys, self.role))
            and (not self.statuses or standing.status in self.statuses)
            and (not self.timeliness or standing.timeliness in self.timeliness)
            and due_between(standing, self.due_from, self.due_to)
        )


def find_keys(dataset: Dataset, typed: str) -> frozenset[str]:
    """Find the keys under which a directive can name an agency or an order's own body.

    "agencies" counts for every agency, and for no body. Raises UnknownReference.
    """
    if typed.casefold() in (ALL_AGENCIES, ALL_AGENCIES_PRINTED):
        return frozenset({ALL_AGENCIES})
    body = find_body((body for order in dataset.orders.values() for body in order.bodies), typed)
    if body:
        return frozenset({body.key})
    return frozenset({dataset.registry.find(typed).key, ALL_AGENCIES})


def find_body(bodies: Iterable[Body], typed: str) -> Body | None:
    """Find the body, of those that orders set up, that is called so by key or name, in any letter case."""
    return next((b for b in bodies if typed.casefold() in (b.key.casefold(), b.name.casefold())), None)


def involves(standing: Standing, keys: frozenset[str], role: Role) -> bool:
    """Whether one of the keys has a role in a directive or in one of its items."""
    return any(not keys.isdisjoint(parties) for parties in _parties(standing, role))


def _parties(standing: Standing, role: Role) -> Iterator[tuple[str, ...]]:
    directive = standing.duty.directive
    if role in ("lead", "any"):
        yield standing.lead
        yield from (item.lead for item in standing.items)
    if role in ("consulted", "any"):
        yield directive.consulted
    if role in ("coordinating", "any"):
        yield directive.coordinating
