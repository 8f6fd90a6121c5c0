"""Official texts in every form give the same paragraphs and facts; what is none is refused in a plain sentence.

The orders here are fictional; nobody signed them.
"""

from __future__ import annotations

import io
import os
import random
import sys
import textwrap
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from eo_tracker.domain.errors import EOTrackerError, MissingPart
from eo_tracker.intake.official_text import OfficialText
from eo_tracker.intake.refusals import NotAnExecutiveOrder
from eo_tracker.intake.sources import read_official_text
from tests.intake.sources_of_an_order import (
    GPO_TEXT,
    MARKDOWN,
    NUMBER,
    PARAGRAPHS,
    PLAIN_TEXT,
    PUBLISHED,
    SIGNED,
    TITLE,
    list_all,
    write_pdf,
    write_register_page,
    write_white_house_page,
    write_word,
    write_xml,
)

CORPUS = os.environ.get("EO_TRACKER_CORPUS", "")
ACQUISITION = (
    "Regarding the Acquisition of Lamp Company\n\n"
    "By the authority vested in me, including section 721 of the Defense Production Act of 1950"
)
ENACTING = "By the authority vested in me as President by the Constitution, it is hereby ordered:"


def _read(text: str | bytes) -> OfficialText:
    return read_official_text(text.encode() if isinstance(text, str) else text)


def _write_pdf() -> bytes:
    return write_pdf([line for line in PLAIN_TEXT.split("\n") if line.strip()], per_page=9)


SOURCES: dict[str, str | bytes] = {
    "Federal Register XML": write_xml(),
    "Federal Register page": write_register_page(),
    "GPO text": GPO_TEXT,
    "Markdown": MARKDOWN,
    "White House page": write_white_house_page(),
    "plain text": PLAIN_TEXT,
    "plain text, by Windows": PLAIN_TEXT.replace("--", "—").replace("\n", "\r\n").encode("cp1252"),
    "plain text in UTF-16": PLAIN_TEXT.encode("utf-16"),
    "plain text, a paragraph a line": "\n".join(list_all()),
    "Word": write_word(),
    "PDF": _write_pdf(),
}


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_gives_the_same_paragraphs(source: str) -> None:
    assert _read(SOURCES[source]).paragraphs == PARAGRAPHS


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_tells_its_day_and_its_title(source: str) -> None:
    facts = _read(SOURCES[source]).facts
    assert facts.signed == SIGNED
    assert facts.title == TITLE


@pytest.mark.parametrize("source", [s for s in SOURCES if s not in {"Markdown", "White House page"}])
def test_a_number_is_read_where_it_stands(source: str) -> None:
    assert _read(SOURCES[source]).facts.number == NUMBER


def test_the_kind_is_told_by_the_content() -> None:
    kinds = {source: _read(text).kind for source, text in SOURCES.items()}
    assert kinds["Federal Register XML"] == "Federal Register XML"
    assert kinds["Federal Register page"] == kinds["White House page"] == "web page"
    assert kinds["GPO text"] == "GPO text"
    assert kinds["Markdown"] == "Markdown"
    assert kinds["plain text"] == kinds["plain text in UTF-16"] == "plain text"
    assert (kinds["Word"], kinds["PDF"]) == ("Word", "PDF")


def test_the_printed_page_tells_more_facts() -> None:
    facts = _read(GPO_TEXT).facts
    assert (facts.published, facts.citation, facts.document) == (PUBLISHED, "96 FR 20101", "2031-04001")
    assert _read(SOURCES["Federal Register XML"]).facts.document == "2031-04001"


def test_a_citation_is_not_guessed_where_a_title_page_stands_before_the_order() -> None:
    page = GPO_TEXT.replace("[Pages 20101-20103]", "[Pages 20099-20103]").replace(
        " Title 3--", "[[Page 20099]]\n\n Title 3--"
    )
    assert _read(page).facts.citation is None


def test_a_page_tells_its_address() -> None:
    for text in (MARKDOWN, write_white_house_page()):
        assert _read(text).facts.url == "https://www.whitehouse.example/2031/03/lighthouses/"


def test_days_that_differ_are_a_doubt() -> None:
    assert _read(MARKDOWN).doubts == ()
    assert _read(write_white_house_page()).doubts == ("the text bears the day 2031-03-05, the page 2031-03-06",)
    differing = write_xml().replace("<DATE>March 5,", "<DATE>March 6,")
    assert _read(differing).doubts == ("the heading is of 2031-03-05, the signature of 2031-03-06",)


