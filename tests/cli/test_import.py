"""`import`: from an order's text to its file, by real files and processes. All orders here are fictional."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess
from threading import Thread
from typing import Any

import pytest

import eo_tracker
from eo_tracker.domain.days import parse_day
from eo_tracker.intake.writing import without_reviews
from tests.cli.asking import CONTROLS, refusal
from tests.cli.talking import CLEAR, CTRL_C, DOWN, ENTER, Steps, sitting_before
from tests.cli.trackers import TODAY, write_file
from tests.cli.warm import run
from tests.terminal import ROOT, run_in_terminal, without_colour

EXAMPLE = ROOT / "tests" / "data" / "lighthouses.md"
TEXT = EXAMPLE.read_text("utf-8")
SUMMARY = re.compile(r"written: \S+: [0-9]+ provisions, [0-9]+ directives, [0-9]+ deadlines, [0-9]+ to review\n")
NUMBERED = "# Executive Order 99104 of January 15, 2026\n\n"
DATE = "\nJanuary 15, 2026.\n"

needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """A tracker without orders, and beside it the text of one."""
    (tmp_path / "tracker" / "directives").mkdir(parents=True)
    write_file(tmp_path / "tracker" / "lighthouses.md", TEXT)
    return tmp_path / "tracker"


def call(folder: Path, *arguments: str) -> CompletedProcess[str]:
    return run("--today", TODAY, "import", *arguments, cwd=folder)


def out(folder: Path, *arguments: str) -> str:
    """Return what is printed where nothing is wrong."""
    done = call(folder, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def load(folder: Path, *arguments: str) -> Any:
    return json.loads(out(folder, *arguments, "--format", "json"))


def numbered(number: int) -> str:
    return TEXT.replace("99104", str(number))


def problems(tracker: Path) -> list[str]:
    found = eo_tracker.open_repository(tracker).problems(parse_day("2026-02-01"))
    return [f"{each.path}:{each.line}: {each.message}" for each in found]


# What is printed


def test_a_draft_is_printed_in_and_out_of_a_tracker(tracker: Path, tmp_path: Path) -> None:
    text = out(tracker, "lighthouses.md")
    assert text.startswith("order: EO 99104\ntitle: Keeping the Lighthouses of Fable Lit\nsigned: 2026-01-15\n")
    assert f"  sha256: {sha256(TEXT.encode()).hexdigest()}\n" in text
    assert out(tmp_path, "tracker/lighthouses.md") == text
    assert list((tracker / "directives").iterdir()) == []


def test_what_is_printed_is_what_check_takes(tracker: Path) -> None:
    write_file(tracker / "directives" / "eo-99104.yaml", out(tracker, "lighthouses.md"))
    assert problems(tracker) == []


def test_json_has_what_the_text_says(tracker: Path) -> None:
    found = load(tracker, "lighthouses.md")
    assert (found["schema"], found["order"], found["signed"]) == ("eo-tracker/draft/1", "EO 99104", "2026-01-15")
    assert found["provisions"] == ["1", "2", "2.a", "2.b", "2.b.i", "2.b.ii", "2.c", "3", "3.a", "3.b"]
    assert [row["id"] for row in found["directives"]] == ["2.a", "2.b", "2.c"]
    assert [lead["key"] for lead in found["directives"][1]["lead"]] == ["DHS", "DOT"]
    assert [(d["provision"], d.get("within"), d["of"], d["date"]) for d in found["directives"][1]["deadlines"]] == [
        ("2.b", "30 days", "2.a", None),
        ("2.b.ii", "1 year", "order", "2027-01-15"),
    ]


def test_the_trackers_own_agencies_are_known(tracker: Path) -> None:
    write_file(tracker / "directives/agencies.yaml", "agencies:\n  - {key: OIL, name: Oil Board, officials: [Oiler]}\n")
    write_file(
        tracker / "oil.md", TEXT.replace("The Attorney General", "x").replace("the Attorney General", "the Oiler")
    )
    assert load(tracker, "oil.md")["directives"][0]["consulted"] == [{"key": "OIL", "name": "Oiler"}]


def test_the_text_is_shown_with_what_was_taken_from_it(tracker: Path) -> None:
    shown = out(tracker, "lighthouses.md", "--coverage")
    assert "Sec. 2(b)(i)  item of 2(b)\n    relight the lighthouses that it names; and\n" in shown
    folded = " ".join(shown.split())
    assert "report [deadline: annually] on what the oil costs." in folded
    assert "[duty: shall] help [not taken: promptly]." in folded
    assert max(map(len, shown.splitlines())) <= 80
    assert not CONTROLS.search(shown)


@needs_terminal
def test_colours_and_marks_are_shown_on_a_terminal(tracker: Path) -> None:
    shown = run_in_terminal("eo-tracker import lighthouses.md --coverage", columns=60, cwd=tracker)
    assert "\x1b[1;32m[deadline:" in shown
    plain = without_colour(shown)
    assert "[not taken: promptly]" in " ".join(plain.split())
    assert max(map(len, plain.splitlines())) <= 60


def test_several_drafts_as_json_are_lines(tracker: Path) -> None:
    write_file(tracker / "other.md", numbered(99105))
    lines = out(tracker, "lighthouses.md", "other.md", "--format", "json").splitlines()
    assert [json.loads(line)["order"] for line in lines] == ["EO 99104", "EO 99105"]


# What is written


def test_a_folder_gets_a_file_of_the_orders_name(tracker: Path) -> None:
    done = call(tracker, "lighthouses.md", "-o", "directives")
    assert (done.returncode, done.stdout) == (0, "")
    assert SUMMARY.match(done.stderr)
    assert done.stderr.startswith("written: directives/eo-99104.yaml: 10 provisions, 3 directives, 4 deadlines, 2 to")
    assert (tracker / "directives/eo-99104.yaml").read_bytes() == out(tracker, "lighthouses.md").encode()
    assert problems(tracker) == []


@pytest.mark.parametrize("output", ["directives/", "new", "a.yaml", "draft.json", "-"])
def test_an_output_is_a_folder_or_a_file(output: str, tracker: Path) -> None:
    done = call(tracker, "lighthouses.md", "-o", output)
    assert done.returncode == 0, done.stderr
    written = {p.relative_to(tracker).as_posix() for p in tracker.rglob("*") if p.is_file()} - {"lighthouses.md"}
    expected = {"directives/": "directives/eo-99104.yaml", "new": "new/eo-99104.yaml", "-": None}.get(output, output)
    assert written == ({expected} if expected else set())
    if output.endswith(".json"):
        assert json.loads((tracker / output).read_text("utf-8"))["order"] == "EO 99104"


def test_nothing_is_overwritten(tracker: Path) -> None:
    path = write_file(tracker / "directives/eo-99104.yaml", "by hand\n")
    said = refusal(call(tracker, "lighthouses.md", "-o", "directives"))
    assert said.message == "directives/eo-99104.yaml is there already"
    assert said.hint.startswith("--update proposes what a new text would change in it")
    assert path.read_text("utf-8") == "by hand\n"


def test_the_text_is_kept_beside_the_file_and_quotes_are_held_against_it(tracker: Path) -> None:
    assert call(tracker, "lighthouses.md", "-o", "directives", "--keep-text").returncode == 0
    assert (tracker / "directives/text/eo-99104.md").read_bytes() == TEXT.encode()
    assert "  file: text/eo-99104.md\n" in (tracker / "directives/eo-99104.yaml").read_text("utf-8")
    found = json.loads(run("--today", "2026-02-01", "check", "--format", "json", cwd=tracker).stdout)["problems"]
    assert [each["code"] for each in found if each["code"] in {"EO220", "EO221", "EO222", "EO223"}] == []


def test_a_text_that_cannot_be_kept_is_told(tracker: Path) -> None:
    (tracker / "ansi.md").write_bytes(TEXT.replace("oil", "o\xefl").encode("cp1252"))
    done = call(tracker, "ansi.md", "-o", "directives", "--keep-text")
    assert done.returncode == 0
    assert "note: ansi.md is not kept\n" in done.stderr
    assert not (tracker / "directives/text").exists()


def test_what_the_user_says_outranks_the_text(tracker: Path) -> None:
    found = load(tracker, "lighthouses.md", "--number", "EO 99107", "--signed", "2026-01-16")
    assert (found["order"], found["signed"]) == ("EO 99107", "2026-01-16")
    assert found["directives"][0]["deadlines"][0]["date"] == "2026-03-17"


FACTS = {
    "document_number": "2026-00001",
    "executive_order_number": "99104",
    "title": "Keeping the Lighthouses of Fable Lit",
    "signing_date": "2026-01-16",
    "publication_date": "2026-01-20",
    "citation": "91 FR 1",
    "html_url": "https://www.federalregister.gov/d/2026-00001",
}


def test_the_registers_facts_are_added_and_where_they_disagree_that_is_to_be_reviewed(tracker: Path) -> None:
    write_file(tracker / "facts.json", json.dumps(FACTS))
    text = out(tracker, "lighthouses.md", "--facts", "facts.json")
    assert "signed: 2026-01-15\npublished: 2026-01-20\ncitation: 91 FR 1\ndocument: 2026-00001\n" in text
    comment = text.partition("order:")[0]
    assert comment.startswith("# review: facts: ")
    assert "2026-01-16" in comment


# Many at once


def test_many_are_imported_and_one_bad_file_does_not_stop_the_rest(tracker: Path) -> None:
    for number in (99105, 99106):
        write_file(tracker / "in" / f"{number}.md", numbered(number))
    write_file(tracker / "in" / "99107.md", "A shopping list\n")
    done = call(tracker, "in/*.md", "-o", "directives")
    assert done.returncode == 2
    assert done.stdout.splitlines() == [
        f"EO {number}    10 provisions    3 directives    4 deadlines    2 to review  directives/eo-{number}.yaml"
        for number in (99105, 99106)
    ]
    assert "in/99107.md: " in done.stderr
    assert "error: 1 of 3 texts are not imported\n" in done.stderr
    assert problems(tracker) == []


@needs_terminal
def test_a_terminal_gets_a_table(tracker: Path) -> None:
    write_file(tracker / "other.md", numbered(99105))
    shown = without_colour(run_in_terminal("eo-tracker import lighthouses.md other.md -o directives", cwd=tracker))
    assert re.search(r"^Order +Provisions +Directives +Deadlines +To review +File", shown, re.MULTILINE)
    assert "directives/eo-99105.yaml" in shown


# A number


class _Api(BaseHTTPRequestHandler):
    """Answers as the Federal Register's API does, of one order."""

    def do_GET(self) -> None:
        server: Any = self.server
        address = f"http://127.0.0.1:{server.server_port}"
        if self.path.startswith("/documents.json"):
            asked = "99104" in self.path
            found = {**FACTS, "signing_date": "2026-01-15", "full_text_xml_url": f"{address}/text"}
            body = json.dumps({"count": int(asked), "results": [found] if asked else []}).encode()
        else:
            body = TEXT.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def api() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Api)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("typed", ["99104", "eo-99104", "EO 99104", "Executive Order 99104"])
