"""A story: what people did to a tracker, step by step, as the demo's script tells it.

A step is an update as `eo-tracker update` takes it, an undo, an edit by hand, or a merge of what somebody did in a
clone of their own meanwhile. Without a clone, a step is shared with everybody at once.
"""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field

from eo_tracker.domain.merging import Side
from eo_tracker.domain.records import Acknowledgement, Evidence, Extension, Hold, Verification
from eo_tracker.domain.updates import Lift, Update
from eo_tracker.domain.values import Day, Flag, Many, Text, Value, refuse
from eo_tracker.domain.words import Status


def _to_moment(text: object) -> object:
    """Read `2025-11-03T09:05-05:00`. Raises an EO205 validation error."""
    try:
        moment = datetime.datetime.fromisoformat(str(text))
    except ValueError:
        raise refuse("EO205", f'"{text}" is no moment', "write it as 2025-11-03T09:05-05:00") from None
    if moment.tzinfo is None:
        raise refuse("EO205", f'"{text}" names no time zone', "write it as 2025-11-03T09:05-05:00")
    return moment


class Person(Value):
    """Somebody whose commits are in the history."""

    name: Text
    email: Text


class Lifting(Value):
    """The end of a hold."""

    lifted: Day
    docket: Text | None = None


class Said(Value):
    """What an update says, under the names that `Update` has."""

    status: Status | None = None
    completed: Day | None = None
    as_of: Day | None = None
    reported_by: Text | None = None
    note: Text | None = None
    evidence: Many[Evidence] = ()
    without_evidence: Text | None = None
    verification: Verification | None = None
    hold: Hold | None = None
    lift: Lifting | None = None
    extension: Extension | None = None
    acknowledged: Acknowledgement | None = None
    occurrence: Day | None = None
    event: Text | None = None
    event_date: Day | None = None

    def as_update(self) -> Update:
        """Return it as the update that it is."""
        said = {name: getattr(self, name) for name in self.model_fields_set}
        if self.lift:
            said["lift"] = Lift(self.lift.lifted, self.lift.docket)
        return Update(**said)


class Replacement(Value):
    """Text that an editor put in the place of other text, which stands once in the file."""

    file: Text
    old: Text
    new: str = ""


class Hand(Value):
    """What was done by hand, and the message it was committed with. `bring` are files of the demo's own folder."""

    message: Text
    bring: Many[Text] = ()
    replace: Many[Replacement] = ()
    write: Annotated[dict[Text, Text], Field(default_factory=dict)]
    rename: Annotated[dict[Text, Text], Field(default_factory=dict)]
    remove: Many[Text] = ()


class Step(Value):
    """One commit: by whom, when, and what it does.

    `clone` names the clone in which it was made, `merge` the clone whose commits it combines with what is shared.
    Where both sides say something different of one thing, it keeps that of a side: `ours` is the clone's.
    """

    at: Annotated[datetime.datetime, BeforeValidator(_to_moment)]
    by: Text
    clone: Text | None = None
    update: Text | None = None
    says: Said | None = None
    undo: Flag = False
    merge: Text | None = None
    keep: Side | None = None
    hand: Hand | None = None


class Story(Value):
    """The people of a story by short names, and its steps in their order."""

    people: dict[Text, Person]
    steps: Many[Step]
