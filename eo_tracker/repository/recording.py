"""Recording: an update becomes a record, the record a file, and the file a commit of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from eo_tracker.domain.changes import Change, list_changes
from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.problems import Problem
from eo_tracker.domain.records import Record
from eo_tracker.domain.selections import Reference, select_one
from eo_tracker.domain.updates import RefusedUpdate, Update
from eo_tracker.domain.updating import apply_update, find_liaison_agency
from eo_tracker.domain.values import file_form
from eo_tracker.repository.clone import Author
from eo_tracker.repository.commits import (
    DIRECTIVE_TRAILER,
    STATUS_TRAILER,
    UNDOES_TRAILER,
    Clone,
    make_message,
    open_clone,
)
from eo_tracker.repository.committing import FileChange
from eo_tracker.repository.editing import edit
from eo_tracker.repository.files import record_path
from eo_tracker.repository.reading import parse_record
from eo_tracker.repository.root import DIRECTIVES
from eo_tracker.repository.snapshot import Snapshot, read_snapshot
from eo_tracker.repository.splices import CannotEdit
from eo_tracker.repository.undoing import LastUpdate, find_last_update, require_unchanged
from eo_tracker.repository.work_tree import WorkTree, read_if_there
from eo_tracker.repository.writing import write_canonical

Mode = Literal["commit", "write", "show"]
"""What becomes of an update: a commit, an edit that is left in the tree, or nothing but a look at it."""

_SELDOM_SAID = ("as_of_changed", "reported_by_changed")


class UnreadableRecord(EOTrackerError):
    """A record cannot be updated, because what it says now cannot be read."""

    def __init__(self, path: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{path} cannot be read, so it is left as it is", "mend what is said above, and try again")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class RecordedUpdate:
    """What an update did to a directive's record.

    `before` is what the last commit says, or the file where nothing is committed; None: no record. `commit` is the id
    of the commit that was made, if one was. Without `changes` the record said all that already.
    """

    duty: Duty
    path: str
    before: Record | None
    after: Record | None
    commit: str | None = None

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is different now, field by field."""
        return tuple(list_changes(self.before, self.after))


def read_for(root: Path, today: date, typed: Sequence[str]) -> Snapshot:
    """Read what is needed to update the directives that words name: their orders only, where the words say which."""
    orders = {Reference.parse(word).order_id for word in typed}
    named = {order_id for order_id in orders if order_id and (root / DIRECTIVES / f"{order_id}.yaml").is_file()}
    return read_snapshot(root, today, named if named == orders else ())


def record_updates(
    root: Path, updates: Sequence[tuple[str, Update]], today: date, mode: Mode = "commit"
) -> tuple[RecordedUpdate, ...]:
    """Record updates of the directives that words name: all of them, or none.

    Raises RefusedUpdate for what is no good record, UnknownReference, and EOTrackerError where files or git refuse.
    """
    with open_clone(root, committing=mode == "commit") as clone:
        snapshot = read_for(root, today, [typed for typed, _ in updates])
        with snapshot.telling_problems():
            duties = _each_once([(select_one(snapshot.dataset, typed), update) for typed, update in updates])
        found = []
        for duty, update in duties:
            with _told_of(duty, one_of_many=len(duties) > 1):
                found.append(_revise(clone, snapshot, duty, update, today))
        needed = [(recorded, change) for recorded, change in found if change.before != change.after or recorded.changes]
        changes = [change for _, change in needed]
        if mode == "write":
            clone.write(changes)
        commits = clone.commit(changes) if mode == "commit" else ()
    ids = dict(zip((change.path for change in changes), commits, strict=False))
    return tuple(replace(recorded, commit=ids.get(recorded.path)) for recorded, _ in found)


def require_recordable(root: Path, snapshot: Snapshot, duty: Duty, mode: Mode = "commit") -> None:
    """Refuse early, before anybody is asked for what is new, where no update of a directive could be recorded.

    Raises UnreadableRecord, and EOTrackerError where git could make no commit.
    """
    with open_clone(root, committing=mode == "commit"):
        _read(root, record_path(duty.id), snapshot, duty)


def _each_once(updates: Sequence[tuple[Duty, Update]]) -> list[tuple[Duty, Update]]:
    """Leave out what is said a second time of a directive. Raises EOTrackerError where something else is said then."""
    said: dict[str, tuple[Duty, Update]] = {}
    for duty, update in updates:
        if said.setdefault(duty.id, (duty, update))[1] != update:
            raise EOTrackerError(f"two different things are said of {duty.id}", "say them one after the other")
    return list(said.values())


