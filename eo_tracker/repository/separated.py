"""CSV as spreadsheets write and read it: with commas, semicolons or tabs, in UTF-8, UTF-16 or Windows' own code."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from datetime import date

from eo_tracker.repository.tables import SAVE_AS, Sheet, Table, UnreadableSheet, holdable, keep_rows, marked, unmarked

_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def write_separated(sheet: Sheet) -> bytes:
    """Write a sheet as CSV that Excel opens as it is: UTF-8 with a byte order mark, CRLF, days as 2025-06-27."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.heading for column in sheet.columns])
    writer.writerows([_write_cell(cell) for cell in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def _write_cell(cell: str | date | None) -> str:
    return "" if cell is None else marked(holdable(str(cell)))


def read_separated(raw: bytes, name: str) -> list[Table]:
    """Read CSV in all the ways that there can be, by what separates its cells. Raises UnreadableSheet."""
    text, separators = _decode(raw, name), ",;\t"
    if told := _SEPARATOR_LINE.match(text):
        separators, text = told[1], text[told.end() :]
    likeliest = max(separators, key=text.lstrip().partition("\n")[0].count)
    tables = []
    for separator in separators:
        try:
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
            numbered = enumerate(([unmarked(cell) for cell in row] for row in rows), 1)
            tables.append(Table(keep_rows(numbered, name)))
        except csv.Error as e:
            if separator == likeliest:
                raise UnreadableSheet(f"{name} is no CSV: {e}", "are its quotation marks in pairs?") from None
    return tables


def _decode(raw: bytes, name: str) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            encodings = [encoding]
            break
    else:
        # Where it is not UTF-8, it is what Excel writes on Windows.
        encodings = ["utf-8", "cp1252"]
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            text = raw.decode(encoding)
            if "\0" not in text:
                return text
    raise UnreadableSheet(f"{name} is neither Excel's (.xlsx) nor text (CSV)", SAVE_AS)
