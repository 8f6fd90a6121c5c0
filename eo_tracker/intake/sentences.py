"""Sentences of legal English: where one ends, though "U.S.C.", "Sec. 3." and "et seq." have points, too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eo_tracker.intake.alternatives import one_of

# A point, perhaps a closing quotation mark or bracket, then what begins a sentence.
_END = re.compile(r"[.?!][”’)\]]*\s+(?=[“‘(\[]*[A-Z0-9§])")
_ABBREVIATIONS = one_of(
    r"[A-Z]|U\.?S",
    r"[Ss]ecs?|Nos?|Pub|L|Stat|Art|Fed|Reg|Res|Rep|para|Amdt|Cong|pp?",
    r"Dr|Mr|Mrs|Ms|Jr|Sr|St|Gen|Gov|Sen|Mt|Ft|Inc|Co|Corp|Ltd",
    r"vs?|cf|e\.g|i\.e|et al|et seq|approx",
    r"Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec",
)
_ABBREVIATED = re.compile(rf"(?:\b{_ABBREVIATIONS}|\b[A-Z]\.[A-Z])$")
_LONGEST_ABBREVIATION = 8
# Orders have sentences of up to some 1,500 characters. What is much longer is none, and the patterns by which sentences
# are read would be slow on it.
_LONGEST = 4000


def split_sentences(text: str) -> list[str]:
    """Split into sentences; words that go on without an end are cut between two words."""
    return [part for sentence in _find_sentences(text) for part in _cut(sentence) if part]


def _find_sentences(text: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(text):
        if not _ABBREVIATED.search(text, max(start, end.start() - _LONGEST_ABBREVIATION), end.start()):
            yield text[start : end.end()].rstrip()
            start = end.end()
    yield text[start:].rstrip()


def _cut(sentence: str) -> Iterator[str]:
    start = 0
    while len(sentence) - start > _LONGEST:
        space = sentence.rfind(" ", start + 1, start + _LONGEST)
        end = space if space > 0 else start + _LONGEST
        yield sentence[start:end].strip()
        start = end
    yield sentence[start:].strip()


def is_open(text: str) -> bool:
    """Whether the words go on below, in a list: they end in a colon or dash, or without any end."""
    return bool(text) and text.rstrip("”’ )")[-1:] not in {".", "?", "!"}
