"""What a text has and its draft has not taken: told, and shown. All texts are fictional."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eo_tracker.intake.coverage import account_for, find_uncovered, mark_coverage, with_facts
from eo_tracker.intake.draft import Doubt, Draft, Duty, Timing
from eo_tracker.intake.official_text import Facts
from eo_tracker.intake.outline import Outline, Passage
from tests.intake.drafts import DHS, FACTS, KEEPERS, deadline, make_draft


def draft_of(text: str, *quotes: str, is_duty: bool = True, **more: object) -> Draft:
    """Make a draft of one provision, whose quotes are those of its deadlines."""
    timings = tuple(Timing("2", deadline(quote, within="1 day")) for quote in quotes)
    duties = (Duty("2", text, "Do it", (DHS,), timings=timings),) if is_duty else ()
    said = {"duties": duties, "no_duty": {}, **more}
    return Draft(facts=FACTS, outline=Outline(("2",), {}, (Passage("2", text),)), kinds={}, **said)  # type: ignore[arg-type]


def left(draft: Draft) -> list[tuple[str, str]]:
    return [(doubt.about, doubt.quote) for doubt in find_uncovered(draft)]


def test_nothing_is_left_of_a_draft_that_has_taken_everything() -> None:
    assert left(make_draft()) == []


@pytest.mark.parametrize(
    "text",
    [
        "The Secretary shall report.",
        "Agencies must report.",
        "The Secretary is hereby directed to report.",
        "The Secretaries are further directed to report.",
        "Agencies will report.",
        "I hereby direct the Secretary to report.",
        "I order that the ships be counted.",
    ],
)
def test_a_command_that_is_in_nothing_is_told(text: str) -> None:
    assert left(draft_of(text, is_duty=False)) == [("duty", text)]
    assert left(draft_of(text)) == []
    assert left(draft_of(text, is_duty=False, no_duty={"2": "savings clause"})) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Within 60 days of the date of this order, the Secretary shall report.", "Within 60 days"),
        ("The Secretary shall report no later than ninety (90) days after that.", "no later than ninety (90) days"),
        ("The Secretary shall report by October 1, 2030.", "by October 1, 2030"),
        ("The Secretary shall report not later than March 1.", "not later than March 1"),
        ("The Secretary shall report annually.", "annually"),
        ("The Secretary shall report every 2 years.", "every 2 years"),
        ("The Secretary shall report each fiscal year.", "each fiscal year"),
        ("The Secretary shall report before the end of the fiscal year.", "before the end of the fiscal year"),
        ("The Secretary shall promptly report.", "promptly"),
        ("The Secretary shall report as soon as practicable.", "as soon as practicable"),
    ],
)
def test_a_time_that_is_no_deadline_is_told(text: str, words: str) -> None:
    assert left(draft_of(text)) == [("deadline", words)]
    assert left(draft_of(text, words)) == []
    assert left(draft_of(text, is_duty=False, no_duty={"2": "a condition"})) == []


@pytest.mark.parametrize(
    "text",
    [
        "The Secretary shall keep it for a period of 90 days.",
        "Members shall serve terms of 2 years.",
        "The Secretary shall count the ships of the past 5 years.",
        "The Secretary shall carry out Executive Order 99000 of May 1, 2025.",
    ],
)
def test_a_duration_a_look_back_and_a_citation_stand_in_the_directives_text(text: str) -> None:
    assert left(draft_of(text)) == []


def test_thereafter_goes_with_the_time_before_it() -> None:
    text = "The Secretary shall report within 90 days, and annually thereafter."
    assert left(draft_of(text, "within 90 days", "annually")) == []
    assert left(draft_of("Thereafter, the Secretary shall report.")) == [("deadline", "Thereafter")]


def test_what_a_doubt_tells_is_not_told_again() -> None:
    doubt = Doubt("2", "deadline", "promptly, where it can be", "no deadline")
    assert left(draft_of("The Secretary shall report promptly, where it can be.", doubts=(doubt,))) == []


def test_what_is_quoted_is_nobodys_duty() -> None:
    passages = (Passage("2", "Section 1 is amended to read:"), Passage("2", "The Secretary shall report.", quoted=True))
    assert left(Draft(FACTS, Outline(("2",), {}, passages), (), {}, {})) == []


def test_before_the_first_section_only_plain_commands_count() -> None:
    def preamble(text: str) -> Draft:
        return Draft(FACTS, Outline((), {}, (Passage(None, text),)), (), {}, {})

    assert left(preamble("We must be brave, and this will help. I hereby order the following:")) == []
    assert left(preamble("The Secretary shall be brave.")) == [("duty", "The Secretary shall be brave.")]


def test_a_draft_says_what_it_does_not_know() -> None:
    doubts = account_for(replace(make_draft(), facts=Facts())).doubts
    assert [doubt.chosen for doubt in doubts if doubt.about == "facts"] == [
        "the text does not say which executive order it is",
        "the text does not say on which day it was signed",
        "the text has no title",
    ]


def test_what_is_known_later_is_no_doubt_any_more() -> None:
    draft = with_facts(account_for(replace(make_draft(), facts=Facts())), replace(FACTS, title=None))
    assert [doubt.chosen for doubt in draft.doubts if doubt.about == "facts"] == ["the text has no title"]


def test_an_office_that_is_not_in_the_registry_is_told_once() -> None:
    told = [doubt for doubt in account_for(make_draft()).doubts if doubt.quote == KEEPERS.name]
    assert [(doubt.provision, doubt.about, doubt.chosen) for doubt in told] == [("2.b", "lead", "not in the registry")]


def test_the_text_is_marked_with_what_was_taken_from_it() -> None:
    text = "Within 60 days, the Secretary of Homeland Security shall report, and promptly."
    (passage,) = mark_coverage(account_for(draft_of(text, "Within 60 days")))
    assert (passage.provision, passage.taken_as) == ("2", "directive: DHS")
    assert [(piece.kind, piece.text) for piece in passage.pieces] == [
        ("deadline", "Within 60 days"),
        ("", ", the "),
        ("lead", "Secretary of Homeland Security"),
        ("", " "),
        ("duty", "shall"),
        ("", " report, and "),
        ("left", "promptly"),
        ("", "."),
    ]


def test_marking_drops_no_word() -> None:
    draft = account_for(make_draft())
    marked = ["".join(piece.text for piece in passage.pieces) for passage in mark_coverage(draft)]
    assert marked == [passage.text for passage in draft.outline.passages]


def test_each_passage_tells_what_became_of_it() -> None:
    told = {passage.provision: passage.taken_as for passage in mark_coverage(make_draft())}
    assert told == {
        None: "Before the first section",
        "1": "no duty: purpose; names no official",
        "2.a": "directive: DHS",
        "2.a.i": "item of 2(a)",
        "2.a.ii": "item of 2(a)",
        "2.b": "directive: DOJ, Keepers of the Lights",
        "2.c": "directive: Council",
        "3": "no duty: amends another order",
        "4.a": "no duty: savings clause",
    }
