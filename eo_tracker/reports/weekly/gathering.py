"""Gathering what the editions of a report say: the directives at both ends of a period, and what was changed between.

The past is read once, and every directive of it judged once; each edition is cut out of that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from eo_tracker.domain.clocks import CLOSING_STATUSES
from eo_tracker.domain.errors import UnknownReference
from eo_tracker.domain.selections import Filters, find_keys, joined, list_whole_orders
from eo_tracker.domain.standings import (
    OccurrenceStanding,
    Standing,
    count_standings,
    find_overdue,
    find_upcoming,
)
from eo_tracker.domain.values import source_form
from eo_tracker.domain.words import ALL_AGENCIES, ALL_AGENCIES_PRINTED, Timeliness
from eo_tracker.reports.listing import find_standings, make_headings, make_occurrence_row, make_row
from eo_tracker.reports.questions import Question, Row
from eo_tracker.reports.weekly.burn_up import draw_up
from eo_tracker.reports.weekly.content import FAR, NEAR, Edition, End, Report, Score, Silence
from eo_tracker.reports.weekly.past import Past
from eo_tracker.repository.history import CommittedChange, History, read_history
from eo_tracker.repository.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Editions:
    """What the editions of a report are cut out of: what is selected, judged at both ends of a period.

    `edition` is the whole.
    """

    past: Past
    edition: Edition
    silent_days: int
    before: list[Standing]
    now: list[Standing]

    def list_agencies(self, typed: Sequence[str]) -> tuple[str, ...]:
        """List the keys of the agencies that are named, each once; without any, those that lead something.

        Raises UnknownReference.
        """
        if not typed:
            return tuple(sorted({key for standing in self.now for key in standing.lead} - {ALL_AGENCIES}))
        with self.past.now.telling_problems():
            return tuple(dict.fromkeys(str(_find_agency(agency, self.past.now)[0]) for agency in typed))

    def cut(self, agency: str | None) -> Report:
        """Gather what the edition for an agency says, or the whole. Raises UnknownReference and GitFailed."""
        return _gather(self, replace(self.edition, agency=agency))


def judge_editions(past: Past, edition: Edition, silent_days: int) -> Editions:
    """Judge what a report is of, on the eve and on the last day of its period. Raises UnknownReference."""
    day = past.period.last
    with past.now.telling_problems():
        now = find_standings(_ask(edition.selection, day), past.now.judge(day))
    before = list(_find_known(edition, past.before, past.period.eve)) if past.before else []
    return Editions(past, edition, silent_days, before, now)


def gather_report(past: Past, edition: Edition, silent_days: int) -> Report:
    """Gather what one edition says of a period. Raises UnknownReference and GitFailed."""
    return judge_editions(past, edition, silent_days).cut(edition.agency)


def _gather(editions: Editions, edition: Edition) -> Report:
    past, silent_days = editions.past, editions.silent_days
    period, snapshot = past.period, past.now
    with snapshot.telling_problems():
        standings = _keep(editions.now, edition, snapshot)
    earlier = _keep_known(editions.before, edition, past.before)
    history = _read_history(past, edition, standings, earlier)
    rows = {standing.id: make_row(standing) for standing in standings}
    upcoming = find_upcoming(standings, FAR)
    key, name = _find_agency(edition.agency, snapshot)
    agency = snapshot.dataset.registry.agencies.get(key or "")
    changes = tuple(change for change in history.changes if change.commit in past.arrived)
    done = _find_completed(standings, editions.before)
    unreadable = snapshot.unreadable_records
    return Report(
        edition,
        key,
        name,
        agency.liaisons if agency else (),
        period,
        End(period.eve, past.commit_before, count_standings(earlier)),
        End(period.last, past.commit, count_standings(standings)),
        tuple(rows.values()),
        make_headings(standings, period.last),
        _pick(rows, find_overdue(standings)),
        _pick(rows, (s for s in upcoming if (s.days or 0) <= NEAR)),
        _pick(rows, (s for s in upcoming if (s.days or 0) > NEAR)),
        changes,
        _find_evidence(changes, snapshot),
        _pick(rows, done),
        tuple(_find_completed_occurrences(standings, rows, editions.before, done)),
        _pick(rows, (s for s in standings if s.timeliness == "awaiting_trigger")),
        _pick(rows, (s for s in standings if s.holds and s.timeliness != "closed" and s.status != "completed")),
        _pick(rows, (s for s in standings if s.not_reported_by and s.timeliness != "closed")),
        tuple(_find_silent(standings, rows, unreadable, period.last, silent_days)),
        silent_days,
        tuple(_score(standings, edition, snapshot)),
        draw_up(past.root, _leave_out(history, edition, standings, earlier), standings, period.last),
        snapshot.problems,
        unreadable,
        history.is_cut,
    )


def _ask(selection: Sequence[str], day: date) -> Question:
    return Question("status", day, tuple(selection))


def _keep(standings: list[Standing], edition: Edition, snapshot: Snapshot) -> list[Standing]:
    return Filters(agency=edition.agency).keep(standings, snapshot.dataset) if edition.agency else standings


def _keep_known(standings: list[Standing], edition: Edition, snapshot: Snapshot | None) -> list[Standing]:
    """Keep what is an edition's at the beginning of the period, when its agency may not have been known yet."""
    try:
        return _keep(standings, edition, snapshot) if snapshot else []
    except UnknownReference:
        return []


