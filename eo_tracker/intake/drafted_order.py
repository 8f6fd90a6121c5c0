"""A draft as the order that a tracker's file has, and the places in it that a person should look at.

The file knows one directive for each provision. Where a provision lays duties on several sets of leads, all of them
lead it. What the file's rules do not take becomes what they take: a lead that nobody knows is declared as a body, and a
deadline that counts from no directive counts from an event.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from eo_tracker.domain.agencies import AGENCY_KEY, Registry
from eo_tracker.domain.consistency import find_reference_faults
from eo_tracker.domain.dataset import Dataset
from eo_tracker.domain.deadlines import EVENT, Deadline
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.ids import ORDER_NUMBER
from eo_tracker.domain.orders import Order, Source
from eo_tracker.domain.problems import Fault, KeyPath
from eo_tracker.domain.provisions import ID, Provision, in_order, label
from eo_tracker.domain.values import UNWRITABLE, file_form
from eo_tracker.domain.words import ALL_AGENCIES
from eo_tracker.intake.draft import Body, Doubt, Draft, Duty, Office, Timing

ORDINARY = "directives"
_LONGEST_SUMMARY = 160
_LONGEST_KEY = 16
_SMALL_WORDS = frozenset(("of", "the", "for", "and", "on", "to", "in", "a", "an"))
_ROLES = {"lead": "leads", "consulted": "consulted", "coordinating": "coordinating", "through": "through"}
_CITED = re.compile(r"\b(?:Executive Order|E\.O\.) (?:No\. )?([1-9][0-9]{3,4}(?:-[A-Z])?)\b")
_RELATIONS = {
    "revokes": re.compile(r"\b(?:is|are) (?:hereby )?(?:revoked|rescinded)\b|\b(?:revoke|rescind)s?\b"),
    "supersedes": re.compile(r"\b(?:is|are) (?:hereby )?superseded\b|\bsupersedes?\b"),
    "amends": re.compile(r"\b(?:is|are) (?:hereby )?(?:further )?amended\b|\bamends?\b"),
}
_SENTENCE_END = re.compile(r"(?<=[.;]) (?=[A-Z(“])")


class UnknownFact(EOTrackerError):
    """An order's file needs what the text does not say."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a person should look at, and where that stands in the order's file."""

    at: KeyPath
    note: str
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True)
class DraftedOrder:
    """An order that was drafted, and what in it is to be reviewed."""

    order: Order
    reviews: tuple[Review, ...]


def make_order(draft: Draft, registry: Registry, source: Source | None = None) -> DraftedOrder:
    """Make an order of a draft. Raises UnknownFact where the text does not say which order it is, or of which day."""
    made = _Maker(draft, registry, source).make()
    # What counts from no directive can only be seen when all of them are there. Each round mends one deadline at least.
    while faults := _find_deadline_faults(made.order, registry):
        made = _counting_from_events(made, faults)
    return made


def write_note(doubt: Doubt) -> str:
    """Write a doubt as a note: what it is about, the words, the reading chosen and the one not chosen."""
    words = f"“{_short(doubt.quote)}”: " if doubt.quote else ""
    otherwise = f"; or: {doubt.otherwise}" if doubt.otherwise else ""
    return clean(f"{doubt.about}: {words}{doubt.chosen}{otherwise}")


def clean(text: str) -> str:
    """Make words one line that a data file can hold."""
    return " ".join(UNWRITABLE.sub(" ", text).split())


def _short(text: str, longest: int = 120) -> str:
    text = clean(text)
    return text if len(text) <= longest else f"{text[:longest].rsplit(' ', 1)[0]} ..."


def read_own_words(draft: Draft, provision: str) -> str:
    """Read a provision's own words; between those that a list stands between, " ... "."""
    runs: list[list[str]] = []
    last = -2
    for n, passage in enumerate(draft.outline.passages):
        if passage.provision == provision and passage.text:
            if n != last + 1:
                runs.append([])
            runs[-1].append(passage.text)
            last = n
    return clean(" ... ".join(" ".join(run) for run in runs))


def list_provisions(draft: Draft) -> list[str]:
    """List all provisions that a draft knows, in the order's order."""
    known = [
        *draft.outline.provisions,
        *(duty.provision for duty in draft.duties),
        *(item for duty in draft.duties for item in duty.items),
        *draft.no_duty,
    ]
    return in_order(dict.fromkeys(each for each in known if ID.fullmatch(each)))


