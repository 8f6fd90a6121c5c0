"""Records: what is reported of one directive or item. A missing record means `not_reported`."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

from pydantic import model_validator

from eo_tracker.domain.agencies import AgencyKey
from eo_tracker.domain.values import Day, Many, Text, Value, WebAddress, Words, refuse
from eo_tracker.domain.words import Status, VerificationState


class Evidence(Value):
    """A dated source that supports a claim: at an address, or named by a reference."""

    title: Text | None = None
    url: WebAddress | None = None
    reference: Text | None = None
    date: Day | None = None
    kind: Text | None = None

    @model_validator(mode="after")
    def _can_be_found(self) -> Evidence:
        if not self.url and not self.reference:
            raise refuse("EO216", "the evidence says neither url nor reference", "say where it can be found")
        return self


class Verification(Value):
    """Whether someone other than the reporter has confirmed the record."""

    state: VerificationState
    by: Text | None = None
    date: Day | None = None
    note: Text | None = None


class Event(Value):
    """The day on which an event happened that a deadline of the directive waits for, named as the deadline names it."""

    event: Text
    date: Day
    note: Text | None = None


class Hold(Value):
    """A court's restraint on carrying the directive out. It never moves a deadline."""

    court: Text
    docket: Text
    since: Day | None = None
    lifted: Day | None = None
    scope: Text | None = None
    note: Text | None = None
    url: WebAddress | None = None

    def is_active(self, day: datetime.date) -> bool:
        """Whether the restraint is in place on `day`."""
        return (self.since is None or self.since <= day) and (self.lifted is None or day < self.lifted)


class Extension(Value):
    """A later date granted by a named authority. The order's own date stays visible.

    `due` is the order's own date; without it, the last that is not after `to`.
    """

    to: Day
    due: Day | None = None
    authority: Text
    date: Day | None = None
    note: Text | None = None


class Acknowledgement(Value):
    """A recorded reason why a missed deadline needs no alarm until a given day."""

    reason: Text
    until: Day
    by: Text | None = None
    date: Day | None = None

    def is_active(self, day: datetime.date) -> bool:
        """Whether no alarm is needed on `day`."""
        return day <= self.until


class Occurrence(Value):
    """One occurrence of a directive that falls due more than once, named by its due day."""

    due: Day
    completed: Day | None = None
    note: Text | None = None
    evidence: Many[Evidence] = ()
    without_evidence: Text | None = None


class Record(Value):
    """What is reported of one directive. `as_of` is the day that the reporter vouches for.

    `reported_by` are the agencies that have reported: of a joint directive each lead reports for itself.
    `without_evidence` says why a completion has none.
    """

    status: Status = "not_reported"
    as_of: Day | None = None
    reported_by: Words[AgencyKey] = ()
    completed: Day | None = None
    note: Text | None = None
    evidence: Many[Evidence] = ()
    without_evidence: Text | None = None
    verification: Verification | None = None
    events: Many[Event] = ()
    holds: Many[Hold] = ()
    extension: Extension | None = None
    acknowledged: Acknowledgement | None = None
    occurrences: Many[Occurrence] = ()

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Record:
        if self.status == "completed" and self.completed is None:
            message = "the status is completed and no day of completion is given"
            raise refuse("EO216", message, "add completed: YYYY-MM-DD", at="status")
        if self.completed is not None and self.status != "completed":
            message = f"a day of completion is given and the status is {self.status}"
            raise refuse("EO216", message, "set status: completed", at="completed")
        return self

    @property
    def last_word(self) -> datetime.date | None:
        """The latest day on which the record says that somebody looked at it; None where it names none."""
        said = (self.verification, self.acknowledged, self.extension, *self.events)
        evidence = (*self.evidence, *(each for occurrence in self.occurrences for each in occurrence.evidence))
        days = [self.as_of, *(each.date for each in said if each), *(each.date for each in evidence)]
        return max((day for day in days if day), default=None)

    @property
    def verified(self) -> VerificationState:
        """Whether the record is confirmed; without a word it is not."""
        return self.verification.state if self.verification else "unverified"


Identity = tuple[tuple[str, ...], int]
"""What an entry of a list is about, and which of the entries about that it is."""

_ABOUT = {
    "evidence": (("url", "reference"),),
    "events": (("event",),),
    "holds": (("court",), ("docket",)),
    "occurrences": (("due",),),
}
LISTS = frozenset(_ABOUT)
"""The fields of a record that are lists of entries."""

E = TypeVar("E")


def identify_entries(field: str, entries: Iterable[E]) -> dict[Identity, E]:
    """Name the entries of one of a record's lists by what they are about, so that they are known when they change.

    An entry is a value, or a mapping as a data file has it.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    found = {}
    for entry in entries:
        about = tuple(str(_first_said(entry, names)) for names in _ABOUT[field])
        found[about, seen[about]] = entry
        seen[about] += 1
    return found


def _first_said(entry: object, names: Iterable[str]) -> object:
    said = (entry.get(name) if isinstance(entry, Mapping) else getattr(entry, name) for name in names)
    return next((each for each in said if each), "")
