"""The report as a document: headings, paragraphs, tables and charts, in the order in which they are read.

All formats that people read are written from this, so that they say the same in the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from eo_tracker.domain.deadlines import write_day
from eo_tracker.domain.ids import cite
from eo_tracker.reports.changes import write_change
from eo_tracker.reports.history import cite_change
from eo_tracker.reports.questions import Row
from eo_tracker.reports.weekly.content import FAR, NEAR, Report, Silence
from eo_tracker.reports.weekly.wording import (
    write_counting,
    write_headline,
    write_moves,
    write_period,
    write_you,
)
from eo_tracker.reports.words import (
    count_of,
    write_agencies,
    write_days,
    write_hold,
    write_marks,
    write_silence,
    write_word,
)
from eo_tracker.repository.history import CommittedChange
from eo_tracker.repository.revision import SHORT

Kind = Literal["text", "day", "number"]
Cell = str | date | int | None
ChartName = Literal["timeline", "burn_up", "on_time"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title is of level 1. `anchor` names its place in the document."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `lead` is the one that says the whole in a sentence."""

    text: str
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row names it. Without rows, a paragraph stands in its place."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, and what it says in a sentence and in a table, for whoever does not see it."""

    name: ChartName
    title: str
    sentence: str
    table: Table


Block = Heading | Paragraph | Table | Chart

_MOST_PROBLEMS = 20
_DIRECTIVE = (Column("Directive"), Column("What it requires"), Column("Lead"))
_DUE = (*_DIRECTIVE, Column("Due", "day"), Column("Standing"))


def compose(report: Report) -> Iterator[Block]:
    """Put a report into the order in which it is read."""
    yield Heading(1, report.edition.title, "top")
    yield Paragraph(write_period(report))
    yield Paragraph(write_headline(report), lead=True)
    for problem in report.problems[:_MOST_PROBLEMS]:
        yield Paragraph(f"Could not be read, and counts as not reported: {problem.path}: {problem.message}")
    yield from _totals(report)
    yield from _overdue(report)
    yield from _due(report)
    yield from _changed(report)
    yield from _completed(report)
    yield from _waiting(report)
    yield from _silent(report)
    yield from _orders(report)
    yield from _scorecard(report)
    yield from _counting(report)


def _totals(report: Report) -> Iterator[Block]:
    yield Heading(2, "Totals", "totals")
    yield Paragraph(write_moves(report))
    words = [word for word in report.now.counts if report.now.counts[word] or report.before.counts[word]]
    rows = tuple(
        (
            "directives" if word == "total" else write_word(word),
            report.before.counts[word],
            report.now.counts[word],
            report.now.counts[word] - report.before.counts[word],
        )
        for word in words
    )
    columns = (
        Column("Count"),
        Column(f"On {report.before.day}", "number"),
        Column(f"On {report.now.day}", "number"),
        Column("Change", "number"),
    )
    yield from _table("Totals, and how they moved", columns, rows, "Nothing is tracked.")
    if report.burn_up:
        yield _burn_up(report)


def _burn_up(report: Report) -> Chart:
    first, last = report.burn_up[0], report.burn_up[-1]
    sentence = (
        f"Completed directives rose from {first.completed} of {first.total} on {write_day(first.day)} "
        f"to {last.completed} of {last.total} on {write_day(last.day)}."
        if last.completed > first.completed
        else f"On {write_day(last.day)}, {last.completed} of {count_of(last.total, 'directive')} were completed."
    )
    columns = (Column("Day", "day"), Column("Completed", "number"), Column("Tracked", "number"))
    rows = tuple((point.day, point.completed, point.total) for point in report.burn_up)
    return Chart("burn_up", "Completed directives over time", sentence, Table("Week by week", columns, rows))


def _overdue(report: Report) -> Iterator[Block]:
    yield Heading(2, "Overdue", "overdue")
    columns = (*_DUE, Column("Last word"), Column("Acknowledged"))
    groups: dict[str, list[Row]] = {}
    for row in report.overdue:
        groups.setdefault(write_agencies(row["lead"]), []).append(row)
    rows = tuple(
        (*_due_cells(row), _last_word(row), _acknowledgement(row, report.period.last))
        for group in groups.values()
        for row in group
    )
    yield from _table(
        "Overdue, the longest first, by lead", columns, rows, f"{write_you(report, 'Nothing')} is overdue."
    )
    if any(row["due"] for row in report.rows):
        yield _timeline(report)


