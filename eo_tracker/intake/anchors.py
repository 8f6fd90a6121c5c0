"""Clocks that start elsewhere: which provision of the order requires what a time phrase counts from.

"Within 60 days of receipt of the report" counts from the provision that requires the report. A reference, "the report
required by section 3(b) of this order", names it; else the provision is looked for whose words are most like those.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from eo_tracker.intake.alternatives import one_of

# "subsection (b)(ii) of this section", "section 4(a)", "paragraphs (g) or (h) of this section"
_UNIT = one_of("(?:sub)?section|(?:sub)?paragraph|(?:sub)?clause") + "s?"
_DECIMAL = r"\d+(?:\.\d+)?"
_WHOLE = one_of("this (?:section|order|subsection|paragraph)", "that section", rf"section (?P<other>{_DECIMAL})")
_REFERENCE = re.compile(
    rf"\b{_UNIT}\s+(?P<section>{_DECIMAL})?(?P<marks>(?:\([A-Za-z0-9]{{1,5}}\)){{0,6}})(?:\s(?:of|in)\s{_WHOLE})?"
)
_MARK = re.compile(r"\(([A-Za-z0-9]{1,5})\)")
_EVENTS = {
    "receipt": ("receipt", "receiving", "received", "receive", "receives"),
    "submission": ("submission", "submitting", "submitted", "submits", "transmittal", "transmitting"),
    "completion": ("completion", "completing", "completed", "conclusion", "concluding"),
    "issuance": ("issuance", "issuing", "issued", "issues", "release", "releasing"),
    "publication": ("publication", "publishing", "published", "posting"),
    "approval": ("approval", "approving", "approved"),
    "establishment": ("establishment", "establishing", "established", "creation", "formation", "forming"),
    "development": ("development", "developing", "developed"),
    "identification": ("identification", "identifying", "identified"),
    "determination": ("determination", "determining", "determined", "decision"),
    "appointment": ("appointment", "appointing", "appointed", "designation", "designating"),
    "finalization": ("finalization", "finalizing", "finalized"),
    "delivery": ("delivery", "delivering", "delivered", "provision", "providing", "provided"),
    "adoption": ("adoption", "adopting", "adopted"),
}
_EVENT_OF = {word: event for event, words in _EVENTS.items() for word in words}
# Words that every order has in every sentence, and that say nothing of what is meant.
_STOP = frozenset(
    (
        *(
            "the",
            "a",
            "an",
            "of",
            "and",
            "or",
            "to",
            "in",
            "by",
            "on",
            "for",
            "with",
            "under",
            "from",
            "as",
            "at",
            "after",
        ),
        *(
            "this",
            "that",
            "such",
            "its",
            "their",
            "any",
            "all",
            "each",
            "it",
            "they",
            "his",
            "her",
            "these",
            "those",
            "who",
        ),
        *(
            "is",
            "are",
            "be",
            "been",
            "being",
            "has",
            "have",
            "which",
            "other",
            "date",
            "order",
            "section",
            "subsection",
        ),
        *("paragraph", "required", "described", "pursuant", "outlined", "made", "set", "forth", "referred"),
    )
)
_TERM = re.compile(r"\((?:the )?[“\"]([^”\"]{3,60})[”\"]\)|\((?:the )?([A-Z][A-Za-z ]{2,50})\)")
# What comes about without any provision of the order.
_OUTSIDE = re.compile(
    rf"""\b{
        one_of(
            "enactment|entry into force|request|notification|notice of|vacancy|application|violation|election",
            "expiration",
            "end of (?:each|the|every)|beginning of|close of|closing|termination of|fiscal year|calendar year|death",
            "appropriat|becoming|signature of|effective date of (?!th(?:is|ese))",
        )
    }""",
    re.IGNORECASE,
)
_BEGINS = 30
"""How many characters of what a clock counts from tell it from other clocks."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence of a provision, as a place where something may be required."""

    provision: str
    text: str
    lays_duty: bool


def find_event(clock: str) -> str:
    """The kind of event that words name: "receiving the report" is a receipt. Empty where they name none."""
    for word in re.findall(r"[a-z]+", clock.lower())[:12]:
        if word in _EVENT_OF:
            return _EVENT_OF[word]
    return ""


def find_reference(words: str, provision: str, provisions: Iterable[str]) -> str | None:
    """The provision that words refer to, from a provision: "subsection (b) of this section", "section 4(a)"."""
    known = set(provisions)
    for match in _REFERENCE.finditer(words):
        marks = _MARK.findall(match["marks"])
        section = match["section"] or match["other"]
        if not (match["section"] or marks):
            continue
        meant = [".".join((section or _section(provision), *marks))]
        if not section:
            meant.append(".".join((provision, *marks)))
        # What is referred to may be a sentence's own numbering, which is none of the provisions: then its provision is.
        parts = meant[0].split(".")
        meant += [".".join(parts[:n]) for n in range(len(parts) - 1, 1, -1)]
        if found := next((m for m in meant if m in known), None):
            return found
    return None


