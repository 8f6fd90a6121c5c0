"""The command line's words are the domain's: its enumerations exist only because Typer wants some."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, get_args

import pytest

from eo_tracker.cli import agencies, options
from eo_tracker.domain import agencies as domain
from eo_tracker.domain import words
from eo_tracker.reports.questions import Kind
from tests.cli.asking import FORMATS


@pytest.mark.parametrize(
    ("enumeration", "literal"),
    [
        (options.StatusWord, words.Status),
        (options.TimelinessWord, words.Timeliness),
        (options.RoleWord, words.Role),
        (agencies.KindWord, domain.Kind),
    ],
)
def test_an_enumeration_holds_exactly_the_words_of_the_domain(enumeration: type[StrEnum], literal: Any) -> None:
    assert [word.value for word in enumeration] == list(get_args(literal))


def test_formats_are_those_of_the_design() -> None:
    assert [form.value for form in options.Format] == list(FORMATS)


def test_every_kind_of_question_is_a_command() -> None:
    assert get_args(Kind) == ("status", "overdue", "upcoming")
