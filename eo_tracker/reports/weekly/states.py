"""The states that a report sets off by colour, hatch and marker: each is known by how its words begin.

What is told is always the words; a state only says how they are set off, so that colour never carries meaning alone.
"""

from __future__ import annotations

import re
from typing import Literal

State = Literal["overdue", "soon", "later", "met", "late", "closed", "other"]

STATES: tuple[State, ...] = ("overdue", "soon", "later", "met", "late", "closed", "other")
"""In the order in which they are stacked and told."""

STATE_NAMES: dict[State, str] = {
    "overdue": "overdue",
    "soon": "due soon",
    "later": "due later",
    "met": "met",
    "late": "met late",
    "closed": "closed",
    "other": "other",
}

_WORDS: tuple[tuple[re.Pattern[str], State], ...] = (
    (re.compile(r"overdue\b"), "overdue"),
    (re.compile(r"due (soon|today)\b"), "soon"),
    (re.compile(r"due\b|upcoming\b"), "later"),
    (re.compile(r"met (late|.* late)$"), "late"),
    (re.compile(r"met\b"), "met"),
    (re.compile(r"closed\b"), "closed"),
)


def find_state(standing: str) -> State:
    """Find the state that the words of a standing tell."""
    return next((state for words, state in _WORDS if words.match(standing)), "other")
