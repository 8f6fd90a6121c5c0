"""What an update does in the git directory until it is whole, and how the next one tidies it when it was killed.

Each update has a folder `eo-tracker/pending/<name>/` in the git directory of its worktree, which is removed at
its end. The journal in it, written before anything is changed, says which records are to be committed, where HEAD
was and what the index said. Updates hold the tracker's lock, so whoever finds a folder there finds a dead one's.

Of a killed update the record is the old file or the new one. Its git may be alive, and make the commit when its
hooks have ended: then nobody brings the index up to that. So a folder is kept until its records are committed
and in the index, or for an hour.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

from eo_tracker.repository.cache import FOLDER
from eo_tracker.repository.clone import Repository, require_a_calm_branch
from eo_tracker.repository.index import bring_to_head, copy_index, install, read_entries, require_free, unlock_if_ours
from eo_tracker.repository.lock import locked
from eo_tracker.repository.placing import explain_failure, neighbour_of, replace_file, write_whole

_PENDING = "pending"
_JOURNAL = "journal.json"
_LONGEST_HOOK = 3600.0  # seconds
_STILL = 2.0  # seconds: git holds HEAD for a few thousandths
_PAUSE = 0.05  # seconds
_LITTER_AGE = 7 * 86400.0  # seconds
_LITTER = "next-index-*.lock"


@dataclass(slots=True)
class Pending:
    """The folder of an update that is not whole yet. A kept one is left to the next update, which makes it whole."""

    folder: Path
    is_kept: bool = False

    @property
    def index(self) -> Path:
        """Where its copy of the index is."""
        return self.folder / "index"

    @property
    def mended(self) -> Path:
        """Where the copy of the index is that tidies after it: its own git may be alive, and have the other."""
        return self.folder / "mended"

    @property
    def trace(self) -> Path:
        """Where git writes what it runs."""
        return self.folder / "trace"

    @property
    def journal(self) -> Path:
        """Where it says what is to be done."""
        return self.folder / _JOURNAL

    def write_journal(self, head: str | None, entries: Mapping[str, str | None]) -> None:
        """Write what HEAD and the index say before anything is changed."""
        text = json.dumps({"head": head, "entries": entries})
        replace_file(write_whole(self.folder / "journal.new", text.encode()), self.journal)

    def discard(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def open_pending(repository: Repository) -> Iterator[Pending]:
    """Make a folder for an update, and remove it at the end. Raises CannotWrite."""
    pending = Pending(repository.directory / FOLDER / _PENDING / token_hex(4))
    try:
        pending.folder.mkdir(parents=True)
    except OSError as e:
        raise explain_failure(str(repository.directory), e) from None
    try:
        yield pending
    finally:
        if not pending.is_kept:
            pending.discard()


@contextmanager
def hold_in_order(repository: Repository) -> Iterator[None]:
    """Hold the tracker's lock, on a branch where nothing is under way, when what killed updates have left is tidied.

    Raises EOTrackerError where that cannot be: NotReady, CannotLock, CannotWrite, IndexHeld, GitFailed.
    """
    with locked(repository):
        require_a_calm_branch(repository)
        try:
            mend(repository)
        except OSError as e:
            raise explain_failure(str(repository.directory), e) from None
        require_free(repository)
        yield


def mend(repository: Repository) -> None:
    """Tidy what killed updates have left. Raises OSError, and what git and the index do."""
    with suppress(FileNotFoundError):
        for folder in sorted((repository.directory / FOLDER / _PENDING).iterdir()):
            _settle(repository, Pending(folder))
    for litter in repository.directory.glob(_LITTER):  # of a `git commit --only` that was killed
        with suppress(OSError):
            if time.time() - litter.stat().st_mtime > _LITTER_AGE:
                litter.unlink()


def _settle(repository: Repository, pending: Pending) -> None:
    journal = _read_journal(pending)
    if journal is None:  # killed before anything was changed
        pending.discard()
        return
    entries: dict[str, str | None] = journal["entries"]
    for copy in (pending.index, pending.mended):
        unlock_if_ours(repository, copy)
    _remove_dead_locks(repository, pending)
    for path in entries:
        neighbour_of(repository.root / path).unlink(missing_ok=True)
    now = read_entries(repository, list(entries))
    behind = [path for path, entry in entries.items() if now.get(path) == entry]
    committed = [path for path in behind if _is_committed_since(repository, journal["head"], path)]
    if committed:
        _bring_up(repository, pending, committed)
    if len(committed) == len(behind) or time.time() - pending.journal.stat().st_mtime > _LONGEST_HOOK:
        pending.discard()


def _bring_up(repository: Repository, pending: Pending, paths: Sequence[str]) -> None:
    """Bring the index up to the commits that a killed update has made."""
    for left in (pending.mended, pending.mended.with_suffix(".lock")):
        left.unlink(missing_ok=True)
    copy = copy_index(repository, pending.mended)
    bring_to_head(copy, paths)
    install(copy, paths)


def _read_journal(pending: Pending) -> dict[str, Any] | None:
    try:
        found = json.loads(pending.journal.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _is_committed_since(repository: Repository, head: str | None, path: str) -> bool:
    now = repository.head()
    if now is None or now == head:
        return False
    since = [now] if head is None else [now, f"^{head}"]
    code, found, _ = repository.git.attempt("rev-list", "--max-count=1", *since, "--", f":(literal){path}")
    return code == 0 and bool(found)


def _remove_dead_locks(repository: Repository, pending: Pending) -> None:
    """Remove the locks on HEAD and its branch that a killed git has left since the update began.

    Git holds them for a moment only; those of a living git are gone before they have been still for long.
    """
    locks = [repository.directory / "HEAD.lock", repository.common / f"{repository.ref()}.lock"]
    begun = pending.journal.stat().st_mtime_ns
    seen: dict[Path, int] = {}
    since = time.monotonic()
    while left := {lock: changed for lock in locks if (changed := _changed(lock)) and changed >= begun}:
        if left != seen:
            seen, since = left, time.monotonic()
        elif time.monotonic() - since > _STILL:
            for lock in left:
                lock.unlink(missing_ok=True)
        time.sleep(_PAUSE)


def _changed(lock: Path) -> int | None:
    try:
        return lock.stat().st_mtime_ns
    except FileNotFoundError:
        return None
