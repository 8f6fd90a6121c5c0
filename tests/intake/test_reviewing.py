"""The review of a draft: what each choice makes of it."""

from __future__ import annotations

import pytest

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.intake.draft import Doubt, Draft, Duty, Office
from eo_tracker.intake.reviewing import (
    NotUnderstood,
    change_deadline,
    change_leads,
    find_duty,
    find_sentence,
    read_deadline,
    read_leads,
    remove_duty,
    settle,
)
from eo_tracker.repository.registry import built_in_registry
from tests.intake.drafts import HELPING, RECEIPT, RECEIPT_DOUBT, REPORT, REVIEW, make_draft

REGISTRY = built_in_registry()


def duty_of(draft: Draft, provision: str, n: int = 0) -> Duty:
    return [duty for duty in draft.duties if duty.provision == provision][n]


def test_a_doubt_is_shown_in_its_sentence() -> None:
    sentence = find_sentence(make_draft(), RECEIPT_DOUBT)
    assert (sentence.before, sentence.quoted, sentence.after) == ("", RECEIPT, REVIEW.removeprefix(RECEIPT))
    middle = find_sentence(make_draft(), Doubt("2.c", "lead", "Council shall", "so"))
    assert middle.before == "The "
    assert middle.after == " meet within 10 days of the beginning."


def test_words_that_the_text_has_not_stand_by_themselves() -> None:
    sentence = find_sentence(make_draft(), Doubt("2.c", "lead", "No such words", "so"))
    assert (sentence.before, sentence.quoted, sentence.after) == ("", "No such words", "")
    assert find_sentence(make_draft(), Doubt(None, "facts", "", "so")).quoted == ""


def test_the_end_of_a_cut_quote_is_found() -> None:
    sentence = find_sentence(make_draft(), Doubt("2.b", "duty", "Within 30 days of receipt ...", "so"))
    assert sentence.quoted + sentence.after == REVIEW


@pytest.mark.parametrize(
    ("doubt", "duty"),
    [
        (RECEIPT_DOUBT, make_draft().duties[1]),
        (Doubt("2.b", "lead", "Keepers of the Lights", "so"), HELPING),
        (Doubt("2.a.ii", "deadline", "", "so"), REPORT),
        (Doubt("1", "duty", "", "so"), None),
        (Doubt(None, "facts", "", "so"), None),
    ],
)
def test_the_duty_of_a_doubt_is_found(doubt: Doubt, duty: Duty | None) -> None:
    assert find_duty(make_draft(), doubt) == duty


def test_what_is_settled_is_no_doubt_any_more() -> None:
    other = Doubt("2.c", "lead", "", "so")
    assert settle(make_draft(doubts=(RECEIPT_DOUBT, other)), RECEIPT_DOUBT).doubts == (other,)


def test_others_can_lead() -> None:
    draft = make_draft()
    changed = change_leads(draft, duty_of(draft, "2.b", 1), [Office("OMB", "Director")])
    assert duty_of(changed, "2.b", 1).leads == (Office("OMB", "Director"),)
    assert duty_of(changed, "2.b", 0) == duty_of(draft, "2.b", 0)


def test_a_deadline_is_changed_and_keeps_its_quote() -> None:
    draft = make_draft()
    new = read_deadline("45 days")
    changed = change_deadline(draft, duty_of(draft, "2.b"), RECEIPT_DOUBT, new)
    (timing,) = duty_of(changed, "2.b").timings
    assert (str(timing.deadline.within), timing.deadline.of, timing.deadline.quote) == ("45 days", None, RECEIPT)


def test_a_deadline_is_taken_away() -> None:
    draft = make_draft()
    assert duty_of(change_deadline(draft, duty_of(draft, "2.b"), RECEIPT_DOUBT, None), "2.b").timings == ()


def test_a_deadline_is_added_to_what_has_none_of_these_words() -> None:
    draft, doubt = make_draft(), Doubt("2.b", "lead", "it.", "so")
    changed = change_deadline(draft, duty_of(draft, "2.b"), doubt, read_deadline("2026-10-01"))
    said = [str(timing.deadline.by or timing.deadline.within) for timing in duty_of(changed, "2.b").timings]
    assert said == ["30 days", "2026-10-01"]
    assert change_deadline(draft, duty_of(draft, "2.b"), doubt, None) == draft


def test_what_is_no_duty_has_a_reason_and_so_have_its_items() -> None:
    draft = make_draft()
    changed = remove_duty(draft, duty_of(draft, "2.a"), "a wish")
    assert "2.a" not in {duty.provision for duty in changed.duties}
    assert {key: changed.no_duty[key] for key in ("2.a", "2.a.i", "2.a.ii")} == {
        "2.a": "a wish",
        "2.a.i": "part of Sec. 2(a)",
        "2.a.ii": "part of Sec. 2(a)",
    }


def test_a_provision_with_another_duty_needs_no_reason() -> None:
    draft = make_draft()
    changed = remove_duty(draft, duty_of(draft, "2.b"), "a wish")
    assert "2.b" not in changed.no_duty
    assert duty_of(changed, "2.b") == HELPING


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("60 days", {"within": "60 days"}),
        ("within 60 days", {"within": "60 days"}),
        ("60 days of this order", {"within": "60 days"}),
        ("30 days of 3.b", {"within": "30 days", "of": "3.b"}),
        ("30 days after Sec. 3(b)(iv)", {"within": "30 days", "of": "3.b.iv"}),
        ("45 days after enactment of the Act", {"within": "45 days", "of": "event", "event": "enactment of the Act"}),
        ("2026-10-01", {"by": "2026-10-01"}),
        ("by 2026-10-01.", {"by": "2026-10-01"}),
        ("fiscal year 2026", {"by_end_of": "fiscal year 2026"}),
        ("by the end of fiscal year 2026", {"by_end_of": "fiscal year 2026"}),
        ("every 1 year", {"every": "1 year"}),
        ("every 1 year, first after 180 days", {"every": "1 year", "within": "180 days"}),
        ("immediately", {"immediately": True}),
    ],
)
def test_a_deadline_is_read_as_people_write_it(typed: str, said: dict[str, object]) -> None:
    found = read_deadline(typed)
    assert found
    assert found.model_dump(mode="json", exclude_none=True) == said


@pytest.mark.parametrize("typed", ["none", "", " None. ", "no deadline"])
def test_no_deadline_can_be_said(typed: str) -> None:
    assert read_deadline(typed) is None


@pytest.mark.parametrize("typed", ["soon", "60", "0 days", "2026-13-01", "fiscal year 26", "every moon", "days of 3.b"])
def test_what_is_no_deadline_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="is no deadline") as error:
        read_deadline(typed)
    assert "60 days" in error.value.hint


def test_leads_are_read_by_key_name_and_title() -> None:
    draft = make_draft()
    found = read_leads("doj, Secretary of Defense; harbor council, agencies", draft, REGISTRY)
    assert [office.key for office in found] == ["DOJ", "DOD", "Council", "agencies"]


@pytest.mark.parametrize("typed", ["", " , ", "Keeper of Nothing"])
def test_leads_that_nobody_knows_are_refused(typed: str) -> None:
    with pytest.raises(EOTrackerError):
        read_leads(typed, make_draft(), REGISTRY)
