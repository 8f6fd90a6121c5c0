"""GitLab: a Code Quality report, the list of findings that a merge request shows beside the changes.

GitLab compares the reports of two branches by fingerprint; each must be there only once.
"""

from __future__ import annotations

from typing import Any

from eo_tracker.checks.findings import Checked, Finding
from eo_tracker.domain.problems import Severity
from eo_tracker.reports.checks.fingerprints import make_fingerprints
from eo_tracker.reports.checks.words import path_of, place_of, tell, tell_from_top
from eo_tracker.reports.formats import encode_json

_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}


def write_gitlab(checked: Checked) -> str:
    """Write all findings as JSON, one a line."""
    findings = tell_from_top(checked).findings
    rows = [encode_json(_make_row(*each)) for each in zip(findings, make_fingerprints(findings), strict=True)]
    return "[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n"


def _make_row(finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "description": tell(finding),
        "check_name": finding.rule.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.problem.severity],
        "location": {"path": path_of(finding), "lines": {"begin": place_of(finding)[0]}},
    }
