"""YAML text to a tree of mappings, lists and text, by libyaml's events.

The one home of the YAML reader. Scalars stay text: no YAML version's rules turn `3.10` into a number or
`no` into a boolean; an empty scalar, `~` and `null` are None. What data does not need is refused: tags,
several documents, deep nesting, and aliases that would grow the file without end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from eo_tracker.domain.problems import KeyPath

Tree = Any
"""Nested `dict[str, Tree]`, `list[Tree]`, `str` and None."""

MAX_DEPTH = 32
_TOO_DEEP = f"the data is nested more than {MAX_DEPTH} deep"
MAX_NODES = 200_000
_BLOCK_STYLES = ("|", ">")
_NULLS = ("", "~", "null", "Null", "NULL")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_QUOTE_IT = 'put the text in quotes: "..."'
_EXPLANATIONS = (
    (
        "found character that cannot start any token",
        "a tab, or a sign such as @ or %, begins a value here",
        "indent with spaces; " + _QUOTE_IT,
    ),
    ("found a tab character", "a tab stands where only spaces may indent", "indent with two spaces"),
    (
        "mapping values are not allowed",
        "a colon stands where none can",
        "check the indent; text with a colon goes in quotes",
    ),
    ("could not find expected ':'", "a key without its colon", "write key: value"),
    ("did not find expected ',' or ']'", "a list in [ ] is not closed", "close it with ]"),
    ("did not find expected ',' or '}'", "a mapping in { } is not closed", "close it with }"),
    (
        "did not find expected key",
        "the indent does not fit the lines above, or a quote ends too early",
        "align the key with its neighbours",
    ),
    (
        "did not find expected '-' indicator",
        "the indent does not fit the list above",
        "align the - with its neighbours",
    ),
    ("found unexpected end of stream", "a quote is opened and never closed", "close the quote"),
    ("did not find expected alphabetic or numeric", "a * or & begins a value here", _QUOTE_IT),
    (
        "found unknown escape character",
        "a backslash in double quotes begins no known escape",
        "use single quotes, or write two backslashes",
    ),
    ("did not find expected <document start>", "something follows the end of the data", "check the indent"),
    (
        "block sequence entries are not allowed",
        "a list begins behind its key",
        'put each "- ..." on a line of its own below it',
    ),
    ("did not find expected comment or line break", "text stands behind | or >", "begin it on the next line, indented"),
    ("did not find expected node content", "a ], } or comma stands where a value belongs", _QUOTE_IT),
    (
        "found unexpected document indicator",
        "a line --- or ... stands inside a quoted text",
        "close the quote before it",
    ),
)

# What is told where it begins: where the parser gave up, often lines below, helps nobody.
_TOLD_AT_THE_START = (
    "could not find expected ':'",
    "found unexpected end of stream",
    "did not find expected alphabetic or numeric",
)
_TOLD_AT_THE_START_ABOVE = ("did not find expected ',' or ']'", "did not find expected ',' or '}'")
_CONFLICT = re.compile(r"^<{7}( |$)", re.MULTILINE)

# Without libyaml the same events come from PyYAML's own parser, some thirty times slower.
_Parser: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file; both count from 1."""

    line: int
    column: int


