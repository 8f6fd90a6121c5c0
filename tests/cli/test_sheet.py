"""`sheet` and `update --from`: a data call from the first cell to the last commit."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.asking import CONTROLS, answer, refusal
from tests.cli.trackers import TODAY, commit_all, git, make_directive, write_order, write_record
from tests.cli.warm import run

PAGE = "https://example.gov/report"
IDENTITY = {
    "GIT_AUTHOR_NAME": "Ann",
    "GIT_AUTHOR_EMAIL": "ann@example.gov",
    "GIT_COMMITTER_NAME": "Ann",
    "GIT_COMMITTER_EMAIL": "ann@example.gov",
}


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    root = tmp_path / "tracker"
    write_order(
        root,
        make_directive("2.a", deadline={"within": "60 days"}),
        make_directive("2.b", lead=["DOD"], consulted=["DOJ"]),
        make_directive("2.c", summary="=cmd|'/c calc'!A1"),
    )
    write_record(root, "2.c", status="in_progress", as_of="2025-06-01", note="Under \x1b[31m way")
    commit_all(root)
    return root


def make(root: Path, name: str, *arguments: str) -> Path:
    """Write a sheet of DOJ's beside the tracker."""
    path = root.parent / name
    done = run("--today", TODAY, "sheet", "--agency", "DOJ", "-o", str(path), *arguments, cwd=root)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith(f"written: {path}: 2 rows\n  hint: ")
    return path


def fill(path: Path, **cells: Any) -> None:
    book = load_workbook(path)
    for place, value in cells.items():
        book["Data call"][place] = value
    book.save(path)


def update_from(root: Path, path: Path, *arguments: str) -> tuple[int, str, str]:
    done = run("--today", TODAY, "update", "--from", str(path), *arguments, cwd=root, env=IDENTITY)
    return done.returncode, done.stdout, done.stderr


def test_csv_is_printed_where_no_file_is_named(tracker: Path) -> None:
    text = answer("sheet", "--agency", "DOJ", cwd=tracker)
    assert text.startswith("\ufeffid,citation,summary,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["id"] for row in rows] == ["eo-14288/2.a", "eo-14288/2.c"]
    assert [row["standing"] for row in rows] == ["overdue 3 days", "no deadline"]
    assert (rows[1]["summary"], rows[1]["note"]) == ("'=cmd|'/c calc'!A1", "Under <U+001B>[31m way")
    assert not CONTROLS.search(text.replace("\ufeff", "").replace("\r\n", "\n"))


def test_a_csv_file_says_the_same(tracker: Path) -> None:
    printed = answer("sheet", "--agency", "DOJ", cwd=tracker)
    raw = make(tracker, "doj.csv").read_bytes()
    assert raw.decode() == raw.decode().replace("\r\n", "\n").replace("\n", "\r\n")
    assert raw.decode().replace("\r\n", "\n") == printed.replace("\r\n", "\n")


def test_a_role_and_a_selection_are_taken(tracker: Path) -> None:
    assert answer("sheet", "--agency", "DOJ", "--role", "any", cwd=tracker).count("\neo-14288/") == 3
    assert answer("sheet", "2.b", cwd=tracker).count("\neo-14288/") == 1


def test_an_existing_file_is_replaced_only_with_force(tracker: Path) -> None:
    path = make(tracker, "doj.xlsx")
    before = path.read_bytes()
    said = refusal(run("sheet", "-a", "DOJ", "-o", str(path), cwd=tracker))
    assert said == (f"{path} is there already", "name another file, or replace it by --force")
    assert path.read_bytes() == before
    make(tracker, "doj.xlsx", "--force")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "doj.xls"], '"doj.xls" is to be neither .xlsx nor .csv'),
        (["-o", "doj"], '"doj" is to be neither .xlsx nor .csv'),
        (["-o", "no/such/doj.csv"], "there is no folder "),
        (["--agency", "DOJJ"], 'no agency is called "DOJJ"'),
        (["9.z"], "EO 14288 has no directive 9.z"),
        (["--agency", "NIST"], "NIST leads nothing here, and has reported nothing"),
    ],
)
def test_what_cannot_be_written_is_said_plainly(arguments: list[str], message: str, tracker: Path) -> None:
    assert refusal(run("sheet", *arguments, cwd=tracker)).message.startswith(message)


