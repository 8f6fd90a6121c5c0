"""A tracker's settings: from either file, and when they are faulty, a problem beside the defaults."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from eo_tracker.domain.standings import DUE_SOON_DAYS
from eo_tracker.repository.configuration import Configuration, read_configuration
from eo_tracker.repository.work_tree import WorkTree
from tests.repository.trackers import ORDER, ORDER_PATH, TODAY, Files, read, write_line, write_tracker

OWN, SHARED = "eo-tracker.toml", "pyproject.toml"


def settings_of(root: Path, files: Files) -> tuple[int, list[str]]:
    """Return the days that are soon, and the problems, of a tracker with these files."""
    configuration, problems = read_configuration(WorkTree(write_tracker(root, files)))
    return configuration.due_soon_days, [write_line(problem) for problem in problems]


@pytest.mark.parametrize(
    ("files", "days"),
    [
        ({}, DUE_SOON_DAYS),
        ({OWN: ""}, DUE_SOON_DAYS),
        ({OWN: "# nothing is set\n"}, DUE_SOON_DAYS),
        ({OWN: "due_soon_days = 7\n"}, 7),
        ({OWN: "\ufeffdue_soon_days = 7\r\n"}, 7),
        ({OWN: '"due_soon_days" = 0'}, 0),
        ({OWN: "due_soon_days = 3_650\n"}, 3650),
        ({SHARED: "[tool.eo-tracker]\ndue_soon_days = 30\n"}, 30),
        ({SHARED: '[tool."eo-tracker"]\ndue_soon_days = 30\n'}, 30),
        ({SHARED: "[tool]\neo-tracker = {due_soon_days = 30}\n"}, 30),
        ({SHARED: "tool.eo-tracker.due_soon_days = 30\n"}, 30),
        ({SHARED: "\ufeff[tool.eo-tracker]\r\ndue_soon_days = 30\r\n"}, 30),
        ({SHARED: "[tool.eo-tracker]\n"}, DUE_SOON_DAYS),
        ({OWN: "due_soon_days = 7\n", SHARED: "[tool.eo-tracker]\ndue_soon_days = 30\n"}, 7),
        ({OWN: "", SHARED: "[tool.eo-tracker]\ndue_soon_days = 30\n"}, DUE_SOON_DAYS),
    ],
)
def test_settings_are_read(tmp_path: Path, files: Files, days: int) -> None:
    assert settings_of(tmp_path, files) == (days, [])


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[project]\nname = 'lighthouses'\n",
        "[tool.ruff]\nline-length = 120\n",
        "[project]\nname = 'lighthouses'\ndependencies = ['eo-tracker']\n",
        "[tool.eo-tracker-plugin]\nx = 1\n",
        "# eo-tracker is not set up here\n",
        "this is not TOML",
        b"# caf\xe9\n",
        b"\0" * 100,
    ],
)
def test_a_pyproject_of_something_else_is_no_business_of_ours(tmp_path: Path, content: str | bytes) -> None:
    assert settings_of(tmp_path, {SHARED: content}) == (DUE_SOON_DAYS, [])


KNOWN = "is unknown | known here: due_soon_days, check, report, import"
UNKNOWN = 'is unknown | did you mean "due_soon_days"?'


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        (OWN, "due_soon = 7\n", f'1:1 EO201 the key "due_soon" {UNKNOWN}'),
        (OWN, "# settings\n\ndue-soon-days = 7\n", f'3:1 EO201 the key "due-soon-days" {UNKNOWN}'),
        (OWN, "Due_Soon_Days = 7\n", f'1:1 EO201 the key "Due_Soon_Days" {UNKNOWN}'),
        (
            OWN,
            "due_soon_days = 7\nx = 1\n",
            f'2:1 EO201 the key "x" {KNOWN}',
        ),
        (
            OWN,
            "[elsewhere]\nx = 1\n",
            f'1:1 EO201 the key "elsewhere" {KNOWN}',
        ),
        (
            OWN,
            "[report]\nx = 1\n",
            '2:1 EO201 the key "x" is unknown | known here: title, marking, selection, agencies, silent_days',
        ),
        (
            OWN,
            "[report]\nselection = 3\n",
            '2:1 EO203 selection must be a list of texts, as in ["14288", "14288/3.b"] | the default holds meanwhile',
        ),
        (OWN, "[import]\nbase = 'x'\n", '2:1 EO201 the key "base" is unknown | did you mean "base_url"?'),
        (
            OWN,
            "[import]\nbase_url = 'the register'\n",
            (
                '2:1 EO203 base_url must be a web address, as in "https://www.federalregister.gov/api/v1" '
                "| the default holds meanwhile"
            ),
        ),
        (OWN, "import = 3\n", "1:1 EO203 import must be a table | write [import], and its keys below"),
        (OWN, "report = 3\n", "1:1 EO203 report must be a table | write [report], and its keys below"),
        (OWN, '\n"due-soon" = 7\n', f'2:1 EO201 the key "due-soon" {UNKNOWN}'),
        (SHARED, "[tool.eo-tracker]\n  due_soon = 7\n", f'2:3 EO201 the key "due_soon" {UNKNOWN}'),
        (
            SHARED,
            "[project]\nname = 'lighthouses'\n\n[tool.eo-tracker]\nname = 'x'\n",
            '5:1 EO201 the key "name" is unknown | known here: due_soon_days, check, report, import',
        ),
        (
            SHARED,
            "[project]\ndependencies = ['eo-tracker']\nname = 'lighthouses'\n\n[tool.eo-tracker]\nname = 'x'\n",
            '6:1 EO201 the key "name" is unknown | known here: due_soon_days, check, report, import',
        ),
    ],
)
def test_an_unknown_setting_is_a_problem_in_its_place(tmp_path: Path, path: str, content: str, expected: str) -> None:
    assert settings_of(tmp_path, {path: content}) == (DUE_SOON_DAYS, [f"{path}:{expected}"])


RANGE = "EO203 due_soon_days must be a whole number of days from 0 to 3650 | the default holds meanwhile"


@pytest.mark.parametrize("value", ["-1", "3651", "7.0", '"7"', "true", "[7]", "{days = 7}", "2025-06-27", "inf"])
def test_a_wrong_setting_is_a_problem_and_the_default_holds(tmp_path: Path, value: str) -> None:
    content = f"# days ahead\ndue_soon_days = {value}\n"
    assert settings_of(tmp_path / "own", {OWN: content}) == (DUE_SOON_DAYS, [f"{OWN}:2:1 {RANGE}"])
    shared = settings_of(tmp_path / "shared", {SHARED: f"[tool.eo-tracker]\n{content}"})
    assert shared == (DUE_SOON_DAYS, [f"{SHARED}:3:1 {RANGE}"])


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("due_soon_days 7\n", 1),
        ("# settings\n\ndue_soon_days = \n", 3),
        ("# settings\ndue_soon_days = 7 days\n", 2),
        ("due_soon_days = 'seven\n", 1),
        ("# settings\r\ndue_soon_days: 7\r\n", 2),
        ("\n\n\n[tool\n", 4),
    ],
)
def test_what_is_not_toml_is_a_problem_in_its_place(tmp_path: Path, content: str, line: int) -> None:
    configuration, problems = read_configuration(WorkTree(write_tracker(tmp_path, {OWN: content})))
    assert configuration == Configuration()
    assert [(problem.code, problem.line) for problem in problems] == [("EO104", line)]
    assert problems[0].column > 1


@pytest.mark.parametrize("content", ["due_soon_days = 7\ndue_soon_days = 8\n", "a = [", "'''", "\x07", "a = 1\n[a]\n"])
def test_whatever_is_not_toml_is_one_problem(tmp_path: Path, content: str) -> None:
    days, problems = settings_of(tmp_path, {OWN: content})
    assert days == DUE_SOON_DAYS
    assert len(problems) == 1
    assert " EO104 " in problems[0]


def test_settings_that_are_not_utf_8_are_told_so(tmp_path: Path) -> None:
    content = b"due_soon_days = 7\n# caf\xe9\n"
    expected = f"{OWN}:2:6 EO103 the file is not UTF-8 text | save the file as UTF-8"
    assert settings_of(tmp_path, {OWN: content}) == (DUE_SOON_DAYS, [expected])


@pytest.mark.parametrize(
    "content", ["[tool]\neo-tracker = 5\n", "[tool]\neo-tracker = [1]\n", "[[tool.eo-tracker]]\nx = 1\n"]
)
def test_settings_that_are_no_table_are_told_so(tmp_path: Path, content: str) -> None:
    days, problems = settings_of(tmp_path, {SHARED: content})
    assert days == DUE_SOON_DAYS
    assert len(problems) == 1
    assert "eo-tracker" in problems[0].partition(" EO203 ")[2]


@pytest.mark.parametrize("content", ["a = " + "[" * 100_000, "a = " + "{a = " * 100_000, ".".join("a" * 5000) + " = 1"])
def test_settings_nested_without_end_are_no_crash(tmp_path: Path, content: str) -> None:
    assert len(settings_of(tmp_path, {OWN: content})[1]) == 1


def test_a_number_without_end_is_no_crash(tmp_path: Path) -> None:
    assert len(settings_of(tmp_path, {OWN: f"due_soon_days = {'9' * 5000}\n"})[1]) == 1


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
@pytest.mark.parametrize("target", ["nothing.toml", OWN])
def test_settings_that_are_a_link_to_nothing_are_told(tmp_path: Path, target: str) -> None:
    (tmp_path / OWN).symlink_to(target)
    assert [problem.path for problem in read_configuration(WorkTree(tmp_path))[1]] == [OWN]


def test_a_folder_with_the_settings_name_is_told(tmp_path: Path) -> None:
    days, problems = settings_of(tmp_path, {f"{OWN}/README.md": "Fictional."})
    assert days == DUE_SOON_DAYS
    assert [problem.partition(" ")[0] for problem in problems] == [f"{OWN}:1:1"]


def test_settings_are_read_at_the_top_of_the_tracker_only(tmp_path: Path) -> None:
    write_tracker(tmp_path, {OWN: "due_soon_days = 7\n"})
    inner = write_tracker(tmp_path / "inner", {f"directives/{OWN}": "due_soon_days = 9\n"})
    assert settings_of(inner, {}) == (DUE_SOON_DAYS, [])


def test_settings_reach_the_standings_and_their_problems_the_snapshot(tmp_path: Path) -> None:
    soon = write_tracker(
        tmp_path / "soon", {ORDER_PATH: ORDER.replace("60 days", "380 days"), OWN: "due_soon_days = 7\n"}
    )
    assert read(soon).standings(TODAY)[1].timeliness == "due_soon"
    later = write_tracker(
        tmp_path / "later", {ORDER_PATH: ORDER.replace("60 days", "380 days"), OWN: "due_soon_days = 5\n"}
    )
    assert read(later).standings(TODAY)[1].timeliness == "upcoming"
    write_tracker(soon, {OWN: "due_soon_days = soon\n"})
    assert [problem.path for problem in read(soon).problems] == [OWN]
