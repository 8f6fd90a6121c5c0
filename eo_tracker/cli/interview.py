"""`update` without options, on a terminal: what has happened is asked for, question by question.

Nothing is changed before the last question is answered with yes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from eo_tracker.cli.asking import ask, choose, confirm, is_long
from eo_tracker.cli.messages import say
from eo_tracker.cli.recorded import say_outcome, show_change
from eo_tracker.cli.said import Days
from eo_tracker.cli.session import NoDate
from eo_tracker.cli.spoken import read_spoken_date
from eo_tracker.cli.tables import print_change
from eo_tracker.domain.clocks import CLOSING_STATUSES, repeats
from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.errors import EOTrackerError, UnknownReference
from eo_tracker.domain.ids import cite
from eo_tracker.domain.problems import nearest
from eo_tracker.domain.records import Evidence, Record
from eo_tracker.domain.selections import joined, select_one
from eo_tracker.domain.standings import Judge, Standing
from eo_tracker.domain.updates import RefusedUpdate, Update, make_evidence
from eo_tracker.domain.updating import list_next_statuses, needs_note
from eo_tracker.domain.words import Status
from eo_tracker.reports.formats import one_line
from eo_tracker.reports.listing import make_row
from eo_tracker.reports.words import write_agencies, write_days, write_marks, write_word
from eo_tracker.repository.recording import read_for, record_updates, require_recordable

if TYPE_CHECKING:
    from eo_tracker.cli.session import Session
    from eo_tracker.repository.recording import Mode

_ANOTHER = "another"
_NOBODY = "nobody"
_LINE = 80
_STATUSES: dict[Status, str] = {
    "not_started": "It has not been started",
    "in_progress": "It is in progress",
    "completed": "It is completed",
    "not_applicable": "It does not apply",
    "not_pursued": "It is not pursued",
}
_UNCHANGED: dict[Status, str] = {
    "in_progress": "It is still in progress: a note, or evidence",
    "completed": "It is still completed: more evidence, another day, a note",
}


def interview(session: Session, words: Sequence[str], mode: Mode) -> None:
    """Ask what has happened to a directive, show what that changes, and record it when it is agreed to."""
    snapshot = read_for(session.root, session.today, list(joined(words)))
    judge = snapshot.judge(session.today)
    with snapshot.telling_problems():
        duty = select_one(snapshot.dataset, " ".join(words)) if words else _pick(snapshot.dataset, judge)
    require_recordable(session.root, snapshot, duty, mode)
    standing = judge.judge(duty)
    _show_standing(standing)
    while True:
        update = _Interview(standing, snapshot.dataset, session.today).ask()
        try:
            [preview] = record_updates(session.root, [(duty.id, update)], session.today, "show")
            break
        except RefusedUpdate as e:
            say("not so", str(e), e.hint)
    show_change(preview)
    if not preview.changes or mode == "show":
        say_outcome([preview], mode)
    elif confirm("Record this?"):
        say_outcome(record_updates(session.root, [(duty.id, update)], session.today, mode), mode)
    else:
        say("not recorded", "nothing was changed")


def _pick(dataset: Dataset, judge: Judge) -> Duty:
    """Let a directive or item be picked by typing a part of its id or of what it requires."""
    choices = [(duty.id, _shown(duty, judge)) for duty in dataset.duties_by_id.values()]
    if not choices:
        raise UnknownReference("no order here has a directive", "put an order's file into directives/")
    if is_long(choices):
        return select_one(dataset, ask("Which directive? (as in 14288/3.b)", complaint=lambda t: _unknown(t, dataset)))
    return dataset.duties_by_id[choose("Which directive?", choices, searched=True)]


def _unknown(typed: str, dataset: Dataset) -> str:
    try:
        select_one(dataset, typed)
    except UnknownReference as e:
        return _in_brief(e)
    return ""


def _in_brief(error: EOTrackerError) -> str:
    """Tell what is wrong in the one line that there is for it: what to do, where both have no room."""
    told = f"{error}; {error.hint}" if error.hint else str(error)
    return told if len(told) < _LINE else error.hint or told


def _shown(duty: Duty, judge: Judge) -> str:
    summary = one_line(duty.summary)
    return f"{duty.id}  {summary[:70]}{'...' * (len(summary) > 70)}  ({write_days(make_row(judge.judge(duty)))})"


def _show_standing(standing: Standing) -> None:
    """Show how a directive stands before it is asked what is new."""
    row = make_row(standing)
    reported = write_word(standing.status) + (f" on {standing.completed}" if standing.completed else "")
    facts = [
        ("Lead", [write_agencies(standing.lead)]),
        ("Standing", [write_days(row), *write_marks(row)]),
        ("Reported", [reported + (f", as of {standing.record.as_of}" if standing.record.as_of else "")]),
        ("Note", [standing.record.note] if standing.record.note else []),
        ("Evidence", [e.title or e.url or e.reference or "" for e in standing.record.evidence] or ["none"]),
    ]
    print_change(cite(standing.duty.order.id, standing.duty.part.id), row["summary"], facts)


@dataclass(frozen=True, slots=True)
class _Interview:
    """The questions of what is new of one directive."""

    standing: Standing
    dataset: Dataset
    today: date

    def ask(self) -> Update:
        update = self._what_happened()
        may_have_evidence = update.status not in CLOSING_STATUSES
        if update.completed or (may_have_evidence and confirm("Is there evidence to add?", default=False)):
            update = self._with_evidence(update)
        required = update.status is not None and needs_note(self.standing.record.status, update.status)
        note = ask(
            "A note: what was done, in a sentence" + ("" if required else " (or nothing)"),
            complaint=lambda text: "a note is needed here" if required and not text else "",
        )
        return replace(update, note=note or None, reported_by=self._reporter())

    def _what_happened(self) -> Update:
        record, status = self.standing.record, self.standing.record.status
        recurring = repeats(self.standing.duty)
        open_days = self.standing.open_days if recurring else ()
        choices = [(f"{day}", f"The occurrence due on {day} is completed") for day in open_days]
        words = _STATUSES | ({status: _UNCHANGED[status]} if status in _UNCHANGED else {})
        choices += [(each, words[each]) for each in list_next_statuses(status) if each != "completed" or not recurring]
        picked = choose("What has happened?", choices)
        if picked in _STATUSES:
            said = Update(status=picked)
            return replace(said, completed=self._completion_day(record)) if picked == "completed" else said
        day = date.fromisoformat(picked)
        return Update(occurrence=day, completed=self._completion_day(Record()))

    def _completion_day(self, record: Record) -> date | None:
        return self._ask_day("On which day was it completed?", str(record.completed or "today"))

    def _ask_day(self, question: str, suggested: str = "") -> date | None:
        """Ask for a day up to today, as people say it; none for no answer, where none is suggested."""

        def complaint(text: str) -> str:
            try:
                day = read_spoken_date(text, "the day", self.today) if text else self.today
            except NoDate as e:
                return _in_brief(e)
            return f"{day} is after today, {self.today}" if day > self.today else ""

        return Days(self.today).read(ask(question, suggested=suggested, complaint=complaint) or None, "the day")

    def _with_evidence(self, update: Update) -> Update:
        """Ask for evidence, until there is no more; where nothing shows a completion, ask why."""
        evidence = tuple(self._evidence())
        present = self.standing.record.evidence if update.occurrence is None else ()
        why = None
        if update.completed and not evidence and not present:
            why = ask("Why does nothing show it?", complaint=lambda text: "" if text else "say why, in a sentence")
        return replace(update, evidence=evidence, without_evidence=why)

    def _evidence(self) -> Iterator[Evidence]:
        question = "What shows it? A web address or a reference (or nothing)"
        while place := ask(question, complaint=_no_source):
            title = ask("What is it called? (or nothing)")
            yield make_evidence(place, title or None, self._ask_day("Of which date is it? (or nothing)"))
            question = "What else shows it? (or nothing)"

    def _reporter(self) -> str | None:
        """Ask who reports, where that is not plain: of several leads it may be any."""
        leads = self.standing.duty.named_leads
        if len(leads) == 1:
            return leads[0]
        choices = [(lead, self.dataset.agency_name(lead, self.standing.duty.order)) for lead in leads]
        picked = choose("Which agency reports?", [*choices, (_ANOTHER, "Another"), (_NOBODY, "Leave it open")])
        if picked == _NOBODY:
            return None
        return ask("Which one?", complaint=self._no_agency) if picked == _ANOTHER else picked

    def _no_agency(self, text: str) -> str:
        if self.dataset.registry.named(text):
            return ""
        near = nearest(text, (a.name for a in self.dataset.registry))
        return f'no agency is called "{text}"' + (f'; did you mean "{near}"?' if near else "")


def _no_source(text: str) -> str:
    try:
        make_evidence(text) if text else None
    except RefusedUpdate as e:
        return _in_brief(e)
    return ""
