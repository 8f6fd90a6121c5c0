"""What the commands write for other programs and into pipes, of data that a stranger wrote to do harm."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from eo_tracker.reports.formats import one_line, visible
from tests.cli.asking import CONTROLS, FORMATS, answer, read
from tests.cli.trackers import make_directive, write_file, write_order, write_record
from tests.cli.warm import run

LETTER = "[a] [/b] [link=x]y[/link] :smile: <script>x</script> a|b `c` [d](e) *f* _g_ &lt; é 日本語 👩‍👩‍👧"
ESCAPES = "\x1b[35;7m \x1b]0;owned\x07 \x1b[2J \x9b35m \x7f \u202egnp.exe \u2066 \u200f"
HOSTILE = f"={LETTER}\n{ESCAPES}\tend"
FORMULAS = {"2.b": "=1+1", "2.c": "+1", "2.d": "-1", "2.e": "@SUM(A1)"}
COMMANDS = (("status",), ("overdue",), ("upcoming", "--days", "90"), ("show", "2.a"), ("orders",), ("agencies", "XYZ"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker that says something hostile wherever text can stand."""
    root = tmp_path_factory.mktemp("hostile")
    write_order(
        root,
        make_directive(
            "2.a",
            summary=HOSTILE,
            text=f"{HOSTILE}\n{HOSTILE}",
            lead=["XYZ", "BODY"],
            deadline={"within": "60 days", "quote": HOSTILE},
            effect={"state": "enjoined", "by": HOSTILE, "part": HOSTILE},
            items=[{"id": "2.a.i", "text": HOSTILE}],
        ),
        *(make_directive(provision, summary=text) for provision, text in FORMULAS.items()),
        make_directive("2.f", summary=HOSTILE, deadline={"within": "90 days"}),
        title=HOSTILE,
        citation=HOSTILE,
        effect={"state": "amended", "by": HOSTILE},
        bodies=[{"key": "BODY", "name": HOSTILE}],
    )
    write_record(
        root,
        "2.a",
        status="in_progress",
        note=HOSTILE,
        evidence=[{"title": HOSTILE, "reference": HOSTILE, "kind": HOSTILE}, {"url": "https://e.gov/\x1b[35;7mx"}],
        verification={"state": "disputed", "by": HOSTILE, "note": HOSTILE},
        holds=[{"court": HOSTILE, "docket": HOSTILE, "scope": HOSTILE}],
        acknowledged={"reason": HOSTILE, "until": "2025-12-31", "by": HOSTILE},
        extension={"to": "2025-06-28", "authority": HOSTILE},
    )
    liaison = r'liaisons: [{name: "A\e[35;7m", email: "x\u202e@example.gov"}]'
    own = f'- key: XYZ\n    name: "[a] |x| \\e[35;7m"\n    officials: ["=Chair \\e]0;owned\\a"]\n    {liaison}\n'
    write_file(root / "directives" / "agencies.yaml", f"agencies:\n  {own}")
    return root


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_no_control_of_the_data_comes_out(command: tuple[str, ...], form: str, hostile: Path) -> None:
    text = answer(*command, "--format", form, cwd=hostile)
    assert CONTROLS.findall(text) == []
    assert text


