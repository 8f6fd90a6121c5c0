"""Tables for people: rich lays out what fits a few screens, plain lines carry the rest and go through pipes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from eo_tracker.cli import lines
from eo_tracker.reports.formats import one_line, visible
from eo_tracker.reports.words import count_of, write_agencies, write_days, write_totals, write_word

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from eo_tracker.reports.detail import Detail
    from eo_tracker.reports.questions import Listing, Question, Row

# Rich takes a third of a millisecond for a row, which is nothing for a screen and seconds for a long list.
LONGEST_LAID_OUT = 300
WIDEST = 120

_STYLES = {"overdue": "bold red", "due_soon": "yellow", "met": "green", "met_late": "magenta", "closed": "dim"}


def make_console() -> Console:
    """Make the console that rich writes to: stdout, with the words of the data left as they are."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDEST)
    return console


def plain(text: str, style: str = "") -> Text:
    """Make text that rich prints to the letter: it would eat "[a]" as markup, and obey escape sequences."""
    from rich.text import Text

    return Text(visible(text), style)


def _fits_a_terminal(rows: Sequence[Row]) -> bool:
    return sys.stdout.isatty() and len(rows) <= LONGEST_LAID_OUT


def print_listing(listing: Listing, question: Question) -> None:
    """Print a listing: as a table on a terminal, as one line for each row into a pipe or when it is long."""
    if not _fits_a_terminal(listing.rows):
        lines.print_listing(listing)
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
        console.print(_table(listing.rows, "Directive", lambda row: row["citation"].replace(", ", "\n")))
        console.print()
    console.print(plain(write_totals(listing.head["counts"]), "bold"))


def _nothing(question: Question) -> str:
    return {
        "status": "No directive matches.",
        "overdue": "Nothing is overdue.",
        "upcoming": f"Nothing falls due in the next {count_of(question.days, 'day')}.",
    }[question.kind]


def _print_heading(console: Console, heading: Row) -> None:
    from rich.text import Text

    console.print(Text.assemble((heading["order"], "bold"), "  ", one_line(heading["title"])))
    effect = "".join(f"; {e}" for e in heading["effect"])
    console.print(plain(f"signed {heading['signed']}{effect}", "dim"))
    console.print()


def make_table(*columns: str, flexible: int) -> Table:
    """Make a table with these columns, of which one takes the room that the others leave."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=True, padding=(0, 1, 0, 0))
    for n, name in enumerate(columns):
        if n == flexible:
            table.add_column(name, ratio=1, min_width=20)
        else:
            table.add_column(name)
    return table


def _table(rows: Iterable[Row], name: str, label: Callable[[Row], str]) -> Table:
    table = make_table(name, "What is required", "Lead", "Reported", "Due", flexible=1)
    for row in rows:
        lead = plain(write_agencies(row["lead"]).replace(", ", "\n"))
        table.add_row(plain(label(row)), _what(row), lead, _reported(row), _due(row))
    return table


def _what(row: Row) -> Text:
    text = plain(one_line(row["summary"]))
    for mark in _marks(row):
        text.append("\n" + one_line(mark), "italic")
    return text


def _marks(row: Row) -> Iterable[str]:
    """Give what else a reader must know of a row: items, holds, effects, extensions, projections."""
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
        yield f"projected for {row['projected_due']}, if what it waits for keeps its own day"


def _reported(row: Row) -> Text:
    text = plain(write_word(row["status"]).replace(" ", "\N{NO-BREAK SPACE}"))
    if row["verification"] != "unverified":
        text.append(f"\n{row['verification']}")
    return text


def _due(row: Row) -> Text:
    day = f"{row['due_weekday'][:3]} {row['due']}\n".replace(" ", "\N{NO-BREAK SPACE}") if row["due"] else ""
    style = _STYLES.get(row["timeliness"], "")
    return plain(day).append(write_days(row).replace(" ", "\N{NO-BREAK SPACE}"), style)


def print_detail(detail: Detail) -> None:
    """Print a directive in full."""
    from rich.padding import Padding

    if not _fits_a_terminal(detail.items):
        lines.print_detail(detail)
        return
    console = make_console()
    row = detail.row
    heading = plain(row["citation"], "bold").append("   ").append(write_days(row), _STYLES.get(row["timeliness"], ""))
    console.print(heading)
    console.print(plain(one_line(row["summary"])))
    console.print()
    console.print(_grid(detail.facts))
    for paragraph in detail.text.split("\n") if detail.text else ():
        console.print()
        console.print(Padding(plain(f"“{paragraph}”"), (0, 4)))
    if detail.items:
        console.print()
        console.print(_items(detail))


def _grid(facts: Iterable[tuple[str, Sequence[str]]]) -> Table:
    """Make a grid of names and what is said under each; what is long, as addresses are, is folded and never cut."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for name, said in facts:
        if said:
            grid.add_row(name, plain("\n".join(said)))
    return grid


def _items(detail: Detail) -> Table:
    table = make_table("Item", "What is required", "Reported", "Due", flexible=1)
    for row in detail.items:
        label = row["citation"].rpartition("Sec. ")[2]
        table.add_row(plain(label), _what(row), _reported(row), _due(row))
    return table


def print_orders(rows: list[Row]) -> None:
    """Print the list of orders with their totals."""
    if not _fits_a_terminal(rows):
        lines.print_orders(rows)
        return
    table = make_table("Order", "Title", "Signed", "Directives", "Overdue", "Due soon", "Completed", flexible=1)
    for row in rows:
        counts = row["counts"]
        title = plain(one_line(row["title"]))
        if row["effect_text"]:
            title.append(f"\n{one_line(row['effect_text'])}", "italic")
        numbers = (counts[word] for word in ("total", "overdue", "due_soon", "completed"))
        styles = ("", _STYLES["overdue"] if counts["overdue"] else "", "", "")
        cells = (plain(str(n), style) for n, style in zip(numbers, styles, strict=True))
        table.add_row(plain(row["order"].replace(" ", "\N{NO-BREAK SPACE}")), title, row["signed"], *cells)
    make_console().print(table)


def print_agencies(rows: list[Row]) -> None:
    """Print the list of agencies; with what each owes, where that is known."""
    if not sys.stdout.isatty():
        lines.print_agencies(rows)
        return
    with_totals = all("leads" in row for row in rows)
    totals = ("Leads", "Overdue") if with_totals else ()
    table = make_table("Key", "Name", "Head", *totals, flexible=1)
    for row in rows:
        cells = [plain(row["key"]), plain(row["name"]), plain(row["officials"][0] if row["officials"] else "")]
        if with_totals:
            cells += [
                plain(str(row["leads"])),
                plain(str(row["overdue"]), _STYLES["overdue"] if row["overdue"] else ""),
            ]
        table.add_row(*cells)
    make_console().print(table)


def print_agency(row: Row) -> None:
    """Print all that is known of one agency."""
    from eo_tracker.reports.overviews import list_agency_facts

    facts = list(list_agency_facts(row))
    if not sys.stdout.isatty():
        lines.print_facts([(row["key"], [row["name"]]), *facts])
        return
    console = make_console()
    console.print(plain(f"{row['key']}  {row['name']}", "bold"))
    console.print()
    console.print(_grid(facts))
