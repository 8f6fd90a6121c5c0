"""The commits of a repository as git's log tells them: who made them, when, and which files each touched.

A commit is told against its first parent, so that a merge shows what it brought to the line that everybody shares.
Nothing of the repository's own settings runs for it: no filter, pager, signature check or mailmap.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from eo_tracker.repository.committed import AS_COMMITTED, HERE
from eo_tracker.repository.contents import MAX_BYTES
from eo_tracker.repository.git import Git, GitFailed

QUIETLY = (*AS_COMMITTED, "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "log.showRoot=true")
ENVIRONMENT = {**HERE, "GIT_GRAFT_FILE": os.devnull}
"""Keeps git from fetching, and from taking commits for the children of others than they say."""

_DIFF = ("--raw", "-z", "-r", "--no-renames", "--no-abbrev", "--no-relative", f"-O{os.devnull}")
_HEAD = b"\x01"
_FORMAT = "%x01%H%x00%P%x00%ct%x00%an%x00%ae%x00%s"
_FIELDS = _FORMAT.count("%x00")
_CHUNK = 1 << 20
_NOTHING = re.compile("0+")
_LAST_SECOND = 253_370_764_800  # of the year 9998, in seconds since 1970; later ones are no dates to Python


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its id, its parents' ids, when it was made (in UTC), its author and its first line."""

    id: str
    parents: tuple[str, ...]
    moment: datetime
    name: str
    email: str
    subject: str


@dataclass(frozen=True, slots=True)
class Touched:
    """A file that a commit has otherwise than a parent: the ids of its contents there and here; None: no such file.

    `is_plain` tells whether it is an ordinary file here, and no link.
    """

    path: str
    before: str | None
    after: str | None
    is_plain: bool


def read_log(
    git: Git, tips: Sequence[str], known: Sequence[str], paths: Sequence[str]
) -> Iterator[tuple[Commit, list[Touched]]]:
    """Read all commits that lead to `tips` and not to `known`, the newest first, each with the files it touched.

    Only files below `paths` are told, from the repository's top. Raises GitFailed.
    """
    told = ("--full-history", "--sparse", "--no-mailmap", "--no-show-signature", "--diff-merges=first-parent")
    command = (*QUIETLY, "log", *told, *_DIFF, "--no-color", "--encoding=UTF-8", f"--format={_FORMAT}")
    revisions = (*tips, *(f"^{commit}" for commit in known))
    with git.streaming(*command, "--end-of-options", *revisions, "--", *paths, env=ENVIRONMENT) as stream:
        tokens = _split(stream)
        token = next(tokens, None)
        while token is not None:
            commit = _make_commit(token, [next(tokens) for _ in range(_FIELDS)])
            touched = []
            for token in tokens:
                if token.startswith(_HEAD):
                    break
                touched.append(_make_touched(token, next(tokens)))
            else:
                token = None
            yield commit, touched


def read_differences(git: Git, pairs: Sequence[tuple[str, str]], paths: Sequence[str]) -> Iterator[list[Touched]]:
    """Tell for each pair of a commit and a parent which files differ, in the order of the pairs. Raises GitFailed."""
    given = "".join(f"{commit} {parent}\n" for commit, parent in pairs).encode("ascii")
    with git.streaming(
        *QUIETLY, "diff-tree", "--stdin", "--always", *_DIFF, "--", *paths, stdin=given, env=ENVIRONMENT
    ) as stream:
        touched: list[Touched] | None = None
        tokens = _split(stream)
        for token in tokens:
            if token.lstrip(b"\n").startswith(b":"):
                (touched if touched is not None else []).append(_make_touched(token, next(tokens)))
            else:
                if touched is not None:
                    yield touched
                touched = []
        if touched is not None:
            yield touched


def _split(stream: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while chunk := stream.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    if rest.strip(b"\n"):
        yield rest


def _make_commit(head: bytes, fields: Sequence[bytes]) -> Commit:
    parents, seconds, name, email, subject = (field.decode("utf-8", "replace") for field in fields)
    # Whatever a commit says, it was made at some time.
    made = datetime.fromtimestamp(min(max(int(seconds or 0), 0), _LAST_SECOND), UTC)
    return Commit(head.lstrip(b"\n")[1:].decode("ascii"), tuple(parents.split()), made, name, email, subject)


def _make_touched(told: bytes, path: bytes) -> Touched:
    _, mode, before, after, _ = told.lstrip(b"\n").decode("ascii").split(" ")
    plain = mode in ("100644", "100755")
    old, new = (None if _NOTHING.fullmatch(each) else each for each in (before, after))
    return Touched(path.decode("utf-8", "surrogateescape"), old, new, plain)


def list_commits(git: Git, *revisions: str, touching: Sequence[str] = ()) -> list[str]:
    """List the commits that revisions lead to, and not those marked by ^, the newest first.

    With paths that they are `touching`, only those. Raises GitFailed.
    """
    listed = git.run(*QUIETLY, "rev-list", "--end-of-options", *revisions, "--", *touching, env=ENVIRONMENT)
    return listed.decode("ascii").split()


def list_between(git: Git, start: str, end: str) -> list[str]:
    """List the commits that lead to `end` and not to `start`, the newest first. Raises GitFailed.

    Git believes the clocks of commits: asked for these at once it also tells, where some were wrong, of what leads to
    both.
    """
    some = list_commits(git, end, f"^{start}")
    known = frozenset(list_commits(git, start)) if some else frozenset()
    return [commit for commit in some if commit not in known]


def find_blob(git: Git, commit: str, path: str) -> str | None:
    """Find the id of a file's content as a commit has it; None where it has no such file."""
    command = (*QUIETLY, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}")
    code, out, _ = git.attempt(*command, env=ENVIRONMENT)
    return out.decode("ascii") if code == 0 else None


def read_blobs(git: Git, ids: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
    """Read the contents that ids name; None for one that is missing here, or larger than data ever is.

    Raises GitFailed.
    """
    for each, kind, raw in _read_objects(git, ids):
        yield each, raw if kind == "blob" else None


def read_heads(git: Git, commits: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Read what commits say before their messages. Raises GitFailed."""
    for commit, _, raw in _read_objects(git, commits):
        yield commit, (raw or b"").partition(b"\n\n")[0]


def _read_objects(git: Git, ids: Iterable[str]) -> Iterator[tuple[str, str, bytes | None]]:
    given = "".join(f"{each}\n" for each in ids).encode("ascii")
    command = (*QUIETLY, "cat-file", "--batch", "--buffer")
    with git.streaming(*command, stdin=given, env=ENVIRONMENT) as stream:
        while head := stream.readline():
            told = head.decode("ascii").split()
            if len(told) < len(("id", "type", "size")):
                yield told[0], "", None
                continue
            size = int(told[2])
            if size > MAX_BYTES:
                _skip(stream, size + 1)
                yield told[0], told[1], None
                continue
            raw = stream.read(size + 1)
            if len(raw) <= size:
                raise GitFailed(command, 1, "an object ends too early")
            yield told[0], told[1], raw[:-1]


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0 and (piece := stream.read(min(size, _CHUNK))):
        size -= len(piece)
