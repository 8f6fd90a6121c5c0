"""`schema` prints one JSON document, and what an editor is told of a file stands in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.terminal import run


@pytest.mark.parametrize("kind", ["order", "record", "agencies"])
def test_a_schema_is_printed_anywhere(kind: str, tmp_path: Path) -> None:
    done = run("schema", kind, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["$id"] == f"eo-tracker/schema/{kind}/1"
    # A shell of Windows may write what it is handed in a code page of its own.
    assert done.stdout.isascii()


def test_a_schema_of_nothing_is_refused_with_what_there_is() -> None:
    done = run("schema", "orders")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'order', 'record', 'agencies'" in done.stderr
