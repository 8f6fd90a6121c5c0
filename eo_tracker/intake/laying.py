"""A duty while it is gathered, sentence by sentence, and what a lead-in is to the items below it."""

from __future__ import annotations

from dataclasses import dataclass, field

from eo_tracker.intake.asides import Asides
from eo_tracker.intake.draft import Office
from eo_tracker.intake.time_phrases import TimePhrase


@dataclass(frozen=True, slots=True)
class Timed:
    """A time phrase, the provision in which it stands, and the place of its sentence among all of the order."""

    provision: str
    phrase: TimePhrase
    place: int


@dataclass(slots=True)
class Laid:
    """A duty of one set of leads in one provision; `doing` are its words from the verb on."""

    provision: str
    leads: tuple[Office, ...]
    doing: str
    consulted: list[Office] = field(default_factory=list)
    coordinating: list[Office] = field(default_factory=list)
    through: list[Office] = field(default_factory=list)
    timed: list[Timed] = field(default_factory=list)
    inherited: list[Timed] = field(default_factory=list)
    """The time of a lead-in that names nobody who must act; it holds where the duty has none of its own."""

    def is_of(self, leads: tuple[Office, ...]) -> bool:
        """Whether it is laid on these."""
        return {o.key or o.name for o in self.leads} == {o.key or o.name for o in leads}

    def add_asides(self, asides: Asides) -> None:
        """Add who is consulted and the like, each once, and none of the leads."""
        for mine, theirs in (
            (self.consulted, asides.consulted),
            (self.coordinating, asides.coordinating),
            (self.through, asides.through),
        ):
            mine.extend(o for o in theirs if o not in mine and o not in self.leads)

    def inherit(self, timed: tuple[Timed, ...]) -> None:
        """Take the times of a lead-in."""
        self.inherited.extend(t for t in timed if t not in self.inherited)


@dataclass(frozen=True, slots=True)
class Governing:
    """What a lead-in makes of the items below it: a duty's parts, or no duty, for a reason."""

    duty: Laid | None
    reason: str = ""
    timed: tuple[Timed, ...] = ()
    """A time that stands alone above a list, "Within 1 year of the date of this order:"; it governs each duty in it."""
    leads: tuple[Office, ...] = ()
    """Whom an item binds that has a time: the body that the lead-in sets up, or who must bring about its thing."""
