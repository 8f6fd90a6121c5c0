"""What of an order's text a draft has taken, and what not: nothing is dropped in silence.

Words of command ("shall", "must", "is directed to") and words of time are looked for by a wider net than that by which
duties and deadlines are read. Each must be in a directive or an item, in a provision that has a reason for laying no
duty, or in a doubt; what is in none of them becomes a doubt here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from eo_tracker.domain.deadlines import MONTHS
from eo_tracker.domain.provisions import label
from eo_tracker.intake.draft import Doubt, Draft, Duty
from eo_tracker.intake.drafted_order import list_provisions
from eo_tracker.intake.official_text import Facts
from eo_tracker.intake.outline import Passage

Kind = Literal["", "lead", "duty", "deadline", "left"]
"""What a piece of text was taken for; "left": for nothing, though it looks like something."""

COMMAND = re.compile(
    r"\b(?:shall|must|will"
    r"|(?:is|are|am)(?: also| further)?(?: hereby)?(?: also| further)? (?:directed|instructed|ordered|required) to"
    r"|(?:hereby )?(?:direct|order|instruct)s? (?:that|the|all|each)(?! following))\b"
)
_PLAIN_COMMAND = re.compile(r"\bshall\b|\bdirected to\b")
"""Before the first section, where an order tells why it is given, "will" and "must" command nobody."""

_NUMBER = (
    r"(?:[0-9]{1,4}|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|forty"
    r"|forty-five|sixty|ninety|a hundred|one hundred(?: and (?:twenty|eighty))?))"
)
TIME = re.compile(
    r"\b(?:(?:within|(?:no|not) (?:later|more) than|at least|every|each|by|before|after|in)(?: the(?: next)?)? )?"
    rf"{_NUMBER}(?: \([0-9]{{1,4}}\))?(?:-| )(?:calendar |business |working )?(?:day|week|month|quarter|year)s?\b"
    rf"|\b(?:by|before|until|on or before|(?:no|not) later than|beginning(?: on)?) "
    rf"(?:{'|'.join(month.capitalize() for month in MONTHS)}) [0-9]{{1,2}}(?:, [0-9]{{4}})?"
    r"|\b(?:(?:by|before|at|no later than) )?the (?:end|close|beginning) of (?:the |each |every )?"
    r"(?:(?:first|second|third|fourth|current|next) )?(?:fiscal |calendar )?(?:year|quarter)(?: [0-9]{4})?"
    r"|\b(?:annually|quarterly|monthly|weekly|daily|semi-?annually|bi-?annually|biennially|yearly|thereafter)\b"
    r"|\b(?:each|every) (?:fiscal |calendar )?(?:year|quarter|month|week)\b"
    r"|\b(?:on an|an) (?:annual|ongoing|quarterly) basis\b"
    r"|\b(?:immediately|promptly|forthwith|as (?:soon|quickly|expeditiously) as (?:practicable|possible))\b",
    re.IGNORECASE,
)
_NO_DEADLINE = re.compile(
    r"(?:\bfor(?: a(?:nother)?(?: period of)?| up to| at least| the| not more than| no more than)?|\bperiods? of"
    r"|\bterms? of|\b(?:past|last|previous|preceding|prior|first|initial|additional|another|than)|\b(?:a|an|the)) ?$",
    re.IGNORECASE,
)
"""What stands before a length of time that is a duration, a term or a look-back: in a directive it is told there."""

_SENTENCE_END = re.compile(r"(?<=[.;:])\s+(?=[A-Z“(])")
_FACTS = (
    ("number", "the text does not say which executive order it is", "what --number says"),
    ("signed", "the text does not say on which day it was signed", "what --signed says"),
    ("title", "the text has no title", ""),
)
_LONGEST_QUOTE = 240
_CUT = " ..."
_LEFT = {"duty": "no duty was made of it", "deadline": "no deadline was made of it"}
"""What is said of words that are in nothing."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a provision, and what they were taken for."""

    text: str
    kind: Kind = ""


@dataclass(frozen=True, slots=True)
class CoveredPassage:
    """A passage in its pieces, with its provision and what became of it. `is_quoted`: it amends something else."""

    provision: str | None
    taken_as: str
    pieces: tuple[Piece, ...]
    is_quoted: bool = False


def account_for(draft: Draft) -> Draft:
    """Return a draft that says by doubts what it does not know, and what of its text it has not taken."""
    found = (*_find_missing_facts(draft), *_find_unknown_offices(draft), *_find_shared(draft), *find_uncovered(draft))
    return replace(draft, doubts=(*draft.doubts, *found)) if found else draft


