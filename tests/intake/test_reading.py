"""What is hard in orders, in small made-up ones: who must act, by when, and what only looks like a duty."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.intake.draft import Draft, Duty
from eo_tracker.intake.offices import Names
from eo_tracker.intake.official_text import Facts, OfficialText
from eo_tracker.intake.reading import read_draft
from eo_tracker.repository.registry import built_in_registry

NAMES = Names(built_in_registry())


def draft(*paragraphs: str) -> Draft:
    return read_draft(OfficialText("plain text", Facts(), paragraphs), NAMES)


def duties(*paragraphs: str) -> tuple[Duty, ...]:
    return draft(*paragraphs).duties


def leads(*paragraphs: str) -> list[list[str]]:
    return [[office.name for office in duty.leads] for duty in duties(*paragraphs)]


def one(sentence: str) -> Duty:
    (duty,) = duties(f"Sec. 1. {sentence}")
    return duty


def keys(*offices: object) -> list[object]:
    return [getattr(office, "key", None) for office in offices]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("The Attorney General shall act.", ["DOJ"]),
        ("The Secretary of State and the Secretary of the Treasury shall jointly act.", ["DOS", "TREAS"]),
        ("The Secretaries of State, the Treasury, and Commerce shall each act.", ["DOS", "TREAS", "DOC"]),
        ("The heads of executive departments and agencies shall act.", ["agencies"]),
        ("No agency shall act.", ["agencies"]),
        ("Each agency head that owns a lamp shall act.", ["agencies"]),
        (
            "The Attorney General and the heads of other relevant agencies, as appropriate, shall act.",
            ["DOJ", "agencies"],
        ),
        ("To keep the coast lit, the Director of OMB shall act.", ["OMB"]),
        ("With the help of the Secretary of State, the Attorney General shall act.", ["DOJ"]),
        ("In consultation with the Secretary of State, the Attorney General shall act.", ["DOJ"]),
        ("The Attorney General is directed to act.", ["DOJ"]),
        ("I hereby direct the Attorney General to act.", ["DOJ"]),
        ("The Attorney General or the Attorney General’s designee shall act.", ["DOJ"]),
        ("The General Counsel of the Department of Commerce shall act.", ["DOC"]),
    ],
)
def test_who_must_act_is_read(sentence: str, wanted: list[str]) -> None:
    assert keys(*one(sentence).leads) == wanted


def test_those_consulted_coordinating_and_acted_through_are_no_leads() -> None:
    duty = one(
        "The Secretary of Commerce, acting through the Director of the National Institute of Standards and Technology, "
        "in consultation with the Secretary of State, the Secretary of Labor, and the Attorney General, and in "
        "coordination with the Director of OMB, shall act."
    )
    assert keys(*duty.leads) == ["DOC"]
    assert keys(*duty.through) == ["NIST"]
    assert keys(*duty.consulted) == ["DOS", "DOL", "DOJ"]
    assert keys(*duty.coordinating) == ["OMB"]


def test_a_short_title_is_the_one_defined_before() -> None:
    found = leads(
        "Sec. 1. The Secretary of Labor shall speak with the Secretary of Energy (Secretary).",
        "Sec. 2. The Secretary shall act.",
    )
    assert found == [["Secretary of Labor"], ["Secretary of Energy"]]


def test_a_bare_title_that_is_not_defined_is_the_last_one_named_and_doubted() -> None:
    found = draft("Sec. 1. The Secretary of Labor shall act. The Secretary shall report.")
    assert keys(*found.duties[0].leads) == ["DOL"]
    found = draft("Sec. 1. The Secretary of Labor shall act.", "Sec. 2. The Secretary shall report.")
    assert [doubt.quote for doubt in found.doubts if doubt.about == "lead"] == ["Secretary"]


def test_a_body_that_is_set_up_leads_by_the_name_it_is_called_by() -> None:
    found = draft(
        "Sec. 1. There is established the Coastal Light Council (Council), chaired by the Secretary of Commerce.",
        "Sec. 2. The Council shall meet. It shall report. The Chair shall preside over it.",
    )
    assert [(duty.leads[0].key, duty.leads[0].name) for duty in found.duties] == [
        ("CLC", "Council"),
        ("DOC", "Secretary of Commerce"),
    ]
    assert [(body.key, body.name, body.set_up_here) for body in found.bodies] == [
        ("CLC", "Coastal Light Council", True)
    ]


def test_an_office_that_nobody_knows_gets_a_key_and_a_doubt() -> None:
    found = draft("Sec. 1. The Chief Lamp Officer shall act.")
    assert [(body.name, body.set_up_here) for body in found.bodies] == [("Chief Lamp Officer", False)]
    assert any(doubt.quote == "Chief Lamp Officer" for doubt in found.doubts)


def test_a_lead_in_governs_its_items_and_their_times() -> None:
    (duty,) = duties(
        "Sec. 1. Within 90 days of the date of this order, the Attorney General shall:",
        "(a) count the lamps; and",
        "(b) within 1 year of the date of this order, publish the count.",
    )
    assert duty.items == ("1.a", "1.b")
    assert [(t.provision, str(t.deadline.within)) for t in duty.timings] == [("1", "90 days"), ("1.b", "1 year")]


def test_an_item_with_a_subject_of_its_own_is_a_duty_of_its_own() -> None:
    found = duties(
        "Sec. 1. The following shall be done:",
        "(a) The Attorney General shall count the lamps.",
        "(b) The Secretary of State shall publish the count.",
    )
    assert [duty.provision for duty in found] == ["1.a", "1.b"]


def test_a_time_above_a_list_governs_each_duty_in_it() -> None:
    found = duties(
        "Sec. 1. Within 1 year of the date of this order:",
        "(a) the Attorney General shall count the lamps; and",
        "(b) the Secretary of State shall, within 30 days of the date of this order, publish the count.",
    )
    assert [[(t.provision, str(t.deadline.within)) for t in duty.timings] for duty in found] == [
        [("1", "1 year")],
        [("1.b", "30 days")],
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is the policy of the United States that agencies shall keep the lamps.",
        "“Lamp” means a light that the Attorney General shall see.",
        "Nothing in this order shall be construed to impair the Attorney General.",
        "The Attorney General may act within 60 days of the date of this order.",
        "The Attorney General is encouraged to act within 60 days of the date of this order.",
        "The Council shall terminate 2 years after the date of this order.",
        "Members shall serve for a term of 2 years.",
        "The report shall include a list of lamps.",
        "The President shall appoint a Keeper.",
        "Proposals must be submitted within 60 days of the date of this order.",
        "This order shall take effect 30 days after the date of this order.",
        "Contractors shall keep their lamps within 60 days of the date of this order.",
    ],
)
def test_what_looks_like_a_duty_and_is_none_has_a_reason(sentence: str) -> None:
    found = draft(f"Sec. 1. {sentence}")
    assert found.duties == ()
    assert found.no_duty["1"]


def test_a_passive_with_a_time_binds_whom_the_words_before_bind() -> None:
    found = draft(
        "Sec. 1. The Attorney General shall count the lamps. The count shall be published within 60 days of the date "
        "of this order."
    )
    (duty,) = found.duties
    assert [str(t.deadline.within) for t in duty.timings] == ["60 days"]
    assert [doubt.about for doubt in found.doubts] == ["lead"]


def test_costs_of_publication_are_borne_by_somebody() -> None:
    assert keys(*one("The costs for publication of this order shall be borne by the Department of Energy.").leads) == [
        "DOE"
    ]


def test_quoted_amendments_lay_no_duty_of_this_order() -> None:
    found = draft(
        "Sec. 1. Executive Order 99001 is amended by adding at the end:",
        "“Sec. 9. Within 10 days of the date of this order, the Attorney General shall light a lamp.”",
        "Sec. 2. The Attorney General shall report.",
    )
    assert [duty.provision for duty in found.duties] == ["2"]
    assert found.outline.provisions == ("1", "2")


@pytest.mark.parametrize(
    ("clock", "of"),
    [
        ("Within 30 days of receipt of the report required by section 1(a) of this order", "1.a"),
        ("Within 30 days of the publication of the chart of lamps", "1.b"),
        ("Within 30 days of the submission of the report", "1.a"),
        ("Within 30 days of the enactment of a law on oil", "event"),
        ("Within 30 days of publication of this order in the Federal Register", "event"),
        ("Within 30 days of the date of this order", None),
    ],
)
def test_a_clock_that_starts_elsewhere_is_found(clock: str, of: str | None) -> None:
    *_, duty = duties(
        "Sec. 1. (a) The Attorney General shall submit to the President a report on oil.",
        "(b) The Secretary of Commerce shall publish a chart of all lamps.",
        f"Sec. 2. {clock}, the Secretary of State shall act.",
    )
    (timing,) = duty.timings
    assert timing.deadline.of == of


def test_such_a_determination_is_the_one_made_above() -> None:
    *_, duty = duties(
        "Sec. 1. (a) The Attorney General shall determine whether lamps are lit.",
        "(b) The Attorney General shall, within 30 days of such determination, publish it, and shall, no later than 15 "
        "additional days, explain it.",
    )
    assert [t.deadline.of for t in duty.timings] == ["1.a", "1.b"]


def test_what_recurs_goes_with_its_first_time() -> None:
    (timing,) = one(
        "The Attorney General shall, within 180 days of the date of this order and annually thereafter, report."
    ).timings
    assert (str(timing.deadline.within), str(timing.deadline.every)) == ("180 days", "1 year")


def test_a_day_of_each_year_begins_with_the_first_after_the_signing() -> None:
    from datetime import date

    text = OfficialText(
        "plain text",
        Facts(signed=date(2027, 7, 1)),
        ("Sec. 1. The Attorney General shall report by June 30 of each year.",),
    )
    ((timing,),) = [duty.timings for duty in read_draft(text, NAMES).duties]
    assert timing.deadline.by == date(2028, 6, 30)


_WORDS = st.sampled_from(
    (
        *(
            "the",
            "Secretary of State",
            "shall",
            ",",
            "and",
            "in consultation with",
            "agencies",
            "heads of",
            "(",
            ")",
            "“",
        ),
        *(
            "”",
            "within 30 days",
            "after",
            "(a)",
            "(i)",
            ".",
            ":",
            ";",
            "Sec. 2.",
            "which",
            "Council",
            "by",
            "(Council)",
        ),
        *("annually", "must", "be", "the Attorney General is directed to", "report", "3(a)"),
    )
)


@given(st.lists(st.lists(_WORDS, max_size=60).map(" ".join), max_size=8))
def test_every_provision_is_a_duty_an_item_or_has_a_reason(paragraphs: list[str]) -> None:
    found = draft("Sec. 1. Purpose.", *paragraphs)
    laid = {duty.provision for duty in found.duties} | {item for duty in found.duties for item in duty.items}
    assert laid | set(found.no_duty) >= set(found.outline.provisions)
    assert all(duty.leads and duty.summary for duty in found.duties)


@pytest.mark.parametrize(
    "words",
    [
        "the ",
        "in consultation with ",
        "of the ",
        "(",
        ", ",
        "agencies and ",
        "Secretary of ",
        "shall ",
        "3(a)(",
        "“",
        "within 9 ",
    ],
)
def test_endless_words_come_to_an_end(words: str) -> None:
    assert draft(
        f"Sec. 1. {words * 5000}", f"Sec. 2. The Attorney General {words * 2000} shall act."
    ).outline.provisions
