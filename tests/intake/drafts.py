"""Drafts made by hand, of orders that were never signed: everything in them is fictional."""

from __future__ import annotations

from datetime import date
from typing import Any

from eo_tracker.domain.deadlines import Deadline
from eo_tracker.intake.draft import Body, Doubt, Draft, Duty, Office, Timing
from eo_tracker.intake.official_text import Facts
from eo_tracker.intake.outline import Outline, Passage

DHS = Office("DHS", "Secretary of Homeland Security")
DOJ = Office("DOJ", "Attorney General")
OMB = Office("OMB", "Director of the Office of Management and Budget")
COUNCIL = Office("Council", "Harbor Council")
KEEPERS = Office(None, "Keepers of the Lights")

FACTS = Facts("99001", "A Fictional Order", date(2026, 1, 30), url="https://www.example.gov/order")
SIXTY = "Within 60 days of the date of this order"
LEAD_IN = f"{SIXTY}, the Secretary of Homeland Security, in consultation with the Director, shall report on:"
DEPTH, LIGHTS = "their depth; and", "within 30 days of the date of this order, their lights."
FLUSH = "The report shall be public."
RECEIPT = "Within 30 days of receipt of the report"
REVIEW = f"{RECEIPT}, the Attorney General shall review it."
HELP = "The Keepers of the Lights shall help annually."
MEETING = "There is established a Harbor Council. The Council shall meet within 10 days of the beginning."
REVOKED = "Executive Order 99000 of May 1, 2025 (Harbors Before), is revoked."
AMENDED = "Executive Order 99000-A of May 2, 2025, is further amended as follows:"
QUOTED = "“Sec. 4. The Secretary shall count the ships within 5 days of July 1, 2030.”"

PASSAGES = (
    Passage(None, "By the authority vested in me as President, it is hereby ordered as follows:"),
    Passage("1", "Harbors are to be lit."),
    Passage("2.a", LEAD_IN),
    Passage("2.a.i", DEPTH),
    Passage("2.a.ii", LIGHTS),
    Passage("2.a", FLUSH),
    Passage("2.b", REVIEW),
    Passage("2.b", HELP),
    Passage("2.c", MEETING),
    Passage("3", REVOKED),
    Passage("3", AMENDED),
    Passage("3", QUOTED, quoted=True),
    Passage("4.a", "Nothing in this order shall be construed to impair anything."),
)
OUTLINE = Outline(
    ("1", "2", "2.a", "2.a.i", "2.a.ii", "2.b", "2.c", "3", "4", "4.a"),
    {"1": "Purpose", "2": "Harbors", "3": "Amendments", "4": "General Provisions"},
    PASSAGES,
)


def deadline(quote: str, **said: Any) -> Deadline:
    return Deadline.model_validate({**said, "quote": quote})


REPORT = Duty(
    "2.a",
    LEAD_IN,
    "Report on the harbors",
    (DHS,),
    consulted=(OMB,),
    timings=(
        Timing("2.a", deadline(SIXTY, within="60 days")),
        Timing("2.a.ii", deadline("within 30 days of the date of this order", within="30 days")),
    ),
    items=("2.a.i", "2.a.ii"),
)
REVIEWING = Duty(
    "2.b", REVIEW, "Review the report", (DOJ,), timings=(Timing("2.b", deadline(RECEIPT, within="30 days", of="2.a")),)
)
HELPING = Duty("2.b", HELP, "Help", (KEEPERS,), timings=(Timing("2.b", deadline("annually", every="1 year")),))
TEN = "within 10 days of the beginning"
MEETINGS = Duty(
    "2.c",
    MEETING,
    "Meet",
    (COUNCIL,),
    timings=(Timing("2.c", deadline(TEN, within="10 days", of="event", event="the beginning")),),
)
RECEIPT_DOUBT = Doubt(
    "2.b", "deadline", RECEIPT, "counted from Sec. 2(a) (submission)", "an event that no provision requires"
)


def make_draft(**changes: Any) -> Draft:
    """Make a draft with something of everything in it."""
    said = {
        "facts": FACTS,
        "outline": OUTLINE,
        "duties": (REPORT, REVIEWING, HELPING, MEETINGS),
        "kinds": {"1": "purpose", "3": "amendments", "4": "general_provisions"},
        "no_duty": {"1": "purpose; names no official", "3": "amends another order", "4.a": "savings clause"},
        "bodies": (Body("Council", "Harbor Council", "2.c", set_up_here=True),),
        "doubts": (RECEIPT_DOUBT,),
    }
    return Draft(**{**said, **changes})
