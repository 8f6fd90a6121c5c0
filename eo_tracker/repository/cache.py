"""Texts made from a tracker's files, kept beside git's own data until a file changes. Never in the work tree.

A text is kept under a fingerprint of every data file's name, size, times and inode, and of the program. It
holds nothing that cannot be made again, is checked by length and checksum, and is only ever shown, never run.
As git does with its index, nothing is kept of files that changed so lately that another change might leave
the same times (`_TOO_NEW_NS`).
"""

from __future__ import annotations

import os
import time
import zlib
from array import array
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path

from eo_tracker.repository.revision import find_git_directory
from eo_tracker.repository.root import DIRECTIVES, OWN_SETTINGS, SHARED_SETTINGS, STATUS

FOLDER = "eo-tracker"
_KEPT = 8
_HEADER_LENGTH = 24
_LARGEST = 0x7FFFFFFFFFFFFFFF
_TOO_NEW_NS = 2_000_000_000  # two seconds: the coarsest times that file systems keep


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The state of a tracker's files; `newest` is their latest time of change, in nanoseconds."""

    digest: str
    newest: int

    def is_settled(self, now: int) -> bool:
        """Whether no file could change without changing the fingerprint; `now` is in nanoseconds."""
        return self.newest + _TOO_NEW_NS < now


def take_fingerprint(root: Path) -> Fingerprint:
    """Take the fingerprint of a tracker's data files and of the program that reads them."""
    digest = blake2b(digest_size=20)
    newest = 0
    for folder in _folders(root):
        entries = sorted((e for e in _scan(folder) if not _is_folder(e)), key=attrgetter("name"))
        numbers = array("q")
        for stat in map(_stat, entries):
            numbers.extend((stat.st_size, stat.st_ino & _LARGEST, stat.st_mtime_ns, stat.st_ctime_ns))
        newest = max(newest, *numbers[2::4], *numbers[3::4]) if numbers else newest
        names = "/".join(map(attrgetter("name"), entries))
        digest.update(f"{folder}\0{names}\0".encode("utf-8", "surrogateescape"))
        digest.update(numbers.tobytes())
    for name in (OWN_SETTINGS, SHARED_SETTINGS):
        with suppress(OSError):
            stat = (root / name).stat()
            newest = max(newest, stat.st_mtime_ns, stat.st_ctime_ns)
            digest.update(f"{name} {stat.st_size} {stat.st_ino} {stat.st_mtime_ns} {stat.st_ctime_ns}\0".encode())
    return Fingerprint(digest.hexdigest(), newest)


def _stat(entry: os.DirEntry[str]) -> os.stat_result:
    try:
        return entry.stat()
    except OSError:  # a link that leads nowhere
        return entry.stat(follow_symlinks=False)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads back to itself, or through a file
        return False


def _folders(root: Path) -> Iterator[str]:
    yield str(root / DIRECTIVES)
    yield str(root / STATUS)
    yield from sorted(entry.path for entry in _scan(str(root / STATUS)) if _is_folder(entry))
    package = Path(__file__).parent.parent
    yield from (str(package / floor) for floor in ("domain", "repository", "reports", "data"))


def _scan(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


@dataclass(frozen=True, slots=True)
class Cache:
    """Texts kept for one state of a tracker's files, as it was `taken`, in nanoseconds.

    Whatever goes wrong with it, it just knows nothing.
    """

    folder: Path
    fingerprint: Fingerprint
    taken: int = field(default_factory=time.time_ns)

    def read(self, question: str) -> memoryview | None:
        """Return the UTF-8 text kept for a question, or None."""
        try:
            raw = self._file(question).read_bytes()
        except OSError:
            return None
        header, text = raw[:_HEADER_LENGTH], memoryview(raw)[_HEADER_LENGTH:]
        return text if header == _check(text) else None

    def write(self, question: str, text: bytes) -> None:
        """Keep a text, unless the files are too new for their fingerprint to be trusted."""
        if not self.fingerprint.is_settled(self.taken):
            return
        import tempfile

        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self.folder, suffix=".new")
            with os.fdopen(descriptor, "wb") as file:
                file.write(_check(text))
                file.write(text)
            Path(name).replace(self._file(question))
            self._forget_the_oldest()

    def _file(self, question: str) -> Path:
        key = blake2b(f"{self.fingerprint.digest}\0{question}".encode("utf-8", "surrogateescape"), digest_size=20)
        return self.folder / f"{key.hexdigest()}.answer"

    def _forget_the_oldest(self) -> None:
        kept = sorted(self.folder.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in kept[_KEPT:]:
            path.unlink(missing_ok=True)


def _check(text: bytes | memoryview) -> bytes:
    """Make the header of a kept text: its length and its checksum."""
    return b"%016x%08x" % (len(text), zlib.crc32(text))


def open_cache(root: Path) -> Cache | None:
    """Open the cache of a tracker; None where there is no git directory to keep it in."""
    directory = find_git_directory(root)
    taken = time.time_ns()
    return Cache(directory / FOLDER / "answers", take_fingerprint(root), taken) if directory else None
