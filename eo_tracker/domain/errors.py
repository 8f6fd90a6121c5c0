"""Wrong use of eo-tracker: an exception that owns its sentence. Wrong data is a `Problem` instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eo_tracker.domain.problems import Problem


class EOTrackerError(Exception):
    """Something asked for cannot be done; `str()` is a plain sentence for the user.

    `hint` says what to do about it, or is empty. `problems` are faults of the data that stand in the way.
    """

    problems: tuple[Problem, ...] = ()

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class MissingPart(EOTrackerError):
    """What is asked for needs a library that is not installed; the hint is the line that installs it."""

    def __init__(self, message: str, extra: str) -> None:
        super().__init__(message, install_line(extra))


def install_line(extra: str) -> str:
    """Tell how to install an optional part, in quotes that every shell takes away."""
    return f'pip install "eo-tracker[{extra}]"'


class UnknownReference(EOTrackerError):
    """An order, directive, agency or file that is asked for does not exist.

    `problems` are the faults of the data in which it was looked for: it may stand in a file that cannot be read.
    """
