"""The files of calendars, which are made anew again and again: only what eo-tracker wrote is replaced."""

from __future__ import annotations

from pathlib import Path

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.contents import reason_of
from eo_tracker.repository.sheet_files import save

_MARK = b"PRODID:-//eo-tracker//"
_NEAR_THE_TOP = 1000  # bytes


def save_calendar(path: Path, raw: bytes) -> None:
    """Write a calendar's file, whole or not at all, in the place of an older one. Raises EOTrackerError."""
    if path.exists() and not path.is_dir() and not _is_ours(path):
        raise EOTrackerError(
            f"{path} is there already, and is no calendar of eo-tracker's", "name another file, as in -o due.ics"
        )
    save(path, raw, replace=True)


def _is_ours(path: Path) -> bool:
    """Whether a file is a calendar that eo-tracker wrote, or nothing yet: other calendars hold what people entered."""
    if not path.is_file():  # a pipe or a device, which cannot be replaced
        return False
    try:
        with path.open("rb") as file:
            beginning = file.read(_NEAR_THE_TOP)
    except OSError as e:
        raise EOTrackerError(f"{path} cannot be read: {reason_of(e)}", "check its permissions") from None
    return _MARK in beginning or not beginning
