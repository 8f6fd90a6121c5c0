"""One data file's bytes to a value of the domain, or to problems with line, column and hint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from eo_tracker.domain.problems import Fault, Problem
from eo_tracker.domain.values import Value
from eo_tracker.repository.canonical import read_canonical

V = TypeVar("V", bound=Value)

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


def read_value(source: SourceText, model: type[V]) -> tuple[V | None, list[Problem]]:
    """Read a file's text as a value of `model`. Never raises for what the text says."""
    tree = read_canonical(source.text)
    if tree is not None:
        try:
            return model.model_validate(tree), []
        except ValidationError:
            pass  # the YAML reader knows where
    from eo_tracker.repository.diagnosis import read_by_yaml

    return read_by_yaml(source, model)


def place_faults(source: SourceText, faults: Iterable[Fault]) -> list[Problem]:
    """Give faults their places in the text, if there are any."""
    found = list(faults)
    if not found:
        return []
    from eo_tracker.repository import diagnosis

    return diagnosis.place_faults(source, found)
