"""The files of a tracker: which it has, and that none of them leads elsewhere."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path

from eo_tracker.domain.ids import ORDER_ID
from eo_tracker.domain.problems import Problem
from eo_tracker.domain.provisions import ID
from eo_tracker.repository.root import DIRECTIVES, STATUS

_RECORD = re.compile(rf"{STATUS}/([^/]+/[^/]+)\.yaml")
_MEANT_ORDER = re.compile(r"([1-9][0-9]{0,5}(?:-[a-z](?![a-z]))?)")
# Without waiting: a pipe in the place of a file has no end.
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
MEGABYTE = 1024 * 1024
_FIRST_READ = 64 * 1024
MAX_BYTES = 4 * MEGABYTE
AGENCIES = "agencies"
_TEXTS = "text"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file: its path from the root, with forward slashes, and the id that its name gives."""

    path: str
    id: str


def record_path(directive: str) -> str:
    """Name the file of a directive's or item's record, from the tracker's root: `status/eo-14288/3.b.yaml`."""
    return f"{STATUS}/{directive}.yaml"


def find_directive(path: str) -> str | None:
    """Find the directive or item whose record a file is, by its path from the tracker's root; None for other files."""
    match = _RECORD.fullmatch(path)
    return match[1] if match else None


def list_order_files(root: Path) -> Iterator[DataFile | Problem]:
    """Give the order files of `directives/` by name, and problems for what should be one and is not."""
    for entry in _entries(root, DIRECTIVES):
        stem = _stem(entry.path)
        if _is_registry(entry.path):
            continue
        if isinstance(entry, Problem):
            yield entry
        elif ORDER_ID.fullmatch(stem):
            yield DataFile(entry.path, stem)
        else:
            yield _misnamed(entry.path, "order", "eo-14288.yaml")


def find_registry_file(root: Path) -> DataFile | Problem | None:
    """Find `directives/agencies.yaml`; a problem where it is there and cannot be read, or is named otherwise."""
    for entry in _entries(root, DIRECTIVES):
        if _is_registry(entry.path):
            wrong = isinstance(entry, DataFile) and entry.path != f"{DIRECTIVES}/{AGENCIES}.yaml"
            return _misnamed(entry.path, "order", f"{AGENCIES}.yaml") if wrong else entry
    return None


def _is_registry(path: str) -> bool:
    return path.rpartition("/")[2].lower().rpartition(".")[0] == AGENCIES


def find_meant_order(path: str) -> str | None:
    """Guess which order a wrongly named file of `directives/` is meant to be."""
    match = _MEANT_ORDER.search(path.rpartition("/")[2].lower())
    return f"eo-{match[1]}" if match else None


def list_record_files(root: Path, orders: Collection[str] = ()) -> Iterator[DataFile | Problem]:
    """Give the record files of `status/`, and problems for what should be one and is not.

    With `orders`, only the records of these.
    """
    for folder in _folders(root, orders):
        if isinstance(folder, Problem):
            yield folder
            continue
        order_id = folder.rpartition("/")[2]
        for entry in _entries(root, folder):
            stem = _stem(entry.path)
            directive = f"{order_id}/{stem}" if ID.fullmatch(stem) else None
            if isinstance(entry, Problem):
                yield replace(entry, directive=directive)
            elif directive:
                yield DataFile(entry.path, directive)
            else:
                yield _misnamed(entry.path, "directive", "3.b.yaml")


def _stem(path: str) -> str:
    """Return a file's name without `.yaml`; nothing for a name that does not end so."""
    name = path.rpartition("/")[2]
    return name.removesuffix(".yaml") if name.endswith(".yaml") else ""


def _misnamed(path: str, what: str, example: str) -> Problem:
    return Problem(path, 1, 1, "EO108", f'"{path.rpartition("/")[2]}" names no {what}', f"name the file as {example}")


def _folders(root: Path, orders: Collection[str]) -> Iterator[str | Problem]:
    entries = _scan(root, STATUS)
    if isinstance(entries, Problem):
        yield entries
        return
    for entry in entries:
        path = f"{STATUS}/{entry.name}"
        if orders and entry.name not in orders:
            continue
        if entry.is_symlink() and _leads_out(entry, root / STATUS):
            yield _link_problem(path)
        elif entry.is_dir():
            yield path
        elif _looks_like_data(entry.name):
            hint = "a record is status/eo-14288/3.b.yaml"
            yield Problem(path, 1, 1, "EO108", "a record stands outside of its order's folder", hint)


