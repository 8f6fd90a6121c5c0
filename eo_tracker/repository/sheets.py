"""Excel's files, as bytes and as rows.

A formula is never read as what it once gave. Only small files are read, as they are unpacked; XML with entities of its
own is refused, which is why nothing is read without defusedxml.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from eo_tracker.domain.errors import EOTrackerError, MissingPart
from eo_tracker.repository.contents import MEGABYTE
from eo_tracker.repository.tables import (
    FIRST_DAY,
    MAX_ROWS,
    SAVE_AS,
    Cell,
    Column,
    Sheet,
    Table,
    Unreadable,
    UnreadableSheet,
    holdable,
    is_formula,
    is_marked,
    keep_rows,
    unmarked,
)

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as ExcelCell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.worksheet.worksheet import Worksheet

MAX_UNPACKED = 64 * MEGABYTE
MAX_COLUMNS = 200
MAX_MERGED = 1000

_DEFINITION = re.compile(rb"<\0?!\0?D\0?O\0?C\0?T\0?Y\0?P\0?E")  # in UTF-8 or UTF-16
# What stands for a character in Excel's files, as _x000D_ does.
_EXCEL_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_EXCEL_READ = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)|_x000[dD]_\n?")
_FONT = "Calibri"
_LINE, _HIGHEST = 15, 400  # points
_PAGE_WIDTH = 100
_FIRST_YEAR = 1901  # in the year before, Excel counts a February 29 that was none


def write_excel(sheet: Sheet, today: date) -> bytes:
    """Write a sheet as `.xlsx`, its locked cells grey and protected without a password. Raises MissingPart."""
    try:
        from openpyxl import Workbook
    except ImportError:
        raise MissingPart("writing Excel needs openpyxl", "report") from None
    book = Workbook()
    book.properties.title = sheet.title
    book.properties.creator = "eo-tracker"
    book.properties.created = datetime(today.year, today.month, today.day)
    page = book.worksheets[0]
    page.title = sheet.name
    _fill(page, sheet)
    _lay_out(page, sheet)
    _guide(page, sheet)
    _instruct(book.create_sheet(sheet.instructions_name), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    edge = Side(style="thin", color="BFBFBF")
    border, wrapped = Border(edge, edge, edge, edge), Alignment("left", "top", wrap_text=True)
    grey, dark = PatternFill("solid", fgColor="EDEDED"), PatternFill("solid", fgColor="1F3864")
    for n, column in enumerate(sheet.columns, 1):
        heading = page.cell(1, n, column.heading)
        heading.font, heading.fill = Font(_FONT, 11, bold=True, color="FFFFFF"), dark
        heading.alignment, heading.border = wrapped, border
        for row, cells in enumerate(sheet.rows, 2):
            cell = page.cell(row, n)
            _write_cell(cell, cells[n - 1], column)
            cell.alignment, cell.border, cell.protection = wrapped, border, Protection(locked=not column.is_open)
            if not column.is_open:
                cell.fill = grey


def _write_cell(cell: ExcelCell | MergedCell, value: str | date | None, column: Column) -> None:
    if isinstance(value, str):
        text = f"'{value}" if is_marked(value) else value
        cell.value = _EXCEL_CODE.sub("_x005F_", holdable(text))
        cell.data_type = "s"  # openpyxl takes what begins with = for a formula
        cell.quotePrefix = is_formula(value)  # and Excel would, once somebody is in the cell
    elif value is not None:
        cell.value = value if value.year >= _FIRST_YEAR else str(value)
    # Else Excel takes "25-118" for a day, and "+1" for a sum.
    cell.number_format = "@" if column.holds == "text" else "yyyy-mm-dd"


def _lay_out(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    for n, column in enumerate(sheet.columns, 1):
        dimension = page.column_dimensions[get_column_letter(n)]
        dimension.width, dimension.hidden = column.width, column.is_hidden
    shown = sum(not column.is_hidden for column in sheet.columns)
    _set_heights(page, [column.width for column in sheet.columns], [[c.heading for c in sheet.columns], *sheet.rows])
    page.freeze_panes = "B2"
    page.auto_filter.ref = f"A1:{get_column_letter(shown)}{len(sheet.rows) + 1}"
    page.print_title_rows = "1:1"
    _set_up_page(page)
    page.protection.sheet = True
    # What may be done all the same; in Excel's words, what is not forbidden.
    page.protection.formatColumns = page.protection.formatRows = page.protection.autoFilter = False


def _set_heights(page: Worksheet, widths: Sequence[int], rows: Sequence[Sequence[str | date | None]]) -> None:
    """Make rows as high as their text needs; as if Excel had, so that they grow with what is filled in."""
    from openpyxl.worksheet.dimensions import RowDimension

    class GrowingRow(RowDimension):
        customHeight = False  # noqa: N815  # the name in Excel's files

    for number, cells in enumerate(rows, 1):
        lines = max(_count_lines(str(cell or ""), width) for cell, width in zip(cells, widths, strict=True))
        page.row_dimensions[number] = GrowingRow(page, index=number, ht=min(_LINE * lines, _HIGHEST))


def _count_lines(text: str, width: int) -> int:
    return sum(1 + len(line) // width for line in text.split("\n"))


def _set_up_page(page: Worksheet) -> None:
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_LETTER
    page.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.7, footer=0.3)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.oddFooter.right.text = "&A, page &P of &N"  # type: ignore[union-attr]  # a sheet that is made has one


def _guide(page: Worksheet, sheet: Sheet) -> None:
    """Let Excel offer the choices, explain the columns, and refuse what is no day."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for n, column in enumerate(sheet.columns, 1):
        if not column.is_open:
            continue
        if column.choices:
            rule = DataValidation("list", formula1=f'"{",".join(column.choices)}"')
            rule.error = f"Choose one of: {', '.join(column.choices)}."
        elif column.holds == "text":
            rule = DataValidation(None)
        else:
            last = "TODAY()" if column.holds == "past days" else "DATE(2199,12,31)"
            rule = DataValidation("date", operator="between", formula1="DATE(1900,1,1)", formula2=last)
            rule.error = "Write a day, as 2025-06-20" + (", and none to come." if last == "TODAY()" else ".")
        rule.allow_blank, rule.showErrorMessage, rule.errorTitle = True, True, column.heading
        rule.showInputMessage, rule.promptTitle, rule.prompt = bool(column.prompt), column.heading, column.prompt
        letter = get_column_letter(n)
        rule.add(f"{letter}2:{letter}{len(sheet.rows) + 1}")
        page.add_data_validation(rule)


