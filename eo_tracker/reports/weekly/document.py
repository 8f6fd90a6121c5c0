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
from eo_tracker.reports.formats import shorten
from eo_tracker.reports.history import cite_change
from eo_tracker.reports.questions import Row
from eo_tracker.reports.weekly.commits import (
    Revision,
    count_reaffirmed,
    list_revisions,
    name_evidence,
    write_revision,
    write_support,
)
from eo_tracker.reports.weekly.content import FAR, NEAR, Report, Silence
from eo_tracker.reports.weekly.wording import (
    name_totals,
    write_counting,
    write_first_steps,
    write_heading,
    write_headline,
    write_moves,
    write_nothing,
    write_noun,
    write_period,
    write_problems,
    write_reaffirmed,
    write_share,
)
from eo_tracker.reports.words import (
    count_of,
    write_acknowledgement,
    write_agencies,
    write_days,
    write_hold,
    write_marks,
    write_silence,
    write_word,
)
from eo_tracker.repository.revision import SHORT

Kind = Literal["text", "day", "number", "change"]
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
    """A column of a table. A change is a number whose sign is always shown."""

    name: str
    kind: Kind = "text"

    @property
    def is_number(self) -> bool:
        """Whether numbers stand in it."""
        return self.kind in {"number", "change"}

    def write(self, cell: Cell) -> str:
        """Write a cell of it as text."""
        if cell is None:
            return ""
        return f"{cell:+d}" if self.kind == "change" and isinstance(cell, int) and cell else str(cell)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row names it. One without rows is left out."""

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

_LONGEST_CELL, _LONGEST_CHANGES = 300, 900  # characters
_LONGEST_NOTE = 200
_MOST_SHARES = 12
_UNREADABLE = "record cannot be read"
_DIRECTIVE = (Column("Directive"), Column("What it requires"), Column("Lead"))
_DUE = (*_DIRECTIVE, Column("Due", "day"), Column("Standing"))


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of what a week brought: its blocks, and what is said of what there is none of."""

    anchor: str
    blocks: Sequence[Block]
    nothing: str = ""


def compose(report: Report) -> Iterator[Block]:
    """Put a report into the order in which it is read.

    Of parts in which there is nothing to tell, all is said in one place, so that a week without news is a short report.
    """
    yield Heading(1, report.edition.title, "top")
    yield Paragraph(write_period(report))
    yield Paragraph(write_headline(report), lead=True)
    yield from map(Paragraph, write_problems(report))
    if report.rows or report.changes or report.before.counts["total"]:
        yield from _tell_all(report)
    elif not report.problems:
        yield from map(Paragraph, write_first_steps(report))
    yield from _head(report, "counting", map(Paragraph, write_counting(report)))


def _tell_all(report: Report) -> Iterator[Block]:
    yield from _head(report, "totals", _totals(report))
    nothing = []
    for tell in (_overdue, _due, _changed, _completed, _waiting, _silent):
        for part in tell(report):
            if part.blocks:
                yield from _head(report, part.anchor, part.blocks)
            nothing.append(part.nothing)
    if said := " ".join(filter(None, nothing)):
        yield from _head(report, "nothing", [Paragraph(said)])
    if charts := list(_progress(report)):
        yield from _head(report, "progress", charts)
    yield from _head(report, "orders", _orders(report))
    yield from _head(report, "agencies", _scorecard(report))


def _head(report: Report, anchor: str, blocks: Iterable[Block]) -> Iterator[Block]:
    yield Heading(2, write_heading(report, anchor), anchor)
    yield from blocks


def _totals(report: Report) -> Iterator[Block]:
    yield Paragraph(write_moves(report))
    before, now = report.before.counts, report.now.counts
    names = name_totals(now, before)
    rows = tuple((name, before[word], now[word], now[word] - before[word]) for word, name in names.items())
    columns = (
        Column("Count"),
        Column(f"On {report.before.day}", "number"),
        Column(f"On {report.now.day}", "number"),
        Column("Change", "change"),
    )
    yield _table("Totals, and how they moved", columns, rows)


def _overdue(report: Report) -> Iterator[_Part]:
    columns = (*_DUE, Column("Last word"), Column("Acknowledged"))
    groups: dict[str, list[Row]] = {}
    for row in report.overdue:
        groups.setdefault(write_agencies(row["lead"]), []).append(row)
    rows = tuple(
        (*_due_cells(row), _last_word(row, report), _acknowledgement(row)) for group in groups.values() for row in group
    )
    yield _make_part(report, "overdue", "Overdue, the longest first, by lead", columns, rows)


def _due(report: Report) -> Iterator[_Part]:
    if not report.near and not report.far:
        yield _Part("near", [], write_nothing(report, "ahead"))
        return
    for days, found, anchor in (
        (f"in the next {NEAR} days", report.near, "near"),
        (f"in {NEAR + 1} to {FAR} days", report.far, "far"),
    ):
        rows = tuple(_due_cells(row) for row in found)
        yield _make_part(report, anchor, f"Open, and due {days}", _DUE, rows)


