"""A problem: one fault of the data, as a value with a place.

Codes are public and stable. EO1xx: a file cannot be read; EO2xx: what it says is no order, record or
registry; EO3xx are kept for deadlines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONG_QUOTE = re.compile(r'"([^"]{60})[^"]{4,}"')

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """`path` is relative to the repository, with forward slashes; `line` and `column` count from 1."""

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: Severity = "error"
    directive: str | None = None

    def __post_init__(self) -> None:
        # Whatever the data holds, a sentence stays a line that can be read.
        for name in ("message", "hint"):
            object.__setattr__(self, name, _LONG_QUOTE.sub(r'"\1..."', " ".join(getattr(self, name).split())))


KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem before it has a place in a file: `at` leads to the value, by keys and list indexes.

    With `on_key` it is the key that is wrong, and not what stands under it.
    """

    code: str
    at: KeyPath
    message: str
    hint: str = ""
    on_key: bool = False


CODES = {
    "EO101": "The file cannot be opened",
    "EO102": "The file is larger than eo-tracker reads",
    "EO103": "The file is not UTF-8 text",
    "EO104": "The file is not YAML",
    "EO105": "The file is empty",
    "EO106": "The file uses more of YAML than data needs: tags, several documents, endless aliases, deep nesting",
    "EO107": "A link leads out of the folder, or nowhere",
    "EO108": "The file's name is no id",
    "EO109": "A key stands twice in one mapping",
    "EO201": "A key is unknown",
    "EO202": "A key is missing",
    "EO203": "A value has the wrong shape",
    "EO204": "A value is not one of the words allowed",
    "EO205": "A date is no date",
    "EO206": "A deadline cannot be understood",
    "EO207": "A provision or order number is none",
    "EO208": "An agency is unknown",
    "EO209": "The file's name and its content disagree",
    "EO210": "An id stands twice",
    "EO211": "A directive stands in a section that is not its own",
    "EO212": "A deadline counts from a directive that does not exist",
    "EO213": "Deadlines count from each other in a circle",
    "EO214": "A record belongs to no directive",
    "EO215": "A completion or event cannot be on that day",
    "EO216": "A record contradicts itself",
    "EO217": "An occurrence is not one of the directive's",
    "EO218": "An event is not one that the directive waits for",
    "EO219": "A name or title of the registry stands for two agencies",
}
"""Every code that reading the data can give, with its title."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like `word` (letter case aside), or None when none is near."""
    from difflib import get_close_matches

    by_folded = {k.casefold(): k for k in known}
    match = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[match[0]] if match else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or nothing."""
    match = nearest(word, known)
    return f'did you mean "{match}"?' if match else ""
