"""The rule of the family data that is about form alone: orders and records are in canonical form.

Comments are nobody's fault: those on lines of their own are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from eo_tracker.checks.rules import Sighting, rule
from eo_tracker.checks.subject import Subject
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.values import canonical_form
from eo_tracker.repository.quick_writing import write_canonically
from eo_tracker.repository.source import SourceText

_HEADER = re.compile(r"(?:#[^\n]*\n)*")


@rule(
    "EO225",
    "note",
    fault="""\
    # status/eo-90001/3.b.yaml
    as_of:     2025-02-02
    status:    'in_progress'
    """,
    cure="""\
    status: in_progress
    as_of: 2025-02-02
    """,
)
def not_canonical(subject: Subject) -> Iterator[Sighting]:
    """A file is not in canonical form.

    It is read all the same, and an edit keeps its form. `eo-tracker check --fix-hint` shows the canonical one.
    """
    for file, source, text in find_uncanonical(subject):
        line = _find_difference(source.text, text)
        message = f"the file is not in canonical form, from line {line} on"
        yield Sighting(file, (), message, "`eo-tracker check --fix-hint` shows it in that form")


def find_uncanonical(subject: Subject) -> Iterator[tuple[str, SourceText, str]]:
    """Give the files that are not in canonical form, by the ids of what they are of, with the text they would have."""
    values = {**subject.dataset.orders, **subject.dataset.records}
    for file, source in subject.snapshot.sources.items():
        if file not in values:
            continue
        try:
            text = write_canonically(canonical_form(values[file]))
        except EOTrackerError:  # what no file should hold can be read by escapes, and is not written
            continue
        header = _HEADER.match(source.text)
        start = header.end() if header else 0
        if source.text[start:] != text and _without_comments(source.text, text) != text:
            yield file, source, source.text[:start] + text


def _without_comments(text: str, canonical: str) -> str:
    """Take the comments out that stand on lines of their own; what the canonical text has is none."""
    kept = set(canonical.split("\n"))
    return "\n".join(line for line in text.split("\n") if line in kept or not line.lstrip(" ").startswith("#"))


def _find_difference(text: str, canonical: str) -> int:
    lines = zip_longest(text.split("\n"), canonical.split("\n"))
    return next((n for n, (one, other) in enumerate(lines, 1) if one != other), 1)
