"""Provisions: read, printed, and put in the order in which orders number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.domain.provisions import ID, Provision, find_gaps, in_order, label, roman_value
from tests.domain.builders import PROVISIONS_OF_EO_14288, words

ids = st.from_regex(ID, fullmatch=True)
crowded_ids = st.builds(
    lambda section, marks: ".".join((section, *marks)),
    st.sampled_from(["3", "4.1", "4.10"]),
    st.lists(st.sampled_from(words("a A b aa ab i ii v ix z 1 2")), max_size=3),
)
"""Ids of which many are alike."""


@pytest.mark.parametrize(
    ("provision_id", "section", "marks", "printed"),
    [
        ("3", "3", (), "3"),
        ("3.b", "3", ("b",), "3(b)"),
        ("3.b.iv", "3", ("b", "iv"), "3(b)(iv)"),
        ("4.1", "4.1", (), "4.1"),
        ("4.1.a", "4.1", ("a",), "4.1(a)"),
        ("3.10", "3.10", (), "3.10"),
        ("6.iv", "6", ("iv",), "6(iv)"),
        ("9.i", "9", ("i",), "9(i)"),
        ("4.aa", "4", ("aa",), "4(aa)"),
        ("5.m.i.B.1", "5", ("m", "i", "B", "1"), "5(m)(i)(B)(1)"),
        ("202.1.a", "202.1", ("a",), "202.1(a)"),
    ],
)
def test_an_id_is_read_and_printed(provision_id: str, section: str, marks: tuple[str, ...], printed: str) -> None:
    provision = Provision.parse(provision_id)
    assert provision == Provision(section, marks)
    assert provision.id == provision_id
    assert provision.label == label(provision_id) == printed
    assert provision.citation == f"Sec. {printed}"


@pytest.mark.parametrize(
    ("typed", "provision_id"),
    [
        ("3(b)(iv)", "3.b.iv"),
        ("3 (b) (iv)", "3.b.iv"),
        ("Sec. 3(b)", "3.b"),
        ("Sec 3(b)", "3.b"),
        ("SEC. 3(b)", "3.b"),
        ("sec.3(b)", "3.b"),
        ("Section 3(b)(iv)", "3.b.iv"),
        ("section 3", "3"),
        ("§3(b)", "3.b"),
        ("§ 3(b)", "3.b"),
        ("Sec. 3.", "3"),
        ("3.", "3"),
        ("Sec. 3(b).", "3.b"),
        ("Sec. 3.b", "3.b"),
        ("  3(b) ", "3.b"),
        ("Sec. 4.1(a)", "4.1.a"),
        ("4.1(a)", "4.1.a"),
        ("5(m)(i)(B)(1)", "5.m.i.B.1"),
        ("Sec. 4(aa)", "4.aa"),
    ],
)
def test_what_people_type_is_read(typed: str, provision_id: str) -> None:
    assert Provision.parse(typed).id == provision_id


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "b", "(b)", "3..b", ".3", "3()", "3(b", "3 b", "3/b", "3(b)x", "3.abcdefg", "1234", "3\n.b"),
        *("3(b)(iv) and (v)", "../3", "3.b.yaml/..", "3.é", "3-b", "three", "Sec."),
    ],
)
def test_a_wrong_form_is_refused_with_the_right_one(typed: str) -> None:
    with pytest.raises(ValueError, match=r"is no provision; write it as 3\.b\.iv or 3\(b\)\(iv\)"):
        Provision.parse(typed)


@pytest.mark.parametrize("typed", ["3(ſ)", "3(\u212a)", "3.ſ", "3(b)(\u212a)"])
def test_a_mark_in_letters_that_only_fold_to_ascii_is_not_dropped(typed: str) -> None:
    with pytest.raises(ValueError, match="is no provision"):
        Provision.parse(typed)


@given(ids)
def test_an_id_reads_as_itself(provision_id: str) -> None:
    assert Provision.parse(provision_id).id == provision_id


@given(ids)
def test_what_is_printed_reads_as_the_same(provision_id: str) -> None:
    provision = Provision.parse(provision_id)
    assert Provision.parse(provision.label) == provision
    assert Provision.parse(provision.citation) == provision


@given(st.text())
def test_any_text_is_a_provision_or_a_value_error(text: str) -> None:
    try:
        provision = Provision.parse(text)
    except ValueError:
        return
    assert ID.fullmatch(provision.id)


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        ("3.b.iv", "3.b", True),
        ("3.b.iv", "3", True),
        ("3.b", "3.b", True),
        ("3.b", "3.b.iv", False),
        ("3.b", "3.a", False),
        ("3.ba", "3.b", False),
        ("30.b", "3", False),
        ("4.1.a", "4.1", True),
        ("4.1.a", "4", False),
        ("4.10.a", "4.1", False),
    ],
)
def test_being_within(inner: str, outer: str, expected: bool) -> None:
    assert Provision.parse(inner).is_within(Provision.parse(outer)) is expected


NUMBERINGS = {
    "the whole of EO 14288": PROVISIONS_OF_EO_14288,
    "numerals below a letter": [f"3.a.{n}" for n in words("i ii iii iv v vi vii viii ix x xi xii")],
    "a ninth numeral": ["3.a.viii", "3.a.ix"],
    "letters around i": ["9.g", "9.h", "9.i", "9.j", "9.k"],
    "all the letters": [f"9.{chr(n)}" for n in range(ord("a"), ord("z") + 1)],
    "letters that are also numerals": ["9.b", "9.c", "9.d", "9.h", "9.i", "9.j", "9.l", "9.m", "9.u", "9.v", "9.x"],
    "numerals below a section": ["6.i", "6.ii", "6.iii", "6.iv", "6.v"],
    "numerals below a section past ten": [f"6.{n}" for n in words("i ii iii iv v vi vii viii ix x xi")],
    "letters of a section with numerals below i": ["9.h", "9.h.i", "9.i", "9.i.i", "9.i.ii", "9.i.iii", "9.j"],
    "decimal sections": ["4", "4.a", "4.1", "4.1.a", "4.1.b", "4.2", "4.9", "4.10", "4.10.a", "5"],
    "sections past nine": ["1", "2", "9", "10", "11", "100"],
    "double letters": ["4.y", "4.z", "4.aa", "4.bb", "4.cc"],
    "every level": words("5.l 5.m 5.m.i 5.m.i.A 5.m.i.B 5.m.i.B.1 5.m.i.B.2 5.m.i.B.10 5.m.ii 5.n"),
    "capitals": ["5.a.i.A", "5.a.i.B", "5.a.i.H", "5.a.i.I", "5.a.i.J"],
    "a provision before its parts": ["3", "3.a", "3.a.i", "3.b"],
}


@pytest.mark.parametrize("expected", NUMBERINGS.values(), ids=NUMBERINGS)
@given(data=st.data())
def test_provisions_stand_as_their_order_numbers_them(expected: list[str], data: st.DataObject) -> None:
    assert in_order(data.draw(st.permutations(expected))) == expected


@pytest.mark.parametrize("expected", [["6.ix", "6.x"], ["6.iii", "6.v"], ["6.viii", "6.ix"], ["6.vi", "6.ix"]])
def test_a_numeral_that_can_be_no_letter_makes_its_neighbours_numerals(expected: list[str]) -> None:
    assert in_order(reversed(expected)) == expected


def test_eo_14288_has_26_provisions() -> None:
    assert len(set(PROVISIONS_OF_EO_14288)) == 26


@given(st.sets(ids | crowded_ids, max_size=12))
def test_sorting_keeps_every_provision(provisions: set[str]) -> None:
    found = in_order(provisions)
    assert len(found) == len(provisions)
    assert set(found) == provisions


@given(st.lists(ids | crowded_ids, max_size=12, unique=True))
def test_sorting_what_is_sorted_changes_nothing(provisions: list[str]) -> None:
    found = in_order(provisions)
    assert in_order(found) == found


@given(data=st.data())
def test_sorting_does_not_depend_on_what_came_first(data: st.DataObject) -> None:
    provisions = data.draw(st.lists(crowded_ids, max_size=12, unique=True))
    assert in_order(data.draw(st.permutations(provisions))) == in_order(provisions)


@pytest.mark.parametrize("pair", [("3.a", "3.A"), ("3.aa", "3.ab"), ("3.a.1", "3.a.a")])
def test_even_marks_of_one_rank_have_one_order(pair: tuple[str, str]) -> None:
    assert in_order(pair) == in_order(reversed(pair))


@given(st.lists(ids | crowded_ids, max_size=12, unique=True))
def test_a_provision_comes_before_its_parts(provisions: list[str]) -> None:
    found = [Provision.parse(p) for p in in_order(provisions)]
    for n, provision in enumerate(found):
        assert not any(provision.is_within(later) for later in found[n + 1 :])


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("i", 1), ("iv", 4), ("ix", 9), ("xiv", 14), ("xl", 40), ("xc", 90), ("lxxxviii", 88), ("XIX", 19), ("c", 100)],
)
def test_roman_numerals(numeral: str, number: int) -> None:
    assert roman_value(numeral) == number


@pytest.mark.parametrize("text", ["", "a", "iiii", "vx", "ic", "iixx", "3"])
def test_what_is_no_roman_numeral(text: str) -> None:
    with pytest.raises(ValueError, match="is no Roman numeral"):
        roman_value(text)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ("1 2 3 3.a 3.b", ""),
        ("1 3 3.a 3.c", "2 3.b"),
        ("1 1.a 1.a.i 1.a.iii", "1.a.ii"),
        ("1 1.b.i", "1.a 1.b"),
        ("1 1.a 1.a.ii", "1.a.i"),
        ("1 1.A 1.C 1.1", "1.B"),
        ("4.1.a 4.3.b", "4.3.a"),
        ("1 1.aa 1.cc", "1.bb"),
        ("1 1.z 1.bb", " ".join(f"1.{c}" for c in "abcdefghijklmnopqrstuvwxy") + " 1.aa"),
        ("1 1.zzzzzz", " ".join(f"1.{c * n}" for n in (1, 2, 3) for c in "abcdefghijklmnopqrstuvwxyz") + " 1.aaaa"),
    ],
)
def test_gaps_in_the_numbering_are_found(given: str, missing: str) -> None:
    found = find_gaps(given.split())
    assert set(found[:70]) <= set(missing.split())
    assert bool(found) == bool(missing)
    assert set(found) == set(missing.split()) or "zzzzzz" in given


def test_a_gap_that_no_id_can_name_is_passed_over() -> None:
    # The numeral of 38 has seven letters.
    found = find_gaps(["1", "1.xl"])
    assert "1.xxxviii" not in found
    assert {"1.i", "1.xxxvii", "1.xxxix"} <= set(found)
