"""Clones in which records are committed: a small tracker with its user's work lying about, and what git says of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from eo_tracker.repository.commits import make_message, open_clone
from eo_tracker.repository.committing import FileChange
from tests.repository.trackers import ORDER, ORDER_PATH, RECORD, RECORD_PATH, write_tracker

NEW_PATH = "status/eo-90001/3.a.yaml"
NEW_FOLDER_PATH = "status/eo-90002/2.yaml"
CHANGED = RECORD.replace("in_progress", "completed").encode()
EMAIL = "keeper@lighthouses.example"
SETTINGS = {"user.name": "A. Keeper", "user.email": EMAIL, "commit.gpgSign": "false", "gc.auto": "0"}
ENVIRONMENT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder: Path, *arguments: str) -> str:
    """Run git as the clone's user, and return what it prints."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | ENVIRONMENT
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.removesuffix("\n")


def make_repository(folder: Path) -> Path:
    """Make an empty repository with a user."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    for name, value in SETTINGS.items():
        git(folder, "config", name, value)
    return folder


def make_clone(folder: Path, root: str = ".") -> Path:
    """Make a repository with a tracker in a folder of it, committed; return the tracker's root."""
    make_repository(folder)
    write_tracker(folder / root, {ORDER_PATH: ORDER, RECORD_PATH: RECORD, "notes.txt": "one\ntwo\n", "staged.txt": ""})
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "A tracker")
    return folder / root


def disarrange(root: Path) -> None:
    """Leave work of the user's in a clone: staged, changed, both, removed and untracked."""
    (root / "staged.txt").write_text("staged\n")
    (root / "new.txt").write_text("new and staged\n")
    git(root, "add", "staged.txt", "new.txt")
    (root / "staged.txt").write_text("staged, then changed\n")
    (root / "notes.txt").write_text("changed\n")
    git(root, "rm", "--quiet", "--cached", ORDER_PATH)
    (root / "untracked.txt").write_text("untracked\n")


def describe(root: Path) -> tuple[str, str, str]:
    """Tell all that an update must leave as it is: the index, what is staged, and the state of every file."""
    index = git(root, "ls-files", "--stage", "-v")
    status = git(root, "status", "--porcelain=v2", "--untracked-files=all", "--ignored")
    return index, git(root, "diff", "--cached"), status


def describe_others(root: Path, *paths: str) -> tuple[str, ...]:
    """Tell the same of all files but some, which an update changes."""
    lines = (text.splitlines() for text in describe(root)[::2])
    kept = ("\n".join(line for line in found if not any(path in line for path in paths)) for found in lines)
    staged = git(root, "diff", "--cached", "--", *(f":(exclude){path}" for path in paths))
    return (*kept, staged)


def change_of(root: Path, path: str, after: bytes | None, message: str | None = None) -> FileChange:
    """Make a change of a file from what it says now."""
    file = root / path
    before = file.read_bytes() if file.exists() else None
    directive = path.removeprefix("status/").removesuffix(".yaml")
    made = make_message(f"{directive}: changed", None, {"EO-Directive": directive})
    return FileChange(path, before, after, message if message is not None else made)


def commit(root: Path, path: str = RECORD_PATH, after: bytes | None = CHANGED, message: str | None = None) -> str:
    """Commit one file, and return the commit's id."""
    with open_clone(root) as clone:
        (made,) = clone.commit([change_of(root, path, after, message)])
    assert made
    return made


def files_of(root: Path, revision: str = "HEAD") -> list[str]:
    """List the files that a commit touches, from the repository's top."""
    listed = git(root, "diff-tree", "--root", "--no-commit-id", "--name-only", "-r", revision)
    return listed.splitlines()


def add_hook(root: Path, name: str, script: str) -> Path:
    """Add a hook, a shell script."""
    hooks = Path(git(root, "rev-parse", "--path-format=absolute", "--git-common-dir")) / "hooks"
    hooks.mkdir(exist_ok=True)
    hook = hooks / name
    hook.write_text(f"#!/bin/sh\n{script}\n", newline="\n")
    hook.chmod(0o755)
    return hook


_COMMIT = """\
import sys
from pathlib import Path
from eo_tracker.repository.commits import open_clone
from eo_tracker.repository.committing import FileChange
root, path, after, message = Path(sys.argv[1]), *sys.argv[2:]
print("ready", flush=True)
sys.stdin.readline()
with open_clone(root) as clone:
    file = root / path
    before = file.read_bytes() if file.exists() else None
    said = after.replace("{before}", (before or b"").decode()).encode()
    clone.commit([FileChange(path, before, said, message)])
"""


def start_commit(root: Path, path: str, after: str, *, waiting: bool = False) -> subprocess.Popen[bytes]:
    """Start a process, in a group of its own, that commits one file; with `waiting`, once it is written to.

    `{before}` in `after` stands for what the file says until then.
    """
    return subprocess.Popen(
        [sys.executable, "-c", _COMMIT, str(root), path, after, f"{path}: changed\n"],
        env={**os.environ, **ENVIRONMENT},
        stdin=subprocess.PIPE if waiting else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
