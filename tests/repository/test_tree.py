"""YAML text to a tree: the tree and the places that YAML's own reader gives, whoever wrote the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from eo_tracker.domain.problems import KeyPath
from eo_tracker.repository import tree
from eo_tracker.repository.canonical import read_canonical
from eo_tracker.repository.tree import Place, Tree, UnreadableYAML, read_places, read_tree

NULLS = ("", "~", "null", "Null", "NULL")
TRICKY = [
    *NULLS,
    *("3.10", "3.b", "012", "1_000", "0x1F", "1e3", "no", "yes", "On", "true", "2025-06-27", "12:30:45", "=", "<<"),
    *("a: b", "a:b", "a #b", "a#b", "#", "- a", "-a", "-", "?", ":", "@a", "%a", "`a`", "*a", "&a", "!a", "|", ">"),
    ",",
    *("it's", 'say "so"', "\\", "C:\\new", "[a]", "{a: b}", "a, b", "$5", "(a)", "/a", "+1", ".5", "...", "---"),
    *("“quoted”", "§ 3(b)", "50 % done", "déjà vu", "日本", "🏛", "a\tb", " a", "a ", "a  b", "a\nb", "a\n\nb\n", "\n"),
    "\xa0",
    *("https://lighthouses.example/a?b=c#d", "not_reported", "eo-90001/3.b", "Sec. 3(b)(iv)", "word " * 40),
]
scalars = st.sampled_from(TRICKY) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff\u2028\u2029"), max_size=12
)
keys = st.sampled_from(["id", "lead", "3.a", "no", "section", "a b", "with: colon", "é"]) | scalars
trees = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


class Hand:
    """Writes a tree as some person or program might, with styles and aliases as they are drawn."""

    def __init__(self, draw: st.DrawFn, *, aliases: bool) -> None:
        self.draw, self.aliases = draw, aliases
        self.anchors = 0
        self.anchored: list[str] = []

    def document(self, value: Tree) -> Iterator[Event]:
        yield StreamStartEvent()
        yield DocumentStartEvent(explicit=self.draw(st.booleans()))
        yield from self.node(value)
        yield DocumentEndEvent(explicit=self.draw(st.booleans()))
        yield StreamEndEvent()

    def node(self, value: Tree) -> Iterator[Event]:
        anchor = None
        if self.aliases and self.draw(st.integers(0, 3)) == 0:
            if self.draw(st.booleans()) and self.anchored:
                yield AliasEvent(self.draw(st.sampled_from(self.anchored)))
                return
            anchor = f"a{self.anchors}"
            self.anchors += 1
        if isinstance(value, str):
            yield self.scalar(value, anchor)
        else:
            yield from self.collection(value, anchor)
        if anchor:
            self.anchored.append(anchor)

    def scalar(self, value: str, anchor: str | None = None) -> Event:
        style = self.draw(st.sampled_from([None, "'", '"', "|", ">"]))
        return ScalarEvent(anchor, None, (True, True), value, style=style)

    def collection(self, value: Tree, anchor: str | None) -> Iterator[Event]:
        flow = self.draw(st.booleans())
        if isinstance(value, list):
            yield SequenceStartEvent(anchor, None, implicit=True, flow_style=flow)
            for each in value:
                yield from self.node(each)
            yield SequenceEndEvent()
            return
        yield MappingStartEvent(anchor, None, implicit=True, flow_style=flow)
        for key, each in value.items():
            yield self.scalar(key)
            yield from self.node(each)
        yield MappingEndEvent()


@st.composite
def documents(draw: st.DrawFn, *, aliases: bool = False) -> str:
    stream = StringIO()
    hand = Hand(draw, aliases=aliases)
    # PyYAML's own emitter: libyaml's writes some text, such as lone returns, that it then reads otherwise.
    yaml.emit(
        hand.document(draw(trees)),
        stream,
        Dumper=yaml.Dumper,
        indent=draw(st.integers(2, 6)),
        width=draw(st.sampled_from([20, 80, 10_000])),
        allow_unicode=draw(st.booleans()),
        line_break=draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )
    return stream.getvalue()


def compose(text: str) -> yaml.Node | None:
    found: yaml.Node | None = yaml.compose(text, Loader=yaml.CBaseLoader)
    return found


def tree_of(node: yaml.Node | None) -> Tree:
    """Turn nodes into the tree that the reader should give."""
    if isinstance(node, yaml.SequenceNode):
        return [tree_of(each) for each in node.value]
    if isinstance(node, yaml.MappingNode):
        return {key.value: tree_of(value) for key, value in node.value}
    if isinstance(node, yaml.ScalarNode) and (node.style or node.value not in NULLS):
        return node.value
    return None


def place_of(node: yaml.Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def values_of(node: yaml.Node, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Place]]:
    yield path, place_of(node)
    if isinstance(node, yaml.SequenceNode):
        for n, each in enumerate(node.value):
            yield from values_of(each, (*path, n))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from values_of(value, (*path, key.value))


def keys_of(node: yaml.Node, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Place]]:
    for n, each in enumerate(node.value if isinstance(node, yaml.CollectionNode) else ()):
        if isinstance(node, yaml.SequenceNode):
            yield from keys_of(each, (*path, n))
        else:
            key, value = each
            yield (*path, key.value), place_of(key)
            yield from keys_of(value, (*path, key.value))


def agrees(found: Tree, loaded: Any) -> bool:
    """Whether a tree is what a reader gives that leaves every scalar as text."""
    if isinstance(loaded, dict):
        return list(found) == list(loaded) and all(agrees(found[key], loaded[key]) for key in loaded)
    if isinstance(loaded, list):
        return len(found) == len(loaded) and all(map(agrees, found, loaded))
    return found == loaded or (found is None and loaded in NULLS)


@settings(deadline=None)
@given(documents(aliases=True))
def test_a_tree_is_what_yaml_reads_with_every_scalar_as_text(text: str) -> None:
    found, repeats = read_tree(text)
    assert not repeats
    assert found == tree_of(compose(text))
    assert agrees(found, yaml.load(text, Loader=yaml.CBaseLoader))  # noqa: S506


@settings(deadline=None)
@given(documents())
def test_places_are_where_yaml_marks_values_and_keys(text: str) -> None:
    node = compose(text)
    assert node is not None
    places = read_places(text)
    assert places.values == dict(values_of(node))
    assert places.keys == dict(keys_of(node))
    assert places.duplicates == []


@settings(deadline=None)
@given(documents(aliases=True))
def test_a_place_lies_in_the_text(text: str) -> None:
    lines = re.split("\r\n|[\n\r\x85\u2028\u2029]", text)
    places = read_places(text)
    for place in (*places.values.values(), *places.keys.values()):
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


fragments = st.sampled_from(
    [
        *("order: EO 90001", "title: A", "signed: 2025-01-06", "sections:", "directives:", "- id: 3.a"),
        "- section: '3'",
        *("lead: [DOJ]", "lead: [DOJ, DHS]", "lead: []", "lead: [null]", 'lead: ["DOJ"]', "lead: [a b, c.d]", "[a]: b"),
        *("deadline: {within: 60 days}", "deadline: {within: 60 days, of: 3.b}", "d: {a: b, a: c}", "d: {}"),
        "d: {a: }",
        *("text: >-", "note: |", "note: >", "text: >-  ", "folded words", "more words", "- a", "- b: c", "- >-"),
        *("- ", "-"),
        *('"3.a": x', "'3.a': x", "3.a: x", '"3.a" : x', "a: null", "a: ~", "a:", "a: ''", 'a: ""', 'a: "null"'),
        "a: b: c",
        *("a: 'it''s'", 'a: "\\n"', "a: b # c", "a: b#c", "a: #c", "# comment", "a: &x b", "a: *x", "a: !x b"),
        "a: (b)",
        *("---", "...", "", "  ", "a: b ", "a:  b", "a : b", "a:b", "a: b:", "a: “b”", "a: § 3", "a: é", "a: \t"),
        "\ta: b",
        *("? a", ": b", "a: @b", "a: [b", "a: {b", "a: b]", "a: 'b", 'a: "b', "%YAML 1.1", "null: a", "~: a", "a: ."),
        "+: a",
    ]
)
lines = st.builds(lambda indent, text: " " * indent + text, st.sampled_from([0, 0, 0, 2, 2, 4, 4, 6, 1, 3]), fragments)
written = st.builds(
    lambda found, end: "\n".join(found) + end, st.lists(lines, max_size=9), st.sampled_from(["\n", "", "\n\n"])
)


def read_by_yaml(text: str) -> Tree:
    """Read text by YAML's own rules, and refuse what data does not need."""
    node = compose(text)
    assert not re.search(r"[&*!]x", text)
    keys = list(keys_of(node)) if node else []
    assert len(keys) == len(dict(keys))
    return tree_of(node)


