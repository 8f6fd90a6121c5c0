"""What the tests of the weekly report look at: the demo, whose history has a year."""

from __future__ import annotations

from pathlib import Path

import pytest

from eo_tracker.repository.demo import found_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo; for reading only."""
    return found_demo(tmp_path_factory.mktemp("demo") / "demo").root
