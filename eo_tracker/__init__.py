"""Track what executive orders demand, of whom and by when.

The stable interface for scripts:

    import datetime
    import eo_tracker

    tracker = eo_tracker.open_repository(".")
    for standing in tracker.standings(datetime.date(2025, 6, 30), agency="DOJ"):
        print(standing.id, standing.timeliness, standing.due)

Everything else in the package may change between versions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eo_tracker.api import Tracker, open_repository
    from eo_tracker.domain.errors import EOTrackerError, UnknownReference
    from eo_tracker.domain.problems import Problem
    from eo_tracker.domain.standings import Standing

__all__ = ["EOTrackerError", "Problem", "Standing", "Tracker", "UnknownReference", "open_repository"]

_HOMES = {
    "EOTrackerError": "eo_tracker.domain.errors",
    "Problem": "eo_tracker.domain.problems",
    "Standing": "eo_tracker.domain.standings",
    "Tracker": "eo_tracker.api",
    "UnknownReference": "eo_tracker.domain.errors",
    "open_repository": "eo_tracker.api",
}


def __getattr__(name: str) -> Any:
    # Late, so that `eo-tracker --help` does not import what only scripts need.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
