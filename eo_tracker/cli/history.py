"""`history`: who changed what, when, from what to what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.cli.options import AgencyOption, Format, FormatOption, Selection
from eo_tracker.domain.errors import EOTrackerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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
    agency: AgencyOption = None,
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
    from eo_tracker.cli.changes import find_about, require_known, show_changes
    from eo_tracker.repository.history import read_history

    session: Session = context.obj
    about = find_about(session, selection, agency)
    tests = [*_bounds(session, since, until), *_of_author(by), *_of_kinds(kind)]

    def is_wanted(change: CommittedChange) -> bool:
        return all(test(change) for test in tests)

    most = _read_limit(limit)
    found = read_history(session.root, about, wanted=is_wanted, limit=None if audit else most)
    if not found.changes:
        require_known(session, selection)
    changes = found.changes[::-1] if reverse else found.changes
    if audit:
        from eo_tracker.cli.audit import show_audit

        show_audit(changes, form, session, found.tip, most)
    else:
        from eo_tracker.cli.tables import print_history

        show_changes(changes, form, session, found.tip, print_history)
    if found.is_cut:
        from eo_tracker.cli.messages import say

        say("note", "this clone is shallow: what is older is not in it", "`git fetch --unshallow` gets it")


def _bounds(session: Session, since: str | None, until: str | None) -> list[Test]:
    tests: list[Test] = []
    first, last = (
        _read_bound(session.root, typed, option, session.today) if typed is not None else None
        for typed, option in ((since, "--since"), (until, "--until"))
    )
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise EOTrackerError(f"--since {first} is after --until {last}", "change the two about")
    if first is not None:
        tests.append(_since(first))
    if last is not None:
        tests.append(_until(last))
    return tests


def _since(bound: date | frozenset[str]) -> Test:
    if isinstance(bound, date):
        return lambda change: change.moment is not None and change.moment.date() >= bound
    return lambda change: change.commit not in bound


def _until(bound: date | frozenset[str]) -> Test:
    if isinstance(bound, date):
        return lambda change: change.moment is not None and change.moment.date() <= bound
    return lambda change: change.commit in bound


def _read_bound(root: Path, typed: str, option: str, today: date) -> date | frozenset[str]:
    """Read a day as people say it, or else the commits that lead to a revision and that itself."""
    from eo_tracker.cli.as_of import find_revision
    from eo_tracker.cli.messages import say
    from eo_tracker.cli.session import NoDate
    from eo_tracker.cli.spoken import read_spoken_date, write_understood
    from eo_tracker.repository.history import list_ancestors

    try:
        day = read_spoken_date(typed, option, today)
    except NoDate as e:
        return list_ancestors(root, find_revision(root, typed, e).commit)
    if understood := write_understood(typed, day):
        say("note", understood)
    return day


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
        hint = did_you_mean(word, KINDS) or f"one of: {', '.join(subjects)}"
        raise EOTrackerError(f'--kind "{typed}" is no kind of change', hint)
    return found


def _read_limit(typed: str | None) -> int | None:
    if typed is None:
        return None
    if not typed.isascii() or not typed.isdigit() or int(typed) == 0:
        raise EOTrackerError(f'--limit "{typed}" is no number of changes', "write a whole number from 1 on")
    return int(typed)
