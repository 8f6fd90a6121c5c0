"""Due days as an iCalendar file (RFC 5545), which every calendar program imports or subscribes to.

An entry is an event of a whole day, named by its directive and the order's own due day: so the same duty has the same
name in every file, and a program replaces what it has by what is newer (SEQUENCE, DTSTAMP). The file names no METHOD,
for it is a calendar and no invitation; so DTSTAMP tells when an entry was last revised, and not when the file was made.
Nothing in it comes from a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event, vText

from eo_tracker.domain.ids import cite
from eo_tracker.domain.words import ALL_AGENCIES, ALL_AGENCIES_PRINTED
from eo_tracker.reports.calendar_entries import Entry
from eo_tracker.reports.due_days import DueDay, State
from eo_tracker.reports.formats import one_line, short, visible
from eo_tracker.reports.words import write_agencies

ALARMS = (timedelta(days=-14), timedelta(days=-3))
"""When people are reminded, reckoned from the beginning of the due day."""

_DOMAIN = "eo-tracker.invalid"  # nobody's, ever (RFC 2606)
_TITLE = "Deadlines of executive orders"
_ABOUT = "An unofficial tracker's record, and no legal advice."
_WORDS: dict[State, str] = {"open": "due", "completed": "completed", "cancelled": "no longer due"}


def write_calendar(entries: Sequence[Entry], agency: str | None = None) -> bytes:
    """Write a calendar; `agency` is the name of the agency whose edition it is."""
    calendar = Calendar()
    calendar.add("prodid", "-//eo-tracker//eo-tracker//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", vText(one_line(f"{agency}: {_TITLE.lower()}" if agency else _TITLE)))
    calendar.add("x-wr-caldesc", vText(_ABOUT))
    for entry in entries:
        calendar.add_component(_write_event(entry))
    raw: bytes = calendar.to_ical(sorted=False)  # versions of the library sort otherwise
    return raw


def name_event(due_day: DueDay) -> str:
    """Name the event of a due day, as in `eo-14288-3.b-20250627@...`: a name that stays when the day is moved."""
    return f"{due_day.duty.id.replace('/', '-')}-{due_day.order_day:%Y%m%d}@{_DOMAIN}"


def _write_event(entry: Entry) -> Event:
    due_day, revision = entry.due_day, entry.revision
    signed = datetime.combine(due_day.duty.order.signed, time(), UTC)
    revised = revision.moment.astimezone(UTC) if revision.moment else signed
    summary = _summarize(due_day)
    event = Event()
    event.add("uid", name_event(due_day))
    event.add("dtstamp", revised)
    event.add("last-modified", revised)
    event.add("sequence", revision.number)
    event.add("dtstart", due_day.day)
    event.add("summary", summary)
    event.add("description", visible("\n".join(due_day.facts)))
    event.add("categories", [due_day.duty.order.order, *map(_name_agency, due_day.lead), due_day.state])
    event.add("status", "CANCELLED" if due_day.state == "cancelled" else "CONFIRMED")
    # Nobody is busy all day because something is due on it.
    event.add("transp", "TRANSPARENT")
    for before in ALARMS if entry.rings else ():
        event.add_component(_write_alarm(before, summary))
    return event


def _summarize(due_day: DueDay) -> str:
    """Write the title: "DOJ: EO 14288, Sec. 3(b) due: Review police consent decrees"."""
    duty = due_day.duty
    what = f"{cite(duty.order.id, duty.part.id)} {_WORDS[due_day.state]}"
    return short(f"{write_agencies(due_day.lead)}: {what}: {duty.summary}")


def _name_agency(key: str) -> str:
    return ALL_AGENCIES_PRINTED if key == ALL_AGENCIES else key


def _write_alarm(before: timedelta, summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", before)
    return alarm
