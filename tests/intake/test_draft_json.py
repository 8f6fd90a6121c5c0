"""The JSON of a draft: the keys, and what stands under them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from eo_tracker.intake.draft import Draft, Duty, Office, Timing
from eo_tracker.intake.draft_json import make_draft_json
from eo_tracker.intake.official_text import Facts
from eo_tracker.intake.outline import Outline
from tests.intake.drafts import DHS, FACTS, RECEIPT, deadline, make_draft


def made(**changes: Any) -> Any:
    return json.loads(json.dumps(make_draft_json(make_draft(**changes))))


def test_a_draft_has_its_keys_in_their_order() -> None:
    found = made()
    assert list(found) == ["schema", "order", "signed", "title", "provisions", "directives", "problems"]
    assert found["schema"] == "eo-tracker/draft/1"
    assert (found["order"], found["signed"], found["title"]) == ("EO 99001", "2026-01-30", "A Fictional Order")
    assert found["provisions"] == ["1", "2", "2.a", "2.a.i", "2.a.ii", "2.b", "2.c", "3", "4", "4.a"]


def test_a_row_is_a_duty() -> None:
    rows = made()["directives"]
    assert [row["id"] for row in rows] == ["2.a", "2.b", "2.b", "2.c"]
    assert rows[0] == {
        "id": "2.a",
        "lead": [{"key": "DHS", "name": "Secretary of Homeland Security"}],
        "consulted": [{"key": "OMB", "name": "Director of the Office of Management and Budget"}],
        "coordinating": [],
        "deadlines": [
            {
                "provision": "2.a",
                "quote": "Within 60 days of the date of this order",
                "within": "60 days",
                "of": "order",
                "date": "2026-03-31",
            },
            {
                "provision": "2.a.ii",
                "quote": "within 30 days of the date of this order",
                "within": "30 days",
                "of": "order",
                "date": "2026-03-01",
            },
        ],
    }
    assert rows[2]["lead"] == [{"key": None, "name": "Keepers of the Lights"}]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ({"within": "30 days", "of": "2.a"}, {"within": "30 days", "of": "2.a", "date": None}),
        (
            {"within": "30 days", "of": "event", "event": "receipt"},
            {"within": "30 days", "of": "event", "event": "receipt", "date": None},
        ),
        ({"by": "2026-10-01"}, {"of": "order", "by": "2026-10-01", "date": "2026-10-01"}),
        (
            {"by_end_of": "fiscal year 2026"},
            {"of": "order", "by_end_of": "fiscal year 2026", "date": "2026-09-30"},
        ),
        (
            {"every": "1 year", "within": "180 days"},
            {"within": "180 days", "of": "order", "every": "1 year", "date": "2026-07-29"},
        ),
        ({"every": "1 year"}, {"of": "order", "every": "1 year", "date": "2027-01-30"}),
        ({"immediately": True}, {"of": "order", "immediately": True, "date": None}),
    ],
)
def test_each_kind_of_deadline(said: dict[str, Any], written: dict[str, Any]) -> None:
    duty = Duty("2.a", "", "", (DHS,), timings=(Timing("2.a", deadline("then", **said)),))
    (found,) = made(duties=(duty,))["directives"][0]["deadlines"]
    assert found == {"provision": "2.a", "quote": "then", **written}
    assert list(found) == ["provision", "quote", *written]


@pytest.mark.parametrize(("quote", "told"), [("by June 30 of each year", None), ("by June 30, 2026", "2026-06-30")])
def test_a_year_that_the_order_does_not_name_is_not_told_as_its_own(quote: str, told: str | None) -> None:
    duty = Duty("2.a", "", "", (DHS,), timings=(Timing("2.a", deadline(quote, every="1 year", by="2026-06-30")),))
    (found,) = made(duties=(duty,))["directives"][0]["deadlines"]
    assert (found.get("by"), found["date"]) == (told, "2026-06-30")


def test_two_officials_of_one_agency_are_one_lead() -> None:
    leads = (DHS, Office("DHS", "Chief Keeper"), Office(None, "Keepers"), Office("DOJ", "Attorney General"))
    (row,) = made(duties=(Duty("2.a", "", "", leads),))["directives"]
    assert [(lead["key"], lead["name"]) for lead in row["lead"]] == [
        ("DHS", "Secretary of Homeland Security and Chief Keeper"),
        (None, "Keepers"),
        ("DOJ", "Attorney General"),
    ]


def test_the_time_of_a_lead_in_is_told_once() -> None:
    above = Timing("2", deadline("Within 1 year of the date of this order", within="1 year"))
    rows = made(duties=tuple(Duty(p, "", "", (DHS,), timings=(above,)) for p in ("2.a", "2.b")))["directives"]
    assert [len(row["deadlines"]) for row in rows] == [1, 0]


def test_a_doubt_is_a_problem() -> None:
    assert made()["problems"] == [
        {
            "provision": "2.b",
            "message": "deadline: counted from Sec. 2(a) (submission)",
            "quote": RECEIPT,
            "otherwise": "an event that no provision requires",
        }
    ]


def test_what_is_not_known_is_null() -> None:
    found = made(facts=Facts())
    assert (found["order"], found["signed"], found["title"]) == (None, None, None)
    assert found["directives"][0]["deadlines"][0]["date"] is None


def test_a_draft_of_nothing() -> None:
    found = make_draft_json(Draft(FACTS, Outline((), {}, ()), (), {}, {}))
    assert (found["provisions"], found["directives"], found["problems"]) == ([], [], [])
