"""The report's page is well formed, loads nothing, says what the document says, and obeys nothing that data says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

tinyhtml5 = pytest.importorskip("tinyhtml5.parser", reason="tinyhtml5 is not installed")

from eo_tracker.reports.formats import shorten, visible  # noqa: E402
from eo_tracker.reports.weekly.content import Edition, Report  # noqa: E402
from eo_tracker.reports.weekly.document import Chart, Heading, Paragraph, Table, compose  # noqa: E402
from eo_tracker.reports.weekly.html import write_report  # noqa: E402
from eo_tracker.reports.weekly.writers import write  # noqa: E402
from tests.reports.weekly.made import BUSY, EARLY, HOSTILE, QUIET, gather, poison  # noqa: E402


def parse(page: str) -> Any:
    """Parse a page as browsers do; what is not well formed is an error."""
    parser = tinyhtml5.HTMLParser(namespace_html_elements=False)
    tree = parser.parse(page)
    assert not parser.errors, parser.errors[:5]
    return tree


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def list_attributes(tree: Any) -> Iterator[tuple[str, str, str]]:
    for element in tree.iter():
        for name, value in element.attrib.items():
            yield str(element.tag).rpartition("}")[2], str(name).rpartition("}")[2], value


@pytest.mark.parametrize("last", [BUSY, QUIET, EARLY], ids=str)
def test_a_page_is_well_formed_and_loads_nothing(demo: Path, last: Any) -> None:
    page = write_report(gather(demo, last, Edition(marking="CUI//SP-LEI")))
    tree = parse(page)
    addresses = [
        value for _, name, value in list_attributes(tree) if name in {"href", "src", "srcset", "action", "data"}
    ]
    assert addresses
    assert all(value.startswith("#") for value in addresses)
    assert set(re.findall(r"url\((.)", page)) <= {"#"}
    assert "@import" not in page


def test_ids_are_unique_and_what_refers_to_them_finds_them(demo: Path) -> None:
    found = list(list_attributes(parse(write_report(gather(demo, BUSY)))))
    ids = Counter(value for _, name, value in found if name == "id")
    assert [each for each, times in ids.items() if times > 1] == []
    referred = {value[1:] for _, name, value in found if name == "href"}
    referred |= {each for _, name, value in found if name == "aria-labelledby" for each in value.split()}
    assert referred - set(ids) == set()


def test_a_page_says_what_the_document_says_in_its_order(demo: Path) -> None:
    report = gather(demo, BUSY)
    said = text_of(parse(write_report(report)).find("body"))
    at = said.index("Contents")
    for block in compose(report):
        if isinstance(block, Heading) and block.level == 1:
            continue
        text = block.caption if isinstance(block, Table) else block.title if isinstance(block, Chart) else block.text
        if isinstance(block, Paragraph) and text in said[:at]:
            continue
        at = said.index(" ".join(text.split()), at if isinstance(block, Heading | Paragraph) else 0)


def test_tables_hold_the_cells_of_the_document_and_say_what_they_are_of(demo: Path) -> None:
    report = gather(demo, BUSY)
    tables = [block for block in compose(report) if isinstance(block, Table | Chart)]
    wanted = [block.table if isinstance(block, Chart) else block for block in tables]
    written = list(parse(write_report(report)).iter("table"))
    assert len(written) == len(wanted)
    for table, element in zip(wanted, written, strict=True):
        assert text_of(element.find("caption")) == table.caption
        assert [text_of(th) for th in element.find("thead").iter("th")] == [column.name for column in table.columns]
        assert {th.get("scope") for th in element.find("thead").iter("th")} == {"col"}
        rows = [[text_of(cell) for cell in row] for row in element.find("tbody")]
        assert rows == [
            [" ".join(column.write(cell).split()) for column, cell in zip(table.columns, row, strict=True)]
            for row in table.rows
        ]
        assert {row[0].get("scope") for row in element.find("tbody")} == {"row"}


def test_days_in_texts_are_marked_so_that_they_do_not_break(demo: Path) -> None:
    days = {text_of(time) for time in parse(write_report(gather(demo, BUSY))).iter("time")}
    assert "2026-10-15" in days
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days)


def test_a_style_has_the_heads_of_every_table(demo: Path) -> None:
    tree = parse(write_report(gather(demo, BUSY)))
    styles = text_of(tree.find("head/style"))
    for table in tree.iter("table"):
        kind, columns = table.get("class").split()
        assert kind == ("figures" if len(table.find("thead/tr")) <= 4 and not table.findall(".//td[@class='wide']")
                        and all(th.get("class") in {"number", "change"} for th in table.find("thead/tr")[1:])
                        else "cards")  # fmt: skip
        for place, head in enumerate(table.find("thead/tr")):
            quoted = "".join(f"\\{ord(letter):06x}" for letter in text_of(head))
            assert (f'.{columns} td:nth-child({place + 1})::before {{ content: "{quoted}" }}' in styles) == (place > 0)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_what_data_says_is_text_and_nothing_else(demo: Path, text: str) -> None:
    page = write(poison(gather(demo, BUSY), text), "html").decode("utf-8")
    tree = parse(page)
    tags = Counter(str(element.tag).rpartition("}")[2] for element in tree.iter() if isinstance(element.tag, str))
    assert tags["script"] == 1
    assert tags["style"] == 1
    assert tags["img"] == 0
    assert [name for _, name, _ in list_attributes(tree) if name.startswith("on")] == []
    assert "".join(text_of(tree.find("body")).split()).count("".join(visible(shorten(text, 200)[:-1]).split())) > 50
    assert re.search(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page) is None


def test_a_marking_stands_at_the_top_at_the_bottom_and_on_printed_pages(demo: Path) -> None:
    tree = parse(write_report(gather(demo, BUSY, Edition(marking='CUI//"; } * { display: none }'))))
    marks = [element for element in tree.iter("p") if element.get("class") == "marking"]
    assert [text_of(each) for each in marks] == ['CUI//"; } * { display: none }'] * 2
    quoted = re.findall(r'center \{ content: "((?:\\[0-9a-f]{6})+)"', text_of(tree.find("head/style")))
    read = {re.sub(r"\\([0-9a-f]{6})", lambda m: chr(int(m[1], 16)), each) for each in quoted}
    assert read == {'CUI//"; } * { display: none }'}
    assert len(quoted) == 2


def test_a_page_without_a_marking_has_no_place_for_one(demo: Path) -> None:
    tree = parse(write_report(gather(demo, BUSY)))
    assert not list(tree.iter("footer"))
    assert not [element for element in tree.iter() if element.get("class") == "marking"]


def test_without_the_library_that_draws_pictures_are_told_in_words(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = gather(demo, BUSY)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    page = write_report(report)
    tree = parse(page)
    assert "<svg" not in page
    charts = [block for block in compose(report) if isinstance(block, Chart)]
    assert len(charts) == 3
    assert all(chart.sentence in text_of(tree) for chart in charts)


def test_a_tracker_with_nothing_in_it_makes_a_page(demo: Path) -> None:
    report = gather(demo, BUSY)
    nothing: dict[str, Any] = dict.fromkeys(
        ("rows", "overdue", "near", "far", "changes", "completed", "awaiting", "held", "partial", "silent", "scores"),
        (),
    )
    counts = dict.fromkeys(report.now.counts, 0)
    ends: dict[str, Any] = {"before": replace(report.before, counts=counts), "now": replace(report.now, counts=counts)}
    tree = parse(write_report(replace(report, **nothing, **ends, headings={}, burn_up=())))
    assert "Nothing is tracked yet." in text_of(tree)
    assert not list(tree.iter("table"))


def test_many_orders_are_folded_in_the_contents(demo: Path) -> None:
    report = gather(demo, BUSY)
    heading = next(iter(report.headings.values()))
    orders = [f"eo-{n}" for n in range(60_000, 60_013)]
    rows = tuple({**report.rows[0], "order": order} for order in orders)
    many: Report = replace(report, headings=dict.fromkeys(orders, heading), rows=rows)
    tree = parse(write_report(many))
    folded = tree.find("body").find(".//nav/details//details")
    assert text_of(folded.find("summary")) == "13 orders"
    assert len(list(folded.iter("a"))) == 13


def test_a_long_page_is_laid_out_as_it_is_read(demo: Path) -> None:
    report = gather(demo, BUSY)
    short = parse(write_report(report)).find("body").find(".//main")
    assert short.get("class") is None
    assert {cell.get("role") for row in short.iter("tr") for cell in row} == {"columnheader", "rowheader", "cell"}
    long = parse(write_report(replace(report, changes=report.changes * 200))).find("body").find(".//main")
    assert long.get("class") == "long"
    assert {cell.get("role") for cell in long.iter("td")} == {None}


_WRITE = """
import sys
from datetime import date
from pathlib import Path
from eo_tracker.reports.weekly.document import Chart, compose
from eo_tracker.reports.weekly.plots import draw_png
from eo_tracker.reports.weekly.writers import write
from tests.reports.weekly.made import BUSY, gather
report = gather(Path(sys.argv[1]), BUSY)
sys.stdout.buffer.write(write(report, "html"))
for block in compose(report):
    if isinstance(block, Chart):
        sys.stdout.buffer.write(draw_png(block, report.period.last))
"""


def test_the_bytes_are_the_same_in_every_time_zone_language_and_style(demo: Path, tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 20\nfigure.facecolor: red\ntimezone: Asia/Tokyo\n")
    places = [
        {"TZ": "Pacific/Kiritimati", "LANG": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "2", "MATPLOTLIBRC": str(tmp_path)},
    ]
    written = [
        subprocess.run(
            [sys.executable, "-c", _WRITE, str(demo)],
            env={**os.environ, **place},
            capture_output=True,
            check=True,
            cwd=Path(__file__).parents[3],
        ).stdout
        for place in places
    ]
    assert len(written[0]) > 100_000
    assert written[0] == written[1]
