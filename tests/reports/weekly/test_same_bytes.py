"""The same report has the same bytes, whoever makes it: in another clone, time zone, language, and on another day."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests import terminal
from tests.cli.trackers import git

pytest.importorskip("docx", reason="python-docx is not installed")
pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed")
pytest.importorskip("matplotlib", reason="matplotlib is not installed")

WEEK = ("--from", "2026-10-10", "--to", "2026-10-16")
HERE = {"TZ": "America/Los_Angeles", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}
ENDINGS = {".md", ".html", ".docx", ".xlsx", ".csv", ".json", ".eml", ".ics"}


def make_everything(clone: Path, out: Path, day: str, env: dict[str, str]) -> dict[str, bytes]:
    """Write the editions of a week in all formats, and the calendar; give the files by their names."""
    watch_list = out.with_suffix(".toml")
    watch_list.write_text('marking = "CUI"\nagencies = ["READERS"]\n', encoding="utf-8")
    for words in (
        ("report", *WEEK, "--watch-list", str(watch_list), "--editions", str(out), "--format", "all"),
        ("calendar", "--as-of", "2026-10-16", "-o", str(out / "due.ics")),
    ):
        done = terminal.run("--today", day, *words, cwd=clone, env=env)
        assert done.returncode == 0, done.stderr
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_every_format_is_the_same_from_another_clone_in_another_place_on_another_day(
    demo: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", str(demo), "clone")
    here = make_everything(demo, tmp_path / "here", "2026-10-17", HERE)
    there = make_everything(tmp_path / "clone", tmp_path / "there", "2026-10-18", THERE)
    assert {Path(name).suffix for name in here} == ENDINGS
    assert len(here) == 2 * (len(ENDINGS) - 1) + 1
    assert here.keys() == there.keys()
    assert [name for name, raw in here.items() if raw != there[name]] == []
    for name, raw in here.items():
        if name.endswith((".docx", ".xlsx")):
            with zipfile.ZipFile(io.BytesIO(raw)) as package:
                assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
