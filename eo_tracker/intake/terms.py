"""An order's own names for offices: what it defines in brackets, the bodies that it sets up, and bare titles."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from eo_tracker.intake.draft import Office
from eo_tracker.intake.office_words import NO_TERM, PLURALS, TERM_ARTICLE, is_body_name
from eo_tracker.intake.offices import AGENCIES

# A bare title means nobody whom the order named so many offices ago.
_REMEMBERED = 400
_TERM_WORDS = re.compile(r"[A-Za-z][\w’'&/.-]{0,60}(?: [A-Za-z][\w’'&/-]{0,60}){0,5}")
_POSSESSIVE = re.compile(r"[’']s$")


@dataclass(slots=True)
class Terms:
    """What an order's words for offices stand for, as far as it has been read."""

    bodies: set[str] = field(default_factory=set)
    """Names of the bodies that the order sets up: it may go on to name them shorter."""
    _defined: dict[str, tuple[Office, ...]] = field(default_factory=dict)
    _recent: dict[Office, None] = field(default_factory=dict)
    """Whom the order has named by full title, the last one last."""
    _several: dict[str, tuple[Office, ...]] = field(default_factory=dict)
    """By title, the offices with it that the order has last named in one breath."""

    def define(self, term: str, offices: tuple[Office, ...]) -> None:
        """Take a term for offices."""
        self._defined[term.casefold()] = offices

    def meaning(self, term: str) -> tuple[Office, ...]:
        """Whom a term stands for: nobody, where the order does not define it."""
        return self._defined.get(term.casefold(), ())

    def learn(self, definition: re.Match[str], offices: tuple[Office, ...]) -> None:
        """Take the term in a pair of brackets, "(Secretary)", for what stands before it."""
        for name in (definition["quoted"] or definition["bare"], definition["second"]):
            if name and not NO_TERM.search(name):
                term = TERM_ARTICLE.sub("", name.strip(" ,"), count=1)
                # "agencies" are all agencies, unless a list of them says which.
                if "agenc" not in term.casefold() or (len(offices) > 1 and AGENCIES not in offices):
                    self.define(term, offices)

    def remember(self, offices: Iterable[Office]) -> None:
        """Take note of offices that the order names by full title."""
        for office in offices:
            self._recent.pop(office, None)
            self._recent[office] = None
        while len(self._recent) > _REMEMBERED:
            del self._recent[next(iter(self._recent))]

    def remember_list(self, offices: list[Office]) -> None:
        """Take note of offices that the order names in one breath: "the Secretaries" are those of the last list."""
        for title in set(PLURALS.values()):
            fitting = tuple(o for o in offices if o.name.startswith(f"{title} "))
            if len(fitting) > 1:
                self._several[title] = fitting

    def recall(self, title: str) -> tuple[Office, ...]:
        """Whom a bare title means: the last one named whose title begins or ends with it, or the last several."""
        if title in PLURALS:
            return self._several.get(PLURALS[title], ())
        for office in reversed(self._recent):
            if office.name.startswith(f"{title} ") or office.name.endswith(f" {title}"):
                return (self.call(office, title),)
        return ()

    def call(self, office: Office, name: str) -> Office:
        """An official keeps the full title; a body, of which there is but one, is called what the order calls it."""
        is_body = office.name in self.bodies or is_body_name(office.name)
        return Office(office.key, name) if is_body and not name.endswith("s") else office

    def longest_at(self, text: str, at: int) -> tuple[int, tuple[Office, ...]] | None:
        """The longest of the order's terms that stands at a place of a text: its end and whom it means."""
        words = _TERM_WORDS.match(text, at)
        if not words or not self._defined:
            return None
        parts = words[0].split(" ")
        for n in range(len(parts), 0, -1):
            name = " ".join(parts[:n])
            for form in (name, _POSSESSIVE.sub("", name).rstrip(".")):
                if (found := self.meaning(form)) and _is_written_so(form):
                    return at + len(form), tuple(self.call(o, form) for o in found)
        return None


def _is_written_so(form: str) -> bool:
    """Whether a defined term is meant: in small letters only agencies are."""
    return not form[0].islower() or form.casefold() in {"agencies", "agency"}
