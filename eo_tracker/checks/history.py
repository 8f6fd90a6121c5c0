"""The rules of the family history: changes that an auditor would ask about, each with the question in a sentence.

None of them is a fault by itself. What is asked is asked of the day on which a change was committed, in Washington, and
of the orders and agencies as the commit found them: what was said later makes no difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from eo_tracker.checks.findings import Rule
from eo_tracker.checks.rules import Sighting, make_rule, title_of
from eo_tracker.checks.subject import Subject
from eo_tracker.domain.changes import is_of_record
from eo_tracker.domain.dataset import Duty
from eo_tracker.domain.deadlines import Deadline
from eo_tracker.domain.problems import KeyPath, Severity
from eo_tracker.domain.provisions import label
from eo_tracker.domain.standings import Judge
from eo_tracker.reports.words import count_of, write_agencies
from eo_tracker.repository.before import open_states_before
from eo_tracker.repository.commit_log import Commit, Touched, read_log
from eo_tracker.repository.git import NoGit
from eo_tracker.repository.history import CommittedChange, History, NoHistory, read_history
from eo_tracker.repository.revision import SHORT, find_git_directory, is_partial
from eo_tracker.repository.root import DIRECTIVES, OWN_SETTINGS, STATUS
from eo_tracker.repository.tracing import DataPath
from eo_tracker.repository.whereabouts import locate

LONG_AFTER = 30  # days between a completion and its recording that nobody asks about
_BY_OTHERS = ("verification_changed", "acknowledgement_changed")
"""What it is not for the lead agency's liaisons to say."""
_ADDED = ("directive_added", "item_added")
_REMOVED = ("directive_removed", "item_removed")
_WORD = re.compile(r"[a-z_]+")
_CUT = "history, for this clone has only a part of it (`git fetch --unshallow` gets the rest)"
_LEFT_ON_SERVER = (
    "history, for this clone has left a part of it on its server (`git fetch --refetch --no-filter` gets the rest)"
)
_NO_CODE = (".md", ".rst", ".txt", OWN_SETTINGS, "LICENSE", "CODEOWNERS")


@dataclass(slots=True)
class Memory:
    """What was said in history up to a change: days of completion, and which commits of strangers were told.

    `gone` are the directives and items that were taken out of their orders, each with what tells how it stood then.
    """

    completed: dict[tuple[str, str], date] = field(default_factory=dict)
    gone: dict[str, tuple[Duty, Judge]] = field(default_factory=dict)
    strangers: set[tuple[str, str]] = field(default_factory=set)

    def last_completion(self, found: CommittedChange) -> date | None:
        """Tell the day of completion that was said before a change, be it that it was taken back in between."""
        return _days_of_completion(found)[0] or self.completed.get((found.about, found.change.field))


Find = Callable[[CommittedChange, Duty | None, Judge, Memory], str | None]


@dataclass(frozen=True, slots=True)
class HistoryRule:
    """A rule that looks at one change, under the word that the audit view of `history` has for it."""

    rule: Rule
    word: str
    find: Find


@dataclass(frozen=True, slots=True)
class Remark:
    """A change that an auditor would ask about: by which rule, and why, in a sentence."""

    rule: HistoryRule
    sentence: str
    found: CommittedChange


def find_remarks(
    changes: Sequence[CommittedChange],
    judge_before: Callable[[str], Judge],
    wanted: Callable[[CommittedChange], bool] = lambda _: True,
) -> list[Remark]:
    """Find what an auditor would ask about, in the order of the changes, of which the newest comes first.

    `judge_before` knows the orders and agencies that a commit found. What is not `wanted` is known, not asked about.
    """
    remarks: list[Remark] = []
    memory = Memory()
    for found in reversed(changes):
        if found.change.kind in _ADDED and found.about in memory.gone:  # it is not taken away after all
            remarks = [r for r in remarks if r.rule is not removed_after_due or r.found.about != found.about]
        if wanted(found):
            asked = _ask_about(found, judge_before(found.commit), memory)
            remarks += (Remark(rule, sentence, found) for rule, sentence in asked if sentence)
        _remember(found, judge_before, memory)
    return remarks[::-1]


