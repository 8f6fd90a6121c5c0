"""`agencies --codeowners`: a git host that reads it asks the liaisons of a record's leads, and nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest
from codeowners import CodeOwners

from tests.cli.trackers import commit_all, git, make_directive, write_file, write_order
from tests.terminal import run

LIAISONS = r"""
agencies:
  - {key: DOJ, liaisons: [{name: A, github: a-doj, email: a@doj.example}, {name: B, email: b@doj.example}]}
  - {key: DOD, liaisons: [{name: C, github: "@our-org/dod"}, {name: D}]}
  - {key: OMB, liaisons: [{name: E, github: "e\n* @everybody", email: "e @omb.example"}]}
  - {key: DHS, liaisons: [{name: F, github: "no handle", email: f@dhs.example}]}
"""
# Without a lead of its own, an item is its directive's.
DIRECTIVES = (
    make_directive("3.a", lead=["DOJ", "DOD"], items=[{"id": "3.a.i", "lead": ["DHS"]}, {"id": "3.a.ii"}]),
    make_directive("3.b", lead=["OMB"]),
    make_directive("3.c", lead=["agencies", "DOD"]),
    make_directive("3.d", lead=["agencies"]),
    make_directive("4.1.a", lead=["OMB", "DHS"]),
)
OWNERS = {
    "3.a": ["@a-doj", "b@doj.example", "@our-org/dod"],
    "3.a.i": ["f@dhs.example"],
    "3.a.ii": ["@a-doj", "b@doj.example", "@our-org/dod"],
    "3.b": [],
    "3.c": ["@our-org/dod"],
    "3.d": [],
    "4.1.a": ["f@dhs.example"],
}


def write_tracker(root: Path) -> Path:
    write_order(root, *DIRECTIVES)
    write_file(root / "directives" / "agencies.yaml", LIAISONS)
    return root


def asked(text: str, path: str) -> list[str]:
    return [owner for _, owner in CodeOwners(text).of(path)]


def test_each_record_is_its_leads_to_approve(tmp_path: Path) -> None:
    done = run("agencies", "--codeowners", cwd=write_tracker(tmp_path))
    assert done.returncode == 0
    for provision, owners in OWNERS.items():
        assert asked(done.stdout, f"status/eo-14288/{provision}.yaml") == owners
    assert asked(done.stdout, "directives/eo-14288.yaml") == []
    assert asked(done.stdout, "ours/status/eo-14288/3.a.yaml") == []


def test_the_file_says_what_it_is_and_is_the_same_each_time(tmp_path: Path) -> None:
    root = write_tracker(tmp_path)
    done = run("agencies", "--codeowners", cwd=root)
    assert done.stdout.startswith("# Made by `eo-tracker agencies --codeowners`")
    rules = [line for line in done.stdout.splitlines() if not line.startswith("#")]
    assert rules[0] == "/status/eo-14288/3.a.yaml @a-doj b@doj.example @our-org/dod"
    assert len(rules) == sum(map(bool, OWNERS.values()))
    assert run("agencies", "--codeowners", cwd=root).stdout == done.stdout


def test_an_agency_without_a_liaison_who_can_be_asked_is_told(tmp_path: Path) -> None:
    done = run("agencies", "--codeowners", cwd=write_tracker(tmp_path))
    assert "note: no liaison of OMB is known, so none is asked about eo-14288/3.b, eo-14288/4.1.a\n" in done.stderr
    assert "note: no liaison of all agencies is known, so none is asked about eo-14288/3.d\n" in done.stderr
    assert "DOJ" not in done.stderr
    assert "everybody" not in done.stdout


@pytest.mark.parametrize("folder", ["ours", "our trackers/of orders", "#1", "a*[b]!?", "\u00e9tat \\ d"])
def test_a_tracker_in_a_folder_has_its_folder_in_the_paths(folder: str, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    root = write_tracker(tmp_path / folder)
    commit_all(tmp_path)
    done = run("agencies", "--codeowners", cwd=root)
    assert done.returncode == 0
    assert asked(done.stdout, f"{folder}/status/eo-14288/3.a.yaml") == OWNERS["3.a"]
    assert asked(done.stdout, "status/eo-14288/3.a.yaml") == []


@pytest.mark.parametrize("more", [["DOJ"], ["--leading"], ["--kind", "body"], ["--format", "json"]], ids=" ".join)
def test_a_part_of_the_file_is_not_to_be_had(more: list[str], tmp_path: Path) -> None:
    done = run("agencies", "--codeowners", *more, cwd=write_tracker(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "error: --codeowners writes one file for all agencies" in done.stderr


def test_data_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    root = write_tracker(tmp_path)
    write_file(root / "directives" / "eo-90001.yaml", "order: [\n")
    done = run("agencies", "--codeowners", cwd=root)
    assert done.returncode == 2
    assert asked(done.stdout, "status/eo-14288/3.a.yaml") == OWNERS["3.a"]
    assert "directives/eo-90001.yaml" in done.stderr