def _find_known(edition: Edition, snapshot: Snapshot, day: date) -> Iterator[Standing]:
    """Find what is selected word by word: of several, some may not have been tracked yet."""
    judge = snapshot.judge(day)
    seen = set()
    for selection in ([word] for word in joined(edition.selection)) if edition.selection else [[]]:
        try:
            found = find_standings(_ask(selection, day), judge)
        except UnknownReference:
            continue
        for standing in found:
            if standing.id not in seen:
                seen.add(standing.id)
                yield standing


def _read_history(past: Past, edition: Edition, standings: list[Standing], earlier: list[Standing]) -> History:
    """Read the changes of what an edition is of, be it only at one of the ends."""
    about: frozenset[str] = frozenset()
    if edition.selection or edition.agency:
        about = frozenset(standing.id for standing in (*standings, *earlier)) or frozenset({""})
        if not edition.agency:
            about |= list_whole_orders(past.now.dataset, edition.selection)
    return read_history(past.root, about, tip=past.commit)


def _leave_out(
    history: History, edition: Edition, standings: list[Standing], earlier: list[Standing]
) -> Sequence[CommittedChange]:
    """Leave out the changes of what is no longer an agency's."""
    if not edition.agency:
        return history.changes
    gone = _list_ids(earlier) - _list_ids(standings)
    return [change for change in history.changes if change.directive not in gone]


def _list_ids(standings: Iterable[Standing]) -> set[str]:
    return {each.id for standing in standings for each in (standing, *standing.items)}


def _find_evidence(changes: Iterable[CommittedChange], snapshot: Snapshot) -> dict[str, tuple[Row, ...]]:
    """Find what supports the records that were changed, on the last day."""
    records = snapshot.dataset.records
    changed = {change.directive for change in changes if change.directive in records}
    return {each: tuple(map(source_form, records[each].evidence)) for each in changed if each}


def _find_completed(standings: Iterable[Standing], before: Iterable[Standing]) -> list[Standing]:
    """Find what is completed and was not before, whoever led it then."""
    done = {standing.id for standing in before if standing.status == "completed"}
    return [s for s in standings if s.status == "completed" and s.id not in done]


