"""Two lines of work on one branch made one, without touching the work tree: a merge commit, records field by field.

The first parent of the merge is the branch that everybody shares, so that its own line stays one line: what was known
on a day is read along it. Commits that exist are never written anew.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.merging import Conflict, Side
from eo_tracker.repository.clone import Repository
from eo_tracker.repository.git import Git, GitFailed
from eo_tracker.repository.mending import STATE
from eo_tracker.repository.merging import MergedFile, merge_lines, merge_record_files
from eo_tracker.repository.root import STATUS

_FILE_MODES = ("100644", "100755")
_ATTRIBUTES = ".gitattributes"
_MOST_READ = 100  # commits; in more, nobody looks for who said something
_UTF_8 = ("-c", "i18n.commitEncoding=UTF-8")
_BASE, _THEIRS, _OURS = "1", "2", "3"
"""Git's stages of a path at which the two sides differ; theirs is the shared branch."""


class CannotCombine(EOTrackerError):
    """The two lines of work change a file that is no record, each in its own way."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who said something, and when: the author of the commit by which a side came to say it."""

    name: str
    time: datetime


@dataclass(frozen=True, slots=True, eq=False)
class RecordConflict:
    """A field of a directive's record that was set here and by others, each to something else; known by itself."""

    directive: str
    path: str
    conflict: Conflict
    ours: Voice | None
    theirs: Voice | None

    @property
    def question(self) -> tuple[str, ...]:
        """What is to be settled; the same again when others' further work is combined with the same of ours."""
        found = self.conflict
        return self.path, found.field, repr(found.ours), repr(found.theirs)


Settle = Callable[[Sequence[RecordConflict]], Mapping[RecordConflict, Side]]
"""Tells which side of each conflict is kept; raises EOTrackerError where nobody can say."""


@dataclass(frozen=True, slots=True)
class Combination:
    """A merge commit, with the directives whose records were combined and the conflicts that were settled."""

    commit: str
    directives: tuple[str, ...] = ()
    settled: tuple[tuple[RecordConflict, Side], ...] = ()


@dataclass(frozen=True, slots=True)
class Combining:
    """The making of one merge commit of `ours`, this clone's work, and `theirs`, the tip of the shared branch."""

    repository: Repository
    ours: str
    theirs: str
    settle: Settle
    settled: dict[RecordConflict, Side] = field(default_factory=dict)

    def run(self, label: str) -> Combination:
        """Make the commit; `label` names the shared branch. Raises CannotCombine, and what `settle` raises."""
        code, base, _ = self.repository.git.attempt("merge-base", self.ours, self.theirs)
        if code:
            hint = "is it the right repository? `git remote -v` shows it"
            raise CannotCombine(f"this clone and {label} have no history in common", hint)
        folder = self.repository.directory / STATE
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as private:
            environment = {"GIT_INDEX_FILE": str(Path(private) / "index")}
            top = Git(Path(self.repository.git.text("rev-parse", "--show-toplevel")))
            top.run("read-tree", "-i", "-m", "--aggressive", base.decode(), self.theirs, self.ours, env=environment)
            unmerged = _list_unmerged(top, environment)
            directives = self._resolve(top, unmerged, environment, base.decode())
            try:
                tree = top.text("write-tree", env=environment)
            except GitFailed as e:
                raise CannotCombine(f"files here and in {label} are in each other's way: {e.said}", _HINT) from None
        return Combination(self._commit(tree, label), tuple(directives), tuple(self.settled.items()))

    def _resolve(
        self, top: Git, unmerged: Mapping[str, Mapping[str, tuple[str, str]]], environment: Mapping[str, str], base: str
    ) -> list[str]:
        """Put the merged files into the index; return the directives whose records were combined."""
        directives, lines = [], []
        contents = {path: _Sides.read(top, path, stages) for path, stages in unmerged.items()}
        records = {path: sides for path, sides in contents.items() if self._directive(path)}
        self._settle_all(records, base)
        for path, sides in contents.items():
            raw = self._merge_record(path, sides) if path in records else _merge_other(path, sides)
            lines.append(f"0 {'0' * len(base)}\t{path}\0")
            if raw is not None:
                blob = top.run("hash-object", "-w", "--stdin", stdin=raw).decode()
                lines.append(f"{sides.mode} {blob} 0\t{path}\0")
            if path in records:
                directives.append(self._directive(path))
        told = "".join(lines).encode("utf-8", "surrogateescape")
        top.run("update-index", "-z", "--index-info", stdin=told, env=environment)
        return directives

    def _directive(self, path: str) -> str:
        """Tell of which directive a file is the record, by its path from the repository's top; nothing for others."""
        folder = f"{self.repository.prefix}{STATUS}/"
        name = path.removeprefix(folder).removesuffix(".yaml")
        return name if path.startswith(folder) and path.endswith(".yaml") and name.count("/") == 1 else ""

    def _merge_record(self, path: str, sides: _Sides) -> bytes | None:
        chosen = {c.conflict.field: side for c, side in self.settled.items() if c.path == path}
        return sides.merged(path, chosen).raw

    def _settle_all(self, records: Mapping[str, _Sides], base: str) -> None:
        """Have all conflicts settled at once: whoever is asked sees them together."""
        conflicts = [
            self._describe(path, base, sides, conflict)
            for path, sides in records.items()
            for conflict in sides.merged(path, {}).conflicts
        ]
        if conflicts:
            self.settled.update(self.settle(conflicts))

    def _describe(self, path: str, base: str, sides: _Sides, conflict: Conflict) -> RecordConflict:
        ours = self._voice(path, base, self.ours, lambda raw: sides.is_ours(path, raw, conflict))
        theirs = self._voice(path, base, self.theirs, lambda raw: sides.is_theirs(path, raw, conflict))
        return RecordConflict(self._directive(path), path, conflict, ours, theirs)

    def _voice(self, path: str, base: str, tip: str, says: Callable[[bytes | None], bool]) -> Voice | None:
        """Find who made a side say something; where no single commit did, who changed the record last."""
        which = (f"--max-count={_MOST_READ}", "--no-merges", f"{base}..{tip}", "--", f":(top,literal){path}")
        listed = self.repository.git.text("log", "--no-show-signature", "--format=%H%x00%an%x00%aI", *which)
        commits = [line.split("\0") for line in listed.splitlines()]
        said = (c for c in commits if says(self._read(c[0], path)) and not says(self._read(f"{c[0]}^", path)))
        _, name, time = next(said, commits[0] if commits else ("", "", ""))
        return Voice(name, datetime.fromisoformat(time)) if time else None

    def _read(self, revision: str, path: str) -> bytes | None:
        code, raw, _ = self.repository.git.attempt("cat-file", "blob", f"{revision}:{path}", strip=False)
        return None if code else raw

    def _commit(self, tree: str, label: str) -> str:
        git = self.repository.git
        count = git.text("rev-list", "--count", "--no-merges", f"{self.theirs}..{self.ours}")
        told = "".join(f"\n{_tell(conflict, side)}" for conflict, side in self.settled.items())
        message = (
            f"sync: {count} commit{'' if count == '1' else 's'} combined with {label}\n{told and chr(10) + told[1:]}"
        )
        signs = git.attempt("config", "--type=bool", "--get", "commit.gpgSign")[1] == b"true"
        parents = ("-p", self.theirs, "-p", self.ours, *(["-S"] if signs else []), "-F", "-")
        return git.run(*_UTF_8, "commit-tree", tree, *parents, stdin=f"{message.rstrip()}\n".encode()).decode()


