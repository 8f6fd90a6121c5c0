"""Orders, directives and records as values: what their files may say."""

from __future__ import annotations

import pytest

from eo_tracker.domain.ids import cite, order_id, order_number
from eo_tracker.domain.orders import Directive, Effect, Order, Section
from eo_tracker.domain.records import Evidence, Hold, Record
from tests.domain.builders import (
    PROVISIONS_OF_EO_14288,
    SIGNED,
    Data,
    day,
    make_dataset,
    make_directive,
    make_eo_14288,
    make_items,
    make_order,
    make_record,
    refusal,
)

ORDER: Data = {"order": "EO 14288", "title": "An Order", "signed": "2025-04-28"}


def test_every_provision_of_eo_14288_is_accounted_for() -> None:
    order = make_eo_14288()
    assert order.provisions() == PROVISIONS_OF_EO_14288
    assert [d.id for d in order.directives()] == ["2", "3.a", "3.b", "4.a", "4.b", "5", "6", "7.d"]
    assert order.signed == SIGNED


def test_an_order_says_why_a_provision_lays_no_duty() -> None:
    order = make_eo_14288()
    assert order.reason_for_no_duty("7.a") == "savings clause"
    assert order.reason_for_no_duty("3.b") is None
    assert order.reason_for_no_duty("99") is None


@pytest.mark.parametrize(
    ("number", "expected"), [("EO 14288", "eo-14288"), ("EO 1", "eo-1"), ("EO 12345-A", "eo-12345-a")]
)
def test_an_order_has_an_id(number: str, expected: str) -> None:
    assert order_id(number) == expected
    assert order_number(expected) == number
    assert Order.model_validate({**ORDER, "order": number}).id == expected


def test_a_directive_is_cited_as_orders_are() -> None:
    assert cite("eo-14288", "3.b") == "EO 14288, Sec. 3(b)"
    assert cite("eo-14288", "4.1.a") == "EO 14288, Sec. 4.1(a)"
    assert cite("eo-12345-a", "2") == "EO 12345-A, Sec. 2"


@pytest.mark.parametrize(
    "number", ["14288", "eo-14288", "EO14288", "EO 0", "EO 014288", "EO 1234567", "EO 14288-a", "EO 14288 ", ""]
)
def test_what_is_no_order_number(number: str) -> None:
    assert refusal(Order, {**ORDER, "order": number})[0] == "string_pattern_mismatch"


@pytest.mark.parametrize("provision", ["3(b)", "3.", ".b", "3/b", "../x", "3.b ", "b", "3.b\n", ""])
def test_what_is_no_provision_id(provision: str) -> None:
    assert refusal(Directive, make_directive(provision))[0] == "string_pattern_mismatch"


@pytest.mark.parametrize("missing", ["order", "title", "signed"])
def test_what_an_order_must_say(missing: str) -> None:
    assert refusal(Order, {k: v for k, v in ORDER.items() if k != missing})[0] == "missing"


@pytest.mark.parametrize("missing", ["id", "summary", "lead"])
def test_what_a_directive_must_say(missing: str) -> None:
    assert refusal(Directive, {k: v for k, v in make_directive().items() if k != missing})[0] == "missing"


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("lead", [], "too_short"),
        ("lead", "DOJ", "tuple_type"),
        ("lead", ["doj"], "string_pattern_mismatch"),
        ("consulted", ["Attorney General"], "string_pattern_mismatch"),
        ("summary", "", "string_too_short"),
        ("continuing", "yes", "EO204"),
        ("deadline", {"within": "soon"}, "EO206"),
        ("deadline", "60 days", "model_type"),
        ("effect", {"state": "dead"}, "literal_error"),
        ("items", {"id": "3.b.i"}, "tuple_type"),
        ("owner", "DOJ", "extra_forbidden"),
        ("on", "2025-06-27", "extra_forbidden"),
    ],
)
def test_what_a_directive_may_not_say(key: str, value: object, kind: str) -> None:
    assert refusal(Directive, {**make_directive(), key: value})[0] == kind


def test_one_deadline_or_effect_needs_no_list() -> None:
    single = Directive.model_validate(make_directive(deadline={"within": "60 days"}, effect={"state": "amended"}))
    listed = Directive.model_validate(make_directive(deadline=[{"within": "60 days"}], effect=[{"state": "amended"}]))
    assert single == listed


def test_sections_have_kinds() -> None:
    kinds = ["directives", "purpose", "policy", "definitions", "general_provisions", "amendments"]
    assert [Section.model_validate({"section": "1", "kind": kind}).kind for kind in kinds] == kinds
    assert Section.model_validate({"section": "1"}).kind == "directives"
    assert refusal(Section, {"section": "1", "kind": "other"})[0] == "literal_error"
    assert refusal(Section, {"section": "1.a"})[0] == "string_pattern_mismatch"
    assert refusal(Section, {"section": "1", "no_duty": {"(a)": "x"}})[0] == "string_pattern_mismatch"


