"""A tracker's settings: `eo-tracker.toml`, or `[tool.eo-tracker]` in `pyproject.toml`, at the top of its repository."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field, ValidationError

from eo_tracker.domain.problems import Problem, did_you_mean
from eo_tracker.domain.standings import DUE_SOON_DAYS
from eo_tracker.domain.values import Value
from eo_tracker.repository.contents import Contents
from eo_tracker.repository.root import OWN_SETTINGS, SHARED_SETTINGS
from eo_tracker.repository.source import SourceText, decode

_HEADING = re.compile(r"\s*\[*\s*(tool\s*\.\s*)?[\"']?eo-tracker\b(?!-)")
_LINE_AND_COLUMN = 2


class Configuration(Value):
    """Settings that the data's repository keeps for everyone who reads it."""

    due_soon_days: Annotated[int, Field(ge=0, le=3650)] = DUE_SOON_DAYS


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
    key = str(details["loc"][0]) if details["loc"] else "eo-tracker"
    line, column = _place(key, source)
    if details["type"] == "extra_forbidden":
        known = list(Configuration.model_fields)
        hint = did_you_mean(key, known) or f"known here: {', '.join(known)}"
        return Problem(source.path, line, column, "EO201", f'the key "{key}" is unknown', hint)
    if not details["loc"]:
        return Problem(source.path, line, column, "EO203", f"{key} must be a table", "write [tool.eo-tracker]")
    message = f"{key} must be a whole number of days from 0 to 3650"
    return Problem(source.path, line, column, "EO203", message, "the default holds meanwhile")


def _place(key: str, source: SourceText) -> tuple[int, int]:
    """Find a key's line and column, in the shared file below the heading of eo-tracker's table."""
    lines = source.text.splitlines()
    pattern = re.compile(rf"\s*(?P<key>\[*\s*[\"']?{re.escape(key)}\b)")
    heading = next((n for n, line in enumerate(lines) if source.path == SHARED_SETTINGS and _HEADING.match(line)), 0)
    matches = ((n, pattern.match(line)) for n, line in enumerate(lines[heading:], heading + 1))
    return next(((n, match.start("key") + 1) for n, match in matches if match), (heading + 1, 1))
