"""`update`: record what has happened, and commit just that record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.domain.errors import EOTrackerError, UnknownReference
from eo_tracker.domain.words import REPORTABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eo_tracker.cli.session import Session
    from eo_tracker.domain.updates import Update
    from eo_tracker.repository.recording import Mode


_DATE = "DATE"


def update(
    context: typer.Context,
    directive: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DIRECTIVE]...",
            help='Directives or items, as in 3.b or "EO 14288, Sec. 3(b)"; several where the change is the same.',
            show_default=False,
        ),
    ] = None,
    status: Annotated[
        str | None, typer.Option("--status", "-s", metavar="STATUS", help=f"One of: {', '.join(REPORTABLE)}.")
    ] = None,
    completed: Annotated[
        str | None, typer.Option(metavar=_DATE, help='The day of completion, as 2025-06-20 or "last friday".')
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", "-m", metavar="TEXT", help="What was done, in a sentence.")
    ] = None,
    evidence: Annotated[
        list[str] | None,
        typer.Option(
            "--evidence",
            "-e",
            metavar="SOURCE",
            help="What shows it: a web address, or a reference. May be repeated.",
            show_default=False,
        ),
    ] = None,
    evidence_title: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="What the source is called; one for each source.", show_default=False),
    ] = None,
    evidence_date: Annotated[
        list[str] | None, typer.Option(metavar=_DATE, help="The source's date; one for each.", show_default=False)
    ] = None,
    evidence_kind: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help='As in "press release"; one for each.', show_default=False),
    ] = None,
    without_evidence: Annotated[
        str | None, typer.Option(metavar="WHY", help="Why nothing shows that it is completed.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar=_DATE, help="The day you vouch for; today when left out.")
    ] = None,
    reported_by: Annotated[str | None, typer.Option(metavar="AGENCY", help="The agency that reports.")] = None,
    occurrence: Annotated[
        str | None, typer.Option(metavar=_DATE, help="The due day of which it is said, where a duty recurs.")
    ] = None,
    event: Annotated[
        str | None,
        typer.Option(metavar="EVENT", help="The event that a deadline waits for, as the order's file names it."),
    ] = None,
    event_date: Annotated[str | None, typer.Option(metavar=_DATE, help="The day on which it happened.")] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Somebody else has confirmed it: --by; a --note beside it is theirs.")
    ] = False,
    dispute: Annotated[bool, typer.Option("--dispute", help="Somebody else disputes it: --by.")] = False,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who verifies, disputes or acknowledges.")] = None,
    hold: Annotated[bool, typer.Option("--hold", help="A court restrains it: --court, --docket.")] = False,
    lift_hold: Annotated[bool, typer.Option("--lift-hold", help="The court has lifted its restraint.")] = False,
    court: Annotated[str | None, typer.Option(metavar="COURT", help='As in "D.D.C.".')] = None,
    docket: Annotated[str | None, typer.Option(metavar="NUMBER", help='As in "1:25-cv-00001".')] = None,
    since: Annotated[str | None, typer.Option(metavar=_DATE, help="The day on which the hold began.")] = None,
    lifted: Annotated[
        str | None, typer.Option(metavar=_DATE, help="The day it was lifted; today when left out.")
    ] = None,
    scope: Annotated[str | None, typer.Option(metavar="TEXT", help="What is held, if not all of it.")] = None,
    extend_to: Annotated[
        str | None, typer.Option(metavar=_DATE, help="A later day that --authority has granted.")
    ] = None,
    authority: Annotated[str | None, typer.Option(metavar="NAME", help="Who has granted it.")] = None,
    acknowledge: Annotated[
        str | None, typer.Option(metavar="REASON", help="Why a missed deadline needs no alarm until --until.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar=_DATE, help="The last day of the acknowledgement.")] = None,
    from_file: Annotated[
        str | None,
        typer.Option("--from", metavar="FILE", help="Record what a sheet says, CSV or Excel; see `eo-tracker sheet`."),
    ] = None,
    no_commit: Annotated[bool, typer.Option("--no-commit", help="Change the file and do not commit it.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Show the change only.")] = False,
) -> None:
    """Record progress, and commit just that record.

    Without options, on a terminal, it asks.
    """
    from eo_tracker.cli import said
    from eo_tracker.domain.selections import joined
    from eo_tracker.domain.updates import Lift, Update, make_hold, read_status

    session, mode = context.obj, _mode(no_commit=no_commit, dry_run=dry_run)
    days = said.Days(session.today)
    said.require_their_like(
        {
            "--evidence-title": (evidence_title, "--evidence", evidence),
            "--evidence-date": (evidence_date, "--evidence", evidence),
            "--evidence-kind": (evidence_kind, "--evidence", evidence),
            "--court": (court, "--hold", hold),
            "--since": (since, "--hold", hold),
            "--scope": (scope, "--hold", hold),
            "--docket": (docket, "--hold or --lift-hold", hold or lift_hold),
            "--lifted": (lifted, "--lift-hold", lift_hold),
            "--authority": (authority, "--extend-to", extend_to),
            "--extend-to": (extend_to, "--authority", authority),
            "--until": (until, "--acknowledge", acknowledge),
            "--acknowledge": (acknowledge, "--until", until),
            "--by": (by, "--verify, --dispute or --acknowledge", verify or dispute or acknowledge),
        }
    )
    with said.naming_options():
        court, docket = said.read_text(court, "--court"), said.read_text(docket, "--docket")
        scope, note = said.read_text(scope, "--scope"), said.read_text(note, "--note")
        # With nothing else reported, whoever verifies speaks of that, and leaves the reporter's note as it is.
        reports = any((status, completed, evidence, without_evidence, occurrence))
        of_verification = note if (verify or dispute) and not reports else None
        update = Update(
            status=None if status is None else read_status(status),
            completed=days.read(completed, "--completed"),
            as_of=days.read(as_of, "--as-of"),
            reported_by=said.read_text(reported_by, "--reported-by"),
            note=None if of_verification else note,
            evidence=said.read_evidence(days, evidence, evidence_title, evidence_date, evidence_kind),
            without_evidence=said.read_text(without_evidence, "--without-evidence"),
            verification=said.make_verification(session.today, by, of_verification, verify=verify, dispute=dispute),
            hold=make_hold(court, docket, days.read(since, "--since"), scope) if hold else None,
            lift=Lift(days.read(lifted, "--lifted") or session.today, docket) if lift_hold else None,
            extension=said.make_extension(days, extend_to, authority),
            acknowledged=said.make_acknowledgement(days, acknowledge, until, by),
            occurrence=days.read(occurrence, "--occurrence", prefer="future"),
            event=said.read_text(event, "--event"),
            event_date=days.read(event_date, "--event-date"),
        )
        if from_file is not None:
            _record_sheet(session, from_file, update, directive, mode)
        elif update.says_nothing:
            _record_answers(session, directive, mode)
        else:
            _record(session, [(word, update) for word in joined(_words(directive))], mode)


def _mode(*, no_commit: bool, dry_run: bool) -> Mode:
    return "show" if dry_run else "write" if no_commit else "commit"


def _words(directive: Sequence[str] | None) -> Sequence[str]:
    if not directive:
        raise EOTrackerError("no directive is named", "name it after the command, as in: eo-tracker update 3.b ...")
    return directive


def _record(session: Session, updates: Sequence[tuple[str, Update]], mode: Mode) -> None:
    """Record updates, and show what each has changed."""
    from eo_tracker.cli.recorded import show_recorded
    from eo_tracker.repository.recording import record_updates

    try:
        recorded = record_updates(session.root, updates, session.today, mode)
    except UnknownReference as e:
        if len(updates) > 1:  # words of a text that a shell took apart
            e.hint = f'{e.hint}; or are quotes missing around a text, as in --note "..."?'
        raise
    show_recorded(recorded, mode)


def _record_answers(session: Session, directive: Sequence[str] | None, mode: Mode) -> None:
    """Ask on a terminal what has happened; elsewhere say which option is missing."""
    from eo_tracker.cli.asking import can_ask

    if not can_ask() or _names_several(directive or ()):
        _words(directive)
        raise EOTrackerError(
            "there is nothing to record", "say what has happened, as in: --status in_progress --note ..."
        )
    from eo_tracker.cli.interview import interview

    interview(session, directive or (), mode)


def _names_several(directive: Sequence[str]) -> bool:
    """Whether words name several directives, and not one that a shell took apart at its spaces."""
    from eo_tracker.domain.selections import Reference

    try:
        Reference.parse(" ".join(directive))
    except UnknownReference:
        return len(directive) > 1
    return False


def _record_sheet(session: Session, name: str, update: Update, directive: Sequence[str] | None, mode: Mode) -> None:
    if directive or not update.says_nothing:
        raise EOTrackerError(
            "--from goes alone: the sheet names the directives and says what is new", "leave the rest out"
        )
    from eo_tracker.cli.sheet import read_sheet_updates

    _record(session, read_sheet_updates(session, name), mode)
