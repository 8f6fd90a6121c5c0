"""Many clones that share at once: everything arrives, once, and nothing is forced."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.bench.clones import BRANCH, Race
from tests.repository.clones import add_hook, git
from tests.terminal import PROGRAM

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.mark.parametrize("same_record", [False, True], ids=["own records", "one record"])
def test_all_updates_of_clones_at_once_arrive(same_record: bool, tmp_path: Path) -> None:
    race = Race(tmp_path, clones=5, updates=3, same_record=same_record)
    race.prepare()
    runs = race.run()
    assert [error for run in runs for error in run.errors] == []
    assert race.list_faults() == []
    assert len(race.list_pushes()) >= 15


@pytest.fixture
def pair(tmp_path: Path) -> Race:
    """Two clones of one repository, with an update in each."""
    race = Race(tmp_path, clones=2, updates=1, same_record=False)
    race.prepare()
    for n in (0, 1):
        assert race.call(n, *race.update(n, 0)) == []
    return race


def test_an_update_that_is_made_while_others_are_waited_for_is_shared_too(pair: Race) -> None:
    update = " ".join(f"'{word}'" for word in pair.update(0, 5))
    hook = add_hook(pair.clone(0), "pre-push", "")
    hook.write_text(f"#!/bin/sh\nrm '{hook}'\nunset $(git rev-parse --local-env-vars)\n'{PROGRAM}' {update}\n")
    assert pair.call(0, "sync") == []
    assert not hook.exists()
    head = git(pair.clone(0), "rev-parse", "HEAD")
    assert git(pair.shared, "rev-parse", BRANCH) == head
    assert git(pair.clone(0), "status", "--porcelain") == ""
    assert "https://example.gov/0/5" in git(pair.shared, "show", f"{BRANCH}:status/eo-90001/1.a.yaml")


def test_several_syncs_of_one_clone_at_once_are_one(pair: Race) -> None:
    command = [str(PROGRAM), "sync"]
    processes = [subprocess.Popen(command, cwd=pair.clone(0), env=pair.environment) for _ in range(4)]
    assert [process.wait(60) for process in processes] == [0] * 4
    assert pair.list_faults() == []
    assert int(git(pair.shared, "rev-list", "--count", "--grep=eo-90001/", BRANCH)) == 2
