"""Summaries: a duty in a few words, drafted from its verb and object, for a person to better."""

from __future__ import annotations

import re

from eo_tracker.intake.alternatives import one_of
from eo_tracker.intake.timing import find_time_phrases

_LONGEST = 110
# What stands between the verb of duty and what is to be done.
_FILLER = one_of(
    "then|also|each|jointly|hereby|further|thereafter|promptly|immediately|and|but|be required to",
    "as appropriate|where appropriate|as necessary|as soon as (?:possible|practicable)",
    "to the (?:maximum )?extent (?:permitted by law|practicable|possible|feasible|appropriate)",
    r"consistent with (?:applicable )?law(?: and [^,]{0,60}(?=,))?|subject to the availability of appropriations",
    "take (?:all )?(?:necessary|appropriate) (?:steps|action|actions|measures) to",
)
_FILLERS = re.compile(rf"^(?:[\s,;:]{{0,9}}{_FILLER}\b[\s,]{{0,9}}){{1,9}}", re.IGNORECASE)
_ASIDE = re.compile(
    r",? (?:in|after) (?:consultation|coordination|collaboration|cooperation) with "
    r"[^,;:]{0,200}(?:,[^,;:]{0,99}){0,6}?,(?=\s)"
    r"|\s\([^()]{0,200}\)|,? acting through [^,]{0,200},"
)
_ON = "pursuant|subject|where|unless|except"
_CUT = re.compile(
    rf"[;:—]|, {one_of('including|which|who|that|and|in order|to the|consistent|as|with|in|for|by|on', _ON)}\b"
    r"|\.\s"
)


def summarize(doing: str) -> str:
    """Draft a summary of what is to be done, of at most some hundred characters, that begins with the verb."""
    text = _ASIDE.sub("", doing)
    for phrase in reversed(find_time_phrases(text)):
        text = f"{text[: phrase.start].rstrip(' ,')} {text[phrase.end :].lstrip(' ,')}"
    text = _FILLERS.sub("", " ".join(text.split())).strip(" ,.;:")
    cut = next((m.start() for m in _CUT.finditer(text) if m.start() > 30), len(text))
    text = text[:cut].strip(" ,.;:")
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST].rsplit(' ', 1)[0].rstrip(' ,.;:')} ..."
    return text[:1].upper() + text[1:]
