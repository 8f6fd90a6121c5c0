"""Questions and their answers, as the listing commands ask and show them.

Nothing here imports the domain but its words: a question that was answered before, of data that has not changed since,
is answered from a cache, in a fraction of the time that the domain takes to import.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from eo_tracker.domain.words import Role, Status, Timeliness

Row = dict[str, Any]
Kind = Literal["status", "overdue", "upcoming"]


@dataclass(frozen=True, slots=True)
class Question:
    """What a listing command asks: which standings, of which directives; `days` is how far `upcoming` looks.

    `agency` is as it was typed; `statuses` and `timeliness` are words of the data, each of which will do.
    """

    kind: Kind
    today: date
    selection: tuple[str, ...] = ()
    agency: str | None = None
    role: Role = "lead"
    statuses: tuple[Status, ...] = ()
    timeliness: tuple[Timeliness, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    days: int = 0

    def key(self) -> str:
        """Write the question so that two that ask the same read the same."""
        return repr(sorted(asdict(self).items()))


@dataclass(frozen=True, slots=True)
class Listing:
    """The answer: what stands before the rows, and a row for each standing.

    `headings` are the orders that the rows belong to, by id, for tables that are grouped by order.
    """

    head: Row
    rows: list[Row]
    headings: dict[str, Row]
