"""The review of a draft at a terminal: each doubt in its sentence, to be accepted, changed, or left for later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from eo_tracker.cli.asking import ask, choose
from eo_tracker.cli.session import read_date
from eo_tracker.cli.tables import print_doubt
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.provisions import Provision
from eo_tracker.intake.coverage import with_facts
from eo_tracker.intake.reviewing import (
    HOW_TO_WRITE,
    change_deadline,
    change_leads,
    find_duty,
    find_sentence,
    read_deadline,
    read_leads,
    remove_duty,
    settle,
)
from eo_tracker.reports.formats import one_line
from eo_tracker.reports.words import count_of

if TYPE_CHECKING:
    from eo_tracker.domain.agencies import Registry
    from eo_tracker.intake.draft import Doubt, Draft, Duty, Timing

_ACCEPT, _LEAD, _DEADLINE, _NO_DUTY, _SKIP, _REST = "accept", "lead", "deadline", "no duty", "skip", "rest"
_CHANGES = [
    (_LEAD, "No: others lead it"),
    (_DEADLINE, "No: it has another deadline, or none"),
    (_NO_DUTY, "No: it lays no duty"),
]


def ask_for_facts(draft: Draft) -> Draft:
    """Ask for what an order's file needs and the text does not say. Raises KeyboardInterrupt."""
    from eo_tracker.cli.importing import read_number

    facts = draft.facts
    if facts.number is None:
        typed = ask("The text does not say which order it is. Its number?", complaint=_complaining(read_number))
        facts = replace(facts, number=read_number(typed))
    if facts.signed is None:
        typed = ask("On which day was it signed? (YYYY-MM-DD)", complaint=_complaining(_read_day))
        facts = replace(facts, signed=_read_day(typed))
    return with_facts(draft, facts) if facts != draft.facts else draft


def _read_day(typed: str) -> date:
    return read_date(typed, "the day")


def review(draft: Draft, registry: Registry, path: Path) -> Draft:
    """Ask about each doubt of a draft, and return what it has become. Raises KeyboardInterrupt."""
    doubts = draft.doubts
    for n, doubt in enumerate(doubts, 1):
        if doubt not in draft.doubts:
            continue
        duty = find_duty(draft, doubt)
        place = Provision.parse(doubt.provision).citation if doubt.provision else "the order"
        heading = f"{n} of {count_of(len(doubts), 'doubt')}   {place}"
        print_doubt(heading, find_sentence(draft, doubt), _tell(doubt, duty))
        picked = choose(
            "Is that right?",
            [
                (_ACCEPT, "Yes, as it is"),
                *(_CHANGES if duty else []),
                (_SKIP, f"Later: leave a comment in {path.name}"),
                (_REST, "Leave all the rest for later"),
            ],
        )
        if picked == _REST:
            break
        if picked != _SKIP:
            draft = settle(_change(draft, registry, doubt, duty, picked) if duty else draft, doubt)
    return draft


def _tell(doubt: Doubt, duty: Duty | None) -> list[tuple[str, list[str]]]:
    """Tell what was chosen, what else the words could mean, and what the duty says now."""
    times = [_write_deadline(timing) for timing in duty.timings] if duty else []
    return [
        ("Read so", [one_line(f"{doubt.about}: {doubt.chosen}")]),
        ("Or", [one_line(doubt.otherwise)] if doubt.otherwise else []),
        ("Lead", [one_line(", ".join(office.key or office.name for office in duty.leads))] if duty else []),
        ("Deadline", [one_line(time) for time in times]),
    ]


def _write_deadline(timing: Timing) -> str:
    said = timing.deadline.model_dump(mode="json", exclude_none=True, exclude={"quote"})
    return ", ".join(f"{key}: {value}" for key, value in said.items())


def _change(draft: Draft, registry: Registry, doubt: Doubt, duty: Duty, picked: str) -> Draft:
    if picked == _LEAD:
        typed = ask(
            "Who leads it? (keys, names or titles, with commas)",
            complaint=_complaining(lambda text: read_leads(text, draft, registry)),
        )
        return change_leads(draft, duty, read_leads(typed, draft, registry))
    if picked == _DEADLINE:
        typed = ask(
            f"When is it due? ({HOW_TO_WRITE})", complaint=_complaining(lambda text: read_deadline(text or "?"))
        )
        return change_deadline(draft, duty, doubt, read_deadline(typed))
    if picked == _NO_DUTY:
        reason = ask("Why does it lay none?", complaint=lambda text: "" if text else "say why, in a few words")
        return remove_duty(draft, duty, reason)
    return draft


def _complaining(read: Callable[[str], object]) -> Callable[[str], str]:
    def complain(text: str) -> str:
        try:
            read(text)
        except EOTrackerError as e:
            return f"{e}; {e.hint}" if e.hint else str(e)
        return ""

    return complain
