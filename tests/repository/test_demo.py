"""The demo is the same everywhere, says of every file that it is fictional, and shows every kind of change."""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from eo_tracker.domain.changes import Change, list_changes
from eo_tracker.domain.days import in_washington
from eo_tracker.domain.orders import Directive, Order
from eo_tracker.domain.records import LISTS, Record
from eo_tracker.domain.words import Status, Timeliness
from eo_tracker.repository.demo import LAST_DAY, found_demo, read_story
from eo_tracker.repository.merging import ATTRIBUTES_LINE
from eo_tracker.repository.reading import parse_record, read_value
from eo_tracker.repository.registry import built_in_registry
from eo_tracker.repository.snapshot import Snapshot, read_snapshot
from eo_tracker.repository.source import SourceText
from tests.terminal import run

TIP = "782ed654a5bcebfa86be2f94f366b3e7cc1a6fff"
"""The last commit. It is another one only when the story is, or what eo-tracker writes of it."""

HOSTILE = """
[user]
    useConfigOnly = true
[init]
    defaultBranch = trunk
    templateDir = {folder}/template
    defaultObjectFormat = sha256
[core]
    autocrlf = true
    hooksPath = {folder}/hooks
    attributesFile = {folder}/attributes
[filter "loud"]
    clean = tr a-z A-Z
    smudge = tr a-z A-Z
[merge]
    conflictStyle = diff3
[diff]
    algorithm = histogram
[commit]
    gpgSign = true
[gpg]
    program = false
[i18n]
    commitEncoding = ISO-8859-1
    logOutputEncoding = ISO-8859-1
"""


