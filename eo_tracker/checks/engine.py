"""The engine: all rules, applied to a tracker; and what they find, put into files and lines.

What is found is the same on every machine for the same files and day. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import ModuleType
from typing import NamedTuple

from eo_tracker.checks import deadlines, records
from eo_tracker.checks.findings import Finding, Rule
from eo_tracker.checks.loading import LOADING
from eo_tracker.checks.rules import Check, Sighting
from eo_tracker.checks.subject import Subject
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.problems import Fault, Problem, Severity, did_you_mean
from eo_tracker.repository.configuration import CheckSettings
from eo_tracker.repository.contents import Contents
from eo_tracker.repository.files import record_path
from eo_tracker.repository.reading import place_faults
from eo_tracker.repository.root import DIRECTIVES
from eo_tracker.repository.snapshot import take_snapshot

GRAVITY: dict[Severity, int] = {"error": 2, "warning": 1, "note": 0}
"""How grave each severity is."""


def _list_checks(*families: ModuleType) -> tuple[Check, ...]:
    found = (each for family in families for each in vars(family).values() if isinstance(each, Check))
    return tuple(sorted(found, key=lambda check: check.rule.code))


CHECKS = _list_checks(deadlines, records)
"""The rules that look at a tracker which has been read."""

RULES: dict[str, Rule] = LOADING | {check.rule.code: check.rule for check in CHECKS}
"""All rules by their codes."""


def find_rule(code: str) -> Rule:
    """Find a rule by its code, as people type it. Raises EOTrackerError."""
    found = RULES.get(code.strip().upper())
    if found:
        return found
    hint = did_you_mean(code.strip().upper(), RULES) or "`eo-tracker check --list` lists them"
    raise EOTrackerError(f'there is no rule "{code}"', hint)


def tell_more(rule: Rule) -> str:
    """Tell what a rule's docstring says beyond its title."""
    looks = (check.look for check in CHECKS if check.rule is rule)
    return next(((look.__doc__ or "").partition("\n")[2].strip() for look in looks), "")


class Key(NamedTuple):
    """What makes a finding the same one in another state of a tracker, and on another day."""

    code: str
    path: str
    directive: str
    about: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, with what it is known by elsewhere."""

    finding: Finding
    key: Key


def examine(contents: Contents, today: date) -> tuple[Subject, list[Found]]:
    """Read a tracker, and apply all rules to it but those of its history."""
    snapshot = take_snapshot(contents, today)
    settings = snapshot.configuration.check or CheckSettings()
    subject = Subject(snapshot, contents, today, settings)
    found = [_from_loading(problem, today) for problem in snapshot.problems]
    for check in CHECKS:
        found += place(check.rule, check.look(subject), subject)
    return subject, found


def _from_loading(problem: Problem, today: date) -> Found:
    # A sentence about today says something else tomorrow, and means the same.
    about = f"{problem.message.replace(str(today), 'today')}"
    key = Key(problem.code, problem.path, problem.directive or "", about)
    return Found(Finding(problem, LOADING[problem.code]), key)


def place(rule: Rule, sightings: Iterable[Sighting], subject: Subject) -> Iterator[Found]:
    """Give what a rule has found a line in a file each."""
    by_file: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        by_file.setdefault(sighting.file, []).append(sighting)
    for file, seen in by_file.items():
        severity = subject.settings.severity.get(rule.code, rule.severity)
        for sighting, problem in zip(seen, _place_in(file, rule.code, seen, subject), strict=True):
            directive = sighting.directive or problem.directive
            settled = replace(problem, directive=directive, severity=sighting.severity or severity)
            key = Key(rule.code, problem.path, directive or "", sighting.about)
            yield Found(Finding(settled, rule), key)


def _place_in(file: str, code: str, seen: Sequence[Sighting], subject: Subject) -> Iterable[Problem]:
    source = subject.snapshot.sources.get(file)
    if source:
        return place_faults(source, (Fault(code, s.at, s.message, s.hint, s.on_key) for s in seen))
    path = record_path(file) if "/" in file else f"{DIRECTIVES}/{file}.yaml"
    return (Problem(path, 1, 1, code, s.message, s.hint, directive=s.directive) for s in seen)
