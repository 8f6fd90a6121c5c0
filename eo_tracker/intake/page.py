"""What a source says from its first word to its last, before the order's body is cut out of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from eo_tracker.intake.official_text import Facts, Kind


@dataclass(frozen=True, slots=True)
class Page:
    """A source's paragraphs, with its headings, signature and whatever stands around them.

    `facts` are those that its form tells, as a heading's element or a page's front matter. `posted` is the day that a
    web page bears: of most orders the day of signing, but not of all. `document` is what the source's form calls
    itself, where that is no executive order: "proclamation".
    """

    kind: Kind
    paragraphs: tuple[str, ...]
    facts: Facts = field(default_factory=Facts)
    posted: str = ""
    document: str = ""
