"""`report`: the weekly report."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.cli.options import Selection, only_agency, refuse_files, require_name
from eo_tracker.domain.errors import EOTrackerError, UnknownReference

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from eo_tracker.cli.session import Session
    from eo_tracker.domain.periods import Period
    from eo_tracker.reports.weekly.content import Edition, Report
    from eo_tracker.reports.weekly.past import Past
    from eo_tracker.reports.weekly.writers import FormatName
    from eo_tracker.repository.configuration import ReportSettings
    from eo_tracker.repository.snapshot import Snapshot


_FILES = {
    **dict.fromkeys((".md", ".markdown", ".html", ".htm", ".docx", ".xlsx", ".csv", ".json"), "-o"),
    ".toml": "--watch-list",
}
_STDOUT = "-"
_MOST_NAMED = 3


class ReportFormat(StrEnum):
    """How a report is written."""

    MD = "md"
    HTML = "html"
    DOCX = "docx"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    ALL = "all"


def report(
    context: typer.Context,
    selection: Selection = None,
    week: Annotated[
        str | None,
        typer.Option(metavar="WEEK", help='A week from Monday to Sunday, as in 2025-W26, W26 or "last week".'),
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first day. Without it, six days before --to.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day. Without it, today.")] = None,
    agencies: Annotated[
        list[str] | None,
        typer.Option(
            "--agency",
            "-a",
            metavar="AGENCY",
            help='The edition for this agency, which it calls "you".',
            show_default=False,
        ),
    ] = None,
    form: Annotated[
        ReportFormat | None,
        typer.Option("--format", "-f", help="How to write it. Without it, as -o is named, or else md."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="DIR|FILE", help="Where to. Without it, the report is printed."),
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="TITLE", help="The title.")] = None,
    marking: Annotated[
        str | None, typer.Option(metavar="TEXT", help='What stands at the head and foot of each page: "CUI//SP-LEI".')
    ] = None,
    watch_list: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="A TOML file with selection, title, marking, agencies, silent_days: a standing report."
        ),
    ] = None,
    editions: Annotated[
        str | None,
        typer.Option(
            metavar="DIR", help="Write the whole report and one for each agency there, each with a mail (.eml)."
        ),
    ] = None,
) -> None:
    """Write the weekly report.

    Both ends of the period are read as of their days from git, so a report can be made again from any clone. What is
    not committed is not in it.
    """
    refuse_files(selection, _FILES)
    for option, name in (("-o", output), ("--editions", editions), ("--watch-list", watch_list)):
        require_name(name, option)
    output = None if output == _STDOUT else output
    session: Session = context.obj
    agency = only_agency(agencies, "an edition is one agency's: name one, or write all of them with --editions DIR")
    period = _read_period(session, week, first, last)
    if editions is not None:
        _require_folder(editions, alone=output is None and agency is None)
    forms: Sequence[FormatName] = _find_formats(form, output) if editions is None else ()
    from eo_tracker.cli.messages import leave_if_wrong
    from eo_tracker.cli.progress import PATIENCE, showing_progress
    from eo_tracker.reports.weekly.gathering import gather_report
    from eo_tracker.reports.weekly.past import read_past

    with showing_progress(PATIENCE) as show:
        show(f"reading what was on record from {period.first} to {period.last}")
        past = read_past(session.root, period)
        settings = _find_settings(past, watch_list)
        agencies_named = settings.agencies if watch_list is not None or editions is not None else ()
        _require_known(past.now, watch_list, () if selection else settings.selection, agencies_named)
        edition = _edit(period, settings, selection, agency, title, marking)
        if editions is not None:
            from eo_tracker.cli.editions import write_editions

            forms = write_editions(past, edition, settings, editions, form, show)
        else:
            made = gather_report(past, edition, settings.silent_days)
            for each in forms:
                if output is not None:
                    show(f"writing {each}")
                _write(made, each, output)
    _tell_what_is_not_committed(session.root)
    _tell_what_is_missing(forms)
    leave_if_wrong(past.now.problems)


def _require_folder(editions: str, *, alone: bool) -> None:
    """Refuse what is no folder's name, or stands beside what asks for a single edition. Raises EOTrackerError."""
    if not alone:
        raise EOTrackerError("--editions writes every edition into its folder", "leave -o and --agency out")
    if Path(editions).suffix.lower() in _FILES and not Path(editions).is_dir():
        raise EOTrackerError(f'--editions "{editions}" is named after a file', "name a folder: --editions reports")


def _tell_what_is_not_committed(root: Path) -> None:
    """Say which files say what no report can know, for it is read from commits."""
    from eo_tracker.cli.messages import say
    from eo_tracker.domain.words import name_first
    from eo_tracker.reports.words import count_of
    from eo_tracker.repository.moments import open_past
    from eo_tracker.repository.uncommitted import list_uncommitted_files

    if found := list_uncommitted_files(open_past(root)):
        has = f"{count_of(len(found), 'file')} {'has' if len(found) == 1 else 'have'}"
        named = name_first(found, _MOST_NAMED)
        say("note", f"{has} changes that are not committed, so they are not in the report: {named}")


def _tell_what_is_missing(forms: Sequence[FormatName]) -> None:
    """Say that pictures are left to their sentences where nothing here can draw them."""
    from eo_tracker.cli.messages import say
    from eo_tracker.domain.errors import install_line
    from eo_tracker.reports.weekly.plots import can_draw

    if "html" in forms and not can_draw():
        say("note", "the page has no pictures, for matplotlib is not installed", install_line("report"))


