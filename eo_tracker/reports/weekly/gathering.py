"""Gathering what a report says: the tracker at both ends of a period, and what was changed between them.

An end is a day as git has it: the last commit by the end of that day in Washington. So a report can be made again from
any clone, and says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from eo_tracker.domain.clocks import CLOSING_STATUSES
from eo_tracker.domain.consistency import latest_day
from eo_tracker.domain.errors import UnknownReference
from eo_tracker.domain.periods import Period
from eo_tracker.domain.selections import find_keys
from eo_tracker.domain.standings import Standing, count_standings, find_overdue, find_upcoming
from eo_tracker.domain.words import ALL_AGENCIES, ALL_AGENCIES_PRINTED
from eo_tracker.reports.listing import find_standings, make_headings, make_row
from eo_tracker.reports.questions import Question, Row
from eo_tracker.reports.weekly.burn_up import draw_up
from eo_tracker.reports.weekly.content import FAR, NEAR, Edition, End, Report, Score, Silence
from eo_tracker.repository.history import History, list_ancestors, read_history
from eo_tracker.repository.moments import Moment, NoSuchMoment, find_commit_by, find_moment_of_day, open_past
from eo_tracker.repository.snapshot import Snapshot


def gather_report(root: Path, edition: Edition, period: Period, silent_days: int) -> Report:
    """Gather what a report says of a period.

    Raises NoSuchMoment where nothing was tracked by its end, UnknownReference for a selection or agency that is not
    known then, NoRepository, NotReady and GitFailed.
    """
    moment = find_moment_of_day(open_past(root), period.last)
    snapshot = moment.snapshot(period.last)
    with snapshot.telling_problems():
        standings = find_standings(_ask(edition, edition.selection, period.last), snapshot.judge(period.last))
    earlier, before = _look_before(root, edition, period, moment, snapshot)
    history = _read_history(root, moment, standings, edition)
    arrived = list_ancestors(root, moment.commit)
    known = list_ancestors(root, before.commit) if before.commit else frozenset()
    rows = {standing.id: make_row(standing) for standing in standings}
    upcoming = find_upcoming(standings, FAR)
    done_before = {standing.id for standing in earlier if standing.status == "completed"}
    key, name = _find_agency(edition, snapshot)
    agency = snapshot.dataset.registry.agencies.get(key or "")
    return Report(
        edition,
        key,
        name,
        agency.liaisons if agency else (),
        period,
        before,
        End(period.last, moment.commit, count_standings(standings)),
        tuple(rows.values()),
        make_headings(standings, period.last),
        _pick(rows, find_overdue(standings)),
        _pick(rows, (s for s in upcoming if (s.days or 0) <= NEAR)),
        _pick(rows, (s for s in upcoming if (s.days or 0) > NEAR)),
        tuple(c for c in history.changes if c.commit in arrived and c.commit not in known),
        _pick(rows, (s for s in standings if s.status == "completed" and s.id not in done_before)),
        _pick(rows, (s for s in standings if s.timeliness == "awaiting_trigger")),
        _pick(rows, (s for s in standings if s.holds and s.timeliness != "closed" and s.status != "completed")),
        _pick(rows, (s for s in standings if s.not_reported_by and s.timeliness != "closed")),
        tuple(_find_silent(standings, rows, period.last, silent_days)),
        silent_days,
        tuple(_score(standings, snapshot)),
        draw_up(root, history.changes, standings, period.last),
        snapshot.problems,
        history.is_cut,
    )


def _ask(edition: Edition, selection: Sequence[str], day: date) -> Question:
    return Question("status", day, tuple(selection), edition.agency)


def _look_before(
    root: Path, edition: Edition, period: Period, later: Moment, known: Snapshot
) -> tuple[list[Standing], End]:
    """Judge the same directives as the period found them; those that were not tracked then are left out."""
    commit = find_commit_by(root, period.eve)
    standings: list[Standing] = []
    if commit:
        try:
            # Where nothing was committed since, and nothing happened, it reads the same.
            is_same = commit == later.commit and latest_day(known.dataset.records.values()) <= period.eve
            snapshot = known if is_same else Moment(later.repository, commit, period.eve).snapshot(period.eve)
        except NoSuchMoment:  # there were commits, and no orders in them
            return [], End(period.eve, None, count_standings([]))
        standings = list(_find_known(edition, snapshot, period.eve))
    return standings, End(period.eve, commit, count_standings(standings))


def _find_known(edition: Edition, snapshot: Snapshot, day: date) -> Iterator[Standing]:
    """Find what is selected word by word: of several, some may not have been tracked yet."""
    judge = snapshot.judge(day)
    seen = set()
    for selection in ([word] for word in edition.selection) if edition.selection else [[]]:
        try:
            found = find_standings(_ask(edition, selection, day), judge)
        except UnknownReference:
            continue
        for standing in found:
            if standing.id not in seen:
                seen.add(standing.id)
                yield standing


def _read_history(root: Path, moment: Moment, standings: Sequence[Standing], edition: Edition) -> History:
    about: frozenset[str] = frozenset()
    if edition.selection or edition.agency:
        about = frozenset(standing.id for standing in standings) or frozenset({""})
        if not edition.agency:
            about |= {standing.duty.order.id for standing in standings if _is_whole(standing, edition)}
    return read_history(root, about, tip=moment.commit)


def _is_whole(standing: Standing, edition: Edition) -> bool:
    """Whether a whole order is selected, and so what is said of the order itself."""
    return any(
        word.strip().lower().removeprefix("eo").strip(" -") == standing.duty.order.id.removeprefix("eo-")
        for word in edition.selection
    )


def _find_agency(edition: Edition, snapshot: Snapshot) -> tuple[str | None, str | None]:
    """Find the key and the name of the agency that an edition is for."""
    if edition.agency is None:
        return None, None
    keys = sorted(find_keys(snapshot.dataset, edition.agency) - {ALL_AGENCIES})
    if not keys:
        return ALL_AGENCIES, ALL_AGENCIES_PRINTED
    bodies = (body for order in snapshot.dataset.orders.values() for body in order.bodies)
    name = next((body.name for body in bodies if body.key == keys[0]), None)
    return keys[0], name or snapshot.dataset.registry.name(keys[0])


def _pick(rows: dict[str, Row], standings: Iterable[Standing]) -> tuple[Row, ...]:
    return tuple(rows[standing.id] for standing in standings)


def _find_silent(standings: Iterable[Standing], rows: dict[str, Row], day: date, most: int) -> Iterator[Silence]:
    """Find what is open and of which nothing was said for more than so many days; what was never told of first."""
    found = []
    for standing in standings:
        if standing.status == "completed" or standing.status in CLOSING_STATUSES or standing.timeliness == "closed":
            continue
        last = standing.record.last_word
        days = (day - last).days if last else None
        if days is None or days > most:
            found.append(Silence(rows[standing.id], last, days))
    yield from sorted(found, key=lambda each: each.last_word or date.min)


def _score(standings: Iterable[Standing], snapshot: Snapshot) -> Iterator[Score]:
    """Count by lead agency; a joint directive counts for each of its leads."""
    led: dict[str, list[Standing]] = {}
    for standing in standings:
        for key in dict.fromkeys(standing.lead):
            led.setdefault(key, []).append(standing)
    for key, own in sorted(led.items()):
        counts = count_standings(own)
        silent = sum(s.status == "not_reported" or key in s.not_reported_by for s in own)
        name = ALL_AGENCIES_PRINTED if key == ALL_AGENCIES else snapshot.dataset.agency_name(key, own[0].duty.order)
        yield Score(key, name, len(own), counts["met"], counts["met_late"], counts["overdue"], silent)
