"""Tables for people: rich lays out what fits a few screens, plain lines carry the rest and go through pipes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, TextIO

from eo_tracker.cli import lines
from eo_tracker.reports.formats import one_line, visible
from eo_tracker.reports.words import count_of, write_agencies, write_days, write_marks, write_totals, write_word

if TYPE_CHECKING:
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from eo_tracker.checks.findings import Checked
    from eo_tracker.cli.importing import ImportedRow
    from eo_tracker.intake.coverage import CoveredPassage
    from eo_tracker.intake.reviewing import Sentence
    from eo_tracker.reports.detail import Detail
    from eo_tracker.reports.questions import Listing, Question, Row

# Rich takes a third of a millisecond for a row, which is nothing for a screen and seconds for a long list.
LONGEST_LAID_OUT = 300
WIDEST = 120
NARROWEST_COLUMN = 18

_STYLES = {"overdue": "bold red", "due_soon": "bold", "met": "green", "met_late": "magenta", "closed": "dim"}
_CHECK_STYLES = {
    "heading": "bold",
    "error": "bold red",
    "warning": "yellow",
    "note": "cyan",
    "code": "dim",
    "caret": "bold",
    "hint": "dim",
}
_COVERAGE = {
    "": "",
    "lead": "bold cyan",
    "duty": "bold",
    "deadline": "bold green",
    "not taken": "bold red",
    "quoted": "dim",
}


def make_console() -> Console:
    """Make the console that rich writes to: stdout, with the words of the data left as they are."""
    from rich.console import Console

    # Rich takes a dumb terminal for one of 80 columns, whatever the terminal says.
    width, height = shutil.get_terminal_size()
    stream: Any = _PlainSpaces(sys.stdout)
    return Console(
        file=stream, highlight=False, markup=False, emoji=False, width=min(width or 80, WIDEST), height=height or 25
    )


class _PlainSpaces:
    """A stream that lets go of the no-break spaces which kept words together in their columns."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(text.replace("\N{NO-BREAK SPACE}", " "))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def plain(text: str, style: str = "") -> Text:
    """Make text that rich prints to the letter: it would eat "[a]" as markup, and obey escape sequences."""
    from rich.text import Text

    return Text(visible(text), style)


def fits_a_terminal(rows: Sequence[object]) -> bool:
    """Whether there is a terminal, and rows are few enough to be laid out on it."""
    return sys.stdout.isatty() and len(rows) <= LONGEST_LAID_OUT


def print_listing(listing: Listing, question: Question) -> None:
    """Print a listing: as a table on a terminal, as one line for each row into a pipe or when it is long."""
    if not fits_a_terminal(listing.rows):
        lines.print_listing(listing)
        return
    console = make_console()
    if not listing.rows:
        console.print(plain(_nothing(question)))
        return
    if question.kind == "status":
        for order_id, rows in groupby(listing.rows, key=lambda row: row["order"]):
            _print_heading(console, listing.headings[order_id])
            _print_rows(rows, "Sec.", _label)
    else:
        _print_rows(listing.rows, "Directive", lambda row: row["citation"].replace(", ", "\n"))
    console.print(plain(write_totals(listing.head["counts"]), "bold"))


def print_line(text: str) -> None:
    """Print a line below a table."""
    if sys.stdout.isatty():
        make_console().print(plain(text, "dim"), overflow="fold")
    else:
        lines.print_line(text)


def _label(row: Row) -> str:
    """Print a row's provision without its order: "3(b)"."""
    return str(row["citation"]).rpartition("Sec. ")[2]


def _nothing(question: Question) -> str:
    if question.kind == "status":
        return "No directive matches."
    if question.kind == "overdue":
        return "Nothing is overdue."
    if question.days == 0:
        return "Nothing falls due today."
    return f"Nothing falls due in the next {count_of(question.days, 'day').removeprefix('1 ')}."


