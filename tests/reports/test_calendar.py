"""Calendars as iCalendar: escaped and folded so that any program reads what was meant, whatever the data say."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event

from eo_tracker.domain.dataset import Duty
from eo_tracker.domain.orders import Directive, Order
from eo_tracker.reports.calendar import name_event, write_calendar
from eo_tracker.reports.calendar_entries import Entry
from eo_tracker.reports.due_day_history import Revision
from eo_tracker.reports.due_days import DueDay, State
from eo_tracker.reports.formats import visible

DAY = date(2025, 6, 27)
WASHINGTON = timezone(timedelta(hours=-4))
HOSTILE = (
    "\x00\x07\x1b[31m",
    "\r\nBEGIN:VALARM\r\nACTION:PROCEDURE\r\nEND:VALARM\r\n",
    "\u202egnp.exe \u2066x\u2069 \u200f",
    '\\n \\, \\; \\\\ a;b,c:d"e"',
    "\u2028\u2029\x85\x0b\x0c\x1c",
    "<script>alert(1)</script>",
    '=cmd()|"x"',
    "[a](b) {c}",
    "é" * 100,
    "\U0001f514" * 60,
    "\ufeff\uffff",
    "x" * 10_000,
    "\ud800",
    "END:VCALENDAR",
)
TEXTS = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1)), min_size=1).map("".join)


def make_entry(summary: str = "Report", *facts: str, state: State = "open", rings: bool = True) -> Entry:
    directive = Directive.model_construct(id="3.b", summary=summary, lead=("DOJ",), deadline=(), items=())
    order = Order.model_construct(order="EO 14288", title="An Order", signed=date(2025, 4, 28), sections=())
    due_day = DueDay(Duty(order, directive), ("DOJ", "agencies"), DAY, DAY, state, (summary, *facts))
    return Entry(due_day, Revision(3, datetime(2025, 5, 22, 22, 3, tzinfo=WASHINGTON)), rings)


def read_event(raw: bytes) -> Event:
    (event,) = IcsCalendarStream.calendar_from_ics(raw.decode()).events
    return event


def unfolded(raw: bytes) -> list[str]:
    return re.sub(r"\r\n[ \t]", "", raw.decode()).removesuffix("\r\n").split("\r\n")


@given(summary=TEXTS, note=TEXTS, agency=TEXTS)
def test_hostile_text_is_text(summary: str, note: str, agency: str) -> None:
    raw = write_calendar([make_entry(summary, f"Note: {note}")], agency)
    event = read_event(raw)
    assert event.description == visible(f"{summary}\nNote: {note}")
    assert (event.summary or "").startswith("DOJ, all agencies: EO 14288, Sec. 3(b) due:")
    assert len(event.summary or "") <= 500
    assert (event.uid, event.dtstart, len(event.alarm)) == ("eo-14288-3.b-20250627@eo-tracker.invalid", DAY, 2)
    names = [re.split("[:;]", line)[0] for line in unfolded(raw)]
    assert names.count("END") == names.count("BEGIN") == 4
    assert set(names) <= NAMES
    # No control or direction mark, no line that ends otherwise, and nothing that is no whole character.
    assert visible(raw.decode().replace("\r\n", "")) == raw.decode().replace("\r\n", "")


NAMES = {
    *("BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "X-WR-CALNAME", "X-WR-CALDESC", "UID", "DTSTAMP", "DTSTART"),
    *("LAST-MODIFIED", "SEQUENCE", "SUMMARY", "DESCRIPTION", "CATEGORIES", "STATUS", "TRANSP", "ACTION", "TRIGGER"),
}


@given(text=st.text(alphabet="aé€\U0001f514 ,;\\\n", min_size=1, max_size=400))
def test_lines_are_folded_by_octets_between_characters(text: str) -> None:
    raw = write_calendar([make_entry(text, text)])
    assert raw.endswith(b"END:VCALENDAR\r\n")
    for line in raw.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()
    assert read_event(raw).description == f"{text}\n{text}"


def test_an_event_is_of_a_whole_day_and_of_the_moment_of_its_last_change() -> None:
    lines = unfolded(write_calendar([make_entry()]))
    assert "DTSTART;VALUE=DATE:20250627" in lines
    assert "DTSTAMP:20250523T020300Z" in lines
    assert "LAST-MODIFIED:20250523T020300Z" in lines
    assert "SEQUENCE:3" in lines
    assert "TRANSP:TRANSPARENT" in lines
    assert "CATEGORIES:EO 14288,DOJ,all agencies,open" in lines
    assert [line for line in lines if line.startswith("TRIGGER")] == ["TRIGGER:-P14D", "TRIGGER:-P3D"]
    assert not [line for line in lines if line.startswith("METHOD")]


def test_what_no_commit_says_is_of_the_day_of_signing() -> None:
    lines = unfolded(write_calendar([Entry(make_entry().due_day, Revision())]))
    assert {"DTSTAMP:20250428T000000Z", "SEQUENCE:0"} <= set(lines)
    assert not [line for line in lines if line.startswith("TRIGGER")]


def test_what_is_cancelled_says_so_in_its_title_too() -> None:
    event = read_event(write_calendar([make_entry(state="cancelled", rings=False)]))
    assert (event.status, event.summary) == (
        "CANCELLED",
        "DOJ, all agencies: EO 14288, Sec. 3(b) no longer due: Report",
    )


def test_a_name_hangs_on_the_orders_own_day() -> None:
    due_day = make_entry().due_day
    moved = DueDay(due_day.duty, due_day.lead, date(2025, 9, 1), DAY, "open", ())
    assert name_event(moved) == name_event(due_day)
