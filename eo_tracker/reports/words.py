"""The words in which a row's standing is told to people, wherever it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any


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
    if timeliness == "no_deadline" and _is_immediate(row.get("deadline")):
        return "immediately"
    return write_word(timeliness)


_WITH_DAYS: dict[str, Callable[[int], str]] = {
    "overdue": lambda days: f"overdue {count_of(-days, 'day')}",
    "due_soon": lambda days: f"due in {count_of(days, 'day')}" if days else "due today",
    "upcoming": lambda days: f"due in {count_of(days, 'day')}",
    "met": lambda days: f"met {count_of(days, 'day')} early" if days else "met on its day",
    "met_late": lambda days: f"met {count_of(-days, 'day')} late",
}


def _is_immediate(deadline: object) -> bool:
    return isinstance(deadline, dict) and "immediately" in deadline


def write_agencies(keys: Iterable[str]) -> str:
    """Print the keys of agencies in a line; "agencies" as "all agencies"."""
    return ", ".join("all agencies" if key == "agencies" else key for key in keys)


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
