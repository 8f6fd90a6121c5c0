"""The editions of a report: the whole, and one for each agency, each with a mail that is ready to be sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eo_tracker.cli.report import ReportFormat
    from eo_tracker.reports.weekly.content import Edition, Report
    from eo_tracker.reports.weekly.past import Past
    from eo_tracker.reports.weekly.writers import FormatName
    from eo_tracker.repository.configuration import ReportSettings
    from eo_tracker.repository.snapshot import Snapshot


def write_editions(
    past: Past,
    edition: Edition,
    settings: ReportSettings,
    folder: str,
    form: ReportFormat | None,
    show: Callable[[str], None],
) -> Sequence[FormatName]:
    """Write the whole report and one for each agency, with a mail for each, into a folder; give the formats.

    Raises EOTrackerError; for an agency that is not known, before anything is written.
    """
    from eo_tracker.cli.messages import say
    from eo_tracker.reports.weekly.gathering import judge_editions
    from eo_tracker.reports.words import count_of
    from eo_tracker.repository.report_files import make_folder

    forms = _find_formats(form)
    editions = judge_editions(past, edition, settings.silent_days)
    agencies = editions.list_agencies(settings.agencies)
    _require_known(past.now, agencies)
    path = Path(folder)
    make_folder(path)
    for number, agency in enumerate((None, *agencies)):
        show(f"writing the edition of {agency}, {number} of {len(agencies)}" if agency else "writing the whole")
        _write_edition(path, editions.cut(agency), forms)
    say("written", f"{path}: {count_of(1 + len(agencies), 'edition')}, each in {', '.join(forms)} and as a mail (.eml)")
    return forms


def _require_known(now: Snapshot, agencies: Sequence[str]) -> None:
    """Refuse agencies that nobody knows, for the file that has them cannot be read. Raises UnknownReference."""
    from eo_tracker.domain.selections import find_keys

    with now.telling_problems():
        for agency in agencies:
            find_keys(now.dataset, agency)


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
