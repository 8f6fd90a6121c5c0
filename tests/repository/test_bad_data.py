"""One fault each, under `tests/data/bad`: `expected.txt` says which problem, where, and in what words.

The faults that no checked-out file can have are made here: links, pipes, large files.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eo_tracker.domain.problems import CODES
from eo_tracker.repository import tree
from tests.repository.trackers import BAD, DATA, ORDER, ORDER_PATH, RECORD_PATH, list_problems, read, write_tracker

HEALTHY = DATA / "good" / "one-order"


def expected_in(tracker: Path) -> str:
    return (tracker / "expected.txt").read_text("utf-8").removesuffix("\n")


def make_large_file(root: Path) -> None:
    with (root / RECORD_PATH).open("wb") as file:
        file.truncate(50 * 1024 * 1024)


def make_pipe(root: Path) -> None:
    os.mkfifo(root / RECORD_PATH)


def link_record_out(root: Path) -> None:
    (root / "elsewhere.yaml").write_text("status: completed\n")
    (root / RECORD_PATH).symlink_to("../../elsewhere.yaml")


def link_record_to_nothing(root: Path) -> None:
    (root / RECORD_PATH).symlink_to("3.c.yaml")


def link_record_to_itself(root: Path) -> None:
    (root / RECORD_PATH).symlink_to("3.b.yaml")


def link_folder_out(root: Path) -> None:
    (root / "elsewhere").mkdir()
    (root / "elsewhere" / "1.a.yaml").write_text("status: completed\n")
    (root / "status" / "eo-90002").symlink_to("../elsewhere")


def link_order_out(root: Path) -> None:
    (root / "elsewhere.yaml").write_text(ORDER.replace("90001", "90002"))
    (root / "directives" / "eo-90002.yaml").symlink_to("../elsewhere.yaml")


def link_agencies_out(root: Path) -> None:
    (root / "elsewhere.yaml").write_text("agencies: [{key: BuL, name: Bureau of Lighthouses}]\n")
    (root / "directives" / "agencies.yaml").symlink_to("../elsewhere.yaml")


LARGE = "an order file has a few kilobytes: is it the right file?"
OUT = "the link leads out of its folder, or nowhere; it is not followed | put the file itself there"
MADE: dict[str, tuple[Callable[[Path], None], str]] = {
    "EO101-pipe": (make_pipe, f"{RECORD_PATH}:1:1 EO101 this is no file | remove it, or rename it"),
    "EO102-50-megabytes": (
        make_large_file,
        f"{RECORD_PATH}:1:1 EO102 the file has 50 MB; eo-tracker reads up to 4 MB | {LARGE}",
    ),
    "EO107-record-out": (link_record_out, f"{RECORD_PATH}:1:1 EO107 {OUT}"),
    "EO107-record-to-nothing": (link_record_to_nothing, f"{RECORD_PATH}:1:1 EO107 {OUT}"),
    "EO107-record-to-itself": (link_record_to_itself, f"{RECORD_PATH}:1:1 EO107 {OUT}"),
    "EO107-folder-out": (link_folder_out, f"status/eo-90002:1:1 EO107 {OUT}"),
    "EO107-order-out": (link_order_out, f"directives/eo-90002.yaml:1:1 EO107 {OUT}"),
    "EO107-agencies-out": (link_agencies_out, f"directives/agencies.yaml:1:1 EO107 {OUT}"),
}


@pytest.mark.parametrize("tracker", BAD, ids=lambda tracker: tracker.name)
def test_a_fault_is_one_problem_in_its_place_and_in_plain_words(tracker: Path) -> None:
    assert list_problems(tracker) == [expected_in(tracker)]


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of POSIX")
@pytest.mark.parametrize("fault", MADE)
def test_a_fault_that_is_made_is_one_problem(tmp_path: Path, fault: str) -> None:
    make, expected = MADE[fault]
    write_tracker(tmp_path, {ORDER_PATH: ORDER, "status/eo-90001/README.md": "Fictional."})
    make(tmp_path)
    assert list_problems(tmp_path) == [expected]


@pytest.mark.parametrize("tracker", BAD, ids=lambda tracker: tracker.name)
def test_one_bad_file_never_hides_the_rest(tracker: Path, tmp_path: Path) -> None:
    shutil.copytree(tracker, tmp_path, dirs_exist_ok=True)
    shutil.copytree(HEALTHY, tmp_path, dirs_exist_ok=True)
    snapshot, healthy = read(tmp_path), read(HEALTHY)
    assert snapshot.dataset.orders["eo-90099"] == healthy.dataset.orders["eo-90099"]
    assert {i: r for i, r in snapshot.dataset.records.items() if i.startswith("eo-90099/")} == healthy.dataset.records
    # A hint may name the healthy order as the nearest one.
    alone = [replace(problem, hint="") for problem in read(tracker).problems]
    assert [replace(problem, hint="") for problem in snapshot.problems] == alone


def test_every_code_has_a_bad_example() -> None:
    shown = {name.partition("-")[0] for name in (*(tracker.name for tracker in BAD), *MADE)}
    assert shown == set(CODES)


@pytest.mark.parametrize("tracker", BAD, ids=lambda tracker: tracker.name)
def test_an_example_is_named_after_its_code(tracker: Path) -> None:
    match = re.match(r"[^:]+:\d+:\d+ (EO\d{3}) \S", expected_in(tracker))
    assert match is not None
    assert tracker.name.startswith(f"{match[1]}-")


def test_every_explanation_of_a_parsers_complaint_has_an_example() -> None:
    shown = "\n".join(map(expected_in, BAD))
    assert [message for _, message, _ in tree._EXPLANATIONS if message not in shown] == []


@pytest.mark.parametrize("tracker", BAD, ids=lambda tracker: tracker.name)
def test_a_sentence_is_for_people(tracker: Path) -> None:
    for problem in read(tracker).problems:
        said = f"{problem.message} {problem.hint}"
        assert not re.search(r"None|\[\'|dict|tuple|_type|Traceback|codec|pydantic", said), said
        assert said.isprintable()
        assert len(problem.message) < 160
