"""The report in Excel: read back by openpyxl, opened by LibreOffice, and looked at as XML."""

from __future__ import annotations

import csv
import io
import sys
import textwrap
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed")

from openpyxl import load_workbook

from eo_tracker.domain.errors import MissingPart
from eo_tracker.reports.weekly import excel
from eo_tracker.reports.weekly.commits import list_revisions
from eo_tracker.reports.weekly.content import Edition, Report
from eo_tracker.reports.weekly.document import Table, compose
from eo_tracker.reports.weekly.excel import write_report
from eo_tracker.reports.weekly.office_package import clean
from eo_tracker.reports.words import write_days
from tests.reports.weekly.made import BUSY, HOSTILE, QUIET, gather, poison
from tests.reports.weekly.office import convert, list_links, needs_libreoffice, unpack

MARKED = Edition(title="Lanterns & bells", marking="CUI//SP-LEI & 1")
SHEETS = ["Overview", "All directives", "Overdue", "Changes", "Scorecard"]
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def report(demo: Path) -> Report:
    return gather(demo, BUSY, MARKED)


def read(package: bytes) -> Any:
    return load_workbook(io.BytesIO(package))


@pytest.fixture(scope="module")
def book(report: Report) -> Any:
    return read(write_report(report))


def rows_of(page: Any) -> list[dict[str, Any]]:
    names, *rows = page.iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def table_of(report: Report, caption: str) -> Table:
    return next(b for b in compose(report) if isinstance(b, Table) and b.caption.startswith(caption))


def test_all_directives_are_there_with_days_and_numbers(report: Report, book: Any) -> None:
    assert book.sheetnames == SHEETS
    told = rows_of(book["All directives"])
    assert len(told) == report.now.counts["total"]
    for row, known in zip(told, report.rows, strict=True):
        assert (row["Id"], row["Directive"], row["Days"]) == (known["id"], known["citation"], known["days"])
        assert row["Standing"] == write_days(known)
        for name, key in (("Due", "due"), ("Completed", "completed"), ("As of", "as_of")):
            assert row[name] == (datetime.fromisoformat(known[key]) if known[key] else None)
    due = book["All directives"]["E2"]
    assert due.is_date
    assert due.number_format == "yyyy-mm-dd"


def test_the_other_sheets_say_what_the_report_says(report: Report, book: Any) -> None:
    assert [row["Directive"] for row in rows_of(book["Overdue"])] == [row["citation"] for row in report.overdue]
    for sheet, caption in (("Changes", "What was changed"), ("Scorecard", "What each agency leads")):
        table = table_of(report, caption)
        told = [tuple(_as_day(cell) for cell in row) for row in book[sheet].iter_rows(min_row=2, values_only=True)]
        assert told == list(table.rows)
    overview = [cell for row in book["Overview"].iter_rows(values_only=True) for cell in row if cell is not None]
    assert overview[0] == "Lanterns & bells"
    assert any(str(cell).startswith("3 of 28 directives are overdue") for cell in overview)
    assert any("no legal advice" in str(cell) for cell in overview)
    counts = {row[0]: row[1:4] for row in book["Overview"].iter_rows(values_only=True)}
    assert counts["overdue"] == (report.before.counts["overdue"], report.now.counts["overdue"], 0)


def _as_day(cell: Any) -> Any:
    return cell.date() if isinstance(cell, datetime) else cell


def test_lists_can_be_filtered_scrolled_and_printed(book: Any) -> None:
    for name in SHEETS[1:]:
        page = book[name]
        assert page.freeze_panes == "B2"
        assert page.auto_filter.ref == page.dimensions
        assert page.print_title_rows == "$1:$1"
        assert page.page_setup.orientation == "landscape"
    for page in book.worksheets:
        assert page.page_setup.fitToWidth in {None, 1}
        assert page.page_setup.fitToHeight == 0
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.print_area
        assert all(8 <= dimension.width <= 81 for dimension in page.column_dimensions.values())
    assert book["All directives"].print_area.endswith("$A$1:$H$29")


def test_rows_are_as_high_as_their_texts(book: Any) -> None:
    """By the widths of all columns, printed or not; a row's letters have their lines."""
    page = book["All directives"]
    # Columns that are equally wide, one beside the other, are told once.
    widths = {n: each.width for each in page.column_dimensions.values() for n in range(each.min, each.max + 1)}
    wrapped = 0
    for row in page.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                lines = len(textwrap.wrap(cell.value, int(widths[cell.column]), break_on_hyphens=False))
                assert page.row_dimensions[cell.row].height >= 13 * lines, cell.coordinate
                wrapped += lines > 1
    assert wrapped > 3


@given(st.text("ab ", max_size=300), st.integers(6, 80))
def test_lines_are_counted_as_words_are_wrapped(text: str, room: int) -> None:
    assert excel._count_lines(text, room) >= len(textwrap.wrap(" ".join(text.split()), room))


def test_changes_have_their_signs_and_are_numbers(book: Any) -> None:
    page = book["Overview"]
    head = next(row for row in page.iter_rows() if row[0].value == "Count")
    changes = [row[3] for row in page.iter_rows(min_row=head[0].row + 1, max_row=head[0].row + 5)]
    assert [cell.value for cell in changes] == [0, -3, 3, 0, 0]
    assert {cell.number_format for cell in changes} == {"+#,##0;-#,##0;0"}