def _ask_about(found: CommittedChange, judge: Judge, memory: Memory) -> Iterator[tuple[HistoryRule, str | None]]:
    duty = judge.dataset.duties_by_id.get(found.about)
    if duty is None and found.about in memory.gone:
        duty, _ = memory.gone[found.about]
    return ((rule, rule.find(found, duty, judge, memory)) for rule in HISTORY_RULES)


def _remember(found: CommittedChange, judge_before: Callable[[str], Judge], memory: Memory) -> None:
    if completed := _completed(found, found.change.after):
        memory.completed[found.about, found.change.field] = completed
    if found.change.kind in _REMOVED:
        judge = judge_before(found.commit)
        if duty := judge.dataset.duties_by_id.get(found.about):
            memory.gone[found.about] = (duty, judge)


def history_rule(code: str, word: str, severity: Severity, *, fault: str, cure: str) -> Callable[[Find], HistoryRule]:
    """Make a function the rule of this code."""

    def number(find: Find) -> HistoryRule:
        return HistoryRule(make_rule(code, title_of(find), severity, fault, cure), word, find)

    return number


@history_rule(
    "EO501",
    "completion_moved",
    "warning",
    fault="a commit changes completed: 2025-03-09 to completed: 2025-03-05",
    cure="say in the note why the day was wrong, and let somebody verify it",
)
def completion_moved(found: CommittedChange, _duty: Duty | None, _judge: Judge, memory: Memory) -> str | None:
    """The day of a completion was moved."""
    _, after = _days_of_completion(found)
    earlier = memory.last_completion(found)
    if earlier is None or after is None or earlier == after:
        return None
    return f"the day of completion was moved from {earlier} to {after}"


@history_rule(
    "EO507",
    "completion_withdrawn",
    "note",
    fault="a commit takes completed: 2025-03-09 away",
    cure="say in the note why it is not completed after all",
)
def completion_withdrawn(found: CommittedChange, _duty: Duty | None, _judge: Judge, _memory: Memory) -> str | None:
    """A completion was withdrawn."""
    before, after = _days_of_completion(found)
    return f"the completion of {before} was withdrawn" if before and after is None else None


@history_rule(
    "EO506",
    "recorded_late",
    "note",
    fault="a commit of 2025-06-01 says completed: 2025-03-05",
    cure="record a completion when it happens; say in the note why it came so late",
)
def recorded_late(found: CommittedChange, _duty: Duty | None, _judge: Judge, memory: Memory) -> str | None:
    """A completion was recorded long after its day."""
    _, after = _days_of_completion(found)
    if memory.last_completion(found) is not None or after is None or found.moment is None:
        return None
    late = (found.moment.date() - after).days
    return f"a completion of {after} was recorded {count_of(late, 'day')} later" if late > LONG_AFTER else None


def _days_of_completion(found: CommittedChange) -> tuple[date | None, date | None]:
    """Tell the days of completion that a change is from and to."""
    return _completed(found, found.change.before), _completed(found, found.change.after)


def _completed(found: CommittedChange, said: Any) -> date | None:
    """Tell the day of completion that one end of a change says."""
    if found.change.kind == "occurrence_changed":
        said = (said or {}).get("completed")
    elif found.change.kind != "completed_changed":
        return None
    return said if isinstance(said, date) else None


@history_rule(
    "EO502",
    "changed_after_due",
    "warning",
    fault="a commit of 2025-04-01 changes {within: 60 days}, due on 2025-03-07, to {within: 90 days}",
    cure="leave the order's own day as it is; a later day that was granted is an extension",
)
def changed_after_due(found: CommittedChange, duty: Duty | None, judge: Judge, memory: Memory) -> str | None:
    """A deadline, its text or the day of signing was changed after it was due."""
    if found.moment is None:
        return None
    noun, due = _find_changed(found, duty, judge, memory) if duty else _find_signed(found, judge)
    if due is None or found.moment.date() <= due:
        return None
    late = count_of((found.moment.date() - due).days, "day")
    return f"the {noun} was changed {late} after {'it' if duty else 'the first deadline'} was due on {due}"


