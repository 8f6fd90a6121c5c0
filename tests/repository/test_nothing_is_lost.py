"""Data that cannot be read never makes a list quietly shorter, and one fault never makes it noisily longer."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from eo_tracker.domain.standings import Standing
from tests.repository.trackers import (
    ORDER,
    ORDER_PATH,
    RECORD,
    RECORD_PATH,
    TODAY,
    Files,
    list_codes,
    list_problems,
    read,
    write_tracker,
)

RECORDS = {f"status/eo-90001/{part}.yaml": RECORD for part in ("3.a", "3.a.i", "3.a.ii", "3.b")}
OTHER = ORDER.replace("90001", "90002")


def stand(root: Path, directive: str = "eo-90001/3.b") -> Standing:
    return next(standing for standing in read(root).standings(TODAY) if standing.id == directive)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EO105"),
        (b"status: [in_progress", "EO104"),
        (b"status: caf\xe9", "EO103"),
        (b"#" * (5 * 1024 * 1024), "EO102"),
        (b"status: done", "EO204"),
        (b"status: in_progress\nstatus: in_progress", "EO109"),
        (b"status: in_progress\nstate: good", "EO201"),
        (b"status: completed", "EO216"),
        (b"status: completed\ncompleted: 2019-01-01", "EO215"),
        (b"status: in_progress\nreported_by: KGB", "EO208"),
        (b"status: !a b", "EO106"),
    ],
)
def test_a_directive_with_a_broken_record_is_listed_as_not_reported(tmp_path: Path, content: bytes, code: str) -> None:
    write_tracker(tmp_path, {ORDER_PATH: ORDER, **RECORDS, RECORD_PATH: content})
    assert stand(tmp_path).status == "not_reported"
    assert stand(tmp_path).timeliness == "overdue"
    assert stand(tmp_path, "eo-90001/3.a").status == "in_progress"
    problem = read(tmp_path).problems[0]
    assert (problem.path, problem.code, problem.directive) == (RECORD_PATH, code, "eo-90001/3.b")


def test_a_record_that_is_a_folder_names_its_directive(tmp_path: Path) -> None:
    write_tracker(tmp_path, {ORDER_PATH: ORDER, f"{RECORD_PATH}/README.md": "Fictional."})
    assert [problem.directive for problem in read(tmp_path).problems] == ["eo-90001/3.b"]
    assert stand(tmp_path).status == "not_reported"


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_a_record_that_is_a_link_to_nothing_names_its_directive(tmp_path: Path) -> None:
    write_tracker(tmp_path, {ORDER_PATH: ORDER, "status/eo-90001/README.md": "Fictional."})
    (tmp_path / RECORD_PATH).symlink_to("nothing.yaml")
    assert [problem.directive for problem in read(tmp_path).problems] == ["eo-90001/3.b"]


BROKEN_ORDERS: dict[str, Files] = {
    "not YAML": {ORDER_PATH: ORDER + "  - ]"},
    "empty": {ORDER_PATH: ""},
    "not UTF-8": {ORDER_PATH: ORDER.encode("utf-16")},
    "too large": {ORDER_PATH: ORDER + "#" * (5 * 1024 * 1024)},
    "a key is missing": {ORDER_PATH: ORDER.replace("signed: 2025-01-06\n", "")},
    "a key is twice": {ORDER_PATH: ORDER + "title: Again\n"},
    "a tag": {ORDER_PATH: ORDER.replace("title: ", "title: !text ")},
    "another number": {ORDER_PATH: ORDER.replace("EO 90001", "EO 90011")},
    "another name": {"directives/eo-90011.yaml": ORDER},
    "a folder": {f"{ORDER_PATH}/README.md": "Fictional."},
    "another ending": {"directives/eo-90001.yml": ORDER},
    "an ending in capitals": {"directives/eo-90001.YAML": ORDER},
    "a name in capitals": {"directives/EO-90001.yaml": ORDER},
    "a name without eo": {"directives/90001.yaml": ORDER},
}


@pytest.mark.parametrize("how", BROKEN_ORDERS)
def test_the_records_of_a_broken_order_are_no_problems_of_their_own(tmp_path: Path, how: str) -> None:
    write_tracker(tmp_path, {**BROKEN_ORDERS[how], **RECORDS, "directives/eo-90002.yaml": OTHER})
    assert [path.partition("/")[0] for path, _ in list_codes(tmp_path)] == ["directives"]
    assert list(read(tmp_path).dataset.orders) == ["eo-90002"]


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_the_records_of_an_order_that_is_a_link_to_nothing_are_no_problems(tmp_path: Path) -> None:
    write_tracker(tmp_path, RECORDS)
    (tmp_path / ORDER_PATH).symlink_to("nothing.yaml")
    assert list_codes(tmp_path) == [(ORDER_PATH, "EO107")]


@pytest.mark.parametrize("how", BROKEN_ORDERS)
def test_a_deadline_that_counts_from_a_broken_order_is_no_problem(tmp_path: Path, how: str) -> None:
    waiting = OTHER.replace("{within: 60 days}", "{within: 60 days, of: eo-90001/3.a}")
    write_tracker(tmp_path, {**BROKEN_ORDERS[how], "directives/eo-90002.yaml": waiting})
    assert [path for path, code in list_codes(tmp_path) if code == "EO212"] == []
    assert stand(tmp_path, "eo-90002/3.b").timeliness == "awaiting_trigger"


def test_an_order_with_a_fault_in_one_directive_is_still_listed(tmp_path: Path) -> None:
    faulty = ORDER.replace("lead: [DHS]", "lead: [KGB]")
    write_tracker(tmp_path, {ORDER_PATH: faulty, **RECORDS})
    assert list_codes(tmp_path) == [(ORDER_PATH, "EO208")]
    assert [standing.id for standing in read(tmp_path).standings(TODAY)] == ["eo-90001/3.a", "eo-90001/3.b"]
    assert len(read(tmp_path).dataset.records) == 4


def test_a_broken_registry_leaves_the_one_of_the_package(tmp_path: Path) -> None:
    write_tracker(tmp_path, {ORDER_PATH: ORDER, "directives/agencies.yaml": "agencies: DOJ\n"})
    assert list_codes(tmp_path) == [("directives/agencies.yaml", "EO203")]
    assert "DOJ" in read(tmp_path).dataset.registry


BROKEN_REGISTRIES: dict[str, Files] = {
    "not YAML": {"directives/agencies.yaml": "agencies: ["},
    "a key is unknown": {"directives/agencies.yaml": "agencies: [{key: BuL, name: Lights, nam: Lights}]\n"},
    "too large": {"directives/agencies.yaml": b"#" * (5 * 1024 * 1024)},
    "a folder": {"directives/agencies.yaml/README.md": "Fictional."},
    "another ending": {"directives/agencies.yml": "agencies: [{key: BuL, name: Lights}]\n"},
    "an ending in capitals": {"directives/agencies.YAML": "agencies: [{key: BuL, name: Lights}]\n"},
    "a name in capitals": {"directives/Agencies.yaml": "agencies: [{key: BuL, name: Lights}]\n"},
}


@pytest.mark.parametrize("how", BROKEN_REGISTRIES)
def test_an_agency_of_a_broken_registry_is_no_second_problem(tmp_path: Path, how: str) -> None:
    local = ORDER.replace("lead: [DHS]", "lead: [BuL]")
    record = RECORD + "reported_by: BuL\n"
    write_tracker(tmp_path, {ORDER_PATH: local, RECORD_PATH: record, **BROKEN_REGISTRIES[how]})
    assert [path.lower().startswith("directives/agencies.") for path, _ in list_codes(tmp_path)] == [True]
    assert stand(tmp_path).status == "in_progress"


@pytest.mark.parametrize("status", ["a file", "a link to nothing", "a link to itself"])
def test_a_status_folder_that_is_none_is_told(tmp_path: Path, status: str) -> None:
    write_tracker(tmp_path, {ORDER_PATH: ORDER})
    if status == "a file":
        (tmp_path / "status").write_text("Fictional.")
    else:
        (tmp_path / "status").symlink_to("nothing" if status == "a link to nothing" else "status")
    assert [problem.path for problem in read(tmp_path).problems] == ["status"]
    assert stand(tmp_path).status == "not_reported"


def test_a_folder_that_must_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_tracker(tmp_path, {ORDER_PATH: ORDER, **RECORDS})
    scandir = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "eo-90001":
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert list_codes(tmp_path) == [("status/eo-90001", "EO101")]


def test_a_tracker_without_records_has_no_problem(tmp_path: Path) -> None:
    write_tracker(tmp_path, {ORDER_PATH: ORDER})
    assert list_problems(tmp_path) == []
    assert {standing.status for standing in read(tmp_path).standings(TODAY)} == {"not_reported"}


@pytest.mark.parametrize(
    "leftover",
    [
        *("status/eo-90001/.3.b.yaml.swp", "status/eo-90001/3.b.yaml~", "status/eo-90001/._3.b.yaml"),
        "status/.DS_Store",
        *("status/eo-90001/3.b.yaml.orig", "status/eo-90001/#3.b.yaml#", "status/eo-90001/..yaml", "status/README.md"),
        *("status/eo-90001/notes.txt", "directives/README.md", "directives/text/eo-90001.html", "status/.git/3.b.yaml"),
    ],
)
def test_what_editors_and_people_leave_beside_the_data_is_left_alone(tmp_path: Path, leftover: str) -> None:
    write_tracker(tmp_path, {ORDER_PATH: ORDER, leftover: "status: [completed"})
    assert list_problems(tmp_path) == []
    assert read(tmp_path).dataset.records == {}


@pytest.mark.parametrize(
    ("old", "new", "directive"),
    [
        ("signed: 2025-01-06", "signed: soon", None),
        ('section: "3"', "section: III", None),
        ("summary: Report the count", "summary: []", "eo-90001/3.b"),
        ("{within: 60 days}", "{within: soon}", "eo-90001/3.b"),
        ("{within: 60 days}", "{within: 60 days, of: 9.z}", "eo-90001/3.b"),
        ("text: the lamps; and", "text: []", "eo-90001/3.a.i"),
        ("text: the keepers.", "lead: [KGB]", "eo-90001/3.a.ii"),
        ("lead: [DHS]", "lead: [KGB]", "eo-90001/3.a"),
        ("lead: [DHS]\n", "lead: [DHS]\n        effect: {state: gone}\n", "eo-90001/3.a"),
    ],
)
def test_a_problem_of_an_order_names_the_directive_it_lies_in(
    tmp_path: Path, old: str, new: str, directive: str | None
) -> None:
    assert ORDER.count(old) == 1
    write_tracker(tmp_path, {ORDER_PATH: ORDER.replace(old, new)})
    assert [problem.directive for problem in read(tmp_path).problems] == [directive]


def test_a_problem_names_only_what_can_be_a_directive(tmp_path: Path) -> None:
    write_tracker(tmp_path, {ORDER_PATH: ORDER.replace("id: 3.b", "id: the count")})
    assert [(problem.code, problem.directive) for problem in read(tmp_path).problems] == [("EO207", None)]


def test_every_fault_of_a_file_is_told_from_the_top_down(tmp_path: Path) -> None:
    faulty = """\
