"""The words in which a row's standing is told to people, wherever it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from eo_tracker.domain.words import ALL_AGENCIES, ALL_AGENCIES_PRINTED


def write_word(word: str) -> str:
    """Print a word of the data for people: `in_progress` is "in progress"."""
    return word.replace("_", " ")


def count_of(number: int, noun: str) -> str:
    """Print a number with its noun: "1 day", "3 days"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def write_days(row: Mapping[str, Any]) -> str:
    """Say how a row stands against its deadline: "overdue 515 days", "due today", "met 2 days late"."""
    days, timeliness = row["days"], row["timeliness"]
    if timeliness in _WITH_DAYS and days is not None:
        return _WITH_DAYS[timeliness](days)
    if timeliness == "no_deadline" and _is_immediate(row.get("deadline")) and row.get("status") != "completed":
        return "immediately"
    return write_word(timeliness)


_WITH_DAYS: dict[str, Callable[[int], str]] = {
    "overdue": lambda days: f"overdue {count_of(-days, 'day')}",
    "due_soon": lambda days: f"due soon, in {count_of(days, 'day')}" if days else "due today",
    "upcoming": lambda days: f"due in {count_of(days, 'day')}",
    "met": lambda days: f"met {count_of(days, 'day')} early" if days else "met on its day",
    "met_late": lambda days: f"met {count_of(-days, 'day')} late",
}


def _is_immediate(deadline: object) -> bool:
    return isinstance(deadline, dict) and "immediately" in deadline


def write_agencies(keys: Iterable[str]) -> str:
    """Print the keys of agencies in a line; "agencies" as "all agencies"."""
    return ", ".join(ALL_AGENCIES_PRINTED if key == ALL_AGENCIES else key for key in keys)


def write_totals(counts: Mapping[str, int]) -> str:
    """Say the totals in a line: "8 directives: 3 overdue, 5 without a deadline; 1 in progress, 7 not reported"."""
    groups = (
        ("overdue", "due_soon", "upcoming", "awaiting_trigger", "no_deadline", "met", "met_late", "closed"),
        ("completed", "in_progress", "not_started", "not_reported", "not_applicable", "not_pursued"),
    )
    words = {"no_deadline": "without a deadline"}
    parts = (", ".join(f"{counts[w]} {words.get(w, write_word(w))}" for w in g if counts[w]) for g in groups)
    total = count_of(counts["total"], "directive")
    return f"{total}: {'; '.join(parts)}" if counts["total"] else total


def write_effect(effect: Mapping[str, Any]) -> str:
    """Print what became of an order or directive: "revoked by EO 14300 on 2025-06-01, in part: Sec. 3"."""
    text = write_word(effect["state"])
    text += f" by {effect['by']}" if effect.get("by") else ""
    text += f" on {effect['date']}" if effect.get("date") else ""
    return text + (f", in part: {effect['part']}" if effect.get("part") else "")


def write_hold(hold: Mapping[str, Any]) -> str:
    """Print a court's restraint: "on hold since 2025-06-01: D.D.C., 1:25-cv-00001 (Sec. 3(b) only)"."""
    since = f" since {hold['since']}" if hold.get("since") else ""
    scope = f" ({hold['scope']})" if hold.get("scope") else ""
    return f"on hold{since}: {hold['court']}, {hold['docket']}{scope}"


def write_silence(keys: Iterable[str]) -> str:
    """Print which leads of a joint directive have not reported: "not reported by DHS"."""
    return f"not reported by {write_agencies(keys)}"


def write_acknowledgement(row: Mapping[str, Any]) -> str:
    """Print why a missed deadline needs no alarm, or that this ran out; nothing where no deadline can be missed."""
    said = row.get("acknowledged")
    if not said or row["timeliness"] in ("met", "met_late", "closed") or row["status"] == "completed":
        return ""
    return f"{'acknowledgement ran out on' if _has_run_out(row, said) else 'acknowledged until'} {_until(said)}"


def _until(acknowledged: Mapping[str, Any]) -> str:
    return f"{acknowledged['until']}: {acknowledged['reason']}"


def _has_run_out(row: Mapping[str, Any], acknowledged: Mapping[str, Any]) -> bool:
    """Whether an acknowledgement ended before the day on which a row was judged."""
    if not row["due"] or row["days"] is None:
        return False
    judged = date.fromisoformat(row["due"]) - timedelta(days=row["days"])
    return date.fromisoformat(acknowledged["until"]) < judged


def write_marks(row: Mapping[str, Any]) -> Iterator[str]:
    """Tell what else a reader must know of a row: items, leads, holds, effects, extensions and the like."""
    if "items" in row and (row["status"] != "completed" or row["items_completed"]):
        yield f"{row['items_completed']} of {len(row['items'])} items completed"
    if "due_item" in row:
        yield f"the day is that of item {row['due_item'].partition('/')[2]}"
    if "not_reported_by" in row:
        yield write_silence(row["not_reported_by"])
    yield from map(write_hold, row.get("holds", ()))
    yield from map(write_effect, row.get("effect", ()))
    if "order_due" in row:
        yield f"extended; the order's own day is {row['order_due']}"
    if acknowledgement := write_acknowledgement(row):
        yield acknowledgement
    if "projected_due" in row:
        yield f"projected for {row['projected_due']}, if what it waits for is completed on its due day"
