"""Two commits that grew apart, combined into one tree: records field by field, other files line by line.

All of it is done in a private index: nothing in the work tree, in the user's index or on a branch is touched. The
branch that is shared comes first among a combination's parents, so that its first-parent line stays one line, along
which the state as of a day is read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.merging import Side
from eo_tracker.domain.words import name_first
from eo_tracker.repository.clone import Repository, read_author
from eo_tracker.repository.commits import make_message
from eo_tracker.repository.disagreements import Disagreement, Settlement, Sides, describe
from eo_tracker.repository.files import find_directive
from eo_tracker.repository.git import UTF8, Git
from eo_tracker.repository.index import enter
from eo_tracker.repository.mending import Pending
from eo_tracker.repository.merging import merge_lines, merge_record_files
from eo_tracker.repository.refusals import explain_refusal

_FILES = ("100644", "100755")
_BASE, _THEIRS, _OURS = "1", "2", "3"
_MERGED_BY_LINES = ("unspecified", "set", "text")
_MOST_NAMED = 3


class CannotCombine(EOTrackerError):
    """Only people can say what becomes of two sides."""


@dataclass(frozen=True, slots=True)
class Combination:
    """What two sides come to. While there are disagreements, it has no tree.

    `directives` are those whose records both sides had changed.
    """

    tree: str
    directives: tuple[str, ...]
    settled: tuple[Settlement, ...]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class _Blob:
    mode: str
    id: str


@dataclass(frozen=True, slots=True)
class _Unmerged:
    """A file that both sides changed. `stages` are its versions by the number that git gives each side."""

    path: str
    stages: Mapping[str, _Blob]

    @property
    def are_files(self) -> bool:
        """Whether all its versions are ordinary files, and none is in the place of a folder."""
        is_alone = len(self.stages) == 1 and _BASE not in self.stages
        return not is_alone and all(blob.mode in _FILES for blob in self.stages.values())

    @property
    def mode(self) -> str:
        """The mode that either side gave it."""
        base, theirs, ours = (self.stages.get(stage) for stage in (_BASE, _THEIRS, _OURS))
        if theirs is None or ours is None:
            return (theirs or ours or _Blob(_FILES[0], "")).mode
        return ours.mode if base and theirs.mode == base.mode else theirs.mode


def find_common_base(repository: Repository, ours: str, theirs: str) -> str:
    """Find the commit that two sides grew out of. Raises CannotCombine where there is none, or no single one."""
    code, out, _ = repository.git.attempt("merge-base", "--all", ours, theirs)
    found = out.decode("ascii").split() if code == 0 else []
    if len(found) == 1:
        return found[0]
    if (repository.common / "shallow").exists() and not found:
        hint = "get the rest with `git fetch --unshallow`, and sync again"
        raise CannotCombine("this clone has only a part of the history, too little to combine it with others", hint)
    what = "were merged into each other crosswise" if found else "have no common beginning"
    hint = "somebody who knows git must merge them: git pull --no-rebase"
    raise CannotCombine(f"the history of this clone and that of its upstream {what}", hint)


def combine_commits(
    repository: Repository, pending: Pending, sides: Sides, answers: Sequence[Settlement]
) -> Combination:
    """Combine two commits. `answers` are the disagreements that have been settled already. Raises CannotCombine."""
    top = Git(repository.top)
    combining = _Combining(repository, top, sides, answers, {"GIT_INDEX_FILE": str(pending.folder / "combined")})
    return combining.run()


def commit_combination(repository: Repository, sides: Sides, combination: Combination, subject: str) -> str:
    """Make the commit of a combination and return its id. Raises EOTrackerError where git does not."""
    read_author(repository)
    git = repository.git
    message = make_message(subject, "\n".join(map(str, combination.settled)), {})
    parents = ("-p", sides.theirs, "-p", sides.ours)
    signs = git.attempt("config", "--type=bool", "--get", "commit.gpgSign")[1] == b"true"
    command = (*UTF8, "commit-tree", *(("-S",) if signs else ()), *parents, "-F", "-", combination.tree)
    code, out, said = git.attempt(*command, stdin=message.encode("utf-8", "replace"))
    if code:
        raise explain_refusal("commit-tree", code, said)
    return out.decode("ascii")


@dataclass(slots=True)
class _Combining:
    """A combination under way: what has come of it so far."""

    repository: Repository
    git: Git
    sides: Sides
    answers: Sequence[Settlement]
    environment: Mapping[str, str]
    directives: list[str] = field(default_factory=list)
    settled: list[Settlement] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)

    def run(self) -> Combination:
        sides = (self.sides.base, self.sides.theirs, self.sides.ours)
        self.git.run("read-tree", "-i", "-m", "--aggressive", *sides, env=self.environment)
        unmerged = list(self._list_unmerged())
        records = {each.path: name for each in unmerged if (name := self._name_directive(each))}
        self._require_mergeable([each for each in unmerged if each.path not in records])
        blobs = self._read_blobs([blob.id for each in unmerged for blob in each.stages.values()])
        merged = [(each, self._merge(each, records.get(each.path), blobs)) for each in unmerged]
        if not self.disagreements:
            self._enter(merged)
        tree = "" if self.disagreements else self.git.text("write-tree", env=self.environment)
        return Combination(tree, tuple(self.directives), tuple(self.settled), tuple(self.disagreements))

    def _list_unmerged(self) -> Iterator[_Unmerged]:
        found: dict[str, dict[str, _Blob]] = {}
        for line in os.fsdecode(self.git.run("ls-files", "-u", "-z", env=self.environment)).split("\0"):
            entry, _, path = line.partition("\t")
            if path:
                mode, blob, stage = entry.split(" ")
                found.setdefault(path, {})[stage] = _Blob(mode, blob)
        yield from (_Unmerged(path, stages) for path, stages in found.items())

    def _name_directive(self, unmerged: _Unmerged) -> str | None:
        """Name the directive whose record a file is; None for any other file."""
        prefix = self.repository.prefix
        is_ours = unmerged.path.startswith(prefix) and unmerged.are_files
        return find_directive(unmerged.path.removeprefix(prefix)) if is_ours else None

    def _require_mergeable(self, others: Sequence[_Unmerged]) -> None:
        """Refuse what cannot be merged line by line, or is by settings of the user's to be merged otherwise."""
        both = [each for each in others if each.are_files and {_THEIRS, _OURS} <= each.stages.keys()]
        attributes = self.git.run("check-attr", "-z", "merge", "--", *(each.path for each in both)) if both else b""
        said = os.fsdecode(attributes).split("\0")[2::3]
        good = {each.path for each, value in zip(both, said, strict=False) if value in _MERGED_BY_LINES}
        _refuse([each.path for each in others if each.path not in good])

    def _merge(self, unmerged: _Unmerged, directive: str | None, blobs: Mapping[str, bytes]) -> bytes | None:
        texts = [blobs[each.id] if (each := unmerged.stages.get(s)) else None for s in (_BASE, _OURS, _THEIRS)]
        if directive:
            return self._merge_record(unmerged.path, directive, *texts)
        base, ours, theirs = (text or b"" for text in texts)
        clean, merged = merge_lines(base, ours, theirs)
        if not clean:
            _refuse([unmerged.path])
        return merged

    def _merge_record(
        self, path: str, directive: str, base: bytes | None, ours: bytes | None, theirs: bytes | None
    ) -> bytes | None:
        self.directives.append(directive)
        merged = merge_record_files(path, base, ours, theirs)
        if not merged.conflicts:
            return merged.raw
        found = describe(self.git, self.sides, path, directive, merged.conflicts)
        sides: dict[str, Side] = {}
        for each in found:
            answer = next((a for a in self.answers if a.disagreement.is_about_the_same(each)), None)
            if answer:
                sides[each.conflict.field] = answer.side
                self.settled.append(Settlement(each, answer.side))
            else:
                self.disagreements.append(each)
        return merge_record_files(path, base, ours, theirs, sides).raw

    def _read_blobs(self, ids: Sequence[str]) -> dict[str, bytes]:
        wanted = list(dict.fromkeys(ids))
        told = self.git.run("cat-file", "--batch", stdin="".join(f"{each}\n" for each in wanted).encode(), strip=False)
        found, start = {}, 0
        for each in wanted:
            head_end = told.index(b"\n", start)
            size = int(told[start:head_end].rsplit(b" ", 1)[1])
            found[each] = told[head_end + 1 : head_end + 1 + size]
            start = head_end + 1 + size + 1
        return found

    def _enter(self, merged: Sequence[tuple[_Unmerged, bytes | None]]) -> None:
        """Put merged files into the index."""
        entries = {each.path: None if raw is None else f"{each.mode} {self._write_blob(raw)}" for each, raw in merged}
        enter(self.repository, entries, self.environment)

    def _write_blob(self, raw: bytes) -> str:
        return self.git.run("hash-object", "-w", "--stdin", stdin=raw).decode("ascii")


def _refuse(paths: Sequence[str]) -> None:
    if paths:
        named = name_first(paths, _MOST_NAMED)
        raise CannotCombine(
            f"{named} changed both here and at the upstream, in ways that only people can combine",
            "somebody who knows git must merge it: git pull --no-rebase; then sync again. Nothing was changed",
        )
