"""The review of a draft by a person: each doubt is accepted, or what it is about is changed; or it is left for later.

What is accepted or changed loses its doubt, and so its comment in the order's file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from eo_tracker.domain.agencies import Registry
from eo_tracker.domain.deadlines import EVENT, Deadline
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.provisions import Provision, provision_meant
from eo_tracker.domain.words import ALL_AGENCIES, ALL_AGENCIES_PRINTED
from eo_tracker.intake.draft import Doubt, Draft, Duty, Office, Timing

HOW_TO_WRITE = "60 days; 30 days of 3.b; 2026-10-01; fiscal year 2026; every 1 year; immediately; none"
_AT_ONCE = frozenset(("immediately", "at once", "promptly"))
_EVERY = re.compile(r"every (?P<every>[^,]+)(?:, (?:first )?(?:within |after )?(?P<within>.+))?", re.IGNORECASE)
_BY = re.compile(r"^by (?:(?:the )?end of )?", re.IGNORECASE)
_WITHIN = re.compile(r"^within ", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PERIOD = re.compile(r" [0-9]{4}$")
_OF = re.compile(r"(?P<within>.+?) (?:of|after|from) (?P<of>\S.*)")
_SIGNING = frozenset(("signing", "order", "the order", "this order", "the date of this order"))
_SENTENCE_END = re.compile(r"(?<=[.;:])\s+(?=[A-Z“(])")


class NotUnderstood(EOTrackerError):
    """What was typed is no deadline, or no agency."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence that a doubt is about, in three parts: the words that it quotes stand in the middle."""

    before: str
    quoted: str
    after: str


def find_sentence(draft: Draft, doubt: Doubt) -> Sentence:
    """Find the sentence that a doubt quotes, in its provision's own words."""
    quote = doubt.quote.removesuffix(" ...")
    for passage in draft.outline.passages:
        at = passage.text.find(quote) if quote and passage.provision == doubt.provision else -1
        if at < 0:
            continue
        text = passage.text
        start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, at + 1)), default=0)
        behind = _SENTENCE_END.search(text, max(at + len(quote) - 1, at))
        end = behind.start() if behind else len(text)
        return Sentence(text[start:at], quote, text[at + len(quote) : end])
    return Sentence("", doubt.quote, "")


def settle(draft: Draft, doubt: Doubt) -> Draft:
    """Take a doubt out of a draft."""
    return replace(draft, doubts=tuple(each for each in draft.doubts if each != doubt))


def find_duty(draft: Draft, doubt: Doubt) -> Duty | None:
    """Find the duty that a doubt is about: the one with its words, or the first of its provision or lead-in."""
    duties = [duty for duty in draft.duties if duty.provision == doubt.provision or doubt.provision in duty.items]
    quote = doubt.quote.removesuffix(" ...")
    return next((duty for duty in duties if quote in duty.text), next(iter(duties), None))


def change_leads(draft: Draft, duty: Duty, leads: Sequence[Office]) -> Draft:
    """Let others lead a duty."""
    return _with_duty(draft, duty, replace(duty, leads=tuple(leads)))


def change_deadline(draft: Draft, duty: Duty, doubt: Doubt, deadline: Deadline | None) -> Draft:
    """Put another deadline, or none, in the place of the one that a doubt is about; without such a one, add it."""
    provision = doubt.provision or duty.provision
    old = _find_timing(duty, doubt)
    if old is None:
        if deadline is None:
            return draft
        return _with_duty(draft, duty, replace(duty, timings=(*duty.timings, _timing(provision, deadline, doubt))))
    new = [] if deadline is None else [_timing(old.provision, deadline, doubt, old)]
    timings = [timing for each in duty.timings for timing in (new if each is old else [each])]
    return _with_duty(draft, duty, replace(duty, timings=tuple(timings)))


def remove_duty(draft: Draft, duty: Duty, reason: str) -> Draft:
    """Say that a duty is none, and why; its items lay none either, unless another duty has them."""
    duties = tuple(each for each in draft.duties if each is not duty)
    still = {each.provision for each in duties} | {item for each in duties for item in each.items}
    shown = Provision.parse(duty.provision).citation
    without = {item: f"part of {shown}" for item in duty.items if item not in still}
    if duty.provision not in still:
        without[duty.provision] = reason
    return replace(draft, duties=duties, no_duty={**draft.no_duty, **without})


def read_leads(typed: str, draft: Draft, registry: Registry) -> list[Office]:
    """Read agencies, by their keys, names or titles, with commas between them. Raises EOTrackerError."""
    names = [part.strip() for part in re.split(r"[,;]", typed) if part.strip()]
    if not names:
        raise NotUnderstood("nobody is named", "write keys, names or titles, with commas between them")
    return [_read_office(name, draft, registry) for name in names]


def _read_office(name: str, draft: Draft, registry: Registry) -> Office:
    if name.casefold() in (ALL_AGENCIES, ALL_AGENCIES_PRINTED):
        return Office(ALL_AGENCIES, ALL_AGENCIES)
    for body in draft.bodies:
        if name.casefold() in (body.key.casefold(), body.name.casefold()):
            return Office(body.key, body.name)
    agency = registry.find(name)
    return Office(agency.key, agency.head or agency.name)


def read_deadline(typed: str) -> Deadline | None:
    """Read a deadline as people write one; None for "none". Raises NotUnderstood."""
    text = " ".join(typed.split()).rstrip(".")
    try:
        return None if text.casefold() in ("", "none", "no deadline") else Deadline.model_validate(_read_form(text))
    except ValidationError:
        raise NotUnderstood(f'"{typed}" is no deadline', f"as in: {HOW_TO_WRITE}") from None


def _read_form(text: str) -> dict[str, object]:
    """Read a deadline as a file has it; what is no deadline is left to the model to refuse."""
    folded = text.casefold()
    if folded in _AT_ONCE:
        return {"immediately": True}
    if every := _EVERY.fullmatch(text):
        return {key: said for key, said in every.groupdict().items() if said}
    words = _BY.sub("", text)
    if _DAY.fullmatch(words):
        return {"by": words}
    if _PERIOD.search(words):
        return {"by_end_of": words}
    words = _WITHIN.sub("", text)
    found = _OF.fullmatch(words)
    if not found or found["of"].casefold() in _SIGNING:
        return {"within": found["within"] if found else words}
    provision = provision_meant(found["of"])
    return {"within": found["within"], "of": provision or EVENT} | ({} if provision else {"event": found["of"]})


def _find_timing(duty: Duty, doubt: Doubt) -> Timing | None:
    """Find the timing that a doubt's words are of; of a duty that has one only, it is that."""
    for timing in duty.timings:
        quote = timing.deadline.quote or ""
        if quote and (quote in doubt.quote or (doubt.quote and doubt.quote in quote)):
            return timing
    return duty.timings[0] if len(duty.timings) == 1 and doubt.about == "deadline" else None


def _timing(provision: str, deadline: Deadline, doubt: Doubt, old: Timing | None = None) -> Timing:
    quote = (old.deadline.quote if old else None) or doubt.quote
    said = deadline.model_dump(mode="json", exclude_none=True) | ({"quote": quote} if quote else {})
    return Timing(provision, Deadline.model_validate(said))


def _with_duty(draft: Draft, old: Duty, new: Duty) -> Draft:
    return replace(draft, duties=tuple(new if each is old else each for each in draft.duties))
