"""Sheets as files: what is written reads back to the letter, Excel is told what it may take, and no file does harm."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.separated import write_separated
from eo_tracker.repository.sheet_files import MAX_BYTES, load, read_tables, save
from eo_tracker.repository.sheets import MAX_MERGED, MAX_UNPACKED, write_excel
from eo_tracker.repository.tables import (
    MAX_ROWS,
    Cell,
    Column,
    Sheet,
    Unreadable,
    UnreadableSheet,
    column_letter,
    holdable,
)

TODAY = date(2025, 6, 30)
COLUMNS = (
    Column("id", 16),
    Column("status", 14, choices=("not_started", "completed"), is_open=True, prompt="Choose one."),
    Column("completed", 12, "past days", is_open=True),
    Column("occurrence", 12, "days", is_open=True),
    Column("note", 30, is_open=True),
    Column("mark", 12, is_hidden=True),
)
WRITERS = {"xlsx": lambda sheet: write_excel(sheet, TODAY), "csv": write_separated}
Write = Callable[[Sheet], bytes]

NASTY = "\t\n;,'\"=+-@|_x0041_é日🙂\u00a0\u2028\ufeff<&>]\x00\x07\x1b\x85\ud800\ufffe"
texts = st.text(max_size=40) | st.text(st.sampled_from(NASTY), max_size=12)

each_writer = pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)


def make_sheet(*rows: Sequence[str | date | None], columns: Sequence[Column] = COLUMNS) -> Sheet:
    return Sheet(
        "DOJ: data call",
        "Data call",
        columns,
        rows,
        "How to fill this in",
        ("Fill in the white cells.", "=1+1 is no formula."),
    )


def make_book(fill: Callable[[Worksheet], object], *, epoch: datetime | None = None) -> bytes:
    """Make a workbook by other hands."""
    book = Workbook()
    if epoch:
        book.epoch = epoch
    fill(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repack(raw: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Change the parts of a workbook."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def rows_of(raw: bytes, table: int = 0) -> dict[int, list[Cell]]:
    return {number: list(cells) for number, cells in read_tables(raw, "doj.xlsx")[table].rows}


def why_not(raw: bytes) -> str:
    """Return what is said of a file that is not read."""
    with pytest.raises(UnreadableSheet) as caught:
        read_tables(raw, "doj.xlsx")
    assert caught.value.hint
    return str(caught.value)


def open_written(sheet: Sheet) -> Worksheet:
    return load_workbook(io.BytesIO(write_excel(sheet, TODAY)))["Data call"]


# Writing


@each_writer
@settings(max_examples=60)
@given(st.lists(texts.filter(lambda text: "\r" not in text), min_size=1, max_size=6))
@example(["=1+1", "'=1", "''@x", "'quoted'", "-", "+1", "@SUM(A1)", "_x0041_", "_x005F_x0041_", " a ", "a\n\nb"])
def test_text_reads_back_to_the_letter(write: Write, cells: list[str]) -> None:
    columns = [Column(f"c{n}", 10, is_open=True) for n in range(len(cells))]
    found = rows_of(write(make_sheet(cells, columns=columns))).get(2, [])
    expected = list(map(holdable, cells))
    assert [str(cell or "") for cell in found] + [""] * (len(cells) - len(found)) == expected


@each_writer
def test_days_read_back(write: Write) -> None:
    days = (date(2025, 6, 20), date(1906, 3, 1), date(1863, 1, 1))
    columns = [Column("id", 10), *(Column(f"day {n}", 10, "days") for n in range(3))]
    found = rows_of(write(make_sheet(("x", *days), columns=columns)))[2]
    assert [str(cell) for cell in found] == ["x", *map(str, days)]


@given(st.lists(texts, min_size=1, max_size=6))
@settings(max_examples=40)
def test_no_text_becomes_a_formula_in_excel(cells: list[str]) -> None:
    columns = [Column(f"c{n}", 10, is_open=True) for n in range(len(cells))]
    page = open_written(make_sheet(cells, columns=columns))
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None} <= {"s"}
    for cell in page[2]:
        assert cell.quotePrefix or not str(cell.value or "").startswith(("=", "+", "-", "@"))


def test_csv_opens_in_excel_as_it_is() -> None:
    raw = write_separated(make_sheet(("é", "completed", date(2025, 6, 20), None, "=1\nb", "v1")))
    assert raw.decode() == (
        '\ufeffid,status,completed,occurrence,note,mark\r\né,completed,2025-06-20,,"\'=1\nb",v1\r\n'
    )


def test_only_open_cells_are_unlocked_and_white() -> None:
    page = open_written(make_sheet(("eo-14288/3.b", "completed", TODAY, None, "Done", "v1")))
    assert page.protection.sheet
    assert page.protection.password is None
    assert [cell.protection.locked for cell in page[1]] == [True] * 6
    assert [cell.protection.locked for cell in page[2]] == [not column.is_open for column in COLUMNS]
    assert [cell.fill.fill_type == "solid" for cell in page[2]] == [not column.is_open for column in COLUMNS]
    assert page.column_dimensions["F"].hidden
    assert not page.column_dimensions["E"].hidden


def test_excel_offers_the_choices_and_refuses_what_is_no_day() -> None:
    page = open_written(make_sheet(*[("id", None, None, None, None, "v1")] * 3))
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert rules["B2:B4"].type == "list"
    assert rules["B2:B4"].formula1 == '"not_started,completed"'
    assert (rules["B2:B4"].showErrorMessage, rules["B2:B4"].prompt) == (True, "Choose one.")
    assert (rules["C2:C4"].type, rules["C2:C4"].formula2) == ("date", "TODAY()")
    assert (rules["D2:D4"].type, rules["D2:D4"].formula2) == ("date", "DATE(2199,12,31)")
    assert "A2:A4" not in rules
    assert [page.cell(2, n).number_format for n in (2, 3, 5)] == ["@", "yyyy-mm-dd", "@"]


def test_the_heading_stays_on_the_screen_and_on_every_page() -> None:
    page = open_written(make_sheet(*[("id", None, None, None, "Long " * 40, "v1")] * 3))
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("B2", "A1:E4", "$1:$1")
    assert (page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight) == ("landscape", 1, 0)
    assert page.row_dimensions[2].height > page.row_dimensions[1].height
    assert page["E2"].alignment.wrap_text
    assert [page.column_dimensions[letter].width for letter in "ABCDEF"] == [column.width for column in COLUMNS]


def test_rows_grow_with_what_is_filled_in() -> None:
    with zipfile.ZipFile(io.BytesIO(write_excel(make_sheet(("id",) * 6), TODAY))) as package:
        assert b"customHeight" not in package.read("xl/worksheets/sheet1.xml")


def test_a_page_says_how_to_fill_it_in() -> None:
    book = load_workbook(io.BytesIO(write_excel(make_sheet(("id",) * 6), TODAY)))
    assert book.sheetnames == ["Data call", "How to fill this in"]
    page = book["How to fill this in"]
    assert [row[0].value for row in page.iter_rows()] == [
        "DOJ: data call",
        "Fill in the white cells.",
        "=1+1 is no formula.",
    ]
    assert page["A3"].data_type == "s"
    assert page.protection.sheet
    assert (book.properties.title, book.properties.creator) == ("DOJ: data call", "eo-tracker")


# Reading workbooks


def test_the_kinds_of_cells() -> None:
    cells = ["text", 25, 2.5, True, date(2025, 6, 20), datetime(2025, 6, 20, 9, 30), time(9, 30), None, "end"]
    found = rows_of(make_book(lambda page: page.append(cells)))[1]
    assert found == ["text", 25.0, 2.5, "TRUE", date(2025, 6, 20), date(2025, 6, 20), "09:30:00", None, "end"]


def test_days_of_an_old_macintosh() -> None:
    raw = make_book(lambda page: page.append([date(2025, 6, 20)]), epoch=CALENDAR_MAC_1904)
    [table] = read_tables(raw, "doj.xlsx")
    assert table.rows[0][1] == [date(2025, 6, 20)]
    assert table.first_day == date(1904, 1, 1)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("=1+1", "the cell holds a formula"),
        ("=HYPERLINK()", "the cell holds a formula"),
        ("#REF!", "the cell holds the error #REF!"),
    ],
)
def test_a_formula_or_error_is_not_read(value: str, why: str) -> None:
    [cell] = rows_of(make_book(lambda page: page.append([value])))[1]
    assert isinstance(cell, Unreadable)
    assert str(cell) == why
    assert cell.hint


def test_of_a_formula_not_even_what_it_gave_is_read() -> None:
    def with_result(name: str, part: bytes) -> bytes:
        return part.replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>") if "sheet1" in name else part

    raw = repack(make_book(lambda page: page.append(["=1+1"])), with_result)
    assert b"<v>2</v>" in zipfile.ZipFile(io.BytesIO(raw)).read("xl/worksheets/sheet1.xml")
    assert isinstance(rows_of(raw)[1][0], Unreadable)


def test_cells_that_are_merged_are_told_from_empty_ones() -> None:
    def fill(page: Worksheet) -> None:
        for row in range(1, 4):
            page.append([f"id {row}", "status", "x"])
        page.merge_cells("B1:B2")

    found = rows_of(make_book(fill))
    assert found[1] == ["id 1", "status", "x"]
    assert str(found[2][1]) == "the cell is merged with others"
    assert found[3] == ["id 3", "status", "x"]


def test_too_many_merged_cells_are_refused() -> None:
    def fill(page: Worksheet) -> None:
        for row in range(MAX_MERGED + 1):
            page.merge_cells(start_row=row + 1, end_row=row + 1, start_column=1, end_column=2)

    assert why_not(make_book(fill)) == "a sheet of doj.xlsx has 1,001 merged areas"


def test_every_sheet_is_read_and_rows_keep_their_numbers() -> None:
    def fill(page: Worksheet) -> None:
        page.append(["a"])
        page["B5"] = "b"
        assert page.parent
        page.parent.create_sheet("Other")["A3"] = "c"

    raw = make_book(fill)
    assert rows_of(raw) == {1: ["a"], 5: [None, "b"]}
    assert rows_of(raw, 1) == {3: ["c"]}


def test_rows_and_columns_without_anything_are_left_out() -> None:
    def fill(page: Worksheet) -> None:
        page.append(["a", None, ""])
        page["A9"].number_format = "@"
        page["Z1"].number_format = "@"

    assert rows_of(make_book(fill)) == {1: ["a"]}


def test_a_return_that_excel_keeps_is_a_line_end() -> None:
    raw = make_book(lambda page: page.append(["one_x000D_\ntwo_x000d_three"]))
    assert rows_of(raw)[1] == ["one\ntwo\nthree"]


def test_a_workbook_with_macros_is_read_and_they_are_not() -> None:
    kind = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    raw = repack(make_book(lambda page: page.append(["a"])), lambda _, part: part.replace(plain, kind))
    assert rows_of(raw) == {1: ["a"]}


# Files that are none, or do harm


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty"),
        (b" \r\n", "is empty"),
        (b"%PDF-1.7", "is a PDF"),
        (b"{\\rtf1 x}", "is a text document"),
        (b"\r\n<html><table>", "is a web page or XML, whatever its name"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "is a web page or XML, whatever its name"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "is a file of old Excel, or no sheet at all"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "is protected by a password",
        ),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is neither Excel's (.xlsx) nor text (CSV)"),
        (b"id,note\n1,\x81\x8d", "is neither Excel's (.xlsx) nor text (CSV)"),
        (b"PK\x03\x04 and no more", "is damaged"),
        (b'id,note\n1,"a', "is no CSV: unexpected end of data"),
        (b"id,note\n1," + b"x" * 200_000, "is no CSV: field larger than field limit (131072)"),
    ],
    ids=str,
)
def test_what_is_no_sheet_is_said_plainly(raw: bytes, said: str) -> None:
    assert why_not(raw) == f"doj.xlsx {said}"


def make_package(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


@pytest.mark.parametrize(
    "parts",
    [
        {"a.txt": b"x"},
        {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"},
        {"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"},
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<office/>"},
    ],
    ids=["zip", "word", "xlsb", "ods"],
)
def test_a_package_of_something_else_is_refused(parts: dict[str, bytes]) -> None:
    assert why_not(make_package(**parts)) == "doj.xlsx is no workbook of Excel (.xlsx)"


def test_what_unpacks_to_much_is_not_unpacked() -> None:
    bomb = make_package(**{"[Content_Types].xml": b"<Types/>", "xl/worksheets/sheet1.xml": bytes(MAX_UNPACKED)})
    assert len(bomb) < 100_000
    assert why_not(bomb) == "doj.xlsx would unpack to 64 MB, and sheets do not"


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>"""


