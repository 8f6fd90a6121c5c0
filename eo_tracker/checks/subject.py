"""The subject of a check: a tracker as its files say it, and how each of its directives stands on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from eo_tracker.domain.consistency import list_parts
from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.problems import KeyPath, Problem
from eo_tracker.domain.standings import Judge, Standing
from eo_tracker.repository.configuration import CheckSettings
from eo_tracker.repository.contents import Contents
from eo_tracker.repository.snapshot import Snapshot


@dataclass(frozen=True)
class Subject:
    """What the rules look at. `contents` are only asked for an order's kept text."""

    snapshot: Snapshot
    contents: Contents
    today: date
    settings: CheckSettings
    texts: dict[str, str | Problem] = field(default_factory=dict, compare=False, repr=False)
    """The kept texts of orders, as far as they have been read."""
    _places: dict[str, dict[str, KeyPath]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def dataset(self) -> Dataset:
        """The orders, records and agencies that could be read."""
        return self.snapshot.dataset

    @cached_property
    def judge(self) -> Judge:
        """What tells how directives stand on the day."""
        return self.snapshot.judge(self.today)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """How every directive stands, its items within it."""
        return tuple(self.judge.standings())

    @cached_property
    def standings_by_id(self) -> dict[str, Standing]:
        """How every directive and item stands, by its full id."""
        return {each.id: each for each in self.all_standings()}

    def all_standings(self) -> Iterator[Standing]:
        """Give how every directive and item stands, each directive before its items."""
        for standing in self.standings:
            yield standing
            yield from standing.items

    def reported(self) -> Iterator[Standing]:
        """Give how those directives and items stand that have a record."""
        return (each for each in self.all_standings() if each.id in self.dataset.records)

    def place(self, duty: Duty) -> KeyPath:
        """Tell where a directive or item stands in its order's file."""
        known = self._places.get(duty.order.id)
        if known is None:
            known = self._places[duty.order.id] = {part.id: at for at, part, _ in list_parts(duty.order)}
        return known[duty.part.id]