def table(text: str) -> list[list[str]]:
    """Read a Markdown page that is one table, as the text that a reader sees in its cells."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    assert (tokens[0].type, tokens[-1].type) == ("table_open", "table_close")
    found: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            found.append([])
        elif token.type == "inline":
            assert {child.type for child in token.children or ()} <= {"text", "text_special"}
            found[-1].append("".join(child.content for child in token.children or ()))
    return found


def read_csv(text: str) -> list[dict[str, str]]:
    lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert len({len(line) for line in lines}) == 1
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def by_id(listed: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in listed}


def test_json_gives_the_data_to_the_letter(hostile: Path) -> None:
    row = read("status", "2.a", cwd=hostile)["directives"][0]
    assert row["summary"] == row["note"] == row["items"][0]["text"] == row["deadline"]["quote"] == HOSTILE
    assert row["evidence"][0] == {"title": HOSTILE, "reference": HOSTILE, "kind": HOSTILE}
    assert read("show", "2.a", cwd=hostile)["directive"]["order_title"] == HOSTILE
    assert read("orders", cwd=hostile)["orders"][0]["title"] == HOSTILE


def test_csv_gives_the_data_with_its_controls_made_visible(hostile: Path) -> None:
    row = by_id(read_csv(answer("status", "--format", "csv", cwd=hostile)))["eo-14288/2.a"]
    assert row["summary"] == row["note"] == f"'{visible(HOSTILE)}"
    assert LETTER in row["summary"]
    assert (row["lead"], row["citation"]) == ("XYZ, BODY", "EO 14288, Sec. 2(a)")


def test_csv_marks_formulas_as_text_and_leaves_numbers_numbers(hostile: Path) -> None:
    listed = by_id(read_csv(answer("status", "--format", "csv", cwd=hostile)))
    assert {p: listed[f"eo-14288/{p}"]["summary"] for p in FORMULAS} == {p: f"'{t}" for p, t in FORMULAS.items()}
    assert listed["eo-14288/2.a"]["days"] == "-2"
    assert listed["eo-14288/2.f"]["days"] == "27"
    assert listed["eo-14288/2.b"]["days"] == ""


TOLD_IN_A_SENTENCE = {"holds", "effect", "acknowledged"}
ONLY_WHERE_IT_APPLIES = {"order_due", "projected_due", "reported_by", "not_reported_by"} | TOLD_IN_A_SENTENCE


@pytest.mark.parametrize("command", ["status", "overdue", "upcoming"])
def test_csv_says_what_the_json_says(command: str, every_kind: Path) -> None:
    told = read(command, cwd=every_kind)["directives"]
    listed = read_csv(answer(command, "--format", "csv", cwd=every_kind))
    assert len(listed) == len(told)
    for row, expected in zip(listed, told, strict=True):
        for key, cell in row.items():
            # What only some rows have is an empty cell in the others; what needs a sentence has a test of its own.
            value = expected.get(key) if key in ONLY_WHERE_IT_APPLIES else expected[key]
            if key in TOLD_IN_A_SENTENCE:
                assert bool(cell) == bool(value)
            else:
                assert cell == (", ".join(value) if isinstance(value, list) else "" if value is None else str(value))


def test_csv_of_orders_and_agencies_says_what_their_json_says(hostile: Path) -> None:
    (order,) = read_csv(answer("orders", "--format", "csv", cwd=hostile))
    told = read("orders", cwd=hostile)["orders"][0]
    assert (order["id"], order["title"]) == (told["id"], f"'{visible(HOSTILE)}")
    assert {key: int(order[key]) for key in ("total", "overdue", "not_reported")} == {
        key: told["counts"][key] for key in ("total", "overdue", "not_reported")
    }
    (agency,) = read_csv(answer("agencies", "XYZ", "--format", "csv", cwd=hostile))
    assert (agency["key"], agency["name"], agency["leads"]) == ("XYZ", "[a] |x| <U+001B>[35;7m", "1")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_csv_has_a_header_and_rows_of_the_same_length(command: tuple[str, ...], hostile: Path) -> None:
    assert read_csv(answer(*command, "--format", "csv", cwd=hostile))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_markdown_is_one_table_whose_rows_are_of_the_same_length(command: tuple[str, ...], hostile: Path) -> None:
    text = answer(*command, "--format", "markdown", cwd=hostile)
    lines = table(text)
    assert len(lines) == len(text.splitlines()) - 1 > 1
    assert len({len(line) for line in lines}) == 1


def test_markdown_shows_the_data_to_the_letter(hostile: Path) -> None:
    header, first, *_ = table(answer("status", "--format", "markdown", cwd=hostile))
    assert header == ["Directive", "Summary", "Lead", "Status", "Timeliness", "Due", "Days"]
    assert first[:1] + first[2:] == ["EO 14288, Sec. 2(a)", "XYZ, BODY", "in_progress", "overdue", "2025-06-28", "-2"]
    assert first[1] == one_line(HOSTILE)


def test_a_list_in_a_pipe_has_a_line_for_each_row_to_the_letter(hostile: Path) -> None:
    lines = answer("status", cwd=hostile).splitlines()
    assert len(lines) == 7
    assert [line.split()[0] for line in lines[:-1]] == [f"eo-14288/2.{letter}" for letter in "abcdef"]
    assert LETTER in lines[0]
    assert lines[-1].startswith("6 directives: 1 overdue, 1 upcoming, 4 without a deadline; ")


def test_a_list_in_a_pipe_says_how_each_row_stands(every_kind: Path) -> None:
    lines = answer("status", cwd=every_kind).splitlines()
    standings = [
        "due in 184 days",
        "due soon, in 10 days",
        "overdue 3 days",
        "met 2 days early",
        "met 2 days late",
        "no deadline",
        "awaiting trigger",
        "closed",
        "closed",
        "immediately",
        "overdue 30 days",
    ]
    assert len(lines) == len(standings) + 1
    assert [words for words, line in zip(standings, lines, strict=False) if f" {words} " not in line] == []
    # The columns that follow stand one below the other.
    assert len({line.index("Do what") for line in lines[:-1]}) == 1


def test_legal_text_in_full_comes_out_to_the_letter(hostile: Path) -> None:
    text = " ".join(answer("show", "2.a", cwd=hostile, env={"COLUMNS": "120"}).split())
    assert text.count("[a] [/b] [link=x]y[/link] :smile: <script>x</script> a|b `c`") > 8


@pytest.mark.parametrize("command", ["orders", "agencies"])
def test_other_lists_in_a_pipe_have_a_line_for_each_row_too(command: str) -> None:
    lines = answer(command).splitlines()
    keys = [row.get("id", row.get("key")) for row in read(command)[command]]
    found = [line for line in lines if line.split()[:1] and line.split()[0] in keys]
    assert [line.split()[0] for line in found] == keys


@pytest.mark.parametrize("command", COMMANDS[:5], ids=lambda command: command[0])
def test_a_pipe_gets_plain_spaces_and_no_blanks_at_the_ends_of_lines(
    command: tuple[str, ...], every_kind: Path
) -> None:
    text = answer(*command, cwd=every_kind)
    assert "\N{NO-BREAK SPACE}" not in text
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_an_address_stays_whole_in_a_pipe() -> None:
    address = "https://www.cbsnews.com/news/justice-department-minneapolis-louisville-police-departments/"
    assert address in answer("show", "3.b")


def test_a_pipe_gets_the_due_days_of_items_too(tmp_path: Path) -> None:
    items = [{"id": "2.a.i", "text": "one;", "deadline": {"by": "2025-08-01"}}, {"id": "2.a.ii", "text": "two."}]
    write_order(tmp_path, make_directive("2.a", items=items, deadline={"within": "60 days"}))
    lines = answer("show", "2.a", cwd=tmp_path).splitlines()
    found = {line.split()[0]: line for line in lines if line.startswith("eo-14288/2.a.")}
    assert "2025-08-01" in found["eo-14288/2.a.i"]
    assert "2025-06-27" in found["eo-14288/2.a.ii"]


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_list_is_well_formed(form: str) -> None:
    text = answer("overdue", "--format", form, today="2025-05-01")
    if form == "json":
        assert json.loads(text)["directives"] == []
    elif form == "csv":
        assert read_csv(text) == []
        assert text.startswith("id,citation,summary,")
    elif form == "markdown":
        assert len(table(text)) == 1
    else:
        assert len(text.splitlines()) == 1


def test_faults_of_hostile_files_are_told_without_their_controls(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"))
    record = 'status: "in_\\e[35;7mprogress\\u202e"\n"k\\e]0;owned\\a\\u009b": x\n'
    write_file(tmp_path / "status" / "eo-14288" / "2.a.yaml", record)
    write_file(tmp_path / "directives" / "eo-14300.yaml", "order: EO 14300\ntitle: \x1b[35;7m\n")
    write_file(tmp_path / "directives" / "e\x1b]0;owned\x07.yaml", "")
    write_file(tmp_path / "eo-tracker.toml", '"x\\u001b[35;7m" = 1\n')
    done = run("status", cwd=tmp_path)
    assert done.returncode == 2
    assert CONTROLS.findall(done.stdout + done.stderr) == []
    assert done.stderr.count("\nerror: ") >= 4
    assert 'status cannot be "in_<U+001B>[35;7mprogress<U+202E>"' in done.stderr
    assert done.stdout.splitlines()[0].split()[:1] == ["eo-14288/2.a"]
    assert "not_reported" in done.stdout


def test_csv_tells_of_holds_effects_extensions_and_acknowledgements(tmp_path: Path) -> None:
    amended = {"state": "amended", "by": "EO 14300", "date": "2025-05-20", "part": "the second sentence"}
    write_order(tmp_path, make_directive("2.a", deadline={"within": "30 days"}, effect=amended))
    write_record(
        tmp_path,
        "2.a",
        status="in_progress",
        holds=[{"court": "D.D.C.", "docket": "1:25-cv-00001", "since": "2025-06-01"}],
        extension={"to": "2025-06-15", "authority": "the President"},
        acknowledged={"reason": "a draft is under way", "until": "2025-07-15"},
    )
    [row] = read_csv(answer("status", "--format", "csv", cwd=tmp_path))
    assert (row["due"], row["order_due"]) == ("2025-06-15", "2025-05-28")
    assert row["holds"] == "on hold since 2025-06-01: D.D.C., 1:25-cv-00001"
    assert row["effect"] == "amended by EO 14300 on 2025-05-20, in part: the second sentence"
    assert row["acknowledged"] == "until 2025-07-15: a draft is under way"


def test_every_list_tells_which_joint_leads_have_not_reported(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", lead=["DOJ", "DHS", "agencies", "DOD"], deadline={"within": "30 days"}))
    write_record(tmp_path, "2.a", status="in_progress", reported_by=["DHS", "OMB"])
    (told,) = read("overdue", cwd=tmp_path)["directives"]
    assert (told["reported_by"], told["not_reported_by"]) == (["DHS", "OMB"], ["DOJ", "DOD"])
    (row,) = read_csv(answer("overdue", "--format", "csv", cwd=tmp_path))
    assert list(row)[-3:] == ["reported_by", "not_reported_by", "note"]
    assert (row["reported_by"], row["not_reported_by"]) == ("DHS, OMB", "DOJ, DOD")
    assert "(not reported by DOJ, DOD)" in answer("overdue", cwd=tmp_path).splitlines()[0]
    assert "not reported by DOJ, DOD" in answer("show", "2.a", cwd=tmp_path)


def test_who_reported_of_a_single_lead_is_told_and_nothing_is_missing(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"), make_directive("2.b"))
    write_record(tmp_path, "2.a", status="in_progress", reported_by="OMB")
    first, second = read("status", cwd=tmp_path)["directives"]
    assert first["reported_by"] == ["OMB"]
    assert "not_reported_by" not in first
    assert {"reported_by", "not_reported_by"}.isdisjoint(second)
