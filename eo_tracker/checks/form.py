"""The rule of the family data that is about form alone: orders and records are in canonical form.

Comments are nobody's fault: they are passed over.
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

_TEXTS = "note|title|summary|text|quote|reason|scope|citation|without_evidence"
_CUT = re.compile(rf"^[ -]*(?P<key>{_TEXTS}): +(?P<text>[^\"'>|#\s][^\n]*?\S #\S[^\n]*)$", re.MULTILINE)
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
        line = _find_difference(source.text.replace("\r\n", "\n"), text)
        message = "the file is not in canonical form, from this line on"
        yield Sighting(file, (), message, "`eo-tracker check --fix-hint` shows it in that form", line=line)


@rule(
    "EO227",
    "warning",
    fault="""\
    # status/eo-90001/3.b.yaml
    note: Phase 2 #3 of the plan is done.
    """,
    cure="""\
    note: "Phase 2 #3 of the plan is done."
    """,
)
def cut_by_a_comment(subject: Subject) -> Iterator[Sighting]:
    """A text ends at a #, where a comment begins to YAML.

    A comment that is meant as one stands on a line of its own, or has a space behind its #.
    """
    hint = "put the text in quotes, or the comment on a line of its own"
    for file, source in subject.snapshot.sources.items():
        for found in _CUT.finditer(source.text) if " #" in source.text else ():
            message = f'the {found["key"]} ends at "#": what stands behind it is a comment to YAML'
            line = source.text.count("\n", 0, found.start()) + 1
            yield Sighting(file, (), message, hint, f"{found['key']} {found['text']}", line=line)


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
        # Git may check lines out as Windows ends them: that is no difference, on any machine.
        said = source.text.replace("\r\n", "\n") if "\r" in source.text else source.text
        header = _HEADER.match(said)
        start = header.end() if header else 0
        if said[start:] != text and _without_comments(said, text) != text:
            yield file, source, said[:start] + text


def has_comments(text: str, canonical: str) -> bool:
    """Whether a file has comments that its canonical text has not."""
    return text.count("#") > canonical.count("#")


def _without_comments(text: str, canonical: str) -> str:
    """Take the comments out; what the canonical text has is none."""
    kept = set(canonical.split("\n"))
    found = []
    for line in text.split("\n"):
        if line in kept:
            found.append(line)
        elif not line.lstrip(" ").startswith("#"):
            said = line.partition(" #")[0].rstrip(" ")
            found.append(said if said in kept else line)
    return "\n".join(found)


def _find_difference(text: str, canonical: str) -> int:
    lines = zip_longest(text.split("\n"), canonical.split("\n"))
    return next((n for n, (one, other) in enumerate(lines, 1) if one != other), 1)
