"""The fast reader of canonical files says what the YAML reader says, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eo_tracker.repository.canonical import read_canonical
from eo_tracker.repository.tree import UnreadableYAML, read_tree
from tests.terminal import ROOT

LINES = [
    "key: value",
    "other: 2025-06-27",
    "a: b",
    "a: [b, c]",
    "a: []",
    'a: ["x y", z]',
    "a: {b: c, d: 60 days}",
    'a: {b: "6", c: null}',
    "a: null",
    "a: 'x'",
    'a: "x: y"',
    'a: "x\\ty"',
    "a: b: c",
    "a: b #c",
    "a: b#c",
    "a: >-",
    "a: |",
    "a: *b",
    "a: &b c",
    "a: !!str b",
    "a:",
    "- a",
    "- a: b",
    "- a:",
    "- - a",
    "- a: >-",
    "folded text  with spaces",
    "another: folded line",
    "# comment",
    "text # comment",
    "---",
    "...",
    "? a",
    ": b",
    "null",
    "",
    "a:  b",
    "a: b ",
    "a: “b”",
    "a: ’b",
    "a: \tb",
    '"3": x',
    "3.10: x",
    "it's: x",
]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Make text of lines that are canonical, nearly so, or not at all, at indents that fit or do not."""
    line = st.tuples(st.sampled_from([0, 0, 2, 2, 4, 6, 1, 3]), st.sampled_from(LINES))
    lines = [" " * indent + text for indent, text in draw(st.lists(line, min_size=1, max_size=9))]
    text = "\n".join(lines) + draw(st.sampled_from(["\n", "", "\n\n"]))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(list(" :-#'\"[]{},>|&*!\n\t\r\x85\u2028\ufeffé"))) + text[at:]
    return text


def by_yaml(text: str) -> Any:
    """Read by the YAML reader; None for what it refuses or finds a key twice in."""
    try:
        tree, repeats = read_tree(text)
    except UnreadableYAML:
        return None
    return None if repeats else tree


@given(texts())
@example("a: >-\n  \n  b\nc: d\n")
@example("a: >-\n    b\n# c\n    d\n")
@example("a: >-\n  b \n  c\n")
@settings(max_examples=1500, deadline=None)
def test_agrees_with_the_yaml_reader_or_declines(text: str) -> None:
    found = read_canonical(text)
    if found is not None:
        assert found == by_yaml(text)


@pytest.mark.parametrize("path", [*ROOT.glob("directives/*.yaml"), *ROOT.glob("status/*/*.yaml")], ids=lambda p: p.name)
def test_reads_the_files_of_this_repository(path: Any) -> None:
    assert read_canonical(path.read_text("utf-8")) is not None
