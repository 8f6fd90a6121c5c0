"""What a commit found: orders and agencies, and of a file that could not be read then, what it said when it could."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from eo_tracker.repository.before import open_states_before
from tests.repository.pasts import Past, Planned
from tests.repository.trackers import ORDER

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

PATH, AGENCIES, TODAY = "directives/eo-90001.yaml", "directives/agencies.yaml", date(2026, 10, 30)
LIAISONS = b"agencies: [{key: DHS, liaisons: [{name: Ada, email: ada@example.gov}]}]\n"
GOOD = {PATH: ORDER.encode(), AGENCIES: LIAISONS}


@pytest.mark.parametrize("path", GOOD)
@pytest.mark.parametrize("broken", [b": [", b"\xff\xfe", b"", b"titel: x\n", "../../elsewhere", "nothing.yaml", "."])
def test_a_file_that_was_broken_says_what_it_said_before(broken: bytes | str, path: str, tmp_path: Path) -> None:
    later = ORDER.replace("60 days", "90 days").encode()
    plan = [Planned((), GOOD), Planned((0,), {**GOOD, PATH: later}), Planned((1,), {**GOOD, PATH: later, path: broken})]
    past = Past([*plan, Planned((2,), {**plan[2].tree, "notes.txt": b""}, 10), Planned((3,), GOOD, 20)])
    before = open_states_before(past.make(tmp_path / "clone"), past.ids, TODAY)
    for commit in past.ids[2:]:
        dataset = before(commit).dataset
        [deadline] = dataset.duties_by_id["eo-90001/3.b"].part.deadline
        assert str(deadline.within).startswith("90 day")
        assert dataset.registry.agencies["DHS"].has_liaison("ada@example.gov")


def test_a_file_that_never_could_be_read_says_nothing(tmp_path: Path) -> None:
    past = Past([Planned((), {PATH: b": ["}), Planned((0,), {PATH: b": ]"}, 10), Planned((1,), GOOD, 20)])
    before = open_states_before(past.make(tmp_path / "clone"), past.ids, TODAY)
    assert not before(past.ids[2]).dataset.orders
