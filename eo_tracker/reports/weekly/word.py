"""The report in Word: what goes round by mail, is commented upon and printed.

Headings are headings, rows do not break across pages and table heads are repeated on each; pictures are told in their
alternative text and beneath them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING

from eo_tracker.domain.errors import MissingPart
from eo_tracker.reports.weekly.content import Report
from eo_tracker.reports.weekly.document import Block, Chart, Column, Heading, Paragraph, Table, compose
from eo_tracker.reports.weekly.office_package import clean, repack
from eo_tracker.reports.weekly.widths import Width, fill, measure
from eo_tracker.reports.weekly.word_page import CELL, GAP, HEAD, INDENT, LEAD, NUMBER, ROOM, TABLE, end_section, set_up

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable
    from docx.table import _Row
    from lxml.etree import _Element

_CHARACTERS = 138  # in a line of a table's text across the page
_PADDING = 2  # characters, left and right of a cell's text
_MOST_FIGURES, _FEWEST_ROWS = 4, 9
"""A table of so few columns of numbers, and so many rows, stands in two columns of text: its page has room for more."""
_WRITTEN_DAY = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])")
_MOST_ROWS = 1_000
"""A table of more is cut, and says so: Word takes minutes to open 10,000 pages, and nobody reads them."""
_BREAK = "\x00"  # which no text that was cleaned has


def write_report(report: Report) -> bytes:
    """Write a report as `.docx`. Raises MissingPart."""
    try:
        from docx import Document
    except ImportError:
        raise MissingPart("writing Word needs python-docx", "report") from None
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
        self._unfilled: list[tuple[_Element, Table]] = []
        self._models: dict[tuple[Column, ...], _Element] = {}
        self._widths: dict[tuple[Column, ...], list[Width]] = {}
        for block in blocks:
            if isinstance(block, Table):
                measured = measure(block.columns, block.rows)
                known = self._widths.get(block.columns)
                self._widths[block.columns] = list(map(Width.join, known, measured)) if known else measured

    def write(self) -> None:
        """Write all blocks; rows come last, as the library looks through all that there is for each picture."""
        for block, following in zip(self._blocks, [*self._blocks[1:], None], strict=True):
            if isinstance(block, Heading):
                self._document.add_heading(clean(block.text), block.level)
            elif isinstance(block, Paragraph):
                paragraph = self._document.add_paragraph(clean(block.text), LEAD if block.lead else None)
                # Sentences stay together: the last of them does not stand on a page alone.
                paragraph.paragraph_format.keep_with_next = isinstance(following, Paragraph) or None
            elif isinstance(block, Chart):
                self._write_chart(block)
            else:
                self._write_table(block)
        for table, block in self._unfilled:
            _fill(table, block)

    def _write_chart(self, chart: Chart) -> None:
        from eo_tracker.reports.weekly.plots import draw_png

        title, sentence = clean(chart.title), clean(chart.sentence)
        # One paragraph: LibreOffice parts a title from a picture that goes to the next page.
        paragraph = self._document.add_paragraph(title, "Caption")
        paragraph.paragraph_format.keep_together = True
        paragraph.runs[0].add_break()
        picture = paragraph.add_run().add_picture(io.BytesIO(draw_png(chart, self._day)))
        said = picture._inline.docPr
        said.set("title", title)
        said.set("descr", sentence)
        self._document.add_paragraph(sentence)

    def _write_table(self, block: Table) -> None:
        caption = self._document.add_paragraph(clean(block.caption), "Caption")
        in_columns = _stands_in_columns(block)
        table = deepcopy(self._find_model(block.columns, (ROOM - GAP) / 2 if in_columns else ROOM))
        _describe(table, clean(block.caption))
        if in_columns:
            end_section(self._document, caption, columns=1)
        place: _Element = caption._p
        place.addnext(table)
        if in_columns:
            end_section(self._document, None, columns=2)
        self._unfilled.append((table, block))
        if len(block.rows) > _MOST_ROWS:
            cut = f"The first {_MOST_ROWS:,} of {len(block.rows):,} rows. The report in Excel or JSON has all of them."
            self._document.add_paragraph(cut)

    def _find_model(self, columns: tuple[Column, ...], room: float) -> _Element:
        """Find a table with its head and one row, after which others are made: each by itself would take long."""
        if columns not in self._models:
            self._models[columns] = self._make_model(columns, room)
        return self._models[columns]

    def _make_model(self, columns: tuple[Column, ...], room: float) -> _Element:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        table = self._document.add_table(2, len(columns), TABLE)
        self._set_widths(table, columns, room)
        head, row = table.rows
        for column, over, under in zip(columns, head.cells, row.cells, strict=True):
            name, text = over.paragraphs[0], under.paragraphs[0]
            name.style, text.style = HEAD, NUMBER if column.is_number else CELL
            if column.is_number:
                name.alignment, name.paragraph_format.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, Pt(INDENT)
            name.add_run("-")
            _write_text(name.runs[0]._r, clean(column.name), keep_days=True)
            text.add_run("-")
        _set_row(head, "w:cantSplit", "w:tblHeader")
        _set_row(row, "w:cantSplit")
        model: _Element = table._tbl
        self._document.element.body.remove(model)
        return model

    def _set_widths(self, table: WordTable, columns: tuple[Column, ...], room: float) -> None:
        """Set the widths of columns, in a room of so many inches."""
        from docx.shared import Inches

        table.autofit = False
        padded = [width.widen(_PADDING) for width in self._widths[columns]]
        for n, width in enumerate(fill(padded, _CHARACTERS * room / ROOM)):
            table.columns[n].width = Inches(width * ROOM / _CHARACTERS)
            for cell in table.columns[n].cells:
                cell.width = Inches(width * ROOM / _CHARACTERS)


def _stands_in_columns(table: Table) -> bool:
    are_figures = len(table.columns) <= _MOST_FIGURES and all(column.is_number for column in table.columns[1:])
    return are_figures and len(table.rows) >= _FEWEST_ROWS


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


def _fill(table: _Element, block: Table) -> None:
    """Put a row for each into a table, in the place of the one that is there to be copied."""
    from docx.oxml.ns import qn

    model = table[-1]
    table.remove(model)
    rows = block.rows[:_MOST_ROWS]
    for number, cells in enumerate(rows, 1):
        texts = [clean(column.write(cell)) for column, cell in zip(block.columns, cells, strict=True)]
        row = deepcopy(model)
        if number == len(rows) - 1:
            _keep_with_next(row)
        for run, text, column in zip(list(row.iter(qn("w:r"))), texts, block.columns, strict=True):
            _write_text(run, text, keep_days=column.kind == "text")
        table.append(row)


def _keep_with_next(row: _Element) -> None:
    """Keep a row on the page of the next: the last one of a table does not stand on a page alone."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    for style in row.iter(qn("w:pStyle")):
        style.addnext(OxmlElement("w:keepNext"))


def _write_text(run: _Element, text: str, *, keep_days: bool) -> None:
    """Write the text of a run that has one; days in it are not broken over lines, as a hyphen else lets them be."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    place = run[-1]
    if not (keep_days and "-" in text and _WRITTEN_DAY.search(text)):
        place.text = text
        return
    run.remove(place)
    for number, part in enumerate(_WRITTEN_DAY.sub(lambda day: day[0].replace("-", _BREAK), text).split(_BREAK)):
        if number:
            run.append(OxmlElement("w:noBreakHyphen"))
        piece = OxmlElement("w:t")
        piece.text = part
        piece.set(qn("xml:space"), "preserve")
        run.append(piece)
