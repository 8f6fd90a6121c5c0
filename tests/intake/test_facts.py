"""The Federal Register's facts of an order, held against its text. The orders are fictional."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.intake.facts import add_facts, merge_facts, read_facts
from eo_tracker.intake.official_text import Facts, OfficialText

FOUND: dict[str, Any] = {
    "executive_order_number": "99001",
    "title": "Improving the Keeping of Lighthouses",
    "type": "Presidential Document",
    "subtype": "Executive Order",
    "signing_date": "2031-03-05",
    "publication_date": "2031-03-10",
    "citation": "96 FR 20101",
    "document_number": "2031-04001",
    "html_url": "https://register.example/2031-04001",
    "page_views": {"count": 3},
}
FACTS = Facts(
    number="99001",
    title="Improving the Keeping of Lighthouses",
    signed=date(2031, 3, 5),
    published=date(2031, 3, 10),
    citation="96 FR 20101",
    document="2031-04001",
    url="https://register.example/2031-04001",
)


def _read(**changed: Any) -> Facts:
    return read_facts(json.dumps({**FOUND, **changed}).encode())


def test_facts_are_read() -> None:
    assert _read() == FACTS
    assert read_facts(json.dumps({"count": 1, "results": [FOUND]}).encode()) == FACTS


@pytest.mark.parametrize("number", [None, "", "none", [], True])
def test_a_number_may_be_missing(number: Any) -> None:
    assert _read(executive_order_number=number).number is None
    assert merge_facts(FACTS, _read(executive_order_number=number)) == (FACTS, ())


def test_a_number_may_be_one_or_a_text() -> None:
    assert _read(executive_order_number=99001).number == "99001"
    assert _read(executive_order_number="12000-A").number == "12000-A"


@pytest.mark.parametrize("day", ["2031-02-30", "soon", None, 20310305])
def test_a_day_that_is_none_is_not_there(day: Any) -> None:
    assert _read(signing_date=day).signed is None


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<html>", "the facts are no JSON"),
        (b"[" * 100_000, "the facts are no JSON"),
        (b"[]", "not those of one document"),
        (json.dumps({"results": [FOUND, FOUND]}).encode(), "not those of one document"),
        (json.dumps({**FOUND, "subtype": "Proclamation"}).encode(), "another document: Proclamation"),
        (b" " * (5 * 1024 * 1024), "larger"),
    ],
)
def test_what_are_no_facts_is_said(data: bytes, sentence: str) -> None:
    with pytest.raises(EOTrackerError, match=sentence):
        read_facts(data)


def test_facts_that_agree_leave_no_doubt() -> None:
    text = replace(FACTS, title="Improving the Keeping of Light-houses", url=None, citation=None)
    assert merge_facts(text, FACTS) == (replace(FACTS, title="Improving the Keeping of Light-houses"), ())


def test_of_a_title_one_may_have_the_first_line_only() -> None:
    longer = "Improving the Keeping of Lighthouses and Lightships"
    assert merge_facts(replace(FACTS, title=longer), FACTS) == (replace(FACTS, title=longer), ())


def test_the_text_s_day_stands_and_the_register_s_number() -> None:
    text = replace(FACTS, number="99010", signed=date(2031, 3, 4), citation="96 FR 20103")
    facts, doubts = merge_facts(text, FACTS)
    assert (facts.number, facts.signed, facts.citation) == ("99001", date(2031, 3, 4), "96 FR 20101")
    assert doubts == (
        "the number is 99010 in the text, and 99001 in the Federal Register's facts",
        "the day of signing is 2031-03-04 in the text, and 2031-03-05 in the Federal Register's facts",
        "the citation is 96 FR 20103 in the text, and 96 FR 20101 in the Federal Register's facts",
    )


def test_a_text_is_given_the_register_s_facts() -> None:
    text = OfficialText(
        "Markdown", Facts(signed=date(2031, 3, 4)), ("By the authority vested in me ...",), ("a doubt",)
    )
    added = add_facts(text, FACTS)
    assert (added.facts.number, added.facts.signed, added.facts.published) == (
        "99001",
        date(2031, 3, 4),
        FACTS.published,
    )
    assert added.paragraphs == text.paragraphs
    assert added.doubts[0] == "a doubt"
    assert len(added.doubts) == 2
