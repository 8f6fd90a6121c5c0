"""`status`: every directive with its standing."""

from __future__ import annotations

import typer

from eo_tracker.cli.options import (
    AgencyOption,
    AsOfOption,
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
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show how every directive stands, order by order."""
    from eo_tracker.cli.listings import show_listing

    session = context.obj.as_of(as_of)
    question = ask("status", session, selection, agency, role, status, timeliness, due_from, due_to)
    show_listing(session, question, form)
