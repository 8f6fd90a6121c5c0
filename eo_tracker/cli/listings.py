"""What `status`, `overdue` and `upcoming` share: the answer to a question, written in the format asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from eo_tracker.cli.messages import FOUND, leave_if_wrong, say
from eo_tracker.cli.options import Format
from eo_tracker.domain.errors import UnknownReference
from eo_tracker.reports.words import write_effect, write_hold

if TYPE_CHECKING:
    from eo_tracker.cli.session import Session
    from eo_tracker.reports.questions import Question, Row

_COLUMNS = [
    "id",
    "citation",
    "summary",
    "lead",
    "consulted",
    "coordinating",
    "status",
    "verification",
    "timeliness",
    "due",
    "due_weekday",
    "days",
    "order_due",
    "projected_due",
    "completed",
    "as_of",
    "holds",
    "effect",
    "acknowledged",
    "reported_by",
    "not_reported_by",
    "note",
]

_SENTENCES: dict[str, Callable[[Any], str]] = {
    "holds": write_hold,
    "effect": write_effect,
    "acknowledged": lambda given: f"until {given['until']}: {given['reason']}",
}


def show_listing(session: Session, question: Question, form: Format, *, exit_code: bool = False) -> None:
    """Answer a question on stdout, and say on stderr which data could not be read.

    Leaves with 2 when some could not, with 1 when `exit_code` is asked for and there are findings.
    """
    from eo_tracker.reports.answers import find_answer

    with telling_what_came_later(session, question.selection):
        answer = find_answer(session.root, question, session.moment)
    if form is Format.JSON:
        sys.stdout.flush()
        sys.stdout.buffer.write(answer.json)
    elif form is Format.TABLE:
        from eo_tracker.cli.tables import print_listing

        print_listing(answer.listing, question)
    else:
        write_rows(answer.listing.rows, form)
    tell_moment(session, form)
    leave_if_wrong(answer.problems)
    if exit_code and answer.listing.rows:
        raise typer.Exit(FOUND)


@contextmanager
def telling_what_came_later(session: Session, typed: Sequence[str]) -> Iterator[None]:
    """Let words that name nothing at the moment that is shown, and something now, be told so."""
    try:
        yield
    except UnknownReference as e:
        if session.moment and not e.problems:
            from eo_tracker.cli.as_of import require_tracked

            require_tracked(session, session.moment, typed)
        raise


def tell_moment(session: Session, form: Format) -> None:
    """Say which moment is shown, if it is not now: below a table; on stderr where other programs read; JSON says it."""
    if session.moment is None or form is Format.JSON:
        return
    from eo_tracker.cli.as_of import write_moment

    told = write_moment(session.moment, session.today)
    if form is Format.TABLE:
        from eo_tracker.cli.tables import print_line

        print_line(told)
    else:
        say("note", told)


def write_rows(rows: Sequence[Row], form: Format) -> None:
    """Write rows of directives as CSV or Markdown."""
    from eo_tracker.reports.formats import write_csv, write_markdown

    if form is Format.CSV:
        sys.stdout.write(write_csv(_COLUMNS, ([_cell(row, c) for c in _COLUMNS] for row in rows)))
    else:
        columns = ("directive", "summary", "lead", "status", "timeliness", "due", "days")
        cells = ([row["citation"], *(_cell(row, c) for c in columns[1:])] for row in rows)
        sys.stdout.write(write_markdown([c.capitalize() for c in columns], cells))


def _cell(row: Row, column: str) -> str | int | None:
    value: Any = row.get(column)
    if column in _SENTENCES and value:
        return "; ".join(map(_SENTENCES[column], value if isinstance(value, list) else [value]))
    return ", ".join(value) if isinstance(value, list | tuple) else value
