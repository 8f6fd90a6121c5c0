"""The rules of the family deadlines: what is overdue, or will be before anybody has said a word.

A missed deadline has one of three codes, never two: EO301, or EO304 where an extension of it has been missed too, or
EO305 where it had been acknowledged up to a day that is past. An acknowledgement that still holds makes it a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import islice, takewhile
from typing import NamedTuple

from eo_tracker.checks.rules import Sighting, rule
from eo_tracker.checks.subject import Subject
from eo_tracker.domain.clocks import deadlines_of, full_reference, inherits
from eo_tracker.domain.dataset import Duty
from eo_tracker.domain.deadlines import EVENT, write_day
from eo_tracker.domain.ids import cite
from eo_tracker.domain.problems import KeyPath, Severity
from eo_tracker.domain.records import Acknowledgement, Extension
from eo_tracker.domain.standings import MOST_OCCURRENCES, OccurrenceStanding, Standing
from eo_tracker.reports.detail import write_reckoning
from eo_tracker.reports.words import count_of, write_agencies, write_word

_ORDER_OF_60_DAYS = """\
    # EO 90001, signed 2025-01-06
    - id: 3.b
      lead: [DOJ]
      deadline: {within: 60 days}
"""


class Missed(NamedTuple):
    """A missed deadline: of what, on which days, and what its record says that bears on it."""

    standing: Standing
    occurrences: tuple[OccurrenceStanding, ...]
    extension: Extension | None
    acknowledged: Acknowledgement | None

    @property
    def first(self) -> OccurrenceStanding:
        """The first day that was missed."""
        return self.occurrences[0]


def find_missed(subject: Subject) -> Iterator[Missed]:
    """Find every deadline that is missed: of directives, and of items that have deadlines of their own."""
    for whole in subject.standings:
        for standing in (whole, *(item for item in whole.items if not inherits(item.duty))):
            missed = tuple(o for o in standing.occurrences if o.timeliness == "overdue")
            if missed and standing.timeliness == "overdue":
                said = (standing.record, whole.record)
                acknowledged = next((each.acknowledged for each in said if each.acknowledged), None)
                yield Missed(standing, missed, standing.record.extension, acknowledged)


def _code_of(missed: Missed, today: date) -> str:
    if missed.acknowledged and not missed.acknowledged.is_active(today):
        return "EO305"
    return "EO304" if missed.first.due != missed.first.order_due else "EO301"


@rule(
    "EO301",
    "error",
    fault=_ORDER_OF_60_DAYS + "    # and after 2025-03-07, status/eo-90001/3.b.yaml does not say that it is completed",
    cure="""\
    # status/eo-90001/3.b.yaml
    status: completed
    completed: 2025-03-05
    # or, until it is:
    acknowledged: {reason: a court has stopped the work, until: 2025-06-30, by: OMB}
    """,
)
def overdue(subject: Subject) -> Iterator[Sighting]:
    """A deadline is missed.

    It is open, and its day is past. While it is acknowledged it is a note.
    """
    for missed in find_missed(subject):
        if _code_of(missed, subject.today) == "EO301":
            yield _sight_in_order(missed, subject)


@rule(
    "EO302",
    "warning",
    fault=_ORDER_OF_60_DAYS + "    # on 2025-03-01 there is no status/eo-90001/3.b.yaml yet",
    cure="""\
    # status/eo-90001/3.b.yaml
    status: in_progress
    as_of: 2025-03-01
    """,
)
def unreported(subject: Subject) -> Iterator[Sighting]:
    """A directive is due soon, and nothing has been reported of it."""
    for standing in subject.standings:
        if standing.timeliness != "due_soon" or standing.status != "not_reported" or standing.due is None:
            continue
        due = subject.standings_by_id[standing.due_item] if standing.due_item else standing
        days = count_of((standing.due - subject.today).days, "day")
        message = f"{_cite(due.duty)} is due in {days}, on {write_day(standing.due)}, and nothing has been reported"
        at = _place(due.duty, standing.order_due or standing.due, subject)
        hint = f"{write_agencies(due.lead)} can report with `eo-tracker update {due.id}`"
        yield Sighting(due.duty.order.id, at, message, hint, str(standing.due), directive=due.id, on_key=True)


@rule(
    "EO303",
    "warning",
    fault=_ORDER_OF_60_DAYS
    + """\
    - id: 3.c
      lead: [DOJ]
      deadline: {within: 30 days, of: 3.b}  # and 3.b is overdue
    """,
    cure="""\
    # status/eo-90001/3.b.yaml
    status: completed
    completed: 2025-03-05  # the 30 days of 3.c begin
    """,
)
def held_up(subject: Subject) -> Iterator[Sighting]:
    """A directive waits for another that is overdue."""
    for standing in subject.all_standings():
        if standing.timeliness != "awaiting_trigger" or inherits(standing.duty):
            continue
        duty = standing.duty
        for n, deadline in enumerate(deadlines_of(duty)):
            if deadline.of in (None, EVENT) or subject.judge.clocks.start(deadline, duty) is not None:
                continue
            trigger = subject.standings_by_id.get(full_reference(deadline, duty.order))
            if trigger and trigger.timeliness == "overdue":
                late = count_of(-(trigger.days or 0), "day")
                message = f"{_cite(duty)} waits for {_cite(trigger.duty)}, which is overdue by {late}"
                at = (*subject.place(duty), "deadline", n)
                hint = f"its {deadline.within or deadline.every} begin when {trigger.id} is completed"
                yield Sighting(duty.order.id, at, message, hint, trigger.id, directive=duty.id, on_key=True)


@rule(
    "EO304",
    "error",
    fault="""\
    # status/eo-90001/3.b.yaml
    status: in_progress
    extension: {to: 2025-05-30, authority: OMB}  # and that day is past
    """,
    cure="""\
    status: completed
    completed: 2025-05-28
    extension: {to: 2025-05-30, authority: OMB}
    """,
)
def extension_missed(subject: Subject) -> Iterator[Sighting]:
    """A deadline is missed, and its extension too."""
    for missed in find_missed(subject):
        if _code_of(missed, subject.today) == "EO304":
            yield _sight_in_record(missed, subject, missed.standing.id, ("extension", "to"))


@rule(
    "EO305",
    "error",
    fault="""\
    # status/eo-90001/3.b.yaml
    status: in_progress
    acknowledged: {reason: a court has stopped the work, until: 2025-06-30}  # and that day is past
    """,
    cure="""\
    status: in_progress
    acknowledged: {reason: the court has stopped the work until the trial, until: 2025-12-31, by: OMB}
    """,
)
def acknowledgement_ended(subject: Subject) -> Iterator[Sighting]:
    """A deadline is missed, and the day until which that was acknowledged is past."""
    for missed in find_missed(subject):
        if _code_of(missed, subject.today) == "EO305":
            duty = missed.standing.duty
            where = duty.id if missed.standing.record.acknowledged else f"{duty.order.id}/{duty.directive.id}"
            yield _sight_in_record(missed, subject, where, ("acknowledged", "until"))


def _sight_in_order(missed: Missed, subject: Subject) -> Sighting:
    duty = missed.standing.duty
    hint = "" if missed.acknowledged else f"record what was done: `eo-tracker update {duty.id}`; or acknowledge it"
    return Sighting(
        duty.order.id,
        _place(duty, missed.first.order_due, subject),
        _tell(missed, subject),
        hint,
        among=tuple(str(each.order_due) for each in missed.occurrences),
        known_as=overdue.rule.code,
        directive=duty.id,
        severity=_severity(missed, subject),
        on_key=True,
    )


def _sight_in_record(missed: Missed, subject: Subject, where: str, at: KeyPath) -> Sighting:
    return replace(_sight_in_order(missed, subject), file=where, at=at)


def _severity(missed: Missed, subject: Subject) -> Severity | None:
    return "note" if missed.acknowledged and missed.acknowledged.is_active(subject.today) else None


def _tell(missed: Missed, subject: Subject) -> str:
    """Say what is overdue, by how much, why its day is its day, and what has been said of it."""
    standing, (due, order_due, _, _, days) = missed.standing, missed.first
    duty = standing.duty
    late = f"{_cite(duty)} is overdue by {count_of(-days, 'day')}: due {write_day(due)}"
    n = _find_deadline(duty, order_due, subject)
    reason = f" ({write_reckoning(deadlines_of(duty)[n], duty, subject.judge)})"
    if due != order_due:
        by = f" by {missed.extension.authority}" if missed.extension else ""
        reason = f", to which {order_due} was extended{by}"
    later = f", and {count_of(len(missed.occurrences) - 1, 'later day')} too" if missed.occurrences[1:] else ""
    said = write_word(standing.status) + (f" as of {standing.record.as_of}" if standing.record.as_of else "")
    return (
        f"{late}{reason}{later}; lead {write_agencies(standing.lead)}, {said}{_tell_acknowledgement(missed, subject)}"
    )


def _tell_acknowledgement(missed: Missed, subject: Subject) -> str:
    given = missed.acknowledged
    if given is None:
        return ""
    by = f" by {given.by}" if given.by else ""
    verb = "acknowledged" if given.is_active(subject.today) else "was acknowledged only"
    return f"; {verb} until {given.until}{by}: {given.reason}"


def _place(duty: Duty, day: date, subject: Subject) -> KeyPath:
    """Tell where in its order's file the deadline stands that falls due on a day of the order's."""
    owner = Duty(duty.order, duty.directive) if inherits(duty) else duty
    return (*subject.place(owner), "deadline", _find_deadline(duty, day, subject))


def _find_deadline(duty: Duty, day: date, subject: Subject) -> int:
    deadlines = deadlines_of(duty)
    for n, deadline in enumerate(deadlines[:-1]):
        start = subject.judge.clocks.start(deadline, duty)
        days = islice(deadline.due_days(start), MOST_OCCURRENCES) if start else iter(())
        if day in takewhile(lambda each: each <= day, days):
            return n
    return len(deadlines) - 1


def _cite(duty: Duty) -> str:
    return cite(duty.order.id, duty.part.id)
