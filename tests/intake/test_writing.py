"""A draft as an order's file: what `check` takes, with a comment at each place that is to be looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import eo_tracker
from eo_tracker.domain.deadlines import EVENT
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.orders import Directive, Order, Source
from eo_tracker.domain.values import canonical_form
from eo_tracker.intake.coverage import account_for
from eo_tracker.intake.draft import Body, Doubt, Draft, Duty, Office, Timing
from eo_tracker.intake.drafted_order import UnknownFact, make_order
from eo_tracker.intake.official_text import Facts
from eo_tracker.intake.outline import Outline, Passage
from eo_tracker.intake.writing import count_reviews, without_reviews, write_order_file
from eo_tracker.repository.canonical import read_canonical
from eo_tracker.repository.reading import read_value
from eo_tracker.repository.registry import built_in_registry
from eo_tracker.repository.source import SourceText
from eo_tracker.repository.writing import write_canonical
from tests.cli.trackers import write_file
from tests.intake.drafts import (
    DEPTH,
    FACTS,
    FLUSH,
    HELP,
    KEEPERS,
    LEAD_IN,
    LIGHTS,
    MEETINGS,
    REPORT,
    REVIEW,
    REVIEWING,
    deadline,
    make_draft,
)

REGISTRY = built_in_registry()
TODAY = date(2026, 2, 1)


def write(draft: Draft) -> str:
    return write_order_file(make_order(account_for(draft), REGISTRY))


def read(text: str) -> Order:
    order, problems = read_value(SourceText("directives/eo-99001.yaml", text), Order)
    assert order, problems
    return order


def directives(draft: Draft) -> dict[str, Directive]:
    return {directive.id: directive for directive in read(write(draft)).directives()}


def test_a_draft_is_written_as_check_takes_it(tmp_path: Path) -> None:
    write_file(tmp_path / "directives/eo-99001.yaml", write(make_draft()))
    assert not eo_tracker.open_repository(tmp_path).problems(TODAY)


def test_what_is_written_is_canonical_but_for_the_comments() -> None:
    text = write(make_draft())
    bare = without_reviews(text)
    assert bare == write_canonical(canonical_form(read(text)))
    assert read_canonical(bare) is not None
    assert bare != text


def test_every_provision_is_accounted_for() -> None:
    draft = make_draft()
    assert read(write(draft)).provisions() == list(draft.outline.provisions)


def test_a_directive_has_the_orders_words_and_its_deadlines_the_phrases() -> None:
    found = directives(make_draft())
    assert found["2.a"].text == f"{LEAD_IN} ... {FLUSH}"
    assert found["2.b"].text == f"{REVIEW} {HELP}"
    assert [each.quote for each in found["2.b"].deadline] == ["Within 30 days of receipt of the report", "annually"]


def test_an_items_timing_is_the_items_deadline() -> None:
    report = directives(make_draft())["2.a"]
    assert [str(each.within) for each in report.deadline] == ["60 days"]
    assert [(item.id, item.text, [str(d.within) for d in item.deadline]) for item in report.items] == [
        ("2.a.i", DEPTH, []),
        ("2.a.ii", LIGHTS, ["30 days"]),
    ]


def test_a_timing_of_an_item_that_is_none_is_the_directives() -> None:
    stray = Timing("2.a.ix", deadline("within 5 days", within="5 days"))
    report = directives(make_draft(duties=(replace(REPORT, timings=(stray,)),)))["2.a"]
    assert [str(each.within) for each in report.deadline] == ["5 days"]


def test_two_sets_of_leads_become_one_directive_and_a_comment_says_who_does_what() -> None:
    text = write(make_draft())
    directive = read(text)
    shared = next(each for each in directive.directives() if each.id == "2.b")
    assert shared.lead == ("DOJ", "KeepersLights")
    assert shared.summary == "Review the report; Help"
    at = text.index("# review: lead: not all of them do all of it.")
    comment = " ".join(text[at : text.index("lead: [DOJ", at)].replace("#   ", "").split())
    assert "DOJ: Review the report (Within 30 days of receipt of the report)" in comment
    assert "Keepers of the Lights: Help (annually)" in comment


def test_an_office_without_a_key_becomes_a_body_with_a_comment() -> None:
    text = write(make_draft())
    comment = (
        "  # review: lead: “Keepers of the Lights”: not in the registry; or: an agency that has another name there"
    )
    assert f"{comment}\n  - {{key: KeepersLights, name: Keepers of the Lights}}\n" in text
    assert "  - {key: Council, name: Harbor Council, provision: 2.c}\n" in text


def test_an_office_that_is_doubted_already_is_not_doubted_twice() -> None:
    doubt = Doubt("2.b", "lead", KEEPERS.name, "a body of its own", "an agency")
    text = write(make_draft(doubts=(doubt,)))
    assert text.count("“Keepers of the Lights”:") == 1


def test_a_body_that_leads_nothing_and_is_not_set_up_is_not_declared() -> None:
    bodies = (*make_draft().bodies, Body("XYZ", "Example Board", None, set_up_here=False))
    assert "Example Board" not in write(make_draft(bodies=bodies))


@pytest.mark.parametrize("key", ["DOJ", "no key", "agencies", ""])
def test_a_body_whose_key_is_taken_or_none_gets_another(key: str) -> None:
    body = Body(key, "Harbor Council", "2.c", set_up_here=True)
    meetings = replace(MEETINGS, leads=(Office(key, "Harbor Council"),))
    text = write(make_draft(duties=(meetings,), bodies=(body,)))
    assert "  - {key: HarborCouncil, name: Harbor Council, provision: 2.c}\n" in text
    assert next(iter(read(text).directives())).lead == ("HarborCouncil",)


def test_a_doubt_stands_above_what_it_is_about() -> None:
    lines = write(make_draft()).splitlines()
    at = next(n for n, line in enumerate(lines) if "# review: deadline: “Within 30 days of receipt" in line)
    below = next(line for line in lines[at:] if not line.lstrip().startswith("#"))
    assert below == "        deadline:"


@pytest.mark.parametrize(
    ("doubt", "below"),
    [
        (Doubt("2.a.ii", "deadline", "", "so"), "            deadline:"),
        (Doubt("2.a.i", "duty", "", "so"), "          - id: 2.a.i"),
        (Doubt("2.c", "duty", "", "so"), "      - id: 2.c"),
        (Doubt("3", "amendment", "", "so"), '      "3": amends'),
        (Doubt("2", "provision", "", "so"), '      "2": heading'),
        (Doubt("2.z.q", "provision", "", "so"), '      "2": heading'),
        (Doubt("9", "provision", "", "so"), "order: EO"),
        (Doubt(None, "facts", "", "so"), "order: EO"),
        (Doubt("4.a", "lead", "", "so"), "      4.a: savings"),
    ],
    ids=lambda each: f"{each.provision} {each.about}" if isinstance(each, Doubt) else "",
)
def test_every_doubt_has_a_place(doubt: Doubt, below: str) -> None:
    text = write(make_draft(doubts=(doubt,)))
    lines = text.splitlines()
    at = next(n for n, line in enumerate(lines) if line.strip() == f"# review: {doubt.about}: so")
    assert next(line for line in lines[at:] if not line.lstrip().startswith("#")).startswith(below)
    assert count_reviews(text) == 1 + 2  # those of 2.b


def test_a_long_comment_is_folded_and_taken_out_whole() -> None:
    doubt = Doubt("2.c", "duty", "words " * 60, "chosen " * 60, "otherwise " * 60)
    text = write(make_draft(doubts=(doubt,)))
    assert max(map(len, text.splitlines())) <= 120
    assert without_reviews(text) == without_reviews(write(make_draft(doubts=())))


@pytest.mark.parametrize("of", ["3", "2.b", "9.z", "2"])
def test_a_deadline_that_counts_from_no_directive_counts_from_an_event(of: str) -> None:
    timing = Timing("2.b", deadline("thereafter", within="30 days", of=of))
    text = write(make_draft(duties=(replace(REVIEWING, timings=(timing,)), REPORT)))
    order = read(text)
    (found,) = next(each for each in order.directives() if each.id == "2.b").deadline
    assert (found.of, str(found.within), found.quote) == (EVENT, "30 days", "thereafter")
    assert "# review: deadline: it counts from Sec. " in text


def test_deadlines_in_a_circle_are_broken_up(tmp_path: Path) -> None:
    first = replace(REPORT, timings=(Timing("2.a", deadline("then", within="5 days", of="2.b")),))
    second = replace(REVIEWING, timings=(Timing("2.b", deadline("then", within="5 days", of="2.a")),))
    write_file(tmp_path / "directives/eo-99001.yaml", write(make_draft(duties=(first, second))))
    assert not eo_tracker.open_repository(tmp_path).problems(TODAY)


def test_a_duty_of_nobody_is_given_to_all_agencies_and_doubted() -> None:
    text = write(make_draft(duties=(replace(REPORT, leads=()),)))
    assert "# review: lead: nobody is named, so all agencies stand here; or: no duty at all\n" in text
    assert next(iter(read(text).directives())).lead == ("agencies",)


def test_orders_that_are_revoked_or_amended_are_related() -> None:
    related = [(each.order, each.relation, each.provision) for each in read(write(make_draft())).related]
    assert related == [("EO 99000", "revokes", "3"), ("EO 99000-A", "amends", "3")]


def test_sections_have_their_headings_and_kinds() -> None:
    sections = read(write(make_draft())).sections
    assert [(s.section, s.heading, s.kind) for s in sections] == [
        ("1", "Purpose", "purpose"),
        ("2", "Harbors", "directives"),
        ("3", "Amendments", "amendments"),
        ("4", "General Provisions", "general_provisions"),
    ]
    assert sections[1].no_duty == {"2": "heading of Sec. 2(a) to 2(c)"}


def test_the_source_is_told() -> None:
    source = Source(url="https://www.example.gov/a", sha256="0" * 64, file="text/eo-99001.md")
    assert make_order(make_draft(), REGISTRY, source).order.source == source


@pytest.mark.parametrize("missing", ["number", "signed"])
def test_a_file_needs_a_number_and_a_day(missing: str) -> None:
    with pytest.raises(UnknownFact) as error:
        make_order(make_draft(facts=replace(FACTS, **{missing: None})), REGISTRY)
    assert f"--{missing}" in error.value.hint


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownFact, match="is no number of an order"):
        make_order(make_draft(facts=replace(FACTS, number="../../x")), REGISTRY)


def test_an_order_without_a_title_is_called_by_its_number() -> None:
    text = write(make_draft(facts=replace(FACTS, title=None)))
    assert "# review: facts: the text has no title\n" in text
    assert read(text).title == "Executive Order 99001"


def test_an_empty_draft_is_an_order() -> None:
    assert read(write(Draft(FACTS, Outline((), {}, ()), (), {}, {}))).provisions() == []


_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=60)
# Texts are decoded before they are read: halves of surrogate pairs do not come so far.
_SAID = st.text(st.characters(codec="utf-8"), max_size=40)


@settings(deadline=None)
@given(_SAID, _SAID, _SAID, _SAID, st.lists(_WORDS, max_size=3))
def test_whatever_words_stand_in_a_draft_its_file_can_be_read(a: str, b: str, c: str, d: str, more: list[str]) -> None:
    passages = tuple(Passage("2.a", words) for words in more)
    outline = Outline(("2", "2.a", "2.b"), {"2": a}, (*passages, Passage("2.b", b)))
    duty = Duty(
        "2.a", c, d, (Office(None, a), Office("DOJ", b)), timings=(Timing("2.a", deadline(c or "x", within="1 day")),)
    )
    facts = Facts("99001", a, date(2026, 1, 30), citation=b, document=c)
    draft = Draft(facts, outline, (duty,), {}, {"2.b": d}, (), (Doubt("2.a", "deadline", a, b, c),))
    try:
        text = write(draft)
    except EOTrackerError:
        pytest.fail("a draft is written whatever its words are")
    assert [each.id for each in read(text).directives()] == ["2.a"]
