"""`orders`: the orders that are tracked, with totals."""

from __future__ import annotations

import sys

import typer

from eo_tracker.cli.options import AsOfOption, Format, FormatOption, Selection

_COUNTED = ("total", "overdue", "due_soon", "upcoming", "completed", "not_reported")


def orders(
    context: typer.Context,
    selection: Selection = None,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the orders that are tracked, with totals."""
    from eo_tracker.cli.listings import tell_moment, telling_what_came_later
    from eo_tracker.cli.messages import leave_if_wrong
    from eo_tracker.domain.selections import select_orders
    from eo_tracker.reports import formats
    from eo_tracker.reports.overviews import list_orders

    session = context.obj.as_of(as_of)
    snapshot = session.snapshot()
    with telling_what_came_later(session, selection or ()), snapshot.telling_problems():
        chosen = select_orders(snapshot.dataset, selection or ())
    rows = list_orders(chosen, snapshot.judge(session.today))
    if form is Format.TABLE:
        from eo_tracker.cli.tables import print_orders

        print_orders(rows)
    elif form is Format.JSON:
        head = {"schema": "eo-tracker/orders/1", "today": str(session.today), "revision": session.revision()}
        sys.stdout.writelines(formats.write_json({**head, "counts": {"total": len(rows)}}, "orders", rows))
    else:
        columns = ("id", "title", "signed", *_COUNTED)
        cells = ([row["id"], row["title"], row["signed"], *(row["counts"][c] for c in _COUNTED)] for row in rows)
        write = formats.write_csv if form is Format.CSV else formats.write_markdown
        sys.stdout.write(write(columns, cells))
    tell_moment(session, form)
    leave_if_wrong(snapshot.problems)
