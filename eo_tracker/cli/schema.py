"""`schema`: what a data file may say, as JSON Schema, for editors."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer


class FileKind(StrEnum):
    """A kind of data file."""

    ORDER = "order"
    RECORD = "record"
    AGENCIES = "agencies"


def schema(
    kind: Annotated[FileKind, typer.Argument(metavar="order|record|agencies", help="Which kind of file.")],
) -> None:
    """Print the JSON Schema of a kind of data file, for editors."""
    from eo_tracker.reports.formats import encode_json
    from eo_tracker.reports.schemas import make_schema

    sys.stdout.write(f"{encode_json(make_schema(kind.value), indent=2)}\n")
