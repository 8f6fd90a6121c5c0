"""Whatever a data file holds, reading it gives a value or problems that lie in the file; nothing is ever raised."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from eo_tracker.domain.agencies import AgencyFile
from eo_tracker.domain.orders import Order
from eo_tracker.domain.problems import CODES, Problem, Severity
from eo_tracker.domain.records import Record
from eo_tracker.domain.values import Value
from eo_tracker.repository.reading import read_value
from eo_tracker.repository.source import SourceText, decode
from tests.repository.trackers import DATA, GOOD, ORDER, ORDER_PATH, RECORD_PATH, read, write_tracker

FILES: dict[type[Value], list[str]] = {
    Order: [path.read_text("utf-8-sig") for tracker in GOOD for path in sorted(tracker.glob("directives/eo-*.yaml"))],
    Record: [path.read_text("utf-8-sig") for tracker in GOOD for path in sorted(tracker.glob("status/*/*.yaml"))],
    AgencyFile: [path.read_text("utf-8-sig") for path in sorted(DATA.glob("good/*/directives/agencies.yaml"))],
}
MODELS = list(FILES)
PATHS = {Order: ORDER_PATH, Record: RECORD_PATH, AgencyFile: "directives/agencies.yaml"}
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
ODD = list("\t\r\n\0\x07\x1b\x7f\x85\u2028\ufeff\ufffd \"'#:-[]{},&*!|>%@`?~\\0aé日🏛=<")
WORDS = [
    *("null", "~", "true", "- ", "? ", ": ", "---\n", "...\n", "!!python/object:a ", "&a ", "*a", "<<: ", ">-\n"),
    "|\n",
    *("2025-02-30", "9999-12-31", "0001-01-01", "60 days", "fiscal year 2026", "99999 years", "event", "3.b"),
    "agencies",
]


@st.composite
def mutations(draw: st.DrawFn, texts: list[str]) -> str:
    """Draw a good text, and do to it what careless hands and bad disks do."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        text = draw(st.sampled_from([change_lines, change_characters]))(draw, text)
    return text


