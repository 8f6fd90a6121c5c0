"""Where a tracker is: the nearest folder upwards that holds `directives/`."""

from __future__ import annotations

from pathlib import Path

from eo_tracker.domain.errors import EOTrackerError

DIRECTIVES = "directives"
STATUS = "status"
ENVIRONMENT_VARIABLE = "EO_TRACKER_REPO"
OWN_SETTINGS = "eo-tracker.toml"
SHARED_SETTINGS = "pyproject.toml"


class NoTracker(EOTrackerError):
    """There is no tracker where one was looked for."""


def find_root(start: Path, named_by: str = "-C") -> Path:
    """Find the nearest folder upwards from `start` that holds `directives/`. Raises NoTracker.

    `named_by` is what the user named the folder with, for the hint.
    """
    try:
        if not start.is_dir():
            what = f"{start} is a file and no folder" if start.exists() else f"there is no folder {start}"
            raise NoTracker(what, f"name one that exists with {named_by}")
        folder = start.resolve()
        found = next((f for f in (folder, *folder.parents) if (f / DIRECTIVES).is_dir()), None)
    except PermissionError:
        raise NoTracker(f"the folder {start} cannot be opened: permission denied", "check its permissions") from None
    except (OSError, ValueError) as e:  # a name that is too long, or holds what no name can
        raise NoTracker(f"the folder {start} cannot be looked for: {e.args[-1]}", "check the name") from None
    if found:
        return found
    raise NoTracker(
        f"there is no {DIRECTIVES}/ in {folder} or above it",
        f"go to a tracker's folder, or name it with -C or {ENVIRONMENT_VARIABLE}",
    )
