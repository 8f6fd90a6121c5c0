"""Answers that are kept beside git's data: never seen but in time, whatever changes, breaks or is in the way.

What is kept is forged in these tests, so that an answer out of the cache shows itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eo_tracker.repository.cache import Cache, Fingerprint, _check, open_cache, take_fingerprint
from eo_tracker.repository.revision import find_git_directory
from tests.cli.asking import FORMATS, answer
from tests.cli.trackers import commit_all, git, make_directive, write_every_kind, write_file, write_order, write_record
from tests.cli.warm import run
from tests.terminal import PROGRAM, environment, run_in_terminal

HEADER = 24
KEPT = 8
SETTLES_AFTER = 2.1


def copies(root: Path, count: int) -> Iterator[Path]:
    """Make a tracker in a repository, and copies of it, long enough ago for answers about them to be kept."""
    first = root / "0"
    write_every_kind(first)
    commit_all(first)
    folders = [first, *(root / str(n) for n in range(1, count))]
    for folder in folders[1:]:
        shutil.copytree(first, folder)
    git(folders[1], "worktree", "add", "--quiet", "-b", "side", str(root / "linked"))
    write_record(folders[2], "2.b", status="compleeted")
    write_file(folders[3] / "eo-tracker.toml", "due_soon_days = 3\n")
    # What is kept is also of the program's files, to which a first run after the installation adds compiled ones.
    for command in ("status", "upcoming"):
        answer(command, cwd=first)
    forget(first)
    time.sleep(SETTLES_AFTER)
    yield from folders


@pytest.fixture(scope="session")
def settled_copies(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return list(copies(tmp_path_factory.mktemp("settled"), 40))


@pytest.fixture
def settled(settled_copies: list[Path]) -> Path:
    """A tracker in a repository of its own, which did not change lately; no other test uses it."""
    return settled_copies.pop()


def ask(root: Path, *arguments: str, today: str = "2025-06-30") -> str:
    return answer("status", *arguments, cwd=root, today=today)


def answers(root: Path) -> list[Path]:
    directory = find_git_directory(root)
    assert directory
    return sorted((directory / "eo-tracker").rglob("*.answer"))


def forge(root: Path) -> None:
    """Change every answer that is kept so that it can be told from a true one."""
    kept = answers(root)
    assert kept
    for path in kept:
        text = path.read_bytes()[HEADER:].replace(b"Do what", b"Forged:")
        path.write_bytes(_check(text) + text)


def forget(root: Path) -> None:
    directory = find_git_directory(root)
    assert directory
    shutil.rmtree(directory / "eo-tracker", ignore_errors=True)


def test_a_question_is_answered_from_what_is_kept_while_nothing_changes(settled: Path) -> None:
    true = ask(settled)
    forge(settled)
    assert ask(settled) == true.replace("Do what", "Forged:") != true
    forget(settled)
    assert ask(settled) == true


@pytest.mark.parametrize("form", FORMATS)
def test_the_bytes_are_the_same_with_and_without_what_is_kept(form: str, settled: Path) -> None:
    def listed() -> list[str]:
        return [answer(command, "--format", form, cwd=settled) for command in ("status", "upcoming")]

    first = listed()
    assert len(answers(settled)) == 2
    assert listed() == first
    forget(settled)
    assert listed() == first


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_table_in_a_terminal_is_the_same_too(settled: Path) -> None:
    first = run_in_terminal("eo-tracker --today 2025-06-30 status", cwd=settled)
    assert answers(settled)
    assert run_in_terminal("eo-tracker --today 2025-06-30 status", cwd=settled) == first


def record(root: Path, provision: str = "2.c") -> Path:
    return root / "status" / "eo-14288" / f"{provision}.yaml"


def edit_in_place(root: Path) -> None:
    """Change a record and leave its size, its time of change and its inode as they were."""
    path = record(root)
    before = path.stat()
    text = path.read_bytes()
    with path.open("r+b") as file:
        file.write(text.replace(b"Under way", b"Undone, k"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


def replace_by_another_file(root: Path) -> None:
    """Put another file of the same size and time in the place of a record."""
    path = record(root)
    other = path.with_suffix(".new")
    other.write_bytes(path.read_bytes().replace(b"Under way", b"Undone, k"))
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)


def edit_an_order(root: Path) -> None:
    path = root / "directives" / "eo-14288.yaml"
    path.write_text(path.read_text("utf-8").replace("2025-12-31", "2025-12-30"), "utf-8", newline="\n")


def add_agencies(root: Path) -> None:
    write_file(root / "directives" / "agencies.yaml", "agencies:\n  - {key: XYZ, name: Example Commission}\n")


def commit_something_else(root: Path) -> None:
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Nothing")


def commit_on_no_branch(root: Path) -> None:
    git(root, "checkout", "--quiet", "--detach")
    commit_something_else(root)


def add_an_order(root: Path) -> None:
    write_order(root, make_directive("5.a"), number="14400")


CHANGES: list[Callable[[Path], object]] = [
    edit_in_place,
    replace_by_another_file,
    edit_an_order,
    add_an_order,
    add_agencies,
    commit_something_else,
    lambda root: write_record(root, "2.f", status="in_progress"),
    lambda root: record(root).unlink(),
    lambda root: record(root, "2.h").rename(record(root, "2.f")),
    lambda root: shutil.rmtree(root / "status"),
    lambda root: (root / "directives" / "eo-14300.yaml").unlink(),
    lambda root: write_file(root / "eo-tracker.toml", "due_soon_days = 3\n"),
    lambda root: write_file(root / "pyproject.toml", "[tool.eo-tracker]\ndue_soon_days = 3\n"),
    commit_on_no_branch,
]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen_at_once(change: Callable[[Path], object], settled: Path) -> None:
    before = ask(settled, "--format", "json")
    forge(settled)
    change(settled)
    after = ask(settled, "--format", "json")
    assert "Forged:" not in after
    assert after != before or change is add_agencies
    forget(settled)
    assert ask(settled, "--format", "json") == after


def test_a_configuration_that_moves_to_another_file_is_seen(settled_copies: list[Path]) -> None:
    root = settled_copies[3]
    assert '"timeliness": "upcoming"' in ask(root, "2.b", "--format", "json")
    forge(root)
    (root / "eo-tracker.toml").rename(root / "pyproject.toml")
    after = ask(root, "2.b", "--format", "json")
    assert "Forged:" not in after
    assert '"timeliness": "due_soon"' in after


def test_a_change_back_is_seen_too(settled: Path) -> None:
    before = ask(settled)
    text = record(settled).read_bytes()
    edit_in_place(settled)
    assert ask(settled, "--format", "csv") != before
    record(settled).write_bytes(text)
    assert ask(settled) == before


OTHER_QUESTIONS = [
    ("--today", "2025-07-01", "status"),
    ("overdue",),
    ("upcoming", "--days", "30"),
    ("status", "--agency", "DOJ"),
    ("status", "--agency", "DOJ", "--role", "any"),
    ("status", "--status", "not_reported"),
    ("status", "--timeliness", "overdue"),
    ("status", "--due-from", "2025-01-01"),
    ("status", "--due-to", "2027-01-01"),
    ("status", "14288"),
]


def test_another_question_is_never_answered_with_the_answer_to_this_one(settled: Path) -> None:
    whole = ask(settled)
    forge(settled)
    for arguments in OTHER_QUESTIONS:
        done = run("--today", "2025-06-30", *arguments, cwd=settled)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Do what" in done.stdout
        assert "Forged:" not in done.stdout
        assert done.stdout != whole


def test_other_programs_files_of_the_same_name_are_no_concern(settled: Path) -> None:
    ask(settled)
    forge(settled)
    write_file(settled / "notes.txt", "x")
    write_file(settled / "status.yaml", "x")
    assert "Forged:" in ask(settled)


def damage(raw: bytes) -> Iterator[bytes]:
    yield b""
    yield raw[:10]
    yield raw[:HEADER]
    yield raw[:-1]
    yield raw + b"x"
    yield raw[:-10] + bytes([raw[-10] ^ 1]) + raw[-9:]
    yield b"\0" * len(raw)
    yield raw[HEADER:]


def test_what_is_damaged_is_not_used(settled: Path) -> None:
    true = ask(settled)
    (path,) = answers(settled)
    for raw in damage(path.read_bytes()):
        path.write_bytes(raw)
        assert ask(settled) == true


def test_a_folder_in_the_place_of_an_answer_is_no_failure(settled: Path) -> None:
    true = ask(settled)
    (path,) = answers(settled)
    path.unlink()
    path.mkdir()
    assert ask(settled) == true


@pytest.mark.parametrize("name", ["eo-tracker", "eo-tracker/answers"])
def test_a_file_in_the_place_of_the_folder_is_no_failure(name: str, settled: Path) -> None:
    write_file(settled / ".git" / name, "")
    assert ask(settled) == ask(settled)
    assert answers(settled) == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_git_directory_that_may_not_be_written_is_no_failure(settled: Path) -> None:
    (settled / ".git").chmod(0o500)
    try:
        assert ask(settled) == ask(settled)
    finally:
        (settled / ".git").chmod(0o700)
    assert answers(settled) == []


def test_nothing_of_it_is_seen_in_the_work_tree(settled: Path) -> None:
    before = sorted(path.relative_to(settled) for path in settled.rglob("*") if ".git" not in path.parts)
    for arguments in OTHER_QUESTIONS:
        run(*arguments, cwd=settled)
    assert answers(settled)
    assert git(settled, "status", "--porcelain", "--ignored") == ""
    assert sorted(path.relative_to(settled) for path in settled.rglob("*") if ".git" not in path.parts) == before


def test_no_more_than_a_few_answers_are_kept_and_nothing_half_written(settled: Path) -> None:
    for day in range(1, KEPT + 4):
        ask(settled, today=f"2025-07-{day:02}")
    kept = answers(settled)
    assert len(kept) == KEPT
    assert [path for path in kept[0].parent.iterdir() if path not in kept] == []
    forge(settled)
    assert "Forged:" in ask(settled, today=f"2025-07-{KEPT + 3:02}")


def test_processes_at_once_get_the_same_answer(settled: Path) -> None:
    command = [str(PROGRAM), "--today", "2025-06-30", "status", "--format", "json"]
    processes = [
        subprocess.Popen(command, cwd=settled, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    told = {(*process.communicate(timeout=60), process.returncode) for process in processes}
    assert len(told) == 1
    ((out, said, code),) = told
    assert (said, code) == (b"", 0)
    assert out.decode() == ask(settled, "--format", "json")
    assert len(answers(settled)) == 1


def test_a_linked_worktree_has_answers_of_its_own(settled_copies: list[Path]) -> None:
    main = settled_copies[1]
    linked = main.parent / "linked"
    assert ask(linked) == ask(main)
    assert answers(linked) != answers(main)
    assert all(path.is_relative_to(main / ".git") for path in answers(linked))
    forge(main)
    assert "Forged:" not in ask(linked)
    assert git(linked, "status", "--porcelain", "--ignored") == ""


def test_nothing_is_kept_when_something_is_wrong(settled_copies: list[Path]) -> None:
    root = settled_copies[2]
    for _ in range(2):
        done = run("status", cwd=root)
        assert done.returncode == 2
        assert 'did you mean "completed"?' in done.stderr
        assert answers(root) == []


def test_nothing_is_kept_of_files_that_changed_just_now(settled: Path) -> None:
    path = record(settled)
    then = time.time() + 60
    os.utime(path, (then, then))
    ask(settled)
    assert answers(settled) == []


def test_nothing_is_kept_outside_of_a_repository(every_kind: Path) -> None:
    before = sorted(every_kind.rglob("*"))
    assert open_cache(every_kind) is None
    ask(every_kind)
    assert sorted(every_kind.rglob("*")) == before


@pytest.mark.parametrize(
    ("newest", "settled"), [(0, True), (7_999, True), (8_000, False), (9_000, False), (20_000, False)]
)
def test_files_settle_two_seconds_after_their_last_change(newest: int, *, settled: bool) -> None:
    million = 1_000_000
    assert Fingerprint("", newest * million).is_settled(10_000 * million) is settled


def test_a_fingerprint_is_of_the_newest_file(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"))
    path = write_record(tmp_path, "2.a", status="in_progress")
    then = time.time_ns() + 10**12
    os.utime(path, ns=(then, then))
    assert take_fingerprint(tmp_path).newest == then


def test_a_fingerprint_stays_while_nothing_changes(tmp_path: Path) -> None:
    write_every_kind(tmp_path)
    first = take_fingerprint(tmp_path)
    assert take_fingerprint(tmp_path) == first
    edit_in_place(tmp_path)
    assert take_fingerprint(tmp_path).digest != first.digest


def test_names_that_run_into_each_other_are_told_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name / "directives").mkdir(parents=True)
    write_file(tmp_path / "a" / "eo-tracker.toml", "due_soon_days = 3\n")
    write_file(tmp_path / "b" / "pyproject.toml", "due_soon_days = 3\n")
    digests = set()
    for name in ("a", "b"):
        (tmp_path / name).rename(tmp_path / "here")
        digests.add(take_fingerprint(tmp_path / "here").digest)
        (tmp_path / "here").rename(tmp_path / name)
    assert len(digests) == 2


def test_a_text_is_kept_under_its_question_and_state(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "answers", Fingerprint("state", 0))
    assert cache.read("question") is None
    cache.write("question", b"text \xc3\xa9")
    assert bytes(cache.read("question") or b"") == b"text \xc3\xa9"
    assert cache.read("another") is None
    assert Cache(tmp_path / "answers", Fingerprint("other", 0)).read("question") is None


def test_a_question_in_any_characters_can_be_asked(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "answers", Fingerprint("state", 0))
    for question in ("", "\udcff", "日本語", "x" * 100_000, "../../x"):
        cache.write(question, question.encode("utf-8", "surrogateescape"))
        assert bytes(cache.read(question) or b"") == question.encode("utf-8", "surrogateescape")
    assert {path.parent for path in tmp_path.rglob("*.answer")} == {tmp_path / "answers"}


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
@pytest.mark.parametrize("target", ["2.x.yaml", "2.c.yaml/", "2.c.yaml/../2.d.yaml"])
def test_a_link_that_leads_nowhere_is_a_fault_of_the_data(settled: Path, target: str) -> None:
    (settled / "status" / "eo-14288" / "2.x.yaml").symlink_to(target)
    done = run("--today", "2025-06-30", "status", cwd=settled)
    assert done.returncode == 2
    assert "status/eo-14288/2.x.yaml:1:1: the link leads out of its folder, or nowhere" in done.stderr