def test_a_text_without_a_day_has_the_page_s_and_a_doubt() -> None:
    text = _read(MARKDOWN.replace("    March 5, 2031.", ""))
    assert text.facts.signed == SIGNED
    assert len(text.doubts) == 1
    assert read_official_text(MARKDOWN.replace("    March 5, 2031.", "").encode(), signed=SIGNED).doubts == ()


def test_what_the_user_gives_is_so() -> None:
    text = read_official_text(GPO_TEXT.encode(), number="99002", signed=date(2031, 3, 4))
    assert (text.facts.number, text.facts.signed) == ("99002", date(2031, 3, 4))


def test_recitals_before_the_authority_are_no_part_of_the_body() -> None:
    enacting = f"NOW, THEREFORE, {ENACTING[0].lower()}{ENACTING[1:]}"
    text = f"Executive Order 99003 of May 1, 2031\n\nOn Ferries\n\nA dispute exists.\n\n{enacting}"
    assert len(_read(text).paragraphs) == 1


# Lines


def test_a_line_further_in_begins_a_paragraph_of_the_printing_office_s() -> None:
    page = GPO_TEXT.replace(
        "                Sec. 3.",
        "                      (aa) a lamp of one of the kinds that\n                    are rare; or\n"
        "                      (bb) a lamp.\n\n                Sec. 3.",
    )
    paragraphs = _read(page).paragraphs
    assert "(aa) a lamp of one of the kinds that are rare; or" in paragraphs
    assert "(bb) a lamp." in paragraphs


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ("elsewhere seabound, and sea-\n                bound", "and seabound"),
        ("elsewhere sea-bound, and sea-\n                bound", "and sea-bound"),
        ("sections 301-\n                310 of law", "sections 301-310 of law"),
        ("short- and long-\n                term lamps", "short- and long-term lamps"),
        ("short-\n                and long-term lamps", "short- and long-term lamps"),
        ("agency-\n                to-agency talks", "agency-to-agency talks"),
        ("Policy-\n                Making", "Policy-Making"),
        ("lamps--\n                all of them", "lamps—all of them"),
        ("HIV/\n                AIDS", "HIV/AIDS"),
        ("Guant[aacute]namo", "Guantánamo"),
        ("CO<INF>2</INF> lamps", "CO2 lamps"),
    ],
)
def test_what_a_line_s_end_broke_is_whole(lines: str, word: str) -> None:
    page = GPO_TEXT.replace("Nothing in this order shall\x20\n", f"Nothing here but {lines} shall\n")
    assert word in _read(page).paragraphs[-1]


@given(width=st.integers(40, 100), seed=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_wrapped_lines_are_put_together_again(width: int, seed: random.Random) -> None:
    indent = seed.choice(["", "    "])
    blocks = (textwrap.fill(p, width, initial_indent=indent, break_long_words=False) for p in list_all())
    assert _read("\n\n".join(blocks)).paragraphs == PARAGRAPHS


# Markdown


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**Sec. 9.  Lamps.** (a) Text", "Sec. 9. Lamps. (a) Text"),
        ("**Sec. 9.  Lamps. ** (a) Text", "Sec. 9. Lamps. (a) Text"),
        ("*Sec*. *9*. *Lamps*. Text", "Sec. 9. Lamps. Text"),
        ("<u>Sec</u>. <u>9</u>. <u>Lamps</u>***.*** Text", "Sec. 9. Lamps. Text"),
        ("## Sec. 9. Lamps. ##", "Sec. 9. Lamps."),
        ("        Sec. 9. Lamps.", "Sec. 9. Lamps."),
        ("i\\.  count lamps", "i. count lamps"),
        ("\\(a\\)  count lamps", "(a) count lamps"),
        ("1.  count lamps", "1. count lamps"),
        ("- count lamps", "• count lamps"),
        ("> count lamps", "count lamps"),
        ("see [the book](https://lamps.example/a_(b)) of lamps", "see the book of lamps"),
        ("“\\[t\\]he lamps” \\* 5 &amp; more", "“[t]he lamps” * 5 & more"),
        ("*et\nseq*. and 10<sup>2</sup>", "et seq. and 102"),
        ("609 U.S. \\_\\_\\_ (2026), snake_case", "609 U.S. ___ (2026), snake_case"),
    ],
)
def test_markdown_s_signs_are_read(written: str, read: str) -> None:
    assert _read(f"---\ntitle: Lamps\n---\n\n{ENACTING}\n\n{written}\n").paragraphs[1:] == (read,)