def _timeline(report: Report) -> Chart:
    dated = sorted((row for row in report.rows if row["due"]), key=lambda row: (row["due"], row["id"]))
    rows = tuple((row["citation"], date.fromisoformat(row["due"]), _standing(row)) for row in dated)
    past = sum(row["timeliness"] == "overdue" for row in dated)
    ends = f"from {write_day(rows[0][1])} to {write_day(rows[-1][1])}"
    sentence = (
        f"{count_of(len(dated), 'directive')} with a due day, {ends}; {past} of them overdue on "
        f"{write_day(report.now.day)}."
    )
    columns = (Column("Directive"), Column("Due", "day"), Column("Standing"))
    return Chart("timeline", "Deadlines against the last day", sentence, Table("By due day", columns, rows))


def _due(report: Report) -> Iterator[Block]:
    for days, rows, anchor in ((NEAR, report.near, "near"), (FAR, report.far, "far")):
        ahead = f"in the next {days} days" if days == NEAR else f"in {NEAR + 1} to {FAR} days"
        yield Heading(2, f"Due {ahead}", anchor)
        cells = tuple(_due_cells(row) for row in rows)
        yield from _table(f"Open, and due {ahead}", _DUE, cells, f"Nothing falls due {ahead}.")


def _changed(report: Report) -> Iterator[Block]:
    yield Heading(2, "Changed", "changed")
    columns = (
        Column("Directive"),
        Column("What"),
        Column("Change"),
        Column("Evidence"),
        Column("Who"),
        Column("Day", "day"),
        Column("Commit"),
    )
    rows = tuple(
        (
            cite_change(c),
            *write_change(c.change),
            _support(c, report),
            c.name,
            c.moment.date() if c.moment else None,
            c.commit[:SHORT],
        )
        for c in report.changes
    )
    yield from _table("What was changed, the newest first", columns, rows, "Nothing was changed.")


def _support(change: CommittedChange, report: Report) -> str | None:
    """Say on what evidence a status is reported; what else is changed needs none, or says it itself."""
    if change.change.kind != "status_changed":
        return None
    given = _name_evidence(report.evidence.get(change.directive or "", ()))
    return given or ("none" if change.change.after == "completed" else None)


def _completed(report: Report) -> Iterator[Block]:
    yield Heading(2, "Completed", "completed")
    columns = (*_DIRECTIVE, Column("Completed", "day"), Column("Standing"), Column("Evidence"))
    found = (*report.completed, *report.completed_occurrences)
    rows = tuple((*_names(row), read_day(row["completed"]), _standing(row), _evidence(row)) for row in found)
    yield from _table("Recorded as completed", columns, rows, "Nothing was recorded as completed.")


def _waiting(report: Report) -> Iterator[Block]:
    yield Heading(2, "Waiting", "waiting")
    groups: tuple[tuple[str, tuple[Row, ...], Callable[[Row], str], str], ...] = (
        ("For a trigger", report.awaiting, _trigger, "Nothing waits for a trigger."),
        ("For a court", report.held, _courts, "Nothing is on hold."),
        ("For partners of joint directives", report.partial, _partners, "No joint directive waits for a partner."),
    )
    for caption, found, write_cause, empty in groups:
        rows = tuple((*_names(row), write_cause(row)) for row in found)
        yield from _table(caption, (*_DIRECTIVE, Column("What it waits for")), rows, empty)


def _silent(report: Report) -> Iterator[Block]:
    days = count_of(report.silent_days, "day")
    yield Heading(2, f"No word for {days}", "silent")
    columns = (*_DIRECTIVE, Column("Last word", "day"), Column("Days", "number"), Column("Standing"))
    rows = tuple(map(_silent_cells, report.silent))
    yield from _table(
        f"Open, and nothing said for more than {days}", columns, rows, "Of everything open something was said since."
    )


def _silent_cells(silence: Silence) -> tuple[Cell, ...]:
    row = silence.row
    return (*_names(row), silence.last_word or "never", silence.days, _standing(row))


