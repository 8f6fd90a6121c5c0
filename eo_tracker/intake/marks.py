"""The marks of lists that a format counts by itself: 3 is "3", "c", "C", "iii" or "III"."""

from __future__ import annotations

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_SMALL_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 4000
"""There is no Roman numeral beyond, and letters would be written 150 times."""


def write_mark(number: int, numbering: str) -> str:
    """Write a number as a list of that numbering (in Word's names for them) has it."""
    if not 0 < number < _MOST:
        return str(number)
    if numbering.endswith("Letter"):
        mark = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif numbering.endswith("Roman"):
        mark = _write_roman(number)
    else:
        mark = str(number)
    return mark.upper() if numbering.startswith("upper") else mark


def _write_roman(number: int) -> str:
    digits = []
    for value, letters in _ROMAN + _SMALL_ROMAN:
        count, number = divmod(number, value)
        digits.append(letters * count)
    return "".join(digits)
