"""Places, as those find them who show a finding in a whole repository, of which the tracker may be a part."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.checks.trackers import directive, order, write
from tests.cli.trackers import commit_all
from tests.cli.warm import run

FILE = "trackers/ours/directives/eo-90001.yaml"


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A tracker in a folder of a bigger repository, with a missed deadline."""
    root = write(tmp_path / "trackers" / "ours", order(directive("3.a", deadline={"within": "30 days"})))
    commit_all(tmp_path)
    return root


def written(root: Path, form: str, **env: str) -> str:
    return run("--today", "2025-06-30", "check", "--format", form, cwd=root, env=env).stdout


def test_hosts_are_told_paths_from_the_top_of_the_repository(ours: Path, tmp_path: Path) -> None:
    assert re.findall("file=([^,]*),", written(ours, "github", GITHUB_STEP_SUMMARY=str(tmp_path / "sum"))) == [FILE]
    assert f"{FILE}:" in (tmp_path / "sum").read_text("utf-8").replace("\\", "")
    assert [row["location"]["path"] for row in json.loads(written(ours, "gitlab"))] == [FILE]
    (result,) = json.loads(written(ours, "sarif"))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == FILE


def test_people_and_programs_are_told_paths_from_the_top_of_the_tracker(ours: Path) -> None:
    (problem,) = json.loads(written(ours, "json"))["problems"]
    assert problem["path"] == "directives/eo-90001.yaml"
    assert written(ours, "text").startswith("directives/eo-90001.yaml\n")
