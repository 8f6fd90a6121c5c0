"""A tracker's folder as it is on disk now."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from eo_tracker.domain.problems import Problem
from eo_tracker.repository.contents import MAX_BYTES, cannot_open, link_problem, no_file, too_large

# Without waiting: a pipe in the place of a file has no end.
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_FIRST_READ = 64 * 1024


@dataclass(frozen=True, slots=True)
class WorkTree:
    """The files below a tracker's root."""

    root: Path

    def has(self, path: str) -> bool:
        """Whether anything stands at a path, be it a link that leads nowhere."""
        return os.path.lexists(f"{self.root}/{path}")

    def scan(self, folder: str) -> list[os.DirEntry[str]] | Problem:
        """List a folder by name, without what is hidden; a folder that is not there is empty."""
        path = f"{self.root}/{folder}"
        try:
            if "/" not in folder and Path(path).is_symlink() and self.leads_out(folder, ""):
                return link_problem(folder)
            with os.scandir(path) as entries:
                return sorted((e for e in entries if not e.name.startswith(".")), key=attrgetter("name"))
        except FileNotFoundError:
            return []
        except OSError as e:
            return cannot_open(folder, "folder", e)

    def leads_out(self, link: str, folder: str) -> bool:
        """Whether a link leads out of a folder, or nowhere."""
        place = self.root / link
        try:
            place.stat()  # what a system call does not reach, such as a file's parent, may still be resolved
            return not place.resolve().is_relative_to((self.root / folder).resolve())
        except OSError:
            return True

    def read(self, path: str) -> bytes | Problem:
        """Read a data file whole, unless it is larger than data ever is."""
        try:
            # Plain system calls: a tracker can have tens of thousands of small files.
            descriptor = os.open(f"{self.root}/{path}", _READ)
            try:
                raw = os.read(descriptor, _FIRST_READ)
                if 0 < len(raw) < _FIRST_READ:
                    return raw
                found = os.fstat(descriptor)
                if not stat.S_ISREG(found.st_mode):
                    return no_file(path)
                size = found.st_size
                return raw + os.read(descriptor, size) if size <= MAX_BYTES else too_large(path, size)
            finally:
                os.close(descriptor)
        except OSError as e:
            return cannot_open(path, "file", e)


def read_if_there(path: Path) -> bytes | None:
    """Read a file's bytes; None where there is no file. Raises OSError where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
