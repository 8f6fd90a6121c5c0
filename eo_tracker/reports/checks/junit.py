"""JUnit's XML, as Jenkins' xunit plugin defines it and nearly every CI system reads it.

A family of rules is a suite; a rule applied to a directive is a test case. What makes the check fail is a failure, all
else what the case has printed. A finding about no directive that was checked has a case named after its file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple, get_args

from eo_tracker.checks.findings import Checked, Family, Finding
from eo_tracker.reports.checks.words import list_rules, path_of, tell, write_place
from eo_tracker.reports.formats import one_line

_Found = dict[tuple[str, str], list[Finding]]
"""Findings by code and by the name of what they are about."""


class _Suite(NamedTuple):
    name: str
    cases: list[str]
    failures: int = 0
    skipped: int = 0


def write_junit(checked: Checked) -> str:
    """Write a case for every rule and directive, those that passed too."""
    found: _Found = {}
    for finding in checked.findings:
        found.setdefault((finding.rule.code, _name(finding)), []).append(finding)
    suites = [_make_suite(family, checked, found) for family in get_args(Family)]
    suites = [suite for suite in (*suites, _make_skipped(checked)) if suite.cases]
    tests, failures = sum(len(s.cases) for s in suites), sum(s.failures for s in suites)
    head = f'<testsuites name="eo-tracker check" tests="{tests}" failures="{failures}" errors="0">'
    properties = _write_properties(checked)
    body = (f"{_write_suite(suite, properties)}\n" for suite in suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{"".join(body)}</testsuites>\n'


def _name(finding: Finding) -> str:
    return one_line(finding.problem.directive or "") or path_of(finding)


def _make_suite(family: Family, checked: Checked, found: _Found) -> _Suite:
    cases, failures = [], 0
    directives = [one_line(directive) for directive in checked.directives]
    for rule in list_rules(checked):
        if rule.family != family:
            continue
        start = f'  <testcase classname="{_attribute(f"{family}.{rule.code}")}" name='
        others = dict.fromkeys(name for code, name in found if code == rule.code)
        for name in dict.fromkeys((*directives, *others)):
            here = found.get((rule.code, name), ())
            cases.append(f'{start}"{escape(name)}"{_write_outcome(here, checked)}')
            failures += any(map(checked.fails_by, here))
    return _Suite(family, cases, failures)


def _write_outcome(findings: Iterable[Finding], checked: Checked) -> str:
    failed = [finding for finding in findings if checked.fails_by(finding)]
    noted = [finding for finding in findings if not checked.fails_by(finding)]
    if not failed and not noted:
        return "/>"
    failure = output = ""
    if failed:
        severity = "error" if any(f.problem.severity == "error" for f in failed) else "warning"
        failure = (
            f'<failure type="{severity}" message="{_attribute(_summarise(failed))}">{_write_lines(failed)}</failure>'
        )
    if noted:
        output = f"<system-out>{_write_lines(noted)}</system-out>"
    return f">{failure}{output}</testcase>"


def _summarise(findings: list[Finding]) -> str:
    more = f" (and {len(findings) - 1} more)" if findings[1:] else ""
    return f"{findings[0].rule.title}: {tell(findings[0])}{more}"


def _write_lines(findings: list[Finding]) -> str:
    return escape("\n".join(line for finding in findings for line in _tell_lines(finding)))


def _tell_lines(finding: Finding) -> Iterator[str]:
    yield f"{write_place(finding)}: {finding.problem.severity}: {tell(finding)} [{one_line(finding.rule.code)}]"
    if finding.source.strip():
        yield f"  {one_line(finding.source)}"


def _make_skipped(checked: Checked) -> _Suite:
    cases = [
        f'  <testcase classname="skipped" name="{sentence}"><skipped message="{sentence}"/></testcase>'
        for sentence in dict.fromkeys(map(_attribute, checked.skipped))
    ]
    return _Suite("skipped", cases, skipped=len(cases))


def _write_properties(checked: Checked) -> str:
    values = {"today": str(checked.today), "revision": checked.revision, "against": checked.against}
    told = (f'<property name="{name}" value="{_attribute(value)}"/>' for name, value in values.items() if value)
    return f"  <properties>{''.join(told)}</properties>"


def _write_suite(suite: _Suite, properties: str) -> str:
    counts = f'tests="{len(suite.cases)}" failures="{suite.failures}" errors="0" skipped="{suite.skipped}"'
    return "\n".join((f' <testsuite name="{suite.name}" {counts}>', properties, *suite.cases, " </testsuite>"))


def _attribute(text: str) -> str:
    return escape(one_line(text))