@pytest.mark.parametrize(
    "part", ["[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"]
)
def test_xml_with_entities_of_its_own_is_refused(part: str) -> None:
    def attack(name: str, old: bytes) -> bytes:
        return ENTITIES + old.split(b"?>", 1)[-1] if name == part else old

    raw = repack(make_book(lambda page: page.append(["a"])), attack)
    assert why_not(raw).startswith("doj.xlsx is damaged, or Excel has not written it")


def test_excel_is_not_read_without_what_guards_against_entities(monkeypatch: pytest.MonkeyPatch) -> None:
    import openpyxl

    monkeypatch.setattr(openpyxl, "DEFUSEDXML", False)
    with pytest.raises(EOTrackerError, match="reading Excel needs defusedxml") as caught:
        read_tables(make_book(lambda page: page.append(["a"])), "doj.xlsx")
    assert caught.value.hint == 'pip install "eo-tracker[report]"'


def test_without_openpyxl_it_is_named_with_its_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = make_book(lambda page: page.append(["a"]))
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    for step in (lambda: write_excel(make_sheet(), TODAY), lambda: read_tables(raw, "doj.xlsx")):
        with pytest.raises(EOTrackerError, match="Excel needs openpyxl") as caught:
            step()
        assert caught.value.hint == 'pip install "eo-tracker[report]"'
    assert read_tables(b"id\n1\n", "doj.csv")


