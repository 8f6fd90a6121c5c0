"""The report in Word: read back by python-docx, opened by LibreOffice, and looked at as XML."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("docx", reason="python-docx is not installed")
pytest.importorskip("matplotlib", reason="matplotlib is not installed")

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Inches

from eo_tracker.domain.errors import MissingPart
from eo_tracker.reports.formats import shorten
from eo_tracker.reports.weekly.content import Edition, Report
from eo_tracker.reports.weekly.document import Chart, Heading, Paragraph, Table, compose
from eo_tracker.reports.weekly.office_package import clean
from eo_tracker.reports.weekly.word import write_report
from eo_tracker.repository.history import CommittedChange
from tests.reports.weekly.made import BUSY, HOSTILE, QUIET, gather, poison
from tests.reports.weekly.office import convert, list_links, needs_libreoffice, unpack

MARKED = Edition(title="The week of the lanterns", marking="CUI//SP-LEI")
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.fixture(scope="module")
def report(demo: Path) -> Report:
    return gather(demo, BUSY, MARKED)


@pytest.fixture(scope="module")
def written(report: Report) -> bytes:
    return write_report(report)


@pytest.fixture(scope="module")
def opened(written: bytes) -> Any:
    return Document(io.BytesIO(written))


def without_charts(report: Report) -> Report:
    return replace(report, burn_up=(), scores=(), rows=tuple({**row, "due": None} for row in report.rows))


def test_headings_are_headings(report: Report, opened: Any) -> None:
    told = [(p.style.name, p.text) for p in opened.paragraphs if p.style.name.startswith("Heading")]
    assert told == [(f"Heading {b.level}", b.text) for b in compose(report) if isinstance(b, Heading)]


def test_all_is_said_in_order(report: Report, opened: Any) -> None:
    said = [p.text.rstrip("\n") for p in opened.paragraphs if p.text]
    expected = []
    for block in compose(report):
        if isinstance(block, Table):
            expected.append(block.caption)
        else:
            expected += [block.title, block.sentence] if isinstance(block, Chart) else [block.text]
    assert said == expected


def test_tables_have_their_rows(report: Report, opened: Any) -> None:
    expected = [block for block in compose(report) if isinstance(block, Table)]
    assert len(opened.tables) == len(expected)
    for table, block in zip(opened.tables, expected, strict=True):
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert rows[0] == [column.name for column in block.columns]
        assert rows[1:] == [
            [clean(column.write(cell)) for column, cell in zip(block.columns, row, strict=True)] for row in block.rows
        ]


def test_heads_are_repeated_and_rows_do_not_break(opened: Any) -> None:
    for table in opened.tables:
        head, *rows = (row._tr.trPr for row in table.rows)
        assert head.find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:cantSplit")) is not None for row in (head, *rows))
        assert all(row.find(qn("w:tblHeader")) is None for row in rows)


def test_the_last_row_of_a_table_is_not_parted_from_the_one_before(opened: Any) -> None:
    for table in opened.tables:
        *others, before, last = table.rows[1:] if len(table.rows) > 2 else (None, table.rows[1])
        kept = [bool(list(row._tr.iter(qn("w:keepNext")))) for row in (*others, before, last) if row is not None]
        assert kept == ([False] * len(others) + [True, False])[-len(kept) :]


def test_sentences_of_a_section_stay_on_a_page(opened: Any) -> None:
    kept = [p.paragraph_format.keep_with_next for p in opened.paragraphs]
    texts = [p.text for p in opened.paragraphs]
    start = texts.index("How the figures were counted") + 1
    assert len(texts) - start >= 3
    assert kept[start:] == [*[True] * (len(texts) - start - 1), None]


def test_days_are_not_broken_over_lines(opened: Any) -> None:
    table = next(t for t in opened.tables if t.rows[0].cells[-1].text == "Acknowledged")
    said = table.rows[1].cells[-1].paragraphs[0]
    assert said.text.startswith("ran out on 2026-10-15: ")
    assert len(list(said._p.iter(qn("w:noBreakHyphen")))) == 2
    assert all(part.get(qn("xml:space")) == "preserve" for part in said._p.iter(qn("w:t")))


def test_a_long_table_of_few_figures_stands_in_two_columns(opened: Any) -> None:
    columns = [section._sectPr.find(qn("w:cols")).get(qn("w:num"), "1") for section in opened.sections]
    assert columns == ["1", "2", "1"]
    body = list(opened.element.body)
    totals = body.index(opened.tables[0]._tbl)
    assert [bool(list(each.iter(qn("w:sectPr")))) for each in body[totals - 1 : totals + 2]] == [True, False, True]
    assert sum(column.width for column in opened.tables[0].columns) <= Inches((9.5 - 0.4) / 2)


def test_tables_fit_the_page_and_are_named(opened: Any) -> None:
    page = opened.sections[0]
    room = page.page_width - page.left_margin - page.right_margin
    assert page.page_width > page.page_height
    for table in opened.tables:
        assert sum(column.width for column in table.columns) <= room + Inches(0.01)
        assert all(column.width >= Inches(0.5) for column in table.columns)
        assert table._tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_tables_of_the_same_columns_are_equally_wide(opened: Any) -> None:
    widths: dict[tuple[str, ...], set[tuple[int, ...]]] = {}
    for table in opened.tables:
        names = tuple(cell.text for cell in table.rows[0].cells)
        widths.setdefault(names, set()).add(tuple(column.width for column in table.columns))
    assert {len(found) for found in widths.values()} == {1}


def test_pictures_are_told(report: Report, opened: Any) -> None:
    charts = [block for block in compose(report) if isinstance(block, Chart)]
    pictures = [shape._inline.docPr for shape in opened.inline_shapes]
    assert [(p.get("title"), p.get("descr")) for p in pictures] == [(c.title, c.sentence) for c in charts]
    assert len({p.get("id") for p in pictures}) == len(charts) == 3
    assert all(shape.width <= Inches(9.5) and shape.height <= Inches(6.11) for shape in opened.inline_shapes)


def test_the_file_says_what_it_is(opened: Any, written: bytes) -> None:
    said = opened.core_properties
    assert (said.title, said.author, said.language) == ("The week of the lanterns", "eo-tracker", "en-US")
    assert "October 16, 2026" in said.subject
    assert said.created == said.modified == datetime(2026, 10, 16, 12, tzinfo=said.created.tzinfo)
    languages = [each.get(qn("w:val")) for each in opened.styles.element.iter(qn("w:lang"))]
    assert set(languages) == {"en-US"}
    assert "docProps/thumbnail.jpeg" not in zipfile.ZipFile(io.BytesIO(written)).namelist()


def test_each_page_is_numbered_and_marked(opened: Any, demo: Path) -> None:
    section = opened.sections[0]
    assert not section.different_first_page_header_footer
    fields = [each.get(qn("w:instr")).strip() for each in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert [p.text for p in section.header.paragraphs] == ["CUI//SP-LEI"]
    assert section.footer.paragraphs[-1].text == "CUI//SP-LEI"
    plain = Document(io.BytesIO(write_report(without_charts(gather(demo, QUIET))))).sections[0]
    assert [p.text for p in plain.header.paragraphs] == [""]
    assert len(plain.footer.paragraphs) == 1


def _tell_often(changes: tuple[CommittedChange, ...], times: int) -> tuple[CommittedChange, ...]:
    return tuple(replace(each, commit=f"{n:040}") for n in range(times) for each in changes)


def test_a_long_table_is_cut_and_says_so(report: Report) -> None:
    long = replace(without_charts(report), changes=_tell_often(report.changes, 400))
    document = Document(io.BytesIO(write_report(long)))
    table = next(t for t in document.tables if len(t.rows) > 900)
    assert len(table.rows) == 1_001
    assert any(p.text.startswith("The first 1,000 of 1,200 rows.") for p in document.paragraphs)


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_strangers_are_text(report: Report, text: str) -> None:
    package = write_report(poison(report, text))
    document = Document(io.BytesIO(package))
    shown = clean(text)
    assert document.paragraphs[0].text == shown
    overdue = next(table for table in document.tables if table.rows[0].cells[0].text == "Directive")
    assert overdue.rows[1].cells[1].text == clean(shorten(text, 300))
    parts = unpack(package)
    assert list_links(parts) == []
    fields = [each.get(qn("w:instr")) for part in parts.values() for each in part.iter(qn("w:fldSimple"))]
    assert fields == [" PAGE ", " NUMPAGES "]
    assert not [each for part in parts.values() for each in part.iter(qn("w:instrText"))]
    assert sum(len(list(part.iter(qn("w:hyperlink")))) for part in parts.values()) == 0


@given(ANY_TEXT)
@settings(max_examples=15)
def test_any_text_can_be_written(report: Report, text: str) -> None:
    made = without_charts(poison(report, text or "-"))
    document = Document(io.BytesIO(write_report(made)))
    assert document.tables[1].rows[1].cells[1].text == clean(text or "-")


def test_elements_stand_in_the_order_of_the_format(written: bytes) -> None:
    orders = {
        "tblPr": "tblStyle tblStyleRowBandSize tblStyleColBandSize tblW jc tblInd tblBorders tblLayout tblCellMar"
        " tblLook tblCaption",
        "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs spacing ind"
        " contextualSpacing jc outlineLvl rPr sectPr",
        "tblStylePr": "pPr rPr tblPr trPr tcPr",
        "tcPr": "tcW tcBorders shd",
        "tbl": "tblPr tblGrid tr",
    }
    for name, part in unpack(written).items():
        for tag, order in orders.items():
            for element in part.iter(qn(f"w:{tag}")):
                places = [order.split().index(child.tag.partition("}")[2]) for child in element]
                assert places == sorted(places), (name, tag)


def test_a_missing_library_is_named(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingPart) as caught:
        write_report(report)
    assert "python-docx" in str(caught.value)
    assert caught.value.hint == 'pip install "eo-tracker[report]"'


@needs_libreoffice
def test_libreoffice_prints_it_with_numbers_and_markings(written: bytes, tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    file.write_bytes(written)
    printed = convert(file, "pdf")
    assert printed.read_bytes().startswith(b"%PDF")
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext, which reads the pages, is not installed")
    text = subprocess.run(["pdftotext", "-layout", printed, "-"], capture_output=True, text=True, check=True).stdout
    pages = text.rstrip("\f\n").split("\f")
    assert len(pages) > 4
    for begun in ("3 of 28 directives are overdue", "Totals, and how they moved", "Recast the bells"):
        assert begun in pages[0]
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert page.count("CUI//SP-LEI") == 2


@needs_libreoffice
def test_libreoffice_opens_what_strangers_wrote(report: Report, tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    # LibreOffice takes minutes to break 10,000 letters without a blank in each cell; one such note will do.
    made = poison(report, " ".join(each for each in HOSTILE if len(each) < 1_000))
    long = {**made.overdue[0], "note": "y" * 10_000}
    file.write_bytes(write_report(replace(made, overdue=(long, *made.overdue[1:]))))
    assert convert(file, "pdf").read_bytes().startswith(b"%PDF")


def test_a_paragraph_stands_for_an_empty_table(demo: Path) -> None:
    report = gather(demo, QUIET)
    empty = [b.text for b in compose(report) if isinstance(b, Paragraph) and b.text.startswith("Nothing")]
    said = {p.text for p in Document(io.BytesIO(write_report(report))).paragraphs}
    assert empty
    assert set(empty) <= said
