"""`blame`: who made each field of a record say what it says."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.cli.options import Format, FormatOption

if TYPE_CHECKING:
    from eo_tracker.cli.session import Session
    from eo_tracker.repository.differences import Sayings


def blame(
    context: typer.Context,
    directive: Annotated[
        list[str],
        typer.Argument(metavar="DIRECTIVE", help='One directive or item, as in 3.b or "EO 14288, Sec. 3(b)".'),
    ],
    form: FormatOption = Format.TABLE,
) -> None:
    """Show who set each field of a record, and when."""
    from eo_tracker.cli.messages import leave_if_wrong
    from eo_tracker.domain.selections import select_one
    from eo_tracker.reports import history
    from eo_tracker.reports.formats import write_csv, write_json, write_markdown
    from eo_tracker.repository.differences import find_sayings
    from eo_tracker.repository.snapshot import read_snapshot

    session: Session = context.obj
    snapshot = read_snapshot(session.root, session.today)
    with snapshot.telling_problems():
        duty = select_one(snapshot.dataset, " ".join(directive))
    found = find_sayings(session.root, duty.id, snapshot.dataset.records.get(duty.id))
    rows = [history.make_saying_row(each) for each in found.sayings]
    if form is Format.TABLE:
        from eo_tracker.cli.logs import print_sayings

        print_sayings(found.sayings)
    elif form is Format.JSON:
        head = {"schema": "eo-tracker/blame/1", "today": str(session.today), "revision": found.tip}
        sys.stdout.writelines(write_json({**head, "directive": duty.id}, "fields", rows))
    elif form is Format.CSV:
        sys.stdout.write(write_csv(history.SAYING_COLUMNS, history.make_cells(rows, history.SAYING_COLUMNS)))
    else:
        sys.stdout.write(write_markdown(history.SAYING_COLUMNS, history.make_cells(rows, history.SAYING_COLUMNS)))
    sys.stdout.flush()
    _tell_what_is_missing(found)
    leave_if_wrong(snapshot.problems)


def _tell_what_is_missing(found: Sayings) -> None:
    from eo_tracker.cli.messages import say
    from eo_tracker.domain.deadlines import write_day
    from eo_tracker.repository.revision import SHORT

    if any(each.is_older for each in found.sayings):
        say("note", "this clone is shallow: what is older is not in it", "`git fetch --unshallow` gets it")
    if any(not each.found.commit and not each.is_older for each in found.sayings):
        say("note", "what no commit says yet is in the file only", "`git diff` shows it")
    last = found.last
    if not found.sayings and last and last.moment:
        who = f"{last.name} on {write_day(last.moment.date())}, in commit {last.commit[:SHORT]}"
        say("note", f"nothing is reported; the last to change that was {who}")
