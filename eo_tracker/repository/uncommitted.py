"""Data and settings that say what no commit does: a report that is read from git knows nothing of them.

Files are told from those of the last commit by their content alone. Git itself would run whatever filters its settings
name, and what only reads must run nothing; so line ends, which git may turn on the way out, make no difference.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from eo_tracker.repository.clone import Repository
from eo_tracker.repository.committed import AS_COMMITTED, HERE
from eo_tracker.repository.files import looks_like_data
from eo_tracker.repository.root import DIRECTIVES, OWN_SETTINGS, STATUS

_FOLDERS = (DIRECTIVES, STATUS)
_FILES = ("100644", "100755")
_SHA1 = 40  # characters of an id


def list_uncommitted_files(repository: Repository) -> list[str]:
    """List the files that are new, changed or gone since the last commit, by their paths from the tracker's root.

    Those of data and of the tracker's own settings, with a marking that no report has else. Raises GitFailed.
    """
    committed = _list_committed(repository)
    found = set(committed)
    changed = []
    for path in _list_files(repository.root):
        if path not in found or not _has_content(repository.root / path, committed[path]):
            changed.append(path)
        found.discard(path)
    return sorted((*changed, *found))


def _list_committed(repository: Repository) -> dict[str, str]:
    """List the files of the last commit with the ids of their contents; none before the first commit."""
    commit = repository.head()
    if commit is None:
        return {}
    paths = [f"{repository.prefix}{folder}" for folder in (*_FOLDERS, OWN_SETTINGS)]
    command = ("ls-tree", "-r", "-z", "--full-tree", commit, "--", *paths)
    told = repository.git.run(*AS_COMMITTED, *command, env=HERE, strip=False).decode("utf-8", "surrogateescape")
    found = {}
    for line in told.split("\0")[:-1]:
        about, _, path = line.partition("\t")
        mode, _, blob = about.split(" ")
        if mode in _FILES and _is_data(path):
            found[path.removeprefix(repository.prefix)] = blob
    return found


def _list_files(root: Path) -> Iterator[str]:
    """List the files that are there. What cannot be opened, and a link, is told by whoever reads it."""
    if _is_file(f"{root}/{OWN_SETTINGS}"):
        yield OWN_SETTINGS
    for top in _FOLDERS:
        if not (root / top).is_symlink():
            for folder, _, names in os.walk(root / top):
                below = Path(folder).relative_to(root).as_posix()
                paths = (f"{below}/{name}" for name in names)
                yield from (path for path in paths if _is_data(path) and _is_file(f"{root}/{path}"))


def _is_data(path: str) -> bool:
    if path.endswith(OWN_SETTINGS):
        return True
    return looks_like_data(path) and "/." not in path  # what is hidden is nobody's record


def _is_file(path: str) -> bool:
    return os.path.isfile(path) and not os.path.islink(path)  # noqa: PTH113, PTH114  # tens of thousands of them


def _has_content(path: Path, blob: str) -> bool:
    try:
        raw = path.read_bytes()
    except OSError:
        return False
    return blob in (_name_content(raw, len(blob)), _name_content(raw.replace(b"\r\n", b"\n"), len(blob)))


def _name_content(raw: bytes, length: int) -> str:
    """Name a content as git does, in either of its object formats."""
    made = hashlib.sha1(usedforsecurity=False) if length == _SHA1 else hashlib.sha256()
    made.update(b"blob %d\0" % len(raw))
    made.update(raw)
    return made.hexdigest()
