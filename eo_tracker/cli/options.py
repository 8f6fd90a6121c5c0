"""The arguments and options that several commands share, and what they mean."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.cli.session import Session, read_date
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.reports.questions import Kind, Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date


class Format(StrEnum):
    """How a listing command writes."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


class RoleWord(StrEnum):
    """The part that an agency has in a directive."""

    LEAD = "lead"
    CONSULTED = "consulted"
    COORDINATING = "coordinating"
    ANY = "any"


class StatusWord(StrEnum):
    """What an agency reports."""

    NOT_REPORTED = "not_reported"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    NOT_APPLICABLE = "not_applicable"
    NOT_PURSUED = "not_pursued"


class TimelinessWord(StrEnum):
    """How a directive stands against its deadline."""

    UPCOMING = "upcoming"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"
    NO_DEADLINE = "no_deadline"
    AWAITING_TRIGGER = "awaiting_trigger"
    CLOSED = "closed"


_MOST_DAYS = 36500  # a hundred years

SELECTION_HELP = 'Orders or directives, as in 14288, 14288/3.b, 3.b or "EO 14288, Sec. 3(b)". All when left out.'

Selection = Annotated[
    list[str] | None, typer.Argument(metavar="[SELECTION]...", help=SELECTION_HELP, show_default=False)
]
AgencyOption = Annotated[
    list[str] | None,  # so that a second one is heard, and refused
    typer.Option(
        "--agency", "-a", metavar="AGENCY", help="Only what this agency leads (or see --role).", show_default=False
    ),
]
RoleOption = Annotated[RoleWord, typer.Option("--role", help="The part that --agency has.")]
StatusOption = Annotated[
    list[StatusWord] | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help=f"Only what is reported as one of: {', '.join(StatusWord)}. May be repeated.",
        show_default=False,
    ),
]
TimelinessOption = Annotated[
    list[TimelinessWord] | None,
    typer.Option(
        "--timeliness",
        metavar="TIMELINESS",
        help=f"Only what is one of: {', '.join(TimelinessWord)}. May be repeated.",
        show_default=False,
    ),
]
DueFromOption = Annotated[str | None, typer.Option(metavar="DATE", help="Only what is due on this day or later.")]
DueToOption = Annotated[str | None, typer.Option(metavar="DATE", help="Only what is due on this day or earlier.")]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE|REV",
        help="What the files said at the end of this day, or in this commit; judged on that day.",
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write it.")]


def ask(
    kind: Kind,
    session: Session,
    selection: Sequence[str] | None,
    agencies: Sequence[str] | None,
    role: RoleWord,
    statuses: Sequence[StatusWord] | None,
    timeliness: Sequence[TimelinessWord] | None,
    due_from: str | None,
    due_to: str | None,
    days: str = "0",
) -> Question:
    """Put what the options ask for into a question. Raises NoDate and EOTrackerError."""
    first, last = _day(due_from, "--due-from"), _day(due_to, "--due-to")
    if first and last and last < first:
        raise EOTrackerError(f"--due-from {first} is after --due-to {last}", "change the two about")
    return Question(
        kind,
        session.today,
        tuple(selection or ()),
        agency=only_agency(agencies),
        role=role.value,
        statuses=tuple(sorted({word.value for word in statuses or ()})),
        timeliness=tuple(sorted({word.value for word in timeliness or ()})),
        due_from=first,
        due_to=last,
        days=_count(days, "--days"),
    )


def only_agency(typed: Sequence[str] | None, hint: str = "name one at a time") -> str | None:
    """Return the one agency that is named. Raises EOTrackerError for several: the last would hide the others."""
    if typed and len({each.casefold() for each in typed}) > 1:
        raise EOTrackerError(f"--agency names more than one: {', '.join(typed)}", hint)
    return typed[0] if typed else None


def refuse_files(selection: Sequence[str] | None, options: Mapping[str, str]) -> None:
    """Refuse the name of a file in the place of an order, where an option takes such files, told by their endings.

    Raises EOTrackerError.
    """
    for word in selection or ():
        option = next((option for ending, option in options.items() if word.lower().endswith(ending)), None)
        if option:
            message = f'"{word}" names no order and no directive'
            raise EOTrackerError(message, f"if it is a file, write {option} {quoted(word)}")


def require_name(typed: str | None, option: str) -> None:
    """Refuse an option that is to name a file or folder, and names none: a shell's variable that was not set.

    Raises EOTrackerError.
    """
    if typed is not None and not typed.strip():
        raise EOTrackerError(f"{option} names nothing", "give it a name, or leave it out")


def quoted(name: str) -> str:
    """Write a file's name as one word of a command line, in any shell."""
    return f'"{name}"' if " " in name else name


def _count(text: str, option: str) -> int:
    if text.isascii() and text.isdigit() and int(text) <= _MOST_DAYS:
        return int(text)
    raise EOTrackerError(f'{option} "{text}" is no number of days', f"write a whole number from 0 to {_MOST_DAYS}")


def _day(text: str | None, option: str) -> date | None:
    return None if text is None else read_date(text, option)