def test_a_sentence_that_a_hard_break_cuts_is_whole() -> None:
    assert _read(f"**A**\n\n{ENACTING}\n\nAgencies shall keep  \nlamps.  \n(b) More.").paragraphs[1:] == (
        "Agencies shall keep lamps.",
        "(b) More.",
    )


# Web pages


def test_the_marks_of_lists_are_written_out() -> None:
    page = f"""<html><body><p>{ENACTING}</p><ol type="a" start="3"><li>oil<li value="5">wicks
      <ol style="list-style-type: lower-roman"><li>long</li><li>short</li></ol></li></ol>
      <ul><li>glass</li></ul><table><tr><td>Lamp</td><td>1</td></tr></table></body></html>"""
    assert _read(page).paragraphs[1:] == ("c. oil", "e. wicks", "i. long", "ii. short", "• glass", "Lamp 1")


# Word


def test_word_s_own_numbers_are_written_out() -> None:
    document = Document()
    numbering = document.part.numbering_part.element
    definition = OxmlElement("w:abstractNum")
    definition.set(qn("w:abstractNumId"), "90")
    for depth, (form, pattern) in enumerate([("lowerLetter", "(%2)"), ("lowerLetter", "(%2)"), ("lowerRoman", "(%3)")]):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", pattern)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            level.append(child)
        definition.append(level)
    numbering.insert(0, definition)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "91")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "90")
    number.append(reference)
    numbering.append(number)
    document.add_paragraph(ENACTING)
    for depth, text in [(1, "oil"), (2, "whale"), (2, "rape"), (1, "wicks"), (2, "long")]:
        place = OxmlElement("w:numPr")
        for tag, value in (("w:ilvl", str(depth)), ("w:numId", "91")):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            place.append(child)
        properties: Any = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(place)
    out = io.BytesIO()
    document.save(out)
    assert _read(out.getvalue()).paragraphs[1:] == ("(a) oil", "(i) whale", "(ii) rape", "(b) wicks", "(i) long")


def test_what_was_deleted_in_word_is_not_there() -> None:
    document = Document()
    paragraph: Any = document.add_paragraph(ENACTING)._p
    for tag, text_tag, words in (("w:del", "w:delText", " gone"), ("w:ins", "w:t", " Kept.")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
        change.append(run)
        paragraph.append(change)
    out = io.BytesIO()
    document.save(out)
    assert _read(out.getvalue()).paragraphs == (f"{ENACTING} Kept.",)


# What is no executive order


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "A PROCLAMATION\n\nNow, therefore, by the authority vested in me, I do hereby proclaim May 1 Lamp Day.",
            "a proclamation",
        ),
        (
            "<PRESDOCU><PROCLA><HD>Lamp Day</HD><FP>By the authority vested in me</FP></PROCLA></PRESDOCU>",
            "a proclamation",
        ),
        (
            "By the authority vested in me, I hereby order that all lamps stay lit. This memorandum is final.",
            "a memorandum",
        ),
        (
            "MEMORANDUM FOR THE COMMISSIONER OF LIGHTS\n\nBy the authority vested in me, I hereby direct you.",
            "a memorandum",
        ),
        (
            "Notice of May 1, 2031\n\nOn May 1, 2030, by the authority vested in me, I hereby declared an emergency.",
            "a notice",
        ),
        (
            "By the authority vested in me, I hereby order that budgetary resources of each account be reduced.",
            "a sequestration order",
        ),
        (
            f"{ACQUISITION}, it is hereby ordered:\n\nSection 1. Findings. None.",
            "an order under section 721 of the Defense Production Act",
        ),
    ],
)
def test_another_document_is_called_what_it_is(text: str, what: str) -> None:
    with pytest.raises(NotAnExecutiveOrder, match=f"^this is {what}, not an executive order$") as caught:
        _read(text)
    assert caught.value.hint


def test_an_order_of_another_sort_is_taken_with_a_number_and_a_proclamation_is_not() -> None:
    assert (
        read_official_text(f"{ACQUISITION}, it is hereby ordered that.".encode(), number="99009").facts.number
        == "99009"
    )
    with pytest.raises(NotAnExecutiveOrder, match="proclamation"):
        read_official_text(
            b"A PROCLAMATION\n\nBy the authority vested in me, I hereby proclaim Lamp Day.", number="99009"
        )


def test_an_order_may_speak_of_other_documents() -> None:
    words = "This order stands in place of this memorandum of May 1, 2030. This order is final."
    text = f"{ENACTING}\n\nSection 1. Revocation. {words}"
    assert _read(text).paragraphs


