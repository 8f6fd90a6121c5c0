"""Time phrases, in sentences made up for the purpose."""

# ruff: noqa: E501  # a case is a line

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.intake.lengths import read_number
from eo_tracker.intake.time_phrases import drop_stacked
from eo_tracker.intake.timing import find_time_phrases


@pytest.mark.parametrize(
    ("words", "quote", "within", "clock"),
    [
        ("Within 60 days of the date of this order, the Keeper shall", "Within 60 days of the date of this order", "60 days", ""),
        ("shall, not later than one year after the date of this order, go", "not later than one year after the date of this order", "1 year", ""),
        ("no later than ninety (90) days from the date of issuance of this order,", "no later than ninety (90) days from the date of issuance of this order", "90 days", ""),
        ("within 15 business days of the issuance of this order, x", "within 15 business days of the issuance of this order", "15 business days", ""),
        ("within 30 days of receipt of the plan, the Keeper shall", "within 30 days of receipt of the plan", "30 days", "receipt of the plan"),
        ("Within 45 days after completing the review required by subsection (a)(i) of this section, the", "Within 45 days after completing the review required by subsection (a)(i) of this section", "45 days", "completing the review required by subsection (a)(i) of this section"),
        ("shall answer within 2 years. The", "within 2 years", "2 years", None),
        ("no later than 30 additional days, and", "no later than 30 additional days", "30 days", None),
        ("within twenty-one days following the effective date of this order.", "within twenty-one days following the effective date of this order", "21 days", ""),
        ("within 72 hours of the date of this order,", "within 72 hours of the date of this order", "3 days", ""),
    ],
)  # fmt: skip
def test_a_length_of_time_is_read_with_what_starts_its_clock(
    words: str, quote: str, within: str, clock: str | None
) -> None:
    (phrase,) = find_time_phrases(words)
    assert (phrase.quote, str(phrase.within), phrase.clock) == (quote, within, clock)


@pytest.mark.parametrize(
    "words",
    [
        "for a period of 90 days from the date of this order",
        "within the past 5 years",
        "over the last 10 years",
        "at least 90 days before such wage takes effect",
        "a 5-year strategic plan for the fleet",
        "shall serve for a term of 2 years",
        "not have attained 18 years of age",
        "during a 12-month period",
        "in 2010 the Council met",
        "on June 3, 2020, the Council met",
    ],
)
def test_durations_and_looks_back_are_no_deadlines(words: str) -> None:
    assert find_time_phrases(words) == []


@pytest.mark.parametrize(
    ("words", "every"),
    [
        ("shall report annually to the President", "1 year"),
        ("on a semi-annual basis, the Council", "6 months"),
        ("not less than quarterly,", "3 months"),
        ("and every 180 days thereafter,", "180 days"),
        ("shall meet twice a year", "6 months"),
        ("at least once every 2 years", "2 years"),
        ("each fiscal year, the head", "1 year"),
        ("and biennially thereafter", "2 years"),
    ],
)
def test_what_recurs_is_read(words: str, every: str) -> None:
    (phrase,) = find_time_phrases(words)
    assert str(phrase.every) == every


def test_days_and_ends_of_periods_are_read() -> None:
    first, second = find_time_phrases("By October 1, 2027, and by the end of fiscal year 2028, the Keeper shall count.")
    assert first.by == date(2027, 10, 1)
    assert second.by_end_of is not None
    assert second.by_end_of.last_day == date(2028, 9, 30)


def test_as_soon_as_practicable_gives_way_to_a_length_of_time_beside_it() -> None:
    words = "As soon as practicable, but not later than 30 days after the date of this order, the Keeper shall"
    (phrase,) = drop_stacked(words, find_time_phrases(words))
    assert str(phrase.within) == "30 days"


def test_as_soon_as_practicable_alone_is_immediate() -> None:
    words = "shall promptly, and in any event without delay, tell the Council"
    (phrase,) = drop_stacked(words, find_time_phrases(words))
    assert (phrase.quote, phrase.immediately) == ("promptly", True)


@pytest.mark.parametrize(
    ("words", "number"),
    [("60", 60), ("sixty (60)", 60), ("forty-five", 45), ("a", 1), ("eighteen", 18), ("ninety", 90)],
)
def test_numbers_are_read(words: str, number: int) -> None:
    assert read_number(words) == number


@given(st.text(alphabet="within 90days of the,.()x“”—", max_size=300))
def test_phrases_stand_in_their_order_and_none_in_another(text: str) -> None:
    end = 0
    for phrase in find_time_phrases(text):
        assert phrase.start >= end
        assert text[phrase.start : phrase.end] == phrase.quote
        end = phrase.end
