"""Tracing: what each commit changed in the tracker's orders and records, whatever shape history has.

Commits are told in one order that does not hang on where one looks from: parents first, by the time at which they were
made. Whoever replays all changes in that order over nothing has the state of any commit, from its own ancestors alone.
So a change that a merge brought is told at the commit that made it; at the merge is told what nobody said before it,
and which of two contrary changes was kept, where that is not the later one.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from eo_tracker.domain.changes import (
    Change,
    Flat,
    Key,
    find_different,
    flatten_order,
    flatten_record,
    gather_record,
    list_order_changes,
    list_record_changes,
)
from eo_tracker.domain.ids import ORDER_ID
from eo_tracker.domain.orders import Order
from eo_tracker.domain.problems import Problem
from eo_tracker.domain.provisions import ID
from eo_tracker.domain.records import Record
from eo_tracker.repository.commit_log import Commit, Touched
from eo_tracker.repository.reading import read_value
from eo_tracker.repository.root import DIRECTIVES, STATUS
from eo_tracker.repository.source import decode

Place = tuple[int, str]
"""A commit's place in the order in which commits are told: when it was made, in seconds, and its id.

The time is later than that of all its ancestors, be it by a second, whatever the clocks of people say.
"""


@dataclass(frozen=True, slots=True)
class DataPath:
    """What a file of the tracker is of: an order, or a record of one of its provisions."""

    order: str
    provision: str | None = None

    @property
    def directive(self) -> str | None:
        """The full id of the directive or item whose record it is."""
        return f"{self.order}/{self.provision}" if self.provision else None

    @classmethod
    def parse(cls, path: str, prefix: str) -> DataPath | None:
        """Read a path from the repository's top; None for a file of another kind. `prefix` leads to the tracker."""
        return _parse(path.removeprefix(prefix)) if path.startswith(prefix) else None


@lru_cache(maxsize=50_000)  # the same files are touched again and again
def _parse(path: str) -> DataPath | None:
    if not path.endswith(".yaml"):
        return None
    *folders, name = path.removesuffix(".yaml").split("/")
    if folders == [DIRECTIVES] and ORDER_ID.fullmatch(name):
        return DataPath(name)
    if folders[:1] == [STATUS] and len(folders) > 1 and ORDER_ID.fullmatch(folders[1]) and ID.fullmatch(name):
        return DataPath(folders[1], name) if len(folders) == 2 else None
    return None


@dataclass(frozen=True, slots=True)
class Version:
    """What a file says; where it cannot be read, `fault` says why, and it counts as saying what it did before."""

    flat: Flat
    fault: str | None = None


def read_version(data: DataPath, path: str, raw: bytes | None) -> Version:
    """Read a version of a data file; None is content that is not here, or is too large."""
    if raw is None:
        return Version({}, "its content is not in this repository, or is larger than data ever is")
    source = decode(raw, path)
    if isinstance(source, Problem):
        return Version({}, source.message)
    if data.provision:
        record, problems = read_value(source, Record)
        return Version(flatten_record(record), None if record else _say(problems))
    order, problems = read_value(source, Order)
    if order and order.id != data.order:
        return Version({}, f"the file is {data.order} and says {order.order}")
    return Version(flatten_order(order), None if order else _say(problems))


def _say(problems: Sequence[Problem]) -> str:
    first = problems[0]
    return f"line {first.line}: {first.message}"


@dataclass(frozen=True, slots=True)
class Trace:
    """What a commit changed in a file: the keys that say something else now, as they were before and are after it.

    `fault` says why the file cannot be read now; with `is_mended` it could not be till then. `moved_from` says of which
    directive the record was till then, `moved_to` of which it is now.
    """

    data: DataPath
    before: Flat
    after: Flat
    fault: str | None = None
    is_mended: bool = False
    moved_from: str | None = None
    moved_to: str | None = None

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys that say something else."""
        return tuple(k for k in {**self.before, **self.after} if self.before.get(k) != self.after.get(k))

    def list_changes(self) -> Iterator[tuple[str | None, Change]]:
        """Tell the changes in words, each with the full id of the directive or item; None: the order itself.

        A record that was moved is told where it is now.
        """
        directive = self.data.directive
        if self.fault:
            yield directive, Change("unreadable", "file", None, self.fault)
            return
        if self.is_mended:
            yield directive, Change("mended", "file", None, None)
        if self.moved_from:
            yield directive, self.tell_move(self.moved_from, directive)
        elif self.data.provision and not self.moved_to:
            yield from ((directive, change) for change in list_record_changes(self.before, self.after))
        elif not self.data.provision:
            for part, change in list_order_changes(self.before, self.after):
                yield (f"{self.data.order}/{part}" if part else None), change

    def tell_move(self, origin: str | None, goal: str | None) -> Change:
        """Tell that a record was moved, with all that it says."""
        said = gather_record(self.after or self.before)
        ends = ({"directive": directive, "record": said} for directive in (origin, goal))
        return Change("record_moved", "directive", *ends)


Ends = tuple[DataPath, Version, Version]
"""A file, as it is expected to be and as it is."""


class Past(Protocol):
    """What is known of the commits that were traced before."""

    def place(self, commit: str) -> Place | None:
        """Tell a commit's place; None for one beyond the end of a shallow clone."""

    def parents(self, commit: str) -> Sequence[str]:
        """Give a commit's parents."""

    def keys(self, commit: str, path: str) -> Sequence[Key]:
        """Give the keys that a commit changed in a file."""

    def version(self, commit: str, path: str, blob: str | None) -> Version:
        """Read a version of a file as a commit has it; None: no file. What cannot be read says what it did before."""

    def keep(self, commit: str, path: str, flat: Flat) -> None:
        """Keep what the version of a file counts as saying that a commit made, and that cannot be read."""


