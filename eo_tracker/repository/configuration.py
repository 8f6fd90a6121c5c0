"""A tracker's settings: `eo-tracker.toml`, or `[tool.eo-tracker]` in `pyproject.toml`, at the top of its repository."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, TypeVar, get_args

from pydantic import Field, ValidationError

from eo_tracker.domain.problems import Problem, Severity, did_you_mean
from eo_tracker.domain.standings import DUE_SOON_DAYS
from eo_tracker.domain.values import Many, Value, WebAddress
from eo_tracker.repository.contents import Contents
from eo_tracker.repository.root import OWN_SETTINGS, SHARED_SETTINGS
from eo_tracker.repository.source import SourceText, decode

_HEADING = re.compile(r"\s*\[*\s*(tool\s*\.\s*)?[\"']?eo-tracker\b(?!-)")
_LINE_AND_COLUMN = 2
_DEFAULT_HOLDS = "the default holds meanwhile"
_TABLES = {
    "check": "write [check], and its keys below",
    "report": "write [report], and its keys below",
    "import": "write [import], and its keys below",
    "severity": 'write severity = {EO401 = "error"}',
}
_WORDS = {
    "title": "text",
    "marking": "text",
    "base_url": 'a web address, as in "https://www.federalregister.gov/api/v1"',
    "selection": 'a list of texts, as in ["14288", "14288/3.b"]',
    "agencies": 'a list of texts, as in ["DOJ", "DHS"]',
}


Days = Annotated[int, Field(ge=0, le=3650)]


class CheckSettings(Value):
    """How grave a rule is, by its code, where that is not as the rule says; and how many days some rules wait.

    A completion may be unverified for so many days, an open record untouched, and a hold without review.
    """

    severity: Mapping[str, Severity] = Field(default_factory=dict)
    unverified_days: Days = 30
    stale_days: Days = 90
    unreviewed_hold_days: Days = 180


class ReportSettings(Value):
    """What the weekly report is of, where that is not said: which directives, its title and marking, for whom.

    `agencies` are those that have editions of their own; without them, every lead has one. Of what is open, it is told
    that nothing was said of it for more than `silent_days`.
    """

    title: str | None = None
    marking: str | None = None
    selection: Many[str] = ()
    agencies: Many[str] = ()
    silent_days: Days = 30


class ImportSettings(Value):
    """Where `import` asks for an order by its number: the address of the Federal Register's API, or of a copy of it."""

    base_url: WebAddress | None = None


class Configuration(Value):
    """Settings that the data's repository keeps for everyone who reads it."""

    due_soon_days: Days = DUE_SOON_DAYS
    check: CheckSettings | None = None
    report: ReportSettings | None = None
    importing: ImportSettings | None = Field(default=None, alias="import")


_MODELS: Mapping[str, type[Value]] = {"check": CheckSettings, "report": ReportSettings, "import": ImportSettings}
S = TypeVar("S", bound=Value)


def read_configuration(contents: Contents) -> tuple[Configuration, list[Problem]]:
    """Read the settings; where one is faulty that is a problem, and the defaults hold."""
    for name, keys in ((OWN_SETTINGS, ()), (SHARED_SETTINGS, ("tool", "eo-tracker"))):
        if not contents.has(name):
            continue
        raw = contents.read(name)
        if keys and (isinstance(raw, Problem) or b"eo-tracker" not in raw):
            continue
        source = raw if isinstance(raw, Problem) else decode(raw, name)
        return (Configuration(), [source]) if isinstance(source, Problem) else _read(source, Configuration, keys)
    return Configuration(), []


def read_report_settings(name: str, raw: bytes) -> tuple[ReportSettings, list[Problem]]:
    """Read a watch list: a file of the user's that has the settings of `[report]` at its top."""
    source = decode(raw, name)
    if isinstance(source, Problem):
        return ReportSettings(), [source]
    settings, problems = _read(source, ReportSettings)
    return settings, [_of_watch_list(problem) for problem in problems]