# What cannot be read


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name.replace("_xml", ".xml").replace("word", "word/"), data)
    return out.getvalue()


NEST = "<html><body>" + "<div>" * 100_000 + "words" + "</div>" * 100_000
BOMB = '<!DOCTYPE x [<!ENTITY a "lamp"><!ENTITY b "&a;&a;">]><PRESDOCU><EXECORD><FP>&b;</FP></EXECORD></PRESDOCU>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the file is empty"),
        (b" \n\t", "the file is empty"),
        (b"a" * (10 * 1024 * 1024), "no more than 3 are read"),
        (b"a" * (20 * 1024 * 1024), "no more than 16 are read|no more than 3 are read"),
        (b"a" * 1024 * 1024, "not the text of an executive order"),
        (b"just some words", "not the text of an executive order"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\xd0\xcf\x11\xe0", "an old Word"),
        (b"{\\rtf1 x}", "RTF"),
        (bytes(range(32)) * 40, "no text"),
        (b'{"document_number": "2031-04001", "title": "x"}', "facts of an order, not its text"),
        (write_xml()[:900].encode(), "not whole or not well formed"),
        (BOMB.encode(), "definitions of its own"),
        (("<PRESDOCU><EXECORD>" + "<FP>" * 5000).encode(), "not whole or not well formed"),
        (NEST.encode(), "not the text of an executive order"),
        (b"<PRESDOCU><EXECORD/><EXECORD/></PRESDOCU>", "2 presidential documents"),
        (_zip(a=b"x"), "no Word document"),
        (_zip(worddocument_xml=b" " * 60 * 1024 * 1024), "too large, once unpacked"),
        (_zip(worddocument_xml=BOMB.encode()), "definitions of its own"),
        (_zip(worddocument_xml=b"<x>"), "broken"),
        (write_word()[:3000], "broken"),
        (b"%PDF-1.4\nnothing", "broken"),
        (write_pdf([]), "no text"),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, sentence: str) -> None:
    with pytest.raises(EOTrackerError, match=sentence) as caught:
        read_official_text(data)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("source", "library", "what"),
    [
        ("Federal Register XML", "lxml", "XML and HTML"),
        ("White House page", "lxml", "XML and HTML"),
        ("Word", "docx", "Word"),
        ("PDF", "pypdf", "PDF"),
    ],
)
def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, source: str, library: str, what: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingPart, match=f"^reading {what} needs ") as caught:
        _read(SOURCES[source])
    assert caught.value.hint == 'pip install "eo-tracker[import]"'


def test_a_file_is_named_in_the_sentence() -> None:
    with pytest.raises(EOTrackerError, match=r"^lamps\.txt: the file is empty$"):
        read_official_text(b"", "lamps.txt")


@given(source=st.sampled_from(sorted(SOURCES)), cut=st.floats(0, 1), seed=st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_damaged_files_end_in_a_text_or_a_plain_error(source: str, cut: float, seed: random.Random) -> None:
    text = SOURCES[source]
    data = bytearray(text.encode() if isinstance(text, str) else text)
    for _ in range(seed.choice([0, 1, 30])):
        data[seed.randrange(len(data))] = seed.randrange(256)
    chunks = [bytes(data[n : n + 200]) for n in range(0, int(len(data) * cut) + 1, 200)]
    seed.shuffle(chunks)
    paragraphs = _read_or_refuse(b"".join(chunks))
    assert all(p == " ".join(p.split()) and p for p in paragraphs)


def _read_or_refuse(data: bytes) -> tuple[str, ...]:
    """Read a text's paragraphs; of what is refused, give the sentence."""
    try:
        return read_official_text(data).paragraphs
    except EOTrackerError as e:
        return (str(e),)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_any_bytes_end_in_a_plain_error(data: bytes) -> None:
    with pytest.raises(EOTrackerError):
        read_official_text(data)


# The corpus, where it is at hand


@pytest.mark.skipif(not CORPUS, reason="EO_TRACKER_CORPUS names no folder")
def test_real_orders_are_read_and_what_is_none_is_refused() -> None:
    for path in sorted(Path(CORPUS).glob("fr-*/*.*ml")) + sorted(Path(CORPUS).glob("whitehouse-md/*.md")):
        text = read_official_text(path.read_bytes(), path.name)
        assert text.paragraphs, path
        assert text.facts.signed, path
    for path in sorted(Path(CORPUS).glob("negatives/*")):
        with pytest.raises(NotAnExecutiveOrder):
            read_official_text(path.read_bytes())
