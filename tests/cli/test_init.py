"""`init`: a new tracker that works at once, wherever one may be made; where not, a sentence, and nothing is left."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from eo_tracker.repository.demo import LAST_DAY
from tests.cli.asking import Refusal, refusal
from tests.cli.trackers import git
from tests.cli.warm import run

FILES = {
    ".gitattributes",
    "README.md",
    "directives/README.md",
    "eo-tracker.toml",
    "status/README.md",
}
ORDER = """\
order: EO 99001
title: A Fictional Order
signed: 2026-01-30
sections:
  - section: "2"
    directives:
      - id: 2.a
        summary: Report on the harbors
        lead: [DHS]
"""


@pytest.fixture
def person(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of somebody whom git knows."""
    settings = tmp_path_factory.mktemp("home") / "gitconfig"
    settings.write_text("[user]\n name = A. Founder\n email = founder@example.gov\n[init]\n defaultBranch = trunk\n")
    return {"GIT_CONFIG_GLOBAL": str(settings), "GIT_CONFIG_NOSYSTEM": "1"}


def init(*arguments: str, cwd: Path, env: Mapping[str, str]) -> str:
    """Run init, which has nothing to complain of, and return what it says."""
    done = run("init", *arguments, cwd=cwd, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def refused(*arguments: str, cwd: Path, env: Mapping[str, str]) -> Refusal:
    """Run init where it must refuse, and hold it to leaving everything as it was."""
    before = _everything_in(cwd)
    said = refusal(run("init", *arguments, cwd=cwd, env=env))
    assert _everything_in(cwd) == before
    assert said.hint
    return said


def _everything_in(folder: Path) -> list[str]:
    paths = (path.relative_to(folder) for path in folder.rglob("*"))
    return sorted(path.as_posix() for path in paths if not {"objects", "logs", "eo-tracker"} & {*path.parts})


def files_of(root: Path) -> set[str]:
    return {*git(root, "ls-tree", "-r", "--name-only", "--full-tree", "HEAD").splitlines()}


def test_a_new_folder_becomes_a_tracker(tmp_path: Path, person: dict[str, str]) -> None:
    said = init("deep/ours", cwd=tmp_path, env=person)
    root = tmp_path / "deep/ours"
    assert said.startswith("made a tracker in deep/ours: 5 files, first commit ")
    assert "git remote add origin" in said
    assert "git push -u origin trunk" in said
    assert files_of(root) == FILES
    assert git(root, "log", "--format=%an <%ae>") == "A. Founder <founder@example.gov>"
    assert git(root, "symbolic-ref", "--short", "HEAD") == "trunk"
    assert git(root, "status", "--porcelain") == ""
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["ours"]
    assert {path.name for path in root.iterdir()} == {
        ".git", ".gitattributes", "README.md", "directives", "eo-tracker.toml", "status"
    }  # fmt: skip


@pytest.mark.parametrize("command", ["status", "overdue", "upcoming", "orders", "agencies"])
def test_a_new_tracker_is_one_for_every_command(tmp_path: Path, person: dict[str, str], command: str) -> None:
    init("ours", cwd=tmp_path, env=person)
    done = run(command, cwd=tmp_path / "ours", env=person)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_clone_of_a_new_tracker_is_a_tracker(tmp_path: Path, person: dict[str, str]) -> None:
    init("ours", cwd=tmp_path, env=person)
    git(tmp_path, "clone", "--quiet", "ours", "theirs")
    (tmp_path / "theirs/directives/eo-99001.yaml").write_text(ORDER)
    done = run("update", "2.a", "--status", "in_progress", cwd=tmp_path / "theirs", env=person)
    assert done.returncode == 0, done.stderr
    synced = run("sync", cwd=tmp_path / "theirs", env=person)
    assert "set to be merged" not in synced.stderr
    assert files_of(tmp_path / "theirs") == FILES | {"status/eo-99001/2.a.yaml"}


def test_git_merges_records_field_by_field_from_the_start(tmp_path: Path, person: dict[str, str]) -> None:
    init("ours", cwd=tmp_path, env=person)
    root = tmp_path / "ours"
    assert git(root, "check-attr", "merge", "--", "status/eo-1/1.yaml").endswith("merge: eo-tracker")
    assert "merge-record" in git(root, "config", "merge.eo-tracker.driver")


def test_every_setting_is_named_in_the_starting_configuration(tmp_path: Path, person: dict[str, str]) -> None:
    from eo_tracker.repository.configuration import CheckSettings, Configuration, ReportSettings

    init("ours", cwd=tmp_path, env=person)
    text = (tmp_path / "ours/eo-tracker.toml").read_text("utf-8")
    assert f"# due_soon_days = {Configuration().due_soon_days}\n" in text
    for name, default in CheckSettings().model_dump(exclude={"severity"}).items():
        assert f"# {name} = {default}\n" in text
    # Where orders are downloaded from is one place for all, and no tracker begins with another.
    assert {*Configuration.model_fields} == {"due_soon_days", "check", "report", "importing"}
    assert all(re.search(rf"^# {name} = ", text, re.MULTILINE) for name in ReportSettings.model_fields)
    assert "# [check]\n" in text
    assert "# severity = " in text


@pytest.mark.parametrize("folder", [".", "empty"])
def test_an_empty_folder_becomes_a_tracker(tmp_path: Path, person: dict[str, str], folder: str) -> None:
    (tmp_path / "empty").mkdir()
    inode = (tmp_path / "empty").stat().st_ino
    init(folder, cwd=tmp_path / "empty" if folder == "." else tmp_path, env=person)
    assert files_of(tmp_path / "empty") == FILES
    assert (tmp_path / "empty").stat().st_ino == inode, "whoever stands in it still does"


def test_a_folder_is_taken_from_where_the_command_is_said_to_run(tmp_path: Path, person: dict[str, str]) -> None:
    (tmp_path / "work").mkdir()
    done = run("-C", "work", "init", "ours", cwd=tmp_path, env=person)
    assert done.returncode == 0
    assert files_of(tmp_path / "work/ours") == FILES


def test_a_clone_of_an_empty_repository_becomes_a_tracker(tmp_path: Path, person: dict[str, str]) -> None:
    git(tmp_path, "init", "--quiet", "--bare", "shared.git")
    git(tmp_path, "clone", "--quiet", "shared.git", "ours")
    said = init(".", cwd=tmp_path / "ours", env=person)
    assert "git remote add" not in said
    assert files_of(tmp_path / "ours") == FILES
    git(tmp_path / "ours", "push", "--quiet", "origin", "HEAD")


def make_repository(folder: Path) -> Path:
    """Make a repository in which somebody is at work."""
    folder.mkdir()
    git(folder, "init", "--quiet")
    (folder / "code.py").write_text("one\n")
    git(folder, "add", "code.py")
    git(folder, "commit", "--quiet", "-m", "Code")
    (folder / "code.py").write_text("two\n")
    (folder / "staged.py").write_text("staged\n")
    git(folder, "add", "staged.py")
    return folder


def test_a_folder_of_a_repository_becomes_a_tracker_in_it(tmp_path: Path, person: dict[str, str]) -> None:
    root = make_repository(tmp_path / "bigger")
    said = init("trackers/ours", cwd=root, env=person)
    assert "in the repository " in said
    assert not (root / "trackers/ours/.git").exists()
    named = git(root, "show", "--format=", "--name-only", "HEAD").splitlines()
    assert {*named} == {f"trackers/ours/{path}" for path in FILES}
    assert git(root, "status", "--porcelain").splitlines() == ["M code.py", "A  staged.py"]
    done = run("status", cwd=root / "trackers/ours", env=person)
    assert (done.returncode, done.stderr) == (0, "")


def test_how_to_share_a_tracker_is_what_git_takes(tmp_path: Path, person: dict[str, str]) -> None:
    root = make_repository(tmp_path / "bigger")
    branch = git(root, "symbolic-ref", "--short", "HEAD")
    address = f"git remote add origin ADDRESS; git push -u origin {branch}"
    assert f"share it: {address} (then" in init("one", cwd=root, env=person)
    git(tmp_path, "init", "--quiet", "--bare", "shared.git")
    git(root, "remote", "add", "origin", str(tmp_path / "shared.git"))
    assert f"share it: git push -u origin {branch} (then" in init("two", cwd=root, env=person)
    git(root, "push", "--quiet", "-u", "origin", branch)
    assert "share it: git push (then" in init("three", cwd=root, env=person)


def test_a_folder_that_a_repository_ignores_is_a_repository_of_its_own(tmp_path: Path, person: dict[str, str]) -> None:
    root = make_repository(tmp_path / "bigger")
    (root / ".gitignore").write_text("scratch/\n")
    init("scratch", cwd=root, env=person)
    assert (root / "scratch/.git").is_dir()
    assert git(root, "log", "--format=%s") == "Code"


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path, person: dict[str, str]) -> None:
    for name in "abcde":
        (tmp_path / name).touch()
    said = refused(".", cwd=tmp_path, env=person)
    assert said == (". is not empty: it holds a, b, c and 2 more", "name a new folder, as in: eo-tracker init tracker")


