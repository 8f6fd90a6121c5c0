"""Where a tracker is: the nearest folder upwards that holds `directives/`, or a plain sentence that there is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.root import NoTracker, find_root


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "tracker"
    (root / "directives/text").mkdir(parents=True)
    (root / "status/eo-90001").mkdir(parents=True)
    return root


@pytest.mark.parametrize("start", ["", "directives", "directives/text", "status/eo-90001", "status/../status"])
def test_a_tracker_is_found_from_any_folder_in_it(tracker: Path, start: str) -> None:
    assert find_root(tracker / start) == tracker


def test_the_nearest_tracker_counts(tracker: Path) -> None:
    inner = tracker / "demo"
    (inner / "directives").mkdir(parents=True)
    assert find_root(inner) == find_root(inner / "directives") == inner


def test_a_folder_is_found_from_where_one_stands(tracker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tracker / "status")
    assert find_root(Path()) == find_root(Path("..")) == tracker


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_a_link_to_a_tracker_leads_to_it(tracker: Path) -> None:
    (tracker.parent / "link").symlink_to("tracker")
    assert find_root(tracker.parent / "link") == tracker


def test_no_directives_anywhere_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoTracker) as caught:
        find_root(tmp_path)
    assert str(caught.value) == f"there is no directives/ in {tmp_path.resolve()} or above it"
    assert "-C" in caught.value.hint
    assert "EO_TRACKER_REPO" in caught.value.hint


def test_a_file_called_directives_is_no_tracker(tmp_path: Path) -> None:
    (tmp_path / "directives").write_text("Fictional.")
    with pytest.raises(NoTracker, match="there is no directives/"):
        find_root(tmp_path)


@pytest.mark.parametrize("name", ["nowhere", "a/b/c", "x" * 300, "x/" * 3000, "a\0b"], ids=lambda name: repr(name[:9]))
def test_a_folder_that_does_not_exist_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(EOTrackerError) as caught:
        find_root(tmp_path / name)
    assert "folder" in str(caught.value)
    assert caught.value.hint


def test_a_file_for_a_folder_is_told(tracker: Path) -> None:
    (tracker / "README.md").write_text("Fictional.")
    with pytest.raises(NoTracker) as caught:
        find_root(tracker / "README.md")
    assert str(tracker / "README.md") in str(caught.value)


def test_a_folder_that_links_to_itself_is_told(tmp_path: Path) -> None:
    try:
        (tmp_path / "loop").symlink_to("loop")
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(NoTracker):
        find_root(tmp_path / "loop")
