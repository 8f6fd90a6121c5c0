"""The sentences of a report agree with their numbers, and speak to an agency in its own edition."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.domain.periods import Period
from eo_tracker.domain.problems import Problem
from eo_tracker.reports.weekly.content import Edition, Report
from eo_tracker.reports.weekly.document import Chart, Heading, Paragraph, compose
from eo_tracker.reports.weekly.wording import (
    write_headline,
    write_moves,
    write_problems,
    write_reaffirmed,
    write_share,
)
from tests.reports.weekly.made import BUSY, QUIET, gather

DISAGREEING = re.compile(
    r"\b1 (of \d+ [^,;.]*)?(are|were|fall)\b|\b1 (directives|days|orders|records|files|agencies)\b"
    r"|(?<!of )\b([2-9]|\d\d+) (is|was|falls|directive|day|record|file)\b|\b1 of 1\b|\b2 of 2\b|\b0\b"
)
FEW = st.sampled_from([0, 1, 2, 3, 17])


@pytest.fixture(scope="module")
def whole(demo: Path) -> Report:
    return gather(demo, BUSY)


@pytest.fixture(scope="module")
def own(demo: Path) -> Report:
    return gather(demo, BUSY, Edition(agency="BELLS"))


@pytest.mark.parametrize(
    ("number", "total", "said"),
    [
        (0, 1, "The only directive is not"),
        (1, 1, "The only directive is"),
        (0, 2, "Neither of 2 directives is"),
        (1, 2, "1 of 2 directives is"),
        (2, 2, "Both directives are"),
        (0, 8, "None of 8 directives is"),
        (1, 8, "1 of 8 directives is"),
        (7, 8, "7 of 8 directives are"),
        (8, 8, "All 8 directives are"),
    ],
)
def test_a_share_is_told_as_people_do(number: int, total: int, said: str) -> None:
    assert write_share(number, total, "directive") == said


def test_a_share_of_what_an_agency_leads_is_told_to_it() -> None:
    assert write_share(2, 2, "directive that you lead", ("was", "were")) == "Both directives that you lead were"


@given(FEW, FEW, FEW, FEW, FEW)
def test_a_headline_agrees_with_its_numbers(
    whole: Report, own: Report, overdue: int, others: int, done: int, occurrences: int, near: int
) -> None:
    for report in (whole, own):
        row = report.rows[0] | {"days": -(overdue + others)}
        counts = {**report.now.counts, "total": overdue + others, "overdue": overdue}
        made: dict[str, Any] = {"overdue": (row,) * overdue, "completed": (row,) * done, "near": (row,) * near}
        made |= {"completed_occurrences": (row,) * occurrences, "now": replace(report.now, counts=counts)}
        told = write_headline(replace(report, **made))
        assert told.endswith(".")
        assert not DISAGREEING.search(told), told
        assert str(done + occurrences or "none") in told or not overdue + others


def test_what_moved_is_told_from_and_to(whole: Report, own: Report) -> None:
    assert write_moves(whole) == (
        "28 directives of 2 orders. Since Friday, October 9, 2026: upcoming from 11 to 8, due soon from 0 to 3, "
        "not reported from 4 to 2, not started from 2 to 3, in progress from 11 to 12."
    )
    assert write_moves(own) == "You lead 4 directives of 1 order. No total has moved since Friday, October 9, 2026."
    first = replace(whole, before=replace(whole.before, commit=None))
    assert write_moves(first).endswith("Nothing was tracked before Saturday, October 10, 2026.")


@pytest.mark.parametrize(("number", "begins"), [(1, "1 record was"), (2, "2 records were"), (40, "40 records were")])
def test_records_that_were_reaffirmed_are_counted(number: int, begins: str) -> None:
    assert write_reaffirmed(number).startswith(begins)


def test_an_agencys_edition_speaks_to_it_all_through(own: Report) -> None:
    blocks = list(compose(own))
    headings = [block.text for block in blocks if isinstance(block, Heading) and block.level == 2]
    assert headings == [
        "Your totals",
        "What is overdue from you",
        "What you owe in 15 to 30 days",
        "No word from you for 30 days",
        "Nothing to tell",
        "Your deadlines and progress",
        "Every directive that you lead",
        "How you stand",
        "How the figures were counted",
    ]
    said = [block.text for block in blocks if isinstance(block, Paragraph)]
    headline, nothing = (next(text for text in said if part in text) for part in ("; ", "You wait"))
    assert headline == (
        "1 of 4 directives that you lead is overdue, EO 99101, Sec. 3(a) by 173 days; "
        "you completed none this week, and owe none in the next 14 days."
    )
    assert nothing == (
        "You owe nothing in the next 14 days. Nothing was changed this week in what you lead. "
        "You completed nothing this week. You wait for no trigger, court or partner."
    )


def test_what_there_is_none_of_is_told_in_one_place(demo: Path) -> None:
    blocks = list(compose(gather(demo, date(2026, 12, 25))))
    at = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.anchor == "nothing")
    assert blocks[at + 1] == Paragraph(
        "Nothing falls due in 15 to 30 days. Nothing was changed this week. "
        "Nothing was recorded as completed this week. Nothing is on hold. No joint directive waits for a partner."
    )
    quiet = " ".join(block.text for block in compose(gather(demo, QUIET)) if isinstance(block, Paragraph))
    assert "Nothing is overdue. Nothing was recorded as completed this week. No joint directive waits" in quiet


@pytest.mark.parametrize(("days", "when"), [(1, "today"), (7, "this week"), (31, "in this period")])
def test_headings_say_how_long_a_time_is_told_of(whole: Report, days: int, when: str) -> None:
    report = replace(whole, period=Period(BUSY - timedelta(days=days - 1), BUSY))
    assert f"Changed {when}" in [block.text for block in compose(report) if isinstance(block, Heading)]
    assert f"none was recorded as completed {when}, and" in write_headline(report)


def test_what_cannot_be_read_is_told_once_a_file(whole: Report) -> None:
    record = Problem("status/eo-99101/2.d.yaml", 3, 1, "EO104", "no YAML", directive="eo-99101/2.d")
    order = Problem("directives/eo-99109.yaml", 1, 1, "EO207", "no order number")
    report = replace(whole, problems=(order, record, replace(record, line=4)), unreadable=frozenset({"eo-99101/2.d"}))
    assert list(write_problems(report)) == [
        "Something is wrong in the data, and may be missing here. directives/eo-99109.yaml, line 1: no order number",
        (
            "The record of EO 99101, Sec. 2(d) cannot be read, and counts as not reported. "
            "status/eo-99101/2.d.yaml, line 3: no YAML"
        ),
    ]
    many = replace(whole, problems=tuple(replace(order, path=f"directives/{n}.yaml") for n in range(21)))
    *first, last = write_problems(many)
    assert len(first) == 20
    assert last == "Something is wrong in 1 more file, too: eo-tracker check tells what."


@given(FEW, FEW)
def test_charts_agree_with_their_numbers(whole: Report, overdue: int, others: int) -> None:
    late = next(row for row in whole.rows if row["timeliness"] == "overdue")
    later = next(row for row in whole.rows if row["timeliness"] == "upcoming")
    report = replace(whole, rows=(late,) * overdue + (later,) * others, headings={})
    for chart in compose(report):
        if isinstance(chart, Chart) and chart.name == "timeline":
            assert not DISAGREEING.search(chart.sentence), chart.sentence
            assert f"{overdue or 'none'} of them" in chart.sentence
