"""`calendar`: the deadlines as iCalendar, for calendar programs to import or to subscribe to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.cli.options import AgencyOption, AsOfOption, RoleWord, Selection, quoted, refuse_files, require_name
from eo_tracker.domain.errors import EOTrackerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eo_tracker.reports.calendar_entries import Entries, Entry

_ENDING = ".ics"


def calendar(
    context: typer.Context,
    selection: Selection = None,
    agencies: AgencyOption = None,
    role: Annotated[
        RoleWord | None,
        typer.Option("--role", help="The part that --agency has: lead, where it is left out.", show_default=False),
    ] = None,
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

    refuse_files(selection, {_ENDING: "-o"})
    require_name(output, "-o")
    _require_calendar(output)
    if role and not agencies:
        raise EOTrackerError("--role says which part an agency has, and none is named", "name it: --agency DOJ")
    session = context.obj.as_of(as_of)
    question = ask("status", session, selection, agencies, role or RoleWord.LEAD, None, None, None, None)
    with showing_progress(PATIENCE) as show:
        show("reading the deadlines and their history")
        found = gather_entries(session.root, question, session.moment)
        raw = write_calendar(found.entries, found.agency)
    _write(raw, output, found.entries)
    # What is written is for other programs, as CSV is.
    tell_moment(session, Format.CSV)
    _tell_what_is_missing(found)
    leave_if_wrong(found.problems)


def _require_calendar(output: str | None) -> None:
    """Refuse a file that is named after something else than a calendar. Raises EOTrackerError."""
    if output is None:
        return
    from pathlib import Path

    path = Path(output)
    if path.suffix.lower() not in ("", _ENDING) and not path.is_dir():
        message = f'"{output}" is not named after a calendar, and nothing else is written'
        raise EOTrackerError(message, f"end it in {_ENDING}: -o {quoted(str(path.with_suffix(_ENDING)))}")


def _write(raw: bytes, output: str | None, entries: Sequence[Entry]) -> None:
    if output in (None, "-"):
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        sys.stdout.flush()
        return
    from pathlib import Path

    from eo_tracker.cli.messages import say
    from eo_tracker.reports.words import count_of
    from eo_tracker.repository.calendar_files import save_calendar

    save_calendar(Path(output), raw)
    cancelled = sum(entry.due_day.state == "cancelled" for entry in entries)
    due = count_of(len(entries) - cancelled, "due day")
    say("written", f"{output}: {due}" + (f", {cancelled} cancelled" if cancelled else ""))


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
