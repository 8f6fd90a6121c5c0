"""A fast writer of canonical form, for data of the plainest kind: all that most records and orders hold.

It gives the very text that `writing` would give, or declines, and then the emitter decides. So it may decline whenever
it likes and must never be clever: a test holds it against the emitter, which takes a thousand times as long. It is
there because `check` holds every file of a tracker against its canonical form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    lines: list[str] = []
    try:
        _write_mapping(data, "", lines)
    except _DeclinedError:
        return None
    return "\n".join((*lines, ""))


def _write_mapping(data: Mapping[str, Any], pad: str, lines: list[str]) -> None:
    if not data:
        raise _DeclinedError
    for key, value in data.items():
        head = f"{pad}{_atom(key)}:"
        if isinstance(value, str):
            _write_text(head, pad, value, lines)
        elif isinstance(value, dict):
            flow = _flow(value) if key in ON_ONE_LINE else None
            if flow is not None and len(pad) + 2 + len(flow) <= FITS_ON_ONE_LINE:
                lines.append(f"{head} {flow}")
            else:
                lines.append(head)
                _write_mapping(value, pad + "  ", lines)
        elif isinstance(value, (list, tuple)):
            _write_sequence(head, pad + "  ", key, value, lines)
        else:
            lines.append(f"{head} {_scalar(value)}")


def _write_sequence(head: str, pad: str, key: str, entries: Sequence[Any], lines: list[str]) -> None:
    if all(isinstance(each, str) for each in entries):
        flow = f"[{', '.join(map(_word, entries))}]"
        if entries and len(pad) + len(flow) > FITS_ON_ONE_LINE:
            raise _DeclinedError
        lines.append(f"{head} {flow}")
        return
    lines.append(head)
    for each in entries:
        if not isinstance(each, dict):
            raise _DeclinedError
        brief = _flow(each) if key in ON_ONE_LINE else None
        if brief is not None and len(pad) + 2 + len(brief) <= FITS_ON_ONE_LINE:
            lines.append(f"{pad}- {brief}")
            continue
        first = len(lines)
        _write_mapping(each, pad + "  ", lines)
        lines[first] = f"{pad}- {lines[first][len(pad) + 2 :]}"


def _flow(value: Any) -> str:
    if isinstance(value, str):
        return _atom(value)
    if isinstance(value, dict) and value:
        return f"{{{', '.join([f'{_atom(key)}: {_flow(each)}' for key, each in value.items()])}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_flow, value))}]"
    return _scalar(value)


def _write_text(head: str, pad: str, text: str, lines: list[str]) -> None:
    if len(head) + 1 + len(text) <= WIDEST_LINE or " " not in text:
        # With a colon at its end, a plain text would be a key.
        written = f'"{text}"' if text[-1:] == ":" and _PLAIN.fullmatch(text[:-1]) else _plain(text, _PLAIN)
        lines.append(f"{head} {written}")
        return
    if not _FOLDABLE.fullmatch(text) or len(text) <= _LONGEST_LOOKALIKE:
        raise _DeclinedError
    lines.append(f"{head} >-")
    lines += [f"{pad}  {line}" for line in _filling_lines(folded_width(len(pad) + 2)).findall(text)]


@lru_cache
def _filling_lines(width: int) -> re.Pattern[str]:
    """Find the lines of a text: as many words as fit, or one that is longer."""
    return re.compile(rf"(.{{1,{width}}}|[^ ]+)(?: |$)")


def _plain(text: str, pattern: re.Pattern[str]) -> str:
    """Write a text as it is, or in quotes where a reader would take it for something else."""
    if not pattern.fullmatch(text):
        raise _DeclinedError
    return f'"{text}"' if len(text) <= _LONGEST_LOOKALIKE and _is_lookalike(text) else text


@lru_cache(maxsize=50_000)  # agencies, above all
def _word(text: str) -> str:
    if not WORD.fullmatch(text):
        raise _DeclinedError
    return _atom(text)


@lru_cache(maxsize=50_000)  # keys, ids and agencies, again and again
def _atom(text: str) -> str:
    return _plain(text, _ATOM)


_is_lookalike = lru_cache(maxsize=50_000)(is_taken_for_something_else)


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return str(value)
    raise _DeclinedError
