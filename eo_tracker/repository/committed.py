"""A tracker's folder as a commit has it, read from git's objects: nothing is checked out, filtered, run or written.

It reads as a checkout would: a link is followed through the commit, and what it leads to outside of that is not
there; a submodule is an empty folder. Nothing is fetched, either: objects that a clone has left on its server are
told to be missing.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import IO, Literal

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.problems import Problem
from eo_tracker.repository.clone import Repository
from eo_tracker.repository.contents import MAX_BYTES, cannot_open, link_problem, too_large
from eo_tracker.repository.files import looks_like_data
from eo_tracker.repository.git import Git, GitFailed
from eo_tracker.repository.revision import SHORT
from eo_tracker.repository.root import DIRECTIVES, OWN_SETTINGS, SHARED_SETTINGS, STATUS

_NAMES = (OWN_SETTINGS, SHARED_SETTINGS, DIRECTIVES, STATUS)
_MOST_LINKS = 40  # on the way to one file, as for Linux
_LONGEST_TARGET = 4095  # no system makes a longer link
_PIECE = 1024 * 1024
AS_COMMITTED = ("--no-replace-objects",)
"""Tells git to take commits as they were made, replaced by no others."""
HERE = {"GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1", "GIT_LITERAL_PATHSPECS": "1"}
"""Keeps git from fetching what it lacks, and from taking a folder's name for a pattern."""

_Kind = Literal["file", "link", "folder"]
_KINDS: Mapping[str, _Kind] = {"120000": "link", "160000": "folder"}


class CommitUnreadable(EOTrackerError):
    """Git does not have, or cannot give, all that a commit is made of."""


@contextmanager
def open_commit(repository: Repository, commit: str) -> Iterator[CommittedTree]:
    """Open the tracker's folder in a commit, given by its id. Raises CommitUnreadable, also while it is read."""
    with ExitStack() as stack:
        yield CommittedTree(_List.of(repository, commit), repository, commit, stack)