@settings(deadline=None, max_examples=500)
@given(written)
@example("text: >-\n  a\n\n  b\n")
@example("text: >-\n  a\n   b\n")
@example("text: >-\n  a\n# comment\nb: c\n")
@example("a:\n- b\n- c\nd: e\n")
@example("- a: >-\n    b\n  c: d\n")
@example("a: b\n  c\n")
@example("a:\n  - b: c\n    d:\n    - e\n  - f\n")
@example("# comment\n\na: b\n")
@example("a: b\n\n\n")
@example("a: b\n...\n")
@example("---\na: b\n")
@example("a: b\na: c\n")
@example('"a": b\na: c\n')
@example("a:\n  b: c\n d: e\n")
def test_the_fast_reader_gives_what_yaml_gives_or_declines(text: str) -> None:
    found = read_canonical(text)
    if found is not None:
        assert found == read_by_yaml(text)
        assert read_tree(text) == (found, False)


@settings(deadline=None)
@given(trees)
def test_the_fast_reader_agrees_on_what_is_dumped(value: Tree) -> None:
    text = yaml.dump(value, Dumper=yaml.SafeDumper, sort_keys=False, allow_unicode=True, width=10_000)
    found = read_canonical(text)
    assert found is None or found == read_by_yaml(text)


def test_the_fast_reader_reads_what_is_in_canonical_form() -> None:
    text = 'a: b\n"3": >-\n  some words,\n  more words\n'
    text += 'list:\n  - id: 3.10\n    lead: [DOJ, "no"]\n  - deadline: {within: 60 days}\n'
    assert read_canonical(text) == {
        "a": "b",
        "3": "some words, more words",
        "list": [{"id": "3.10", "lead": ["DOJ", "no"]}, {"deadline": {"within": "60 days"}}],
    }