def _of_watch_list(problem: Problem) -> Problem:
    """Tell what to do about a fault of a watch list, which is used as a whole or not at all."""
    if re.search(r'the key "(report|tool)" is unknown', problem.message):
        return replace(problem, hint="a watch list has its keys at the top: leave the heading out")
    if problem.hint == _DEFAULT_HOLDS:
        return replace(problem, hint="mend it, or leave it out")
    return replace(problem, hint='write lines such as selection = ["14288"]') if problem.code == "EO104" else problem


def place_setting(contents: Contents, key: str) -> tuple[str, int, int]:
    """Find the file, line and column in which a setting is given."""
    name = OWN_SETTINGS if contents.has(OWN_SETTINGS) else SHARED_SETTINGS
    raw = contents.read(name)
    source = raw if isinstance(raw, Problem) else decode(raw, name)
    return (name, 1, 1) if isinstance(source, Problem) else (name, *find_setting(key, source))


def _read(source: SourceText, model: type[S], keys: tuple[str, ...] = ()) -> tuple[S, list[Problem]]:
    import tomllib

    try:
        table: Any = tomllib.loads(source.text)
    except ValueError as e:  # also what Python, and not TOML, refuses: a number of thousands of digits
        return model(), [_not_toml(source, str(e))]
    except RecursionError:
        return model(), [_not_toml(source, "it is nested without end (at line 1, column 1)")]
    for key in keys:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    try:
        return model.model_validate(table), []
    except ValidationError as e:
        return model(), [_problem(details, source, model) for details in e.errors()]


def _not_toml(source: SourceText, complaint: str) -> Problem:
    """Make a problem of what the TOML reader says, which names the place only in its sentence."""
    message, _, where = complaint.partition(" (at ")
    numbers = [int(n) for n in re.findall(r"[0-9]+", where)]
    lines = source.text.splitlines() or [""]
    line, column = numbers if len(numbers) == _LINE_AND_COLUMN else (len(lines), len(lines[-1]) + 1)
    return Problem(source.path, line, column, "EO104", f"this is not TOML: {message}", "the defaults hold meanwhile")


def _problem(details: Any, source: SourceText, model: type[Value]) -> Problem:
    path = [str(key) for key in details["loc"] if not isinstance(key, int)]
    key = path[-1] if path else "eo-tracker"
    line, column = find_setting(key, source)
    if details["type"] == "extra_forbidden":
        fields = (_MODELS[path[0]] if path[:-1] else model).model_fields
        known = [field.alias or name for name, field in fields.items()]
        hint = did_you_mean(key, known) or f"known here: {', '.join(known)}"
        return Problem(source.path, line, column, "EO201", f'the key "{key}" is unknown', hint)
    if not path:
        return Problem(source.path, line, column, "EO203", f"{key} must be a table", "write [tool.eo-tracker]")
    if details["type"] == "literal_error":
        words = f"one of {', '.join(get_args(Severity))}"
        return Problem(
            source.path, line, column, "EO204", f'the severity of {key} cannot be "{details["input"]}"', words
        )
    if key in _TABLES:
        return Problem(source.path, line, column, "EO203", f"{key} must be a table", _TABLES[key])
    if key in _WORDS:
        return Problem(source.path, line, column, "EO203", f"{key} must be {_WORDS[key]}", _DEFAULT_HOLDS)
    message = f"{key} must be a whole number of days from 0 to 3650"
    return Problem(source.path, line, column, "EO203", message, _DEFAULT_HOLDS)


def find_setting(key: str, source: SourceText) -> tuple[int, int]:
    """Find a key's line and column, in the shared file below the heading of eo-tracker's table."""
    lines = source.text.splitlines()
    pattern = re.compile(rf"(?:^|[{{,.])\s*(?P<key>\[*\s*[\"']?{re.escape(key)}\b)")
    heading = next((n for n, line in enumerate(lines) if source.path == SHARED_SETTINGS and _HEADING.match(line)), 0)
    matches = ((n, pattern.search(line)) for n, line in enumerate(lines[heading:], heading + 1))
    return next(((n, match.start("key") + 1) for n, match in matches if match), (heading + 1, 1))
