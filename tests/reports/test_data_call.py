"""The sheet of a data call: what it shows, and what it says when it comes back, to the row and column."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from eo_tracker.domain.dataset import Dataset
from eo_tracker.domain.errors import UnknownReference
from eo_tracker.domain.records import Evidence
from eo_tracker.domain.standings import Judge
from eo_tracker.domain.updates import Update
from eo_tracker.domain.updating import apply_update
from eo_tracker.domain.words import REPORTABLE, Role
from eo_tracker.reports.data_call import COLUMNS, INSTRUCTIONS, find_owed, make_sheet
from eo_tracker.reports.sheet_updates import SheetFault, SheetUpdates, read_updates
from eo_tracker.repository.separated import write_separated
from eo_tracker.repository.sheets import write_excel
from eo_tracker.repository.tables import Sheet
from tests.domain.builders import Data, day, make_dataset, make_directive, make_items, make_order

TODAY = day("2025-06-30")
PAGE = "https://example.gov/report"
RECORDS: dict[str, Data] = {
    "3.b": {"status": "in_progress", "as_of": "2025-05-21", "note": "Under way\n\n=1+1"},
    "3.c": {
        "status": "completed",
        "completed": "2025-06-20",
        "as_of": "2025-06-21",
        "reported_by": "DOJ",
        "without_evidence": "Not yet published",
    },
}
DIRECTIVES = (
    make_directive("2.a"),
    make_directive("3.b", deadline={"within": "60 days"}),
    make_directive("3.c", deadline={"by": "2025-07-01"}, lead=["DOD"], consulted=["DHS"]),
    make_directive("4.a", deadline={"every": "1 month", "by": "2025-05-31"}),
)
# In a sheet of everything, these are the rows.
ROWS = {"2.a": 2, "3.b": 3, "3.c": 4, "4.a": 5}
LETTERS = dict(zip(COLUMNS, "ABCDEFGHIJKLMNOP", strict=True))


def make_tracker(**records: Data) -> Dataset:
    return make_dataset(make_order(*DIRECTIVES), **{**RECORDS, **records})


def make(dataset: Dataset, agency: str | None = None, role: Role = "lead", *selection: str) -> Sheet:
    return make_sheet(find_owed(Judge(dataset, TODAY), selection, agency, role), dataset, agency, TODAY)


def rows_of(sheet: Sheet) -> dict[str, dict[str, Any]]:
    """Give the rows of a sheet by their provisions, and their cells by their fields."""
    return {str(row[0]).split("/")[1]: dict(zip(COLUMNS, row, strict=True)) for row in sheet.rows}


def fill_excel(sheet: Sheet, cells: Mapping[tuple[str, str], Any]) -> bytes:
    """Fill in cells, by provision and field, as somebody does with Excel."""
    book = load_workbook(io.BytesIO(write_excel(sheet, TODAY)))
    rows = {provision: number for number, provision in enumerate(rows_of(sheet), 2)}
    for (provision, name), value in cells.items():
        book["Data call"][f"{LETTERS[name]}{rows[provision]}"] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill_csv(sheet: Sheet, cells: Mapping[tuple[str, str], Any]) -> bytes:
    rows = rows_of(sheet)
    for (provision, name), value in cells.items():
        rows[provision][name] = value
    return write_separated(replace(sheet, rows=[tuple(row.values()) for row in rows.values()]))


FILLERS = {"xlsx": fill_excel, "csv": fill_csv}
Fill = Callable[[Sheet, Mapping[tuple[str, str], Any]], bytes]
each_form = pytest.mark.parametrize("fill", FILLERS.values(), ids=FILLERS)


def read_back(
    cells: Mapping[tuple[str, str], Any], fill: Fill = fill_excel, dataset: Dataset | None = None
) -> SheetUpdates:
    """Make a sheet of everything, fill in cells, and read it."""
    dataset = dataset or make_tracker()
    return read_updates(fill(make(dataset), cells), "doj.xlsx", dataset, TODAY)


def said_of(provision: str, cells: Mapping[str, Any], fill: Fill = fill_excel) -> Update:
    """Return the update that the cells of one row say."""
    found = read_back({(provision, name): value for name, value in cells.items()}, fill)
    assert found.faults == ()
    assert list(found.updates) == [f"eo-14288/{provision}"]
    return found.updates[f"eo-14288/{provision}"]


def faults_of(provision: str, cells: Mapping[str, Any], fill: Fill = fill_excel) -> list[tuple[str, str]]:
    """Return the columns and sentences of all that is wrong with one row."""
    found = read_back({(provision, name): value for name, value in cells.items()}, fill)
    assert found.updates == {}
    for fault in found.faults:
        assert fault.row == ROWS[provision]
        assert fault.letter == next((LETTERS[n] for n, c in COLUMNS.items() if c.heading == fault.column), "")
    return [(fault.column, fault.message) for fault in found.faults]


def read_text(text: str, dataset: Dataset | None = None) -> SheetUpdates:
    """Read CSV made by hand."""
    return read_updates(text.encode(), "doj.csv", dataset or make_tracker(), TODAY)


def write_faults(found: SheetUpdates) -> list[str]:
    assert found.updates == {}
    return [": ".join(part for part in (fault.place, fault.message) if part) for fault in found.faults]


# What a sheet shows


def test_a_row_shows_where_a_directive_stands_and_what_its_record_says() -> None:
    row = rows_of(make(make_tracker(), "attorney general"))["3.b"]
    mark = row.pop("mark")
    assert mark.startswith("v")
    assert {name: value for name, value in row.items() if value is not None} == {
        "id": "eo-14288/3.b",
        "citation": "EO 14288, Sec. 3(b)",
        "summary": "Do what Sec. 3.b says",
        "due": "2025-06-27, Friday",
        "standing": "overdue 3 days",
        "status": "in_progress",
        "as_of": day("2025-05-21"),
        "note": "Under way\n\n=1+1",
        "reported_by": "DOJ",
    }


def test_what_is_not_reported_has_nothing_filled_in_but_the_reporter() -> None:
    row = rows_of(make(make_tracker(), "DOJ"))["2.a"]
    assert [name for name, column in COLUMNS.items() if column.is_open and row[name] is not None] == ["reported_by"]


@pytest.mark.parametrize(
    ("agency", "role", "found"),
    [
        ("DOJ", "lead", ["2.a", "3.b", "3.c", "4.a"]),
        ("DOD", "lead", ["3.c"]),
        ("DHS", "lead", []),
        ("DHS", "consulted", ["3.c"]),
        ("DHS", "any", ["3.c"]),
        (None, "lead", ["2.a", "3.b", "3.c", "4.a"]),
    ],
)
def test_a_sheet_has_what_an_agency_leads_or_has_reported_on(agency: str | None, role: Role, found: list[str]) -> None:
    assert list(rows_of(make(make_tracker(), agency, role))) == found


def test_a_sheet_may_be_of_a_selection() -> None:
    assert list(rows_of(make(make_tracker(), "DOJ", "lead", "3"))) == ["3.b", "3.c"]
    with pytest.raises(UnknownReference):
        make(make_tracker(), "DOJ", "lead", "9.z")
    with pytest.raises(UnknownReference):
        make(make_tracker(), "DOJJ")


@pytest.mark.parametrize(
    ("agency", "lead", "reporter"),
    [
        ("omb", ["DOJ", "OMB"], "OMB"),
        (None, ["DOJ", "OMB"], None),
        (None, ["DOJ", "agencies"], "DOJ"),
        ("agencies", ["agencies"], None),
        ("DHS", ["agencies"], "DHS"),
        ("task force", ["TF"], "TF"),
    ],
)
def test_the_reporter_is_the_agency_that_is_asked(agency: str | None, lead: list[str], reporter: str | None) -> None:
    order = make_order(make_directive("3.b", lead=lead), bodies=[{"key": "TF", "name": "Task Force"}])
    assert rows_of(make(make_dataset(order), agency))["3.b"]["reported_by"] == reporter


@pytest.mark.parametrize(
    ("items", "record", "found"),
    [
        (make_items("3.b.i", "3.b.ii"), None, ["3.b"]),
        (make_items("3.b.i", "3.b.ii"), "3.b.i", ["3.b", "3.b.i", "3.b.ii"]),
        ([{"id": "3.b.i", "deadline": {"within": "30 days"}}, {"id": "3.b.ii"}], None, ["3.b", "3.b.i", "3.b.ii"]),
        ([{"id": "3.b.i", "lead": ["DOD"]}, {"id": "3.b.ii"}], None, ["3.b", "3.b.ii"]),
    ],
)
def test_items_have_rows_where_they_are_reported_on_by_themselves(
    items: list[Data], record: str | None, found: list[str]
) -> None:
    order = make_order(make_directive("3.b", items=items))
    dataset = make_dataset(order, **({record: {"status": "in_progress"}} if record else {}))
    assert list(rows_of(make(dataset, "DOJ"))) == found
    assert list(rows_of(make(dataset, "DOJ", "lead", "3.b.ii"))) == ["3.b.ii"]


def test_an_item_of_another_agency_has_a_row_without_its_directive() -> None:
    order = make_order(make_directive("3.b", items=[{"id": "3.b.i", "lead": ["DOD"]}, {"id": "3.b.ii"}]))
    assert list(rows_of(make(make_dataset(order), "DOD"))) == ["3.b.i"]


def test_a_sheet_says_what_it_is_and_how_to_fill_it_in() -> None:
    sheet = make(make_tracker(), "attorney general")
    assert sheet.title == "DOJ: data call of Monday, 2025-06-30"
    assert make(make_tracker()).title == "data call of Monday, 2025-06-30"
    assert sheet.instructions == INSTRUCTIONS
    assert all(word in " ".join(INSTRUCTIONS) for word in REPORTABLE)


def test_text_of_any_length_fits_a_cell() -> None:
    note = rows_of(make(make_tracker(**{"2.a": {"note": "🙂" * 40_000}})))["2.a"]["note"]
    assert len(note.encode("utf-16-le")) // 2 <= 32_767
    assert note.endswith("🙂 ...")


# A sheet that comes back

TEXTS = st.text("=+-@'\"\t\n\r;,é日🙂 a_x000\x1b\u202e", min_size=1, max_size=20).filter(str.strip)


@each_form
def test_a_sheet_that_is_left_alone_says_nothing(fill: Fill) -> None:
    found = read_back({}, fill)
    assert (found.updates, found.faults, found.unread, found.rows) == ({}, (), (), 4)


@pytest.mark.parametrize("write", [lambda sheet: write_excel(sheet, TODAY), write_separated], ids=["xlsx", "csv"])
@settings(max_examples=30)
@given(note=TEXTS, why=TEXTS, year=st.integers(1789, 2025))
def test_whatever_a_record_says_a_sheet_left_alone_says_nothing(
    write: Callable[[Sheet], bytes], note: str, why: str, year: int
) -> None:
    record = {"status": "completed", "completed": "2025-06-20", "as_of": f"{year}-06-20", "note": note}
    dataset = make_tracker(**{"2.a": {**record, "without_evidence": why}, "4.a": {"note": "x" * 40_000}})
    found = read_updates(write(make(dataset)), "doj", dataset, TODAY)
    assert (found.updates, found.faults) == ({}, ())


@each_form
def test_what_is_changed_is_said_and_nothing_else(fill: Fill) -> None:
    assert said_of("2.a", {"status": "in_progress"}, fill) == Update(status="in_progress", reported_by="DOJ")
    assert said_of("3.b", {"note": "New"}, fill) == Update(note="New", reported_by="DOJ")
    assert said_of("3.b", {"as_of": date(2025, 6, 27)}, fill) == Update(as_of=date(2025, 6, 27), reported_by="DOJ")


@each_form
def test_a_completion_is_said_with_its_evidence(fill: Fill) -> None:
    cells = {
        "status": "completed",
        "completed": date(2025, 6, 20),
        "evidence": f" {PAGE} ",
        "evidence_title": "The report",
        "evidence_date": date(2025, 6, 19),
        "reported_by": "Attorney General",
    }
    assert said_of("3.b", cells, fill) == Update(
        status="completed",
        completed=date(2025, 6, 20),
        reported_by="Attorney General",
        evidence=(Evidence(title="The report", url=PAGE, date=date(2025, 6, 19)),),
    )


def test_a_completion_may_say_why_nothing_shows_it() -> None:
    cells = {"status": "completed", "completed": date(2025, 6, 20), "without_evidence": "Told by telephone"}
    assert said_of("3.b", cells).without_evidence == "Told by telephone"


def test_an_occurrence_is_named_by_its_due_day() -> None:
    cells = {"occurrence": date(2025, 5, 31), "completed": date(2025, 5, 30), "evidence": "DOJ 1"}
    update = said_of("4.a", cells)
    assert (update.occurrence, update.completed, update.status) == (date(2025, 5, 31), date(2025, 5, 30), None)
    assert faults_of("4.a", {"status": "completed", "completed": date(2025, 5, 30), "evidence": "DOJ 1"}) == [
        ("occurrence", "eo-14288/4.a falls due again and again: say which occurrence is completed")
    ]
    assert faults_of("4.a", {**cells, "occurrence": date(2025, 6, 1)}) == [
        ("occurrence", "eo-14288/4.a does not fall due on 2025-06-01")
    ]


def test_who_reports_is_nothing_new_by_itself() -> None:
    assert read_back({("2.a", "reported_by"): "OMB", ("3.b", "reported_by"): None}).updates == {}


def test_the_day_of_completion_goes_with_its_status() -> None:
    cells = {"status": "in_progress", "note": "It was another report"}
    gone = {"completed": None, "without_evidence": None}
    expected = Update(status="in_progress", note="It was another report", reported_by="DOD")
    assert said_of("3.c", cells) == said_of("3.c", {**cells, **gone}) == expected


def test_evidence_takes_the_place_of_the_reason_why_there_was_none() -> None:
    assert said_of("3.c", {"evidence": PAGE, "without_evidence": None}).evidence == (Evidence(url=PAGE),)


@pytest.mark.parametrize("name", ["status", "completed", "note", "without_evidence"])
def test_a_sheet_cannot_take_away_what_a_record_says(name: str) -> None:
    provision = "3.b" if name == "note" else "3.c"
    heading = COLUMNS[name].heading
    assert faults_of(provision, {name: None}) == [(heading, f"a sheet cannot take the {heading} of a record away")]


def test_an_emptied_as_of_is_today() -> None:
    assert read_back({("3.b", "as_of"): None}).updates == {}


@each_form
def test_a_record_that_has_changed_in_the_meantime_is_not_overwritten(fill: Fill) -> None:
    now = make_tracker(**{"3.b": {**RECORDS["3.b"], "note": "Nearly done"}})
    raw = fill(make(make_tracker()), {("3.b", "status"): "not_started", ("2.a", "status"): "in_progress"})
    found = read_updates(raw, "doj.xlsx", now, TODAY)
    assert write_faults(found) == ["row 3: the record of eo-14288/3.b has changed since the sheet was made"]
    assert found.faults[0].hint == "make a new sheet, and fill in this row anew"
    # Where nobody touched its row, it is nobody's fault.
    raw = fill(make(make_tracker()), {("2.a", "status"): "in_progress"})
    assert list(read_updates(raw, "doj.xlsx", now, TODAY).updates) == ["eo-14288/2.a"]


def test_a_sheet_that_is_read_twice_says_nothing_new() -> None:
    cells = {
        ("2.a", "status"): "completed",
        ("2.a", "completed"): date(2025, 6, 20),
        ("2.a", "evidence"): PAGE,
        ("3.b", "note"): "New",
        ("3.c", "status"): "in_progress",
        ("3.c", "completed"): None,
        ("3.c", "without_evidence"): None,
        ("3.c", "note"): "Not yet",
    }
    dataset = make_tracker()
    raw = fill_excel(make(dataset), cells)
    updates = read_updates(raw, "doj.xlsx", dataset, TODAY).updates
    assert len(updates) == 3
    records = {i: apply_update(u, dataset.duties_by_id[i], dataset, TODAY) for i, u in updates.items()}
    again = read_updates(raw, "doj.xlsx", replace(dataset, records={**dataset.records, **records}), TODAY)
    assert (again.updates, again.faults) == ({}, ())


# What is wrong with a row


@each_form
def test_every_fault_of_every_row_is_told(fill: Fill) -> None:
    cells = {
        ("2.a", "status"): "completed",
        ("3.b", "status"): "in progres",
        ("3.b", "completed"): "soon",
        ("3.b", "evidence"): "www.example.gov",
        ("3.c", "completed"): "2025-07-02",
        ("3.c", "evidence_title"): "The report",
        ("3.c", "reported_by"): "nobody",
        ("4.a", "status"): "not_pursued",
    }
    assert write_faults(read_back(cells, fill)) == [
        'row 2, column "completed" (G): completed needs the day of completion',
        'row 2, column "evidence" (J): completed needs at least one piece of evidence',
        'row 3, column "status" (F): "in progres" is no status',
        'row 3, column "completed" (G): "soon" is no date',
        'row 3, column "evidence" (J): the evidence "www.example.gov" is no web address',
        'row 4, column "evidence title" (K): the evidence title belongs to no evidence',
        'row 4, column "reported by" (N): no agency is called "nobody"',
        'row 4, column "completed" (G): completed on 2025-07-02, which is after today, 2025-06-30',
        'row 5, column "note" (I): not pursued needs a note',
    ]


def test_a_fault_does_not_bring_others_along() -> None:
    assert faults_of("2.a", {"status": "completed", "completed": "soon", "evidence": PAGE}) == [
        ("completed", '"soon" is no date')
    ]
    assert faults_of("2.a", {"status": "completed", "completed": date(2025, 6, 1), "evidence": "www.example.gov"}) == [
        ("evidence", 'the evidence "www.example.gov" is no web address')
    ]
    assert faults_of("2.a", {"status": "in_progress", "completed": date(2025, 6, 1)}) == [
        ("completed", "a day of completion does not go with in progress")
    ]


def test_the_old_note_is_no_reason_for_a_new_status() -> None:
    found = read_back({("3.b", "status"): "not_applicable"})
    assert [fault.message for fault in found.faults] == ["not applicable needs a note"]
    assert found.faults[0].hint == "what stands there is the record's; write a new one"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"status": "not_reported"}, "status"),
        ({"completed": date(2025, 4, 27), "evidence": PAGE}, "completed"),
        ({"as_of": date(2025, 7, 1)}, "as of"),
        ({"as_of": date(2025, 4, 27)}, "as of"),
        ({"evidence": PAGE, "evidence_date": date(2025, 7, 1)}, "evidence date"),
        ({"evidence_date": date(2025, 6, 1)}, "evidence date"),
        ({"evidence": "x"}, "evidence"),
        ({"evidence": PAGE, "without_evidence": "None"}, "why without evidence"),
        ({"occurrence": date(2025, 6, 27), "note": "x"}, "occurrence"),
        ({"status": "not_started", "note": "=A1"}, "note"),
        ({"completed": "=TODAY()", "evidence": PAGE}, "completed"),
        ({"status": "#REF!"}, "status"),
        ({"note": "Done", "reported_by": "DOJJ"}, "reported by"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_a_rule_is_told_by_its_column(cells: dict[str, Any], column: str) -> None:
    assert [found for found, _ in faults_of("3.b", cells)] == [column]


@pytest.mark.parametrize("typed", ["In progress", "in progress", " IN_PROGRESS ", "in-progress", "In  Progress"])
def test_a_status_is_read_as_people_write_it(typed: str) -> None:
    assert said_of("2.a", {"status": typed}).status == "in_progress"


@pytest.mark.parametrize(
    ("typed", "hint"),
    [("complete", 'did you mean "completed"?'), ("zzz", f"one of {', '.join(REPORTABLE)}")],
)
def test_a_status_that_is_none_is_told_with_what_is_meant(typed: str, hint: str) -> None:
    [fault] = read_back({("2.a", "status"): typed}).faults
    assert (fault.message, fault.hint) == (f'"{typed}" is no status', hint)


@pytest.mark.parametrize(
    "typed",
    [
        date(2025, 6, 20),
        datetime(2025, 6, 20, 14, 30),
        45828,
        45828.6,
        "45828",
        "2025-06-20",
        " 2025-06-20 ",
        "2025-06-20 00:00:00",
        "2025-06-20T09:15",
        "6/20/2025",
        "06/20/2025",
        "6/20/25",
        "6/20/2025 9:15 AM",
        "June 20, 2025",
        "Jun 20, 2025",
        "20 June 2025",
        "20-Jun-2025",
        "20-Jun-25",
    ],
    ids=str,
)
def test_a_day_is_read_as_people_write_it(typed: Any) -> None:
    assert said_of("3.b", {"as_of": typed}).as_of == date(2025, 6, 20)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("TBD", '"TBD" is no date'),
        ("20/06/2025", 'there is no day "20/06/2025"'),
        ("2/30/2025", 'there is no day "2/30/2025"'),
        ("2025-02-30", 'there is no day "2025-02-30"'),
        ("20.06.2025", '"20.06.2025" is no date'),
        ("2025-6-20", '"2025-6-20" is no date'),
        ("1/1/0001", "0001-01-01 is outside of the years 1789 to 2199"),
        (0, '"0" is no date'),
        (-5, '"-5" is no date'),
        (1e300, '"1e+300" is no date'),
        ("TRUE", '"TRUE" is no date'),
        ("٢/٣/٢٠٢٥", '"٢/٣/٢٠٢٥" is no date'),
    ],
    ids=str,
)
def test_a_day_that_is_none_is_told(typed: Any, said: str) -> None:
    assert faults_of("3.b", {"as_of": typed}, fill_csv) == [("as of", said)]


def test_numbers_are_read_as_text_where_text_belongs() -> None:
    assert said_of("3.b", {"note": 25118, "evidence": 25118}).note == "25118"
    assert said_of("3.b", {"note": 2.5}).note == "2.5"


# Ids, headings, sheets made by hand


def test_a_sheet_made_by_hand_needs_only_what_it_says() -> None:
    found = read_text("Directive,Status,Note\n3.b,In progress,Still\n,,\nEO 14288 Sec. 3(c),,\n")
    assert found.updates == {"eo-14288/3.b": Update(note="Still")}
    assert found.rows == 2


def test_in_a_sheet_made_by_hand_what_is_empty_says_nothing() -> None:
    headings = "id,status,completed,as of,note,why without evidence"
    assert read_text(f"{headings}\n3.c,completed,2025-06-20,,,\n3.b,,,,,\n2.a,not_reported,,,,\n") == SheetUpdates(
        {}, rows=3
    )


def test_columns_stand_in_any_order_and_others_are_not_read() -> None:
    found = read_text("Remarks;NOTE;evidence_date;Evidence;ID\nx;New;6/1/2025;DOJ 1;3.b\n")
    assert found.updates == {
        "eo-14288/3.b": Update(note="New", evidence=(Evidence(reference="DOJ 1", date=date(2025, 6, 1)),))
    }
    assert found.unread == ("Remarks",)


def test_headings_may_stand_below_a_title() -> None:
    found = read_text("Data call of June,,\n\nid,status,note\n2.a,in_progress,x\n3.b,bad,x\n")
    assert write_faults(found) == ['row 5, column "status" (B): "bad" is no status']


def test_the_sheet_with_the_headings_is_read() -> None:
    book = Workbook()
    book.worksheets[0].append(["id", "nothing else"])
    page = book.create_sheet("Ours")
    page.append(["note", "id"])
    page.append(["New", "3.b"])
    out = io.BytesIO()
    book.save(out)
    assert read_updates(out.getvalue(), "x.xlsx", make_tracker(), TODAY).updates == {"eo-14288/3.b": Update(note="New")}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("status,note\nin_progress,x\n", ['no column is headed "id"']),
        ("x\n", ['no column is headed "id"']),
        ("id,note\n", ["no row stands under the headings"]),
        ("id,note,Note\n3.b,x,y\n", ['row 1, column "Note" (C): the heading stands twice']),
        ("id,complted\n3.b,x\n", ['row 1, column "complted" (B): no column of a sheet is called "complted"']),
        ("id,note\n,x\n", ['row 2, column "id" (A): the row names no directive']),
        ("id,note\n9.z,x\n", ['row 2, column "id" (A): EO 14288 has no directive 9.z']),
        ("id,note\n3,x\n", ['row 2, column "id" (A): "3" names 2 directives']),
        ("id,note\nno,x\n", ['row 2, column "id" (A): "no" names no order and no directive']),
        (
            "id,note\n3.b,x\neo-14288/3.b,y\n",
            ['row 3, column "id" (A): eo-14288/3.b stands in row 2 already'],
        ),
        (
            "id,status\n3.b,completed\n",
            [
                'row 2, column "completed": completed needs the day of completion',
                'row 2, column "evidence": completed needs at least one piece of evidence',
            ],
        ),
    ],
    ids=repr,
)
def test_what_is_wrong_with_a_sheet_made_by_hand(text: str, faults: list[str]) -> None:
    assert write_faults(read_text(text)) == faults


def test_an_id_that_excel_has_made_a_number_is_refused() -> None:
    found = read_updates(make_by_hand(["id", "note"], [3.1, "x"]), "x.xlsx", make_tracker(), TODAY)
    assert write_faults(found) == ['row 2, column "id" (A): "3.1" is no id']
    assert found.faults[0].hint == "write it as eo-14288/3.b"


@pytest.mark.parametrize(("value", "said"), [(0, None), (110_000, None), (1e300, None), (True, "TRUE"), (-5, None)])
def test_a_number_that_is_no_day_is_told(value: float, said: str | None) -> None:
    found = read_updates(make_by_hand(["id", "as of"], ["3.b", value]), "x.xlsx", make_tracker(), TODAY)
    assert write_faults(found) == [f'row 2, column "as of" (B): "{said or f"{value:.15g}"}" is no date']


def make_by_hand(*rows: list[Any]) -> bytes:
    """Make a workbook of rows, in which no cell is told to be a day or a text."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_place_is_told_as_excel_names_it() -> None:
    assert SheetFault("x", row=4, column="completed", letter="G").place == 'row 4, column "completed" (G)'
    assert SheetFault("x", row=4).place == "row 4"
    assert SheetFault("x").place == ""


CELLS = st.none() | st.integers(-10, 99_999) | st.booleans() | st.dates() | TEXTS
CELLS |= st.sampled_from([*REPORTABLE, "6/20/2025", "2025-05-31", "DOJ", PAGE, "=1", "TBD"])
OPEN = [name for name, column in COLUMNS.items() if column.is_open]


@settings(max_examples=60)
@given(
    st.dictionaries(st.tuples(st.sampled_from(list(ROWS)), st.sampled_from([*OPEN, "id", "mark"])), CELLS, max_size=6)
)
def test_whatever_is_filled_in_is_told_or_can_be_recorded(cells: dict[tuple[str, str], Any]) -> None:
    dataset = make_tracker()
    found = read_back(cells, fill_csv, dataset)
    assert not (found.updates and found.faults)
    for duty_id, update in found.updates.items():
        apply_update(update, dataset.duties_by_id[duty_id], dataset, TODAY)
    assert all(fault.message for fault in found.faults)
