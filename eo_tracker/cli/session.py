"""What every command starts from: the tracker's folder and the day. The one place that asks the clock."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from eo_tracker.domain.days import NotADay, in_washington, parse_day
from eo_tracker.domain.errors import EOTrackerError

if TYPE_CHECKING:
    from eo_tracker.repository.moments import Moment
    from eo_tracker.repository.snapshot import Snapshot


class NoDate(EOTrackerError):
    """A date on the command line is none."""


def washington_today() -> date:
    """Return today's date in Washington."""
    return in_washington(datetime.now(UTC)).date()


def read_date(text: str, option: str) -> date:
    """Read a date from the command line. Raises NoDate."""
    try:
        return parse_day(text)
    except NotADay as e:
        raise NoDate(f'{option} "{text}" is no date', e.hint) from None


@dataclass(frozen=True)
class Session:
    """The options that come before a command, as they were typed; and `--as-of`, which comes after some."""

    directory: str | None = None
    today_typed: str | None = None
    as_of_typed: str | None = None

    def as_of(self, typed: str | None) -> Session:
        """Return the session as of what `--as-of` names; as it is, where that is left out."""
        return self if typed is None else replace(self, as_of_typed=typed)

    @cached_property
    def moment(self) -> Moment | None:
        """The moment that `--as-of` names; None: now. Raises EOTrackerError."""
        if self.as_of_typed is None:
            return None
        from eo_tracker.cli.as_of import find_moment, hinting_at_now

        with hinting_at_now():
            return find_moment(self.root, self.as_of_typed, self._today_typed or washington_today())

    @cached_property
    def today(self) -> date:
        """The day to judge by: `--today`, or that of the moment, or today in Washington. Raises EOTrackerError."""
        return self._today_typed or (self.moment.day if self.moment else washington_today())

    @cached_property
    def _today_typed(self) -> date | None:
        return read_date(self.today_typed, "--today") if self.today_typed is not None else None

    def snapshot(self) -> Snapshot:
        """Read the tracker: its files, or those of the moment. Raises EOTrackerError."""
        if self.moment:
            from eo_tracker.cli.as_of import hinting_at_now

            with hinting_at_now():
                return self.moment.snapshot(self.today)
        from eo_tracker.repository.snapshot import read_snapshot

        return read_snapshot(self.root, self.today)

    def revision(self) -> str | None:
        """Return the id of the commit that the tracker is at."""
        if self.moment:
            return self.moment.commit
        from eo_tracker.repository.revision import read_revision

        return read_revision(self.root)

    @cached_property
    def root(self) -> Path:
        """The tracker's folder: from `-C`, the environment, or the current folder upwards. Raises NoTracker."""
        from eo_tracker.repository.root import ENVIRONMENT_VARIABLE, find_root

        if self.directory is None and os.environ.get(ENVIRONMENT_VARIABLE):
            return find_root(Path(os.environ[ENVIRONMENT_VARIABLE]), ENVIRONMENT_VARIABLE)
        return find_root(Path(self.directory or "."))

    @property
    def names_a_folder(self) -> bool:
        """Whether the user said which tracker is meant."""
        from eo_tracker.repository.root import ENVIRONMENT_VARIABLE

        return bool(self.directory or os.environ.get(ENVIRONMENT_VARIABLE))