def test_a_cell_in_the_last_corner_is_no_hang() -> None:
    def fill(page: Worksheet) -> None:
        page["A1"] = "id"
        page["XFD1048576"] = "x"

    assert why_not(make_book(fill)) == f"doj.xlsx has more than {MAX_ROWS:,} rows"


@settings(max_examples=60)
@given(st.data())
def test_a_damaged_workbook_is_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_tables(bytes(raw[: data.draw(st.integers(0, len(raw)))]), "doj.xlsx")
    except UnreadableSheet as e:
        refused = str(e)
        assert refused.startswith("doj.xlsx ")


WHOLE = write_excel(make_sheet(("id", "completed", TODAY, None, "Note", "v1")), TODAY)


@settings(max_examples=100)
@given(st.binary(max_size=80) | st.text("\"',;\t\r\nab=é\0", max_size=40).map(lambda text: text.encode("utf-16")))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        tables = read_tables(raw, "doj.csv")
    except UnreadableSheet as e:
        tables = []
        refused = str(e)
        assert refused.startswith("doj.csv ")
    assert all(number > 0 for table in tables for number, _ in table.rows)


# Reading CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_as_spreadsheets_write_it(encoding: str, separator: str, end: str) -> None:
    text = end.join([separator.join(["id", "note"]), separator.join(["3.b", '"é, «a»; ""b"""']), ""])
    tables = [{n: list(cells) for n, cells in table.rows} for table in read_tables(text.encode(encoding), "doj.csv")]
    assert {1: ["id", "note"], 2: ["3.b", 'é, «a»; "b"']} in tables


