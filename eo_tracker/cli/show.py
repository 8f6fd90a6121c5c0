"""`show`: one directive in full."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from eo_tracker.cli.options import AsOfOption, Format, FormatOption


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

    The order's words, who owes it, its standing, the deadline's arithmetic, the evidence.
    """
    from eo_tracker.cli.listings import tell_moment, write_rows
    from eo_tracker.cli.messages import leave_if_wrong
    from eo_tracker.domain.selections import select_one
    from eo_tracker.reports.detail import make_detail
    from eo_tracker.reports.formats import encode_json

    session = context.obj.as_of(as_of)
    snapshot = session.snapshot()
    judge = snapshot.judge(session.today)
    with snapshot.telling_problems():
        detail = make_detail(select_one(judge.dataset, " ".join(directive)), judge)
    if form is Format.TABLE:
        from eo_tracker.cli.tables import print_detail

        print_detail(detail)
    elif form is Format.JSON:
        head = {"schema": "eo-tracker/show/1", "today": str(session.today), "revision": session.revision()}
        sys.stdout.write(f"{encode_json({**head, 'directive': detail.row}, indent=2)}\n")
    else:
        write_rows([detail.row], form)
    tell_moment(session, form)
    leave_if_wrong(snapshot.problems)