def _print_heading(console: Console, heading: Row) -> None:
    from rich.text import Text

    console.print(Text.assemble((heading["order"], "bold"), "  ", one_line(heading["title"])), overflow="fold")
    effect = "".join(f"; {e}" for e in heading["effect"])
    console.print(plain(f"signed {heading['signed']}{effect}", "dim"))
    console.print()


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Text]], *, flexible: Sequence[int]) -> None:
    """Print rows under columns; the flexible ones take the room that the others leave.

    In a terminal too narrow for columns, each row is a paragraph. Nothing is ever cut.
    """
    from rich import box
    from rich.table import Table

    console, listed = make_console(), list(rows)
    if not _has_room(console.width, columns, listed, flexible):
        for cells in listed:
            _print_paragraph(console, columns, cells, flexible)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=True, padding=(0, 1, 0, 0))
    for n, name in enumerate(columns):
        if n in flexible:
            table.add_column(name, ratio=1, overflow="fold")
        else:
            table.add_column(name, overflow="fold", min_width=len(name))
    for cells in listed:
        table.add_row(*cells)
    console.print(table)
    console.print()


def _has_room(width: int, columns: Sequence[str], rows: Sequence[Sequence[Text]], flexible: Sequence[int]) -> bool:
    """Whether the flexible columns would be wide enough to read, beside the others and the gaps."""
    from rich.cells import cell_len

    fixed = [n for n in range(len(columns)) if n not in flexible]
    taken = sum(max(len(columns[n]), *(cell_len(line) for r in rows for line in r[n].plain.split("\n"))) for n in fixed)
    return width - taken - 2 * len(columns) >= NARROWEST_COLUMN * len(flexible)


def _print_paragraph(console: Console, columns: Sequence[str], cells: Sequence[Text], unnamed: Sequence[int]) -> None:
    from rich.text import Text

    for n, (name, cell) in enumerate(zip(columns, cells, strict=True)):
        if n in (0, *unnamed):
            console.print(cell, overflow="fold")
        else:
            value = plain(" / ").join(cell.split("\n"))
            console.print(Text.assemble((name, "bold"), "  ", value), overflow="fold")
    console.print()


def _print_rows(rows: Iterable[Row], name: str, label: Callable[[Row], str]) -> None:
    columns = (name, "What is required", "Lead", "Reported", "Due")
    print_table(columns, ((plain(label(r)), _what(r), _lead(r), _reported(r), _due(r)) for r in rows), flexible=[1])


def _lead(row: Row) -> Text:
    return plain(write_agencies(row["lead"]).replace(", ", "\n"))


def _what(row: Row) -> Text:
    text = plain(one_line(row["summary"]))
    for mark in write_marks(row):
        text.append("\n" + one_line(mark), "italic")
    return text


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

    if not fits_a_terminal(detail.items):
        lines.print_detail(detail)
        return
    console = make_console()
    row = detail.row
    heading = plain(row["citation"], "bold").append("   ").append(write_days(row), _STYLES.get(row["timeliness"], ""))
    console.print(heading, overflow="fold")
    console.print(plain(one_line(row["summary"])), overflow="fold")
    console.print()
    console.print(make_grid(detail.facts))
    for paragraph in detail.text.split("\n") if detail.text else ():
        console.print()
        console.print(Padding(plain(f"“{paragraph}”"), (0, 4)))
    if detail.items:
        console.print()
        columns = ("Item", "What is required", "Reported", "Due")
        print_table(columns, ((plain(_label(r)), _what(r), _reported(r), _due(r)) for r in detail.items), flexible=[1])