@dataclass(frozen=True, slots=True)
class _Sides:
    """A file as it was, as it is here and as others have it; None where it is not there."""

    mode: str
    base: bytes | None
    ours: bytes | None
    theirs: bytes | None

    @classmethod
    def read(cls, top: Git, path: str, stages: Mapping[str, tuple[str, str]]) -> _Sides:
        modes = {mode for mode, _ in stages.values()}
        if not modes <= set(_FILE_MODES):
            raise CannotCombine(f"{path} was changed here and by others, and is no plain file", _HINT)
        blobs = [
            top.run("cat-file", "blob", stages[stage][1], strip=False) if stage in stages else None
            for stage in (_BASE, _OURS, _THEIRS)
        ]
        known = stages.get(_BASE, ("", ""))[0]
        mode = next((m for m in (stages[s][0] for s in (_OURS, _THEIRS) if s in stages) if m != known), known)
        return cls(mode or _FILE_MODES[0], *blobs)

    def merged(self, path: str, settled: Mapping[str, Side]) -> MergedFile:
        return merge_record_files(path, self.base, self.ours, self.theirs, settled)

    def is_ours(self, path: str, raw: bytes | None, conflict: Conflict) -> bool:
        """Whether a version of the file says what ours does in a conflict."""
        found = merge_record_files(path, self.base, raw, self.theirs).conflicts
        return any((each.field, each.ours) == (conflict.field, conflict.ours) for each in found)

    def is_theirs(self, path: str, raw: bytes | None, conflict: Conflict) -> bool:
        """Whether a version of the file says what theirs does in a conflict."""
        found = merge_record_files(path, self.base, self.ours, raw).conflicts
        return any((each.field, each.theirs) == (conflict.field, conflict.theirs) for each in found)


_HINT = "somebody who knows git must combine the two: git merge, then sync again. Nothing was changed"


def _merge_other(path: str, sides: _Sides) -> bytes | None:
    """Merge a file that is no record, line by line as git does. Raises CannotCombine where the sides meet in a line."""
    if sides.ours is not None and sides.theirs is not None:
        # Its lines stand for themselves, and sync is one of those who add to them.
        options = ("--union",) if path.rpartition("/")[2] == _ATTRIBUTES else ()
        clean, merged = merge_lines(sides.base or b"", sides.ours, sides.theirs, *options)
        if clean:
            return merged
    raise CannotCombine(f"{path} was changed here and by others in the same place", _HINT)


def _list_unmerged(top: Git, environment: Mapping[str, str]) -> dict[str, dict[str, tuple[str, str]]]:
    """List the paths at which the sides differ: for each stage the mode and the blob."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for entry in _split(top.run("ls-files", "--unmerged", "-z", env=environment, strip=False)):
        told, _, path = entry.partition("\t")
        mode, blob, stage = told.split(" ")
        found.setdefault(path, {})[stage] = (mode, blob)
    return found


def _split(raw: bytes) -> Iterator[str]:
    yield from (part for part in raw.decode("utf-8", "surrogateescape").split("\0") if part)


def _tell(conflict: RecordConflict, side: Side) -> str:
    """Say in a line of the commit's message what was kept, and what was not."""
    ours = f"{write_value(conflict.conflict.ours)}{write_voice(conflict.ours)}"
    theirs = f"{write_value(conflict.conflict.theirs)}{write_voice(conflict.theirs)}"
    kept, other = (ours, theirs) if side == "ours" else (theirs, ours)
    return f"{conflict.directive} {conflict.conflict.field}: kept {kept}, not {other}"


def write_value(value: Any) -> str:
    """Print a value of a record on a line."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {each}" for key, each in value.items())
    return " ".join(str(value).split())


def write_voice(voice: Voice | None) -> str:
    """Print who said it and when, in brackets."""
    return f" ({voice.name}, {voice.time:%Y-%m-%d})" if voice else ""
