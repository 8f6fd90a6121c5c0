"""Updates: what a reporter says of a directive, as values.

An update says only what is new. What is refused is told by the field that is at fault, for an option of the command
line and a column of a sheet have different names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, get_args

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.problems import did_you_mean
from eo_tracker.domain.records import Acknowledgement, Evidence, Extension, Hold, Verification
from eo_tracker.domain.values import WEB_ADDRESS
from eo_tracker.domain.words import REPORTABLE, Status

_SEVERAL_ADDRESSES = re.compile(r"[\s,;]https?://")
_MEANT_AS_ADDRESS = re.compile(r"(?i)\w+://.*|www\..*|[\w.-]+\.(gov|mil|com|org|edu|net)(/.*)?")
_REFERENCE = re.compile(r".*(\d|\S\s+\S).*", re.DOTALL)


class RefusedUpdate(EOTrackerError):
    """An update breaks a rule of good records. `field` is the one that is at fault."""

    def __init__(self, message: str, field: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.field = field


@dataclass(frozen=True, slots=True)
class Lift:
    """The end of a hold: the day on which the court lifted it, and its docket where there are several."""

    lifted: date
    docket: str | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """What a reporter says; None, or nothing, where nothing is said.

    `reported_by` is an agency as it was typed. `occurrence` is the due day that `completed`, `note` and the evidence
    speak of, for a directive that falls due more than once. `event` is the name of an event that a deadline waits
    for, or nothing where only one can be meant, and `event_date` the day on which it happened.
    """

    status: Status | None = None
    completed: date | None = None
    as_of: date | None = None
    reported_by: str | None = None
    note: str | None = None
    evidence: tuple[Evidence, ...] = ()
    without_evidence: str | None = None
    verification: Verification | None = None
    hold: Hold | None = None
    lift: Lift | None = None
    extension: Extension | None = None
    acknowledged: Acknowledgement | None = None
    occurrence: date | None = None
    event: str | None = None
    event_date: date | None = None

    @property
    def says_nothing(self) -> bool:
        """Whether there is nothing to record."""
        return all(not getattr(self, f.name) for f in fields(self))

    @property
    def says_how_it_stands(self) -> bool:
        """Whether it says how far the directive, or an occurrence of it, is carried out."""
        return any((self.status, self.completed, self.note, self.evidence, self.without_evidence))

    @property
    def vouches(self) -> bool:
        """Whether the reporter vouches anew for how the directive stands."""
        return self.says_how_it_stands or self.event_date is not None or self.reported_by is not None


def read_status(text: str) -> Status:
    """Read a status as people write it: `in_progress`, "In progress", `in-progress`. Raises RefusedUpdate for none."""
    word = re.sub(r"[\s_-]+", "_", text.strip().casefold())
    known = get_args(Status)
    status: Status | None = next((each for each in known if each == word), None)
    if status is None:
        hint = did_you_mean(word, known) or f"one of {', '.join(REPORTABLE)}"
        raise RefusedUpdate(f'"{text}" is no status', "status", hint)
    return status


def make_evidence(place: str, title: str | None = None, day: date | None = None, kind: str | None = None) -> Evidence:
    """Make evidence of a web address, or of a reference by which a source without one can be found.

    Raises RefusedUpdate for what is neither.
    """
    place = place.strip()
    if _SEVERAL_ADDRESSES.search(place):
        raise RefusedUpdate("the evidence names several addresses", "evidence", "give each as a piece of its own")
    given: dict[str, Any] = {"title": title, "date": day, "kind": kind}
    if WEB_ADDRESS.fullmatch(place):
        given["url"] = place
    elif _MEANT_AS_ADDRESS.fullmatch(place):
        hint = "write the whole address, beginning with https://, without spaces"
        raise RefusedUpdate(f'the evidence "{place}" is no web address', "evidence", hint)
    elif not _REFERENCE.fullmatch(place):
        hint = 'give its address, https://..., or a reference by which it can be found, as "DOJ release 25-118"'
        raise RefusedUpdate(f'the evidence "{place}" is no web address and no reference', "evidence", hint)
    else:
        given["reference"] = place
    return Evidence.model_validate(_without_nothing(given))


def make_hold(court: str | None, docket: str | None, since: date | None = None, scope: str | None = None) -> Hold:
    """Make a hold, which is found by its court and docket. Raises RefusedUpdate."""
    if not court or not docket:
        hint = "as in D.D.C. and 1:25-cv-00001"
        raise RefusedUpdate("a hold needs its court and its docket", "docket" if court else "court", hint)
    given = {"court": court, "docket": docket, "since": since, "scope": scope}
    return Hold.model_validate(_without_nothing(given))


def _without_nothing(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}