def test_broken_data_is_told_beside_the_sheet(tracker: Path) -> None:
    write_record(tracker, "2.a", status="done")
    done = run("sheet", "-a", "DOJ", cwd=tracker)
    assert done.returncode == 2
    assert done.stdout.count("\neo-14288/") == 2
    assert "status/eo-14288/2.a.yaml:1:9" in done.stderr


def test_a_sheet_that_comes_back_is_recorded_with_a_commit_for_each_directive(tracker: Path) -> None:
    path = make(tracker, "doj.xlsx")
    fill(path, F2="completed", G2=date(2025, 6, 20), J2=PAGE, I3="Nearly done")
    code, _, errors = update_from(tracker, path)
    assert (code, errors.startswith("recorded: 2 commits")) == (0, True)
    assert git(tracker, "log", "-2", "--format=%s", "--reverse").splitlines() == [
        "eo-14288/2.a: not_reported -> completed",
        "eo-14288/2.c: note changed",
    ]
    assert git(tracker, "status", "--porcelain") == ""
    record = (tracker / "status/eo-14288/2.a.yaml").read_text("utf-8")
    assert "completed: 2025-06-20" in record
    assert f"url: {PAGE}" in record
    assert "reported_by: DOJ" in record
    # The same sheet once more says nothing new.
    code, out, errors = update_from(tracker, path)
    assert (code, out) == (0, "")
    assert errors == f"nothing to record: {path} says nothing new of its 2 directives\n"


def test_all_faults_are_told_and_nothing_is_recorded(tracker: Path) -> None:
    head = git(tracker, "rev-parse", "HEAD")
    path = make(tracker, "doj.csv")
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    rows[1][5], rows[1][8], rows[2][8], rows[2][7] = "completed", "A \x1b[31m word", "Fine", "soon"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    code, out, errors = update_from(tracker, path)
    assert (code, out) == (2, "")
    assert [line for line in errors.splitlines() if not line.startswith("  hint: ")] == [
        f'error: {path}: row 2, column "note" (I): there is a character in it that no data file can hold (U+001B)',
        f'error: {path}: row 2, column "completed" (G): completed needs the day of completion',
        f'error: {path}: row 2, column "evidence" (J): completed needs at least one piece of evidence',
        f'error: {path}: row 3, column "as of" (H): "soon" is no date',
        f"error: {path}: nothing is recorded until all of it can be",
    ]
    assert git(tracker, "rev-parse", "HEAD") == head
    assert git(tracker, "status", "--porcelain") == ""


def test_a_dry_run_only_shows_what_a_sheet_says(tracker: Path) -> None:
    path = tracker.parent / "by hand.csv"
    path.write_text("id;note;remark\n2.c;New;x\n", encoding="cp1252")
    code, out, errors = update_from(tracker, path, "--dry-run")
    assert code == 0
    assert "New" in out
    assert f'note: {path}: the column "remark" is not read\n' in errors
    assert git(tracker, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "doj.xlsx is empty"),
        (b"<html>", "doj.xlsx is a web page or XML, whatever its name"),
        (b"PK\x03\x04", "doj.xlsx is damaged"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(raw: bytes, message: str, tracker: Path) -> None:
    path = tracker.parent / "doj.xlsx"
    path.write_bytes(raw)
    done = run("update", "--from", str(path), cwd=tracker, env=IDENTITY)
    assert refusal(done).message == message


def test_a_file_that_is_not_there_is_refused(tracker: Path) -> None:
    said = refusal(run("update", "--from", "no.xlsx", cwd=tracker, env=IDENTITY))
    assert said == ("no.xlsx cannot be read: there is no such file", "check its name and place")


def test_a_sheet_goes_alone(tracker: Path) -> None:
    path = make(tracker, "doj.csv")
    for more in (["2.a"], ["--note", "x"]):
        done = run("--today", TODAY, "update", *more, "--from", str(path), cwd=tracker, env=IDENTITY)
        assert refusal(done).message.startswith("--from goes alone")