@dataclass(frozen=True, slots=True)
class _Node:
    """What stands under a name in a commit; of a file or link, with the id of its content."""

    kind: _Kind
    id: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a folder, as `os.DirEntry` would tell of it in a checkout; `target` is what a link leads to."""

    name: str
    node: _Node
    target: _Node | None

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        found = self.target if follow_symlinks else self.node
        return found is not None and found.kind == "folder"

    def is_file(self) -> bool:
        return self.target is not None and self.target.kind == "file"

    def is_symlink(self) -> bool:
        return self.node.kind == "link"


class _LeadsOut(OSError):
    """A link leads out of the commit."""


@dataclass(frozen=True, slots=True)
class _List:
    """What a commit has, by folder and name; paths lead from the repository's top. `targets` are those of links, by id.

    Without links in a tracker's own folders, nothing else of the repository is listed.
    """

    folders: dict[str, dict[str, _Node]]
    targets: dict[str, str]

    @classmethod
    def of(cls, repository: Repository, commit: str) -> _List:
        """List a commit. Raises CommitUnreadable."""
        folders = _list_folders(repository.git, commit, [f"{repository.prefix}{name}" for name in _NAMES])
        if any(node.kind == "link" for names in folders.values() for node in names.values()):
            folders = _list_folders(repository.git, commit, [])
        links = {node.id for names in folders.values() for node in names.values() if node.kind == "link"}
        return cls(folders, _read_targets(repository.git, commit, links))

    def find(self, path: str) -> _Node | None:
        """Find what stands at a path, links in it not followed."""
        folder, _, name = path.rpartition("/")
        return self.folders.get(folder, {}).get(name) if path else _Node("folder")

    def follow(self, path: str) -> str:
        """Follow the links of a path. Raises OSError."""
        done: list[str] = []
        ahead = path.split("/")[::-1]
        links = 0
        while ahead:
            part = ahead.pop()
            if part == "..":
                if not done:
                    raise _LeadsOut
                done.pop()
            elif part not in ("", "."):
                node = self.folders.get("/".join(done), {}).get(part)
                if node is not None and node.kind == "link":
                    ahead += self._target(node).split("/")[::-1]
                    links += 1
                    if links > _MOST_LINKS:
                        raise _error(errno.ELOOP)
                elif node is None:
                    raise _error(errno.ENOENT)
                elif node.kind == "file" and ahead:
                    raise _error(errno.ENOTDIR)
                else:
                    done.append(part)
        return "/".join(done)

    def _target(self, link: _Node) -> str:
        target = self.targets.get(link.id, "")
        if target.startswith("/"):
            raise _LeadsOut
        if not target:
            raise _error(errno.ENOENT)
        return target


@dataclass
class CommittedTree:
    """The tracker's folder in a commit. Files are read fastest in the order in which a snapshot reads them."""

    listed: _List
    repository: Repository
    commit: str
    closing: ExitStack
    _arriving: Iterator[tuple[str, bytes | int]] | None = None
    # What has arrived before it was asked for.
    _ahead: dict[str, bytes | int] = field(default_factory=dict)

    def has(self, path: str) -> bool:
        """Whether anything stands at a path, be it a link that leads nowhere."""
        return self.listed.find(self._full(path)) is not None

    def has_folder(self, path: str) -> bool:
        """Whether a folder stands at a path, or a link to one."""
        entry = self._entry(self._full(path))
        return entry is not None and entry.is_dir()

    def scan(self, folder: str) -> list[_Entry] | Problem:
        """List a folder by name, without what is hidden; a folder that is not there is empty."""
        if "/" not in folder and self.leads_out(folder, "") and self.has(folder):
            return link_problem(folder)
        try:
            place = self.listed.follow(self._full(folder))
        except FileNotFoundError:
            return []
        except OSError as e:
            return cannot_open(folder, "folder", e)
        if place not in self.listed.folders:
            return cannot_open(folder, "folder", _error(errno.ENOTDIR))
        names = sorted(name for name in self.listed.folders[place] if not name.startswith("."))
        start = f"{place}/" if place else ""
        return [entry for name in names if (entry := self._entry(f"{start}{name}"))]

    def leads_out(self, link: str, folder: str) -> bool:
        """Whether a link leads out of a folder, or nowhere."""
        try:
            place = self.listed.follow(self._full(link))
            top = self.listed.follow(self._full(folder))
        except OSError:
            return True
        return bool(top) and place != top and not place.startswith(f"{top}/")

    def read(self, path: str) -> bytes | Problem:
        """Read a data file whole, unless it is larger than data ever is. Raises CommitUnreadable."""
        try:
            node = self._file(path)
        except _LeadsOut:
            return link_problem(path)
        except OSError as e:
            return cannot_open(path, "file", e)
        found = self._take(path, node.id)
        return too_large(path, found) if isinstance(found, int) else found

    def _full(self, path: str) -> str:
        return f"{self.repository.prefix}{path}"

    def _entry(self, full: str) -> _Entry | None:
        node, name = self.listed.find(full), full.rpartition("/")[2]
        if node is None:
            return None
        if node.kind != "link":
            return _Entry(name, node, node)
        try:
            return _Entry(name, node, self.listed.find(self.listed.follow(full)))
        except OSError:
            return _Entry(name, node, None)

    def _file(self, path: str) -> _Node:
        """Find the file at a path, links followed. Raises OSError."""
        full = self._full(path)
        node = self.listed.find(full)
        if node is None or node.kind == "link":
            node = self.listed.find(self.listed.follow(full))
        if node is None or node.kind != "file":
            raise _error(errno.EISDIR)
        return node

    def _take(self, path: str, blob: str) -> bytes | int:
        if self._arriving is None:
            self._arriving = self._start()
        while path not in self._ahead and (arrived := next(self._arriving, None)):
            self._ahead[arrived[0]] = arrived[1]
        if path in self._ahead:
            return self._ahead.pop(path)
        with _blobs(self.repository.git, self.commit, [blob]) as found:  # read before, or no data file by its name
            return next(found)

    def _start(self) -> Iterator[tuple[str, bytes | int]]:
        expected = dict(self._expect())
        found = self.closing.enter_context(_blobs(self.repository.git, self.commit, expected.values()))
        return zip(expected, found, strict=True)

    def _expect(self) -> Iterator[tuple[str, str]]:
        """Give the files that are data by their names, with the ids of their content."""
        for path in (OWN_SETTINGS, SHARED_SETTINGS, *self._list_data(DIRECTIVES)):
            yield from self._identify(path)
        folders = self.scan(STATUS)
        for folder in folders if isinstance(folders, list) else ():
            for path in self._list_data(f"{STATUS}/{folder.name}") if folder.is_dir() else ():
                yield from self._identify(path)

    def _list_data(self, folder: str) -> list[str]:
        entries = self.scan(folder)
        return [f"{folder}/{e.name}" for e in entries if looks_like_data(e.name)] if isinstance(entries, list) else []

    def _identify(self, path: str) -> Iterator[tuple[str, str]]:
        try:
            yield path, self._file(path).id
        except OSError:
            return


