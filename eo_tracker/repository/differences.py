"""Differences between two states of a tracker, and who made each thing that is said: history, seen from its ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from eo_tracker.domain.changes import Flat, find_different, flatten_said, list_changes, list_record_changes
from eo_tracker.domain.records import LISTS, Record, identify_entries
from eo_tracker.repository.commit_log import (
    find_blob,
    list_between,
    list_commits,
    read_blobs,
    read_differences,
)
from eo_tracker.repository.files import record_path
from eo_tracker.repository.history import CommittedChange, read_history
from eo_tracker.repository.tracing import DataPath, Ends, Trace, Version, join_moved, read_version
from eo_tracker.repository.whereabouts import Whereabouts, locate

_NEVER = datetime.min.replace(tzinfo=UTC)


def read_difference(root: Path, start: str, end: str) -> tuple[CommittedChange, ...]:
    """Tell the net change from one commit to another, each with the last commit between them that made it, if any did.

    A file that cannot be read at an end counts as saying what it did before, and is told. The latest comes first.
    Raises NoRepository, NotReady and GitFailed.
    """
    here = locate(root)
    git = here.git
    (touched,) = read_differences(git, [(end, start)], here.paths)
    files = {each.path: (data, each) for each in touched if (data := DataPath.parse(each.path, here.prefix))}
    contents = dict(read_blobs(git, dict.fromkeys(b for _, f in files.values() for b in (f.before, f.after) if b)))
    ends: dict[str, Ends] = {}
    traces: dict[str, Trace] = {}
    for path, (data, file) in files.items():
        before, after = (
            _read_end(here, commit, path, data, contents[blob]) if blob else Version({})
            for commit, blob in ((start, file.before), (end, file.after))
        )
        ends[path] = (data, before, after)
        different = find_different(before.flat, after.flat, of_order=not data.provision)
        traces[path] = Trace(data, *different, after.fault, bool(before.fault) and not after.fault)
    made = _find_makers(root, list_between(git, start, end), end)
    found = [net for trace in join_moved(traces, ends).values() for net in _tell_net(trace, made)]
    return tuple(sorted(found, key=lambda net: net.moment or _NEVER, reverse=True))


def _read_end(here: Whereabouts, commit: str, path: str, data: DataPath, raw: bytes | None) -> Version:
    """Read a file as a commit has it; where it cannot be read, what the last commit says in which it can."""
    version = read_version(data, path, raw)
    if version.fault is None:
        return version
    for earlier in list_commits(here.git, commit, touching=[path]):
        blob = find_blob(here.git, earlier, path)
        before = read_version(data, path, dict(read_blobs(here.git, [blob]))[blob]) if blob else Version({})
        if before.fault is None:
            return Version(before.flat, version.fault)
    return version


def _find_makers(root: Path, between: Sequence[str], end: str) -> dict[tuple[str, ...], CommittedChange]:
    """Find for all that was changed in some commits the last change of it."""
    commits = frozenset(between)
    made: dict[tuple[str, ...], CommittedChange] = {}
    for each in read_history(root, wanted=lambda change: change.commit in commits, tip=end).changes:
        made.setdefault(_identify(each), each)
    return made


def _tell_net(trace: Trace, made: Mapping[tuple[str, ...], CommittedChange]) -> Iterator[CommittedChange]:
    for directive, change in trace.list_changes():
        net = CommittedChange(trace.data.order, directive, change)
        last = made.get(_identify(net))
        yield replace(last, change=change) if last else net
    if trace.fault:
        # Beside that it cannot be read, what it counts as saying.
        yield from _tell_net(replace(trace, fault=None), made)


def _identify(found: CommittedChange) -> tuple[str, ...]:
    """Name what a change is of: the same for all changes of one field, or of one entry of a list."""
    change = found.change
    field = change.field.partition(" (")[0]
    if field in LISTS and (said := change.after or change.before):
        ((about, _),) = identify_entries(field, [said])
        return (found.about, change.field, *about)
    return (found.about, change.field)


@dataclass(frozen=True, slots=True)
class Saying:
    """Something that a record says, as a change from nothing, with the commit that made it say so, if any is known to.

    `is_older` tells that a commit has it so that is older than this shallow clone; else it is not committed.
    """

    found: CommittedChange
    is_older: bool = False


@dataclass(frozen=True, slots=True)
class Sayings:
    """All that a record says.

    `last` is the last change of the record, if there is one; `tip` the commit up to which it was looked for.
    """

    sayings: tuple[Saying, ...]
    last: CommittedChange | None
    tip: str


def find_sayings(root: Path, directive: str, record: Record | None) -> Sayings:
    """Find who made a record say what it says. Raises as `read_history` does."""
    order = directive.partition("/")[0]
    said = [CommittedChange(order, directive, replace(change, before=None)) for change in list_changes(None, record)]
    history = read_history(root, {directive})
    made = _find_last(history.changes, directive)
    committed = _read_committed(root, history.tip, directive) if history.is_cut else {}
    sayings = tuple(_sign(each, made.get(_identify(each)), committed.get(_identify(each))) for each in said)
    return Sayings(sayings, next(iter(history.changes), None), history.tip)


def _sign(saying: CommittedChange, last: CommittedChange | None, committed: Any) -> Saying:
    """Say who said something last, unless that was something else."""
    said = saying.change.after
    if last is None or last.change.after != said:
        return Saying(saying, is_older=last is None and committed == said)
    return Saying(replace(last, change=saying.change, directive=saying.directive))


def _read_committed(root: Path, commit: str, directive: str) -> dict[tuple[str, ...], Any]:
    """Read what a record says in a commit, by what identifies it."""
    here = locate(root)
    path = f"{here.prefix}{record_path(directive)}"
    blob, data = find_blob(here.git, commit, path), DataPath.parse(path, here.prefix)
    version = _read_end(here, commit, path, data, dict(read_blobs(here.git, [blob]))[blob]) if blob and data else None
    return _list_said(directive, version.flat) if version else {}


def _find_last(changes: Iterable[CommittedChange], directive: str) -> dict[tuple[str, ...], CommittedChange]:
    """Find the last change of all that a record says, under another id where it was moved; the newest come first."""
    made: dict[tuple[str, ...], CommittedChange] = {}
    name, kept = directive, None
    for found in changes:
        if found.about != name:
            continue
        if found.change.kind == "record_moved":
            if found.change.after["directive"] == name:
                name = found.change.before["directive"]
                kept = _list_said(directive, flatten_said(found.change.before["record"]))
            continue
        identity = _identify(replace(found, directive=directive))
        # What another line of work said of the record that was left did not come here.
        if kept is None or kept.get(identity) == found.change.after:
            made.setdefault(identity, found)
    return made


def _list_said(directive: str, flat: Flat) -> dict[tuple[str, ...], Any]:
    order = directive.partition("/")[0]
    said = list_record_changes({}, flat)
    return {_identify(CommittedChange(order, directive, change)): change.after for change in said}
