"""Paragraphs are one line each, with quotation marks as they are printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.intake.marks import write_mark
from eo_tracker.intake.typography import set_paragraph


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("  60\xa0days\n of\tit ", "60 days of it"),
        ("co\xadop\u200beration\ufeff", "cooperation"),
        ('``lamps\'\' and "oil" ("wicks")', "“lamps” and “oil” (“wicks”)"),
        ("the Nation's keepers' 'lamps'", "the Nation’s keepers’ ‘lamps’"),
        ("the '90s", "the ’90s"),
        ("lamps--all--burn", "lamps—all—burn"),
        ("No. ------- of", "No. ------- of"),
        ("agency\u2011wide", "agency-wide"),
        ("a\x00b\x07c", "a b c"),
    ],
)
def test_typography_is_made_the_same(written: str, printed: str) -> None:
    assert set_paragraph(written) == printed


@given(st.text())
def test_what_is_set_stays_as_it_is(text: str) -> None:
    once = set_paragraph(text)
    assert set_paragraph(once) == once
    assert once == " ".join(once.split())


@pytest.mark.parametrize(
    ("number", "numbering", "mark"),
    [
        (3, "decimal", "3"),
        (3, "lowerLetter", "c"),
        (27, "lowerLetter", "aa"),
        (28, "upperLetter", "BB"),
        (9, "lowerRoman", "ix"),
        (1994, "upperRoman", "MCMXCIV"),
        (0, "lowerRoman", "0"),
        (5000, "lowerLetter", "5000"),
    ],
)
def test_a_mark_is_written_as_its_list_counts(number: int, numbering: str, mark: str) -> None:
    assert write_mark(number, numbering) == mark
