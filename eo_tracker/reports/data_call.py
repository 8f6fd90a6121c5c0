"""Data calls: the sheet that an agency fills in.

A sheet has a row for each directive that an agency owes or reports on, and for each item of one whose items are
reported on by themselves: one of them has a record, a lead or a deadline of its own. What is open shows what the record
says. Each row carries a mark of that, by which it is seen, when the sheet comes back, which rows were left alone, and
which records have changed in the meantime.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.records import Record
from eo_tracker.domain.selections import find_body, find_keys, involves, select
from eo_tracker.domain.standings import Judge, Standing
from eo_tracker.domain.words import ALL_AGENCIES, REPORTABLE, Role
from eo_tracker.reports.formats import visible
from eo_tracker.reports.listing import make_row
from eo_tracker.reports.words import write_days, write_marks
from eo_tracker.repository.tables import Column, Sheet, holdable

_PAGE, _INSTRUCTIONS_PAGE = "Data call", "How to fill this in"
_EVIDENCE_PROMPT = "A web address, https://..., or a reference, as DOJ release 25-118. One, and new: earlier ones stay."
COLUMNS = {
    "id": Column("id", 16),
    "citation": Column("citation", 17),
    "summary": Column("summary", 34),
    "due": Column("due", 12),
    "standing": Column("standing", 17),
    "status": Column("status", 14, choices=REPORTABLE, is_open=True),
    "completed": Column("completed", 12, "past days", is_open=True, prompt="The day, where the status is completed."),
    "as_of": Column("as of", 12, "past days", is_open=True, prompt="The day you vouch for; left as it is, today."),
    "note": Column("note", 36, is_open=True, prompt="What was done, or why not, in a sentence."),
    "evidence": Column("evidence", 26, is_open=True, prompt=_EVIDENCE_PROMPT),
    "evidence_title": Column("evidence title", 18, is_open=True),
    "evidence_date": Column("evidence date", 12, "past days", is_open=True),
    "without_evidence": Column("why without evidence", 18, is_open=True, prompt="Where nothing shows the completion."),
    "reported_by": Column("reported by", 12, is_open=True),
    "occurrence": Column(
        "occurrence", 12, "days", is_open=True, prompt="Where it falls due again and again: the due day you speak of."
    ),
    "mark": Column("do not change", 12, is_hidden=True),
}
"""The columns of a sheet, by the names of the fields of an update that they give."""

SHOWN = ("status", "completed", "as_of", "note", "without_evidence")
"""What is filled in when a sheet is made, from the record."""

INSTRUCTIONS = f"""\
Fill in the white cells of the sheet “{_PAGE}”; the grey ones are locked. Change only what is new: a row that is \
left alone changes nothing. Then save the workbook, and send it back.
Status: one of {", ".join(REPORTABLE)}.
Completed needs the day of completion and at least one piece of evidence, or why there is none. The day is none to \
come, and none before the order was signed.
Not applicable and not pursued need a note that says why; so does going back from completed.
Evidence: a web address (https://...), or a reference by which it can be found, as DOJ release 25-118. One new piece \
for each row, with its title and date where it has them; what the record has already stays.
As of: the day you vouch for. Left as it is, the day on which the sheet is read.
Reported by: the agency that reports. It counts where something else in its row is new.
Occurrence: only where a duty falls due again and again: the due day that completed, note and evidence speak of.
Days are written as 2025-06-20, or as Excel shows them. Formulas are not read.
Columns may be moved and added; their headings stay as they are. All rows are recorded, or none: what is wrong is said \
by row and column.""".splitlines()
"""The rules of a good record, for those who fill in the sheet."""

_MOST_SHOWN = 16_000  # characters; Excel takes 32,767, counting some for two
_MARK_LENGTH = 12


def find_owed(judge: Judge, selection: Sequence[str], agency: str | None, role: Role = "lead") -> list[Standing]:
    """Find what an agency has a role in, or has reported on; everything for no agency. Raises UnknownReference."""
    dataset = judge.dataset
    duties = {part.id: part for duty in select(dataset, selection) for part in (duty, *_items_apart(duty, dataset))}
    standings = [judge.judge(duty) for duty in duties.values()]
    if agency is None:
        return standings
    keys = find_keys(dataset, agency)
    return [s for s in standings if _concerns(s, keys, role)]


def _concerns(standing: Standing, keys: frozenset[str], role: Role) -> bool:
    # An item that another agency leads has a row of its own.
    return involves(standing._replace(items=()), keys, role) or not keys.isdisjoint(standing.record.reported_by)


def _items_apart(duty: Duty, dataset: Dataset) -> tuple[Duty, ...]:
    """Give a directive's items where these are reported on by themselves."""
    items = duty.items()
    return items if any(i.part.lead or i.part.deadline or i.id in dataset.records for i in items) else ()


def make_sheet(standings: Sequence[Standing], dataset: Dataset, agency: str | None, today: date) -> Sheet:
    """Make the sheet of what an agency, as it was typed, owes. Raises UnknownReference."""
    key = _find_reporter(agency, dataset)
    name = f"{agency if key is None else key}: " if agency else ""
    title = f"{name}data call of {today:%A}, {today}"
    rows = [tuple(_make_cells(standing, key).values()) for standing in standings]
    return Sheet(title, _PAGE, tuple(COLUMNS.values()), rows, _INSTRUCTIONS_PAGE, INSTRUCTIONS)


def _find_reporter(agency: str | None, dataset: Dataset) -> str | None:
    if agency is None or find_keys(dataset, agency) == {ALL_AGENCIES}:
        return None
    body = find_body((body for order in dataset.orders.values() for body in order.bodies), agency)
    return body.key if body else dataset.registry.find(agency).key


def _make_cells(standing: Standing, reporter: str | None) -> dict[str, str | date | None]:
    row, record = make_row(standing), standing.record
    leads = standing.duty.named_leads
    shown = show_record(record)
    given: dict[str, str | date | None] = {
        **dict.fromkeys(COLUMNS),
        **{name: text for name, text in shown.items() if text},
        "id": standing.id,
        "citation": row["citation"],
        "summary": _shown(row["summary"]),
        "due": f"{row['due']}, {row['due_weekday']}" if row["due"] else None,
        "standing": _shown("; ".join([write_days(row), *write_marks(row)])),
        "completed": record.completed,
        "as_of": record.as_of,
        "reported_by": reporter or (leads[0] if len(leads) == 1 else None),
        "mark": make_mark(shown),
    }
    return given


def show_record(record: Record) -> dict[str, str]:
    """Write what the cells of a record show that are filled in when a sheet is made."""
    return {
        "status": "" if record.status == "not_reported" else record.status,
        "completed": str(record.completed or ""),
        "as_of": str(record.as_of or ""),
        "note": _shown(record.note),
        "without_evidence": _shown(record.without_evidence),
    }


def _shown(text: str | None) -> str:
    """Write text as a cell shows it, and as it comes back where it is left alone."""
    shown = holdable(visible(tidied(text or "")))
    return shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]} ..."


def tidied(text: str) -> str:
    """Take away what spreadsheets add to text and take from it: the kind of its line ends, spaces around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def make_mark(shown: Mapping[str, str]) -> str:
    """Make the mark of what a row shows. It begins with a letter, lest a spreadsheet takes it for a number."""
    digest = sha256("\0".join(shown[name] for name in SHOWN).encode("utf-8", "replace")).hexdigest()
    return f"v{digest[:_MARK_LENGTH]}"
