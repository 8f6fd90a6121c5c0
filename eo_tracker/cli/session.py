"""What every command starts from: the tracker's folder and the day. The one place that asks the clock."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from eo_tracker.domain.days import NotADay, in_washington, parse_day
from eo_tracker.domain.errors import EOTrackerError


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
    """The options that come before a command, as they were typed."""

    directory: str | None = None
    today_typed: str | None = None

    @cached_property
    def today(self) -> date:
        """The day to judge by: `--today`, or today in Washington. Raises NoDate."""
        return read_date(self.today_typed, "--today") if self.today_typed is not None else washington_today()

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
