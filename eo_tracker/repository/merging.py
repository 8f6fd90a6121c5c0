"""Record files that grew apart, merged: what they say field by field, how they say it line by line.

Git merges lines, and knows nothing of records: two sources added at the end of one list are a conflict to it, a status
from one side and a day of completion from the other are none. Here the records are merged, and git's merge of the lines
is taken where it says just that, so that the comments of both sides stay. Through `.gitattributes` and a clone's
settings, git itself merges records in this way.
"""

from __future__ import annotations

import re
import shlex
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.merging import Conflict, Side, combine
from eo_tracker.domain.records import Record
from eo_tracker.domain.values import file_form
from eo_tracker.repository.editing import edit
from eo_tracker.repository.git import Git
from eo_tracker.repository.reading import parse_record
from eo_tracker.repository.writing import write_canonical

ATTRIBUTES_LINE = "status/**/*.yaml merge=eo-tracker"
"""The line of a tracker's `.gitattributes` by which git leaves records to the merge driver."""

_SOME_RECORD = "status/eo-1/1.yaml"
_COMMENT_OR_END = re.compile(rb"^([ \t]*#.*\n)|[ \t]+#|\r?\n", re.MULTILINE)
_END = b"\x1e\n"  # neither this control character nor the null is in any text that can be read
_LABELS = ("-L", "ours", "-L", "base", "-L", "theirs")
_SETTINGS = {
    "merge.eo-tracker.name": "records of eo-tracker, merged field by field",
    # -P: no code of the repository's may come in the place of eo-tracker's. Where eo-tracker is gone or fails,
    # the file has no marks, and git merges its lines as it does those of others.
    "merge.eo-tracker.driver": "{python} -P -m eo_tracker merge-record -- %O %A %B %P"
    ' || {{ ! grep -q "^<<<<<<<" %A && git merge-file -L ours -L base -L theirs %A %O %B; }}',
}


@dataclass(frozen=True, slots=True)
class MergedFile:
    """The bytes of a merged file, None where it is removed, and what is left to be settled."""

    raw: bytes | None
    conflicts: tuple[Conflict, ...]


def merge_record_files(
    path: str, base: bytes | None, ours: bytes | None, theirs: bytes | None, settled: Mapping[str, Side] = {}
) -> MergedFile:
    """Merge a record's file; None is no file. What is not settled stands in the bytes as our side has it.

    `settled` names the side to take for the field of a conflict. A side that is no record is merged line by line if a
    record comes of it. Else that is a conflict of the field "record", with the texts as its values; settling it takes
    a side's file as it is. Raises EOTrackerError where nothing can be written that says what the sides say.
    """
    if theirs in (ours, base):
        return MergedFile(ours, ())
    if ours == base:
        return MergedFile(theirs, ())
    old, one, other = (parse_record(path, raw) for raw in (base, ours, theirs))
    if (ours is not None and one is None) or (theirs is not None and other is None):
        return _merge_unreadable(path, base, ours, theirs, settled)
    combined = combine(old, one, other, settled)
    raw = None
    if combined.record:
        removed = ours is None or theirs is None
        raw = (ours or theirs) if removed else _write(path, combined.record, base, ours or b"", theirs or b"")
    return MergedFile(raw, combined.conflicts)


def merge_with_marks(path: str, base: bytes | None, ours: bytes, theirs: bytes) -> MergedFile:
    """Merge a record's file so that what is left to be settled stands in it between git's marks.

    A side that is no record is merged as git merges any text. Raises EOTrackerError as `merge_record_files` does.
    """
    merged = merge_record_files(path, base, ours, theirs)
    if not merged.conflicts:
        return merged
    if any(conflict.field == "record" for conflict in merged.conflicts):
        return _merge_as_git_does(base, ours, theirs, merged.conflicts)
    settled: dict[str, Side] = {conflict.field: "theirs" for conflict in merged.conflicts}
    other = merge_record_files(path, base, ours, theirs, settled)
    return MergedFile(_mark_differences(merged.raw or b"", other.raw or b""), merged.conflicts)


def merge_in_place(path: str, base: Path, ours: Path, theirs: Path) -> tuple[Conflict, ...]:
    """Merge a record's three files as `merge_with_marks` does, into the place of ours; an empty base is none.

    Returns what is left to be settled, and raises EOTrackerError as `merge_record_files` does.
    """
    merged = merge_with_marks(path, base.read_bytes() or None, ours.read_bytes(), theirs.read_bytes())
    ours.write_bytes(merged.raw or b"")
    return merged.conflicts


