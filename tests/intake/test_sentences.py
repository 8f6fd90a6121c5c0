"""Sentences of made-up orders."""

from __future__ import annotations

import pytest

from eo_tracker.intake.sentences import is_open, split_sentences
from eo_tracker.intake.summaries import summarize


@pytest.mark.parametrize(
    "sentences",
    [
        ["The Keeper shall act under 42 U.S.C. 1395 and Sec. 3. of this order.", "It shall report."],
        ["The U.S. Keeper shall ask Dr. Lamp, Jr. for oil.", "(He may refuse.)", "“Light” means light."],
        ["See Smith v. Jones, 5 Stat. 12, et seq., No. 7.", "The Keeper shall go."],
        ["One sentence without an end"],
    ],
)
def test_sentences_end_where_they_end(sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("words", "opens"), [("The Keeper shall:", True), ("to do so; and", True), ("He shall.", False), ("“Go.”", False)]
)
def test_words_that_go_on_in_a_list_are_told(words: str, opens: bool) -> None:
    assert is_open(words) is opens


@pytest.mark.parametrize(
    ("doing", "summary"),
    [
        (
            " submit to the President a list, within 60 days of the date of this order.",
            "Submit to the President a list",
        ),
        (
            ", in consultation with the Keeper, promptly review the lamps of the whole coast; and mend them.",
            "Review the lamps of the whole coast",
        ),
        (" take all appropriate action to light (and keep lit) the coast.", "Light the coast"),
        (":", ""),
    ],
)
def test_a_summary_begins_with_the_verb_and_is_short(doing: str, summary: str) -> None:
    assert summarize(doing) == summary


def test_a_long_summary_is_cut_at_a_word() -> None:
    summary = summarize(f" light {'lamp after lamp ' * 30}")
    assert summary.endswith(" ...")
    assert len(summary) < 120
