"""Differences between two states of a tracker, and who made each thing that is said: history, seen from its ends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eo_tracker.domain.changes import find_different, list_changes
from eo_tracker.domain.records import LISTS, Record, identify_entries
from eo_tracker.repository.commit_log import QUIETLY, read_blobs, read_differences
from eo_tracker.repository.git import Git
from eo_tracker.repository.history import CommittedChange, find_prefix, list_paths, read_history
from eo_tracker.repository.tracing import DataPath, Trace, Version, read_version


def read_difference(root: Path, start: str, end: str) -> tuple[CommittedChange, ...]:
    """Tell the net change from one commit to another, each with the last commit between them that made it, if any did.

    Raises GitFailed.
    """
    git, prefix = Git(root), find_prefix(root)
    (touched,) = read_differences(git, [(end, start)], list_paths(prefix))
    files = [(data, each) for each in touched if (data := DataPath.parse(each.path, prefix))]
    contents = dict(read_blobs(git, dict.fromkeys(b for _, each in files for b in (each.before, each.after) if b)))
    between = set(git.run(*QUIETLY, "rev-list", end, f"^{start}", "--").decode("ascii").split())
    made: dict[tuple[str, ...], CommittedChange] = {}
    for each in read_history(root, wanted=lambda change: change.commit in between).changes:
        made.setdefault(_identify(each), each)
    found = []
    for data, file in sorted(files, key=lambda pair: pair[1].path):
        versions = [
            read_version(data, file.path, contents[blob]) if blob else Version({}) for blob in (file.before, file.after)
        ]
        trace = Trace(data, *find_different(*(version.flat for version in versions)), versions[1].fault)
        for directive, change in trace.list_changes():
            net = CommittedChange(data.order, directive, change)
            last = made.get(_identify(net))
            found.append(replace(last, change=change) if last else net)
    return tuple(found)


def _identify(found: CommittedChange) -> tuple[str, ...]:
    """Name what a change is of: the same for all changes of one field, or of one entry of a list."""
    change = found.change
    field = change.field.partition(" (")[0]
    if field in LISTS and (said := change.after or change.before):
        ((about, _),) = identify_entries(field, [said])
        return (found.about, change.field, *about)
    return (found.about, change.field)


def find_sayings(root: Path, directive: str, record: Record | None) -> tuple[CommittedChange, ...]:
    """Tell all that a record says, each with the commit that made it say so, if any is known to have.

    What is said is told as a change from nothing. Raises NoHistory and NoGit.
    """
    order = directive.partition("/")[0]
    said = [CommittedChange(order, directive, replace(change, before=None)) for change in list_changes(None, record)]
    made: dict[tuple[str, ...], CommittedChange] = {}
    about: str | None = directive
    while about:
        about = _gather(root, about, directive, made)
    return tuple(_sign(each, made.get(_identify(each))) for each in said)


def _sign(saying: CommittedChange, last: CommittedChange | None) -> CommittedChange:
    """Say who said something last, unless that was something else."""
    if last is None or last.change.after != saying.change.after:
        return saying
    return replace(last, change=saying.change, directive=saying.directive)


def _gather(root: Path, about: str, directive: str, made: dict[tuple[str, ...], CommittedChange]) -> str | None:
    """Gather the last changes of a record; return of which directive it was before, if it was moved."""
    for found in read_history(root, {about}).changes:
        if found.about == about:
            if found.change.kind == "record_moved":
                return str(found.change.before)
            made.setdefault(_identify(replace(found, directive=directive)), found)
    return None
