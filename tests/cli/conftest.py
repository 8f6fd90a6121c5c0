"""Trackers that several tests read and none changes, and the process that command lines are run from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli import warm
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
