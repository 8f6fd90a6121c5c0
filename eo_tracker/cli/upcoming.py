"""`upcoming`: what falls due in the next days."""

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


def upcoming(
    context: typer.Context,
    selection: Selection = None,
    days: Annotated[str, typer.Option("--days", "-d", metavar="N", help="How many days to look ahead.")] = "14",
    agency: AgencyOption = None,
    role: RoleOption = RoleWord.LEAD,
    status: StatusOption = None,
    timeliness: TimelinessOption = None,
    due_from: DueFromOption = None,
    due_to: DueToOption = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Leave with 1 when something falls due.")] = False,
    as_of: AsOfOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show what falls due in the next days."""
    from eo_tracker.cli.listings import show_listing

    session = context.obj.as_of(as_of)
    question = ask("upcoming", session, selection, agency, role, status, timeliness, due_from, due_to, days)
    show_listing(session, question, form, exit_code=exit_code)
