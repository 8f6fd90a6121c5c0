"""The commit that a tracker's folder is at, read from git's own files: a list of standings need not start git."""

from __future__ import annotations

import re
from pathlib import Path

COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
SHORT = 8
"""How many digits of a commit's id people are shown."""

_LONGEST_CHAIN = 5


def find_work_tree(root: Path) -> tuple[Path, Path] | None:
    """Find the top of the work tree that `root` is in, and its git directory; None outside of one."""
    for folder in (root, *root.parents):
        dot_git = folder / ".git"
        if _is_git_directory(dot_git):
            return folder, dot_git
        text = _read(dot_git)
        if text.startswith("gitdir:"):
            found = folder / text.removeprefix("gitdir:").strip()
            return (folder, found) if _is_git_directory(found) else None
    return None


def find_way_from_top(root: Path) -> str:
    """Find the way from the top of a tracker's work tree to it, as in `trackers/ours/`; nothing without git."""
    found = find_work_tree(root)
    way = root.relative_to(found[0]).as_posix() if found else "."
    return "" if way == "." else f"{way}/"


def find_git_directory(root: Path) -> Path | None:
    """Find the git directory of the repository or linked worktree that `root` is in; None outside of one."""
    found = find_work_tree(root)
    return found[1] if found else None


def find_common(directory: Path) -> Path:
    """Find what a git directory shares with those of all worktrees: for most it is itself."""
    return directory / (_read(directory / "commondir") or ".")


def is_partial(directory: Path) -> bool:
    """Whether a clone has left files of its history on its server."""
    return any((find_common(directory) / "objects" / "pack").glob("*.promisor"))


def read_revision(root: Path) -> str | None:
    """Return the commit id of HEAD; None without git, before the first commit, or with refs in another format."""
    directory = find_git_directory(root)
    if directory is None:
        return None
    common = find_common(directory)
    name = "HEAD"
    for _ in range(_LONGEST_CHAIN):
        text = _read(directory / name) or _read(common / name) or _packed(common, name)
        if COMMIT.fullmatch(text):
            return text
        if not text.startswith("ref: refs/") or ".." in text:
            return None
        name = text.removeprefix("ref: ")
    return None


def _packed(common: Path, name: str) -> str:
    for line in _read(common / "packed-refs").splitlines():
        commit, _, ref = line.partition(" ")
        if ref == name:
            return commit
    return ""


def _read(path: Path) -> str:
    try:
        # A pipe in the place of a file would be waited for.
        return path.read_text("utf-8", "replace").strip() if path.is_file() else ""
    except (OSError, ValueError):  # ValueError: a zero byte in what should be a path
        return ""


def _is_git_directory(path: Path) -> bool:
    """Whether a folder is git's, by what git itself asks of one: a planted `.git` file can name any folder."""
    try:
        return (path / "HEAD").exists() and ((path / "objects").is_dir() or (path / "commondir").is_file())
    except (OSError, ValueError):
        return False
