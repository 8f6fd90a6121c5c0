"""Directives in cells: what CSV and Excel say of each, a column for every thing that is said.

The names are those of the listing commands' JSON; `standing`, `remarks` and `evidence` are in the words of the lists
that people read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from eo_tracker.reports.questions import Row
from eo_tracker.reports.weekly.document import Cell, Column, read_day
from eo_tracker.reports.words import write_agencies, write_days, write_marks, write_word


@dataclass(frozen=True, slots=True)
class Field:
    """A thing that is said of each directive: its name in data, its column for people, and where a row has it."""

    name: str
    column: Column
    give: Callable[[Row], Cell]


def _text(name: str, heading: str) -> Field:
    return Field(name, Column(heading), lambda row: row.get(name))


def _word(name: str, heading: str) -> Field:
    return Field(name, Column(heading), lambda row: write_word(row[name]))


def _day(name: str, heading: str) -> Field:
    return Field(name, Column(heading, "day"), lambda row: read_day(row.get(name)))


def _agencies(name: str, heading: str) -> Field:
    return Field(name, Column(heading), lambda row: _write_agencies(row.get(name)))


def _write_agencies(keys: str | list[str] | None) -> str:
    return write_agencies([keys] if isinstance(keys, str) else keys or ())


def _write_evidence(row: Row) -> str:
    return "; ".join(map(_write_source, row["evidence"])) or row.get("without_evidence") or ""


def _write_source(source: Mapping[str, Any]) -> str:
    """Print a source: its title, day, reference and address, as far as it has them."""
    day = f"({source['date']})" if source.get("date") else ""
    return " ".join(filter(None, (source.get("title"), day, source.get("reference"), source.get("url"))))


FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        _text("citation", "Directive"),
        _text("summary", "What it requires"),
        _agencies("lead", "Lead"),
        _word("status", "Status"),
        _day("due", "Due"),
        Field("days", Column("Days", "number"), lambda row: row["days"]),
        Field("standing", Column("Standing"), write_days),
        Field("remarks", Column("Remarks"), lambda row: "; ".join(write_marks(row))),
        _day("completed", "Completed"),
        _day("as_of", "As of"),
        _text("note", "Note"),
        Field("evidence", Column("Evidence"), _write_evidence),
        _word("verification", "Verification"),
        _agencies("reported_by", "Reported by"),
        _agencies("consulted", "Consulted"),
        _agencies("coordinating", "Coordinating"),
        _day("order_due", "The order's own day"),
        _word("timeliness", "Timeliness"),
        _text("id", "Id"),
    )
}
"""The fields, in the order of their columns: first what is read on paper."""


def give_cells(row: Row, fields: Iterable[Field]) -> tuple[Cell, ...]:
    """Give the cells of a directive's row."""
    return tuple(field.give(row) for field in fields)
