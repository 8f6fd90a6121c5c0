"""`--as-of`: what a tracker said at a commit, or at the end of a day, in every command that looks back."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings

from eo_tracker.cli.session import washington_today
from tests.cli.asking import CONTROLS, Refusal, refusal
from tests.cli.trackers import age
from tests.cli.warm import run
from tests.repository.clones import git
from tests.repository.histories import ORDER, Commit, check_out, histories, import_commits
from tests.terminal import run_in_terminal, without_colour

needs_posix = pytest.mark.skipif(os.name == "nt", reason="needs links, or a pseudo-terminal")
COMMANDS = ("status", "overdue", "upcoming", "orders", "show 3.a")


@needs_posix
@settings(max_examples=5, deadline=None)
@given(histories())
def test_as_of_a_commit_is_what_its_checkout_says(history: tuple[str, list[Commit]]) -> None:
    prefix, commits = history
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        ids = import_commits(clone, commits)
        (clone / prefix / "directives").mkdir(parents=True, exist_ok=True)  # what is here now has no part in it
        for commit, checkout in check_out(clone, ids):
            found = run("status", "--format", "json", "--as-of", commit, cwd=clone / prefix)
            if not (checkout / prefix / "directives").is_dir():
                assert "directives/" in refusal(found).message or "yet" in refusal(found).message
                continue
            day = json.loads(found.stdout)["today"]
            expected = run("--today", day, "status", "--format", "json", cwd=checkout / prefix)
            assert (found.stdout, found.stderr, found.returncode) == (
                expected.stdout,
                expected.stderr,
                expected.returncode,
            )


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone whose first order came on May 2, was under way on June 20 and done on June 28; for reading only."""
    folder = tmp_path_factory.mktemp("as-of").resolve()
    order = ORDER.replace(", BuL", "")
    done = "status: completed\ncompleted: 2025-06-26\nwithout_evidence: It is secret.\n"
    commits = [
        Commit({"README": "fictional"}, "2025-05-01T12:00:00-04:00"),
        Commit({"directives/eo-90001.yaml": order}, "2025-05-02T12:00:00-04:00"),
        Commit({"status/eo-90001/3.a.yaml": "status: in_progress\n"}, "2025-06-20T23:00:00-04:00"),
        Commit({"status/eo-90001/3.b.yaml": "status: done\n"}, "2025-06-21T12:00:00-04:00"),
        Commit({"status/eo-90001/3.b.yaml": None, "status/eo-90001/3.a.yaml": done}, "2025-06-28T00:30:00-04:00"),
    ]
    ids = import_commits(folder, commits)
    git(folder, "checkout", "--quiet", "main")
    for name, commit in zip(("none", "first", "under-way", "broken", "done"), ids, strict=True):
        git(folder, "tag", name, commit)
    (folder / "status/eo-90001/3.a.yaml").write_text("status: not_applicable\n")  # and nobody has committed it
    return folder