order: 90001
titel: Keeping the Nation's Lighthouses Lit
title: Keeping
signed: 2025-02-30
sections:
  - section: "3"
    directives:
      - id: 3.a
        summary: Count the lighthouses
        lead: DHS
      - id: 3.b
        lead: [DOJ]
        deadline:
          - {within: 60}
          - {by: 2025-13-01}
        continuing: maybe
"""
    write_tracker(tmp_path, {ORDER_PATH: faulty})
    assert [(problem.line, problem.column, problem.code) for problem in read(tmp_path).problems] == [
        (1, 8, "EO207"),
        (2, 1, "EO201"),
        (4, 9, "EO205"),
        (10, 15, "EO203"),
        (11, 9, "EO202"),
        (14, 22, "EO206"),
        (15, 18, "EO205"),
        (16, 21, "EO204"),
    ]


def test_every_fault_between_files_is_told(tmp_path: Path) -> None:
    faulty = (
        ORDER.replace("lead: [DHS]", "lead: [KGB]").replace("id: 3.b", "id: 4.b").replace("60 days", "6 days, of: 9")
    )
    record = "status: completed\ncompleted: 2019-01-01\nreported_by: KGB\noccurrences: [{due: 2025-01-01}]\n"
    write_tracker(tmp_path, {ORDER_PATH: faulty, "status/eo-90001/3.a.yaml": record, RECORD_PATH: RECORD})
    assert list_codes(tmp_path) == [
        (ORDER_PATH, "EO208"),
        (ORDER_PATH, "EO211"),
        (ORDER_PATH, "EO212"),
        ("status/eo-90001/3.a.yaml", "EO215"),
        ("status/eo-90001/3.a.yaml", "EO208"),
        ("status/eo-90001/3.a.yaml", "EO216"),
        (RECORD_PATH, "EO214"),
    ]


def test_every_key_that_stands_twice_is_told(tmp_path: Path) -> None:
    write_tracker(tmp_path, {ORDER_PATH: ORDER, RECORD_PATH: RECORD + "status: completed\nas_of: 2025-02-03\n"})
    assert [(problem.line, problem.code) for problem in read(tmp_path).problems] == [(4, "EO109"), (5, "EO109")]


def test_problems_stand_by_file_and_each_once(tmp_path: Path) -> None:
    files = {f"status/eo-90001/{part}.yaml": "status: done\n" for part in ("3.b", "3.a.i", "3.a")}
    write_tracker(tmp_path, {"directives/eo-90002.yaml": "", ORDER_PATH: ORDER, "eo-tracker.toml": "x = 1", **files})
    assert [path for path, _ in list_codes(tmp_path)] == [
        "directives/eo-90002.yaml",
        "eo-tracker.toml",
        "status/eo-90001/3.a.i.yaml",
        "status/eo-90001/3.a.yaml",
        "status/eo-90001/3.b.yaml",
    ]


def test_a_folder_that_is_named_wrongly_is_told_the_right_name(tmp_path: Path) -> None:
    records = {path.replace("eo-90001", "eo-9001"): content for path, content in RECORDS.items()}
    write_tracker(tmp_path, {ORDER_PATH: ORDER, **records})
    assert {code for _, code in list_codes(tmp_path)} == {"EO214"}
    assert all("eo-90001" in problem.hint for problem in read(tmp_path).problems)


@pytest.mark.parametrize(
    "written",
    ["x" * 100_000, "word " * 5000, "two\\nlines", "a bell\\a", "\\e[31mred"],
    ids=["long word", "long text", "two lines", "bell", "escape"],
)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("signed: 2025-01-06", "signed: {}"),
        ("order: EO 90001", "order: {}"),
        ("title: ", "{}: "),
        ("{within: 60 days}", "{{within: {}}}"),
        ("{within: 60 days}", "{{by_end_of: {}}}"),
        ("{within: 60 days}", "{{within: 60 days, of: {}}}"),
        ('section: "3"', 'section: "3"\n    kind: {}'),
        ("lead: [DOJ]", "lead: [DOJ]\n        continuing: {}"),
        ("lead: [DOJ]", "lead: [DOJ]\n        {}: a\n        {}: b"),
    ],
    ids=["date", "number", "key", "length", "period", "reference", "word", "flag", "key twice"],
)
def test_a_sentence_stays_one_short_line_whatever_the_data(tmp_path: Path, old: str, new: str, written: str) -> None:
    write_tracker(
        tmp_path,
        {ORDER_PATH: ORDER.replace(old, new.replace("{}", f'"{written}"').replace("{{", "{").replace("}}", "}"))},
    )
    found = read(tmp_path).problems
    assert found
    for problem in found:
        assert len(problem.message) < 300
        assert len(problem.hint) < 300
        assert "\n" not in problem.message + problem.hint
