"""What `check` has found, as text for people: grouped by file, each with its line and a caret, the totals last.

Held against a commit, there are three groups: what the change made so, what was so already, what only the calendar did.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from eo_tracker.checks.findings import Checked, Finding, Origin
from eo_tracker.domain.deadlines import write_day
from eo_tracker.reports.checks.json import count_findings
from eo_tracker.reports.formats import short, visible
from eo_tracker.reports.words import count_of

Segment = tuple[str, str]
"""A piece of a line, and what it is: a severity, "heading", "code", "source", "caret", "hint" or nothing."""
Line = Sequence[Segment]

ORIGINS: dict[Origin, str] = {
    "new": "New with this change",
    "calendar": "Only the day has passed",
    "known": "So already before this change",
}
_INDENT = 4
_ELLIPSIS = "..."
_LEAST_ROOM = 30


def lay_out(checked: Checked, width: int | None = None) -> Iterator[Line]:
    """Give the lines of a report; sentences are folded, and lines of files cut, where a width is given."""
    if checked.against is None:
        yield from _lay_out_files(checked.findings, width)
    else:
        for origin, heading in ORIGINS.items():
            found = [each for each in checked.findings if each.origin == origin]
            if found:
                yield [(f"{heading} ({count_of(len(found), 'finding')})", "heading")]
                yield []
                yield from _lay_out_files(found, width)
    for sentence in checked.skipped:
        yield from _fold(f"not checked: {short(sentence)}", width)
    yield from _fold(write_totals(checked), width, "heading")


def write_text(checked: Checked) -> str:
    """Write a report without colours, nothing in it folded."""
    return "".join(f"{''.join(text for text, _ in line)}\n" for line in lay_out(checked))


def write_totals(checked: Checked) -> str:
    """Say the totals in a line: "1 error in 1 file; 8 directives checked as on Tuesday, November 24, 2026"."""
    counts = count_findings(checked)
    said = ", ".join(count_of(counts[word], word) for word in ("error", "warning", "note") if counts[word])
    files = count_of(len({each.problem.path for each in checked.findings}), "file")
    found = f"{said} in {files}" if said else "nothing found"
    if checked.against:
        found += f" ({counts['new']} new, {counts['calendar']} by the calendar, {counts['known']} known)"
    day = write_day(checked.today)
    return f"{found}; {count_of(len(checked.directives), 'directive')} checked as on {day}"


def _lay_out_files(findings: Iterable[Finding], width: int | None) -> Iterator[Line]:
    for path, group in groupby(findings, key=lambda each: each.problem.path):
        yield [(short(path), "heading")]
        for finding in group:
            yield from _lay_out_finding(finding, width)
        yield []


def _lay_out_finding(finding: Finding, width: int | None) -> Iterator[Line]:
    problem = finding.problem
    start = f"  {problem.line}:{problem.column} "
    yield [(start, ""), (problem.severity, problem.severity), (f" {problem.code}", "code")]
    yield from _fold(short(problem.message), width, indent=_INDENT)
    if finding.source.strip():
        yield from _lay_out_source(finding, width)
    if problem.hint:
        yield from _fold(f"hint: {short(problem.hint)}", width, "hint", indent=_INDENT)


def _lay_out_source(finding: Finding, width: int | None) -> Iterator[Line]:
    """Give the line that is meant, without its indent and as much of it as there is room, and a caret below."""
    line = finding.source.rstrip()
    start = len(line) - len(line.lstrip())
    # What cannot be seen is written in several characters: the caret counts those.
    caret = len(visible(line[start : finding.problem.column - 1]).replace("\t", " "))
    shown = visible(line[start:]).replace("\t", " ").replace("\n", " ")
    room = max((width or len(shown)) - _INDENT - len("| "), _LEAST_ROOM)
    if caret > room - len(_ELLIPSIS):
        cut = caret - room // 2
        shown, caret = _ELLIPSIS + shown[cut:], caret - cut + len(_ELLIPSIS)
    if width and len(shown) > room:
        shown = shown[: room - len(_ELLIPSIS)] + _ELLIPSIS
    margin = " " * _INDENT + "| "
    yield [(margin, "hint"), (shown, "source")]
    yield [(margin + " " * caret, "hint"), ("^", "caret")]


def _fold(text: str, width: int | None, style: str = "", indent: int = 0) -> Iterator[Line]:
    lines = textwrap.wrap(text, max(width - indent, _LEAST_ROOM), break_on_hyphens=False) if width else [text]
    for line in lines:
        yield [(" " * indent + line, style)]
