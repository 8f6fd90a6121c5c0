"""How often something is due: "annually", "on a quarterly basis", "every 180 days", "an annual report"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eo_tracker.domain.deadlines import Span
from eo_tracker.intake.alternatives import one_of
from eo_tracker.intake.lengths import NUMBER, make_span, read_number
from eo_tracker.intake.time_phrases import TimePhrase

_FREQUENCIES = {
    "annual": "1 year",
    "year": "1 year",
    "semiannual": "6 months",
    "biannual": "6 months",
    "biennial": "2 years",
    "triennial": "3 years",
    "quarter": "3 months",
    "month": "1 month",
    "week": "7 days",
    "biweek": "14 days",
    "dai": "1 day",
}
_ENDING = re.compile(r"ly$")
_ADVERBS = one_of(
    "annually|yearly|semi-?annually|biannually|bi-?annually|bi-?ennially|triennially",
    "quarterly|monthly|weekly|bi-?weekly|daily",
)
_OF_LONG = "annual|semi-?annual|biannual|biennial|triennial|yearly|quarterly|monthly|weekly"
_LEAST = r"(?:at least|(?:not|no) less(?: often| frequently)? than|not less|on (?:an?|at least an?)) "
_UNITS = r"day|week|month|quarter|year|(?:fiscal|calendar) (?:year|quarter)"
_TIMES = {"once": 1, "twice": 2, "two": 2, "three": 3, "four": 4}
_OFTEN = re.compile(
    rf"\b(?:{_LEAST})?"
    rf"(?:(?P<adverb>{_ADVERBS})"
    rf"|(?P<basis>{_OF_LONG}|bi-?weekly|daily) basis"
    rf"|(?:once )?(?:every|each) (?:(?P<number>{NUMBER}) )?(?P<unit>{_UNITS})s?"
    r"|(?P<times>once|twice|(?:two|three|four) times) (?:each|per|a|every|in each) (?:calendar |fiscal )?"
    r"(?P<per>year|quarter|month|week)"
    r")\b(?P<thereafter> thereafter)?",
    re.IGNORECASE,
)
_MONTHS_IN = {"year": 12, "quarter": 3, "month": 1}
_MAKING = one_of(
    "submit|provide|prepare|publish|issue|produce|deliver|develop|conduct|make|transmit|convene|hold|complete|release",
    "present|furnish|perform|undertake",
)
_MADE = one_of(
    "reports?|updates?|plans?|assessments?|reviews?|briefings?|meetings?|summary|summaries|submissions?|evaluations?",
    "surveys?|inventory|inventories|scorecards?|audits?",
)
_REGULAR_THING = re.compile(
    rf"\b{_MAKING}s?\b(?: (?!shall|that|which)[\w’,-]+){{0,12}}? "
    rf"(?P<phrase>(?:an? |at least )?(?P<basis>{_OF_LONG}) (?:[\w-]+ ){{0,4}}?{_MADE}(?P<thereafter> thereafter)?)\b",
    re.IGNORECASE,
)


def find_often(text: str) -> Iterator[TimePhrase]:
    """Find "annually", "every 2 years", "twice a year"."""
    for match in _OFTEN.finditer(text):
        yield from _recurring(match, *match.span(), _read_often(match))


def find_regular_things(text: str) -> Iterator[TimePhrase]:
    """Find "submit an annual report": how often is said of what is made."""
    for match in _REGULAR_THING.finditer(text):
        yield from _recurring(match, *match.span("phrase"), _named(match["basis"]))


def _recurring(match: re.Match[str], start: int, end: int, every: Span | None) -> Iterator[TimePhrase]:
    if every:
        quote, thereafter = match.string[start:end], bool(match["thereafter"])
        yield TimePhrase(start, end, quote, every=every, clock=None, thereafter=thereafter)


def _named(word: str) -> Span | None:
    """Read "annual", "semi-annually", "quarterly"."""
    span = _FREQUENCIES.get(_ENDING.sub("", word.lower().replace("-", "")))
    return Span.parse(span) if span else None


def _read_often(match: re.Match[str]) -> Span | None:
    if word := match["adverb"] or match["basis"]:
        return _named(word)
    if match["per"]:
        return _read_times(match["times"], match["per"])
    unit = match["unit"].lower().split()[-1]
    if not match["number"] and unit in {"day", "week", "month"} and match[0].lower().startswith("each"):
        return None  # "each day" says of which day something is true
    return make_span(read_number(match["number"] or "1"), unit)


def _read_times(times: str, per: str) -> Span | None:
    """Read "twice a year": 6 months."""
    months, often = _MONTHS_IN.get(per.lower(), 0), _TIMES[times.lower().split()[0]]
    if not months or months % often:
        return None
    return Span.parse("1 year" if months // often == 12 else f"{months // often} months")
