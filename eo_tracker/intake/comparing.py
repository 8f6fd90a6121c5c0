"""A new text of an order against the file that it has: what the text would change, and nothing else.

The file was reviewed by people, and a draft was not. So what they chose stands where the words are the same: summaries,
leads, reasons, and which provisions are directives. Quotation marks, dashes and white space make no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Literal

from eo_tracker.domain.deadlines import EVENT, Deadline
from eo_tracker.domain.orders import Directive, Item, Order
from eo_tracker.domain.provisions import Provision, in_order
from eo_tracker.domain.values import canonical_form, file_form
from eo_tracker.intake.draft import Draft
from eo_tracker.intake.drafted_order import DraftedOrder, clean, list_provisions, read_own_words

Kind = Literal[
    "fact_changed", "provision_added", "provision_removed", "text_changed", "deadline_changed", "lead_changed"
]
_ROLES = ("lead", "consulted", "coordinating", "through")
_FACTS = ("title", "signed", "published", "citation", "document")
_STRAIGHT = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "−": "-", "\N{SOFT HYPHEN}": ""}
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a new text says otherwise than the file. `before` and `after` are as the file has them.

    Of a provision that is new, `after` is its entry, and `field` what of the file it belongs to: "directives", "items",
    "no_duty". Of one that is gone, `before` is. `bodies` are those that `after` names and the file does not declare.
    """

    kind: Kind
    provision: str | None
    field: str
    before: Any
    after: Any
    bodies: tuple[dict[str, Any], ...] = ()


def find_differences(order: Order, draft: Draft, made: DraftedOrder) -> tuple[Difference, ...]:
    """Find what a draft, and the order made of it, say otherwise than an order's file."""
    found = [*_find_provisions(order, draft, made.order), *_find_changes(order, draft, made)]
    return (*_find_facts(order, made.order), *_in_order(_in_the_files_keys(found, order, made.order)))


def apply(said: Mapping[str, Any], differences: Iterable[Difference]) -> dict[str, Any]:
    """Give what an order's file is to say, which says `said`, when these differences are taken into it."""
    data: dict[str, Any] = deepcopy(dict(said))
    for difference in differences:
        known = {body["key"] for body in data.get("bodies", ())}
        if missing := [body for body in difference.bodies if body["key"] not in known]:
            data["bodies"] = [*data.get("bodies", ()), *missing]
        if difference.kind == "fact_changed":
            data[difference.field] = difference.after
        elif difference.kind == "provision_added":
            _add(data, difference)
        elif difference.kind == "provision_removed":
            _remove(data, str(difference.provision))
        else:
            _change(data, difference)
    fields = tuple(Order.model_fields)
    return {key: data[key] for key in sorted(data, key=fields.index)}


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same, however they are printed."""
    return _folded(one) == _folded(other)


def _folded(text: str) -> str:
    return " ".join(clean(text.translate(_STRAIGHT)).replace("--", "-").replace(" - ", "-").split())


def _find_facts(order: Order, new: Order) -> Iterator[Difference]:
    for name in _FACTS:
        before, after = getattr(order, name), getattr(new, name)
        if after is None or before == after:
            continue
        if name == "title" and before and _folded(before).casefold() == _folded(after).casefold():
            continue
        yield Difference("fact_changed", None, name, before, after)


def _in_the_files_keys(found: Sequence[Difference], order: Order, new: Order) -> list[Difference]:
    """Let differences name bodies by the keys that the file has for them, and bring those that it has not."""
    by_name = {_folded(body.name).casefold(): body.key for body in order.bodies}
    taken = {body.key: body.name for body in order.bodies}
    keys, added = {}, {}
    for body in new.bodies:
        key = by_name.get(_folded(body.name).casefold())
        if key is None:
            key = next(k for n in count(1) if (k := body.key if n == 1 else f"{body.key[:13]}-{n}") not in taken)
            taken[key] = body.name
            added[key] = {**canonical_form(body), "key": key}
        keys[body.key] = key
    return [_renamed(each, keys, added) for each in found]


def _renamed(difference: Difference, keys: Mapping[str, str], added: Mapping[str, dict[str, Any]]) -> Difference:
    """Put the file's keys into what a difference brings."""
    after = difference.after
    if difference.kind == "lead_changed":
        after = [keys.get(key, key) for key in after]
        named = set(after)
    elif difference.kind == "provision_added" and difference.field == "directives":
        roles = {role: [keys.get(key, key) for key in after[role]] for role in _ROLES if role in after}
        after, named = {**after, **roles}, {key for each in roles.values() for key in each}
    else:
        return difference
    return replace(difference, after=after, bodies=tuple(body for key, body in added.items() if key in named))


