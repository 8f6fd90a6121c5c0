"""Problems: codes that stay, the order in which they are listed, and the nearest known word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.domain.errors import EOTrackerError, UnknownReference
from eo_tracker.domain.problems import CODES, Problem, did_you_mean, nearest

KNOWN = ["status", "as_of", "completed", "evidence", "DOJ", "Department of Justice"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("statsu", "status"),
        ("STATUS", "status"),
        ("complete", "completed"),
        ("evidnce", "evidence"),
        ("doj", "DOJ"),
        ("department of justise", "Department of Justice"),
        ("zzz", None),
        ("", None),
    ],
)
def test_the_nearest_known_word(word: str, expected: str | None) -> None:
    assert nearest(word, KNOWN) == expected
    assert did_you_mean(word, KNOWN) == (f'did you mean "{expected}"?' if expected else "")


def test_nothing_is_near_when_nothing_is_known() -> None:
    assert nearest("status", []) is None
    assert did_you_mean("status", iter(())) == ""


@given(st.sampled_from(KNOWN))
def test_a_known_word_is_nearest_to_itself(word: str) -> None:
    assert nearest(word, KNOWN) == word


def test_codes_have_a_form_and_a_title() -> None:
    assert all(re.fullmatch(r"EO[12]\d\d", code) for code in CODES)
    assert all(title and not title.endswith(".") for title in CODES.values())
    assert list(CODES) == sorted(CODES)


def test_problems_sort_by_their_place() -> None:
    late = Problem("directives/eo-2.yaml", 9, 1, "EO201", "b")
    early = Problem("directives/eo-2.yaml", 3, 7, "EO208", "a")
    other = Problem("directives/eo-1.yaml", 40, 1, "EO208", "c")
    assert sorted([late, early, other]) == [other, early, late]
    assert late.severity == "error"


def test_wrong_use_owns_its_sentence() -> None:
    error = UnknownReference("EO 1 is not tracked here", "write it as 14288")
    assert isinstance(error, EOTrackerError)
    assert (str(error), error.hint) == ("EO 1 is not tracked here", "write it as 14288")
    assert EOTrackerError("no").hint == ""