def _find_changed(found: CommittedChange, duty: Duty, judge: Judge, memory: Memory) -> tuple[str, date | None]:
    """Find which of deadline and text a change changes, and the day on which that was due till then."""
    change = found.change
    if change.kind == "deadline_changed":
        return "deadline", judge.judge(_with_deadline(duty, change.before)).order_due
    if change.kind == "directive_reworded" and change.field == "text":
        return "text", judge.judge(duty).order_due
    if change.kind in _ADDED and found.about in memory.gone:
        before, judge_then = memory.gone[found.about]
        is_deadline = _read_deadlines(change.after.get("deadline")) != before.part.deadline
        if is_deadline or change.after.get("text") != before.part.text:
            return "deadline" if is_deadline else "text", judge_then.judge(before).order_due
    return "", None


def _find_signed(found: CommittedChange, judge: Judge) -> tuple[str, date | None]:
    """Find whether a change moves the day from which an order's deadlines count, and the first that was due."""
    order = judge.dataset.orders.get(found.order)
    if order is None or found.change.kind != "order_changed" or found.change.field != "signed":
        return "", None
    days = (judge.judge(Duty(order, directive)).order_due for directive in order.directives())
    return "day of signing", min((day for day in days if day), default=None)


def _read_deadlines(said: Any) -> tuple[Deadline, ...]:
    given = said if isinstance(said, list) else [said] if said else []
    return tuple(Deadline.model_validate(each) for each in given)


def _with_deadline(duty: Duty, said: Any) -> Duty:
    """Give a directive or item the deadline that it had."""
    deadline = _read_deadlines(said)
    if duty.item:
        return Duty(duty.order, duty.directive, duty.item.model_copy(update={"deadline": deadline}))
    return Duty(duty.order, duty.directive.model_copy(update={"deadline": deadline}))


@history_rule(
    "EO503",
    "evidence_removed",
    "warning",
    fault="a commit takes an entry out of evidence",
    cure="keep it, and add what replaces it; say in the note why it does not count",
)
def evidence_removed(found: CommittedChange, _duty: Duty | None, _judge: Judge, _memory: Memory) -> str | None:
    """Evidence was removed."""
    if found.change.kind != "evidence_removed":
        return None
    gone = found.change.before
    return f"evidence was removed: {gone.get('title') or gone.get('url') or gone.get('reference')}"


@history_rule(
    "EO504",
    "not_a_liaison",
    "warning",
    fault="somebody@example.org changes status/eo-90001/3.b.yaml, and no lead has a liaison of that address",
    cure="add the liaison to directives/agencies.yaml, or let one make the change",
)
def not_a_liaison(found: CommittedChange, duty: Duty | None, judge: Judge, memory: Memory) -> str | None:
    """A record was changed by somebody who is no liaison of its lead."""
    place = (found.commit, found.about)
    if duty is None or found.change.kind in _BY_OTHERS or not is_of_record(found.change) or place in memory.strangers:
        return None
    agencies = judge.dataset.registry.agencies
    leads = [agencies[key] for key in duty.named_leads if key in agencies and agencies[key].liaisons]
    if not leads or any(agency.has_liaison(found.email) for agency in leads):
        return None
    memory.strangers.add(place)
    return f"{found.name} is no liaison of {write_agencies(agency.key for agency in leads)}"


@history_rule(
    "EO508",
    "removed_after_due",
    "warning",
    fault="a commit of 2025-04-01 takes out 3.b, which was due on 2025-03-07",
    cure="keep it; what an order does not ask any more is superseded or revoked, under effect",
)
def removed_after_due(found: CommittedChange, duty: Duty | None, judge: Judge, _memory: Memory) -> str | None:
    """A directive was taken away after it was due, and never came back."""
    if found.change.kind not in _REMOVED or duty is None or found.moment is None:
        return None
    due = judge.judge(duty).order_due
    if due is None or found.moment.date() <= due:
        return None
    late = count_of((found.moment.date() - due).days, "day")
    return f"{label(duty.part.id)} was taken away {late} after it was due on {due}"


HISTORY_RULES = (
    completion_moved,
    changed_after_due,
    evidence_removed,
    not_a_liaison,
    recorded_late,
    completion_withdrawn,
    removed_after_due,
)
"""The rules that look at changes, in the order of their codes."""