def _find_completed_occurrences(
    standings: Iterable[Standing], rows: Mapping[str, Row], before: Iterable[Standing], completed: list[Standing]
) -> Iterator[Row]:
    """Find the occurrences that are completed and were not before, of directives that were not completed as a whole."""
    done = {(s.id, o.order_due) for s in before if s.recurs for o in s.occurrences if o.completed}
    whole = {standing.id for standing in completed}
    for standing in standings:
        if standing.recurs and standing.id not in whole:
            for each in standing.occurrences:
                if each.completed and (standing.id, each.order_due) not in done:
                    yield _write_occurrence(standing, rows[standing.id], each)


def _write_occurrence(standing: Standing, row: Row, occurrence: OccurrenceStanding) -> Row:
    """Write an occurrence as the row of its directive, with its own days and evidence."""
    said = next((each for each in standing.record.occurrences if each.due == occurrence.order_due), None)
    own: Row = {}
    if said and (said.evidence or said.without_evidence):
        own = {"evidence": [source_form(e) for e in said.evidence], "without_evidence": said.without_evidence}
    return {**row, **own, **make_occurrence_row(occurrence), "due_weekday": occurrence.due.strftime("%A")}


def _find_agency(typed: str | None, snapshot: Snapshot) -> tuple[str | None, str | None]:
    """Find the key and the name of the agency that an edition is for. Raises UnknownReference."""
    if typed is None:
        return None, None
    keys = sorted(find_keys(snapshot.dataset, typed) - {ALL_AGENCIES})
    if not keys:
        return ALL_AGENCIES, ALL_AGENCIES_PRINTED
    bodies = (body for order in snapshot.dataset.orders.values() for body in order.bodies)
    name = next((body.name for body in bodies if body.key == keys[0]), None)
    return keys[0], name or snapshot.dataset.registry.name(keys[0])


def _pick(rows: Mapping[str, Row], standings: Iterable[Standing]) -> tuple[Row, ...]:
    return tuple(rows[standing.id] for standing in standings)


def _find_silent(
    standings: Iterable[Standing], rows: Mapping[str, Row], unreadable: Set[str], day: date, most: int
) -> Iterator[Silence]:
    """Find what is open and of which nothing was said for more than so many days; what was never told of first.

    Nobody is silent for longer than there is an order.
    """
    found = []
    for standing in standings:
        if standing.status == "completed" or standing.status in CLOSING_STATUSES or standing.timeliness == "closed":
            continue
        last = standing.last_word
        days = (day - last).days if last else None
        if (day - (last or standing.duty.order.signed)).days > most:
            found.append(Silence(rows[standing.id], last, days, not unreadable.isdisjoint(_list_ids([standing]))))
    yield from sorted(found, key=lambda each: each.last_word or date.min)


def _score(standings: Iterable[Standing], edition: Edition, snapshot: Snapshot) -> Iterator[Score]:
    """Count by lead agency; a joint directive counts for each of its leads.

    An agency's edition has no other's score, for it has only a part of what others lead.
    """
    keys = find_keys(snapshot.dataset, edition.agency) if edition.agency else None
    led: dict[str, list[Standing]] = {}
    for standing in standings:
        for key in dict.fromkeys(standing.lead if keys is None else filter(keys.__contains__, standing.lead)):
            led.setdefault(key, []).append(standing)
    for key, own in sorted(led.items()):
        counts = Counter(standing.timeliness for standing in own)
        met = Counter(chain.from_iterable(map(_list_met, own)))
        silent = sum(s.status == "not_reported" or key in s.not_reported_by for s in own)
        name = ALL_AGENCIES_PRINTED if key == ALL_AGENCIES else snapshot.dataset.agency_name(key, own[0].duty.order)
        yield Score(key, name, len(own), met["met"], met["met_late"], counts["overdue"], silent)


def _list_met(standing: Standing) -> Iterable[Timeliness]:
    """List how the deadlines of a directive were met that were: each of those that it has several of."""
    if standing.recurs and standing.occurrences:
        return (each.timeliness for each in standing.occurrences if each.completed)
    return (standing.timeliness,)