def change_lines(draw: st.DrawFn, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    n = draw(st.integers(0, len(lines) - 1))
    m = draw(st.integers(0, len(lines) - 1))
    changes: list[Callable[[], list[str]]] = [
        lambda: lines[:n] + lines[n + 1 :],
        lambda: lines[:n] + lines[n : n + 1] + lines[n:],
        lambda: lines[:n] + lines[m : m + 3] + lines[n:],
        lambda: [*lines[:n], " " + lines[n], *lines[n + 1 :]],
        lambda: [*lines[:n], lines[n][1:], *lines[n + 1 :]],
        lambda: lines[:n],
    ]
    return "".join(draw(st.sampled_from(changes))())


def change_characters(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    end = at + draw(st.integers(0, 12))
    return text[:at] + draw(st.sampled_from(["", *ODD, *WORDS])) + text[draw(st.sampled_from([at, at + 1, end])) :]


def hold(problem: Problem, text: str) -> None:
    """Hold a problem to what every problem is."""
    lines = LINE_BREAK.split(text)
    assert problem.code in CODES
    assert problem.message
    assert problem.severity in get_args(Severity)
    assert 1 <= problem.line <= len(lines) + 1
    assert 1 <= problem.column <= max(map(len, lines)) + 1


def check(text: str, model: type[Value]) -> None:
    value, problems = read_value(SourceText(PATHS[model], text, "eo-90001/3.b" if model is Record else None), model)
    assert (value is None) == bool(problems)
    for problem in problems:
        hold(problem, text)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_a_mutated_file_gives_a_value_or_problems(model: type[Value], data: st.DataObject) -> None:
    check(data.draw(mutations(FILES[model])), model)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@settings(deadline=None, max_examples=100)
@given(raw=st.binary(max_size=60))
def test_any_bytes_give_a_value_or_problems(model: type[Value], raw: bytes) -> None:
    source = decode(raw, PATHS[model])
    if isinstance(source, Problem):
        assert (source.code, source.line <= raw.count(b"\n") + 1) == ("EO103", True)
    else:
        check(source.text, model)


@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_a_file_cut_or_spoilt_in_its_bytes_gives_a_value_or_problems(data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from(FILES[Order])).encode()
    at = data.draw(st.integers(0, len(raw)))
    spoilt = raw[:at] + data.draw(st.binary(max_size=3)) + raw[at + data.draw(st.integers(0, 2)) :]
    source = decode(spoilt, ORDER_PATH)
    if isinstance(source, Problem):
        assert (source.code, source.line <= spoilt.count(b"\n") + 1) == ("EO103", True)
    else:
        check(source.text, Order)


known_keys = st.sampled_from(
    [
        *("order", "title", "signed", "published", "source", "effect", "related", "bodies", "sections", "section"),
        "kind",
        *("no_duty", "directives", "id", "summary", "lead", "consulted", "through", "deadline", "continuing", "items"),
        *("within", "of", "event", "by", "by_end_of", "every", "immediately", "quote", "state", "url", "sha256"),
        "text",
        *("status", "as_of", "completed", "evidence", "verification", "events", "holds", "extension", "acknowledged"),
        *("occurrences", "due", "reference", "agencies", "key", "name", "officials", "aliases", "parent", "liaisons"),
        *("[key]", "items", "", "~", "0", "é"),
    ]
)
known_values = st.sampled_from(
    [
        *("EO 90001", "2025-01-06", "2025-02-30", "3", "3.b", "DOJ", "agencies", "60 days", "fiscal year 2026"),
        "event",
        *("completed", "in_progress", "revoked", "true", "yes", "", "x", "https://a.example/", "0" * 64, "[key]"),
    ]
)
leaves = known_values | st.none() | st.text(max_size=5)
random_trees = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(known_keys, inner, max_size=6), max_leaves=25
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@settings(deadline=None, max_examples=200)
@given(tree=st.dictionaries(known_keys, random_trees, max_size=6) | random_trees)
def test_any_tree_gives_a_value_or_problems(model: type[Value], tree: object) -> None:
    check(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), model)


def plant(tree: object, at: int, planted: object) -> object:
    """Put something else where the `at`-th value of a tree stands, counted from its root."""
    left = [at]

    def copy(node: object) -> object:
        left[0] -= 1
        if left[0] == -1:
            return planted
        if isinstance(node, dict):
            return {key: copy(value) for key, value in node.items()}
        return [copy(each) for each in node] if isinstance(node, list) else node

    return copy(tree)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_a_good_file_with_something_else_in_one_place_gives_a_value_or_problems(
    model: type[Value], data: st.DataObject
) -> None:
    tree = yaml.load(data.draw(st.sampled_from(FILES[model])), Loader=yaml.CBaseLoader)  # noqa: S506  # text and nothing else
    planted = plant(tree, data.draw(st.integers(0, 150)), data.draw(random_trees))
    check(yaml.safe_dump(planted, allow_unicode=True, sort_keys=False), model)


@settings(deadline=None, max_examples=150)
@given(
    order=mutations(FILES[Order]),
    record=mutations(FILES[Record]),
    agencies=mutations(FILES[AgencyFile]),
    provision=st.sampled_from(["2.a", "3.b", "4.c", "5.b", "1.a", "3.10.a"]),
    day=st.dates(date(2000, 1, 1), date(2060, 1, 1)),
)
def test_any_tracker_can_be_read_and_judged(order: str, record: str, agencies: str, provision: str, day: date) -> None:
    number = re.search(r"EO (9\d{4}(?:-A)?)", order)
    order_id = f"eo-{number[1].lower()}" if number else "eo-90001"
    files = {
        f"directives/{order_id}.yaml": order,
        f"status/{order_id}/{provision}.yaml": record,
        "directives/agencies.yaml": agencies,
        "directives/eo-90077.yaml": ORDER.replace("90001", "90077"),
    }
    with TemporaryDirectory() as folder:
        snapshot = read(write_tracker(Path(folder), {p: t.encode("utf-8", "replace") for p, t in files.items()}))
    for problem in snapshot.problems:
        hold(problem, files[problem.path])
    assert "eo-90077" in snapshot.dataset.orders
    assert len(snapshot.standings(day)) >= 2


@pytest.mark.parametrize("signed", ["0001-01-01", "1863-01-01", "1937-01-01", "2100-12-31", "9998-12-31", "9999-12-31"])
@pytest.mark.parametrize(
    "deadline",
    [
        *("{within: 60 days}", "{within: 100 years}", "{within: 99999 years}", "{within: 99999 business days}"),
        *("{every: 1 year}", "{every: 99999 years}", "{every: 1 month, within: 60 days}"),
        "{every: 1 year, by: 9999-12-31}",
        *("{by_end_of: first quarter of fiscal year 0001}", "{by_end_of: 9999}", "{by: 0001-01-01}"),
        "{immediately: true}",
        *("{within: 60 days, of: 3.a}", "{within: 5218 weeks, of: event, event: the flood}"),
    ],
)
def test_a_day_beyond_the_calendar_is_no_crash(tmp_path: Path, signed: str, deadline: str) -> None:
    order = ORDER.replace("2025-01-06", signed).replace("{within: 60 days}", deadline)
    write_tracker(tmp_path, {ORDER_PATH: order})
    snapshot = read(tmp_path)
    # What recurs has many turns by the end of the calendar; they are not what this is about.
    for day in (date(2026, 1, 15), date(9999, 12, 31) if signed > "9990" else date(2150, 1, 1)):
        assert snapshot.problems or len(snapshot.standings(day)) == 2


@pytest.mark.parametrize(
    "record",
    [
        *("events: [{event: the flood, date: 9999-12-31}]", "extension: {to: 9999-12-31, authority: OMB}"),
        *("occurrences: [{due: 9999-12-31}]", "occurrences: [{due: 0001-01-01}]", "holds: [{court: A, docket: B}]"),
        *("status: completed\ncompleted: 0001-01-01", "status: completed\ncompleted: 9999-12-31"),
        "acknowledged: {reason: a, until: 9999-12-31}",
    ],
)
@pytest.mark.parametrize(
    "deadline", ["{within: 60 days}", "{within: 60 days, of: event, event: the flood}", "{every: 1 year}"]
)
def test_a_record_beyond_the_calendar_is_no_crash(tmp_path: Path, record: str, deadline: str) -> None:
    write_tracker(tmp_path, {ORDER_PATH: ORDER.replace("{within: 60 days}", deadline), RECORD_PATH: record})
    snapshot = read(tmp_path)
    assert len(snapshot.standings(date(2026, 1, 15))) == 2
    assert all(problem.path == RECORD_PATH for problem in snapshot.problems)
