"""`overdue`: what is overdue, the longest first."""

from __future__ import annotations

from typing import Annotated

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


def overdue(
    context: typer.Context,
    selection: Selection = None,
    agency: AgencyOption = None,
    role: RoleOption = RoleWord.LEAD,
    status: StatusOption = None,
    timeliness: TimelinessOption = None,
    due_from: DueFromOption = None,
    due_to: DueToOption = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Leave with 1 when something is overdue.")] = False,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show what is overdue, the longest first."""
    from eo_tracker.cli.listings import show_listing

    session = context.obj.as_of(as_of)
    question = ask("overdue", session, selection, agency, role, status, timeliness, due_from, due_to)
    show_listing(session, question, form, exit_code=exit_code)
