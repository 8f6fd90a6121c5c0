"""A fast writer of canonical form, for data of the plainest kind: all that most records and orders hold.

It gives the very text that `writing` would give, or declines, and then the emitter decides. So it may decline whenever
it likes and must never be clever: a test holds it against the emitter, which takes a thousand times as long. It is
there because `check` holds every file of a tracker against its canonical form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from eo_tracker.repository.writing import (
    FITS_ON_ONE_LINE,
    ON_ONE_LINE,
    WIDEST_LINE,
    WORD,
    folded_width,
    is_taken_for_something_else,
    write_canonical,
)

_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ,.;()'’“”/$%§–—&+=_-]|:(?=[A-Za-z0-9/]))*(?<! )")
_ATOM = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 .;()'’/$%§_-]|:(?=[A-Za-z0-9/]))*(?<! )")
_FOLDABLE = re.compile(r"(?=[^ ])(?:[!-~‘’“”–—§]| (?=[^ ]))+")
_LONGEST_LOOKALIKE = 40  # what a reader takes for a number or date is shorter


class _DeclinedError(Exception):
    """The data are not of the plainest kind."""


def write_canonically(data: Mapping[str, Any]) -> str:
    """Write a data file in canonical form, in whichever way is quickest. Raises EOTrackerError as `writing` does."""
    return write_quickly(data) or write_canonical(data)


def write_quickly(data: Mapping[str, Any]) -> str | None:
    """Write a data file in canonical form; None when it is not easily seen how."""
    try:
        return "".join(f"{line}\n" for line in _mapping(data, 0))
    except _DeclinedError:
        return None


def _mapping(data: Mapping[str, Any], column: int) -> Iterator[str]:
    if not data:
        raise _DeclinedError
    pad = " " * column
    for key, value in data.items():
        name = _plain(key, _ATOM)
        if isinstance(value, str):
            yield from _text(pad, name, value)
        elif isinstance(value, Mapping):
            flow = _flow(value) if key in ON_ONE_LINE else None
            if flow is not None and column + 2 + len(flow) <= FITS_ON_ONE_LINE:
                yield f"{pad}{name}: {flow}"
            else:
                yield f"{pad}{name}:"
                yield from _mapping(value, column + 2)
        elif isinstance(value, Sequence):
            yield from _sequence(pad, name, key, value)
        else:
            yield f"{pad}{name}: {_scalar(value)}"


def _sequence(pad: str, name: str, key: str, entries: Sequence[Any]) -> Iterator[str]:
    column = len(pad) + 2
    if all(isinstance(each, str) and WORD.fullmatch(each) for each in entries):
        flow = f"[{', '.join(_plain(each, _ATOM) for each in entries)}]"
        if not entries or column + len(flow) <= FITS_ON_ONE_LINE:
            yield f"{pad}{name}: {flow}"
            return
        raise _DeclinedError
    yield f"{pad}{name}:"
    for each in entries:
        if not isinstance(each, Mapping):
            raise _DeclinedError
        brief = _flow(each) if key in ON_ONE_LINE else None
        if brief is not None and column + 2 + len(brief) <= FITS_ON_ONE_LINE:
            yield f"{pad}  - {brief}"
            continue
        lines = _mapping(each, column + 2)
        yield f"{pad}  - {next(lines).lstrip(' ')}"
        yield from lines


def _flow(value: Any) -> str:
    if isinstance(value, str):
        return _plain(value, _ATOM)
    if isinstance(value, Mapping) and value:
        return f"{{{', '.join(f'{_plain(key, _ATOM)}: {_flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_flow, value))}]"
    return _scalar(value)


def _text(pad: str, name: str, text: str) -> Iterator[str]:
    if len(pad) + len(name) + 2 + len(text) <= WIDEST_LINE or " " not in text:
        # With a colon at its end, a plain text would be a key.
        written = f'"{text}"' if text.endswith(":") and _PLAIN.fullmatch(text[:-1]) else _plain(text, _PLAIN)
        yield f"{pad}{name}: {written}"
        return
    if not _FOLDABLE.fullmatch(text) or len(text) <= _LONGEST_LOOKALIKE:
        raise _DeclinedError
    yield f"{pad}{name}: >-"
    width, line = folded_width(len(pad) + 2), ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > width:
            yield f"{pad}  {line}"
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield f"{pad}  {line}"


def _plain(text: str, pattern: re.Pattern[str]) -> str:
    """Write a text as it is, or in quotes where a reader would take it for something else."""
    if not pattern.fullmatch(text):
        raise _DeclinedError
    return f'"{text}"' if len(text) <= _LONGEST_LOOKALIKE and _is_lookalike(text) else text


_is_lookalike = lru_cache(maxsize=50_000)(is_taken_for_something_else)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return str(value)
    raise _DeclinedError
