"""How wide the columns of a table are, in characters: by what stands in them, and by what there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from eo_tracker.reports.weekly.document import Cell, Column

_DAY = 11
_LEAST, _MOST = 8, 48
_LONGEST_WORD, _NUMBER = 20, 14


def measure(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Measure how wide each column would be. Longer texts than a line of a book are folded."""
    return [_measure(column, (row[n] for row in rows)) for n, column in enumerate(columns)]


def _measure(column: Column, cells: Iterable[Cell]) -> int:
    if column.kind == "number":
        return max(min(len(column.name), _NUMBER), _LEAST)
    longest_word = min(max(map(len, column.name.split()), default=0), _LONGEST_WORD)
    texts = (_DAY if column.kind == "day" else _measure_text(str(cell)) for cell in cells if cell is not None)
    return max(longest_word, min(max(texts, default=0), _MOST), _LEAST)


def _measure_text(text: str) -> int:
    """Measure a line; capitals, of which the names of agencies are made, are wider than other letters."""
    return len(text) + sum(map(str.isupper, text)) // 3 if len(text) < _MOST else _MOST


def share(natural: Sequence[int], room: float) -> list[float]:
    """Share out the room there is: narrow columns keep their width, and wide ones are made narrower alike."""
    if sum(natural) <= room:
        return [float(width) for width in natural]
    cap = _find_cap(sorted(natural), room)
    return [min(width, cap) for width in natural]


def fill(natural: Sequence[int], room: float) -> list[float]:
    """Share out the room, and fill it with a table that nearly does; one of a few numbers stays small."""
    shared = share(natural, room)
    total = sum(shared)
    return [width * room / total for width in shared] if total > room / 2 else shared


def _find_cap(widths: Sequence[int], room: float) -> float:
    """Find the width at which the widest columns are capped, so that all together fill the room."""
    for number, width in enumerate(widths):
        cap = room / (len(widths) - number)
        if width > cap:
            return cap
        room -= width
    return float(widths[-1])
