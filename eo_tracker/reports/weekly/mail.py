"""A report as a mail that is ready to be sent: addressed to an agency's liaisons, what is due in its text.

The text tells what is overdue and what falls due, and the first few of what was completed and changed; the report
itself is attached. Nothing is sent. A draft opens for editing in mail programs that know `X-Unsent`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from eo_tracker.domain.agencies import Liaison
from eo_tracker.domain.deadlines import write_day
from eo_tracker.reports.formats import one_line, short
from eo_tracker.reports.history import cite_change
from eo_tracker.reports.questions import Row
from eo_tracker.reports.weekly.commits import Revision, list_revisions, write_revision
from eo_tracker.reports.weekly.content import FAR, Report
from eo_tracker.reports.weekly.wording import write_counting, write_headline, write_period, write_problems
from eo_tracker.reports.words import write_days

_MOST_TOLD = 10

_TYPES = {
    "md": ("text", "markdown"),
    "html": ("text", "html"),
    "csv": ("text", "csv"),
    "json": ("application", "json"),
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def write_mail(report: Report, files: Mapping[str, bytes]) -> bytes:
    """Write the mail (RFC 5322) of a report, with the files that it carries by their names.

    It is addressed to the liaisons that the report names; the whole report, and an agency without a liaison's address,
    has no addressee yet. Its date is noon of the last day, so that the same report is the same mail.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = _write_subject(report)
    if addresses := list(_list_addresses(report.liaisons)):
        mail["To"] = addresses
    mail["Date"] = format_datetime(datetime.combine(report.period.last, time(12), UTC))
    mail["X-Unsent"] = "1"
    mail.set_content("\n".join(map(one_line, _list_lines(report, "the attached report" if files else "the report"))))
    for name, raw in files.items():
        main, sub = _TYPES[name.rpartition(".")[2]]
        parameters = {"charset": "utf-8"} if main == "text" else None
        mail.add_attachment(raw, maintype=main, subtype=sub, filename=name, params=parameters)
    # The library would draw it by lot.
    mail.set_boundary(f"=={sha256(repr(sorted(files.items())).encode()).hexdigest()[:40]}==")
    return mail.as_bytes()


def _write_subject(report: Report) -> str:
    edition, period = report.edition, report.period
    marking = f"{short(edition.marking)} " if edition.marking else ""
    whose = f": {short(report.agency_name)}" if report.agency_name else ""
    return f"{marking}{short(edition.title)}, {period.week or period.last}{whose}"


def _list_addresses(liaisons: Iterable[Liaison]) -> Iterator[Address]:
    for liaison in liaisons:
        try:
            yield Address(short(liaison.name), addr_spec=liaison.email or "")
        except (ValueError, IndexError):  # no address, or none that mail knows
            continue


def _list_lines(report: Report, whole: str) -> Iterator[str]:
    if report.edition.marking:
        yield from (report.edition.marking, "")
    yield from (write_period(report), "", write_headline(report), "")
    if report.problems:
        yield from _list_few("What cannot be read", write_problems(report), whole)
    yield from _list_all("Overdue", map(_write_row, report.overdue))
    yield from _list_all(f"Due in the next {FAR} days", map(_write_row, (*report.near, *report.far)))
    completed = (*report.completed, *report.completed_occurrences)
    yield from _list_few("Completed in these days", map(_write_completed, completed), whole)
    yield from _list_few("Changed in these days", map(_write_revision, list_revisions(report.changes)), whole)
    yield from write_counting(report)
    if report.edition.marking:
        yield from ("", report.edition.marking)


def _list_all(heading: str, told: Iterable[str]) -> Iterator[str]:
    yield f"{heading}:"
    yield from [f"- {line}" for line in told] or ["- nothing"]
    yield ""


def _list_few(heading: str, told: Iterable[str], whole: str) -> Iterator[str]:
    lines = list(told)
    more = len(lines) - _MOST_TOLD
    yield from _list_all(heading, lines[:_MOST_TOLD] + ([f"and {more} more in {whole}"] if more > 0 else []))


def _write_revision(revision: Revision) -> str:
    made = revision.made
    day = f", {made.moment.date()}" if made.moment else ""
    return short(f"{cite_change(made)}, by {made.name}{day}: {write_revision(revision)}")


def _write_completed(row: Row) -> str:
    on = f", on {write_day(date.fromisoformat(row['completed']))}" if row["completed"] else ""
    return f"{row['citation']}{on}, {write_days(row)}: {row['summary']}"


def _write_row(row: Row) -> str:
    return f"{row['citation']}, {_due(row)}: {row['summary']}"


def _due(row: Row) -> str:
    return f"{write_days(row)} ({write_day(date.fromisoformat(row['due']))})" if row["due"] else write_days(row)
