"""Finding time phrases: the words of an order that say until when, after what, or how often.

Only phrases that can be a deadline are found. Durations ("for a period of 90 days"), look-backs ("within the past 5
years"), and what must stand some time before an event are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from eo_tracker.domain.days import parse_day
from eo_tracker.domain.deadlines import MONTHS, Period, Span
from eo_tracker.intake.alternatives import one_of
from eo_tracker.intake.clocks import AFTER, read_clock
from eo_tracker.intake.frequencies import find_often, find_regular_things
from eo_tracker.intake.lengths import LENGTH, read_length
from eo_tracker.intake.time_phrases import TimePhrase

_MONTH = one_of(*(month.capitalize() for month in MONTHS))
_LATEST = "(?:no|not) (?:later|more) than|(?:no|not) later then|not to exceed|at (?:the )?latest|on or before"

# "within 60 days of the date of this order": what opens it, the length, what starts the clock.
_LENGTH_OPENED_BY = one_of(r"within|in(?: no| not)? (?:more|less) than|by|in", _LATEST)
_WITHIN = re.compile(
    rf"(?P<lead>\b{_LENGTH_OPENED_BY}\s(?:a period of |the first |the next |approximately )?)?"
    rf"\b{LENGTH}\b"
    rf"(?P<tail>(?:’s?)?(?: time)?\s{AFTER}\b(?: (?:the )?date(?: of| on which| that| when)?)?)?"
    r"(?P<thereafter> thereafter)?",
    re.IGNORECASE,
)
# What before or after a length of time makes it a duration, a look-back, or time that must pass first.
_DURATION = one_of(
    "for|during|over|exceeding|(?:age|terms?|periods?) of|up to|least|than",
    "past|last|previous|preceding|prior|first|next|additional|a new",
    "any|that|each|every|another|the|after",
)
_NO_DEADLINE_BEFORE = re.compile(rf"\b{_DURATION}\s*$", re.IGNORECASE)
_LEAD_TIME = one_of(
    "before|prior|in advance|preceding|ago|earlier",
    r"of age|old\b|or (?:older|more|less)|terms?\b|period|intervals?",
    "plan|timeline|notice|strategic|study|review",
)
_NO_DEADLINE_AFTER = re.compile(rf"\s*{_LEAD_TIME}", re.IGNORECASE)

# "by October 1, 2027", "June 30 of each year"
_DAY = rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?:,? (?P<year>\d{{4}}))?"
_NO_DEADLINE_UNLESS_IT_RECURS = "on|effective|until|beginning(?: on)?|starting(?: on)?"
_DAY_OPENED_BY = one_of(r"by(?: no later than)?|before|beginning no later than", _NO_DEADLINE_UNLESS_IT_RECURS, _LATEST)
_EACH_YEAR = one_of(
    r",? of each (?:calendar |fiscal )?year", r",? (?:and )?(?:annually|each year|every year)(?: thereafter)?"
)
_BY = re.compile(
    rf"\b(?P<lead>{_DAY_OPENED_BY})\s(?:midnight on |(?:the )?close of business on )?{_DAY}\b(?P<each>{_EACH_YEAR})?",
    re.IGNORECASE,
)
_MAY_RECUR_ONLY = re.compile(_NO_DEADLINE_UNLESS_IT_RECURS, re.IGNORECASE)

# "by the end of the first quarter of fiscal year 2028", "not later than fiscal year 2030"
_END_OF = re.compile(
    rf"\b(?:by|before|at|prior to|{_LATEST})\s(?:the )?(?:end|close|last day) of "
    r"(?P<period>(?:the )?(?:(?:first|second|third|fourth) quarter of )?(?:the )?"
    rf"(?:(?:fiscal|calendar) year |{_MONTH} )?(?:FY )?\d{{4}})\b",
    re.IGNORECASE,
)
_BY_YEAR = re.compile(
    r"\b(?:by|not later than|no later than) (?P<period>(?:(?:fiscal|calendar) year )?20\d\d)\b(?! [A-Z(])",
    re.IGNORECASE,
)

_SOON_AS = one_of("soon|quickly|expeditiously|promptly|rapidly|early|swiftly")
_CAN = one_of("possible|practicable|practical|feasible|reasonable", "permissible(?: under (?:the |applicable )?law)?")
_SOON_WORDS = one_of(
    "immediately|promptly|forthwith|without (?:undue |unnecessary )?delay",
    rf"as {_SOON_AS} as (?:is |reasonably |may be )?{_CAN}",
    "at the earliest (?:possible|practicable) (?:date|time|opportunity)",
    "with all (?:due|deliberate|possible) (?:speed|dispatch)",
)
# "immediately following the meeting" says where something stands.
_BESIDE = one_of("upon|after|following|preceding|prior|before|available|thereafter")
_SOON = re.compile(rf"\b{_SOON_WORDS}\b(?! {_BESIDE})", re.IGNORECASE)


def find_time_phrases(text: str) -> list[TimePhrase]:
    """Find the phrases of a text that can be deadlines, in its order, none within another."""
    finders = (_find_lengths, _find_days, _find_periods, find_often, find_regular_things, _find_soon)
    found = sorted((phrase for find in finders for phrase in find(text)), key=lambda p: (p.start, -p.end))
    kept: list[TimePhrase] = []
    for phrase in found:
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept


def _find_lengths(text: str) -> Iterator[TimePhrase]:
    for match in _WITHIN.finditer(text):
        span = read_length(match["number"], match["sort"], match["unit"]) if _can_be_deadline(text, match) else None
        if span is None:
            continue
        clock, end = read_clock(text, *match.span("tail")) if match["tail"] else (None, match.end())
        yield TimePhrase(
            match.start(),
            end,
            text[match.start() : end],
            within=span,
            clock=clock,
            thereafter=bool(match["thereafter"]),
            hours=match["unit"].lower() == "hour",
        )


def _can_be_deadline(text: str, match: re.Match[str]) -> bool:
    lead = (match["lead"] or "").strip().lower()
    tail, thereafter = match["tail"], match["thereafter"]
    if not (lead or tail or thereafter) or (lead in {"by", "in"} and not tail):
        return False
    if not lead and _NO_DEADLINE_BEFORE.search(text, max(0, match.start() - 40), match.start()):
        return False
    # "one-quarter of their time" is a share
    is_share = match["unit"].lower() == "quarter" and "-" in text[match.start("number") : match.start("unit")]
    return not is_share and not _NO_DEADLINE_AFTER.match(text, match.start("tail") if tail else match.end())


def _find_days(text: str) -> Iterator[TimePhrase]:
    for match in _BY.finditer(text):
        recurs = bool(match["each"])
        if not recurs and (not match["year"] or _MAY_RECUR_ONLY.fullmatch(match["lead"])):
            continue
        month, number = MONTHS.index(match["month"].lower()) + 1, int(match["day"])
        try:
            # February 29 comes every fourth year only, and no order is known to have asked for it.
            day = parse_day(f"{match['year'] or 2001}-{month:02}-{number:02}")
        except ValueError:
            continue
        yield TimePhrase(
            match.start(),
            match.end(),
            match[0],
            by=day if match["year"] else None,
            every=Span.parse("1 year") if recurs else None,
            each=None if match["year"] else (month, number),
        )


def _find_periods(text: str) -> Iterator[TimePhrase]:
    for match in (*_END_OF.finditer(text), *_BY_YEAR.finditer(text)):
        words = re.sub(r"\bFY ", "fiscal year ", match["period"]).removeprefix("the ")
        try:
            yield TimePhrase(match.start(), match.end(), match[0], by_end_of=Period.parse(words))
        except ValueError:
            continue


def _find_soon(text: str) -> Iterator[TimePhrase]:
    for match in _SOON.finditer(text):
        yield TimePhrase(match.start(), match.end(), match[0], immediately=True)
