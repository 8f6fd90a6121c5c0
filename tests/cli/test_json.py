"""The JSON of the commands, which other programs rely on: its keys in their order, its types, its counts."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from eo_tracker.domain.words import Status, Timeliness, VerificationState
from tests.cli.asking import answer, read, rows
from tests.cli.trackers import commit_all, git, make_directive, write_file, write_order, write_record
from tests.cli.warm import run

LISTINGS = ("status", "overdue", "upcoming")
COUNTED = ["total", *get_args(Timeliness), *get_args(Status)]
TEXT, TEXTS, MAYBE = (str,), (list,), (str, type(None))
# In the order that they have in a row.
TYPES: dict[str, tuple[type, ...]] = {
    "id": TEXT,
    "order": TEXT,
    "provision": TEXT,
    "citation": TEXT,
    "summary": TEXT,
    "text": MAYBE,
    "lead": TEXTS,
    "consulted": TEXTS,
    "coordinating": TEXTS,
    "status": TEXT,
    "verification": TEXT,
    "timeliness": TEXT,
    "due": MAYBE,
    "due_weekday": MAYBE,
    "days": (int, type(None)),
    "completed": MAYBE,
    "deadline": (dict, list, type(None)),
    "evidence": (list,),
    "as_of": MAYBE,
    "note": MAYBE,
}
KEYS = list(TYPES)


@pytest.mark.parametrize("command", LISTINGS)
def test_a_listing_says_what_it_is_before_its_rows(command: str) -> None:
    told = read(command)
    assert list(told) == ["schema", "today", "revision", "counts", "directives"]
    assert (told["schema"], told["today"]) == (f"eo-tracker/{command}/1", "2025-06-30")
    assert list(told["counts"]) == COUNTED
    assert told["counts"]["total"] == len(told["directives"])


@pytest.mark.parametrize("command", LISTINGS)
def test_rows_have_the_public_keys_in_their_order_and_types(command: str, every_kind: Path) -> None:
    for row in [*rows(command, cwd=every_kind).values(), *rows(command).values()]:
        assert list(row)[: len(KEYS)] == KEYS
        assert not [key for key in KEYS if not isinstance(row[key], TYPES[key])]
        assert row["status"] in get_args(Status)
        assert row["timeliness"] in get_args(Timeliness)
        assert row["verification"] in get_args(VerificationState)
        assert row["id"] == f"{row['order']}/{row['provision']}"
        assert (row["due"] is None) == (row["due_weekday"] is None)


def test_counts_have_one_entry_for_each_word_and_add_up(every_kind: Path) -> None:
    told = read("status", cwd=every_kind)
    counts, directives = told["counts"], told["directives"]
    assert len(directives) == counts["total"] == 11
    assert all(counts[word] for word in COUNTED)
    for key, words in (("timeliness", get_args(Timeliness)), ("status", get_args(Status))):
        assert Counter(row[key] for row in directives) == {word: counts[word] for word in words}


@pytest.mark.parametrize("command", ["overdue", "upcoming"])
def test_counts_are_of_what_is_listed(command: str, every_kind: Path) -> None:
    told = read(command, cwd=every_kind)
    assert told["counts"]["total"] == len(told["directives"]) > 0
    assert told["counts"]["no_deadline"] == 0


def test_the_example_of_the_design() -> None:
    row = rows("overdue", "14288/3.b")["eo-14288/3.b"]
    expected = {
        "id": "eo-14288/3.b",
        "order": "eo-14288",
        "provision": "3.b",
        "citation": "EO 14288, Sec. 3(b)",
        "lead": ["DOJ"],
        "consulted": [],
        "coordinating": [],
        "status": "in_progress",
        "verification": "unverified",
        "timeliness": "overdue",
        "due": "2025-06-27",
        "due_weekday": "Friday",
        "days": -3,
        "completed": None,
        "deadline": {"within": "60 days"},
        "as_of": "2025-05-21",
    }
    assert {key: row[key] for key in expected} == expected
    assert row["text"].startswith("Within 60 days of the date of this order, the Attorney General shall review")
    assert [sorted(source) for source in row["evidence"]] == [
        ["date", "kind", "reference", "title"],
        ["date", "kind", "title", "url"],
    ]


@pytest.mark.parametrize(
    ("directive", "timeliness", "days"),
    [
        ("2.a", "upcoming", 184),
        ("2.b", "due_soon", 10),
        ("2.c", "overdue", -3),
        ("2.d", "met", 2),
        ("2.e", "met_late", -2),
        ("2.f", "no_deadline", None),
        ("2.g", "awaiting_trigger", None),
    ],
)
def test_days_are_those_left_and_negative_when_late(
    directive: str, timeliness: str, days: int | None, every_kind: Path
) -> None:
    row = rows("status", f"14288/{directive}", cwd=every_kind)[f"eo-14288/{directive}"]
    assert (row["timeliness"], row["days"]) == (timeliness, days)
    assert (row["due"] is None) == (days is None)


def test_deadlines_are_written_as_the_file_has_them(tmp_path: Path) -> None:
    several = [{"within": "30 days"}, {"by": "2025-12-01", "quote": "not later than December 1"}]
    written = [several, {"every": "1 year", "within": "180 days"}, {"by_end_of": "fiscal year 2026"}]
    write_order(
        tmp_path,
        *(make_directive(f"2.{letter}", deadline=deadline) for letter, deadline in zip("abc", written, strict=True)),
        make_directive("2.d"),
        make_directive("2.e", deadline=[{"within": "60 days"}]),
    )
    told = [row["deadline"] for row in rows("status", cwd=tmp_path).values()]
    assert told == [*written, None, {"within": "60 days"}]


def test_items_stand_in_their_directive_and_are_no_rows() -> None:
    listed = rows("status")
    assert [i for i in listed if i.startswith("eo-14288/3")] == ["eo-14288/3.a", "eo-14288/3.b"]
    items = listed["eo-14288/3.a"]["items"]
    assert [item["id"] for item in items] == [f"eo-14288/3.a.{n}" for n in ("i", "ii", "iii", "iv", "v", "vi", "vii")]
    assert {tuple(item)[:4] for item in items} == {("id", "text", "status", "timeliness")}
    assert items[2]["text"] == "increase pay and benefits for law enforcement officers;"
    assert "items" not in listed["eo-14288/3.b"]


def test_items_are_rows_of_their_own_when_selected() -> None:
    told = read("status", "3.a.iii", "3.b")
    assert [row["id"] for row in told["directives"]] == ["eo-14288/3.a.iii", "eo-14288/3.b"]
    item = told["directives"][0]
    assert list(item)[: len(KEYS)] == KEYS
    assert item["citation"] == "EO 14288, Sec. 3(a)(iii)"
    assert item["summary"] == item["text"]
    assert item["lead"] == ["DOJ", "agencies"]


def test_items_with_records_show_in_their_directive(tmp_path: Path) -> None:
    items = [{"id": "2.a.i", "text": "one; and"}, {"id": "2.a.ii", "text": "two."}]
    write_order(tmp_path, make_directive("2.a", items=items, deadline={"within": "60 days"}))
    write_record(tmp_path, "2.a.i", status="completed", completed="2025-06-20")
    row = rows("status", cwd=tmp_path)["eo-14288/2.a"]
    assert [(i["status"], i["timeliness"]) for i in row["items"]] == [("completed", "met"), ("not_reported", "overdue")]
    assert (row["status"], row["timeliness"], row["completed"]) == ("in_progress", "overdue", None)


def test_the_longest_overdue_comes_first_and_the_nearest_upcoming(every_kind: Path) -> None:
    assert [row["days"] for row in rows("overdue", cwd=every_kind).values()] == [-30, -3]
    assert [row["days"] for row in rows("upcoming", "--days", "400", cwd=every_kind).values()] == [10, 184]


def test_an_order_of_a_higher_number_comes_later(tmp_path: Path) -> None:
    for number in ("14300", "9066", "14288"):
        write_order(tmp_path, make_directive("10.a"), make_directive("2.b"), number=number)
    ids = list(rows("status", cwd=tmp_path))
    assert [i.partition("/")[0] for i in ids[::2]] == ["eo-9066", "eo-14288", "eo-14300"]


def test_show_gives_the_row_with_what_explains_it() -> None:
    told = read("show", "3.b")
    assert list(told) == ["schema", "today", "revision", "directive", "changes"]
    assert (told["schema"], told["today"]) == ("eo-tracker/show/1", "2025-06-30")
    directive = told["directive"]
    assert list(directive)[: len(KEYS)] == KEYS
    assert {key: directive[key] for key in KEYS} == {key: rows("status", "3.b")["eo-14288/3.b"][key] for key in KEYS}
    assert directive["heading"] == "Empowering State and Local Law Enforcement"
    assert directive["arithmetic"] == ["60 days after 2025-04-28, signing: Friday, June 27, 2025"]


def test_orders_gives_each_with_its_counts(every_kind: Path) -> None:
    told = read("orders", cwd=every_kind)
    assert list(told) == ["schema", "today", "revision", "counts", "orders"]
    assert (told["schema"], told["counts"]) == ("eo-tracker/orders/1", {"total": 2})
    first, second = told["orders"]
    assert (first["id"], first["order"], first["signed"]) == ("eo-14288", "EO 14288", "2025-04-28")
    assert (second["id"], second["signed"]) == ("eo-14300", "2025-05-20")
    assert [list(order["counts"]) for order in (first, second)] == [COUNTED, COUNTED]
    assert (first["counts"]["total"], first["counts"]["overdue"], second["counts"]["total"]) == (10, 1, 1)


def test_orders_gives_what_an_order_is_published_as() -> None:
    (order,) = read("orders")["orders"]
    expected = {"published": "2025-05-02", "citation": "90 FR 18765", "document": "2025-07790", "effect": []}
    assert {key: order[key] for key in expected} == expected


def test_orders_leaves_no_order_out_that_lays_no_duty(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"))
    text = "order: EO 14300\ntitle: Of no duty\nsigned: 2025-05-01\nsections: []\n"
    write_file(tmp_path / "directives" / "eo-14300.yaml", text)
    listed = {order["id"]: order["counts"]["total"] for order in read("orders", cwd=tmp_path)["orders"]}
    assert listed == {"eo-14288": 1, "eo-14300": 0}


def test_agencies_gives_the_registry() -> None:
    told = read("agencies", "DOJ")
    assert list(told) == ["schema", "agencies"]
    assert told["schema"] == "eo-tracker/agencies/1"
    (agency,) = told["agencies"]
    public = ["key", "name", "officials", "aliases", "parent", "fr_slug", "cgac"]
    assert [key for key in agency if key in public] == public
    expected = {"key": "DOJ", "name": "Department of Justice", "parent": None, "fr_slug": "justice-department"}
    assert {key: agency[key] for key in expected} == expected
    assert agency["officials"][0] == "Attorney General"
    assert agency["cgac"] == "015"


def test_agencies_have_the_same_keys_all_of_them() -> None:
    agencies = read("agencies")["agencies"]
    assert len(agencies) > 200
    assert len({tuple(agency) for agency in agencies}) == 1
    assert all(isinstance(agency["officials"], list) and isinstance(agency["aliases"], list) for agency in agencies)


def test_agencies_tells_what_each_leads_and_owes() -> None:
    (agency,) = read("agencies", "DOD", today="2025-07-28")["agencies"]
    # Of EO 14288: 4(a) jointly, 4(b), and 3(a), which all agencies lead.
    assert (agency["leads"], agency["overdue"]) == (3, 2)


def test_agencies_of_the_repository_are_added(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", lead=["XYZ"], deadline={"within": "60 days"}))
    own = "key: XYZ, name: Example Commission, liaisons: [{name: A. Liaison, email: a@example.gov}]"
    write_file(tmp_path / "directives" / "agencies.yaml", f"agencies:\n  - {{{own}}}\n")
    (agency,) = read("agencies", "example commission", cwd=tmp_path)["agencies"]
    assert (agency["key"], agency["leads"], agency["overdue"]) == ("XYZ", 1, 1)
    assert agency["liaisons"] == [{"name": "A. Liaison", "email": "a@example.gov"}]


def test_json_is_utf8_wherever_it_goes(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", summary="“Ça” 日本語 🙂"))
    for variables in ({}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}):
        told = json.loads(answer("status", "--format", "json", cwd=tmp_path, env=variables))
        assert told["directives"][0]["summary"] == "“Ça” 日本語 🙂"


def revision(root: Path, command: str = "status") -> Any:
    return read(command, *(["2.a"] if command == "show" else []), cwd=root)["revision"]


def test_revision_is_the_commit_that_git_names(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"))
    assert revision(tmp_path) is None
    git(tmp_path, "init", "--quiet")
    assert revision(tmp_path) is None
    commit = commit_all(tmp_path)
    assert [revision(tmp_path, command) for command in ("status", "overdue", "show", "orders")] == [commit] * 4


@pytest.mark.parametrize("step", ["pack-refs --all", "checkout --quiet --detach", "checkout --quiet -b a/b/c"])
def test_revision_is_found_however_git_keeps_it(step: str, tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"))
    commit = commit_all(tmp_path)
    git(tmp_path, *step.split())
    assert revision(tmp_path) == commit == git(tmp_path, "rev-parse", "HEAD")


def test_revision_of_a_linked_worktree_is_its_own(tmp_path: Path) -> None:
    main, linked = tmp_path / "main", tmp_path / "linked"
    write_order(main, make_directive("2.a"))
    commit_all(main)
    git(main, "worktree", "add", "--quiet", "-b", "side", str(linked))
    commit = commit_all(linked, "On the side")
    assert revision(linked) == commit != revision(main)


def test_a_tracker_below_the_top_of_a_repository_has_its_revision(tmp_path: Path) -> None:
    root = tmp_path / "data"
    write_order(root, make_directive("2.a"))
    assert revision(root) is None
    assert commit_all(tmp_path) == revision(root)


def test_without_a_day_it_is_today_in_washington() -> None:
    code = "import datetime, zoneinfo; print(datetime.datetime.now(zoneinfo.ZoneInfo('America/New_York')).date())"
    clock = [sys.executable, "-c", code]
    before = subprocess.run(clock, capture_output=True, check=True, text=True).stdout.strip()
    told = json.loads(run("status", "--format", "json", env={"TZ": "Pacific/Kiritimati"}).stdout)["today"]
    after = subprocess.run(clock, capture_output=True, check=True, text=True).stdout.strip()
    assert told in (before, after)
