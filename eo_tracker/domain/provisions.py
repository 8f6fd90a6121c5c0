"""Provisions: the numbered and lettered units of an order.

An id joins the order's own marks by dots: `3.b.iv` is Sec. 3(b)(iv). A decimal section keeps its point:
`4.1.a` is Sec. 4.1(a). Orders number downwards as the Federal Register does: (a), (i), (A), (1); but not all
of them, so whether "i" is a letter or a numeral shows only beside its neighbours (`in_order`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SECTION = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{1,3})?")
ID = re.compile(rf"(?P<section>{SECTION.pattern})(?P<rest>(?:\.(?:[a-z]{{1,6}}|[A-Z]{{1,6}}|[0-9]{{1,3}}))*)")
"""A provision's id, as the data files write it."""

_TYPED = re.compile(
    r"(?:section|sec\.?|§)?\s*(?P<section>[1-9][0-9]{0,2}(?:\.[0-9]{1,3})?)"
    r"(?P<rest>(?:\s*\([A-Za-z0-9]{1,6}\)|\.[A-Za-z0-9]{1,6})*)\.?",
    re.IGNORECASE | re.ASCII,
)
_MARK = re.compile(r"[A-Za-z0-9]+")
_ROMAN = re.compile(r"(?=[ivxlc])c{0,3}(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Provision:
    """One unit of an order: its section, and the marks below it from the outside in."""

    section: str
    marks: tuple[str, ...] = ()

    @staticmethod
    def parse(text: str) -> Provision:
        """Read an id (`3.b.iv`) or what people type (`3(b)(iv)`, `Sec. 3(b)`). Raises ValueError."""
        return _parse(text)

    @property
    def id(self) -> str:
        """The id, as in `3.b.iv`."""
        return ".".join((self.section, *self.marks))

    @property
    def label(self) -> str:
        """As it is printed after "Sec.": `3(b)(iv)`."""
        return self.section + "".join(f"({mark})" for mark in self.marks)

    @property
    def citation(self) -> str:
        """As it is printed: "Sec. 3(b)(iv)"."""
        return f"Sec. {self.label}"

    def is_within(self, other: Provision) -> bool:
        """Whether this is `other` or a part of it."""
        return self.section == other.section and self.marks[: len(other.marks)] == other.marks


@lru_cache(maxsize=10_000)  # the orders of a large tracker use the same few hundred ids over and over
def _parse(text: str) -> Provision:
    match = ID.fullmatch(text) or _TYPED.fullmatch(text.strip())
    if not match:
        raise ValueError(f'"{text}" is no provision; write it as 3.b.iv or 3(b)(iv)')
    return Provision(match["section"], tuple(_MARK.findall(match["rest"])))


def label(provision_id: str) -> str:
    """Print an id as it stands after "Sec.": `3.b.iv` gives "3(b)(iv)"."""
    return Provision.parse(provision_id).label


def in_order(ids: Iterable[str]) -> list[str]:
    """Sort the provision ids of one order as the order numbers them: 3.a.viii, 3.a.ix; 9.h, 9.i, 9.j."""
    provisions = {i: Provision.parse(i) for i in ids}
    siblings: dict[tuple[str, ...], set[str]] = {}
    for p in provisions.values():
        for depth, mark in enumerate(p.marks):
            siblings.setdefault((p.section, *p.marks[:depth]), set()).add(mark)
    roman = {where: _numbers_in_roman(marks, len(where)) for where, marks in siblings.items()}

    def key(provision_id: str) -> tuple[tuple[int | str, ...], ...]:
        p = provisions[provision_id]
        places = ((p.section, *p.marks[:depth]) for depth in range(len(p.marks)))
        section = tuple(int(n) for n in p.section.split("."))
        # Marks of one rank, as (a) and (A), are told apart by the marks themselves.
        return (section, *((_rank(mark, roman[where]), mark) for mark, where in zip(p.marks, places, strict=True)))

    return sorted(provisions, key=key)


def _numbers_in_roman(marks: set[str], depth: int) -> bool:
    """Whether sibling marks count i, ii, iii rather than a, b, c; `depth` 1 is directly below the section."""
    lowered = {mark.lower() for mark in marks}
    if not all(_ROMAN.fullmatch(mark) for mark in lowered):
        return False
    # Single letters below a section are letters, of a list of which the rest is not at hand; below a letter they
    # are numerals, as the Federal Register numbers. (ii) can only be a numeral, for (hh) would stand beside it.
    return any(len(mark) > 1 for mark in lowered) or (depth == 2 and min(marks).islower())


def _rank(mark: str, roman: bool) -> int:
    if mark.isdigit():
        return int(mark)
    if roman:
        return roman_value(mark)
    # Letters run a to z, then aa, bb, cc.
    return (len(mark) - 1) * 26 + ord(mark[0].lower()) - ord("a") + 1


def roman_value(mark: str) -> int:
    """The number that a Roman numeral of either case stands for. Raises ValueError."""
    if not _ROMAN.fullmatch(mark.lower()):
        raise ValueError(f'"{mark}" is no Roman numeral')
    digits = [_ROMAN_DIGITS[d] for d in mark.lower()]
    return sum(-d if d < following else d for d, following in zip(digits, [*digits[1:], 0], strict=True))