def _changed(report: Report) -> Iterator[_Part]:
    columns = (
        Column("Directive"),
        Column("Change"),
        Column("Evidence"),
        Column("Who"),
        Column("Day", "day"),
        Column("Commit"),
    )
    rows = tuple(_revision_cells(revision, report) for revision in list_revisions(report.changes))
    caption = "What was changed, the newest first"
    blocks: list[Block] = [_table(caption, columns, rows, longest=_LONGEST_CHANGES)] if rows else []
    if reaffirmed := count_reaffirmed(report.changes):
        blocks.append(Paragraph(write_reaffirmed(reaffirmed)))
    yield _Part("changed", blocks, "" if blocks else write_nothing(report, "changed"))


def _revision_cells(revision: Revision, report: Report) -> tuple[Cell, ...]:
    made = revision.made
    evidence = report.evidence.get(made.directive or "", ())
    told = write_revision(revision), write_support(revision, evidence)
    return cite_change(made), *told, made.name, made.moment.date() if made.moment else None, made.commit[:SHORT]


def _completed(report: Report) -> Iterator[_Part]:
    columns = (*_DIRECTIVE, Column("Completed", "day"), Column("Standing"), Column("Evidence"))
    found = (*report.completed, *report.completed_occurrences)
    rows = tuple((*_names(row), read_day(row["completed"]), write_days(row), _evidence(row)) for row in found)
    yield _make_part(report, "completed", "Recorded as completed", columns, rows)


def _waiting(report: Report) -> Iterator[_Part]:
    columns = (*_DIRECTIVE, Column("What it waits for"))
    groups: tuple[tuple[str, tuple[Row, ...], Callable[[Row], str], str], ...] = (
        ("For a trigger", report.awaiting, _trigger, "awaiting"),
        ("For a court", report.held, _courts, "held"),
        ("For partners of joint directives", report.partial, _partners, "partial"),
    )
    blocks = [
        _table(caption, columns, tuple((*_names(row), write_cause(row)) for row in found))
        for caption, found, write_cause, _ in groups
        if found
    ]
    empty = [name for _, found, _, name in groups if not found] if blocks else ["waiting"]
    yield _Part("waiting", blocks, " ".join(write_nothing(report, name) for name in empty))


def _silent(report: Report) -> Iterator[_Part]:
    days = count_of(report.silent_days, "day")
    columns = (*_DIRECTIVE, Column("Last word", "day"), Column("Days", "number"), Column("Standing"))
    rows = tuple(map(_silent_cells, report.silent))
    yield _make_part(report, "silent", f"Open, and nothing said for more than {days}", columns, rows)


def _silent_cells(silence: Silence) -> tuple[Cell, ...]:
    said = silence.last_word or (_UNREADABLE if silence.is_unreadable else "never")
    return (*_names(silence.row), said, silence.days, write_days(silence.row))


def _progress(report: Report) -> Iterator[Chart]:
    if any(row["due"] for row in report.rows):
        yield _timeline(report)
    if report.burn_up:
        yield _burn_up(report)


def _timeline(report: Report) -> Chart:
    dated = sorted((row for row in report.rows if row["due"]), key=lambda row: (row["due"], row["id"]))
    rows = tuple((row["citation"], date.fromisoformat(row["due"]), write_days(row)) for row in dated)
    late = sum(row["timeliness"] == "overdue" for row in dated)
    first, last = write_day(rows[0][1]), write_day(rows[-1][1])
    days = f"on {first}" if first == last else f"from {first}, to {last}"
    sentence = (
        f"{count_of(len(dated), 'directive')} with a due day, {days}. On {write_day(report.now.day)}, "
        f"{late or 'none'} of them {'was' if late <= 1 else 'were'} overdue."
    )
    columns = (Column("Directive"), Column("Due", "day"), Column("Standing"))
    return Chart("timeline", "Deadlines against the last day", sentence, Table("By due day", columns, rows))


def _burn_up(report: Report) -> Chart:
    first, last = report.burn_up[0], report.burn_up[-1]
    day = write_day(last.day)
    if last.completed > first.completed:
        sentence = (
            f"Completed directives rose from {first.completed} of {first.total} on {write_day(first.day)}, "
            f"to {last.completed} of {last.total} on {day}."
        )
    elif last.total:
        sentence = f"{write_share(last.completed, last.total, write_noun(report), ('was', 'were'))} completed by {day}."
    else:
        sentence = f"Nothing was tracked any more on {day}."
    columns = (Column("Day", "day"), Column("Completed", "number"), Column("Tracked", "number"))
    rows = tuple((point.day, point.completed, point.total) for point in report.burn_up)
    return Chart("burn_up", "Completed directives over time", sentence, Table("Week by week", columns, rows))


