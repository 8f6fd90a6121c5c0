"""Sync: what two clones of one tracker have after it, and what is said where they cannot be one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import time
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from eo_tracker.repository.merging import ATTRIBUTES_LINE
from tests.cli import warm
from tests.repository.clones import ENVIRONMENT, add_hook, describe_others, disarrange, git, make_repository
from tests.repository.trackers import COUNT, ORDER, ORDER_PATH, RECORD_PATH, write_tracker
from tests.terminal import PROGRAM, environment, run_in_terminal, without_colour

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

BRANCH = "refs/heads/main"
NEW_PATH = "status/eo-90001/3.a.yaml"
NOTES = "".join(f"{n}\n" for n in range(20))
FILES = {
    ORDER_PATH: ORDER,
    RECORD_PATH: COUNT,
    ".gitattributes": f"{ATTRIBUTES_LINE}\n",
    "notes.txt": NOTES,
    "staged.txt": "",
}
KEEPERS = {"here": "Ada Keeper", "there": "Bo Keeper"}


class Pair:
    """Two clones, `here` and `there`, of one bare repository."""

    def __init__(self, folder: Path, root: str = "") -> None:
        self.folder, self.root = folder, root
        self.here, self.there, self.shared = folder / "here" / root, folder / "there" / root, folder / "shared.git"

    @property
    def tip(self) -> str:
        return git(self.shared, "rev-parse", BRANCH)

    @property
    def heads(self) -> list[str]:
        return [self.tip, *(git(clone, "rev-parse", "HEAD") for clone in (self.here, self.there))]

    def shows(self, path: str = RECORD_PATH) -> str:
        """Return a file as the shared branch has it."""
        return git(self.shared, "show", f"{BRANCH}:{self.root}{'/' if self.root else ''}{path}") + "\n"


def make_pair(folder: Path, root: str = "") -> Pair:
    seed = make_repository(folder / "seed")
    write_tracker(seed / root, FILES)
    git(seed, "add", "--all")
    git(seed, "commit", "--quiet", "--message", "A tracker")
    git(folder, "clone", "--quiet", "--bare", "seed", "shared.git")
    for name, person in KEEPERS.items():
        git(folder, "clone", "--quiet", "shared.git", name)
        settings = {"user.name": person, "user.email": "keeper@lighthouses.example", "gc.auto": "0"}
        for key, value in {**settings, "remote.origin.url": "../shared.git"}.items():
            git(folder / name, "config", key, value)
    return Pair(folder, root)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pair")
    make_pair(folder)
    return folder


@pytest.fixture
def pair(template: Path, tmp_path: Path) -> Pair:
    shutil.copytree(template, tmp_path / "a pair")
    pair = Pair(tmp_path / "a pair")
    for clone in (pair.here, pair.there):
        git(clone, "update-index", "--refresh")
    return pair


def run(clone: Path, *arguments: str) -> CompletedProcess[str]:
    return warm.run("--today", "2025-06-30", *arguments, cwd=clone, env=ENVIRONMENT)


def sync(clone: Path, *options: str) -> str:
    """Sync, with nothing to complain of; return what is said."""
    done = run(clone, "sync", *options)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def refusal(clone: Path, *options: str) -> str:
    """Sync where it cannot be done; return what is said."""
    done = run(clone, "sync", *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert "\n  hint: " in done.stderr
    return done.stderr


def update(clone: Path, *options: str, directive: str = "3.b") -> None:
    done = run(clone, "update", directive, *options)
    assert done.returncode == 0, done.stderr


def commit_file(clone: Path, path: str, content: str | None) -> None:
    """Commit a file by hand, or its removal."""
    if content is None:
        git(clone, "rm", "--quiet", path)
    else:
        (clone / path).write_text(content, newline="\n")
        git(clone, "add", path)
    git(clone, "commit", "--quiet", "--message", f"By hand: {path}")


def source(n: int, day: str) -> tuple[str, ...]:
    return ("--evidence", f"https://example.gov/{n}", "--evidence-title", f"Report {n}", "--evidence-date", day)


def disagree(pair: Pair) -> list[str]:
    """Set the same field in both clones, `there` first, and share that; return where all are then."""
    update(pair.there, "--note", "Bo counts.")
    sync(pair.there)
    update(pair.here, "--note", "Ada counts.")
    return pair.heads


# What goes well


def test_clones_that_are_alike_are_up_to_date(pair: Pair) -> None:
    assert sync(pair.here) == "up to date with origin/main\n"


def test_an_update_is_sent_and_received(pair: Pair) -> None:
    update(pair.here, "--note", "Counting goes on.")
    assert sync(pair.here) == "received 0 commits, sent 1\n"
    assert sync(pair.there) == "received 1 commit, sent 0\n"
    assert len(set(pair.heads)) == 1
    assert "note: Counting goes on." in (pair.there / RECORD_PATH).read_text()


def test_updates_of_two_clones_are_combined_beside_the_shared_line(pair: Pair) -> None:
    update(pair.there, "--note", "By Bo.", directive="3.a")
    sync(pair.there)
    update(pair.here, "--note", "By Ada.")
    before = pair.heads
    assert sync(pair.here) == "received 1 commit, sent 1\n"
    assert git(pair.here, "rev-parse", "HEAD^1", "HEAD^2").splitlines() == before[:2]
    assert "By Bo." in pair.shows(NEW_PATH)
    assert "By Ada." in pair.shows(RECORD_PATH)
    assert git(pair.here, "status", "--porcelain") == ""
    assert (pair.here / RECORD_PATH).read_text() == pair.shows()


def test_different_fields_of_a_record_both_apply(pair: Pair) -> None:
    update(pair.there, "--note", "Counting goes on.")
    sync(pair.there)
    update(pair.here, "--status", "not_started", "--note", "Counting has begun.")
    assert "combined: eo-90001/3.b\n" in sync(pair.here)
    expected = COUNT.replace("in_progress", "not_started").replace("has begun", "goes on")
    assert pair.shows() == re.sub("as_of: .*", "as_of: 2025-06-30", expected)


def test_evidence_of_both_is_kept_in_order_of_date(pair: Pair) -> None:
    update(pair.there, *source(1, "2025-06-20"))
    sync(pair.there)
    update(pair.here, *source(2, "2025-06-01"))
    sync(pair.here)
    sync(pair.there)
    assert re.findall("url: https://example.gov/(.*)", pair.shows()) == ["notice", "2", "1"]
    assert len(set(pair.heads)) == 1


def test_a_record_that_both_created_is_one(pair: Pair) -> None:
    update(pair.there, "--status", "in_progress", *source(1, "2025-06-20"), directive="3.a")
    sync(pair.there)
    update(pair.here, "--status", "in_progress", "--note", "Ada counts.", directive="3.a")
    sync(pair.here)
    assert "note: Ada counts." in pair.shows(NEW_PATH)
    assert "https://example.gov/1" in pair.shows(NEW_PATH)


def test_a_removed_record_stays_removed(pair: Pair) -> None:
    commit_file(pair.there, RECORD_PATH, None)
    sync(pair.there)
    update(pair.here, "--note", "Ada counts.", directive="3.a")
    sync(pair.here)
    assert not (pair.here / RECORD_PATH).exists()
    assert RECORD_PATH not in git(pair.shared, "ls-tree", "-r", "--name-only", BRANCH)


def test_commits_by_hand_on_other_files_are_combined_too(pair: Pair) -> None:
    commit_file(pair.there, "notes.txt", f"there\n{NOTES}")
    commit_file(pair.there, "new.txt", "new\n")
    sync(pair.there)
    commit_file(pair.here, "notes.txt", f"{NOTES}here\n")
    commit_file(pair.here, "staged.txt", None)
    assert sync(pair.here) == "received 2 commits, sent 2\n"
    assert pair.shows("notes.txt") == f"there\n{NOTES}here\n"
    listed = git(pair.shared, "ls-tree", "-r", "--name-only", BRANCH).splitlines()
    assert "new.txt" in listed
    assert "staged.txt" not in listed


def test_names_that_are_no_ascii_are_combined(pair: Pair) -> None:
    name = "Übersicht (für alle).txt"
    commit_file(pair.there, name, NOTES)
    sync(pair.there)
    sync(pair.here)
    commit_file(pair.there, name, f"there\n{NOTES}")
    sync(pair.there)
    commit_file(pair.here, name, f"{NOTES}here\n")
    sync(pair.here)
    assert (pair.here / name).read_text() == f"there\n{NOTES}here\n"


def test_the_user_s_own_work_stays_as_it_is(pair: Pair) -> None:
    update(pair.there, "--note", "Bo counts.")
    sync(pair.there)
    update(pair.here, *source(1, "2025-06-01"))
    disarrange(pair.here)
    before = describe_others(pair.here, RECORD_PATH)
    assert sync(pair.here) == "received 1 commit, sent 1\ncombined: eo-90001/3.b\n"
    assert describe_others(pair.here, RECORD_PATH) == before
    assert "note: Bo counts." in (pair.here / RECORD_PATH).read_text()


def test_records_that_are_not_committed_are_told_and_not_shared(pair: Pair) -> None:
    update(pair.here, "--no-commit", "--note", "A draft.")
    (pair.here / NEW_PATH).write_text("status: in_progress\n")
    done = run(pair.here, "sync")
    assert (done.returncode, done.stdout) == (0, "up to date with origin/main\n")
    assert done.stderr == (
        f"note: {RECORD_PATH}, {NEW_PATH} have changes that are not committed, so they are not shared\n"
    )
    assert "A draft." not in pair.shows()


def test_a_linked_worktree_shares_its_own_branch(pair: Pair) -> None:
    linked = pair.folder / "linked"
    git(pair.here, "worktree", "add", "--quiet", "-b", "drafts", str(linked), "origin/main")
    git(linked, "branch", "--quiet", "--set-upstream-to=origin/main")
    update(pair.there, "--note", "Bo counts.")
    sync(pair.there)
    update(linked, *source(1, "2025-06-01"))
    head = git(pair.here, "rev-parse", "HEAD")
    assert sync(linked) == "received 1 commit, sent 1\ncombined: eo-90001/3.b\n"
    assert git(linked, "rev-parse", "HEAD") == pair.tip
    assert git(linked, "status", "--porcelain") == ""
    assert git(pair.here, "rev-parse", "HEAD") == head


def test_a_tracker_in_a_folder_of_a_repository_is_shared(tmp_path: Path) -> None:
    pair = make_pair(tmp_path, "trackers/ours")
    disarrange(pair.here)
    update(pair.there, "--note", "Bo counts.")
    sync(pair.there)
    update(pair.here, *source(1, "2025-06-01"))
    before = describe_others(pair.here, RECORD_PATH)
    assert sync(pair.here) == "received 1 commit, sent 1\ncombined: eo-90001/3.b\n"
    assert describe_others(pair.here, RECORD_PATH) == before
    assert "note: Bo counts." in pair.shows()
    assert "https://example.gov/1" in (pair.here / RECORD_PATH).read_text()


def test_line_ends_of_a_checkout_are_no_changes(pair: Pair) -> None:
    git(pair.here, "config", "core.autocrlf", "true")
    for path in (RECORD_PATH, "notes.txt"):
        (pair.here / path).unlink()
    git(pair.here, "checkout", "--", ".")
    update(pair.there, "--note", "Bo counts.")
    sync(pair.there)
    update(pair.here, *source(1, "2025-06-01"))
    sync(pair.here)
    assert "\r" not in pair.shows()
    assert b"note: Bo counts.\r\n" in (pair.here / RECORD_PATH).read_bytes()
    assert git(pair.here, "status", "--porcelain") == ""


def test_the_first_push_makes_the_branch(pair: Pair) -> None:
    shutil.rmtree(pair.shared)
    git(pair.folder, "init", "--quiet", "--bare", "--initial-branch=main", "shared.git")
    assert sync(pair.here) == "received 0 commits, sent 1\n"
    assert pair.tip == git(pair.here, "rev-parse", "HEAD")


def test_commits_that_combine_are_signed_where_the_user_signs(pair: Pair) -> None:
    gpg = pair.folder / "gpg"
    gpg.write_text(
        "#!/bin/sh\ncat > /dev/null\necho '[GNUPG:] SIG_CREATED ' >&2\n"
        "printf -- '-----BEGIN PGP SIGNATURE-----\\nsigned\\n-----END PGP SIGNATURE-----\\n'\n"
    )
    gpg.chmod(0o755)
    commit_file(pair.there, "new.txt", "new\n")
    sync(pair.there)
    commit_file(pair.here, "notes.txt", "here\n")
    git(pair.here, "config", "commit.gpgSign", "true")
    git(pair.here, "config", "gpg.program", str(gpg))
    sync(pair.here)
    assert "gpgsig -----BEGIN PGP SIGNATURE-----" in git(pair.here, "cat-file", "commit", "HEAD")


# First use


@pytest.mark.parametrize("known", [None, "*.md text\n", "*.md text\r\n", "*.md text"])
def test_the_first_sync_has_git_merge_records_field_by_field(known: str | None, pair: Pair) -> None:
    commit_file(pair.there, ".gitattributes", None)
    if known:
        commit_file(pair.there, ".gitattributes", known)
    git(pair.there, "push", "--quiet")
    git(pair.here, "pull", "--quiet")
    update(pair.here, "--note", "Ada counts.")
    done = run(pair.here, "sync")
    assert (done.returncode, done.stdout) == (0, "received 0 commits, sent 1\n")
    assert "note: .gitattributes" in done.stderr
    assert sync(pair.there) == "received 1 commit, sent 0\n"
    line_end = "\r\n" if "\r\n" in (known or "") else "\n"
    kept = f"{(known or '').rstrip()}{line_end}" if known else ""
    there = git(pair.shared, "cat-file", "blob", f"{BRANCH}:.gitattributes")
    assert (pair.here / ".gitattributes").read_bytes().decode() == f"{kept}{ATTRIBUTES_LINE}{line_end}"
    assert ATTRIBUTES_LINE in there
    assert git(pair.here, "config", "merge.eo-tracker.driver")
    assert run(pair.here, "sync").stderr == ""


def test_attributes_that_somebody_is_at_work_on_are_left_alone(pair: Pair) -> None:
    commit_file(pair.here, ".gitattributes", "*.md text\n")
    git(pair.here, "push", "--quiet")
    (pair.here / ".gitattributes").write_text("*.md text\n*.txt text\n")
    update(pair.here, "--note", "Ada counts.")
    assert sync(pair.here) == "received 0 commits, sent 1\n"
    assert (pair.here / ".gitattributes").read_text() == "*.md text\n*.txt text\n"
    assert pair.shows(".gitattributes") == "*.md text\n"


def without_attributes(pair: Pair) -> None:
    commit_file(pair.there, ".gitattributes", None)
    git(pair.there, "push", "--quiet")
    git(pair.here, "pull", "--quiet")


@pytest.mark.parametrize("lacks", ["an identity", "the right to push"])
def test_whoever_cannot_share_still_receives(lacks: str, pair: Pair) -> None:
    without_attributes(pair)
    update(pair.there, "--note", "Bo counts.")
    git(pair.there, "push", "--quiet")
    if lacks == "an identity":
        git(pair.here, "config", "--unset", "user.name")
        git(pair.here, "config", "--unset", "user.email")
        git(pair.here, "config", "user.useConfigOnly", "true")
    else:
        add_hook(pair.shared, "pre-receive", "exit 1")
    assert sync(pair.here) == "received 1 commit, sent 0\n"
    assert "note: Bo counts." in (pair.here / RECORD_PATH).read_text()


# Upstreams of other kinds


def test_an_upstream_may_be_an_address(pair: Pair) -> None:
    git(pair.here, "config", "branch.main.remote", "../shared.git")
    update(pair.there, "--note", "Bo counts.")
    sync(pair.there)
    update(pair.here, "--note", "Ada counts.", directive="3.a")
    assert sync(pair.here) == "received 1 commit, sent 1\n"
    assert sync(pair.here) == "up to date with ../shared.git/main\n"
    assert pair.tip == git(pair.here, "rev-parse", "HEAD")


def test_an_upstream_may_be_a_branch_of_this_clone(pair: Pair) -> None:
    git(pair.here, "switch", "--quiet", "--create", "drafts", "--track", "main")
    update(pair.here, "--note", "Ada counts.")
    assert sync(pair.here) == "received 0 commits, sent 1\n"
    assert git(pair.here, "rev-parse", "main") == git(pair.here, "rev-parse", "drafts")


# Fields that are set twice


def test_a_field_set_twice_is_shown_in_words_and_changes_nothing(pair: Pair) -> None:
    heads = disagree(pair)
    said = refusal(pair.here)
    for word in ("eo-90001/3.b", "note", "Ada counts.", "Ada Keeper", "Bo counts.", "Bo Keeper", "--ours", "--theirs"):
        assert word in said
    assert len(re.findall(r"20\d\d-\d\d-\d\d", said)) == 2
    assert pair.heads == heads
    assert "Ada counts." in (pair.here / RECORD_PATH).read_text()
    assert git(pair.here, "status", "--porcelain") == ""


@pytest.mark.parametrize(("option", "kept", "dropped"), [("--ours", "Ada", "Bo"), ("--theirs", "Bo", "Ada")])
def test_a_field_set_twice_is_settled_by_an_option(option: str, kept: str, dropped: str, pair: Pair) -> None:
    disagree(pair)
    update(pair.here, *source(1, "2025-06-01"))
    done = run(pair.here, "sync", option)
    assert done.returncode == 0
    assert f"settled: eo-90001/3.b, note: kept “{kept} counts.”" in done.stderr
    assert f"note: {kept} counts.\n" in pair.shows()
    assert "https://example.gov/1" in pair.shows()
    assert pair.shows() == (pair.here / RECORD_PATH).read_text()
    message = git(pair.here, "log", "-1", "--format=%B")
    assert re.search(f"kept .*{kept} counts.*{kept} Keeper.*not .*{dropped} counts.*{dropped} Keeper", message)


def test_options_that_contradict_each_other_are_refused(pair: Pair) -> None:
    assert "--ours and --theirs contradict" in refusal(pair.here, "--ours", "--theirs")


def test_a_record_removed_here_and_changed_there_is_settled_too(pair: Pair) -> None:
    update(pair.there, "--note", "Bo counts.")
    sync(pair.there)
    commit_file(pair.here, RECORD_PATH, None)
    heads = pair.heads
    assert "record" in refusal(pair.here)
    assert pair.heads == heads
    assert run(pair.here, "sync", "--theirs").returncode == 0
    assert "note: Bo counts." in (pair.here / RECORD_PATH).read_text()


def test_who_is_told_is_who_set_the_value(pair: Pair) -> None:
    update(pair.there, "--note", "Bo counts.")
    git(pair.there, "config", "user.name", "Cy Keeper")
    update(pair.there, *source(1, "2025-06-20"))
    sync(pair.there)
    update(pair.here, "--note", "Ada counts.")
    said = refusal(pair.here)
    assert "Bo Keeper" in said
    assert "Cy Keeper" not in said


# On a terminal


def answer(clone: Path, *keys: str) -> tuple[int, str]:
    """Sync on a terminal, and type the keys once a question is asked; return the exit code and all that is shown."""
    import pty

    child, terminal = pty.fork()
    if not child:
        os.chdir(clone)
        os.execve(PROGRAM, [str(PROGRAM), "sync"], environment(**ENVIRONMENT, PROMPT_TOOLKIT_NO_CPR="1"))  # noqa: S606
    shown, left = "", list(keys)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            shown += os.read(terminal, 65536).decode(errors="replace")
        except OSError:
            break
        if left and "kept?" in without_colour(shown):
            time.sleep(0.1)
            os.write(terminal, left.pop(0).encode())
    else:
        os.kill(child, signal.SIGKILL)
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), without_colour(shown)


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
@pytest.mark.parametrize(("key", "kept"), [("\r", "Ada"), ("\x1b[B\r", "Bo")])
def test_on_a_terminal_it_asks_which_value_is_kept(key: str, kept: str, pair: Pair) -> None:
    disagree(pair)
    code, shown = answer(pair.here, key)
    assert code == 0, shown
    assert "fetching from origin" in shown
    assert f"note: {kept} counts.\n" in pair.shows()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_ctrl_c_at_the_question_changes_nothing(pair: Pair) -> None:
    heads = disagree(pair)
    code, shown = answer(pair.here, "\x03")
    assert code == 130, shown
    assert pair.heads == heads
    assert git(pair.here, "status", "--porcelain") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_on_a_terminal_it_tells_what_it_does(pair: Pair) -> None:
    update(pair.here, "--note", "Ada counts.")
    shown = without_colour(run_in_terminal(["eo-tracker", "sync"], cwd=pair.here, env=ENVIRONMENT))
    assert "fetching from origin" in shown
    assert "sharing with origin" in shown
    assert shown.endswith("received 0 commits, sent 1\n")


# What cannot be done


def test_work_in_the_way_is_named_and_nothing_is_moved_or_sent(pair: Pair) -> None:
    update(pair.there, "--note", "Bo counts.")
    sync(pair.there)
    update(pair.here, "--note", "Ada counts.", directive="3.a")
    (pair.here / RECORD_PATH).write_text("status: not_started\n")
    heads = pair.heads
    said = refusal(pair.here)
    assert RECORD_PATH in said
    assert "not committed" in said
    assert pair.heads == heads
    assert (pair.here / RECORD_PATH).read_text() == "status: not_started\n"


def test_an_untracked_file_in_the_way_is_named_and_kept(pair: Pair) -> None:
    update(pair.there, "--status", "in_progress", directive="3.a")
    sync(pair.there)
    (pair.here / NEW_PATH).write_text("status: not_started\n")
    heads = pair.heads
    assert NEW_PATH in refusal(pair.here)
    assert pair.heads == heads
    assert (pair.here / NEW_PATH).read_text() == "status: not_started\n"


def test_a_move_that_was_cut_off_is_finished(pair: Pair) -> None:
    update(pair.there, "--note", "Bo counts.")
    update(pair.there, "--status", "in_progress", directive="3.a")
    sync(pair.there)
    for path in (RECORD_PATH, NEW_PATH):  # git had written these, and not yet moved the branch
        shutil.copy(pair.there / path, pair.here / path)
    assert sync(pair.here) == "received 2 commits, sent 0\n"
    assert git(pair.here, "status", "--porcelain") == ""


@pytest.mark.parametrize("kind", ["same lines", "binary", "removed"])
def test_other_files_that_need_somebody_who_knows_git_are_named(kind: str, pair: Pair) -> None:
    there, here = {"same lines": ("1\n", "2\n"), "binary": ("\0\1", "\0\2"), "removed": ("1\n", None)}[kind]
    commit_file(pair.there, "notes.txt", there)
    sync(pair.there)
    commit_file(pair.here, "notes.txt", here)
    heads = pair.heads
    said = refusal(pair.here)
    assert "notes.txt" in said
    assert "git pull --no-rebase" in said
    assert pair.heads == heads
    assert git(pair.here, "status", "--porcelain") == ""


def test_a_file_where_others_have_a_folder_is_told(pair: Pair) -> None:
    (pair.there / "new").mkdir()
    commit_file(pair.there, "new/file.txt", "there\n")
    sync(pair.there)
    commit_file(pair.here, "new", "here\n")
    heads = pair.heads
    assert "git pull --no-rebase" in refusal(pair.here)
    assert pair.heads == heads


@pytest.mark.parametrize("hook", ["pre-receive", "update"])
def test_a_server_that_refuses_is_quoted(hook: str, pair: Pair) -> None:
    add_hook(pair.shared, hook, "echo 'main is a protected branch' >&2; exit 1")
    update(pair.here, "--note", "Ada counts.")
    heads = pair.heads
    said = refusal(pair.here)
    assert "main is a protected branch" in said
    assert "origin" in said
    assert pair.heads == heads


def test_a_refusal_in_words_that_git_uses_in_a_race_is_not_tried_again(pair: Pair) -> None:
    add_hook(pair.shared, "update", "echo 'cannot lock ref: the year is closed' >&2; exit 1")
    update(pair.here, "--note", "Ada counts.")
    assert "the year is closed" in refusal(pair.here)


def test_histories_that_cross_are_left_to_git(pair: Pair) -> None:
    commit_file(pair.there, "one.txt", "1\n")
    commit_file(pair.here, "two.txt", "2\n")
    for clone, other in ((pair.here, "there"), (pair.there, "here")):
        git(clone, "fetch", "--quiet", f"../{other}", "main")
    mine = git(pair.here, "rev-parse", "HEAD")
    git(pair.there, "merge", "--quiet", "--no-edit", mine)
    git(pair.here, "merge", "--quiet", "--no-edit", "FETCH_HEAD")
    git(pair.there, "push", "--quiet")
    heads = pair.heads
    said = refusal(pair.here)
    assert "crosswise" in said
    assert pair.heads == heads
    git(pair.here, "pull", "--quiet", "--no-edit", "--no-rebase")
    sync(pair.here)
    assert pair.tip == git(pair.here, "rev-parse", "HEAD")


def test_a_hook_of_one_s_own_may_refuse(pair: Pair) -> None:
    add_hook(pair.here, "pre-push", "echo 'not on a Friday' >&2; exit 1")
    update(pair.here, "--note", "Ada counts.")
    heads = pair.heads
    assert "not on a Friday" in refusal(pair.here)
    assert pair.heads == heads


def test_a_repository_that_is_gone_is_told(pair: Pair) -> None:
    update(pair.here, "--note", "Ada counts.")
    shutil.rmtree(pair.shared)
    assert "origin" in refusal(pair.here)
    assert git(pair.here, "log", "-1", "--format=%s").startswith("eo-90001/3.b")


def test_a_network_that_is_not_there_is_told(pair: Pair) -> None:
    git(pair.here, "remote", "set-url", "origin", "http://127.0.0.1:9/shared.git")
    assert "origin" in refusal(pair.here)


def test_a_branch_without_an_upstream_is_told_what_to_type(pair: Pair) -> None:
    git(pair.here, "switch", "--quiet", "--create", "drafts")
    assert "git push -u origin drafts" in refusal(pair.here)


def test_a_branch_that_others_have_is_taken_for_its_upstream(pair: Pair) -> None:
    git(pair.here, "branch", "--unset-upstream")
    assert "git branch --set-upstream-to=origin/main" in refusal(pair.here)


def test_a_repository_without_a_remote_is_told_what_to_type(pair: Pair) -> None:
    git(pair.here, "remote", "remove", "origin")
    said = refusal(pair.here)
    assert "git remote add origin" in said
    assert "git push -u origin main" in said


def test_a_detached_head_is_refused(pair: Pair) -> None:
    git(pair.here, "switch", "--quiet", "--detach")
    assert "git switch" in refusal(pair.here)


def test_a_merge_under_way_is_refused(pair: Pair) -> None:
    (pair.here / ".git" / "MERGE_HEAD").write_text(git(pair.here, "rev-parse", "HEAD") + "\n")
    assert "git merge --abort" in refusal(pair.here)


def test_a_tracker_in_no_repository_is_refused(pair: Pair) -> None:
    shutil.rmtree(pair.here / ".git")
    assert "no git repository" in refusal(pair.here)


def test_another_history_is_not_mixed_in(pair: Pair) -> None:
    git(pair.here, "switch", "--quiet", "--orphan", "other")
    write_tracker(pair.here, FILES)
    git(pair.here, "add", "--all")
    git(pair.here, "commit", "--quiet", "--message", "Another tracker")
    git(pair.here, "branch", "--quiet", "--set-upstream-to=origin/main")
    heads = pair.heads
    assert "no common beginning" in refusal(pair.here)
    assert pair.heads == heads
