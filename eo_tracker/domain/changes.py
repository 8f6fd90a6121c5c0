"""Changes: what is different between two records of one directive, in the words of the tracker.

A missing record says the same as an empty one: `not_reported`. Entries of lists are known by what they are
about, so that a source whose title is mended is the same source still; the order of entries says nothing, and only
several about one thing are told apart by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from eo_tracker.domain.records import LISTS, Record, identify_entries

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `kind` says what happened, as in `status_changed` or `evidence_added`, and `field` where.

    `before` and `after` are as a file has them, days as dates, and an entry of a list by itself; None where nothing
    is said. The status is always said.
    """

    kind: str
    field: str
    before: Any
    after: Any


def list_changes(before: Record | None, after: Record | None) -> Iterator[Change]:
    """Tell what is different in a record, field by field in the order that a record has them."""
    old, new = _said(before), _said(after)
    for field in Record.model_fields:
        earlier, later = old.get(field), new.get(field)
        if earlier == later:
            continue
        if field in LISTS:
            for one, other in match_entries(field, earlier or (), later or ()):
                if one != other:
                    yield _entry_change(field, one, other)
        else:
            yield Change(f"{_NOUNS.get(field, field)}_changed", field, earlier, later)


_NOUNS = {"acknowledged": "acknowledgement"}


def _said(record: Record | None) -> Data:
    """Give what a record says; what it says by leaving it out is left out, however its file has it."""
    given = record or Record()
    return {**given.model_dump(exclude_defaults=True), "status": given.status}


def match_entries(
    field: str, before: Iterable[Data], after: Iterable[Data]
) -> Iterator[tuple[Data | None, Data | None]]:
    """Match the entries of two lists that are about the same thing; None where one list has no such entry."""
    old, new = identify_entries(field, before), identify_entries(field, after)
    return ((old.get(identity), new.get(identity)) for identity in {**old, **new})


def _entry_change(field: str, before: Data | None, after: Data | None) -> Change:
    if field == "occurrences":
        due = (after or before or {})["due"]
        return Change("occurrence_changed", f"occurrences {due}", before, after)
    if field == "holds":
        return Change(f"hold_{_holding(before, after)}", field, before, after)
    happened = "added" if before is None else "removed" if after is None else "changed"
    return Change(f"{field.removesuffix('s')}_{happened}", field, before, after)


def _holding(before: Data | None, after: Data | None) -> str:
    """Say what became of a hold: a court sets and lifts it; the rest is done to what is known of it."""
    if before is None:
        return "set"
    if after is None:
        return "removed"
    only_lifted = "lifted" not in before and after == {**before, "lifted": after.get("lifted")}
    return "lifted" if only_lifted else "changed"
