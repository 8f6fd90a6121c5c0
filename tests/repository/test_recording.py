"""Recording: what an update does to the record, its file and the history, all of it or nothing."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from eo_tracker.domain.errors import EOTrackerError, UnknownReference
from eo_tracker.domain.selections import select_one
from eo_tracker.domain.updates import RefusedUpdate, Update, make_evidence
from eo_tracker.repository.files import find_directive, record_path
from eo_tracker.repository.recording import (
    Mode,
    RecordedUpdate,
    UnreadableRecord,
    read_for,
    record_updates,
    require_recordable,
    undo_last_update,
)
from tests.repository.clones import (
    ENVIRONMENT,
    NEW_PATH,
    describe,
    describe_others,
    disarrange,
    files_of,
    git,
    make_clone,
)
from tests.repository.trackers import ORDER, ORDER_PATH, RECORD, RECORD_PATH, TODAY, read, write_tracker

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

DONE = Update(
    status="completed", completed=date(2025, 3, 1), note="Counted.", evidence=(make_evidence("https://x.example/a"),)
)
BEGUN = Update(status="in_progress", note="Begun.")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return make_clone(tmp_path / "clone")


def subjects(root: Path) -> list[str]:
    """List the subjects of the commits, the newest first, without that of the tracker itself."""
    return git(root, "log", "--format=%s").splitlines()[:-1]


def test_an_update_becomes_a_record_a_file_and_a_commit(root: Path) -> None:
    [recorded] = record_updates(root, [("3.b", DONE)], TODAY)
    assert recorded.path == RECORD_PATH
    assert recorded.before is not None
    assert recorded.after is not None
    assert (recorded.before.status, recorded.after.status) == ("in_progress", "completed")
    assert recorded.commit == git(root, "rev-parse", "HEAD")
    assert [change.field for change in recorded.changes][:3] == ["status", "as_of", "completed"]
    assert (root / RECORD_PATH).read_text().startswith("# Fictional.\nstatus: completed\n")
    assert read(root).dataset.records["eo-90001/3.b"] == recorded.after
    assert files_of(root) == [RECORD_PATH]
    assert git(root, "log", "-1", "--format=%B") == (
        "eo-90001/3.b: in_progress -> completed\n\nCounted.\n\nEO-Directive: eo-90001/3.b\nEO-Status: completed\n"
    )


def test_an_item_has_a_record_of_its_own(root: Path) -> None:
    [recorded] = record_updates(root, [("eo-90001/3.a.i", BEGUN)], TODAY)
    assert recorded.path == "status/eo-90001/3.a.i.yaml"
    assert (root / recorded.path).read_text() == "status: in_progress\nas_of: 2026-01-15\nnote: Begun.\n"


def test_of_several_each_has_its_commit(root: Path) -> None:
    recorded = record_updates(root, [("3.a", BEGUN), ("3.b", DONE)], TODAY)
    assert [each.commit for each in recorded] == git(root, "rev-list", "--reverse", "-2", "HEAD").splitlines()
    assert subjects(root) == ["eo-90001/3.b: in_progress -> completed", "eo-90001/3.a: not_reported -> in_progress"]


@pytest.mark.parametrize(
    ("second", "error"),
    [
        (("3.b", Update(status="completed")), RefusedUpdate),
        (("3.c", BEGUN), UnknownReference),
        (("90001/3(a)", DONE), EOTrackerError),
    ],
)
def test_where_one_is_refused_nothing_is_recorded(
    root: Path, second: tuple[str, Update], error: type[EOTrackerError]
) -> None:
    disarrange(root)
    git(root, "checkout", "HEAD", "--", ORDER_PATH)
    before = describe(root)
    with pytest.raises(error):
        record_updates(root, [("3.a", BEGUN), second], TODAY)
    assert (describe(root), subjects(root)) == (before, [])


def test_a_refusal_says_which_of_several_is_meant(root: Path) -> None:
    with pytest.raises(RefusedUpdate, match=r"^eo-90001/3\.b: completed needs the day of completion$") as caught:
        record_updates(root, [("3.a", BEGUN), ("3.b", Update(status="completed"))], TODAY)
    assert caught.value.field == "completed"
    with pytest.raises(RefusedUpdate, match=r"^completed needs the day of completion$"):
        record_updates(root, [("3.b", Update(status="completed"))], TODAY)


def test_what_is_said_twice_is_recorded_once(root: Path) -> None:
    recorded = record_updates(root, [("3.a", BEGUN), ("eo-90001/3.a", BEGUN)], TODAY)
    assert len(recorded) == len(subjects(root)) == 1


def test_what_is_recorded_already_is_not_recorded_again(root: Path) -> None:
    record_updates(root, [("3.b", DONE)], TODAY)
    before = describe(root)
    [again] = record_updates(root, [("3.b", DONE)], TODAY)
    assert (again.commit, again.changes) == (None, ())
    assert (describe(root), len(subjects(root))) == (before, 1)


def test_a_look_changes_nothing(root: Path) -> None:
    before = describe(root)
    [shown] = record_updates(root, [("3.b", DONE)], TODAY, "show")
    assert shown.commit is None
    assert shown.changes
    assert (describe(root), subjects(root)) == (before, [])


def test_what_is_only_written_is_committed_by_the_next_update(root: Path) -> None:
    [written] = record_updates(root, [("3.b", DONE)], TODAY, "write")
    assert (written.commit, subjects(root)) == (None, [])
    assert git(root, "status", "--porcelain") == f" M {RECORD_PATH}"
    [committed] = record_updates(root, [("3.b", DONE)], TODAY)
    assert committed.changes == written.changes
    assert git(root, "status", "--porcelain") == ""


def test_the_users_other_work_is_not_touched(root: Path) -> None:
    disarrange(root)
    before = describe_others(root, RECORD_PATH)
    record_updates(root, [("3.b", DONE)], TODAY)
    assert describe_others(root, RECORD_PATH) == before
    assert files_of(root) == [RECORD_PATH]


def test_without_git_files_can_be_written(tmp_path: Path) -> None:
    root = write_tracker(tmp_path, {ORDER_PATH: ORDER, RECORD_PATH: RECORD})
    [recorded] = record_updates(root, [("3.b", DONE)], TODAY, "write")
    assert recorded.before is not None
    assert recorded.before.status == "in_progress"
    assert "status: completed" in (root / RECORD_PATH).read_text()


# What cannot be read or edited


BROKEN = ["status: done\n", "status: [\n", "", "- a list\n", "status: in_progress\nunknown: key\n"]


@pytest.mark.parametrize("text", BROKEN)
def test_a_record_that_cannot_be_read_is_refused_with_its_problems(root: Path, text: str) -> None:
    (root / RECORD_PATH).write_text(text)
    with pytest.raises(UnreadableRecord, match=f"{RECORD_PATH} cannot be read") as caught:
        record_updates(root, [("3.a", BEGUN), ("3.b", DONE)], TODAY)
    assert [problem.path for problem in caught.value.problems] == [RECORD_PATH]
    assert (root / RECORD_PATH).read_text() == text
    assert not (root / NEW_PATH).exists()


def test_a_record_that_cannot_be_edited_is_named(root: Path) -> None:
    text = "status: in_progress\nnote: &a Begun\nevidence: [{reference: *a}]\n"
    (root / RECORD_PATH).write_text(text)
    with pytest.raises(EOTrackerError, match=f"^{RECORD_PATH} cannot be edited"):
        record_updates(root, [("3.a", BEGUN), ("3.b", BEGUN)], TODAY)
    assert (root / RECORD_PATH).read_text() == text


def test_another_record_that_cannot_be_read_does_no_harm(root: Path) -> None:
    (root / NEW_PATH).write_text("status: done\n")
    [recorded] = record_updates(root, [("3.b", DONE)], TODAY)
    assert recorded.commit


def test_what_stands_in_the_way_of_an_update_is_told_early(root: Path) -> None:
    def require(mode: Mode = "commit") -> None:
        snapshot = read_for(root, TODAY, ["3.b"])
        require_recordable(root, snapshot, select_one(snapshot.dataset, "3.b"), mode)

    require()
    git(root, "checkout", "--quiet", "--detach")
    with pytest.raises(EOTrackerError, match="on no branch"):
        require()
    require("show")
    (root / RECORD_PATH).write_text("status: done\n")
    with pytest.raises(UnreadableRecord):
        require("show")


# Undoing


def undo(root: Path) -> RecordedUpdate:
    return undo_last_update(root, TODAY)


def test_an_undo_is_an_update_in_the_other_direction(root: Path) -> None:
    [recorded] = record_updates(root, [("3.b", DONE)], TODAY)
    undone = undo(root)
    assert (undone.before, undone.after, undone.path) == (recorded.after, recorded.before, RECORD_PATH)
    assert undone.commit == git(root, "rev-parse", "HEAD")
    assert (root / RECORD_PATH).read_text() == RECORD
    assert subjects(root)[0] == "eo-90001/3.b: completed -> in_progress"


def test_the_undo_of_a_first_update_removes_the_file(root: Path) -> None:
    record_updates(root, [("3.a", BEGUN)], TODAY)
    undone = undo(root)
    assert (undone.after, (root / NEW_PATH).exists()) == (None, False)
    assert git(root, "status", "--porcelain") == ""


def test_a_path_is_that_of_the_directives_id() -> None:
    assert record_path("eo-90001/3.b") == RECORD_PATH
    assert find_directive(RECORD_PATH) == "eo-90001/3.b"


@pytest.mark.parametrize(
    "path", ["status/3.b.yaml", f"x/{RECORD_PATH}", "status/eo-90001/3.b.yml", "status/a/b/c.yaml"]
)
def test_other_files_are_no_records(path: str) -> None:
    assert find_directive(path) is None