@pytest.mark.parametrize("state", ["in_force", "amended", "superseded", "revoked", "enjoined"])
def test_effects_have_states(state: str) -> None:
    effect = Effect.model_validate({"state": state, "by": "EO 14300", "date": "2025-06-01", "part": "Sec. 3(b)"})
    assert (effect.state, effect.date) == (state, day("2025-06-01"))


def test_provisions_are_in_order_whatever_the_files_order() -> None:
    items = make_items("9.i.ii", "9.i.i")
    order = make_order(make_directive("9.j"), make_directive("9.i", items=items), make_directive("9.h"))
    assert order.provisions() == ["9", "9.h", "9.i", "9.i.i", "9.i.ii", "9.j"]


def test_duties_are_directives_and_items_by_their_full_ids() -> None:
    dataset = make_dataset(make_eo_14288())
    assert [d.id for d in dataset.duties()][:3] == ["eo-14288/2", "eo-14288/3.a", "eo-14288/3.b"]
    assert [i.id for i in dataset.duties_by_id["eo-14288/3.a"].items()][-1] == "eo-14288/3.a.vii"
    item = dataset.duties_by_id["eo-14288/3.a.iii"]
    assert item.part.id == "3.a.iii"
    assert item.directive.id == "3.a"
    assert list(item.items()) == []


def test_agencies_and_bodies_are_printed_by_name() -> None:
    order = make_order(make_directive(), bodies=[{"key": "TF", "name": "Task Force on Order"}])
    dataset = make_dataset(order)
    assert dataset.agency_name("TF", order) == "Task Force on Order"
    assert dataset.agency_name("DOJ", order) == "Department of Justice"
    assert dataset.agency_name("agencies", order) == "all agencies"
    assert dataset.agency_name("TF", make_eo_14288()) == "TF"


def test_a_record_that_says_nothing_is_not_reported() -> None:
    record = make_record()
    assert (record.status, record.verified, record.evidence) == ("not_reported", "unverified", ())


@pytest.mark.parametrize("state", ["unverified", "verified", "disputed"])
def test_a_record_is_as_verified_as_it_says(state: str) -> None:
    assert make_record(verification={"state": state}).verified == state


@pytest.mark.parametrize("status", ["not_reported", "not_started", "in_progress", "not_applicable", "not_pursued"])
def test_only_what_is_completed_has_a_day_of_completion(status: str) -> None:
    assert make_record(status=status).status == status
    assert refusal(Record, {"status": status, "completed": "2025-06-20"}) == (
        "EO216",
        f"a day of completion is given and the status is {status}",
        "set status: completed",
    )


def test_what_is_completed_has_a_day() -> None:
    assert make_record(status="completed", completed="2025-06-20").completed == day("2025-06-20")
    message = "the status is completed and no day of completion is given"
    assert refusal(Record, {"status": "completed"}) == ("EO216", message, "add completed: YYYY-MM-DD")


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("status", "done", "literal_error"),
        ("status", "overdue", "literal_error"),
        ("timeliness", "overdue", "extra_forbidden"),
        ("as_of", "2025-02-30", "EO205"),
        ("reported_by", "Attorney General", "string_pattern_mismatch"),
        ("evidence", {"url": "https://example.gov/x"}, "tuple_type"),
        ("evidence", [{"title": "a letter"}], "EO216"),
        ("verification", {"state": "sure"}, "literal_error"),
        ("verification", {"by": "OMB"}, "missing"),
        ("holds", [{"court": "D.D.C."}], "missing"),
        ("extension", {"to": "2025-08-01"}, "missing"),
        ("acknowledged", {"until": "2025-08-01"}, "missing"),
        ("occurrences", [{"completed": "2025-08-01"}], "missing"),
    ],
)
def test_what_a_record_may_not_say(key: str, value: object, kind: str) -> None:
    assert refusal(Record, {key: value})[0] == kind


def test_evidence_can_be_found() -> None:
    assert Evidence.model_validate({"reference": "letter of 2025-06-20"}).reference
    assert Evidence.model_validate({"url": "https://www.justice.gov/opa/pr/x?y=1#z"}).url
    message = "the evidence says neither url nor reference"
    assert refusal(Evidence, {"title": "a letter"}) == ("EO216", message, "say where it can be found")


@pytest.mark.parametrize("url", ["www.justice.gov", "ftp://x.gov/y", "https://", "javascript:alert(1)", "https://a b"])
def test_evidence_is_at_a_web_address(url: str) -> None:
    assert refusal(Evidence, {"url": url})[0] == "string_pattern_mismatch"


@pytest.mark.parametrize(
    ("since", "lifted", "active"),
    [
        (None, None, True),
        ("2025-06-15", None, True),
        ("2025-06-16", None, False),
        ("2025-06-01", "2025-06-15", False),
        ("2025-06-01", "2025-06-16", True),
        (None, "2025-06-10", False),
    ],
)
def test_a_hold_is_active_from_its_day_until_it_is_lifted(since: str | None, lifted: str | None, active: bool) -> None:
    dates = {k: v for k, v in (("since", since), ("lifted", lifted)) if v}
    hold = Hold.model_validate({"court": "D.D.C.", "docket": "1:25-cv-1", **dates})
    assert hold.is_active(day("2025-06-15")) is active