def test_a_line_that_names_the_separator_is_no_row() -> None:
    assert rows_of(b"sep=|\r\nid|note\r\n3.b|a,b;c\r\n") == {1: ["id", "note"], 2: ["3.b", "a,b;c"]}


def test_rows_of_csv_are_counted_as_excel_counts() -> None:
    assert rows_of(b'id,note\n\n3.b,"two\nlines"\n,,\n3.c,x\n') == {
        1: ["id", "note"],
        3: ["3.b", "two\nlines"],
        5: ["3.c", "x"],
    }


def test_csv_without_end_is_refused() -> None:
    assert why_not(b"x\n" * (MAX_ROWS + 1)) == f"doj.xlsx has more than {MAX_ROWS:,} rows"


@pytest.mark.parametrize("index", [0, 1, 25, 26, 51, 52, 701, 702, 16383])
def test_a_column_is_named_as_excel_does(index: int) -> None:
    assert column_letter(index) == get_column_letter(index + 1)


# Files


def test_a_file_is_saved_and_loaded(tmp_path: Path) -> None:
    path = tmp_path / "é doj.csv"
    save(path, b"one")
    assert load(path) == b"one"
    assert [p.name for p in tmp_path.iterdir()] == ["é doj.csv"]


def test_another_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "doj.csv"
    save(path, b"one")
    assert why_not_saved(path) == (f"{path} is there already", "name another file, or replace it by --force")
    assert load(path) == b"one"
    save(path, b"two", replace=True)
    assert load(path) == b"two"


def why_not_saved(path: Path, **keys: Any) -> tuple[str, str]:
    with pytest.raises(EOTrackerError) as caught:
        save(path, b"x", **keys)
    return str(caught.value), caught.value.hint


def test_a_place_where_no_file_can_be(tmp_path: Path) -> None:
    assert why_not_saved(tmp_path, replace=True)[0] == f"{tmp_path} is a folder"
    assert why_not_saved(tmp_path / "no" / "doj.csv")[0] == f"there is no folder {tmp_path / 'no'}"
    assert "cannot be written" in why_not_saved(tmp_path / ("x" * 300 + ".csv"))[0]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert why_not_saved(tmp_path / "doj.csv")[0] == f"{tmp_path / 'doj.csv'} cannot be written: permission denied"
    finally:
        tmp_path.chmod(0o700)


def test_a_file_that_cannot_be_loaded(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "no.csv", "there is no such file"), (tmp_path, ""), (Path("a\0b"), "")):
        with pytest.raises(UnreadableSheet, match="cannot be read") as caught:
            load(path)
        assert said in str(caught.value)


def test_a_large_file_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "doj.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(UnreadableSheet, match="is larger than 16 MB"):
        load(path)
