"""`blame`: who made each field of a record say what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.cli.options import Format, FormatOption

if TYPE_CHECKING:
    from eo_tracker.cli.session import Session


def blame(
    context: typer.Context,
    directive: Annotated[
        list[str],
        typer.Argument(metavar="DIRECTIVE", help='One directive or item, as in 3.b or "EO 14288, Sec. 3(b)".'),
    ],
    form: FormatOption = Format.TABLE,
) -> None:
    """Show who set each field of a record, and when."""
    from eo_tracker.cli.changes import show_changes
    from eo_tracker.cli.messages import leave_if_wrong, say
    from eo_tracker.cli.tables import print_sayings
    from eo_tracker.domain.selections import select_one
    from eo_tracker.repository.differences import find_sayings
    from eo_tracker.repository.revision import read_revision
    from eo_tracker.repository.snapshot import read_snapshot

    session: Session = context.obj
    snapshot = read_snapshot(session.root, session.today)
    with snapshot.telling_problems():
        duty = select_one(snapshot.dataset, " ".join(directive))
    sayings = find_sayings(session.root, duty.id, snapshot.dataset.records.get(duty.id))
    show_changes(sayings, form, session, read_revision(session.root) or "", print_sayings)
    if any(not each.commit for each in sayings):
        say("note", "what no commit says yet is in the file only", "`git diff` shows it")
    leave_if_wrong(snapshot.problems)
