"""Sayings: all that a record says has the commit that made it say so, wherever its file was before."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.domain.changes import Change, list_changes
from eo_tracker.domain.records import Record
from eo_tracker.repository.differences import find_sayings
from eo_tracker.repository.reading import read_value
from eo_tracker.repository.root import STATUS
from eo_tracker.repository.source import SourceText, decode
from tests.repository.pasts import Past, Planned, Tree
from tests.repository.test_history import ORDERS, a_few, pasts, record_files
from tests.repository.trackers import ORDER

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

PLACES = ("3.a", "3.a.i", "3.b")


def path_of(provision: str) -> str:
    return f"{STATUS}/eo-90001/{provision}.yaml"


def read_record(tree: Tree, path: str) -> Record | None:
    """Read the record in a file that is there and can be read."""
    content = tree.get(path)
    source = decode(content, path) if isinstance(content, bytes) else None
    return read_value(source, Record)[0] if isinstance(source, SourceText) else None


def require_all_signed(past: Past, root: Path) -> None:
    """Hold what is told of every record to the files of the tip, and to those of the commits that are named."""
    by_id = {commit: planned.tree for commit, planned in zip(past.ids, past.plan, strict=True)}
    for path in past.plan[-1].tree:
        if not path.startswith(STATUS) or not (said := read_record(past.plan[-1].tree, path)):
            continue
        directive = path.removeprefix(f"{STATUS}/").removesuffix(".yaml")
        found = [each.found for each in find_sayings(root, directive, said).sayings]
        assert [what_is_said(each.change) for each in found] == [*map(what_is_said, list_changes(None, said))]
        for each in found:
            assert each.commit
            tree = by_id[each.commit]
            records = [one for other in tree if other.startswith(STATUS) and (one := read_record(tree, other))]
            assert any(what_is_said(each.change) in map(what_is_said, list_changes(None, one)) for one in records)


def what_is_said(change: Change) -> tuple[str, str, Any]:
    return change.kind, change.field, change.after


@st.composite
def wanderings(draw: st.DrawFn) -> list[Planned]:
    """Draw a record that is moved to and fro, alone or with others in its place meanwhile."""
    records = {path_of(draw(st.sampled_from(PLACES))): draw(record_files())}
    plan = [Planned((), {ORDERS[0]: ORDER.encode(), **records})]
    for number in range(draw(st.integers(1, 8))):
        place = draw(st.sampled_from([*records]))
        goal = path_of(draw(st.sampled_from(PLACES)))
        if draw(st.booleans()) and goal not in records:
            records = {goal if path == place else path: said for path, said in records.items()}
        else:
            records = {**records, goal: draw(record_files())}
        plan.append(Planned((number,), {ORDERS[0]: ORDER.encode(), **records}, number))
    return plan


@a_few
@given(wanderings() | pasts())
def test_all_that_a_record_says_has_a_commit_that_made_it_say_so(plan: list[Planned]) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        past = Past(plan)
        require_all_signed(past, past.make(Path(folder) / "clone"))
