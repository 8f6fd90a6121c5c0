"""Asides of a clause: whom the lead consults, with whom it coordinates, and through whom it acts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from eo_tracker.intake.alternatives import one_of
from eo_tracker.intake.draft import Office
from eo_tracker.intake.mentions import Mention, Reader

_CONSULTED = "consultation|consulting|consult"
_COORDINATING = one_of(
    "coordination|coordinating|collaboration|collaborating|cooperation|cooperating|partnership|partnering",
    "conjunction|concert|concurrence|alignment",
)
_HOW = one_of(_CONSULTED, _COORDINATING)
_BEFORE_HOW = one_of(
    "in|after|through|following|upon|with|by|and|or|while|prior",
    "close|appropriate|continued|direct|full|as appropriate,?",
)
_AS_APPROPRIATE = r",? (?:as (?:appropriate|necessary|needed|applicable|required)|where appropriate|if necessary),?"
# "in close consultation and coordination, as appropriate, with"
_WITH = re.compile(
    rf"\b(?:{_BEFORE_HOW}\s+){{0,6}}(?P<how>{_HOW}(?:(?:,? and/or|,| and| or)(?: in)? {_HOW}){{0,3}})"
    rf"(?:{_AS_APPROPRIATE})?\s+(?:with|of)\s+",
    re.IGNORECASE,
)
_IS_CONSULTED = re.compile(_CONSULTED, re.IGNORECASE)
_THROUGH = re.compile(r"(?:acting |working |operating |by and ){0,3}through\s+", re.IGNORECASE)
_AND_OTHERS = re.compile(r",? and (?:with )?|, as well as ")
_COMMA = re.compile(r"[,\s]+")
_NEAR_VERB = 600  # characters after the verb in which its asides stand, before what is to be done


@dataclass(slots=True)
class Asides:
    """The offices that the asides of a clause name, by what they are to its duty."""

    consulted: list[Office] = field(default_factory=list)
    coordinating: list[Office] = field(default_factory=list)
    through: list[Office] = field(default_factory=list)

    def read_at(self, sentence: str, at: int, end: int, reader: Reader) -> int | None:
        """Read "in consultation with ...", "acting through ...": where it ends, or None where none stands."""
        if through := _THROUGH.match(sentence, at):
            mention = reader.list_at(sentence, through.end(), loose=True)
            if mention and mention.end <= end:
                self.through += mention.offices
                return mention.end
        opening = _WITH.match(sentence, at)
        mention = _read_consulted(sentence, opening.end(), end, reader) if opening else None
        if not opening or not mention:
            return None
        self._add(opening, mention)
        return mention.end

    def read_near(self, sentence: str, verb: int, reader: Reader) -> None:
        """Read "shall, in consultation with the Attorney General, submit"."""
        end = min(len(sentence), verb + _NEAR_VERB)
        at: int | None = verb
        while at is not None and (comma := _COMMA.match(sentence, at)):
            at = self.read_at(sentence, comma.end(), end, reader)

    def read_far(self, sentence: str, at: int, reader: Reader) -> None:
        """Read "shall submit, in consultation with the Attorney General, ..."."""
        for opening in _WITH.finditer(sentence, at):
            mention = _read_consulted(sentence, opening.end(), len(sentence), reader)
            if mention and not set(mention.offices) & {*self.consulted, *self.coordinating}:
                self._add(opening, mention)

    def _add(self, opening: re.Match[str], mention: Mention) -> None:
        named = self.consulted if _IS_CONSULTED.search(opening["how"]) else self.coordinating
        named.extend(mention.offices)


def _read_consulted(sentence: str, at: int, end: int, reader: Reader) -> Mention | None:
    mention = reader.list_at(sentence, at, loose=True)
    if not mention or mention.end > end:
        return None
    # "with the Secretaries of State and Commerce and other agencies, as appropriate"
    more = _AND_OTHERS.match(sentence, mention.end)
    following = reader.list_at(sentence, more.end()) if more else None
    if following and following.end <= end:
        return Mention(at, following.end, (*mention.offices, *following.offices))
    return mention