@pytest.mark.parametrize("written", ["3.10", "012", "no", "On", "2025-06-27", "1_000", "1e3", "true", "12:30", "="])
def test_an_unquoted_scalar_stays_the_text_it_is(written: str) -> None:
    assert read_tree(f"a: {written}\nb: [{written}]\n") == ({"a": written, "b": [written]}, False)


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_none_and_quoted_it_is_text(written: str) -> None:
    assert read_tree(f"a: {written}\n") == ({"a": None}, False)
    assert read_tree(f"a: '{written}'\n") == ({"a": written}, False)


@pytest.mark.parametrize("text", ["", "\n", "# comment\n", "---\n", "---\n...\n", "\ufeff", "~", "null\n"])
def test_a_text_without_data_is_none(text: str) -> None:
    assert read_tree(text) == (None, False)


def test_a_key_that_stands_twice_keeps_its_first_value_and_has_a_place() -> None:
    text = "a: 1\nb: {c: 2, c: 3}\na: 4\n"
    assert read_tree(text) == ({"a": "1", "b": {"c": "2"}}, True)
    assert [(twice.key, twice.place, twice.first_line) for twice in read_places(text).duplicates] == [
        ("c", Place(2, 11), 2),
        ("a", Place(3, 1), 1),
    ]


def test_what_stands_in_a_mapping_that_stands_twice_is_not_twice() -> None:
    text = "evidence:\n  - title: a\nevidence:\n  - title: b\n"
    assert [twice.key for twice in read_places(text).duplicates] == ["evidence"]


def test_the_place_of_what_is_missing_is_that_of_what_it_should_stand_in() -> None:
    places = read_places("# comment\na:\n  - b: 1\n    c:\n")
    assert places.find(("a", 0, "d")) == places.find(("a", 0)) == Place(3, 5)
    assert places.find(("a", 0, "b")) == Place(3, 8)
    assert places.find(("a", 0, "b"), key=True) == Place(3, 5)
    assert places.find(("a", 0, "c"), key=True) == Place(4, 5)
    assert places.find(()) == places.find(("z",)) == Place(2, 1)


@pytest.mark.parametrize("parser", ["CBaseLoader", "BaseLoader"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [b", "EO104"),
        ("a: 'b", "EO104"),
        ("a: \x07", "EO104"),
        ("a: b: c", "EO104"),
        ("\ta: b", "EO104"),
        ("a: *b", "EO106"),
        ("a: !b c", "EO106"),
        ("a: 1\n---\nb: 2\n", "EO106"),
        ("a: " + "[" * 10_000, "EO106"),
    ],
)
def test_both_parsers_refuse_as_one(monkeypatch: pytest.MonkeyPatch, parser: str, text: str, code: str) -> None:
    monkeypatch.setattr(tree, "_Parser", getattr(yaml, parser))
    with pytest.raises(UnreadableYAML) as caught:
        read_tree(text)
    assert caught.value.code == code


@settings(deadline=None, max_examples=30)
@given(documents(aliases=True))
def test_both_parsers_read_the_same(text: str) -> None:
    # Python's own parser takes the end of a flow scalar's line for a space where libyaml does, but not all tabs.
    assume("\t" not in text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "_Parser", yaml.BaseLoader)
        found = read_tree(text)
    assert found == read_tree(text)