def said(*arguments: str, cwd: Path) -> tuple[str, str]:
    """Return what a command that finds nothing wrong writes, and what it says on stderr."""
    done = run(*arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


def states(*arguments: str, cwd: Path) -> dict[str, str]:
    """Return the statuses of the directives, with the day that they are judged on."""
    found = json.loads(said(*arguments, "status", "--format", "json", cwd=cwd)[0])
    return {"today": found["today"], **{row["provision"]: row["status"] for row in found["directives"]}}


def as_of(typed: str, *before: str, cwd: Path) -> dict[str, str]:
    found = json.loads(said(*before, "status", "--as-of", typed, "--format", "json", cwd=cwd)[0])
    return {"today": found["today"], **{row["provision"]: row["status"] for row in found["directives"]}}


def test_the_data_and_the_day_are_those_of_the_moment(clone: Path) -> None:
    assert as_of("2025-05-02", cwd=clone) == {"today": "2025-05-02", "3.a": "not_reported", "3.b": "not_reported"}
    assert as_of("2025-06-20", cwd=clone) == {"today": "2025-06-20", "3.a": "in_progress", "3.b": "not_reported"}
    assert as_of("2025-06-28", cwd=clone) == {"today": "2025-06-28", "3.a": "completed", "3.b": "not_reported"}
    assert as_of("under-way", cwd=clone) == as_of("2025-06-20", cwd=clone)
    assert as_of("HEAD", cwd=clone) == as_of("2025-06-28", cwd=clone)


def test_a_typed_day_judges_the_data_of_the_moment(clone: Path) -> None:
    assert as_of("under-way", "--today", "2025-07-04", cwd=clone)["today"] == "2025-07-04"
    out, _ = said("--today", "2025-07-04", "status", "--as-of", "under-way", cwd=clone)
    assert out.splitlines()[-1].startswith("as of Friday, June 20, 2025: commit ")
    assert out.endswith("; judged on Friday, July 4, 2025\n")
    done = run("--today", "2025-06-01", "status", "--as-of", "done", cwd=clone)
    assert done.returncode == 2
    assert "status/eo-90001/3.a.yaml:2:" in done.stderr


def test_a_day_is_said_as_people_say_it_and_told_as_it_was_understood(clone: Path) -> None:
    out, told = said("--today", "2025-06-25", "status", "--as-of", "last friday", cwd=clone)
    assert told == "note: last friday is Friday, June 20, 2025\n"
    assert "in_progress" in out
    assert as_of("June 20, 2025", cwd=clone) == as_of("6/20/2025", cwd=clone) == as_of("2025-06-20", cwd=clone)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_list_ends_with_the_moment_that_it_shows(clone: Path, command: str) -> None:
    short = git(clone, "rev-parse", "under-way")[:8]
    expected = f"as of Friday, June 20, 2025: commit {short}"
    words = (*command.split(), "--as-of", "2025-06-20")
    assert said(*words, cwd=clone)[0].splitlines()[-1] == expected


@needs_posix
@pytest.mark.parametrize("command", COMMANDS)
def test_a_table_ends_with_the_moment_that_it_shows(clone: Path, command: str) -> None:
    shown = without_colour(run_in_terminal(f"eo-tracker {command} --as-of 2025-06-20", columns=60, cwd=clone))
    assert shown.rstrip().splitlines()[-1].startswith("as of Friday, June 20, 2025: commit ")


@pytest.mark.parametrize("command", COMMANDS)
def test_what_programs_read_is_left_as_it_is(clone: Path, command: str) -> None:
    commit = git(clone, "rev-parse", "under-way")
    words = (*command.split(), "--as-of", "under-way", "--format")
    out, told = said(*words, "json", cwd=clone)
    found = json.loads(out)
    assert (found["today"], found["revision"], told) == ("2025-06-20", commit, "")
    for form in ("csv", "markdown"):
        out, told = said(*words, form, cwd=clone)
        assert "as of" not in out
        assert told == f"note: as of Friday, June 20, 2025: commit {commit[:8]}\n"
    out, _ = said(*words, "csv", cwd=clone)
    assert len({len(row) for row in csv.reader(StringIO(out))}) == 1


def test_faults_of_then_are_told_and_those_of_now_are_not(clone: Path) -> None:
    done = run("status", "--as-of", "broken", cwd=clone)
    assert done.returncode == 2
    assert done.stderr.startswith("error: status/eo-90001/3.b.yaml:1:9: ")
    assert said("status", "--as-of", "under-way", cwd=clone)[1] == ""


def test_findings_of_then_leave_with_1(clone: Path) -> None:
    assert run("overdue", "--exit-code", "--as-of", "2025-06-20", cwd=clone).returncode == 1
    assert run("overdue", "--exit-code", "--as-of", "2025-05-02", "3.b", cwd=clone).returncode == 0


def test_what_is_kept_of_now_is_no_answer_about_then(tmp_path: Path) -> None:
    order = ORDER.replace(", BuL", "")
    import_commits(tmp_path, [Commit({"directives/eo-90001.yaml": order}), Commit({"README": "fictional"})])
    git(tmp_path, "checkout", "--quiet", "main")
    record = tmp_path / "status/eo-90001/3.a.yaml"
    record.parent.mkdir(parents=True)
    record.write_text("status: in_progress\n")
    age(tmp_path)
    now = states("--today", "2025-06-27", cwd=tmp_path)
    assert now["3.a"] == "in_progress"
    assert as_of("HEAD", cwd=tmp_path) == {**now, "3.a": "not_reported"}
    assert states("--today", "2025-06-27", cwd=tmp_path) == now


def refused(command: str, typed: str, cwd: Path, *before: str) -> Refusal:
    return refusal(run(*before, *command.split(), "--as-of", typed, cwd=cwd))


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        (
            "2024-01-01",
            "nothing was tracked yet on 2024-01-01: the first commit that has orders is of 2025-05-02",
            "05-02",
        ),
        ("none", "nothing was tracked yet on 2025-05-01: the first commit that has orders is of 2025-05-02", "05-02"),
        ("2199-01-01", "--as-of 2199-01-01 has not come yet", "--today"),
        ("mian", '--as-of "mian" is no date, and names no commit', "a commit, a tag or a branch"),
        ("2025-02-30", '--as-of "2025-02-30" is no date, and names no commit', "check the month and the day"),
        ("2025-6-27", '--as-of "2025-6-27" is no date, and names no commit', "2025-06-27"),
        ("thursday, june 27, 2025", "2025-06-27 is a Friday, and names no commit", "weekday"),
        ("last week", '--as-of "last week" is no date, and names no commit', "last friday"),
        ("1234567", '--as-of "1234567" is no date, and names no commit', "a commit"),
        ("HEAD~99", '--as-of "HEAD~99" is no date, and names no commit', "a commit"),
        ("@{upstream}", '--as-of "@{upstream}" is no date, and names no commit', "a commit"),
    ],
)
def test_the_likeliest_mistakes_are_told_plainly(
    clone: Path, command: str, typed: str, message: str, hint: str
) -> None:
    told = refused(command, typed, clone)
    assert told.message.endswith(message)
    assert hint in told.hint


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "typed", ["", " ", "--output=x", "-h", "--", "\x1b[31m", "x" * 5000, "$(id)", "HEAD\n", "\u202e"]
)
def test_nasty_words_are_no_moment(clone: Path, command: str, typed: str) -> None:
    before = sorted(path.name for path in clone.iterdir())
    assert "is no date, and names no commit" in refused(command, typed, clone).message or len(typed) > 400
    assert sorted(path.name for path in clone.iterdir()) == before


