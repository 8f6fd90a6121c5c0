"""`update` without options, on a terminal: it asks, and changes nothing before it is told to."""

from __future__ import annotations

import re
import shutil
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.asking import refusal
from tests.cli.recording import call, commit_at, record, state, update
from tests.cli.talking import CTRL_C, DOWN, ENTER, Person, Steps, sitting_before
from tests.cli.trackers import git, make_directive, write_order, write_record

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or shutil.which("git") is None, reason="needs a pseudo-terminal and git"
)

COLOURS = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")

COMPLETION: Steps = [
    ("Which directive?", "3(b) says" + ENTER),
    ("What has happened?", DOWN + ENTER),
    ("On which day was it completed?", "last friday" + ENTER),
    ("What shows it?", "https://www.justice.example/release" + ENTER),
    ("What is it called?", "The release" + ENTER),
    ("Of which date is it?", "last saturday" + ENTER),
    ("What else shows it?", ENTER),
    ("A note: what was done", "All were reviewed." + ENTER),
    ("Record this?", "y"),
]
"""The questions of a completion, and the keys that answer them."""


def sitting_at(root: Path, *arguments: str, columns: int = 80, no_color: str = "") -> AbstractContextManager[Person]:
    """Start `update` in a terminal of its own."""
    return sitting_before(root, "update", *arguments, columns=columns, no_color=no_color)


def talk(root: Path, *arguments: str, steps: Steps, columns: int = 80) -> str:
    """Answer all that is asked, and return what was written."""
    with sitting_at(root, *arguments, columns=columns) as person:
        person.answer(steps)
        code, text = person.leave()
    assert code == 0, text
    return text


def test_a_completion_is_asked_for_shown_and_recorded(root: Path) -> None:
    text = talk(root, steps=[("Which directive?", "Sec. 3.b" + ENTER), *COMPLETION[1:]])
    assert record(root, "3.b") == (
        "status: completed\n"
        "as_of: 2025-06-30\n"
        "reported_by: DOJ\n"
        "completed: 2025-06-27\n"
        "note: All were reviewed.\n"
        "evidence:\n"
        "  - title: The release\n"
        "    url: https://www.justice.example/release\n"
        "    date: 2025-06-28\n"
    )
    assert "note: last friday is Friday, June 27, 2025\n" in text
    assert "note: last saturday is Saturday, June 28, 2025\n" in text
    for told in (
        "Standing  overdue 3 days",
        "Reported  not reported",
        "not reported -> completed",
        "recorded: 1 commit",
    ):
        assert told in text
    assert commit_at(root).subject == "eo-14288/3.b: not_reported -> completed"
    assert git(root, "status", "--porcelain") == ""


def test_a_directive_that_is_named_is_not_asked_for(root: Path) -> None:
    steps = [
        ("What has happened?", ENTER),
        ("Is there evidence to add?", "n"),
        ("A note: what was done, in a sentence (or nothing)", ENTER),
        ("Record this?", ENTER),
    ]
    talk(root, "EO", "14288", "3(b)", steps=steps)
    assert record(root, "3.b") == "status: in_progress\nas_of: 2025-06-30\nreported_by: DOJ\n"
    assert commit_at(root).directive == "eo-14288/3.b"


@pytest.mark.parametrize("asked", range(len(COMPLETION)))
def test_ctrl_c_at_any_question_changes_nothing(clone: Path, asked: int) -> None:
    before = state(clone)
    steps = [("Which directive?", "3.b" + ENTER), *COMPLETION[1:]]
    with sitting_at(clone) as person:
        person.answer(steps[:asked])
        person.wait_for(steps[asked][0])
        person.type(CTRL_C)
        code, text = person.leave()
    assert code == 130, text
    assert "Traceback" not in text
    assert text.endswith("interrupted: nothing more was done\n")
    assert state(clone) == before


def test_refusing_at_the_end_changes_nothing(clone: Path) -> None:
    before = state(clone)
    steps = [("Which directive?", "3.b" + ENTER), *COMPLETION[1:-1], ("Record this?", "n")]
    text = talk(clone, steps=steps)
    assert text.endswith("not recorded: nothing was changed\n")
    assert state(clone) == before


def test_a_dry_run_does_not_ask_whether_to_record(clone: Path) -> None:
    before = state(clone)
    steps = [("What has happened?", ENTER), ("Is there evidence", "n"), ("A note", "Begun" + ENTER)]
    text = talk(clone, "3.b", "--dry-run", steps=steps)
    assert "Record this?" not in text
    assert text.endswith("not recorded: this only shows the change\n")
    assert state(clone) == before


def test_without_a_commit_the_file_alone_changes(root: Path) -> None:
    steps = [("What has happened?", ENTER), ("Is there evidence", "n"), ("A note", ENTER), ("Record this?", "y")]
    text = talk(root, "3.b", "--no-commit", steps=steps)
    assert "recorded: in the file; it is not committed" in text
    assert git(root, "status", "--porcelain", "--untracked-files=all") == "?? status/eo-14288/3.b.yaml"


