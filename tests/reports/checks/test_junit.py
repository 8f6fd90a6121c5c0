"""JUnit's XML, held against Jenkins' schema and read by a library that gathers such files."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import xmlschema
from hypothesis import example, given
from junitparser import Failure, JUnitXml, Skipped, TestCase, TestSuite

from eo_tracker.checks.findings import Checked, Gate
from eo_tracker.reports.checks.junit import write_junit
from eo_tracker.reports.formats import one_line
from tests.reports.checks.findings import (
    BASE,
    MOVED,
    NASTY,
    NO_EVIDENCE,
    UNKNOWN_KEY,
    is_safe,
    make_check,
    make_finding,
    odd_checks,
)

SCHEMA = Path(__file__).parents[2] / "data" / "schemas" / "junit-10.xsd"
NASTY_CHECK = make_check(
    make_finding(path=NASTY, message=NASTY, hint=NASTY, directive=None), skipped=(NASTY,), directives=(NASTY,)
)


@cache
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMA)


def parse(written: str) -> ET.Element:
    return ET.fromstring(written.encode("utf-8"))  # noqa: S314


def read_suites(checked: Checked) -> dict[str, TestSuite]:
    written = write_junit(checked)
    assert is_safe(written)
    schema().validate(parse(written))
    return {suite.name: suite for suite in JUnitXml.fromstring(written.encode("utf-8"))}


def read_cases(suite: TestSuite) -> dict[tuple[str, str], TestCase]:
    return {(case.classname, case.name): case for case in suite}


def test_every_rule_has_a_case_for_every_directive() -> None:
    suites = read_suites(make_check())
    assert list(suites) == ["data", "deadlines", "records", "history"]
    assert set(read_cases(suites["deadlines"])) == {
        ("deadlines.EO301", "eo-90001/3.a"),
        ("deadlines.EO301", "eo-90001/3.b"),
    }
    assert all(case.is_passed for suite in suites.values() for case in suite)


def test_what_makes_the_check_fail_is_a_failure() -> None:
    checked = make_check(make_finding(hint="record it"), make_finding(NO_EVIDENCE))
    suites = read_suites(replace(checked, gate=Gate("any", "warning")))
    case = read_cases(suites["deadlines"])["deadlines.EO301", "eo-90001/3.b"]
    (failure,) = case.result
    assert isinstance(failure, Failure)
    assert failure.type == "error"
    assert failure.message == "A deadline has passed: due 2025-06-27, 515 days ago (record it)"
    assert failure.text == (
        "directives/eo-90001.yaml:40:9: error: due 2025-06-27, 515 days ago (record it) [EO301]\n"
        "  deadline: {within: 60 days}"
    )
    assert suites["deadlines"].failures == 1
    (warning,) = read_cases(suites["records"])["records.EO401", "eo-90001/3.b"].result
    assert warning.type == "warning"
    assert read_suites(checked)["records"].failures == 0
    only_new = make_check(make_finding(origin="known"), make_finding(NO_EVIDENCE, origin="new"), against=BASE)
    assert not any(suite.failures for suite in read_suites(replace(only_new, gate=Gate("new", "error"))).values())


def test_a_note_is_printed_and_fails_nothing() -> None:
    suite = read_suites(make_check(make_finding(MOVED)))["history"]
    case = read_cases(suite)["history.EO501", "eo-90001/3.b"]
    assert case.is_passed
    assert case.system_out.startswith("directives/eo-90001.yaml:40:9: note: due 2025-06-27")
    assert suite.failures == 0


def test_two_findings_of_a_rule_at_a_directive_are_one_case() -> None:
    suite = read_suites(make_check(make_finding(), make_finding(line=44)))["deadlines"]
    assert (suite.tests, suite.failures) == (2, 1)
    (failure,) = read_cases(suite)["deadlines.EO301", "eo-90001/3.b"].result
    assert failure.message.endswith("(and 1 more)")
    assert failure.text.count("error:") == 2


def test_a_finding_about_no_directive_is_a_case_named_after_its_file() -> None:
    suite = read_suites(make_check(make_finding(UNKNOWN_KEY, directive=None)))["data"]
    assert not read_cases(suite)["data.EO201", "directives/eo-90001.yaml"].is_passed
    assert suite.tests == 3


def test_what_was_not_checked_is_skipped_with_its_reason() -> None:
    suite = read_suites(make_check(skipped=("The clone is shallow",)))["skipped"]
    (case,) = suite
    (result,) = case.result
    assert isinstance(result, Skipped)
    assert case.name == result.message == "The clone is shallow"
    assert suite.skipped == 1


def test_a_suite_says_what_it_was_held_against() -> None:
    told = parse(write_junit(make_check(against=BASE))).iter("property")
    properties = {each.get("name"): each.get("value") for each in told}
    assert properties["today"] == "2026-11-24"
    assert properties["against"] == BASE


@given(odd_checks())
@example(NASTY_CHECK)
def test_any_finding_has_a_case_and_the_counts_agree(checked: Checked) -> None:
    suites = read_suites(checked)
    cases = [read_cases(suite) for suite in suites.values()]
    assert [len(each) for each in cases] == [suite.tests for suite in suites.values()]
    told = [sum(not c.is_passed and not c.is_skipped for c in each.values()) for each in cases]
    assert told == [suite.failures for suite in suites.values()]
    assert sum(told) == len(
        {
            (f.rule.code, one_line(f.problem.directive or f.problem.path) or ".")
            for f in checked.findings
            if checked.fails_by(f)
        }
    )
