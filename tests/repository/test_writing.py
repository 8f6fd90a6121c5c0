"""Canonical form: what is written reads back as it was, by eo-tracker and by other readers of YAML."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.orders import Order
from eo_tracker.domain.records import Record
from eo_tracker.domain.values import canonical_form, file_form
from eo_tracker.repository.canonical import read_canonical
from eo_tracker.repository.quick_writing import write_quickly
from eo_tracker.repository.tree import read_tree
from eo_tracker.repository.writing import write_canonical, write_on_one_line, write_scalar
from tests.terminal import ROOT

LOOKALIKES = [
    "3.10",
    "no",
    "on",
    "~",
    "null",
    "2025-01-01",
    "1:30",
    "0x1F",
    "012",
    "1e3",
    "=",
    "<<",
    "",
    "true",
    ".5",
    "1_000",
]
TRAPS = [
    "a: b",
    "a #b",
    "#",
    "- a",
    "? a",
    "it's",
    'say "so"',
    " lead",
    "trail ",
    "a\tb",
    "\\",
    "[a]",
    "{a}",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
]
TEXTS = st.one_of(
    st.sampled_from(LOOKALIKES + TRAPS),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"), max_size=40),
    st.lists(st.sampled_from(["word", "longer-word", "Ünïcode", "\n", "\n\n", "it's", "end."]), max_size=60).map(
        " ".join
    ),
    st.text("ab \n", max_size=12),
)
DATES = st.dates(date(1900, 1, 1), date(2199, 12, 31))
ENTRIES = st.dictionaries(st.sampled_from(["title", "url", "date"]), TEXTS | DATES, min_size=1)
DATA = st.dictionaries(
    st.sampled_from(["status", "note", "evidence", "verification", "lead", "deadline", "completed"]),
    st.one_of(
        TEXTS, DATES, st.booleans(), ENTRIES, st.lists(TEXTS, max_size=3), st.lists(ENTRIES, min_size=1, max_size=3)
    ),
    min_size=1,
)


def as_read(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_read(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_read(each) for each in value]
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


@given(DATA)
def test_what_is_written_reads_back(data: dict[str, Any]) -> None:
    text = write_canonical(data)
    assert read_tree(text) == (as_read(data), False)
    assert read_canonical(text) in (as_read(data), None)


@given(DATA)
def test_other_readers_take_text_for_text_and_dates_for_dates(data: dict[str, Any]) -> None:
    text = write_canonical(data)
    assert yaml.safe_load(text) == data
    assert YAML(typ="safe", pure=True).load(text) == data


@given(DATA)
def test_on_one_line_it_reads_back_too(data: dict[str, Any]) -> None:
    for quoted in (False, True):
        text = write_on_one_line(data, quoted=quoted)
        assert "\n" not in text
        assert read_tree(text) == (as_read(data), False)


@given(DATA)
def test_the_quick_writer_gives_the_same_or_declines(data: dict[str, Any]) -> None:
    assert write_quickly(data) in (write_canonical(data), None)


@given(
    st.lists(st.sampled_from(["word", "longer-word", "3.10", "(a)", "on", "to:", "x" * 30]), min_size=1, max_size=60)
)
def test_the_quick_writer_folds_like_the_other(words: list[str]) -> None:
    data = {"sections": [{"directives": [{"id": "3.b", "text": " ".join(words), "deadline": {"within": words[0]}}]}]}
    assert write_quickly(data) in (write_canonical(data), None)


def test_the_quick_writer_does_not_decline_our_own_order() -> None:
    text = (ROOT / "directives/eo-14288.yaml").read_text("utf-8")
    data = canonical_form(Order.model_validate(read_tree(text)[0]))
    assert write_canonical(data) == text
    assert write_quickly(data) == text


def test_a_record_of_our_own_is_in_canonical_form() -> None:
    text = (ROOT / "status/eo-14288/3.b.yaml").read_text("utf-8")
    assert write_canonical(file_form(Record.model_validate(read_tree(text)[0]))) == text


def test_each_kind_of_value_has_its_form() -> None:
    long = (
        "A sentence that is so long that it does not stand on one line with its key, and is therefore folded, "
        "word by word, here."
    )
    data = {
        "status": "completed",
        "completed": date(2025, 6, 20),
        "reported_by": ["DOJ", "DHS"],
        "note": long,
        "evidence": [{"title": "A: report", "reference": "3.10", "date": date(2025, 6, 20)}],
        "verification": {"state": "verified", "note": "two\nlines"},
        "deadline": {"within": "60 days"},
    }
    assert (
        write_canonical(data)
        == """\
status: completed
completed: 2025-06-20
reported_by: [DOJ, DHS]
note: >-
  A sentence that is so long that it does not stand on one line with its key, and is therefore folded,
  word by word, here.
evidence:
  - title: "A: report"
    reference: "3.10"
    date: 2025-06-20
verification:
  state: verified
  note: |-
    two
    lines
deadline: {within: 60 days}
"""
    )


def test_an_address_is_never_broken() -> None:
    url = "https://www.example.gov/" + "x" * 200
    assert write_canonical({"url": url}) == f"url: {url}\n"


def test_a_day_that_stands_twice_is_written_twice() -> None:
    day = date(2025, 6, 20)
    assert write_canonical({"as_of": day, "completed": day}) == "as_of: 2025-06-20\ncompleted: 2025-06-20\n"


def test_a_question_mark_in_braces_stands_in_quotes() -> None:
    assert write_on_one_line({"title": "Who?", "url": "a?b"}) == '{title: "Who?", url: "a?b"}'


@given(DATA)
def test_in_quotes_it_is_json(data: dict[str, Any]) -> None:
    # YAML 1.1 gives U+2028 an escape of its own, which JSON has not.
    text = write_on_one_line({**data, "note": "\u2028"}, quoted=True)
    assert json.loads(text) == json.loads(json.dumps({**data, "note": "\u2028"}, default=str))


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "a\rb", "\x7f", "\ufeff", "\ud800"])
def test_a_character_that_no_file_can_hold_is_refused(text: str) -> None:
    with pytest.raises(EOTrackerError, match="control character"):
        write_canonical({"note": text})
    with pytest.raises(EOTrackerError, match="control character"):
        write_scalar(text)
