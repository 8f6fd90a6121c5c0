"""Ask eo-tracker things in processes of their own, and hold what it answers to what every answer must be."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, NamedTuple

from tests.cli.trackers import TODAY
from tests.cli.warm import run
from tests.terminal import ROOT

# Controls and the marks that turn the direction of text; line ends and tabs do no harm.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
FORMATS = ("table", "json", "csv", "markdown")
_REFUSAL = re.compile(r"error: (?P<message>[^\n]{1,500})\n(?:  hint: (?P<hint>[^\n]{1,500})\n)?")


class Refusal(NamedTuple):
    """What is said to a user who made a mistake."""

    message: str
    hint: str


def answer(*arguments: str, cwd: Path = ROOT, today: str = TODAY, env: Mapping[str, str] | None = None) -> str:
    """Return what a command that has nothing to complain of writes."""
    done = run("--today", today, *arguments, cwd=cwd, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def read(*arguments: str, cwd: Path = ROOT, today: str = TODAY) -> Any:
    """Return the JSON that a command writes."""
    return json.loads(answer(*arguments, "--format", "json", cwd=cwd, today=today))


def rows(*arguments: str, cwd: Path = ROOT, today: str = TODAY) -> dict[str, Any]:
    """Return the rows of a listing by their ids, in its order."""
    return {row["id"]: row for row in read(*arguments, cwd=cwd, today=today)["directives"]}


def refusal(done: CompletedProcess[str]) -> Refusal:
    """Hold a process to how mistakes are answered: exit code 2, nothing on stdout, a sentence and perhaps a hint."""
    assert done.returncode == 2, (done.stdout + done.stderr)[:500]
    assert done.stdout == ""
    assert not CONTROLS.search(done.stderr), repr(done.stderr)
    match = _REFUSAL.fullmatch(done.stderr)
    assert match, done.stderr[:1000]
    return Refusal(match["message"], match["hint"] or "")