@dataclass(frozen=True, slots=True)
class Tracer:
    """Tells what commits changed, each after all its ancestors. `prefix` leads from the repository's top to it."""

    past: Past
    prefix: str

    def trace(self, commit: Commit, touched: Sequence[Sequence[Touched]]) -> dict[str, Trace]:
        """Tell by file what a commit changed. `touched` are the files that are otherwise than in each parent."""
        expected = self._expect_merged(commit, touched) if len(touched) > 1 else self._expect(commit, touched[0])
        found = {}
        for path, (data, before, after) in expected.items():
            different = find_different(before.flat, after.flat, of_order=not data.provision)
            if after.fault or before.fault or any(different):
                found[path] = Trace(data, *different, after.fault, bool(before.fault) and not after.fault)
        return join_moved(found, expected)

    def _expect(self, commit: Commit, touched: Iterable[Touched]) -> dict[str, Ends]:
        found = {}
        for each in touched:
            data = DataPath.parse(each.path, self.prefix)
            if data:
                before = Version({})
                if commit.parents:
                    before = self.past.version(commit.parents[0], each.path, each.before)
                found[each.path] = (data, before, self._read(commit.id, each, before.flat))
        return found

    def _read(self, commit: str, touched: Touched, before: Flat) -> Version:
        if touched.after is None:
            return Version({})
        version = self.past.version(commit, touched.path, touched.after)
        fault = version.fault if touched.is_plain else "it is a link, and no file"
        if fault is None:
            return version
        self.past.keep(commit, touched.path, before)
        return Version(before, fault)

    def _expect_merged(self, commit: Commit, touched: Sequence[Sequence[Touched]]) -> dict[str, Ends]:
        """Tell, of each file of which a merge and its parents say different things, what replaying would give."""
        sides = [{each.path: each for each in side if DataPath.parse(each.path, self.prefix)} for side in touched]
        paths = dict.fromkeys(path for side in sides for path in side)
        apart = self._find_apart(commit.parents) if paths else {}
        found = {}
        for path in paths:
            data = DataPath.parse(path, self.prefix)
            assert data is not None  # noqa: S101  # only such paths are kept
            here = next(side[path] for side in sides if path in side)
            blobs = [side[path].before if path in side else here.after for side in sides]
            sources = zip(commit.parents, blobs, strict=True)
            versions = [self.past.version(parent, path, blob) for parent, blob in sources]
            kept = self.past.version(commit.id, path, here.after).flat if here.after else {}
            expected = self._replay(path, versions, apart, kept)
            after = self._read(commit.id, here, expected)
            if after.fault and here.after in blobs:
                continue  # whoever made it so was told then
            found[path] = (data, Version(expected), after)
        return found

    def _replay(self, path: str, versions: Sequence[Version], apart: Mapping[str, int], kept: Flat) -> Flat:
        """Tell what a file says once all that any side said of it has been said, the latest last.

        Where nobody is known to have said it, for history is cut off, it is what was `kept`.
        """
        first = versions[0].flat
        keys = dict.fromkeys(key for version in versions for key in version.flat)
        contested = {key for key in keys if any(v.flat.get(key) != first.get(key) for v in versions)}
        if not contested:
            return first
        last: dict[Key, tuple[Place, int]] = {}
        for commit, mask in apart.items():
            place = self.past.place(commit)
            for key in self.past.keys(commit, path):
                if place and key in contested and (key not in last or last[key][0] < place):
                    last[key] = (place, mask)
        found = dict(first)
        for key in contested:
            sides = [version.flat.get(key) for version in versions]
            nobody_s = kept.get(key) if kept.get(key) in sides else sides[0]
            said = sides[_first_side(last[key][1])] if key in last else nobody_s
            if said is None:
                found.pop(key, None)
            else:
                found[key] = said
        return found

    def _find_apart(self, parents: Sequence[str]) -> dict[str, int]:
        """Find the commits that lead to some of the parents of a merge and not to all, with the sides as bits."""
        everywhere = (1 << len(parents)) - 1
        sides: dict[str, int] = {}
        waiting: list[tuple[int, int, str]] = []
        apart: dict[str, int] = {}

        def reach(commit: str, mask: int) -> None:
            place = self.past.place(commit)
            if place is None:
                return
            if commit not in sides:
                # The latest is taken first: by then all that lead to it have been.
                heapq.heappush(waiting, (-place[0], -int(place[1], 16), commit))
            sides[commit] = sides.get(commit, 0) | mask
            (undecided.discard if sides[commit] == everywhere else undecided.add)(commit)

        undecided: set[str] = set()
        for number, parent in enumerate(parents):
            reach(parent, 1 << number)
        while undecided:
            commit = heapq.heappop(waiting)[-1]
            undecided.discard(commit)
            if sides[commit] != everywhere:
                apart[commit] = sides[commit]
            for parent in self.past.parents(commit):
                reach(parent, sides[commit])
        return apart


def _first_side(mask: int) -> int:
    return (mask & -mask).bit_length() - 1


def join_moved(traces: dict[str, Trace], ends: Mapping[str, Ends]) -> dict[str, Trace]:
    """Know the records whose files were renamed: what went there came here. `ends` are the whole versions."""
    gone = {
        path: trace
        for path, trace in traces.items()
        if trace.data.provision and trace.before and not ends[path][2].flat and not trace.fault
    }
    for path, trace in list(traces.items()) if gone else ():
        if trace.data.provision and trace.after and not ends[path][1].flat:
            origin = next((old for old, other in gone.items() if other.before == trace.after), None)
            if origin:
                traces[path] = replace(trace, moved_from=gone[origin].data.directive)
                traces[origin] = replace(gone.pop(origin), moved_to=trace.data.directive)
    return traces
