"""A data file's text, as it was read."""

from __future__ import annotations

from dataclasses import dataclass

from eo_tracker.domain.problems import Problem

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class SourceText:
    """A data file as it was read. `directive` is the full id that a record's file is named after."""

    path: str
    text: str
    directive: str | None = None


def decode(raw: bytes, path: str, directive: str | None = None) -> SourceText | Problem:
    """Decode a file's bytes, which must be UTF-8, with or without a byte order mark."""
    try:
        return SourceText(path, raw.removeprefix(_BYTE_ORDER_MARK).decode(), directive)
    except UnicodeDecodeError as e:
        before = raw.removeprefix(_BYTE_ORDER_MARK)[: e.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        hint = "save the file as UTF-8"
        return Problem(path, line, column, "EO103", "the file is not UTF-8 text", hint, directive=directive)
