"""A drafted order as its file: canonical form, with a comment above each place that a person should look at.

A comment begins `# review:`; where it is longer than a line, it goes on behind `#` and three spaces. Who has looked
takes it out.
"""

from __future__ import annotations

import re
import textwrap

from eo_tracker.domain.problems import KeyPath
from eo_tracker.domain.values import canonical_form
from eo_tracker.intake.drafted_order import DraftedOrder
from eo_tracker.repository.quick_writing import write_canonically
from eo_tracker.repository.tree import Places, read_places

MARK = "# review: "
_GOES_ON = "#   "
_WIDEST = 110
_REVIEW = re.compile(r"^ *# review: [^\n]*\n(?: *#   [^\n]*\n)*", re.MULTILINE)


def write_order_file(made: DraftedOrder) -> str:
    """Write an order's file. Raises EOTrackerError for what no file can hold."""
    text = write_canonically(canonical_form(made.order))
    if not made.reviews:
        return text
    places = read_places(text)
    notes: dict[int, list[str]] = {}
    for review in made.reviews:
        notes.setdefault(_find_line(review.at, places), []).append(review.note)
    written: list[str] = []
    for n, line in enumerate(text.split("\n"), 1):
        indent = line[: len(line) - len(line.lstrip(" "))]
        for note in dict.fromkeys(notes.get(n, ())):
            written += _write_comment(note, indent)
        written.append(line)
    return "\n".join(written)


def count_reviews(text: str) -> int:
    """Count the places of an order's file that are still to be looked at."""
    return len(_REVIEW.findall(text))


def without_reviews(text: str) -> str:
    """Take the comments out."""
    return _REVIEW.sub("", text)


def _find_line(at: KeyPath, places: Places) -> int:
    """Find the line of a key, or of what it would stand in."""
    while at:
        place = places.keys.get(at) or places.values.get(at)
        if place:
            return place.line
        at = at[:-1]
    return 1


def _write_comment(note: str, indent: str) -> list[str]:
    folded = textwrap.wrap(
        note,
        max(_WIDEST - len(indent), _WIDEST // 2),
        initial_indent=MARK,
        subsequent_indent=_GOES_ON,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [indent + line for line in folded]
