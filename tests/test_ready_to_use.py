"""What a pipeline takes as it is: the hook of pre-commit, the action, GitLab's include, the morning's workflow.

Their consumers' own schemas hold them. The hook is run by pre-commit itself, in commits, and the steps of the action
and the script of the include by a shell, as the runners run them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from eo_tracker.cli.app import COMMANDS
from tests.cli.trackers import commit_all, git, make_directive, write_file, write_order, write_record
from tests.terminal import PROGRAM, ROOT, environment

ACTION = ROOT / "action.yml"
WORKFLOW = ROOT / ".github" / "workflows" / "check.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
INCLUDE = ROOT / ".gitlab" / "eo-tracker.yml"
_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")
_INPUT = re.compile(r"\$\[\[ *inputs\.(\w+) *\]\]")

needs_check = pytest.mark.skipif("check" not in COMMANDS, reason="eo-tracker has no command `check` yet")
needs_bash = pytest.mark.skipif(sys.platform == "win32" or not shutil.which("bash"), reason="needs bash")

GOOD = "status: in_progress\n"
BAD = "status: in_progres\n"


def load(path: Path) -> list[Any]:
    """Read every document of a file, and build nothing but text: `on` is a key, and no boolean."""
    return list(yaml.load_all(path.read_text("utf-8"), yaml.BaseLoader))


def run(*command: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command with the program on its path, and none of the settings of this machine's git."""
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    # A test that a hook of git's runs is in another repository than its own.
    env = {k: v for k, v in environment(PATH=path, **more).items() if not k.startswith("GIT_")}
    return subprocess.run(command, capture_output=True, check=False, cwd=cwd, encoding="utf-8", env=env, timeout=300)


def make_tracker(root: Path, record: str = GOOD) -> Path:
    """Make a repository with a tracker, of which one directive is due on June 27, 2025."""
    git(root.parent, "init", "--quiet", str(root))
    write_order(root, make_directive("3.a"), make_directive("3.b", deadline={"within": "60 days"}))
    write_record(root, "3.a").write_text(record, "utf-8")
    commit_all(root)
    return root


# What they are, by the schemas of those who read them.


def validate(path: Path, schema: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *options, str(path))
    return run(*command, cwd=ROOT)


def test_github_takes_the_action_and_the_workflow() -> None:
    for path, schema in ((ACTION, "vendor.github-actions"), (WORKFLOW, "vendor.github-workflows")):
        done = validate(path, schema)
        assert done.returncode == 0, done.stdout + done.stderr


