"""What `check` has found, as JSON for programs: `eo-tracker/check/1`."""

from __future__ import annotations

from collections import Counter
from typing import Any, get_args

from eo_tracker.checks.findings import Checked, Finding, Origin
from eo_tracker.domain.problems import Severity
from eo_tracker.reports import formats


def write_json(checked: Checked) -> str:
    """Write all that was found, one problem a line."""
    head = {
        "schema": "eo-tracker/check/1",
        "today": str(checked.today),
        "revision": checked.revision,
        "against": checked.against,
        "skipped": list(checked.skipped),
        "counts": count_findings(checked),
    }
    return "".join(formats.write_json(head, "problems", map(_row, checked.findings)))


def _row(finding: Finding) -> dict[str, Any]:
    problem = finding.problem
    origin = {"origin": finding.origin} if finding.origin else {}
    return {
        "code": problem.code,
        "severity": problem.severity,
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "directive": problem.directive,
        "message": problem.message,
        "hint": problem.hint,
        **origin,
    }


def count_findings(checked: Checked) -> dict[str, int]:
    """Count what was found: in total, of each severity, and of each origin where that is known."""
    severities = Counter(each.problem.severity for each in checked.findings)
    origins = Counter(each.origin for each in checked.findings)
    counts = {"total": len(checked.findings), **{word: severities[word] for word in get_args(Severity)}}
    if checked.against:
        counts |= {word: origins[word] for word in get_args(Origin)}
    return counts
