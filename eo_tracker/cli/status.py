"""`status`: every directive with its standing."""

from __future__ import annotations

import typer

from eo_tracker.cli.options import (
    AgencyOption,
    DueFromOption,
    DueToOption,
    Format,
    FormatOption,
    RoleOption,
    RoleWord,
    Selection,
    StatusOption,
    TimelinessOption,
    ask,
)


def status(
    context: typer.Context,
    selection: Selection = None,
    agency: AgencyOption = None,
    role: RoleOption = RoleWord.LEAD,
    status: StatusOption = None,
    timeliness: TimelinessOption = None,
    due_from: DueFromOption = None,
    due_to: DueToOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show how every directive stands, order by order."""
    from eo_tracker.cli.listings import show_listing

    question = ask("status", context.obj, selection, agency, role, status, timeliness, due_from, due_to)
    show_listing(context.obj, question, form)
