"""What starts the clock of a time phrase: the order's own date, or an event that the order's words name."""

from __future__ import annotations

import re

from eo_tracker.intake.alternatives import one_of

AFTER = one_of("of|after|following|from|upon|since")
"""What stands between a length of time and what starts it."""

_OPENING = re.compile(rf"(?:’s?)?(?: time)?\s{AFTER}\s", re.IGNORECASE)
_THIS = r"(?:this|the present) (?:executive )?(?:order|directive)"
# "the date of this order", "the date of the issuance of this order", "the day on which this order"
_DAY_OF_ORDER = (
    r"the (?:date|day|issuance|signing|effective date)"
    r"(?: of (?:the )?(?:issuance|signing|publication) of| of| on which| that)?"
    rf" {_THIS}"
)
# "this order", "this order’s issuance", "this order is signed"
_ORDER_ITSELF = r"this (?:executive )?order(?:’s (?:issuance|date|signing|effective date))?(?: is (?:issued|signed))?"
_SHORTER = one_of(
    r"(?:issuance|signing) of this (?:executive )?order",
    r"the date (?:hereof|of issuance|of signing|of this proclamation)",
    r"its date|date of this order",
)
# The day on which the Federal Register prints an order is another than that of the order.
_ORDER = re.compile(
    rf"\s*{one_of(_DAY_OF_ORDER, _ORDER_ITSELF, _SHORTER)}\b(?! in the Federal Register)", re.IGNORECASE
)
_ACTOR = r"the (?:Secretary|Attorney|Director|Administrator)[^,.;]{0,80}?"
# The words that name an event end at punctuation, before the verb of duty, its subject or a list, or another time.
_END_OF_EVENT = re.compile(
    one_of(
        r"[,;:.](?:\s|$)",
        rf"\s(?:and|{_ACTOR})\s(?=shall\b)",
        r"\s(?=(?:shall|must|will)\b|and (?:shall|then|annually|every|at least)\b)",
        r"(?<!section)(?<!paragraph)(?<!clause)\s\((?=(?:i|a|1)\))",
        r"\s(?=with the (?:first|initial)\b|within \d|and \w+ (?:an?|the) )",
        r"\s(?:—|--)",
    )
)
_LONGEST_EVENT = 200


def read_clock(text: str, at: int, end: int) -> tuple[str, int]:
    """Read what starts a clock, with where its words end; it is opened by words that stand from `at` to `end`.

    The opening words may hold a part of it, as "of the date of" does.
    """
    opening = _OPENING.match(text, at)
    start = opening.end() if opening else end
    if order := _ORDER.match(text, start):
        return "", order.end()
    furthest = min(len(text), end + _LONGEST_EVENT)
    stop = _END_OF_EVENT.search(text, end, furthest)
    end = stop.start() if stop else furthest
    return text[start:end].strip(), end