MIXED = make_rule(
    "EO505",
    "Data and code were changed in one commit",
    "note",
    "a commit changes status/eo-90001/3.b.yaml and report.py",
    "commit them apart: data are reviewed by others than code is, and are undone alone",
)
"""The rule that looks at commits as a whole."""

RULES = tuple(sorted((MIXED, *(each.rule for each in HISTORY_RULES)), key=lambda rule: rule.code))


@dataclass(frozen=True, slots=True)
class Past:
    """What the rules have found in history, each with its commit; or why they were not applied."""

    sightings: tuple[tuple[str, Rule, Sighting], ...] = ()
    skipped: str = ""


def look_back(root: Path, subject: Subject) -> Past:
    """Apply the rules to all that was committed, if git is here and has all of it.

    Git is only started where there is a repository. Raises GitFailed, NotReady and CommitUnreadable.
    """
    directory = find_git_directory(root)
    if directory is None:
        return Past(skipped="history, for this is no git repository")
    if is_partial(directory):  # what is missing would be taken for files that could not be read then
        return Past(skipped=_LEFT_ON_SERVER)
    try:
        history = read_history(root, keeping="copy")
        return Past(skipped=_CUT) if history.is_cut else Past(tuple(_find_all(root, history, subject)))
    except NoHistory:
        return Past(skipped="history, for nothing has been committed yet")
    except NoGit as e:
        return Past(skipped=f"history, for {e}")


def _find_all(root: Path, history: History, subject: Subject) -> Iterator[tuple[str, Rule, Sighting]]:
    before = open_states_before(root, (change.commit for change in history.changes), subject.judge.day)
    for each in find_remarks(history.changes, lambda commit: before(commit).judge(subject.judge.day)):
        yield each.found.commit, each.rule.rule, _sight(each, subject)
    here = locate(root)
    for commit, touched in read_log(here.git, [history.tip], [], ()):
        for sighting in _find_mixed(commit, touched, here.prefix):
            yield commit.id, MIXED, sighting


def _find_mixed(commit: Commit, touched: Iterable[Touched], prefix: str) -> Iterator[Sighting]:
    # A merge brings what others committed, and the first commit of all brings everything.
    if len(commit.parents) != 1:
        return
    data, code = None, None
    # An order's kept text, or the registry, is data of which no change is told.
    folders = (f"{prefix}{DIRECTIVES}/", f"{prefix}{STATUS}/")
    for each in touched:
        name = each.path.rpartition("/")[2]
        found = DataPath.parse(each.path, prefix)
        if found:
            data = data or found
        elif not each.path.startswith(folders) and not name.startswith(".") and not name.endswith(_NO_CODE):
            code = code or each.path
    if data and code:
        file = f"{data.order}/{data.provision}" if data.provision else data.order
        who = f"{commit.name}, commit {commit.id[:SHORT]}"
        message = f"changed together with {code} ({who})"
        yield Sighting(file, (), message, "commit data and code apart", commit.id, directive=data.directive)


def _sight(remark: Remark, subject: Subject) -> Sighting:
    found = remark.found
    day = f", {found.moment:%Y-%m-%d}" if found.moment else ""
    message = f"{remark.sentence} ({found.name}{day}, commit {found.commit[:SHORT]})"
    about = f"{found.commit} {remark.sentence}"
    duty = subject.dataset.duties_by_id.get(found.directive or "")
    if found.directive is None or not is_of_record(found.change):
        at: KeyPath = (*subject.place(duty), *_key_of(found, duty.part.model_fields_set)) if duty else ()
        return Sighting(
            found.order, at, message, remark.rule.rule.cure, about, directive=found.directive, on_key=bool(at)
        )
    record = subject.dataset.records.get(found.directive)
    at = _key_of(found, record.model_fields_set) if record else ()
    return Sighting(
        found.directive, at, message, remark.rule.rule.cure, about, directive=found.directive, on_key=bool(at)
    )


def _key_of(found: CommittedChange, said: Iterable[str]) -> KeyPath:
    """Tell which key of a file a change is of, where that is still said there."""
    key = _WORD.findall(found.change.field)[:1]  # a number may follow
    return tuple(key) if key and key[0] in said else ()
