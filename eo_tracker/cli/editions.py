"""The editions of a report: the whole, and one for each agency, each with a mail that is ready to be sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eo_tracker.cli.report import ReportFormat
    from eo_tracker.cli.session import Session
    from eo_tracker.domain.periods import Period
    from eo_tracker.reports.weekly.content import Edition, Report
    from eo_tracker.reports.weekly.writers import FormatName
    from eo_tracker.repository.configuration import ReportSettings


def write_editions(
    session: Session,
    period: Period,
    edition: Edition,
    settings: ReportSettings,
    folder: str,
    form: ReportFormat | None,
) -> None:
    """Write the whole report and one for each agency, with a mail for each, into a folder. Raises EOTrackerError."""
    from eo_tracker.cli.messages import leave_if_wrong, say
    from eo_tracker.cli.progress import PATIENCE, showing_progress
    from eo_tracker.cli.report import make_folder, tell_what_is_missing
    from eo_tracker.domain.words import ALL_AGENCIES
    from eo_tracker.reports.weekly.gathering import gather_report
    from eo_tracker.reports.words import count_of

    forms = _find_formats(form)
    path = Path(folder)
    make_folder(path)
    with showing_progress(PATIENCE) as show:
        show(f"reading what was on record from {period.first} to {period.last}")
        whole = gather_report(session.root, edition, period, settings.silent_days)
        agencies = settings.agencies or tuple(s.agency for s in whole.scores if s.agency != ALL_AGENCIES)
        _write_edition(path, whole, forms)
        for number, agency in enumerate(agencies, 1):
            show(f"writing the edition of {agency}, {number} of {len(agencies)}")
            own = gather_report(session.root, replace(edition, agency=agency), period, settings.silent_days)
            _write_edition(path, own, forms)
    say("written", f"{path}: {count_of(1 + len(agencies), 'edition')}, each in {', '.join(forms)} and as a mail (.eml)")
    tell_what_is_missing(forms)
    leave_if_wrong(whole.problems)


def _find_formats(form: ReportFormat | None) -> Sequence[FormatName]:
    from eo_tracker.cli.report import ReportFormat
    from eo_tracker.reports.weekly.writers import FORMATS

    if form is ReportFormat.ALL:
        return FORMATS
    wanted = form.value if form else "docx"
    return tuple(each for each in FORMATS if each == wanted)


def _write_edition(folder: Path, made: Report, forms: Sequence[FormatName]) -> None:
    from eo_tracker.reports.weekly.mail import write_mail
    from eo_tracker.reports.weekly.writers import name_file, write
    from eo_tracker.repository.sheet_files import save

    files = {name_file(made, form): write(made, form) for form in forms}
    for name, raw in files.items():
        save(folder / name, raw, replace=True)
    save(folder / Path(name_file(made, "md")).with_suffix(".eml"), write_mail(made, files), replace=True)
