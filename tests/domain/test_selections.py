"""Selections: what people type to name orders and directives, and what they are told when nothing has that name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.domain.dataset import Dataset
from eo_tracker.domain.errors import UnknownReference
from eo_tracker.domain.selections import Reference, select, select_one
from tests.domain.builders import make_dataset, make_directive, make_eo_14288, make_items, make_order

EO_14288 = make_eo_14288()
ALONE = make_dataset(EO_14288)
SECOND = make_order(
    make_directive("2"),
    make_directive("3.b", items=make_items("3.b.i")),
    make_directive("4.1.a"),
    make_directive("4.1.b"),
    make_directive("4.10"),
    make_directive("9.i"),
    number="14300",
)
BOTH = make_dataset(EO_14288, SECOND)
EMPTY = make_dataset()
HOW = 'write an order as 14288 or "EO 14288", in quotes; a directive as 14288/3.b or 3.b'


def ids(dataset: Dataset, *typed: str) -> list[str]:
    return [duty.id for duty in select(dataset, typed)]


def told(dataset: Dataset, *typed: str) -> tuple[str, str]:
    """Return the sentence and the hint that a selection is refused with."""
    with pytest.raises(UnknownReference) as caught:
        select(dataset, typed)
    return str(caught.value), caught.value.hint


@pytest.mark.parametrize(
    "typed",
    [
        *("14288", "eo-14288", "EO 14288", "eo 14288", "EO14288", "eo14288", "EO-14288", " 14288 "),
        *("E.O. 14288", "e.o.14288", "E. O. 14288", "Executive Order 14288", "executive order 14288"),
        *("Executive Order No. 14288", "directives/eo-14288.yaml", "./directives/eo-14288.yaml"),
        *("/srv/tracker/directives/eo-14288.yaml", "directives\\eo-14288.yaml", "C:\\data\\directives\\eo-14288.yaml"),
    ],
)
def test_an_order_is_named_in_many_ways(typed: str) -> None:
    assert ids(BOTH, typed) == [f"eo-14288/{p}" for p in ["2", "3.a", "3.b", "4.a", "4.b", "5", "6", "7.d"]]


@pytest.mark.parametrize(
    "typed",
    [
        *("14288/3.b", "eo-14288/3.b", "EO 14288/3.b", "14288 3(b)", "14288 3.b", "14288, 3(b)", "14288: 3(b)"),
        *("EO 14288, Sec. 3(b)", "EO 14288, Sec. 3(b).", "EO 14288 Sec. 3(b)", "eo 14288 sec 3(b)", "EO 14288 §3(b)"),
        *("Executive Order 14288, section 3(b)", "14288/Sec. 3(b)", "14288 / 3.b", "E.O. 14288, § 3(b)"),
        *("status/eo-14288/3.b.yaml", "./status/eo-14288/3.b.yaml", "/srv/tracker/status/eo-14288/3.b.yaml"),
        *("status\\eo-14288\\3.b.yaml", "C:\\data\\status\\eo-14288\\3.b.yaml"),
    ],
)
def test_a_directive_is_named_in_many_ways(typed: str) -> None:
    assert ids(BOTH, typed) == ["eo-14288/3.b"]
    assert select_one(BOTH, typed).id == "eo-14288/3.b"


@pytest.mark.parametrize("typed", ["3.b", "3(b)", "Sec. 3(b)", "sec 3(b)", "Section 3(b)", "§3(b)", " 3 (b) "])
def test_a_provision_alone_names_what_one_order_has(typed: str) -> None:
    assert ids(ALONE, typed) == ["eo-14288/3.b"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("4.1(a)", ["eo-14300/4.1.a"]),
        ("14300/4.1.a", ["eo-14300/4.1.a"]),
        ("EO 14300, Sec. 4.1(a)", ["eo-14300/4.1.a"]),
        ("4.1", ["eo-14300/4.1.a", "eo-14300/4.1.b"]),
        ("Sec. 4.1", ["eo-14300/4.1.a", "eo-14300/4.1.b"]),
        ("4.10", ["eo-14300/4.10"]),
        ("9(i)", ["eo-14300/9.i"]),
        ("Sec. 9", ["eo-14300/9.i"]),
        ("7.d", ["eo-14288/7.d"]),
        ("3.a.iii", ["eo-14288/3.a.iii"]),
        ("14288/3.a.vii", ["eo-14288/3.a.vii"]),
        ("Sec. 3(a)(iii)", ["eo-14288/3.a.iii"]),
    ],
)
def test_sections_and_items_of_the_order_that_has_them(typed: str, expected: list[str]) -> None:
    assert ids(BOTH, typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14288/3", ["eo-14288/3.a", "eo-14288/3.b"]),
        ("14288 Sec. 3", ["eo-14288/3.a", "eo-14288/3.b"]),
        ("EO 14288, section 4", ["eo-14288/4.a", "eo-14288/4.b"]),
        ("14288/2", ["eo-14288/2"]),
        ("14288/5", ["eo-14288/5"]),
        ("14288/3.a", ["eo-14288/3.a"]),
    ],
)
def test_a_section_selects_what_is_below_it(typed: str, expected: list[str]) -> None:
    assert ids(BOTH, typed) == expected


def test_no_words_select_every_directive() -> None:
    assert len(ids(BOTH)) == 14
    assert not any(duty.item for duty in select(BOTH, []))
    assert ids(EMPTY) == []


def test_several_words_select_in_the_datasets_order_and_each_once() -> None:
    assert ids(BOTH, "14300/2", "14288/3.b", "3.a.i", "14288/3") == [
        *("eo-14288/3.a", "eo-14288/3.a.i", "eo-14288/3.b", "eo-14300/2"),
    ]


@given(st.permutations(["14288/3.b", "14300/2", "4.10", "7.d", "14288/3.a.ii"]))
def test_the_order_of_the_words_does_not_matter(typed: list[str]) -> None:
    expected = ["eo-14288/3.a.ii", "eo-14288/3.b", "eo-14288/7.d", "eo-14300/2", "eo-14300/4.10"]
    assert ids(BOTH, *typed) == expected


@given(st.sampled_from(list(BOTH.duties_by_id)))
def test_everything_is_named_by_its_id_and_by_its_citation(duty_id: str) -> None:
    order, provision = duty_id.split("/")
    duty = BOTH.duties_by_id[duty_id]
    assert select_one(BOTH, duty_id) == duty
    assert select_one(BOTH, f"status/{duty_id}.yaml") == duty
    assert select_one(BOTH, f"{order.removeprefix('eo-')} {provision}") == duty


@pytest.mark.parametrize("number", ["EO 12345-A", "12345-A", "eo-12345-a", "12345-a"])
def test_an_order_with_a_letter(number: str) -> None:
    assert Reference.parse(number).order_id == "eo-12345-a"
    assert Reference.parse(f"{number}/3.b").order_id == "eo-12345-a"


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("14289", "EO 14289 is not tracked here", 'did you mean "eo-14288"?'),
        ("eo-14289/3.b", "EO 14289 is not tracked here", 'did you mean "eo-14288"?'),
        ("99999", "EO 99999 is not tracked here", "`eo-tracker orders` lists them"),
        ("9", "EO 9 is not tracked here", "`eo-tracker orders` lists them"),
        ("14288/3.a.viii", "EO 14288 has no directive 3.a.viii", 'did you mean "eo-14288/3.a.vii"?'),
        ("3.a.viii", "EO 14288 has no directive 3.a.viii", 'did you mean "eo-14288/3.a.vii"?'),
        ("14288/3.B", "EO 14288 has no directive 3.B", 'did you mean "eo-14288/3.b"?'),
        ("14288/1", "EO 14288, Sec. 1 lays no duty: purpose and policy", ""),
        ("7.a", "EO 14288, Sec. 7(a) lays no duty: savings clause", ""),
        ("Sec. 7(a)(ii)", "EO 14288, Sec. 7(a)(ii) lays no duty: savings clause", ""),
        ("14288/5.b", "EO 14288, Sec. 5(b) lays no duty: a condition", ""),
        ("EO 14288, Sec. 1", "EO 14288, Sec. 1 lays no duty: purpose and policy", ""),
    ],
)
def test_what_is_unknown_is_told_with_what_is_near(typed: str, message: str, hint: str) -> None:
    assert told(ALONE, typed) == (message, hint)


def test_a_heading_with_directives_below_is_no_provision_without_duty() -> None:
    assert ids(ALONE, "Sec. 7") == ["eo-14288/7.d"]


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("3.b", "2 orders have a 3.b", "choose one: eo-14288/3.b, eo-14300/3.b"),
        ("Sec. 2", "2 orders have a 2", "choose one: eo-14288/2, eo-14300/2"),
        ("Sec. 3", "2 orders have a 3", "choose one: eo-14288/3, eo-14300/3"),
        ("3.bb", 'no order has a directive "3.bb"', 'did you mean "3.b"?'),
        ("88.y", 'no order has a directive "88.y"', "`eo-tracker status` lists them"),
    ],
)
def test_a_provision_alone_must_be_of_one_order(typed: str, message: str, hint: str) -> None:
    assert told(BOTH, typed) == (message, hint)


def test_of_many_orders_only_some_are_named() -> None:
    orders = [make_order(make_directive(), number=str(number)) for number in range(14000, 14006)]
    message, hint = told(make_dataset(*orders), "3.b")
    assert message == "6 orders have a 3.b"
    assert hint == "choose one: eo-14000/3.b, eo-14001/3.b, eo-14002/3.b, eo-14003/3.b ..."


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "foo", "14288/", "14288/x", "14288/3.b 4.a", "1234567", "3.b/3.a", "directives/agencies.yaml"),
        *("../../etc/passwd", "status/../../x.yaml", "14288;3", "14288\n3\n4", "--help", "eo-", "Sec.", "3..b"),
    ],
)
def test_what_names_nothing_is_told_how_to_name(typed: str) -> None:
    shown = {"directives/agencies.yaml": "agencies", "status/../../x.yaml": "../../x"}.get(typed, typed)
    assert told(ALONE, typed) == (f'"{shown}" names no order and no directive', HOW)


@given(st.text())
def test_any_text_is_a_selection_or_refused_in_a_sentence(typed: str) -> None:
    try:
        found = select(BOTH, [typed])
    except UnknownReference as e:
        message = str(e)
    else:
        message = found[0].id
    assert message


def test_nothing_is_found_where_nothing_is_tracked() -> None:
    assert told(EMPTY, "14288") == ("EO 14288 is not tracked here", "`eo-tracker orders` lists them")
    assert told(EMPTY, "3.b") == ('no order has a directive "3.b"', "`eo-tracker status` lists them")
    assert told(EMPTY, "3") == ("EO 3 is not tracked here", "`eo-tracker orders` lists them")
    assert told(make_dataset(make_order()), "14288") == ("EO 14288 has no directives", "")


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("14288", '"14288" names 8 directives', "eo-14288/2, eo-14288/3.a, eo-14288/3.b, eo-14288/4.a ..."),
        ("Sec. 4", '"Sec. 4" names 2 directives', "eo-14288/4.a, eo-14288/4.b"),
    ],
)
def test_one_directive_is_asked_for_where_only_one_will_do(typed: str, message: str, hint: str) -> None:
    with pytest.raises(UnknownReference) as caught:
        select_one(ALONE, typed)
    assert (str(caught.value), caught.value.hint) == (message, f"choose one: {hint}")


def test_one_directive_can_be_an_item_or_the_only_one_of_a_section() -> None:
    assert select_one(ALONE, "3.a.i").id == "eo-14288/3.a.i"
    assert select_one(ALONE, "Sec. 7").id == "eo-14288/7.d"
    with pytest.raises(UnknownReference, match="is not tracked here"):
        select_one(ALONE, "14289")
