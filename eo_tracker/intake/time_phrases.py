"""Time phrases as values: what the words of an order say of until when, after what, or how often."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from eo_tracker.domain.deadlines import Period, Span


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """A time phrase in a text: from `start` to `end`, and what of a deadline it says.

    `clock` is what starts the clock, verbatim: empty for the order's own date, None where the phrase names no start
    ("within 30 days"). `hours`: the text counts hours, which `within` has as days.
    """

    start: int
    end: int
    quote: str
    within: Span | None = None
    by: date | None = None
    by_end_of: Period | None = None
    every: Span | None = None
    immediately: bool = False
    clock: str | None = ""
    thereafter: bool = False
    hours: bool = False
    each: tuple[int, int] | None = None
    """The month and day of "June 30 of each year"."""


_AND_THEN = re.compile(r",?\s*(?:and|and then|or)\s*(?:at least )?(?:thereafter,? )?(?:on )?")
_ANOTHER_STEP = re.compile(r";|\band\b")
_NEAR = 40  # so few characters between two phrases hold no step of their own


def drop_stacked(text: str, phrases: list[TimePhrase]) -> list[TimePhrase]:
    """Drop "as soon as practicable" and its kin beside a length of time for the same step, and beside each other."""
    timed = [p for p in phrases if not p.immediately]
    soon = [p for p in phrases if p.immediately and not any(_is_one_step(text, p, t) for t in timed)]
    return sorted([*timed, *soon[:1]], key=lambda p: p.start)


def _is_one_step(text: str, soon: TimePhrase, timed: TimePhrase) -> bool:
    first, second = sorted((soon, timed), key=lambda p: p.start)
    between = text[first.end : second.start]
    return len(between) < _NEAR or not _ANOTHER_STEP.search(between)


def join_recurring(text: str, phrases: list[TimePhrase]) -> list[TimePhrase]:
    """Join a first time and "annually thereafter" of one sentence into one phrase."""
    found: list[TimePhrase] = []
    for phrase in phrases:
        if found and _goes_on(text, found[-1], phrase):
            first = found[-1]
            quote = text[first.start : phrase.end]
            found[-1] = replace(first, every=phrase.every, end=phrase.end, quote=quote)
        else:
            found.append(phrase)
    return found


def _goes_on(text: str, first: TimePhrase, then: TimePhrase) -> bool:
    if not then.every or first.every or not (first.within or first.by):
        return False
    return then.thereafter or _AND_THEN.fullmatch(text, first.end, then.start) is not None
