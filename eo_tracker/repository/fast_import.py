"""Commits made by `git fast-import`: many at once, at moments that are given, whatever the user's settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from eo_tracker.repository.clone import BRANCHES, Author
from eo_tracker.repository.git import Git


class Importer:
    """Commits on their way to a branch.

    `marks` is a file that git keeps their ids in; `options` are git's own, which stand before its command.
    """

    def __init__(self, git: Git, branch: str, marks: Path, options: Sequence[str]) -> None:
        self.git, self.branch, self.marks, self.options = git, branch, marks, options
        self.waiting: list[bytes] = []
        self.count = 0

    def add(
        self,
        author: Author,
        moment: datetime,
        message: str,
        parents: Sequence[int],
        changes: Mapping[str, bytes | None],
    ) -> int:
        """Add a commit, and return the mark by which it is known here; None takes a file away."""
        self.count += 1
        who = f"{author.name} <{author.email}> {int(moment.timestamp())} {moment:%z}"
        head = f"commit {BRANCHES}{self.branch}\nmark :{self.count}\nauthor {who}\ncommitter {who}\n"
        links = [f"{word} :{mark}\n" for word, mark in zip(("from", "merge"), parents, strict=False)]
        self.waiting += [head.encode(), _data(message.encode()), "".join(links).encode()]
        for path, content in changes.items():
            put = f"D {path}\n".encode() if content is None else f"M 100644 inline {path}\n".encode() + _data(content)
            self.waiting.append(put)
        return self.count

    def id_of(self, mark: int) -> str:
        """Return the id of a commit."""
        self.flush()
        ids = dict(line.split(" ") for line in self.marks.read_text("ascii").splitlines())
        return ids[f":{mark}"]

    def flush(self) -> None:
        """Hand over what waits."""
        marks = (f"--import-marks-if-exists={self.marks}", f"--export-marks={self.marks}")
        # Forced, because a clone's line may come last: the branch is where it should be in the end.
        self.git.run(*self.options, "fast-import", "--quiet", "--force", *marks, stdin=b"".join(self.waiting))
        self.waiting.clear()


def _data(content: bytes) -> bytes:
    return f"data {len(content)}\n".encode() + content + b"\n"
