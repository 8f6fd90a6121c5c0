"""`undo`: take back one's last update, by a new commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from eo_tracker.repository.recording import Mode


def undo(
    context: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Show what would be taken back only.")] = False,
) -> None:
    """Take back your last update.

    What was recorded stays in history: a new commit says the opposite. Refused where the record has changed since.
    """
    from eo_tracker.cli.recorded import show_recorded
    from eo_tracker.repository.recording import undo_last_update

    session = context.obj
    mode: Mode = "show" if dry_run else "commit"
    show_recorded([undo_last_update(session.root, session.today, mode)], mode)
