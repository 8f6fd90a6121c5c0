"""The words in which a change of a record, or of an order, is told to people: a name, and a sentence.

What is new is told in full, with its day of the week; what is replaced stands before an arrow, in the form that files
have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from eo_tracker.domain.changes import UNVERIFIED, Change, match_entries
from eo_tracker.domain.deadlines import write_day
from eo_tracker.reports.words import write_agencies, write_effect, write_word

Data = Mapping[str, Any]

_LONGEST_OLD_NOTE = 60
_NOTHING = "none"


def write_change(change: Change) -> tuple[str, str]:
    """Tell a change: what is concerned, and what became of it, as in "status" and "not reported -> in progress"."""
    field = change.field.split(" ")[0]
    if change.kind == "order_changed":
        return write_word(change.field), _value(change)
    return _NAMES.get(field, write_word(field)), _SENTENCES[field](change)


def write_saying(change: Change) -> tuple[str, str]:
    """Tell what is said, as `write_change` does a change from nothing, but as it stands."""
    name, sentence = write_change(change)
    if change.kind.startswith("hold_"):
        return name, _write_hold(change.after)
    if change.kind == "verification_changed":
        return name, _write_verification(change.after)
    return name, sentence.removeprefix("added: ")


_NAMES = {"events": "event", "holds": "hold", "occurrences": "occurrence", "item_of": "item of"}


def _status(change: Change) -> str:
    after = write_word(change.after)
    return f"{write_word(change.before)} -> {after}" if change.before else after


def _day(change: Change) -> str:
    return _write_new_day(change.before, change.after)


def _write_new_day(before: date | None, after: date | None) -> str:
    return write_day(after) if before is None and after else f"{before} -> {after or _NOTHING}"


def _reporters(change: Change) -> str:
    after = _write_reporters(change.after)
    return after if change.before is None else f"{_write_reporters(change.before)} -> {after}"


def _write_reporters(keys: str | list[str] | None) -> str:
    return write_agencies([keys] if isinstance(keys, str) else keys or ()) or _NOTHING


def _text(change: Change) -> str:
    return _write_new_text(change.before, change.after)


def _write_new_text(before: str | None, after: str | None) -> str:
    """Quote a text, and the beginning of the one that it replaces."""
    if before is None:
        return f"“{after}”"
    return f"“{after}”, in place of “{_cut(before)}”" if after else f"removed: “{_cut(before)}”"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_OLD_NOTE else f"{line[:_LONGEST_OLD_NOTE].rstrip()}..."


def _source(change: Change) -> str:
    return _write_new_source(change.before, change.after)


def _write_new_source(before: Data | None, after: Data | None) -> str:
    return _write_entry(before, after, _write_source, lambda source: str(source.get("url") or source["reference"]))


def _write_entry(
    before: Data | None, after: Data | None, write: Callable[[Data], str], name: Callable[[Data], str]
) -> str:
    """Tell an entry in full where it comes or goes, and else by its name with what is different in it."""
    if before and after:
        return f"changed: {name(after)} ({_differences(before, after)})"
    return f"added: {write(after)}" if after else f"removed: {write(before or {})}"


def _write_source(source: Data) -> str:
    """Print a source: "The release (press release, 2025-06-20) https://...", its title left out where it has none."""
    marks = ", ".join(str(source[key]) for key in ("kind", "date") if key in source)
    parts = (source.get("title"), f"({marks})" if marks else "", source.get("reference"), source.get("url"))
    return " ".join(part for part in parts if part)


def _differences(before: Data, after: Data) -> str:
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return "; ".join(f"{write_word(k)}: {before.get(k, _NOTHING)} -> {after.get(k, _NOTHING)}" for k in keys)


def _event(change: Change) -> str:
    return _write_entry(change.before, change.after, _write_event, lambda event: str(event["event"]))


def _write_event(event: Data) -> str:
    return f"{event['event']}, on {write_day(event['date'])}{_remark(event)}"


def _remark(given: Data) -> str:
    return f": {given['note']}" if "note" in given else ""


def _hold(change: Change) -> str:
    if change.kind == "hold_set":
        return f"set: {_write_hold(change.after)}"
    if change.kind == "hold_lifted":
        return f"lifted on {write_day(change.after['lifted'])}: {_write_court(change.after)}"
    return _write_entry(change.before, change.after, _write_hold, _write_court)


def _write_court(hold: Data) -> str:
    return f"{hold['court']}, {hold['docket']}"


def _write_hold(hold: Data) -> str:
    since = f", since {write_day(hold['since'])}" if "since" in hold else ""
    lifted = f", lifted on {write_day(hold['lifted'])}" if "lifted" in hold else ""
    scope = f" ({hold['scope']})" if "scope" in hold else ""
    url = f" {hold['url']}" if "url" in hold else ""
    return f"{_write_court(hold)}{since}{lifted}{scope}{_remark(hold)}{url}"


def _verification(change: Change) -> str:
    before, after = change.before or UNVERIFIED, change.after or UNVERIFIED
    told = _write_verification(after)
    return f"{before['state']} -> {told}" if before["state"] != after["state"] else told + _replaced(before, after)


def _write_verification(given: Data) -> str:
    by = f", by {given['by']}" if "by" in given else ""
    on = f" on {write_day(given['date'])}" if "date" in given else ""
    return f"{given['state']}{by}{on}{_remark(given)}"


def _replaced(before: Data, after: Data) -> str:
    """Say what no longer holds of what was said before."""
    gone = "; ".join(_write_old(key, value) for key, value in before.items() if after.get(key) != value)
    return f" (before: {gone})" if gone else ""


def _write_old(key: str, value: Any) -> str:
    if key in ("reason", "note"):
        return f"“{_cut(value)}”"
    return f"{'on' if key == 'date' else write_word(key)} {value}"


def _extension(change: Change) -> str:
    return _write_single(change, _write_extension)


def _write_single(change: Change, write: Callable[[Data], str]) -> str:
    """Tell what a record has one of: in full, with what it said before."""
    if change.after is None:
        return f"removed: {write(change.before)}"
    return write(change.after) + (_replaced(change.before, change.after) if change.before else "")


def _write_extension(extension: Data) -> str:
    due = f", instead of {extension['due']}" if "due" in extension else ""
    granted = f" on {extension['date']}" if "date" in extension else ""
    return f"to {write_day(extension['to'])}{due}, by {extension['authority']}{granted}{_remark(extension)}"


def _acknowledgement(change: Change) -> str:
    return _write_single(change, _write_acknowledgement)


def _write_acknowledgement(given: Data) -> str:
    by = f", by {given['by']}" if "by" in given else ""
    on = f" on {given['date']}" if "date" in given else ""
    return f"until {write_day(given['until'])}{by}{on}: {given['reason']}"


def _occurrence(change: Change) -> str:
    due = change.field.partition(" ")[2]
    if change.after is None:
        return f"removed: due {due}"
    return "; ".join([f"due {due}", *_news_of_occurrence(change.before or {}, change.after)])


def _news_of_occurrence(before: Data, after: Data) -> Iterator[str]:
    if before.get("completed") != after.get("completed"):
        yield f"completed {_write_new_day(before.get('completed'), after.get('completed'))}"
    for key in ("note", "without_evidence"):
        if before.get(key) != after.get(key):
            yield f"{write_word(key)} {_write_new_text(before.get(key), after.get(key))}"
    yield from _news_of_sources(before.get("evidence", ()), after.get("evidence", ()))


def _news_of_sources(before: Iterable[Data], after: Iterable[Data]) -> Iterator[str]:
    for one, other in match_entries("evidence", before, after):
        if one != other:
            yield f"evidence {_write_new_source(one, other)}"


def _part(change: Change) -> str:
    """Tell an order, directive or item that came or went."""
    happened = change.kind.rpartition("_")[2]
    if change.kind == "record_moved":
        return f"the record of {change.before['directive']} became that of {change.after['directive']}"
    said = change.after or change.before
    return f"{happened}: {_cut(said.get('title') or said.get('summary') or said.get('text') or '')}".rstrip(": ")


def _keys(change: Change) -> str:
    before, after = (write_agencies(keys or ()) or _NOTHING for keys in (change.before, change.after))
    return f"{before} -> {after}"


def _deadline(change: Change) -> str:
    return f"{_write_deadlines(change.before)} -> {_write_deadlines(change.after)}"


def _write_deadlines(said: Any) -> str:
    found = said if isinstance(said, list) else [said] if said else []
    return "; ".join(map(_write_deadline, found)) or _NOTHING


def _write_deadline(deadline: Data) -> str:
    """Print a deadline in the words of its file, without the order's own: "within 30 days of 3.b"."""
    if deadline.get("immediately"):
        return "immediately"
    words = (f"{write_word(key)} {deadline[key]}" for key in ("every", "within", "by", "by_end_of") if key in deadline)
    of = deadline.get("event") or deadline.get("of")
    return ", ".join(words) + (f" of {of}" if of else "")


