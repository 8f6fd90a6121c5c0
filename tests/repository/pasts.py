"""Pasts: histories of any shape, made by git itself out of a plan, for the tests of what is told of them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.repository.clones import ENVIRONMENT, SETTINGS, git

Tree = Mapping[str, bytes | str]
"""The files of a commit: contents as bytes, the target of a link as text."""

START = 1_740_000_000  # February 19, 2025, in seconds


@dataclass(frozen=True)
class Planned:
    """A commit to be made: its parents, by their numbers in the plan, its files, and when it is made."""

    parents: tuple[int, ...]
    tree: Tree
    time: int = 0
    name: str = "Ada Keeper"
    email: str = "ada@lighthouses.example"
    subject: str = "By hand"
    zone: str = "+0000"


@dataclass
class Past:
    """A plan of commits, the last of which is the tip, and the repository that was made of it."""

    plan: Sequence[Planned]
    ids: list[str] = field(default_factory=list)

    def make(self, folder: Path) -> Path:
        """Make the repository, without a work tree's files; `ids` are the commits' ids from then on."""
        folder.mkdir(parents=True)
        git(folder, "init", "--quiet", "--initial-branch=main")
        for name, value in SETTINGS.items():
            git(folder, "config", name, value)
        self.add(folder)
        return folder

    def add(self, folder: Path) -> None:
        """Make what is not made yet, and move the branch to the end of the plan."""
        marks = folder / ".git" / "marks"
        known = ("--import-marks-if-exists=" + str(marks), "--export-marks=" + str(marks))
        stream = b"".join(self._tell(n) for n in range(len(self.ids), len(self.plan)))
        environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | ENVIRONMENT
        command = ["git", "fast-import", "--quiet", "--force", *known]
        subprocess.run(command, cwd=folder, env=environment, input=stream, check=True)
        found = dict(line.split() for line in marks.read_text().splitlines())
        self.ids = [found[f":{n + 1}"] for n in range(len(self.plan))]
        git(folder, "update-ref", "refs/heads/main", self.ids[-1])

    def _tell(self, number: int) -> bytes:
        planned = self.plan[number]
        person = f"{planned.name} <{planned.email}> {START + planned.time} {planned.zone}"
        head = [f"commit refs/heads/made-{number}", f"mark :{number + 1}", f"author {person}", f"committer {person}"]
        lines = "\n".join(head).encode() + b"\n" + _data(planned.subject.encode())
        if planned.parents:
            first, *others = planned.parents
            lines += f"from :{first + 1}\n".encode() + b"".join(f"merge :{other + 1}\n".encode() for other in others)
        lines += b"deleteall\n"
        for path, content in planned.tree.items():
            mode = "120000" if isinstance(content, str) else "100644"
            raw = content.encode() if isinstance(content, str) else content
            lines += f"M {mode} inline {path}\n".encode() + _data(raw)
        return lines + b"\n"


def _data(raw: bytes) -> bytes:
    return f"data {len(raw)}\n".encode() + raw + b"\n"
