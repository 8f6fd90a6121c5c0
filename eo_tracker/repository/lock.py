"""The lock by which processes that change one tracker wait for each other.

It lies beside git's data, common to all worktrees of a clone; the system lets go of it when its process ends,
however it ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.cache import FOLDER
from eo_tracker.repository.clone import Repository
from eo_tracker.repository.contents import reason_of

_PATIENCE = 120.0  # seconds: the longest that others' hooks and signing may take
_LOOKS_EVERY = 0.01  # seconds; an update takes a few hundredths


class CannotLock(EOTrackerError):
    """The lock's folder cannot be written."""


@contextmanager
def locked(repository: Repository) -> Iterator[None]:
    """Hold the lock. Raises CannotLock, and EOTrackerError where another process holds it for very long."""
    from filelock import FileLock, Timeout

    folder = repository.common / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / "lock", timeout=_PATIENCE)
        lock.acquire(poll_interval=_LOOKS_EVERY)
    except Timeout:
        message = f"another eo-tracker has been changing this tracker for {_PATIENCE:.0f} seconds"
        raise EOTrackerError(message, "wait for it to end, or end it, and try again") from None
    except OSError as e:
        message = f"{folder} cannot be written: {reason_of(e)}"
        raise CannotLock(message, "check its permissions, and that its disk is neither full nor read-only") from None
    except NotImplementedError:  # some network drives
        message = f"files in {folder} cannot be locked"
        raise CannotLock(message, "keep the tracker's clone on a disk of this computer") from None
    try:
        yield
    finally:
        lock.release()
