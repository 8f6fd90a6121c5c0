"""Deadlines out of time phrases: which phrases of a sentence are deadlines, and what starts their clocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from eo_tracker.domain.deadlines import EVENT, Deadline
from eo_tracker.domain.provisions import Provision
from eo_tracker.intake.anchors import Wording, find_event, find_source
from eo_tracker.intake.draft import Doubt, Timing
from eo_tracker.intake.kinds import SUNSET
from eo_tracker.intake.laying import Timed
from eo_tracker.intake.time_phrases import TimePhrase, drop_stacked, join_recurring

_NEAR = 40
"""How many characters before a time phrase a verb stands that it belongs to."""
_LONGEST_EVENT = 200
_DUTY = re.compile(r"\b(?:shall|must|will|directed to)\b")
_SAYS_MORE = re.compile(r"\b(?:which|whose|can|could|may|would|requir\w+ that|whether)\b")


def choose_deadlines(words: str, phrases: Iterable[TimePhrase]) -> list[TimePhrase]:
    """Choose the phrases of a sentence that say by when, or how often, something is to be done."""
    told = [p for p in phrases if not _is_of_sunset(words, p) and not _says_more(words, p)]
    return join_recurring(words, drop_stacked(words, told))


def _is_of_sunset(words: str, phrase: TimePhrase) -> bool:
    """Whether a phrase says when something ends or begins to hold, and not by when it is done."""
    before = words[max(0, phrase.start - _NEAR) : phrase.start]
    return SUNSET.search(before) is not None and not re.search(r"[;.]", before)


def _says_more(words: str, phrase: TimePhrase) -> bool:
    """Whether "as soon as possible" or "annually" only says more of a thing: "projects which could soon be ..."."""
    if not (phrase.immediately or phrase.every) or phrase.within or phrase.by:
        return False
    verbs = list(_DUTY.finditer(words, 0, phrase.start))
    return bool(verbs) and _SAYS_MORE.search(words, verbs[-1].end(), phrase.start) is not None


class DeadlineReader:
    """Makes deadlines of time phrases, once all sentences of an order are known; keeps its doubts."""

    def __init__(
        self, wordings: list[Wording], provisions: tuple[str, ...], signed: date | None, timed: Iterable[Timed]
    ) -> None:
        self.doubts: list[Doubt] = []
        self._wordings = wordings
        self._provisions = provisions
        self._signed = signed
        self._places = sorted((t.place, t.provision) for t in timed)

    def read(self, timed: Timed) -> Timing:
        """Make the deadline of a time phrase."""
        phrase = timed.phrase
        of, event = self._find_start(timed) if phrase.within and phrase.clock != "" else (None, None)
        if phrase.hours:
            self._doubt(timed, str(phrase.within), "hours; a deadline has whole days")
        deadline = Deadline(
            every=phrase.every,
            within=phrase.within,
            of=of,
            event=event,
            by=phrase.by or self._find_first(phrase),
            by_end_of=phrase.by_end_of,
            immediately=phrase.immediately or None,
            quote=phrase.quote,
        )
        return Timing(timed.provision, deadline)

    def _find_start(self, timed: Timed) -> tuple[str | None, str | None]:
        """Find the provision or the event that starts a clock; neither where it is the order's day."""
        phrase = timed.phrase
        if phrase.clock is None:
            return self._guess_start(timed)
        before = self._wordings[timed.place].text.partition(phrase.quote)[0]
        source = find_source(phrase.clock, timed.place, self._wordings, self._provisions, before=before)
        if source is None:
            return EVENT, phrase.clock[:_LONGEST_EVENT]
        what = find_event(phrase.clock) or "completion"
        self._doubt(
            timed,
            f"counted from Sec. {Provision.parse(source).label} ({what})",
            "an event that no provision requires",
        )
        return source, None

    def _guess_start(self, timed: Timed) -> tuple[str | None, str | None]:
        """Guess where no start is named: more days count from what had a time before, others from the order's day."""
        if "additional" in timed.phrase.quote or timed.phrase.thereafter:
            here = [provision for place, provision in self._places if place == timed.place]
            earlier = here[1:] or [provision for place, provision in self._places if place < timed.place]
            return (earlier[-1], None) if earlier else (EVENT, timed.phrase.quote)
        self._doubt(timed, "counted from the date of this order", "another start; the words name none")
        return None, None

    def _find_first(self, phrase: TimePhrase) -> date | None:
        """The first "June 30 of each year" after the signing."""
        if not phrase.each or not self._signed:
            return None
        month, day = phrase.each
        this_year = date(self._signed.year, month, day)
        return this_year if this_year > self._signed else date(self._signed.year + 1, month, day)

    def _doubt(self, timed: Timed, chosen: str, otherwise: str) -> None:
        self.doubts.append(Doubt(timed.provision, "deadline", timed.phrase.quote, chosen, otherwise))
