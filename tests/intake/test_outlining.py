"""The outline of an order. The texts are fictional, made up for the purpose."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eo_tracker.domain.provisions import ID, write_letter, write_roman
from eo_tracker.intake.official_text import Facts, OfficialText
from eo_tracker.intake.outline import Outline
from eo_tracker.intake.outlining import find_outline

ENACTING = "By the authority vested in me as President, it is hereby ordered:"


def read(*paragraphs: str) -> Outline:
    return find_outline(OfficialText("plain text", Facts(), (ENACTING, *paragraphs)))


def words(outline: Outline, provision: str | None, *, quoted: bool = False) -> list[str]:
    return [p.text for p in outline.passages if p.provision == provision and p.quoted == quoted]


def ids(*paragraphs: str) -> str:
    return " ".join(read(*paragraphs).provisions)


class TestSections:
    def test_a_section_has_its_heading_and_its_words(self) -> None:
        outline = read("Section 1. Purpose and Policy. Lamps matter.", "Sec. 2. The Keeper shall light the lamps.")
        assert outline.provisions == ("1", "2")
        assert outline.headings == {"1": "Purpose and Policy"}
        assert words(outline, "1") == ["Lamps matter."]
        assert words(outline, "2") == ["The Keeper shall light the lamps."]
        assert words(outline, None) == [ENACTING]

    @pytest.mark.parametrize(
        "mark", ["Section 1.", "SECTION 1.", "Sec. 1.", "SEC. 1.", "Section 1 .", "Sec 1.", "Sect. 1."]
    )
    def test_a_section_is_seen_however_it_is_written(self, mark: str) -> None:
        assert ids(f"{mark} Policy. Lamps matter.", "Sec. 2. Lamps. The Keeper shall light them.") == "1 2"

    @pytest.mark.parametrize(
        ("text", "heading"),
        [
            ("Policy. Lamps matter.", "Policy"),
            ("Policy.", "Policy"),
            ("Policy", "Policy"),
            ("Functions of the U.S. Office of Lamps. The office", "Functions of the U.S. Office of Lamps"),
            ("Revocation of prior orders. They are revoked.", "Revocation of prior orders"),
            ("Lighting lamps in every harbour at dusk. (a) x", "Lighting lamps in every harbour at dusk"),
            ("Rationale: (a) This order finds that lamps matter.", "Rationale"),
            ("Workers.(a) Keepers shall rest.", "Workers"),
            ("Report on Lamps (as Amended). The Keeper", "Report on Lamps (as Amended)"),
        ],
    )  # fmt: skip
    def test_a_title_is_the_heading(self, text: str, heading: str) -> None:
        assert read(f"Section 1. {text}").headings == {"1": heading}

    @pytest.mark.parametrize(
        "text",
        [
            "The Keeper shall report. Then rest.",
            "Executive Order 99999 is revoked.",
            "(a) The Keeper shall report.",
            "For purposes of this order:",
            "The Secretary of Harbours: (a) shall sail;",
            "I hereby order the Keeper to light the lamps. Lamps matter.",
        ],
    )
    def test_a_sentence_is_no_heading(self, text: str) -> None:
        assert read(f"Section 1. {text}").headings == {}

    def test_sections_of_parts_are_decimal_and_parts_are_no_provisions(self) -> None:
        outline = read(
            "PART 1—POLICY AND DEFINITIONS",
            "Section 1.1. Policy. Lamps matter.",
            "Sec. 1.2. Definitions. In this order: (a) “lamp” means a light; and",
            "(b) “keeper” means a person who keeps lamps.",
            "PART 2—DUTIES",
            "Sec. 2.1. Keepers. Keepers shall light lamps.",
        )
        assert " ".join(outline.provisions) == "1.1 1.2 1.2.a 1.2.b 2.1"
        assert words(outline, None) == [ENACTING, "PART 1—POLICY AND DEFINITIONS", "PART 2—DUTIES"]
        assert not outline.doubts

    def test_subsections_may_be_decimal_below_a_section(self) -> None:
        read_ids = ids(
            "Section 1. Policy. Lamps matter.",
            "Sec. 2. Lamps.",
            "2.1. Harbour Lamps. (a) Keepers shall light them.",
            "(b) They shall report.",
            "2.2. Street Lamps. Keepers shall light them.",
            "Sec. 3. End. This order ends.",
        )
        assert read_ids == "1 2 2.1 2.1.a 2.1.b 2.2 3"

    def test_sections_may_count_by_hundreds(self) -> None:
        outline = read("Section 101. Policy. Lamps matter.", "Sec. 102. Aim. Light.", "Sec. 201. Duty. Keepers shall.")
        assert outline.provisions == ("101", "102", "201")
        assert not outline.doubts

    def test_sections_of_the_old_style_keep_both_numbers(self) -> None:
        assert ids("Section 1-101. Lamps matter.", "1-102. Keepers shall light them.", "1-201. They end.") == (
            "1.101 1.102 1.201"
        )

    def test_sections_that_each_part_counts_anew_are_told_apart(self) -> None:
        first = ("Part I. Policy", "Section 1. Aim. Light.", "Sec. 2. Scope. All.")
        assert ids(*first, "Part II. Duties", "Section 1. Keepers. They shall.") == "1.1 1.2 2.1"

    def test_an_order_without_sections_is_section_1(self) -> None:
        outline = read("Executive Order 99999 is amended by striking “dusk” and inserting “dawn”.")
        assert outline.provisions == ("1",)
        assert words(outline, "1", quoted=True) == ["“dusk”", "“dawn”."]

    def test_an_order_may_number_its_paragraphs(self) -> None:
        assert ids("1. Keepers shall light lamps.", "2. They shall: (a) rest; and (b) report.") == "1 2 2.a 2.b"

    def test_a_section_may_begin_in_mid_paragraph(self) -> None:
        outline = read("Section 1. Policy. Lamps matter.Sec. 2. Duty. Keepers shall light them as Sec. 9. says.")
        assert outline.provisions == ("1", "2")
        assert words(outline, "1") == ["Lamps matter."]

    def test_a_reference_at_the_beginning_of_a_paragraph_is_no_section(self) -> None:
        assert (
            ids("Section 1. Policy. Lamps matter.", "Section 2(a) of the Act says so.", "Section 3 of it too.") == "1"
        )

    def test_a_number_that_is_left_out_is_told(self) -> None:
        outline = read("Section 1. Aim. Light.", "Sec. 3. Duty. Keepers shall.")
        assert outline.provisions == ("1", "3")
        assert [d.provision for d in outline.doubts] == ["2"]

    def test_a_number_given_twice_is_the_missing_one_and_told(self) -> None:
        outline = read("Section 1. Aim. Light.", "Sec. 2. A. x.", "Sec. 2. B. y.", "Sec. 4. C. z.")
        assert outline.provisions == ("1", "2", "3", "4")
        assert [(d.provision, d.quote) for d in outline.doubts] == [("3", "Sec. 2.")]

    def test_a_number_given_twice_where_none_is_missing_stays(self) -> None:
        outline = read("Section 1. Aim. Light.", "Sec. 2. A. x.", "Sec. 2. B. y.", "Sec. 3. C. z.")
        assert outline.provisions == ("1", "2", "3")
        assert [d.provision for d in outline.doubts] == ["2"]


class TestMarks:
    def test_i_after_h_is_a_letter_where_j_follows(self) -> None:
        letters = [f"({mark}) rest;" for mark in "abcdefghij"]
        assert ids("Section 1. Keepers shall:", *letters) == "1 " + " ".join(f"1.{mark}" for mark in "abcdefghij")

    def test_i_after_h_is_a_numeral_where_ii_follows(self) -> None:
        found = ids(
            "Section 1. Keepers shall:", *[f"({m}) rest;" for m in "abcdefg"], "(h) go:", "(i) up; and", "(ii) down."
        )
        assert found.endswith("1.g 1.h 1.h.i 1.h.ii")

    def test_i_after_h_is_the_last_letter_of_a_list(self) -> None:
        assert ids("Section 1. Keepers shall:", *[f"({m}) rest;" for m in "abcdefghi"]).endswith("1.h 1.i")

    def test_a_letter_i_has_numerals_of_its_own(self) -> None:
        marks = [*"abcdefg", "h", "i", "ii", "i", "i", "ii", "j"]
        found = ids("Section 1. Keepers shall:", *[f"({m}) rest:" if m in "hi" else f"({m}) rest;" for m in marks])
        assert found.endswith("1.g 1.h 1.h.i 1.h.ii 1.i 1.i.i 1.i.ii 1.j")

    def test_v_and_x_are_letters_in_a_long_list(self) -> None:
        alphabet = "abcdefghijklmnopqrstuvwxyz"
        marks = [*alphabet, "aa", "bb", "cc"]
        assert ids("Section 1. In this order:", *[f"({m}) a word;" for m in marks]) == " ".join(
            ["1", *[f"1.{m}" for m in marks]]
        )

    def test_doubled_letters_may_be_the_deepest_rank(self) -> None:
        outline = read(
            "Section 1. (a) Keepers shall:",
            "(i) go:",
            "(A) up:",
            "(1) fast:",
            "(aa) soon; or",
            "(bb) now;",
            "(2) slow;",
        )
        assert " ".join(outline.provisions) == "1 1.a 1.a.i 1.a.i.A 1.a.i.A.1 1.a.i.A.1.aa 1.a.i.A.1.bb 1.a.i.A.2"
        assert not outline.doubts

    def test_several_marks_may_stand_at_once(self) -> None:
        outline = read(
            "Section 1. (a)(i) Keepers shall rest.",
            "(ii) They shall sleep.",
            "(b) (i) Others shall:",
            "(A) go.",
            "(ii) x.",
        )
        assert " ".join(outline.provisions) == "1 1.a 1.a.i 1.a.ii 1.b 1.b.i 1.b.i.A 1.b.ii"
        assert words(outline, "1.a") == []
        assert words(outline, "1.a.i") == ["Keepers shall rest."]

    def test_marks_in_mid_paragraph_are_provisions(self) -> None:
        outline = read(
            "Section 1. Duty. (a) Keepers shall: (i) go; (ii) look, and (iii) tell. They shall rest.", "(b) End."
        )
        assert " ".join(outline.provisions) == "1 1.a 1.a.i 1.a.ii 1.a.iii 1.b"
        assert words(outline, "1.a.iii") == ["tell."]
        assert words(outline, "1.a") == ["Keepers shall:", "They shall rest."]

    @pytest.mark.parametrize(
        "text",
        [
            "as section 4(a) of this order and paragraph (b) of this section say",
            "under 42 U.S.C. 1395(a), and subsections (a), (b), and (c) of section 2",
            "at least one (1) lamp and two (2) oars",
            "the Department of Harbours (DH) and the Office of Information (I)",
            "under clause (A) or (B) of the Act, or subsections (a) through (c)",
            "within thirty (30) days, under sections 501(c)(3) and 203(b)(1), (3), and (4) of the Act",
            "as described in (a) above",
            "consistent with (i) the law",
        ],
    )
    def test_references_and_numbers_are_no_provisions(self, text: str) -> None:
        assert ids(f"Section 1. Keepers shall light lamps {text}.") == "1"

    def test_a_reference_to_the_next_letter_is_no_provision(self) -> None:
        outline = read(
            "Section 1. (a) Keepers shall rest under subsections (a) and (b) of this section.", "(b) They shall go."
        )
        assert outline.provisions == ("1", "1.a", "1.b")
        assert words(outline, "1.b") == ["They shall go."]

    @pytest.mark.parametrize("style", ["({})", "{}.", "{})"])
    def test_marks_stand_in_brackets_or_before_a_point(self, style: str) -> None:
        marks = [style.format(m) for m in ("a", "b", "i", "ii", "c")]
        a, b, i, ii, c = marks
        assert ids("Section 1. Keepers shall:", f"{a} go;", f"{b} look:", f"{i} up;", f"{ii} down;", f"{c} rest.") == (
            "1 1.a 1.b 1.b.i 1.b.ii 1.c"
        )

    def test_bare_numerals_may_stand_below_letters_in_brackets(self) -> None:
        assert (
            ids("Section 1. (a) Nothing affects:", "i. the law; or", "ii. the budget.", "(b) End.")
            == "1 1.a 1.a.i 1.a.ii 1.b"
        )

    def test_capitals_may_be_numerals(self) -> None:
        assert ids("Section 1. (a) Keepers shall:", "(1) go:", "(I) up;", "(II) down;", "(III) on;", "(2) rest.") == (
            "1 1.a 1.a.1 1.a.1.I 1.a.1.II 1.a.1.III 1.a.2"
        )

    def test_a_mark_that_is_left_out_is_told(self) -> None:
        outline = read("Section 1. (a) Go.", "(b) Look.", "(d) Rest.", "(e) End.")
        assert outline.provisions == ("1", "1.a", "1.b", "1.d", "1.e")
        assert [d.provision for d in outline.doubts] == ["1.c"]

    def test_a_misprinted_mark_is_the_missing_one_and_told(self) -> None:
        marks = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "iv", "x"]
        outline = read("Section 1. (a) Keepers shall:", *[f"({m}) go;" for m in marks], "(b) End.")
        assert outline.provisions[-4:] == ("1.a.viii", "1.a.ix", "1.a.x", "1.b")
        assert [(d.provision, d.quote) for d in outline.doubts] == [("1.a.ix", "(iv) go;")]

    def test_a_mark_given_twice_is_one_provision_and_told(self) -> None:
        outline = read("Section 1. (a) Go.", "(b) Look.", "(b) Rest.", "(c) End.")
        assert outline.provisions == ("1", "1.a", "1.b", "1.c")
        assert words(outline, "1.b") == ["Look.", "Rest."]
        assert [d.provision for d in outline.doubts] == ["1.b"]


class TestWordsAfterLists:
    def test_words_flush_with_the_lead_in_are_its_own(self) -> None:
        outline = read(
            "Section 1. Duty. (a) Keepers shall:", "(i) go; and", "(ii) look.", "They shall report.", "(b) End."
        )
        assert words(outline, "1.a") == ["Keepers shall:", "They shall report."]

    def test_words_within_a_list_are_their_items(self) -> None:
        outline = read("Section 1. Duty. Keepers shall:", "(a) Go.", "They shall walk.", "(b) Look.")
        assert words(outline, "1.a") == ["Go.", "They shall walk."]

    def test_words_after_a_list_that_nothing_leads_into_are_the_last_item_s(self) -> None:
        outline = read("Section 1. Duty. (a) Keepers shall go.", "(b) Keepers shall look.", "They shall report.")
        assert words(outline, "1.b") == ["Keepers shall look.", "They shall report."]

    def test_a_list_in_mid_sentence_ends_with_it(self) -> None:
        outline = read("Section 1. Keepers must have (1) oil, and (2) wicks.", "They shall report.")
        assert words(outline, "1") == ["Keepers must have", "They shall report."]

    def test_unmarked_lines_stay_with_what_leads_into_them(self) -> None:
        outline = read("Section 1. (a) The members are:", "the Keeper;", "the Pilot.", "(b) They shall meet.")
        assert words(outline, "1.a") == ["The members are:", "the Keeper;", "the Pilot."]


class TestAmendments:
    def test_quoted_sections_and_marks_are_none_of_the_order_s(self) -> None:
        outline = read(
            "Section 1. Section 2 of Executive Order 99999 is amended to read as follows:",
            "“Sec. 2. Lamps. (a) Within 30 days, Keepers shall:",
            "“(i) go; and",
            "“(ii) look.”",
            "Sec. 2. Executive Order 99998 is revoked.",
        )
        assert outline.provisions == ("1", "2")
        assert len(words(outline, "1", quoted=True)) == 3

    def test_only_the_first_paragraph_may_open_the_quotation(self) -> None:
        outline = read(
            "Section 1. Executive Order 99999 is amended by:",
            "(a) striking section 2 and inserting in lieu thereof the following:",
            "“Sec. 2. Lamps. (a) Keepers shall go.",
            "(b) They shall report “promptly”.",
            "Sec. 3. End. This ends.”; and",
            "(b) striking section 4.",
            "Sec. 2. General Provisions. Nothing changes.",
        )
        assert outline.provisions == ("1", "1.a", "1.b", "2")
        assert words(outline, "1.b") == ["striking section 4."]
        assert words(outline, "1.a") == ["striking section 2 and inserting in lieu thereof the following:"]

    def test_a_quotation_in_the_sentence_is_apart_from_its_words(self) -> None:
        outline = read(
            "Section 1. Order 999 is amended by striking “30 days” and inserting “60 days”; and by striking section 2."
        )
        assert words(outline, "1", quoted=True) == ["“30 days”", "“60 days”;"]
        assert words(outline, "1")[-1] == "and by striking section 2."

    def test_an_extract_without_quotation_marks_ends_where_the_numbering_goes_on(self) -> None:
        outline = read(
            "Section 1. Amendments. (a) The rules are amended as follows:",
            "(i) Rule 6 is amended to read:",
            "Keepers shall light lamps.",
            "(ii) Rule 7 is amended to read:",
            "(b) Keepers shall rest.",
            "(c) They shall sleep.",
            "(iii) Rule 8 is amended to add after subsection (c):",
            "(d) They shall wake.",
            "(b) The Pilot shall report.",
        )
        assert " ".join(outline.provisions) == "1 1.a 1.a.i 1.a.ii 1.a.iii 1.b"
        assert words(outline, "1.a.i", quoted=True) == ["Keepers shall light lamps."]
        assert words(outline, "1.a.ii", quoted=True) == ["(b) Keepers shall rest.", "(c) They shall sleep."]
        assert words(outline, "1.b") == ["The Pilot shall report."]

    def test_sections_of_an_extract_without_quotation_marks_are_left_alone(self) -> None:
        outline = read(
            "Section 1. Section 7 of Executive Order 99999 is amended to read as follows:",
            "Sec. 7. Lamps. Keepers shall go.",
            "Sec. 2. End. This order ends.",
        )
        assert outline.provisions == ("1", "2")

    def test_a_quotation_that_nobody_closes_ends_where_the_order_goes_on(self) -> None:
        outline = read(
            "Section 1. Section 1 of Executive Order 99999 is amended to read as follows:",
            "“Section 1. Lamps. (a) Lamp means a light.",
            "(b) Keeper means a person.",
            "Sec. 2. Section 2 of Executive Order 99999 is amended to read as follows:",
            "“Sec. 2. Oars. They float.”",
            "Sec. 3. Duty. (a) The Pilot shall report.",
        )
        assert outline.provisions == ("1", "2", "3", "3.a")

    def test_a_word_that_is_defined_is_no_amendment(self) -> None:
        outline = read(
            "Section 1. Definitions. In this order:",
            "(a) “lamp” means a light; and",
            "(b) “keeper” means (i) a pilot or (ii) a guard.",
        )
        assert " ".join(outline.provisions) == "1 1.a 1.b 1.b.i 1.b.ii"
        assert words(outline, "1.a") == ["“lamp” means a light; and"]

    def test_a_duty_to_replace_a_named_policy_is_no_amendment(self) -> None:
        outline = read(
            "Section 1. The Keeper shall revise or replace the “Policy on Lamps” to: (a) name lamps; and (b) count."
        )
        assert words(outline, "1") == ["The Keeper shall revise or replace the “Policy on Lamps” to:"]

    def test_a_pledge_of_several_paragraphs_is_quoted(self) -> None:
        outline = read(
            "Section 1. Pledge. Each keeper shall sign the following pledge:",
            "“1. I will not sleep.",
            "“2. I will not sing.”",
            "Sec. 2. End. x.",
        )
        assert words(outline, "1", quoted=True) == ["“1. I will not sleep.", "“2. I will not sing.”"]


RANKS: dict[str, Callable[[int], str]] = {
    "a": write_letter,
    "i": write_roman,
    "A": lambda n: write_letter(n).upper(),
    "1": str,
}


@st.composite
def outlines(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """Make the paths of random nested lists, each of two items or more, in the usual ranks.

    Letters end with (t): a (v) that comes last may as well be the numeral after a (iv) above it.
    """
    paths: list[tuple[str, ...]] = []

    def fill(above: tuple[str, ...], depth: int) -> None:
        rank = list(RANKS)[depth]
        for n in range(1, draw(st.integers(2, 20 if depth == 0 else 12)) + 1):
            paths.append((*above, RANKS[rank](n)))
            if depth < 3 and draw(st.integers(0, 3)) == 0:
                fill(paths[-1], depth + 1)

    fill((), 0)
    return paths


@settings(max_examples=40, deadline=None)
@given(st.lists(outlines(), min_size=1, max_size=2))
def test_an_outline_that_is_printed_is_read_back(sections: list[list[tuple[str, ...]]]) -> None:
    paragraphs, expected = [], []
    for number, paths in enumerate(sections, start=1):
        paragraphs.append(f"{'Section' if number == 1 else 'Sec.'} {number}. Duties. Keepers shall:")
        expected.append(str(number))
        for path, following in zip(paths, [*paths[1:], ()], strict=True):
            end = ":" if len(following) > len(path) else ";" if len(following) == len(path) else "."
            paragraphs.append(f"({path[-1]}) light the lamps{end}")
            expected.append(".".join((str(number), *path)))
    outline = read(*paragraphs)
    assert outline.provisions == tuple(expected)
    assert not outline.doubts


PIECES = [
    "(a)",
    "(b)",
    "(i)",
    "(ii)",
    "(1)",
    "Sec. 2.",
    "“",
    "”",
    " ",
    "x",
    ". ",
    ": ",
    "; ",
    "is amended to read:",
    "PART 1",
    "\u00a0",
]


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), max_size=12))
def test_whatever_the_text_its_outline_is_sound(paragraphs: list[str]) -> None:
    outline = find_outline(OfficialText("plain text", Facts(), tuple(paragraphs)))
    assert len(set(outline.provisions)) == len(outline.provisions)
    assert all(ID.fullmatch(provision) for provision in outline.provisions)
    assert {p.provision for p in outline.passages} <= {None, *outline.provisions}
    assert set(outline.headings) <= set(outline.provisions)
    text = "\n".join(paragraphs)
    assert all(passage.text in text for passage in outline.passages)


def test_a_text_of_nothing_but_marks_is_read_in_time_that_grows_with_it() -> None:
    assert read("Section 1. " + "(a)" * 400_000).provisions[0] == "1"


@pytest.mark.skipif("EO_TRACKER_CORPUS" not in os.environ, reason="EO_TRACKER_CORPUS names no corpus")
def test_the_labelled_provisions_are_found() -> None:
    from ruamel.yaml import YAML

    from eo_tracker.intake.sources import read_official_text

    corpus = Path(os.environ["EO_TRACKER_CORPUS"])
    labelled = [YAML(typ="safe").load(path) for path in sorted((corpus / "gold").glob("*.yaml"))]
    assert labelled
    for gold in labelled:
        text = read_official_text((corpus / gold["file"]).read_bytes())
        assert list(find_outline(text).provisions) == [str(provision) for provision in gold["provisions"]]
