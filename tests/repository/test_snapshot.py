"""Reading only some orders gives for these what reading the whole tracker gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from eo_tracker.repository.snapshot import read_snapshot
from tests.cli.trackers import make_directive, write_every_kind, write_file, write_order, write_record

DAY = date(2026, 6, 30)
GOOD = sorted((Path(__file__).parent.parent / "data" / "good").iterdir())


@pytest.mark.parametrize("root", [r for r in GOOD if r.is_dir()], ids=lambda root: root.name)
def test_an_order_read_alone_stands_as_among_all(root: Path) -> None:
    whole = read_snapshot(root, DAY)
    for order_id in whole.dataset.orders:
        alone = read_snapshot(root, DAY, {order_id})
        expected = [s for s in whole.standings(DAY) if s.duty.order.id == order_id]
        assert [s for s in alone.standings(DAY) if s.duty.order.id == order_id] == expected
        assert alone.problems == ()


def test_nothing_else_is_read(tmp_path: Path) -> None:
    write_every_kind(tmp_path)
    write_file(tmp_path / "directives" / "eo-1.yaml", "neither: [read\n")
    write_file(tmp_path / "status" / "eo-14300" / "3.a.yaml", "nor: [this\n")
    found = read_snapshot(tmp_path, DAY, {"eo-14288"})
    assert (list(found.dataset.orders), found.problems) == (["eo-14288"], ())
    assert len(read_snapshot(tmp_path, DAY).problems) == 2


def test_what_its_deadlines_count_from_is_read_too_however_far(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", deadline={"within": "30 days", "of": "eo-2/2.a"}), number="1")
    write_order(tmp_path, make_directive("2.a", deadline={"within": "30 days", "of": "eo-3/2.a"}), number="2")
    write_order(tmp_path, make_directive("2.a"), number="3")
    write_order(tmp_path, make_directive("2.a"), number="4")
    write_record(tmp_path, "2.a", number="2", status="completed", completed="2025-06-01")
    found = read_snapshot(tmp_path, DAY, {"eo-1"})
    assert list(found.dataset.orders) == ["eo-1", "eo-2", "eo-3"]
    assert next(iter(found.standings(DAY))).due == date(2025, 7, 1)


def test_a_fault_of_what_is_read_is_told(tmp_path: Path) -> None:
    write_every_kind(tmp_path)
    write_record(tmp_path, "2.b", status="done")
    assert [p.path for p in read_snapshot(tmp_path, DAY, {"eo-14288"}).problems] == ["status/eo-14288/2.b.yaml"]
    write_order(tmp_path, make_directive("2.a", deadline={"within": "30 days", "of": "eo-9/2.a"}), number="14301")
    [problem] = read_snapshot(tmp_path, DAY, {"eo-14301"}).problems
    assert problem.code == "EO212"
