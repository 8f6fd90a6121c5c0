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
    from collections.abc import Iterable, Iterator

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
_LONGEST_MARK = 6  # letters: no id can name xxxviii
_LONGEST_LIST = 100  # (a) and (zzzzzz) beside each other are a slip, and no list
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


def provision_meant(typed: str) -> str | None:
    """Tell the id that somebody means who writes "2(b)"; None where that is not seen."""
    try:
        found = Provision.parse(typed).id
    except ValueError:
        return None
    return found if ID.fullmatch(found) else None


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


def find_gaps(ids: Iterable[str]) -> list[str]:
    """Find the provisions that ids leave out: before and between those beside them, and those that they are within.

    Decimal sections are left alone: an order that has them need not have all.
    """
    provisions = {Provision.parse(i) for i in ids}
    within = {Provision(p.section, p.marks[:depth]) for p in provisions for depth in range(1, len(p.marks))}
    siblings: dict[tuple[str, ...], set[str]] = {}
    for p in provisions | within:
        for depth, mark in enumerate(p.marks):
            siblings.setdefault((p.section, *p.marks[:depth]), set()).add(mark)
    missing = {p.id for p in within - provisions}
    for where, marks in siblings.items():
        missing |= {".".join((*where, mark)) for mark in _find_missing_marks(marks, len(where))}
    sections = {int(p.section) for p in provisions if p.section.isdigit()}
    missing |= {str(n) for n in range(1, max(sections, default=0)) if n not in sections}
    return in_order(missing)


def _find_missing_marks(marks: set[str], depth: int) -> Iterator[str]:
    """Find the marks that a list leaves out, by each of its kinds: (a), (A) and (1) are none of each other."""
    for kind in (str.islower, str.isupper, str.isdigit):
        chosen = {mark for mark in marks if kind(mark)}
        if not chosen:
            continue
        roman = _numbers_in_roman(chosen, depth)
        doubled = not roman and kind is not str.isdigit and min(map(len, chosen)) == 2  # (aa), (bb) below (1)
        ranks = {_rank(mark, roman) for mark in chosen}
        for rank in range(27 if doubled else 1, min(max(ranks), _LONGEST_LIST)):
            if rank not in ranks:
                mark = str(rank) if kind is str.isdigit else write_roman(rank) if roman else write_letter(rank)
                if len(mark) <= _LONGEST_MARK:
                    yield mark.upper() if kind is str.isupper else mark


def write_letter(rank: int) -> str:
    """Write a number as lists count by letters: a to z, then aa, bb."""
    return chr(ord("a") + (rank - 1) % 26) * ((rank - 1) // 26 + 1)


def write_roman(rank: int) -> str:
    """Write a number as a Roman numeral, in small letters."""
    numerals = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    written = ""
    for value, numeral in numerals:
        written += numeral * (rank // value)
        rank %= value
    return written


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
