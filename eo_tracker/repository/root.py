"""Where a tracker is: the nearest folder upwards that holds `directives/`."""

from __future__ import annotations

from pathlib import Path

from eo_tracker.domain.errors import EOTrackerError

DIRECTIVES = "directives"
STATUS = "status"
ENVIRONMENT_VARIABLE = "EO_TRACKER_REPO"


class NoTracker(EOTrackerError):
    """There is no tracker where one was looked for."""


def find_root(start: Path) -> Path:
    """Find the nearest folder upwards from `start` that holds `directives/`. Raises NoTracker."""
    if not start.is_dir():
        raise NoTracker(f"there is no folder {start}", "name one that exists with -C")
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / DIRECTIVES).is_dir():
            return candidate
    raise NoTracker(
        f"there is no {DIRECTIVES}/ in {folder} or above it",
        f"go to a tracker's folder, or name it with -C or {ENVIRONMENT_VARIABLE}",
    )