def undo_last_update(root: Path, today: date, mode: Mode = "commit") -> RecordedUpdate:
    """Take the user's last update back, by a new commit. Raises CannotUndo, and EOTrackerError as an update does."""
    with open_clone(root, committing=mode == "commit") as clone:
        last = find_last_update(clone)
        require_unchanged(clone, last)
        snapshot = read_for(root, today, [last.directive])
        with snapshot.telling_problems():
            duty = select_one(snapshot.dataset, last.directive)
        undone, message = take_back(last, duty)
        change = FileChange(last.path, read_if_there(root / last.path), last.before, message)
        commits = clone.commit([change]) if mode == "commit" else (None,)
    return replace(undone, commit=commits[0])


def take_back(last: LastUpdate, duty: Duty) -> tuple[RecordedUpdate, str]:
    """Tell what taking an update back does to a directive's record, and the message of the commit that does it."""
    undone = RecordedUpdate(duty, last.path, parse_record(last.path, last.after), parse_record(last.path, last.before))
    status = undone.after.status if undone.after else "not_reported"
    said = f"Takes back {last.commit[:12]} of {last.day}, {last.subject}"
    trailers = {DIRECTIVE_TRAILER: duty.id, STATUS_TRAILER: status, UNDOES_TRAILER: last.commit}
    return undone, make_message(f"{duty.id}: {_transition(undone)}", said, trailers)


@contextmanager
def _told_of(duty: Duty, *, one_of_many: bool) -> Iterator[None]:
    """Let a refusal say of which file, and of several directives of which, it is."""
    try:
        yield
    except CannotEdit as e:
        raise EOTrackerError(str(e).replace("the file", record_path(duty.id), 1), e.hint) from None
    except RefusedUpdate as e:
        if not one_of_many or duty.id in str(e):
            raise
        raise RefusedUpdate(f"{duty.id}: {e}", e.field, e.hint) from None


def _revise(
    clone: Clone, snapshot: Snapshot, duty: Duty, update: Update, today: date
) -> tuple[RecordedUpdate, FileChange]:
    path = record_path(duty.id)
    raw = _read(clone.root, path, snapshot, duty)
    before = parse_record(path, clone.committed(path)) if clone.repository else snapshot.dataset.records.get(duty.id)
    return revise(update, duty, snapshot.dataset, today, clone.author, raw, before)


def revise(
    update: Update,
    duty: Duty,
    dataset: Dataset,
    today: date,
    author: Author | None,
    raw: bytes | None,
    before: Record | None,
) -> tuple[RecordedUpdate, FileChange]:
    """Work an author's update into a record's file. `raw` is what the file has now, `before` what is committed.

    Raises RefusedUpdate and CannotEdit.
    """
    path = record_path(duty.id)
    after = apply_update(_signed(update, duty, dataset, author), duty, dataset, today)
    data = file_form(after)
    edited = write_canonical(data).encode() if raw is None else edit(raw, data)
    recorded = RecordedUpdate(duty, path, before, after)
    return recorded, FileChange(path, raw, edited, _message(recorded, _said_in(update)))


def _read(root: Path, path: str, snapshot: Snapshot, duty: Duty) -> bytes | None:
    """Read a record's file; None where there is none. Raises UnreadableRecord."""
    if not (root / path).is_file() and not (root / path).is_symlink():
        return None
    raw = WorkTree(root).read(path)
    faults = tuple(problem for problem in snapshot.problems if problem.path == path)
    if isinstance(raw, Problem):
        faults = (raw,)
    if isinstance(raw, Problem) or duty.id not in snapshot.dataset.records:
        raise UnreadableRecord(path, faults)
    return raw


def _signed(update: Update, duty: Duty, dataset: Dataset, author: Author | None) -> Update:
    """Say who reports and who acknowledges, where git and the repository's list of liaisons know it."""
    if author is None:
        return update
    if update.vouches and update.reported_by is None:
        update = replace(update, reported_by=find_liaison_agency(author.email, duty, dataset))
    if update.acknowledged and update.acknowledged.by is None:
        named = update.acknowledged.model_copy(update={"by": author.name})
        update = replace(update, acknowledged=named)
    return update


def _said_in(update: Update) -> str | None:
    return update.note or (update.verification.note if update.verification else None)


def _message(recorded: RecordedUpdate, note: str | None) -> str:
    after = recorded.after or Record()
    trailers = {DIRECTIVE_TRAILER: recorded.duty.id, STATUS_TRAILER: after.status}
    return make_message(f"{recorded.duty.id}: {_transition(recorded)}", note, trailers)


def _transition(recorded: RecordedUpdate) -> str:
    """Say in a few words what is different: "in_progress -> completed", or "evidence added, note changed"."""
    before, after = recorded.before or Record(), recorded.after or Record()
    if before.status != after.status:
        return f"{before.status} -> {after.status}"
    return ", ".join(dict.fromkeys(_told(recorded.changes))) or "written anew"


def _told(changes: Sequence[Change]) -> Iterator[str]:
    """Give the kinds of changes that matter; the day and the reporter only where nothing else changed."""
    kinds = [change.kind for change in changes]
    yield from (k.replace("_", " ") for k in [k for k in kinds if k not in _SELDOM_SAID] or kinds)
