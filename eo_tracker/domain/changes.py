"""Changes: what is different between two versions of a record, or of an order, in the words of the tracker.

A version is laid out flat: what each field says, by keys that stay the same when others change. So versions can be
compared, and what two lines of work did to one file be told apart, key by key. A missing record says the same as an
empty one: `not_reported`. Entries of lists are known by what they are about, so that a source whose title is mended is
the same source still; the order of entries says nothing, and only several about one thing are told apart by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from eo_tracker.domain.orders import Directive, Item, Order
from eo_tracker.domain.records import LISTS, Record, identify_entries
from eo_tracker.domain.values import Value

Data = Mapping[str, Any]
Key = tuple[str, ...]
"""What a value is of: a record's field, as in ("status",) or, of one entry, ("evidence", "https://...", "0"); or a
field of an order's part, as in ("3.b", "lead"), where the order itself has no id: ("", "title")."""

Flat = Mapping[Key, Any]

UNVERIFIED: Data = {"state": "unverified"}
"""What a record says of its verification by leaving it out."""

_NOUNS = {"acknowledged": "acknowledgement"}
_REWORDED = ("summary", "text")
_FIELDS = {field: n for n, field in enumerate(Record.model_fields)}


KINDS = (
    "status_changed",
    "as_of_changed",
    "reported_by_changed",
    "completed_changed",
    "note_changed",
    "evidence_added",
    "evidence_changed",
    "evidence_removed",
    "without_evidence_changed",
    "verification_changed",
    "event_added",
    "event_changed",
    "event_removed",
    "hold_set",
    "hold_lifted",
    "hold_changed",
    "hold_removed",
    "extension_changed",
    "acknowledgement_changed",
    "occurrence_changed",
    "record_moved",
    "order_added",
    "order_changed",
    "order_removed",
    "directive_added",
    "directive_reworded",
    "directive_removed",
    "item_added",
    "item_removed",
    "section_changed",
    "item_of_changed",
    "lead_changed",
    "consulted_changed",
    "coordinating_changed",
    "through_changed",
    "deadline_changed",
    "continuing_changed",
    "effect_changed",
    "unreadable",
    "mended",
)
"""All kinds of changes, those of records first."""
_OF_RECORDS = frozenset(KINDS[: KINDS.index("record_moved") + 1])


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `kind` says what happened, as in `status_changed` or `evidence_added`, and `field` where.

    A field that is a list is followed by the number of the entry, where it is not the first about the same thing, as in
    `evidence (2)`. In a record `before` and `after` are as a file has them, days as dates, and an entry of a list by
    itself; None where nothing is said. The status is always said. In an order they are as JSON has them, and those of a
    directive that is added or removed are all that is said of it.
    """

    kind: str
    field: str
    before: Any
    after: Any


def is_of_record(change: Change) -> bool:
    """Whether a change is of a record, and not of an order."""
    return change.kind in _OF_RECORDS


def list_changes(before: Record | None, after: Record | None) -> Iterator[Change]:
    """Tell what is different in a record, field by field in the order that a record has them."""
    return list_record_changes(flatten_record(before), flatten_record(after))


def flatten_record(record: Record | None) -> Flat:
    """Lay out what a record says; what it says by leaving it out is left out, however its file has it."""
    if record is None:
        return {}
    said = _with_lists(record.model_dump(exclude_defaults=True))
    if said.get("verification") == UNVERIFIED:
        del said["verification"]
    return flatten_said(said)


def _with_lists(said: Any) -> Any:
    """Give what is said as it is read back from an index, which has no tuples."""
    if isinstance(said, dict):
        return {key: _with_lists(value) for key, value in said.items()}
    return [_with_lists(each) for each in said] if isinstance(said, tuple | list) else said


def flatten_said(given: Data) -> Flat:
    """Lay out what a record says, field by field."""
    flat: dict[Key, Any] = {}
    for field, said in given.items():
        if field in LISTS:
            entries = identify_entries(field, said)
            flat |= {(field, *about, str(number)): entry for (about, number), entry in entries.items()}
        else:
            flat[(field,)] = said
    return flat


def find_different(before: Flat, after: Flat, *, of_order: bool = False) -> tuple[Flat, Flat]:
    """Leave out of two versions what both say.

    Of an order's parts it stays said that they are there, and all that is said of one that comes or goes.
    """
    if not before:
        return {}, dict(after)
    different = {key for key in {**before, **after} if before.get(key) != after.get(key)}
    if of_order:
        different |= _find_marks({key[0] for key in different}, before, after)
    return (
        {key: said for key, said in before.items() if key in different},
        {key: said for key, said in after.items() if key in different},
    )


def _find_marks(parts: set[str], before: Flat, after: Flat) -> set[Key]:
    said_of: dict[str, dict[str, Any]] = {part: {} for part in parts}
    for flat in (before, after):
        for (part, field), said in flat.items():
            if part in parts:
                said_of[part][field] = said
    found: set[Key] = set()
    for part, both in said_of.items():
        mark = (part, name_part(part, both)[1])
        comes_or_goes = (mark in before) != (mark in after)
        found |= {(part, field) for field in both} if comes_or_goes else {mark}
    return found


def gather_record(flat: Flat) -> dict[str, Any]:
    """Gather what a version of a record says, field by field."""
    said: dict[str, Any] = {}
    for key, value in flat.items():
        if key[0] in LISTS:
            said.setdefault(key[0], []).append(value)
        else:
            said[key[0]] = value
    return said


def list_record_changes(before: Flat, after: Flat) -> Iterator[Change]:
    """Tell what is different between two versions of a record, in the order of its fields."""
    different = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    for key in sorted(different, key=lambda key: _FIELDS[key[0]]):
        field, one, other = key[0], before.get(key), after.get(key)
        if field in LISTS:
            yield _entry_change(field, int(key[-1]), one, other)
        elif field == "status":
            yield Change("status_changed", field, one or "not_reported", other or "not_reported")
        else:
            yield Change(f"{_NOUNS.get(field, field)}_changed", field, one, other)


def flatten_order(order: Order | None) -> Flat:
    """Lay out what an order's file says: of the order, its sections, its directives and their items."""
    if order is None:
        return {}
    flat: dict[Key, Any] = {("", field): said for field, said in _say(order, leaving="sections").items()}
    for section in order.sections:
        place = ("", f"section {section.section}")
        flat[place] = _say(section, leaving="directives")
        for directive in section.directives:
            flat |= _flatten_part(directive, {"section": section.section})
            for item in directive.items:
                flat |= _flatten_part(item, {"item_of": directive.id})
    return flat


