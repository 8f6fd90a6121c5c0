"""A fast reader of files in canonical form: block mappings and lists, plain and quoted scalars, folded text.

It gives the very tree that the YAML reader would give, or declines, and then the YAML reader decides. So it
may decline whenever it likes and must never be clever: a test holds it against the YAML reader. It is there
because a tracker of ten thousand records spends two thirds of its time on YAML that eo-tracker itself wrote.
"""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_letters, digits
from typing import Any

_LONGEST = 256 * 1024
_DEEPEST = 12
_HEADER = re.compile(r"(?:#[^\n]*\n)*")
# A line: its indent, a dash, a key with its colon, and the rest.
_LINE = re.compile(
    r'^( *)(- )?(?:([A-Za-z0-9_][A-Za-z0-9_.]{0,60}|"[A-Za-z0-9_.]{1,60}"):(?: (?=.)|$))?(.*)$', re.MULTILINE
)
# What begins a plain scalar and nothing else in YAML.
_PLAIN_STARTS = frozenset(ascii_letters + digits + "(/.+$“‘§")
_QUOTED = re.compile(r"\"([^\"\\]*)\"|'([^']*)'")
_ATOM = r"(?:[A-Za-z0-9](?:[A-Za-z0-9_./ -]*[A-Za-z0-9_])?|\"[A-Za-z0-9_./ -]+\")"
_FLOW_LIST = re.compile(rf"\[({_ATOM}(?:, {_ATOM})*)?\]")
_FLOW_MAPPING = re.compile(rf"\{{([a-z_]+: {_ATOM}(?:, [a-z_]+: {_ATOM})*)\}}")
_PART = re.compile(r'^( *)- id: "?([^"\n]+?)"?$', re.MULTILINE)
_PRINTABLE_ASCII = bytes((0x0A, *range(0x20, 0x7F)))
_NULLS = ("null", "Null", "NULL")


class _DeclinedError(Exception):
    """The text is not in canonical form, as far as is easily seen."""


def read_canonical(text: str) -> Any:
    """Read a mapping in canonical form; None when it is not that, or not easily seen to be."""
    if len(text) > _LONGEST or not _is_printable(text):
        return None
    header = _HEADER.match(text)
    body = text[header.end() if header else 0 :].rstrip("\n")
    reader = _Reader(body)
    try:
        tree = reader.mapping(0, 0)
    except _DeclinedError:
        return None
    return tree if tree and reader.at == reader.end else None


def find_key(text: str, key: str, provision: str | None = None) -> tuple[int, int] | None:
    """Find the line and column of a key in a record, or of one of a directive or item in an order's file.

    None where that is not easily seen, or not in canonical form.
    """
    start, end, pad = 0, len(text), ""
    if provision:
        heads = _find_parts(text).get(provision, [])
        if len(heads) != 1:
            return None
        start, pad = heads[0].end() + 1, heads[0][1] + "  "
        behind = re.compile(rf"^ {{0,{len(pad) - 1}}}\S", re.MULTILINE).search(text, start)
        end = behind.start() if behind else end
    found = list(re.compile(rf"^{pad}{re.escape(key)}:(?= |$)", re.MULTILINE).finditer(text, start, end))
    if len(found) != 1:
        return None
    return text.count("\n", 0, found[0].start()) + 1, len(pad) + 1


@lru_cache(maxsize=4)  # one file after the other, each for many of its parts
def _find_parts(text: str) -> dict[str, list[re.Match[str]]]:
    """Find where the directives and items of an order begin, by their ids."""
    found: dict[str, list[re.Match[str]]] = {}
    for head in _PART.finditer(text):
        found.setdefault(head[2], []).append(head)
    return found


def _is_printable(text: str) -> bool:
    """Whether text has no tab, return, byte order mark, line separator or control in it."""
    if text.isascii():
        return not text.encode().translate(None, _PRINTABLE_ASCII)
    return text.replace("\n", "").isprintable()


class _Reader:
    """Reads lines downwards; `at` is the next one."""

    def __init__(self, body: str) -> None:
        self.lines = body.split("\n")
        self.parts: list[tuple[str, str, str, str]] = _LINE.findall(body)
        self.end = len(self.lines)
        self.at = 0

    def mapping(self, indent: int, depth: int, *, dashed: bool = False) -> dict[str, Any]:
        """Read a mapping whose keys stand at `indent`; `dashed` is one whose first key stands behind a dash."""
        found: dict[str, Any] = {}
        while self.at < self.end:
            pad, dash, key, rest = self.parts[self.at]
            column = len(pad) + 2 if dashed else len(pad)
            if column < indent:
                break
            if column > indent or not key or (dash and not dashed) or depth > _DEEPEST:
                raise _DeclinedError
            dashed = False
            if key[0] == '"':
                key = key[1:-1]
            if key in found:
                raise _DeclinedError
            self.at += 1
            if not rest:
                found[key] = self._block(indent, depth)
            elif rest == ">-":
                found[key] = self._folded(indent)
            else:
                found[key] = _scalar(rest)
        return found

    def _block(self, indent: int, depth: int) -> Any:
        """Read what stands below a key: a list, a mapping, or nothing."""
        if self.at == self.end:
            return None
        pad, dash, _, _ = self.parts[self.at]
        below = len(pad)
        if dash and below >= indent:
            return self._sequence(below, depth + 1)
        return self.mapping(below, depth + 1) if below > indent else None

    def _sequence(self, indent: int, depth: int) -> list[Any]:
        found = []
        while self.at < self.end:
            pad, dash, key, rest = self.parts[self.at]
            if len(pad) > indent:
                raise _DeclinedError
            if len(pad) < indent or not dash:
                break
            if key:
                found.append(self.mapping(indent + 2, depth + 1, dashed=True))
            else:
                self.at += 1
                found.append(_scalar(rest))
        return found

    def _folded(self, indent: int) -> str:
        first = self.at
        if first == self.end or len(self.parts[first][0]) <= indent:
            raise _DeclinedError
        pad = self.parts[first][0]
        width = len(pad)
        found = []
        while self.at < self.end:
            line = self.lines[self.at]
            if not line.startswith(pad):
                break
            found.append(line[width:])
            self.at += 1
        text = " ".join(found)
        # Blank lines, and spaces at the ends of lines, are kept by rules that are left to the YAML reader.
        if text != text.strip(" ") or ("  " in text and any(line != line.strip(" ") or not line for line in found)):
            raise _DeclinedError
        if self.at < self.end and not self.lines[self.at]:
            raise _DeclinedError
        return text


def _scalar(written: str) -> Any:
    if not written:
        raise _DeclinedError
    if written[0] in _PLAIN_STARTS:
        if ": " in written or " #" in written or written[-1] in ": ":
            raise _DeclinedError
        return None if written in _NULLS else written
    if match := _QUOTED.fullmatch(written):
        return match[1] if match[1] is not None else match[2]
    if match := _FLOW_LIST.fullmatch(written):
        return [_atom(a) for a in match[1].split(", ")] if match[1] else []
    if match := _FLOW_MAPPING.fullmatch(written):
        return _flow_mapping(match[1])
    raise _DeclinedError


def _atom(written: str) -> str | None:
    if written[0] == '"':
        return written[1:-1]
    return None if written in _NULLS else written


def _flow_mapping(written: str) -> dict[str, Any]:
    pairs = [pair.split(": ", 1) for pair in written.split(", ")]
    found = {key: _atom(value) for key, value in pairs}
    if len(found) != len(pairs):
        raise _DeclinedError
    return found
