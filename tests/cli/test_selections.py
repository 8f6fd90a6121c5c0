"""Selections as people type them, filters, agencies by any of their names, and what is said of unknown ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.asking import Refusal, answer, read, refusal, rows
from tests.cli.trackers import make_directive, write_order, write_record
from tests.cli.warm import run
from tests.terminal import ROOT

WHOLE = ["2", "3.a", "3.b", "4.a", "4.b", "5", "6", "7.d"]
LED_BY_DOJ = ["2", "3.a", "3.b", "4.a", "5", "6", "7.d"]
LED_BY_DOD = ["3.a", "4.a", "4.b"]


def listed(*arguments: str, cwd: Path = ROOT) -> list[str]:
    """List the provisions of EO 14288 that a listing has."""
    return [directive.removeprefix("eo-14288/") for directive in rows(*arguments, cwd=cwd)]


@pytest.mark.parametrize(
    "typed",
    [
        "14288",
        "eo-14288",
        "EO 14288",
        "eo14288",
        "E.O. 14288",
        "Executive Order 14288",
        " 14288 ",
        "directives/eo-14288.yaml",
        str(ROOT / "directives" / "eo-14288.yaml"),
    ],
)
def test_an_order(typed: str) -> None:
    assert listed("status", typed) == WHOLE


@pytest.mark.parametrize(
    "typed",
    [
        "14288/3.b",
        "eo-14288/3.b",
        "14288 3(b)",
        "EO 14288, Sec. 3(b)",
        "eo 14288 sec 3(b)",
        "EO 14288 § 3(b)",
        "3.b",
        "3(b)",
        "Sec. 3(b)",
        "status/eo-14288/3.b.yaml",
        "./status/eo-14288/3.b.yaml",
        "status\\eo-14288\\3.b.yaml",
        str(ROOT / "status" / "eo-14288" / "3.b.yaml"),
    ],
)
def test_a_directive(typed: str) -> None:
    assert listed("status", typed) == ["3.b"]


@pytest.mark.parametrize(
    ("selection", "provisions"),
    [
        (["14288/4"], ["4.a", "4.b"]),
        (["sec. 4"], ["4.a", "4.b"]),
        (["4"], ["4.a", "4.b"]),
        (["2", "6"], ["2", "6"]),
        (["EO", "14288", "3.b"], WHOLE),
        (["14288/2"], ["2"]),
        (["4.b", "3.b"], ["3.b", "4.b"]),
        (["3.b", "3.b", "EO 14288, Sec. 3(b)"], ["3.b"]),
        (["14288", "3.a.i"], ["2", "3.a", "3.a.i", *WHOLE[2:]]),
        (["3.a.vii", "3.a.i"], ["3.a.i", "3.a.vii"]),
    ],
)
def test_several_provisions_at_once(selection: list[str], provisions: list[str]) -> None:
    assert listed("status", *selection) == provisions


def test_a_selection_may_stand_behind_two_dashes() -> None:
    assert answer("status", "--", "3.b") == answer("status", "3.b")


def test_a_selection_holds_for_every_listing(every_kind: Path) -> None:
    assert list(rows("overdue", "14300", cwd=every_kind)) == ["eo-14300/3.a"]
    assert list(rows("upcoming", "14300", cwd=every_kind)) == []
    assert [order["id"] for order in read("orders", "14300", cwd=every_kind)["orders"]] == ["eo-14300"]


@pytest.mark.parametrize("words", [["14288", "3.b"], ["EO", "14288,", "Sec.", "3(b)"], ["sec.", "3(b)"], ["3.b"]])
def test_show_takes_a_directive_in_several_words(words: list[str]) -> None:
    assert read("show", *words)["directive"]["id"] == "eo-14288/3.b"


def test_show_takes_an_item_and_a_section_that_is_a_directive() -> None:
    assert read("show", "3(a)(iii)")["directive"]["id"] == "eo-14288/3.a.iii"
    assert read("show", "14288/2")["directive"]["id"] == "eo-14288/2"


def refused(*arguments: str, cwd: Path = ROOT) -> Refusal:
    return refusal(run(*arguments, cwd=cwd))


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("14289", "EO 14289 is not tracked here", "eo-14288"),
        ("3.z", "EO 14288 has no directive 3.z", "eo-14288/3.b"),
        ("14288/4.c", "EO 14288 has no directive 4.c", "eo-14288/4"),
        ("3.B", "EO 14288 has no directive 3.B", "3.b"),
        ("14288/7.a", "EO 14288, Sec. 7(a) lays no duty: savings clause", ""),
        ("EO 14288, Sec. 5(b)", "EO 14288, Sec. 5(b) lays no duty: a condition of Sec. 5, not a deliverable", ""),
        ("9", "EO 9 is not tracked here", ""),
        ("EO", '"EO" names no order and no directive', '"EO 14288"'),
        ("everything", '"everything" names no order and no directive', "14288/3.b"),
    ],
)
def test_an_unknown_one_is_told_with_what_comes_near(typed: str, message: str, hint: str) -> None:
    said = refused("status", typed)
    assert said.message == message
    assert hint in said.hint


def test_one_unknown_word_among_known_ones_is_told_too() -> None:
    assert "EO 14288 has no directive 3.z" in refused("status", "3.b", "3.z").message


def test_a_provision_of_several_orders_has_to_be_chosen(tmp_path: Path) -> None:
    for number in ("14288", "14300"):
        write_order(tmp_path, make_directive("3.b"), number=number)
    assert refused("status", "3.b", cwd=tmp_path) == ("2 orders have a 3.b", "choose one: eo-14288/3.b, eo-14300/3.b")
    assert list(rows("status", "14300/3.b", cwd=tmp_path)) == ["eo-14300/3.b"]
    said = refused("status", "3.c", cwd=tmp_path)
    assert said.message == 'no order has a directive "3.c"'
    assert "3.b" in said.hint


def test_a_bare_number_is_the_order_of_that_number_or_else_the_section_of_one(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"), make_directive("10.a"), number="9066")
    write_order(tmp_path, make_directive("10.a"), make_directive("11.a"))
    write_order(tmp_path, make_directive("5.a"), number="11")
    assert list(rows("status", "2", cwd=tmp_path)) == ["eo-9066/2.a"]
    assert list(rows("status", "11", cwd=tmp_path)) == ["eo-11/5.a"]
    said = refused("status", "10", cwd=tmp_path)
    assert "9066/10" in said.hint
    assert "14288/10" in said.hint


def test_show_wants_one_directive() -> None:
    assert refused("show", "sec. 4") == ('"sec. 4" names 2 directives', "choose one: eo-14288/4.a, eo-14288/4.b")
    said = refused("show", "14288")
    assert said.message == '"14288" names 8 directives'
    assert said.hint == "choose one: eo-14288/2, eo-14288/3.a, eo-14288/3.b, eo-14288/4.a ..."


@pytest.mark.parametrize(
    "typed",
    ["DOJ", "doj", "Department of Justice", "DEPARTMENT OF JUSTICE", "the Attorney General", "attorney  general"],
)
def test_an_agency_by_key_name_or_title_in_any_case(typed: str) -> None:
    assert listed("status", "--agency", typed) == LED_BY_DOJ


@pytest.mark.parametrize("typed", ["DOD", "Secretary of Defense", "Department of War"])
def test_an_agency_by_the_title_of_its_head_or_another_name(typed: str) -> None:
    assert listed("status", "-a", typed) == LED_BY_DOD


@pytest.mark.parametrize(
    ("agency", "role", "provisions"),
    [
        ("DHS", "lead", ["3.a", "6"]),
        ("DHS", "consulted", ["4.a"]),
        ("DHS", "coordinating", []),
        ("DHS", "any", ["3.a", "4.a", "6"]),
        ("DOJ", "coordinating", ["4.b"]),
        ("DOJ", "any", WHOLE),
        # "agencies" counts for every agency.
        ("NIST", "lead", ["3.a"]),
        ("NIST", "any", ["3.a", "4.a"]),
        ("agencies", "lead", ["3.a"]),
        ("agencies", "consulted", ["4.a"]),
    ],
)
def test_the_roles_of_an_agency(agency: str, role: str, provisions: list[str]) -> None:
    assert listed("status", "--agency", agency, "--role", role) == provisions


def test_a_body_of_the_order_itself_is_an_agency_too(tmp_path: Path) -> None:
    body = {"key": "TF", "name": "The Task Force"}
    write_order(tmp_path, make_directive("2.a", lead=["TF"]), make_directive("2.b", lead=["agencies"]), bodies=[body])
    assert listed("status", "--agency", "the task force", cwd=tmp_path) == ["2.a"]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("DOJJ", "DOJ"),
        ("Departement of Justice", "Department of Justice"),
        ("Justice", "Department of Justice"),
        ("Atorney General", "Attorney General"),
        ("Pentagon", "eo-tracker agencies"),
        ("", "eo-tracker agencies"),
    ],
)
@pytest.mark.parametrize("command", [("status", "--agency"), ("agencies", "--parent")], ids=lambda c: c[0])
def test_an_unknown_agency_is_told_with_the_nearest(command: tuple[str, ...], typed: str, hint: str) -> None:
    said = refused(*command, typed)
    assert said.message == f'no agency is called "{typed}"'
    assert hint in said.hint


@pytest.mark.parametrize(
    ("options", "provisions"),
    [
        (["--status", "not_started"], ["2.a"]),
        (["--status", "not_started", "--status", "in_progress"], ["2.a", "2.c"]),
        (["--timeliness", "met", "--timeliness", "met_late"], ["2.d", "2.e"]),
        (["--status", "completed", "--timeliness", "met_late"], ["2.e"]),
        (["--due-from", "2025-06-20", "--due-to", "2025-07-10"], ["2.b", "2.c", "2.d"]),
        (["--due-from", "2025-06-27", "--due-to", "2025-06-27"], ["2.c"]),
        (["--due-to", "2025-05-31"], ["eo-14300/3.a"]),
        (["--due-from", "2026-01-01"], []),
        (["--agency", "DOJ", "--status", "not_reported", "--timeliness", "no_deadline", "14288"], ["2.f", "2.j"]),
    ],
)
def test_filters_narrow_a_list_together(options: list[str], provisions: list[str], every_kind: Path) -> None:
    assert listed("status", *options, cwd=every_kind) == provisions


def test_filters_hold_for_every_listing(every_kind: Path) -> None:
    assert listed("overdue", "--status", "in_progress", cwd=every_kind) == ["2.c"]
    assert listed("overdue", "--timeliness", "met", cwd=every_kind) == []
    assert listed("upcoming", "--days", "400", "--agency", "DOD", cwd=every_kind) == ["2.b"]


def test_days_of_upcoming_count_from_today_to_the_last_of_them(every_kind: Path) -> None:
    assert [listed("upcoming", "--days", days, cwd=every_kind) for days in ("0", "9", "10", "184")] == [
        [],
        [],
        ["2.b"],
        ["2.b", "2.a"],
    ]


def test_what_is_done_or_stopped_never_falls_due(tmp_path: Path) -> None:
    write_order(tmp_path, *(make_directive(f"2.{letter}", deadline={"by": "2025-07-05"}) for letter in "abc"))
    write_record(tmp_path, "2.a", status="completed", completed="2025-06-01")
    write_record(tmp_path, "2.b", status="not_pursued")
    assert listed("upcoming", cwd=tmp_path) == ["2.c"]


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["FBI"], ["FBI"]),
        (["attorney general"], ["DOJ"]),
        (["civil", "division"], ["CIV"]),
        (["--parent", "Department of Commerce", "NIST"], ["NIST"]),
        (["--leading"], ["DOD", "DHS", "DOJ"]),
    ],
)
def test_agencies_finds_lists_and_filters(words: list[str], keys: list[str]) -> None:
    assert [agency["key"] for agency in read("agencies", *words)["agencies"]] == keys


def test_agencies_by_kind_and_parent() -> None:
    assert len(read("agencies", "--kind", "department")["agencies"]) == 15
    assert {agency["parent"] for agency in read("agencies", "--parent", "doc")["agencies"]} == {"DOC"}
