"""How an order numbers what stands below a section: which of the marks in its text are provisions, and of what depth.

"(i)" is a letter after "(h)" and a numeral below "(a)"; "(1)" in mid-sentence is an item or a thing counted twice. A
mark alone cannot tell, its neighbours can: of all readings of a section's marks, the one is taken that leaves the
least unexplained (numbers left out, lists of one item, lists that nothing leads into). The readings are followed
side by side, the poor ones given up on the way, so that the work grows with the number of marks and no faster.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from eo_tracker.domain.provisions import roman_value, write_letter, write_roman

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST_MARK = 6
"""Letters that an id's mark can have."""
_ROMAN = re.compile(r"(?=.)(?:x{0,3})(?:ix|iv|v?i{0,3})|(?:xl|l)(?:x{0,3})(?:ix|iv|v?i{0,3})")
_SIDE_BY_SIDE = 8  # readings that are followed at once
_FALLEN_BEHIND = 10.0  # a reading this much worse than the best has never come back

# What speaks against a reading. Only their order matters: a number left out is worse than an odd list.
_GAP, _GAP_EACH, _MOST_GAP = 6.0, 1.0, 6.0
_STARTED_LATE = 7.0
_AGAIN, _MISPRINT = 8.0, 5.0
_GAP_IN_MID_PARAGRAPH = 12.0
_ALONE, _ALONE_IN_MID_PARAGRAPH = 1.0, 3.0
_DEEPER, _DEEPER_WITHOUT_LEAD_IN, _UNUSUAL_RANK = 0.2, 1.0, 0.3
_LEAD_IN_TO_NOTHING = 1.5
_LIST_NOT_OVER = 0.05
_ANOTHER_LIST = 3.0
_SAME_RANK_BELOW = 5.0
_ANOTHER_STYLE = 2.0
_STAY_IN_EXTRACT, _NO_EXTRACT = 0.2, 6.0