@pytest.mark.parametrize(("downs", "status"), [(3, "not_applicable"), (4, "not_pursued")])
def test_a_state_that_needs_a_note_is_not_recorded_without_one(root: Path, downs: int, status: str) -> None:
    steps = [
        ("What has happened?", DOWN * downs + ENTER),
        ("A note: what was done, in a sentence", ENTER),
        ("a note is needed here", "Moot since May" + ENTER),
        ("Record this?", "y"),
    ]
    text = talk(root, "3.b", steps=steps)
    assert "(or nothing)" not in text
    assert f"status: {status}\n" in record(root, "3.b")
    assert commit_at(root).body == "Moot since May"


def test_going_back_from_completed_needs_a_note(root: Path) -> None:
    update(root, "3.b", "-s", "completed", "--completed", "2025-06-20", "-e", "D-25")
    steps = [
        ("What has happened?", DOWN + ENTER),
        ("Is there evidence to add?", "n"),
        ("A note: what was done, in a sentence", ENTER),
        ("a note is needed here", "Reopened" + ENTER),
        ("Record this?", "y"),
    ]
    text = talk(root, "3.b", steps=steps)
    assert "Reported  completed on 2025-06-20, as of 2025-06-30" in text
    assert commit_at(root).subject == "eo-14288/3.b: completed -> in_progress"
    assert "completed:" not in record(root, "3.b")


def test_a_completion_that_nothing_shows_needs_a_reason(root: Path) -> None:
    steps = [
        ("What has happened?", DOWN + ENTER),
        ("On which day was it completed? (Enter: today)", ENTER),
        ("What shows it?", ENTER),
        ("Why does nothing show it?", ENTER),
        ("say why, in a sentence", "Internal" + ENTER),
        ("A note", ENTER),
        ("Record this?", "y"),
    ]
    text = talk(root, "3.b", steps=steps)
    assert "note: today is Monday, June 30, 2025" in text
    assert "completed: 2025-06-30\nwithout_evidence: Internal\n" in record(root, "3.b")


def test_answers_that_cannot_be_are_asked_for_again(root: Path) -> None:
    clear = "\x15"
    steps = [
        ("What has happened?", DOWN + ENTER),
        ("On which day", "5 pm" + ENTER),
        ('the day "5 pm" is no date', clear + "2025-07-04" + ENTER),
        ("after today", clear + "2025-06-20" + ENTER),
        ("What shows it?", "later" + ENTER),
        ("give its address, https://..., or a reference", clear + "DOJ release 25-118" + ENTER),
        ("What is it called?", ENTER),
        ("Of which date is it?", "soon" + ENTER),
        ('the day "soon" is no date', clear + ENTER),
        ("What else shows it?", ENTER),
        ("A note", ENTER),
        ("Record this?", "y"),
    ]
    talk(root, "3.b", steps=steps)
    assert record(root, "3.b").endswith("completed: 2025-06-20\nevidence:\n  - reference: DOJ release 25-118\n")


def test_an_answer_that_the_rules_refuse_is_told_and_all_is_asked_again(root: Path) -> None:
    steps = [
        ("What has happened?", DOWN + ENTER),
        ("On which day", "2025-03-01" + ENTER),
        ("What shows it?", "D-25" + ENTER),
        ("What is it called?", ENTER),
        ("Of which date is it?", ENTER),
        ("What else shows it?", ENTER),
        ("A note", ENTER),
        ("not so: completed on 2025-03-01, before EO 14288 was signed on 2025-04-28", ""),
        ("What has happened?", CTRL_C),
    ]
    before = state(root)
    with sitting_at(root, "3.b") as person:
        person.answer(steps)
        assert person.leave()[0] == 130
    assert state(root) == before


def test_joint_leads_are_asked_which_of_them_reports(root: Path) -> None:
    steps = [
        ("What has happened?", ENTER),
        ("Is there evidence", "n"),
        ("A note", ENTER),
        ("Which agency reports?", DOWN + ENTER),
        ("Record this?", "y"),
    ]
    text = talk(root, "3.c", steps=steps)
    assert "Department of Homeland Security" in text
    assert "reported_by: DHS\n" in record(root, "3.c")


def test_another_agency_can_be_named(root: Path) -> None:
    steps = [
        ("What has happened?", ENTER),
        ("Is there evidence", "n"),
        ("A note", ENTER),
        ("Which agency reports?", DOWN * 2 + ENTER),
        ("Which one?", "OMX" + ENTER),
        ('no agency is called "OMX"', "\x15OMB" + ENTER),
        ("Record this?", "y"),
    ]
    talk(root, "3.c", steps=steps)
    assert "reported_by: OMB\n" in record(root, "3.c")


