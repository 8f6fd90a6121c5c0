"""Disagreements: what two clones say differently of one thing in one record, and who said it when.

Whoever settles one need not know git: it is told in words, and either side can be kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eo_tracker.domain.days import in_washington
from eo_tracker.domain.merging import Conflict, Side
from eo_tracker.repository.git import Git
from eo_tracker.repository.merging import merge_record_files

_MOST_READ = 100
_LONGEST_VALUE = 300
_FORMAT = "%H%x00%an%x00%aI"


@dataclass(frozen=True, slots=True)
class Said:
    """Who said something, and when, by the commit that says it first."""

    author: str
    moment: datetime

    def __str__(self) -> str:
        return f"{self.author}, {in_washington(self.moment):%Y-%m-%d %H:%M}"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A conflict in a directive's record. `ours` tells who said what is said here, `theirs` what is at the upstream."""

    directive: str
    conflict: Conflict
    ours: Said | None
    theirs: Said | None

    @property
    def subject(self) -> str:
        """What it is about, in words."""
        return f"{self.directive}, {self.conflict.field}"

    @property
    def here(self) -> str:
        """What is said here, and who said it when, in words."""
        return _quote(self.conflict.ours, self.ours)

    @property
    def there(self) -> str:
        """What is said at the upstream, and who said it when, in words."""
        return _quote(self.conflict.theirs, self.theirs)

    def is_about_the_same(self, other: Disagreement) -> bool:
        """Whether it is between the same two values of the same field."""
        one, two = self.conflict, other.conflict
        same = (one.field, one.ours, one.theirs) == (two.field, two.ours, two.theirs)
        return same and self.directive == other.directive


Settle = Callable[[Sequence[Disagreement]], Sequence[Side]]
"""Says for each disagreement which side is kept."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A disagreement, and the side that was kept."""

    disagreement: Disagreement
    side: Side

    def __str__(self) -> str:
        """Tell in words, on a line, which value was kept and which was not."""
        found = self.disagreement
        kept, dropped = (found.here, found.there) if self.side == "ours" else (found.there, found.here)
        return f"{found.subject}: kept {kept}, not {dropped}"


def _quote(value: Any, said: Said | None) -> str:
    return f"{write_value(value)}{f' ({said})' if said else ''}"


def write_value(value: Any) -> str:
    """Write what a record says of one thing, on a line."""
    if value is None:
        return "nothing"
    text = " ".join(_write(value).split())
    return f"“{text if len(text) <= _LONGEST_VALUE else f'{text[:_LONGEST_VALUE].rstrip()}...'}”"


def _write(value: Any) -> str:
    if isinstance(value, Mapping):
        said = {key: part.replace("_", " ") if key == "status" else part for key, part in value.items()}
        return ", ".join(f"{key.replace('_', ' ')}: {_write(part)}" for key, part in said.items())
    if isinstance(value, list | tuple):
        return "; ".join(_write(part) for part in value)
    return str(value)


@dataclass(frozen=True, slots=True)
class Sides:
    """The commits that two clones have come to since `base`."""

    base: str
    ours: str
    theirs: str


def describe(git: Git, sides: Sides, path: str, directive: str, conflicts: Sequence[Conflict]) -> list[Disagreement]:
    """Tell who said what is in conflict in a record's file, whose path is from the repository's top."""
    texts = {side: _read(git, side, path) for side in (sides.base, sides.ours, sides.theirs)}
    base, ours, theirs = texts[sides.base], texts[sides.ours], texts[sides.theirs]
    one, other = _list_commits(git, sides.base, sides.ours, path), _list_commits(git, sides.base, sides.theirs, path)

    def is_ours(raw: bytes | None, conflict: Conflict) -> bool:
        found = merge_record_files(path, base, raw, theirs).conflicts
        return any(each.field == conflict.field and each.ours == conflict.ours for each in found)

    def is_theirs(raw: bytes | None, conflict: Conflict) -> bool:
        found = merge_record_files(path, base, ours, raw).conflicts
        return any(each.field == conflict.field and each.theirs == conflict.theirs for each in found)

    return [
        Disagreement(directive, each, _find_first(one, each, is_ours), _find_first(other, each, is_theirs))
        for each in conflicts
    ]


_Version = tuple[Said, bytes | None]


def _find_first(
    versions: Sequence[_Version], conflict: Conflict, says: Callable[[bytes | None, Conflict], bool]
) -> Said | None:
    """Find who said first what has been said ever since; the newest version comes first."""
    found = versions[0][0] if versions else None
    for said, raw in versions:
        if not says(raw, conflict):
            break
        found = said
    return found


def _list_commits(git: Git, base: str, tip: str, path: str) -> list[_Version]:
    """List who has changed a file since `base`, and to what, the newest first."""
    span = (f"--max-count={_MOST_READ}", tip, f"^{base}", "--", f":(top,literal){path}")
    options = ("--no-mailmap", "--no-show-signature", "--encoding=UTF-8", "--topo-order", "-z")
    listed = os.fsdecode(git.run("log", *options, f"--format={_FORMAT}", *span)).split("\0")
    rows = [listed[n : n + 3] for n in range(0, len(listed) - 2, 3)]
    return [(Said(author, datetime.fromisoformat(day)), _read(git, commit, path)) for commit, author, day in rows]


def _read(git: Git, commit: str, path: str) -> bytes | None:
    code, content, _ = git.attempt("cat-file", "blob", f"{commit}:{path}", strip=False)
    return content if code == 0 else None