class UnreadableYAML(Exception):
    """The text is not YAML, or more YAML than data needs."""

    def __init__(self, code: str, place: Place, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.place, self.message, self.hint = code, place, message, hint


@dataclass(frozen=True, slots=True)
class DuplicateKey:
    """A key that stands twice in one mapping."""

    key: str
    place: Place
    first_line: int


@dataclass(slots=True)
class Places:
    """Where the values and the keys of a tree stand, by their paths; and the keys that stand twice."""

    values: dict[KeyPath, Place] = field(default_factory=dict)
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    duplicates: list[DuplicateKey] = field(default_factory=list)

    def find(self, path: KeyPath, *, key: bool = False) -> Place:
        """Find where `path` stands, or else what it stands in. With `key`, find the key rather than its value."""
        while path:
            place = (key and self.keys.get(path)) or self.values.get(path)
            if place:
                return place
            path = path[:-1]
        return self.values.get((), Place(1, 1))


def read_tree(text: str) -> tuple[Tree, bool]:
    """Read YAML text into a tree; the flag tells whether some key stands twice. Raises UnreadableYAML."""
    return _read(text, None)


def read_places(text: str) -> Places:
    """Read where everything in YAML text stands. Raises UnreadableYAML."""
    return read_tree_and_places(text)[1]


def read_tree_and_places(text: str) -> tuple[Tree, Places]:
    """Read YAML text into a tree, and where everything in it stands. Raises UnreadableYAML."""
    places = Places()
    tree, _ = _read(text, places)
    return tree, places


@dataclass(frozen=True, slots=True)
class Node:
    """A value of YAML text and where it stands: from `start` up to `end`, in characters of the text.

    `kind` is "scalar", "mapping", "sequence" or "alias"; `style` a scalar's mark (' " | > or nothing), `in_flow`
    whether a collection stands in braces or brackets. What an anchor names has `is_anchored`. `entries` are a mapping's
    keys with their values, `items` what is in a sequence. A block ends with its last value.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    style: str = ""
    in_flow: bool = False
    is_anchored: bool = False
    entries: tuple[tuple[Node, Node], ...] = ()
    items: tuple[Node, ...] = ()


def read_nodes(text: str) -> Node | None:
    """Read YAML text into nodes that know where they stand; None where there is nothing. Raises UnreadableYAML."""
    read_tree(text)  # what data may not use is refused here
    parser = _Parser(text)
    try:
        event = parser.get_event()
        while event.__class__ not in (StreamEndEvent, ScalarEvent, MappingStartEvent, SequenceStartEvent):
            event = parser.get_event()
        return None if event.__class__ is StreamEndEvent else _node(parser, event, text)
    finally:
        parser.dispose()


def _node(parser: Any, event: Any, text: str) -> Node:
    start, end = event.start_mark.index, event.end_mark.index
    anchored = event.anchor is not None
    if event.__class__ is AliasEvent:
        return Node("alias", start, end)
    if event.__class__ is ScalarEvent:
        style: str = event.style or ""
        if style in _BLOCK_STYLES:
            # Its mark is followed by all that belongs to it, and by the blank lines before what comes next.
            end = start + len(text[start:end].rstrip())
        return Node("scalar", start, end, event.value, style, is_anchored=anchored)
    entries: list[tuple[Node, Node]] = []
    items: list[Node] = []
    if event.__class__ is MappingStartEvent:
        while (following := parser.get_event()).__class__ is not MappingEndEvent:
            key = _node(parser, following, text)
            entries.append((key, _node(parser, parser.get_event(), text)))
        last = entries[-1][1].end if entries else end
    else:
        while (following := parser.get_event()).__class__ is not SequenceEndEvent:
            items.append(_node(parser, following, text))
        last = items[-1].end if items else end
    end = following.end_mark.index if event.flow_style else last
    kind = "mapping" if event.__class__ is MappingStartEvent else "sequence"
    return Node(kind, start, end, "", "", bool(event.flow_style), anchored, tuple(entries), tuple(items))


def _read(text: str, places: Places | None) -> tuple[Tree, bool]:
    try:
        builder = _Builder(text, places)
        try:
            return builder.document(), builder.repeats
        finally:
            builder.dispose()
    except yaml.MarkedYAMLError as e:
        raise _find_conflict(text) or _explained(e) from None
    except yaml.reader.ReaderError:
        # libyaml says which character it refuses; where, it counts in bytes.
        place = _place_of_control(text)
        raise UnreadableYAML("EO104", place, "a control character stands in the text", "remove it") from None


class _Builder:
    """Builds the tree of one document; records places when it is given somewhere to put them."""

    def __init__(self, text: str, places: Places | None) -> None:
        self.repeats = False
        self._places = places
        self._parser = _Parser(text)
        self._next = self._parser.get_event
        self._anchors: dict[str, tuple[Tree, int]] = {}
        self._nodes = 0

    def dispose(self) -> None:
        self._parser.dispose()

    def document(self) -> Tree:
        self._next()  # the stream's start
        if self._next().__class__ is StreamEndEvent:
            return None
        tree = self._node(self._next(), (), 0)
        self._next()  # the document's end
        event = self._next()
        if event.__class__ is DocumentStartEvent:
            raise _refused(event, "a second document begins here", "one file holds one document: remove the ---")
        return tree

    def _node(self, event: Any, path: KeyPath, depth: int) -> Tree:
        kind = event.__class__
        if self._places is not None:
            self._places.values[path] = _place(event)
        if kind is AliasEvent:
            return self._alias(event)
        if event.tag is not None:
            raise _refused_tag(event)
        before = self._nodes
        self._count(event, 1)
        if kind is ScalarEvent:
            tree: Tree = None if event.value in _NULLS and event.implicit[0] else event.value
        elif depth >= MAX_DEPTH:
            raise _refused(event, _TOO_DEEP)
        elif kind is MappingStartEvent:
            tree = self._mapping(path, depth)
        else:
            tree = self._sequence(path, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = (tree, self._nodes - before)
        return tree

    def _mapping(self, path: KeyPath, depth: int) -> Tree:
        mapping: dict[str, Tree] = {}
        seen: dict[str, Place] = {}
        while (event := self._next()).__class__ is not MappingEndEvent:
            if event.__class__ is not ScalarEvent:
                raise _refused(event, "a key must be plain text", "write the key as a word")
            if event.tag is not None:
                raise _refused_tag(event)
            key = event.value
            if key in mapping:
                self.repeats = True
            at = path if self._places is None else self._at(path, event, seen)
            value = self._node(self._next(), at, depth + 1)
            mapping.setdefault(key, value)
        return mapping

    def _at(self, path: KeyPath, key: Any, seen: dict[str, Place]) -> KeyPath:
        """Record where a key stands, and return the path of its value; `seen` are the keys above it."""
        assert self._places is not None  # noqa: S101
        at = (*path, key.value)
        self._places.keys.setdefault(at, _place(key))
        if key.value in seen:
            self._places.duplicates.append(DuplicateKey(key.value, _place(key), seen[key.value].line))
        seen.setdefault(key.value, _place(key))
        return at

    def _sequence(self, path: KeyPath, depth: int) -> Tree:
        sequence: list[Tree] = []
        while (event := self._next()).__class__ is not SequenceEndEvent:
            at = path if self._places is None else (*path, len(sequence))
            sequence.append(self._node(event, at, depth + 1))
        return sequence

    def _alias(self, event: Any) -> Tree:
        if event.anchor not in self._anchors:
            raise _refused(event, f"*{event.anchor} stands for nothing before it", "write the value out")
        tree, size = self._anchors[event.anchor]
        self._count(event, size)
        return tree

    def _count(self, event: Any, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise _refused(event, f"the file stands for more than {MAX_NODES:,} values", "write its aliases out")


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _refused(event: Any, message: str, hint: str = "") -> UnreadableYAML:
    return UnreadableYAML("EO106", _place(event), message, hint)


def _refused_tag(event: Any) -> UnreadableYAML:
    return _refused(event, f"the tag {event.tag} is not for data", "remove it")


def _place_of_control(text: str) -> Place:
    # Lines as libyaml counts them, and editors do.
    for line, content in enumerate(re.split(r"\r\n|[\r\n\x85\u2028\u2029]", text), 1):
        if match := _CONTROL.search(content):
            return Place(line, match.start() + 1)
    return Place(1, 1)


def _find_conflict(text: str) -> UnreadableYAML | None:
    """Find the marks that git leaves where two versions of a file meet."""
    match = _CONFLICT.search(text)
    if match is None:
        return None
    place = Place(text.count("\n", 0, match.start()) + 1, 1)
    hint = "keep one version, and remove the other with the lines of <, = and >"
    return UnreadableYAML("EO104", place, "git left a conflict here that nobody has resolved", hint)


def _explained(error: yaml.MarkedYAMLError) -> UnreadableYAML:
    """Put a parser's complaint into words for people who edit data."""
    problem = (error.problem or "it is not YAML").strip()
    start: Any = error.context_mark
    end: Any = error.problem_mark or start
    told_at_the_start = _TOLD_AT_THE_START + (_TOLD_AT_THE_START_ABOVE if start and start.line < end.line else ())
    mark = (any(part in problem for part in told_at_the_start) and start) or end
    place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    if "nesting depth" in problem:  # libyaml from 0.2.6 on reads ahead, and meets its own limit before ours
        return UnreadableYAML("EO106", place, _TOO_DEEP)
    for part, message, hint in _EXPLANATIONS:
        if part in problem:
            return UnreadableYAML("EO104", place, message, hint)
    return UnreadableYAML("EO104", place, f"this is not YAML: {problem}")
