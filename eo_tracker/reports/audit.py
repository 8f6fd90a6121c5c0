"""The audit view of history: changes that an auditor would ask about, each with the question in a sentence.

None of them is a fault. What is asked is asked of the day on which a change was committed, in Washington.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from eo_tracker.domain.dataset import Duty
from eo_tracker.domain.deadlines import Deadline
from eo_tracker.domain.standings import Judge
from eo_tracker.reports.words import count_of, write_agencies
from eo_tracker.repository.history import CommittedChange

LONG_AFTER = 30  # days between a completion and its recording that nobody asks about
_OF_ORDERS = ("order", "directive", "item", "section", "lead", "consulted", "coordinating", "through", "deadline")


@dataclass(frozen=True, slots=True)
class Finding:
    """A change that an auditor would ask about: by which rule, and why, in a sentence."""

    rule: str
    sentence: str
    found: CommittedChange


def find_findings(changes: Iterable[CommittedChange], judge: Judge) -> Iterator[Finding]:
    """Find what an auditor would ask about, in the order of the changes. `judge` knows the orders as they are now."""
    strangers: set[tuple[str, str]] = set()
    for found in changes:
        duty = judge.dataset.duties_by_id.get(found.directive or "")
        for rule, find in _RULES.items():
            sentence = find(found, duty, judge)
            if sentence and (rule != "not_a_liaison" or (found.commit, found.about) not in strangers):
                yield Finding(rule, sentence, found)
        strangers.add((found.commit, found.about))


def _find_moved(found: CommittedChange, _duty: Duty | None, _judge: Judge) -> str | None:
    before, after = (_completed(found, said) for said in (found.change.before, found.change.after))
    if before is None or after is None or before == after:
        return None
    return f"the day of completion was moved from {before} to {after}"


def _find_recorded_late(found: CommittedChange, _duty: Duty | None, _judge: Judge) -> str | None:
    before, after = (_completed(found, said) for said in (found.change.before, found.change.after))
    if before is not None or after is None or found.moment is None:
        return None
    late = (found.moment.date() - after).days
    return f"a completion of {after} was recorded {count_of(late, 'day')} later" if late > LONG_AFTER else None


def _completed(found: CommittedChange, said: Any) -> date | None:
    """Tell the day of completion that one end of a change says."""
    if found.change.kind == "occurrence_changed":
        said = (said or {}).get("completed")
    elif found.change.kind != "completed_changed":
        return None
    return said if isinstance(said, date) else None


def _find_changed_after_due(found: CommittedChange, duty: Duty | None, judge: Judge) -> str | None:
    change = found.change
    is_text = change.kind == "directive_reworded" and change.field == "text"
    if duty is None or found.moment is None or not (is_text or change.kind == "deadline_changed"):
        return None
    due = judge.judge(duty if is_text else _with_deadline(duty, change.before)).order_due
    if due is None or found.moment.date() <= due:
        return None
    late = count_of((found.moment.date() - due).days, "day")
    return f"the {'text' if is_text else 'deadline'} was changed {late} after it was due on {due}"


def _with_deadline(duty: Duty, said: Any) -> Duty:
    """Give a directive or item the deadline that it had."""
    given = said if isinstance(said, list) else [said] if said else []
    deadline = tuple(Deadline.model_validate(each) for each in given)
    if duty.item:
        return Duty(duty.order, duty.directive, duty.item.model_copy(update={"deadline": deadline}))
    return Duty(duty.order, duty.directive.model_copy(update={"deadline": deadline}))


def _find_evidence_removed(found: CommittedChange, _duty: Duty | None, _judge: Judge) -> str | None:
    if found.change.kind != "evidence_removed":
        return None
    gone = found.change.before
    return f"evidence was removed: {gone.get('title') or gone.get('url') or gone.get('reference')}"


def _find_stranger(found: CommittedChange, duty: Duty | None, judge: Judge) -> str | None:
    if duty is None or _is_of_order(found):
        return None
    agencies = judge.dataset.registry.agencies
    leads = [agencies[key] for key in duty.named_leads if key in agencies and agencies[key].liaisons]
    if not leads or any(agency.has_liaison(found.email) for agency in leads):
        return None
    return f"{found.name} is no liaison of {write_agencies(agency.key for agency in leads)}"


def _is_of_order(found: CommittedChange) -> bool:
    """Whether a change is of an order's file, and not of a record."""
    return found.change.kind.split("_")[0] in _OF_ORDERS or found.change.kind in (
        "effect_changed",
        "continuing_changed",
        "unreadable",
    )


_Rule = Callable[[CommittedChange, Duty | None, Judge], str | None]
_RULES: dict[str, _Rule] = {
    "completion_moved": _find_moved,
    "recorded_late": _find_recorded_late,
    "changed_after_due": _find_changed_after_due,
    "evidence_removed": _find_evidence_removed,
    "not_a_liaison": _find_stranger,
}
