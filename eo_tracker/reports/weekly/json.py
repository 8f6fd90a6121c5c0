"""The report in JSON, for programs: schema `eo-tracker/report/1`.

Directives are rows of the listing commands and changes rows of `history`. The shape is public: keys are added to it,
and never change their meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from eo_tracker.reports.formats import encode_json
from eo_tracker.reports.history import make_history_row
from eo_tracker.reports.questions import Row
from eo_tracker.reports.weekly.content import End, Report, Score, Silence
from eo_tracker.reports.weekly.wording import write_counting, write_headline


def write_report(report: Report) -> str:
    """Write a report in JSON: one thing a line, so that two of them can be compared."""
    return "".join(_write(report))


def _write(report: Report) -> Iterator[str]:
    separator = "{"
    for name, value in _say(report).items():
        yield f'{separator}"{name}": {encode_json(value)}'
        separator = ",\n"
    for name, rows in _list(report).items():
        yield f'{separator}"{name}": ['
        between = "\n "
        for row in rows:
            yield between + encode_json(row)
            between = ",\n "
        yield "]" if between == "\n " else "\n]"
    yield "}\n"


def _say(report: Report) -> dict[str, Any]:
    """Say what there is one of."""
    edition, period = report.edition, report.period
    return {
        "schema": "eo-tracker/report/1",
        "edition": {
            "title": edition.title,
            "marking": edition.marking,
            "selection": list(edition.selection),
            "agency": report.agency_key,
            "agency_name": report.agency_name,
        },
        "period": {"first": str(period.first), "last": str(period.last), "week": period.week},
        "before": _end(report.before),
        "now": _end(report.now),
        "headline": write_headline(report),
        "silent_days": report.silent_days,
        "history_is_cut": report.is_cut,
        "method": list(write_counting(report)),
        "orders": report.headings,
    }


def _end(end: End) -> dict[str, Any]:
    return {"day": str(end.day), "commit": end.commit, "counts": dict(end.counts)}


def _list(report: Report) -> dict[str, Iterable[Row]]:
    """List what there are several of; each list in the order in which people read it."""
    return {
        "problems": map(asdict, report.problems),
        "directives": report.rows,
        "overdue": report.overdue,
        "due_in_14_days": report.near,
        "due_in_30_days": report.far,
        "changes": map(make_history_row, report.changes),
        "completed": report.completed,
        "completed_occurrences": report.completed_occurrences,
        "awaiting_trigger": report.awaiting,
        "on_hold": report.held,
        "awaiting_partners": report.partial,
        "silent": map(_silence, report.silent),
        "scores": map(_score, report.scores),
        "burn_up": _burn_up(report),
    }


def _silence(silence: Silence) -> Row:
    last = silence.last_word
    return {
        **silence.row,
        "last_word": str(last) if last else None,
        "days_silent": silence.days,
        "record_cannot_be_read": silence.is_unreadable,
    }


def _score(score: Score) -> Row:
    return {**asdict(score), "share_on_time": score.share_on_time}


def _burn_up(report: Report) -> Iterator[Row]:
    return ({"day": str(p.day), "completed": p.completed, "total": p.total} for p in report.burn_up)
