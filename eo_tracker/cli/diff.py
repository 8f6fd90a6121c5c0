"""`diff`: the net change between two days, or two revisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.cli.options import Format, FormatOption

if TYPE_CHECKING:
    from eo_tracker.cli.session import Session

_MOMENT = "DATE|REV"


def diff(
    context: typer.Context,
    start: Annotated[
        str, typer.Argument(metavar="FROM", help='A day, as 2025-06-27 or "last friday", or a revision of git\'s.')
    ],
    end: Annotated[
        str | None, typer.Argument(metavar="[TO]", help="The same; the last commit when left out.", show_default=False)
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show the net change between two days, or two revisions.

    As of a day is the last commit up to its end, in Washington. What was changed and changed back is no change. Who
    made a change last is told with it.
    """
    from eo_tracker.cli.as_of import find_moment
    from eo_tracker.cli.changes import show_changes
    from eo_tracker.cli.logs import print_difference
    from eo_tracker.cli.messages import say
    from eo_tracker.repository.differences import read_difference
    from eo_tracker.repository.history import list_ancestors

    session: Session = context.obj
    first = find_moment(session.root, start, session.today, "FROM").commit
    last = find_moment(session.root, end, session.today, "TO").commit if end is not None else _find_last(session.root)
    if first != last and last in list_ancestors(session.root, first):
        say("note", "TO is older than FROM, so changes are told backwards")
    found = read_difference(session.root, first, last)
    show_changes(found, form, session, last, print_difference, nothing="nothing is different")


def _find_last(root: Path) -> str:
    """Find the last commit of the branch. Raises NoPast where it has none yet."""
    from eo_tracker.repository.moments import NoPast, open_past

    last = open_past(root).head()
    if last is None:
        raise NoPast(
            "no commit is on the branch that you are on", "name TO as well, as in `eo-tracker diff main~5 main`"
        )
    return last