def _find_missing_facts(draft: Draft) -> Iterator[Doubt]:
    for name, message, otherwise in _FACTS:
        if not getattr(draft.facts, name):
            yield Doubt(None, "facts", "", message, otherwise)


def with_facts(draft: Draft, facts: Facts) -> Draft:
    """Return a draft with other facts; what it was in doubt of and now knows is no doubt any more."""
    known = {message for name, message, _ in _FACTS if getattr(facts, name)}
    doubts = tuple(doubt for doubt in draft.doubts if doubt.about != "facts" or doubt.chosen not in known)
    return replace(draft, facts=facts, doubts=doubts)


def _find_unknown_offices(draft: Draft) -> Iterator[Doubt]:
    """Find the offices that the registry does not know and the order does not set up, where they are first named."""
    told = {doubt.quote for doubt in draft.doubts if doubt.about == "lead"}
    unknown: set[str | None] = {None, *(body.key for body in draft.bodies if not body.set_up_here)}
    for duty in draft.duties:
        for office in (*duty.leads, *duty.consulted, *duty.coordinating, *duty.through):
            if office.key in unknown and office.name not in told:
                told.add(office.name)
                chosen, otherwise = "not in the registry", "an agency that has another name there"
                yield Doubt(duty.provision, "lead", office.name, chosen, otherwise)


def _find_shared(draft: Draft) -> Iterator[Doubt]:
    """Find the provisions in which several do different things, and those in which nobody is named."""
    for provision, duties in _Known(draft).duties.items():
        if len({duty.leads for duty in duties}) > 1:
            parts = "; ".join(map(_tell_part, duties))
            yield Doubt(provision, "lead", "", f"not all of them do all of it. {parts}", "all of them do")
        elif not any(duty.leads for duty in duties):
            yield Doubt(provision, "lead", "", "nobody is named, so all agencies stand here", "no duty at all")


def _tell_part(duty: Duty) -> str:
    """Tell who does what, and by when, of a directive that several do."""
    leads = " and ".join(dict.fromkeys(office.key or office.name for office in duty.leads)) or "nobody named"
    times = ", ".join(timing.deadline.quote for timing in duty.timings if timing.deadline.quote)
    told = f"{leads}: {_shorten(duty.summary or duty.text)}"
    return f"{told} ({times})" if times else told


def find_uncovered(draft: Draft) -> tuple[Doubt, ...]:
    """Find the commands and times that are in no directive, in no provision without a duty, and in no doubt."""
    known = _Known(draft)
    return tuple(doubt for passage in draft.outline.passages for doubt in _find_left(passage, known))


def mark_coverage(draft: Draft) -> tuple[CoveredPassage, ...]:
    """Mark an order's text, passage by passage, with what was taken from it."""
    known = _Known(draft)
    return tuple(
        CoveredPassage(passage.provision, known.tell(passage.provision), _mark(passage, known), passage.quoted)
        for passage in draft.outline.passages
        if passage.text
    )


class _Known:
    """What a draft has taken, by provision."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.duties: dict[str, list[Duty]] = {}
        self.items: dict[str, str] = {}
        self.quotes: dict[str, list[str]] = {}
        self.doubts: dict[str | None, list[Doubt]] = {}
        for duty in draft.duties:
            self.duties.setdefault(duty.provision, []).append(duty)
            self.items |= dict.fromkeys(duty.items, duty.provision)
            for timing in duty.timings:
                self.quotes.setdefault(timing.provision, []).append(timing.deadline.quote or "")
        for doubt in draft.doubts:
            self.doubts.setdefault(doubt.provision, []).append(doubt)

    def is_directive(self, provision: str | None) -> bool:
        """Whether the words of a provision stand in a directive or one of its items."""
        return provision in self.duties or provision in self.items

    def has_reason(self, provision: str | None) -> bool:
        """Whether it is told why a provision lays no duty."""
        return provision in self.draft.no_duty

    def tell(self, provision: str | None) -> str:
        """Tell what became of a provision."""
        if provision in self.duties:
            leads = dict.fromkeys(office.key or office.name for duty in self.duties[provision] for office in duty.leads)
            return f"directive: {', '.join(leads) or 'nobody named'}"
        if provision in self.items:
            return f"item of {label(self.items[str(provision)])}"
        if provision is None:
            return "Before the first section"
        return f"no duty: {self.draft.no_duty[provision]}" if provision in self.draft.no_duty else "left over"

    def is_doubted(self, provision: str | None, words: str, sentence: str) -> bool:
        """Whether a doubt tells of these words, or of the sentence that they stand in."""
        return any(
            doubt.quote and (words in doubt.quote or (doubt.quote in sentence and words.lower() in doubt.quote.lower()))
            for doubt in self.doubts.get(provision, ())
        )


def _find_left(passage: Passage, known: _Known) -> Iterator[Doubt]:
    if passage.quoted or known.has_reason(passage.provision):
        return
    taken = _merge(_find_spans(passage.text, known.quotes.get(passage.provision or "", ())))
    for start, sentence in _split_sentences(passage.text):
        if not known.is_directive(passage.provision):
            command = (COMMAND if passage.provision else _PLAIN_COMMAND).search(sentence)
            if command and not known.is_doubted(passage.provision, command[0], sentence):
                yield _leave("duty", passage, sentence, "a directive")
                continue
        for time in _find_times(sentence, is_told=known.is_directive(passage.provision)):
            # "annually thereafter" goes on with a time of its sentence, and is none by itself.
            whole = time[0].lower() == "thereafter"
            span = (0, len(sentence)) if whole else time.span()
            is_taken = _overlaps((start + span[0], start + span[1]), taken)
            if not is_taken and not known.is_doubted(passage.provision, time[0], sentence):
                yield _leave("deadline", passage, time[0], "a deadline")


def _find_times(sentence: str, *, is_told: bool) -> Iterator[re.Match[str]]:
    """Find the words of time; in a sentence that a directive has, only those that can be a deadline's."""
    for time in TIME.finditer(sentence):
        if not (is_told and _NO_DEADLINE.search(sentence, max(0, time.start() - 40), time.start())):
            yield time


