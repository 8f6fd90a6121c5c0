"""One's last update, as history has it; and messages from which git reads back what was put into them."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eo_tracker.repository.commits import make_message, open_clone
from eo_tracker.repository.recording import undo_last_update
from eo_tracker.repository.undoing import CannotUndo, LastUpdate, find_last_update
from tests.repository.clones import CHANGED, EMAIL, ENVIRONMENT, NEW_PATH, commit, git, make_clone
from tests.repository.trackers import ORDER_PATH, RECORD, RECORD_PATH

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return make_clone(tmp_path / "clone")


def last(root: Path) -> LastUpdate:
    with open_clone(root) as clone:
        return find_last_update(clone)


def undo(root: Path) -> str:
    """Undo the last update, and return the commit that says it is taken back."""
    undone = undo_last_update(root, date(2025, 6, 30))
    assert undone.commit == git(root, "rev-parse", "HEAD")
    return git(root, "log", "-1", "--format=%(trailers:key=EO-Undoes,valueonly,separator=)")


def test_the_last_update_is_found(root: Path) -> None:
    made = commit(root)
    found = last(root)
    assert (found.commit, found.path, found.directive) == (made, RECORD_PATH, "eo-90001/3.b")
    assert (found.before, found.after) == (RECORD.encode(), CHANGED)
    assert found.subject == "eo-90001/3.b: changed"
    assert found.moment.isoformat().replace("+00:00", "Z") == git(root, "log", "-1", "--format=%aI").replace(
        "+00:00", "Z"
    )


def test_updates_are_undone_one_after_the_other(root: Path) -> None:
    first, second = commit(root), commit(root, NEW_PATH)
    third = commit(root, after=CHANGED + b"note: more\n")
    assert [undo(root) for _ in range(3)] == [third, second, first]
    assert (root / RECORD_PATH).read_text() == RECORD
    assert not (root / NEW_PATH).exists()
    assert git(root, "status", "--porcelain") == ""
    with pytest.raises(CannotUndo, match=f"no update by {EMAIL}"):
        undo(root)


def test_what_has_been_recorded_after_an_undo_is_undone_first(root: Path) -> None:
    commit(root)
    undo(root)
    again = commit(root)
    assert undo(root) == again


def test_only_the_users_own_updates_of_one_record_count(root: Path) -> None:
    made = commit(root)
    message = make_message("x", None, {"EO-Directive": "eo-90001/3.a"})
    git(root, "-c", "user.email=other@example.org", "commit", "--quiet", "--allow-empty", "-m", message)
    git(root, "-c", f"user.email=x{EMAIL}", "commit", "--quiet", "--allow-empty", "-m", message)
    git(root, "commit", "--quiet", "--allow-empty", "-m", message)
    (root / NEW_PATH).write_text("status: completed\n")
    (root / ORDER_PATH).write_text("# changed\n")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", message)
    git(root, "commit", "--quiet", "--allow-empty", "-m", "by hand")
    assert last(root).commit == made


def test_an_author_is_known_by_the_address_in_any_case(root: Path) -> None:
    made = commit(root)
    git(root, "config", "user.email", EMAIL.upper())
    assert last(root).commit == made


def test_a_tracker_in_a_subfolder_has_its_last_update(tmp_path: Path, root: Path) -> None:
    inner = make_clone(tmp_path / "outer", "our trackers/ü")
    made = commit(inner)
    found = last(inner)
    assert (found.commit, found.path, found.before) == (made, RECORD_PATH, RECORD.encode())
    assert undo(inner) == made
    assert git(inner, "status", "--porcelain") == git(root, "status", "--porcelain") == ""


def test_the_first_commit_of_all_can_be_undone(root: Path) -> None:
    git(root, "checkout", "--quiet", "--orphan", "fresh")
    git(root, "rm", "--quiet", "-r", "--cached", ".")
    commit(root)
    assert last(root).before is None
    undo(root)
    assert not (root / RECORD_PATH).exists()


def test_a_record_that_was_committed_since_is_not_undone(root: Path) -> None:
    commit(root)
    (root / RECORD_PATH).write_bytes(CHANGED + b"note: by hand\n")
    git(root, "commit", "--quiet", "--all", "--message", "by hand")
    with pytest.raises(CannotUndo, match=r"the record of eo-90001/3\.b has changed since your update of 20") as caught:
        undo(root)
    assert "eo-tracker update eo-90001/3.b" in caught.value.hint


@pytest.mark.parametrize("now", [CHANGED + b"note: by hand\n", None])
def test_a_record_with_changes_that_are_not_committed_is_not_undone(root: Path, now: bytes | None) -> None:
    commit(root)
    (root / RECORD_PATH).unlink()
    if now is not None:
        (root / RECORD_PATH).write_bytes(now)
    with pytest.raises(CannotUndo, match="that are not committed"):
        undo(root)


def test_line_ends_of_the_checkout_are_no_change(root: Path) -> None:
    made = commit(root)
    git(root, "config", "core.autocrlf", "true")
    assert undo(root) == made


def test_a_repository_without_commits_has_no_update(root: Path) -> None:
    git(root, "checkout", "--quiet", "--orphan", "fresh")
    with pytest.raises(CannotUndo):
        last(root)


# Messages

TRAILERS = {"EO-Directive": "eo-14288/3.b", "EO-Status": "completed"}
HARD = (
    "---",
    "--- a/file",
    "# comment",
    "EO-Status: fake",
    "Signed-off-by: X <x@y>",
    "",
    " ",
    "\t",
    "\r",
    "diff --git",
)
notes = st.lists(st.sampled_from(HARD) | st.text(max_size=20), max_size=8).map("\n".join)


def read_trailers(message: str) -> list[str]:
    command = ["git", "interpret-trailers", "--parse"]
    environment = {**os.environ, **ENVIRONMENT}
    done = subprocess.run(command, input=message.encode(), capture_output=True, check=True, env=environment)
    return done.stdout.decode().splitlines()


@given(note=notes | st.none())
@settings(max_examples=60, deadline=None)
def test_git_reads_the_trailers_back_whatever_the_note_says(note: str | None) -> None:
    message = make_message("eo-14288/3.b: in_progress -> completed", note, TRAILERS)
    assert read_trailers(message) == ["EO-Directive: eo-14288/3.b", "EO-Status: completed"]


@pytest.mark.parametrize("note", [None, "", " \n\n", "\r\n"])
def test_a_message_without_a_note_has_no_gap(note: str | None) -> None:
    assert make_message("subject", note, {"EO-Status": "x"}) == "subject\n\nEO-Status: x\n"


def test_a_message_is_made_of_its_parts() -> None:
    message = make_message(
        "a\nsubject", "First.\r\n\r\n# Second \n---\n", {"EO-Directive": "eo-1/2", "EO-Status": "a\nb"}
    )
    assert message == "a subject\n\nFirst.\n\n# Second\n ---\n\nEO-Directive: eo-1/2\nEO-Status: a b\n"


def test_what_no_message_can_hold_is_left_out(root: Path) -> None:
    commit(root, message=make_message("s\0ubject", "n\0ote \udce9", TRAILERS))
    assert git(root, "log", "-1", "--format=%s|%(trailers:key=EO-Status,valueonly)").strip() == "subject|completed"
    assert git(root, "log", "-1", "--format=%b").startswith("note ?")
