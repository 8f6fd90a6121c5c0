"""An order's official text as it was read, whatever it was written in: its facts and its paragraphs.

A paragraph is one line: white space is one space, quotation marks are “ ” and ‘ ’, and what only belongs to a
printed page (page numbers, running heads, words broken at line ends) is gone. The words are the order's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["Federal Register XML", "web page", "GPO text", "Markdown", "plain text", "Word", "PDF"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the order beside its words; None where the source does not say.

    `number` is text, for old orders have letters in it; `signed` is "the date of this order".
    """

    number: str | None = None
    title: str | None = None
    signed: date | None = None
    published: date | None = None
    citation: str | None = None
    document: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class OfficialText:
    """The body of an order, from the authority it is given under to before the signature, in paragraphs.

    `doubts` are sentences about facts that the source states twice, and differently.
    """

    kind: Kind
    facts: Facts
    paragraphs: tuple[str, ...]
    doubts: tuple[str, ...] = field(default=())