def test_a_number_is_downloaded_from_where_the_configuration_says(typed: str, tracker: Path) -> None:
    with api() as address:
        write_file(tracker / "eo-tracker.toml", f'[import]\nbase_url = "{address}"\n')
        text = out(tracker, typed)
        assert "published: 2026-01-20\n" in text
        assert f"  url: {address}/text\n  sha256: {sha256(TEXT.encode()).hexdigest()}\n" in text


def test_a_number_that_the_register_has_not_is_told(tracker: Path) -> None:
    with api() as address:
        write_file(tracker / "eo-tracker.toml", f'[import]\nbase_url = "{address}"\n')
        assert "99105" in refusal(call(tracker, "99105")).message


# A new text of an order that is there


def update(tracker: Path, text: str, *arguments: str) -> CompletedProcess[str]:
    write_file(tracker / "new.md", text)
    return call(tracker, "new.md", "--update", *arguments)


@pytest.fixture
def encoded(tracker: Path) -> Path:
    assert call(tracker, "lighthouses.md", "-o", "directives").returncode == 0
    return tracker


CHANGED = (
    TEXT.replace("Within 60 days", "Within 90 days")
    .replace("(b)  This order is not", "(c)  The Attorney General shall tell the owls.\n\n(b)  This order is not")
    .replace("\n(c)  The Attorney", "\n(b)  The Attorney")
    .replace("(b)  This order", "(c)  This order")
)


