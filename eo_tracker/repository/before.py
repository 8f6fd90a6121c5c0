"""What a tracker was like before its commits: its orders and agencies, as each commit found them.

A file of them that could not be read then says what it did when it last could.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from eo_tracker.domain.agencies import AgencyFile
from eo_tracker.domain.problems import Problem
from eo_tracker.repository.clone import Repository, find_repository
from eo_tracker.repository.commit_log import ENVIRONMENT, QUIETLY, list_commits
from eo_tracker.repository.committed import CommittedTree, open_commit
from eo_tracker.repository.contents import Entry
from eo_tracker.repository.files import AGENCIES
from eo_tracker.repository.reading import read_value
from eo_tracker.repository.root import DIRECTIVES
from eo_tracker.repository.snapshot import Snapshot, take_snapshot
from eo_tracker.repository.source import SourceText, decode
from eo_tracker.repository.tracing import DataPath, read_version


def open_states_before(root: Path, commits: Iterable[str], today: date) -> Callable[[str], Snapshot]:
    """Give what tells the orders and agencies that a commit found; the first commit those that it brought.

    Records are those of some commit that found the same orders: of what is asked of many commits, each state is read
    once. Raises NoRepository, NotReady and GitFailed, and CommitUnreadable when it is asked.
    """
    repository = find_repository(root)
    wanted = list(dict.fromkeys(commits))
    asked = "".join(f"{commit}^:{repository.prefix}{DIRECTIVES}\n" for commit in wanted).encode()
    command = (*QUIETLY, "cat-file", "--batch-check=%(objectname)")
    told = repository.git.run(*command, stdin=asked, env=ENVIRONMENT).decode("utf-8", "replace").splitlines()
    folders = dict(zip(wanted, told, strict=True))
    found_by: dict[str, str] = {}
    for commit in wanted:
        folder = folders[commit]
        found_by.setdefault(folder, commit if folder.endswith("missing") else f"{commit}^")

    @cache
    def read(revision: str) -> Snapshot:
        commit = repository.git.text(*QUIETLY, "rev-parse", "--verify", f"{revision}^{{commit}}", env=ENVIRONMENT)
        with open_commit(repository, commit) as tree:
            found = take_snapshot(tree, today)
        wrong = {problem.path for problem in found.problems if _is_read_before(problem.path)}
        earlier = {path: raw for path in wrong if (raw := _read_last(repository, commit, path)) is not None}
        if not earlier:
            return found
        with open_commit(repository, commit) as tree:
            return take_snapshot(_Mended(tree, earlier), today)

    return lambda commit: read(found_by[folders[commit]])


def _is_read_before(path: str) -> bool:
    """Whether a file, by its path from the tracker's root, is an order's, or adds to the registry."""
    data = DataPath.parse(path, "")
    return data.provision is None if data else path == f"{DIRECTIVES}/{AGENCIES}.yaml"


def _read_last(repository: Repository, commit: str, path: str) -> bytes | None:
    """Read a file that a commit may have broken as it was when it could last be read; None where that is as it is."""
    full = f"{repository.prefix}{path}"
    for n, each in enumerate((commit, *list_commits(repository.git, commit, touching=[full]))):
        with open_commit(repository, each) as tree:
            raw = tree.read(path) if tree.has(path) and not tree.leads_out(path, DIRECTIVES) else None
        if isinstance(raw, bytes) and _can_be_read(path, raw):
            return raw if n else None
    return None


def _can_be_read(path: str, raw: bytes) -> bool:
    data = DataPath.parse(path, "")
    if data:
        return read_version(data, path, raw).fault is None
    source = decode(raw, path)
    return isinstance(source, SourceText) and read_value(source, AgencyFile)[0] is not None


@dataclass(frozen=True)
class _Mended:
    """The folder of a tracker in a commit, with other contents of some of its files."""

    tree: CommittedTree
    instead: Mapping[str, bytes]

    def has(self, path: str) -> bool:
        return self.tree.has(path)

    def scan(self, folder: str) -> Sequence[Entry] | Problem:
        found = self.tree.scan(folder)
        if isinstance(found, Problem):
            return found
        return [_File(e.name) if f"{folder}/{e.name}" in self.instead else e for e in found]

    def leads_out(self, link: str, folder: str) -> bool:
        return self.tree.leads_out(link, folder)

    def read(self, path: str) -> bytes | Problem:
        return self.instead[path] if path in self.instead else self.tree.read(path)


@dataclass(frozen=True)
class _File:
    """A plain file in a folder."""

    name: str

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002  # as an entry is asked
        return False

    def is_file(self) -> bool:
        return True

    def is_symlink(self) -> bool:
        return False
