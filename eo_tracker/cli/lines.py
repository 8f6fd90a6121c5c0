"""Lists as plain lines, one for each row: for pipes, where grep and sort read them, and for lists of many screens.

Nothing is wrapped, cut, coloured or padded at the end.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from eo_tracker.reports.formats import one_line
from eo_tracker.reports.words import write_agencies, write_days, write_marks, write_totals

if TYPE_CHECKING:
    from eo_tracker.reports.detail import Detail
    from eo_tracker.reports.questions import Listing, Row

Facts = Iterable[tuple[str, Sequence[str]]]


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