def print_change(citation: str, summary: str, facts: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Print what is different in a directive's record."""
    if not sys.stdout.isatty():
        lines.print_change(citation, summary, facts)
        return
    console = make_console()
    console.print(plain(citation, "bold"), overflow="fold")
    console.print(plain(one_line(summary)), overflow="fold")
    console.print(make_grid(facts))


def print_checked(checked: Checked) -> None:
    """Print what a check has found: by file, with the lines that are meant, and the totals."""
    from eo_tracker.reports.checks.text import lay_out, write_text

    if not fits_a_terminal(checked.findings):
        sys.stdout.write(write_text(checked))
        return
    from rich.text import Text

    console = make_console()
    for line in lay_out(checked, console.width):
        console.print(Text.assemble(*((visible(text), _CHECK_STYLES.get(style, "")) for text, style in line)))


def indented(content: Any, left: int, below: int = 0) -> Padding:
    """Set something in from the left, with so many empty lines below it."""
    from rich.padding import Padding

    return Padding(content, (0, 0, below, left))


def make_grid(facts: Iterable[tuple[str, Sequence[str]]]) -> Table:
    """Make a grid of names and what is said under each; what is long, as addresses are, is folded and never cut."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for name, said in facts:
        if said:
            grid.add_row(name, plain("\n".join(said)))
    return grid


def print_orders(rows: list[Row]) -> None:
    """Print the list of orders with their totals."""
    if not fits_a_terminal(rows):
        lines.print_orders(rows)
        return
    print_table(("Order", "Title", "Signed", "Totals"), map(_order_cells, rows), flexible=[1, 3])


def _order_cells(row: Row) -> list[Text]:
    title = plain(one_line(row["title"]))
    if row["effect_text"]:
        title.append(f"\n{one_line(row['effect_text'])}", "italic")
    totals = plain(write_totals(row["counts"]))
    totals.highlight_regex("[0-9]+ overdue", _STYLES["overdue"])
    return [plain(row["order"].replace(" ", "\N{NO-BREAK SPACE}")), title, plain(row["signed"]), totals]


def _number(counts: Row, word: str) -> Text:
    return plain(str(counts[word]), _STYLES.get(word, "") if counts[word] else "")


def print_agencies(rows: list[Row]) -> None:
    """Print the list of agencies; with what each owes, where that is known."""
    if not sys.stdout.isatty():
        lines.print_agencies(rows)
        return
    if not rows:
        make_console().print(plain("No agency matches."))
        return
    totals = ("leads", "overdue") if "leads" in rows[0] else ()
    columns = ("Key", "Name", "Head", *(word.capitalize() for word in totals))
    named = ([plain(r["key"]), plain(r["name"]), plain("".join(r["officials"][:1]))] for r in rows)
    numbers = ([_number(row, word) for word in totals] for row in rows)
    print_table(columns, (n + m for n, m in zip(named, numbers, strict=True)), flexible=[1, 2])


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
    console.print(make_grid(facts))


def print_imported(rows: Sequence[ImportedRow]) -> None:
    """Print the table of what was imported."""
    if not fits_a_terminal(rows):
        lines.print_imported(rows)
        return
    cells = (
        [plain(row.order.replace(" ", "\N{NO-BREAK SPACE}"))]
        + [plain(str(n)) for n in (row.provisions, row.directives, row.deadlines)]
        + [plain(str(row.to_review), "bold" if row.to_review else ""), plain(one_line(row.path))]
        for row in rows
    )
    print_table(("Order", "Provisions", "Directives", "Deadlines", "To review", "File"), cells, flexible=[5])


def print_coverage(passages: Sequence[CoveredPassage]) -> None:
    """Print an order's text by provision, with what was taken from it: in marks, and in colours beside them."""
    if not fits_a_terminal(()):
        lines.print_coverage(passages)
        return
    from rich.text import Text

    console = make_console()
    for heading, pieces in lines.tell_coverage(passages):
        if heading:
            console.print(plain(heading, "bold"), overflow="fold")
        text = Text.assemble(
            *((f"[{mark}: {visible(words)}]" if mark else visible(words), _COVERAGE[mark]) for mark, words in pieces)
        )
        console.print(indented(text, 4))


def print_doubt(heading: str, sentence: Sentence, facts: Sequence[tuple[str, Sequence[str]]]) -> None:
    """Print a doubt of a draft: the sentence with the words that are meant, what was chosen, and what else could be."""
    console = make_console()
    console.print()
    console.print(plain(heading, "bold"), overflow="fold")
    text = plain(sentence.before).append(visible(sentence.quoted), "bold reverse").append(visible(sentence.after))
    if text.plain.strip():
        console.print(indented(text, 4))
    console.print(make_grid(facts))


def print_differences(differences: Sequence[tuple[str, Sequence[str], Sequence[str]]]) -> None:
    """Print what is different: what it is about, the lines that go, and the lines that come."""
    if not fits_a_terminal(()):
        lines.print_differences(differences)
        return
    console = make_console()
    for about, before, after in differences:
        console.print(plain(about, "bold"), overflow="fold")
        for mark, style, said in (("- ", "red", before), ("+ ", "green", after)):
            for line in said:
                console.print(plain(f"{mark}{line}", style), overflow="fold")
