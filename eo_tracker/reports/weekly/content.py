"""What a report is about, as values: read from git at both ends of its period, and from nothing else.

Rows are those of the listing commands, so that the report never says more or less than `status` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from eo_tracker.domain.agencies import Liaison
from eo_tracker.domain.periods import Period
from eo_tracker.domain.problems import Problem
from eo_tracker.reports.questions import Row
from eo_tracker.repository.history import CommittedChange

NEAR, FAR = 14, 30
"""How many days ahead what falls due is told, in two lists."""


@dataclass(frozen=True, slots=True)
class Edition:
    """For whom a report is: its title, how it is marked, what it is of, and the agency that it speaks to as "you"."""

    title: str = "Executive orders: the week"
    marking: str | None = None
    selection: tuple[str, ...] = ()
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class End:
    """The tracker at one end of the period: at the end of a day, as of a commit. Before the first commit: None."""

    day: date
    commit: str | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Silence:
    """An open directive of which nothing was said for long; with no day, nothing since its order. `days` since.

    Where a record of it cannot be read, nobody can tell what was said last.
    """

    row: Row
    last_word: date | None
    days: int | None
    is_unreadable: bool


@dataclass(frozen=True, slots=True)
class Score:
    """How an agency stands: how many directives it leads, and how many of these are overdue and not reported.

    `on_time` and `late` are deadlines that were met: of what falls due several times, each by itself.
    """

    agency: str
    name: str
    led: int
    on_time: int
    late: int
    overdue: int
    not_reported: int

    @property
    def share_on_time(self) -> float | None:
        """Of the deadlines that were met, and the directives that are overdue, the part that was met on time.

        None: there are neither.
        """
        judged = self.on_time + self.late + self.overdue
        return self.on_time / judged if judged else None


@dataclass(frozen=True, slots=True)
class Point:
    """How many directives were tracked, and how many of them completed, at the end of a day."""

    day: date
    completed: int
    total: int


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report says, before it is put into sentences.

    `agency_key` and `agency_name` are those of the edition's agency, `liaisons` its own. `rows` are all directives, in
    the order of their orders; `headings` these orders by id. `overdue` are the longest first; `near` falls due within
    14 days, and `far` within 30 but not within 14. `changes` are the newest first, and `evidence` what supports
    the records that were changed, by id. `completed` are directives, and `completed_occurrences` rows of others with
    the days of an occurrence. `awaiting` waits for a trigger, `held` for a court, `partial` for partners of a joint
    directive. `problems` are those of the data as of the last day, and `unreadable` the ids of directives and items
    whose records cannot be read.
    """

    edition: Edition
    agency_key: str | None
    agency_name: str | None
    liaisons: tuple[Liaison, ...]
    period: Period
    before: End
    now: End
    rows: tuple[Row, ...]
    headings: Mapping[str, Row]
    overdue: tuple[Row, ...]
    near: tuple[Row, ...]
    far: tuple[Row, ...]
    changes: tuple[CommittedChange, ...]
    evidence: Mapping[str, tuple[Row, ...]]
    completed: tuple[Row, ...]
    completed_occurrences: tuple[Row, ...]
    awaiting: tuple[Row, ...]
    held: tuple[Row, ...]
    partial: tuple[Row, ...]
    silent: tuple[Silence, ...]
    silent_days: int
    scores: tuple[Score, ...]
    burn_up: tuple[Point, ...]
    problems: tuple[Problem, ...]
    unreadable: frozenset[str]
    is_cut: bool
