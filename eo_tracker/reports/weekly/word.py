"""The report in Word: what goes round by mail, is commented upon and printed.

Headings are headings, rows do not break across pages and table heads are repeated on each; pictures are told in their
alternative text and beneath them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING

from eo_tracker.reports.weekly.content import Report
from eo_tracker.reports.weekly.document import Block, Cell, Chart, Column, Heading, Paragraph, Table, compose
from eo_tracker.reports.weekly.office_package import clean, repack
from eo_tracker.reports.weekly.widths import fill, measure
from eo_tracker.reports.weekly.word_page import CELL, HEAD, LEAD, NUMBER, ROOM, TABLE, set_up
from eo_tracker.repository.sheets import INSTALL, MissingPart

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable
    from docx.table import _Row
    from lxml.etree import _Element

_CHARACTERS = 138  # in a line of a table's text across the page
_PADDING = 2  # characters, left and right of a cell's text
_CHART_WIDTH, _CHART_HEIGHT = 9.0, 6.0  # inches at most
_MOST_ROWS = 1_000
"""A table of more is cut, and says so: Word takes minutes to open 10,000 pages, and nobody reads them."""


def write_report(report: Report) -> bytes:
    """Write a report as `.docx`. Raises MissingPart."""
    try:
        from docx import Document
    except ImportError:
        raise MissingPart("writing Word needs python-docx", INSTALL) from None
    document = Document()
    set_up(document, report)
    writer = _Writer(document, report.period.last, list(compose(report)))
    writer.write()
    out = io.BytesIO()
    document.save(out)
    return repack(out.getvalue())


class _Writer:
    """Writes the blocks of a report. Tables of the same columns have them equally wide throughout."""

    def __init__(self, document: Document, day: date, blocks: Sequence[Block]) -> None:
        self._document, self._day, self._blocks = document, day, blocks
        self._unfilled: list[tuple[_Element, Sequence[Sequence[Cell]]]] = []
        self._models: dict[tuple[Column, ...], _Element] = {}
        self._widths: dict[tuple[Column, ...], list[int]] = {}
        for block in blocks:
            if isinstance(block, Table):
                measured = measure(block.columns, block.rows)
                known = self._widths.get(block.columns, measured)
                self._widths[block.columns] = list(map(max, known, measured))

    def write(self) -> None:
        """Write all blocks; rows come last, as the library looks through all that there is for each picture."""
        for block in self._blocks:
            if isinstance(block, Heading):
                self._document.add_heading(clean(block.text), block.level)
            elif isinstance(block, Paragraph):
                self._document.add_paragraph(clean(block.text), LEAD if block.lead else None)
            elif isinstance(block, Chart):
                self._write_chart(block)
            else:
                self._write_table(block)
        for table, rows in self._unfilled:
            _fill(table, rows)

    def _write_chart(self, chart: Chart) -> None:
        from docx.shared import Inches, Length

        from eo_tracker.reports.weekly.plots import draw_png

        title, sentence = clean(chart.title), clean(chart.sentence)
        # One paragraph: LibreOffice parts a title from a picture that goes to the next page.
        paragraph = self._document.add_paragraph(title, "Caption")
        paragraph.paragraph_format.keep_together = True
        paragraph.runs[0].add_break()
        picture = paragraph.add_run().add_picture(io.BytesIO(draw_png(chart, self._day)))
        scale = min(1, Inches(_CHART_WIDTH) / picture.width, Inches(_CHART_HEIGHT) / picture.height)
        picture.width, picture.height = Length(picture.width * scale), Length(picture.height * scale)
        said = picture._inline.docPr
        said.set("title", title)
        said.set("descr", sentence)
        self._document.add_paragraph(sentence)

    def _write_table(self, block: Table) -> None:
        caption = self._document.add_paragraph(clean(block.caption), "Caption")
        table = deepcopy(self._find_model(block.columns))
        _describe(table, clean(block.caption))
        place: _Element = caption._p
        place.addnext(table)
        self._unfilled.append((table, block.rows[:_MOST_ROWS]))
        if len(block.rows) > _MOST_ROWS:
            cut = f"The first {_MOST_ROWS:,} of {len(block.rows):,} rows. The report in Excel or JSON has all of them."
            self._document.add_paragraph(cut)

    def _find_model(self, columns: tuple[Column, ...]) -> _Element:
        """Find a table with its head and one row, after which others are made: each by itself would take long."""
        if columns not in self._models:
            self._models[columns] = self._make_model(columns)
        return self._models[columns]

    def _make_model(self, columns: tuple[Column, ...]) -> _Element:
        table = self._document.add_table(2, len(columns), TABLE)
        self._set_widths(table, columns)
        head, row = table.rows
        for column, over, under in zip(columns, head.cells, row.cells, strict=True):
            name, text = over.paragraphs[0], under.paragraphs[0]
            name.style, text.style = HEAD, NUMBER if column.kind == "number" else CELL
            name.alignment = _alignment(column)
            name.add_run(clean(column.name))
            text.add_run("-")
        _set_row(head, "w:cantSplit", "w:tblHeader")
        _set_row(row, "w:cantSplit")
        model: _Element = table._tbl
        self._document.element.body.remove(model)
        return model

    def _set_widths(self, table: WordTable, columns: tuple[Column, ...]) -> None:
        from docx.shared import Inches

        table.autofit = False
        padded = [width + _PADDING for width in self._widths[columns]]
        for n, width in enumerate(fill(padded, _CHARACTERS)):
            table.columns[n].width = Inches(width * ROOM / _CHARACTERS)
            for cell in table.columns[n].cells:
                cell.width = Inches(width * ROOM / _CHARACTERS)


def _alignment(column: Column) -> int | None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    return WD_ALIGN_PARAGRAPH.RIGHT if column.kind == "number" else None


def _describe(table: _Element, caption: str) -> None:
    """Name a table for whoever has it read to them."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    said = OxmlElement("w:tblCaption")
    said.set(qn("w:val"), caption)
    for properties in table.iter(qn("w:tblPr")):
        properties.append(said)


def _set_row(row: _Row, *words: str) -> None:
    from docx.oxml.parser import OxmlElement

    properties: _Element = row._tr.get_or_add_trPr()
    for word in words:
        properties.append(OxmlElement(word))


def _fill(table: _Element, rows: Sequence[Sequence[Cell]]) -> None:
    """Put a row for each into a table, in the place of the one that is there to be copied."""
    from docx.oxml.ns import qn

    model = table[-1]
    table.remove(model)
    for cells in rows:
        texts = ["" if cell is None else clean(cell) for cell in cells]
        row = deepcopy(model)
        for place, text in zip(row.iter(qn("w:t")), texts, strict=True):
            place.text = text
        table.append(row)