def _leave(about: str, passage: Passage, words: str, otherwise: str) -> Doubt:
    return Doubt(passage.provision, about, _shorten(words), _LEFT[about], otherwise)


def _shorten(words: str) -> str:
    return words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE].rsplit(' ', 1)[0]}{_CUT}"


def _split_sentences(text: str) -> Iterator[tuple[int, str]]:
    """Split a passage at the ends of its sentences, each with where it begins."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield start, text[start : end.start()]
        start = end.end()
    yield start, text[start:]


Span = tuple[int, int]


def _find_spans(text: str, quotes: Iterable[str]) -> list[Span]:
    """Find where quotes stand in a text, all of them that are there."""
    spans = []
    for quote in dict.fromkeys(filter(None, quotes)):
        at = text.find(quote)
        while at >= 0:
            spans.append((at, at + len(quote)))
            at = text.find(quote, at + len(quote))
    return spans


def _merge(spans: Iterable[Span]) -> list[Span]:
    """Put spans in order, those together that overlap."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _overlaps(span: Span, merged: Sequence[Span]) -> bool:
    """Whether a span overlaps one of those that `_merge` has put in order."""
    at = bisect_left(merged, (span[1], 0))
    return at > 0 and merged[at - 1][1] > span[0]


def _mark(passage: Passage, known: _Known) -> tuple[Piece, ...]:
    """Cut a passage into pieces: what comes first wins where two overlap."""
    text, provision = passage.text, passage.provision or ""
    if passage.quoted:
        return (Piece(text),)
    found: list[tuple[int, int, Kind]] = []
    _add(found, _find_spans(text, known.quotes.get(provision, ())), "deadline")
    told = (doubt for doubt in known.doubts.get(passage.provision, ()) if doubt.chosen in _LEFT.values())
    left = [doubt.quote.removesuffix(_CUT) for doubt in (*told, *_find_left(passage, known))]
    _add(found, _find_spans(text, left), "left")
    duties = known.duties.get(provision, ())
    for duty in duties:
        at = max(text.find(duty.text), 0)
        for office in duty.leads:
            where = text.find(office.name, at) if office.name else -1
            if where >= 0:
                _add(found, [(where, where + len(office.name))], "lead")
    if duties:
        _add(found, [each.span() for each in COMMAND.finditer(text)], "duty")
    return tuple(_cut(text, sorted(found)))


def _add(found: list[tuple[int, int, Kind]], spans: Iterable[Span], kind: Kind) -> None:
    taken = _merge((start, end) for start, end, _ in found)
    found += [(*span, kind) for span in spans if not _overlaps(span, taken)]


def _cut(text: str, found: Sequence[tuple[int, int, Kind]]) -> Iterator[Piece]:
    at = 0
    for start, end, kind in found:
        if start < at:
            continue
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], kind)
        at = end
    if at < len(text):
        yield Piece(text[at:])


def find_unaccounted(draft: Draft) -> list[str]:
    """Find the provisions that are in no directive, and that no reason is given for."""
    known = _Known(draft)
    return [p for p in list_provisions(draft) if not known.is_directive(p) and not known.has_reason(p)]
