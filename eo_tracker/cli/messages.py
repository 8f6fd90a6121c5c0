"""What is said to the user beside the data: on stderr, in plain words, with a hint; and the exit codes.

0 fine; 1 `--exit-code` or `check` found something; 2 wrong use or unusable input; 3 a bug of
eo-tracker's own; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

import typer

from eo_tracker.reports.formats import short

if TYPE_CHECKING:
    from eo_tracker.domain.problems import Problem

FOUND = 1
WRONG_USE = 2
BUG = 3
INTERRUPTED = 130
_MOST_SAID = 100


def say(kind: str, message: str, hint: str = "") -> None:
    """Say on stderr what is wrong, and on a line of its own what to do about it."""
    with suppress(OSError):  # what cannot be said still has its exit code
        sys.stderr.write(f"{kind}: {short(message)}\n")
        if hint:
            sys.stderr.write(f"  hint: {short(hint)}\n")


def say_problems(problems: Sequence[Problem]) -> None:
    """Say the problems of the data, as many as anybody reads at once."""
    for problem in problems[:_MOST_SAID]:
        place = f"{problem.path}:{problem.line}:{problem.column}"
        say(problem.severity, f"{place}: {problem.message} [{problem.code}]", problem.hint)
    if len(problems) > _MOST_SAID:
        say("error", f"and {len(problems) - _MOST_SAID} more faults like these")


def leave_if_wrong(problems: Sequence[Problem]) -> None:
    """Say what is wrong with the data; leave with 2 when something is."""
    if problems:
        sys.stdout.flush()
        say_problems(problems)
        raise typer.Exit(WRONG_USE)
