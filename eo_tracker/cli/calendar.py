"""`calendar`: the deadlines as iCalendar, for calendar programs to import or to subscribe to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.cli.options import AgencyOption, AsOfOption, RoleOption, RoleWord, Selection

if TYPE_CHECKING:
    from eo_tracker.reports.calendar_entries import Entries


def calendar(
    context: typer.Context,
    selection: Selection = None,
    agency: AgencyOption = None,
    role: RoleOption = RoleWord.LEAD,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Where to, as in due.ics. Without it, the calendar is printed."
        ),
    ] = None,
    as_of: AsOfOption = None,
) -> None:
    """Write the deadlines as a calendar (iCalendar).

    A calendar program that has an earlier one takes over what was moved, completed or cancelled since.
    """
    from eo_tracker.cli.listings import tell_moment
    from eo_tracker.cli.messages import leave_if_wrong
    from eo_tracker.cli.options import Format, ask
    from eo_tracker.cli.progress import PATIENCE, showing_progress
    from eo_tracker.reports.calendar import write_calendar
    from eo_tracker.reports.calendar_entries import gather_entries

    session = context.obj.as_of(as_of)
    question = ask("status", session, selection, agency, role, None, None, None, None)
    with showing_progress(PATIENCE) as show:
        show("reading the deadlines and their history")
        found = gather_entries(session.root, question, session.moment)
        raw = write_calendar(found.entries, found.agency)
    _write(raw, output or "-", len(found.entries))
    # What is written is for other programs, as CSV is.
    tell_moment(session, Format.CSV)
    _tell_what_is_missing(found)
    leave_if_wrong(found.problems)


def _write(raw: bytes, output: str, count: int) -> None:
    if output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.flush()
        return
    from pathlib import Path

    from eo_tracker.cli.messages import say
    from eo_tracker.reports.words import count_of
    from eo_tracker.repository.calendar_files import save_calendar

    save_calendar(Path(output), raw)
    say("written", f"{output}: {count_of(count, 'due day')}")


def _tell_what_is_missing(found: Entries) -> None:
    from eo_tracker.cli.messages import say
    from eo_tracker.reports.words import count_of

    if found.waiting:
        say("note", f"no day is known yet of {count_of(found.waiting, 'directive')}: the clock has not started")
    if not found.entries:
        say("note", "no due day is in the calendar")
    if found.is_cut:
        say(
            "note",
            "this clone is shallow: what was cancelled before is not told, and numbers begin anew",
            "`git fetch --unshallow` gets the rest",
        )
    if found.has_uncommitted:
        say(
            "note",
            "files say what no commit does: an older entry may not give way to it",
            "commit first, then write it",
        )
