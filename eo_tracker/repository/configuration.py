"""A tracker's settings: `eo-tracker.toml`, or `[tool.eo-tracker]` in `pyproject.toml`, at the top of its repository."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, get_args

from pydantic import Field, ValidationError

from eo_tracker.domain.problems import Problem, Severity, did_you_mean
from eo_tracker.domain.standings import DUE_SOON_DAYS
from eo_tracker.domain.values import Value
from eo_tracker.repository.contents import Contents
from eo_tracker.repository.root import OWN_SETTINGS, SHARED_SETTINGS
from eo_tracker.repository.source import SourceText, decode

_HEADING = re.compile(r"\s*\[*\s*(tool\s*\.\s*)?[\"']?eo-tracker\b(?!-)")
_LINE_AND_COLUMN = 2
_TABLES = {"check": "write [check], and its keys below", "severity": 'write severity = {EO401 = "error"}'}


Days = Annotated[int, Field(ge=0, le=3650)]


class CheckSettings(Value):
    """How grave a rule is, by its code, where that is not as the rule says; and how many days some rules wait.

    A completion may be unverified for so many days, an open record untouched, and a hold without review.
    """

    severity: Mapping[str, Severity] = Field(default_factory=dict)
    unverified_days: Days = 30
    stale_days: Days = 90
    unreviewed_hold_days: Days = 180


class Configuration(Value):
    """Settings that the data's repository keeps for everyone who reads it."""

    due_soon_days: Days = DUE_SOON_DAYS
    check: CheckSettings | None = None


def read_configuration(contents: Contents) -> tuple[Configuration, list[Problem]]:
    """Read the settings; where one is faulty that is a problem, and the defaults hold."""
    for name, keys in ((OWN_SETTINGS, ()), (SHARED_SETTINGS, ("tool", "eo-tracker"))):
        if not contents.has(name):
            continue
        raw = contents.read(name)
        if keys and (isinstance(raw, Problem) or b"eo-tracker" not in raw):
            continue
        source = raw if isinstance(raw, Problem) else decode(raw, name)
        return (Configuration(), [source]) if isinstance(source, Problem) else _read(source, keys)
    return Configuration(), []


def place_setting(contents: Contents, key: str) -> tuple[str, int, int]:
    """Find the file, line and column in which a setting is given."""
    name = OWN_SETTINGS if contents.has(OWN_SETTINGS) else SHARED_SETTINGS
    raw = contents.read(name)
    source = raw if isinstance(raw, Problem) else decode(raw, name)
    return (name, 1, 1) if isinstance(source, Problem) else (name, *find_setting(key, source))


def _read(source: SourceText, keys: tuple[str, ...]) -> tuple[Configuration, list[Problem]]:
    import tomllib

    try:
        table: Any = tomllib.loads(source.text)
    except ValueError as e:  # also what Python, and not TOML, refuses: a number of thousands of digits
        return Configuration(), [_not_toml(source, str(e))]
    except RecursionError:
        return Configuration(), [_not_toml(source, "it is nested without end (at line 1, column 1)")]
    for key in keys:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    try:
        return Configuration.model_validate(table), []
    except ValidationError as e:
        return Configuration(), [_problem(details, source) for details in e.errors()]


def _not_toml(source: SourceText, complaint: str) -> Problem:
    """Make a problem of what the TOML reader says, which names the place only in its sentence."""
    message, _, where = complaint.partition(" (at ")
    numbers = [int(n) for n in re.findall(r"[0-9]+", where)]
    lines = source.text.splitlines() or [""]
    line, column = numbers if len(numbers) == _LINE_AND_COLUMN else (len(lines), len(lines[-1]) + 1)
    return Problem(source.path, line, column, "EO104", f"this is not TOML: {message}", "the defaults hold meanwhile")


def _problem(details: Any, source: SourceText) -> Problem:
    path = [str(key) for key in details["loc"]]
    key = path[-1] if path else "eo-tracker"
    line, column = find_setting(key, source)
    if details["type"] == "extra_forbidden":
        known = list((CheckSettings if path[:-1] else Configuration).model_fields)
        hint = did_you_mean(key, known) or f"known here: {', '.join(known)}"
        return Problem(source.path, line, column, "EO201", f'the key "{key}" is unknown', hint)
    if not path:
        return Problem(source.path, line, column, "EO203", f"{key} must be a table", "write [tool.eo-tracker]")
    if details["type"] == "literal_error":
        words = f"one of {', '.join(get_args(Severity))}"
        return Problem(
            source.path, line, column, "EO204", f'the severity of {key} cannot be "{details["input"]}"', words
        )
    if key in ("check", "severity"):
        return Problem(source.path, line, column, "EO203", f"{key} must be a table", _TABLES[key])
    message = f"{key} must be a whole number of days from 0 to 3650"
    return Problem(source.path, line, column, "EO203", message, "the default holds meanwhile")


def find_setting(key: str, source: SourceText) -> tuple[int, int]:
    """Find a key's line and column, in the shared file below the heading of eo-tracker's table."""
    lines = source.text.splitlines()
    pattern = re.compile(rf"(?:^|[{{,.])\s*(?P<key>\[*\s*[\"']?{re.escape(key)}\b)")
    heading = next((n for n, line in enumerate(lines) if source.path == SHARED_SETTINGS and _HEADING.match(line)), 0)
    matches = ((n, pattern.search(line)) for n, line in enumerate(lines[heading:], heading + 1))
    return next(((n, match.start("key") + 1) for n, match in matches if match), (heading + 1, 1))