def _read_period(session: Session, week: str | None, first: str | None, last: str | None) -> Period:
    """Read the days that are asked about; the last is today at the latest. Raises EOTrackerError."""
    from eo_tracker.domain.periods import Period

    today = session.today
    if week is not None and (first is not None or last is not None):
        raise EOTrackerError("--week names its own days", "leave --from and --to out")
    period = _read_days(first, last, today) if week is None else _read_week(week, today)
    if period.first > today:
        raise EOTrackerError(f"{period.first} has not come yet", "a report looks back; `upcoming` looks ahead")
    if period.last < period.first:
        raise EOTrackerError(f"--from {period.first} is after --to {period.last}", "change the two about")
    if period.last > today:
        if week is None:
            raise EOTrackerError(f"--to {period.last} has not come yet", "a report looks back; `upcoming` looks ahead")
        from eo_tracker.cli.messages import say

        say("note", f"{period.week} is not over: this is what was on record up to {today}")
    return Period(period.first, min(period.last, today))


def _read_week(typed: str, today: date) -> Period:
    """Read a week, and say how it was understood. Raises EOTrackerError."""
    from eo_tracker.cli.messages import say
    from eo_tracker.cli.weeks import read_spoken_week, write_understood_week

    period = read_spoken_week(typed, "--week", today)
    if understood := write_understood_week(typed, period):
        say("note", understood)
    return period


def _read_days(first: str | None, last: str | None, today: date) -> Period:
    """Read the first and the last day, and say how they were understood. Raises NoDate."""
    from eo_tracker.cli.said import Days
    from eo_tracker.domain.periods import Period

    days = Days(today)
    start, end = days.read(first, "--from"), days.read(last, "--to") or today
    return Period(start or Period.up_to(end).first, end)


def _find_settings(past: Past, watch_list: str | None) -> ReportSettings:
    """Find the settings of reports: those of a watch list, or else what was configured on the last day."""
    from eo_tracker.cli.messages import leave_if_wrong
    from eo_tracker.repository.configuration import ReportSettings
    from eo_tracker.repository.report_files import load_watch_list

    if watch_list is None:
        return past.now.configuration.report or ReportSettings()
    settings, problems = load_watch_list(watch_list)
    leave_if_wrong(problems)
    return settings


def _require_known(now: Snapshot, watch_list: str | None, selection: Sequence[str], agencies: Sequence[str]) -> None:
    """Refuse what settings name and nobody knows, with where it is named. Raises UnknownReference."""
    from eo_tracker.domain.selections import find_keys, select

    try:
        with now.telling_problems():
            select(now.dataset, selection)
            for agency in agencies:
                find_keys(now.dataset, agency)
    except UnknownReference as e:
        e.args = (f"{watch_list or 'the settings of [report]'}: {e}",)
        raise


def _edit(
    period: Period,
    settings: ReportSettings,
    selection: Sequence[str] | None,
    agency: str | None,
    title: str | None,
    marking: str | None,
) -> Edition:
    from eo_tracker.reports.weekly.content import Edition
    from eo_tracker.reports.weekly.titles import write_title

    return Edition(
        title or settings.title or write_title(period),
        marking if marking is not None else settings.marking,
        tuple(selection or settings.selection),
        agency,
    )


def _find_formats(form: ReportFormat | None, output: str | None) -> tuple[FormatName, ...]:
    """Find the formats to write: the one that is named, or that the file is named after. Raises EOTrackerError."""
    from eo_tracker.reports.weekly.writers import BINARY, FORMATS

    if form is ReportFormat.ALL:
        if output is None or (Path(output).suffix and not Path(output).is_dir()):
            raise EOTrackerError("--format all writes several files", "name a folder for them: -o reports")
        return FORMATS
    ending = Path(output).suffix.lower().removeprefix(".") if output is not None and not Path(output).is_dir() else ""
    by_name = next((each for each in FORMATS if each == {"markdown": "md", "htm": "html"}.get(ending, ending)), None)
    if form is None:
        if ending and by_name is None:
            message = f'"{output}" is named after no format of a report'
            endings = ", ".join(f".{each}" for each in FORMATS)
            raise EOTrackerError(message, f"end it in one of {endings}, or name a folder")
        return (by_name or "md",)
    if output is None and form.value in BINARY and sys.stdout.isatty():
        raise EOTrackerError(f"a terminal cannot show {form.value}", f"name a file: -o report.{form.value}")
    if by_name and by_name != form.value:
        message = f'"{output}" is named after {by_name}, and --format is {form.value}'
        raise EOTrackerError(message, "leave one of them out")
    return tuple(each for each in FORMATS if each == form.value)


def _write(made: Report, form: FormatName, output: str | None) -> None:
    """Write a report to stdout, a file, or a file of its own name in a folder; an older one is replaced."""
    from eo_tracker.cli.messages import say
    from eo_tracker.reports.weekly.writers import name_file, write
    from eo_tracker.repository.report_files import make_folder
    from eo_tracker.repository.sheet_files import save

    raw = write(made, form)
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(raw)
        return
    path = Path(output)
    if path.is_dir() or not path.suffix:
        make_folder(path)
        path /= name_file(made, form)
    save(path, raw, replace=True)
    say("written", str(path))
