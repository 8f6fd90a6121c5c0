"""Reports for the tests of the formats: of the demo, and with text of strangers in every place that takes text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from eo_tracker.domain.periods import Period
from eo_tracker.domain.problems import Problem
from eo_tracker.reports.weekly.content import Edition, Report
from eo_tracker.reports.weekly.gathering import gather_report
from eo_tracker.reports.weekly.past import read_past

BUSY, QUIET, EARLY = date(2026, 10, 16), date(2026, 4, 17), date(2025, 11, 21)

HOSTILE = [
    "<script>alert(1)</script>",
    "</style></script></title><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }} {% raw %} ${8} $\\frac{1}{0}$",
    "=cmd()|'/C calc'!A0",
    "[a](https://example.gov) javascript:alert(1)",
    "left \u202eright\u202c \u200f\u2066",
    "\x00\x07\x1b[31m\x85",
    "half \ud800 of a pair \udfff \uffff",
    "y" * 10_000,
    "words " * 2_000,
    "日本語 العربية",
]


def gather(root: Path, last: date, edition: Edition | None = None) -> Report:
    """Gather the week up to a day."""
    return gather_report(read_past(root, Period.up_to(last)), edition or Edition(), 30)


def poison(report: Report, text: str) -> Report:
    """Put a text wherever a report holds one that a file, a person or a commit may have given."""

    def poisoned(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        told: dict[str, Any] = {"citation": text, "summary": text, "lead": [text], "note": text}
        told |= {"evidence": [{"title": text}], "acknowledged": {"until": "2026-12-01", "reason": text}}
        return tuple({**row, **told} for row in rows)

    return replace(
        report,
        edition=replace(report.edition, title=text, marking=text),
        agency_name=text,
        rows=poisoned(report.rows),
        headings={order: {**row, "title": text} for order, row in report.headings.items()},
        overdue=poisoned(report.overdue),
        near=poisoned(report.near),
        far=poisoned(report.far),
        completed=poisoned(report.completed),
        completed_occurrences=poisoned(report.completed_occurrences),
        awaiting=poisoned(report.awaiting),
        held=poisoned(report.held),
        partial=poisoned(report.partial),
        changes=tuple(replace(c, name=text) for c in report.changes),
        evidence={each: ({"title": text},) for each in report.evidence},
        silent=tuple(replace(s, row=poisoned((s.row,))[0]) for s in report.silent),
        scores=tuple(replace(s, agency=text, name=f"{text} {n}") for n, s in enumerate(report.scores)),
        problems=(Problem(text, 1, 1, "EO100", text),),
    )
