"""Moments of the past: which commit one is, and that it reads as its checkout does."""

from __future__ import annotations

import os
import subprocess
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.problems import Problem
from eo_tracker.repository.committed import open_commit
from eo_tracker.repository.moments import (
    NoSuchMoment,
    find_moment_of_day,
    find_moment_of_revision,
    is_shallow,
    open_past,
)
from eo_tracker.repository.snapshot import read_snapshot
from tests.repository.clones import git, make_repository
from tests.repository.histories import LINKS, ORDER, TOP, Commit, Content, Link, check_out, histories, import_commits

needs_links = pytest.mark.skipif(os.name == "nt", reason="a checkout there has no links")


def hold_to_checkouts(folder: Path, prefix: str, commits: list[Commit]) -> int:
    """Hold what is read of each commit to what is read of its checkout; return how many have a tracker."""
    clone, held = folder / "clone", 0
    ids = import_commits(clone, commits)
    root = clone / prefix
    root.mkdir(parents=True, exist_ok=True)
    for commit, checkout in check_out(clone, ids):
        moment = find_moment_of_revision(open_past(root), commit)
        assert moment
        if (checkout / prefix / "directives").is_dir():
            held += 1
            assert moment.snapshot(moment.day) == read_snapshot(checkout / prefix, moment.day)
        else:
            with pytest.raises(NoSuchMoment):
                moment.snapshot(moment.day)
    return held


@needs_links
@settings(max_examples=15, deadline=None)
@given(histories())
def test_a_commit_reads_as_its_checkout(history: tuple[str, list[Commit]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hold_to_checkouts(Path(folder).resolve(), *history)


@needs_links
@pytest.mark.parametrize("prefix", ["", "trackers/*ours/"])
def test_links_lead_where_they_do_in_a_checkout(tmp_path: Path, prefix: str) -> None:
    gone: dict[str, Content] = dict.fromkeys((f"{prefix}{path}" for path in TOP), None)
    commits = [Commit({**gone, **{f"{prefix}{path}": said for path, said in tree.items()}}) for tree in LINKS]
    assert hold_to_checkouts(tmp_path, prefix, commits) == len(LINKS)


def test_a_file_too_large_is_refused_as_in_a_checkout(tmp_path: Path) -> None:
    large = "#" * (4 * 1024 * 1024 + 1)
    files: dict[str, Content] = {"directives/eo-90001.yaml": ORDER, "pyproject.toml": "a", "eo-tracker.toml": large}
    more: dict[str, Content] = {"status/eo-90001/3.a.yaml": large, "status/eo-90001/3.b.yaml": large[1:]}
    assert hold_to_checkouts(tmp_path, "", [Commit(files), Commit(more)]) == 2


def of_day(root: Path, day: str) -> str:
    """Return the commit as of a day."""
    return find_moment_of_day(open_past(root), date.fromisoformat(day)).commit


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2025-06-28T03:59:59+00:00", "2025-06-27"),
        ("2025-06-28T04:00:00+00:00", "2025-06-28"),
        ("2025-06-28T12:59:59+09:00", "2025-06-27"),
        ("2025-06-27T21:00:00-07:00", "2025-06-28"),
        ("2025-01-15T04:59:59+00:00", "2025-01-14"),
        ("2025-01-15T05:00:00+00:00", "2025-01-15"),
        # Clocks go forward on March 9 and back on November 2.
        ("2025-03-09T04:59:59+00:00", "2025-03-08"),
        ("2025-03-10T03:59:59+00:00", "2025-03-09"),
        ("2025-11-02T04:00:00+00:00", "2025-11-02"),
        ("2025-11-03T04:59:59+00:00", "2025-11-02"),
        ("2025-11-03T05:00:00+00:00", "2025-11-03"),
    ],
)
def test_a_commit_counts_for_the_day_that_it_is_in_washington(tmp_path: Path, moment: str, day: str) -> None:
    first, second = import_commits(tmp_path, [Commit(when="2025-01-01T12:00:00-05:00"), Commit(when=moment)])
    before = date.fromisoformat(day) - timedelta(days=1)
    assert (of_day(tmp_path, str(before)), of_day(tmp_path, day)) == (first, second)
    found = find_moment_of_revision(open_past(tmp_path), second)
    assert found
    assert found.day == date.fromisoformat(day)


