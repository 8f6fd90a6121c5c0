"""The stable interface for scripts: open a tracker, get standings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path

from eo_tracker.domain.dataset import Dataset
from eo_tracker.domain.problems import Problem
from eo_tracker.domain.selections import Filters, select
from eo_tracker.domain.standings import Standing
from eo_tracker.domain.words import Role
from eo_tracker.repository.root import find_root
from eo_tracker.repository.snapshot import read_snapshot


@dataclass(frozen=True)
class Tracker:
    """A tracker's folder. Each call reads the files anew."""

    root: Path

    def standings(
        self, day: date, selection: Sequence[str] | str = (), *, agency: str | None = None, role: Role = "lead"
    ) -> list[Standing]:
        """Judge directives on `day`, a date in Washington; all of them, or those that `selection` names.

        `selection` takes what the command line takes: `"14288"`, `"14288/3.b"`, `"EO 14288, Sec. 3(b)"`.
        Raises UnknownReference for an order, directive or agency that does not exist. Files that are wrong
        are left out here, and told by `problems`.
        """
        snapshot = read_snapshot(self.root, day)
        words = (selection,) if isinstance(selection, str) else selection
        judge = snapshot.judge(day)
        return Filters(agency=agency, role=role).keep(map(judge.judge, select(judge.dataset, words)), judge.dataset)

    def problems(self, day: date) -> tuple[Problem, ...]:
        """Return what is wrong with the data; a completion after `day` is wrong."""
        return read_snapshot(self.root, day).problems

    def dataset(self, day: date) -> Dataset:
        """Return the orders, records and agencies as they are read on `day`."""
        return read_snapshot(self.root, day).dataset


def open_repository(folder: str | PathLike[str] = ".") -> Tracker:
    """Open the tracker that `folder` is in: the nearest folder upwards that holds `directives/`.

    Raises EOTrackerError when there is none.
    """
    return Tracker(find_root(Path(folder)))
