"""Git's index: what the user's next commit will say. It is changed here for records only, and never left locked.

Git works on a copy of it. The copy then takes the index's place by git's own protocol, in which `index.lock` is
held by whoever could create it. Here it is made as a second name of the copy: so a lock that a killed process
leaves is known as its own by what it is, and may be removed, while anybody else's is never touched.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.clone import Repository
from eo_tracker.repository.placing import replace_file

_PAUSE = 0.02  # seconds
PATIENCE = 10.0  # seconds: git's commands hold the index for less, but for a commit with an open editor
_TRIES = 10

Stamp = tuple[int, int, int]
Entries = dict[str, str]
"""What the index says of files, by path from the tracker's root: `H 100644 <blob> 0`, as `git ls-files -v -s` does."""


class IndexHeld(EOTrackerError):
    """Another git process is changing the index."""

    def __init__(self, lock: Path) -> None:
        super().__init__(
            "another git command is at work in this repository, or was cut off in its work",
            f"end it (is a commit waiting in an editor?) and try again; if there is none, remove {lock}",
        )


@dataclass(frozen=True, slots=True)
class IndexCopy:
    """A private copy of the index, in `path`; `stamp` tells the index that it was made of, None for no index."""

    repository: Repository
    path: Path
    stamp: Stamp | None

    @property
    def environment(self) -> dict[str, str]:
        """What makes git use the copy."""
        return {"GIT_INDEX_FILE": str(self.path)}


def copy_index(repository: Repository, path: Path) -> IndexCopy:
    """Copy the index. Git tells by its time which of its entries may be out of date, so the copy has the same."""
    try:
        with _index(repository).open("rb") as index:
            found = os.fstat(index.fileno())
            path.write_bytes(index.read())
    except FileNotFoundError:
        path.unlink(missing_ok=True)
        return IndexCopy(repository, path, None)
    path.chmod(found.st_mode & 0o777)
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))
    return IndexCopy(repository, path, _stamp(found))


def install(copy: IndexCopy, paths: Sequence[str]) -> None:
    """Let the copy take the place of the index. Raises IndexHeld.

    Where the index was changed since, it is copied again, and `paths` in it are brought to what HEAD says.
    """
    for _ in range(_TRIES):
        if _replace_unchanged(copy):
            return
        copy = copy_index(copy.repository, copy.path)
        bring_to_head(copy, paths)
    raise IndexHeld(lock_of(copy.repository))


def bring_to_head(copy: IndexCopy, paths: Sequence[str]) -> None:
    """Make a copy say of some files what HEAD does."""
    repository = copy.repository
    entries: dict[str, str | None] = dict.fromkeys(repository.prefix + path for path in paths)
    listed = os.fsdecode(repository.git.run("ls-tree", "-z", "--full-name", "HEAD", "--", *paths))
    entries.update((path, entry) for entry, _, path in (line.partition("\t") for line in listed.split("\0")) if path)
    enter(repository, entries, copy.environment)


def enter(repository: Repository, entries: Mapping[str, str | None], environment: Mapping[str, str]) -> None:
    """Make the index that `environment` names say `<mode> <blob>` of files, or `<mode> blob <blob>`; None: no file.

    Their paths are from the repository's top, which has a commit.
    """
    gone = f"0 {'0' * len(repository.head() or '')}"
    told = os.fsencode("".join(f"{entry or gone}\t{path}\0" for path, entry in entries.items()))
    repository.git.run("update-index", "-z", "--index-info", stdin=told, env=environment)


def read_entries(repository: Repository, paths: Sequence[str]) -> Entries:
    """Read what the index says of files; those that it does not know are left out."""
    literal = [f":(literal){path}" for path in paths]
    listed = os.fsdecode(repository.git.run("ls-files", "-z", "-v", "--stage", "--", *literal))
    return {path: entry for entry, _, path in (line.partition("\t") for line in listed.split("\0") if line)}


def require_free(repository: Repository) -> None:
    """Wait until nobody holds the index. Raises IndexHeld after a while."""
    end = time.monotonic() + PATIENCE
    while lock_of(repository).exists():
        if time.monotonic() > end:
            raise IndexHeld(lock_of(repository))
        time.sleep(_PAUSE)


def unlock_if_ours(repository: Repository, copy: Path) -> None:
    """Remove a lock that a killed process made of its copy."""
    lock = lock_of(repository)
    try:
        # A lock is a copy of the copy where a file cannot have two names.
        ours = lock.samefile(copy) or (lock.stat().st_size > 0 and lock.read_bytes() == copy.read_bytes())
        if ours:
            lock.unlink()
    except FileNotFoundError:
        return


def lock_of(repository: Repository) -> Path:
    """Name the file whose maker may change the index."""
    return repository.directory / "index.lock"


def _replace_unchanged(copy: IndexCopy) -> bool:
    """Replace the index by a copy, unless it was changed since. Raises IndexHeld."""
    lock, index = lock_of(copy.repository), _index(copy.repository)
    _take(copy.path, lock)
    replaced = False
    try:
        if _stamp_of(index) == copy.stamp:
            replace_file(lock, index)
            replaced = True
    finally:
        if not replaced:
            lock.unlink()
    return replaced


def _take(copy: Path, lock: Path) -> None:
    """Make the lock, as a second name of the copy. Raises IndexHeld when others hold it for long."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            _link(copy, lock)
        except FileExistsError:
            if time.monotonic() > end:
                raise IndexHeld(lock) from None
            time.sleep(_PAUSE)
        else:
            return


def _link(copy: Path, lock: Path) -> None:
    try:
        lock.hardlink_to(copy)
    except FileExistsError:
        raise
    except OSError:  # FAT and some network drives know no second names
        with lock.open("xb") as file, copy.open("rb") as content:
            shutil.copyfileobj(content, file)


def _index(repository: Repository) -> Path:
    return repository.directory / "index"


def _stamp_of(index: Path) -> Stamp | None:
    try:
        return _stamp(index.stat())
    except FileNotFoundError:
        return None


def _stamp(found: os.stat_result) -> Stamp:
    return found.st_mtime_ns, found.st_size, found.st_ino
