"""Edits: a file by anybody's hand says what is wanted, and is otherwise the same, byte for byte."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.records import Record
from eo_tracker.domain.values import file_form
from eo_tracker.repository.editing import edit
from eo_tracker.repository.splices import CannotEdit
from eo_tracker.repository.tree import read_tree
from tests.repository.styles import Data, changed, files, records

STYLES = Path(__file__).parent.parent / "data" / "styles"
GOOD = STYLES.parent / "good"
GOOD_RECORDS = [path.relative_to(GOOD).as_posix() for path in GOOD.glob("*/status/*/*.yaml")]


def as_read(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: as_read(each) for key, each in value.items()}
    return [as_read(each) for each in value] if isinstance(value, list) else str(value)


def read(raw: bytes) -> Any:
    return read_tree(raw.decode("utf-8-sig"))[0]


@st.composite
def edits(draw: Any) -> tuple[Data, bytes, Data]:
    data = draw(records())
    return data, draw(files(data)), draw(changed(data))


@given(edits())
@settings(max_examples=300)
def test_an_edited_file_says_what_was_wanted_in_the_same_style(drawn: tuple[Data, bytes, Data]) -> None:
    data, raw, new = drawn
    assume(read(raw) == as_read(data))  # a style that is not YAML's is no test
    try:
        edited = edit(raw, new)
    except CannotEdit:
        assume(False)
    assert read(edited) == as_read(new)
    assert edited.startswith(b"\xef\xbb\xbf") == raw.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in edited.replace(b"\r\n", b"") if b"\r\n" in raw else b"\r" not in edited


@given(edits())
@settings(max_examples=300)
def test_hardly_any_style_is_refused(drawn: tuple[Data, bytes, Data]) -> None:
    data, raw, new = drawn
    assume(read(raw) == as_read(data))
    edit(raw, new)


@given(st.data())
def test_a_file_that_says_so_already_stays_byte_for_byte(data: st.DataObject) -> None:
    said = data.draw(records())
    raw = data.draw(files(said))
    assume(read(raw) == as_read(said))
    assert edit(raw, said) == raw


@given(edits())
@settings(max_examples=300)
def test_lines_of_what_is_not_touched_stay_as_they_are(drawn: tuple[Data, bytes, Data]) -> None:
    data, raw, new = drawn
    assume(read(raw) == as_read(data) and not raw.lstrip(b"\xef\xbb\xbf").startswith(b"{"))
    edited = edit(raw, new)
    before, after = sections(raw), sections(edited)
    for key in data:
        if key in new and data[key] == new[key]:
            assert after[key] == before[key]
    # Comments between the keys stay, whatever becomes of the keys.
    assert re.findall(COMMENTS, edited) == re.findall(COMMENTS, raw)


COMMENTS = rb"(?m)^(?:\xef\xbb\xbf)?(# (?:A record|about|the end)[^\r\n]*)"


def sections(raw: bytes) -> dict[str, list[bytes]]:
    """Part a file in block style by its keys: the lines of each, without what only looks good between them."""
    found: dict[str, list[bytes]] = {}
    key = ""
    for line in raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        start = re.match(rb"""["']?(\w+)["']?\s*:""", line)
        if start:
            key = start[1].decode()
        if key and line.strip() and not line.startswith((b"#", b"...", b"---")):
            found.setdefault(key, []).append(line.rstrip(b"\r"))
    return found


@given(st.binary(max_size=60) | st.text("{}[]:-?|>'\"#&*!, \n\tab", max_size=30).map(str.encode), records())
def test_nothing_but_a_refusal_is_raised_for_any_bytes(raw: bytes, data: Data) -> None:
    with suppress(CannotEdit):
        assert read(edit(raw, data)) == as_read(data)


LONG = (
    "A note that is so long that it cannot stand on one line with its key and is folded below it, "
    "as canonical form says."
)
FOLDED = """\
note: >-
  A note that is so long that it cannot stand on one line with its key and is folded below it, as
  canonical form says.
"""
DAY = date(2025, 6, 20)


@pytest.mark.parametrize(
    ("before", "data", "after"),
    [
        ("status: a  # why\nnote: b\n", {"status": "c", "note": "b"}, "status: c  # why\nnote: b\n"),
        ("status: 'a'\n", {"status": "it's"}, "status: 'it''s'\n"),
        ('status: "a" # x\n', {"status": "b"}, 'status: "b" # x\n'),
        ("status: a\n", {"status": "b: c"}, 'status: "b: c"\n'),
        ("status: a\n", {"status": "b #c"}, 'status: "b #c"\n'),
        ("status: a", {"status": "a", "note": "b"}, "status: a\nnote: b"),
        ("status: a\r\n", {"status": "a", "note": "b"}, "status: a\r\nnote: b\r\n"),
        ("status: a\nnote: b", {"status": "a"}, "status: a"),
        ("s: a\nn: b\nx: y", {"s": "a"}, "s: a"),
        ("s: a\nn: b\nx: y\n", {"s": "a", "o": "z"}, "s: a\no: z\n"),
        ("status: a\nnote: b\n", {"note": "b"}, "note: b\n"),
        ("note: b\n", {"status": "a", "note": "b"}, "status: a\nnote: b\n"),
        ("note: b # c\n", {"note": LONG}, f"note: {LONG} # c\n"),
        ("note: b\n", {"note": LONG}, FOLDED),
        ("note: >-\n    old\n    text\nx: y\n", {"note": "new text", "x": "y"}, "note: >-\n    new text\nx: y\n"),
        ("note: >  # c\n  old\nx: y\n", {"note": "new", "x": "y"}, "note: >-  # c\n  new\nx: y\n"),
        ("note: |\n  old\n\nx: y\n", {"note": "new\nlines", "x": "y"}, "note: |-\n  new\n  lines\n\nx: y\n"),
        ("e: []\n", {"e": [{"t": "a"}]}, "e: [{t: a}]\n"),
        ("e: [] # c\n", {"e": ["a", "b"]}, "e: [a, b] # c\n"),
        ("e:\n- t: a\n", {"e": [{"t": "a"}, {"t": "b"}]}, "e:\n- t: a\n- t: b\n"),
        (
            "e:\n    - t: a  # c\n\n# end\n",
            {"e": [{"t": "a"}, {"t": "b"}]},
            "e:\n    - t: a  # c\n    - t: b\n\n# end\n",
        ),
        ("e:\n  - t: a\n  # of b\n  - t: b\n", {"e": [{"t": "b"}]}, "e:\n  # of b\n  - t: b\n"),
        ("e:\n  - t: a\n    u: b\n", {"e": [{"u": "b"}]}, "e:\n  - u: b\n"),
        ("e:\n  - t: a\nx: y\n", {"x": "y"}, "x: y\n"),
        ("v: {s: a,b: c}\n", {"v": {"s": "x", "b": "c"}}, "v: {s: x,b: c}\n"),
        ("v: { s: a }\n", {"v": {"s": "a", "b": DAY}}, "v: { s: a, b: 2025-06-20 }\n"),
        ("v: {s: a, b: c}\n", {"v": {"b": "c"}}, "v: {b: c}\n"),
        ("v: {s: a, b: c}\n", {"v": {"s": "a"}}, "v: {s: a}\n"),
        ('{"s":"a","n":"b"}', {"s": "x", "n": "b", "c": DAY}, '{"s":"x","n":"b", "c": "2025-06-20"}'),
        ('{\n  "s": "a",\n  "n": "b"\n}\n', {"s": "a"}, '{\n  "s": "a"\n}\n'),
        ("r: DOJ # main\n", {"r": ["DOJ", "DHS"]}, "r: [DOJ, DHS] # main\n"),
        ("r: [DOJ, DHS]\n", {"r": "DOJ"}, "r: DOJ\n"),
        ("? s\n: a\nn: b\n", {"s": "x", "n": "b"}, "? s\n: x\nn: b\n"),
        ("s:\n  a\nn: b\n", {"s": "x", "n": "b"}, "s:\n  x\nn: b\n"),
        ("s:\t'a'\t# tab\n", {"s": "x"}, "s:\t'x'\t# tab\n"),
        ("--- # start\ns: a\n", {"s": "b"}, "--- # start\ns: b\n"),
        ("%YAML 1.2\n---\ns: a\n...\n", {"s": "b", "n": "c"}, "%YAML 1.2\n---\ns: b\nn: c\n...\n"),
        ("s: a\nn: b\n# the end", {"s": "a"}, "s: a\n# the end"),
        ('s: "😀 a\u2028b"\n', {"s": "c"}, 's: "c"\n'),
        ("s: '😀'\nn: b\n", {"s": "😀", "n": "ü"}, "s: '😀'\nn: ü\n"),
        ("s: a\nx: y\n", {"s": "a", "n": ["p: q"], "x": "y"}, 's: a\nn:\n  - "p: q"\nx: y\n'),
        ("s: a\r\nn: b", {"s": "a"}, "s: a"),
        ("s: '2025-05-21'\n", {"s": DAY}, "s: '2025-06-20'\n"),
        ('{"s": "2025-05-21"}\n', {"s": DAY}, '{"s": "2025-06-20"}\n'),
        ('{"s": "a"}\n', {"s": "é\u2028\tb"}, '{"s": "é\\u2028\\tb"}\n'),
        ("r: [DOJ]\ns: a\n", {"r": "DOJ", "s": "b"}, "r: [DOJ]\ns: b\n"),
        ("r: []\ns: a\n", {"r": None, "s": "b"}, "r: []\ns: b\n"),
        ("s: a\nn: b\n", {"s": DAY, "n": DAY}, "s: 2025-06-20\nn: 2025-06-20\n"),
        ("e: # c\ns: a\n", {"e": [{"t": "a"}], "s": "a"}, "e: # c\n  - t: a\ns: a\n"),
        ("v:\n  s: a\n  b: c\nx: y\n", {"v": {"t": "d"}, "x": "y"}, "v:\n  t: d\nx: y\n"),
        ("? s\n: a\n? n\n: b\n", {"s": "a", "c": DAY, "n": "b"}, "? s\n: a\nc: 2025-06-20\n? n\n: b\n"),
        # An entry of a list, of which another becomes.
        ("e:\n  - t: a\n    u: b\n", {"e": [{"r": "c"}]}, "e:\n  - r: c\n"),
        ("e:\n  - t: a\n    u: b\n    d: c\n", {"e": [{"r": "c", "k": "d"}]}, "e:\n  - r: c\n    k: d\n"),
        ("e:\n  - t: a\n    u: b\n    d: c\n", {"e": [{"d": "c"}]}, "e:\n  - d: c\n"),
        ("e:\n  - t: a\n    # of u\n    u: b\n", {"e": [{"u": "b"}]}, "e:\n  -\n    # of u\n    u: b\n"),
        ("e:\n- {t: a}\n", {"e": [{"t": "a"}, {"t": "b"}]}, "e:\n- {t: a}\n- {t: b}\n"),
        ("e:\n- {t: b}\n", {"e": [{"t": "a"}, {"t": "b"}]}, "e:\n- {t: a}\n- {t: b}\n"),
        # Braces over several lines: what stays keeps its comment.
        ("e: [\n  a, # of a\n  b, # of b\n]\n", {"e": ["a"]}, "e: [\n  a, # of a\n]\n"),
        ("e: [\n  a, # of a\n  b # of b\n]\n", {"e": ["a"]}, "e: [\n  a # of a\n]\n"),
        ("e: [\n  a, # of a\n  b # of b\n]\n", {"e": ["b"]}, "e: [\n  b # of b\n]\n"),
        ("e: [a, # of a\n  # of b\n  b]\n", {"e": ["b"]}, "e: [\n  # of b\n  b]\n"),
        ("e: [\n  a # of a\n  , b # of b\n]\n", {"e": ["a"]}, "e: [\n  a # of a\n]\n"),
        ("e: [\n  a # of a\n  , b # of b\n]\n", {"e": ["b"]}, "e: [\n  b # of b\n]\n"),
        ("e: [a, # of a\n  b]\n", {"e": ["a"]}, "e: [a # of a\n  ]\n"),
        ("e: [\n  a, # of a\n]\n", {"e": ["a", "b"]}, "e: [\n  a, # of a\n  b,\n]\n"),
        ("e: [\n  a # of a\n]\n", {"e": ["a", "b"]}, "e: [\n  a, # of a\n  b\n]\n"),
        ("e: [\n  b # of b\n]\n", {"e": ["a", "b"]}, "e: [\n  a,\n  b # of b\n]\n"),
        ("v: {\n  s: a,\n  b: c # x\n}\n", {"v": {"s": "a", "d": "e"}}, "v: {\n  s: a,\n  d: e # x\n}\n"),
        ("v: {s: a,}\n", {"v": {}}, "v: {}\n"),
    ],
)
def test_just_what_must_change_does(before: str, data: Data, after: str) -> None:
    assert edit(before.encode(), data).decode() == after


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"s: &x a\nn: *x\n", "anchor"),
        (b"s: &x a\nn: *x\nm: b\n", "anchor"),
        (b"s: a\ns: b\n", "twice"),
        (b"\xff\xfe", "UTF-8"),
        (b"s: [a\n", "closed"),
        (b"- a\n", "no keys"),
        (b"# nothing\n", "no keys"),
        (b"", "no keys"),
    ],
)
def test_a_file_for_which_it_cannot_be_promised_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(CannotEdit, match=why) as refusal:
        edit(raw, {"s": "new", "n": "new"})
    assert refusal.value.hint == "edit it by hand"


