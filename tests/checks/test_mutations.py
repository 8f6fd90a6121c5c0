"""Whatever happens to a tracker's files, `check` says so, and what is overdue never just disappears. It only reads."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from eo_tracker.checks.checking import check_tracker
from tests.checks.trackers import directive, order, record, write
from tests.cli.trackers import commit_all
from tests.cli.warm import run
from tests.terminal import environment

TODAY = date(2025, 6, 30)
MISSED = ("EO301", "EO304", "EO305")
OPEN = {"status": "in_progress", "as_of": "2025-06-20"}
TRACKER = {
    **order(
        directive("3.a", deadline={"within": "30 days"}, text="Within 30 days of the date of this order, count."),
        directive("3.b", deadline=[{"within": "60 days"}, {"by": "2025-05-01"}], lead=["DOJ", "DHS"]),
        directive("3.c", deadline={"within": "30 days", "of": "3.a"}, items=[{"id": "3.c.i", "text": "this"}]),
    ),
    **record("3.a", **OPEN, evidence=[{"url": "https://doj.gov/1", "date": "2025-06-01"}]),
    **record("3.b", **OPEN, acknowledged={"reason": "a court", "until": "2025-12-31"}),
    "directives/agencies.yaml": "agencies:\n  - {key: DOJ, liaisons: [{name: Nobody, email: nobody@example.org}]}\n",
    "eo-tracker.toml": "[check]\nstale_days = 60\n",
}
OVERDUE = {"eo-90001/3.a", "eo-90001/3.b"}
JUNK = [
    b"",
    b"\xff",
    b"\x00",
    b"\t",
    b"'",
    b'"',
    b"{",
    b"]",
    b": ",
    b"- ",
    b"&a *a",
    b"null",
    b"2025-02-30",
    b"[[]]",
    b"9" * 40,
]


def delete(draw: st.DrawFn, raw: bytes) -> bytes:
    lines = raw.splitlines(keepends=True) or [b""]
    n = draw(st.integers(0, len(lines) - 1))
    return b"".join(lines[:n] + lines[n + 1 :])


def duplicate(draw: st.DrawFn, raw: bytes) -> bytes:
    lines = raw.splitlines(keepends=True) or [b""]
    n = draw(st.integers(0, len(lines) - 1))
    return b"".join(lines[: n + 1] + lines[n:])


def reorder(draw: st.DrawFn, raw: bytes) -> bytes:
    return b"".join(draw(st.permutations(raw.splitlines(keepends=True))))


def truncate(draw: st.DrawFn, raw: bytes) -> bytes:
    return raw[: draw(st.integers(0, len(raw)))]


def corrupt(draw: st.DrawFn, raw: bytes) -> bytes:
    at = draw(st.integers(0, len(raw)))
    return raw[:at] + draw(st.sampled_from(JUNK)) + raw[at + draw(st.integers(0, 8)) :]


def retype(draw: st.DrawFn, raw: bytes) -> bytes:
    words = [b"DOJ", b"30 days", b"in_progress", b"2025-06-20", b"3.a", b"EO 90001", b"2025-01-06"]
    return raw.replace(draw(st.sampled_from(words)), draw(st.sampled_from([*JUNK, *words])), 1)


CHANGES: list[Callable[[st.DrawFn, bytes], bytes]] = [delete, duplicate, reorder, truncate, corrupt, retype]


@st.composite
def spoilt_trackers(draw: st.DrawFn) -> dict[str, bytes]:
    files = {path: text.encode() for path, text in TRACKER.items()}
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(sorted(files)))
        files[path] = draw(st.sampled_from(CHANGES))(draw, files[path])
    for path in draw(st.sets(st.sampled_from(sorted(files)), max_size=1)):
        files[f"{path}.bak"] = files.pop(path)
    return files


@st.composite
def spoilt_records(draw: st.DrawFn) -> tuple[str, bytes]:
    path = draw(st.sampled_from([each for each in TRACKER if each.startswith("status/")]))
    return path, draw(st.sampled_from(CHANGES))(draw, TRACKER[path].encode())


def is_excused(root: Path, directive_id: str) -> bool:
    """Whether what is read now says in good order that a directive is not overdue."""
    from eo_tracker.repository.snapshot import read_snapshot

    snapshot = read_snapshot(root, TODAY)
    standing = next((each for each in snapshot.standings(TODAY) if each.id == directive_id), None)
    return standing is None or standing.timeliness != "overdue"


@settings(deadline=None, max_examples=150)
@given(files=spoilt_trackers())
def test_a_spoilt_tracker_is_told_and_nothing_overdue_vanishes(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for path, raw in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(raw)
        found = [each.problem for each in check_tracker(root, TODAY).findings]
        wrong = [p for p in found if p.code < "EO220" and p.severity == "error"]
        missed = {p.directive for p in found if p.code in MISSED}
        for each in OVERDUE - missed:
            assert is_excused(root, each)
            # Where nothing is wrong with the data, the order's file itself says something else now.
            changed = files.get("directives/eo-90001.yaml", b"") != TRACKER["directives/eo-90001.yaml"].encode()
            assert wrong or changed or "directives/eo-90001.yaml" not in files


@settings(deadline=None, max_examples=80)
@given(spoilt=spoilt_records())
def test_a_spoilt_record_never_hides_what_is_overdue(spoilt: tuple[str, bytes]) -> None:
    path, raw = spoilt
    with TemporaryDirectory() as folder:
        root = write(Path(folder), TRACKER)
        (root / path).write_bytes(raw)
        found = [each.problem for each in check_tracker(root, TODAY).findings]
        assert {p.directive for p in found if p.code in MISSED} == OVERDUE


def test_nothing_is_written_and_git_is_not_started_without_history(tmp_path: Path) -> None:
    write(tmp_path, TRACKER)
    commit_all(tmp_path)
    before = {path: (path.stat().st_mtime_ns, path.is_dir() or path.read_bytes()) for path in tmp_path.rglob("*")}
    assert run("--today", "2025-06-30", "check", "--against", "HEAD", cwd=tmp_path).returncode == 1
    after = {path: (path.stat().st_mtime_ns, path.is_dir() or path.read_bytes()) for path in tmp_path.rglob("*")}
    assert after == before
    trap = tmp_path.parent / "trap"
    trap.mkdir()
    (trap / "git").write_text(f"#!/bin/sh\ntouch '{trap}/sprung'\n")
    (trap / "git").chmod(0o755)
    path = f"{trap}{os.pathsep}{environment()['PATH']}"
    assert run("--today", "2025-06-30", "check", "--no-history", cwd=tmp_path, env={"PATH": path}).returncode == 1
    assert not (trap / "sprung").exists()
