"""Merging of record files: they say what both sides say, with the comments and the ways of writing of both."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eo_tracker.domain.merging import Side, combine
from eo_tracker.domain.records import Record
from eo_tracker.domain.values import file_form
from eo_tracker.repository.git import Git
from eo_tracker.repository.merging import (
    ATTRIBUTES_LINE,
    MergedFile,
    leaves_records_to_driver,
    merge_record_files,
    merge_with_marks,
    set_up_merge_driver,
)
from eo_tracker.repository.reading import read_value
from eo_tracker.repository.source import SourceText
from eo_tracker.repository.writing import write_canonical
from tests.domain.reported import records
from tests.repository.clones import git, make_repository
from tests.repository.trackers import RECORD_PATH as PATH

BASE = """\
# The count of lighthouses.
status: in_progress  # since March
as_of: 2025-05-02

note: "Counting has begun."
evidence:
  - title: Notice of the count
    url: https://example.gov/notice
    date: 2025-05-02
"""
RELEASE = """\
  - title: Release
    url: https://example.gov/1
    date: 2025-06-20
"""
REPORT = """\
  # Found by the keepers.
  - title: 'Report'
    url: https://example.gov/2
    date: 2025-06-01
"""
ENDS = pytest.mark.parametrize("end", ["\n", "\r\n"])


def merge(base: str | None, ours: str | None, theirs: str | None, end: str = "\n", **settled: Side) -> str | None:
    """Merge texts, whose lines end in `end`, without a conflict."""
    old, one, other = (encode(text, end) for text in (base, ours, theirs))
    merged = merge_record_files(PATH, old, one, other, settled)
    assert merged.conflicts == ()
    if merged.raw is None:
        return None
    text = merged.raw.decode()
    assert text.count(end) == text.count("\n")
    return text.replace(end, "\n")


def encode(text: str | None, end: str = "\n") -> bytes | None:
    return None if text is None else text.replace("\n", end).encode()


def fields_in_conflict(base: str | None, ours: str | None, theirs: str | None) -> list[str]:
    merged = merge_record_files(PATH, encode(base), encode(ours), encode(theirs))
    return [conflict.field for conflict in merged.conflicts]


def mark(base: str, ours: str, theirs: str, end: str = "\n") -> tuple[str, list[str]]:
    """Merge texts with marks, and name what they stand around."""
    old, one, other = (text.replace("\n", end).encode() for text in (base, ours, theirs))
    marked = merge_with_marks(PATH, old, one, other)
    assert marked.raw
    return marked.raw.decode(), [conflict.field for conflict in marked.conflicts]


def read(raw: bytes | None) -> Record | None:
    return None if raw is None else read_value(SourceText(PATH, raw.decode()), Record)[0]


def written(record: Record | None) -> bytes | None:
    return write_canonical(file_form(record)).encode() if record else None


@ENDS
def test_evidence_of_both_sides_is_kept_in_order_of_date(end: str) -> None:
    assert merge(BASE, BASE + RELEASE, BASE + REPORT, end) == BASE + REPORT + RELEASE
    assert merge(BASE, BASE + REPORT, BASE + RELEASE, end) == BASE + REPORT + RELEASE


@ENDS
def test_different_fields_both_apply_and_comments_of_both_stay(end: str) -> None:
    ours = BASE.replace("in_progress  # since March", "not_started  # after all")
    theirs = BASE.replace("as_of: 2025-05-02", "as_of: 2025-06-20  # by telephone").replace("has begun", "is done")
    merged = theirs.replace("in_progress  # since March", "not_started  # after all")
    assert merge(BASE, ours, theirs, end) == merge(BASE, theirs, ours, end) == merged


def test_comments_of_both_sides_stay_where_git_cannot_merge_the_lines() -> None:
    ours = BASE.replace("# The count", "# Ours: the count") + RELEASE
    theirs = BASE.replace('begun."', 'begun."  # theirs') + REPORT
    merged = ours.replace('begun."', 'begun."  # theirs').replace(RELEASE, REPORT + RELEASE)
    assert merge(BASE, ours, theirs) == merged


def test_comments_of_both_sides_on_one_line_stay() -> None:
    ours, theirs = (BASE.replace("since March", text) + more for text, more in (("ours", RELEASE), ("theirs", REPORT)))
    assert merge(BASE, ours, theirs) == BASE.replace("since March", "ours  # theirs") + REPORT + RELEASE


def test_comments_of_both_sides_at_one_place_stay() -> None:
    ours, theirs = (f"# {side}\n{BASE}{more}" for side, more in (("ours", RELEASE), ("theirs", REPORT)))
    assert merge(BASE, ours, theirs) == f"# ours\n# theirs\n{BASE}{REPORT}{RELEASE}"


def test_lines_that_git_would_merge_into_what_nobody_said_are_not_taken() -> None:
    base = "status: not_started\n# one\n# two\n# three\n"
    ours, theirs = base.replace("not_started", "in_progress"), f"{base}without_evidence: by word of mouth\n"
    assert fields_in_conflict(base, ours, theirs) == ["status"]


def test_evidence_that_both_add_at_different_places_is_kept_once() -> None:
    base = f"evidence:\n{REPORT}note: counted\n"
    ours, theirs = base.replace(REPORT, RELEASE + REPORT), base.replace(REPORT, REPORT + RELEASE)
    merged, expected = merge(base, ours, theirs), read(encode(theirs))
    assert read(encode(merged)) == expected
    assert merged
    assert merged.count("Found by the keepers") == 1


def test_a_change_on_one_side_is_taken_byte_for_byte() -> None:
    changed = "{status: in_progress}   # in haste\r\n\r\n"
    assert merge(BASE, changed, BASE) == merge(BASE, BASE, changed) == merge(BASE, changed, changed) == changed
    assert merge(None, None, changed) == changed
    assert merge(BASE, None, BASE) is None


def test_what_is_no_record_is_taken_too_where_one_side_changed() -> None:
    assert merge(BASE, "status: [", BASE) == "status: ["
    assert merge("status: [", "status: [", BASE) == BASE


def test_a_record_that_both_created_is_one() -> None:
    ours, theirs = "status: in_progress\nevidence:\n" + RELEASE, "status: in_progress\nnote: begun\n"
    assert merge(None, ours, theirs) == "status: in_progress\nnote: begun\nevidence:\n" + RELEASE


def test_a_file_in_another_style_keeps_it() -> None:
    base = '{"status": "in_progress", "as_of": "2025-05-02"}\n'
    ours = '{"status": "in_progress", "as_of": "2025-06-20"}\n'
    theirs = '{"status": "in_progress", "as_of": "2025-05-02", "note": "begun"}\n'
    assert merge(base, ours, theirs) == '{"status": "in_progress", "as_of": "2025-06-20", "note": "begun"}\n'


def test_a_file_that_cannot_be_edited_gives_way_to_one_that_can() -> None:
    ours = "note: goes on\nwithout_evidence: begun  # ours\n"
    base = "note: &n begun\nwithout_evidence: *n\n"
    assert merge(base, ours, f"as_of: 2025-06-20\n{base}") == f"as_of: 2025-06-20\n{ours}"


def test_where_no_side_can_be_edited_the_record_is_written_anew() -> None:
    base = """\
