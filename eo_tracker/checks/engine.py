"""The engine: all rules, applied to a tracker; and what they find, put into files and lines.

What is found is the same on every machine for the same files and day. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import NamedTuple

from eo_tracker.checks import data, deadlines, form, history, records
from eo_tracker.checks.findings import Finding, Rule
from eo_tracker.checks.loading import LOADING
from eo_tracker.checks.rules import Check, Sighting
from eo_tracker.checks.subject import Subject
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.problems import Fault, Problem, did_you_mean
from eo_tracker.repository.canonical import find_key
from eo_tracker.repository.configuration import CheckSettings, place_setting
from eo_tracker.repository.contents import Contents
from eo_tracker.repository.files import record_path
from eo_tracker.repository.reading import place_faults
from eo_tracker.repository.root import DIRECTIVES
from eo_tracker.repository.snapshot import take_snapshot
from eo_tracker.repository.source import SourceText


def _list_checks(*families: ModuleType) -> tuple[Check, ...]:
    found = (each for family in families for each in vars(family).values() if isinstance(each, Check))
    return tuple(sorted(found, key=lambda check: check.rule.code))


CHECKS = _list_checks(data, form, deadlines, records)
"""The rules that look at a tracker which has been read."""

RULES: dict[str, Rule] = LOADING | {rule.code: rule for rule in (*(check.rule for check in CHECKS), *history.RULES)}
"""All rules by their codes, in the order of these."""


def find_rule(code: str) -> Rule:
    """Find a rule by its code, as people type it. Raises EOTrackerError."""
    found = RULES.get(code.strip().upper())
    if found:
        return found
    raise EOTrackerError(f'there is no rule "{code}"', "`eo-tracker check --list` lists them")


def tell_more(rule: Rule) -> str:
    """Tell what a rule's docstring says beyond its title."""
    looks = (check.look for check in CHECKS if check.rule is rule)
    return next(((look.__doc__ or "").partition("\n")[2].strip() for look in looks), "")


class Key(NamedTuple):
    """What makes a finding the same one in another state of a tracker, and on another day.

    `path` is nothing where a directive is named: what is said of it may stand in its order or in its record.
    """

    code: str
    path: str
    directive: str
    about: str


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, with what it is known by elsewhere: by its key, and then by `among` what else it is of.

    `commit` is the one that it is about, where it is about one.
    """

    finding: Finding
    key: Key
    among: frozenset[str] = frozenset()
    commit: str = ""


def examine(contents: Contents, today: date, settings: CheckSettings | None = None) -> tuple[Subject, list[Found]]:
    """Read a tracker, and apply all rules to it but those of its history; by its own settings, if none are given."""
    snapshot = take_snapshot(contents, today)
    settings = settings or snapshot.configuration.check or CheckSettings()
    subject = Subject(snapshot, contents, today, settings)
    found = [_from_loading(problem, str(today)) for problem in snapshot.problems]
    found += map(_from_loading, _find_wrong_settings(contents, settings))
    found += place([(check.rule, sighting) for check in CHECKS for sighting in check.look(subject)], subject)
    return subject, found


def _find_wrong_settings(contents: Contents, settings: CheckSettings) -> Iterator[Problem]:
    for code in settings.severity:
        if code in RULES and code not in LOADING:
            continue
        path, line, column = place_setting(contents, code)
        if code in LOADING:
            message = f"the severity of {code} cannot be set: data that cannot be read is always an error"
            yield Problem(path, line, column, "EO204", message, "take it out")
        else:
            hint = did_you_mean(code, RULES) or "`eo-tracker check --list` lists them"
            yield Problem(path, line, column, "EO204", f'there is no rule "{code}"', hint)


def _from_loading(problem: Problem, today: str = "today") -> Found:
    # A sentence about today says something else tomorrow, and means the same.
    about = problem.message.replace(today, "today")
    key = Key(problem.code, problem.path, problem.directive or "", about)
    return Found(Finding(problem, LOADING[problem.code]), key)


def place(sightings: Iterable[tuple[Rule, Sighting]], subject: Subject) -> Iterator[Found]:
    """Give what rules have found a line in a file each."""
    by_file: dict[str, list[tuple[Rule, Sighting]]] = {}
    for rule, sighting in sightings:
        by_file.setdefault(sighting.file, []).append((rule, sighting))
    for file, seen in by_file.items():
        for (rule, sighting), (path, line, column) in zip(seen, _find_places(file, seen, subject), strict=True):
            severity = sighting.severity or subject.settings.severity.get(rule.code, rule.severity)
            problem = Problem(
                path, line, column, rule.code, sighting.message, sighting.hint, severity, sighting.directive
            )
            yield Found(Finding(problem, rule), _key_of(rule, sighting, path), frozenset(sighting.among))


def _key_of(rule: Rule, sighting: Sighting, path: str) -> Key:
    directive = sighting.directive or ""
    return Key(sighting.known_as or rule.code, "" if directive else path, directive, sighting.about)


def _find_places(file: str, seen: Sequence[tuple[Rule, Sighting]], subject: Subject) -> Iterable[tuple[str, int, int]]:
    source = subject.snapshot.sources.get(file)
    if source is None:
        path = record_path(file) if "/" in file else f"{DIRECTIVES}/{file}.yaml"
        return [(path, 1, 1)] * len(seen)
    places = [_find_quickly(source, sighting) for _, sighting in seen]
    slow = [(n, rule, sighting) for n, (rule, sighting) in enumerate(seen) if places[n] is None]
    faults = (Fault(rule.code, s.at, s.message, on_key=s.on_key) for _, rule, s in slow)
    for (n, _, _), problem in zip(slow, place_faults(source, faults), strict=True):
        places[n] = (problem.line, problem.column)
    return [(source.path, *place) for place in places if place]


def _find_quickly(source: SourceText, sighting: Sighting) -> tuple[int, int] | None:
    """Find the place of what is a key of a record, or of a directive's or item's, without reading the file again."""
    if not sighting.at:
        return (sighting.line or 1, 1)
    at = sighting.at[:-1] if sighting.at[-1:] == (0,) else sighting.at
    if not sighting.on_key or not at or not isinstance(at[-1], str):
        return None
    if source.directive:
        return find_key(source.text, at[-1]) if len(at) == 1 else None
    is_of_part = len(at) > 2 and at[-3] in ("directives", "items") and sighting.directive
    return find_key(source.text, at[-1], (sighting.directive or "").partition("/")[2]) if is_of_part else None
