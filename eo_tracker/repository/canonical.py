"""A fast reader of files in canonical form: block mappings and lists, plain and quoted scalars, folded text.

It gives the very tree that the YAML reader would give, or declines, and then the YAML reader decides. So it
may decline whenever it likes and must never be clever: a test holds it against the YAML reader. It is there
because a tracker of ten thousand records spends two thirds of its time on YAML that eo-tracker itself wrote.
"""

from __future__ import annotations

import re
from typing import Any

_LONGEST = 256 * 1024
_DEEPEST = 12
# All but newlines and what is plainly printable: tabs, returns, byte order marks, line separators, controls.
_UNUSUAL = re.compile(r"[^\n\x20-\x7e\xa1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_HEADER = re.compile(r"(?:#[^\n]*\n)*")
_KEY = re.compile(r'( *)(?:([A-Za-z0-9_][A-Za-z0-9_.]{0,60})|"([A-Za-z0-9_.]{1,60})"):(?: (.+))?')
_ENTRY = re.compile(r"( *)- (.+)")
# Begins with what begins nothing else in YAML, and holds no colon or hash that could end it.
_PLAIN = re.compile(r"[A-Za-z0-9(/.+$“‘§](?:[^:#]|:(?! |$)|(?<! )#)*(?<![ :])|[A-Za-z0-9]")
_QUOTED = re.compile(r"\"([^\"\\]*)\"|'([^']*)'")
_ATOM = r"(?:[A-Za-z0-9](?:[A-Za-z0-9_./ -]*[A-Za-z0-9_])?|\"[A-Za-z0-9_./ -]+\")"
_FLOW_LIST = re.compile(rf"\[({_ATOM}(?:, {_ATOM})*)?\]")
_FLOW_MAPPING = re.compile(rf"\{{([a-z_]+: {_ATOM}(?:, [a-z_]+: {_ATOM})*)\}}")
_NULLS = ("null", "Null", "NULL")


class _Declined(Exception):
    """This is not in canonical form, as far as is easily seen."""


def read_canonical(text: str) -> Any:
    """Read a mapping in canonical form; None when it is not that, or not easily seen to be."""
    if len(text) > _LONGEST or _UNUSUAL.search(text):
        return None
    header = _HEADER.match(text)
    lines = text[header.end() if header else 0 :].rstrip("\n").split("\n")
    reader = _Reader(lines)
    try:
        tree = reader.mapping(0, 0)
    except _Declined:
        return None
    return tree if tree and reader.at == len(lines) else None


class _Reader:
    """Reads lines downwards; `at` is the next one."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0

    def mapping(self, indent: int, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while self.at < len(self.lines):
            line = self.lines[self.at]
            match = _KEY.fullmatch(line)
            if match is None or match.end(1) != indent:
                if _indent(line) >= indent:
                    raise _Declined
                break
            key = match[2] or match[3]
            if key in found or depth > _DEEPEST:
                raise _Declined
            self.at += 1
            found[key] = self._value(match[4], indent, depth)
        return found

    def _value(self, written: str | None, indent: int, depth: int) -> Any:
        if written is None:
            return self._block(indent, depth)
        if written == ">-":
            return self._folded(indent)
        return self._scalar(written, indent)

    def _block(self, indent: int, depth: int) -> Any:
        """Read what stands below a key: a list, a mapping, or nothing."""
        if self.at == len(self.lines):
            return None
        line = self.lines[self.at]
        below = _indent(line)
        if below >= indent and line.startswith("- ", below):
            return self._sequence(below, depth + 1)
        return self.mapping(below, depth + 1) if below > indent else None

    def _sequence(self, indent: int, depth: int) -> list[Any]:
        found = []
        while self.at < len(self.lines):
            match = _ENTRY.fullmatch(self.lines[self.at])
            if match is None or match.end(1) != indent:
                break
            if _KEY.fullmatch(match[2]):
                # A mapping that begins behind its dash is one that is indented by two more.
                self.lines[self.at] = f"{' ' * indent}  {match[2]}"
                found.append(self.mapping(indent + 2, depth + 1))
            else:
                self.at += 1
                found.append(self._scalar(match[2], indent))
        return found

    def _scalar(self, written: str, indent: int) -> Any:
        if self.at < len(self.lines) and _indent(self.lines[self.at]) > indent:
            raise _Declined  # it goes on below
        if _PLAIN.fullmatch(written):
            return None if written in _NULLS else written
        if match := _QUOTED.fullmatch(written):
            return match[1] if match[1] is not None else match[2]
        if match := _FLOW_LIST.fullmatch(written):
            return [_atom(a) for a in match[1].split(", ")] if match[1] else []
        if match := _FLOW_MAPPING.fullmatch(written):
            return _flow_mapping(match[1])
        raise _Declined

    def _folded(self, indent: int) -> str:
        first = self.at
        while self.at < len(self.lines) and (below := _indent(self.lines[self.at])) > indent:
            if below != _indent(self.lines[first]) or self.lines[self.at].endswith(" "):
                raise _Declined
            self.at += 1
        if self.at == first or (self.at < len(self.lines) and not self.lines[self.at]):
            raise _Declined
        return " ".join(line.lstrip(" ") for line in self.lines[first : self.at])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _atom(written: str) -> str | None:
    if written.startswith('"'):
        return written[1:-1]
    return None if written in _NULLS else written


def _flow_mapping(written: str) -> dict[str, Any]:
    pairs = [pair.split(": ", 1) for pair in written.split(", ")]
    found = {key: _atom(value) for key, value in pairs}
    if len(found) != len(pairs):
        raise _Declined
    return found
