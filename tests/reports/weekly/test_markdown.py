"""The report in Markdown: all of the document, and no mark-up of strangers."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from eo_tracker.reports.formats import escape_markdown
from eo_tracker.reports.weekly.document import Heading, Table, compose
from eo_tracker.reports.weekly.markdown import write_report
from tests.reports.weekly.made import BUSY, HOSTILE, gather, poison


def test_headings_and_tables_are_those_of_the_document(demo: Path) -> None:
    report = gather(demo, BUSY)
    lines = write_report(report).splitlines()
    headings = [block for block in compose(report) if isinstance(block, Heading)]
    assert [line for line in lines if line.startswith("#")] == [
        f"{'#' * each.level} {escape_markdown(each.text)}" for each in headings
    ]
    tables = [block for block in compose(report) if isinstance(block, Table)]
    assert sum(line.startswith("|") for line in lines) == sum(len(each.rows) + 2 for each in tables)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_texts_of_strangers_are_text(demo: Path, text: str) -> None:
    quiet, written = gather(demo, BUSY), write_report(poison(gather(demo, BUSY), text))
    for mark in ("<", "[", "|"):
        bare = [n for n, each in enumerate(written) if each == mark and written[n - 1] != "\\"]
        assert mark == "|" or not bare
    assert written.count("\n") == write_report(poison(quiet, "plain")).count("\n")
    assert not [each for each in written if unicodedata.category(each) in ("Cc", "Cs") and each != "\n"]
