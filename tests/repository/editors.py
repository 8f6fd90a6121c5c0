"""Data files as an editor's YAML reader reads them: with numbers and booleans, of YAML 1.2 or of 1.1."""

from __future__ import annotations

import re
from typing import Any

import yaml

_CORE = {
    "null": (r"~|null|Null|NULL|", "~nN"),
    "bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
    "int": (r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    "float": (
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+.0123456789",
    ),
}
"""The core schema of YAML 1.2, section 10.3.2: what is not quoted and looks so is no text."""


# libyaml's parser takes tabs and line ends that PyYAML's own refuses, as editors do.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Reader12(_SafeLoader):  # type: ignore[misc]  # which of two it is shows only when it runs
    """Reads by YAML 1.2, as editors do unless they are told otherwise."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012  # PyYAML's own name, and shape


def _integer(reader: Reader12, node: yaml.ScalarNode) -> int:
    text = str(reader.construct_scalar(node))
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


def _number(reader: Reader12, node: yaml.ScalarNode) -> float:
    return float(str(reader.construct_scalar(node)).lower().replace(".inf", "inf").replace(".nan", "nan"))


for _kind, (_pattern, _first) in _CORE.items():
    Reader12.add_implicit_resolver(
        f"tag:yaml.org,2002:{_kind}", re.compile(rf"({_pattern})\Z"), [*_first, *([""] if _kind == "null" else [])]
    )
Reader12.add_constructor("tag:yaml.org,2002:int", _integer)
Reader12.add_constructor("tag:yaml.org,2002:float", _number)


class Reader11(_SafeLoader):  # type: ignore[misc]
    """Reads by YAML 1.1; a day stays text, for JSON knows none."""


Reader11.add_constructor("tag:yaml.org,2002:timestamp", lambda reader, node: str(reader.construct_scalar(node)))

READERS: dict[str, Any] = {"1.2": Reader12, "1.1": Reader11}


def read_as_editor(text: str | bytes, version: str = "1.2") -> Any:
    """Read YAML text into what JSON knows. Raises yaml.YAMLError."""
    return _as_json(yaml.load(text, READERS[version]))  # noqa: S506  # both are safe loaders


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    return value
