"""What commits changed, a row for each commit and directive: what it was and what it is, and on what evidence.

Who only vouches for what a record already says changes its day, and nothing that a reader must know of: that is counted
and not listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from eo_tracker.domain.changes import Change
from eo_tracker.reports.changes import write_change
from eo_tracker.reports.formats import shorten
from eo_tracker.reports.questions import Row
from eo_tracker.reports.words import count_of
from eo_tracker.repository.history import CommittedChange

_LONGEST_PART = 200
_VOUCHING = "as_of_changed"
_SOURCES = ("evidence_added", "evidence_changed")
# With an order come its directives, and with a directive its items.
_WITHIN = {
    "order_added": ("directive_added", "item_added"),
    "order_removed": ("directive_removed", "item_removed"),
}
_HAPPENED = ("added: ", "removed: ", "changed: ", "set: ", "lifted ", "cannot be read: ", "can be read again")


@dataclass(frozen=True, slots=True)
class Revision:
    """All that a commit changed of one directive, item or order."""

    changes: tuple[CommittedChange, ...]
    parts: int = 0
    """How many directives came or went with an order."""

    @property
    def made(self) -> CommittedChange:
        """One of the changes, for what is the same in all: what was changed, when and by whom."""
        return self.changes[0]


def list_revisions(changes: Iterable[CommittedChange]) -> Iterator[Revision]:
    """List what was changed, but for days that were vouched for, in the order in which the changes are."""
    for _, group in groupby(changes, key=lambda change: (change.commit, change.order)):
        of_commit = list(group)
        kinds = {change.change.kind for change in of_commit}
        within = {kind for whole in kinds for kind in _WITHIN.get(whole, ())}
        parts = sum(c.change.kind in within and c.change.kind.startswith("directive") for c in of_commit)
        told: dict[str, list[CommittedChange]] = {}
        for change in of_commit:
            if change.change.kind not in (_VOUCHING, *within):
                told.setdefault(change.about, []).append(change)
        for found in told.values():
            has_parts = any(change.change.kind in _WITHIN for change in found)
            yield Revision(tuple(found), parts if has_parts else 0)


def count_reaffirmed(changes: Sequence[CommittedChange]) -> int:
    """Count the records of which nothing was changed but the day that somebody vouches for."""
    vouched = {change.about for change in changes if change.change.kind == _VOUCHING}
    return len(vouched - {change.about for change in changes if change.change.kind != _VOUCHING})


def write_revision(revision: Revision) -> str:
    """Tell what was changed, field by field: "status: not reported -> in progress; note: “Begun.”"."""
    said = dict.fromkeys(shorten(_write(each.change), _LONGEST_PART) for each in revision.changes)
    return "; ".join([*said, *([f"with {count_of(revision.parts, 'directive')}"] if revision.parts else [])])


def _write(change: Change) -> str:
    if change.kind == "evidence_added":  # which, is told beside it
        return "evidence added"
    name, sentence = write_change(change)
    return f"{name}{' ' if sentence.startswith(_HAPPENED) else ': '}{sentence}"


def write_support(revision: Revision, evidence: Iterable[Row]) -> str | None:
    """Say on what evidence a status is reported, or else what evidence is new; other changes need none.

    `evidence` is what supports the record by now.
    """
    status = next((each.change for each in revision.changes if each.change.kind == "status_changed"), None)
    if status:
        return name_evidence(evidence) or ("none" if status.after == "completed" else None)
    return name_evidence(_list_new(revision)) or None


def _list_new(revision: Revision) -> Iterator[Mapping[str, str]]:
    for each in revision.changes:
        if each.change.kind in _SOURCES:
            yield each.change.after
        elif each.change.kind == "occurrence_changed" and each.change.after:
            yield from each.change.after.get("evidence", ())


def name_evidence(evidence: Iterable[Mapping[str, str]]) -> str:
    """Name sources in a line: by title, or else by where they are."""
    return "; ".join(each.get("title") or each.get("url") or each.get("reference") or "" for each in evidence)
