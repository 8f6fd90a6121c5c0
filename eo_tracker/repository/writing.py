"""Canonical form: how eo-tracker itself writes a data file.

UTF-8, LF, two-space indent, keys in the order given, text that is too long for a line folded. Quotes stand where
some YAML reader, of version 1.1 or 1.2, would take a text for something else. The one home of ruamel.yaml.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.emitter import Emitter
from ruamel.yaml.resolver import implicit_resolvers
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, FoldedScalarString, LiteralScalarString

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.values import UNWRITABLE

WIDEST_LINE = 120
FITS_ON_ONE_LINE = WIDEST_LINE - len("deadline: ")
FOLDED_WIDTH = 100  # of the text, without its indent
_FOLDED_COLUMN = 108  # up to which it reaches with its indent, where that is deep
ON_ONE_LINE = frozenset({"deadline", "related", "effect", "bodies", "aliases", "liaisons"})
WORD = re.compile(r"[\w.-]+")
_UNCOMMON_BREAK = re.compile(r"[\x85\u2028\u2029]")


class _Emitter(Emitter):
    """Writes quotes of one kind: double ones."""

    def choose_scalar_style(self) -> Any:
        style = super().choose_scalar_style()
        return '"' if style == "'" else style


def write_canonical(data: Mapping[str, Any]) -> str:
    """Write a data file: mappings, lists, texts, dates and flags. Raises EOTrackerError for what no file can hold."""
    return _write(_block(data, 0))


def write_on_one_line(value: object, *, quoted: bool = False) -> str:
    """Write a value in flow style, as it stands between braces; with `quoted` as JSON, which YAML has in it."""
    if quoted:
        return _UNCOMMON_BREAK.sub(
            lambda found: f"\\u{ord(found[0]):04x}", json.dumps(_json_form(value), ensure_ascii=False)
        )
    return _write(CommentedMap(key=_flow(value))).removeprefix("key:").strip()


def write_scalar(value: object) -> str:
    """Write a text, date or flag on a line, as it stands behind a key."""
    return _write(CommentedMap(key=_text(value) if isinstance(value, str) else value)).removeprefix("key:").strip()


def _write(tree: object) -> str:
    yaml = YAML()
    yaml.Emitter = _Emitter
    yaml.indent(mapping=2, sequence=4, offset=2)
    # What is folded is folded here; ruamel would break a line after the width and not before.
    yaml.width = 1 << 30
    yaml.allow_unicode = True
    # A value that stands twice is written twice: the same day would become an anchor and an alias.
    yaml.representer.ignore_aliases = lambda _: True
    yaml.representer.add_representer(date, lambda r, day: r.represent_scalar("tag:yaml.org,2002:timestamp", str(day)))
    stream = StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def _block(value: object, column: int, key: str = "") -> Any:
    """Make a tree in block style, at a column, of what stands under a key."""
    if isinstance(value, Mapping):
        if key in ON_ONE_LINE and _fits(value, column):
            return _flow(value)
        return CommentedMap((k, _value(k, v, column)) for k, v in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        if not value or (all(isinstance(v, str) and WORD.fullmatch(v) for v in value) and _fits(value, column)):
            return _flow(value)
        return CommentedSeq([_block(v, column + 2, key) for v in value])
    return _text(value, column, column) if isinstance(value, str) else value


def _value(key: str, value: object, column: int) -> Any:
    """Make what stands behind or below a key at a column."""
    if isinstance(value, str):
        return _text(value, column + len(key) + 2, column + 2)
    return _block(value, column + 2, key)


def _fits(value: object, column: int) -> bool:
    return column + len(write_on_one_line(value)) <= FITS_ON_ONE_LINE


def _json_form(value: object) -> object:
    if isinstance(value, Mapping):
        return {_allowed(key): _json_form(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_json_form(each) for each in value]
    if isinstance(value, str):
        return _allowed(value)
    return str(value) if isinstance(value, date) else value


def _flow(value: object) -> Any:
    tree: Any
    if isinstance(value, Mapping):
        tree = CommentedMap((k, _flow(v)) for k, v in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str):
        tree = CommentedSeq([_flow(v) for v in value])
    elif isinstance(value, str):
        # In braces a question mark is taken for that of a key: by libyaml at a text's start, by PyYAML anywhere. A
        # colon at the start is taken for that of a value.
        in_quotes = _breaks(value) or "?" in value or value.startswith(":")
        return DoubleQuotedScalarString(_allowed(value)) if in_quotes else _text(value)
    else:
        return value
    tree.fa.set_flow_style()
    return tree


def _text(text: str, column: int | None = None, indent: int = 0) -> Any:
    """Choose how a text is written; on one line where no column is given. Folded, it stands at an indent."""
    _allowed(text)
    if _UNCOMMON_BREAK.search(text) or is_taken_for_something_else(text):
        return DoubleQuotedScalarString(text)
    if _breaks(text):
        return (
            LiteralScalarString(text)
            if column is not None and _can_be_literal(text)
            else DoubleQuotedScalarString(text)
        )
    if column is not None and column + len(text) > WIDEST_LINE and can_be_folded(text):
        return _folded(text, indent)
    return text


def _allowed(text: str) -> str:
    """Refuse the characters that YAML cannot hold, or that no one could see."""
    found = UNWRITABLE.search(text)
    if found:
        message = f"the text has a control character (U+{ord(found[0]):04X}), which no data file can hold"
        raise EOTrackerError(message, "remove it, and try again")
    return text


def is_taken_for_something_else(text: str) -> bool:
    """Whether a YAML reader, by the rules of 1.1 or of 1.2, makes a number, date, flag or nothing of a text."""
    return not text or any(pattern.match(text) for _, _, pattern, _ in implicit_resolvers)


def _breaks(text: str) -> bool:
    return "\n" in text


def _can_be_literal(text: str) -> bool:
    lines = text.split("\n")
    return (
        all(line == line.rstrip() for line in lines)
        and bool(lines[-1])
        and not lines[0].startswith((" ", "\t"))
        and bool(lines[0])
    )


def fold(text: str, indent: int = 0) -> list[str]:
    """Break a text that stands at an indent into lines at its spaces."""
    return textwrap.wrap(text, folded_width(indent), break_long_words=False, break_on_hyphens=False)


def folded_width(indent: int) -> int:
    """Tell how long the lines of a folded text are that stands at an indent."""
    return max(min(FOLDED_WIDTH, _FOLDED_COLUMN - indent), FOLDED_WIDTH // 2)


def can_be_folded(text: str) -> bool:
    """Whether a text can be broken at its spaces and comes back as it was."""
    return " " in text and " ".join(text.split()) == text


def _folded(text: str, indent: int) -> Any:
    folded: Any = FoldedScalarString(text)
    # Where ruamel is to break: at the spaces behind each line but the last.
    places, at = [], -1
    for line in fold(text, indent)[:-1]:
        at += len(line) + 1
        places.append(at)
    folded.fold_pos = places  # ruamel's own way of keeping folds
    return folded
