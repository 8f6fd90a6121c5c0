"""Where a tracker is looked for, what works without one, and the help: of the program by any of its names."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.cli import warm
from tests.cli.asking import FORMATS, answer, refusal, rows
from tests.cli.trackers import make_directive, write_order
from tests.terminal import PROGRAM, ROOT, environment, run

COMMANDS = (
    *("status", "overdue", "upcoming", "show", "orders", "agencies", "history", "diff", "blame"),
    *("report", "calendar", "update", "undo", "sync", "sheet", "import", "check", "init", "schema"),
)
FILTERS = ["--agency", "-a", "--role", "--status", "--timeliness", "--due-from", "--due-to"]
OPTIONS = {
    "": ["-C", "--today", "--version", "--install-completion", "--show-completion", "-h", "--help"],
    "status": [*FILTERS, "--format", "-f"],
    "overdue": [*FILTERS, "--exit-code", "--format", "-f"],
    "upcoming": [*FILTERS, "--days", "-d", "--exit-code", "--format", "-f"],
    "show": ["DIRECTIVE", "--format", "-f"],
    "orders": ["SELECTION", "--format", "-f"],
    "import": [
        *("FILE", "--number", "--signed", "--facts", "-o", "--format", "-f", "--coverage", "--update"),
        *("--review", "--no-review", "--keep-text"),
    ],
    "agencies": ["AGENCY", "--kind", "--parent", "--leading", "--codeowners", "--format", "-f"],
    "history": ["SELECTION", "--since", "--until", "--by", "--agency", "-a", "--kind", "-k", "--limit", "--reverse"],
    "diff": ["FROM", "TO", "--format", "-f"],
    "blame": ["DIRECTIVE", "--format", "-f"],
    "report": [
        "SELECTION",
        "--week",
        "--from",
        "--to",
        "--agency",
        "-a",
        "--format",
        "-f",
        "--output",
        "-o",
        "--title",
    ],
    "calendar": ["SELECTION", "--agency", "-a", "--role", "--as-of", "--output", "-o"],
    "update": ["DIRECTIVE", "--status", "-s", "--completed", "--note", "-m", "--evidence", "-e", "--from", "--dry-run"],
    "undo": ["--dry-run", "-n"],
    "init": ["DIR", "--demo"],
    "check": [
        "--against",
        "--fail-on",
        "--fail-on-severity",
        "--format",
        "-f",
        "--output",
        "-o",
        "--list",
        "--explain",
    ],
    "schema": ["order", "record", "agencies"],
    "sync": ["--ours", "--theirs"],
    "sheet": ["SELECTION", "--agency", "-a", "--role", "-o", "--force"],
}


@pytest.fixture(scope="module")
def trackers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two trackers: `one` has Sec. 1(a) and a folder below it, `two trackers é` has Sec. 2(a)."""
    root = tmp_path_factory.mktemp("trackers")
    write_order(root / "one", make_directive("1.a"))
    write_order(root / "two trackers é", make_directive("2.a"))
    (root / "one" / "below" / "deep").mkdir(parents=True)
    return root


