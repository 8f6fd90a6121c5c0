"""Updating: the rules by which an update becomes a directive's record.

What an update does not speak of stays as it is. The rules here are those that only reporters must keep; those of every
record, in whichever way it was written, are its model's and in `domain/consistency.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from eo_tracker.domain.clocks import CLOSING_STATUSES, events_of, repeats
from eo_tracker.domain.consistency import find_record_faults
from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.errors import UnknownReference
from eo_tracker.domain.problems import KeyPath
from eo_tracker.domain.records import Record
from eo_tracker.domain.selections import find_body
from eo_tracker.domain.standings import Judge
from eo_tracker.domain.updates import RefusedUpdate, Update
from eo_tracker.domain.values import file_form
from eo_tracker.domain.words import Status

Data = dict[str, Any]


def find_liaison_agency(email: str, duty: Duty, dataset: Dataset) -> str | None:
    """Find the lead agency that a person is a liaison of, by the repository's own list of agencies."""
    agencies = (dataset.registry.agencies.get(key) for key in duty.named_leads)
    return next((a.key for a in agencies if a and a.has_liaison(email)), None)


def apply_update(update: Update, duty: Duty, dataset: Dataset, today: date) -> Record:
    """Return the record that a directive or item has after an update. Raises RefusedUpdate.

    `today` is the date in Washington: for it a reporter vouches who names no other.
    """
    _require_days_that_can_be(update, duty, today)
    draft = _Draft(update, duty, dataset, file_form(dataset.records.get(duty.id, Record())))
    draft.fill()
    if update.vouches or update.as_of:
        draft.data["as_of"] = update.as_of or today
    after = _validated(draft.data)
    if update.event_date:
        # The days on which occurrences fall due hang on it.
        dataset = replace(dataset, records={**dataset.records, duty.id: after})
    fault = next(iter(find_record_faults(after, duty, dataset, today)), None)
    if fault:
        raise RefusedUpdate(fault.message, _name_field(fault.at), fault.hint)
    _require_vouching_for_completion(update, after)
    return after


def _name_field(at: KeyPath) -> str:
    """Name the field of an update by which a place in a record is filled."""
    first, last = (str(at[0]), at[-1]) if at else ("record", "")
    if first == "occurrences":
        return "completed" if last == "completed" else "occurrence"
    if first == "events":
        return "event_date" if last == "date" else "event"
    return first


def _validated(data: Data) -> Record:
    try:
        return Record.model_validate(data)
    except ValidationError as e:
        error = e.errors()[0]
        name = str(error["loc"][0]) if error["loc"] else "record"
        raise RefusedUpdate(f"{name}: {error['msg']}", name) from None


def _forget(data: Data, *keys: str) -> None:
    """Take keys away, but for those that say nothing as they stand."""
    for key in keys:
        if data.get(key) is not None:
            del data[key]


def _require_days_that_can_be(update: Update, duty: Duty, today: date) -> None:
    """Refuse days in the future for what has happened, and vouching for a day before the signing."""
    order = duty.order
    happened: list[tuple[str, str, date | None]] = [
        ("as_of", "vouched for as of", update.as_of),
        ("lifted", "lifted on", update.lift.lifted if update.lift else None),
        ("since", "held since", update.hold.since if update.hold else None),
        *(("evidence_date", "evidence of", evidence.date) for evidence in update.evidence),
    ]
    for field, words, day in happened:
        if day and day > today:
            raise RefusedUpdate(f"{words} {day}, which is after today, {today}", field, "check the month and the year")
    if update.as_of and update.as_of < order.signed:
        message = f"vouched for as of {update.as_of}, before {order.order} was signed on {order.signed}"
        raise RefusedUpdate(message, "as_of", "check the year")


