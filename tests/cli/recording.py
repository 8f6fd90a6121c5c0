"""A clone in which a liaison records things, and what there is to see afterwards: the file, the commit, the output."""

from __future__ import annotations

import os
from pathlib import Path
from subprocess import CompletedProcess
from typing import NamedTuple

from tests.cli.asking import CONTROLS, Refusal, refusal
from tests.cli.trackers import TODAY, commit_all, git, make_directive, write_order, write_record
from tests.cli.warm import run

NAME, EMAIL = "Ann Liaison", "ann@doj.example"
ENVIRONMENT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
BEGUN = "status: in_progress\nas_of: 2025-06-01\nnote: Under way\n"
EVENT = "enactment of the Act"


def write_liaisons_tracker(root: Path) -> None:
    """Write a tracker with a directive of each kind that updates tell apart; one of them is begun."""
    write_order(
        root,
        make_directive("3.a", deadline={"within": "60 days"}),
        make_directive("3.b", deadline={"within": "60 days"}),
        make_directive("3.c", lead=["DOJ", "DHS"]),
        make_directive("4.a", deadline={"every": "1 year", "within": "30 days"}),
        make_directive("4.b", deadline={"within": "45 days", "of": "event", "event": EVENT}),
    )
    path = write_record(root, "3.a")
    path.write_text(BEGUN, encoding="utf-8", newline="\n")


def make_clone(folder: Path, root: str = ".") -> Path:
    """Make a repository of a liaison's with a tracker, in a folder of it, that is committed; return the tracker."""
    write_liaisons_tracker(folder / root)
    commit_all(folder)
    name_user(folder)
    return folder / root


def name_user(folder: Path) -> None:
    """Let git know in a repository who its user is."""
    git(folder, "config", "user.name", NAME)
    git(folder, "config", "user.email", EMAIL)


def call(root: Path, *arguments: str, today: str = TODAY) -> CompletedProcess[str]:
    """Run a command as the clone's user."""
    return run("--today", today, *arguments, cwd=root, env=ENVIRONMENT)


def update(root: Path, *arguments: str, today: str = TODAY) -> str:
    """Update what can be updated, and return what is shown of it."""
    return succeed(call(root, "update", *arguments, today=today))


def succeed(done: CompletedProcess[str]) -> str:
    """Hold a command to having done what it should, and return all that it wrote."""
    assert done.returncode == 0, done.stderr
    assert not CONTROLS.search(done.stdout + done.stderr)
    return done.stdout + done.stderr


def refused(root: Path, *arguments: str, command: str = "update", today: str = TODAY) -> Refusal:
    """Make a mistake, hold the command to changing nothing at all, and return what it says."""
    before = state(root)
    answer = refusal(call(root, command, *arguments, today=today))
    assert state(root) == before
    return answer


def state(root: Path) -> tuple[str, str, dict[str, bytes]]:
    """Tell where a clone stands: its commit, what git finds changed, and its records."""
    files = {p.relative_to(root).as_posix(): p.read_bytes() for p in (root / "status").rglob("*") if p.is_file()}
    head = git(root, "for-each-ref", "--format=%(objectname) %(refname)")
    return head, git(root, "status", "--porcelain", "--untracked-files=all"), files


def record(root: Path, provision: str) -> str:
    """Read a record's file, its line ends as they are."""
    return (root / "status" / "eo-14288" / f"{provision}.yaml").read_bytes().decode()


class Commit(NamedTuple):
    """A commit as it can be looked up; `files` are those it touches, from the repository's top."""

    subject: str
    body: str
    directive: str
    status: str
    files: tuple[str, ...]
    author: str


def commit_at(root: Path, revision: str = "HEAD") -> Commit:
    """Read a commit, its trailers as `git interpret-trailers --parse` does."""
    form = "--format=%s%x00%b%x00%(trailers:only,unfold)%x00%an <%ae>"
    subject, body, listed, author = git(root, "log", "-1", form, revision).split("\0")
    trailers = dict(line.split(": ", 1) for line in listed.strip().splitlines())
    assert set(trailers) - {"EO-Undoes"} == {"EO-Directive", "EO-Status"}
    said = body.strip().removesuffix(listed.strip()).strip()
    files = git(root, "diff-tree", "--root", "--no-commit-id", "--name-only", "-r", revision).splitlines()
    return Commit(subject, said, trailers["EO-Directive"], trailers["EO-Status"], tuple(files), author.strip())


def count_commits(root: Path) -> int:
    return int(git(root, "rev-list", "--count", "HEAD"))