def git(folder: Path, *arguments: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | {"GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-c", "core.quotePath=false", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, encoding="utf-8")
    return done.stdout.rstrip("\n")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo; for reading only."""
    return found_demo(tmp_path_factory.mktemp("demo") / "demo").root


@pytest.fixture(scope="module")
def snapshot(demo: Path) -> Snapshot:
    return read_snapshot(demo, LAST_DAY)


class History:
    """The commits of a repository with the files of each, read at once."""

    def __init__(self, root: Path) -> None:
        listed = git(root, "log", "--reverse", "--topo-order", "--format=%H %P").splitlines()
        self.parents = {line.split()[0]: line.split()[1:] for line in listed}
        self.trees = {commit: self._tree(root, commit) for commit in self.parents}
        self.blobs: dict[str, bytes] = {}
        for blob in {blob for tree in self.trees.values() for blob in tree.values()}:
            self.blobs[blob] = subprocess.run(
                ["git", "cat-file", "blob", blob], cwd=root, check=True, capture_output=True
            ).stdout

    def _tree(self, root: Path, commit: str) -> dict[str, str]:
        lines = git(root, "ls-tree", "-r", commit).splitlines()
        return {path: meta.split()[2] for meta, path in (line.split("\t") for line in lines)}

    def changed(self, commit: str, start: str) -> Iterator[tuple[str, bytes | None, bytes | None]]:
        """Give the files below a folder that differ between a commit and its only parent."""
        before, after = self.trees[self.parents[commit][0]], self.trees[commit]
        for path in sorted({*before, *after}):
            if path.startswith(start) and before.get(path) != after.get(path):
                yield path, self.blobs.get(before.get(path, "")), self.blobs.get(after.get(path, ""))

    def plain(self) -> list[str]:
        """List the commits that have one parent."""
        return [commit for commit, parents in self.parents.items() if len(parents) == 1]


@pytest.fixture(scope="module")
def history(demo: Path) -> History:
    return History(demo)


@pytest.fixture(scope="module")
def changes(history: History) -> list[Change]:
    """All that changed in records, commit by commit."""
    return [
        change
        for commit in history.plain()
        for path, before, after in history.changed(commit, "status/eo-")
        for change in list_changes(parse_record(path, before), parse_record(path, after))
    ]


def test_the_last_commit_is_the_same_everywhere(demo: Path) -> None:
    assert git(demo, "rev-parse", "HEAD") == TIP
    assert git(demo, "symbolic-ref", "HEAD") == "refs/heads/main"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_no_setting_of_the_users_has_a_say(tmp_path: Path, zone: str) -> None:
    (tmp_path / "template/hooks").mkdir(parents=True)
    (tmp_path / "hooks").mkdir()
    for hook in ("template/hooks/post-checkout", "hooks/reference-transaction", "hooks/post-index-change"):
        (tmp_path / hook).write_text("#!/bin/sh\nexit 1\n", newline="\n")
        (tmp_path / hook).chmod(0o755)
    (tmp_path / "attributes").write_text("*.md filter=loud\n*.yaml ident working-tree-encoding=UTF-16\n")
    (tmp_path / "gitconfig").write_text(HOSTILE.format(folder=tmp_path.as_posix()))
    environment = {
        "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig"),
        "GIT_DEFAULT_HASH": "sha256",
        "GIT_TEMPLATE_DIR": str(tmp_path / "template"),
        "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z",
        "GIT_COMMITTER_NAME": "Somebody Else",
        "TZ": zone,
        "LANG": "de_DE.ISO-8859-1",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
    }
    done = run("init", "--demo", "demo", cwd=tmp_path, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert git(tmp_path / "demo", "rev-parse", "HEAD") == TIP
    assert not (tmp_path / "demo/.git/hooks").exists()
    assert b"\r" not in (tmp_path / "demo/README.md").read_bytes()


def test_the_repository_is_whole_and_clean(demo: Path) -> None:
    assert git(demo, "fsck", "--strict") == ""
    assert git(demo, "status", "--porcelain", "--ignored") == ""
    assert git(demo, "for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_every_file_of_every_commit_says_that_it_is_fictional(history: History) -> None:
    for commit, tree in history.trees.items():
        silent = [path for path, blob in tree.items() if b"ictional" not in history.blobs[blob]]
        assert not silent, commit


def test_the_first_commit_and_the_titles_say_so_too(demo: Path, history: History, snapshot: Snapshot) -> None:
    first = next(commit for commit, parents in history.parents.items() if not parents)
    assert "fictional" in git(demo, "log", "-1", "--format=%s", first)
    assert all("(fictional)" in order.title for order in snapshot.dataset.orders.values())


def test_no_real_agency_is_named(snapshot: Snapshot) -> None:
    added = snapshot.dataset.registry.agencies.keys() - built_in_registry().agencies.keys()
    assert len(added) == 12
    assert all("(fictional)" in snapshot.dataset.registry.name(key) for key in added)
    for duty in snapshot.dataset.duties():
        directive = duty.directive
        named = {*directive.lead, *directive.consulted, *directive.coordinating, *directive.through}
        assert named <= added, duty.id
    assert all({*record.reported_by} <= added for record in snapshot.dataset.records.values())


def test_everybody_is_at_an_example_address(demo: Path) -> None:
    people = git(demo, "log", "--format=%ae%n%ce").splitlines()
    assert all(address.endswith("@example.gov") for address in people)
    assert len(set(people)) == 15


def test_a_year_of_days_in_their_order(demo: Path) -> None:
    listed = [line.split() for line in git(demo, "log", "--topo-order", "--format=%H %cI %P").splitlines()]
    moments = {commit: datetime.datetime.fromisoformat(moment) for commit, moment, *_ in listed}
    assert 120 <= len(moments) <= 200
    assert all(moments[parent] < moments[commit] for commit, _, *parents in listed for parent in parents)
    days = [in_washington(moment).date() for moment in moments.values()]
    assert (min(days), max(days)) == (datetime.date(2025, 11, 3), LAST_DAY)
    assert not [day for day in days if day.weekday() > 4]


@cache
def _kinds() -> frozenset[str]:
    """Name every kind that `list_changes` can tell."""
    nouns = {"acknowledged": "acknowledgement"}
    plain = {f"{nouns.get(name, name)}_changed" for name in Record.model_fields if name not in LISTS}
    entries = {f"{noun}_{what}" for noun in ("evidence", "event") for what in ("added", "changed", "removed")}
    holds = {f"hold_{what}" for what in ("set", "lifted", "changed", "removed")}
    return frozenset(plain | entries | holds | {"occurrence_changed"})


def test_every_kind_of_change_of_a_record_happens(changes: list[Change]) -> None:
    assert {change.kind for change in changes} == _kinds()


def test_every_status_and_every_timeliness_is_there(snapshot: Snapshot, changes: list[Change]) -> None:
    standings = snapshot.standings(LAST_DAY)
    assert {standing.timeliness for standing in standings} == {*get_args(Timeliness)}
    assert {standing.status for standing in standings} == {*get_args(Status)}
    said = [change for change in changes if change.kind == "verification_changed" and change.after]
    assert {change.after["state"] for change in said} == {"verified", "disputed"}
    assert ("completed", "in_progress") in {(c.before, c.after) for c in changes if c.kind == "status_changed"}


def _orders(history: History, commit: str) -> Iterator[tuple[Order | None, Order | None]]:
    for path, before, after in history.changed(commit, "directives/eo-"):
        old, new = (read_value(SourceText(path, raw.decode()), Order)[0] if raw else None for raw in (before, after))
        yield old, new


def _changed_in(pairs: Iterable[tuple[Order | None, Order | None]]) -> Iterator[str]:
    for old, new in pairs:
        if old is None or new is None:
            yield "order"
            continue
        yield from (name for name in ("title", "effect") if getattr(old, name) != getattr(new, name))
        one, other = ({d.id: d for d in order.directives()} for order in (old, new))
        yield from ("added" for _ in other.keys() - one.keys())
        yield from ("removed" for _ in one.keys() - other.keys())
        for each in one.keys() & other.keys():
            yield from (n for n in Directive.model_fields if getattr(one[each], n) != getattr(other[each], n))


def test_every_kind_of_change_of_an_order_happens(history: History) -> None:
    found = {what for commit in history.plain() for what in _changed_in(_orders(history, commit))}
    assert found >= {"order", "title", "effect", "added", "removed", "summary", "text", "lead", "deadline"}


def test_an_audit_has_something_to_find(demo: Path, history: History) -> None:
    days = dict(line.split() for line in git(demo, "log", "--format=%H %cs").splitlines())
    found = [
        (change, datetime.date.fromisoformat(days[commit]))
        for commit in history.plain()
        for path, before, after in history.changed(commit, "status/eo-")
        for change in list_changes(parse_record(path, before), parse_record(path, after))
    ]
    completions = [(change, day) for change, day in found if change.field == "completed" and change.after]
    assert [change for change, _ in completions if change.before], "a day of completion is moved"
    assert [day for change, day in completions if (day - change.after).days > 90], "one is recorded long after"
    assert [change for change, _ in found if change.kind == "evidence_removed"]


def test_a_deadline_is_changed_after_its_day(demo: Path, history: History) -> None:
    days = dict(line.split() for line in git(demo, "log", "--format=%H %cs").splitlines())
    late = [
        directive.id
        for commit in history.plain()
        for old, new in _orders(history, commit)
        for directive in (old.directives() if old and new else ())
        for other in (new.directives() if new else ())
        if other.id == directive.id and other.deadline != directive.deadline
        for due in directive.deadline[0].due_days(old.signed if old else LAST_DAY)
        if str(due) < days[commit]
    ]
    assert late == ["2.a"]


def test_one_commit_leaves_a_record_that_cannot_be_read_and_the_next_mends_it(history: History) -> None:
    broken = [
        (commit, path)
        for commit, tree in history.trees.items()
        for path, blob in tree.items()
        if path.startswith("status/eo-") and parse_record(path, history.blobs[blob]) is None
    ]
    assert len(broken) == 1


def test_a_reformatting_changes_nothing(history: History) -> None:
    silent = [
        path
        for commit in history.plain()
        for path, before, after in history.changed(commit, "status/eo-")
        if before and after and parse_record(path, before) == parse_record(path, after) is not None
    ]
    assert silent == ["status/eo-99101/4.c.yaml"]


def test_a_record_is_removed_and_made_again_and_another_is_renamed(history: History) -> None:
    gone = [
        (path, sum(1 for _ in history.changed(commit, "")))
        for commit in history.plain()
        for path, _, after in history.changed(commit, "status/eo-")
        if after is None
    ]
    last = history.trees[list(history.trees)[-1]]
    assert gone == [("status/eo-99102/4.b.yaml", 1), ("status/eo-99102/3.d.i.yaml", 2)]
    assert {"status/eo-99102/4.b.yaml", "status/eo-99102/3.e.yaml"} <= last.keys()


def test_clones_are_combined_and_what_both_had_set_is_settled(demo: Path) -> None:
    merges = git(demo, "log", "--merges", "--first-parent", "--format=%s%n%b").splitlines()
    assert len([line for line in merges if line.startswith("sync: ")]) == 5
    assert len([line for line in merges if line.startswith("Merge branch ")]) == 2
    assert len([line for line in merges if ", note: kept “" in line]) == 2


def test_an_update_is_taken_back(demo: Path) -> None:
    undone, parent = git(demo, "log", "--grep=EO-Undoes", "--format=%(trailers:key=EO-Undoes,valueonly)%P").split()
    assert undone == parent


def test_some_commits_are_by_hand_and_some_by_nobody_who_leads(demo: Path, snapshot: Snapshot) -> None:
    listed = git(demo, "log", "--no-merges", "--format=%ae %(trailers:key=EO-Directive,valueonly,separator=%x20)")
    rows = [line.split() for line in listed.splitlines()]
    assert [row for row in rows if len(row) == 1]
    duties, registry = snapshot.dataset.duties_by_id, snapshot.dataset.registry
    strangers = {
        address
        for address, directive in (row for row in rows if len(row) == 2)
        if not any(registry.agencies[key].has_liaison(address) for key in duties[directive].named_leads)
    }
    assert "rowan.elsewhere@example.gov" in strangers


def test_the_files_have_no_faults_on_any_day_after(demo: Path) -> None:
    for day in (LAST_DAY, datetime.date(2030, 1, 1)):
        assert read_snapshot(demo, day).problems == ()


def test_records_are_merged_field_by_field_in_it(demo: Path) -> None:
    assert ATTRIBUTES_LINE in (demo / ".gitattributes").read_text("utf-8")
    assert "merge-record" in git(demo, "config", "merge.eo-tracker.driver")


def test_all_that_the_story_names_is_in_it() -> None:
    story = read_story()
    assert {step.by for step in story.steps} == {*story.people}
    assert {step.clone for step in story.steps if step.clone} == {step.merge for step in story.steps if step.merge}
