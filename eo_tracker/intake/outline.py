"""The outline of an order: which words stand in which provision.

Sections are "Section 1", "Sec. 2", or decimal, "Sec. 4.1"; below them stand (a), (i), (A), (1) in whatever order the
order uses. What an order quotes in order to amend another has numbers of its own, which are none of this order's.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one provision, one paragraph or part of one.

    What follows a list flush with its lead-in is its lead-in's again.

    `provision` is None before the first section. `quoted` is text that is to stand in another order or law.
    The mark itself, "Sec. 3." or "(b)", and the section's heading are not part of `text`.
    """

    provision: str | None
    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class NumberingDoubt:
    """Where the order's numbering does not go on as numberings do, and how it was read."""

    provision: str
    quote: str
    chosen: str
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """An order's provisions, in its order, the headings that some have, and its words."""

    provisions: tuple[str, ...]
    headings: dict[str, str]
    passages: tuple[Passage, ...]
    doubts: tuple[NumberingDoubt, ...] = field(default=())