# Provisions


def _find_provisions(order: Order, draft: Draft, new: Order) -> Iterator[Difference]:
    known, found = set(order.provisions()), set(list_provisions(draft))
    entries = _list_entries(new)
    for provision in in_order(found - known):
        field, entry = entries[provision]
        if field == "items" and _directive_of(provision, new) not in {d.id for d in order.directives()}:
            continue  # it comes with its directive
        if field == "directives":
            entry = {**entry, **({"items": items} if (items := _new_items(entry, known)) else {})}
        yield Difference("provision_added", provision, field, None, entry)
    gone = known - found
    entries = _list_entries(order)
    for provision in in_order(gone):
        if provision in entries and _directive_of(provision, order) not in gone - {provision}:
            field, entry = entries[provision]
            yield Difference("provision_removed", provision, field, entry, None)


def _new_items(entry: Mapping[str, Any], known: set[str]) -> list[Any]:
    return [item for item in entry.get("items", ()) if item["id"] not in known]


def _list_entries(order: Order) -> dict[str, tuple[str, Any]]:
    """List what a file has of each provision, and under which key; a section's number alone is no entry."""
    entries: dict[str, tuple[str, Any]] = {}
    for section in order.sections:
        for directive in section.directives:
            entries[directive.id] = ("directives", canonical_form(directive))
            entries |= {item.id: ("items", canonical_form(item)) for item in directive.items}
        entries |= {provision: ("no_duty", reason) for provision, reason in section.no_duty.items()}
    return entries


def _directive_of(item: str, order: Order) -> str | None:
    return next((d.id for d in order.directives() if any(each.id == item for each in d.items)), None)


def _add(data: dict[str, Any], difference: Difference) -> None:
    provision = str(difference.provision)
    section = _section(data, Provision.parse(provision).section)
    if difference.field == "no_duty":
        reasons = {**section.get("no_duty", {}), provision: difference.after}
        section["no_duty"] = {each: reasons[each] for each in in_order(reasons)}
    elif difference.field == "directives":
        section["directives"] = _sorted([*section.get("directives", ()), difference.after])
    else:
        home = next(d for d in section["directives"] if _is_part(provision, d["id"]))
        home["items"] = _sorted([*home.get("items", ()), difference.after])
    keys = ("section", "heading", "kind", "directives", "no_duty")
    said = {key: section[key] for key in keys if key in section}
    section.clear()
    section.update(said)


def _section(data: dict[str, Any], number: str) -> dict[str, Any]:
    """Find a section's entry, or make one."""
    found = next((each for each in data.get("sections", ()) if each["section"] == number), None)
    if found is None:
        found = {"section": number}
        sections = {each["section"]: each for each in [*data.get("sections", ()), found]}
        data["sections"] = [sections[each] for each in in_order(sections)]
    return found


def _remove(data: dict[str, Any], provision: str) -> None:
    for section in data["sections"]:
        section.get("no_duty", {}).pop(provision, None)
        for directive in section.get("directives", ()):
            _drop(directive, "items", [each for each in directive.get("items", ()) if each["id"] != provision])
        _drop(section, "directives", [each for each in section.get("directives", ()) if each["id"] != provision])
        if not section.get("no_duty", True):
            del section["no_duty"]
    kept = [each for each in data["sections"] if each["section"] != provision or len(each) > 1]
    data["sections"] = [
        each for each in kept if {"directives", "no_duty"} & each.keys() or each["section"] != provision
    ]


def _drop(data: dict[str, Any], key: str, kept: list[Any]) -> None:
    if kept:
        data[key] = kept
    else:
        data.pop(key, None)