def test_of_a_recurring_duty_the_open_occurrences_are_offered(root: Path) -> None:
    steps = [
        ("What has happened?", ENTER),
        ("On which day", "2025-05-20" + ENTER),
        ("What shows it?", "D-25" + ENTER),
        ("What is it called?", ENTER),
        ("Of which date is it?", ENTER),
        ("What else shows it?", ENTER),
        ("A note", ENTER),
        ("Record this?", "y"),
    ]
    text = talk(root, "4.a", steps=steps)
    assert "The occurrence due on 2025-05-28 is completed" in text
    assert "occurrences:\n  - due: 2025-05-28\n    completed: 2025-05-20\n" in record(root, "4.a")


def test_what_is_recorded_already_is_not_recorded_again(root: Path) -> None:
    update(root, "3.b", "-s", "in_progress", "--reported-by", "DOJ")
    before = state(root)
    steps = [("What has happened?", ENTER), ("Is there evidence", "n"), ("A note", ENTER)]
    assert "nothing to record: the record says so already\n" in talk(root, "3.b", steps=steps)
    assert state(root) == before


def test_among_very_many_the_id_is_typed(tmp_path: Path) -> None:
    write_order(tmp_path, *(make_directive(f"{section}.a") for section in range(1, 502)))
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "user.name", "Ann")
    git(tmp_path, "config", "user.email", "ann@doj.example")
    steps = [
        ("Which directive? (as in 14288/3.b)", "999.a" + ENTER),
        ("has no directive 999.a", "\x15" + "14288/400.a" + ENTER),
        ("What has happened?", ENTER),
        ("Is there evidence", "n"),
        ("A note", ENTER),
        ("Record this?", "y"),
    ]
    talk(tmp_path, steps=steps)
    assert commit_at(tmp_path).directive == "eo-14288/400.a"


# What stands in the way is told before anything is asked


def refused_at_once(root: Path, *arguments: str) -> str:
    before = state(root)
    with sitting_at(root, *arguments) as person:
        code, text = person.leave()
    assert (code, "What has happened?" in text) == (2, False)
    assert state(root) == before
    return text


def test_a_state_without_commits_is_told_before_anything_is_asked(root: Path) -> None:
    git(root, "checkout", "--quiet", "--detach")
    text = refused_at_once(root, "3.b")
    assert "error: this repository is on no branch" in text
    assert "git switch main" in text


def test_a_record_that_cannot_be_read_is_told_before_anything_is_asked(root: Path) -> None:
    write_record(root, "3.b", status="inprogres")
    text = refused_at_once(root, "3.b")
    assert "status/eo-14288/3.b.yaml cannot be read, so it is left as it is" in text
    assert 'did you mean "in_progress"?' in text


def test_a_directive_that_there_is_not_is_told(clone: Path) -> None:
    assert "EO 14288 has no directive 3.z" in refused_at_once(clone, "3.z")


def test_a_tracker_without_directives_is_told(tmp_path: Path) -> None:
    write_order(tmp_path)
    git(tmp_path, "init", "--quiet")
    assert "no order here has a directive" in refused_at_once(tmp_path)


def test_without_a_terminal_it_says_what_is_missing(clone: Path) -> None:
    before = state(clone)
    assert refusal(call(clone, "update")) == (
        "no directive is named",
        "name it after the command, as in: eo-tracker update 3.b ...",
    )
    said = refusal(call(clone, "update", "3.b"))
    assert said.message == "there is nothing to record"
    assert said.hint.startswith("say what has happened, as in: --status")
    assert state(clone) == before


# The terminal


@pytest.mark.parametrize("columns", [60, 80])
def test_what_is_shown_fits_the_terminal(root: Path, columns: int) -> None:
    long_note = "The review of all decrees has been finished. " * 8
    update(root, "3.a", "--note", long_note)
    steps = [
        ("What has happened?", ENTER),
        ("Is there evidence", "n"),
        ("A note", "Other" + ENTER),
        ("Record this?", "y"),
    ]
    text = talk(root, "3.a", steps=steps, columns=columns)
    start = text.index("Record this?")
    shown = [
        *text[: text.index("? What has")].splitlines(),
        *text[text.rindex("EO 14288", 0, start) : start].splitlines(),
    ]
    assert max(cell_len(line) for line in shown) <= columns
    assert "in place of “The review of all decrees has" in " ".join(text.split())


@pytest.mark.parametrize("no_color", ["", "1"])
def test_colour_is_left_out_when_it_is_not_wanted(clone: Path, no_color: str) -> None:
    with sitting_at(clone, "3.b", no_color=no_color) as person:
        person.wait_for("What has happened?")
        person.type(CTRL_C)
        assert person.leave()[0] == 130
    assert bool(COLOURS.search(person.written)) is not bool(no_color)