def _section(provision: str) -> str:
    parts = provision.split(".")
    return ".".join(parts[:2]) if len(parts) > 1 and parts[1].isdigit() and parts[0].isdigit() else parts[0]


@lru_cache(maxsize=4096)
def _stems(text: str) -> Counter[str]:
    return Counter(
        re.sub(r"(?:ations?|ments?|ings?|ions?|ies|ed|es|s|y|e)$", "", word)
        for word in re.findall(r"[a-z]{2,}", text.lower())
        if word not in _STOP
    )


def find_source(
    clock: str, here: int, wordings: list[Wording], provisions: tuple[str, ...], *, before: str = ""
) -> str | None:
    """The provision that requires what a clock counts from; None where none does.

    `here` is the place among the wordings of the sentence in which the clock stands, `before` what stands before it
    there.
    """
    provision = wordings[here].provision
    if re.search(r"\bpublication of this order\b", clock, re.IGNORECASE):
        return None
    if reference := find_reference(clock, provision, provisions):
        return reference
    event = find_event(clock)
    thing = _find_thing(clock, event)
    if re.match(r"(?:an?|any) ", thing) or (_OUTSIDE.search(clock) and not re.match(r"(?:the|such) request\b", clock)):
        return None
    if all(word in _EVENT_OF for word in re.findall(r"[a-z]{2,}", thing.lower()) if word not in _STOP):
        return _find_done(find_event(thing) or event, here, wordings)
    if _is_done_before(event, thing, before):
        return provision
    return _find_defined(clock, here, wordings) or _find_likest(clock, thing, event, here, wordings)


def _find_thing(clock: str, event: str) -> str:
    """What an event happens to: "the report" of "receipt of the report"."""
    if not event:
        return clock
    return re.sub(rf"\b{one_of(*_EVENTS[event])}\b(?: of| to| that| by)?\s*", "", clock, count=1, flags=re.IGNORECASE)


def _is_done_before(event: str, thing: str, before: str) -> bool:
    """Whether the same sentence says to do it: "identify areas and, within a year of identifying them, ..."."""
    return bool(event) and any(v in before.lower() for v in _verbs(event)) and _share(_stems(thing), before) > 0.5


def _find_likest(clock: str, thing: str, event: str, here: int, wordings: list[Wording]) -> str | None:
    """The provision whose words are most like those of a thing: above, near, in the section, with the event's verb."""
    product, section = _stems(thing), _section(wordings[here].provision)
    best, highest = None, 0.0
    for place, wording in enumerate(wordings):
        # What counts from the same thing does not bring it about.
        if place == here or not wording.lays_duty or clock[:_BEGINS] in wording.text:
            continue
        shared = _share(product, wording.text)
        if shared < 0.5:
            continue
        likeness = (
            shared
            + 0.2 / (1 + abs(here - place))
            + 0.12 * (_section(wording.provision) == section)
            + 0.15 * (place < here)
            + 0.3 * (bool(event) and any(word in wording.text.lower() for word in _EVENTS[event][1:]))
        )
        if likeness > highest:
            best, highest = wording.provision, likeness
    return best


def _share(product: Counter[str], text: str) -> float:
    """Which share of a product's words a text has."""
    words = _stems(text)
    return sum(1.0 for stem in product if stem in words) / len(product)


def _verbs(event: str) -> list[str]:
    """The beginnings of the verbs that bring an event about: "identif" of an identification."""
    return [re.sub(r"(?:ation|ion|ment|ing|ed|al|y|s)$", "", word) for word in _EVENTS[event]]


def _find_defined(clock: str, here: int, wordings: list[Wording]) -> str | None:
    """The provision that gives a name, “final plan”, to what the clock counts from."""
    for place, wording in enumerate(wordings):
        if place != here and wording.lays_duty:
            for term in (quoted or bare for quoted, bare in _TERM.findall(wording.text)):
                if re.search(rf"\b{re.escape(term)}\b", clock, re.IGNORECASE) and len(term) > 3:
                    return wording.provision
    return None


def _find_done(event: str, here: int, wordings: list[Wording]) -> str | None:
    """The provision, here or above, that says to do what an event completes: "determine", for a determination."""
    above = [w for w in reversed(wordings[:here]) if w.lays_duty]
    stems = "|".join(_verbs(event)) if event else ""
    if stems:
        for verb in (rf"\b(?:shall|to|and|must)\s(?:\w+,?\s){{0,4}}?(?:{stems})", rf"\b(?:{stems})"):
            for wording in above:
                if re.search(verb, wording.text, re.IGNORECASE):
                    return wording.provision
    return above[0].provision if above else None
