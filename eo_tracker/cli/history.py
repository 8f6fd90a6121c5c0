"""`history`: who changed what, when, from what to what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.cli.options import Format, FormatOption, Selection, only_agency
from eo_tracker.cli.session import NoDate
from eo_tracker.domain.errors import EOTrackerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eo_tracker.cli.session import Session
    from eo_tracker.repository.history import CommittedChange

    Test = Callable[[CommittedChange], bool]

_MOMENT = "DATE|REV"


def history(
    context: typer.Context,
    selection: Selection = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar=_MOMENT, help='Only what was committed on this day or later ("2 weeks ago"), or after REV.'
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar=_MOMENT, help="Only what was committed on this day or earlier, or by REV.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="AUTHOR", help="Only what this person committed: a part of name or address.")
    ] = None,
    agency: Annotated[
        list[str] | None,
        typer.Option(
            "--agency", "-a", metavar="AGENCY", help="Only of what this agency leads now.", show_default=False
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            "-k",
            metavar="KIND",
            help="Only changes of this kind, as in status_changed, or evidence for all of evidence. May be repeated.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[str | None, typer.Option("--limit", "-n", metavar="N", help="At most so many changes.")] = None,
    reverse: Annotated[bool, typer.Option("--reverse", help="The oldest first.")] = False,
    audit: Annotated[bool, typer.Option("--audit", help="Only what an auditor would ask about, and why.")] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show who changed what, when, from what to what.

    The newest comes first. It is read from git's commits alone, those by hand too. Days are those in Washington.
    """
    from eo_tracker.cli.changes import find_about, require_known, show_changes, turn_about
    from eo_tracker.cli.messages import leave_if_wrong, say
    from eo_tracker.repository.history import read_history

    session: Session = context.obj
    about, problems = find_about(session, selection, only_agency(agency))
    tests = [*_bounds(session, since, until), *_of_author(by), *_of_kinds(kind)]

    def is_wanted(change: CommittedChange) -> bool:
        return all(test(change) for test in tests)

    most = _read_limit(limit)
    # An auditor asks of what was said before, too.
    found = (
        read_history(session.root, about) if audit else read_history(session.root, about, wanted=is_wanted, limit=most)
    )
    if not found.changes:
        require_known(session, selection)
    if audit:
        from eo_tracker.cli.audit import show_audit

        show_audit(found.changes, form, session, found.tip, wanted=is_wanted, limit=most, reverse=reverse)
    else:
        from eo_tracker.cli.logs import print_history

        changes = turn_about(found.changes) if reverse else found.changes
        show_changes(changes, form, session, found.tip, print_history, nothing="no change matches")
    if found.is_cut:
        say("note", "this clone is shallow: what is older is not in it", "`git fetch --unshallow` gets it")
    leave_if_wrong(problems)


def _bounds(session: Session, since: str | None, until: str | None) -> list[Test]:
    """Make tests of what is in history by one moment and not by another.

    As of a day counts what was on the branch by its end, so that what came in by a merge counts from the merge on.
    """
    named = {
        option: _read_bound(typed, option, session.today)
        for option, typed in (("--since", since), ("--until", until))
        if typed is not None
    }
    first, last = named.get("--since"), named.get("--until")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise EOTrackerError(f"--since {first} is after --until {last}", "change the two about")
    tests: list[Test] = []
    start, end, known = None, None, frozenset[str]()
    if since is not None and first is not None:
        start, known = _list_known(session, since, "--since", first, days_before=1)
        tests.append(lambda change: change.commit not in known)
    if until is not None and last is not None:
        end, wanted = _list_known(session, until, "--until", last)
        tests.append(lambda change: change.commit in wanted)
    if end in known and end != start:
        raise EOTrackerError(f"--since {since} is after --until {until}", "change the two about")
    return tests


def _read_bound(typed: str, option: str, today: date) -> date | NoDate:
    """Read a day as people say it, or tell why it is none: it may be a revision."""
    from eo_tracker.cli.spoken import read_spoken_date

    try:
        return read_spoken_date(typed, option, today)
    except NoDate as e:
        return e


def _list_known(
    session: Session, typed: str, option: str, named: date | NoDate, *, days_before: int = 0
) -> tuple[str | None, frozenset[str]]:
    """List the commits that were on the branch by the end of a day, or else those that lead to a revision.

    The last of them comes first, if there are any.
    """
    from eo_tracker.cli.as_of import find_revision, require_come
    from eo_tracker.cli.messages import say
    from eo_tracker.cli.spoken import write_understood
    from eo_tracker.repository.history import list_ancestors
    from eo_tracker.repository.moments import find_commit_by

    if isinstance(named, date):
        if option == "--since":
            require_come(named, session.today, option)
        if understood := write_understood(typed, named):
            say("note", understood)
        by_day = find_commit_by(session.root, named - timedelta(days=days_before))
        return by_day, list_ancestors(session.root, by_day) if by_day else frozenset()
    commit = find_revision(session.root, typed, named).commit
    if commit not in list_ancestors(session.root, "HEAD"):
        message = f"{option} {typed} is no part of the history of the branch you are on"
        raise EOTrackerError(message, "history tells of the commits that lead to HEAD; `diff` compares any two")
    return commit, list_ancestors(session.root, commit)


def _of_author(typed: str | None) -> list[Test]:
    if typed is None:
        return []
    part = typed.strip().casefold()
    if not part:
        raise EOTrackerError("--by names nobody", "give a part of a name or of an address")
    return [lambda change: part in f"{change.name} <{change.email}>".casefold()]


def _of_kinds(typed: Sequence[str] | None) -> list[Test]:
    if not typed:
        return []
    kinds = frozenset(kind for word in typed for kind in _read_kind(word))
    return [lambda change: change.change.kind in kinds]


def _read_kind(typed: str) -> list[str]:
    from eo_tracker.domain.changes import KINDS
    from eo_tracker.domain.problems import did_you_mean

    word = "_".join(typed.casefold().replace("-", " ").replace("_", " ").split())
    found = [kind for kind in KINDS if kind == word or kind.startswith(f"{word}_")]
    if not found or not word:
        subjects = dict.fromkeys(kind.rpartition("_")[0] or kind for kind in KINDS)
        hint = did_you_mean(word, [*subjects, *KINDS]) or f"one of: {', '.join(subjects)}"
        raise EOTrackerError(f'--kind "{typed}" is no kind of change', hint)
    return found


def _read_limit(typed: str | None) -> int | None:
    if typed is None:
        return None
    if not re.fullmatch("0*[1-9][0-9]{0,8}", typed, re.ASCII):
        raise EOTrackerError(f'--limit "{typed}" is no number of changes', "write a whole number from 1 on")
    return int(typed)