def _sorted(entries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    by_id = {entry["id"]: entry for entry in entries}
    return [by_id[each] for each in in_order(by_id)]


# What provisions say


def _find_changes(order: Order, draft: Draft, made: DraftedOrder) -> Iterator[Difference]:
    new = {part.id: part for part in _list_parts(made.order)}
    doubted = {doubt.provision for doubt in draft.doubts if doubt.about == "deadline"}
    noted = {_part_at(review.at, made.order) for review in made.reviews if "deadline" in review.at}
    for part in _list_parts(order):
        text = _find_new_text(part, draft)
        if text is not None:
            yield Difference("text_changed", part.id, "text", part.text, text)
        other = new.get(part.id)
        # An item takes its lead-in's deadline and lead for its own: what it does not say, a directive must.
        if other is None or type(part) is not type(other):
            continue
        changed = text is not None or not part.text
        if (changed or part.id not in doubted | noted) and not _same_deadlines(part.deadline, other.deadline, changed):
            yield Difference("deadline_changed", part.id, "deadline", *map(_deadline_form, (part, other)))
        if text is not None and isinstance(part, Directive) and _named(part, order) != _named(other, made.order):
            yield Difference("lead_changed", part.id, "lead", list(part.lead), list(other.lead))


def _named(part: Directive | Item, order: Order) -> set[str]:
    """Give the leads of a directive, its bodies by their names: their keys may be others in another file."""
    names = {body.key: _folded(body.name).casefold() for body in order.bodies}
    return {names.get(key, key) for key in part.lead}


def _list_parts(order: Order) -> Iterator[Directive | Item]:
    for directive in order.directives():
        yield directive
        yield from directive.items


def _part_at(at: Sequence[str | int], order: Order) -> str:
    part: Any = order
    for step in at[: at.index("deadline")]:
        part = part[step] if isinstance(step, int) else getattr(part, step)
    return str(part.id)


def _find_new_text(part: Directive | Item, draft: Draft) -> str | None:
    """Find the new text of a directive or item, in the breadth of the old one; None where the words are the same."""
    if not part.text:
        return None
    old = _folded(part.text)
    texts = list(filter(None, dict.fromkeys(_list_texts(part.id, draft))))
    if not texts or any(_folded(text) == old for text in texts):
        return None
    return min(texts, key=lambda text: abs(len(_folded(text)) - len(old)))


def _list_texts(provision: str, draft: Draft) -> Iterator[str]:
    """Give a provision's words: its own, with what is below it, and only those before that."""
    yield read_own_words(draft, provision)
    within, last = [], provision
    for passage in draft.outline.passages:
        if passage.provision is None or not _is_part(passage.provision, provision):
            continue
        mark = passage.provision.rpartition(".")[2]
        begins = passage.provision not in (last, provision)
        within.append(f"({mark}) {passage.text}" if begins else passage.text)
        last = passage.provision
    yield clean(" ".join(within))
    first = next((p.text for p in draft.outline.passages if p.provision == provision and p.text), None)
    if first:
        yield clean(first)


def _same_deadlines(old: Sequence[Deadline], new: Sequence[Deadline], changed: bool) -> bool:
    """Whether deadlines are the same; which event one waits for is told in words, and counts where they changed."""
    return sorted(_key(each, changed) for each in old) == sorted(_key(each, changed) for each in new)


def _key(deadline: Deadline, changed: bool) -> str:
    said = {key: str(value) for key, value in file_form(deadline).items() if value is not None and key != "quote"}
    of = said.get("of", "")
    if of not in ("", EVENT):
        said["of"] = of.rpartition("/")[2]
    if not changed:
        said.pop("event", None)
    return str(sorted(said.items()))


def _deadline_form(part: Directive | Item) -> Any:
    return canonical_form(part).get("deadline")


def _change(data: dict[str, Any], difference: Difference) -> None:
    for section in data["sections"]:
        for directive in section.get("directives", ()):
            parts = [(directive, tuple(Directive.model_fields))]
            parts += [(item, tuple(Item.model_fields)) for item in directive.get("items", ())]
            for part, fields in parts:
                if part["id"] == difference.provision:
                    _set(part, difference.field, difference.after, fields)


def _set(part: dict[str, Any], key: str, value: Any, fields: Sequence[str]) -> None:
    """Set what an entry says under a key, at its place among the others; nothing takes it out."""
    said = {**part, key: value} if value is not None else {k: v for k, v in part.items() if k != key}
    part.clear()
    part.update({each: said[each] for each in fields if each in said})


def _is_part(provision: str, other: str) -> bool:
    return Provision.parse(provision).is_within(Provision.parse(other))


def _in_order(differences: Sequence[Difference]) -> list[Difference]:
    ranks = {provision: n for n, provision in enumerate(in_order({str(d.provision) for d in differences}))}
    return sorted(differences, key=lambda difference: ranks[str(difference.provision)])
