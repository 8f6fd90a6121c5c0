"""`update`: each option's effect on file, commit and output; and the mistakes, which change nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.asking import refusal
from tests.cli.recording import (
    BEGUN,
    EMAIL,
    ENVIRONMENT,
    EVENT,
    NAME,
    call,
    commit_at,
    count_commits,
    make_clone,
    name_user,
    record,
    refused,
    state,
    succeed,
    update,
    write_liaisons_tracker,
)
from tests.cli.trackers import commit_all, git, write_file, write_record
from tests.terminal import PROGRAM, environment

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

PAGE = "https://www.justice.example/release"
COMPLETED = ("--status", "completed", "--completed", "2025-06-20", "--evidence", PAGE)


def trailers(root: Path) -> list[str]:
    """Let git itself read the trailers of the last commit."""
    message = git(root, "log", "-1", "--format=%B")
    command = ["git", "interpret-trailers", "--parse"]
    done = subprocess.run(command, cwd=root, input=message, capture_output=True, check=True, encoding="utf-8")
    return done.stdout.splitlines()


# What is recorded


def test_a_completion_is_recorded_shown_and_committed(root: Path) -> None:
    titled = ("--evidence-title", "The release", "--evidence-date", "2025-06-21", "--evidence-kind", "press release")
    shown = update(root, "3.b", *COMPLETED, *titled, "--note", "All decrees were reviewed.")
    assert record(root, "3.b") == (
        "status: completed\n"
        "as_of: 2025-06-30\n"
        "completed: 2025-06-20\n"
        "note: All decrees were reviewed.\n"
        "evidence:\n"
        "  - title: The release\n"
        f"    url: {PAGE}\n"
        "    date: 2025-06-21\n"
        "    kind: press release\n"
    )
    commit = commit_at(root)
    assert commit.subject == "eo-14288/3.b: not_reported -> completed"
    assert commit.body == "All decrees were reviewed."
    assert (commit.files, commit.author) == (("status/eo-14288/3.b.yaml",), f"{NAME} <{EMAIL}>")
    assert trailers(root) == ["EO-Directive: eo-14288/3.b", "EO-Status: completed"]
    assert shown == (
        "EO 14288, Sec. 3(b): Do what Sec. 3.b says\n"
        "status     not reported -> completed\n"
        "as of      Monday, June 30, 2025\n"
        "completed  Friday, June 20, 2025\n"
        "note       “All decrees were reviewed.”\n"
        f"evidence   added: The release (press release, 2025-06-21) {PAGE}\n"
        f"recorded: 1 commit: {git(root, 'rev-parse', '--short=8', 'HEAD')}\n"
        "  hint: `eo-tracker sync` shares it\n"
    )
    assert git(root, "status", "--porcelain") == ""


OPTIONS = [
    (
        "3.a -s completed --completed 2025-06-20 --without-evidence No",
        '\nwithout_evidence: "No"',
        "in_progress -> completed",
    ),
    ("3.a --note Done", "note: Done", "note changed"),
    ("3.a -e D-25", "evidence:\n  - reference: D-25", "evidence added"),
    ("3.a -s In-Progress --as-of 2025-06-15", "as_of: 2025-06-15", "as of changed"),
    ("3.a --reported-by doj", "reported_by: DOJ", "as of changed, reported by changed"),
    ("3.a --verify --by OMB", "  state: verified\n  by: OMB\n  date: 2025-06-30\n", "verification changed"),
    ("3.a --dispute --by OMB", "  state: disputed\n  by: OMB\n", "verification changed"),
    (
        "3.a --hold --court D.D.C. --docket 1:25 --since 2025-06-02 --scope part",
        'holds:\n  - court: D.D.C.\n    docket: "1:25"\n    since: 2025-06-02\n    scope: part\n',
        "hold set",
    ),
    (
        "3.a --extend-to 2025-12-01 --authority Director",
        "extension:\n  to: 2025-12-01\n  authority: Director\n  date: 2025-06-30\n",
        "extension changed",
    ),
    (
        "3.a --acknowledge Waiting --until 2025-08-01 --by Chief",
        "acknowledged:\n  reason: Waiting\n  until: 2025-08-01\n  by: Chief\n  date: 2025-06-30\n",
        "acknowledgement changed",
    ),
    (
        "4.a --occurrence 2025-05-28 --completed 2025-05-20 -e D-25",
        "occurrences:\n  - due: 2025-05-28\n    completed: 2025-05-20\n    evidence:\n      - reference: D-25\n",
        "occurrence changed",
    ),
    ("4.b --event-date 2025-06-01", f"events:\n  - event: {EVENT}\n    date: 2025-06-01\n", "event added"),
    ("3.b -s not_applicable --note Moot", "status: not_applicable\n", "not_reported -> not_applicable"),
    ("3.b -s not_pursued --note Moot", "status: not_pursued\n", "not_reported -> not_pursued"),
]


@pytest.mark.parametrize(("typed", "written", "subject"), OPTIONS, ids=[typed for typed, _, _ in OPTIONS])
def test_each_option_has_its_effect(root: Path, typed: str, written: str, subject: str) -> None:
    provision = typed.split(maxsplit=1)[0]
    shown = update(root, *typed.split())
    assert written in record(root, provision)
    commit = commit_at(root)
    assert commit.subject == f"eo-14288/{provision}: {subject}"
    assert (commit.directive, commit.files) == (f"eo-14288/{provision}", (f"status/eo-14288/{provision}.yaml",))
    assert f"status: {commit.status}" in record(root, provision) or commit.status == "not_reported"
    assert "recorded: 1 commit" in shown
    assert git(root, "status", "--porcelain") == ""


def test_a_note_is_the_commit_s_body_wherever_the_record_keeps_it(root: Path) -> None:
    update(root, "4.a", "--occurrence", "2025-05-28", "--completed", "2025-05-20", "-e", "D-25", "-m", "Sent.")
    assert commit_at(root).body == "Sent."
    update(root, "3.a", "-s", "in_progress", "-m", "The same words.")
    update(root, "3.a", "-e", "D-25", "-m", "The same words.")
    assert commit_at(root).body == "The same words."


def test_a_note_beside_a_verification_is_whose_it_is(root: Path) -> None:
    update(root, "3.a", "-s", "in_progress", "-m", "The reporter's.", "--as-of", "2025-06-20")
    update(root, "3.a", "--verify", "--by", "An inspector", "-m", "Seen.")
    assert "note: The reporter's.\n" in record(root, "3.a")
    assert "as_of: 2025-06-20" in record(root, "3.a")
    assert "  note: Seen.\n" in record(root, "3.a")
    assert commit_at(root).body == "Seen."


@pytest.mark.parametrize("between", ["\n", "; ", ",", " "])
def test_two_addresses_are_two_pieces_of_evidence(root: Path, between: str) -> None:
    said = refused(root, "3.a", "-s", "in_progress", "-e", f"https://a.gov{between}https://b.gov")
    assert said.message == "the evidence names several addresses"
    update(root, "3.a", "-s", "in_progress", "-e", "https://archive.example/2025/https://a.gov")


def test_words_that_lost_their_quotes_are_told_so(root: Path) -> None:
    said = refused(root, "3.a", "-s", "in_progress", "--note", "The", "list", "was", "sent")
    assert "are quotes missing around a text" in said.hint


def test_a_hold_is_lifted_today_when_no_day_is_named(root: Path) -> None:
    update(root, "3.a", "--hold", "--court", "D.D.C.", "--docket", "1:25-cv-1")
    update(root, "3.a", "--hold", "--court", "N.D. Cal.", "--docket", "2:25-cv-2")
    assert "2 holds stand on eo-14288/3.a: say which is lifted" in refused(root, "3.a", "--lift-hold").message
    shown = update(root, "3.a", "--lift-hold", "--docket", " 2:25-cv-2 ")
    assert "lifted on Monday, June 30, 2025: N.D. Cal., 2:25-cv-2" in shown
    update(root, "3.a", "--lift-hold", "--lifted", "yesterday")
    assert record(root, "3.a").count("lifted: ") == 2
    assert "lifted: 2025-06-29" in record(root, "3.a")
    assert commit_at(root).subject == "eo-14288/3.a: hold lifted"


def test_a_day_that_people_say_is_told_back(root: Path) -> None:
    shown = update(root, "3.b", "-s", "completed", "--completed", "last friday", "-e", PAGE)
    assert "note: last friday is Friday, June 27, 2025\n" in shown
    assert "completed: 2025-06-27" in record(root, "3.b")


def test_each_source_has_its_own_title_and_date(root: Path) -> None:
    sources = ("-e", PAGE, "-e", "DOJ release 25-118", "--evidence-title", "One", "--evidence-title", "Two")
    update(root, "3.b", "-s", "in_progress", *sources, "--evidence-date", "2025-06-01", "--evidence-date", "yesterday")
    text = record(root, "3.b")
    assert f"  - title: One\n    url: {PAGE}\n    date: 2025-06-01\n" in text
    assert "  - title: Two\n    reference: DOJ release 25-118\n    date: 2025-06-29\n" in text


def test_the_same_is_recorded_of_several_in_a_commit_each(root: Path) -> None:
    shown = update(root, "3.b", "EO 14288, Sec. 3(c)", "-s", "in_progress", "-m", "Begun")
    assert [commit_at(root, rev).directive for rev in ("HEAD~", "HEAD")] == ["eo-14288/3.b", "eo-14288/3.c"]
    assert shown.count("status  not reported -> in progress\n") == 2
    assert "recorded: 2 commits: " in shown
    assert count_commits(root) == 3


def test_a_directive_that_is_named_twice_is_recorded_once(root: Path) -> None:
    shown = update(root, "3.b", "14288/3(b)", *COMPLETED)
    assert shown.count("EO 14288, Sec. 3(b)") == 1
    assert "recorded: 1 commit: " in shown


def test_several_are_all_recorded_or_none(root: Path) -> None:
    update(root, "3.b", *COMPLETED)
    said = refused(root, "3.a", "3.b", "3.c", "-s", "in_progress")
    assert said.message == "eo-14288/3.b: going back from completed to in progress needs a note"
    assert said.hint == "--note: say why it is not completed after all"


def test_what_is_recorded_already_makes_no_commit(root: Path) -> None:
    update(root, "3.b", *COMPLETED)
    before = state(root)
    shown = update(root, "3.b", *COMPLETED)
    assert shown.endswith("unchanged  the record says that already\nnothing to record: the record says so already\n")
    assert "nothing to record" in update(root, "3.b", *COMPLETED, "--dry-run")
    assert state(root) == before


def test_one_of_two_that_is_recorded_already_stays_as_it_is(root: Path) -> None:
    update(root, "3.b", "-s", "in_progress")
    shown = update(root, "3.b", "3.c", "-s", "in_progress")
    assert "unchanged  the record says that already" in shown
    assert "recorded: 1 commit: " in shown
    assert commit_at(root).directive == "eo-14288/3.c"


def test_a_dry_run_only_shows_the_change(root: Path) -> None:
    before = state(root)
    shown = update(root, "3.b", *COMPLETED, "--dry-run")
    assert "status     not reported -> completed" in shown
    assert shown.endswith("not recorded: this only shows the change\n")
    assert state(root) == before


def test_an_update_commits_what_was_left_in_the_file(root: Path) -> None:
    head = state(root)[0]
    shown = update(root, "3.b", *COMPLETED, "--no-commit")
    assert "recorded: in the file; it is not committed\n" in shown
    assert state(root)[:2] == (head, "?? status/eo-14288/3.b.yaml")
    again = update(root, "3.b", *COMPLETED)
    assert "status     not reported -> completed" in again
    assert commit_at(root).subject == "eo-14288/3.b: not_reported -> completed"
    assert git(root, "status", "--porcelain") == ""


def test_the_users_other_work_stays_as_it_is(root: Path) -> None:
    write_file(root / "staged.txt", "staged\n")
    git(root, "add", "staged.txt")
    write_file(root / "directives" / "eo-14288.yaml", (root / "directives/eo-14288.yaml").read_text() + "# mine\n")
    write_file(root / "status" / "eo-14288" / "3.c.yaml", "status: not_started\n")
    before = git(root, "status", "--porcelain=v2")
    update(root, "3.b", *COMPLETED)
    assert git(root, "status", "--porcelain=v2") == before
    assert commit_at(root).files == ("status/eo-14288/3.b.yaml",)


# Records by other hands


STYLES = [
    b"# Kept by hand\nnote: 'Under way'   # since May\n\nstatus:   in_progress\nas_of: 2025-06-01\n",
    b'note: "Under way"\r\nstatus: in_progress\r\nas_of: 2025-06-01',
    "status: in_progress\nas_of: 2025-06-01\nnote: Énough\nevidence: [{reference: D-1}]  # é\n".encode(),
]


@pytest.mark.parametrize("raw", STYLES, ids=range(len(STYLES)))
def test_a_record_in_anothers_style_changes_only_where_it_must(root: Path, raw: bytes) -> None:
    path = root / "status" / "eo-14288" / "3.a.yaml"
    path.write_bytes(raw)
    update(root, "3.a", "--as-of", "2025-06-15", "-s", "in_progress")
    assert path.read_bytes() == raw.replace(b"2025-06-01", b"2025-06-15")


def test_a_record_that_cannot_be_read_is_left_alone(root: Path) -> None:
    write_record(root, "3.b", status="inprogres")
    for more in ((), ("--dry-run",), ("--no-commit",)):
        before = state(root)
        done = call(root, "update", "3.b", *COMPLETED, *more)
        assert (done.returncode, done.stdout, state(root)) == (2, "", before)
        assert done.stderr == (
            'error: status/eo-14288/3.b.yaml:1:9: status cannot be "inprogres" [EO204]\n'
            '  hint: did you mean "in_progress"?\n'
            "error: status/eo-14288/3.b.yaml cannot be read, so it is left as it is\n"
            "  hint: mend what is said above, and try again\n"
        )


def test_a_record_that_cannot_be_edited_safely_is_named_and_left_alone(root: Path) -> None:
    text = "status: in_progress\nnote: &a Begun\nevidence:\n- {reference: D-1, title: *a}\n"
    write_file(root / "status" / "eo-14288" / "3.b.yaml", text)
    said = refused(root, "3.a", "3.b", "--note", "Further")
    assert said.message.startswith("status/eo-14288/3.b.yaml cannot be edited without touching more of it")
    assert said.hint == "edit it by hand"


# Who says it


LIAISONS = f"""\
agencies:
  - {{key: DOJ, name: Department of Justice, liaisons: [{{name: Ann, email: {EMAIL}}}]}}
  - {{key: DHS, name: Department of Homeland Security}}
