"""The report for people: a caret under what is meant, groups by origin, and no text that a terminal obeys."""

from __future__ import annotations

import pytest
from hypothesis import given

from eo_tracker.checks.findings import Checked
from eo_tracker.reports.checks.text import lay_out, write_text
from tests.reports.checks.findings import BASE, is_safe, make_check, make_finding, odd_checks


def lines(checked: Checked, width: int) -> list[str]:
    return ["".join(text for text, _ in line) for line in lay_out(checked, width)]


def test_a_caret_stands_under_what_is_meant() -> None:
    written = write_text(make_check(make_finding(column=19))).splitlines()
    assert written[1] == "  40:19 error EO301"
    line, caret = written[3:5]
    assert line[caret.index("^") :].startswith("{within: 60 days}")


def test_a_long_line_is_cut_around_what_is_meant() -> None:
    source = f"{'a' * 150} HERE {'b' * 50}"
    (line, caret), (cut, cut_caret) = (
        lines(make_check(make_finding(column=152, source=source)), width)[3:5] for width in (400, 60)
    )
    assert line[caret.index("^") :].startswith("HERE")
    assert cut[cut_caret.index("^") :].startswith("HERE")
    assert len(cut) <= 60


def test_there_are_three_groups_by_origin_and_a_total_comes_last() -> None:
    findings = [make_finding(origin=origin) for origin in ("known", "calendar", "new")]
    written = write_text(make_check(*findings, against=BASE)).splitlines()
    headings = [line for line in written if line.endswith("(1 finding)")]
    assert headings == [
        "New with this change (1 finding)",
        "Only the day has passed (1 finding)",
        "So already before this change (1 finding)",
    ]
    assert written[-1].startswith("3 errors in 1 file (1 new, 1 by the calendar, 1 known); ")


@pytest.mark.parametrize("width", [60, 200])
@given(checked=odd_checks())
def test_any_finding_is_written_safely(checked: Checked, width: int) -> None:
    assert is_safe(write_text(checked))
    assert all(is_safe(line) and "\n" not in line for line in lines(checked, width))
