"""Trackers that several tests read and none changes, and the process that command lines are run from."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli import warm
from tests.cli.recording import make_clone
from tests.cli.trackers import write_every_kind


@pytest.fixture(scope="session", autouse=True)
def _process_for_command_lines() -> Iterator[None]:
    yield
    warm.close()


@pytest.fixture(scope="session")
def every_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker, in no repository, with a directive of every timeliness and status; for reading only."""
    root = tmp_path_factory.mktemp("every-kind")
    write_every_kind(root)
    return root


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A liaison's clone; for copying, and for what changes nothing."""
    return make_clone(tmp_path_factory.mktemp("clone"))


@pytest.fixture
def root(tmp_path: Path, clone: Path) -> Path:
    """A liaison's clone of the test's own."""
    return Path(shutil.copytree(clone, tmp_path / "tracker"))