"""


def test_a_liaison_reports_for_the_agency_that_lists_them(root: Path) -> None:
    write_file(root / "directives" / "agencies.yaml", LIAISONS)
    assert "reported by  DOJ\n" in update(root, "3.b", "-s", "in_progress")
    assert "reported_by: DOJ\n" in record(root, "3.b")
    update(root, "3.a", "--extend-to", "2025-12-01", "--authority", "Director")
    assert "reported_by" not in record(root, "3.a")


def test_nobody_is_named_who_is_no_liaison(root: Path) -> None:
    write_file(root / "directives" / "agencies.yaml", LIAISONS.replace(EMAIL, "bob@doj.example"))
    update(root, "3.b", "-s", "in_progress")
    assert "reported_by" not in record(root, "3.b")


def test_git_says_who_acknowledges(root: Path) -> None:
    update(root, "3.a", "--acknowledge", "Waiting for funds", "--until", "tomorrow")
    assert f"  by: {NAME}\n" in record(root, "3.a")


# Mistakes


MISTAKES = [
    ("", "no directive is named", "eo-tracker update 3.b"),
    ("3.b", "there is nothing to record", "--status"),
    ("-s completed", "no directive is named", "eo-tracker update 3.b"),
    ("3.z -s in_progress", "EO 14288 has no directive 3.z", 'did you mean "eo-14288/3.'),
    ("14288 -s in_progress", '"14288" names 5 directives', "choose one: eo-14288/3.a"),
    ("3.b -s done", '"done" is no status', "--status: one of not_started, in_progress"),
    ("3.b -s complete", '"complete" is no status', '--status: did you mean "completed"?'),
    ("3.b -s Not-Reported", '"not_reported" is nothing that can be reported', "--status: a directive without"),
    ("3.b -s completed", "completed needs the day of completion", "--completed: "),
    ("3.b -s completed --completed 2025-06-20", "completed needs at least one piece of evidence", "--evidence: "),
    (f"3.b -s completed --completed 2025-07-01 -e {PAGE}", "which is after today, 2025-06-30", "--completed: "),
    (f"3.b -s completed --completed 2025-03-01 -e {PAGE}", "before EO 14288 was signed on 2025-04-28", "--completed: "),
    (f"3.b -s in_progress --completed 2025-06-20 -e {PAGE}", "does not go with in progress", "--completed: "),
    ("3.b -s completed --completed 2025-06-20 -e later", '"later" is no web address and no reference', "--evidence: "),
    ("3.b -s completed --completed 2025-06-20 -e www.x.gov", '"www.x.gov" is no web address', "--evidence: "),
    ("3.b -e D-1 --evidence-date 2025-07-01", "evidence of 2025-07-01, which is after", "--evidence-date: "),
    ("3.b -e D-1 -e D-2 --evidence-title One", "2 x --evidence and 1 x --evidence-title", "give --evidence-title"),
    ("3.b --evidence-title One", "--evidence-title goes with --evidence", "add --evidence"),
    (f"3.b -s completed --completed 2025-06-20 -e {PAGE} --without-evidence No", "evidence is given, and", "--without"),
    ("3.b -s in_progress --as-of 2025-07-01", "vouched for as of 2025-07-01, which is after", "--as-of: "),
    ("3.b -s in_progress --as-of soon", '--as-of "soon" is no date', "2025-06-20"),
    ("3.b -s not_applicable", "not applicable needs a note", "--note: "),
    ("3.b -s not_pursued", "not pursued needs a note", "--note: "),
    ("3.b -s in_progress --reported-by DOX", "DOX", "--reported-by: did you mean"),
    ("3.a --verify", "--verify needs to know who: --by", "name who"),
    ("3.a --by OMB", "--by goes with --verify, --dispute or --acknowledge", "leave --by out"),
    ("3.a --verify --dispute --by OMB", "--verify and --dispute contradict each other", "leave one"),
    ("3.b --verify --by OMB", "nothing is reported of eo-14288/3.b that could be verified", "see --verify"),
    ("3.a --hold --court D.D.C.", "a hold needs its court and its docket", "--docket: "),
    ("3.a --hold --docket 1:25", "a hold needs its court and its docket", "--court: "),
    ("3.a --docket 1:25", "--docket goes with --hold or --lift-hold", "leave --docket out"),
    ("3.a --lift-hold", "no hold stands on eo-14288/3.a", "see --lift-hold"),
    ("3.a --lifted today", "--lifted goes with --lift-hold", "add --lift-hold"),
    ("3.a --extend-to 2025-12-01", "--extend-to goes with --authority", "add --authority"),
    ("3.a --extend-to 2025-06-01 --authority Director", "no later than the order's own day", "--extend-to: "),
    ("3.a --acknowledge Waiting", "--acknowledge goes with --until", "add --until"),
    ("3.a --acknowledge Waiting --until 2025-06-01", "which is before 2025-06-30", "--until: "),
    ("3.a --occurrence 2025-06-27 --completed 2025-06-20 -e D-1", "has no occurrences", "--occurrence: "),
    ("4.a -s completed --completed 2025-06-20 -e D-1", "say which occurrence is completed", "--occurrence: "),
    ("4.a --occurrence 2025-05-29 --completed 2025-06-20 -e D-1", "does not fall due on 2025-05-29", "2025-05-28"),
    ("3.b --event-date 2025-06-01", "no deadline of eo-14288/3.b waits for an event", "see --event"),
    ("4.b --event enactment --event-date 2025-06-01", 'waits for "enactment"', f'--event: did you mean "{EVENT}"?'),
    ("4.b --event enactment", 'say on which day "enactment" happened', "see --event-date"),
    ("3.b --from sheet.csv", "--from goes alone", "leave the rest out"),
    ("--from none.csv", "none.csv cannot be read", "check its name"),
    ("3.b --staus completed", "no such option: --staus", "update --help"),
    ("3.b --note", "requires an argument", "update --help"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "message", "hint"), MISTAKES, ids=[typed or "nothing" for typed, _, _ in MISTAKES])
def test_a_mistake_is_told_with_the_option_to_mend(clone: Path, typed: str, message: str, hint: str) -> None:
    said = refused(clone, *typed.split())
    assert message in said.message
    assert hint in said.hint


NASTY = [
    ("--note", "red \x1b[31mletters", "U+001B"),
    ("--note", "bell\x07", "U+0007"),
    ("--note", "no \udcff text", "U+DCFF"),
    ("--note", "next\x85line", "--note has a character"),
    ("--note", "", "--note says nothing"),
    ("--note", " \n ", "--note says nothing"),
    ("--evidence", "", "--evidence says nothing"),
    ("--evidence", "https://x.example/a b", "is no web address"),
    ("--evidence", "DOJ \x1b]8;;", "--evidence has a character"),
    ("--evidence", "javascript://alert", "is no web address"),
    ("--without-evidence", "\t", "--without-evidence says nothing"),
    ("--reported-by", "\x1b[2J", "--reported-by has a character"),
    ("--completed", "5 pm", "is no date"),
    ("--completed", "\x1b[2J" * 1000, "is no date"),
    ("--status", "\x1b[2J" * 1000, "is no status"),
]  # fmt: skip


@pytest.mark.parametrize(("option", "value", "message"), NASTY, ids=range(len(NASTY)))
def test_a_text_that_no_file_can_hold_is_refused(clone: Path, option: str, value: str, message: str) -> None:
    said = refused(clone, "3.a", option, value)
    assert message in said.message
    assert said.hint


def test_a_hold_of_nothing_but_spaces_is_refused(clone: Path) -> None:
    said = refused(clone, "3.a", "--hold", "--court", " ", "--docket", " ")
    assert said.message == "--court says nothing"


NOTES = [
    "-m",
    "--dry-run",
    "--- a/file\n---\n+++ b/file",
    "# no comment\n#also none",
    "Begun\n\nEO-Status: completed\nEO-Directive: eo-1/1",
    "EO-Status: completed",
    "emoji 🎉, العربية, 中文",
    "colon: in text # and a mark",
    "%s {braces} [b]bold[/b] $HOME `id`",
    "null",
    "2025-06-01",
    "'quoted' \"twice\" \\",
    "one\r\ntwo\rthree\n\n\tfour",
    "a very long note " * 1000,
    "x" * 20_000,
]


@pytest.mark.parametrize("note", NOTES, ids=range(len(NOTES)))
def test_a_note_may_say_anything(root: Path, note: str) -> None:
    shown = update(root, "3.a", "--note", note)
    assert trailers(root) == ["EO-Directive: eo-14288/3.a", "EO-Status: in_progress"]
    assert commit_at(root).subject == "eo-14288/3.a: note changed"
    read = json.loads(succeed(call(root, "show", "3.a", "--format", "json")))["directive"]["note"]
    assert read == note.replace("\r\n", "\n").replace("\r", "\n").strip()
    assert commit_at(root).body.split() == read.split()
    assert len(shown) < 1500
    before = state(root)
    assert "nothing to record" in update(root, "3.a", "--note", note)
    assert state(root) == before


def test_a_title_of_several_lines_is_kept_and_shown_on_one(root: Path) -> None:
    shown = update(root, "3.a", "-e", "DOJ release 25-118 🎉", "--evidence-title", "A\nstatus: completed\n🎉")
    assert "evidence  added: A status: completed 🎉 DOJ release 25-118 🎉\n" in shown
    assert commit_at(root).status == "in_progress"


# Places and states of git


def test_outside_of_git_only_the_file_can_be_changed(tmp_path: Path) -> None:
    write_liaisons_tracker(tmp_path)
    said = refusal(call(tmp_path, "update", "3.b", *COMPLETED))
    assert said.message == f"{tmp_path} is in no git repository"
    assert "--no-commit" in said.hint
    assert not (tmp_path / "status/eo-14288/3.b.yaml").exists()
    assert "not reported -> completed" in succeed(call(tmp_path, "update", "3.b", *COMPLETED, "--dry-run"))
    assert not (tmp_path / "status/eo-14288/3.b.yaml").exists()
    assert "it is not committed" in succeed(call(tmp_path, "update", "3.b", *COMPLETED, "--no-commit"))
    assert "completed: 2025-06-20" in record(tmp_path, "3.b")


def test_a_bare_repository_is_refused(tmp_path: Path, root: Path) -> None:
    bare = tmp_path / "bare.git"
    git(root, "clone", "--quiet", "--bare", ".", str(bare))
    write_liaisons_tracker(bare)
    assert "bare repository" in refusal(call(bare, "update", "3.b", *COMPLETED)).message
    assert not (bare / "status/eo-14288/3.b.yaml").exists()


def test_a_detached_head_is_refused_with_the_way_back(root: Path) -> None:
    git(root, "checkout", "--quiet", "--detach")
    said = refused(root, "3.b", *COMPLETED)
    assert "on no branch" in said.message
    assert "git switch main" in said.hint
    assert "not reported -> completed" in update(root, "3.b", *COMPLETED, "--dry-run")


def test_a_merge_under_way_is_refused(root: Path) -> None:
    git(root, "branch", "side")
    for branch in ("main", "side"):
        git(root, "checkout", "--quiet", branch)
        write_file(root / "notes.txt", branch)
        commit_all(root)
    with pytest.raises(subprocess.CalledProcessError):
        git(root, "merge", "main")
    said = refused(root, "3.b", *COMPLETED)
    assert said.message == "a merge is under way in this repository"
    assert "git merge --abort" in said.hint


def test_a_user_whom_git_does_not_know_is_refused(root: Path) -> None:
    git(root, "config", "--unset", "user.email")
    said = refused(root, "3.b", *COMPLETED)
    assert "git does not know who you are" in said.message
    assert "git config --global user.email" in said.hint


@pytest.mark.parametrize("provision", ["3.a", "3.b"])
def test_a_hook_that_refuses_is_heard_and_nothing_is_changed(root: Path, provision: str) -> None:
    hook = write_file(root / ".git" / "hooks" / "pre-commit", "#!/bin/sh\necho 'not on Mondays' >&2\nexit 1\n")
    hook.chmod(0o755)
    said = refused(root, provision, *COMPLETED)
    assert said.message == "the hook pre-commit refused it, saying: not on Mondays"
    assert said.hint.startswith("nothing was changed")
    assert (record(root, "3.a"), (root / "status/eo-14288/3.b.yaml").exists()) == (BEGUN, False)


def test_a_tracker_in_a_subfolder_is_updated(tmp_path: Path) -> None:
    root = make_clone(tmp_path, "trackers/ours")
    update(root / "directives", "3.b", *COMPLETED)
    assert commit_at(root).files == ("trackers/ours/status/eo-14288/3.b.yaml",)
    assert git(root, "status", "--porcelain") == ""


def test_a_tracker_in_a_linked_worktree_is_updated(tmp_path: Path, root: Path) -> None:
    git(root, "worktree", "add", "--quiet", "-b", "side", str(tmp_path / "linked"))
    update(tmp_path / "linked", "3.b", *COMPLETED)
    assert commit_at(root, "side").directive == "eo-14288/3.b"
    assert count_commits(root) == 1


def test_the_first_commit_may_be_an_update(tmp_path: Path) -> None:
    write_liaisons_tracker(tmp_path)
    git(tmp_path, "init", "--quiet")
    name_user(tmp_path)
    update(tmp_path, "3.b", *COMPLETED)
    assert commit_at(tmp_path).files == ("status/eo-14288/3.b.yaml",)
    assert count_commits(tmp_path) == 1


def test_eight_at_once_all_land(root: Path) -> None:
    env = environment(**ENVIRONMENT)
    command = [str(PROGRAM), "--today", "2025-06-30", "update", "3.a", "-e"]
    started = [
        subprocess.Popen([*command, f"D-{n}"], cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for n in range(8)
    ]
    said = [process.communicate()[1].decode() for process in started]
    assert [process.returncode for process in started] == [0] * 8, said
    assert sorted(line.split(": ")[1] for line in record(root, "3.a").splitlines() if "D-" in line) == [
        f"D-{n}" for n in range(8)
    ]
    assert count_commits(root) == 9