def _require_vouching_for_completion(update: Update, after: Record) -> None:
    completed = update.completed or after.completed
    if update.as_of and completed and update.as_of < completed:
        message = f"completed on {completed} cannot be vouched for as of {update.as_of}, before it"
        raise RefusedUpdate(message, "as_of", "leave the day out, or give a later one")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A record while an update is worked into it, as its file says it."""

    update: Update
    duty: Duty
    dataset: Dataset
    data: Data

    def fill(self) -> None:
        if self.update.occurrence:
            self._report_occurrence(self.update.occurrence)
        else:
            self._report()
        self._name_reporter()
        self._verify()
        self._hold()
        self._lift()
        self._extend()
        self._acknowledge()
        self._date_event()

    def _report(self) -> None:
        update, data = self.update, self.data
        was: Status = data.get("status", "not_reported")
        becomes = update.status or ("completed" if update.completed else was)
        _require_reasons(update, was, becomes)
        confirmed = data.get("verification") or {}
        moved = becomes != was or update.completed not in (None, data.get("completed"))
        if moved and confirmed.get("state") != "unverified":
            # What somebody confirmed, or disputed, was how it stood before.
            _forget(data, "verification")
        if becomes == "completed":
            # Of what was completed before there were rules, other things can be said all the same.
            if update.status or update.completed:
                self._require_no_occurrences()
                _complete(update, data)
        elif update.completed:
            message = f"a day of completion does not go with {_words(becomes)}"
            raise RefusedUpdate(message, "completed", "leave one of the two out")
        elif becomes != was:
            _forget(data, "completed", "without_evidence")
        if becomes != "not_reported":
            data["status"] = becomes
        _tell(update, data)

    def _require_no_occurrences(self) -> None:
        """Refuse to complete as a whole what recurs: each occurrence is completed on its own."""
        if not repeats(self.duty):
            return
        day = self.update.completed or self.duty.order.signed
        open_one = next(iter(Judge(self.dataset, day).judge(self.duty).open_days), None)
        hint = f"the first that is open is due {open_one}" if open_one else "name it by its due day"
        message = f"{self.duty.id} falls due again and again: say which occurrence is completed"
        raise RefusedUpdate(message, "occurrence", hint)

    def _report_occurrence(self, due: date) -> None:
        if self.update.status not in (None, "completed"):
            message = "an occurrence is completed, or nothing is said of it"
            raise RefusedUpdate(message, "status", "report the status of the whole without naming an occurrence")
        if not self.update.says_how_it_stands:
            message = f"nothing is said of the occurrence of {due}"
            raise RefusedUpdate(message, "occurrence", "say on which day it was completed, or what is known in a note")
        present = self.data.get("occurrences", ())
        entry: Data = {"due": due, **next((o for o in present if o["due"] == due), {})}
        if self.update.status or self.update.completed:
            _complete(self.update, entry)
        _tell(self.update, entry)
        others = [o for o in present if o["due"] != due]
        self.data["occurrences"] = sorted([*others, entry], key=lambda o: o["due"])

    def _name_reporter(self) -> None:
        if self.update.reported_by is None:
            return
        key = _find_reporter(self.update.reported_by, self.duty, self.dataset)
        present = _listed(self.data.get("reported_by"))
        # Of joint leads each that has reported stays named; else it is the last who did.
        self.data["reported_by"] = list(dict.fromkeys([*present, key])) if len(self.duty.named_leads) > 1 else key

    def _verify(self) -> None:
        given = self.update.verification
        if given is None:
            return
        if "status" not in self.data and not self.data.get("occurrences"):
            raise RefusedUpdate(f"nothing is reported of {self.duty.id} that could be {given.state}", "verification")
        body = find_body(self.duty.order.bodies, given.by or "")
        agency = body or (self.dataset.registry.named(given.by) if given.by else None)
        if agency and agency.key in _listed(self.data.get("reported_by")):
            message = f"{agency.key} reported it, and somebody else says whether it is so"
            raise RefusedUpdate(message, "by", "name who has looked at it, as an inspector general")
        self.data["verification"] = file_form(given)

    def _hold(self) -> None:
        if self.update.hold is None:
            return
        added = file_form(self.update.hold)
        holds = self.data.get("holds", ())
        if any((h["court"], h["docket"]) == (added["court"], added["docket"]) for h in _not_lifted(holds)):
            message = f"{self.duty.id} is already held by {added['court']}, {added['docket']}"
            raise RefusedUpdate(message, "docket", "lift that hold first, or edit its record")
        self.data["holds"] = [*holds, added]

    def _lift(self) -> None:
        lift = self.update.lift
        if lift is None:
            return
        holds = self.data.get("holds", ())
        open_ones = _not_lifted(holds)
        if not open_ones:
            raise RefusedUpdate(f"no hold stands on {self.duty.id}", "lift")
        meant = [h for h in open_ones if lift.docket in (None, h["docket"])]
        if len(meant) != 1:
            dockets = ", ".join(h["docket"] for h in open_ones)
            message = f'no hold with the docket "{lift.docket}" stands on {self.duty.id}'
            if lift.docket is None:
                message = f"{len(open_ones)} holds stand on {self.duty.id}: say which is lifted"
            raise RefusedUpdate(message, "docket", f"the dockets here: {dockets}")
        since = meant[0].get("since")
        if since and lift.lifted < since:
            raise RefusedUpdate(
                f"lifted on {lift.lifted}, before the hold began on {since}", "lifted", "check the date"
            )
        self.data["holds"] = [{**h, "lifted": lift.lifted} if h is meant[0] else h for h in holds]

    def _extend(self) -> None:
        given = self.update.extension
        if given is None:
            return
        days = [o.order_due for o in Judge(self.dataset, given.to).judge(self.duty).occurrences]
        if not days:
            raise RefusedUpdate(f"{self.duty.id} has no due day that could be extended", "extension")
        if given.due is None and min(days) >= given.to:
            message = f"{given.to} is no later than the order's own day, {min(days)}"
            raise RefusedUpdate(message, "extension", "an extension grants a later one")
        self.data["extension"] = file_form(given)

    def _acknowledge(self) -> None:
        given = self.update.acknowledged
        if given is None:
            return
        if given.date and given.until < given.date:
            message = f"acknowledged until {given.until}, which is before {given.date}"
            raise RefusedUpdate(message, "until", "give a day that is still ahead")
        self.data["acknowledged"] = file_form(given)

    def _date_event(self) -> None:
        update, duty = self.update, self.duty
        if update.event_date is None:
            if update.event:
                raise RefusedUpdate(f'say on which day "{update.event}" happened', "event_date")
            return
        awaited = events_of(duty)
        if not awaited:
            raise RefusedUpdate(f"no deadline of {duty.id} waits for an event", "event")
        if not update.event and len(awaited) > 1:
            listed = "; ".join(f'"{each}"' for each in awaited)
            raise RefusedUpdate(f"{duty.id} waits for several events", "event", f"one of {listed}")
        name = update.event or awaited[0]
        events = {e["event"]: e for e in self.data.get("events", ())}
        events[name] = {**events.get(name, {"event": name}), "date": update.event_date}
        self.data["events"] = list(events.values())


def _find_reporter(typed: str, duty: Duty, dataset: Dataset) -> str:
    """Find the key of the agency, or body of the order, that a reporter typed. Raises RefusedUpdate."""
    body = find_body(duty.order.bodies, typed)
    if body:
        return body.key
    try:
        return dataset.registry.find(typed).key
    except UnknownReference as e:
        raise RefusedUpdate(str(e), "reported_by", e.hint) from None


def _listed(keys: str | Iterable[str] | None) -> list[str]:
    return [keys] if isinstance(keys, str) else list(keys or ())


def _not_lifted(holds: Iterable[Data]) -> list[Data]:
    return [hold for hold in holds if "lifted" not in hold]


def _words(status: Status) -> str:
    return status.replace("_", " ")


def _require_reasons(update: Update, was: Status, becomes: Status) -> None:
    if update.status == "not_reported":
        hint = "a directive without a record is not reported; `eo-tracker undo` takes one's last update back"
        raise RefusedUpdate('"not_reported" is nothing that can be reported', "status", hint)
    if update.note or not needs_note(was, becomes):
        return
    if was == "completed":
        message = f"going back from completed to {_words(becomes)} needs a note"
        raise RefusedUpdate(message, "note", "say why it is not completed after all")
    raise RefusedUpdate(f"{_words(becomes)} needs a note", "note", "say why, in a sentence")


def _complete(update: Update, data: Data) -> None:
    """Record a completion, of a record or of an occurrence: its day, and what shows it."""
    if update.completed:
        data["completed"] = update.completed
    if not data.get("completed"):
        raise RefusedUpdate("completed needs the day of completion", "completed", "say on which day it was completed")
    if not (update.evidence or update.without_evidence or data.get("evidence") or data.get("without_evidence")):
        hint = "say where it can be seen that it is completed, or why nothing shows it"
        raise RefusedUpdate("completed needs at least one piece of evidence", "evidence", hint)


def _tell(update: Update, data: Data) -> None:
    """Record the note and the evidence, of a record or of an occurrence."""
    if update.evidence and update.without_evidence:
        message = "evidence is given, and a reason why there is none"
        raise RefusedUpdate(message, "without_evidence", "leave one of the two out")
    if update.note:
        data["note"] = update.note
    present = list(data.get("evidence", ()))
    added = [e for e in map(file_form, update.evidence) if e not in present]
    if added:
        data["evidence"] = [*present, *added]
    if update.without_evidence:
        if present:
            hint = "leave the reason out"
            raise RefusedUpdate("the record has evidence already", "without_evidence", hint)
        data["without_evidence"] = update.without_evidence
    elif added:
        _forget(data, "without_evidence")


def needs_note(was: Status, becomes: Status) -> bool:
    """Whether a new status is reported with a note only: it goes back from completed, or ends without completion."""
    return becomes != was and (was == "completed" or becomes in CLOSING_STATUSES)


def list_next_statuses(status: Status) -> tuple[Status, ...]:
    """List the statuses that can sensibly be reported after one, the likeliest first."""
    return _NEXT[status]


_NEXT: dict[Status, tuple[Status, ...]] = {
    "not_reported": ("in_progress", "completed", "not_started", "not_applicable", "not_pursued"),
    "not_started": ("in_progress", "completed", "not_started", "not_applicable", "not_pursued"),
    "in_progress": ("in_progress", "completed", "not_applicable", "not_pursued"),
    "completed": ("completed", "in_progress"),
    "not_applicable": ("not_applicable", "in_progress", "not_started"),
    "not_pursued": ("not_pursued", "in_progress", "not_started"),
}