def test_the_same_text_proposes_nothing(encoded: Path) -> None:
    done = update(encoded, TEXT)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "nothing to change: directives/eo-99104.yaml says what new.md says\n"


def test_differences_are_listed_and_nothing_is_written(encoded: Path) -> None:
    before = (encoded / "directives/eo-99104.yaml").read_bytes()
    done = update(encoded, CHANGED)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Sec. 2(a): deadline\n- within: 60 days\n" in done.stdout
    assert "\n+ within: 90 days\n" in done.stdout
    assert "Sec. 3(c): is new\n" in done.stdout
    assert (encoded / "directives/eo-99104.yaml").read_bytes() == before


def test_differences_as_json(encoded: Path) -> None:
    found = json.loads(update(encoded, CHANGED, "--format", "json").stdout)
    assert (found["schema"], found["order"]) == ("eo-tracker/draft-changes/1", "eo-99104")
    (deadline,) = [each for each in found["changes"] if each["kind"] == "deadline_changed"]
    assert (deadline["provision"], deadline["from"]["within"], deadline["to"]["within"]) == (
        "2.a",
        "60 days",
        "90 days",
    )
    assert json.loads(update(encoded, TEXT, "--format", "json").stdout)["changes"] == []


def test_the_file_to_update_can_be_named(encoded: Path, tmp_path: Path) -> None:
    path = encoded / "directives/eo-99104.yaml"
    done = run("import", str(EXAMPLE), "--update", "-o", str(path), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")


def test_an_order_without_a_file_cannot_be_updated(tracker: Path) -> None:
    message = refusal(update(tracker, TEXT)).message
    assert message.endswith("eo-99104.yaml is not there, so nothing can be updated")


def test_a_broken_file_is_told_with_its_line(encoded: Path) -> None:
    write_file(encoded / "directives/eo-99104.yaml", "order: EO 99104\nsigned: soon\n")
    done = update(encoded, TEXT)
    assert done.returncode == 2
    assert "directives/eo-99104.yaml:2:9: " in done.stderr


# At a terminal


def talk(folder: Path, *arguments: str, steps: Steps) -> str:
    """Answer all that is asked, and return what was written."""
    with sitting_before(folder, "import", *arguments) as person:
        person.answer(steps)
        code, text = person.leave()
    assert code == 0, text
    return text


FIRST, SECOND = "1 of 2 doubts   Sec. 2(b)", "2 of 2 doubts   Sec. 2(c)"


@needs_terminal
def test_doubts_are_shown_in_their_sentences_and_what_is_accepted_loses_its_comment(tracker: Path) -> None:
    steps = [(FIRST, ""), ("Is that right?", ENTER), (SECOND, ""), ("Is that right?", ENTER), ("written: ", "")]
    text = talk(tracker, "lighthouses.md", "-o", "directives", steps=steps)
    assert "Within 30 days of the submission of the list, the Secretary" in " ".join(text.split())
    assert "Read so   deadline: counted from Sec. 2(a) (submission)" in text
    assert "Or        an event that no provision requires" in text
    written = (tracker / "directives/eo-99104.yaml").read_text("utf-8")
    assert "# review:" not in written
    assert written == without_reviews(out(tracker, "lighthouses.md"))


@needs_terminal
def test_a_lead_a_deadline_and_a_duty_can_be_changed(tracker: Path) -> None:
    steps = [
        (FIRST, ""),
        ("Is that right?", DOWN + ENTER),
        ("Who leads it?", "Keeper of Owls" + ENTER),
        ("no agency is called", CLEAR + "DHS, Attorney General" + ENTER),
        (SECOND, ""),
        ("Is that right?", DOWN * 2 + ENTER),
        ("When is it due?", "one day" + ENTER),
        ('"one day" is no deadline', CLEAR + "every 6 months" + ENTER),
        ("written: ", ""),
    ]
    talk(tracker, "lighthouses.md", "-o", "directives", steps=steps)
    written = (tracker / "directives/eo-99104.yaml").read_text("utf-8")
    assert "lead: [DHS, DOJ]\n" in written
    assert "deadline: {every: 6 months, quote: annually}\n" in written
    assert "# review:" not in written
    assert problems(tracker) == []


@needs_terminal
def test_what_is_no_duty_is_told_why_and_what_is_left_keeps_its_comment(tracker: Path) -> None:
    steps = [
        (FIRST, ""),
        ("Is that right?", DOWN * 3 + ENTER),
        ("Why does it lay none?", "the list is a fable" + ENTER),
        (SECOND, ""),
        ("Is that right?", DOWN * 4 + ENTER),
        ("written: ", ""),
    ]
    talk(tracker, "lighthouses.md", "-o", "directives", steps=steps)
    written = (tracker / "directives/eo-99104.yaml").read_text("utf-8")
    assert "      2.b: the list is a fable\n      2.b.i: part of Sec. 2(b)\n" in written
    assert written.count("# review:") == 1
    assert problems(tracker) == []


@needs_terminal
def test_all_can_be_left_for_later(tracker: Path) -> None:
    steps = [("Is that right?", DOWN * 5 + ENTER), ("written: ", "")]
    talk(tracker, "lighthouses.md", "-o", "directives", steps=steps)
    assert (tracker / "directives/eo-99104.yaml").read_text("utf-8") == out(tracker, "lighthouses.md")


@needs_terminal
def test_who_interrupts_a_review_has_written_nothing(tracker: Path) -> None:
    with sitting_before(tracker, "import", "lighthouses.md", "-o", "new") as person:
        person.answer([("Is that right?", ENTER), ("Is that right?", CTRL_C)])
        assert person.leave()[0] == 130
    assert not (tracker / "new").exists()


@needs_terminal
def test_nothing_is_asked_where_that_is_not_wanted(tracker: Path) -> None:
    shown = run_in_terminal("eo-tracker import lighthouses.md -o directives --no-review", cwd=tracker)
    assert "written: directives/eo-99104.yaml" in without_colour(shown)


@needs_terminal
def test_the_number_and_the_day_are_asked_for_where_the_text_has_none(tracker: Path) -> None:
    text = TEXT.replace(NUMBERED, "").replace("# Keeping", "# Executive Order: Keeping").replace(DATE, "")
    write_file(tracker / "bare.md", text)
    steps = [
        ("Its number?", "lots" + ENTER),
        ('"lots" is no number of an order', CLEAR + "eo-99108" + ENTER),
        ("On which day was it signed?", "2026-01-15" + ENTER),
        ("Is that right?", DOWN * 5 + ENTER),
        ("written: ", ""),
    ]
    talk(tracker, "bare.md", "-o", "directives", steps=steps)
    written = (tracker / "directives/eo-99108.yaml").read_text("utf-8")
    assert written.startswith("order: EO 99108\n")
    assert "\nsigned: 2026-01-15\n" in written


@needs_terminal
def test_an_update_asks_and_takes_in_what_is_accepted(encoded: Path) -> None:
    path = encoded / "directives/eo-99104.yaml"
    by_hand = path.read_text("utf-8").replace(
        "summary: Report on what", "summary:  'Tell'  # ours\n        # Report on"
    )
    write_file(path, by_hand)
    write_file(encoded / "new.md", CHANGED)
    asked = [("Take this into the file?", "n"), ("Take this into the file?", "y"), ("Take this into the file?", "n")]
    text = talk(encoded, "new.md", "--update", steps=[*asked, ("Take this", "n"), ("written: ", "")])
    assert "1 change" in text
    written = path.read_text("utf-8")
    assert "deadline: {within: 90 days, quote: Within 90 days of the date of this order}\n" in written
    old = "deadline: {within: 60 days, quote: Within 60 days of the date of this order}\n"
    new = "deadline: {within: 90 days, quote: Within 90 days of the date of this order}\n"
    assert written == by_hand.replace(old, new)


@needs_terminal
def test_an_update_of_which_nothing_is_taken_writes_nothing(encoded: Path) -> None:
    path = encoded / "directives/eo-99104.yaml"
    before = path.read_bytes()
    write_file(encoded / "new.md", CHANGED)
    text = talk(encoded, "new.md", "--update", steps=[("Take this into the file?", "n")] * 4)
    assert "not written: nothing was changed" in text
    assert path.read_bytes() == before


# The likeliest mistakes, and the nastiest inputs


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (["nowhere.md"], "nowhere.md cannot be read: there is no such file", "check its name and place"),
        (["directives"], "directives is a folder", "name the files in it"),
        (["directives/eo-1.yaml"], "directives/eo-1.yaml is a data file, and no official text", "give the text"),
        (["https://www.example.gov/o"], "https://www.example.gov/o is an address", "save the page"),
        (["lighthouses.md", "--number", "abc"], '"abc" is no number of an order', "write it as 14288"),
        (["lighthouses.md", "--signed", "soon"], '--signed "soon" is no date', ""),
        (["lighthouses.md", "--facts", "no.json"], "no.json cannot be read: there is no such file", "check its name"),
        (["lighthouses.md", "--facts", "lighthouses.md"], "lighthouses.md: the facts are no JSON", ""),
        (["lighthouses.md", "--keep-text"], "--keep-text keeps the text beside a file", "say where to: -o directives"),
        (["lighthouses.md", "lighthouses.md"], "several orders are several files", "name a folder for them"),
        (["lighthouses.md", "a.md", "--number", "1"], "--number is of one text, and 2 are named", "import that one"),
        (["lighthouses.md", "a.md", "--coverage"], "--coverage is of one text, and 2 are named", ""),
        (["lighthouses.md", "--update", "--coverage"], "--coverage shows a draft", "leave one of them out"),
        (["lighthouses.md", "--update", "--keep-text", "-o", "x"], "--update writes no text", "leave --keep-text out"),
        (["lighthouses.md", "--review", "-o", "directives"], "--review asks questions, and here is no terminal", ""),
        (["lighthouses.md", "-o", "no/such/folder"], "no/such/folder cannot be made", ""),
        (["lighthouses.md", "-o", "no/such.yaml"], "there is no folder no", "make it first"),
        (["unnumbered.md"], "the text does not say which executive order it is", "give its number: --number 14288"),
        (["undated.md"], "the text does not say on which day the order was signed", "give it: --signed YYYY-MM-DD"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mistake_is_told_plainly(arguments: list[str], message: str, hint: str, tracker: Path) -> None:
    write_file(tracker / "unnumbered.md", TEXT.replace(NUMBERED, "").replace("# Keeping", "# Executive Order: Keeping"))
    write_file(tracker / "undated.md", TEXT.replace(" of January 15, 2026", "").replace(DATE, ""))
    said = refusal(call(tracker, *arguments))
    assert said.message.startswith(message)
    assert said.hint.startswith(hint)
    assert list((tracker / "directives").iterdir()) == []


BODY = "By the authority vested in me as President, it is hereby ordered:\n\nSection 1.  Duty.  "


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0" * 1000,
        "a" * 1_000_000,
        f"{NUMBERED}{BODY}{'(a)' * 2_000}",
        f"{NUMBERED}{BODY}The Attorney General shall \x1b[31m{{a}}: & *x !!python/object 'y' # z \u202e \ufeff run.",
        f"{NUMBERED}{BODY}{'Within 60 days, the Attorney General shall report. ' * 1_000}",
        f"{NUMBERED}{BODY}{'the Secretary and ' * 2_000}shall report.",
        f"{'<div>' * 50_000}{BODY}",
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><PRESDOCU>&b;</PRESDOCU>',
    ],
    ids=["empty", "NULs", "one letter", "marks", "controls", "repeated", "endless", "nested", "entities"],
)
def test_what_is_nasty_ends_in_a_draft_or_a_plain_sentence(text: str, tracker: Path) -> None:
    write_file(tracker / "nasty.txt", text)
    done = call(tracker, "nasty.txt", "-o", "directives")
    assert done.returncode in (0, 2), done.stderr
    assert not CONTROLS.search(done.stdout + done.stderr)
    if done.returncode:
        refusal(done)
    else:
        assert problems(tracker) == []
        assert not CONTROLS.search(out(tracker, "nasty.txt", "--coverage"))
