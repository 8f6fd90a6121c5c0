"""The files around reports: watch lists, which say what a standing report is of, and the folders to write to."""

from __future__ import annotations

from pathlib import Path

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.problems import Problem
from eo_tracker.repository.configuration import ReportSettings, read_report_settings
from eo_tracker.repository.contents import MEGABYTE, reason_of


def load_watch_list(name: str) -> tuple[ReportSettings, list[Problem]]:
    """Read a watch list, with what is wrong in it. Raises EOTrackerError where there is none."""
    hint = "check its name and place"
    try:
        size = Path(name).stat().st_size
        if not Path(name).is_file():  # a pipe, or a device without an end
            raise EOTrackerError(f"{name} cannot be read: it is no file", hint)
        if size > MEGABYTE:
            raise EOTrackerError(f"{name} has {size // MEGABYTE} MB: no watch list is as large", hint)
        raw = Path(name).read_bytes()
    except (OSError, ValueError) as e:
        raise EOTrackerError(f"{name} cannot be read: {reason_of(e)}", hint) from None
    return read_report_settings(name, raw)


def make_folder(path: Path) -> None:
    """Make a folder for reports, in one that is there. Raises EOTrackerError."""
    try:
        path.mkdir(exist_ok=True)
    except (OSError, ValueError) as e:
        if isinstance(e, FileExistsError):
            raise EOTrackerError(f"{path} is a file, and no folder", "name a folder") from None
        reason = f"there is no folder {path.parent}" if isinstance(e, FileNotFoundError) else reason_of(e)
        raise EOTrackerError(f"{path} cannot be made: {reason}", "make its folder first, or name another") from None
