"""A new text against an order's file: what is proposed, and what the file says when it is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from eo_tracker.domain.consistency import find_order_faults
from eo_tracker.domain.orders import Order
from eo_tracker.domain.values import canonical_form
from eo_tracker.intake.comparing import Difference, apply, find_differences, same_words
from eo_tracker.intake.draft import Draft, Duty, Timing
from eo_tracker.intake.drafted_order import make_order
from eo_tracker.intake.outline import Outline, Passage
from eo_tracker.repository.editing import edit
from eo_tracker.repository.reading import read_value
from eo_tracker.repository.registry import built_in_registry
from eo_tracker.repository.source import SourceText
from eo_tracker.repository.tree import read_tree
from eo_tracker.repository.writing import write_canonical
from tests.intake.drafts import DHS, FACTS, KEEPERS, OUTLINE, PASSAGES, REPORT, SIXTY, deadline, make_draft

REGISTRY = built_in_registry()
OLD = make_order(make_draft(), REGISTRY).order


def as_data(order: Order = OLD) -> Any:
    """Give what an order's file says, to be changed at will."""
    return read_tree(write_canonical(canonical_form(order)))[0]


def compare(draft: Draft, order: Order = OLD) -> list[Difference]:
    return list(find_differences(order, draft, make_order(draft, REGISTRY)))


def briefly(differences: list[Difference]) -> list[tuple[str, str | None, str]]:
    return [(each.kind, each.provision, each.field) for each in differences]


def with_passages(*changed: tuple[str, str], outline: Outline = OUTLINE) -> Outline:
    """Return an outline in which passages have other words."""
    words = dict(changed)
    return replace(outline, passages=tuple(replace(p, text=words.get(p.text, p.text)) for p in outline.passages))


def test_the_same_text_changes_nothing() -> None:
    assert compare(make_draft()) == []


def test_typography_makes_no_difference() -> None:
    assert same_words("The “Act” – the Secretary’s", 'The "Act" - the Secretary\'s')
    assert same_words("a--b", "a—b")
    assert not same_words("60 days", "90 days")


def test_facts_are_proposed_that_the_file_has_not() -> None:
    facts = replace(FACTS, published=date(2026, 2, 4), citation="91 FR 1", document="2026-1", title="a fictional order")
    found = compare(make_draft(facts=facts))
    assert [(each.field, each.before, each.after) for each in found] == [
        ("published", None, date(2026, 2, 4)),
        ("citation", None, "91 FR 1"),
        ("document", None, "2026-1"),
    ]


def test_another_deadline_in_other_words_is_proposed_with_them() -> None:
    ninety = SIXTY.replace("60", "90")
    timings = (Timing("2.a", deadline(ninety, within="90 days")), REPORT.timings[1])
    outline = with_passages((PASSAGES[2].text, PASSAGES[2].text.replace("60", "90")))
    draft = make_draft(outline=outline, duties=(replace(REPORT, timings=timings), *make_draft().duties[1:]))
    found = compare(draft)
    assert briefly(found) == [("text_changed", "2.a", "text"), ("deadline_changed", "2.a", "deadline")]
    assert found[1].after["quote"] == ninety


def test_a_reviewed_deadline_stands_where_the_draft_is_in_doubt() -> None:
    data = as_data()
    data["sections"][1]["directives"][1]["deadline"] = [{"within": "7 days"}, {"every": "1 year"}]
    assert compare(make_draft(), Order.model_validate(data)) == []
    assert briefly(compare(make_draft(doubts=()), Order.model_validate(data))) == [
        ("deadline_changed", "2.b", "deadline")
    ]


def test_a_reviewed_summary_and_lead_stand() -> None:
    data = as_data()
    data["sections"][1]["directives"][0] |= {"summary": "By hand", "lead": ["DOD"]}
    assert compare(make_draft(), Order.model_validate(data)) == []


def test_other_leads_are_proposed_where_the_words_are_others() -> None:
    new = "The Attorney General shall meet."
    meetings = replace(make_draft().duties[3], leads=(DHS,), timings=())
    draft = make_draft(outline=with_passages((PASSAGES[8].text, new)), duties=(*make_draft().duties[:3], meetings))
    found = compare(draft)
    assert briefly(found) == [
        ("text_changed", "2.c", "text"),
        ("deadline_changed", "2.c", "deadline"),
        ("lead_changed", "2.c", "lead"),
    ]
    assert (found[1].after, found[2].after) == (None, ["DHS"])


def added(provision: str, text: str, *, no_duty: bool = False, **more: Any) -> Draft:
    outline = replace(
        OUTLINE, provisions=(*OUTLINE.provisions, provision), passages=(*PASSAGES, Passage(provision, text))
    )
    draft = make_draft(outline=outline)
    if no_duty:
        return replace(draft, no_duty={**draft.no_duty, provision: "a wish"})
    return replace(draft, duties=(*draft.duties, Duty(provision, text, "Do it", (DHS,), **more)))


@pytest.mark.parametrize(
    ("draft", "provision", "field"),
    [
        (added("2.d", "The Secretary shall sail."), "2.d", "directives"),
        (added("5", "The Secretary shall sail."), "5", "directives"),
        (added("4.b", "Ships may sail.", no_duty=True), "4.b", "no_duty"),
        (added("5", "Ships may sail.", no_duty=True), "5", "no_duty"),
        (
            make_draft(
                outline=replace(
                    OUTLINE,
                    provisions=(*OUTLINE.provisions, "2.a.iii"),
                    passages=(*PASSAGES, Passage("2.a.iii", "their fog.")),
                ),
                duties=(replace(REPORT, items=(*REPORT.items, "2.a.iii")), *make_draft().duties[1:]),
            ),
            "2.a.iii",
            "items",
        ),
    ],
    ids=["directive", "section", "reason", "section without a duty", "item"],
)
def test_a_new_provision_is_proposed_and_taken(draft: Draft, provision: str, field: str) -> None:
    found = compare(draft)
    assert briefly(found) == [("provision_added", provision, field)]
    order = Order.model_validate(apply(as_data(), found))
    assert provision in order.provisions()
    assert not list(find_order_faults(order, REGISTRY))
    assert compare(draft, order) == []
    back = compare(make_draft(), order)
    assert briefly(back) == [("provision_removed", provision, field)]
    assert Order.model_validate(apply(as_data(order), back)) == OLD


