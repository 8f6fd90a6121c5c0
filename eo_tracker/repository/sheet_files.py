"""The files of sheets that people fill in: `.xlsx`, and CSV as spreadsheets write it."""

from __future__ import annotations

from pathlib import Path

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.contents import MEGABYTE, reason_of
from eo_tracker.repository.placing import neighbour_of, replace_file, write_whole
from eo_tracker.repository.separated import read_separated
from eo_tracker.repository.sheets import read_excel
from eo_tracker.repository.tables import SAVE_AS, Table, UnreadableSheet

MAX_BYTES = 16 * MEGABYTE

_OTHER_FILES = [
    (b"%pdf", "is a PDF", "send the sheet itself"),
    (b"{\\rtf", "is a text document", SAVE_AS),
    (b"<", "is a web page or XML, whatever its name", SAVE_AS),
    (b"\xef\xbb\xbf<", "is a web page or XML, whatever its name", SAVE_AS),
]


def load(path: Path) -> bytes:
    """Read a sheet's file. Raises UnreadableSheet."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as e:
        reason = "there is no such file" if isinstance(e, FileNotFoundError) else reason_of(e)
        raise UnreadableSheet(f"{path} cannot be read: {reason}", "check its name and place") from None
    if len(raw) > MAX_BYTES:
        message = f"{path} is larger than {MAX_BYTES // MEGABYTE} MB, and sheets are not"
        raise UnreadableSheet(message, "is it the right file?")
    return raw


def save(path: Path, raw: bytes, *, replace: bool = False) -> None:
    """Write a file for people, whole or not at all; in the place of another only with `replace`.

    Raises EOTrackerError.
    """
    try:
        _require_room(path, replace=replace)
        part = neighbour_of(path)
        try:
            part.unlink(missing_ok=True)  # of a process that was killed
            replace_file(write_whole(part, raw), path)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, ValueError) as e:
        hint = "close it where it is open, and check that you may write there"
        raise EOTrackerError(f"{path} cannot be written: {reason_of(e)}", hint) from None


def _require_room(path: Path, *, replace: bool) -> None:
    if path.is_dir():
        raise EOTrackerError(f"{path} is a folder", "name a file in it")
    if path.exists() and not replace:
        raise EOTrackerError(f"{path} is there already", "name another file, or replace it by --force")
    if not path.parent.is_dir():
        raise EOTrackerError(f"there is no folder {path.parent}", "make it first, or name another")


def read_tables(raw: bytes, name: str) -> list[Table]:
    """Read the sheets of a file; of CSV, the readings that there can be by what separates its cells.

    What the file is, is seen from its bytes and not from its name. Raises UnreadableSheet and MissingPart.
    """
    if not raw.strip():
        raise UnreadableSheet(f"{name} is empty", "is it the right file?")
    for start, message, hint in _OTHER_FILES:
        if raw.lstrip()[:64].lower().startswith(start):
            raise UnreadableSheet(f"{name} {message}", hint)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in raw
        why = "is protected by a password" if locked else "is a file of old Excel, or no sheet at all"
        hint = "take the password away" if locked else "save it as Excel workbook (.xlsx)"
        raise UnreadableSheet(f"{name} {why}", f"open it in Excel, and {hint}")
    if raw.startswith(b"PK"):
        return read_excel(raw, name)
    return read_separated(raw, name)
