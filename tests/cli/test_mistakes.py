"""The likeliest mistakes and the nastiest inputs of every command: one plain sentence, a hint, exit code 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.asking import Refusal, refusal
from tests.cli.warm import run
from tests.terminal import PROGRAM, ROOT, environment

LISTINGS = ("status", "overdue", "upcoming")
COMMANDS = (*LISTINGS, "show", "orders", "agencies")
LONG = "x" * 5000


def refused(*arguments: str, cwd: Path = ROOT, **env: str) -> Refusal:
    return refusal(run(*arguments, cwd=cwd, env=env))


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_option_is_told_with_where_to_look(command: str) -> None:
    said = refused(command, "--bogus")
    assert said.message == "no such option: --bogus"
    assert said.hint == f"`eo-tracker {command} --help` shows what it takes"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("statsu", "status"), ("Status", "status"), ("over-due", "overdue"), ("agency", "agencies"), ("order", "orders")],
)
def test_a_misspelt_command_is_told_with_the_nearest(typed: str, meant: str) -> None:
    said = refused(typed)
    assert typed in said.message
    assert meant in said.message + said.hint


@pytest.mark.parametrize(("typed", "meant"), [("--agncy", "--agency"), ("--timelines", "--timeliness")])
def test_a_misspelt_option_is_told_with_the_nearest(typed: str, meant: str) -> None:
    said = refused("status", typed, "DOJ")
    assert meant in said.message + said.hint


NO_DATES = [
    "6/27/2025",
    "27.06.2025",
    "2025-6-27",
    "20250627",
    "2025-02-30",
    "0000-01-01",
    "2025-W26-5",
    "tomorrow",
    "",
]


@pytest.mark.parametrize("typed", [*NO_DATES, "２０２５-06-27", "2025-06-27T00:00", " 2025-06-27", "-1"])
def test_a_day_that_is_none_is_refused(typed: str) -> None:
    said = refused("--today", typed, "status")
    assert said.message == f'--today "{typed}" is no date'
    assert said.hint


@pytest.mark.parametrize("option", ["--due-from", "--due-to"])
@pytest.mark.parametrize("command", LISTINGS)
def test_a_due_day_that_is_none_is_refused(command: str, option: str) -> None:
    assert refused(command, option, "6/27/2025") == (f'{option} "6/27/2025" is no date', "write it as 2025-06-27")


@pytest.mark.parametrize("command", ["agencies", "orders", "show 3.b"])
def test_a_day_that_is_none_is_refused_by_every_command(command: str) -> None:
    assert '--today "6/27/2025" is no date' in refused("--today", "6/27/2025", *command.split()).message


@pytest.mark.parametrize("command", [*LISTINGS, "sheet", "history", "calendar", "report"])
def test_a_second_agency_is_refused_and_hides_no_first_one(command: str) -> None:
    said = refused(command, "-a", "DOJ", "-a", "DHS")
    assert said.message == "--agency names more than one: DOJ, DHS"
    assert said.hint


@pytest.mark.parametrize("command", LISTINGS)
def test_days_the_wrong_way_round_are_refused(command: str) -> None:
    said = refused(command, "--due-from", "2025-08-01", "--due-to", "2025-07-01")
    assert "2025-08-01" in said.message
    assert "2025-07-01" in said.message
    assert "after" in said.message


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_format_is_refused_with_the_known_ones(command: str) -> None:
    said = refused(command, *(["3.b"] if command == "show" else []), "--format", "xml")
    assert "xml" in said.message
    assert all(form in said.message + said.hint for form in ("table", "json", "csv", "markdown"))


@pytest.mark.parametrize(
    ("option", "word", "known"),
    [
        ("--status", "done", ("not_started", "completed")),
        ("--status", "In Progress", ("in_progress",)),
        ("--timeliness", "late", ("overdue", "met_late")),
        ("--role", "boss", ("lead", "consulted", "coordinating", "any")),
    ],
)
def test_a_word_that_is_none_is_refused_with_those_that_are(option: str, word: str, known: tuple[str, ...]) -> None:
    said = refused("status", option, word)
    assert word in said.message
    assert all(word in said.message + said.hint for word in known)


@pytest.mark.parametrize("typed", ["-1", "36501", "9" * 30, "abc", "1.5", "", "14 days"])
def test_days_that_are_no_number_of_days_are_refused_in_plain_words(typed: str) -> None:
    said = refused("upcoming", "--days", typed)
    assert "--days" in said.message
    assert typed in said.message
    assert "int range" not in said.message
    assert "<=" not in said.message


@pytest.mark.parametrize("arguments", [("--today", "2025-06-30"), ("-C", "."), ("--version",)], ids=lambda a: a[0])
@pytest.mark.parametrize("command", ["status", "agencies"])
def test_an_option_behind_its_command_is_told_where_it_belongs(command: str, arguments: tuple[str, ...]) -> None:
    said = refused(command, *arguments)
    assert arguments[0] in said.message
    assert "before" in said.hint


def test_an_option_before_its_command_is_told_where_it_belongs() -> None:
    said = refused("--format", "json", "status")
    assert "--format" in said.message
    assert "after" in said.hint


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (("-C",), "eo-tracker"),
        (("--today",), "eo-tracker"),
        (("status", "--format"), "eo-tracker status"),
        (("upcoming", "--days"), "eo-tracker upcoming"),
        (("agencies", "--parent"), "eo-tracker agencies"),
    ],
)
def test_a_missing_value_is_told_with_the_help_that_explains_it(arguments: tuple[str, ...], command: str) -> None:
    said = refused(*arguments)
    assert arguments[-1] in said.message
    assert said.hint == f"`{command} --help` shows what it takes"


def test_show_without_a_directive_says_so() -> None:
    assert "DIRECTIVE" in refused("show").message


@pytest.mark.parametrize("typed", ["", " ", "\n", "help", "*", "../../etc/passwd", "/etc/passwd", "--", "3.b;ls"])
@pytest.mark.parametrize("command", ["status", "show", "orders"])
def test_a_selection_of_something_else_is_refused(command: str, typed: str) -> None:
    arguments = ["--", typed] if typed.startswith("-") else [typed]
    said = refused(command, *arguments)
    assert "names no order and no directive" in said.message
    assert "14288/3.b" in said.hint


@pytest.mark.parametrize("typed", ["٣.b", "3.١", "３.b", "三", "3.b\u202e", "3\x1b[31m", "14288/3.b\x07", "\udcff"])
def test_a_selection_in_other_characters_is_refused_and_shown_without_harm(typed: str) -> None:
    assert "names no order and no directive" in refused("status", typed).message


@pytest.mark.parametrize("typed", [LONG, f"14288/{LONG}", f"3{'(a)' * 2000}", "9" * 5000, f"EO {LONG}"])
@pytest.mark.parametrize("command", ["status", "show"])
def test_a_very_long_selection_is_refused_in_a_short_sentence(command: str, typed: str) -> None:
    assert refused(command, typed).message


@pytest.mark.parametrize(
    "arguments",
    [
        ("status", "--agency", LONG),
        ("agencies", LONG),
        ("--today", LONG, "status"),
        ("-C", LONG, "status"),
        ("status", "--format", LONG),
        (LONG,),
    ],
    ids=lambda a: " ".join(word[:12] for word in a),
)
def test_other_very_long_words_are_refused_in_a_short_sentence(arguments: tuple[str, ...]) -> None:
    assert refused(*arguments).message


@pytest.mark.parametrize(
    "arguments",
    [
        ("s\x1b[31m",),
        ("--s\x1b[31m",),
        ("--today", "\x1b[31m", "status"),
        ("-C", "\x1b[31m", "status"),
        ("status", "--agency", "\x1b]0;owned\x07"),
        ("status", "--format", "\u202ej"),
        ("upcoming", "--days", "\x9b31m"),
        ("agencies", "\x1b[31m"),
        ("agencies", "--parent", "\u2066"),
    ],
    ids=lambda a: " ".join(a[:2]).encode("unicode_escape").decode(),
)
def test_what_was_typed_comes_back_without_its_controls(arguments: tuple[str, ...]) -> None:
    assert refused(*arguments).message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("agencies", "zzzz"), 'no agency is called "zzzz"'),
        (("agencies", ""), 'no agency is called ""'),
        (("agencies", "DOJ", "FBI"), 'no agency is called "DOJ FBI"'),
        (("agencies", "--parent", "Nope"), 'no agency is called "Nope"'),
        (("orders", "9.9"), "EO 14288 has no directive 9.9"),
        (("orders", "14289"), "EO 14289 is not tracked here"),
        (("status", "--agency", " "), 'no agency is called " "'),
    ],
)
def test_what_does_not_exist_is_said_not_to(arguments: tuple[str, ...], message: str) -> None:
    said = refused(*arguments)
    assert said.message == message
    assert said.hint


def test_a_kind_of_agency_that_is_none_is_refused_with_those_that_are() -> None:
    said = refused("agencies", "--kind", "ministry")
    assert all(kind in said.message for kind in ("ministry", "department", "eop", "independent", "component", "body"))


@pytest.mark.parametrize("command", ["status", "overdue", "upcoming", "orders", "agencies", "show 3.b"])
def test_a_folder_that_does_not_exist_is_named(command: str) -> None:
    said = refused("-C", "no/such/folder", *command.split())
    assert "no/such/folder" in said.message
    assert "-C" in said.hint


def test_a_file_in_place_of_a_folder_is_called_a_file() -> None:
    said = refused("-C", "README.md", "status")
    assert "README.md" in said.message
    assert "file" in said.message


def test_a_folder_without_a_tracker_is_told_what_it_lacks(tmp_path: Path) -> None:
    said = refused("status", cwd=tmp_path)
    assert said.message == f"there is no directives/ in {tmp_path.resolve()} or above it"
    assert "-C" in said.hint
    assert refused("-C", str(tmp_path), "status") == said


def test_a_folder_is_told_whole_however_long_its_name_is(tmp_path: Path) -> None:
    folder = tmp_path / ("a" * 100) / ("b" * 50)
    assert str(folder) in refused("-C", str(folder), "status").message
    folder.mkdir(parents=True)
    assert str(folder.resolve()) in refused("status", cwd=folder).message


def test_a_file_called_directives_is_no_tracker(tmp_path: Path) -> None:
    (tmp_path / "directives").write_text("")
    assert "there is no directives/ in" in refused("status", cwd=tmp_path).message


def test_a_folder_of_the_environment_that_does_not_exist_is_told_with_its_variable() -> None:
    said = refused("status", EO_TRACKER_REPO="no/such/folder")
    assert "no/such/folder" in said.message
    assert "EO_TRACKER_REPO" in said.message + said.hint


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in use cannot be removed there")
def test_a_current_folder_that_is_gone_is_no_bug(tmp_path: Path) -> None:
    command = ["sh", "-c", 'rmdir "$PWD"; exec "$0" status', str(PROGRAM)]
    folder = tmp_path / "gone"
    folder.mkdir()
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, check=False, encoding="utf-8")
    assert refusal(done).hint


def test_no_command_at_all_gives_the_help_as_it_stands() -> None:
    done = run()
    text = done.stdout + done.stderr
    assert text.splitlines()[0] == "Usage: eo-tracker [OPTIONS] COMMAND [ARGS]..."
    assert text.strip() == run("--help").stdout.strip()


def test_an_empty_word_for_a_command_is_refused() -> None:
    assert refused("").message


def test_mistakes_are_told_before_the_data_is_read(tmp_path: Path) -> None:
    (tmp_path / "directives").mkdir()
    (tmp_path / "directives" / "eo-14288.yaml").write_text("[")
    assert "is no date" in refused("--today", "x", "status", cwd=tmp_path).message
    assert "is no date" in refused("status", "--due-to", "x", cwd=tmp_path).message
