"""Workflow commands, read as GitHub's runner reads them; and the job summary, read as Markdown."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import example, given
from markdown_it import MarkdownIt

from eo_tracker.checks.findings import Checked
from eo_tracker.domain.problems import Severity
from eo_tracker.reports.checks.github import write_github, write_github_summary
from tests.reports.checks.findings import BASE, MOVED, NASTY, NO_EVIDENCE, is_safe, make_check, make_finding, odd_checks

NASTY_CHECK = make_check(
    make_finding(path=NASTY, message=NASTY, hint=NASTY, directive=NASTY), against=BASE, skipped=(NASTY,)
)


class Command(NamedTuple):
    level: str
    properties: dict[str, str]
    data: str


def read_command(line: str) -> Command | None:
    """Read a line of a step's output by the runner's rules: what is no command is just printed."""
    line = line.lstrip()
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    info, data = line[2:].split("::", 1)
    level, _, told = info.partition(" ")
    pairs = (pair.split("=", 1) for pair in told.split(",") if pair)
    properties = {pair[0]: unescape(pair[1], "\r\n:,%") for pair in pairs if len(pair) == 2}
    return Command(level, properties, unescape(data, "\r\n%"))


def unescape(text: str, escaped: str) -> str:
    # In this order, the percent sign last, so that %253A is %3A.
    for character in escaped:
        text = text.replace(f"%{ord(character):02X}", character)
    return text


def read_commands(text: str) -> list[Command]:
    return [command for command in map(read_command, text.splitlines()) if command]


def test_a_finding_is_an_annotation() -> None:
    written = write_github(make_check(make_finding(hint="record it")))
    assert written.splitlines()[0] == (
        "::error file=directives/eo-90001.yaml,line=40,col=9,title=EO301 A deadline has passed"
        "::due 2025-06-27, 515 days ago (record it)"
    )


@pytest.mark.parametrize(("severity", "level"), [("error", "error"), ("warning", "warning"), ("note", "notice")])
def test_a_severity_has_a_level(severity: Severity, level: str) -> None:
    written = write_github(make_check(make_finding(severity=severity)))
    assert [command.level for command in read_commands(written)] == [level]


def test_what_the_runner_would_read_is_escaped() -> None:
    finding = make_finding(path="a::b,c=%3A\n.yaml", message="100%25 ::error::, %0A", hint="")
    (command,) = read_commands(write_github(make_check(finding)))
    assert command.properties["file"] == "a::b,c=%3A .yaml"
    assert command.data == "100%25 ::error::, %0A"


def test_a_finding_about_no_file_names_none() -> None:
    (command,) = read_commands(write_github(make_check(make_finding(path=""))))
    assert "file" not in command.properties


def test_the_worst_ten_come_first_and_the_rest_is_counted() -> None:
    notes = [make_finding(MOVED, line=n) for n in range(1, 9)]
    warnings = [make_finding(NO_EVIDENCE, line=n) for n in range(1, 4)]
    written = write_github(make_check(*notes, *warnings, make_finding()))
    assert [c.level for c in read_commands(written)] == ["error", *["warning"] * 3, *["notice"] * 6]
    last = written.splitlines()[-1]
    assert last == "check: 1 error, 3 warnings, 8 notes; 2 more than the 10 annotated here"


def test_what_the_change_made_comes_before_what_was_so_already() -> None:
    findings = [make_finding(origin="known"), make_finding(origin="calendar"), make_finding(origin="new", line=7)]
    written = write_github(make_check(*findings, make_finding(MOVED, origin="new"), against=BASE))
    told = [command.data.partition(" [")[2].partition(":")[0] for command in read_commands(written)]
    assert told == ["new", "calendar", "known", "new"]
    assert written.splitlines()[-1] == "check: 3 errors, 0 warnings, 1 note (2 new, 1 calendar, 1 known)"


def test_nothing_found_is_said() -> None:
    assert write_github(make_check()) == "check: 0 errors, 0 warnings, 0 notes\n"


@given(odd_checks())
@example(NASTY_CHECK)
def test_no_text_makes_a_command_of_its_own(checked: Checked) -> None:
    written = write_github(checked)
    lines = written.split("\n")
    commands = read_commands(written)
    assert len(written.splitlines()) == len(commands) + 1 == len(lines) - 1
    assert len(commands) == min(10, len(checked.findings))
    for command in commands:
        assert command.level in {"error", "warning", "notice"}
        assert set(command.properties) <= {"file", "line", "col", "title"}
        assert int(command.properties["line"]) >= 1
        assert int(command.properties["col"]) >= 1
    assert is_safe(written)


def read_summary(text: str) -> tuple[list[str], list[list[str]]]:
    """Read the headings and the rows of the tables, as text."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    headings: list[str] = []
    rows: list[list[str]] = []
    for before, token in pairwise(tokens):
        if token.type == "inline":
            assert all(child.type in {"text", "strong_open", "strong_close"} for child in token.children or [])
            told = "".join(child.content for child in token.children or [])
            if before.type == "heading_open":
                headings.append(told)
            elif before.type in {"td_open", "th_open"}:
                rows[-1].append(told)
        elif token.type == "tr_open":
            rows.append([])
        else:
            assert token.type != "html_block"
    return headings, rows


def test_the_summary_has_a_group_for_each_origin() -> None:
    findings = [make_finding(origin="known"), make_finding(MOVED, origin="new")]
    headings, rows = read_summary(write_github_summary(make_check(*findings, against=BASE)))
    assert headings[1:] == [
        "New: made by this change (1)",
        "Calendar: only the day has passed (0)",
        "Known: so before this change (1)",
    ]
    place = "directives/eo-90001.yaml:40"
    told = "due 2025-06-27, 515 days ago"
    assert ["note", "EO501 A day of completion was moved", place, "eo-90001/3.b", told] in rows
    assert rows[1][2] == BASE


def test_the_summary_has_one_group_without_a_revision_to_compare() -> None:
    headings, _ = read_summary(write_github_summary(make_check(make_finding())))
    assert headings[1:] == ["Findings (1)"]


def test_the_summary_says_what_was_not_checked() -> None:
    _, rows = read_summary(write_github_summary(make_check(skipped=("The clone is shallow",))))
    assert rows[-2:] == [["Not checked"], ["The clone is shallow"]]


def test_a_summary_of_very_much_is_still_taken() -> None:
    findings = [
        make_finding(path="🙂" * 9000, line=n, message="<🙂 " * 9000, directive="🙂" * 9000, origin=origin)
        for n in range(200)
        for origin in ("new", "known", "calendar")
    ]
    written = write_github_summary(make_check(*findings, against=BASE))
    assert len(written.encode()) < 1024 * 1024
    assert "And 150 more." in written


@given(odd_checks())
@example(NASTY_CHECK)
def test_no_text_is_markup_of_the_summary(checked: Checked) -> None:
    written = write_github_summary(checked)
    headings, rows = read_summary(written)
    groups = {finding.origin for finding in checked.findings} | {"new", "known", "calendar"}
    assert len(headings) == 1 + (len(groups) if checked.against else 1)
    assert sum(row[0] in {"error", "warning", "note"} and len(row) == 5 for row in rows) == len(checked.findings)
    assert is_safe(written)
