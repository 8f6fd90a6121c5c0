"""Changes, as people read them: a log by day on a terminal, and into a pipe a line for each.

The words for changes need the models of orders and records, which take longer to import than a list of standings takes:
so these are apart from `tables` and `lines`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from eo_tracker.cli.tables import fits_a_terminal, indented, make_console, make_grid, plain, print_table
from eo_tracker.domain.deadlines import write_day
from eo_tracker.reports.changes import write_change, write_saying
from eo_tracker.reports.formats import one_line, short
from eo_tracker.reports.history import cite_change
from eo_tracker.repository.revision import SHORT

if TYPE_CHECKING:
    from eo_tracker.checks.history import Remark
    from eo_tracker.repository.differences import Saying
    from eo_tracker.repository.history import CommittedChange

LONGEST_LOG = 3000  # changes; a log takes rich less time for each than a table does


def print_history(changes: Sequence[CommittedChange]) -> None:
    """Print changes as a log, grouped by day, and by the commit and what it changed."""
    if not sys.stdout.isatty() or len(changes) > LONGEST_LOG:
        _write_changes(changes)
        return
    console = make_console()
    if not changes:
        console.print(plain("No change matches."))
    for day, of_day in groupby(changes, key=lambda each: each.moment and each.moment.date()):
        console.print(plain(write_day(day) if day else "Not committed", "bold underline"))
        for _, group in groupby(of_day, key=lambda each: (each.commit, each.about)):
            for part in _lay_out_commit(list(group)):
                console.print(part, overflow="fold")


def print_recent(changes: Sequence[CommittedChange], directive: str) -> None:
    """Print below a directive what was last changed in it; of an item, or before it was moved here, with the id."""
    if not changes:
        return
    if not sys.stdout.isatty():
        sys.stdout.write("\n")
        _write_changes(changes)
        return
    console = make_console()
    console.print()
    console.print(plain("Recent changes", "bold"))
    facts = ((f"{each.moment:%Y-%m-%d}", [_tell_recent(each, directive)]) for each in changes)
    console.print(make_grid(facts))


def _tell_recent(change: CommittedChange, directive: str) -> str:
    name, sentence = write_change(change.change)
    whose = f"{change.about}, " if change.about != directive else ""
    return f"{whose}{name}: {short(sentence)} ({one_line(change.name)}, {change.commit[:SHORT]})"


def print_findings(findings: Sequence[Remark], signed: Mapping[str, str]) -> None:
    """Print what an auditor would ask about, each with who did it, when, and how that is signed."""
    if not fits_a_terminal(findings):
        _write_findings(findings, signed)
        return
    if not findings:
        make_console().print(plain("Nothing is found."))
        return
    columns = ("Committed", "Directive", "Finding", "By")
    print_table(columns, ([plain(cell) for cell in cells] for cells in _finding_cells(findings, signed)), flexible=[2])


def _finding_cells(findings: Sequence[Remark], signed: Mapping[str, str]) -> Iterator[list[str]]:
    for each in findings:
        found = each.found
        day = f"{found.moment:%Y-%m-%d}" if found.moment else ""
        mark = "" if signed.get(found.commit, "none") == "none" else f"\n{signed[found.commit]} signature"
        cited = cite_change(found).replace(", ", "\n").replace(" ", "\N{NO-BREAK SPACE}")
        yield [day, cited, one_line(each.sentence), f"{one_line(found.name)}\n{found.commit[:SHORT]}{mark}"]


def _lay_out_commit(changes: Sequence[CommittedChange]) -> Iterator[object]:
    """Lay out what one commit changed in one place: who made it, and what is different."""
    first = changes[0]
    heading = plain(cite_change(first), "bold")
    if first.moment:
        heading.append(f"   {one_line(first.name)}, {first.moment:%H:%M}, {first.commit[:SHORT]}", "dim")
    yield indented(heading, 2)
    yield indented(make_grid(_tell_changes(changes).items()), 4, below=1)


def _tell_changes(changes: Iterable[CommittedChange]) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for name, sentence in (write_change(each.change) for each in changes):
        told.setdefault(name, []).append(short(sentence))
    return told


def print_difference(changes: Sequence[CommittedChange]) -> None:
    """Print net changes, grouped by what was changed, with those who made them last."""
    if not fits_a_terminal(changes):
        _write_changes(changes)
        return
    console = make_console()
    if not changes:
        console.print(plain("Nothing is different."))
    grouped: dict[str, list[CommittedChange]] = {}
    for each in changes:
        grouped.setdefault(each.about, []).append(each)
    for listed in grouped.values():
        signed = (each for each in listed if each.moment)
        made = dict.fromkeys(f"{one_line(e.name)}, {e.moment:%Y-%m-%d}, {e.commit[:SHORT]}" for e in signed)
        console.print(plain(cite_change(listed[0]), "bold"), overflow="fold")
        console.print(indented(make_grid(_tell_changes(listed).items()), 2, below=0 if made else 1))
        if made:
            console.print(indented(plain("; ".join(made), "dim"), 2, below=1), overflow="fold")


def print_sayings(sayings: Sequence[Saying]) -> None:
    """Print what a record says, field by field, with who made it say so."""
    if not sys.stdout.isatty():
        _write_sayings(sayings)
        return
    if not sayings:
        make_console().print(plain("Nothing is reported."))
        return
    cells = ([plain(cell) for cell in _saying_cells(each)] for each in sayings)
    print_table(("Field", "What it says", "Set by", "Day", "Commit"), cells, flexible=[1])


def _saying_cells(saying: Saying) -> list[str]:
    found = saying.found
    name, sentence = write_saying(found.change)
    day = f"{found.moment:%Y-%m-%d}" if found.moment else _write_unknown(saying)
    who = one_line(found.name).replace(" ", "\n", 1)
    return [name.replace(" ", "\N{NO-BREAK SPACE}"), short(sentence), who, day, found.commit[:SHORT]]


def _write_unknown(saying: Saying) -> str:
    """Say why nobody is known to have said something."""
    return "older than this clone" if saying.is_older else "not committed"


def _write_changes(changes: Sequence[CommittedChange]) -> None:
    """Print a line for each change. Where nobody is known to have made any, as on the way back, no day is there."""
    are_known = any(each.moment for each in changes)
    for each in changes:
        name, sentence = write_change(each.change)
        day = f"{each.moment:%Y-%m-%d %H:%M}" if each.moment else ""
        when = f"{day:<16} " if are_known else ""
        who = f" ({one_line(each.name)}, {each.commit[:SHORT]})" if each.commit else ""
        sys.stdout.write(f"{when}{each.about:<19} {name:<14} {one_line(sentence)}{who}\n")


def _write_sayings(sayings: Iterable[Saying]) -> None:
    """Print a line for each thing that a record says."""
    for each in sayings:
        found = each.found
        name, said = write_saying(found.change)
        known = f"{one_line(found.name)}, {found.moment:%Y-%m-%d}, {found.commit[:SHORT]}" if found.moment else ""
        sys.stdout.write(f"{name:<14} {one_line(said)} ({known or _write_unknown(each)})\n")


def _write_findings(findings: Iterable[Remark], signed: Mapping[str, str]) -> None:
    """Print a line for each thing that an auditor would ask about."""
    for each in findings:
        found = each.found
        day = f"{found.moment:%Y-%m-%d}" if found.moment else "-"
        mark = f"{signed.get(found.commit, 'none')} signature".replace("none signature", "not signed")
        who = f"({one_line(found.name)}, {found.commit[:SHORT]}, {mark})"
        sys.stdout.write(f"{day} {found.about:<19} {each.rule.word:<17} {one_line(each.sentence)} {who}\n")