def test_gitlab_takes_the_include(tmp_path: Path) -> None:
    _, _, jobs = INCLUDE.read_text("utf-8").partition("\n---\n")
    done = validate(write_file(tmp_path / "jobs.yml", jobs), "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_include_uses_the_inputs_that_it_has() -> None:
    spec, jobs = load(INCLUDE)
    assert set(_INPUT.findall(json.dumps(jobs))) == set(spec["spec"]["inputs"])


def test_pre_commit_takes_the_hook() -> None:
    done = run(sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS), cwd=ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", [ACTION, WORKFLOW], ids=lambda path: path.name)
def test_the_actions_of_others_are_of_a_released_major_version(path: Path) -> None:
    used = re.findall(r"uses: *(\S+)", path.read_text("utf-8"))
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@v[1-9]\d*|\./", each) for each in used)


def test_no_input_becomes_a_part_of_a_script() -> None:
    assert not [s for s in load(ACTION)[0]["runs"]["steps"] if "${{" in s.get("run", "")]
    assert "$[[" not in json.dumps(load(INCLUDE)[1]["eo-tracker-check"]["script"])


@pytest.mark.parametrize("season", ["2026-01-15", "2026-07-15"])
def test_the_workflow_runs_in_washingtons_morning(season: str) -> None:
    minute, hour, *days = load(WORKFLOW)[0]["on"]["schedule"][0]["cron"].split()
    assert days == ["*", "*", "*"]
    starts = datetime.fromisoformat(season).replace(hour=int(hour), minute=int(minute), tzinfo=UTC)
    there = starts.astimezone(ZoneInfo("America/New_York"))
    assert 6 <= there.hour < 9
    assert there.date() == starts.date()


# The hook, in commits.


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that has what is committed of this one, so far as a hook installs it."""
    folder = tmp_path_factory.mktemp("hooks") / "eo-tracker"
    folder.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "eo_tracker", folder / "eo_tracker", ignore=shutil.ignore_patterns("__pycache__"))
    git(folder, "init", "--quiet")
    commit_all(folder)
    return folder


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, hooks: Path) -> Path:
    """The folder in which pre-commit keeps the environment of the hook, with eo-tracker installed in it."""
    folder = tmp_path_factory.mktemp("store")
    root = make_tracker(tmp_path_factory.mktemp("first") / "tracker")
    use_hook(root, hooks)
    done = run(sys.executable, "-m", "pre_commit", "install-hooks", cwd=root, PRE_COMMIT_HOME=str(folder))
    if done.returncode:
        assert "pip" in done.stdout, done.stdout
        pytest.skip("pip cannot install eo-tracker's requirements here")
    return folder


def write_hook(root: Path, hooks: Path) -> None:
    revision = git(hooks, "rev-parse", "HEAD").strip()
    hook = "hooks: [{id: eo-tracker-check}]"
    write_file(root / ".pre-commit-config.yaml", f"repos: [{{repo: {hooks.as_posix()}, rev: {revision}, {hook}}}]\n")


def use_hook(root: Path, hooks: Path) -> None:
    write_hook(root, hooks)
    commit_all(root, "The hook")


def commit_by_hook(root: Path, store: Path) -> subprocess.CompletedProcess[str]:
    git(root, "add", "--all")
    name = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    return run("git", *name, "commit", "--message=A change", cwd=root, PRE_COMMIT_HOME=str(store))


@pytest.fixture
def guarded(tmp_path: Path, hooks: Path, store: Path) -> Path:
    """A tracker whose commits the hook looks at."""
    root = make_tracker(tmp_path / "tracker")
    use_hook(root, hooks)
    done = run(sys.executable, "-m", "pre_commit", "install", cwd=root, PRE_COMMIT_HOME=str(store))
    assert done.returncode == 0, done.stdout
    return root


@needs_check
def test_the_hook_refuses_a_commit_that_makes_data_wrong(guarded: Path, store: Path) -> None:
    before = git(guarded, "rev-parse", "HEAD")
    write_file(guarded / "status" / "eo-14288" / "3.a.yaml", BAD)
    done = commit_by_hook(guarded, store)
    assert done.returncode == 1
    assert "in_progres" in done.stderr + done.stdout
    assert git(guarded, "rev-parse", "HEAD") == before


@needs_check
def test_the_hook_lets_progress_be_recorded_while_something_is_overdue(guarded: Path, store: Path) -> None:
    assert run("eo-tracker", "overdue", "--exit-code", cwd=guarded).returncode == 1
    write_file(guarded / "status" / "eo-14288" / "3.a.yaml", "status: in_progress\nnote: Under way\n")
    done = commit_by_hook(guarded, store)
    assert done.returncode == 0, done.stderr + done.stdout


@needs_check
def test_the_hook_refuses_a_commit_that_only_removes(guarded: Path, store: Path) -> None:
    write_order(guarded, make_directive("3.a", lead=["Council"]), bodies=[{"key": "Council", "name": "A Council"}])
    assert commit_by_hook(guarded, store).returncode == 0
    (guarded / "directives" / "eo-14288.yaml").unlink()
    assert commit_by_hook(guarded, store).returncode == 1


@needs_check
def test_the_hook_lets_the_first_commit_be_made(tmp_path: Path, hooks: Path, store: Path) -> None:
    root = tmp_path / "new"
    git(tmp_path, "init", "--quiet", str(root))
    write_hook(root, hooks)
    assert run(sys.executable, "-m", "pre_commit", "install", cwd=root, PRE_COMMIT_HOME=str(store)).returncode == 0
    write_order(root, make_directive("3.a"))
    done = commit_by_hook(root, store)
    assert done.returncode == 0, done.stderr + done.stdout


# The steps of the action, in a shell.


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What the action's first step leaves to those after it."""
    folder = tmp_path_factory.mktemp("runner")
    done, left = run_step("Install eo-tracker", {}, folder, folder)
    if done.returncode:
        assert "pip" in done.stderr or "No matching distribution" in done.stderr, done.stderr
        pytest.skip("pip cannot install eo-tracker's requirements here")
    return left


def run_step(
    name: str, inputs: Mapping[str, str], folder: Path, runner: Path, **more: str
) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Run a step of the action as GitHub's runner does; return with it the variables that it leaves."""
    action = load(ACTION)[0]
    step = next(each for each in action["runs"]["steps"] if each.get("name") == name)
    known = {"steps.python.outputs.python-path": sys.executable}
    for key, described in action["inputs"].items():
        known[f"inputs.{key}"] = inputs.get(key, _EXPRESSION.sub("", described["default"]))
    given = {key: _EXPRESSION.sub(lambda m: known[m[1]], value) for key, value in step.get("env", {}).items()}
    script = write_file(runner / "step.sh", step["run"])
    files = {key: str(runner / key) for key in ("GITHUB_ENV", "GITHUB_STEP_SUMMARY")}
    for path in files.values():
        Path(path).touch()
    runners = {"GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(runner), "GITHUB_ACTIONS": "true", **files}
    command = ("bash", "--noprofile", "--norc", "-eo", "pipefail", script)
    done = run(*command, cwd=folder, **{**runners, **given, **more})
    lines = Path(files["GITHUB_ENV"]).read_text("utf-8").splitlines()
    return done, dict(line.split("=", 1) for line in lines)


def check_by_action(
    root: Path, runner: Path, installed: Mapping[str, str], **inputs: str
) -> subprocess.CompletedProcess[str]:
    runner.mkdir(exist_ok=True)
    return run_step("Check", inputs, root, runner, **installed)[0]


@needs_bash
def test_the_action_installs_the_program(installed: Mapping[str, str]) -> None:
    done = run(installed["EO_TRACKER"], "--version", cwd=ROOT)
    assert (done.returncode, done.stdout.split()[0]) == (0, "eo-tracker")


@needs_bash
@needs_check
def test_the_action_shows_what_is_wrong_where_it_is(tmp_path: Path, installed: Mapping[str, str]) -> None:
    root = make_tracker(tmp_path / "tracker", BAD)
    done = check_by_action(root, tmp_path / "runner", installed, today="2025-06-01")
    assert done.returncode == 1, done.stderr
    assert re.search(r"^::error file=status/eo-14288/3\.a\.yaml,line=1,.*in_progres", done.stdout, re.MULTILINE)
    assert "EO204" in (tmp_path / "runner" / "GITHUB_STEP_SUMMARY").read_text("utf-8")


@needs_bash
@needs_check
def test_the_action_judges_by_the_day_that_it_is_given(tmp_path: Path, installed: Mapping[str, str]) -> None:
    root = make_tracker(tmp_path / "tracker")
    days = {"2025-06-27": 0, "2025-06-28": 1}
    for day, code in days.items():
        done = check_by_action(tmp_path, tmp_path / "runner", installed, today=day, directory=root.name)
        assert done.returncode == code, done.stdout + done.stderr


@needs_bash
@needs_check
def test_the_action_tells_what_a_change_has_made_worse(tmp_path: Path, installed: Mapping[str, str]) -> None:
    root = make_tracker(tmp_path / "tracker")
    base = git(root, "rev-parse", "HEAD").strip()
    write_file(root / "status" / "eo-14288" / "3.a.yaml", "status: in_progress\nnote: Under way\n")
    commit_all(root, "A change")
    # As GitHub checks out: one commit, without the one to compare with.
    git(tmp_path, "clone", "--quiet", "--depth=1", root.as_uri(), "clone")
    arguments = {"against": base, "args": "--fail-on new", "today": "2025-07-30"}
    done = check_by_action(tmp_path / "clone", tmp_path / "runner", installed, **arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    done = check_by_action(tmp_path / "clone", tmp_path / "runner", installed, today="2025-07-30")
    assert done.returncode == 1, done.stdout + done.stderr


@needs_bash
@needs_check
@pytest.mark.parametrize("name", ["today", "directory", "against"])
def test_what_the_action_is_given_is_no_script(name: str, tmp_path: Path, installed: Mapping[str, str]) -> None:
    root = make_tracker(tmp_path / "tracker")
    done = check_by_action(root, tmp_path / "runner", installed, **{name: "$(touch made); touch made #"})
    assert done.returncode not in (0, 1)
    assert not list(tmp_path.rglob("made"))


# GitLab's job, in a shell.


def run_job(root: Path, inputs: Mapping[str, str], **more: str) -> subprocess.CompletedProcess[str]:
    """Run the include's job as GitLab's runner does, with the program that is here."""
    spec, jobs = load(INCLUDE)
    job = jobs["eo-tracker-check"]
    known = {key: inputs.get(key, described.get("default", "")) for key, described in spec["spec"]["inputs"].items()}
    given = {key: _INPUT.sub(lambda m: known[m[1]], value) for key, value in job["variables"].items()}
    return run("bash", "-eo", "pipefail", "-c", "\n".join(job["script"]), cwd=root, **{**given, **more})


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    return make_tracker(tmp_path / "tracker")


@needs_bash
@needs_check
def test_gitlabs_job_reports_what_is_wrong(tracker: Path) -> None:
    write_file(tracker / "status" / "eo-14288" / "3.a.yaml", BAD)
    done = run_job(tracker, {"today": "2025-06-01"})
    assert done.returncode == 1, done.stdout + done.stderr
    found = json.loads((tracker / "gl-code-quality-report.json").read_text("utf-8"))
    assert "status/eo-14288/3.a.yaml" in {each["location"]["path"] for each in found}
    assert "in_progres" in done.stdout


@needs_bash
@needs_check
def test_gitlabs_job_compares_with_the_base_of_a_merge_request(tracker: Path) -> None:
    base = git(tracker, "rev-parse", "HEAD").strip()
    inputs = {"today": "2025-07-30", "args": "--fail-on new"}
    done = run_job(tracker, inputs, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 0, done.stdout + done.stderr
    assert run_job(tracker, {"today": "2025-07-30"}).returncode == 1