def _entries(root: Path, folder: str) -> Iterator[DataFile | Problem]:
    """Give the files of a folder that are YAML by their names; their ids are still to be found."""
    entries = _scan(root, folder)
    if isinstance(entries, Problem):
        yield entries
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if not _looks_like_data(entry.name):
            if _is_misplaced(root, path, entry):
                yield Problem(path, 1, 1, "EO108", "this is not read", "a data file ends in .yaml, in no deeper folder")
        elif entry.is_symlink() and _leads_out(entry, root / folder.split("/", maxsplit=1)[0]):
            yield _link_problem(path)
        elif not entry.is_file():
            yield _no_file(path)
        else:
            yield DataFile(path, "")


def _is_misplaced(root: Path, path: str, entry: os.DirEntry[str]) -> bool:
    """Whether something that is no data file was meant as one: an ending too many or too few, a folder of them."""
    if entry.is_dir(follow_symlinks=False):
        below = _scan(root, path)
        return entry.name != _TEXTS and isinstance(below, list) and any(_looks_like_data(e.name) for e in below)
    return entry.name.lower().endswith((".yaml.txt", ".yml.txt")) or (
        ID.fullmatch(entry.name) is not None and "yaml" not in entry.name
    )


def _looks_like_data(name: str) -> bool:
    return name.lower().endswith((".yaml", ".yml"))


def _scan(root: Path, folder: str) -> list[os.DirEntry[str]] | Problem:
    """List a folder by name, without what is hidden; a folder that is not there is empty."""
    path = f"{root}/{folder}"
    try:
        if "/" not in folder and Path(path).is_symlink() and not Path(path).resolve().is_relative_to(root):
            return _link_problem(folder)
        with os.scandir(path) as entries:
            return sorted((e for e in entries if not e.name.startswith(".")), key=attrgetter("name"))
    except (OSError, RuntimeError) as e:  # RuntimeError: a link to itself
        if isinstance(e, FileNotFoundError) and not Path(path).is_symlink():
            return []
        return _cannot_open(folder, "folder", e)


def _cannot_open(path: str, what: str, error: OSError | RuntimeError) -> Problem:
    reason = reason_of(error) if isinstance(error, OSError) else "it is a link to itself"
    return Problem(path, 1, 1, "EO101", f"the {what} cannot be opened: {reason}", f"check that it is a readable {what}")


def reason_of(error: OSError | ValueError) -> str:
    """Say in a few words why a file cannot be opened or written."""
    return str(getattr(error, "strerror", None) or error).lower()


def _leads_out(link: os.DirEntry[str], folder: Path) -> bool:
    try:
        return not Path(link.path).resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return True


def _link_problem(path: str) -> Problem:
    hint = "put the file itself there"
    return Problem(path, 1, 1, "EO107", "the link leads out of its folder, or nowhere; it is not followed", hint)


def read_if_there(path: Path) -> bytes | None:
    """Read a file's bytes; None where there is no file. Raises OSError where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def read_bytes(root: Path, path: str) -> bytes | Problem:
    """Read a data file whole, unless it is larger than data ever is."""
    try:
        # Plain system calls: a tracker can have tens of thousands of small files.
        descriptor = os.open(f"{root}/{path}", _READ)
        try:
            raw = os.read(descriptor, _FIRST_READ)
            if 0 < len(raw) < _FIRST_READ:
                return raw
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                return _no_file(path)
            size = found.st_size
            return raw + os.read(descriptor, size) if size <= MAX_BYTES else _too_large(path, size)
        finally:
            os.close(descriptor)
    except OSError as e:
        return _cannot_open(path, "file", e)


def _no_file(path: str) -> Problem:
    return Problem(path, 1, 1, "EO101", "this is no file", "remove it, or rename it")


def _too_large(path: str, size: int) -> Problem:
    message = f"the file has {size / MEGABYTE:.0f} MB; eo-tracker reads up to {MAX_BYTES // MEGABYTE} MB"
    return Problem(path, 1, 1, "EO102", message, "an order file has a few kilobytes: is it the right file?")