def _orders(report: Report) -> Iterator[Block]:
    yield Heading(2, "Every directive", "orders")
    if not report.rows:
        yield Paragraph("Nothing is tracked.")
    columns = (*_DIRECTIVE, Column("Status"), Column("Due", "day"), Column("Standing"), Column("Notes"))
    by_order: dict[str, list[Row]] = {}
    for row in report.rows:
        by_order.setdefault(row["order"], []).append(row)
    for order, heading in report.headings.items():
        yield Heading(3, f"{heading['order']}: {heading['title']}", order)
        rows = tuple(
            (*_names(row), write_word(row["status"]), read_day(row["due"]), _standing(row), "; ".join(write_marks(row)))
            for row in by_order[order]
        )
        yield from _table(f"Directives of {heading['order']}", columns, rows, "It has no directive.")


def _scorecard(report: Report) -> Iterator[Block]:
    yield Heading(2, "By agency", "agencies")
    columns = (
        Column("Agency"),
        *(Column(name, "number") for name in ("Leads", "Completed on time", "Completed late", "Overdue", "Not reported")),
    )
    rows = tuple(
        (f"{s.agency}: {s.name}" if s.agency != s.name else s.name, s.led, s.on_time, s.late, s.overdue, s.not_reported)
        for s in report.scores
    )
    yield from _table("What each agency leads, and how it stands", columns, rows, "No agency leads anything.")
    judged = [(s.agency, s.share_on_time) for s in report.scores if s.share_on_time is not None]
    if judged:
        shares = tuple((agency, round(100 * share)) for agency, share in judged)
        sentence = "Of the directives whose last deadline has passed or was met, on time: " + ", ".join(
            f"{agency} {share} %" for agency, share in shares
        )
        columns = (Column("Agency"), Column("On time, in percent", "number"))
        yield Chart("on_time", "On time, by agency", f"{sentence}.", Table("Share on time", columns, shares))


def _counting(report: Report) -> Iterator[Block]:
    yield Heading(2, "How this was counted", "counting")
    yield from map(Paragraph, write_counting(report))


def _table(caption: str, columns: Sequence[Column], rows: tuple[tuple[Cell, ...], ...], empty: str) -> Iterator[Block]:
    yield Table(caption, tuple(columns), rows) if rows else Paragraph(empty)


def _names(row: Row) -> tuple[str, str, str]:
    return row["citation"], row["summary"], write_agencies(row["lead"])


def _due_cells(row: Row) -> tuple[Cell, ...]:
    return (*_names(row), read_day(row["due"]), _standing(row))


def _standing(row: Row) -> str:
    return write_days(row)


def read_day(written: str | None) -> date | None:
    """Read the day of a row; None where it has none."""
    return date.fromisoformat(written) if written else None


def _last_word(row: Row) -> str:
    said = [write_word(row["status"])]
    said += [f"as of {row['as_of']}"] if row["as_of"] else []
    return ", ".join(said) + (f": “{row['note']}”" if row["note"] else "")


def _acknowledgement(row: Row, day: date) -> str:
    said = row.get("acknowledged")
    if not said:
        return ""
    has_run_out = date.fromisoformat(said["until"]) < day
    return f"{'ran out on' if has_run_out else 'until'} {said['until']}: {said['reason']}"


def _evidence(row: Row) -> str:
    return _name_evidence(row["evidence"]) or row.get("without_evidence") or "none"


def _name_evidence(evidence: Iterable[Row]) -> str:
    return "; ".join(each.get("title") or each.get("url") or each.get("reference") or "" for each in evidence)


def _trigger(row: Row) -> str:
    """Say what a deadline waits for, and when that would be due."""
    deadlines = row["deadline"] if isinstance(row["deadline"], list) else [row["deadline"]] if row["deadline"] else []
    said = [_write_trigger(row, each) for each in deadlines if each.get("of")]
    said += [f"projected for {row['projected_due']}, if that keeps its day"] if "projected_due" in row else []
    return "; ".join(said or write_marks(row))  # the trigger may be an item's


def _write_trigger(row: Row, deadline: Row) -> str:
    if deadline.get("event"):
        return f"the event “{deadline['event']}”"
    of = deadline["of"]
    order_id, _, provision = (of if "/" in of else f"{row['order']}/{of}").partition("/")
    return f"the completion of {cite(order_id, provision)}"


def _courts(row: Row) -> str:
    return "; ".join(map(write_hold, row["holds"]))


def _partners(row: Row) -> str:
    return write_silence(row["not_reported_by"])
