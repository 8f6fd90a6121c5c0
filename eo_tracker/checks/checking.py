"""A check of a tracker: what the rules find in it now, the gravest first in each file, with the lines they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from eo_tracker.checks.comparing import tell_origins
from eo_tracker.checks.engine import RULES, Found, examine, place
from eo_tracker.checks.findings import ANY_ERROR, GRAVITY, Checked, Finding, Gate
from eo_tracker.checks.form import find_uncanonical, has_comments
from eo_tracker.checks.history import Past, look_back
from eo_tracker.checks.subject import Subject
from eo_tracker.repository.configuration import CheckSettings
from eo_tracker.repository.contents import Contents
from eo_tracker.repository.moments import Moment
from eo_tracker.repository.revision import find_way_from_top, read_revision
from eo_tracker.repository.snapshot import read_snapshot
from eo_tracker.repository.work_tree import WorkTree

_LONGEST_LINE = 240


def check_tracker(
    root: Path, today: date, against: Moment | None = None, gate: Gate = ANY_ERROR, *, history: bool = True
) -> Checked:
    """Check a tracker's folder as on a day; with `against`, tell what is new since that commit.

    Without `history`, the rules of that family are left out, and git is not started. Raises EOTrackerError where git
    cannot read the commits.
    """
    contents = WorkTree(root)
    subject, found = examine(contents, today)
    past = look_back(root, subject) if history else Past()
    found += _place_past(past, subject)
    if against:
        found = list(tell_origins(found, against, today, subject.settings))
    return Checked(
        tuple(_with_lines((each.finding for each in _sort(found)), subject, contents)),
        today,
        read_revision(root),
        against.commit if against else None,
        (past.skipped,) if past.skipped else (),
        tuple(rule for rule in RULES.values() if rule.family != "history" or (history and not past.skipped)),
        tuple(standing.id for standing in subject.standings),
        find_way_from_top(root),
        gate,
    )


def _place_past(past: Past, subject: Subject) -> Iterator[Found]:
    by_commit: dict[tuple[str, str], str] = {}
    for commit, rule, sighting in past.sightings:
        by_commit[rule.code, sighting.about] = commit
    for each in place(((rule, sighting) for _, rule, sighting in past.sightings), subject):
        yield replace(each, commit=by_commit[each.key.code, each.key.about])


def list_canonical_texts(root: Path, today: date) -> list[tuple[str, str, bool]]:
    """List the files that are not in canonical form, by their paths, each with the text that would be.

    The last tells whether the file has comments that this text has not.
    """
    snapshot = read_snapshot(root, today)
    subject = Subject(snapshot, WorkTree(root), today, snapshot.configuration.check or CheckSettings())
    found = find_uncanonical(subject)
    return sorted((source.path, text, has_comments(source.text, text)) for _, source, text in found)


def _sort(found: Iterable[Found]) -> list[Found]:
    """Put the findings in the order of their files, and in a file the gravest first, then by line."""

    def rank(each: Found) -> tuple[str, int, int, int, str, str]:
        problem = each.finding.problem
        return (problem.path, -GRAVITY[problem.severity], problem.line, problem.column, problem.code, problem.message)

    return sorted(found, key=rank)


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
    """Read what can be read of a file that counts for nothing; never what a link leads to."""
    raw = b"" if contents.leads_out(path, "") else contents.read(path)
    return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace") if isinstance(raw, bytes) else ""
