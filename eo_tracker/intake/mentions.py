"""Mentions of offices: whom the words of an order name, one office or several in a list.

The registry's names are known. An order shortens them, "the Secretary of Homeland Security (Secretary)", names offices
that no registry has, and speaks of all agencies at once, "the heads of executive departments and agencies".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from eo_tracker.intake import office_words as words
from eo_tracker.intake.draft import Office
from eo_tracker.intake.offices import AGENCIES, Names
from eo_tracker.intake.terms import Terms

_LONGEST_LIST = 80  # offices; no order has named as many in one breath
_LONGEST_NAME = 25  # words
_OF = re.compile(r" (?:of|for|at) (?:the )?")
_LONGEST_OFFICE = 80


@dataclass(frozen=True, slots=True)
class Mention:
    """Offices named from `start` to `end` of a text, one or several that are listed.

    `doubt` has the bare title where one was read by what stands before it.
    """

    start: int
    end: int
    offices: tuple[Office, ...]
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads offices off a text, and learns the order's own terms for them as it goes."""

    names: Names
    terms: Terms = field(default_factory=Terms)

    def scan(self, text: str) -> None:
        """Take note of every office that the registry knows and of every term that a text defines."""
        run: list[Office] = []
        end = 0
        for capital in words.CAPITAL.finditer(text):
            found = self._named_at(text, capital.start()) if capital.start() >= end else None
            if not found:
                continue
            if run and not words.BETWEEN.fullmatch(text, end, found.start):
                self.terms.remember_list(run)
                run = []
            run += found.offices
            end = self._learn_from_scan(text, found, run)
        self.terms.remember_list(run)
        for meaning in words.MEANS.finditer(text):
            if mention := self.list_at(text, meaning.end()):
                self.terms.define(meaning["term"], mention.offices)

    def _learn_from_scan(self, text: str, found: Mention, run: list[Office]) -> int:
        """Take a definition for the office before it, one in the plural for all before it; return where it ends."""
        definition = words.DEFINITION.match(text, found.end)
        if not definition:
            return found.end
        name = definition["quoted"] or definition["bare"]
        is_plural = name.endswith("s") and not name.endswith("ss") and len(run) > 1
        self.terms.learn(definition, tuple(run) if is_plural else found.offices)
        return definition.end()

    def _named_at(self, text: str, at: int) -> Mention | None:
        """An office that is named in full: by the registry, in a plural, or before a definition."""
        if known := self.names.longest_at(text, at):
            return self._extend(text, at, at, *known)
        if plural := words.PLURAL_TITLE.match(text, at):
            return self._read_plural(text, at, plural)
        determiner = words.DETERMINERS.match(text, at)
        unknown = None if determiner and determiner[0] else self._read_unknown(text, at, at)
        return unknown if unknown and words.DEFINITION.match(text, unknown.end) else None

    def list_at(self, text: str, at: int, *, loose: bool = False) -> Mention | None:
        """Read a list of offices, to its "and" or to its end."""
        first = self.office_at(text, at, loose=loose)
        if not first:
            return None
        offices, end, doubt, is_closed = list(first.offices), first.end, first.doubt, False
        while not is_closed and len(offices) < _LONGEST_LIST and (separator := words.SEPARATOR.match(text, end)):
            following = self.office_at(text, separator.end())
            if not following:
                break
            offices += following.offices
            end, doubt = following.end, doubt or following.doubt
            is_closed = separator["last"] is not None
        if definition := words.DEFINITION.match(text, end):
            self.terms.learn(definition, tuple(offices))
            end = definition.end()
        return Mention(at, end, self._distribute(offices), doubt)

    def _distribute(self, offices: list[Office]) -> tuple[Office, ...]:
        """Give "the Chief of Staff and the Counsel of the Department of X" both their department."""
        found = list({o.name: o for o in offices}.values())
        whole = words.OF_A_WHOLE.search(found[-1].name)
        if not whole or not found[-1].key:
            return tuple(found)
        return tuple(
            Office(self.names.key(o.name + whole[0]) or found[-1].key, o.name + whole[0])
            if o.key is None and " of " not in o.name and words.HEAD_WORD.search(o.name)
            else o
            for o in found
        )

    def office_at(self, text: str, at: int, *, loose: bool = False) -> Mention | None:
        """Read one office; with `loose` also one that has no capital letters, as "a senior official of each agency"."""
        found = self._office_at(text, at, loose=loose)
        if not found or words.POSSESSIVE.match(text, found.end):
            return None
        end = found.end
        while more := (words.DESIGNEES.match(text, end) or words.PARENTHESIS.match(text, end)):
            if definition := words.DEFINITION.match(text, end):
                self.terms.learn(definition, found.offices)
            end = more.end()
        return replace(found, end=end)

    def _office_at(self, text: str, at: int, *, loose: bool) -> Mention | None:
        agencies = words.ALL_AGENCIES.match(text, at)
        if not agencies and (head := words.HEAD_OF.match(text, at)):
            meant = self._read_singular(text, head.end())
            return replace(meant, start=at) if meant else None
        return self._read_agencies(text, at, agencies) or self._read_singular(text, at, loose=loose)

    def _read_agencies(self, text: str, at: int, agencies: re.Match[str] | None) -> Mention | None:
        """All agencies, or those that the order has defined as its agencies."""
        if not agencies or words.OTHERS.search(agencies[0]):
            return None
        start = _after_determiners(text, at)
        known = self.names.longest_at(text, start)
        if known and known[0] > agencies.end():
            return None
        named = words.NAMED_CLASS.search(text, at, agencies.end())
        offices = (Office(AGENCIES.key, named[0]),) if named else (AGENCIES,)
        return Mention(at, agencies.end(), self.terms.meaning(text[start : agencies.end()]) or offices)

    def _read_singular(self, text: str, at: int, *, loose: bool = False) -> Mention | None:
        start = _after_determiners(text, at)
        known = self.names.longest_at(text, start)
        term = self.terms.longest_at(text, start)
        if known and not (term and term[0] > known[0]):
            return self._extend(text, at, start, *known)
        if term:
            return Mention(at, *term)
        return (
            self._read_short(text, at, start)
            or self._read_unknown(text, at, start)
            or (_read_officials(text, at, start) if loose else None)
        )

    def _read_short(self, text: str, at: int, start: int) -> Mention | None:
        """Titles without their agencies: "Secretaries of State and Commerce", "the Secretaries", "the Director"."""
        if plural := words.PLURAL_TITLE.match(text, start):
            return self._read_plural(text, at, plural)
        bare = words.BARE_PLURAL.match(text, start) or words.BARE_TITLE.match(text, start)
        offices = self.terms.recall(bare[0]) if bare else ()
        return Mention(at, bare.end(), offices, bare[0]) if bare and offices else None

    def _extend(self, text: str, at: int, start: int, end: int, key: str) -> Mention:
        """An office that the registry knows, or one within it: "Under Secretary of Commerce for Standards"."""
        more = words.WITHIN_OFFICE.match(text, end)
        if more and not words.HEAD_WORD.search(text, end, more.end()):
            end = more.end()
        office = Office(key, text[start:end])
        self.terms.remember([office])
        return Mention(at, end, (office,))

    def _read_plural(self, text: str, at: int, plural: re.Match[str]) -> Mention | None:
        """Read "Secretaries of State, the Treasury, and Health and Human Services (HHS)"."""
        title, end = words.PLURALS[plural["title"]], plural.end()
        offices: list[Office] = []
        separator: re.Match[str] | None = plural
        is_closed = False
        while separator and not is_closed and (found := self._one_of_plural(text, title, separator.end())):
            is_closed = bool(offices) and "and" in separator[0]
            end = found[0]
            offices.append(found[1])
            if parenthesis := words.PARENTHESIS.match(text, end):
                end = parenthesis.end()
            separator = words.LIST_SEPARATOR.match(text, end)
        self.terms.remember(offices)
        return Mention(at, end, tuple(offices)) if offices else None

    def _one_of_plural(self, text: str, title: str, at: int) -> tuple[int, Office] | None:
        """Read "the Treasury" after "Secretaries of"."""
        bare = at + 4 if text.startswith("the ", at) else at
        following = text[bare : bare + _LONGEST_OFFICE]
        for of in (f"{title} of the ", f"{title} of "):
            known = self.names.longest_at(of + following, 0)
            length = known[0] - len(of) if known else 0
            if known and length > 0:
                return bare + length, Office(known[1], of + following[:length])
        return None

    def _read_unknown(self, text: str, at: int, start: int) -> Mention | None:
        """Read a capitalised name that no registry has, if a word in it is one of offices: "Chief Widget Officer"."""
        if words.NO_NAME.match(text, start):
            return None
        end = _end_of_name(text, start)
        name = words.ABBREVIATION.sub(" ", text[start:end]).strip()
        if not words.HEAD_WORD.search(name) or words.NO_OFFICE.match(name):
            return None
        office = Office(self.names.key(name) or self._find_whole(name), name)
        if " " in name:
            self.terms.remember([office])
        for short in words.ABBREVIATION.finditer(text, start, end):
            if words.HEAD_WORD.search(text, start, short.start()):
                self.terms.define(short[0].strip(" ()"), (office,))
        return Mention(at, end, (office,))

    def _find_whole(self, name: str) -> str | None:
        """The agency of an office that has no entry of its own, by its name: "... of the Department of X"."""
        for of in _OF.finditer(name):
            whole = name[of.end() :]
            if key := self.names.key(whole):
                return key
            if len(meant := self.terms.meaning(whole)) == 1:
                return meant[0].key
        return None


def _after_determiners(text: str, at: int) -> int:
    determiners = words.DETERMINERS.match(text, at)
    return determiners.end() if determiners else at


def _end_of_name(text: str, start: int) -> int:
    """Where a name of capitalised words ends, with "of the" and its like within."""
    end, at = start, start
    for _ in range(_LONGEST_NAME):
        word = words.CAPITALISED.match(text, at)
        if not word:
            break
        end = word.end()
        if word[0][-1] in ".’'":
            return end - 1
        if inside := words.ABBREVIATION.match(text, end):
            end = inside.end() - 1
        joint = words.JOINT.match(text, end)
        if not joint or ("and" in joint[0] and words.ANOTHER_OFFICE.match(text, joint.end())):
            break
        at = joint.end()
    return end


def _read_officials(text: str, at: int, start: int) -> Mention | None:
    """Read officials who have no capital letters."""
    found = words.LOWER_OFFICIALS.match(text, start)
    if not found or words.NO_OFFICIALS.match(text, start) or words.OTHERS.search(found[0]):
        return None
    return Mention(at, found.end(), (Office(None, found[0]),))
