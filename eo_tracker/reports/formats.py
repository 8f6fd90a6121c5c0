"""The formats that every listing command writes for other programs: JSON, CSV and Markdown.

A cell of CSV that begins like a formula is marked as text, and control characters come out visible.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Cell = str | int | None

_FORMULA = re.compile(r"[=+\-@\t\r]")
# What closes a tag opens none: ">" has a meaning only where a line begins with it, and an arrow stays an arrow.
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<|#~&]|^>)")
# C0 and C1 controls, and the marks that turn the direction of text: on a screen they can hide what is there.
# Halves of characters and non-characters cannot be written as UTF-8 or XML at all.
_HIDDEN = re.compile(
    r"[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_LONG_WORD = re.compile(r"(\S{240})\S{8,}")
_LONGEST_SENTENCE = 500
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def visible(text: str) -> str:
    """Replace control and direction characters by their codes, as in <U+001B>, so that no terminal obeys them."""
    return _CONTROL.sub(lambda m: f"<U+{ord(m[0]):04X}>", text)


def one_line(text: str) -> str:
    """Make text fit one line of a table: white space folded, controls visible."""
    return visible(" ".join(text.split()))


def short(text: str) -> str:
    """Make text that may hold anything a line that can be read: words longer than any real one are cut."""
    return _LONG_WORD.sub(r"\1...", one_line(text))[:_LONGEST_SENTENCE]


def shorten(text: str, most: int) -> str:
    """Cut text that is longer than so many characters after a word, and mark that it goes on."""
    if len(text) <= most:
        return text
    line = one_line(text)
    if len(line) <= most:
        return line
    head = line[: most - 1]
    return f"{head[: head.rfind(' ')] if ' ' in head[most // 2 :] else head[:-1]} …"


def encode_json(value: Any, indent: int | None = None) -> str:
    """Encode a value as JSON in readable UTF-8, in which no terminal finds a control to obey."""
    encoded = json.dumps(value, ensure_ascii=False, check_circular=False, indent=indent)
    if encoded.isascii() and "\x7f" not in encoded:
        return encoded
    return _HIDDEN.sub(lambda m: f"\\u{ord(m[0]):04x}", encoded)


def write_json(head: dict[str, Any], name: str, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Write `head` and, under `name`, one row a line, in pieces."""
    yield encode_json(head)[:-1] + f', "{name}": ['
    separator = "\n "
    for row in rows:
        yield separator + encode_json(row)
        separator = ",\n "
    yield "]}\n" if separator == "\n " else "\n]}\n"


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Write a header and rows as CSV (RFC 4180, with bare newlines)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _csv_cell(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = visible(cell)
    return f"'{text}" if _FORMULA.match(text) else text


def write_markdown(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Write a header and rows as a Markdown table."""
    lines = [columns, ["---"] * len(columns), *([_markdown_cell(c) for c in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _markdown_cell(cell: Cell) -> str:
    return "" if cell is None else escape_markdown(str(cell))


def escape_markdown(text: str) -> str:
    """Make text one line in which Markdown and HTML find nothing to obey."""
    return _MARKDOWN.sub(r"\\\1", one_line(text))
