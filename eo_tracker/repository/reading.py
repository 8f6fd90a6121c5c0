"""One data file's text to a value of the domain, or to problems with line, column and hint."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pydantic import ValidationError

from eo_tracker.domain.problems import Fault, Problem
from eo_tracker.domain.records import Record
from eo_tracker.domain.values import Value
from eo_tracker.repository.canonical import read_canonical
from eo_tracker.repository.source import SourceText, decode

V = TypeVar("V", bound=Value)


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


def parse_record(path: str, raw: bytes | None) -> Record | None:
    """Read a record of a file's bytes; None where there is no file, or no record that can be read."""
    source = decode(raw, path) if raw is not None else None
    return None if source is None or isinstance(source, Problem) else read_value(source, Record)[0]


def place_faults(source: SourceText, faults: Iterable[Fault]) -> list[Problem]:
    """Give faults their places in the text, if there are any."""
    found = list(faults)
    if not found:
        return []
    from eo_tracker.repository import diagnosis

    return diagnosis.place_faults(source, found)
