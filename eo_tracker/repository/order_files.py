"""The files of an import: official texts as they come, and what is written of them: order files, and texts kept beside.

Nothing is written in the place of something else, and each file is written whole or not at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import Any

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.orders import Order
from eo_tracker.domain.problems import Problem
from eo_tracker.repository.contents import MEGABYTE, reason_of
from eo_tracker.repository.placing import neighbour_of, replace_file, write_whole
from eo_tracker.repository.reading import read_value
from eo_tracker.repository.source import decode
from eo_tracker.repository.tree import read_tree

TEXTS = "text"
MAX_BYTES = 64 * MEGABYTE  # beyond any official text; what is read of it, its reader decides
_KEPT = {"Federal Register XML": "xml", "web page": "html", "Markdown": "md", "plain text": "txt", "GPO text": "txt"}


class ThereAlready(EOTrackerError):
    """A file is there already, and is not replaced."""


class BrokenOrder(EOTrackerError):
    """An order's file cannot be read; `problems` say why."""


def expand(words: Iterable[str]) -> Iterator[str]:
    """Put the files that a pattern finds into its place, where the shell has not done it."""
    for word in words:
        is_pattern = any(mark in word for mark in "*?[") and not exists(word)
        found = sorted(glob(word)) if is_pattern else []  # noqa: PTH207  # it may begin at any folder
        yield from found or [word]


def exists(name: str | Path) -> bool:
    """Whether a file or folder has this name, which may be none that a file can have."""
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def load(name: str) -> bytes:
    """Read an official text. Raises EOTrackerError."""
    path = Path(name)
    try:
        if path.is_dir():
            raise EOTrackerError(f"{name} is a folder", f"name the files in it: {path / '*.xml'}")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as e:
        reason = "there is no such file" if isinstance(e, FileNotFoundError) else reason_of(e)
        raise EOTrackerError(f"{name} cannot be read: {reason}", "check its name and place") from None
    if len(raw) > MAX_BYTES:
        message = f"{name} is larger than {MAX_BYTES // MEGABYTE} MB, and no order's text is"
        raise EOTrackerError(message, "is it the right file?")
    return raw


def digest(raw: bytes) -> str:
    """Return the digest by which an order's file knows a text."""
    return hashlib.sha256(raw).hexdigest()


def name_kept_text(order_id: str, kind: str, raw: bytes) -> str | None:
    """Name the file of an order's text beside its own, from `directives/` on; None for what is not kept: Word, PDF."""
    ending = _KEPT.get(kind)
    if ending is None or isinstance(decode(raw, ""), Problem):
        return None
    if ending == "txt" and raw.lstrip()[:1] == b"<":
        ending = "html"
    return f"{TEXTS}/{order_id}.{ending}"


def require_new(path: Path, raw: bytes | None = None) -> None:
    """Refuse a place that is taken, by anything but a file of these very bytes. Raises ThereAlready."""
    if exists(path) and not (raw is not None and path.is_file() and path.read_bytes() == raw):
        hint = "--update proposes what a new text would change in it; or name another file"
        raise ThereAlready(f"{path} is there already", hint)


def replace(path: Path, raw: bytes) -> None:
    """Write a file, in the place of another where there is one. Raises EOTrackerError."""
    part = neighbour_of(path)
    try:
        try:
            part.unlink(missing_ok=True)  # of a process that was killed
            replace_file(write_whole(part, raw), path)
        finally:
            part.unlink(missing_ok=True)
    except FileNotFoundError:
        raise EOTrackerError(f"there is no folder {path.parent}", "make it first, or name another") from None
    except (OSError, ValueError) as e:
        hint = "check that you may write there"
        raise EOTrackerError(f"{path} cannot be written: {reason_of(e)}", hint) from None


@dataclass(frozen=True, slots=True)
class OrderFile:
    """An order's file: its bytes, what they say as they say it, and the order."""

    raw: bytes
    tree: Mapping[str, Any]
    order: Order


def load_order(path: Path) -> OrderFile:
    """Read an order's file. Raises BrokenOrder, and EOTrackerError where there is none."""
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as e:
        if isinstance(e, FileNotFoundError):
            hint = "leave --update out; -o directives makes it"
            raise EOTrackerError(f"{path} is not there, so nothing can be updated", hint) from None
        raise EOTrackerError(f"{path} cannot be read: {reason_of(e)}", "check its name and place") from None
    source = decode(raw, str(path))
    order, problems = (None, [source]) if isinstance(source, Problem) else read_value(source, Order)
    if order is None or isinstance(source, Problem):
        error = BrokenOrder(f"{path} cannot be read as an order's file", "mend it first")
        error.problems = tuple(problems)
        raise error
    return OrderFile(raw, read_tree(source.text)[0], order)
