"""The report's CSV has a row for each directive, as `status` tells it."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from eo_tracker.reports.weekly.csv import write_report
from eo_tracker.reports.words import write_days
from tests.cli.warm import run
from tests.reports.weekly.made import BUSY, HOSTILE, QUIET, gather, poison


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("day", [BUSY, QUIET], ids=str)
def test_what_status_says_is_said_in_the_same_columns(demo: Path, day: date) -> None:
    report = gather(demo, day)
    told = read(write_report(report))
    status = run("--today", str(day), "status", "--as-of", str(day), "--format", "csv", cwd=demo)
    expected = read(status.stdout)
    assert len(told) == len(expected) == report.now.counts["total"]
    shared = set(told[0]) & set(expected[0])
    assert shared > {"id", "status", "timeliness", "due", "days", "completed", "verification", "note"}
    assert [{c: row[c] for c in shared} for row in told] == [{c: row[c] for c in shared} for row in expected]
    assert [row["standing"] for row in told] == [write_days(row) for row in report.rows]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_of_strangers_are_text(demo: Path, text: str) -> None:
    report = gather(demo, BUSY)
    for row in read(write_report(poison(report, text))):
        assert row["summary"][0] not in "=+-@"
        assert all(character.isprintable() or character in "\n\t" for character in row["note"])
