"""How wide the columns of a table are, in characters: by what stands in them, and by what there is room for.

Where there is too little room, the texts of a table are broken into lines so that its rows become as low as they can: a
column gets room by the third root of the sum of the squares of its texts' lengths, which is where a character more
would lower every column by as much.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eo_tracker.reports.weekly.document import Cell, Column

_DAY = 11
_LEAST, _MOST = 8, 48
_LONGEST_WORD, _NUMBER = 20, 14
_LONGEST = 300  # what is longer asks for no more room than this
_NAME = 24  # so long a name of a row stays on its line
_MOST_MEASURED = 1_000  # rows
_STEPS = 40  # of halving, until the room is met


@dataclass(frozen=True, slots=True)
class Width:
    """How wide a column must be, and would be; `weight` is by how much it suffers where it is made narrower."""

    least: float
    most: float
    weight: float = 0

    def widen(self, characters: float) -> Width:
        """Give it so many characters more, whatever its texts are."""
        return Width(self.least + characters, self.most + characters, self.weight)

    def join(self, other: Width) -> Width:
        """Join it with the same column of another table."""
        return Width(max(self.least, other.least), max(self.most, other.most), self.weight + other.weight)


def measure(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[Width]:
    """Measure how wide each column must be and would be. Longer texts than a line of a book are folded.

    Of many rows, some from all over the table stand for the others.
    """
    measured = rows[:: max(1, len(rows) // _MOST_MEASURED)]
    return [_measure(column, (row[n] for row in measured), names=n == 0) for n, column in enumerate(columns)]


def _measure(column: Column, cells: Iterable[Cell], *, names: bool) -> Width:
    least = max(min(max(map(len, column.name.split()), default=0), _LONGEST_WORD), _LEAST)
    if column.is_number:
        return Width(least, max(least, min(len(column.name), _NUMBER)))
    if column.kind == "day":
        least = max(least, _DAY)
    written = [str(cell) for cell in cells if cell is not None and cell != ""]
    words = (_measure_text(word) for text in written for word in text[:_LONGEST].split())
    least = max(least, min(max(words, default=0), _LONGEST_WORD))
    texts = list(map(_measure_text, written))
    longest = max(texts, default=0)
    if names and longest <= _NAME:
        least = max(least, longest)
    return Width(least, max(least, min(longest, _MOST)), float(sum(min(length, _LONGEST) ** 2 for length in texts)))


def _measure_text(text: str) -> int:
    """Measure a text; capitals, of which the names of agencies are made, are wider than other letters."""
    return len(text) + (sum(map(str.isupper, text)) // 3 if len(text) < _MOST else 0)


def share(wishes: Sequence[Width], room: float) -> list[float]:
    """Share out the room there is: where it is too little, columns are made narrower so that rows stay low."""
    if sum(each.most for each in wishes) <= room:
        return [float(each.most) for each in wishes]
    least = sum(each.least for each in wishes)
    if least >= room:
        return [each.least * room / least for each in wishes]
    low, high = 0.0, room / min((each.weight for each in wishes if each.weight), default=1.0) ** (1 / 3)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if sum(_scale(wishes, middle)) > room else (middle, high)
    return _scale(wishes, low)


def _scale(wishes: Sequence[Width], scale: float) -> list[float]:
    return [min(max(scale * each.weight ** (1 / 3), each.least), each.most) for each in wishes]


def fill(wishes: Sequence[Width], room: float) -> list[float]:
    """Share out the room, and fill it with a table that nearly does; one of a few numbers stays small."""
    shared = share(wishes, room)
    total = sum(shared)
    return [width * room / total for width in shared] if total > room / 2 else shared
