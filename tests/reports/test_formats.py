"""The formats on any text there is: what is written reads back, and no terminal or spreadsheet obeys any of it."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from eo_tracker.reports.formats import (
    escape_markdown,
    one_line,
    shorten,
    visible,
    write_csv,
    write_json,
    write_markdown,
)

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
NASTY = (
    "\x00\x07\x1b[31m\x7f\x85\x9b\u061c\u200e\u202e\u2066\u2028\ufeff\r\n\t|`*_{}[]<>#~&\\\"',;=+-@!é日🙂\u0301 \u00a0"
)

texts = st.text() | st.text(st.sampled_from(NASTY))
cells = st.none() | st.integers() | texts
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def tables(cell: st.SearchStrategy[Any]) -> st.SearchStrategy[list[list[Any]]]:
    return st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1))


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@given(texts)
@example(NASTY)
def test_visible_leaves_no_control(text: str) -> None:
    assert not CONTROLS.search(visible(text))
    assert visible(visible(text)) == visible(text)


@given(texts)
def test_visible_changes_nothing_else(text: str) -> None:
    shown = re.sub(r"<U\+([0-9A-F]{4})>", lambda m: chr(int(m[1], 16)), visible(text))
    assert shown == re.sub(r"<U\+([0-9A-F]{4})>", lambda m: chr(int(m[1], 16)), text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "<U+001B>[31m"),
        ("a\rb", "a<U+000D>b"),
        ("\x9b", "<U+009B>"),
        ("\u202egnp", "<U+202E>gnp"),
        ("\udcff.yaml", "<U+DCFF>.yaml"),
        ("\uffff", "<U+FFFF>"),
        ("line\n\tline", "line\n\tline"),
        ("é 日本語 👩‍👩‍👧 e\u0301", "é 日本語 👩‍👩‍👧 e\u0301"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(texts)
def test_one_line_is_one_line_with_single_spaces(text: str) -> None:
    line = one_line(text)
    assert line == " ".join(line.split())
    assert line.splitlines() in ([], [line])
    assert not CONTROLS.search(line)


@given(tables(cells))
@example([["=1+1", "-1", -1, None], ["\r=1", "\t=1", "a\nb", '"']])
def test_csv_reads_back(rows: list[list[str | int | None]]) -> None:
    header = [f"c{n}" for n in range(len(rows[0]))]
    found = read_csv(write_csv(header, rows))
    assert found[0] == header
    assert [[c.removeprefix("'") for c in row] for row in found[1:]] == [
        ["" if c is None else visible(str(c)).removeprefix("'") for c in row] for row in rows
    ]


@given(st.lists(texts, min_size=1))
def test_no_text_in_csv_begins_a_formula_or_hides_a_control(row: list[str]) -> None:
    (found,) = read_csv(write_csv([], [row]))[1:]
    assert not [cell for cell in found if cell[:1] in set("=+-@\t\r")]
    assert not [cell for cell in found if CONTROLS.search(cell)]


@given(st.integers())
def test_a_number_in_csv_stays_a_number(number: int) -> None:
    assert read_csv(write_csv(["a", "b"], [[number, str(number)]]))[1][0] == str(number)


def test_csv_ends_its_lines_alike_and_quotes_only_where_it_must() -> None:
    rows: list[list[str | int | None]] = [["EO 14288, Sec. 3(b)", -3, None], ['the "so-called" rule', 0, "a\nb"]]
    assert write_csv(["citation", "days", "note"], rows) == (
        'citation,days,note\n"EO 14288, Sec. 3(b)",-3,\n"the ""so-called"" rule",0,"a\nb"\n'
    )


@given(st.text(max_size=90) | st.text("ab ", max_size=90), st.integers(4, 40))
def test_a_text_is_cut_after_a_word_and_marked(text: str, most: int) -> None:
    cut = shorten(text, most)
    assert len(cut) <= most
    assert cut == text if len(text) <= most else cut == one_line(text) or cut.endswith(" …")


def test_a_text_that_is_cut_keeps_whole_words_where_it_can() -> None:
    assert shorten("The harbors are lit", 17) == "The harbors are …"
    assert shorten("y" * 30, 10) == f"{'y' * 8} …"


def test_an_arrow_stays_an_arrow_in_markdown() -> None:
    assert escape_markdown("in_progress -> completed") == "in\\_progress -> completed"
    assert escape_markdown("> a quotation") == "\\> a quotation"


def read_markdown(text: str) -> list[list[str]]:
    """Read a page that is one table, as the text that its reader sees."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    assert (tokens[0].type, tokens[-1].type) == ("table_open", "table_close")
    found: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            found.append([])
        elif token.type == "inline":
            assert {child.type for child in token.children or ()} <= {"text", "text_special"}
            found[-1].append("".join(child.content for child in token.children or ()))
    return found


@given(tables(cells))
@example([["a|b", "`c`", "<script>x</script>"], ["[d](e)", "&lt;&#x1b;&copy;", "\\"], ["a\n| b |", "\\|", "~~x~~"]])
@example([["https://example.gov", "<https://example.gov>", "![a](b)"], ["---", "# a", "- b"]])
def test_markdown_shows_every_cell_to_the_letter(rows: list[list[str | int | None]]) -> None:
    header = [f"c{n}" for n in range(len(rows[0]))]
    found = read_markdown(write_markdown(header, rows))
    assert found == [header, *(["" if c is None else one_line(str(c)) for c in row] for row in rows)]


@given(tables(texts))
def test_markdown_has_a_line_for_each_row(rows: list[list[str]]) -> None:
    lines = write_markdown(["c"] * len(rows[0]), rows).split("\n")
    assert len(lines) == len(rows) + 3
    assert not CONTROLS.search("".join(lines))


def test_markdown() -> None:
    assert write_markdown(["Directive", "Days"], [["Sec. 3(b)", -3], ["a|b", None]]) == (
        "| Directive | Days |\n| --- | --- |\n| Sec. 3(b) | -3 |\n| a\\|b |  |\n"
    )


@settings(max_examples=40)
@given(
    st.dictionaries(texts.filter(lambda key: key != "rows"), values, min_size=1),
    st.lists(st.dictionaries(texts, values)),
)
def test_json_parses_back(head: dict[str, Any], rows: list[dict[str, Any]]) -> None:
    assert json.loads("".join(write_json(head, "rows", rows))) == {**head, "rows": rows}


@settings(max_examples=40)
@given(st.lists(st.dictionaries(texts, values), max_size=4))
@example([{"a": NASTY}])
def test_json_has_a_line_for_each_row_and_no_control(rows: list[dict[str, Any]]) -> None:
    text = "".join(write_json({"schema": "x"}, "rows", rows))
    assert text.endswith("]}\n")
    assert not CONTROLS.search(text)
    assert len(text.split("\n")) == (len(rows) + 3 if rows else 2)


def test_json_is_written_as_utf8_and_not_in_escapes() -> None:
    head: dict[str, Any] = {"schema": "x"}
    rows: list[dict[str, Any]] = [{"a": "é"}, {"b": [1, None]}]
    assert "".join(write_json(head, "rows", rows)) == (
        '{"schema": "x", "rows": [\n {"a": "é"},\n {"b": [1, null]}\n]}\n'
    )
    assert "".join(write_json(head, "rows", [])) == '{"schema": "x", "rows": []}\n'
