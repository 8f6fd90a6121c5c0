"""Each rule that reading holds finds its fault inside of `check`, alone; the same tracker without it has none."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from eo_tracker.checks.checking import check_tracker
from eo_tracker.checks.loading import LOADING
from tests.checks.trackers import Tracker, directive, order, write

TODAY = date(2025, 6, 30)
ORDER_PATH, RECORD = "directives/eo-90001.yaml", "status/eo-90001/3.a.yaml"
GOOD = order(
    directive("3.a", deadline={"every": "1 year"}),
    directive("3.b", deadline={"within": "30 days", "of": "event", "event": "opening"}),
    directive("3.c", deadline={"within": "30 days", "of": "3.b"}),
)
BY_RECORD = {
    "EO103": b"note: caf\xe9\n",
    "EO104": b"note: Phase 1: done\n",
    "EO105": b"",
    "EO106": b"status: !!str in_progress\n",
    "EO109": b"as_of: 2025-06-20\nas_of: 2025-06-20\n",
    "EO201": b"staus: in_progress\n",
    "EO204": b"status: done\n",
    "EO205": b"as_of: 2025-02-30\n",
    "EO210": b"occurrences: [{due: 2026-01-06, note: One}, {due: 2026-01-06, note: Two}]\n",
    "EO216": b"status: completed\n",
    "EO217": b"occurrences: [{due: 2026-01-07, completed: 2025-06-20}]\n",
    "EO102": b"#" * 5_000_000,
}
BY_ORDER = {
    "EO202": ("signed: 2025-01-06\n", ""),
    "EO203": ("title: Counting", "title: [Counting]"),
    "EO206": ("within: 30 days, of: event", "within: thirty days, of: event"),
    "EO207": ("id: 3.b", "id: 3(b)"),
    "EO208": ("lead: [DOJ]", "lead: [Justice]"),
    "EO209": ("order: EO 90001", "order: EO 90002"),
    "EO211": ("id: 3.c", "id: 2.a"),
    "EO212": ("of: 3.b", "of: 9.z"),
    "EO213": ("within: 30 days, of: event, event: opening", "within: 30 days, of: 3.c"),
}
BY_FILE = {
    "EO101": {f"{RECORD}/README": ""},
    "EO108": {"status/eo-90001/3(a).yaml": "status: in_progress\n"},
    "EO214": {"status/eo-90001/3.z.yaml": "status: in_progress\n"},
    "EO215": {"status/eo-90001/3.b.yaml": "events: [{event: opening, date: 2052-02-01}]\n"},
    "EO218": {"status/eo-90001/3.b.yaml": "events: [{event: openin, date: 2025-02-01}]\n"},
    "EO219": {"directives/agencies.yaml": "agencies: [{key: OURS, name: Department of Justice}]\n"},
}


def find(root: Path) -> list[tuple[str, str]]:
    found = [each.problem for each in check_tracker(root, TODAY).findings]
    return [(problem.code, problem.severity) for problem in found]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, GOOD)
    assert find(tmp_path) == []
    return tmp_path


@pytest.mark.parametrize("code", BY_RECORD)
def test_a_fault_of_a_record_is_found_alone(root: Path, code: str) -> None:
    write(root, {RECORD: ""})
    (root / RECORD).write_bytes(BY_RECORD[code])
    assert find(root) == [(code, "error")]


@pytest.mark.parametrize("code", BY_ORDER)
def test_a_fault_of_an_order_is_found_alone(root: Path, code: str) -> None:
    before, after = BY_ORDER[code]
    said = GOOD[ORDER_PATH]
    assert before in said
    write(root, {ORDER_PATH: said.replace(before, after, 1)})
    assert find(root) == [(code, "error")]


@pytest.mark.parametrize("code", BY_FILE)
def test_a_fault_of_what_else_there_is_is_found_alone(root: Path, code: str) -> None:
    files: Tracker = BY_FILE[code]
    write(root, files)
    assert find(root) == [(code, "error")]


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_a_link_that_leads_out_is_found_alone(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (root / "status").mkdir()
    (root / "status" / "eo-90001").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    assert find(root) == [("EO107", "error")]


def test_every_rule_of_reading_has_an_example_here() -> None:
    assert {*BY_RECORD, *BY_ORDER, *BY_FILE, "EO107"} == set(LOADING)
