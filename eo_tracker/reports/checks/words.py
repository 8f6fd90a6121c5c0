"""The words in which findings are told, and the order in which they are told where not all can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from eo_tracker.checks.findings import GRAVITY, Checked, Finding, Origin, Rule
from eo_tracker.domain.problems import Severity
from eo_tracker.reports.formats import one_line
from eo_tracker.reports.words import count_of

SEVERITIES: tuple[Severity, ...] = tuple(GRAVITY)
ORIGINS: dict[Origin, str] = {
    "new": "made by this change",
    "calendar": "only the day has passed",
    "known": "so before this change",
}
"""What each origin means, the one that a change's author must act on first."""

_ORDER: tuple[Origin | None, ...] = (*ORIGINS, None)


def sort_worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by severity, then by origin; what is alike keeps its order."""
    return sorted(findings, key=lambda f: (SEVERITIES.index(f.problem.severity), _ORDER.index(f.origin)))


def tell(finding: Finding) -> str:
    """Say in a line what is wrong, what to do about it and, where it is known, since when it is so."""
    problem = finding.problem
    hint = f" ({problem.hint})" if problem.hint else ""
    origin = f" [{finding.origin}: {ORIGINS[finding.origin]}]" if finding.origin else ""
    return one_line(f"{problem.message}{hint}{origin}")


def tell_from_top(checked: Checked) -> Checked:
    """Give all paths as a git host knows them: from the top of the repository, and not of the tracker in it."""
    if not checked.prefix:
        return checked
    found = (
        replace(each, problem=replace(each.problem, path=f"{checked.prefix}{each.problem.path}"))
        for each in checked.findings
    )
    return replace(checked, findings=tuple(found), prefix="")


def write_place(finding: Finding) -> str:
    """Print path, line and column, as compilers do."""
    line, column = place_of(finding)
    return f"{path_of(finding)}:{line}:{column}"


def path_of(finding: Finding) -> str:
    """Print the path; "." where a finding is about no file."""
    return one_line(finding.problem.path) or "."


def place_of(finding: Finding) -> tuple[int, int]:
    """Give line and column. All formats count from 1; a finding about a whole file stands on its first line."""
    return max(finding.problem.line, 1), max(finding.problem.column, 1)


def count_severities(findings: Iterable[Finding]) -> str:
    """Count in words: "2 errors, 1 warning, 0 notes"."""
    counts = Counter(finding.problem.severity for finding in findings)
    return ", ".join(count_of(counts[severity], severity) for severity in SEVERITIES)


def count_origins(findings: Iterable[Finding]) -> str:
    """Count in words: "1 new, 2 calendar, 0 known"."""
    counts = Counter(finding.origin for finding in findings)
    return ", ".join(f"{counts[origin]} {origin}" for origin in ORIGINS)


def list_rules(checked: Checked) -> list[Rule]:
    """List the rules that were applied, and after them any other that a finding names."""
    rules = {rule.code: rule for rule in checked.rules}
    for finding in checked.findings:
        rules.setdefault(finding.rule.code, finding.rule)
    return list(rules.values())
