"""Listings: standings as the rows that `status`, `overdue` and `upcoming` give, in the shape of their JSON.

The shape is public: keys are added to it, and never change their meaning. Everything that shows a listing
reads these rows, so that a table never says more or less than the JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from eo_tracker.domain.clocks import deadlines_of, inherits
from eo_tracker.domain.ids import cite
from eo_tracker.domain.selections import Filters, select
from eo_tracker.domain.standings import (
    Judge,
    OccurrenceStanding,
    Standing,
    count_standings,
    find_overdue,
    find_upcoming,
)
from eo_tracker.domain.values import source_form
from eo_tracker.reports.questions import Question, Row
from eo_tracker.reports.words import write_effect


def make_head(question: Question, standings: list[Standing], revision: str | None) -> Row:
    """Write what stands before the rows: the schema, the day, the commit, and the counts."""
    return {
        "schema": f"eo-tracker/{question.kind}/1",
        "today": str(question.today),
        "revision": revision,
        "counts": count_standings(standings),
    }


def find_standings(question: Question, judge: Judge) -> list[Standing]:
    """Find the standings that answer a question, in the order in which they are told. Raises UnknownReference."""
    filters = Filters(
        agency=question.agency,
        role=question.role,
        statuses=frozenset(question.statuses),
        timeliness=frozenset(question.timeliness),
        due_from=question.due_from,
        due_to=question.due_to,
    )
    chosen = (judge.judge(duty) for duty in select(judge.dataset, question.selection))
    standings = filters.keep(chosen, judge.dataset)
    if question.kind == "overdue":
        return find_overdue(standings)
    if question.kind == "upcoming":
        return find_upcoming(standings, question.days)
    return standings


def make_headings(standings: Sequence[Standing], day: date) -> dict[str, Row]:
    """Write the orders that standings belong to, by id."""
    orders = {s.duty.order.id: s.duty.order for s in standings}
    return {
        order_id: {
            "order": order.order,
            "title": order.title,
            "signed": str(order.signed),
            "effect": [write_effect(source_form(e)) for e in order.effect if e.is_active(day)],
        }
        for order_id, order in orders.items()
    }


def make_row(standing: Standing) -> Row:
    """Write a standing as a row. What does not apply to it has no key, beyond those that every row has."""
    duty, directive, part = standing.duty, standing.duty.directive, standing.duty.part
    order_id, provision = duty.order.id, part.id
    row: Row = {
        "id": f"{order_id}/{provision}",
        "order": order_id,
        "provision": provision,
        "citation": cite(order_id, provision),
        "summary": duty.summary,
        "text": part.text,
        "lead": standing.lead,
        "consulted": directive.consulted,
        "coordinating": directive.coordinating,
        "status": standing.status,
        "verification": standing.verification,
        "timeliness": standing.timeliness,
        "due": _iso(standing.due),
        "due_weekday": standing.due.strftime("%A") if standing.due else None,
        "days": standing.days,
        "completed": _iso(standing.completed),
        "deadline": _deadline(standing),
        "evidence": [source_form(e) for e in standing.record.evidence],
        "as_of": _iso(standing.record.as_of),
        "note": standing.record.note,
    }
    row.update(_details(standing))
    return row


def _details(standing: Standing) -> Row:
    """Give the keys of a row that only some directives need."""
    directive, acknowledged = standing.duty.directive, standing.record.acknowledged
    given: Row = {
        "through": directive.through,
        "due_item": standing.due_item,
        "order_due": _iso(standing.order_due) if standing.order_due != standing.due else None,
        "projected_due": _iso(standing.projected),
        "continuing": directive.continuing,
        "holds": [source_form(h) for h in standing.holds],
        "effect": [source_form(e) for e in standing.effects],
        "without_evidence": standing.record.without_evidence,
        "acknowledged": source_form(acknowledged) if acknowledged else None,
        "reported_by": standing.record.reported_by,
        "not_reported_by": standing.not_reported_by,
        "occurrences": [make_occurrence_row(o) for o in standing.occurrences] if standing.recurs else None,
    }
    details = {key: value for key, value in given.items() if value}
    if standing.items:
        details["items"] = [_item(i) for i in standing.items]
        details["items_completed"] = standing.items_completed
    return details


def make_occurrence_row(occurrence: OccurrenceStanding) -> Row:
    """Write an occurrence as a row."""
    moved = {"order_due": str(occurrence.order_due)} if occurrence.order_due != occurrence.due else {}
    return {
        "due": str(occurrence.due),
        **moved,
        "completed": _iso(occurrence.completed),
        "timeliness": occurrence.timeliness,
        "days": occurrence.days,
    }


def _item(standing: Standing) -> Row:
    row = {
        "id": standing.id,
        "text": standing.duty.part.text,
        "status": standing.status,
        "timeliness": standing.timeliness,
    }
    own = {} if inherits(standing.duty) else {"due": _iso(standing.due), "days": standing.days}
    return row | own


def _deadline(standing: Standing) -> Any:
    """Write the deadline as the file has it: a mapping, a list of them where there are several, or nothing."""
    deadlines = [source_form(d) for d in deadlines_of(standing.duty)]
    return deadlines if len(deadlines) > 1 else next(iter(deadlines), None)


def _iso(day: date | None) -> str | None:
    return None if day is None else str(day)
