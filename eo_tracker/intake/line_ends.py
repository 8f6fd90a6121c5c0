"""Lines of a printed page put together again: a word that was broken at a line's end is one word, a dash has no space.

Whether a hyphen at a line's end belongs to the word ("non-" / "Federal") or only to the line ("opera-" / "tions") is
told by the rest of the text: it has the word elsewhere, whole or with its hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"(?:^|[^\w-])((?:[^\W\d_]+-)*[^\W\d_]+)-$")
_NEXT = re.compile(r"[^\W\d_]+(?![-\w])")
ENDS_ITEM = re.compile(r"(?:[.;:?!—]|[.;:]\)|[.;:,]?(?:''|[”\"])[.;,]?|[;,] (?:and|or))$")
"""Matches at the end of a sentence, or of an item of a list."""
_SHARED_SECOND_HALF = {"and", "or", "to", "but", "nor"}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, in small letters, with their hyphens.

    `breaks_words` is where a word that stands nowhere else is more likely broken than hyphenated.
    """

    known: frozenset[str]
    breaks_words: bool


def gather_words(lines: Iterable[str], *, breaks_words: bool) -> Words:
    """Gather the words that stand in a text whole, within a line."""
    found: set[str] = set()
    for line in lines:
        found.update(_WORD.findall(line.lower().rstrip("-")))
    return Words(frozenset(found), breaks_words)


def join_lines(lines: Sequence[str], words: Words) -> str:
    """Put lines together to one."""
    parts: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        left, right = line.strip(), following.strip()
        parts.append(_end_line(left, right, words))
    return "".join(parts)


def _end_line(left: str, right: str, words: Words) -> str:
    """Give a line with what stands between it and the next: nothing, or a space, and its hyphen or not."""
    if not left or not right:
        return left
    if left.endswith(("—", "--", "/")) or right.startswith(("—", "--")):
        return left
    if not left.endswith("-") or left.endswith(" -"):
        return f"{left} "
    following = _NEXT.match(right)
    broken = _BROKEN.search(left)
    if following and following[0] in _SHARED_SECOND_HALF:
        return f"{left} "
    if following and broken and _is_one_word(broken[1].lower(), following[0], words):
        return left[:-1]
    return left


def _is_one_word(left: str, right: str, words: Words) -> bool:
    last = left.rpartition("-")[2]
    if right[0].isupper() or {f"{left}-{right}", f"{last}-{right}"} & words.known:
        return False
    return words.breaks_words or bool({f"{left}{right}", f"{last}{right}"} & words.known)
