"""A tracker's settings: `eo-tracker.toml`, or `[tool.eo-tracker]` in `pyproject.toml`, at the top of its repository."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from eo_tracker.domain.problems import Problem, did_you_mean
from eo_tracker.domain.standings import DUE_SOON_DAYS
from eo_tracker.domain.values import Value

OWN_FILE = "eo-tracker.toml"
SHARED_FILE = "pyproject.toml"


class Configuration(Value):
    """Settings that the data's repository keeps for everyone who reads it."""

    due_soon_days: Annotated[int, Field(ge=0, le=3650)] = DUE_SOON_DAYS


def read_configuration(root: Path) -> tuple[Configuration, list[Problem]]:
    """Read the settings; faulty ones are problems, and the defaults hold."""
    for name, keys in ((OWN_FILE, ()), (SHARED_FILE, ("tool", "eo-tracker"))):
        try:
            raw = (root / name).read_bytes()
        except OSError:
            continue
        if keys and b"eo-tracker" not in raw:
            continue
        return _read(raw, name, keys)
    return Configuration(), []


def _read(raw: bytes, name: str, keys: tuple[str, ...]) -> tuple[Configuration, list[Problem]]:
    import tomllib

    try:
        table: Any = tomllib.loads(raw.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        return Configuration(), [Problem(name, 1, 1, "EO104", f"this is not TOML: {e}", "the defaults hold meanwhile")]
    for key in keys:
        table = table.get(key, {}) if isinstance(table, dict) else {}
    try:
        return Configuration.model_validate(table), []
    except ValidationError as e:
        return Configuration(), [_problem(details, raw.decode(), name) for details in e.errors()]


def _problem(details: Any, text: str, name: str) -> Problem:
    key = str(details["loc"][0]) if details["loc"] else ""
    lines = text.splitlines()
    line = next((n for n, content in enumerate(lines, 1) if content.lstrip().startswith(key)), 1)
    if details["type"] == "extra_forbidden":
        known = list(Configuration.model_fields)
        hint = did_you_mean(key, known) or f"known here: {', '.join(known)}"
        return Problem(name, line, 1, "EO201", f'the key "{key}" is unknown', hint)
    return Problem(
        name,
        line,
        1,
        "EO203",
        f"{key} must be a whole number of days from 0 to 3650",
        "the default holds meanwhile",
    )
