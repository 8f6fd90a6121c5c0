"""The words that data, commands and reports use for how a directive stands, and for lists of names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

Status = Literal["not_reported", "not_started", "in_progress", "completed", "not_applicable", "not_pursued"]
"""What an agency reports; `not_reported` where there is no record."""

REPORTABLE: tuple[Status, ...] = tuple(each for each in get_args(Status) if each != "not_reported")
"""The statuses that can be reported."""

VerificationState = Literal["unverified", "verified", "disputed"]
"""Whether someone other than the reporter has confirmed it."""

Timeliness = Literal["upcoming", "due_soon", "overdue", "met", "met_late", "no_deadline", "awaiting_trigger", "closed"]
"""How a directive stands against its deadline. Computed, never typed."""

ALL_AGENCIES = "agencies"
"""The key that stands for "the heads of executive departments and agencies"; it counts for every agency."""

ALL_AGENCIES_PRINTED = "all agencies"

Role = Literal["lead", "consulted", "coordinating", "any"]
"""The part that an agency has in a directive."""


def name_first(names: Sequence[str], most: int) -> str:
    """Name the first few of many: "a, b and 3 more"."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
