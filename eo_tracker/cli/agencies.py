"""`agencies`: the registry, with what each agency owes in the tracker."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.cli.options import Format, FormatOption

if TYPE_CHECKING:
    from eo_tracker.cli.session import Session
    from eo_tracker.repository.snapshot import Snapshot


class KindWord(StrEnum):
    """What sort of agency it is."""

    DEPARTMENT = "department"
    EOP = "eop"
    INDEPENDENT = "independent"
    COMPONENT = "component"
    BODY = "body"


def agencies(
    context: typer.Context,
    agency: Annotated[
        list[str] | None, typer.Argument(metavar="[AGENCY]...", help="A key, a name, a title, or a part of one.")
    ] = None,
    kind: Annotated[KindWord | None, typer.Option(help="Only agencies of this kind.")] = None,
    parent: Annotated[str | None, typer.Option(metavar="AGENCY", help="Only what belongs to this agency.")] = None,
    leading: Annotated[bool, typer.Option("--leading", help="Only agencies that lead a directive here.")] = False,
    codeowners: Annotated[
        bool, typer.Option("--codeowners", help="Print a CODEOWNERS file: liaisons approve what their agency leads.")
    ] = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """List agencies with what each owes, or show one."""
    if codeowners:
        from eo_tracker.cli.codeowners import print_codeowners

        narrowed = bool(agency or kind or parent or leading or form is not Format.TABLE)
        print_codeowners(context.obj, narrowed)
        return
    from eo_tracker.cli.messages import leave_if_wrong
    from eo_tracker.reports.overviews import add_totals, find_agencies, find_leading, list_agencies
    from eo_tracker.repository.registry import built_in_registry
    from eo_tracker.repository.snapshot import read_snapshot

    session = context.obj
    snapshot = read_snapshot(session.root, session.today) if leading else _snapshot_if_any(session)
    registry = snapshot.dataset.registry if snapshot else built_in_registry()
    with snapshot.telling_problems() if snapshot else nullcontext():
        over = registry.find(parent).key if parent is not None else None
        rows = list_agencies(find_agencies(registry, agency or []))
    rows = [row for row in rows if over is None or row["parent"] == over]
    rows = [row for row in rows if kind is None or row["kind"] == kind.value]
    if snapshot:
        standings = snapshot.standings(session.today)
        add_totals(rows, standings)
        if leading:
            found = find_leading(standings)
            rows = [row for row in rows if row["key"] in found]
    _write(rows, form)
    leave_if_wrong(snapshot.problems if snapshot else ())


def _snapshot_if_any(session: Session) -> Snapshot | None:
    """Read the tracker; outside of one the registry is shown by itself, unless a folder was named."""
    from eo_tracker.repository.root import NoTracker
    from eo_tracker.repository.snapshot import read_snapshot

    try:
        root = session.root
    except NoTracker:
        if session.names_a_folder:
            raise
        return None
    return read_snapshot(root, session.today)


def _write(rows: list[dict[str, object]], form: Format) -> None:
    from eo_tracker.reports import formats

    if form is Format.TABLE:
        from eo_tracker.cli.tables import print_agencies, print_agency

        if len(rows) == 1:
            print_agency(rows[0])
        else:
            print_agencies(rows)
    elif form is Format.JSON:
        sys.stdout.writelines(formats.write_json({"schema": "eo-tracker/agencies/1"}, "agencies", rows))
    else:
        columns = ("key", "name", "kind", "parent", "fr_slug", "cgac", "leads", "overdue")
        cells = ([row["key"], row["name"], *(row.get(c) for c in columns[2:])] for row in rows)
        write = formats.write_csv if form is Format.CSV else formats.write_markdown
        sys.stdout.write(write(columns, cells))  # type: ignore[arg-type]
