"""What a sheet says that comes back from a data call: updates, or else all that is wrong with it, by row and column.

Columns are found by their headings. A row that shows what it did when the sheet was made changes nothing; nor does,
in a sheet made by hand, which has no marks of that, a cell that is empty or says what the record says. The rules of
good records are those of `domain/updating.py`, tried row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.errors import UnknownReference
from eo_tracker.domain.records import Evidence, Record
from eo_tracker.domain.selections import select_one
from eo_tracker.domain.updates import RefusedUpdate, Update, make_evidence
from eo_tracker.domain.updating import apply_update
from eo_tracker.domain.values import file_form
from eo_tracker.reports.data_call import COLUMNS, SHOWN, make_mark, show_record
from eo_tracker.reports.sheet_cells import BadCell, read_cell, write_cell
from eo_tracker.repository.sheet_files import read_tables
from eo_tracker.repository.tables import Cell, Table, Unreadable, column_letter

_ROWS_BEFORE_HEADINGS = 20
_LOCKED = [name for name, column in COLUMNS.items() if not column.is_open]
_ANY_EVIDENCE = (Evidence(reference="-"),)


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong in a sheet: in which row, as Excel counts, and under which heading, by name and letter."""

    message: str
    hint: str = ""
    row: int | None = None
    column: str = ""
    letter: str = ""

    @property
    def place(self) -> str:
        """Where it is, as in `row 4, column "completed" (E)`; nothing for the sheet as a whole."""
        row = f"row {self.row}" if self.row else ""
        letter = f" ({self.letter})" if self.letter else ""
        column = f'column "{self.column}"{letter}' if self.column else f"column {self.letter}" if self.letter else ""
        return ", ".join(part for part in (row, column) if part)


@dataclass(frozen=True, slots=True)
class SheetUpdates:
    """The updates that a sheet says, by the ids of their directives: none where there are faults.

    `rows` is how many of its rows name a directive; `unread` are the headings of columns that are none of a sheet's.
    """

    updates: Mapping[str, Update]
    faults: tuple[SheetFault, ...] = ()
    unread: tuple[str, ...] = ()
    rows: int = 0


def read_updates(raw: bytes, name: str, dataset: Dataset, today: date) -> SheetUpdates:
    """Read the sheet in a file of that name. Raises UnreadableSheet and MissingPart for what is none."""
    headings = max(map(_find_headings, read_tables(raw, name)), key=lambda found: len(found.at), default=_Headings())
    if "id" not in headings.at:
        hint = "its first row names the columns, as in: id, status, completed, note, evidence"
        return SheetUpdates({}, (SheetFault('no column is headed "id"', hint),))
    reader = _Reader(dataset, today, headings)
    reader.read()
    if not reader.rows and not reader.faults:
        reader.faults.append(SheetFault("no row stands under the headings", "is it the right file?"))
    updates = {} if reader.faults else reader.updates
    return SheetUpdates(updates, tuple(reader.faults), tuple(headings.unread), len(reader.rows))


