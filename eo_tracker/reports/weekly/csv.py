"""The report in CSV: a row for each of its directives, with its standing on the last day."""

from __future__ import annotations

from datetime import date

from eo_tracker.reports.formats import write_csv
from eo_tracker.reports.weekly.content import Report
from eo_tracker.reports.weekly.directives import FIELDS
from eo_tracker.reports.weekly.document import Cell

# As programs look for it: what a row is of comes first.
_COLUMNS = ("id", *(name for name in FIELDS if name != "id"))
# Said as the data has it, as in the CSV of `status`.
_AS_DATA = ("status", "verification", "timeliness")


def write_report(report: Report) -> str:
    """Write a report in CSV."""
    return write_csv(
        _COLUMNS,
        ([row[c] if c in _AS_DATA else _cell(FIELDS[c].give(row)) for c in _COLUMNS] for row in report.rows),
    )


def _cell(cell: Cell) -> str | int | None:
    return str(cell) if isinstance(cell, date) else cell
