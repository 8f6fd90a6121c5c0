"""Lengths of time as orders write them: "60 days", "ninety (90) days", "one year", "15 business days"."""

from __future__ import annotations

import re

from eo_tracker.domain.deadlines import Span
from eo_tracker.intake.alternatives import one_of

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_VALUES = {word: value for value, word in enumerate(_ONES)} | _TENS | {"a": 1, "an": 1}
# The longer ones stand first: "sixteen" begins with "six".
_WORDS = one_of(*_TENS, *sorted(_ONES, key=len, reverse=True))
NUMBER = rf"(?:\d{{1,4}}|{_WORDS}(?:[- ]{one_of(*_ONES[1:10])})?|an?)(?: \(\d{{1,4}}\))?"
LENGTH = (
    rf"(?P<number>{NUMBER})[ -](?:additional )?"
    r"(?P<sort>calendar |business |working |additional |consecutive )?(?P<unit>day|week|month|quarter|year|hour)s?"
)
"""A pattern with the groups `number`, `sort` and `unit`, which `read_length` reads."""
_HOURS_A_DAY = 24


def read_number(words: str) -> int:
    """Read "60", "sixty", "sixty (60)", "forty-five", "a"."""
    if digits := re.search(r"\d+", words):
        return int(digits[0])
    return sum(_VALUES.get(word, 0) for word in re.split(r"[- ]", words.lower()))


def read_length(number: str, sort: str | None, unit: str) -> Span | None:
    """Read a length of time; hours become days, for a deadline has whole days. None where no deadline is that long."""
    count, unit = read_number(number), unit.lower()
    if unit == "hour":
        count, unit = -(-count // _HOURS_A_DAY), "day"
    if unit == "day" and (sort or "").strip().lower() in {"business", "working"}:
        unit = "business day"
    return make_span(count, unit)


def make_span(count: int, unit: str) -> Span | None:
    """Make a span of a number and a unit; None where there is none of that length."""
    try:
        return Span.parse(f"{count} {unit}")
    except ValueError:
        return None
