"""`init`: make a new tracker, or the demo's, and say what to do next."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.revision import SHORT

if TYPE_CHECKING:
    from eo_tracker.repository.founding import Founded

_INDENT = "  "


def init(
    context: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="DIR", help='A new or empty folder; "." is the one you are in.')],
    demo: Annotated[
        bool, typer.Option("--demo", help="Two fictional orders, with a year of fictional history to look at.")
    ] = False,
) -> None:
    """Make a new tracker: its folders, its settings, its first commit.

    Inside of a git repository it becomes a folder of that repository. The demo is always a repository of its own.
    """
    if not folder.strip():
        raise EOTrackerError("DIR is empty", 'name a folder; "." is the one you are in')
    tell = _tell_demo if demo else _tell
    tell(folder, Path(context.obj.directory or ".") / folder)


def _tell(folder: str, target: Path) -> None:
    from eo_tracker.repository.founding import found_tracker

    made = found_tracker(target)
    where = f" in the repository {made.surrounding}" if made.surrounding else ""
    _say(f"made a tracker in {folder}{where}: {_count(made, 'first commit')}")
    _say("next:")
    _advise("write an order's file, directives/eo-NNNNN.yaml", "directives/README.md shows one")
    _advise("name liaisons in directives/agencies.yaml", "directives/README.md shows how")
    _advise(f"share it: {made.push}", "then others clone it, and `eo-tracker sync`")


def _tell_demo(folder: str, target: Path) -> None:
    from eo_tracker.repository.demo import LAST_DAY, found_demo

    made = found_demo(target)
    _say(f"made the demo in {folder}: {_count(made, 'last commit')}")
    _say("All of it is fictional: orders, agencies, people, courts.")
    _say(f"Its year ends on {LAST_DAY}; look at it as on that day:")
    for command in ("status", "overdue", "upcoming"):
        _say(f"{_INDENT}eo-tracker -C {folder} --today {LAST_DAY} {command}")


def _count(made: Founded, which: str) -> str:
    from eo_tracker.reports.words import count_of

    return f"{count_of(made.files, 'file')}, {which} {made.commit[:SHORT]} on {made.branch}"


def _advise(what: str, hint: str) -> None:
    _say(f"{_INDENT}{what} ({hint})")


def _say(line: str) -> None:
    from eo_tracker.reports.formats import one_line

    indent = _INDENT if line.startswith(_INDENT) else ""
    sys.stdout.write(f"{indent}{one_line(line.strip())}\n")
