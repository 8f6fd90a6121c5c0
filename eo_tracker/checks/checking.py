"""A check of a tracker: what the rules find in it now, the gravest first in each file, with the lines they mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from eo_tracker.checks.engine import GRAVITY, RULES, Found, examine
from eo_tracker.checks.findings import Checked, Finding
from eo_tracker.checks.subject import Subject
from eo_tracker.domain.problems import Severity
from eo_tracker.repository.contents import Contents
from eo_tracker.repository.revision import read_revision
from eo_tracker.repository.work_tree import WorkTree

_LONGEST_LINE = 240


def check_tracker(root: Path, today: date) -> Checked:
    """Check a tracker's folder as on a day."""
    contents = WorkTree(root)
    subject, found = examine(contents, today)
    return Checked(
        tuple(_with_lines((each.finding for each in _sort(found)), subject, contents)),
        today,
        read_revision(root),
        rules=tuple(RULES.values()),
        directives=tuple(standing.id for standing in subject.standings),
    )


def is_at_least(severity: Severity, least: Severity) -> bool:
    """Whether a severity is as grave as another, or graver."""
    return GRAVITY[severity] >= GRAVITY[least]


def _sort(found: Iterable[Found]) -> list[Found]:
    """Put the findings in the order of their files, and in a file the gravest first, then by line."""

    def place(each: Found) -> tuple[str, int, int, int, str, str]:
        problem = each.finding.problem
        return (problem.path, -GRAVITY[problem.severity], problem.line, problem.column, problem.code, problem.message)

    return sorted(found, key=place)


def _with_lines(findings: Iterable[Finding], subject: Subject, contents: Contents) -> Iterable[Finding]:
    """Give each finding the line of its file that it means."""
    lines: list[str] = []
    path = ""
    texts = {source.path: source.text for source in subject.snapshot.sources.values()}
    for finding in findings:
        if finding.problem.path != path:
            path = finding.problem.path
            lines = (texts[path] if path in texts else _read(path, contents)).splitlines()
        n = finding.problem.line - 1
        yield replace(finding, source=lines[n][:_LONGEST_LINE] if n < len(lines) else "")


def _read(path: str, contents: Contents) -> str:
    """Read what can be read of a file that counts for nothing."""
    raw = contents.read(path)
    return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace") if isinstance(raw, bytes) else ""
