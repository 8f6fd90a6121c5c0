"""The tables as they stand in real terminals, narrow and wide, with colour and without."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.asking import CONTROLS
from tests.cli.trackers import make_directive, write_order, write_record
from tests.cli.warm import run
from tests.terminal import ROOT, run_in_terminal, without_colour

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")

WIDTHS = (40, 60, 70, 80, 200)
COLOURS = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")
# What a reader must find, at whatever width: words that stand in one cell each, and so on one line or several.
SOUGHT = {
    "status": "3(b) consent impede enforcement DOJ progress overdue 2025-06-27 2025-07-27 DOD deadline without",
    "overdue": "EO Sec. 3(b) consent impede DOJ progress overdue 515 2025-06-27",
    "upcoming --days 30": "EO Sec. 4(b) prevent DOD reported 2025-07-27",
    "show 3.b": "EO Sec. 3(b) overdue Department Justice 2025-04-28, evidence unverified Minneapolis functions.”",
    "show 3.a": "3(a)(i) 3(a)(vii) jurisdictions. aggressively reported",
    "orders": "EO 14288 Strengthening Innocent Citizens 2025-04-28 8 3",
    "agencies justice": "DOJ ATR Antitrust Division Assistant Attorney General Leads Overdue",
    "agencies DOJ": "DOJ Department Attorney General justice-department 015 directives",
}


def show(command: str, columns: int = 80, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """Return what a command leaves on a terminal, on a day when 3(b) is late, or for `upcoming` one before."""
    day = "2025-07-06" if command.startswith("upcoming") else "2026-11-24"
    return run_in_terminal(f"eo-tracker --today {day} {command}", columns=columns, cwd=cwd, env=env)


def seen(text: str) -> str:
    """Take out of what stands on a terminal all that has no place in words."""
    return without_colour(text).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("command", SOUGHT)
def test_a_table_fits_the_terminal_and_loses_nothing(command: str, columns: int) -> None:
    text = seen(show(command, columns))
    assert max(cell_len(line) for line in text.splitlines()) <= columns
    words = set(text.split())
    missing = [word for word in SOUGHT[command].split() if word.casefold() not in {w.casefold() for w in words}]
    assert (missing, "…" in text) == ([], False)


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_colour_is_left_out_when_it_is_not_wanted(variables: dict[str, str]) -> None:
    for command in ("overdue", "show 3.b"):
        text = show(command, env=variables)
        assert not COLOURS.search(text)
        assert seen(text) == seen(show(command))


def test_colour_never_carries_meaning_alone() -> None:
    coloured = show("overdue")
    assert COLOURS.search(coloured)
    assert "overdue 515 days" in seen(coloured)


@pytest.mark.parametrize("columns", [40, 100])
def test_a_dumb_terminal_has_a_width_too(columns: int) -> None:
    text = show("overdue", columns, env={"TERM": "dumb"})
    assert "\x1b" not in text
    assert columns - 20 < max(map(cell_len, text.splitlines())) <= columns


@pytest.mark.parametrize("command", ["overdue", "show 3.b"])
def test_a_terminal_that_does_not_tell_its_width_is_written_to_all_the_same(command: str) -> None:
    assert "EO 14288" in seen(show(command, 0))
    assert "EO 14288" in seen(show(command, env={"COLUMNS": "0"}))


@pytest.mark.parametrize("command", [(), *(tuple(command.split()) for command in SOUGHT)], ids=" ".join)
def test_a_pipe_gets_no_escape_sequences(command: tuple[str, ...]) -> None:
    done = run(*command, *([] if command else ["--help"]))
    assert "\x1b" not in done.stdout + done.stderr


def test_what_goes_into_a_pipe_from_a_terminal_is_plain_too() -> None:
    text = run_in_terminal("eo-tracker --today 2026-11-24 overdue | cat")
    assert "\x1b" not in text
    assert text.splitlines()[0].startswith("eo-14288/3.b        overdue 515 days     2025-06-27 in_progress")


LEGAL = "as in [a], [/b] and [link=x], :smile: [bold]not bold[/bold] \\[c]"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    escapes = "\x1b[35;7mA\x1b]0;owned\x07\x1b[2J\x9b35mB\u202eC"
    write_order(
        root,
        make_directive("2.a", summary=LEGAL, text=LEGAL, items=[{"id": "2.a.i", "text": LEGAL}]),
        make_directive("2.b", summary=escapes, text=escapes),
        make_directive("2.c", summary="日本語のとても長い要約です" * 5, text="👩‍👩‍👧 🙂 é é 한국어 " * 20),
        make_directive("2.d", summary="x" * 300, text="y" * 300),
        title=f"{LEGAL} {escapes}",
        effect={"state": "amended", "by": f"{LEGAL} {escapes}"},
    )
    write_record(root, "2.b", status="in_progress", holds=[{"court": f"{LEGAL} {escapes}", "docket": "z" * 200}])
    return root


@pytest.mark.parametrize(
    ("command", "columns"), [("status", 60), ("status", 100), ("show 2.b", 80), ("show 2.c", 60), ("orders", 60)]
)
def test_hostile_text_is_inert_and_stays_in_its_lines(command: str, columns: int, hostile: Path) -> None:
    raw = show(command, columns, hostile)
    assert not [code for code in ("\x1b[35;7m", "\x1b]", "\x1b[2J", "\x9b", "\x07") if code in raw]
    text = seen(raw)
    assert CONTROLS.findall(text) == []
    assert max(cell_len(line) for line in text.splitlines()) <= columns


def joined(text: str) -> str:
    """Join what was folded over lines."""
    return "".join(text.split())


@pytest.mark.parametrize("command", ["status", "show 2.a", "orders"])
def test_legal_text_comes_out_to_the_letter(command: str, hostile: Path) -> None:
    text = " ".join(seen(show(command, 200, hostile)).split())
    assert LEGAL in text or joined(LEGAL) in joined(text)


def test_long_words_are_folded_and_never_cut(hostile: Path) -> None:
    text = seen(show("status", 80, hostile))
    assert "…" not in text
    assert (text.count("x"), text.count("z")) >= (300, 200)
    assert seen(show("show 2.d", 80, hostile)).count("y") >= 300


def test_wide_characters_are_counted_as_wide(hostile: Path) -> None:
    text = seen(show("status 2.c", 80, hostile))
    assert [text.count(character) for character in "日本語約"] == [5] * 4
    assert max(map(cell_len, text.splitlines())) <= 80


def test_a_long_list_is_written_line_by_line(tmp_path: Path) -> None:
    for number in range(14001, 14021):
        write_order(tmp_path, *(make_directive(f"2.{letter}") for letter in "abcdefghijklmnop"), number=str(number))
    lines = seen(show("status", 100, tmp_path)).splitlines()
    assert len(lines) == 321
    assert lines[-1].startswith("320 directives: 320 without a deadline")


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("overdue --agency NASA", "Nothing is overdue."),
        ("upcoming --days 1", "Nothing falls due in the next day."),
        ("upcoming --days 0", "Nothing falls due today."),
        ("upcoming", "Nothing falls due in the next 14 days."),
        ("status --timeliness met", "No directive matches."),
        ("agencies DOJ --kind eop", "No agency matches."),
    ],
)
def test_an_empty_list_says_so_in_a_sentence(command: str, sentence: str) -> None:
    arguments = f"eo-tracker --today 2025-05-01 {command}"
    assert seen(run_in_terminal(arguments)).strip() == sentence