_USUAL_RANKS = ("a", "i", "A", "1")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that may begin a provision: "(a)", "iv.", "2)".

    `opens` is at the beginning of its paragraph, or directly after the section's number and heading, or another mark.
    `led_in` is after words that end in a colon or a dash, `in_list` after an item that ends as if others follow.
    `against_taking` and `against_leaving` are what its surroundings say against reading it as a provision and against
    reading it as plain words.
    `extract` is what speaks against its being another order's, quoted without quotation marks; None is that it is none.
    """

    letters: str
    style: str
    opens: bool
    led_in: bool
    in_list: bool
    against_taking: float
    against_leaving: float
    extract: float | None = None


class _Level(NamedTuple):
    """One list that is open at some point: its rank ("a", "i", "A", "I", "1", "aa"), and how far it has come."""

    rank: str
    value: int
    letters: str
    size: int
    opens: bool
    style: str


_Stack = tuple[_Level, ...]


class _Reading:
    """A reading of the marks so far: what speaks against it, which lists are open, and the reading it goes on from."""

    __slots__ = ("before", "cost", "extract", "path", "stack")

    def __init__(
        self, cost: float, stack: _Stack, extract: bool, path: tuple[str, ...] | None, before: _Reading | None
    ):
        self.cost = cost
        self.stack = stack
        self.extract = extract
        self.path = path
        self.before = before


EXTRACT: tuple[str, ...] = ("", "")
"""Stands for the path of a mark that is another order's or law's."""


def read_numbering(marks: Sequence[Mark]) -> list[tuple[str, ...] | None]:
    """Tell of each mark of a section under which path it stands, from the outside in; None is no mark, but words."""
    readings = [_Reading(0.0, (), False, None, None)]
    for mark in marks:
        readings = _keep_best(following for reading in readings for following in _follow(reading, mark))
    best = min(readings, key=lambda r: r.cost + _close(r.stack, 0))
    return _trace(best)


def _trace(last: _Reading) -> list[tuple[str, ...] | None]:
    paths = []
    reading = last
    while reading.before is not None:
        paths.append(reading.path)
        reading = reading.before
    return paths[::-1]


def _keep_best(readings: Iterator[_Reading]) -> list[_Reading]:
    """Of readings that leave the same lists open keep the best, and of all no more than can be followed."""
    by_state: dict[tuple[_Stack, bool], _Reading] = {}
    lowest = math.inf
    for reading in readings:
        if reading.cost > lowest + _FALLEN_BEHIND:
            continue
        lowest = min(lowest, reading.cost)
        state = (reading.stack, reading.extract)
        known = by_state.get(state)
        if known is None or reading.cost < known.cost:
            by_state[state] = reading
    kept = sorted(by_state.values(), key=lambda r: r.cost)[:_SIDE_BY_SIDE]
    return [reading for reading in kept if reading.cost <= lowest + _FALLEN_BEHIND]


def _follow(reading: _Reading, mark: Mark) -> Iterator[_Reading]:
    """Make every reading that the next mark allows."""
    if mark.extract is not None and (reading.extract or mark.opens):
        cost = _STAY_IN_EXTRACT if reading.extract else mark.extract
        yield _Reading(reading.cost + cost, reading.stack, True, EXTRACT, reading)
    leaving = reading.cost + (0.0 if reading.extract and not mark.opens else mark.against_leaving)
    yield _Reading(leaving, reading.stack, reading.extract, None, reading)
    taking = reading.cost + mark.against_taking + (_NO_EXTRACT if mark.extract == 0.0 else 0.0)
    if reading.extract and not mark.opens:
        return
    for rank, value in _ranks(mark.letters):
        for cost, stack in _place(reading.stack, mark, rank, value):
            path = tuple(level.letters for level in stack)
            yield _Reading(taking + cost, stack, False, path, reading)


def _place(stack: _Stack, mark: Mark, rank: str, value: int) -> Iterator[tuple[float, _Stack]]:
    """Put a mark at each depth at which it can stand, with what speaks against it there."""
    closed = 0.0
    ignored_lead_in = _LEAD_IN_TO_NOTHING if mark.led_in and mark.opens else 0.0
    for depth in range(len(stack), -1, -1):
        if depth < len(stack):
            level = stack[depth]
            if level.rank == rank:
                grown = _Level(rank, value, mark.letters, level.size + 1, level.opens, level.style)
                yield closed + ignored_lead_in + _step(level, mark, value), (*stack[:depth], grown)
                if value <= level.value and mark.opens:
                    meant = _Level(
                        rank, level.value + 1, _write(rank, level.value + 1), level.size + 1, level.opens, level.style
                    )
                    yield closed + ignored_lead_in + _MISPRINT, (*stack[:depth], meant)
            closed += _close(stack, depth, depth + 1) + (_LIST_NOT_OVER if mark.in_list else 0.0)
        if not (mark.opens or value == 1):
            continue
        another = 0.0 if depth == len(stack) else _ANOTHER_LIST + ignored_lead_in
        begun = _Level(rank, value, mark.letters, 1, mark.opens, mark.style)
        yield closed + another + _begin(stack[:depth], mark, rank, value), (*stack[:depth], begun)


def _step(level: _Level, mark: Mark, value: int) -> float:
    """What speaks against going on in a list with this number."""
    style = _ANOTHER_STYLE if mark.style != level.style else 0.0
    if value == level.value + 1:
        return style
    if not mark.opens:
        return _GAP_IN_MID_PARAGRAPH
    if value <= level.value:
        return style + _AGAIN
    return style + _GAP + min(_GAP_EACH * (value - level.value), _MOST_GAP)


def _begin(above: _Stack, mark: Mark, rank: str, value: int) -> float:
    """What speaks against beginning a list here."""
    cost = _DEEPER if rank == _USUAL_RANKS[min(len(above), 3)] else _DEEPER + _UNUSUAL_RANK
    if value != 1:
        cost += _STARTED_LATE + min(_GAP_EACH * (value - 1), _MOST_GAP)
    if any(level.rank == rank for level in above):
        cost += _SAME_RANK_BELOW
    if mark.opens and not mark.led_in and above:
        cost += _DEEPER_WITHOUT_LEAD_IN
    return cost


def _close(stack: _Stack, start: int, stop: int | None = None) -> float:
    """What speaks against ending the lists from a depth on as they are: a list of one item is none."""
    alone = [level for level in stack[start:stop] if level.size == 1]
    return sum(_ALONE if level.opens else _ALONE_IN_MID_PARAGRAPH for level in alone)


def _write(rank: str, value: int) -> str:
    """Write a number as a list of a rank would."""
    if rank == "1":
        return str(value)
    written = write_roman(value) if rank in "iI" else write_letter(value)
    if len(rank) > 1:
        written = written[0] * len(rank)
    if len(written) > _LONGEST_MARK:
        return str(value)
    return written.upper() if rank.isupper() else written


@lru_cache(maxsize=4096)
def _ranks(letters: str) -> tuple[tuple[str, int], ...]:
    """Read a mark as every number that it can be: "ii" is the numeral 2, or the letter after "hh"."""
    if letters.isdigit():
        return (("1", int(letters)),) if letters[0] != "0" else ()
    lowered = letters.lower()
    if not (letters.islower() or letters.isupper()):
        return ()
    found = []
    if len(set(lowered)) == 1 and len(lowered) <= 3:
        letter = ord(lowered[0]) - ord("a") + 1
        found.append(("a", (len(lowered) - 1) * 26 + letter))
        if len(lowered) > 1:
            found.append(("aa" * (len(lowered) - 1), letter))
    if _ROMAN.fullmatch(lowered):
        found.append(("i", roman_value(lowered)))
    return tuple((rank.upper() if letters.isupper() else rank, value) for rank, value in found)


def may_be_mark(letters: str) -> bool:
    """Whether letters or figures in brackets can number a provision at all: "iv", "B" and "12" can, "DHS" cannot."""
    return bool(_ranks(letters))