MOMENTS = st.integers(1735700000, 1767000000) | st.integers(1751000000, 1751200000)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(MOMENTS, st.booleans()), min_size=1, max_size=8))
def test_as_of_a_day_is_the_last_commit_of_the_line_by_its_end(line: list[tuple[int, bool]]) -> None:
    """Clocks may be wrong, so that a later commit was made earlier; a side branch never is the line."""
    commits, on_line = [], []
    for n, (second, is_merge) in enumerate(line):
        when = datetime.fromtimestamp(second, UTC).isoformat()
        if is_merge and n:
            commits.append(Commit(when="2025-01-01T00:00:00+00:00", branch=f"side{n}", start="main"))
        on_line.append(len(commits))
        commits.append(
            Commit(when=when, merges=f"side{n}" if is_merge and n else "", authored="2020-01-01T00:00+00:00")
        )
    days = [datetime.fromtimestamp(second, ZoneInfo("America/New_York")).date() for second, _ in line]
    with tempfile.TemporaryDirectory() as folder:
        ids = import_commits(Path(folder), commits)
        repository = open_past(Path(folder).resolve())
        for day in {day + timedelta(days=shift) for day in days for shift in (-1, 0)}:
            expected = [ids[on_line[n]] for n, made in enumerate(days) if made <= day]
            if expected:
                assert find_moment_of_day(repository, day).commit == expected[-1]
            else:
                with pytest.raises(NoSuchMoment):
                    find_moment_of_day(repository, day)


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A repository whose second commit has the first order, and whose fourth merges the third; for reading only."""
    root = tmp_path_factory.mktemp("past").resolve()
    commits = [
        Commit({"README": "fictional"}, "2025-05-01T12:00:00-04:00"),
        Commit({"directives/eo-90001.yaml": ORDER}, "2025-05-02T12:00:00-04:00"),
        Commit({"status/eo-90001/3.a.yaml": "status: in_progress\n"}, "2025-05-03T12:00:00-04:00", "side", "main"),
        Commit({"status/eo-90001/3.a.yaml": "status: not_started\n"}, "2025-05-10T12:00:00-04:00", merges="side"),
        Commit({"directives": None, "status": None}, "2025-05-20T12:00:00-04:00", "pages", "main"),
    ]
    ids = import_commits(root, commits)
    git(root, "-c", "user.name=A", "-c", "user.email=a@b.c", "tag", "--annotate", "-m", "A tag", "annotated", ids[1])
    git(root, "tag", "light", ids[2])
    git(root, "tag", "tree", f"{ids[1]}^{{tree}}")
    git(root, "tag", "blob", f"{ids[1]}:README")
    git(root, "tag", "2025-05-02", ids[0])
    git(root, "branch", "--force", "weekly/report", ids[1])
    (root / "directives").mkdir()
    return root, ids


def test_what_came_in_by_a_merge_counts_from_the_merge_on(past: tuple[Path, list[str]]) -> None:
    root, ids = past
    assert of_day(root, "2025-05-04") == of_day(root, "2025-05-09") == ids[1]
    assert of_day(root, "2025-05-10") == of_day(root, "2199-12-31") == ids[3]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *[("HEAD", 3), ("@", 3), ("HEAD~2", 0), ("HEAD^2", 2), ("HEAD^", 1), ("main", 3), ("side", 2)],
        *[("annotated", 1), ("light", 2), ("refs/tags/2025-05-02", 0), ("weekly/report", 1), ("heads/main", 3)],
        *[("annotated^{}", 1), (":/2", 1), ("HEAD^{/2}", 1), ("main@{0}", 3), ("tree", None), ("blob", None)],
    ],
)
def test_a_revision_is_what_git_takes_for_one(past: tuple[Path, list[str]], typed: str, expected: int | None) -> None:
    found = find_moment_of_revision(open_past(past[0]), typed)
    assert (found and found.commit) == (None if expected is None else past[1][expected])


def test_ids_are_revisions_whole_or_begun(past: tuple[Path, list[str]]) -> None:
    root, ids = past
    for commit in ids:
        for typed in (commit, commit[:10], commit.upper()):
            found = find_moment_of_revision(open_past(root), typed)
            assert found
            assert found.commit == commit


NO_REVISIONS = [
    *["", " ", "-", "--", "-h", "--help", "--all", "--output=x", "-n1", "--git-dir=/", "--end-of-options", "^HEAD"],
    *["HEAD\0", "\0", "\ud800", "\udcff", "HEAD\n", "HEAD HEAD", "HEAD..main", "HEAD...side", "HEAD^!", "HEAD^@"],
    *["@{upstream}", "main@{u}", "@{push}", "@{-1}", "HEAD~99", "HEAD^9", "HEAD:directives", ":README", ":/nothing"],
    *["f" * 40, "0" * 40, "f" * 64, "x" * 5000, "HEAD~99999999999999", "*", "refs/heads/*", "../main", "main.lock"],
    *["HEAD@{yesterday", "$(id)", "`id`", ";id", "|id", ":(top)", ":", "~", "^", "@@", "{}", "é", "\x1b[31m"],
]


@pytest.mark.parametrize("typed", NO_REVISIONS, ids=ascii)
def test_what_names_no_commit_is_none(past: tuple[Path, list[str]], typed: str) -> None:
    assert find_moment_of_revision(open_past(past[0]), typed[:4000]) is None


def refusal_of(root: Path, day: str) -> tuple[str, str]:
    """Return what is said of a day that has nothing to show."""
    with pytest.raises(EOTrackerError) as caught:
        find_moment_of_day(open_past(root), date.fromisoformat(day)).snapshot(date.fromisoformat(day))
    return str(caught.value), caught.value.hint


@pytest.mark.parametrize("day", ["1789-01-01", "1969-12-31", "2024-01-01", "2025-04-30", "2025-05-01"])
def test_a_day_before_the_first_order_is_told_with_the_first_that_has_one(
    past: tuple[Path, list[str]], day: str
) -> None:
    said, hint = refusal_of(past[0], day)
    assert said == f"nothing was tracked yet on {day}: the first commit that has orders is of 2025-05-02"
    assert hint == "ask for 2025-05-02 or a later day"


def test_a_commit_without_a_tracker_is_told_with_the_first_that_has_one(past: tuple[Path, list[str]]) -> None:
    moment = find_moment_of_revision(open_past(past[0]), "pages")
    assert moment
    with pytest.raises(NoSuchMoment) as caught:
        moment.snapshot(moment.day)
    said = f"nothing is tracked in commit {past[1][4][:8]} of 2025-05-20: it has no directives/"
    assert (str(caught.value), caught.value.hint) == (
        said,
        f"the first commit that has orders is {past[1][1][:8]} of 2025-05-02",
    )


def test_a_tracker_that_was_never_committed_is_told(tmp_path: Path) -> None:
    import_commits(tmp_path, [Commit({"README": "fictional"})])
    assert refusal_of(tmp_path, "2025-07-01")[0] == "no commit has directives/ yet"
    assert refusal_of(tmp_path, "2025-01-01")[0] == "no commit has directives/ yet"


def test_a_branch_without_commits_is_told(tmp_path: Path) -> None:
    make_repository(tmp_path)
    assert refusal_of(tmp_path, "2025-07-01")[0] == "nothing has been committed here yet"
    assert find_moment_of_revision(open_past(tmp_path), "HEAD") is None


def test_a_folder_in_no_repository_is_told(tmp_path: Path) -> None:
    said, hint = refusal_of(tmp_path, "2025-07-01")
    assert said == f"{tmp_path} is in no git repository, so nothing is known of its past"
    assert "--no-commit" not in hint


def test_a_shallow_clone_tells_what_it_lacks_and_how_to_get_it(past: tuple[Path, list[str]], tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", past[0].as_uri(), "clone")
    clone = tmp_path / "clone"
    assert of_day(clone, "2025-05-10") == past[1][3]
    said, hint = refusal_of(clone, "2025-05-09")
    assert said == "this clone has no commit that was made by the end of 2025-05-09"
    assert "git fetch --unshallow" in hint
    assert is_shallow(open_past(clone))
    assert find_moment_of_revision(open_past(clone), past[1][1]) is None
    git(clone, "fetch", "--quiet", "--unshallow")
    assert of_day(clone, "2025-05-09") == past[1][1]
    assert not is_shallow(open_past(clone))


def test_a_detached_head_has_a_past(past: tuple[Path, list[str]], tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(past[0]), "clone")
    git(tmp_path / "clone", "checkout", "--quiet", "--detach", past[1][1])
    assert of_day(tmp_path / "clone", "2025-07-01") == past[1][1]


def test_the_past_is_not_what_another_commit_replaces_it_with(past: tuple[Path, list[str]], tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(past[0]), "clone")
    clone = tmp_path / "clone"
    day = date(2025, 5, 10)
    before = find_moment_of_day(open_past(clone), day).snapshot(day)
    assert before.dataset.records
    record, other = (git(clone, "rev-parse", name) for name in (f"{past[1][3]}:status/eo-90001/3.a.yaml", "blob"))
    git(clone, "replace", record, other)
    git(clone, "replace", past[1][3], past[1][1])
    after = find_moment_of_day(open_past(clone), day)
    assert (after.commit, after.snapshot(day)) == (past[1][3], before)


@pytest.mark.parametrize("seconds", ["253402300800", "99999999999999", "9223372036854775807", "18446744073709551615"])
def test_a_commit_of_a_time_that_there_is_not_is_told(tmp_path: Path, seconds: str) -> None:
    [first] = import_commits(tmp_path, [Commit({"directives/eo-90001.yaml": ORDER})])
    tree = git(tmp_path, "rev-parse", f"{first}^{{tree}}")
    text = f"tree {tree}\nauthor A <a@b.c> {seconds} +0000\ncommitter A <a@b.c> {seconds} +0000\n\nLate\n"
    (tmp_path / "commit.txt").write_text(text, newline="\n")
    commit = git(tmp_path, "hash-object", "-t", "commit", "-w", "--literally", "commit.txt")
    with pytest.raises(NoSuchMoment, match="a time that there is not"):
        find_moment_of_revision(open_past(tmp_path), commit)


def files_of(folder: Path) -> dict[str, tuple[int, int]]:
    return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for p in folder.rglob("*")}


@needs_links
def test_looking_back_writes_nothing_and_runs_nothing_of_the_repository(tmp_path: Path) -> None:
    clone, mark = tmp_path / "clone", tmp_path / "ran"
    attributes = "* filter=evil diff=evil ident working-tree-encoding=UTF-16 export-ignore\n"
    [commit] = import_commits(clone, [Commit({"directives/eo-90001.yaml": ORDER, ".gitattributes": attributes})])
    (clone / "directives").mkdir()
    script = tmp_path / "evil"
    script.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    script.chmod(0o755)
    for name in ("filter.evil.smudge", "filter.evil.clean", "filter.evil.process", "diff.evil.textconv", "core.pager"):
        git(clone, "config", name, str(script))
    git(clone, "config", "core.fsmonitor", str(script))
    git(clone, "config", "core.hooksPath", str(tmp_path / "hooks"))
    (tmp_path / "hooks").mkdir()
    for hook in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"):
        (tmp_path / "hooks" / hook).symlink_to(script)
    before = files_of(clone)
    moment = find_moment_of_day(open_past(clone), date(2025, 7, 1))
    assert list(moment.snapshot(moment.day).dataset.orders) == ["eo-90001"]
    assert find_moment_of_revision(open_past(clone), commit)
    assert files_of(clone) == before
    assert not mark.exists()


def remove_object(root: Path, revision: str) -> None:
    """Lose what a revision names."""
    name = git(root, "rev-parse", revision)
    for pack in (root / ".git" / "objects" / "pack").glob("*.pack"):
        raw = pack.read_bytes()
        for file in pack.parent.glob(f"{pack.stem}.*"):
            file.unlink()
        subprocess.run(["git", "unpack-objects", "-q"], cwd=root, input=raw, check=True)
    path = root / ".git" / "objects" / name[:2] / name[2:]
    path.chmod(0o600)
    path.unlink()


@pytest.mark.parametrize(
    "lost", ["HEAD^{tree}", "HEAD:directives", "HEAD:directives/eo-90001.yaml", "HEAD:status/link"]
)
def test_a_commit_that_lacks_a_part_is_told(tmp_path: Path, lost: str) -> None:
    import_commits(tmp_path, [Commit({"directives/eo-90001.yaml": ORDER, "status/link": Link("eo-90001")})])
    remove_object(tmp_path, lost)
    said, hint = refusal_of(tmp_path, "2025-07-01")
    assert "cannot be read whole" in said
    assert "git clone" in hint


def test_what_a_clone_left_on_its_server_is_not_fetched(past: tuple[Path, list[str]], tmp_path: Path) -> None:
    git(past[0], "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", "--no-checkout", past[0].as_uri(), "clone")
    before = files_of(tmp_path / "clone")
    assert "objects are missing" in refusal_of(tmp_path / "clone", "2025-07-01")[0]
    assert files_of(tmp_path / "clone") == before


def test_a_file_is_read_again_and_in_any_order(tmp_path: Path) -> None:
    records: dict[str, Content] = {f"status/eo-90001/{n}.yaml": f"note: {n}\n" for n in range(20)}
    [commit] = import_commits(tmp_path, [Commit({"directives/eo-90001.yaml": ORDER, "notes.txt": "no", **records})])
    with open_commit(open_past(tmp_path), commit) as tree:
        for path, said in [*reversed(records.items()), *records.items()]:
            assert tree.read(path) == str(said).encode()
        assert isinstance(tree.read("notes.txt"), Problem)  # neither data nor settings
        assert isinstance(tree.read("directives"), Problem)
