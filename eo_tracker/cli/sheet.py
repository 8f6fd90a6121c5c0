"""`sheet`: write the sheet that an agency fills in, and read for `update --from` what it says when it comes back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.cli.options import AgencyOption, RoleOption, RoleWord, Selection, only_agency, quoted
from eo_tracker.domain.errors import EOTrackerError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from eo_tracker.cli.session import Session
    from eo_tracker.domain.updates import Update
    from eo_tracker.reports.sheet_updates import SheetUpdates
    from eo_tracker.repository.tables import Sheet


def sheet(
    context: typer.Context,
    selection: Selection = None,
    agencies: AgencyOption = None,
    role: RoleOption = RoleWord.LEAD,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to: .xlsx or .csv. Without it, CSV is printed."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there already.")] = False,
) -> None:
    """Write the sheet that an agency fills in.

    It has a row for each directive that the agency leads or has reported on. `eo-tracker update --from` reads it.
    """
    from eo_tracker.cli.messages import leave_if_wrong
    from eo_tracker.reports.data_call import find_owed, make_sheet
    from eo_tracker.repository.snapshot import read_snapshot

    session, agency = context.obj, only_agency(agencies)
    snapshot = read_snapshot(session.root, session.today)
    with snapshot.telling_problems():
        standings = find_owed(snapshot.judge(session.today), selection or (), agency, role.value)
        made = make_sheet(standings, snapshot.dataset, agency, session.today)
    if not standings:
        message = f"{agency} leads nothing here, and has reported nothing" if agency else "no directive is here"
        raise EOTrackerError(message, "--role any asks for what it is consulted on, too" if agency else "")
    _write(made, output, session.today, force=force)
    leave_if_wrong(snapshot.problems)


def _write(made: Sheet, output: str | None, today: date, *, force: bool) -> None:
    from pathlib import Path

    from eo_tracker.cli.messages import say
    from eo_tracker.reports.words import count_of
    from eo_tracker.repository.separated import write_separated
    from eo_tracker.repository.sheet_files import save
    from eo_tracker.repository.sheets import write_excel

    if output is None:
        sys.stdout.write(write_separated(made).decode())
        return
    ending = Path(output).suffix.lower()
    if ending not in (".xlsx", ".csv"):
        raise EOTrackerError(f'"{output}" is to be neither .xlsx nor .csv', "name it so, as in -o doj.xlsx")
    raw = write_excel(made, today) if ending == ".xlsx" else write_separated(made)
    save(Path(output), raw, replace=force)
    hint = f"`eo-tracker update --from {quoted(output)}` reads it back"
    say("written", f"{output}: {count_of(len(made.rows), 'row')}", hint)


def read_sheet_updates(session: Session, name: str) -> Sequence[tuple[str, Update]]:
    """Read the updates that a sheet says. Says all that is wrong with it, and leaves with 2 where something is."""
    from pathlib import Path

    from eo_tracker.cli.messages import WRONG_USE, say
    from eo_tracker.reports.sheet_updates import read_updates
    from eo_tracker.repository.sheet_files import load
    from eo_tracker.repository.snapshot import read_snapshot

    raw = load(Path(name))
    snapshot = read_snapshot(session.root, session.today)
    found = read_updates(raw, Path(name).name, snapshot.dataset, session.today)
    if found.faults:
        _say_faults(found, name)
        raise typer.Exit(WRONG_USE)
    for heading in found.unread:
        say("note", f'{name}: the column "{heading}" is not read')
    if not found.updates:
        say("nothing to record", f"{name} says nothing new of its {found.rows} directives")
        raise typer.Exit
    return list(found.updates.items())


def _say_faults(found: SheetUpdates, name: str) -> None:
    from eo_tracker.cli.messages import say

    for fault in found.faults:
        say("error", ": ".join(part for part in (name, fault.place, fault.message) if part), fault.hint)
    say("error", f"{name}: nothing is recorded until all of it can be")
