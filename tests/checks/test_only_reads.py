"""`check` only reads: it writes nothing but the file that it is told to, and opens no connection."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks.trackers import Tracker, commit_on, directive, order, record, write
from tests.cli.trackers import git
from tests.terminal import environment, run

WAYS = [
    ("--against", "HEAD~1"),
    ("--against", "HEAD~1", "--fail-on", "new", "--fail-on-severity", "note"),
    *(("--format", form) for form in ("json", "github", "gitlab", "junit", "sarif")),
    ("--no-history",),
    ("--fix-hint",),
    ("--list",),
    ("--explain", "EO301"),
]
TRACKER: Tracker = {
    **order(directive("3.a", deadline={"within": "30 days"}), source={"file": "text/eo-90001.md"}),
    "directives/text/eo-90001.md": "Sec. 3. Count.\n",
    "status/eo-90001/3.a.yaml": "as_of: 2025-06-20\nstatus: in_progress\n",  # not in canonical form
}
REFUSE = """\
import os, sys

def refuse(event, arguments):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        with open(os.environ["TRAP"], "a") as file:
            file.write(f"{event} {arguments}\\n")
        raise OSError("there is no network here")

sys.addaudithook(refuse)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tracker with a history, of which a part is not committed."""
    folder = write(tmp_path / "tracker", TRACKER)
    commit_on(folder, "2025-02-01")
    write(folder, record("3.a", status="in_progress", as_of="2025-06-01"))
    commit_on(folder, "2025-06-01")
    return write(folder, TRACKER)


def describe(root: Path) -> dict[Path, tuple[int, int, bytes | None]]:
    """Tell all of a folder and of its git directory: what files say, when they were written, and who may."""
    paths = [root, *root.rglob("*")]
    return {path: (*_stamp(path), None if path.is_dir() else path.read_bytes()) for path in paths}


def _stamp(path: Path) -> tuple[int, int]:
    told = path.lstat()
    return told.st_mtime_ns, told.st_mode


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_nothing_is_written(root: Path, way: tuple[str, ...]) -> None:
    before = describe(root)
    assert run("--today", "2025-06-30", "check", *way, cwd=root).returncode in (0, 1)
    assert describe(root) == before


def test_an_index_of_history_that_is_there_stays_as_it_is(root: Path) -> None:
    assert run("history", cwd=root).returncode == 0
    before = describe(root)
    assert [path for path in before if path.name == "history.sqlite"]
    found = run("--today", "2025-06-30", "check", cwd=root)
    assert describe(root) == before
    [index] = [path for path in before if path.name == "history.sqlite"]
    index.write_bytes(b"what is no index")
    before = describe(root)
    assert run("--today", "2025-06-30", "check", cwd=root).stdout == found.stdout
    assert describe(root) == before


def test_the_file_that_was_asked_for_is_all_that_is_written(root: Path, tmp_path: Path) -> None:
    before = describe(root)
    run("--today", "2025-06-30", "check", "--format", "sarif", "-o", str(tmp_path / "found.sarif"), cwd=root)
    assert describe(root) == before
    assert {path.name for path in tmp_path.iterdir()} == {"tracker", "found.sarif"}


# The network


def refusing(folder: Path) -> dict[str, str]:
    """Make variables by which no Python process opens a connection; what tries to is written to `folder/tried`."""
    (folder / "sitecustomize.py").write_text(REFUSE)
    path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    return {"PYTHONPATH": path, "TRAP": str(folder / "tried")}


def test_a_connection_would_be_noticed(tmp_path: Path) -> None:
    tries = "import socket; socket.create_connection(('127.0.0.1', 9))"
    command = [sys.executable, "-c", tries]
    assert subprocess.run(command, env=environment(**refusing(tmp_path)), capture_output=True, check=False).returncode
    assert (tmp_path / "tried").exists()


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_no_connection_is_opened(root: Path, tmp_path_factory: pytest.TempPathFactory, way: tuple[str, ...]) -> None:
    folder = tmp_path_factory.mktemp("trap")
    done = run("--today", "2025-06-30", "check", *way, cwd=root, env=refusing(folder))
    assert (done.returncode in (0, 1), done.stderr) == (True, "")
    assert not (folder / "tried").exists()


@pytest.mark.skipif(os.name == "nt", reason="a remote helper that is a shell script")
def test_git_fetches_nothing_that_a_clone_has_left_on_its_server(root: Path, tmp_path: Path) -> None:
    git(root, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", root.as_uri(), "partial")
    partial = tmp_path / "partial"
    git(partial, "config", "remote.origin.url", "trap::server")
    helper = tmp_path / "git-remote-trap"
    helper.write_text(f"#!/bin/sh\ntouch '{tmp_path}/asked'\nexit 1\n")
    helper.chmod(0o755)
    env = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    for way in WAYS:
        run("--today", "2025-06-30", "check", *way, cwd=partial, env=env)
    assert not (tmp_path / "asked").exists()
    subprocess.run(["git", "log", "-p"], cwd=partial, env=environment(**env), capture_output=True, check=False)
    assert (tmp_path / "asked").exists()
