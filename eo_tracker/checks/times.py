"""The times that an order's text gives: "within 60 days of the date of this order", "no later than October 1, 2025".

A length of time counts from the order, or from something else ("within 30 days of receipt"). Where the text does not
say from what, as in "Within 60 days, the Attorney General shall ...", it is the order, if it is set off at its front.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from eo_tracker.domain.deadlines import MONTHS, Deadline, Period, Span

_ORDER = (
    r"(?:the (?:(?:effective )?date|issuance|signing)(?: of (?:issuance|signing))? of )?"
    r"this (?:executive )?(?:order|memorandum|proclamation)\b"
)
_WITHIN = re.compile(
    r"\b(?:within|(?:no|not) (?:later|more) than) (?:the next |a period of )?"
    r"(?P<count>[0-9]{1,4}|[a-z]+(?:[ -][a-z]+){0,4}?) (?:\([0-9]+\) )?(?:calendar )?"
    r"(?P<unit>business day|day|week|month|quarter|year)s?\b"
    rf"(?: (?:of|after|from|following) (?P<order>{_ORDER})"
    r"| (?P<other>of|after|from|following|thereafter|before|prior)\b)?"
)
_BY = re.compile(
    rf"\b(?:by|on or before|(?:no|not) later than) (?P<month>{'|'.join(MONTHS)}) "
    r"(?P<day>[0-9]{1,2}), (?P<year>[0-9]{4})"
)
_BY_END_OF = re.compile(r"\bby the end of (?P<period>(?:the )?(?:fiscal|calendar) year [0-9]{4})")
_SETTING_OFF = ("", *".,;:()-")
_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS = dict(zip(_SMALL, range(20), strict=True)) | dict(zip(_TENS, range(20, 100, 10), strict=True)) | {"a": 1}


class Time(NamedTuple):
    """A time that a text gives: its words, and the deadline that says the same.

    `from_order` tells whether it hangs on the order alone, and not on what happens later.
    """

    words: str
    deadline: Deadline
    from_order: bool

    def is_said_by(self, deadlines: Iterable[Deadline]) -> bool:
        """Whether one of these deadlines says it, be it as what recurs or in other words for the same day."""
        said = self.deadline
        if said.within:
            return any(said.within in (each.within, each.every) for each in deadlines)
        day = _last_day(said)
        return any(_last_day(each) == day for each in deadlines)

    def write(self) -> str:
        """Write the deadline as a file has it: "within: 60 days"."""
        said = self.deadline.model_dump(exclude_none=True, mode="json")
        return ", ".join(f"{key}: {value}" for key, value in said.items())


def _last_day(deadline: Deadline) -> date | None:
    return deadline.by_end_of.last_day if deadline.by_end_of else deadline.by


def find_times(text: str) -> Iterator[Time]:
    """Find the times that a text gives."""
    text = " ".join(text.split())
    folded = text.lower()
    for match in _find(_WITHIN, ("within ", " than "), folded):
        with suppress(ValueError):  # no length of time at all, or one beyond all sense
            deadline = _make_within(f"{_read_number(match['count'])} {match['unit']}")
            is_in_front = folded[max(match.start() - 2, 0) : match.start()].rstrip()[-1:] in _SETTING_OFF
            yield Time(
                text[slice(*match.span())], deadline, bool(match["order"] or (is_in_front and not match["other"]))
            )
    for match in _find(_BY, (", 20", ", 19", ", 18", ", 17"), folded):
        with suppress(ValueError):  # there is no such day
            day = date(int(match["year"]), MONTHS.index(match["month"]) + 1, int(match["day"]))
            yield Time(text[slice(*match.span())], Deadline(by=day), True)
    for match in _find(_BY_END_OF, ("by the end of ",), folded):
        yield Time(text[slice(*match.span())], Deadline(by_end_of=Period.parse(match["period"])), True)


def _find(pattern: re.Pattern[str], clues: Iterable[str], text: str) -> Iterable[re.Match[str]]:
    """Find a pattern, if there is a clue to it: most texts have none, and to look for words is fast."""
    return pattern.finditer(text) if any(clue in text for clue in clues) else ()


@lru_cache(maxsize=1_000)
def _make_within(span: str) -> Deadline:
    return Deadline(within=Span.parse(span))


def _read_number(words: str) -> int:
    """Read a number in digits or words: "two hundred and seventy" is 270; 0 where it is none."""
    if words.isdigit():
        return int(words)
    total = 0
    for word in words.replace("-", " ").split():
        if word == "hundred":
            total = max(total, 1) * 100
        elif word != "and":
            if word not in _NUMBERS:
                return 0
            total += _NUMBERS[word]
    return total