def _orders(report: Report) -> Iterator[Block]:
    if not report.rows:
        yield Paragraph("Nothing is tracked any more.")
    columns = (*_DIRECTIVE, Column("Status"), Column("Due", "day"), Column("Standing"), Column("Notes"))
    by_order: dict[str, list[Row]] = {}
    for row in report.rows:
        by_order.setdefault(row["order"], []).append(row)
    for order, heading in report.headings.items():
        yield Heading(3, shorten(f"{heading['order']}: {heading['title']}", _LONGEST_CELL), order)
        rows = tuple(
            (
                *_names(row),
                _status(row, report),
                read_day(row["due"]),
                write_days(row),
                "; ".join(write_marks(row)),
            )
            for row in by_order[order]
        )
        yield _table(f"Directives of {heading['order']}", columns, rows)


def _scorecard(report: Report) -> Iterator[Block]:
    if not report.scores:
        yield Paragraph(write_nothing(report, "agencies"))
        return
    names = ("Leads", "Completed on time", "Completed late", "Overdue", "Not reported")
    rows = tuple(
        (f"{s.agency}: {s.name}" if s.agency != s.name else s.name, s.led, s.on_time, s.late, s.overdue, s.not_reported)
        for s in report.scores
    )
    columns = (Column("Agency"), *(Column(name, "number") for name in names))
    yield _table(f"What {'you lead' if report.agency_name else 'each agency leads'}, and how it stands", columns, rows)
    shares = tuple(
        (write_agencies([s.agency]), round(100 * s.share_on_time)) for s in report.scores if s.share_on_time is not None
    )
    if shares:
        columns = (Column("Agency"), Column("On time, in percent", "number"))
        table = Table("Share on time", columns, shares)
        yield Chart("on_time", "On time, by agency", _write_shares(shares), table)


def _write_shares(shares: Sequence[tuple[str, int]]) -> str:
    """Say the shares of agencies; of many, the lowest."""
    said = sorted(shares, key=lambda pair: pair[1])[:_MOST_SHARES] if len(shares) > _MOST_SHARES else shares
    told = ", ".join(f"{shorten(agency, _LONGEST_NOTE)} {share}%" for agency, share in said)
    which = f", the lowest {len(said)} of {len(shares)} agencies" if len(said) < len(shares) else ""
    return f"Of the deadlines that were met or are overdue, on time{which}: {told}."


def _make_part(
    report: Report, anchor: str, caption: str, columns: Sequence[Column], rows: tuple[tuple[Cell, ...], ...]
) -> _Part:
    """Make a part that is one table, if it has rows."""
    if rows:
        return _Part(anchor, [_table(caption, columns, rows)])
    return _Part(anchor, [], write_nothing(report, anchor))


def _table(
    caption: str, columns: Sequence[Column], rows: tuple[tuple[Cell, ...], ...], *, longest: int = _LONGEST_CELL
) -> Table:
    """Make a table. What data says at length is cut in it: all of it is in the records, and in the data formats."""
    return Table(caption, tuple(columns), tuple(tuple(_cut(cell, longest) for cell in row) for row in rows))


def _cut(cell: Cell, longest: int) -> Cell:
    return shorten(cell, longest) if isinstance(cell, str) else cell


def _names(row: Row) -> tuple[str, str, str]:
    return row["citation"], row["summary"], write_agencies(row["lead"])


def _due_cells(row: Row) -> tuple[Cell, ...]:
    return (*_names(row), read_day(row["due"]), write_days(row))


def read_day(written: str | None) -> date | None:
    """Read the day of a row; None where it has none."""
    return date.fromisoformat(written) if written else None


def _status(row: Row, report: Report) -> str:
    return _UNREADABLE if row["id"] in report.unreadable else write_word(row["status"])


def _last_word(row: Row, report: Report) -> str:
    said = _status(row, report) + (f", as of {row['as_of']}" if row["as_of"] else "")
    return said + (f": “{shorten(row['note'], _LONGEST_NOTE)}”" if row["note"] else "")


def _acknowledgement(row: Row) -> str:
    return write_acknowledgement(row).removeprefix("acknowledged ").removeprefix("acknowledgement ")


def _evidence(row: Row) -> str:
    return name_evidence(row["evidence"]) or row.get("without_evidence") or "none"


def _trigger(row: Row) -> str:
    """Say what a deadline waits for, and when that would be due."""
    deadlines = row["deadline"] if isinstance(row["deadline"], list) else [row["deadline"]] if row["deadline"] else []
    said = [_write_trigger(row, each) for each in deadlines if each.get("of")]
    said += [f"due {row['projected_due']} if that is completed on its due day"] if "projected_due" in row else []
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
