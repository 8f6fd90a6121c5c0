"""A draft as JSON, for other programs: the schema `eo-tracker/draft/1`.

A row under `directives` is one duty. Its `id` is the provision, and stands twice where two sets of leads have duties
there. A lead is an agency: two officials of one are told together. A deadline stands with the first duty that it
governs; it has its date where it counts from the order, or names a day itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from eo_tracker.domain.deadlines import Deadline
from eo_tracker.domain.provisions import in_order
from eo_tracker.intake.draft import Doubt, Draft, Office, Timing

SCHEMA = "eo-tracker/draft/1"


def make_draft_json(draft: Draft) -> dict[str, Any]:
    """Make the JSON value of a draft; what the text does not say of the order is null."""
    facts = draft.facts
    return {
        "schema": SCHEMA,
        "order": f"EO {facts.number}" if facts.number else None,
        "signed": _day(facts.signed),
        "title": facts.title,
        "provisions": in_order(draft.outline.provisions),
        "directives": list(_directives(draft)),
        "problems": [_problem(doubt) for doubt in draft.doubts],
    }


def _directives(draft: Draft) -> Iterator[dict[str, Any]]:
    told: set[tuple[str, str | None]] = set()
    for duty in draft.duties:
        timings = []
        for timing in duty.timings:
            # The time of a lead-in, "Within 1 year:", governs each duty below it, and is one deadline of the order.
            mark = timing.provision, timing.deadline.quote
            if timing.provision in {duty.provision, *duty.items} or mark not in told:
                timings.append(timing)
            told.add(mark)
        yield {
            "id": duty.provision,
            "lead": _offices(duty.leads),
            "consulted": _offices(duty.consulted),
            "coordinating": _offices(duty.coordinating),
            "deadlines": [_deadline(timing, draft.facts.signed) for timing in timings],
        }


def _offices(offices: Collection[Office]) -> list[dict[str, str | None]]:
    names: dict[str, list[str]] = {}
    for office in offices:
        names.setdefault(office.key or office.name, []).append(office.name)
    keys = {office.key for office in offices}
    return [{"key": key if key in keys else None, "name": " and ".join(named)} for key, named in names.items()]


def _deadline(timing: Timing, signed: date | None) -> dict[str, Any]:
    deadline = timing.deadline
    said = deadline.model_dump(mode="json", exclude_none=True, exclude={"quote", "of"})
    if said.get("immediately") is False:
        del said["immediately"]
    length = {key: said[key] for key in ("within",) if key in said}
    if deadline.every and deadline.by and str(deadline.by.year) not in (deadline.quote or ""):
        del said["by"]  # of "June 30 of each year" the order names no year
    others = ("event", "every", "by", "by_end_of", "immediately")
    rest: dict[str, Any] = {key: said[key] for key in others if key in said}
    return {
        "provision": timing.provision,
        "quote": deadline.quote,
        **length,
        "of": deadline.of or "order",
        **rest,
        "date": _day(_find_first_day(deadline, signed)),
    }


def _find_first_day(deadline: Deadline, signed: date | None) -> date | None:
    """Find the day on which something is due for the first time; None where that is not known from the order alone."""
    if deadline.of is not None or deadline.immediately:
        return None
    if signed is None and not (deadline.by or deadline.by_end_of):
        return None
    return next(deadline.due_days(signed or date.min), None)


def _problem(doubt: Doubt) -> dict[str, Any]:
    return {
        "provision": doubt.provision,
        "message": f"{doubt.about}: {doubt.chosen}",
        "quote": doubt.quote,
        "otherwise": doubt.otherwise,
    }


def _day(day: date | None) -> str | None:
    return str(day) if day else None
