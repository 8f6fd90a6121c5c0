"""History: what was changed in a tracker, by whom and when, read from git alone.

What commits changed is told by `tracing`, and kept in an index beside git's data. The days and times of changes are
those at which they were committed, in Washington.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path

from eo_tracker.domain.changes import Change, Flat, Key
from eo_tracker.domain.days import in_washington
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.provisions import Provision
from eo_tracker.repository.cache import FOLDER
from eo_tracker.repository.clone import find_repository
from eo_tracker.repository.commit_log import (
    ENVIRONMENT,
    QUIETLY,
    Commit,
    Touched,
    list_between,
    list_commits,
    read_blobs,
    read_differences,
    read_log,
)
from eo_tracker.repository.git import Git, GitFailed
from eo_tracker.repository.history_index import HistoryIndex, Keeping, open_index
from eo_tracker.repository.revision import COMMIT, read_revision
from eo_tracker.repository.tracing import DataPath, Place, Trace, Tracer, Version, read_version
from eo_tracker.repository.whereabouts import Whereabouts, locate

_Content = tuple[str, str]
_AT_ONCE = 2_000  # commits whose files are read together
_MOST_KEPT = 20_000  # versions of files that are held in memory


@dataclass(frozen=True, slots=True)
class CommittedChange:
    """A change with the commit that made it: of an order, and of which directive or item; None: of the order itself.

    `moment` is when it was committed, in Washington; None, with no commit, where that is not known.
    """

    order: str
    directive: str | None
    change: Change
    commit: str = ""
    moment: datetime | None = None
    name: str = ""
    email: str = ""
    subject: str = ""

    @property
    def about(self) -> str:
        """The id of what was changed."""
        return self.directive or self.order


class NoHistory(EOTrackerError):
    """There are no commits from which changes could be read."""


@dataclass(frozen=True, slots=True)
class History:
    """The changes of a tracker up to the commit `tip`, the newest first.

    `is_cut` tells that the clone is shallow: what was before its oldest commits is not known.
    """

    changes: tuple[CommittedChange, ...]
    tip: str
    is_cut: bool


def read_history(
    root: Path,
    about: Set[str] = frozenset(),
    *,
    wanted: Callable[[CommittedChange], bool] = lambda _: True,
    limit: int | None = None,
    tip: str | None = None,
    keeping: Keeping = "file",
) -> History:
    """Read what was changed in a tracker up to HEAD, or another commit, at most so many changes, the newest first.

    `about` are ids of what to tell of, with all that is within it, as `eo-14288` or `eo-14288/3.b`; without them, all
    is told. A record that was moved there is followed, under the id that it had before. `wanted` tells which changes
    count. The index is that of HEAD; for another commit none is used, and for a "copy" nothing is written. Raises
    NoHistory, NoRepository, NotReady and GitFailed.
    """
    here = locate(root)
    head = read_revision(root) or find_repository(root).head()
    asked = tip or head
    if asked is None:
        raise NoHistory("this repository has no commit yet", "`eo-tracker update` commits what it records")
    known = _list_known(here.git, asked, head) if asked != head else None
    tip = asked if known is None else str(head)
    path = here.directory / FOLDER / f"{'-'.join(filter(None, ('history', here.mark)))}.sqlite"
    keeping = keeping if tip == head else "memory"
    while True:
        try:
            with open_index(path, keeping) as index:
                _Reading(here, index, tip).run()
                found = filter(wanted, _select(index, about, known))
                return History(tuple(islice(found, limit)), asked, bool(here.boundary))
        except sqlite3.DatabaseError as e:
            if keeping == "memory":
                raise
            cannot_be_used = isinstance(e, sqlite3.OperationalError)
            if keeping == "file" and not cannot_be_used:  # it is no index, or a part of it is lost
                with suppress(OSError):
                    path.unlink()
            keeping = "copy" if cannot_be_used and keeping == "file" else "memory"


def _select(index: HistoryIndex, about: Set[str], known: Set[str] | None) -> Iterator[CommittedChange]:
    """Give the changes of what is asked about, the newest first, that `known` commits made; None: any."""
    search = _Search(about)
    place: Place | None = None
    while not search.is_over:
        search.is_over = True
        for place_here, rows in groupby(index.select(search.ids, place), key=itemgetter(0)):
            place = place_here
            of_commit = [(commit, trace) for _, commit, trace in rows if known is None or commit.id in known]
            for commit, trace in of_commit:
                made = (commit.id, in_washington(commit.moment), commit.name, commit.email, commit.subject)
                for directive, change in search.list_changes(trace):
                    yield CommittedChange(trace.data.order, directive, change, *made)
            search.follow(trace for _, trace in of_commit)
            if not search.is_over:
                break


class _Search:
    """The search for what is asked about, from the newest commit to the oldest.

    `ids` are all that was looked for by now. `followed` are the records that are, for what is older, what some that
    are asked about were before they were moved. With `is_over` off, more is to be looked for than was.
    """

    def __init__(self, about: Set[str]) -> None:
        self.about = about
        self.ids = set(about)
        self.followed: set[str] = set()
        self.is_over = False

    def list_changes(self, trace: Trace) -> Iterator[tuple[str | None, Change]]:
        """Tell the changes that are asked about, each with the full id of the directive or item, if it is of one."""
        origin = trace.data.directive
        told = list(trace.list_changes())
        if trace.moved_to and not self._seeks(trace.moved_to):  # else it is told there
            told.append((origin, trace.tell_move(origin, trace.moved_to)))
        is_followed = origin in self.followed
        return (each for each in told if is_followed or self._is_about(trace.data.order, each[0]))

    def follow(self, traces: Iterable[Trace]) -> None:
        """Look from here on for what the records that were moved by a commit were before."""
        for trace in traces:
            goal, origin = trace.data.directive, trace.moved_from
            if goal and origin and self.about and self._seeks(goal):
                self.followed.discard(goal)
                if not self._seeks(origin):
                    self.followed.add(origin)
                    self.is_over = self.is_over and origin in self.ids
                    self.ids.add(origin)

    def _seeks(self, record: str) -> bool:
        return record in self.followed or self._is_about(record.partition("/")[0], record)

    def _is_about(self, order: str, directive: str | None) -> bool:
        return not self.about or not self.about.isdisjoint(_list_ids(order, directive))


@lru_cache(maxsize=10_000)
def _list_ids(order: str, directive: str | None) -> tuple[str, ...]:
    """List the ids of something and of all that it is within."""
    if directive is None:
        return (order,)
    provision = Provision.parse(directive.partition("/")[2])
    within = (Provision(provision.section, provision.marks[:depth]).id for depth in range(len(provision.marks) + 1))
    return (order, *(f"{order}/{each}" for each in within))


def _list_known(git: Git, commit: str, head: str | None) -> frozenset[str] | None:
    """List what leads to a commit that is part of HEAD's history, of which an index is kept; None for any other."""
    if head is None or git.attempt(*QUIETLY, "merge-base", "--is-ancestor", commit, head, env=ENVIRONMENT)[0]:
        return None
    return frozenset(list_commits(git, commit))


