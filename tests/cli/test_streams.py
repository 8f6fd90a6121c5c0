"""What becomes of a run: its exit code, and what it says when the way out is closed, full, or cut short."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli import warm
from tests.cli.asking import FORMATS
from tests.cli.trackers import make_directive, write_file, write_order, write_record
from tests.terminal import PROGRAM, ROOT, environment, run

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals, pipes and devices of POSIX")
COMMANDS = ("show 3.b", "show 3.b --format json", "orders", "agencies", "agencies --format json", "--help")
LATE, EARLY = "2026-11-24", "2025-05-01"


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell in which eo-tracker is "$0"."""
    command = ["sh", "-c", line, str(PROGRAM)]
    return subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, check=False, text=True, timeout=60)


def python(code: str, *arguments: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command line behind some code of ours, in one process."""
    program = f"import sys\n{code}\nfrom eo_tracker.cli.main import run\nrun()\n"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=cwd,
        env=environment(**env),
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("command", "today", "code"),
    [
        ("status", LATE, 0),
        ("overdue", LATE, 0),
        ("overdue --exit-code", LATE, 1),
        ("overdue --exit-code", EARLY, 0),
        ("overdue --exit-code --agency NASA", LATE, 0),
        ("overdue --exit-code --format json", LATE, 1),
        ("upcoming", "2025-07-20", 0),
        ("upcoming --exit-code", "2025-07-20", 1),
        ("upcoming --exit-code", LATE, 0),
        ("overdue --exit-code 9.9", LATE, 2),
    ],
)
def test_exit_codes(command: str, today: str, code: int) -> None:
    assert warm.run("--today", today, *command.split()).returncode == code


@pytest.mark.parametrize("command", ["status", "overdue --exit-code", "orders", "show 2.b", "agencies DOJ"])
def test_data_that_cannot_be_read_makes_2_and_hides_nothing_else(command: str, tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"), make_directive("2.b", deadline={"within": "60 days"}))
    write_record(tmp_path, "2.a", status="completd")
    write_file(tmp_path / "directives" / "eo-14300.yaml", "order: [")
    done = warm.run("--today", LATE, *command.split(), cwd=tmp_path)
    assert done.returncode == 2
    assert {"14288", "2.b", "DOJ"} & set(done.stdout.replace("/", " ").replace("-", " ").split())
    assert 'status/eo-14288/2.a.yaml:1:9: status cannot be "completd" [EO204]' in done.stderr
    assert 'hint: did you mean "completed"?' in done.stderr
    assert "error: directives/eo-14300.yaml:" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["status 14288", "overdue 14288/2.a", "show 14288/2.a", "orders 14288"])
def test_what_stands_in_a_file_that_cannot_be_read_is_told_by_that_file(command: str, tmp_path: Path) -> None:
    write_file(tmp_path / "directives" / "eo-14288.yaml", "order: [")
    write_order(tmp_path, make_directive("3.a"), number="14300")
    done = warm.run(*command.split(), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "error: directives/eo-14288.yaml:" in done.stderr


def test_a_fault_elsewhere_does_not_hide_what_was_mistyped(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"), make_directive("3.b"))
    write_record(tmp_path, "3.b", status="completd")
    done = warm.run("status", "2.z", cwd=tmp_path)
    assert done.returncode == 2
    assert "EO 14288 has no directive 2.z" in done.stderr
    assert 'did you mean "eo-14288/2.a"?' in done.stderr


def test_an_agency_that_stands_in_a_file_that_cannot_be_read_is_told_by_that_file(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"))
    write_file(tmp_path / "directives" / "agencies.yaml", "agencies: [")
    for command in (["status", "--agency", "XYZ"], ["agencies", "XYZ"], ["agencies", "--parent", "XYZ"]):
        done = warm.run(*command, cwd=tmp_path)
        assert done.returncode == 2
        assert "error: directives/agencies.yaml:" in done.stderr


def test_a_directive_whose_record_is_broken_is_listed_as_not_reported(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"))
    write_record(tmp_path, "2.a", status="completd")
    for form in FORMATS:
        done = warm.run("status", "--format", form, cwd=tmp_path)
        assert done.returncode == 2
        assert "not_reported" in done.stdout.replace("\\", "")


FAILURE = """
import eo_tracker.repository.snapshot as snapshot
def fail(*_): raise {}
snapshot.read_snapshot = fail
"""


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ("show 3.b", "RuntimeError('the pot\\x1b[31m\\nboiled over')"),
        ("orders", "RecursionError()"),
        ("status --due-to 2031-05-06", "KeyError('x')"),
        ("agencies", "MemoryError()"),
    ],
)
def test_a_failure_of_our_own_is_3_and_no_traceback(command: str, error: str) -> None:
    done = python(FAILURE.format(error), *command.split())
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"bug: eo-tracker failed: {error.partition('(')[0]}")
    assert "EO_TRACKER_DEBUG=1" in done.stderr
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert len(done.stderr.splitlines()) == 2


def test_a_failure_of_our_own_shows_its_traceback_to_who_asks() -> None:
    done = python(FAILURE.format("RuntimeError('boiled over')"), "show", "3.b", EO_TRACKER_DEBUG="1")
    assert done.returncode not in (0, 1, 2)
    assert "Traceback" in done.stderr
    assert "RuntimeError: boiled over" in done.stderr


WAITING = """
import time
import eo_tracker.repository.snapshot as snapshot
def wait(*_):
    print("waiting", file=sys.stderr, flush=True)
    time.sleep(60)
snapshot.read_snapshot = wait
from eo_tracker.cli.main import run
run()
"""


@needs_posix
@pytest.mark.parametrize("command", ["show 3.b", "status --due-to 2031-05-06"])
def test_an_interrupt_is_130_and_said_in_a_sentence(command: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", f"import sys\n{WAITING}", *command.split()],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "waiting\n"
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert "interrupted" in said
    assert "Traceback" not in said


@needs_posix
@pytest.mark.parametrize("command", [*(f"status --format {form}" for form in FORMATS), *COMMANDS])
def test_a_reader_that_is_gone_is_no_failure(command: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    try:
        done = subprocess.run(
            [PROGRAM, *command.split()],
            cwd=ROOT,
            env=environment(),
            stdout=theirs,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    finally:
        os.close(theirs)
    assert (done.returncode, done.stderr) == (0, "")


@needs_posix
def test_the_first_line_of_a_list_can_be_taken() -> None:
    done = shell('"$0" agencies --format csv | head -1')
    assert (done.stdout, done.stderr) == ("key,name,kind,parent,fr_slug,cgac,leads,overdue\n", "")


@needs_posix
@pytest.mark.parametrize(
    "line", ['"$0" --help', '"$0" status', '"$0" status --format json', '"$0" agencies', '"$0" show 3.b']
)
def test_a_full_disk_is_said_in_a_sentence(line: str) -> None:
    done = shell(f"{line} > /dev/full")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "error: the output cannot be written: no space left on device"
    assert len(done.stderr.splitlines()) <= 2


@needs_posix
@pytest.mark.parametrize(
    "line", ['"$0" status', '"$0" --help', '"$0" agencies --format json', '"$0" overdue --exit-code']
)
def test_a_closed_stdout_is_no_traceback(line: str) -> None:
    done = shell(f"{line} >&-")
    assert "Traceback" not in done.stderr
    assert "bug" not in done.stderr
    assert done.returncode == (1 if "--exit-code" in line else 0)


@needs_posix
@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full", ">&- 2>&-", ">/dev/full 2>&1"])
def test_a_mistake_is_2_even_where_it_cannot_be_told(where: str) -> None:
    assert shell(f'"$0" status --bogus {where}').returncode == 2


@needs_posix
def test_a_closed_stdin_does_not_matter() -> None:
    done = shell('"$0" status <&-')
    assert (done.returncode, done.stderr) == (0, "")
    assert "8 directives" in done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_console_that_cannot_show_a_character_does_not_stop_the_output(encoding: str, tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", summary="日本語 🙂 “quoted”", text="§ 3"))
    for command in (["status"], ["show", "2.a"]):
        done = run(*command, cwd=tmp_path, env={"PYTHONIOENCODING": encoding, "LC_ALL": "C", "PYTHONUTF8": "0"})
        assert (done.returncode, done.stderr) == (0, "")
