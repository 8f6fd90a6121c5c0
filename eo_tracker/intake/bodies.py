"""Bodies: those that an order sets up, who chairs them, and offices that no registry knows; each gets a key."""

from __future__ import annotations

import re

from eo_tracker.domain.agencies import AGENCY_KEY
from eo_tracker.intake.alternatives import one_of
from eo_tracker.intake.clauses import find_clauses
from eo_tracker.intake.draft import Body, Office
from eo_tracker.intake.mentions import Reader

# "There is established within the Department of X a Council on Y (Council) to ..."
_WHERE = one_of(r" within[^,]{3,80}?", r" in the[^,]{3,80}?", r", effective [^“]{3,70}?")
_ENDS_NAME = one_of(
    r"\((?:the )?[“‘]?(?P<short>[A-Z][^)”’]{1,50})[”’]?\)|[,.;]",
    r" to | which | that | composed| under | within | is hereby| for the purpose| consisting| chaired| led",
    r" of \w+ members",
)
_SETTING_UP = re.compile(
    rf"(?:[Tt]here is|I|is) (?:hereby )?(?:established?|created?){_WHERE}?,? (?:an?|the) (?:interagency |independent )?"
    rf"“?(?P<name>[A-Z][^,.;:()”]{{3,110}}?)”?\s*{_ENDS_NAME}"
)
_SERVES = re.compile(
    r"(?:shall|will) (?:serve as|be|act as) (?:the )?"
    r"(?P<title>Co-?Chairs?|Vice Chair(?:man|person)?|Chair(?:man|person)?|Executive (?:Director|Secretary|Agent)"
    r"|National Coordinator|Coordinator)\b"
)
_CHAIRED_BY = re.compile(r"(?:co-?)?(?:chaired|headed|led) by (?=the )")
_OF_A_BODY = re.compile(
    one_of(
        "(?:Vice |Co-)?(?:Chairs?|Chairmen|Chairman|Chairperson)|[Mm]embers?",
        "Executive (?:Director|Secretary|Officer)|(?:Deputy )?Director",
    )
)
_ABBREVIATION = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z][A-Za-z0-9-]{1,15}")
_KEY = re.compile(AGENCY_KEY)
_LONGEST_INITIALS = 14


class Bodies:
    """The bodies and unknown offices of one order, by their keys."""

    def __init__(self, reader: Reader) -> None:
        self.found: dict[str, Body] = {}
        self._reader = reader

    def learn(self, words: str, provision: str) -> None:
        """Take note of a body that a sentence sets up, and of who serves as its chair."""
        if setting := _SETTING_UP.search(words):
            self._set_up(setting["name"].strip(), setting["short"], provision)
        for chaired in _CHAIRED_BY.finditer(words):
            if mention := self._reader.list_at(words, chaired.end()):
                self._reader.terms.define("chair", mention.offices)
                self._reader.terms.define("chairman", mention.offices)
        if serving := list(_SERVES.finditer(words)):
            by_verb = {clause.modal: clause.leads for clause in find_clauses(words, self._reader)}
            for serves in serving:
                leads = by_verb.get(serves.start(), ())
                if leads and not any(o.name.casefold().startswith(("chair", "vice")) for o in leads):
                    self._reader.terms.define(serves["title"], leads)

    def set_up_in(self, provision: str) -> tuple[Office, ...]:
        """The body that a provision sets up, if it does."""
        return tuple(Office(b.key, b.name) for b in self.found.values() if b.provision == provision)[-1:]

    def find_key(self, office: Office) -> str | None:
        """The key of the body that an office without one is, or serves: "the Chair" is that of the one set up last."""
        for body in reversed(self.found.values()):
            if body.name == office.name or body.name.endswith(f" {office.name}"):
                return body.key
        if _OF_A_BODY.fullmatch(office.name):
            return next((body.key for body in reversed(self.found.values()) if body.set_up_here), None)
        return None

    def add_unknown(self, office: Office) -> str:
        """Give a key to an office that nobody knows."""
        key = self._make_key(office.name, None)
        self.found[key] = Body(key, office.name, None, set_up_here=False)
        return key

    def _set_up(self, name: str, short: str | None, provision: str) -> None:
        known = self._reader.names.key(name)
        key = known or self._make_key(name, short)
        terms = self._reader.terms
        for term in (name, short):
            if term:
                terms.define(term, (Office(key, name),))
        terms.remember([Office(key, name)])
        if not known:
            terms.bodies.add(name)
            self.found.setdefault(key, Body(key, name, provision, set_up_here=True))

    def _make_key(self, name: str, short: str | None) -> str:
        """Its abbreviation, or the initials of its name; with a number where another has it."""
        initials = "".join(w[0] for w in re.findall(r"[A-Za-z]+", name) if w[0].isupper() or len(w) > 5).upper()
        key = short if short and _ABBREVIATION.fullmatch(short) else initials[:_LONGEST_INITIALS]
        key = key if _KEY.fullmatch(key) else "X"
        candidate, number = key, 2
        while self._is_taken(candidate, name):
            candidate, number = f"{key}-{number}", number + 1
        return candidate

    def _is_taken(self, key: str, name: str) -> bool:
        body = self.found.get(key)
        return (body is not None and body.name != name) or self._reader.names.key(key) is not None
