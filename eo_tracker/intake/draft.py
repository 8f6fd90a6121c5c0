"""A draft: what was read out of an order's text, before someone has reviewed it."""

from __future__ import annotations

from dataclasses import dataclass, field

from eo_tracker.domain.deadlines import Deadline
from eo_tracker.intake.official_text import Facts
from eo_tracker.intake.outline import Outline


@dataclass(frozen=True, slots=True)
class Office:
    """Whom an order names: the registry's key, or that of a body, with the order's own title for it.

    `key` is None where neither the registry nor the order's bodies know the name.
    """

    key: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body that the order sets up, or an office that the registry does not know, under a key of the draft's own."""

    key: str
    name: str
    provision: str | None
    set_up_here: bool


@dataclass(frozen=True, slots=True)
class Timing:
    """One time phrase of a duty: the provision in whose own words it stands, and what it says.

    `deadline.quote` has the phrase verbatim. What counts from an event that is no provision's has `of: event`.
    """

    provision: str
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Doubt:
    """A choice that a person should look at: what was chosen and why, and what else the words could mean.

    `about` is what of the draft it concerns: "lead", "deadline", "duty", "provision", "facts", "amendment".
    """

    provision: str | None
    about: str
    quote: str
    chosen: str
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """What a provision requires of one set of leads. Two sets of leads in one provision are two duties."""

    provision: str
    text: str
    summary: str
    leads: tuple[Office, ...]
    consulted: tuple[Office, ...] = ()
    coordinating: tuple[Office, ...] = ()
    through: tuple[Office, ...] = ()
    timings: tuple[Timing, ...] = ()
    items: tuple[str, ...] = ()
    """Provisions that the duty's lead-in governs and that lay no duty with a subject of their own."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that was read. Each provision is a duty's, a duty's item, or has a reason in `no_duty`.

    `kinds` has the kind of a section that is none of directives: purpose, policy, definitions, and so on.
    """

    facts: Facts
    outline: Outline
    duties: tuple[Duty, ...]
    kinds: dict[str, str]
    no_duty: dict[str, str]
    bodies: tuple[Body, ...] = field(default=())
    doubts: tuple[Doubt, ...] = field(default=())
