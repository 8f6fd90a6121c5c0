"""What `update` and `undo` did to records, told to people."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from eo_tracker.cli.messages import say
from eo_tracker.domain.ids import cite
from eo_tracker.reports.changes import write_change
from eo_tracker.reports.words import count_of
from eo_tracker.repository.revision import SHORT

if TYPE_CHECKING:
    from eo_tracker.repository.recording import Mode, RecordedUpdate

_LONGEST = 1000


def show_recorded(recorded: Sequence[RecordedUpdate], mode: Mode) -> None:
    """Show for each record what has changed, and say what became of it."""
    for n, each in enumerate(recorded):
        if n:
            sys.stdout.write("\n")
        show_change(each)
    say_outcome(recorded, mode)


def show_change(recorded: RecordedUpdate) -> None:
    """Show what is different in one record."""
    from eo_tracker.cli.tables import print_change

    duty = recorded.duty
    facts = _grouped([write_change(change) for change in recorded.changes]) or [
        ("unchanged", ["the record says that already"])
    ]
    print_change(cite(duty.order.id, duty.part.id), duty.summary, facts)


def _grouped(told: Sequence[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Put what is said under one name together."""
    grouped: dict[str, list[str]] = {}
    for name, text in told:
        grouped.setdefault(name, []).append(_cut(text))
    return list(grouped.items())


def _cut(text: str) -> str:
    """Cut what would fill screens; the file, and the commit, have it whole."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}... ({len(text)} characters)"


def say_outcome(recorded: Sequence[RecordedUpdate], mode: Mode) -> None:
    """Say which commits were made, or that none was."""
    sys.stdout.flush()
    commits = [each.commit for each in recorded if each.commit]
    changed = any(each.changes for each in recorded)
    if mode == "show" and changed:
        say("not recorded", "this only shows the change")
    elif commits:
        ids = ", ".join(commit[:SHORT] for commit in commits[:5]) + " ..." * (len(commits) > 5)
        say("recorded", f"{count_of(len(commits), 'commit')}: {ids}", "`eo-tracker sync` shares it")
    elif mode == "write" and changed:
        say("recorded", "in the file; it is not committed", "`git commit` it, or run the same without --no-commit")
    else:
        say("nothing to record", "the record says so already" if len(recorded) == 1 else "the records say so already")
