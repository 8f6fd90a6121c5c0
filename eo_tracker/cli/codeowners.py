"""`agencies --codeowners`: the file by which a git host asks an agency's liaisons about its records."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from eo_tracker.domain.errors import EOTrackerError

if TYPE_CHECKING:
    from eo_tracker.cli.session import Session


class WholeFileOnly(EOTrackerError):
    """A part of the file was asked for, which would take their owners from the rest."""


def print_codeowners(session: Session, narrowed: bool) -> None:
    """Print the file, and tell of whom nobody is known. Raises WholeFileOnly."""
    from eo_tracker.cli.messages import leave_if_wrong, say
    from eo_tracker.reports.codeowners import list_ownerships, list_unreached, write_codeowners
    from eo_tracker.repository.clone import find_prefix
    from eo_tracker.repository.root import STATUS
    from eo_tracker.repository.snapshot import read_snapshot

    if narrowed:
        hint = "leave the other options and the agencies out"
        raise WholeFileOnly("--codeowners writes one file for all agencies, and nothing else", hint)
    snapshot = read_snapshot(session.root, session.today)
    ownerships = list_ownerships(snapshot.dataset)
    sys.stdout.write(write_codeowners(ownerships, f"{find_prefix(session.root)}{STATUS}"))
    sys.stdout.flush()
    for sentence in list_unreached(ownerships):
        say("note", sentence, "give each a `github` name or an `email` in directives/agencies.yaml")
    leave_if_wrong(snapshot.problems)