def _effect(change: Change) -> str:
    return f"{_write_effects(change.before)} -> {_write_effects(change.after)}"


def _write_effects(said: Any) -> str:
    found = said if isinstance(said, list) else [said] if said else []
    return "; ".join(map(write_effect, found)) or "in force"


def _value(change: Change) -> str:
    return f"{_write_value(change.before)} -> {_write_value(change.after)}"


def _write_value(said: Any) -> str:
    if said is None:
        return _NOTHING
    if isinstance(said, Mapping):
        return ", ".join(f"{key}: {_write_value(value)}" for key, value in said.items()) or _NOTHING
    return _cut("; ".join(map(_write_value, said)) if isinstance(said, list) else str(said))


_SENTENCES: dict[str, Callable[[Change], str]] = {
    "status": _status,
    "as_of": _day,
    "reported_by": _reporters,
    "completed": _day,
    "note": _text,
    "evidence": _source,
    "without_evidence": _text,
    "verification": _verification,
    "events": _event,
    "holds": _hold,
    "extension": _extension,
    "acknowledged": _acknowledgement,
    "occurrences": _occurrence,
    "order": _part,
    "directive": _part,
    "item": _part,
    "summary": _text,
    "text": _text,
    "lead": _keys,
    "consulted": _keys,
    "coordinating": _keys,
    "through": _keys,
    "deadline": _deadline,
    "effect": _effect,
    "continuing": _value,
    "section": _value,
    "item_of": _value,
    "file": lambda change: f"cannot be read: {change.after}" if change.after else "can be read again",
}