def _error(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def _list_folders(git: Git, commit: str, paths: Iterable[str]) -> dict[str, dict[str, _Node]]:
    """List the named parts of a commit, or all of it. Raises CommitUnreadable."""
    try:
        told = git.run(*AS_COMMITTED, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *paths, env=HERE, strip=False)
    except GitFailed as e:
        raise _unreadable(commit, str(e)) from None
    folders: dict[str, dict[str, _Node]] = {"": {}}
    for line in told.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        about, _, path = line.partition("\t")
        mode, _, blob = about.split(" ")
        node = _Node(_KINDS.get(mode, "file"), blob)
        folder, _, name = path.rpartition("/")
        (folders.get(folder) or _make_folder(folders, folder))[name] = node
        if node.kind == "folder":
            folders[path] = {}
    return folders


def _make_folder(folders: dict[str, dict[str, _Node]], path: str) -> dict[str, _Node]:
    """Find a folder by its path; make it, and those it stands in, when it is new."""
    found = folders.setdefault(path, {})
    below = path
    while below:
        above, _, name = below.rpartition("/")
        if name in folders.setdefault(above, {}):
            break
        folders[above][name] = _Node("folder")
        below = above
    return found


def _read_targets(git: Git, commit: str, links: Iterable[str]) -> dict[str, str]:
    ids = sorted(links)
    if not ids:
        return {}
    with _blobs(git, commit, ids) as found:
        targets = zip(ids, found, strict=True)
        return {
            link: target.decode("utf-8", "surrogateescape")
            for link, target in targets
            if isinstance(target, bytes) and len(target) <= _LONGEST_TARGET
        }


@contextmanager
def _blobs(git: Git, commit: str, ids: Iterable[str]) -> Iterator[Iterator[bytes | int]]:
    """Give contents by their ids, as they come; of one that is larger than data ever is, its size.

    Raises CommitUnreadable while they are read.
    """
    asked = "".join(f"{blob}\n" for blob in ids).encode("ascii")
    with git.streaming(*AS_COMMITTED, "cat-file", "--batch", "--buffer", stdin=asked, env=HERE) as out:
        yield _parse(out, commit, asked.count(b"\n"))


def _parse(out: IO[bytes], commit: str, count: int) -> Iterator[bytes | int]:
    for _ in range(count):
        head = out.readline().split()
        if len(head) != 3 or not head[2].isdigit():
            raise _unreadable(commit, "objects are missing")
        size = int(head[2])
        if size > MAX_BYTES:
            _skip(out, size + 1)
            yield size
            continue
        content = out.read(size + 1)
        if len(content) <= size:
            raise _unreadable(commit, "objects are damaged")
        yield content[:-1]


def _skip(out: IO[bytes], size: int) -> None:
    while size > 0 and (piece := out.read(min(size, _PIECE))):
        size -= len(piece)


def _unreadable(commit: str, why: str) -> CommitUnreadable:
    hint = "`git fsck` tells what is wrong; a new clone (`git clone`, without --filter or --depth) has everything"
    return CommitUnreadable(f"commit {commit[:SHORT]} cannot be read whole: {why}", hint)
