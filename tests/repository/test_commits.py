"""Commits of single records: what is in them, and that all else in the clone stays as the user left it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository import index as index_module
from eo_tracker.repository.commits import open_clone
from eo_tracker.repository.committing import FileChange
from eo_tracker.repository.index import IndexHeld
from eo_tracker.repository.placing import CannotWrite
from tests.repository.clones import (
    CHANGED,
    EMAIL,
    ENVIRONMENT,
    NEW_FOLDER_PATH,
    NEW_PATH,
    add_hook,
    change_of,
    commit,
    describe,
    describe_others,
    disarrange,
    files_of,
    git,
    make_clone,
    make_repository,
    start_commit,
)
from tests.repository.trackers import ORDER, ORDER_PATH, RECORD, RECORD_PATH, write_tracker

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clone(tmp_path_factory.mktemp("template"))


@pytest.fixture
def root(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    copy = tmp_path / "clone"
    shutil.copytree(template, copy)
    git(copy, "update-index", "--refresh")
    yield copy
    left = list((copy / ".git" / "eo-tracker" / "pending").glob("*"))
    assert not left
    assert "error" not in git(copy, "fsck")


def says(root: Path, path: str = RECORD_PATH, revision: str = "HEAD") -> str:
    return git(root, "show", f"{revision}:{path}")


# What is committed


@pytest.mark.parametrize("path", [RECORD_PATH, NEW_PATH, NEW_FOLDER_PATH])
def test_just_the_record_is_committed_whatever_else_lies_about(root: Path, path: str) -> None:
    disarrange(root)
    before = describe_others(root, path)
    made = commit(root, path)
    assert made == git(root, "rev-parse", "HEAD")
    assert files_of(root) == [path]
    assert (root / path).read_bytes() == CHANGED
    assert says(root, path) + "\n" == CHANGED.decode()
    assert describe_others(root, path) == before
    assert path not in git(root, "status", "--porcelain")


def test_what_was_changed_or_staged_of_the_record_is_committed_with_it(root: Path) -> None:
    (root / RECORD_PATH).write_text(RECORD + "note: staged\n")
    git(root, "add", RECORD_PATH)
    (root / RECORD_PATH).write_text(RECORD + "note: changed\n")
    commit(root, after=RECORD.encode() + b"note: last\n")
    assert "note: last" in says(root)
    assert git(root, "status", "--porcelain") == ""


def test_a_change_that_is_in_the_file_already_is_committed(root: Path) -> None:
    (root / RECORD_PATH).write_bytes(CHANGED)
    commit(root)
    assert files_of(root) == [RECORD_PATH]


def test_a_record_that_git_knows_only_as_intended_is_committed(root: Path) -> None:
    (root / NEW_PATH).write_bytes(b"status: not_started\n")
    git(root, "add", "--intent-to-add", NEW_PATH)
    commit(root, NEW_PATH)
    assert git(root, "status", "--porcelain") == ""


def test_a_record_taken_out_of_the_index_is_committed(root: Path) -> None:
    git(root, "rm", "--quiet", "--cached", RECORD_PATH)
    commit(root)
    assert git(root, "status", "--porcelain") == ""


def test_a_record_is_removed(root: Path) -> None:
    disarrange(root)
    before = describe_others(root, RECORD_PATH)
    commit(root, after=None)
    assert git(root, "show", "--format=", "--name-status") == f"D\t{RECORD_PATH}"
    assert not (root / RECORD_PATH).exists()
    assert describe_others(root, RECORD_PATH) == before


def test_nothing_is_committed_where_head_says_so_already(root: Path) -> None:
    (root / RECORD_PATH).write_bytes(CHANGED)
    head = git(root, "rev-parse", "HEAD")
    with open_clone(root) as clone:
        assert clone.commit([change_of(root, RECORD_PATH, RECORD.encode())]) == (None,)
    assert git(root, "rev-parse", "HEAD") == head
    assert git(root, "status", "--porcelain") == ""


def test_each_change_has_a_commit_of_its_own(root: Path) -> None:
    disarrange(root)
    paths = (RECORD_PATH, NEW_PATH, NEW_FOLDER_PATH)
    before = describe_others(root, *paths)
    with open_clone(root) as clone:
        made = clone.commit([change_of(root, path, CHANGED) for path in paths])
    assert list(made) == git(root, "rev-list", "--reverse", "HEAD", "-3").splitlines()
    assert [files_of(root, str(each)) for each in made] == [[path] for path in paths]
    assert describe_others(root, *paths) == before


def test_the_message_is_kept_to_the_letter(root: Path) -> None:
    for name, value in {
        "commit.template": str(root / "notes.txt"),
        "commit.cleanup": "strip",
        "commit.verbose": "true",
        "core.commentChar": "E",
        "i18n.commitEncoding": "ISO-8859-1",
    }.items():
        git(root, "config", name, value)
    message = "-F --amend: ü → “x”\n\n# a line\n--- \nindented\n\n\n   more\n\nEO-Directive: eo-90001/3.b\n"
    commit(root, message=message)
    raw = subprocess.run(["git", "cat-file", "commit", "HEAD"], cwd=root, check=True, capture_output=True).stdout
    assert raw.partition(b"\n\n")[2] == message.encode()
    assert b"\nencoding" not in raw


def test_the_mode_of_a_file_stays(root: Path) -> None:
    (root / RECORD_PATH).chmod(0o640)
    commit(root)
    assert (root / RECORD_PATH).stat().st_mode & 0o777 == (0o640 if os.name == "posix" else 0o666)


@pytest.mark.parametrize("name", ["--all.yaml", "-F.yaml", "a b*.yaml", "[ab].yaml", "é ü.yaml", ":(top).yaml"])
def test_no_name_is_taken_for_an_option_or_a_pattern(root: Path, name: str) -> None:
    path = f"status/eo-90001/{name}"
    write_tracker(root, {"status/eo-90001/a.yaml": "status: not_started\n"})
    commit(root, path)
    assert git(root, "show", "--format=", "--name-only", "-z").strip("\0") == path
    commit(root, path, b"status: not_started\n")
    with open_clone(root) as clone:
        assert clone.committed(path) == b"status: not_started\n"


# Where it is committed


def test_a_record_is_committed_in_a_repository_without_commits(tmp_path: Path, root: Path) -> None:
    empty = write_tracker(make_repository(tmp_path / "empty"), {ORDER_PATH: ORDER, "staged.txt": "s\n"})
    git(empty, "add", "staged.txt")
    with open_clone(empty) as clone:
        assert clone.committed(RECORD_PATH) is None
    commit(empty)
    assert files_of(empty) == [RECORD_PATH]
    assert git(empty, "status", "--porcelain") == "A  staged.txt\n?? directives/"
    commit(empty, after=RECORD.encode())
    assert git(root, "log", "-1", "--format=%s") == "A tracker"


def test_a_record_is_committed_in_a_subfolder_of_a_bigger_repository(tmp_path: Path, root: Path) -> None:
    inner = make_clone(tmp_path / "outer", "trackers/ours")
    disarrange(inner)
    before = describe_others(inner, RECORD_PATH, NEW_PATH)
    commit(inner)
    assert files_of(inner) == [f"trackers/ours/{RECORD_PATH}"]
    commit(inner, NEW_PATH)
    assert describe_others(inner, RECORD_PATH, NEW_PATH) == before
    with open_clone(inner) as clone:
        assert clone.committed(RECORD_PATH) == CHANGED
    assert root != inner


def test_a_record_is_committed_in_a_linked_worktree(root: Path) -> None:
    git(root, "worktree", "add", "--quiet", "-b", "other", "../other")
    other = root.parent / "other"
    disarrange(other)
    before, main = describe_others(other, RECORD_PATH), describe(root)
    commit(other)
    assert git(root, "rev-parse", "other") == git(other, "rev-parse", "HEAD")
    assert describe_others(other, RECORD_PATH) == before
    assert describe(root) == main


@pytest.mark.parametrize(
    "settings",
    [
        {"core.splitIndex": "true"},
        {"index.version": "4"},
        {"core.untrackedCache": "true"},
        {"core.quotePath": "true", "status.short": "true", "status.showUntrackedFiles": "no"},
        {"core.fsmonitor": "true"},
        {"core.autocrlf": "true"},
        {"core.checkStat": "minimal", "core.trustctime": "false"},
        {"core.logAllRefUpdates": "false", "advice.statusHints": "false"},
        {"trace2.eventTarget": "/dev/null", "log.showSignature": "true"},
        {"commit.status": "true", "core.editor": "false"},
    ],
    ids=str,
)
def test_settings_of_git_do_no_harm(root: Path, settings: dict[str, str]) -> None:
    for name, value in settings.items():
        git(root, "config", name, value)
    git(root, "update-index", "--force-write-index")
    disarrange(root)
    before = describe_others(root, RECORD_PATH, NEW_PATH)
    commit(root)
    commit(root, NEW_PATH)
    commit(root, after=CHANGED.replace(b"completed", b"cancelled"))
    assert files_of(root) == [RECORD_PATH]
    assert describe_others(root, RECORD_PATH, NEW_PATH) == before


def test_a_watcher_that_has_missed_the_change_does_no_harm(root: Path) -> None:
    hook = add_hook(root, "watcher", "printf 'token\\0'")
    git(root, "config", "core.fsmonitor", hook.as_posix())
    git(root, "status")
    commit(root)
    assert files_of(root) == [RECORD_PATH]


def test_variables_of_a_surrounding_git_are_not_heeded(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = make_clone(tmp_path / "elsewhere")
    head = git(elsewhere, "rev-parse", "HEAD")
    for name, value in {
        "GIT_DIR": str(elsewhere / ".git"),
        "GIT_WORK_TREE": str(elsewhere),
        "GIT_INDEX_FILE": str(elsewhere / ".git" / "index"),
        "GIT_PREFIX": "x/",
        "GIT_LITERAL_PATHSPECS": "1",
    }.items():
        monkeypatch.setenv(name, value)
    commit(root)
    assert os.environ["GIT_PREFIX"] == "x/"
    assert files_of(root) == [RECORD_PATH]
    assert git(elsewhere, "rev-parse", "HEAD") == head


def test_an_ignored_record_is_committed(root: Path) -> None:
    (root / ".gitignore").write_text("status/\n")
    commit(root, NEW_FOLDER_PATH)
    commit(root)
    assert git(root, "status", "--porcelain") == "?? .gitignore"


@pytest.mark.parametrize("flag", ["--skip-worktree", "--assume-unchanged"])
def test_a_record_that_git_was_told_to_overlook_is_committed(root: Path, flag: str) -> None:
    git(root, "update-index", flag, RECORD_PATH)
    commit(root)
    assert files_of(root) == [RECORD_PATH]
    assert git(root, "diff", "--cached", "--name-only") == ""


def test_a_sparse_checkout_does_no_harm(root: Path) -> None:
    git(root, "sparse-checkout", "set", "--no-cone", "/status/eo-90001", "/directives")
    commit(root)
    commit(root, NEW_FOLDER_PATH)
    assert files_of(root) == [NEW_FOLDER_PATH]
    assert "staged.txt" in git(root, "ls-tree", "--name-only", "HEAD")
    assert git(root, "diff", "--cached") == ""


def test_a_record_that_a_sparse_checkout_leaves_out_is_refused(root: Path) -> None:
    git(root, "sparse-checkout", "set", "--no-cone", "/directives")
    with pytest.raises(EOTrackerError, match="is left out by this clone's sparse checkout"):
        commit(root)
    assert not (root / RECORD_PATH).exists()


@pytest.mark.parametrize("how", ["core.autocrlf", "eol=crlf"])
def test_the_line_ends_of_a_checkout_are_those_of_the_committed_file(root: Path, how: str) -> None:
    if how == "core.autocrlf":
        git(root, "config", how, "true")
    else:
        (root / ".gitattributes").write_text("*.yaml text eol=crlf\n")
    crlf = CHANGED.replace(b"\n", b"\r\n")
    commit(root, after=crlf)
    assert says(root) + "\n" == CHANGED.decode()
    assert (root / RECORD_PATH).read_bytes() == crlf
    with open_clone(root) as clone:
        assert clone.committed(RECORD_PATH) == crlf
        assert clone.committed(NEW_PATH) is None


def test_who_commits_is_known(root: Path) -> None:
    with open_clone(root) as clone:
        assert clone.author
        assert (clone.author.name, clone.author.email) == ("A. Keeper", EMAIL)
        assert clone.repository
        assert clone.repository.ref() == "refs/heads/main"


def test_a_repository_with_longer_ids_will_do(root: Path, tmp_path: Path) -> None:
    longer = tmp_path / "longer"
    longer.mkdir()
    git(longer, "init", "--quiet", "--object-format=sha256")
    write_tracker(make_repository(longer), {ORDER_PATH: ORDER, RECORD_PATH: RECORD})
    add_hook(longer, "pre-commit", f"echo 'note: by the hook' >> {RECORD_PATH}; git add {RECORD_PATH}")
    assert len(commit(longer)) == 64
    assert git(longer, "status", "--porcelain") == "?? directives/"
    assert root != longer


# Hooks and signing


def test_hooks_run_and_see_only_the_record(root: Path) -> None:
    disarrange(root)
    before = describe_others(root, RECORD_PATH, "seen")
    seen = root.parent / "seen"
    add_hook(root, "pre-commit", f"git diff --cached --name-only > '{seen}'")
    add_hook(root, "prepare-commit-msg", f"echo $2 >> '{seen}'")
    add_hook(root, "commit-msg", 'echo "Change-Id: 7" >> "$1"')
    add_hook(root, "post-commit", f"echo done >> '{seen}'; exit 1")
    commit(root)
    assert seen.read_text().split() == [RECORD_PATH, "message", "done"]
    assert git(root, "log", "-1", "--format=%B").rstrip().endswith("Change-Id: 7")
    assert describe_others(root, RECORD_PATH, "seen") == before


def test_what_a_hook_makes_of_the_record_is_in_the_index_too(root: Path) -> None:
    add_hook(root, "pre-commit", f"echo 'note: by the hook' >> {RECORD_PATH}; git add {RECORD_PATH}")
    commit(root)
    assert "by the hook" in says(root)
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.parametrize("hook", ["pre-commit", "prepare-commit-msg", "commit-msg", "reference-transaction"])
@pytest.mark.parametrize("path", [RECORD_PATH, NEW_FOLDER_PATH])
def test_a_hook_that_refuses_is_named_and_leaves_all_as_it_was(root: Path, hook: str, path: str) -> None:
    disarrange(root)
    before, head = describe(root), git(root, "rev-parse", "HEAD")
    index = (root / ".git" / "index").read_bytes()
    script = add_hook(root, hook, "echo 'lamps are out' >&2; exit 1")
    with pytest.raises(EOTrackerError, match=f"the hook {hook} refused it, saying: .*lamps are out"):
        commit(root, path)
    assert (root / ".git" / "index").read_bytes() == index
    assert describe(root) == before
    assert git(root, "rev-parse", "HEAD") == head
    assert not (root / "status" / "eo-90002").exists()
    script.unlink()
    commit(root, path)


def test_a_refusal_of_one_takes_all_back(root: Path) -> None:
    disarrange(root)
    before, head = describe(root), git(root, "rev-parse", "HEAD")
    add_hook(root, "commit-msg", 'grep -q eo-90002 "$1" && exit 1; exit 0')
    with (
        pytest.raises(EOTrackerError, match="the hook commit-msg refused it without a word"),
        open_clone(root) as clone,
    ):
        clone.commit([change_of(root, path, CHANGED) for path in (RECORD_PATH, NEW_PATH, NEW_FOLDER_PATH)])
    assert git(root, "rev-parse", "HEAD") == head
    assert describe(root) == before


def test_a_refusal_takes_all_back_where_nothing_was_committed_before(tmp_path: Path, root: Path) -> None:
    empty = write_tracker(make_repository(tmp_path / "empty"), {ORDER_PATH: ORDER})
    add_hook(empty, "commit-msg", 'grep -q eo-90002 "$1" && exit 1; exit 0')
    with pytest.raises(EOTrackerError, match="refused"), open_clone(empty) as clone:
        clone.commit([change_of(empty, path, CHANGED) for path in (RECORD_PATH, NEW_FOLDER_PATH)])
    assert git(empty, "status", "--porcelain", "--branch") == "## No commits yet on main\n?? directives/"
    assert git(root, "status", "--porcelain") == ""


def test_commits_that_others_have_built_on_stay(root: Path) -> None:
    add_hook(
        root,
        "commit-msg",
        'grep -q eo-90002 "$1" || exit 0; unset GIT_INDEX_FILE; '
        'git update-ref HEAD $(git commit-tree -p HEAD -m other "HEAD^{tree}"); exit 1',
    )
    with pytest.raises(EOTrackerError, match="1 of 2 updates were recorded"), open_clone(root) as clone:
        clone.commit([change_of(root, path, CHANGED) for path in (RECORD_PATH, NEW_FOLDER_PATH)])
    assert git(root, "log", "-2", "--format=%s").splitlines() == ["other", "eo-90001/3.b: changed"]
    assert git(root, "status", "--porcelain") == ""


def test_a_commit_of_the_users_own_in_between_stays(root: Path) -> None:
    mark = root.parent / "mark"
    add_hook(
        root,
        "pre-commit",
        f"test -e '{mark}' && exit 0; touch '{mark}'; unset GIT_INDEX_FILE; git commit -qnm theirs -- notes.txt",
    )
    (root / "notes.txt").write_text("changed\n")
    commit(root)
    assert git(root, "log", "-2", "--format=%s").splitlines() == ["eo-90001/3.b: changed", "theirs"]
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
def test_a_commit_is_signed(root: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    for name, value in {"gpg.format": "ssh", "user.signingKey": str(key), "commit.gpgSign": "true"}.items():
        git(root, "config", name, value)
    commit(root)
    assert "BEGIN SSH SIGNATURE" in git(root, "cat-file", "commit", "HEAD")


@pytest.mark.parametrize("form", ["ssh", "openpgp"])
def test_a_signature_that_cannot_be_made_leaves_all_as_it_was(root: Path, form: str) -> None:
    disarrange(root)
    before = describe(root)
    settings = {"gpg.format": form, "user.signingKey": "/nowhere/key", "commit.gpgSign": "true", "gpg.program": "false"}
    for name, value in settings.items():
        git(root, "config", name, value)
    with pytest.raises(EOTrackerError, match="could not be signed") as caught:
        commit(root)
    assert "commit.gpgSign false" in caught.value.hint
    assert describe(root) == before


# Others at work


def test_eight_processes_at_once_lose_nothing(root: Path) -> None:
    disarrange(root)
    (root / RECORD_PATH).write_text("")
    others = [f"status/eo-90001/4.{letter}.yaml" for letter in "abcd"]
    before = describe_others(root, RECORD_PATH, *others)
    started = [start_commit(root, RECORD_PATH, "{before}" + f"# {n}\n") for n in range(4)]
    started += [start_commit(root, path, "status: in_progress\n") for path in others]
    for process in started:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
    assert sorted((root / RECORD_PATH).read_text().split("\n")) == ["", "# 0", "# 1", "# 2", "# 3"]
    assert sorted(says(root).split("\n")) == ["# 0", "# 1", "# 2", "# 3"]
    assert len(git(root, "rev-list", "HEAD").splitlines()) == 9
    assert describe_others(root, RECORD_PATH, *others) == before


def test_what_the_user_stages_meanwhile_stays_staged(root: Path) -> None:
    add_hook(root, "pre-commit", "unset GIT_INDEX_FILE; echo late > notes.txt; git add notes.txt")
    commit(root)
    assert files_of(root) == [RECORD_PATH]
    assert git(root, "status", "--porcelain") == "M  notes.txt"


def test_an_index_that_others_hold_is_waited_for_and_then_left_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "PATIENCE", 0.1)
    lock = root / ".git" / "index.lock"
    lock.touch()
    with pytest.raises(IndexHeld) as caught:
        commit(root)
    assert str(lock) in caught.value.hint
    assert lock.exists()
    lock.unlink()
    commit(root)


def test_an_index_that_others_take_late_is_brought_up_by_the_next_update(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "PATIENCE", 0.1)
    hook = add_hook(root, "post-commit", "touch .git/index.lock")
    commit(root)
    hook.unlink()
    (root / ".git" / "index.lock").unlink()
    commit(root, NEW_PATH)
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.skipif(os.name != "posix", reason="disks without second names are imitated by a mode")
def test_a_disk_that_knows_no_second_names_will_do(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    disarrange(root)
    before = describe_others(root, RECORD_PATH)
    commit(root)
    assert describe_others(root, RECORD_PATH) == before
    assert not (root / ".git" / "index.lock").exists()


def test_a_file_that_others_changed_just_now_is_left_alone(root: Path) -> None:
    change = change_of(root, RECORD_PATH, CHANGED)
    (root / RECORD_PATH).write_text(RECORD + "note: by an editor\n")
    with pytest.raises(CannotWrite, match="was changed by somebody else just now"), open_clone(root) as clone:
        clone.commit([change])
    assert "by an editor" in (root / RECORD_PATH).read_text()


# Writing without committing


def test_files_are_written_without_a_commit(root: Path) -> None:
    disarrange(root)
    index, head = (root / ".git" / "index").read_bytes(), git(root, "rev-parse", "HEAD")
    with open_clone(root, committing=False) as clone:
        assert not clone.commits
        clone.write([change_of(root, path, CHANGED) for path in (RECORD_PATH, NEW_FOLDER_PATH)])
    assert (root / RECORD_PATH).read_bytes() == (root / NEW_FOLDER_PATH).read_bytes() == CHANGED
    assert ((root / ".git" / "index").read_bytes(), git(root, "rev-parse", "HEAD")) == (index, head)


def test_files_are_written_where_there_is_no_git(tmp_path: Path, root: Path) -> None:
    bare = write_tracker(tmp_path / "folder", {ORDER_PATH: ORDER})
    with open_clone(bare, committing=False) as clone:
        clone.write([change_of(bare, RECORD_PATH, CHANGED)])
        assert clone.author is None
        assert clone.committed(RECORD_PATH) is None
    assert (bare / RECORD_PATH).read_bytes() == CHANGED
    assert not (root / NEW_PATH).exists()


def test_all_files_are_written_or_none(root: Path) -> None:
    (root / "status" / "eo-90002").write_text("a file in the place of a folder\n")
    before = describe(root)
    changes = [change_of(root, RECORD_PATH, CHANGED), FileChange(NEW_FOLDER_PATH, None, CHANGED, "")]
    with pytest.raises(CannotWrite), open_clone(root, committing=False) as clone:
        clone.write(changes)
    with pytest.raises(CannotWrite), open_clone(root) as clone:
        clone.commit(changes)
    assert describe(root) == before
