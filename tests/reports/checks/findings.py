"""Findings for the tests of the formats: a few plain ones, and any that data from strangers can lead to."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import strategies as st

from eo_tracker.checks.findings import Checked, Finding, Origin, Rule
from eo_tracker.domain.problems import Problem, Severity
from eo_tracker.reports.checks.words import SEVERITIES
from eo_tracker.reports.formats import one_line

TODAY = date(2026, 11, 24)
COMMIT = "5f0c1d2e3a4b5c6d7e8f90a1b2c3d4e5f6a7b8c9"
BASE = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"

UNKNOWN_KEY = Rule("EO201", "A key is unknown", "data", "error", "sumary: Review it", "summary: Review it")
OVERDUE = Rule(
    "EO301", "A deadline has passed", "deadlines", "error", "deadline: {within: 1 day}", "status: completed\n"
)
NO_EVIDENCE = Rule("EO401", "Completed without evidence", "records", "warning", "evidence: []", "evidence: [...]")
MOVED = Rule("EO501", "A day of completion was moved", "history", "note", "from 3 May to 2 May", "say why in a note")
RULES = (UNKNOWN_KEY, OVERDUE, NO_EVIDENCE, MOVED)

NASTY = (
    "\x00\x07\x1b[31m\x7f\x85\x9b\u061c\u202e\u2028\ufeff\ufffe\ud800\udcff\r\n\t%:,;=|`*_{0}[]()<>#&\\\"'-]]>é日🙂 "
)


def make_finding(
    rule: Rule = OVERDUE,
    severity: Severity | None = None,
    *,
    path: str = "directives/eo-90001.yaml",
    line: int = 40,
    column: int = 9,
    message: str = "due 2025-06-27, 515 days ago",
    hint: str = "",
    directive: str | None = "eo-90001/3.b",
    origin: Origin | None = None,
    source: str = "        deadline: {within: 60 days}",
) -> Finding:
    problem = Problem(path, line, column, rule.code, message, hint, severity or rule.severity, directive)
    return Finding(problem, rule, origin, source)


def make_check(
    *findings: Finding,
    against: str | None = None,
    skipped: tuple[str, ...] = (),
    directives: tuple[str, ...] = ("eo-90001/3.a", "eo-90001/3.b"),
) -> Checked:
    return Checked(findings, TODAY, COMMIT, against, skipped, RULES, directives)


texts = st.text(st.characters(exclude_categories=[])) | st.text(st.sampled_from(NASTY))
_sentences = texts.map(lambda text: f"m{text}")
_paths = texts.filter(lambda text: not one_line(text).startswith(("/", "./")))  # all lead from the tracker's top


@st.composite
def odd_findings(draw: st.DrawFn) -> Finding:
    rule = draw(st.sampled_from(RULES) | st.builds(Rule, _codes, texts, _families, _severities, texts, texts))
    return make_finding(
        rule,
        draw(_severities),
        path=draw(st.just("") | _paths),
        line=draw(st.integers(0, 3)),
        column=draw(st.integers(0, 3)),
        message=draw(_sentences),
        hint=draw(texts),
        directive=draw(st.none() | st.just("eo-90001/3.b") | _sentences),
        origin=draw(st.sampled_from(["new", "known", "calendar", None])),
        source=draw(texts),
    )


_codes = st.sampled_from(["EO298", "EO399"])
_families = st.sampled_from(["data", "deadlines", "records", "history"])
_severities = st.sampled_from(SEVERITIES)


@st.composite
def odd_checks(draw: st.DrawFn) -> Checked:
    """Draw a check of anything: with odd text in every place that has any."""
    return Checked(
        tuple(draw(st.lists(odd_findings(), max_size=15))),
        TODAY,
        draw(st.none() | st.just(COMMIT)),
        draw(st.none() | st.just(BASE)),
        tuple(draw(st.lists(_sentences, max_size=2))),
        draw(st.sampled_from([RULES, ()])),
        tuple(draw(st.lists(_sentences | st.just("eo-90001/3.b"), max_size=3, unique=True))),
    )


def is_safe(text: str) -> bool:
    """Whether text can be written as UTF-8 and holds nothing that a terminal obeys, but ends of lines."""
    return not _UNSAFE.search(text)


_UNSAFE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
