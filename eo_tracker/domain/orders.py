"""Orders: what one executive order requires, provision by provision."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from eo_tracker.domain.agencies import AgencyKey
from eo_tracker.domain.deadlines import Deadline
from eo_tracker.domain.ids import ORDER_NUMBER, order_id
from eo_tracker.domain.provisions import ID, SECTION, in_order
from eo_tracker.domain.values import Day, Flag, Many, OneOrMany, Text, Value, WebAddress

OrderNumber = Annotated[str, Field(pattern=f"^{ORDER_NUMBER.pattern}$")]
ProvisionId = Annotated[str, Field(pattern=f"^{ID.pattern}$")]
EffectState = Literal["in_force", "amended", "superseded", "revoked", "enjoined"]
SectionKind = Literal["directives", "purpose", "policy", "definitions", "general_provisions", "amendments"]


class Effect(Value):
    """What became of an order or directive, by what instrument, since when; `part` names the part concerned."""

    state: EffectState
    by: Text | None = None
    date: Day | None = None
    part: Text | None = None

    def is_active(self, day: datetime.date) -> bool:
        """Whether it is in effect on `day`, and something other than being in force."""
        return self.state != "in_force" and (self.date is None or self.date <= day)


def to_effect(value: object) -> object:
    """Take the bare word for an effect of which no more is said."""
    return {"state": value} if isinstance(value, str) else value


Effects = OneOrMany[Annotated[Effect, BeforeValidator(to_effect)]]


class Source(Value):
    """Where the official text is: an address with the digest of what was read there, or a file beside the order."""

    url: WebAddress | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    file: Annotated[str, Field(pattern=r"^text/[A-Za-z0-9][A-Za-z0-9._-]*\.(md|xml|html|txt)$")] | None = None


class Relation(Value):
    """Another order that this one uses, amends, revokes, or that does so to this one."""

    order: OrderNumber
    relation: Literal[
        "uses", "implements", "amends", "supersedes", "revokes", "amended_by", "superseded_by", "revoked_by"
    ]
    provision: ProvisionId | None = None


class Body(Value):
    """A body that the order itself sets up; its key may lead directives of this order."""

    key: AgencyKey
    name: Text
    provision: ProvisionId | None = None


class Item(Value):
    """An enumerated part of a directive under its lead-in; it can be reported on by itself."""

    id: ProvisionId
    summary: Text | None = None
    lead: Many[AgencyKey] = ()
    deadline: OneOrMany[Deadline] = ()
    text: Text | None = None


class Directive(Value):
    """One required action, at the provision that lays the duty. `summary` is ours, `text` the order's own words."""

    id: ProvisionId
    summary: Text
    lead: Annotated[tuple[AgencyKey, ...], Field(strict=False, min_length=1)]
    consulted: Many[AgencyKey] = ()
    coordinating: Many[AgencyKey] = ()
    through: Many[AgencyKey] = ()
    deadline: OneOrMany[Deadline] = ()
    continuing: Flag = False
    effect: Effects = ()
    text: Text | None = None
    items: Many[Item] = ()


class Section(Value):
    """A section of an order; `no_duty` says why each provision in it without a directive lays none."""

    section: Annotated[str, Field(pattern=f"^{SECTION.pattern}$")]
    heading: Text | None = None
    kind: SectionKind = "directives"
    directives: Many[Directive] = ()
    no_duty: Annotated[dict[ProvisionId, Text], Field(default_factory=dict)]


class Order(Value):
    """One executive order. `signed` is "the date of this order"; `published` is in the Federal Register."""

    order: OrderNumber
    title: Text
    signed: Day
    published: Day | None = None
    citation: Text | None = None
    document: Text | None = None
    source: Source | None = None
    effect: Effects = ()
    related: Many[Relation] = ()
    bodies: Many[Body] = ()
    sections: Many[Section] = ()

    @cached_property
    def id(self) -> str:
        """The id that files and selections use: "EO 14288" is `eo-14288`."""
        return order_id(self.order)

    def directives(self) -> Iterator[Directive]:
        """Give the directives in the order's own order."""
        for section in self.sections:
            yield from section.directives

    def provisions(self) -> list[str]:
        """List every provision that the file accounts for: sections, directives, items, and those without a duty."""
        found: set[str] = set()
        for section in self.sections:
            found |= {section.section, *section.no_duty}
            for directive in section.directives:
                found |= {directive.id, *(item.id for item in directive.items)}
        return in_order(found)

    def reason_for_no_duty(self, provision: str) -> str | None:
        """Say why a provision lays no duty, in the file's words; None where the file does not say."""
        return next((s.no_duty[provision] for s in self.sections if provision in s.no_duty), None)
