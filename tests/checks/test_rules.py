"""Each rule finds its fault, alone, and nothing where the fault is cured."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from eo_tracker.checks.checking import check_tracker
from eo_tracker.checks.engine import CHECKS, RULES
from eo_tracker.domain.problems import CODES, Problem
from tests.checks.trackers import TEXT, Tracker, directive, order, record, write
from tests.cli.warm import run

TODAY = date(2025, 6, 30)


class Example(NamedTuple):
    """A tracker with one fault, and the same one without it."""

    code: str
    bad: Tracker
    good: Tracker


def one(part: dict[str, Any], said: Mapping[str, Any] | None = None, **more: Any) -> Tracker:
    """Make a tracker of one directive, Sec. 3(a), and perhaps its record."""
    return {**order(dict(part), **more), **(record("3.a", **said) if said else {})}


DUE = {"deadline": {"within": "30 days"}}
DONE = {
    "status": "completed",
    "completed": "2025-06-20",
    "evidence": [{"url": "https://doj.gov/1", "date": "2025-06-20"}],
}
OPEN = {"status": "in_progress", "as_of": "2025-06-20"}
ACKNOWLEDGED = {"reason": "a court has stopped it", "until": "2025-06-29", "by": "OMB"}
EXTENDED = {"to": "2025-06-15", "authority": "OMB"}
WORDS = "Within 6 months of the date of this order, the Attorney General shall count the lighthouses."
WAITING = directive("3.b", deadline={"within": "30 days", "of": "3.a"})
KEPT = {"source": {"file": "text/eo-90001.md"}}

RECORD = "status/eo-90001/3.a.yaml"

EXAMPLES = [
    Example(
        "EO220", order(directive("3.a"), directive("3.c")), order(directive("3.a"), directive("3.c"), no_duty="3.b")
    ),
    Example(
        "EO221",
        one(directive("3.a", text="The Attorney General shall count the ships."), **KEPT) | TEXT,
        one(directive("3.a", text="The Attorney General shall count the lighthouses."), **KEPT) | TEXT,
    ),
    Example("EO222", one(directive("3.a"), **KEPT), one(directive("3.a"), **KEPT) | TEXT),
    Example(
        "EO223",
        one(directive("3.a", text=WORDS, deadline={"within": "60 days"}), {**DONE, "completed": "2025-06-20"}),
        one(directive("3.a", text=WORDS, deadline={"within": "6 months"}), DONE),
    ),
    Example(
        "EO224",
        one(directive("3.a", text="The Secretary of Defense shall count the lighthouses.")),
        one(directive("3.a", text="The Attorney General shall count the lighthouses.")),
    ),
    Example(
        "EO225",
        order(directive("3.a")) | {RECORD: "status: 'in_progress'\nas_of: 2025-06-20\n"},
        one(directive("3.a"), OPEN),
    ),
    Example(
        "EO226",
        one(directive("3.a"), signed="2025-07-01"),
        one(directive("3.a"), signed="2025-06-30"),
    ),
    Example(
        "EO226",
        one(directive("3.a"), signed="2025-01-06", published="2025-01-03"),
        one(directive("3.a"), signed="2025-01-06", published="2025-01-09"),
    ),
    Example(
        "EO227",
        order(directive("3.a")) | {RECORD: "status: in_progress\nas_of: 2025-06-20\nnote: Phase 2 #3 is done.\n"},
        order(directive("3.a")) | {RECORD: "status: in_progress\nas_of: 2025-06-20\nnote: Phase 2  # of three\n"},
    ),
    Example("EO301", one(directive("3.a", **DUE), OPEN), one(directive("3.a", **DUE), DONE)),
    Example(
        "EO302",
        one(directive("3.a", deadline={"by": "2025-07-10"})),
        one(directive("3.a", deadline={"by": "2025-07-10"}), OPEN),
    ),
    Example(
        "EO304",
        one(directive("3.a", **DUE), {**OPEN, "extension": EXTENDED}),
        one(directive("3.a", **DUE), {**OPEN, "extension": {**EXTENDED, "to": "2025-08-15"}}),
    ),
    Example(
        "EO305",
        one(directive("3.a", **DUE), {**OPEN, "acknowledged": ACKNOWLEDGED}),
        one(directive("3.a", **DUE), {**DONE, "acknowledged": ACKNOWLEDGED}),
    ),
    Example(
        "EO401", one(directive("3.a"), {k: v for k, v in DONE.items() if k != "evidence"}), one(directive("3.a"), DONE)
    ),
    Example(
        "EO402",
        one(directive("3.a"), {**DONE, "completed": "2025-05-20"}),
        one(directive("3.a"), {**DONE, "completed": "2025-05-20", "verification": {"state": "verified", "by": "OMB"}}),
    ),
    Example(
        "EO403", one(directive("3.a"), {"status": "in_progress", "as_of": "2025-01-20"}), one(directive("3.a"), OPEN)
    ),
    Example(
        "EO404",
        one(
            directive("3.a"),
            {"status": "in_progress", "holds": [{"court": "D.D.C.", "docket": "1", "since": "2024-12-01"}]},
        ),
        one(directive("3.a"), {**OPEN, "holds": [{"court": "D.D.C.", "docket": "1", "since": "2024-12-01"}]}),
    ),
    Example(
        "EO405",
        one(directive("3.a", lead=["DOJ", "DHS"]), {**OPEN, "reported_by": "DOJ"}),
        one(directive("3.a", lead=["DOJ", "DHS"]), {**OPEN, "reported_by": ["DOJ", "DHS"]}),
    ),
    Example(
        "EO406",
        one(directive("3.a"), {**OPEN, "evidence": [{"url": "https://doj.gov/1"}]}),
        one(directive("3.a"), {**OPEN, "evidence": [{"url": "https://doj.gov/1", "date": "2025-06-01"}]}),
    ),
    Example(
        "EO407",
        one(directive("3.a", **DUE), {"status": "not_applicable"}),
        one(directive("3.a", **DUE), {"status": "not_applicable", "note": "DOJ has no lighthouses."}),
    ),
    Example(
        "EO408",
        one(directive("3.a"), {**OPEN, "as_of": "2025-07-01"}),
        one(directive("3.a"), {**OPEN, "as_of": "2025-06-30"}),
    ),
    Example(
        "EO408",
        one(directive("3.a"), {**OPEN, "evidence": [{"url": "https://doj.gov/1", "date": "2026-06-01"}]}),
        one(directive("3.a"), {**OPEN, "evidence": [{"url": "https://doj.gov/1", "date": "2025-06-01"}]}),
    ),
    Example(
        "EO409",
        one(directive("3.a"), {**DONE, "verification": {"state": "verified"}}),
        one(directive("3.a"), {**DONE, "verification": {"state": "verified", "by": "OMB"}}),
    ),
]


def find(root: Path, tracker: Tracker, today: date = TODAY) -> list[Problem]:
    write(root, tracker)
    return [each.problem for each in check_tracker(root, today).findings]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.code)
def test_a_fault_is_found_alone_and_its_cure_is_none(tmp_path: Path, example: Example) -> None:
    [problem] = find(tmp_path / "bad", example.bad)
    assert problem.code == example.code
    assert problem.severity == RULES[example.code].severity
    assert (tmp_path / "bad" / problem.path).exists()
    assert problem.message
    assert find(tmp_path / "good", example.good) == []


def test_what_waits_for_something_overdue_is_found(tmp_path: Path) -> None:
    late = order(directive("3.a", **DUE), WAITING) | record("3.a", **OPEN)
    assert [p.code for p in find(tmp_path / "bad", late)] == ["EO301", "EO303"]
    kept = order(directive("3.a", **DUE), WAITING) | record("3.a", **DONE)
    assert [p.code for p in find(tmp_path / "good", kept)] == []


@pytest.mark.parametrize(
    ("lead", "text", "named"),
    [
        ("ED", "The Attorney General shall have completed the count.", False),
        ("ED", "The Secretary of Education shall count.", True),
        ("ED", "The Secretaries of Labor and Education shall count.", True),
        ("DOJ", "The Attorney Generalissimo shall count.", False),
        ("DOJ", "Within a week, DOJ, as well, shall count.", True),
        ("agencies", "The heads of executive departments and agencies shall count.", True),
    ],
)
def test_a_lead_is_named_by_whole_words(tmp_path: Path, lead: str, text: str, named: bool) -> None:
    found = [p.code for p in find(tmp_path, one(directive("3.a", lead=[lead], text=text)))]
    assert ("EO224" not in found) == named


@pytest.mark.parametrize(
    ("text", "said", "occurs"),
    [
        ("the Act, 6 U.S.C. 1 <em>et seq.</em>, is", "the Act, 6 U.S.C. 1 et seq., is", True),
        ("shall count\n\n[[Page 11740]]\n\nthe light-\nhouses", "shall count the lighthouses", True),
        ("count <span>Start Printed Page 26477</span>the lights", "count the lights", True),
        ("the ``Council'' shall count", "the “Council” shall count", True),
        ("shall: (i) count; and (ii) tell. The count is open.", "shall: ... The count is open.", True),
        ("shall: (i) count; and (ii) tell. The count is open.", "The count is open. ... shall:", False),
        ("shall count the lights", "shall count ... the ships", False),
    ],
)
def test_words_occur_in_a_text_however_it_is_printed(tmp_path: Path, text: str, said: str, occurs: bool) -> None:
    head = "Sec. 1. A.\n\nSec. 2. B.\n\nSec. 3. C.\n\n"
    kept = {"directives/text/eo-90001.md": f"{head}{text}\n"}
    found = [p.code for p in find(tmp_path, one(directive("3.a", text=said), **KEPT) | kept)]
    assert ("EO221" not in found) == occurs


def test_every_rule_has_an_example_here() -> None:
    shown = {example.code for example in EXAMPLES} | {"EO303"}
    assert {check.rule.code for check in CHECKS} <= shown


def test_every_rule_says_what_it_is() -> None:
    assert list(RULES) == sorted(RULES)
    assert set(CODES) <= set(RULES)
    for rule in RULES.values():
        assert rule.title
        assert not rule.title.endswith(".")
        assert rule.fault
        assert rule.cure


def test_an_acknowledged_deadline_is_a_note_until_its_day(tmp_path: Path) -> None:
    tracker = one(directive("3.a", **DUE), {**OPEN, "acknowledged": ACKNOWLEDGED})
    [problem] = find(tmp_path, tracker, date(2025, 6, 29))
    assert (problem.code, problem.severity) == ("EO301", "note")
    assert "acknowledged until 2025-06-29 by OMB: a court has stopped it" in problem.message
    [problem] = find(tmp_path, tracker, date(2025, 6, 30))
    assert (problem.code, problem.severity) == ("EO305", "error")


def test_each_missed_deadline_of_an_item_is_found(tmp_path: Path) -> None:
    items = [{"id": f"3.a.{n}", "text": "count", "deadline": {"by": f"2025-05-0{d}"}} for n, d in (("i", 1), ("ii", 2))]
    found = find(tmp_path, one(directive("3.a", items=items, **DUE)))
    assert {p.code for p in found} == {"EO301"}
    assert {p.directive for p in found} == {"eo-90001/3.a", "eo-90001/3.a.i", "eo-90001/3.a.ii"}


def test_later_days_of_a_recurring_duty_are_counted(tmp_path: Path) -> None:
    [problem] = find(tmp_path, one(directive("3.a", deadline={"every": "1 month"})))
    assert "due Thursday, February 6, 2025" in problem.message
    assert "and 4 later days too" in problem.message


@pytest.mark.parametrize("file", ["eo-tracker.toml", "pyproject.toml"])
def test_severities_are_set_for_a_repository(tmp_path: Path, file: str) -> None:
    table = "check" if file == "eo-tracker.toml" else "tool.eo-tracker.check"
    setting = {file: f'[{table}]\nseverity = {{EO301 = "warning"}}\nstale_days = 5\n'}
    assert [(p.code, p.severity) for p in find(tmp_path, one(directive("3.a", **DUE), OPEN) | setting)] == [
        ("EO301", "warning"),
        ("EO403", "warning"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('severity = {EO999 = "error"}', 'there is no rule "EO999"'),
        ('severity = {EO301 = "off"}', 'the severity of EO301 cannot be "off"'),
        (
            'severity = {EO104 = "note"}',
            "the severity of EO104 cannot be set: data that cannot be read is always an error",
        ),
        ('severity = "note"', "severity must be a table"),
        ("stale_day = 5", 'the key "stale_day" is unknown'),
        ("stale_days = -5", "stale_days must be a whole number of days from 0 to 3650"),
    ],
)
def test_a_wrong_setting_is_a_problem_in_its_place(tmp_path: Path, line: str, message: str) -> None:
    [problem] = find(tmp_path, one(directive("3.a")) | {"eo-tracker.toml": f"[check]\n{line}\n"})
    assert (problem.path, problem.line, problem.severity) == ("eo-tracker.toml", 2, "error")
    assert problem.message == message


def test_comments_are_no_fault_of_form(tmp_path: Path) -> None:
    text = "# Of the count.\nstatus: in_progress\n# As it was told.\nas_of: 2025-06-20\n"
    assert find(tmp_path, order(directive("3.a")) | {RECORD: text}) == []


def test_the_canonical_text_is_shown(tmp_path: Path) -> None:
    write(tmp_path, order(directive("3.a")) | {RECORD: "# told\nas_of: 2025-06-20\nstatus: in_progress\n"})
    shown = run("--today", "2025-06-30", "check", "--fix-hint", cwd=tmp_path)
    assert shown.stdout == f"# {RECORD}\n# told\nstatus: in_progress\nas_of: 2025-06-20\n\n"
    assert shown.returncode == 0


def test_windows_line_ends_are_no_difference(tmp_path: Path) -> None:
    tracker = one(directive("3.a"), OPEN)
    write(tmp_path, tracker)
    for path in tracker:
        (tmp_path / path).write_bytes((tmp_path / path).read_bytes().replace(b"\n", b"\r\n"))
    assert [each.problem.code for each in check_tracker(tmp_path, TODAY).findings] == []