def test_a_day_to_come_may_be_said_of_another_today_that_is_past(clone: Path) -> None:
    assert as_of("tomorrow", "--today", "2025-06-19", cwd=clone)["3.a"] == "in_progress"
    tomorrow = refused("status", "tomorrow", clone)
    assert "has not come yet" in tomorrow.message
    assert as_of("today", cwd=clone)["today"] == str(washington_today())


def test_an_option_without_its_word_is_told(clone: Path) -> None:
    assert "--as-of" in refusal(run("status", "--as-of", cwd=clone)).message
    assert "is no date" in refused("status", "HEAD", clone, "--today", "x").message


def test_no_repository_no_commit_and_too_little_of_it_are_told(clone: Path, tmp_path: Path) -> None:
    (tmp_path / "plain" / "directives").mkdir(parents=True)
    told = refused("status", "2025-06-20", tmp_path / "plain")
    assert told.message.endswith("is in no git repository, so nothing is known of its past")
    git(tmp_path / "plain", "init", "--quiet")
    assert refused("status", "2025-06-20", tmp_path / "plain").message == "nothing has been committed here yet"
    assert "names no commit" in refused("status", "HEAD", tmp_path / "plain").message
    git(tmp_path, "clone", "--quiet", "--depth", "1", clone.as_uri(), "shallow")
    assert "git fetch --unshallow" in refused("status", "2025-06-20", tmp_path / "shallow").hint
    assert "git fetch --unshallow" in refused("status", "HEAD~1", tmp_path / "shallow").hint


def test_a_bare_repository_is_told(clone: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(clone), "bare")
    (tmp_path / "bare" / "directives").mkdir()
    assert "git clone" in refused("status", "HEAD", tmp_path / "bare").hint


def test_git_that_is_missing_is_told(clone: Path, tmp_path: Path) -> None:
    told = refusal(run("status", "--as-of", "HEAD", cwd=clone, env={"PATH": str(tmp_path)}))
    assert told.message == "git is not installed, or not on the PATH"


@pytest.mark.parametrize("command", ["agencies", "update 3.a --status in_progress --dry-run"])
def test_what_does_not_look_back_has_another_as_of_or_none(clone: Path, command: str) -> None:
    done = run(*command.split(), "--as-of", "under-way", cwd=clone)
    assert done.returncode == 2
    assert not CONTROLS.search(done.stderr)


def test_a_clone_that_belongs_to_another_user_is_told_how_to_trust_it(clone: Path) -> None:
    done = run("status", "--as-of", "HEAD", cwd=clone, env={"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    assert "belongs to another user" in refusal(done).message
    assert "safe.directory" in refusal(done).hint


@needs_posix
def test_a_reader_that_leaves_early_stops_it_quietly(clone: Path) -> None:
    command = "eo-tracker status --as-of HEAD --format json | head -c 1"
    shown = run_in_terminal(f"sh -c '{command}'", cwd=clone)
    assert shown == "{"


def test_the_help_tells_of_it(clone: Path) -> None:
    for command in COMMANDS:
        assert "--as-of" in run(command.split()[0], "--help", cwd=clone).stdout
