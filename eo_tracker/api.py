"""The stable interface for scripts: open a tracker, get standings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path
from typing import Any, get_args

from eo_tracker.domain.dataset import Dataset
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.problems import Problem
from eo_tracker.domain.standings import Standing
from eo_tracker.domain.words import Role
from eo_tracker.reports.listing import find_standings
from eo_tracker.reports.questions import Question
from eo_tracker.repository.root import find_root
from eo_tracker.repository.snapshot import Snapshot, read_snapshot


@dataclass(frozen=True)
class Tracker:
    """A tracker's folder. Each call reads the files anew."""

    root: Path

    def standings(
        self, day: date, selection: Sequence[str] | str = (), *, agency: str | None = None, role: Role = "lead"
    ) -> list[Standing]:
        """Judge directives on `day`, a date in Washington; all of them, or those that `selection` names.

        `selection` takes what the command line takes: `"14288"`, `"14288/3.b"`, `"EO 14288, Sec. 3(b)"`.
        Raises UnknownReference for an order, directive or agency that does not exist, and EOTrackerError for
        what is no day or no role. Files that are wrong are left out here, and told by `problems`.
        """
        if role not in get_args(Role):
            raise EOTrackerError(f'there is no role "{role}"', f"one of {', '.join(get_args(Role))}")
        snapshot = self._read(day)
        words = (selection,) if isinstance(selection, str) else selection
        return find_standings(Question("status", day, tuple(words), agency, role), snapshot.judge(day))

    def problems(self, day: date) -> tuple[Problem, ...]:
        """Return what is wrong with the data; a completion after `day` is wrong."""
        return self._read(day).problems

    def dataset(self, day: date) -> Dataset:
        """Return the orders, records and agencies as they are read on `day`."""
        return self._read(day).dataset

    def _read(self, day: Any) -> Snapshot:
        if not isinstance(day, date):
            raise EOTrackerError(f"{day!r} is no day", "give a datetime.date")
        return read_snapshot(self.root, day)


def open_repository(folder: str | PathLike[str] = ".") -> Tracker:
    """Open the tracker that `folder` is in: the nearest folder upwards that holds `directives/`.

    Raises EOTrackerError when there is none.
    """
    return Tracker(find_root(Path(folder)))