def list_ancestors(root: Path, commit: str) -> frozenset[str]:
    """List a commit and all that led to it. Raises NoRepository and GitFailed."""
    return frozenset(list_commits(locate(root).git, commit))


def list_arrived(root: Path, commit: str, since: str | None) -> list[str]:
    """List the commits that lead to one and not to another, the newest first. Raises NoRepository and GitFailed."""
    return list_commits(locate(root).git, commit, *([f"^{since}"] if since else []))


@dataclass(slots=True)
class _Reading:
    """The reading of what is new in history into an index."""

    here: Whereabouts
    index: HistoryIndex
    tip: str
    places: dict[str, Place] = field(default_factory=dict)
    parents_of: dict[str, Sequence[str]] = field(default_factory=dict)
    keys_of: dict[str, dict[str, Sequence[Key]]] = field(default_factory=dict)
    versions: OrderedDict[_Content, Version] = field(default_factory=OrderedDict)

    @property
    def basis(self) -> str:
        """What the reading hangs on, but for the tip."""
        return " ".join((version("eo-tracker"), self.here.mark, *sorted(self.here.boundary)))

    def run(self) -> None:
        if self.index.read_tip() == (self.tip, self.basis):
            return
        with self.index.writing():
            known, basis = self.index.read_tip()
            if (known, basis) != (self.tip, self.basis):
                if known is None or basis != self.basis or not self._forget_what_is_gone(known):
                    self.index.clear()
                    known = None
                self._read([known] if known else [])
                self.index.settle(self.tip, self.basis)

    def _forget_what_is_gone(self, known: str) -> bool:
        """Forget what does not lead to the tip any more; False where git does not know any more what that is."""
        if not COMMIT.fullmatch(known):
            return False
        try:
            self.index.forget(list_between(self.here.git, self.tip, known))
        except GitFailed:
            return False
        return True

    def _read(self, known: Sequence[str]) -> None:
        git, paths = self.here.git, self.here.paths
        log = list(read_log(git, [self.tip], known, paths))
        if known:  # where clocks were wrong, git tells again of what it was told is known
            log = [(commit, files) for commit, files in log if self.place(commit.id) is None]
        touched = {commit.id: [files] for commit, files in log}
        # Only against the first parent does git tell it by itself.
        pairs = [(commit.id, parent) for commit, _ in log for parent in commit.parents[1:]]
        if pairs:
            for (merge, _), files in zip(pairs, read_differences(git, pairs, paths), strict=True):
                touched[merge].append(files)
        commits = self._put_in_order([commit for commit, _ in log])
        tracer = Tracer(self, self.here.prefix)
        for start in range(0, len(commits), _AT_ONCE):
            some = commits[start : start + _AT_ONCE]
            self._read_versions(each for commit in some for files in touched[commit.id] for each in files)
            found = []
            for commit in some:
                traces = {} if commit.id in self.here.boundary else tracer.trace(commit, touched[commit.id])
                self.keys_of[commit.id] = {path: trace.keys for path, trace in traces.items()}
                found.append((self.places[commit.id], commit, traces))
            self.index.add_traces(found)

    def _put_in_order(self, commits: Sequence[Commit]) -> list[Commit]:
        """Give each commit its place, and sort by that."""
        by_id = {commit.id: commit for commit in commits}
        self.parents_of |= {commit.id: commit.parents for commit in commits}
        waiting = list(commits)
        while waiting:
            commit = waiting[-1]
            unplaced = [p for p in commit.parents if p in by_id and p not in self.places]
            if unplaced and commit.id not in self.places:
                waiting += [by_id[parent] for parent in unplaced]
                continue
            waiting.pop()
            if commit.id not in self.places:
                after = [place[0] + 1 for parent in commit.parents if (place := self.place(parent))]
                self.places[commit.id] = (max([int(commit.moment.timestamp()), *after]), commit.id)
        self.index.add_commits([(c.id, self.places[c.id][0], c.parents) for c in commits])
        return sorted(commits, key=lambda commit: self.places[commit.id])

    def _read_versions(self, touched: Iterator[Touched]) -> None:
        """Read the contents of files, as many as there are, in one go."""
        wanted: dict[str, dict[_Content, tuple[DataPath, str]]] = {}
        for each in touched:
            data = DataPath.parse(each.path, self.here.prefix)
            for blob in (each.before, each.after):
                if data and blob:
                    content = _name_content(data, blob)
                    if content in self.versions:
                        self.versions.move_to_end(content)
                    else:
                        wanted.setdefault(blob, {})[content] = (data, each.path)
        for blob, raw in read_blobs(self.here.git, wanted) if wanted else ():
            for content, (data, path) in wanted[blob].items():
                self.versions[content] = read_version(data, path, raw)
        while len(self.versions) > _MOST_KEPT + len(wanted):
            self.versions.popitem(last=False)

    # What a tracer asks of the past

    def place(self, commit: str) -> Place | None:
        """Tell a commit's place; None for one beyond the end of a shallow clone."""
        found = self.places.get(commit) or self.index.place(commit)
        if found:
            self.places[commit] = found
        return found

    def parents(self, commit: str) -> Sequence[str]:
        """Give a commit's parents."""
        if commit not in self.parents_of:
            self.parents_of[commit] = self.index.parents(commit)
        return self.parents_of[commit]

    def keys(self, commit: str, path: str) -> Sequence[Key]:
        """Give the keys that a commit changed in a file."""
        known = self.keys_of.get(commit)
        return self.index.keys(commit, path) if known is None else known.get(path, ())

    def version(self, commit: str, path: str, blob: str | None) -> Version:
        """Read a version of a file as a commit has it; None: no file. What cannot be read says what it did before."""
        if blob is None:
            return Version({})
        data = DataPath.parse(path, self.here.prefix)
        assert data is not None  # noqa: S101  # only such files are traced
        content = _name_content(data, blob)
        found = self.versions.get(content)
        if found is None:
            ((_, raw),) = read_blobs(self.here.git, [blob])
            found = self.versions[content] = read_version(data, path, raw)
        return Version(self._find_kept(commit, path), found.fault) if found.fault else found

    def keep(self, commit: str, path: str, flat: Flat) -> None:
        """Keep what the version of a file counts as saying that a commit made, and that cannot be read."""
        self.index.keep(commit, path, flat)

    def _find_kept(self, commit: str, path: str) -> Flat:
        """Find what was kept at the latest ancestor of a commit at which a file became unreadable."""
        kept = self.index.kept(path)
        seen = {commit}
        waiting = [_latest_first(self.place(commit))]
        while waiting and kept:
            latest = heapq.heappop(waiting)[-1]
            if latest in kept:
                return kept[latest]
            for parent in self.parents(latest):
                place = self.place(parent)
                if place and parent not in seen:
                    seen.add(parent)
                    heapq.heappush(waiting, _latest_first(place))
        return {}


def _name_content(data: DataPath, blob: str) -> _Content:
    """Name what is read of a file: whether an order can be read hangs on its name as well."""
    return blob, "" if data.provision else data.order


def _latest_first(place: Place | None) -> tuple[int, int, str]:
    """Turn a place into what a heap gives first that was made last."""
    time, commit = place or (0, "0")
    return -time, -int(commit, 16), commit
