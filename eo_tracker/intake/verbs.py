"""Verbs of duty: "shall", "must", "is directed to", "I direct"; and what "shall" says that lays no duty."""

from __future__ import annotations

import re
from collections.abc import Sequence

from eo_tracker.intake.alternatives import one_of
from eo_tracker.intake.draft import Office

_ALSO = "(?: hereby| also| each| further| therefore)*"
_DIRECTED = "directed|ordered|instructed|tasked|charged|commanded|required"
# "The Order is amended as follows" and "I direct as follows" lay what stands below, and not this.
VERB = re.compile(
    r"\b(?:(?P<modal>shall|must|SHALL)\b|(?P<will>will)\b(?! be\b)"
    rf"|(?P<directed>(?:is|are){_ALSO} (?:{_DIRECTED}))(?: to| with)?\b(?! as follows)"
    r"|\bI (?:hereby |also |further |therefore )*(?P<i>direct|order|instruct|charge|am directing|am ordering)\b"
    r"(?! as follows))"
)

_ADVERBS = one_of(
    "then|thereafter|now|no longer|promptly|immediately|initially|subsequently|in turn|periodically|regularly|annually",
    "each|both|all|jointly|together|severally|collectively|individually|separately|respectively",
    "also|hereby|further|additionally|thereby|therefore|accordingly|similarly|likewise|nevertheless|instead|only",
    "as appropriate|as necessary|where appropriate",
)
ADVERBS = re.compile(rf"[,\s]*(?:{_ADVERBS}\b[,\s]*)*")
"""What may stand beside the verb and says nothing of who; it matches nothing, too."""

_BE = one_of(
    "construed|deemed|considered|treated|known|read|understood|interpreted|determined|implemented|effective|in effect",
    "comprised|composed|made up|located|established|the|an?|appointed|chaired|co-chaired|headed|led|co-led|staffed",
    "selected|filled|sworn|represented|invited|supported|funded|held",
    "entitled|compensated|available|subject|eligible|paid|reimbursed|allowed|used|given|limited",
)
_HAVE = one_of(
    "the (?:meaning|same meaning|authority|power|right|discretion|option)",
    r"no |\w+ (?:members|vote)|an? ",
    "authority|such meaning",
)
_SERVE = one_of(r"without|for (?:a|an|terms|two|three|\d)|at the|until|on the|no|a term")
# What "shall" says of how things are: what words mean, whom a body has, what holds and for how long.
_NO_DUTY = re.compile(
    "(?:not )?"
    + one_of(
        rf"be {_BE}\b|have {_HAVE}|serve {_SERVE}|include as members",
        r"(?:mean|consist|comprise|constitute|become|remain|exist|affect|receive)\b",
        r"(?:terminate|expire|cease|apply|supersede|take effect)\b|prevail|enter into force",
        r"not (?:apply|affect|receive|have|be)\b(?! (?:responsible|less))",
        "confer|create any",
    ),
    re.IGNORECASE,
)
_DONE_BY_SUBJECT = r"(?:responsible|required|guided|directed|tasked|prepared|accountable|charged)\b"
_PASSIVE = re.compile(
    rf"(?:not )?be (?:\w{{1,30}}ly )?(?!{_DONE_BY_SUBJECT})(?:\w{{1,30}}(?:ed|en|t|n)|made|held|laid|done)\b"
)
_BODY = re.compile(r"(?:Council|Committee|Commission|Board|Force|Group|Panel|Center|Office|Cabinet|Institute)s?$")
# "The Council shall include ...": how a body is made up is no duty of the body.
_MADE_UP = re.compile(r"(?:include|have|function|operate|be(?! responsible))\b")


def after_adverbs(sentence: str, at: int) -> int:
    """The place after adverbs and commas."""
    adverbs = ADVERBS.match(sentence, at)
    return adverbs.end() if adverbs else at


def is_passive(sentence: str, verb: re.Match[str]) -> bool:
    """Whether something shall be done to the subject: "shall be submitted"."""
    return not verb["directed"] and _PASSIVE.match(sentence, after_adverbs(sentence, verb.end())) is not None


def lays_duty(sentence: str, verb: re.Match[str], leads: Sequence[Office]) -> bool:
    """Whether a verb with its subject requires that somebody does something."""
    if verb["directed"]:
        return True
    at = after_adverbs(sentence, verb.end())
    if _NO_DUTY.match(sentence, at) or _PASSIVE.match(sentence, at):
        return False
    is_body = bool(leads) and all(_BODY.search(office.name) for office in leads)
    return not is_body or not _MADE_UP.match(sentence, at)
