"""Which files say what no commit does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from eo_tracker.repository.moments import open_past
from eo_tracker.repository.uncommitted import list_uncommitted_files
from tests.cli.trackers import commit_all, git, make_directive, write_file, write_order, write_record

RECORD = "status/eo-14288/3.a.yaml"


@pytest.fixture(params=[".", "trackers/ours"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A tracker, all of it committed: at the top of its repository, or in a folder of it."""
    git(tmp_path, "init", "--quiet")
    place: str = request.param
    found = tmp_path / place
    write_order(found, make_directive("3.a"), make_directive("3.b"))
    write_record(found, "3.a", status="in_progress")
    commit_all(tmp_path)
    return found


def find(root: Path) -> list[str]:
    return list_uncommitted_files(open_past(root))


def test_what_is_committed_is_not_listed(root: Path) -> None:
    assert find(root) == []
    os.utime(root / RECORD)
    assert find(root) == []


def test_what_is_new_changed_or_gone_is_listed_staged_or_not(root: Path) -> None:
    write_file(root / RECORD, "status: completed\n")
    write_record(root, "3.b", status="in_progress")
    (root / "directives/eo-14288.yaml").unlink()
    listed = ["directives/eo-14288.yaml", RECORD, "status/eo-14288/3.b.yaml"]
    assert find(root) == listed
    git(root, "add", "--all")
    assert find(root) == listed


def test_what_is_no_data_is_not_listed(root: Path) -> None:
    for name in ("notes.txt", "status/notes.md", "status/eo-14288/.3.b.yaml", "pyproject.toml"):
        write_file(root / name, "Mine\n")
    assert find(root) == []


def test_settings_are_listed(root: Path) -> None:
    write_file(root / "eo-tracker.toml", '[report]\nmarking = "CUI"\n')
    assert find(root) == ["eo-tracker.toml"]
    commit_all(root)
    assert find(root) == []
    (root / "eo-tracker.toml").unlink()
    assert find(root) == ["eo-tracker.toml"]


def test_line_ends_make_no_difference(root: Path) -> None:
    path = root / RECORD
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert find(root) == []


def test_no_filter_runs(root: Path, tmp_path: Path) -> None:
    git(root, "config", "filter.own.clean", f"touch {tmp_path / 'ran'}")
    write_file(root / ".gitattributes", "*.yaml filter=own\n")
    write_file(root / RECORD, "status: completed\n")
    assert find(root) == [RECORD]
    assert not (tmp_path / "ran").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_are_not_followed(root: Path) -> None:
    (root / "status/eo-14288/3.b.yaml").symlink_to(root / RECORD)
    assert find(root) == []


def test_before_the_first_commit_all_is_new(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write_order(tmp_path, make_directive("3.a"))
    assert find(tmp_path) == ["directives/eo-14288.yaml"]