def found(*before: str, cwd: Path, **env: str) -> str:
    """Name the one directive of the tracker that is found."""
    done = warm.run(*before, "status", cwd=cwd, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.split()[0].removeprefix("eo-14288/")


@pytest.mark.parametrize("below", ["", "below", "below/deep", "directives"])
def test_the_nearest_folder_upwards_is_the_tracker(below: str, trackers: Path) -> None:
    assert found(cwd=trackers / "one" / below) == "1.a"


@pytest.mark.parametrize("directory", ["../two trackers é", "../two trackers é/directives"])
def test_a_folder_can_be_named(directory: str, trackers: Path) -> None:
    here = trackers / "one"
    assert found("-C", directory, cwd=here) == "2.a"
    assert found("-C", str(here / directory), cwd=ROOT) == "2.a"
    assert found(cwd=here, EO_TRACKER_REPO=directory) == "2.a"


def test_a_folder_that_is_named_goes_before_the_environment(trackers: Path) -> None:
    assert found("-C", ".", cwd=trackers / "one", EO_TRACKER_REPO=str(trackers / "two trackers é")) == "1.a"


def test_an_empty_variable_is_none(trackers: Path) -> None:
    assert found(cwd=trackers / "one", EO_TRACKER_REPO="") == "1.a"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_to_a_tracker_is_one(trackers: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(trackers / "one")
    assert found("-C", "link", cwd=tmp_path) == "1.a"
    assert found(cwd=tmp_path / "link" / "below") == "1.a"


def test_an_order_file_named_in_a_folder_below_is_a_selection(trackers: Path) -> None:
    here = trackers / "one" / "below"
    assert list(rows("status", "../directives/eo-14288.yaml", cwd=here)) == ["eo-14288/1.a"]


@pytest.mark.parametrize("form", FORMATS)
def test_outside_of_a_tracker_agencies_shows_the_registry(form: str, tmp_path: Path) -> None:
    text = answer("agencies", "NIST", "--format", form, cwd=tmp_path)
    assert "National Institute of Standards and Technology" in text


def test_outside_of_a_tracker_no_agency_leads_anything(tmp_path: Path) -> None:
    done = run("agencies", "--leading", cwd=tmp_path)
    assert refusal(done).message == f"there is no directives/ in {tmp_path.resolve()} or above it"


@pytest.mark.parametrize("command", ["status", "overdue", "upcoming", "show 3.b", "orders", "-C . agencies"])
def test_outside_of_a_tracker_the_other_commands_say_so(command: str, tmp_path: Path) -> None:
    said = refusal(warm.run(*command.split(), cwd=tmp_path))
    assert said.message == f"there is no directives/ in {tmp_path.resolve()} or above it"
    assert said.hint == "go to a tracker's folder, or name it with -C or EO_TRACKER_REPO"


@pytest.mark.parametrize("arguments", [("--version",), ("--version", "status"), ("-C", "no/such", "--version")])
def test_the_version_is_told_anywhere(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"eo-tracker {version('eo-tracker')}\n", "")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_80_columns_and_mentions_every_option(command: str, tmp_path: Path) -> None:
    done = run(*command.split(), "--help", cwd=tmp_path, env={"COLUMNS": "80"})
    assert (done.returncode, done.stderr) == (0, "")
    words = set(re.findall(r"[\w-]+", done.stdout))
    assert [option for option in OPTIONS[command] if option not in words] == []
    assert [line for line in done.stdout.splitlines() if len(line) > 80] == []
    assert run(*command.split(), "-h", cwd=tmp_path, env={"COLUMNS": "80"}).stdout == done.stdout


def test_help_lists_the_commands_with_a_whole_sentence_each() -> None:
    text = run("--help", env={"COLUMNS": "80"}).stdout
    listed = re.findall(r"^  (\w+)  +(\S.*)$", text.partition("Commands:\n")[2], re.MULTILINE)
    assert [name for name, _ in listed] == list(COMMANDS)
    assert [sentence for _, sentence in listed if sentence.endswith("...")] == []


@pytest.mark.parametrize("command", ["status", "overdue", "upcoming"])
def test_help_tells_the_words_that_filters_take(command: str) -> None:
    text = "".join(run(command, "--help").stdout.split())
    for word in ("not_reported", "not_pursued", "awaiting_trigger", "met_late", "coordinating", "markdown"):
        assert word in text


def test_help_wants_no_tracker_and_no_sound_option_before_it(tmp_path: Path) -> None:
    assert run("--today", "x", "-C", "no/such", "status", "--help", cwd=tmp_path).returncode == 0


def test_the_short_name_does_the_same() -> None:
    short = PROGRAM.with_name(PROGRAM.name.replace("eo-tracker", "eot"))
    for arguments in (["--version"], ["--today", "2025-06-30", "overdue"], ["orders", "--format", "json"]):
        done = subprocess.run(
            [short, *arguments], cwd=ROOT, env=environment(), capture_output=True, check=True, encoding="utf-8"
        )
        assert done.stdout == run(*arguments).stdout


def test_the_package_runs_as_a_module() -> None:
    for arguments in (["--version"], ["--today", "2025-06-30", "overdue"], ["--help"], ["bogus"]):
        done = subprocess.run(
            [sys.executable, "-m", "eo_tracker", *arguments],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        expected = run(*arguments)
        # It may call itself by the name that it was called by.
        written = [text.replace("python -m eo_tracker", "eo-tracker") for text in (done.stdout, done.stderr)]
        assert (done.returncode, *written) == (expected.returncode, expected.stdout, expected.stderr)


def test_a_reading_command_leaves_the_folder_as_it_is(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("1.a"))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    for command in ("status", "overdue", "upcoming", "show 1.a", "orders", "agencies DOJ"):
        answer(*command.split(), cwd=tmp_path)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_no_bug(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "inner").mkdir(parents=True)
    closed.chmod(0)
    try:
        assert refusal(warm.run("-C", str(closed), "status")).message
        assert refusal(warm.run("-C", str(closed / "inner"), "status")).message
    finally:
        closed.chmod(0o700)