@dataclass(frozen=True)
class _Maker:
    draft: Draft
    registry: Registry
    source: Source | None
    reviews: list[Review] = field(default_factory=list)

    def make(self) -> DraftedOrder:
        facts = self.draft.facts
        sections = [self._section(section) for section in self._by_section]
        said: dict[str, Any] = {
            "order": _require_number(facts.number),
            "title": clean(facts.title or "") or f"Executive Order {facts.number}",
            "signed": facts.signed,
            "published": facts.published,
            "citation": clean(facts.citation or ""),
            "document": clean(facts.document or ""),
            "source": file_form(self.source) if self.source else None,
            "related": list(self._related()),
            "bodies": [_body_form(body) for body in self._bodies],
            "sections": sections,
        }
        if facts.signed is None:
            raise UnknownFact("the text does not say on which day the order was signed", "give it: --signed YYYY-MM-DD")
        order = Order.model_validate({key: value for key, value in said.items() if value not in (None, "", [])})
        return DraftedOrder(order, tuple(self._reviews(order)))

    # Facts

    def _related(self) -> Iterator[dict[str, str]]:
        """Give the orders that this one says it revokes, supersedes or amends; what it quotes is of other orders."""
        own = self.draft.facts.number
        found: dict[tuple[str, str], str] = {}
        for passage in self.draft.outline.passages:
            if passage.quoted or passage.provision is None or "xecutive Order" not in passage.text:
                continue
            for sentence in _SENTENCE_END.split(passage.text):
                relation = next((word for word, pattern in _RELATIONS.items() if pattern.search(sentence)), None)
                for number in _CITED.findall(sentence) if relation else ():
                    if number != own:
                        found.setdefault((number, str(relation)), passage.provision)
        for (number, relation), provision in found.items():
            yield {"order": f"EO {number}", "relation": relation, "provision": provision}

    # Bodies

    @cached_property
    def _keys(self) -> Mapping[Office | Body, str]:
        """Give the keys that the file uses for what the draft names: those it has, or new ones where it has none."""
        taken = set(self.registry.keys)
        keys: dict[Office | Body, str] = {}
        by_name: dict[str, str] = {}
        renamed: dict[str, str] = {}
        for body in self.draft.bodies:
            is_free = re.fullmatch(AGENCY_KEY, body.key) is not None and body.key not in taken
            keys[body] = body.key if is_free else _make_key(body.name, taken)
            renamed[body.key] = keys[body]
            by_name.setdefault(body.name, keys[body])
            taken.add(keys[body])
        for office in self._offices:
            if office.key in renamed:
                keys[office] = renamed[str(office.key)]
            elif office.key in self.registry:
                keys[office] = str(office.key)
            else:
                if office.name not in by_name:
                    by_name[office.name] = _make_key(office.name, taken)
                    taken.add(by_name[office.name])
                keys[office] = by_name[office.name]
        return keys

    @cached_property
    def _offices(self) -> tuple[Office, ...]:
        named = (getattr(duty, role) for duty in self.draft.duties for role in _ROLES.values())
        return tuple(dict.fromkeys(office for offices in named for office in offices))

    @cached_property
    def _bodies(self) -> tuple[Body, ...]:
        """Give what is declared under `bodies`: what the order sets up, and what is named and not in the registry."""
        used = {self._keys[office] for office in self._offices}
        listed = {
            self._keys[body]: Body(self._keys[body], clean(body.name), body.provision, body.set_up_here)
            for body in self.draft.bodies
            if body.set_up_here or self._keys[body] in used
        }
        for office in self._offices:
            key = self._keys[office]
            if key not in self.registry and key not in listed:
                listed[key] = Body(key, clean(office.name) or key, None, set_up_here=False)
        return tuple(listed.values())

    # Sections

    @cached_property
    def _duties(self) -> Mapping[str, Sequence[Duty]]:
        found: dict[str, list[Duty]] = {}
        for duty in self.draft.duties:
            found.setdefault(duty.provision, []).append(duty)
        return found

    @cached_property
    def _items(self) -> Mapping[str, str]:
        """Give the items with the provisions of their directives: of two, the nearer."""
        found: dict[str, str] = {}
        for duty in self.draft.duties:
            for item in duty.items:
                if item in self._duties or not Provision.parse(item).is_within(Provision.parse(duty.provision)):
                    continue
                found[item] = max(found.get(item, ""), duty.provision, key=len)
        return found

    @cached_property
    def _by_section(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for provision in list_provisions(self.draft):
            found.setdefault(Provision.parse(provision).section, []).append(provision)
        return found

    def _section(self, section: str) -> dict[str, Any]:
        said: dict[str, Any] = {"section": section}
        if heading := clean(self.draft.outline.headings.get(section, "")):
            said["heading"] = heading
        if (kind := self.draft.kinds.get(section, ORDINARY)) != ORDINARY:
            said["kind"] = kind
        provisions = self._by_section[section]
        if directives := [self._directive(each) for each in provisions if each in self._duties]:
            said["directives"] = directives
        without = {p: self._reason(p) for p in provisions if p not in self._duties and p not in self._items}
        if without:
            said["no_duty"] = without
        return said

    def _reason(self, provision: str) -> str:
        if reason := clean(self.draft.no_duty.get(provision, "")):
            return reason
        parts = [each for each in self._duties if _is_part(each, provision)]
        if parts and not read_own_words(self.draft, provision):
            return f"heading of Sec. {name_range(parts)}"
        return "no duty was found in it"

    def _directive(self, provision: str) -> dict[str, Any]:
        duties = self._duties[provision]
        said: dict[str, Any] = {"id": provision, "summary": _summarize(duties)}
        for role, attribute in _ROLES.items():
            offices = [office for duty in duties for office in getattr(duty, attribute)]
            if keys := list(dict.fromkeys(self._keys[office] for office in offices)):
                said[role] = keys
        said.setdefault("lead", [ALL_AGENCIES])
        said["deadline"] = self._deadlines(provision)
        said["text"] = read_own_words(self.draft, provision) or clean(" ".join(duty.text for duty in duties))
        said["items"] = [self._item(each) for each in in_order(i for i, of in self._items.items() if of == provision)]
        return _ordered(said, ("id", "summary", *_ROLES, "deadline", "text", "items"))

    def _item(self, item: str) -> dict[str, Any]:
        text = read_own_words(self.draft, item)
        return _ordered({"id": item, "deadline": self._deadlines(item), "text": text}, ("id", "deadline", "text"))

    @cached_property
    def _timings(self) -> Mapping[str, Sequence[Deadline]]:
        """Give deadlines by the provisions that they are written at."""
        found: dict[str, list[Deadline]] = {}
        for duty in self.draft.duties:
            for timing in duty.timings:
                at = found.setdefault(self._place(timing, duty), [])
                if timing.deadline not in at:
                    at.append(timing.deadline)
        return found

    def _place(self, timing: Timing, duty: Duty) -> str:
        is_below = timing.provision != duty.provision and _is_part(timing.provision, duty.provision)
        is_told = timing.provision in self._items or timing.provision in self._duties
        return timing.provision if is_below and is_told else duty.provision

    def _deadlines(self, provision: str) -> Any:
        found = [_deadline_form(each) for each in self._timings.get(provision, ())]
        return found[0] if len(found) == 1 else found

    # Reviews

    def _reviews(self, order: Order) -> Iterator[Review]:
        places = find_places(order)
        unknown = {body.name: n for n, body in enumerate(self._bodies) if not body.set_up_here}
        for doubt in self.draft.doubts:
            is_unknown = doubt.about == "lead" and clean(doubt.quote) in unknown
            at: KeyPath = ("bodies", unknown[clean(doubt.quote)]) if is_unknown else _find_place(doubt, places)
            yield Review(at, write_note(doubt), doubt)


def find_places(order: Order) -> dict[str, KeyPath]:
    """Find where the provisions stand in an order's file."""
    places: dict[str, KeyPath] = {}
    for s, section in enumerate(order.sections):
        at: KeyPath = ("sections", s)
        places.setdefault(section.section, at)
        for provision in section.no_duty:
            places[provision] = (*at, "no_duty", provision)
        for d, directive in enumerate(section.directives):
            places[directive.id] = (*at, "directives", d)
            for i, item in enumerate(directive.items):
                places[item.id] = (*at, "directives", d, "items", i)
    return places


def _find_place(doubt: Doubt, places: Mapping[str, KeyPath]) -> KeyPath:
    """Find what a doubt is about: a key of its provision's entry, or the entry, or what that stands in."""
    if doubt.provision is None:
        return ()
    provision = doubt.provision
    while provision not in places and "." in provision:
        provision = provision.rpartition(".")[0]
    at = places.get(provision, ())
    return (*at, doubt.about) if doubt.about in ("lead", "deadline") and at and isinstance(at[-1], int) else at


def _find_deadline_faults(order: Order, registry: Registry) -> list[Fault]:
    """Find the deadlines that count from no directive of the order, or from themselves."""
    dataset = Dataset({order.id: order}, {}, registry)
    return [fault for _, fault in find_reference_faults(dataset) if fault.at[-1:] == ("of",)]


def _counting_from_events(made: DraftedOrder, faults: Sequence[Fault]) -> DraftedOrder:
    """Let deadlines count from events instead of the provisions that they cannot count from, and note it."""
    data = made.order.model_dump(exclude_unset=True)
    reviews = list(made.reviews)
    for fault in faults:
        *way, key, n, _ = fault.at
        part: Any = data
        for step in way:
            part = part[step]
        deadlines = list(part[key])
        of = str(deadlines[int(n)]["of"])
        shown = f"Sec. {label(of)}" if ID.fullmatch(of) else clean(of)
        said = {**deadlines[int(n)], "of": EVENT, "event": f"completion of {shown}"}
        deadlines[int(n)] = _ordered(said, tuple(Deadline.model_fields))
        part[key] = deadlines
        why = "which would count from itself" if fault.code == "EO213" else "which is no directive here"
        note = f"deadline: it counts from {shown}, {why}; or: from the directive that brings it about"
        reviews.append(Review((*way, key), note))
    return DraftedOrder(Order.model_validate(data), tuple(reviews))


def _require_number(number: str | None) -> str:
    """Write an order's number as the file has it. Raises UnknownFact."""
    found = f"EO {number}"
    if number is None:
        raise UnknownFact("the text does not say which executive order it is", "give its number: --number 14288")
    if not ORDER_NUMBER.fullmatch(found):
        raise UnknownFact(f'"{_short(number, 40)}" is no number of an order', "give it: --number 14288")
    return found


def _body_form(body: Body) -> dict[str, str]:
    said = {"key": body.key, "name": body.name or body.key}
    return {**said, "provision": body.provision} if body.provision and ID.fullmatch(body.provision) else said


def _deadline_form(deadline: Deadline) -> dict[str, Any]:
    said = {**file_form(deadline), "quote": clean(deadline.quote or "")}
    return {key: value for key, value in said.items() if value not in (None, "")}


def _summarize(duties: Sequence[Duty]) -> str:
    told = list(dict.fromkeys(clean(duty.summary) or _short(duty.text, _LONGEST_SUMMARY) for duty in duties))
    return clean("; ".join(filter(None, told))) or "What the text says"


def _ordered(said: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    """Put what is said in the order of these keys; what is empty is not said."""
    return {key: said[key] for key in keys if said.get(key) not in (None, "", [], ())}


def _is_part(provision: str, other: str) -> bool:
    return Provision.parse(provision).is_within(Provision.parse(other))


def name_range(provisions: Iterable[str]) -> str:
    """Name some provisions of one section: "3(a)", "3(a) and 3(b)", "3(a) to 3(d)"."""
    first, *rest = (label(each) for each in provisions)
    if not rest:
        return first
    return f"{first} {'and' if len(rest) == 1 else 'to'} {rest[-1]}"


def _make_key(name: str, taken: set[str]) -> str:
    """Make a key of a name: its words in one, or their first letters where that is too long."""
    words = [word for word in re.findall(r"[A-Za-z0-9]+", name) if word.lower() not in _SMALL_WORDS]
    joined = "".join(word[:1].upper() + word[1:] for word in words)
    letters = "".join(word[0].upper() for word in words)
    is_brief = len(joined) > _LONGEST_KEY and len(letters) > 2 and letters not in taken
    key = letters if is_brief else joined
    key = key[:_LONGEST_KEY] if key[:1].isalpha() else f"Body{key}"[:_LONGEST_KEY]
    if key not in taken:
        return key
    return next(k for n in range(2, 10_000) if (k := f"{key[: _LONGEST_KEY - len(str(n))]}{n}") not in taken)
