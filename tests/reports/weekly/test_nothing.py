"""Where there is nothing to tell, every format says so."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from eo_tracker.reports.weekly.content import Edition, Report
from eo_tracker.reports.weekly.mail import write_mail
from eo_tracker.reports.weekly.writers import FORMATS, FormatName, write
from tests.cli.trackers import git
from tests.cli.warm import run
from tests.reports.weekly.made import gather

pytest.importorskip("docx", reason="python-docx is not installed")
pytest.importorskip("xlsxwriter", reason="XlsxWriter is not installed")
pytest.importorskip("matplotlib", reason="matplotlib is not installed")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("nothing")
    assert run("init", "tracker", cwd=folder).returncode == 0
    root = folder / "tracker"
    return gather(root, date.fromisoformat(git(root, "log", "-1", "--format=%cs").strip()) + timedelta(days=9))


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_tracker_makes_a_report(empty: Report, form: FormatName) -> None:
    assert write(empty, form)


def test_an_empty_tracker_makes_a_mail(empty: Report) -> None:
    assert b"Nothing is tracked yet." in write_mail(empty, {})


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("edition", [Edition(), Edition(agency="FERRY")], ids=["whole", "agency"])
def test_a_week_in_which_nothing_happened_makes_a_report(demo: Path, edition: Edition, form: FormatName) -> None:
    report = gather(demo, date(2026, 12, 25), edition)
    assert (report.changes, report.completed) == ((), ())
    assert write(report, form)
