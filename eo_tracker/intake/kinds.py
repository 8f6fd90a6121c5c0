"""What sections and sentences are that lay no duty: policies, definitions, savings clauses, amendments, sunsets."""

from __future__ import annotations

import re

from eo_tracker.domain.provisions import Provision
from eo_tracker.intake.alternatives import one_of
from eo_tracker.intake.clauses import Clause
from eo_tracker.intake.outline import Outline

POLICY = "policy; names no action"
DEFINITION = "definition"
SAVINGS = "savings clause"
LEAD_IN = "lead-in of what stands below"
LISTED = "stands in a list that lays no duty"
NOBODY = "names no official who must act"
BODY = "sets up a body; names nobody who must act"
QUOTED = "text of another order or law, quoted to amend it"
_HEADING = "heading of what stands below"
_AMENDMENT = "amends or revokes other orders or law"
_PERMISSION = "permits or encourages; requires nothing"
_BY_KIND = {"purpose": "purpose; names no action", "policy": POLICY, "definitions": DEFINITION}

# What the headings of sections are called, by the section's kind; "Revocation of Executive Order ..." is one, too.
_HEADINGS = {
    "purpose": one_of("purposes?|background|findings?|introduction|preamble|principles?"),
    "policy": one_of("polic(?:y|ies)|purposes? and polic(?:y|ies)|policy and purposes?|background and policy"),
    "definitions": "definitions?",
    "general_provisions": one_of(
        "general(?: provisions?)?|miscellaneous(?: provisions)?|severability|judicial review|effective date|savings",
        "rule of construction|no private right(?: of action)?|limitations?|scope",
        "(?:general and )?administrative provisions",
    ),
    "amendments": r"(?:further |conforming )?(?:amend\w*|revocations?|rescissions?|repeal|revoking)\b.*",
}
_HEADED = {kind: re.compile(rf"{words}(?: (?:to|of) .*)?", re.IGNORECASE) for kind, words in _HEADINGS.items()}

# "Accordingly, it is the policy of the United States to ..."
_OPENING_WORDS = one_of(
    "Accordingly|Therefore|Thus|Further|Furthermore|Moreover|In addition|Additionally|Effective immediately",
    "Consistent with [^,]{1,99}",
)
_IT_IS = r"it (?:is|shall be|remains|has been) (?:(?:hereby|therefore|also|further|the) ){0,4}"
_POLICY = re.compile(
    rf"^\W*(?:{_OPENING_WORDS},? ){{0,3}}"
    rf"(?:{_IT_IS}(?:policy|purpose|goal|intent|sense)\b|the (?:policy|purpose|goals?) of (?:this|the|my))",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"^\W*(?:(?:As used|For (?:the )?purposes? of|In) th(?:is|e) (?:order|section|subsection)[^“]{0,60})?"
    r"(?:the )?(?:terms? )?[“”\"][^”]{1,120}[”\"][^.;]{0,60}?"
    r"\b(?:means?|shall mean|refers?|includes?|shall have|has the|have the|is defined|are defined)\b"
)
_SAVES = re.compile(
    rf"""\b{
        one_of(
            "shall be (?:construed|implemented|interpreted)|shall (?:not )?(?:apply|affect)|is not intended to",
            "does not,? create|nothing in this (?:order|section)|without regard to",
            "notwithstanding any other provision of this order",
        )
    }\b""",
    re.IGNORECASE,
)
_PERMITS = re.compile(
    rf"\b{one_of('may|should', '(?:is|are) (?:strongly )?(?:authorized|encouraged|requested)')}\b",
)
SETS_UP = re.compile(
    r"\b(?:there is|is|are|I) (?:hereby )?(?:established?|created?|re-?established|continued)\b"
    r"|\bthere (?:shall be|is hereby)\b",
    re.IGNORECASE,
)
_AMENDS = re.compile(
    r"\b(?:is|are) (?:(?:hereby|further|also) ){0,3}"
    r"(?:amended|revoked|rescinded|superseded|repealed|replaced|terminated)\b"
    r"|^\W*(?:by )?(?:striking|deleting|inserting|adding|redesignating|revising|replacing|removing)\b",
    re.IGNORECASE,
)
SUNSET = re.compile(
    rf"""\b{
        one_of(
            "terminates?|expires?|sunset|cease|conclude|apply|extended|in force|(?:take|taken|go into) effect",
            "(?:be|become) effective|(?:be|remain|continue) in effect",
        )
    }\b""",
    re.IGNORECASE,
)
"""What says when something ends or begins to hold, and so no time by which it is done."""


def find_kinds(outline: Outline) -> dict[str, str]:
    """Find the sections that lay no duties by what they are called, with their kinds."""
    return {
        section: kind
        for section, heading in outline.headings.items()
        for kind, pattern in _HEADED.items()
        if pattern.fullmatch(heading.strip(" ."))
    }


def find_reason(words: str, clauses: list[Clause], kind: str) -> str:
    """Why a sentence in a section of a kind lays no duty, whatever its verbs; nothing where it may lay one."""
    if _POLICY.match(words):
        return POLICY
    binds = any(clause.kind == "office" and clause.lays_duty for clause in clauses)
    if _DEFINES.match(words) or (kind == "definitions" and not binds):
        return DEFINITION
    return SAVINGS if _SAVES.search(words) and not binds else ""


def explain(provision: str, words: str, kinds: dict[str, str]) -> str:
    """Why the words of a provision lay no duty, where nothing else told it."""
    kind = kinds.get(Provision.parse(provision).section, "")
    return _BY_KIND[kind] if kind in _BY_KIND and words else _explain_words(words)


def _explain_words(words: str) -> str:
    if not words.strip():
        return _HEADING
    for pattern, reason in ((_AMENDS, _AMENDMENT), (_DEFINES, DEFINITION), (_SAVES, SAVINGS), (SETS_UP, BODY)):
        if pattern.search(words):
            return reason
    if _PERMITS.search(words):
        return _PERMISSION
    if words.endswith((":", "—")):
        return LEAD_IN
    return LISTED if words.endswith((";", "; and", "; or", ",")) else NOBODY
