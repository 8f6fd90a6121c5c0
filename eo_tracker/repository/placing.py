"""Files put in their places whole: under each name is the old file or the new one, at every moment.

New content is written aside first, where a full disk harms nobody, then takes the place of the old file in one
step. So is the old content, so that going back needs no room either.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.contents import reason_of
from eo_tracker.repository.work_tree import read_if_there

_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_TRIES = 20
_PAUSE = 0.05  # seconds


class CannotWrite(EOTrackerError):
    """A file cannot be written; nothing has been changed."""


@dataclass(frozen=True, slots=True)
class StagedFile:
    """A file that is ready to take its place, and to go back. `new` and `old` lie aside; None: no file.

    `folders` are those that must be made for it, the outermost first.
    """

    path: str
    target: Path
    new: Path | None
    old: Path | None
    folders: tuple[Path, ...]

    def place(self) -> None:
        """Put the new file, or no file, in its place. Raises CannotWrite."""
        try:
            for folder in self.folders:
                folder.mkdir(exist_ok=True)
            _put(self.new, self.target)
        except OSError as e:
            self._remove_folders()
            raise explain_failure(self.path, e) from None

    def put_back(self) -> None:
        """Put the old file, or no file, in its place again. Raises CannotWrite."""
        try:
            _put(self.old, self.target)
        except OSError as e:
            raise explain_failure(self.path, e) from None
        self._remove_folders()

    def _remove_folders(self) -> None:
        for folder in reversed(self.folders):
            with suppress(OSError):  # others may have put something there
                folder.rmdir()


def stage_file(root: Path, path: str, before: bytes | None, after: bytes | None, aside: Path) -> StagedFile:
    """Write a file's old and new content aside, into a folder on the same disk if possible. Raises CannotWrite.

    What the file says must still be `before`.
    """
    target = _find_target(root, path)
    name = path.replace("/", "+")
    try:
        if read_if_there(target) != before:
            raise CannotWrite(f"{path} was changed by somebody else just now", "look at it, and try again")
        mode = stat.S_IMODE(target.stat().st_mode) if before is not None else None
        new = write_whole(aside / f"{name}.new", after, mode) if after is not None else None
        old = write_whole(aside / f"{name}.old", before, mode) if before is not None else None
    except OSError as e:
        raise explain_failure(path, e) from None
    return StagedFile(path, target, new, old, _missing_folders(root, target))


def place_all(staged: Sequence[StagedFile]) -> None:
    """Put files in their places, all of them or none. Raises CannotWrite."""
    placed: list[StagedFile] = []
    try:
        for each in staged:
            each.place()
            placed.append(each)
    except BaseException:
        put_back_all(placed)
        raise


def put_back_all(placed: Sequence[StagedFile]) -> None:
    """Put the old files in their places again, as far as that can be done."""
    for each in reversed(placed):
        with suppress(CannotWrite):  # what made it fail is told; this would only be its echo
            each.put_back()


def _find_target(root: Path, path: str) -> Path:
    """Find a file's place, which must be in the tracker without a link on the way: git would not follow it."""
    parts = PurePosixPath(path).parts
    steps = [root.joinpath(*parts[: n + 1]) for n in range(len(parts))]
    linked = next((step for step in steps if step.is_symlink()), None)
    if linked:
        where = linked.relative_to(root).as_posix()
        raise CannotWrite(f"{where} is a link, so {path} is not written", "put the file or folder itself there")
    if ".." in parts or not steps or not steps[-1].resolve().is_relative_to(root.resolve()):
        raise CannotWrite(f"{path} is not in the tracker", "a record's path is like status/eo-14288/3.b.yaml")
    return steps[-1]


def _missing_folders(root: Path, target: Path) -> tuple[Path, ...]:
    between = target.parent.relative_to(root).parts
    folders = [root.joinpath(*between[: n + 1]) for n in range(len(between))]
    return tuple(folder for folder in folders if not folder.exists())


def write_whole(path: Path, content: bytes, mode: int | None = None) -> Path:
    """Write a new file so that it is on the disk when this returns."""
    descriptor = os.open(path, _CREATE, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    if mode is not None:
        path.chmod(mode)
    return path


def neighbour_of(target: Path) -> Path:
    """Name the file by which content from another disk comes to its place; a dot hides it from readers."""
    return target.with_name(f".{target.name}.eo-tracker")


def _put(source: Path | None, target: Path) -> None:
    if source is None:
        target.unlink(missing_ok=True)
        return
    try:
        replace_file(source, target)
    except OSError as e:
        if e.errno != errno.EXDEV:
            raise
        neighbour = neighbour_of(target)
        try:
            shutil.copy2(source, neighbour)
            replace_file(neighbour, target)
        finally:
            neighbour.unlink(missing_ok=True)


def replace_file(source: Path, target: Path) -> None:
    """Move a file to its place in one step; on Windows, wait for those who have it open."""
    for _ in range(_TRIES if os.name == "nt" else 0):
        try:
            source.replace(target)
        except PermissionError:
            time.sleep(_PAUSE)
        else:
            return
    source.replace(target)


def explain_failure(path: str, error: OSError) -> CannotWrite:
    """Say in a sentence why a file cannot be written."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return CannotWrite(f"{path} cannot be written: the disk is full", "make room, and try again")
    hint = "check the permissions of the file and its folder"
    return CannotWrite(f"{path} cannot be written: {reason_of(error)}", hint)
