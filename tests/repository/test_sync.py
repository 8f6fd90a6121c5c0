"""Many clones that share at once: everything arrives, once, and nothing is forced."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.repository.clones import add_hook, describe, git
from tests.repository.race import BRANCH, Race
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
    processes = [start_sync(pair) for _ in range(4)]
    assert [(process.communicate(timeout=60), process.returncode)[1] for process in processes] == [0] * 4
    assert pair.list_faults() == []
    assert int(git(pair.shared, "rev-list", "--count", "--grep=eo-90001/", BRANCH)) == 2


def start_sync(race: Race) -> subprocess.Popen[str]:
    """Start a sync of clone 0, in a group of its own."""
    return subprocess.Popen(
        [PROGRAM, "sync"],
        cwd=race.clone(0),
        env=race.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def let_another_push_first(race: Race, times: int) -> None:
    """Have the other clone push something, so many times, just when clone 0 is about to."""
    script = f"""\
told="$(git rev-parse --absolute-git-dir)/times"
n=$(cat "$told" 2>/dev/null || echo 0)
test "$n" -ge {times} && exit 0
echo $((n + 1)) > "$told"
unset $(git rev-parse --local-env-vars)
cd '{race.clone(1)}' && git pull --quiet --no-edit --no-rebase &&
git commit --quiet --allow-empty -m "Meanwhile $n" && git push --quiet
"""
    add_hook(race.clone(0), "pre-push", script)


@pytest.mark.parametrize("times", [1, 3])
def test_who_is_overtaken_combines_again(times: int, pair: Race) -> None:
    let_another_push_first(pair, times)
    assert pair.call(0, "sync") == []
    assert git(pair.shared, "log", "--format=%s", "--grep=Meanwhile", BRANCH).count("Meanwhile") == times
    assert git(pair.shared, "rev-parse", BRANCH) == git(pair.clone(0), "rev-parse", "HEAD")
    assert pair.list_faults() == []


@pytest.mark.skipif(os.name == "nt", reason="no signals")
def test_an_interrupted_sync_leaves_all_as_it_was(pair: Race) -> None:
    here = pair.clone(0)
    reached = here / ".git" / "reached"
    assert pair.call(1, "sync") == []
    hook = add_hook(here, "pre-push", f"touch '{reached}'; exec sleep 30")
    process = start_sync(pair)
    end = time.monotonic() + 30
    while not reached.exists():
        assert time.monotonic() < end
        time.sleep(0.01)
    before = describe(here), git(here, "rev-parse", "HEAD"), git(pair.shared, "rev-parse", BRANCH)
    os.killpg(process.pid, signal.SIGINT)
    out, said = process.communicate(timeout=20)
    assert (process.returncode, out) == (130, "")
    assert said.endswith("interrupted: nothing more was done\n")
    assert (describe(here), git(here, "rev-parse", "HEAD"), git(pair.shared, "rev-parse", BRANCH)) == before
    hook.unlink()
    assert pair.list_faults() == []
