"""Small trackers: those kept under `tests/data`, and those that a test writes where it likes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from eo_tracker.domain.problems import Problem
from eo_tracker.repository.snapshot import Snapshot, read_snapshot

DATA = Path(__file__).parent.parent / "data"
GOOD = sorted(path for path in (DATA / "good").iterdir() if path.is_dir())
BAD = sorted(path for path in (DATA / "bad").iterdir() if path.is_dir())
TODAY = date(2026, 1, 15)
"""The day on which the trackers under `tests/data` are read."""

ORDER_PATH = "directives/eo-90001.yaml"
RECORD_PATH = "status/eo-90001/3.b.yaml"
ORDER = """\
# Fictional: no such order exists.
order: EO 90001
title: Keeping the Nation's Lighthouses Lit
signed: 2025-01-06
sections:
  - section: "3"
    no_duty: {"3": heading}
    directives:
      - id: 3.a
        summary: Count the lighthouses
        lead: [DHS]
        items:
          - {id: 3.a.i, text: the lamps; and}
          - {id: 3.a.ii, text: the keepers.}
      - id: 3.b
        summary: Report the count
        lead: [DOJ]
        deadline: {within: 60 days}
"""
RECORD = """\
# Fictional.
status: in_progress
as_of: 2025-02-02
"""
COUNT = """\
# The count of lighthouses.
status: in_progress
as_of: 2025-05-02

note: Counting has begun.
evidence:
  - title: Notice of the count
    url: https://example.gov/notice
    date: 2025-05-02
"""
"""A record with a comment, an empty line and a source, as people write them."""

Files = Mapping[str, str | bytes]


def write_tracker(root: Path, files: Files) -> Path:
    """Write a tracker's files, and `directives/` in any case; return its folder."""
    (root / "directives").mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def read(root: Path) -> Snapshot:
    return read_snapshot(root, TODAY)


def write_line(problem: Problem) -> str:
    """Write a problem as `expected.txt` does: `path:line:column CODE message | hint`."""
    hint = f" | {problem.hint}" if problem.hint else ""
    return f"{problem.path}:{problem.line}:{problem.column} {problem.code} {problem.message}{hint}"


def list_problems(root: Path) -> list[str]:
    return [write_line(problem) for problem in read(root).problems]


def list_codes(root: Path) -> list[tuple[str, str]]:
    """List the problems of a tracker by path and code."""
    return [(problem.path, problem.code) for problem in read(root).problems]