def test_pages_are_marked_and_numbered(book: Any, demo: Path) -> None:
    for page in book.worksheets:
        assert page.oddHeader.center.text == page.oddFooter.center.text == "CUI//SP-LEI && 1"
        assert page.oddFooter.right.text == "Page &P of &N"
        assert page.oddFooter.left.text == "&A: Lanterns && bells"
    assert read(write_report(gather(demo, QUIET)))["Overview"].oddHeader.center.text is None


def test_colours_only_repeat_words(book: Any) -> None:
    for name, column in (("All directives", "G"), ("Overdue", "F")):
        rules = book[name].conditional_formatting
        assert {str(each.sqref).split(":")[0] for each in rules} >= {f"{column}2"}
        assert all(rule.type in {"beginsWith", "endsWith"} for each in rules for rule in each.rules)


def test_the_file_says_what_it_is(book: Any) -> None:
    said = book.properties
    assert (said.title, said.creator) == ("Lanterns & bells", "eo-tracker")
    assert said.created == said.modified == datetime(2026, 10, 16, 12)


@pytest.mark.parametrize("text", [*HOSTILE, "+1", "@SUM(A1)", "http://example.gov/", "12", "2026-01-01"])
def test_texts_of_strangers_are_text(report: Report, text: str) -> None:
    package = write_report(poison(report, text))
    book = read(package)
    for row in book["All directives"].iter_rows(min_row=2):
        assert row[1].data_type == "s"
        assert row[1].value == clean(text)
        assert bool(row[1].quotePrefix) == (clean(text)[0] in "=+-@")
    parts = unpack(package)
    assert list_links(parts) == []
    sheets = [part for name, part in parts.items() if name.startswith("xl/worksheets/")]
    assert not [each for part in sheets for tag in ("f", "hyperlink") for each in part.iter(f"{_MAIN}{tag}")]


def test_text_that_is_written_as_a_character_code_stays_as_it_is(report: Report) -> None:
    """Excel would read A; openpyxl reads no codes where text stands in its cell."""
    told = rows_of(read(write_report(poison(report, "_x0041_")))["All directives"])
    assert told[0]["Note"] == "_x005F_x0041_"


@given(ANY_TEXT)
@settings(max_examples=25)
def test_any_text_can_be_written(report: Report, text: str) -> None:
    told = rows_of(read(write_report(poison(report, text)))["All directives"])
    assert {(row["What it requires"] or "").replace("_x005F_", "_") for row in told} == {clean(text)}


@pytest.mark.parametrize("character", ["x", "🔔"])
def test_text_that_no_cell_holds_is_cut_with_a_mark(report: Report, character: str) -> None:
    note = rows_of(read(write_report(poison(report, character * 40_000)))["All directives"])[0]["Note"]
    assert len(note.encode("utf-16-le")) // 2 in {32_766, 32_767}
    assert note.endswith(" ... [cut: a cell holds no more]")
    whole = rows_of(read(write_report(poison(report, "x" * 32_767)))["All directives"])[0]["Note"]
    assert whole == "x" * 32_767


def test_a_day_that_excel_does_not_know_is_text(report: Report) -> None:
    old = replace(report, rows=({**report.rows[0], "due": "1899-12-30"}, *report.rows[1:]))
    assert rows_of(read(write_report(old))["All directives"])[0]["Due"] == "1899-12-30"


def test_a_sheet_that_is_full_says_so(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "_MOST_ROWS", 20)
    page = read(write_report(report))["All directives"]
    assert page.max_row == 20
    assert page["A20"].value == "10 more rows: a sheet holds no more"


def test_an_empty_list_says_so(demo: Path) -> None:
    report = gather(demo, QUIET)
    assert not report.overdue
    page = read(write_report(report))["Overdue"]
    assert page["A1"].value == "Nothing is overdue."
    assert page.auto_filter.ref is None


def test_twenty_thousand_directives_have_a_row_each(report: Report) -> None:
    many = replace(report, rows=tuple(report.rows[n % 28] for n in range(20_000)))
    package = write_report(many)
    assert len(package) < 5_000_000
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        assert opened.read("xl/worksheets/sheet2.xml").count(b"<row ") == 20_001


def test_a_missing_library_is_named(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingPart) as caught:
        write_report(report)
    assert "XlsxWriter" in str(caught.value)
    assert caught.value.hint == 'pip install "eo-tracker[report]"'


@needs_libreoffice
def test_libreoffice_reads_and_prints_it(report: Report, tmp_path: Path) -> None:
    file = tmp_path / "report.xlsx"
    file.write_bytes(write_report(poison(report, "=cmd()|'/C calc'!A0")))
    assert convert(file, "pdf").read_bytes().startswith(b"%PDF")
    rows = list(csv.reader(io.StringIO(convert(file, "csv").read_text("utf-8"))))
    assert rows[0][0] == "=cmd()|'/C calc'!A0"


def test_days_are_days_of_the_calendar(report: Report, book: Any) -> None:
    days = [row.made.moment.date() for row in list_revisions(report.changes) if row.made.moment]
    assert [row["Day"].date() for row in rows_of(book["Changes"])] == days
    assert all(isinstance(day, date) for day in days)
