"""GitLab's report, held against what its documentation asks for; and the fingerprints that it compares by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from jsonschema import Draft202012Validator

from eo_tracker.checks.findings import Checked, Finding
from eo_tracker.domain.problems import Severity
from eo_tracker.reports.checks.gitlab import write_gitlab
from tests.reports.checks.findings import NASTY, is_safe, make_check, make_finding, odd_checks

SCHEMA = Path(__file__).parents[2] / "data" / "schemas" / "gitlab-code-quality.json"
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def read_report(checked: Checked) -> list[dict[str, Any]]:
    written = write_gitlab(checked)
    rows: list[dict[str, Any]] = json.loads(written.encode("utf-8"))
    VALIDATOR.validate(rows)
    assert is_safe(written)
    return rows


def fingerprints(*findings: Finding) -> list[str]:
    return [row["fingerprint"] for row in read_report(make_check(*findings))]


def test_a_finding_is_a_row() -> None:
    (row,) = read_report(make_check(make_finding(hint="record it", origin="calendar")))
    assert row["description"] == "due 2025-06-27, 515 days ago (record it) [calendar: only the day has passed]"
    assert row["check_name"] == "EO301"
    assert row["severity"] == "major"
    assert row["location"] == {"path": "directives/eo-90001.yaml", "lines": {"begin": 40}}


@pytest.mark.parametrize(("severity", "told"), [("error", "major"), ("warning", "minor"), ("note", "info")])
def test_a_severity_is_one_of_theirs(severity: Severity, told: str) -> None:
    (row,) = read_report(make_check(make_finding(severity=severity)))
    assert row["severity"] == told


def test_nothing_found_is_an_empty_report() -> None:
    assert read_report(make_check()) == []


def test_a_fingerprint_stays_when_lines_move_and_days_pass() -> None:
    before = make_finding()
    after = make_finding(line=90, message="due 2025-06-27, 516 days ago", source="    deadline: {within: 60 days}")
    assert fingerprints(before) == fingerprints(after)
    assert fingerprints(before) == fingerprints(make_finding(severity="note"))


@pytest.mark.parametrize(
    "other",
    [{"path": "directives/eo-90002.yaml"}, {"directive": "eo-90001/3.c"}, {"directive": None}, {"source": "other"}],
)
def test_another_finding_has_another_fingerprint(other: dict[str, Any]) -> None:
    assert fingerprints(make_finding()) != fingerprints(make_finding(**other))


def test_findings_that_nothing_else_tells_apart_are_numbered_by_place_and_not_by_rank() -> None:
    first, second = make_finding(line=3), make_finding(line=8)
    assert fingerprints(first, second) == list(reversed(fingerprints(second, first)))


@given(odd_checks())
@example(make_check(make_finding(path=NASTY, message=NASTY, hint=NASTY)))
def test_any_finding_is_a_row_with_a_fingerprint_of_its_own(checked: Checked) -> None:
    rows = read_report(checked)
    assert len(rows) == len(checked.findings)
    assert len({row["fingerprint"] for row in rows}) == len(rows)
    assert all(is_safe(row["description"]) and is_safe(row["location"]["path"]) for row in rows)
