"""Tables for people: rich lays out what fits a few screens, plain lines carry the rest and go through pipes."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

from eo_tracker.reports.formats import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from eo_tracker.reports.listing import Listing, Question, Row

# Rich takes a third of a millisecond for a row, which is nothing for a screen and seconds for a long list.
LONGEST_LAID_OUT = 300
WIDEST = 140

_STYLES = {
    "overdue": "bold red",
    "due_soon": "yellow",
    "met": "green",
    "met_late": "magenta",
    "closed": "dim",
}


def make_console() -> Console:
    """Make the console that rich writes to: stdout, with the words of the data left as they are."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDEST)
    return console


def plain(text: str, style: str = "") -> Text:
    """Make text that rich prints to the letter: it would eat "[a]" as markup, and obey escape sequences."""
    from rich.text import Text

    return Text(one_line(text), style)


def write_days(row: Row) -> str:
    """Say how a row stands against its deadline, in words: "515 days overdue"."""
    days, timeliness = row["days"], row["timeliness"]
    if timeliness in _WITH_DAYS and days is not None:
        return _WITH_DAYS[timeliness](days)
    if timeliness == "no_deadline":
        return "immediately" if _is_immediate(row["deadline"]) else "no deadline"
    return str(timeliness).replace("_", " ")


def _count(days: int) -> str:
    return "1 day" if abs(days) == 1 else f"{abs(days)} days"


_WITH_DAYS = {
    "overdue": lambda days: f"overdue {_count(days)}",
    "due_soon": lambda days: f"due in {_count(days)}" if days else "due today",
    "upcoming": lambda days: f"due in {_count(days)}",
    "met": lambda days: f"met {_count(days)} early" if days else "met on the day",
    "met_late": lambda days: f"met {_count(days)} late",
}


def _is_immediate(deadline: object) -> bool:
    return isinstance(deadline, dict) and bool(deadline.get("immediately"))


def print_listing(listing: Listing, question: Question) -> None:
    """Print a listing: as a table on a terminal, as one line for each row into a pipe or when it is long."""
    if not sys.stdout.isatty() or len(listing.rows) > LONGEST_LAID_OUT:
        _print_lines(listing)
        return
    console = make_console()
    if not listing.rows:
        console.print(plain(_nothing(question)))
        return
    if question.kind == "status":
        for order_id, rows in groupby(listing.rows, key=lambda row: row["order"]):
            _print_heading(console, listing.headings[order_id])
            console.print(_table(rows, "Sec.", lambda row: row["citation"].rpartition("Sec. ")[2]))
            console.print()
    else:
        console.print(_table(listing.rows, "Directive", lambda row: row["citation"].replace(", Sec. ", "\n")))
        console.print()
    console.print(plain(write_totals(listing.head["counts"]), "bold"))


def _nothing(question: Question) -> str:
    return {
        "status": "No directive matches.",
        "overdue": "Nothing is overdue.",
        "upcoming": f"Nothing falls due in the next {_count(question.days)}.",
    }[question.kind]


def _print_heading(console: Console, heading: Row) -> None:
    from rich.text import Text

    console.print(Text.assemble((heading["order"], "bold"), "  ", one_line(heading["title"])))
    effect = "".join(f"; {e}" for e in heading["effect"])
    console.print(plain(f"signed {heading['signed']}{effect}", "dim"))


def _table(rows: Iterable[Row], name: str, label: object) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=True, padding=(0, 1, 0, 0))
    table.add_column(name, no_wrap=True)
    table.add_column("What it requires", ratio=1)
    table.add_column("Lead", max_width=14)
    table.add_column("Reported", no_wrap=True)
    table.add_column("Due", no_wrap=True)
    for row in rows:
        table.add_row(
            plain_lines(label(row)),  # type: ignore[operator]
            _what(row),
            plain(write_lead(row["lead"])),
            _reported(row),
            _due(row),
        )
    return table


def plain_lines(text: str) -> Text:
    from rich.text import Text

    return Text("\n").join(plain(line) for line in text.split("\n"))


def write_lead(keys: Sequence[str]) -> str:
    """Print the keys of agencies; "agencies" as "all agencies"."""
    return ", ".join("all agencies" if key == "agencies" else key for key in keys)


def _what(row: Row) -> Text:
    text = plain(row["summary"])
    for mark in _marks(row):
        text.append("\n" + one_line(mark), "italic")
    return text


def _marks(row: Row) -> Iterable[str]:
    """Give what else a reader must know of a row: items, holds, effects, extensions, continuing duties."""
    if "items" in row:
        yield f"{row['items_completed']} of {len(row['items'])} items completed"
    for hold in row.get("holds", ()):
        yield f"on hold: {hold['court']}, {hold['docket']}"
    for effect in row.get("effect", ()):
        part = f" in part ({effect['part']})" if effect.get("part") else ""
        yield f"{effect['state']}{part} by {effect.get('by', 'an instrument not named')}"
    if row.get("order_due"):
        yield f"extended; the order's own day is {row['order_due']}"
    if row.get("projected_due"):
        yield f"projected for {row['projected_due']}, if its trigger keeps its own day"


def _reported(row: Row) -> Text:
    text = plain(row["status"].replace("_", " "))
    if row["verification"] != "unverified":
        text.append(f"\n{row['verification']}")
    return text


def _due(row: Row) -> Text:
    text = plain(f"{row['due_weekday'][:3]} {row['due']}\n" if row["due"] else "")
    if row["due"]:
        text.append("\n")
    style = _STYLES.get(row["timeliness"], "")
    return text.append(write_days(row), style)


def write_totals(counts: dict[str, int]) -> str:
    """Say the totals in one line: "8 directives: 3 overdue, 5 without a deadline; 1 in progress, 7 not reported"."""
    total = "1 directive" if counts["total"] == 1 else f"{counts['total']} directives"
    words = {"no_deadline": "without a deadline"}
    timeliness = (
        "overdue",
        "due_soon",
        "upcoming",
        "awaiting_trigger",
        "no_deadline",
        "met",
        "met_late",
        "closed",
    )
    statuses = ("completed", "in_progress", "not_started", "not_reported", "not_applicable", "not_pursued")
    parts = (
        ", ".join(f"{counts[w]} {words.get(w, w.replace('_', ' '))}" for w in group if counts[w])
        for group in (timeliness, statuses)
    )
    return f"{total}: {'; '.join(parts)}" if counts["total"] else total


def _print_lines(listing: Listing) -> None:
    write = sys.stdout.write
    for row in listing.rows:
        lead = write_lead(row["lead"])
        due = row["due"] or "-"
        line = (
            f"{row['id']:<20} {write_days(row):<22} {due:<10} {row['status']:<14} {lead:<16} {one_line(row['summary'])}"
        )
        write(f"{line.rstrip()}\n")
    write(write_totals(listing.head["counts"]) + "\n")