def set_up_merge_driver(git: Git) -> None:
    """Tell a clone's git how records are merged, unless it knows. Raises GitFailed."""
    # Git hands the setting to a shell, on Windows too, after it has replaced what a percent sign begins.
    python = shlex.quote(Path(sys.executable).as_posix()).replace("%", "%%")
    for name, setting in _SETTINGS.items():
        value = setting.format(python=python)
        _, known, _ = git.attempt("config", "--local", "--get", name)
        if known.decode("utf-8", "surrogateescape") != value:
            git.run("config", "--local", "--replace-all", name, value)


def leaves_records_to_driver(git: Git) -> bool:
    """Whether a tracker's `.gitattributes`, or one above it, has git leave records to the merge driver."""
    return git.run("check-attr", "-z", "merge", "--", _SOME_RECORD).split(b"\0")[2] == b"eo-tracker"


def _merge_unreadable(
    path: str, base: bytes | None, ours: bytes | None, theirs: bytes | None, settled: Mapping[str, Side]
) -> MergedFile:
    if ours is not None and theirs is not None:
        clean, merged = merge_lines(base or b"", ours, theirs)
        if clean and parse_record(path, merged):
            return MergedFile(merged, ())
    side = settled.get("record")
    texts = (None if raw is None else raw.decode("utf-8", "replace") for raw in (ours, theirs))
    return MergedFile(theirs if side == "theirs" else ours, () if side else (Conflict("record", *texts),))


def _merge_as_git_does(base: bytes | None, ours: bytes, theirs: bytes, conflicts: tuple[Conflict, ...]) -> MergedFile:
    clean, merged = merge_lines(base or b"", ours, theirs)
    return MergedFile(merged or ours, () if clean else conflicts)


def _write(path: str, record: Record, base: bytes | None, ours: bytes, theirs: bytes) -> bytes:
    """Write a record as both sides do: as git merges their lines, or as one of them."""
    clean, merged = merge_lines(base or b"", ours, theirs)
    if clean and parse_record(path, merged) == record:
        return merged
    # When all three say the same, they differ in comments and style alone, and of these both can stand.
    data = file_form(record)
    said = [_edited(raw, data) for raw in (base, ours, theirs)]
    if None not in said:
        old, one, other = (_apart(raw or b"") for raw in said)
        _, merged = merge_lines(old, one, other, "--union")
        if parse_record(path, together := _together(merged)) == record:
            return together
    return said[2] or said[1] or write_canonical(data).encode()


def _apart(raw: bytes) -> bytes:
    """Put comments behind values, and the ends of their lines, on lines of their own, where changes do not touch."""
    return _COMMENT_OR_END.sub(lambda found: (b"" if found[1] else b"\n") + found[0].replace(b"\n", _END), raw)


def _together(raw: bytes) -> bytes:
    return raw.replace(_END, b"\0").replace(b"\n", b"").replace(b"\0", b"\n")


def _edited(raw: bytes | None, data: Mapping[str, Any]) -> bytes | None:
    """Make a file say something; None where it cannot be made to."""
    try:
        return write_canonical(data).encode() if raw is None else edit(raw, data)
    except EOTrackerError:
        return None


def _mark_differences(ours: bytes, theirs: bytes) -> bytes:
    """Make one text of two, in which marks stand around the lines that differ."""
    # Held against a line that neither has, all lines are new to git, and those that both have are no conflict. Its
    # end is theirs: marks are given it.
    line_end = b"\r\n" if b"\r\n" in ours else b"\n"
    return merge_lines(b"%" + line_end, ours, theirs)[1]


def merge_lines(base: bytes, ours: bytes, theirs: bytes, *options: str) -> tuple[bool, bytes]:
    """Merge three texts by git, with marks at conflicts; the flag tells whether there are none.

    `options` are those of `git merge-file`. Of what is no text nothing comes but the flag.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name, raw in (("ours", ours), ("base", base), ("theirs", theirs)):
            (Path(folder) / name).write_bytes(raw)
        # Any other style of conflicts would show the base, and more lines than differ.
        style = ("-c", "merge.conflictStyle=merge")
        command = (*style, "merge-file", "-p", *options, *_LABELS, "ours", "base", "theirs")
        code, merged, _ = Git(Path(folder)).attempt(*command, strip=False)
    return code == 0, merged
