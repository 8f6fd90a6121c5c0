"""A directive in full: the arithmetic of its deadline in a sentence, and what is known of it under names."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eo_tracker.domain.selections import select_one
from eo_tracker.reports.detail import Detail, make_detail
from eo_tracker.repository.snapshot import read_snapshot
from tests.cli.trackers import make_directive, write_order, write_record

NEXT = "(not a federal business day; the next is Monday, July 28, 2025)"
EVENT = {"within": "45 days", "of": "event", "event": "enactment of the Act"}


def detail(root: Path, typed: str = "2.a", today: str = "2025-06-30") -> Detail:
    day = date.fromisoformat(today)
    snapshot = read_snapshot(root, day)
    assert snapshot.problems == ()
    judge = snapshot.judge(day)
    return make_detail(select_one(judge.dataset, typed), judge)


def facts(root: Path, typed: str = "2.a", today: str = "2025-06-30") -> dict[str, tuple[str, ...]]:
    return {name: tuple(lines) for name, lines in detail(root, typed, today).facts}


@pytest.mark.parametrize(
    ("deadline", "sentence"),
    [
        ({"within": "60 days"}, "60 days after 2025-04-28, signing: Friday, June 27, 2025"),
        ({"within": "90 days"}, f"90 days after 2025-04-28, signing: Sunday, July 27, 2025 {NEXT}"),
        ({"within": "1 day"}, "1 day after 2025-04-28, signing: Tuesday, April 29, 2025"),
        ({"within": "6 months"}, "6 months after 2025-04-28, signing: Tuesday, October 28, 2025"),
        ({"within": "10 business days"}, "10 business days after 2025-04-28, signing: Monday, May 12, 2025"),
        ({"by": "2025-10-01"}, "by 2025-10-01: Wednesday, October 1, 2025"),
        (
            {"by_end_of": "fiscal year 2026"},
            "by the end of fiscal year 2026: Wednesday, September 30, 2026",
        ),
        ({"immediately": "true"}, "immediately: the order names no day"),
        (EVENT, "45 days after enactment of the Act; no day until then"),
        ({"within": "60 days", "quote": "within 60 days"}, "60 days after 2025-04-28, signing: Friday, June 27, 2025"),
    ],
)
def test_the_arithmetic_of_a_deadline(deadline: dict[str, Any], sentence: str, tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", deadline=deadline))
    assert facts(tmp_path)["Deadline"] == (sentence,)
    assert detail(tmp_path).row["arithmetic"] == [sentence]


def test_a_yearly_deadline_says_every_year(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", deadline={"every": "1 year", "within": "180 days"}))
    (sentence,) = facts(tmp_path)["Deadline"]
    assert sentence.startswith("180 days after 2025-04-28, signing, and every year from then on: ")


def test_a_deadline_after_another_directive_says_which_and_when(tmp_path: Path) -> None:
    after = {"within": "30 days", "of": "2.b"}
    write_order(tmp_path, make_directive("2.a", deadline=after), make_directive("2.b", deadline={"within": "60 days"}))
    (sentence,) = facts(tmp_path)["Deadline"]
    assert sentence.startswith("30 days after completion of Sec. 2(b); projected for Sunday, July 27, 2025 ")
    write_record(tmp_path, "2.b", status="completed", completed="2025-06-02")
    expected = "30 days after 2025-06-02, completion of Sec. 2(b): Wednesday, July 2, 2025"
    assert facts(tmp_path)["Deadline"] == (expected,)


def test_a_deadline_after_a_directive_of_another_order_cites_it(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", deadline={"within": "30 days", "of": "eo-14300/3.b"}))
    write_order(tmp_path, make_directive("3.b"), number="14300")
    (sentence,) = facts(tmp_path)["Deadline"]
    assert sentence == "30 days after completion of EO 14300, Sec. 3(b); no day until then"


def test_an_event_that_happened_has_its_day(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", deadline=EVENT))
    write_record(tmp_path, "2.a", events=[{"event": "enactment of the Act", "date": "2025-05-05"}])
    (sentence,) = facts(tmp_path)["Deadline"]
    assert sentence.startswith("45 days after 2025-05-05, enactment of the Act: Thursday, June 19, 2025")


@pytest.mark.parametrize(
    ("continuing", "sentence"), [({}, "none"), ({"continuing": "true"}, "none: a continuing duty")]
)
def test_no_deadline_is_said_to_be_none(continuing: dict[str, str], sentence: str, tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", **continuing))
    assert facts(tmp_path)["Deadline"] == (sentence,)


def test_an_extension_leaves_the_days_of_the_order_in_sight(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", deadline={"within": "60 days"}))
    extension = {"to": "2025-08-01", "authority": "the President", "date": "2025-06-20"}
    write_record(tmp_path, "2.a", status="in_progress", extension=extension)
    assert facts(tmp_path)["Deadline"] == (
        "60 days after 2025-04-28, signing: Friday, June 27, 2025",
        "extended to Friday, August 1, 2025, by the President on 2025-06-20",
    )
    row = detail(tmp_path).row
    assert (row["due"], row["order_due"], row["days"]) == ("2025-08-01", "2025-06-27", 32)


def test_why_nothing_shows_a_completion_is_said(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a"))
    write_record(tmp_path, "2.a", status="completed", completed="2025-06-02", without_evidence="by word of mouth")
    assert facts(tmp_path)["Evidence"] == ("none: by word of mouth",)
    assert detail(tmp_path).row["without_evidence"] == "by word of mouth"


def test_what_is_known_stands_under_its_name(tmp_path: Path) -> None:
    write_order(
        tmp_path,
        make_directive("2.a", lead=["DOJ", "TF"], consulted=["agencies"], coordinating=["OMB"], text="The words."),
        bodies=[{"key": "TF", "name": "The Task Force"}],
        published="2025-05-02",
        citation="90 FR 18765",
    )
    evidence = [
        {"title": "A report", "url": "https://example.gov/r", "date": "2025-06-01", "kind": "report"},
        {"reference": "Letter of June 2"},
    ]
    verification = {"state": "verified", "by": "OMB", "date": "2025-06-05", "note": "seen"}
    hold = {"court": "D.D.C.", "docket": "1:25-cv-1", "since": "2025-05-01", "scope": "in part"}
    write_record(
        tmp_path,
        "2.a",
        status="completed",
        completed="2025-06-02",
        as_of="2025-06-03",
        reported_by="DOJ",
        note="It is done.",
        evidence=evidence,
        verification=verification,
        holds=[hold],
        acknowledged={"reason": "It is known.", "until": "2025-06-01", "by": "OMB"},
    )
    told = facts(tmp_path)
    assert told["Order"] == ("EO 14288: An Order", "signed Monday, April 28, 2025; published 2025-05-02; 90 FR 18765")
    assert told["Lead"] == ("Department of Justice (Attorney General)", "The Task Force")
    assert told["Consulted"] == ("all agencies",)
    assert told["Coordinating"][0].startswith("Office of Management and Budget (Director of ")
    assert told["Reported"] == (
        "Completed on Monday, June 2, 2025, as of 2025-06-03, by DOJ",
        "not reported by TF",
    )
    assert told["Note"] == ("It is done.",)
    assert told["Evidence"] == ("1. A report (report, 2025-06-01)", "https://example.gov/r", "2. Letter of June 2")
    assert told["Hold"] == ("On hold since 2025-05-01: D.D.C., 1:25-cv-1 (in part)",)
    assert told["Acknowledged"] == ("until 2025-06-01, by OMB: It is known. (it has run out)",)
    assert "verified by OMB on 2025-06-05: seen" in told["Verified"]
    assert detail(tmp_path).text == "The words."


def test_an_item_says_what_it_is_part_of(tmp_path: Path) -> None:
    items = [{"id": "2.a.i", "text": "one; and"}, {"id": "2.a.ii", "text": "two.", "lead": ["DOD"]}]
    write_order(tmp_path, make_directive("2.a", items=items, deadline={"within": "60 days"}))
    told = facts(tmp_path, "2.a.ii")
    assert told["Part of"] == ("EO 14288, Sec. 2(a): Do what Sec. 2.a says",)
    assert told["Lead"] == ("Department of Defense (Secretary of Defense)",)
    assert told["Deadline"] == ("60 days after 2025-04-28, signing: Friday, June 27, 2025",)
    assert [row["citation"] for row in detail(tmp_path).items] == ["EO 14288, Sec. 2(a)(i)", "EO 14288, Sec. 2(a)(ii)"]


def test_an_extension_of_the_whole_holds_for_its_items(tmp_path: Path) -> None:
    items = [{"id": "2.a.i", "text": "one."}]
    write_order(tmp_path, make_directive("2.a", items=items, deadline={"within": "60 days"}))
    extension = {"to": "2025-08-01", "authority": "the President"}
    write_record(tmp_path, "2.a", status="in_progress", extension=extension)
    assert [row["timeliness"] for row in detail(tmp_path).items] == ["upcoming"]


def test_a_duty_that_recurs_tells_its_occurrences(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", deadline={"every": "3 months", "by": "2025-05-01"}))
    kept = [{"due": "2025-05-01", "completed": "2025-04-30"}]
    write_record(tmp_path, "2.a", status="in_progress", occurrences=kept)
    assert facts(tmp_path)["Standing"][1:] == ("2025-05-01: met 1 day early", "2025-08-01: due in 32 days")


def test_an_effect_is_told_with_its_instrument_and_part(tmp_path: Path) -> None:
    effect = [{"state": "amended", "by": "EO 14300", "date": "2025-05-20", "part": "Sec. 2"}, {"state": "enjoined"}]
    write_order(tmp_path, make_directive("2.a", effect=effect))
    assert facts(tmp_path)["Effect"] == ("Amended by EO 14300 on 2025-05-20, in part: Sec. 2", "Enjoined")


def test_many_occurrences_are_summed_up(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", deadline={"every": "1 week"}))
    said = facts(tmp_path, today="2026-04-28")["Standing"]
    assert said[1] == "since 2025-05-05: 47 overdue"
    assert said[-1] == "2026-05-04: due soon, in 6 days"
    assert len(said) == 8


def test_all_that_reported_are_told_and_nobody_is_missing_when_all_have(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", lead=["DOJ", "DHS"]))
    write_record(tmp_path, "2.a", status="in_progress", reported_by=["DHS", "DOJ"])
    assert facts(tmp_path)["Reported"] == ("In progress, by DHS, DOJ",)


def test_where_nothing_is_reported_the_status_says_so_of_all_leads(tmp_path: Path) -> None:
    write_order(tmp_path, make_directive("2.a", lead=["DOJ", "DHS"]))
    assert facts(tmp_path)["Reported"] == ("Not reported",)
