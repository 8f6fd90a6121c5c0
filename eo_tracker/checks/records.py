"""The rules of the family records: what is reported without support, or has not been looked at for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from eo_tracker.checks.rules import Sighting, rule
from eo_tracker.checks.subject import Subject
from eo_tracker.domain.clocks import CLOSING_STATUSES
from eo_tracker.domain.ids import cite
from eo_tracker.domain.problems import KeyPath
from eo_tracker.domain.records import Evidence, Record
from eo_tracker.domain.standings import Standing
from eo_tracker.reports.words import count_of, write_agencies, write_silence, write_word

_OPEN = ("in_progress", "not_started")


@rule(
    "EO401",
    "warning",
    fault="""\
    # status/eo-90001/3.b.yaml
    status: completed
    completed: 2025-03-05
    """,
    cure="""\
    status: completed
    completed: 2025-03-05
    evidence:
      - {title: Report on lighthouses, url: "https://www.justice.gov/lighthouses", date: 2025-03-05}
    # or: without_evidence: the report is classified
    """,
)
def no_evidence(subject: Subject) -> Iterator[Sighting]:
    """A completion has no evidence."""
    hint = "name a source under evidence, or say under without_evidence why there is none"
    for standing in subject.reported():
        record = standing.record
        if record.status == "completed" and not record.evidence and not record.without_evidence:
            message = f"{_cite(standing)} is completed, and no evidence is given"
            yield _sight(standing, ("status",), message, hint)
        for n, occurrence in enumerate(record.occurrences):
            supported = occurrence.evidence or occurrence.without_evidence or record.evidence or record.without_evidence
            if occurrence.completed and not supported:
                message = f"the occurrence of {occurrence.due} is completed, and no evidence is given"
                yield _sight(standing, ("occurrences", n, "completed"), message, hint, str(occurrence.due))


@rule(
    "EO402",
    "warning",
    fault="""\
    # status/eo-90001/3.b.yaml, on 2025-06-01
    status: completed
    completed: 2025-03-05
    without_evidence: the report is classified
    """,
    cure="""\
    status: completed
    completed: 2025-03-05
    without_evidence: the report is classified
    verification: {state: verified, by: OMB, date: 2025-03-20}
    """,
)
def unverified(subject: Subject) -> Iterator[Sighting]:
    """A completion has not been verified for long.

    How long is set by unverified_days, counted from the day of completion.
    """
    most = subject.settings.unverified_days
    for standing in subject.reported():
        completed = standing.record.completed
        if completed is None or standing.verification != "unverified" or (subject.today - completed).days <= most:
            continue
        days = count_of((subject.today - completed).days, "day")
        message = f"{_cite(standing)} was completed on {completed}, {days} ago, and nobody has verified it"
        hint = f"whoever is not the reporter can: `eo-tracker update {standing.id} --verify --by NAME`"
        yield _sight(standing, ("completed",), message, hint)


@rule(
    "EO403",
    "warning",
    fault="""\
    # status/eo-90001/3.b.yaml, on 2025-09-01
    status: in_progress
    as_of: 2025-02-02
    """,
    cure="""\
    status: in_progress
    as_of: 2025-08-29
    """,
)
def stale(subject: Subject) -> Iterator[Sighting]:
    """An open record has not been touched for long.

    How long is set by stale_days. What counts is the latest day that the record names: as_of, or that of a piece of
    evidence, a verification or an event. A record on hold is left to EO404.
    """
    for standing in subject.reported():
        if standing.status not in _OPEN or standing.timeliness == "closed" or standing.holds:
            continue
        touched = standing.record.last_word
        if touched and (subject.today - touched).days <= subject.settings.stale_days:
            continue
        word = write_word(standing.status)
        if touched:
            days = count_of((subject.today - touched).days, "day")
            message = f"{_cite(standing)} is {word}, and its record was last touched {days} ago, on {touched}"
        else:
            message = f"{_cite(standing)} is {word}, and its record names no day on which that was so"
        at = ("as_of",) if standing.record.as_of else ("status",)
        yield _sight(standing, at, message, f"report how it stands: `eo-tracker update {standing.id}`")


@rule(
    "EO404",
    "warning",
    fault="""\
    # status/eo-90001/3.b.yaml, on 2025-12-01
    status: in_progress
    as_of: 2025-02-02
    holds:
      - {court: D.D.C., docket: 1:25-cv-00001, since: 2025-02-01}
    """,
    cure="""\
    status: in_progress
    as_of: 2025-11-28  # looked at again: the hold stands
    holds:
      - {court: D.D.C., docket: 1:25-cv-00001, since: 2025-02-01}
    """,
)
def hold_unreviewed(subject: Subject) -> Iterator[Sighting]:
    """A hold has not been reviewed for long.

    How long is set by unreviewed_hold_days, counted from the latest day that the record names.
    """
    for standing in subject.reported():
        if standing.timeliness == "closed" or standing.status == "completed":
            continue
        for n, hold in enumerate(standing.record.holds):
            seen = max(filter(None, (hold.since, standing.record.last_word)), default=None)
            if not hold.is_active(subject.today):
                continue
            if seen and (subject.today - seen).days <= subject.settings.unreviewed_hold_days:
                continue
            since = f"since {seen}, {count_of((subject.today - seen).days, 'day')} ago" if seen else "on any day"
            message = f"the hold of {hold.court}, {hold.docket}, has not been reviewed {since}"
            hint = "look at the docket, and set as_of, or lifted: the day on which the hold ended"
            yield _sight(standing, ("holds", n), message, hint, f"{hold.court} {hold.docket}")


@rule(
    "EO405",
    "warning",
    fault="""\
    # 3.b has lead: [DOJ, DHS]; status/eo-90001/3.b.yaml:
    status: in_progress
    reported_by: DOJ
    """,
    cure="""\
    status: in_progress
    reported_by: [DOJ, DHS]
    """,
)
def silent_lead(subject: Subject) -> Iterator[Sighting]:
    """A lead of a joint directive has never reported."""
    for standing in subject.all_standings():
        own = standing.duty.item is None or standing.duty.item.lead
        if not own or not standing.not_reported_by or standing.timeliness == "closed":
            continue
        missing = write_agencies(standing.not_reported_by)
        message = f"{_cite(standing)} has joint leads, {write_agencies(standing.lead)}: {write_silence([missing])}"
        first = standing.not_reported_by[0]
        hint = f"once it has: `eo-tracker update {standing.id} --reported-by {first}`"
        if standing.id in subject.dataset.records:
            at: KeyPath = ("reported_by",) if standing.record.reported_by else ("status",)
            yield _sight(standing, at, message, hint, among=standing.not_reported_by)
        else:  # what is reported stands in the records of its items
            at = (*subject.place(standing.duty), "lead")
            order = standing.duty.order.id
            yield Sighting(order, at, message, hint, among=standing.not_reported_by, directive=standing.id, on_key=True)


@rule(
    "EO406",
    "note",
    fault="""\
    # status/eo-90001/3.b.yaml
    evidence:
      - {title: Report on lighthouses, url: "https://www.justice.gov/lighthouses"}
    """,
    cure="""\
    evidence:
      - {title: Report on lighthouses, url: "https://www.justice.gov/lighthouses", date: 2025-03-05}
    """,
)
def undated(subject: Subject) -> Iterator[Sighting]:
    """A piece of evidence has no date."""
    for standing in subject.reported():
        for at, evidence in _all_evidence(standing.record):
            if evidence.date is None:
                name = evidence.title or evidence.url or evidence.reference or ""
                message = f'the evidence "{name}" has no date'
                yield _sight(standing, at, message, "add the day on which it was published", name)


@rule(
    "EO407",
    "error",
    fault="""\
    # status/eo-90001/3.b.yaml
    status: not_applicable
    """,
    cure="""\
    status: not_applicable
    note: DOJ has no lighthouses.
    """,
)
def closed_without_reason(subject: Subject) -> Iterator[Sighting]:
    """A record closes a directive, and no note says why.

    What is not applicable or not pursued is overdue no more, so somebody must answer for it.
    """
    for standing in subject.reported():
        if standing.record.status in CLOSING_STATUSES and not standing.record.note:
            message = f"{_cite(standing)} is {write_word(standing.record.status)}, and no note says why"
            yield _sight(standing, ("status",), message, "add the reason under note")


@rule(
    "EO409",
    "warning",
    fault="""\
    # status/eo-90001/3.b.yaml
    acknowledged: {reason: the court has stopped it, until: 2025-09-30}
    """,
    cure="""\
    acknowledged: {reason: the court has stopped it, until: 2025-09-30, by: OMB}
    """,
)
def nobody_named(subject: Subject) -> Iterator[Sighting]:
    """An acknowledgement or a verification does not say by whom."""
    for standing in subject.reported():
        acknowledged, verification = standing.record.acknowledged, standing.record.verification
        if acknowledged and not acknowledged.by:
            message = f"{_cite(standing)} is acknowledged, and nobody is named who did that"
            yield _sight(standing, ("acknowledged",), message, "add by: NAME", "acknowledged")
        if verification and verification.state != "unverified" and not verification.by:
            message = f"{_cite(standing)} is {verification.state}, and nobody is named who did that"
            yield _sight(standing, ("verification",), message, "add by: NAME", "verification")


@rule(
    "EO408",
    "error",
    fault="""\
    # status/eo-90001/3.b.yaml, on 2025-06-01
    status: in_progress
    as_of: 2052-05-31
    """,
    cure="""\
    status: in_progress
    as_of: 2025-05-31
    """,
)
def not_yet(subject: Subject) -> Iterator[Sighting]:
    """A record vouches for a day that has not come.

    What counts are as_of, and the days of evidence and of the verification.
    """
    for standing in subject.reported():
        for at, day in _vouched_days(standing.record):
            if day and day > subject.today:
                name = " of the ".join(write_word(str(each)) for each in (at[-1], at[0]) if isinstance(each, str))
                message = f"the {name if len(at) > 1 else at[0]} is {day}, which is after today, {subject.today}"
                yield _sight(standing, at, message, "check the month and the year", f"{name} {day}")


def _vouched_days(record: Record) -> Iterator[tuple[KeyPath, date | None]]:
    yield ("as_of",), record.as_of
    yield from (((*at, "date"), evidence.date) for at, evidence in _all_evidence(record))
    if record.verification:
        yield ("verification", "date"), record.verification.date


def _all_evidence(record: Record) -> Iterator[tuple[KeyPath, Evidence]]:
    for n, evidence in enumerate(record.evidence):
        yield ("evidence", n), evidence
    for o, occurrence in enumerate(record.occurrences):
        for n, evidence in enumerate(occurrence.evidence):
            yield ("occurrences", o, "evidence", n), evidence


def _sight(
    standing: Standing, at: KeyPath, message: str, hint: str, about: str = "", among: tuple[str, ...] = ()
) -> Sighting:
    on_key = isinstance(at[-1], str)
    return Sighting(standing.id, at, message, hint, about, among, directive=standing.id, on_key=on_key)


def _cite(standing: Standing) -> str:
    return cite(standing.duty.order.id, standing.duty.part.id)
