"""The audit view of history: changes that an auditor would ask about, each with the question in a sentence.

None of them is a fault. What is asked is asked of the day on which a change was committed, in Washington, and of the
orders and agencies as the commit found them: what was said later makes no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from eo_tracker.domain.changes import is_of_record
from eo_tracker.domain.dataset import Duty
from eo_tracker.domain.deadlines import Deadline
from eo_tracker.domain.standings import Judge
from eo_tracker.reports.words import count_of, write_agencies
from eo_tracker.repository.history import CommittedChange

LONG_AFTER = 30  # days between a completion and its recording that nobody asks about
_BY_OTHERS = ("verification_changed", "acknowledgement_changed")
"""What it is not for the lead agency's liaisons to say."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A change that an auditor would ask about: by which rule, and why, in a sentence."""

    rule: str
    sentence: str
    found: CommittedChange


def find_findings(changes: Sequence[CommittedChange], judge_before: Callable[[str], Judge]) -> list[Finding]:
    """Find what an auditor would ask about, in the order of the changes, of which the newest comes first.

    `judge_before` knows the orders and agencies that a commit found.
    """
    findings: list[Finding] = []
    completed: dict[tuple[str, str], date] = {}
    strangers: set[tuple[str, str]] = set()
    for found in reversed(changes):
        judge = judge_before(found.commit)
        duty = judge.dataset.duties_by_id.get(found.directive or "")
        sentences = {
            **_ask_about_completion(found, completed),
            "changed_after_due": _find_changed_after_due(found, duty, judge),
            "evidence_removed": _find_evidence_removed(found),
            "not_a_liaison": _find_stranger(found, duty, judge, strangers),
        }
        findings += (Finding(rule, sentence, found) for rule, sentence in sentences.items() if sentence)
    return findings[::-1]


def _ask_about_completion(found: CommittedChange, known: dict[tuple[str, str], date]) -> dict[str, str | None]:
    """Ask about a day of completion; `known` are those that were said before, and are from now on."""
    change, about = found.change, (found.about, found.change.field)
    if change.kind not in ("completed_changed", "occurrence_changed") or found.moment is None:
        return {}
    before, after = (_completed(found, said) for said in (change.before, change.after))
    if before == after:
        return {}
    if after is None:
        return {"completion_withdrawn": f"the completion of {before} was withdrawn"}
    earlier, late = known.get(about, before), (found.moment.date() - after).days
    known[about] = after
    if earlier is not None and earlier != after:
        return {"completion_moved": f"the day of completion was moved from {earlier} to {after}"}
    told = f"a completion of {after} was recorded {count_of(late, 'day')} later"
    return {"recorded_late": told if late > LONG_AFTER and before is None else None}


def _completed(found: CommittedChange, said: Any) -> date | None:
    """Tell the day of completion that one end of a change says."""
    if found.change.kind == "occurrence_changed":
        said = (said or {}).get("completed")
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


def _find_evidence_removed(found: CommittedChange) -> str | None:
    if found.change.kind != "evidence_removed":
        return None
    gone = found.change.before
    return f"evidence was removed: {gone.get('title') or gone.get('url') or gone.get('reference')}"


def _find_stranger(found: CommittedChange, duty: Duty | None, judge: Judge, told: set[tuple[str, str]]) -> str | None:
    """Ask about somebody who reports and is no liaison; once of a commit and directive, which `told` knows."""
    kind, place = found.change.kind, (found.commit, found.about)
    if duty is None or kind in _BY_OTHERS or not is_of_record(found.change) or place in told:
        return None
    agencies = judge.dataset.registry.agencies
    leads = [agencies[key] for key in duty.named_leads if key in agencies and agencies[key].liaisons]
    if not leads or any(agency.has_liaison(found.email) for agency in leads):
        return None
    told.add(place)
    return f"{found.name} is no liaison of {write_agencies(agency.key for agency in leads)}"
