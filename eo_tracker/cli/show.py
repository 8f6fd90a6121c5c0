"""`show`: one directive in full."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.cli.options import AsOfOption, Format, FormatOption
from eo_tracker.domain.errors import EOTrackerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eo_tracker.cli.session import Session
    from eo_tracker.repository.history import CommittedChange

RECENT = 8  # changes: what fits below all that is said of a directive


def show(
    context: typer.Context,
    directive: Annotated[
        list[str],
        typer.Argument(metavar="DIRECTIVE", help='One directive or item, as in 3.b or "EO 14288, Sec. 3(b)".'),
    ],
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show one directive in full.

    The order's words, who owes it, its standing, the deadline's arithmetic, the evidence, and what was changed lately.
    """
    from eo_tracker.cli.listings import tell_moment, telling_what_came_later, write_rows
    from eo_tracker.cli.messages import leave_if_wrong
    from eo_tracker.domain.selections import select_one
    from eo_tracker.reports.detail import make_detail
    from eo_tracker.reports.formats import encode_json

    session = context.obj.as_of(as_of)
    snapshot = session.snapshot()
    judge = snapshot.judge(session.today)
    with telling_what_came_later(session, directive), snapshot.telling_problems():
        detail = make_detail(select_one(judge.dataset, " ".join(directive)), judge)
    recent, failure = _find_recent(session, detail.row["id"])
    if form is Format.TABLE:
        from eo_tracker.cli.logs import print_recent
        from eo_tracker.cli.tables import print_detail

        print_detail(detail)
        print_recent(recent, detail.row["id"])
    elif form is Format.JSON:
        from eo_tracker.reports.history import make_history_row

        head = {"schema": "eo-tracker/show/1", "today": str(session.today), "revision": session.revision()}
        told = {**head, "directive": detail.row, "changes": list(map(make_history_row, recent))}
        sys.stdout.write(f"{encode_json(told, indent=2)}\n")
    else:
        write_rows([detail.row], form)
    tell_moment(session, form)
    leave_if_wrong(snapshot.problems)
    if failure:
        raise failure


def _find_recent(session: Session, directive: str) -> tuple[Sequence[CommittedChange], EOTrackerError | None]:
    """Find what was last changed in a directive up to the moment that is shown; nothing without git.

    What goes wrong with it is told when all the rest is.
    """
    from eo_tracker.repository.git import NoGit
    from eo_tracker.repository.history import NoHistory, read_history

    tip = session.moment.commit if session.moment else None
    try:
        return read_history(session.root, {directive}, limit=RECENT, tip=tip).changes, None
    except (NoGit, NoHistory):
        return (), None
    except EOTrackerError as e:
        sys.stdout.flush()
        return (), e
