"""The report as an Excel workbook, for whoever filters, sorts and counts on.

Days are Excel's days, numbers are numbers, and everything else is text: nothing that data says becomes a formula or a
link. What is marked by colour is said in the same cell.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from eo_tracker.domain.errors import MissingPart
from eo_tracker.reports.weekly.content import Report
from eo_tracker.reports.weekly.directives import FIELDS, give_cells
from eo_tracker.reports.weekly.document import Block, Cell, Chart, Column, Heading, Paragraph, Table, compose
from eo_tracker.reports.weekly.office_package import MAKER, clean, name_property, repack, stamp
from eo_tracker.reports.weekly.widths import measure, share
from eo_tracker.reports.weekly.wording import write_nothing, write_period
from eo_tracker.repository.tables import is_formula

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_FONT, _SIZE = "Arial", 10
_INK, _DARK, _PALE, _LINE = "#1B1B1B", "#162E51", "#D9E8F6", "#A9AEB1"
_LETTER = 1  # the paper's number, as Excel has it
_LONGEST_CELL = 32_767  # in the units of UTF-16, as Excel counts
_CUT = " ... [cut: a cell holds no more]"
_LONGEST_MARKING, _LONGEST_TITLE = 130, 40  # a page's margin holds 255 with its codes
_MOST_ROWS = 1_048_576
_FIRST_YEAR = 1901  # in the year before, Excel counts a February 29 that was none
_FILTER_BUTTON, _INDENT = 4, 2  # characters
_LETTERS = 1.03  # in the room of a digit, by which Excel measures
_LONG_TEXT, _OFF_PAPER = 48, 80  # characters: a column of long texts that is not printed is so wide
_READABLE = 175  # characters in a line of a page, at which it can still be read
_OVERVIEW = (34, 18, 18, 14, 8, 8)  # characters
_LINE_HEIGHT, _HIGHEST = 14, 400  # points
_LONGEST_MEASURED = 4_000  # characters: what is longer is higher than the highest row

_ON_PAPER = 8
"""So many columns of all directives fit a page that can be read; the others are for filters, and not printed."""
_OVERDUE = ("citation", "summary", "lead", "due", "days", "standing", "status", "as_of", "note", "remarks")

_SIGNALS = (
    ("begins with", "overdue", {"bg_color": "#F4E3DB", "font_color": "#8B0A03", "bold": True}),
    ("begins with", "due soon", {"bg_color": "#FAF3D1", "font_color": "#3D3A08", "bold": True}),
    ("begins with", "due today", {"bg_color": "#FAF3D1", "font_color": "#3D3A08", "bold": True}),
    ("ends with", "late", {"bg_color": "#F4E3DB", "font_color": "#3D1209"}),
    ("begins with", "met", {"bg_color": "#ECF3EC", "font_color": "#19311E"}),
)
"""The words of a standing that are also marked by colour; the first that fits holds."""


def write_report(report: Report) -> bytes:
    """Write a report as `.xlsx`. Raises MissingPart."""
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise MissingPart("writing Excel needs XlsxWriter", "report") from None
    out = io.BytesIO()
    # Row by row, so that a long list stands in memory once and not as cells beside it.
    kept_as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    font = {"default_format_properties": {"font_name": _FONT, "font_size": _SIZE}}
    book = Workbook(out, {"constant_memory": True, **kept_as_text, **font})
    title, when = name_property(report.edition.title), stamp(report.period).replace(tzinfo=None)
    subject = name_property(write_period(report))
    book.set_properties({"title": title, "subject": subject, "author": MAKER, "created": when})
    book.set_size(1600, 1000)
    _write_sheets(_Writer(book, report), report)
    book.close()
    return repack(out.getvalue())


def _write_sheets(writer: _Writer, report: Report) -> None:
    sections = _divide(compose(report))
    told = ("top", "totals", "nothing", "counting")
    writer.write_overview([block for anchor in told for block in sections.get(anchor, ())])
    directives = tuple(FIELDS.values())
    rows = [give_cells(row, directives) for row in report.rows]
    writer.write_list("All directives", [f.column for f in directives], rows, "Nothing is tracked.", _ON_PAPER)
    overdue = tuple(FIELDS[name] for name in _OVERDUE)
    rows = [give_cells(row, overdue) for row in report.overdue]
    writer.write_list("Overdue", [f.column for f in overdue], rows, write_nothing(report, "overdue"))
    for name, anchor in (("Changes", "changed"), ("Scorecard", "agencies")):
        table = next((block for block in sections.get(anchor, ()) if isinstance(block, Table)), None)
        columns, rows = (table.columns, list(table.rows)) if table else ((), [])
        writer.write_list(name, columns, rows, write_nothing(report, anchor))


def _divide(blocks: Iterable[Block]) -> dict[str, list[Block]]:
    """Divide a document into its parts, each under the anchor of its heading."""
    parts: dict[str, list[Block]] = {}
    for block in blocks:
        if isinstance(block, Heading) and block.level <= 2:
            part = parts.setdefault(block.anchor, [])
        part.append(block)
    return parts


@dataclass(frozen=True, slots=True)
class _Looks:
    """How cells look. One of text that begins like a formula stays text when somebody has edited it."""

    text: Format
    text_like_formula: Format
    day: Format
    number: Format
    change: Format
    heading: Format
    heading_of_numbers: Format
    title: Format
    section: Format
    lead: Format
    paragraph: Format

    @staticmethod
    def of(book: Workbook) -> _Looks:
        base = {"font_name": _FONT, "font_size": _SIZE, "font_color": _INK, "valign": "top"}
        edged = {**base, "bottom": 1, "bottom_color": _LINE}
        wrapped = {**edged, "text_wrap": True, "align": "left", "indent": 1}
        head = {"bold": True, "bg_color": _PALE, "bottom": 2, "bottom_color": _DARK, "font_color": _DARK}
        return _Looks(
            text=book.add_format(wrapped),
            text_like_formula=book.add_format({**wrapped, "quote_prefix": True}),
            day=book.add_format({**edged, "num_format": "yyyy-mm-dd", "align": "left", "indent": 1}),
            number=book.add_format({**edged, "num_format": "#,##0", "align": "right", "indent": 1}),
            change=book.add_format({**edged, "num_format": "+#,##0;-#,##0;0", "align": "right", "indent": 1}),
            heading=book.add_format({**wrapped, **head}),
            heading_of_numbers=book.add_format({**wrapped, **head, "align": "right", "indent": 1}),
            title=book.add_format({**base, "valign": "vcenter", "bold": True, "font_size": 18, "font_color": _DARK}),
            section=book.add_format({**base, "valign": "vcenter", "bold": True, "font_size": 14, "font_color": _DARK}),
            lead=book.add_format({**base, "bold": True, "font_size": 12, "text_wrap": True, "bg_color": "#EFF6FB"}),
            paragraph=book.add_format({**base, "text_wrap": True}),
        )


class _Writer:
    """Writes the sheets of a book. Rows are written in their order, as the book keeps only one of them in memory."""

    def __init__(self, book: Workbook, report: Report) -> None:
        self._book, self._edition = book, report.edition
        self._looks = _Looks.of(book)
        self._signals = [(how, words, book.add_format(look)) for how, words, look in _SIGNALS]

    def write_list(
        self,
        name: str,
        columns: Sequence[Column],
        rows: list[tuple[Cell, ...]],
        empty: str,
        on_paper: int | None = None,
    ) -> None:
        """Write a sheet that is one table, with filters; `empty` is said where it has no rows."""
        page = self._add_page(name)
        if not rows:
            page.set_column(0, 0, sum(_OVERVIEW))
            self._write_cell(page, 0, 0, empty, self._looks.paragraph)
            page.print_area(0, 0, 0, 0)
            return
        last, shown = len(columns) - 1, on_paper or len(columns)
        wishes = [width.widen(_FILTER_BUTTON) for width in measure(columns, rows)]
        off_paper = (_OFF_PAPER if width.most >= _LONG_TEXT else width.most for width in wishes[shown:])
        widths = [*share(wishes[:shown], _READABLE), *off_paper]
        for n, width in enumerate(widths):
            page.set_column(n, n, width)
        end = self._write_table(page, 0, Table(name, tuple(columns), tuple(rows)), widths)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, end, last)
        page.repeat_rows(0)
        page.print_area(0, 0, end, min(last, shown - 1))
        self._signal(page, columns, end)

    def write_overview(self, blocks: Iterable[Block]) -> None:
        """Write the sheet that says the whole: sentences, and the totals."""
        page, row = self._add_page("Overview"), 0
        page.set_portrait()
        page.hide_gridlines(2)
        for n, width in enumerate(_OVERVIEW):
            page.set_column(n, n, width)
        for block in blocks:
            if isinstance(block, Table):
                row = self._write_table(page, row, block, _OVERVIEW) + 2
            elif not isinstance(block, Chart):
                row = self._write_sentence(page, row, block)
        page.print_area(0, 0, row, len(_OVERVIEW) - 1)

    def _add_page(self, name: str) -> Worksheet:
        page = self._book.add_worksheet(name)
        page.set_landscape()
        page.set_paper(_LETTER)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
        marking = clean(self._edition.marking or "")
        marked = f'&C&"{_FONT},Bold"{_escape(marking, _LONGEST_MARKING)}' if marking else ""
        plain = f'&"{_FONT},Regular"'
        page.set_header(marked)
        title = _escape(clean(self._edition.title), _LONGEST_TITLE)
        page.set_footer(f"&L{plain}&A: {title}{marked}&R{plain}Page &P of &N")
        return page

    def _write_sentence(self, page: Worksheet, row: int, block: Heading | Paragraph) -> int:
        """Write a sentence across the page; give the row after it."""
        looks = self._looks
        if isinstance(block, Heading):
            page.set_row(row, 2 * _LINE_HEIGHT)
            self._write_cell(page, row, 0, block.text, looks.title if block.level == 1 else looks.section)
            return row + 1
        look, wide = (looks.lead, 0.8) if block.lead else (looks.paragraph, 1.0)
        page.set_row(row, _measure_height([block.text], [sum(_OVERVIEW) * wide]))
        page.merge_range(row, 0, row, len(_OVERVIEW) - 1, "", look)
        self._write_cell(page, row, 0, block.text, look)
        return row + 2

    def _write_table(self, page: Worksheet, row: int, table: Table, widths: Sequence[float]) -> int:
        """Write a table from a row on, each row as high as the columns of these widths need; give its last row."""
        looks = self._looks
        names = [column.name for column in table.columns]
        page.set_row(row, _measure_height(names, widths))
        for n, column in enumerate(table.columns):
            look = looks.heading_of_numbers if column.is_number else looks.heading
            self._write_cell(page, row, n, column.name, look)
        for cells in self._fitting(table.rows, _MOST_ROWS - row - 1):
            row += 1
            page.set_row(row, _measure_height(cells, widths))
            for n, cell in enumerate(cells):
                self._write_cell(page, row, n, cell, looks.change if table.columns[n].kind == "change" else None)
        return row

    @staticmethod
    def _fitting(rows: Sequence[Sequence[Cell]], most: int) -> Iterator[Sequence[Cell]]:
        """Give the rows that a sheet holds; that there are more is said in the last."""
        if len(rows) <= most:
            yield from rows
        else:
            yield from rows[: most - 1]
            yield (f"{len(rows) - most + 1:,} more rows: a sheet holds no more",)

    def _write_cell(self, page: Worksheet, row: int, column: int, cell: Cell, look: Format | None = None) -> None:
        looks = self._looks
        if isinstance(cell, date) and cell.year >= _FIRST_YEAR:
            page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), look or looks.day)
        elif isinstance(cell, int):
            page.write_number(row, column, cell, look or looks.number)
        elif cell is None or cell == "":
            page.write_blank(row, column, None, look or looks.text)
        else:
            text = _fit(clean(cell))
            page.write_string(row, column, text, look or (looks.text_like_formula if is_formula(text) else looks.text))

    def _signal(self, page: Worksheet, columns: Sequence[Column], end: int) -> None:
        """Mark standings by colour, too."""
        for n, column in enumerate(columns):
            if column.name not in {"Standing", "Timeliness"}:
                continue
            for how, words, look in self._signals:
                rule = {"type": "text", "criteria": how, "value": words, "format": look, "stop_if_true": True}
                page.conditional_format(1, n, end, n, rule)


def _measure_height(cells: Sequence[Cell], widths: Sequence[float]) -> int:
    """Measure how high a row must be: not every program makes rows as high as their text."""
    lines = (
        _count_lines(c, (w - _INDENT) * _LETTERS) for c, w in zip(cells, widths, strict=False) if isinstance(c, str)
    )
    return min(_LINE_HEIGHT * max(lines, default=1) + 3, _HIGHEST)


def _count_lines(text: str, room: float) -> int:
    """Count the lines of a text in a room of so many characters, at whose ends its words are wrapped."""
    if len(text) <= room:
        return 1
    lines, used = 1, 0.0
    for word in text[:_LONGEST_MEASURED].split():
        if used and used + 1 + len(word) > room:
            lines, used = lines + 1, 0.0
        used += len(word) + (1 if used else 0)
        lines, used = lines + int(used // room), used % room
    return lines


def _fit(text: str) -> str:
    """Cut text that no cell holds, and say so."""
    if len(text) * 2 <= _LONGEST_CELL:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST_CELL:
        return text
    return units[: 2 * (_LONGEST_CELL - len(_CUT))].decode("utf-16-le", "ignore") + _CUT


def _escape(text: str, most: int) -> str:
    """Write text for a page's margin, in which & begins a code; what does not fit is cut."""
    kept, room = "", most
    for character in text:
        written = "&&" if character == "&" else character
        room -= len(written.encode("utf-16-le")) // 2
        if room < 0:
            break
        kept += written
    return kept
