"""SARIF 2.1.0, the OASIS format for the results of static analysis: for code scanning, editors and dashboards."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from eo_tracker.checks.findings import Checked, Finding, Origin, Rule
from eo_tracker.domain.problems import Severity
from eo_tracker.reports.checks.fingerprints import make_fingerprints
from eo_tracker.reports.checks.words import list_rules, place_of, tell, tell_from_top
from eo_tracker.reports.formats import encode_json, one_line, visible

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
# What only the day has made is no result of the change: against the base, held to the same day, it is as it was.
_BASELINE: dict[Origin, str] = {"new": "new", "known": "unchanged", "calendar": "unchanged"}
_PROBLEM_SEVERITIES: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "recommendation"}


def write_sarif(checked: Checked) -> str:
    """Write one run with all rules and all findings."""
    return (
        encode_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_make_run(tell_from_top(checked))]}, indent=1)
        + "\n"
    )


def _make_run(checked: Checked) -> dict[str, Any]:
    rules = list_rules(checked)
    index = {rule.code: number for number, rule in enumerate(rules)}
    fingerprints = make_fingerprints(checked.findings)
    properties = {"today": str(checked.today), "revision": checked.revision, "against": checked.against}
    return {
        "tool": {
            "driver": {"name": "eo-tracker", "version": version("eo-tracker"), "rules": [*map(_make_rule, rules)]}
        },
        "invocations": [_make_invocation(checked)],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _make_result(finding, index[finding.rule.code], fingerprint)
            for finding, fingerprint in zip(checked.findings, fingerprints, strict=True)
        ],
        "properties": {name: one_line(value) for name, value in properties.items() if value},
    }


def _make_invocation(checked: Checked) -> dict[str, Any]:
    notes = [{"level": "note", "message": {"text": _escape_message(one_line(each))}} for each in checked.skipped]
    return {"executionSuccessful": True, "toolExecutionNotifications": notes}


def _make_rule(rule: Rule) -> dict[str, Any]:
    title = one_line(rule.title)
    return {
        "id": one_line(rule.code),
        "name": _make_name(title),
        "shortDescription": {"text": title},
        "fullDescription": {"text": title},
        "help": {"text": f"{title}\n\nA fault:\n\n{visible(rule.fault)}\n\nIts cure:\n\n{visible(rule.cure)}\n"},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": [rule.family], "problem.severity": _PROBLEM_SEVERITIES[rule.severity]},
    }


def _make_name(title: str) -> str:
    """Make a name as programs give them: "A deadline has passed" is DeadlineHasPassed."""
    words = (word for word in re.findall(r"\w+", title) if word.casefold() not in {"a", "an", "the"})
    return "".join(word[:1].upper() + word[1:] for word in words)


def _make_result(finding: Finding, rule_index: int, fingerprint: str) -> dict[str, Any]:
    properties = {"origin": finding.origin, "directive": finding.problem.directive}
    result = {
        "ruleId": one_line(finding.rule.code),
        "ruleIndex": rule_index,
        "level": finding.problem.severity,
        "message": {"text": _escape_message(tell(finding))},
        "locations": [_make_location(finding)],
        "partialFingerprints": {"eoTracker/v1": fingerprint},
        "properties": {name: one_line(value) for name, value in properties.items() if value},
    }
    return {**result, "baselineState": _BASELINE[finding.origin]} if finding.origin else result


def _make_location(finding: Finding) -> dict[str, Any]:
    line, column = place_of(finding)
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": _make_uri(finding.problem.path), "uriBaseId": _ROOT},
        "region": {"startLine": line, "startColumn": column},
    }
    # The whole line is a context only to what begins later in it.
    if finding.source and column > 1:
        physical["contextRegion"] = {"startLine": line, "snippet": {"text": visible(finding.source)}}
    directive = finding.problem.directive
    logical = {"logicalLocations": [{"fullyQualifiedName": one_line(directive)}]} if directive else {}
    return {"physicalLocation": physical, **logical}


def _make_uri(path: str) -> str:
    # A byte of a file's name that is not UTF-8 was read as a surrogate; in a URI it is that byte again.
    try:
        return quote(path, errors="surrogateescape") or "."
    except UnicodeEncodeError:
        return quote(visible(path))


def _escape_message(text: str) -> str:
    """Escape what SARIF reads in messages: placeholders in braces, and links, which no data shall make."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")
