"""Where a tracker is in its repository, found in git's own files as far as that goes: starting git takes longer."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from eo_tracker.repository.clone import NoRepository, find_repository
from eo_tracker.repository.git import Git
from eo_tracker.repository.revision import find_common, find_work_tree
from eo_tracker.repository.root import DIRECTIVES, STATUS


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A repository's top, its git directory, and how the top leads to the tracker, as in `trackers/ours/`.

    `boundary` are the commits at which a shallow clone's history is cut off.
    """

    top: Path
    directory: Path
    prefix: str
    boundary: frozenset[str]

    @property
    def git(self) -> Git:
        """Git, run at the top: paths are told from there."""
        return Git(self.top)

    @property
    def paths(self) -> tuple[str, str]:
        """The folders in which the tracker's data are."""
        return f"{self.prefix}{DIRECTIVES}", f"{self.prefix}{STATUS}"

    @property
    def mark(self) -> str:
        """A name for the tracker that no other one in the repository has; nothing for the one at its top."""
        return blake2b(os.fsencode(self.prefix), digest_size=8).hexdigest() if self.prefix else ""


def locate(root: Path) -> Whereabouts:
    """Find where a tracker is. Raises NoRepository, NotReady and GitFailed."""
    found = find_work_tree(root)
    if found is None:
        try:
            repository = find_repository(root)
        except NoRepository as e:
            raise NoRepository(f"{e}, so it has no history", "make one there with `git init`") from None
        found = repository.top, repository.directory
    top, directory = found
    relative = root.relative_to(top).as_posix()
    return Whereabouts(top, directory, "" if relative == "." else f"{relative}/", _read_boundary(directory))


def _read_boundary(directory: Path) -> frozenset[str]:
    try:
        return frozenset((find_common(directory) / "shallow").read_text("ascii").split())
    except (OSError, UnicodeDecodeError):
        return frozenset()