def test_what_an_init_has_left_that_was_killed_is_told(tmp_path: Path, person: dict[str, str]) -> None:
    (tmp_path / ".eo-tracker-abc").mkdir()
    said = refused(".", cwd=tmp_path, env=person)
    assert said == (
        ". is not empty: it holds .eo-tracker-abc",
        "an init that was ended by force has left it; remove it",
    )


def test_a_tracker_and_what_is_in_one_are_refused(tmp_path: Path, person: dict[str, str]) -> None:
    init("ours", cwd=tmp_path, env=person)
    assert refused("ours", cwd=tmp_path, env=person).message == "ours is a tracker already"
    for name in ("ours/more", "ours/directives"):
        assert f"{name} is inside of the tracker " in refused(name, cwd=tmp_path, env=person).message


@pytest.mark.parametrize("options", [(), ("--demo",)])
@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_file_in_its_place_is_refused(
    tmp_path: Path, person: dict[str, str], name: str, options: tuple[str, ...]
) -> None:
    (tmp_path / "file").touch()
    assert refused(*options, name, cwd=tmp_path, env=person).message.endswith("file is a file and no folder")


@pytest.mark.parametrize("folder", ["new", ".", "deep/new"])
def test_nothing_is_left_where_git_does_not_know_the_user(tmp_path: Path, folder: str) -> None:
    home = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    assert "git does not know who you are" in refused(folder, cwd=tmp_path, env=home).message


