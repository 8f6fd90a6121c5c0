"""The same report has the same bytes, whoever makes it: in another time zone, another language, on another day."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests import terminal

pytest.importorskip("docx", reason="python-docx is not installed")
pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed")
pytest.importorskip("matplotlib", reason="matplotlib is not installed")

HERE = {"TZ": "America/Los_Angeles", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}


@pytest.mark.parametrize("form", ["docx", "xlsx", "csv", "json"])
def test_a_report_made_elsewhere_and_later_is_the_same(demo: Path, tmp_path: Path, form: str) -> None:
    made = []
    for day, env in (("2026-10-17", HERE), ("2026-10-18", THERE)):
        file = tmp_path / f"{day}.{form}"
        words = ("report", "--from", "2026-10-10", "--to", "2026-10-16", "--marking", "CUI", "-o", str(file))
        done = terminal.run("--today", day, *words, cwd=demo, env=env)
        assert done.returncode == 0, done.stderr
        made.append(file.read_bytes())
    assert made[0] == made[1]
    if form in {"docx", "xlsx"}:
        with zipfile.ZipFile(io.BytesIO(made[0])) as package:
            assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
