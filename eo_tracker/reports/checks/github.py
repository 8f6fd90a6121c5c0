"""GitHub Actions: annotations as workflow commands, and the job summary.

A workflow command is a line `::level property=value,...::data`. The runner reads `%25`, `%0D` and `%0A` in data, and in
properties also `%3A` and `%2C`. It shows at most ten annotations of a level for a step and drops the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from eo_tracker.checks.findings import Checked, Finding, Origin
from eo_tracker.domain.problems import Severity
from eo_tracker.reports.checks.words import (
    ORIGINS,
    count_origins,
    count_severities,
    path_of,
    place_of,
    sort_worst_first,
    tell,
    tell_from_top,
)
from eo_tracker.reports.formats import one_line, short, write_markdown

_MOST_ANNOTATIONS = 10
# A summary of more than 1 MiB is refused whole, and nobody reads so many rows.
_MOST_ROWS = 50
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
_COLUMNS = ("Severity", "Rule", "Place", "Directive", "What is wrong")


def write_github(checked: Checked) -> str:
    """Write the worst findings as annotations, and the total."""
    worst = sort_worst_first(tell_from_top(checked).findings)[:_MOST_ANNOTATIONS]
    return "".join(f"{line}\n" for line in (*map(_write_annotation, worst), _write_total(checked, len(worst))))


def _write_annotation(finding: Finding) -> str:
    line, column = place_of(finding)
    properties = {
        "file": finding.problem.path and path_of(finding),
        "line": str(line),
        "col": str(column),
        "title": one_line(f"{finding.rule.code} {finding.rule.title}"),
    }
    told = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items() if value)
    return f"::{_LEVELS[finding.problem.severity]} {told}::{_escape_data(tell(finding))}"


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def _write_total(checked: Checked, annotated: int) -> str:
    total = f"check: {count_severities(checked.findings)}"
    origins = f" ({count_origins(checked.findings)})" if checked.against else ""
    left = len(checked.findings) - annotated
    return f"{total}{origins}{f'; {left} more than the {annotated} annotated here' if left else ''}"


def write_github_summary(checked: Checked) -> str:
    """Write the job summary in Markdown: the totals, then each group of findings, then what was not checked."""
    return "\n".join(_write_sections(tell_from_top(checked)))


def _write_sections(checked: Checked) -> Iterator[str]:
    yield "# Check of the tracker\n"
    yield f"**{count_severities(checked.findings)}**\n"
    yield write_markdown(["Day", "Commit", "Held against"], [[str(checked.today), checked.revision, checked.against]])
    for heading, findings in _group(checked):
        yield f"## {heading} ({len(findings)})\n"
        if findings:
            yield write_markdown(_COLUMNS, map(_make_row, findings[:_MOST_ROWS]))
        if len(findings) > _MOST_ROWS:
            yield f"And {len(findings) - _MOST_ROWS} more.\n"
    if checked.skipped:
        yield write_markdown(["Not checked"], [[sentence] for sentence in checked.skipped])


def _group(checked: Checked) -> Iterator[tuple[str, list[Finding]]]:
    worst = sort_worst_first(checked.findings)
    if not checked.against:
        yield "Findings", worst
        return
    by_origin: dict[Origin | None, list[Finding]] = {origin: [] for origin in ORIGINS}
    for finding in worst:
        by_origin.setdefault(finding.origin, []).append(finding)
    for origin, findings in by_origin.items():
        yield f"{origin.capitalize()}: {ORIGINS[origin]}" if origin else "Of unknown origin", findings


def _make_row(finding: Finding) -> list[str]:
    problem, rule = finding.problem, finding.rule
    place = f"{path_of(finding)}:{place_of(finding)[0]}"
    hint = f" ({problem.hint})" if problem.hint else ""
    cells = (problem.severity, f"{rule.code} {rule.title}", place, problem.directive or "", f"{problem.message}{hint}")
    return [short(cell) for cell in cells]
