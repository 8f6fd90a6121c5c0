"""Days as official texts write them: "February 12, 2013", or "2013-02-12"."""

from __future__ import annotations

import re
from datetime import date

from eo_tracker.domain.days import parse_day

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WRITTEN_DAY = rf"(?:{'|'.join(MONTHS)}) [0-9]{{1,2}}, ?[0-9]{{4}}"
"""Matches a day in words."""
_PARTS = re.compile(rf"({'|'.join(MONTHS)}) ([0-9]{{1,2}}), ?([0-9]{{4}})")

_NUMBERS = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(text: str) -> date | None:
    """Read a day from the beginning of a text; None where none is there, or none on which there were orders."""
    try:
        if found := _PARTS.match(text.strip()):
            return parse_day(f"{found[3]}-{MONTHS.index(found[1]) + 1:02}-{int(found[2]):02}")
        return parse_day(found[0]) if (found := _NUMBERS.match(text.strip())) else None
    except ValueError:
        return None