def test_a_new_directive_brings_its_items() -> None:
    outline = replace(
        OUTLINE,
        provisions=(*OUTLINE.provisions, "2.d", "2.d.i"),
        passages=(*PASSAGES, Passage("2.d", "The Secretary shall:"), Passage("2.d.i", "sail.")),
    )
    duty = Duty("2.d", "The Secretary shall:", "Sail", (DHS,), items=("2.d.i",))
    draft = make_draft(outline=outline, duties=(*make_draft().duties, duty))
    found = compare(draft)
    assert briefly(found) == [("provision_added", "2.d", "directives")]
    order = Order.model_validate(apply(as_data(), found))
    assert compare(draft, order) == []
    assert briefly(compare(make_draft(), order)) == [("provision_removed", "2.d", "directives")]
    assert Order.model_validate(apply(as_data(order), compare(make_draft(), order))) == OLD


def test_what_is_taken_leaves_the_rest_of_a_file_byte_for_byte() -> None:
    text = write_canonical(canonical_form(OLD)).replace("sections:", "# by hand\nsections:")
    text = text.replace("summary: Meet\n", "summary:   'Meet often'   # as ever\n")
    order, problems = read_value(SourceText("x", text), Order)
    assert order, problems
    draft = added("2.d", "The Secretary shall sail.")
    new = edit(text.encode(), apply(read_tree(text)[0], compare(draft, order))).decode()
    assert "# by hand\nsections:" in new
    assert "summary:   'Meet often'   # as ever\n" in new
    assert [line for line in text.splitlines() if line not in new.splitlines()] == []


def test_a_text_that_holds_its_parts_is_compared_with_them() -> None:
    data = as_data()
    directive = data["sections"][1]["directives"][0]
    directive["text"] = f"{PASSAGES[2].text} (i) {PASSAGES[3].text} (ii) {PASSAGES[4].text} {PASSAGES[5].text}"
    del directive["items"]
    data["sections"][1]["no_duty"] |= {"2.a.i": "a part", "2.a.ii": "a part"}
    assert compare(make_draft(), Order.model_validate(data)) == []


def test_a_text_without_its_flush_end_is_the_same() -> None:
    data = as_data()
    data["sections"][1]["directives"][0]["text"] = PASSAGES[2].text
    assert compare(make_draft(), Order.model_validate(data)) == []


def test_what_a_person_made_an_item_is_compared_by_its_words() -> None:
    data = as_data()
    section = data["sections"][1]
    (report, *others) = section["directives"]
    section["directives"] = [{**report, "id": "2", "items": [{"id": "2.b", "text": "By hand."}]}, *others[1:]]
    section["no_duty"] = {"2.a": "a part", "2.a.i": "a part", "2.a.ii": "a part"}
    found = compare(make_draft(), Order.model_validate(data))
    assert ("text_changed", "2.b", "text") in briefly(found)
    assert ("deadline_changed", "2.b", "deadline") not in briefly(found)


KEEPERS_DUTY = added("2.d", "The Keepers of the Lights shall sail.")
KEEPERS_DUTY = replace(
    KEEPERS_DUTY, duties=(*KEEPERS_DUTY.duties[:-1], replace(KEEPERS_DUTY.duties[-1], leads=(KEEPERS,)))
)


def test_a_body_that_a_new_directive_names_comes_with_it() -> None:
    draft = make_draft(duties=(REPORT,), bodies=(), no_duty={**make_draft().no_duty, "2.b": "a wish", "2.c": "a wish"})
    old = make_order(draft, REGISTRY).order
    assert old.bodies == ()
    new = replace(KEEPERS_DUTY, duties=(REPORT, KEEPERS_DUTY.duties[-1]), bodies=(), no_duty=draft.no_duty)
    order = Order.model_validate(apply(as_data(old), compare(new, old)))
    assert [(body.key, body.name) for body in order.bodies] == [("KeepersLights", "Keepers of the Lights")]
    assert not list(find_order_faults(order, REGISTRY))


def test_a_body_goes_by_the_key_that_the_file_has_for_it() -> None:
    text = write_canonical(canonical_form(OLD)).replace("KeepersLights", "KEEP")
    order, problems = read_value(SourceText("x", text), Order)
    assert order, problems
    assert compare(make_draft(), order) == []
    found = compare(KEEPERS_DUTY, order)
    assert [(each.after["lead"], each.bodies) for each in found] == [(["KEEP"], ())]


def test_a_key_that_the_file_uses_otherwise_is_not_taken() -> None:
    text = write_canonical(canonical_form(OLD)).replace("name: Keepers of the Lights", "name: Keepers of the Fogs")
    order, problems = read_value(SourceText("x", text), Order)
    assert order, problems
    (found,) = compare(KEEPERS_DUTY, order)
    assert found.after["lead"] == ["KeepersLights-2"]
    taken = Order.model_validate(apply(as_data(order), [found]))
    assert len(taken.bodies) == 3
    assert not list(find_order_faults(taken, REGISTRY))