def test_what_no_file_can_hold_is_refused() -> None:
    with pytest.raises(EOTrackerError, match="control character"):
        edit(b"s: a\n", {"s": "\x1b[31m"})


def test_an_empty_value_is_filled_in() -> None:
    assert edit(b"status: a\nnote:\nas_of: ~ # when\n", {"status": "a", "note": "b", "as_of": DAY}) == (
        b"status: a\nnote: b\nas_of: 2025-06-20 # when\n"
    )


def test_what_says_nothing_stays_when_nothing_is_said_of_it() -> None:
    raw = b"status: a\nnote:\nas_of: ~\n"
    assert edit(raw, {"status": "b", "note": None, "as_of": None}) == b"status: b\nnote:\nas_of: ~\n"


BY_HAND = sorted(STYLES.glob("*.yaml"))


def said(raw: bytes) -> Data:
    return file_form(Record.model_validate(read(raw)))


def saying(data: Data, **changes: Any) -> Data:
    """Give what a record says when some of it is changed, its keys in the model's order; None takes one away."""
    new = {key: value for key, value in {**data, **changes}.items() if key in data or value is not None}
    return {key: new[key] for key in Record.model_fields if key in new}


def with_report(data: Data) -> Data:
    report = {"title": "Final report", "url": "https://lighthouses.example/reports/9", "date": DAY}
    return saying(data, evidence=[*data.get("evidence", ()), report])


