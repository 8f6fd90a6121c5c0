"""Lists as plain lines, one for each row: for pipes, where grep and sort read them, and for lists of many screens.

Nothing is wrapped, cut, coloured or padded at the end; but an order's text is prose, and folded.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from eo_tracker.domain.provisions import Provision
from eo_tracker.reports.formats import one_line, visible
from eo_tracker.reports.words import write_agencies, write_days, write_marks, write_totals

if TYPE_CHECKING:
    from eo_tracker.cli.importing import ImportedRow
    from eo_tracker.intake.coverage import CoveredPassage
    from eo_tracker.reports.detail import Detail
    from eo_tracker.reports.questions import Listing, Row

Facts = Iterable[tuple[str, Sequence[str]]]
_INDENT = "    "
_PROSE = 80
_MARKS = {"": "", "lead": "lead", "duty": "duty", "deadline": "deadline", "left": "not taken"}
"""How words are marked that were taken for something."""


def print_listing(listing: Listing) -> None:
    """Print a line for each directive, and the totals."""
    for row in listing.rows:
        lead, due = write_agencies(row["lead"]), row["due"] or "-"
        start = f"{row['id']:<19} {write_days(row):<20} {due:<10} {row['status']:<14} {lead:<17}"
        marks = "".join(f" ({one_line(mark)})" for mark in write_marks(row))
        sys.stdout.write(f"{start} {one_line(row['summary'])}{marks}\n")
    sys.stdout.write(f"{write_totals(listing.head['counts'])}\n")


def print_detail(detail: Detail) -> None:
    """Print a directive in full, a line for each fact."""
    row = detail.row
    sys.stdout.write(f"{row['citation']}   {write_days(row)}\n{one_line(row['summary'])}\n\n")
    print_facts(detail.facts)
    for paragraph in detail.text.splitlines():
        sys.stdout.write(f"\n    “{one_line(paragraph)}”\n")
    if detail.items:
        sys.stdout.write("\n")
    for item in detail.items:
        start = f"{item['id']:<19} {write_days(item):<20} {item['due'] or '-':<10} {item['status']:<14}"
        sys.stdout.write(f"{start} {one_line(item['summary'])}\n")


def print_change(citation: str, summary: str, facts: Facts) -> None:
    """Print what is different in a directive's record, a line for each field."""
    sys.stdout.write(f"{citation}: {one_line(summary)}\n")
    print_facts(facts)


def print_line(text: str) -> None:
    """Print a line below a list."""
    sys.stdout.write(f"{one_line(text)}\n")


def print_facts(facts: Facts) -> None:
    """Print what is said under each name, the name before its first line."""
    told = [(name, lines) for name, lines in facts if lines]
    width = max((len(name) for name, _ in told), default=0)
    for name, lines in told:
        for n, line in enumerate(lines):
            sys.stdout.write(f"{name if n == 0 else '':<{width}}  {one_line(line)}\n")


def print_orders(rows: Iterable[Row]) -> None:
    """Print a line for each order."""
    for row in rows:
        effect = f" ({one_line(row['effect_text'])})" if row["effect_text"] else ""
        totals = write_totals(row["counts"])
        sys.stdout.write(f"{row['id']:<10} {row['signed']} {one_line(row['title'])}{effect}; {totals}\n")


def print_agencies(rows: Iterable[Row]) -> None:
    """Print a line for each agency."""
    for row in rows:
        owes = f" {row['leads']:>4} led {row['overdue']:>4} overdue " if "leads" in row else ""
        head = f"; {one_line(row['officials'][0])}" if row["officials"] else ""
        sys.stdout.write(f"{row['key']:<15}{owes} {one_line(row['name'])}{head}\n")


def print_imported(rows: Iterable[ImportedRow]) -> None:
    """Print a line for each order that was imported."""
    for row in rows:
        counts = f"{row.provisions:>4} provisions {row.directives:>4} directives {row.deadlines:>4} deadlines"
        sys.stdout.write(f"{row.order:<9} {counts} {row.to_review:>4} to review  {one_line(row.path)}\n")


def print_coverage(passages: Iterable[CoveredPassage]) -> None:
    """Print an order's text by provision, with what was taken from it in marks; folded, for it is prose."""
    from textwrap import wrap

    for heading, text in tell_coverage(passages):
        if heading:
            sys.stdout.write(f"{heading}\n")
        marked = "".join(f"[{mark}: {visible(words)}]" if mark else visible(words) for mark, words in text)
        indented = {"initial_indent": _INDENT, "subsequent_indent": _INDENT}
        sys.stdout.writelines(f"{line}\n" for line in wrap(marked, _PROSE, **indented))  # type: ignore[arg-type]


def tell_coverage(passages: Iterable[CoveredPassage]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Give the passages of a text, each with its heading, which is empty where it is the one above, and its pieces."""
    last = None
    for passage in passages:
        place = f"{Provision.parse(passage.provision).citation}  " if passage.provision else ""
        heading = f"{place}{one_line(passage.taken_as)}" if (passage.provision, passage.taken_as) != last else ""
        last = (passage.provision, passage.taken_as)
        pieces = [(_MARKS[piece.kind], piece.text) for piece in passage.pieces]
        yield heading, [("quoted", passage.pieces[0].text)] if passage.is_quoted else pieces


def print_differences(differences: Iterable[tuple[str, Sequence[str], Sequence[str]]]) -> None:
    """Print what is different: what it is about, the lines that go, and the lines that come."""
    for about, before, after in differences:
        sys.stdout.write(f"{about}\n")
        sys.stdout.writelines(f"- {visible(line)}\n" for line in before)
        sys.stdout.writelines(f"+ {visible(line)}\n" for line in after)