@dataclass(frozen=True)
class _Headings:
    """Where the columns of a table are: the number of the row that names them, and the index of each, by its field."""

    table: Table = field(default_factory=lambda: Table(()))
    row: int = 0
    at: dict[str, int] = field(default_factory=dict)
    faults: list[SheetFault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def add(self, index: int, cell: Cell) -> None:
        """Take in what stands over a column."""
        heading, name = " ".join(write_cell(cell).split()), _name_field(cell)
        near = "" if name else _find_near(heading)
        if name in self.at:
            self._refuse(index, heading, "the heading stands twice", "take one of the two away")
        elif name:
            self.at[name] = index
        elif near:
            hint = f'write "{COLUMNS[_FIELDS[near]].heading}" if that is meant, and else something less like it'
            self._refuse(index, heading, f'no column of a sheet is called "{heading}"', hint)
        elif heading:
            self.unread.append(heading)

    def _refuse(self, index: int, heading: str, message: str, hint: str) -> None:
        self.faults.append(SheetFault(message, hint, self.row, heading, column_letter(index)))


_FIELDS = {word: name for name, column in COLUMNS.items() for word in (name.replace("_", " "), column.heading)}
_FIELDS |= {"directive": "id", "notes": "note", "without evidence": "without_evidence"}


def _find_near(heading: str) -> str:
    """Find what a heading seems to be a slip of the hand for, or nothing."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(heading.casefold(), _FIELDS, n=1, cutoff=0.85)), "")


def _name_field(cell: Cell) -> str:
    """Name the field that a heading stands for, or nothing."""
    return _FIELDS.get(" ".join(cell.casefold().replace("_", " ").split()), "") if isinstance(cell, str) else ""


def _find_headings(table: Table) -> _Headings:
    """Find the row of a table, among its first, that names most of the columns, with an id."""
    rows = [(number, cells) for number, cells in table.rows[:_ROWS_BEFORE_HEADINGS] if "id" in map(_name_field, cells)]
    number, cells = max(rows, key=lambda row: len({_name_field(cell) for cell in row[1]}), default=(0, ()))
    headings = _Headings(table, number)
    for index, cell in enumerate(cells):
        headings.add(index, cell)
    return headings


@dataclass
class _Reader:
    """Reads the rows under the headings, and gathers their faults and updates on the way.

    `rows` are the numbers of those that name a directive, by its id.
    """

    dataset: Dataset
    today: date
    headings: _Headings
    updates: dict[str, Update] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    faults: list[SheetFault] = field(default_factory=list)

    def read(self) -> None:
        self.faults += self.headings.faults
        for number, cells in self.headings.table.rows:
            if number <= self.headings.row:
                continue
            given = {name: cells[index] for name, index in self.headings.at.items() if index < len(cells)}
            self._read_row(number, {name: cell for name, cell in given.items() if cell not in (None, "")})

    def _read_row(self, number: int, given: Mapping[str, Cell]) -> None:
        if "id" not in given and given.keys() <= set(_LOCKED):
            return
        try:
            duty = self._find_duty(given.get("id"))
        except BadCell as e:
            self._refuse(number, "id", str(e), e.hint)
            return
        if duty.id in self.rows:
            self._refuse(number, "id", f"{duty.id} stands in row {self.rows[duty.id]} already", "take one row away")
            return
        self.rows[duty.id] = number
        row = _read_row(duty, self.dataset.records.get(duty.id, Record()), given, self.headings.table.first_day)
        if not row.is_left_alone:
            self._judge(number, row)

    def _find_duty(self, cell: Cell) -> Duty:
        hint = "write it as eo-14288/3.b"
        if cell is None:
            raise BadCell("the row names no directive", hint)
        if not isinstance(cell, str):
            raise BadCell(cell.why if isinstance(cell, Unreadable) else f'"{write_cell(cell)}" is no id', hint)
        found = self.dataset.duties_by_id.get(cell.strip())
        try:
            return found or select_one(self.dataset, cell.strip())
        except UnknownReference as e:
            raise BadCell(str(e), e.hint) from None

    def _judge(self, number: int, row: _Row) -> None:
        """Take a row's update, or say all that is wrong with it."""
        if not (row.bad or row.emptied or self._is_new(row)):
            return
        if row.is_outdated:
            message = f"the record of {row.duty.id} has changed since the sheet was made"
            self._refuse(number, "", message, "make a new sheet, and fill in this row anew")
            return
        for name, bad in row.bad.items():
            self._refuse(number, name, str(bad), bad.hint)
        for name in row.emptied:
            hint = "write what holds now, or put back what stood there"
            self._refuse(number, name, f"a sheet cannot take the {COLUMNS[name].heading} of a record away", hint)
        refused = self._find_refusals(row)
        for e in refused:
            kept = e.field == "note" and "note" in row.values
            self._refuse(
                number, e.field, str(e), "what stands there is the record's; write a new one" if kept else e.hint
            )
        if not (row.bad or row.emptied or refused):
            self.updates[row.duty.id] = row.update

    def _find_refusals(self, row: _Row) -> list[RefusedUpdate]:
        """Find every rule that a row's update breaks, each as if those before it were kept."""
        if not row.bad.keys() <= _KEPT.keys():
            return []  # what the row would say is not known
        refused: list[RefusedUpdate] = []
        update, mended = row.update, set(row.bad)
        for name in row.bad:
            update = _KEPT[name](update, self.today)
        while True:
            try:
                apply_update(update, row.duty, self.dataset, self.today)
            except RefusedUpdate as e:
                if e.field in mended:
                    return refused
                refused.append(e)
                if e.field not in _KEPT:
                    return refused
                mended.add(e.field)
                update = _KEPT[e.field](update, self.today)
            else:
                return refused

    def _is_new(self, row: _Row) -> bool:
        """Whether an update says anything that the record does not, be it only on another day."""
        try:
            after = file_form(apply_update(row.update, row.duty, self.dataset, self.today))
        except RefusedUpdate:
            return True
        before = file_form(row.record)
        if row.update.as_of is None:
            before["as_of"] = after["as_of"] = None
        return before != after

    def _refuse(self, number: int, name: str, message: str, hint: str) -> None:
        heading = COLUMNS[name].heading if name in COLUMNS else ""
        letter = column_letter(self.headings.at[name]) if name in self.headings.at else ""
        self.faults.append(SheetFault(message, hint, number, heading, letter))


@dataclass(frozen=True)
class _Row:
    """A row: its directive, the record that this has, and what its cells say, by their fields.

    `bad` are the cells that can say nothing, `update` what the others say that the record does not.
    """

    duty: Duty
    record: Record
    values: Mapping[str, Any]
    bad: Mapping[str, BadCell]
    evidence: tuple[Evidence, ...]

    @cached_property
    def is_left_alone(self) -> bool:
        """Whether the cells show what they did when the sheet was made, whatever the record says by now."""
        added = self.values.keys() - {*SHOWN, "reported_by", "mark"}
        shown = {name: str(self.values.get(name, "")) for name in SHOWN}
        return not self.bad and not added and self.values.get("mark") == make_mark(shown)

    @cached_property
    def is_outdated(self) -> bool:
        """Whether the record was another one when the sheet was made."""
        return "mark" in self.values and self.values["mark"] != make_mark(show_record(self.record))

    @cached_property
    def update(self) -> Update:
        shown = {"status": self.record.status} | {k: v for k, v in show_record(self.record).items() if v}
        said = {k: self.values[k] for k in SHOWN if k in self.values and str(self.values[k]) != shown.get(k)}
        if self.is_outdated and self.record.as_of and said.get("as_of", date.max) <= self.record.as_of:
            del said["as_of"]  # since then somebody has vouched for a later day, perhaps by this very sheet
        update = Update(**said, evidence=self.evidence, occurrence=self.values.get("occurrence"))
        return update if update.says_nothing else replace(update, reported_by=self.values.get("reported_by"))

    @cached_property
    def emptied(self) -> list[str]:
        """The fields whose cells were emptied, but for what goes anyway."""
        if "mark" not in self.values:
            return []
        going = {"as_of", *self.bad, *self.values}
        if "status" in self.bad or self.update.status:
            going |= {"completed", "without_evidence"}
        if "evidence" in going:
            going.add("without_evidence")
        return [name for name, text in show_record(self.record).items() if text and name not in going]


def _read_row(duty: Duty, record: Record, given: Mapping[str, Cell], first_day: date) -> _Row:
    """Read the cells of a row, each as its column says."""
    values: dict[str, Any] = {}
    bad: dict[str, BadCell] = {}
    for name, cell in given.items():
        if COLUMNS[name].is_open or name == "mark":
            try:
                value = read_cell(COLUMNS[name], cell, first_day)
            except BadCell as e:
                bad[name] = e
            else:
                values |= {name: value} if value else {}
    evidence: tuple[Evidence, ...] = ()
    try:
        evidence = _read_evidence(values, bad)
    except RefusedUpdate as e:
        bad[e.field] = BadCell(str(e), e.hint)
    return _Row(duty, record, values, bad, evidence)


def _read_evidence(values: Mapping[str, Any], bad: Mapping[str, BadCell]) -> tuple[Evidence, ...]:
    """Make the evidence that a row gives. Raises RefusedUpdate."""
    place, title, day = (values.get(name) for name in ("evidence", "evidence_title", "evidence_date"))
    if place:
        return (make_evidence(place, title, day),)
    if (title or day) and "evidence" not in bad:
        name = "evidence_title" if title else "evidence_date"
        hint = "say under evidence where it can be found, or leave this out"
        raise RefusedUpdate(f"the {COLUMNS[name].heading} belongs to no evidence", name, hint)
    return ()


_Keep = Callable[[Update, date], Update]


def _show_anything(update: Update, _: date) -> Update:
    return replace(update, evidence=_ANY_EVIDENCE)


_KEPT: dict[str, _Keep] = {
    "completed": lambda u, today: replace(u, completed=today if u.status in (None, "completed") else None),
    "as_of": lambda u, _: replace(u, as_of=None),
    "note": lambda u, _: replace(u, note="-"),
    "evidence": _show_anything,
    "evidence_title": _show_anything,
    "evidence_date": _show_anything,
    "without_evidence": lambda u, _: replace(u, without_evidence=None),
    "reported_by": lambda u, _: replace(u, reported_by=None),
}
"""How an update keeps the rules of one field, whatever they are: what is wrong beside it shall be told as well."""
