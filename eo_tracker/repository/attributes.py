"""The line of a tracker's `.gitattributes` by which git leaves records to the merge driver: added once, by a commit."""

from __future__ import annotations

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.clone import Repository
from eo_tracker.repository.commits import open_clone, read_committed
from eo_tracker.repository.committing import FileChange
from eo_tracker.repository.merging import ATTRIBUTES_LINE, leaves_records_to_driver
from eo_tracker.repository.work_tree import read_if_there

_FILE = ".gitattributes"
SUBJECT = "gitattributes: records are merged field by field"


def add_attributes_line(repository: Repository, upstream: str | None) -> bool:
    """Commit the line, unless it is there, and tell whether that was done.

    It is left for later where the file has changes that are not committed or not combined yet with those at
    `upstream`, or where a hook refuses.
    """
    if leaves_records_to_driver(repository.git):
        return False
    try:
        with open_clone(repository.root) as clone:
            before, committed = read_if_there(repository.root / _FILE), clone.committed(_FILE)
            if before != committed or committed != read_committed(repository, upstream or "HEAD", _FILE):
                return False
            clone.commit([FileChange(_FILE, before, _with_line(before or b""), f"{SUBJECT}\n")])
    except (EOTrackerError, OSError):
        return False
    return True


def _with_line(before: bytes) -> bytes:
    end = b"\r\n" if b"\r\n" in before else b"\n"
    start = before + end if before and not before.endswith(b"\n") else before
    return start + ATTRIBUTES_LINE.encode() + end