@pytest.mark.parametrize("path", BY_HAND, ids=lambda path: path.stem)
def test_a_record_of_another_hand_is_completed_in_its_style(path: Path) -> None:
    raw = path.read_bytes()
    note = (
        "All lamps are counted: those of the northern coast in May, those of the southern coast in June; all is well."
    )
    new = saying(with_report(said(raw)), status="completed", as_of=DAY, completed=DAY, note=note)
    edited = edit(raw, new)
    assert said(edited) == file_form(Record.model_validate(new))
    assert edited == (STYLES / "completed" / path.name).read_bytes()


@pytest.mark.parametrize("path", BY_HAND, ids=lambda path: path.stem)
def test_a_word_touches_the_one_line_it_stands_on(path: Path) -> None:
    raw = path.read_bytes()
    before, after = (
        re.split(rb"(?<=\n)|(?<=\r)(?!\n)", each) for each in (raw, edit(raw, saying(said(raw), status="not_started")))
    )
    assert len(before) == len(after)
    assert [b.replace(b"in_progress", b"not_started", 1) for b, a in zip(before, after, strict=True) if a != b] == [
        a for b, a in zip(before, after, strict=True) if a != b
    ]
    assert sum(a != b for b, a in zip(before, after, strict=True)) == 1


@pytest.mark.parametrize("path", BY_HAND, ids=lambda path: path.stem)
def test_what_is_added_and_taken_away_again_leaves_no_trace(path: Path) -> None:
    raw = path.read_bytes()
    data = said(raw)
    for new in (
        with_report(data),
        saying(data, as_of=DAY),
        saying(data, verification={"state": "verified", "by": "x"}),
    ):
        assert edit(edit(raw, new), data) == raw


@pytest.mark.parametrize("path", sorted(GOOD_RECORDS), ids=str)
def test_a_record_of_the_good_trackers_says_what_it_says(path: str) -> None:
    raw = (GOOD / path).read_bytes()
    assert edit(raw, said(raw)) == raw
