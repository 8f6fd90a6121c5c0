"""The files of a tracker: which it has, and that none of them leads elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eo_tracker.domain.ids import ORDER_ID
from eo_tracker.domain.problems import Problem
from eo_tracker.domain.provisions import ID
from eo_tracker.repository.root import DIRECTIVES, STATUS

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
MEGABYTE = 1024 * 1024
_MOST_FILES = 64 * 1024
MAX_BYTES = 4 * MEGABYTE
AGENCIES = "agencies"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file: its path from the root, with forward slashes, and the id that its name gives."""

    path: str
    id: str


def list_order_files(root: Path) -> Iterator[DataFile | Problem]:
    """Give the order files of `directives/` by name; problems for links out of it and names that are no ids."""
    for entry in _entries(root, DIRECTIVES):
        if isinstance(entry, Problem):
            yield entry
            continue
        path, name = entry
        stem = name.removesuffix(".yaml")
        if name == f"{AGENCIES}.yaml":
            continue
        if name.endswith(".yaml") and ORDER_ID.fullmatch(stem):
            yield DataFile(path, stem)
        elif name.endswith((".yaml", ".yml")):
            yield Problem(path, 1, 1, "EO108", f'"{name}" names no order', "name the file as eo-14288.yaml")


def list_record_files(root: Path) -> Iterator[DataFile | Problem]:
    """Give the record files of `status/`; problems for links out of it and names that are no ids."""
    for folder in _folders(root):
        if isinstance(folder, Problem):
            yield folder
            continue
        for entry in _entries(root, folder):
            if isinstance(entry, Problem):
                yield entry
                continue
            path, name = entry
            stem = name.removesuffix(".yaml")
            if name.endswith(".yaml") and ID.fullmatch(stem):
                yield DataFile(path, f"{folder.rpartition('/')[2]}/{stem}")
            elif name.endswith((".yaml", ".yml")):
                yield Problem(path, 1, 1, "EO108", f'"{name}" names no directive', "name the file as 3.b.yaml")


def _folders(root: Path) -> Iterator[str | Problem]:
    for entry in _scan(root / STATUS):
        path = f"{STATUS}/{entry.name}"
        if entry.is_symlink() and _leads_out(entry, root / STATUS):
            yield _link_problem(path)
        elif entry.is_dir():
            yield path
        elif entry.name.endswith((".yaml", ".yml")):
            hint = "a record is status/eo-14288/3.b.yaml"
            yield Problem(path, 1, 1, "EO108", "a record stands outside of its order's folder", hint)


def _entries(root: Path, folder: str) -> Iterator[tuple[str, str] | Problem]:
    for entry in _scan(root / folder):
        path = f"{folder}/{entry.name}"
        if entry.is_symlink() and _leads_out(entry, root / folder.split("/", maxsplit=1)[0]):
            yield _link_problem(path)
        elif not entry.name.endswith((".yaml", ".yml")):
            continue
        elif not entry.is_file():
            yield Problem(path, 1, 1, "EO101", "this is no file", "remove it, or rename it")
        else:
            yield path, entry.name


def _scan(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted((e for e in entries if not e.name.startswith(".")), key=lambda e: e.name)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _leads_out(link: os.DirEntry[str], folder: Path) -> bool:
    try:
        return not Path(link.path).resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return True


def _link_problem(path: str) -> Problem:
    hint = "put the file itself there"
    return Problem(path, 1, 1, "EO107", "the link leads out of its folder, or nowhere; it is not followed", hint)


def read_bytes(root: Path, path: str) -> bytes | Problem:
    """Read a data file whole, unless it is larger than data ever is."""
    try:
        # Plain system calls: a tracker can have tens of thousands of small files.
        descriptor = os.open(f"{root}/{path}", _READ)
        try:
            raw = os.read(descriptor, _MOST_FILES)
            if len(raw) < _MOST_FILES:
                return raw
            size = os.fstat(descriptor).st_size
            return raw + os.read(descriptor, size) if size <= MAX_BYTES else _too_large(path, size)
        finally:
            os.close(descriptor)
    except OSError as e:
        reason = (e.strerror or str(e)).lower()
        return Problem(path, 1, 1, "EO101", f"the file cannot be opened: {reason}", "check that it is a readable file")


def _too_large(path: str, size: int) -> Problem:
    message = f"the file has {size / MEGABYTE:.0f} MB; eo-tracker reads up to {MAX_BYTES // MEGABYTE} MB"
    return Problem(path, 1, 1, "EO102", message, "an order file has a few kilobytes: is it the right file?")
