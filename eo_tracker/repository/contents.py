"""What a tracker's folder contains, wherever it is read from: the work tree, or a commit.

Paths lead from the tracker's root, with forward slashes. What cannot be read is a problem in the same words from
either; a link is followed within its own folder, and no further.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from eo_tracker.domain.problems import Problem

MEGABYTE = 1024 * 1024
MAX_BYTES = 4 * MEGABYTE


class Entry(Protocol):
    """Something that stands in a folder, as `os.DirEntry` tells of it."""

    @property
    def name(self) -> str: ...

    def is_dir(self, *, follow_symlinks: bool = True) -> bool: ...

    def is_file(self) -> bool: ...

    def is_symlink(self) -> bool: ...


class Contents(Protocol):
    """The files and folders of a tracker."""

    def has(self, path: str) -> bool:
        """Whether anything stands at a path, be it a link that leads nowhere."""
        ...

    def scan(self, folder: str) -> Sequence[Entry] | Problem:
        """List a folder by name, without what is hidden; a folder that is not there is empty."""
        ...

    def leads_out(self, link: str, folder: str) -> bool:
        """Whether a link leads out of a folder, or nowhere; "" is the tracker's own."""
        ...

    def read(self, path: str) -> bytes | Problem:
        """Read a data file whole, unless it is larger than data ever is."""
        ...


def cannot_open(path: str, what: str, error: OSError) -> Problem:
    """Say that a file or folder cannot be opened, and why."""
    message = f"the {what} cannot be opened: {reason_of(error)}"
    return Problem(path, 1, 1, "EO101", message, f"check that it is a readable {what}")


def reason_of(error: OSError | ValueError) -> str:
    """Say in a few words why a file cannot be opened or written."""
    return str(getattr(error, "strerror", None) or error).lower()


def link_problem(path: str) -> Problem:
    """Say that a link is not followed."""
    hint = "put the file itself there"
    return Problem(path, 1, 1, "EO107", "the link leads out of its folder, or nowhere; it is not followed", hint)


def no_file(path: str) -> Problem:
    """Say that something in the place of a file is none."""
    return Problem(path, 1, 1, "EO101", "this is no file", "remove it, or rename it")


def too_large(path: str, size: int) -> Problem:
    """Say that a file is larger than data ever is."""
    message = f"the file has {size / MEGABYTE:.0f} MB; eo-tracker reads up to {MAX_BYTES // MEGABYTE} MB"
    return Problem(path, 1, 1, "EO102", message, "an order file has a few kilobytes: is it the right file?")