def _instruct(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font

    page.column_dimensions["A"].width = _PAGE_WIDTH
    texts = (sheet.title, *sheet.instructions)
    for row, text in enumerate(texts, 1):
        cell = page.cell(row, 1)
        _write_cell(cell, text, sheet.columns[0])
        cell.alignment = Alignment("left", "top", wrap_text=True)
        cell.font = Font(_FONT, 14 if row == 1 else 11, bold=row == 1)
    _set_heights(page, [_PAGE_WIDTH], [[f"{text}\n"] for text in texts])
    page.protection.sheet = True
    _set_up_page(page)


def read_excel(raw: bytes, name: str) -> list[Table]:
    """Read the sheets of a workbook. Raises UnreadableSheet and MissingPart."""
    try:
        from openpyxl import DEFUSEDXML
    except ImportError:
        raise MissingPart("reading Excel needs openpyxl", "report") from None
    if not DEFUSEDXML:
        raise MissingPart("reading Excel needs defusedxml, against harmful files", "report")
    import warnings

    _require_workbook(raw, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is lost when the file is written again
            return _read_book(raw, name)
    except EOTrackerError:
        raise
    except Exception as e:
        # openpyxl raises whatever a damaged file makes Python raise.
        message = f"{name} is damaged, or Excel has not written it ({type(e).__name__})"
        raise UnreadableSheet(message, SAVE_AS) from None


def _require_workbook(raw: bytes, name: str) -> None:
    """Look into a package before it is unpacked: what it is, how large it will be."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = {part.filename: part for part in package.infolist()}
            size = sum(part.file_size for part in package.infolist())
            # Which XML reader openpyxl takes, and what that refuses, hangs on what else is installed.
            defines = size <= MAX_UNPACKED and any(
                _DEFINITION.search(package.read(part))
                for part in parts.values()
                if part.filename.endswith((".xml", ".rels")) and not part.flag_bits & 1
            )
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError):
        raise UnreadableSheet(f"{name} is damaged", "save it, or have it sent, once more") from None
    if size > MAX_UNPACKED:
        message = f"{name} would unpack to {size // MEGABYTE} MB, and sheets do not"
        raise UnreadableSheet(message, "is it the right file?")
    if defines:
        message = f"{name} is damaged, or Excel has not written it (its XML defines entities)"
        raise UnreadableSheet(message, SAVE_AS)
    if any(part.flag_bits & 1 for part in parts.values()):
        raise UnreadableSheet(f"{name} is protected by a password", "take the password away")
    if "[Content_Types].xml" not in parts or "xl/workbook.bin" in parts or any(p.startswith("word/") for p in parts):
        raise UnreadableSheet(f"{name} is no workbook of Excel (.xlsx)", SAVE_AS)


def _read_book(raw: bytes, name: str) -> list[Table]:
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    # Row by row: of a sheet with one cell in its last corner, all in between would be made.
    reader = ExcelReader(io.BytesIO(raw), read_only=True, keep_links=False)
    reader.read()
    first_day = CALENDAR_MAC_1904.date() if reader.wb.epoch == CALENDAR_MAC_1904 else FIRST_DAY
    parts = {sheet.name: rel.target for sheet, rel in reader.parser.find_sheets()}
    tables = []
    for page in reader.wb.worksheets:
        merged = _list_merged(reader, parts[page.title])
        if len(merged) > MAX_MERGED:
            raise UnreadableSheet(f"a sheet of {name} has {len(merged):,} merged areas", "undo the merging")
        rows = page.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
        numbered = ((n, _read_row(n, cells, merged)) for n, cells in enumerate(rows, 1))
        tables.append(Table(keep_rows(numbered, name), first_day))
    return tables


_Area = tuple[int, int, int, int]


def _list_merged(reader: ExcelReader, part: str) -> list[_Area]:
    """List the areas of a sheet that show one value in the place of many cells: first and last row and column."""
    from openpyxl.utils.cell import range_boundaries
    from openpyxl.xml.functions import iterparse

    areas: list[_Area] = []
    with reader.archive.open(part) as source:
        for _, element in iterparse(source):
            if element.tag.endswith("}mergeCell"):
                left, top, right, bottom = range_boundaries(element.get("ref", ""))
                areas.append((top or 1, bottom or MAX_ROWS, left or 1, right or MAX_COLUMNS))
            elif element.tag.endswith("}row"):
                element.clear()
    return areas


def _read_row(number: int, cells: Sequence[Any], merged: list[_Area]) -> list[Cell]:
    read = [_read_cell(cell) for cell in cells]
    for top, bottom, left, right in merged:
        if top <= number <= bottom:
            for column in range(left, min(right, len(read)) + 1):
                # The first cell of an area holds what it shows; whether it goes for the others is not said.
                if (number, column) != (top, left):
                    read[column - 1] = Unreadable(
                        "the cell is merged with others", "undo the merging, and fill in each"
                    )
    return read


def _read_cell(cell: Any) -> Cell:
    value, kind = cell.value, cell.data_type
    if value is None:
        return None
    if kind == "f":
        return Unreadable("the cell holds a formula", "write what it gives, as a value")
    if kind == "e":
        return Unreadable(f"the cell holds the error {value}", "write the value itself")
    convert = next((convert for types, convert in _CONVERSIONS if isinstance(value, types)), str)
    return convert(value)


_CONVERSIONS: list[tuple[type | tuple[type, ...], Callable[[Any], Cell]]] = [
    # The mark may stand here too, in what was CSV before.
    (str, lambda text: unmarked(_EXCEL_READ.sub(lambda m: "_" if m[0] == "_x005F_" else "\n", text))),
    (datetime, lambda moment: moment.date()),
    (date, lambda day: day),
    (bool, lambda flag: str(flag).upper()),
    ((int, float), float),
]