def test_nothing_is_left_where_git_is_missing(tmp_path: Path, person: dict[str, str]) -> None:
    for options in ((), ("--demo",)):
        said = refused(*options, "new", cwd=tmp_path, env={**person, "PATH": str(tmp_path)})
        assert said.message == "git is not installed, or not on the PATH"


def _refuse_by_hook(hooks: Path) -> None:
    hooks.mkdir(parents=True, exist_ok=True)
    (hooks / "pre-commit").write_text("#!/bin/sh\necho no >&2\nexit 1\n", newline="\n")
    (hooks / "pre-commit").chmod(0o755)


def test_nothing_is_left_where_a_hook_refuses(tmp_path: Path, person: dict[str, str]) -> None:
    _refuse_by_hook(tmp_path / "template/hooks")
    env = {**person, "GIT_TEMPLATE_DIR": str(tmp_path / "template")}
    assert "the hook pre-commit refused it" in refused("new", cwd=tmp_path, env=env).message


def test_nothing_is_left_in_a_repository_whose_hook_refuses(tmp_path: Path, person: dict[str, str]) -> None:
    root = make_repository(tmp_path / "bigger")
    _refuse_by_hook(root / ".git/hooks")
    before = git(root, "status", "--porcelain", "--untracked-files=all")
    assert "the hook pre-commit refused it" in refused("trackers/ours", cwd=root, env=person).message
    assert git(root, "status", "--porcelain", "--untracked-files=all") == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden to this user")
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, person: dict[str, str]) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    for name in ("locked", "locked/new"):
        assert "cannot be written: permission denied" in refused(name, cwd=tmp_path, env=person).message


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which nobody can make anything")
@pytest.mark.parametrize("options", [(), ("--demo",)])
def test_a_place_where_nothing_can_be_made_is_refused(
    tmp_path: Path, person: dict[str, str], options: tuple[str, ...]
) -> None:
    assert "cannot be written" in refused(*options, "/proc/self/new", cwd=tmp_path, env=person).message


def test_no_name_at_all_is_refused(tmp_path: Path, person: dict[str, str]) -> None:
    assert refused("", cwd=tmp_path, env=person).message == "DIR is empty"


def test_a_name_that_no_folder_can_have_is_refused(tmp_path: Path, person: dict[str, str]) -> None:
    assert "cannot be" in refused("x" * 5000, cwd=tmp_path, env=person).message


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, made by somebody whom git does not know; for reading only."""
    folder = tmp_path_factory.mktemp("demo")
    home = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    said = init("--demo", "demo", cwd=folder, env=home)
    assert said.startswith("made the demo in demo: ")
    assert "All of it is fictional" in said
    return folder / "demo"


def in_demo(demo: Path, *arguments: str) -> CompletedProcess[str]:
    return run("--today", str(LAST_DAY), *arguments, cwd=demo)


@pytest.mark.parametrize("command", ["status", "overdue", "upcoming", "orders", "agencies"])
def test_a_list_has_something_to_show_of_the_demo(demo: Path, command: str) -> None:
    done = in_demo(demo, command)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) > 1


def test_every_directive_of_the_demo_can_be_shown(demo: Path) -> None:
    import json

    listed = json.loads(in_demo(demo, "status", "--format", "json").stdout)["directives"]
    for row in [*listed, *(item for each in listed for item in each.get("items", []))]:
        done = in_demo(demo, "show", row["id"])
        assert (done.returncode, done.stderr) == (0, "")


def test_the_demo_is_a_repository_of_its_own_inside_of_another(tmp_path: Path, person: dict[str, str]) -> None:
    root = make_repository(tmp_path / "bigger")
    init("--demo", "demo", cwd=root, env=person)
    assert (root / "demo/.git").is_dir()
    assert git(root, "log", "--format=%s") == "Code"


@pytest.mark.parametrize("held", ["file", ".git"])
def test_the_demo_is_refused_a_folder_that_is_not_empty(tmp_path: Path, person: dict[str, str], held: str) -> None:
    (tmp_path / held).mkdir()
    assert f"is not empty: it holds {held}" in refused("--demo", ".", cwd=tmp_path, env=person).message


def test_one_can_go_on_in_the_demo(tmp_path: Path, person: dict[str, str]) -> None:
    init("--demo", ".", cwd=tmp_path, env=person)
    done = run("--today", "2026-10-30", "update", "99101/4.g", "--status", "in_progress", cwd=tmp_path, env=person)
    assert done.returncode == 0, done.stderr
    done = run("--today", "2026-10-30", "undo", cwd=tmp_path, env=person)
    assert done.returncode == 0, done.stderr
    assert subprocess.run(["git", "diff", "--quiet", "HEAD~2"], cwd=tmp_path, check=False).returncode == 0