note: &n begun
extension: {to: 2025-08-01, authority: &o OMB}
without_evidence: *n
acknowledged: {reason: *o, until: 2025-08-01}
"""
    ours, theirs = base.replace("begun", "goes on"), base.replace("OMB", "DOJ")
    anew = """\
note: goes on
without_evidence: goes on
extension:
  to: 2025-08-01
  authority: DOJ
acknowledged:
  reason: DOJ
  until: 2025-08-01
"""
    assert merge(base, ours, theirs) == anew


def said_apart(merged: MergedFile) -> list[tuple[str, object, object]]:
    """List what is left to be settled: the field, and what either side says."""
    return [(conflict.field, conflict.ours, conflict.theirs) for conflict in merged.conflicts]


def test_a_field_set_twice_is_a_conflict_and_can_be_settled() -> None:
    ours, theirs = BASE.replace("has begun", "goes on") + RELEASE, BASE.replace("has begun", "is done") + REPORT
    unsettled = merge_record_files(PATH, BASE.encode(), ours.encode(), theirs.encode())
    assert said_apart(unsettled) == [("note", "Counting goes on.", "Counting is done.")]
    for side, text in (("ours", "goes on"), ("theirs", "is done")):
        merged = BASE.replace("has begun", text) + REPORT + RELEASE
        settled: dict[str, Side] = {"note": "ours" if side == "ours" else "theirs"}
        assert merge(BASE, ours, theirs, **settled) == merged
        assert side == "theirs" or unsettled.raw == merged.encode()


def test_a_record_removed_here_and_changed_there_is_a_conflict() -> None:
    ours = BASE + RELEASE
    assert fields_in_conflict(BASE, ours, None) == fields_in_conflict(BASE, None, ours) == ["record"]
    assert merge(BASE, ours, None, record="theirs") is merge(BASE, None, ours, record="ours") is None
    assert merge(BASE, ours, None, record="ours") == merge(BASE, None, ours, record="theirs") == ours


def test_a_record_of_which_only_the_comments_changed_can_be_removed() -> None:
    assert merge(BASE, BASE.replace("lighthouses", "lamps"), None) is None


@pytest.mark.parametrize("broken", ["status: [", "status: completed\n", "colour: red\n", "", "\ud800"])
def test_a_side_that_is_no_record_is_a_conflict_of_the_whole_texts(broken: str) -> None:
    raw, changed = broken.encode("utf-8", "surrogatepass"), f"{BASE}{RELEASE}".encode()
    merged = merge_record_files(PATH, BASE.encode(), raw, changed)
    assert merged.raw == raw
    assert said_apart(merged) == [("record", raw.decode("utf-8", "replace"), changed.decode())]
    assert merge_record_files(PATH, BASE.encode(), raw, changed, {"record": "theirs"}).raw == changed
    assert merge_record_files(PATH, BASE.encode(), raw, changed, {"record": "ours"}).raw == raw
    assert merge_record_files(PATH, BASE.encode(), raw, None).conflicts[0].theirs is None


def test_what_one_side_mended_stays_mended() -> None:
    broken = BASE.replace("status:", "state:")
    assert merge(broken, BASE, broken + RELEASE) == BASE + RELEASE


def test_a_base_that_is_no_record_said_nothing() -> None:
    assert merge("status: [", BASE + RELEASE, BASE) == BASE + RELEASE
    assert fields_in_conflict("status: [", BASE, BASE.replace("begun", "ended")) == ["note"]


@ENDS
def test_marks_stand_only_around_what_is_in_conflict(end: str) -> None:
    ours, theirs = BASE.replace("has begun", "goes on") + RELEASE, BASE.replace("has begun", "is done") + REPORT
    expected = (BASE + REPORT + RELEASE).replace(
        'note: "Counting has begun."\n',
        '<<<<<<< ours\nnote: "Counting goes on."\n=======\nnote: "Counting is done."\n>>>>>>> theirs\n',
    )
    assert mark(BASE, ours, theirs, end) == (expected.replace("\n", end), ["note"])


def test_conflicts_that_are_apart_have_marks_of_their_own() -> None:
    base = BASE + "# one\n# two\nwithout_evidence: not needed\n"
    ours = base.replace("begun", "gone on").replace("Notice", "Announcement").replace("not needed", "a")
    theirs = base.replace("begun", "ended").replace("Notice", "Proclamation").replace("not needed", "b")
    marked, fields = mark(base, ours, theirs)
    assert fields == ["status", "note", "evidence https://example.gov/notice"]
    assert marked.count("<<<<<<< ours\n") == 2
    assert len(marked.splitlines()) == len(base.splitlines()) + (3 + 1) + (3 + 3)


def test_what_is_no_record_is_marked_as_git_marks_any_text() -> None:
    begun, ours, theirs = "colour: red\n" + BASE, BASE.replace("begun", "gone on"), BASE.replace("begun", "ended")
    marked, fields = mark(BASE, f"colour: red\n{ours}", theirs)
    assert fields == ["record"]
    assert marked.startswith("colour: red\n")
    assert marked.count("<<<<<<< ours\n") == 1
    assert mark(BASE, begun, theirs) == (f"colour: red\n{theirs}", [])
    assert mark(BASE, "\0", theirs) == ("\0", ["record"])


@settings(deadline=None, max_examples=25)
@given(st.none() | records, st.none() | records, st.none() | records, st.sampled_from(["ours", "theirs"]))
def test_a_file_says_what_its_records_come_to(
    base: Record | None, ours: Record | None, theirs: Record | None, side: Side
) -> None:
    conflicts = combine(base, ours, theirs).conflicts
    settled = {conflict.field: side for conflict in conflicts}
    merged = merge_record_files(PATH, written(base), written(ours), written(theirs))
    assert merged.conflicts == conflicts
    assert read(merged.raw) == combine(base, ours, theirs).record
    merged = merge_record_files(PATH, written(base), written(ours), written(theirs), settled)
    assert merged.conflicts == ()
    assert read(merged.raw) == combine(base, ours, theirs, settled).record


def test_the_driver_is_set_up_once(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a clone")
    set_up_merge_driver(Git(root))
    config = root / ".git" / "config"
    written_once = config.read_bytes()
    os.utime(config, (0, 0))
    set_up_merge_driver(Git(root))
    assert (config.read_bytes(), config.stat().st_mtime) == (written_once, 0)
    driver = git(root, "config", "merge.eo-tracker.driver")
    assert Path(sys.executable).as_posix() in driver
    git(root, "config", "merge.eo-tracker.driver", "of an older installation")
    set_up_merge_driver(Git(root))
    assert git(root, "config", "merge.eo-tracker.driver") == driver


@pytest.mark.parametrize("folder", [".", "trackers/ours"])
@pytest.mark.parametrize("attributes_in", [".", "trackers/ours"])
def test_it_is_seen_whether_records_are_left_to_the_driver(folder: str, attributes_in: str, tmp_path: Path) -> None:
    root = make_repository(tmp_path)
    (root / "trackers" / "ours").mkdir(parents=True)
    assert not leaves_records_to_driver(Git(root / folder))
    (root / attributes_in / ".gitattributes").write_text(f"*.yaml text\n{ATTRIBUTES_LINE}\n")
    assert leaves_records_to_driver(Git(root / folder)) == (folder == attributes_in)
