"""`merge-record`: what git runs, as a merge driver, for a record that two branches changed.

Git gives three files, takes the merged one from the place of ours, and is told of a conflict by the exit code 1.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eo_tracker.cli.messages import FOUND, say

if TYPE_CHECKING:
    from eo_tracker.domain.merging import Conflict

_HINT = (
    "in the file, keep one of the two between the marks <<<<<<< and >>>>>>>, then `git add` it; "
    "or give this up, and `eo-tracker sync` asks which one to keep"
)


def _file(about: str) -> Any:
    return typer.Argument(exists=True, dir_okay=False, help=about)


def merge_record(
    base: Annotated[Path, _file("What both sides began with; empty where there was no record.")],
    ours: Annotated[Path, _file("Our record, in whose place the merged one is put.")],
    theirs: Annotated[Path, _file("Their record.")],
    path: Annotated[str, typer.Argument(help="Where the record is in the repository.")],
) -> None:
    """Merge a record field by field, for git."""
    from eo_tracker.repository.merging import merge_in_place

    conflicts = merge_in_place(path, base, ours, theirs)
    if conflicts:
        for conflict in conflicts:
            say("conflict", f"{path}: {write_conflict(conflict)}")
        say("unmerged", path, _HINT)
        raise typer.Exit(FOUND)


def write_conflict(conflict: Conflict) -> str:
    """Tell a conflict in words: what it is about, and what either side says."""
    from eo_tracker.repository.disagreements import write_value

    if isinstance(conflict.ours, str) and conflict.field == "record":
        return "one of the two is no record that can be read, so only their lines were merged"
    return f"{conflict.field}: ours says {write_value(conflict.ours)}; theirs says {write_value(conflict.theirs)}"
