"""Clauses of duty: who shall do what, in one sentence of an order.

A clause has a verb of duty ("shall", "must", "is directed to", "I direct ... to") and a subject before it, perhaps with
what stands between commas: "The Secretary of Commerce, in consultation with the Attorney General, shall ...".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from eo_tracker.intake.alternatives import one_of
from eo_tracker.intake.asides import Asides
from eo_tracker.intake.draft import Office
from eo_tracker.intake.mentions import Mention, Reader
from eo_tracker.intake.verbs import ADVERBS, VERB, is_passive, lays_duty

Kind = Literal["office", "pronoun", "relative", "thing"]
"""What the subject is: an office, "it", an office with "who", or something that cannot act."""

_NEAR = 24  # characters before a verb in which the words stand that make its clause depend on another
# "a report that shall", "to ensure that it shall": such verbs say more of something.
_CONJUNCTIONS = one_of(
    "that|which|what|whom|whose|whether|if|when|where|how|unless|until|because|so|as|than",
    "whenever|before|after|once|while|though|although",
)
_SUBORDINATE = re.compile(rf"\b{_CONJUNCTIONS}\s*$", re.IGNORECASE)
_WHO = re.compile(r",?\s*\bwho\s*$")
_JOINED = re.compile(r"(?:\b(?:and|or|but)|[;,])\s*$")
_CLAUSE_START = re.compile(
    r"(?:[;:—]|--|,)\s*(?:(?:and|but|or|provided(?:, however,)? that|provided further that|thereafter|then)\b,?\s*)?"
    r"|\s(?:and|but)\s|[.]\s+"
)
_MOST_STARTS = 40  # places before a verb at which its clause may begin
_I_DIRECT = re.compile(r"\s+(?:that )?")
_WORD = re.compile(r"(?<![\w’'])(?=[A-Za-z])")
_PUNCTUATION = re.compile(r"[\s,;:—-]*")
_PRONOUN = re.compile(r"(?:it|they|he|she|he or she|each|both)\b", re.IGNORECASE)
# What follows a whole noun phrase: the end, a comma, the verb, or words that say more of it.
_MORE = one_of(
    "shall|must|will|may|is|are|hereby|also|then|not|jointly|both|each|subject|set|conduct|responsible",
    "that|who|which|whose|having|where|if|when|or|and|other|thereof",
    "with|in|as|of|on|for|to|at|by|from|through|under|within|pursuant",
    r"\w+(?:ed|ing)",
)
_FOLLOWS = re.compile(rf"[\s,;)]*$|\s*,|\s+\(|\s+{_MORE}\b")
_DETERMINED = re.compile(r"(?:the|each|every|all|any)\s")
_GOVERNED = re.compile(r"\b(?:of|by|from|to|with|in|for|and|or|on|at|under|than|that|within|among|between|as)\s*$")
# Words that govern an office, which so is no subject: "With the help of the Secretary".
_PREPOSITIONS = one_of(
    "and|or|with|in|on|at|by|from|under|after|upon|for|following|as|to|than|of|between|among|within|against|before",
    "based on|subject to|pursuant to|taking into account|considering|notwithstanding|using|drawing on|building on",
    "consistent with|other than|except|including|working with|together with|along with|regarding|concerning",
)
_LAST_PREPOSITION = one_of("of|by|from|to|with|on|for|at|between|among|through|under|that|in|within|than|including")
_SHORT_PREPOSITION = one_of(
    "with|by|from|including|notwithstanding|under|for|to|of|at|except|upon|following|after|on|among|as"
)
_GOVERNING = re.compile(
    rf"(?:,|{_PREPOSITIONS})\s+(?:[a-z’'-]{{1,40}}\s+){{0,8}}?{_LAST_PREPOSITION}\s+(?=[a-z])"
    rf"|{_SHORT_PREPOSITION} (?=[a-z])",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Clause:
    """A verb of duty with its subject.

    It begins at `start` of its sentence; the verb stands at `modal`, and what is to be done at `verb`. `doubt` has the
    bare title where the subject is one.
    """

    start: int
    modal: int
    verb: int
    kind: Kind = "thing"
    leads: tuple[Office, ...] = ()
    asides: Asides = field(default_factory=Asides)
    lays_duty: bool = True
    passive: bool = False
    doubt: str = ""


def find_clauses(sentence: str, reader: Reader) -> list[Clause]:
    """Find the clauses of a sentence, in its order; a verb that goes on with a clause is part of it."""
    found: list[Clause] = []
    for verb in VERB.finditer(sentence):
        if clause := _read_clause(sentence, verb, found[-1] if found else None, reader):
            found.append(clause)
    return found


def _read_clause(sentence: str, verb: re.Match[str], before: Clause | None, reader: Reader) -> Clause | None:
    if verb["i"]:
        return _read_first_person(sentence, verb, reader)
    floor = before.verb if before else 0
    near = max(floor, verb.start() - _NEAR)
    if _SUBORDINATE.search(sentence, near, verb.start()):
        return None
    who = _WHO.search(sentence, near, verb.start())
    if who:
        return _read_relative(sentence, verb, who.start(), floor, reader)
    for start in _find_starts(sentence, floor, verb.start()) if before else [0]:
        if clause := _SubjectSearch(sentence, start, verb, reader, strict=before is not None).clause():
            return clause
    if before:
        return _go_on(sentence, verb, before, reader)
    return None if verb["will"] else _finish(sentence, Clause(0, verb.start(), verb.end()), verb, reader)


def _find_starts(sentence: str, floor: int, end: int) -> list[int]:
    return [match.end() for match in _CLAUSE_START.finditer(sentence, floor, end)][-_MOST_STARTS:]


def _go_on(sentence: str, verb: re.Match[str], before: Clause, reader: Reader) -> Clause | None:
    """Read "shall be selected by the Chair and shall supervise": a duty of the subject whose first verb lays none."""
    joined = _JOINED.search(sentence, max(before.verb, verb.start() - _NEAR), verb.start())
    if before.lays_duty or not before.leads or not joined or verb["directed"]:
        return None
    start = verb.start()
    clause = Clause(start, start, verb.end(), before.kind, before.leads, doubt=before.doubt)
    return _finish(sentence, clause, verb, reader)


def _read_first_person(sentence: str, verb: re.Match[str], reader: Reader) -> Clause | None:
    """Read "I direct the Secretary of State to ..." and "I order that the Secretary of State ..."."""
    at = _I_DIRECT.match(sentence, verb.end())
    mention = reader.list_at(sentence, at.end()) if at else None
    if not mention:
        return None
    clause = Clause(verb.start(), mention.end, mention.end, "office", mention.offices, doubt=mention.doubt)
    clause.asides.read_near(sentence, mention.end, reader)
    return clause


def _read_relative(sentence: str, verb: re.Match[str], at: int, floor: int, reader: Reader) -> Clause | None:
    """Read "..., who shall serve as Chair": the subject is the office that stands right before."""
    for place in _places(sentence, floor, at):
        mention = reader.office_at(sentence, place, loose=True)
        if mention and mention.end <= at + 1 and not sentence[mention.end : at].strip(" ,)"):
            return _finish(sentence, Clause(at, verb.start(), verb.end(), "relative", mention.offices), verb, reader)
    return None


def _places(sentence: str, start: int, end: int) -> Iterator[int]:
    """Where an office may begin: at each word."""
    return (word.start() for word in _WORD.finditer(sentence, start, end))


class _SubjectSearch:
    """The search for the subject of a verb, from where its clause starts; `strict` takes only an office by the verb."""

    def __init__(self, sentence: str, start: int, verb: re.Match[str], reader: Reader, *, strict: bool) -> None:
        self.sentence = sentence
        self.start = start
        self.verb = verb
        self.end = verb.start()
        self.reader = reader
        self.strict = strict
        self.asides = Asides()
        self.subject: Mention | None = None
        self.aside_since = False
        """Whether an aside stands after the subject, as one of the subject's own does."""

    def clause(self) -> Clause | None:
        clause = Clause(self.start, self.verb.start(), self.verb.end(), asides=self.asides)
        at = self._after_punctuation(self.start)
        while at < self.end:
            past = self._take_office(at) or self._take_aside(at)
            if past is None and self.subject is None:
                if self._is_pronoun(at):
                    clause.kind = "pronoun"
                    return _finish(self.sentence, clause, self.verb, self.reader)
                past = self._take_unnamed(at)
            at = self._after_punctuation(past or self._after_phrase(at))
        subject = self.subject or (None if self.strict else self._find_beside())
        if subject is None or (self.strict and not self._may_be_strict(subject)):
            return None
        clause.kind, clause.leads, clause.doubt = "office", subject.offices, subject.doubt
        return _finish(self.sentence, clause, self.verb, self.reader)

    def _after_punctuation(self, at: int) -> int:
        punctuation = _PUNCTUATION.match(self.sentence, at)
        return punctuation.end() if punctuation else at

    def _is_by_verb(self, at: int) -> bool:
        return ADVERBS.fullmatch(self.sentence, at, self.end) is not None

    def _may_be_strict(self, subject: Mention) -> bool:
        return "," in self.sentence[subject.end : self.end] or self._is_by_verb(subject.end)

    def _take_office(self, at: int) -> int | None:
        """Take offices that stand here for the subject, unless a subject that begins the clause is there."""
        mention = self.reader.list_at(self.sentence, at)
        if not mention or mention.end > self.end or not _FOLLOWS.match(self.sentence, mention.end, self.end):
            return None
        # After fronted words that name offices, the subject is who stands by the verb.
        fronted = self.subject is not None and self.subject.start != self.start and not self.aside_since
        if self.subject is None or (fronted and self._is_by_verb(mention.end)):
            self.subject, self.aside_since = mention, False
        return mention.end

    def _take_aside(self, at: int) -> int | None:
        past = self.asides.read_at(self.sentence, at, self.end, self.reader)
        if past is not None:
            self.aside_since = self.subject is not None
        return past

    def _is_pronoun(self, at: int) -> bool:
        pronoun = _PRONOUN.match(self.sentence, at)
        return pronoun is not None and self._is_by_verb(pronoun.end())

    def _take_unnamed(self, at: int) -> int | None:
        """Take officials without capital letters, right before the verb."""
        officials = self.reader.office_at(self.sentence, at, loose=True)
        if not officials or officials.end > self.end or officials.offices[0].key or not self._is_by_verb(officials.end):
            return None
        self.subject = officials
        return officials.end

    def _after_phrase(self, at: int) -> int:
        """Pass what is no office: to the next comma, or past the offices that a preposition governs."""
        comma = self.sentence.find(",", at, self.end)
        stop = comma if comma >= 0 else self.end
        if governing := _GOVERNING.match(self.sentence, at, stop):
            mention = self.reader.list_at(self.sentence, governing.end())
            if mention and stop < mention.end <= self.end:
                return mention.end
        return max(stop, at + 1)

    def _find_beside(self) -> Mention | None:
        """Find the office by the verb, after words that no comma parts from it: "Upon such request the Secretary"."""
        for place in _places(self.sentence, self.start, self.end):
            if not _DETERMINED.match(self.sentence, place):
                continue
            if _GOVERNED.search(self.sentence, max(self.start, place - _NEAR), place):
                continue
            mention = self.reader.list_at(self.sentence, place)
            if mention and mention.end <= self.end and self._is_by_verb(mention.end):
                return mention
        return None


def _finish(sentence: str, clause: Clause, verb: re.Match[str], reader: Reader) -> Clause:
    """See what is to be done: whether it is a duty, and who is named between the verb and its object."""
    clause.passive = is_passive(sentence, verb)
    clause.lays_duty = lays_duty(sentence, verb, clause.leads)
    clause.asides.read_near(sentence, clause.verb, reader)
    clause.asides.read_far(sentence, clause.verb, reader)
    return clause
