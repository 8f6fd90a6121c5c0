"""The words in which changes of records are told to people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from eo_tracker.domain.changes import list_changes
from eo_tracker.domain.deadlines import write_day
from eo_tracker.domain.records import Record
from eo_tracker.reports.changes import write_change
from tests.domain.reported import records

Data = dict[str, Any]

BEGUN: Data = {"status": "in_progress"}
RELEASE: Data = {"title": "Release", "url": "https://example.gov/1", "date": "2025-06-20", "kind": "press release"}
HOLD: Data = {"court": "D.D.C.", "docket": "1:25-cv-1", "since": "2025-06-01"}
GRANTED: Data = {"to": "2025-08-01", "authority": "the Director of OMB"}
KNOWN: Data = {"reason": "a draft is under way", "until": "2025-07-15"}
VERIFIED: Data = {"state": "verified", "by": "OMB", "date": "2025-07-01"}
LONG = "word " * 30


def told(before: Data | None, after: Data | None) -> list[tuple[str, str]]:
    old, new = (None if data is None else Record.model_validate(data) for data in (before, after))
    return [write_change(change) for change in list_changes(old, new)]


def test_a_status_goes_from_one_to_the_next() -> None:
    assert told(None, BEGUN) == [("status", "not reported -> in progress")]
    assert told(BEGUN, None) == [("status", "in progress -> not reported")]


def test_a_day_has_its_weekday_and_one_that_is_replaced_an_arrow() -> None:
    done, later = ({"status": "completed", "completed": day} for day in ("2025-06-20", "2025-06-21"))
    assert told(BEGUN, done)[1] == ("completed", "Friday, June 20, 2025")
    assert told(done, later) == [("completed", "2025-06-20 -> 2025-06-21")]
    assert told(done, BEGUN)[1] == ("completed", "2025-06-20 -> none")


@pytest.mark.parametrize(
    ("field", "before", "after", "name", "sentence"),
    [
        ("as_of", None, "2025-06-20", "as of", "Friday, June 20, 2025"),
        ("reported_by", None, "DOJ", "reported by", "DOJ"),
        ("reported_by", "DOJ", ["DOJ", "DHS"], "reported by", "DOJ -> DOJ, DHS"),
        ("reported_by", ["DOJ", "DHS"], None, "reported by", "DOJ, DHS -> none"),
        ("note", None, "It is done.", "note", "“It is done.”"),
        ("note", "Begun.", "Done.", "note", "“Done.”, in place of “Begun.”"),
        ("note", LONG, "Done.", "note", f"“Done.”, in place of “{'word ' * 11}word...”"),
        ("note", "one\n\ntwo", None, "note", "removed: “one two”"),
        ("without_evidence", None, "by word of mouth", "without evidence", "“by word of mouth”"),
        ("verification", None, VERIFIED, "verification", "unverified -> verified, by OMB on Tuesday, July 1, 2025"),
        ("verification", VERIFIED, {"state": "disputed"}, "verification", "verified -> disputed"),
        ("verification", VERIFIED, None, "verification", "verified -> unverified"),
        ("verification", {"state": "unverified"}, {"state": "disputed"}, "verification", "unverified -> disputed"),
        (
            "verification",
            VERIFIED,
            {"state": "verified", "by": "GAO", "note": "seen"},
            "verification",
            "verified, by GAO: seen (before: by OMB; on 2025-07-01)",
        ),
        ("extension", None, GRANTED, "extension", "to Friday, August 1, 2025, by the Director of OMB"),
        (
            "extension",
            GRANTED,
            {**GRANTED, "to": "2025-09-01", "due": "2025-06-27", "date": "2025-07-20", "note": "a month more"},
            "extension",
            (
                "to Monday, September 1, 2025, instead of 2025-06-27, by the Director of OMB on 2025-07-20: "
                "a month more (before: to 2025-08-01)"
            ),
        ),
        ("extension", GRANTED, None, "extension", "removed: to Friday, August 1, 2025, by the Director of OMB"),
        ("acknowledged", None, KNOWN, "acknowledged", "until Tuesday, July 15, 2025: a draft is under way"),
        (
            "acknowledged",
            {**KNOWN, "date": "2025-07-01"},
            {"reason": "it is set", "until": "2025-08-01"},
            "acknowledged",
            "until Friday, August 1, 2025: it is set (before: “a draft is under way”; until 2025-07-15; on 2025-07-01)",
        ),
        (
            "acknowledged",
            KNOWN,
            {**KNOWN, "by": "OMB", "date": "2025-07-01"},
            "acknowledged",
            "until Tuesday, July 15, 2025, by OMB on 2025-07-01: a draft is under way",
        ),
        (
            "acknowledged",
            KNOWN,
            None,
            "acknowledged",
            "removed: until Tuesday, July 15, 2025: a draft is under way",
        ),
    ],
)
def test_a_field(field: str, before: Any, after: Any, name: str, sentence: str) -> None:
    assert told({**BEGUN, field: before}, {**BEGUN, field: after}) == [(name, sentence)]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ([], [RELEASE], "added: Release (press release, 2025-06-20) https://example.gov/1"),
        ([], [{"reference": "Letter 12"}], "added: Letter 12"),
        ([{"reference": "Letter 12", "date": "2025-06-01"}], [], "removed: (2025-06-01) Letter 12"),
        ([{"reference": "Letter 12", "title": "A letter"}], [], "removed: A letter Letter 12"),
        (
            [RELEASE],
            [{**RELEASE, "title": "The release", "date": None}],
            "changed: https://example.gov/1 (title: Release -> The release; date: 2025-06-20 -> none)",
        ),
    ],
)
def test_a_source(before: list[Data], after: list[Data], sentence: str) -> None:
    assert told({"evidence": before}, {"evidence": after}) == [("evidence", sentence)]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ([], [HOLD], "set: D.D.C., 1:25-cv-1, since Sunday, June 1, 2025"),
        (
            [],
            [
                {
                    **HOLD,
                    "lifted": "2025-07-01",
                    "scope": "in part",
                    "note": "by consent",
                    "url": "https://example.gov/h",
                }
            ],
            (
                "set: D.D.C., 1:25-cv-1, since Sunday, June 1, 2025, lifted on Tuesday, July 1, 2025 (in part): "
                "by consent https://example.gov/h"
            ),
        ),
        ([HOLD], [{**HOLD, "lifted": "2025-07-01"}], "lifted on Tuesday, July 1, 2025: D.D.C., 1:25-cv-1"),
        ([HOLD], [{**HOLD, "scope": "in part"}], "changed: D.D.C., 1:25-cv-1 (scope: none -> in part)"),
        ([HOLD], [], "removed: D.D.C., 1:25-cv-1, since Sunday, June 1, 2025"),
    ],
)
def test_a_hold(before: list[Data], after: list[Data], sentence: str) -> None:
    assert told({"holds": before}, {"holds": after}) == [("hold", sentence)]


def test_an_event() -> None:
    event = {"event": "enactment", "date": "2025-05-01", "note": "signed at noon"}
    assert told({}, {"events": [event]}) == [("event", "added: enactment, on Thursday, May 1, 2025: signed at noon")]
    moved = {**event, "date": "2025-05-02"}
    assert told({"events": [event]}, {"events": [moved]}) == [
        ("event", "changed: enactment (date: 2025-05-01 -> 2025-05-02)")
    ]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (None, {}, "due 2025-10-25"),
        (None, {"completed": "2025-10-20"}, "due 2025-10-25; completed Monday, October 20, 2025"),
        ({}, {"completed": "2025-10-20"}, "due 2025-10-25; completed Monday, October 20, 2025"),
        (
            {"completed": "2025-10-20"},
            {"completed": "2025-10-21"},
            "due 2025-10-25; completed 2025-10-20 -> 2025-10-21",
        ),
        ({"completed": "2025-10-20"}, None, "removed: due 2025-10-25"),
        (
            {"note": "sent", "evidence": [RELEASE]},
            {
                "without_evidence": "by word of mouth",
                "evidence": [{**RELEASE, "title": "A"}, {"reference": "Letter 12"}],
            },
            (
                "due 2025-10-25; note removed: “sent”; without evidence “by word of mouth”; "
                "evidence changed: https://example.gov/1 (title: Release -> A); evidence added: Letter 12"
            ),
        ),
    ],
)
def test_an_occurrence(before: Data | None, after: Data | None, sentence: str) -> None:
    old, new = ([] if data is None else [{"due": "2025-10-25", **data}] for data in (before, after))
    assert told({"occurrences": old}, {"occurrences": new}) == [("occurrence", sentence)]


@given(records, records)
def test_every_change_is_told_in_words(before: Record, after: Record) -> None:
    for change in list_changes(before, after):
        name, sentence = write_change(change)
        assert name.replace(" ", "").isalpha()
        assert sentence
        assert "None" not in sentence
        assert "datetime" not in sentence


def leaves(value: Any) -> Iterator[Any]:
    """Give every text and day in a value."""
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, str | date):
        yield value
    else:
        for each in value or ():
            yield from leaves(each)


@given(records)
def test_what_is_new_is_told_in_full(record: Record) -> None:
    for change in list_changes(None, record):
        _, sentence = write_change(change)
        for leaf in leaves(change.after):
            if isinstance(leaf, date):
                assert str(leaf) in sentence or write_day(leaf) in sentence
            else:
                assert leaf.replace("_", " ") in sentence.replace("_", " ")