def _flatten_part(part: Directive | Item, place: dict[str, Any]) -> Flat:
    return {(part.id, field): said for field, said in (place | _say(part, leaving="items")).items() if field != "id"}


def _say(value: Value, leaving: str) -> dict[str, Any]:
    """Give what a value says, as JSON has it; one deadline, or effect, stands by itself."""
    said = value.model_dump(mode="json", exclude_defaults=True, exclude={leaving})
    alone = {field: said[field][0] for field in ("deadline", "effect") if len(said.get(field, ())) == 1}
    return said | alone


def list_order_changes(before: Flat, after: Flat) -> Iterator[tuple[str, Change]]:
    """Tell what is different between two versions of an order, each change with the part's id; the order has none."""
    parts: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    for number, flat in enumerate((before, after)):
        for (part, field), said in flat.items():
            parts.setdefault(part, ({}, {}))[number][field] = said
    for part, (one, other) in parts.items():
        noun, mark = name_part(part, {**one, **other})
        if mark not in one or mark not in other:
            # Of a part that is gone, two lines of work together may have left something.
            happened = "added" if mark in other else "removed"
            yield part, Change(f"{noun}_{happened}", noun, one or None, other or None)
            continue
        for field in {**one, **other}:
            if one.get(field) != other.get(field):
                yield part, _field_change(part, field, one.get(field), other.get(field))


def name_part(part: str, said: Data) -> tuple[str, str]:
    """Say what a part of an order is, and by which field it is known to be there."""
    if not part:
        return "order", "title"
    return ("item", "item_of") if "item_of" in said else ("directive", "section")


def _field_change(part: str, field: str, before: Any, after: Any) -> Change:
    if field in _REWORDED:
        kind = "directive_reworded"
    elif part or field == "effect":
        kind = f"{field}_changed"
    else:
        kind = "order_changed"
    return Change(kind, field, before, after)


def match_entries(
    field: str, before: Iterable[Data], after: Iterable[Data]
) -> Iterator[tuple[Data | None, Data | None]]:
    """Match the entries of two lists that are about the same thing; None where one list has no such entry."""
    old, new = identify_entries(field, before), identify_entries(field, after)
    return ((old.get(identity), new.get(identity)) for identity in {**old, **new})


def _entry_change(field: str, number: int, before: Data | None, after: Data | None) -> Change:
    """Tell what became of an entry; `number` is which it is of those about the same thing."""
    of_several = f" ({number + 1})" if number else ""
    if field == "occurrences":
        due = (after or before or {})["due"]
        return Change("occurrence_changed", f"occurrences {due}{of_several}", before, after)
    if field == "holds":
        return Change(f"hold_{_holding(before, after)}", f"{field}{of_several}", before, after)
    happened = "added" if before is None else "removed" if after is None else "changed"
    return Change(f"{field.removesuffix('s')}_{happened}", f"{field}{of_several}", before, after)


def _holding(before: Data | None, after: Data | None) -> str:
    """Say what became of a hold: a court sets and lifts it; the rest is done to what is known of it."""
    if before is None:
        return "set"
    if after is None:
        return "removed"
    only_lifted = "lifted" not in before and after == {**before, "lifted": after.get("lifted")}
    return "lifted" if only_lifted else "changed"
