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
    try:
        if not start.is_dir():
            what = "is a file and no folder" if start.exists() else "does not exist"
            raise NoTracker(f"the folder {start} {what}", f"name a tracker's folder with -C or {ENVIRONMENT_VARIABLE}")
        folder = start.resolve()
    except (OSError, ValueError) as e:  # a name that is too long, or holds what no name can
        raise NoTracker(f"the folder {start} cannot be looked for: {e.args[-1]}", "check the name") from None
    for candidate in (folder, *folder.parents):
        if (candidate / DIRECTIVES).is_dir():
            return candidate
    raise NoTracker(
        f"there is no {DIRECTIVES}/ in {folder} or above it",
        f"go to a tracker's folder, or name it with -C or {ENVIRONMENT_VARIABLE}",
    )
