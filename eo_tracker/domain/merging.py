"""Merging: two records that grew out of one become one, field by field, and nothing that either says is lost.

What only one side changed is taken. Entries of lists are known by what they are about, so that two sides can add to
one list. Where both say something different of one thing, that is a conflict, which people settle. Swapping the sides
swaps them in the conflicts and changes nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeVar

from eo_tracker.domain.records import LISTS, Identity, Record, identify_entries
from eo_tracker.domain.values import Value, file_form

V = TypeVar("V", bound=Value)

Side = Literal["ours", "theirs"]

_STATUS_FIELDS = ("status", "completed", "without_evidence")
"""What belongs together as the field "status": taken from different sides, they could contradict each other."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both sides changed, each in its own way.

    `field` is a field, or leads to a part of it: `hold D.D.C. 1:25-cv-1 scope`. The values are as a file has them, None
    where nothing is said. That of "status" is a mapping of the status and what belongs to it; that of "record" all of
    the record, where one side removed it.
    """

    field: str
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Combined:
    """The record that comes of two sides, None where it is removed, and what is left to be settled.

    What is not settled stands in the record as our side has it.
    """

    record: Record | None
    conflicts: tuple[Conflict, ...]


def combine(
    base: Record | None, ours: Record | None, theirs: Record | None, settled: Mapping[str, Side] = {}
) -> Combined:
    """Combine two records that grew out of `base`; None is no record.

    `settled` names the side to take for the field of a conflict.
    """
    merge = _Merge(settled)
    record = merge.records(base, ours, theirs) if ours and theirs else merge.value("record", "", base, ours, theirs)
    return Combined(record, tuple(merge.conflicts))


@dataclass(frozen=True, slots=True)
class _Merge:
    """A merge under way. Where something stands is told by a prefix, as in `hold D.D.C. 1:25-cv-1 `, and a name."""

    settled: Mapping[str, Side]
    conflicts: list[Conflict] = field(default_factory=list)

    def value(self, name: str, prefix: str, base: Any, ours: Any, theirs: Any) -> Any:
        """Merge what stands under a name."""
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        if name == "as_of":
            return max(day for day in (ours, theirs) if day)
        if name == "reported_by":
            return _unite(base, ours, theirs)
        if name in LISTS:
            return self._entries(name, prefix, base or (), ours, theirs)
        return self._settle(prefix + name, ours, theirs)

    def records(self, base: Record | None, ours: Record, theirs: Record) -> Record:
        known = base or Record()
        status = self.value("status", "", *map(_status_of, (known, ours, theirs)))
        others = self._fields("", known, ours, theirs, leaving=(*_STATUS_FIELDS, "verification", "reported_by"))
        if others["evidence"] and not any(side.evidence and side.without_evidence for side in (ours, theirs)):
            # Evidence that came is an answer to why there was none.
            status = {name: said for name, said in status.items() if name != "without_evidence"}
        others["verification"] = self._verification(known, ours, theirs)
        others["reported_by"] = self._reporters(known, ours, theirs)
        return _build(Record, {**status, **others}, base, ours, theirs)

    def _reporters(self, base: Record, ours: Record, theirs: Record) -> tuple[str, ...]:
        """Merge who reports: where one of two reports is kept, it is whoever made that one."""
        if "status" in self.settled or any(conflict.field == "status" for conflict in self.conflicts):
            return theirs.reported_by if self.settled.get("status") == "theirs" else ours.reported_by
        reporters: tuple[str, ...] = self.value(
            "reported_by", "", base.reported_by, ours.reported_by, theirs.reported_by
        )
        return reporters

    def _verification(self, base: Record, ours: Record, theirs: Record) -> Any:
        """Merge who has looked at what is reported: a confirmation of one report is none of the other side's report."""
        found = [(_status_of(record), record.verification) for record in (base, ours, theirs)]
        of_the_same = found[1][0] == found[2][0] or found[0] in found[1:]
        verified = [verification for _, verification in found]
        if of_the_same or ours.verification == theirs.verification:
            return self.value("verification", "", *verified)
        return self._settle("verification", ours.verification, theirs.verification)

    def _fields(self, prefix: str, base: V | None, ours: V, theirs: V, leaving: Iterable[str] = ()) -> dict[str, Any]:
        return {
            name: self.value(name, prefix, getattr(base, name, None), getattr(ours, name), getattr(theirs, name))
            for name in type(ours).model_fields
            if name not in leaving
        }

    def _entries(
        self, name: str, prefix: str, base: Iterable[V], ours: Iterable[V], theirs: Iterable[V]
    ) -> tuple[V, ...]:
        """Merge two lists: what is left of the base's entries in its order, and then what is new."""
        old, one, other = (identify_entries(name, entries) for entries in (base, ours, theirs))
        found: dict[Identity, V] = {}
        for identity in sorted({**old, **one, **other}, key=str):
            entry = self._entry(name, prefix, identity, *(side.get(identity) for side in (old, one, other)))
            if entry:
                found[identity] = entry
        new = sorted(found.keys() - old.keys(), key=lambda identity: (_day(found[identity]), identity))
        order = sorted(found) if name == "occurrences" else [*(i for i in old if i in found), *new]
        return tuple(found[identity] for identity in order)

    def _entry(
        self, name: str, prefix: str, identity: Identity, base: V | None, ours: V | None, theirs: V | None
    ) -> V | None:
        names, number = identity
        of_several = f" ({number + 1})" if number else ""
        path = f"{prefix}{name.removesuffix('s')} {' '.join(names)}{of_several}"
        if name != "evidence" and ours and theirs:
            return _build(type(ours), self._fields(f"{path} ", base, ours, theirs), base, ours, theirs)
        found: V | None = self.value(path, "", base, ours, theirs)
        return found

    def _settle(self, path: str, ours: Any, theirs: Any) -> Any:
        if path not in self.settled:
            self.conflicts.append(Conflict(path, _as_filed(ours), _as_filed(theirs)))
        return theirs if self.settled.get(path) == "theirs" else ours


def _status_of(record: Record) -> dict[str, Any]:
    """Give the status of a record, and of what belongs to it all that is said."""
    said = {name: getattr(record, name) for name in _STATUS_FIELDS}
    return {name: value for name, value in said.items() if value}


def _unite(base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Merge two sets: the base's in their order, then those that were added, by alphabet."""
    kept = [key for key in base if key in ours and key in theirs]
    added = sorted({*ours, *theirs} - {*base})
    return (*kept, *added)


def _day(entry: Value) -> date:
    """Tell the day by which entries are put in order; what has none comes last."""
    days = (getattr(entry, name, None) for name in ("date", "since"))
    return next((day for day in days if day), date.max)


def _build(model: type[V], values: Mapping[str, Any], base: V | None, ours: V, theirs: V) -> V:
    """Make a value that says what is given, and leaves out what it can unless a file is to have it all the same."""
    old: set[str] = base.model_fields_set if base else set()
    defaults = {name: info.default for name, info in model.model_fields.items()}
    said = {name: values.get(name, default) for name, default in defaults.items()}
    one, other = ours.model_fields_set, theirs.model_fields_set
    written = (one & other) | ((one | other) - old)
    written &= {name for side in (ours, theirs) for name in side.model_fields_set if getattr(side, name) == said[name]}
    kept = {name: value for name, value in said.items() if value != defaults[name] or name in written}
    # No choice of sides can make what a model refuses: what must agree is chosen together.
    return model.model_validate(kept)


def _as_filed(value: Any) -> Any:
    return file_form(value) if isinstance(value, Value) else value
