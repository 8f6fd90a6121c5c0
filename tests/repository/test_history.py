"""History: all that commits changed is told, once, and nothing else, whatever shape history has."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eo_tracker.cli.changes import turn_about
from eo_tracker.domain.records import LISTS, identify_entries
from eo_tracker.repository.commit_log import read_log
from eo_tracker.repository.differences import read_difference
from eo_tracker.repository.history import CommittedChange, read_history
from eo_tracker.repository.tracing import DataPath, read_version
from eo_tracker.repository.writing import write_canonical
from tests.repository.clones import git
from tests.repository.pasts import Past, Planned, Tree
from tests.repository.trackers import ORDER
from tests.terminal import PROGRAM, environment

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

RECORDS = ("status/eo-90001/3.a.yaml", "status/eo-90001/3.b.yaml")
ORDERS = ("directives/eo-90001.yaml", "directives/eo-90002.yaml")
BROKEN = b"status: [in_progress\n"
NOTES = [None, "one", "two"]
SOURCES = [{"url": f"https://example.gov/{n}"} for n in (1, 2)] + [{"url": "https://example.gov/1", "title": "Mended"}]


@st.composite
def record_files(draw: st.DrawFn) -> bytes:
    data: dict[str, Any] = {"status": draw(st.sampled_from(["not_started", "in_progress", "not_pursued"]))}
    note, evidence = draw(st.sampled_from(NOTES)), draw(st.lists(st.sampled_from(SOURCES), max_size=3))
    data |= {"note": note} if note else {}
    data |= {"evidence": evidence} if evidence else {}
    written = write_canonical(data)
    return (written if draw(st.booleans()) else f"# By another hand.\n{written}").encode()


@st.composite
def order_files(draw: st.DrawFn) -> bytes:
    """Draw an order; that of the second file is its copy, which cannot be read, or has a number of its own."""
    text = ORDER if draw(st.booleans()) else ORDER.replace("EO 90001", "EO 90002")
    if draw(st.booleans()):
        text = text.replace("within: 60 days", "within: 90 days")
    if draw(st.booleans()):
        text = text.replace("lead: [DHS]", "lead: [DHS, DOJ]")
    if draw(st.booleans()):
        text = text[: text.index("      - id: 3.b")]
    if draw(st.booleans()):
        text = text.replace("          - {id: 3.a.ii, text: the keepers.}\n", "")
    return text.encode()


contents: dict[str, st.SearchStrategy[bytes | str]] = {
    **{path: record_files() | st.just(BROKEN) | st.just("elsewhere.yaml") for path in RECORDS},
    **{path: order_files() | st.just(BROKEN) for path in ORDERS},
    "notes.txt": st.sampled_from([b"one\n", b"two\n"]),
}


@st.composite
def pasts(draw: st.DrawFn, most: int = 9) -> list[Planned]:
    """Draw a plan in which every commit leads to the last, each with any files that its parents, or nobody, had."""
    plan: list[Planned] = []
    loose: list[int] = []
    for number in range(draw(st.integers(1, most))):
        parents = draw(st.lists(st.integers(0, number - 1), min_size=1, max_size=2, unique=True)) if number else []
        plan.append(_plan(draw, plan, parents))
        loose = [n for n in loose if n not in parents] + [number]
    if len(loose) > 1:
        plan.append(_plan(draw, plan, loose[:4]))
        for rest in loose[4:]:
            plan.append(_plan(draw, plan, [len(plan) - 1, rest]))
    return plan


def _plan(draw: st.DrawFn, plan: list[Planned], parents: list[int]) -> Planned:
    tree: dict[str, bytes | str] = {}
    for path, content in contents.items():
        known = [plan[parent].tree.get(path) for parent in parents]
        said = draw(st.sampled_from(known) | st.sampled_from(known) | content | st.none()) if known else draw(content)
        if said is not None:
            tree[path] = said
    return Planned(tuple(parents), tree, draw(st.integers(0, 5)))


State = dict[Any, Any]


def replay(changes: Iterable[CommittedChange]) -> State:
    """Make of nothing what changes say, by what is public of them; the newest comes first."""
    state: State = {}
    for each in reversed(list(changes)):
        change, about = each.change, each.about
        if change.kind == "record_moved":
            for end, is_gone in ((change.before, True), (change.after, False)):
                for key, said in keyed(end["record"]).items():
                    whose = state.setdefault(f"record {end['directive']}", {})
                    whose.pop(key, None) if is_gone else whose.update({key: said})
        elif change.kind.endswith(("_added", "_removed")) and change.field in ("order", "directive", "item"):
            state.pop(f"part {about}", None)
            if change.after is not None:
                state[f"part {about}"] = dict(change.after)
        elif change.field != "file":
            _set(state, _whose(change.kind, change.field, about), change)
    return {name: said for name, said in state.items() if said}


def keyed(data: dict[str, Any]) -> State:
    """Give what a record says by the keys of a replayed state."""
    found: State = {}
    for field, said in data.items():
        if field in LISTS:
            for (about, number), entry in identify_entries(field, said).items():
                found[f"{field} ({number + 1})" if number else field, *about] = entry
        elif (field, said) != ("status", "not_reported"):
            found[field] = said
    return found


def _whose(kind: str, field: str, about: str) -> str:
    of_orders = {"order_changed", "directive_reworded", "lead_changed", "deadline_changed", "section_changed"}
    return f"{'part' if kind in of_orders or field in ('items', 'item_of') else 'record'} {about}"


def _set(state: State, whose: str, change: Any) -> None:
    said = state.setdefault(whose, {})
    field = change.field.split(" (")[0]
    key: Any = change.field
    if field in LISTS:
        ((about, _),) = identify_entries(field, [change.after or change.before])
        key = (change.field, *about)
    if change.after is None or (change.field, change.after) == ("status", "not_reported"):
        said.pop(key, None)
    else:
        said[key] = change.after


def read_state(tree: Tree) -> State:
    """Read what files say, in the form of a replayed state."""
    state: State = {}
    for path, content in tree.items():
        data = DataPath.parse(path, "")
        if data is None or isinstance(content, str):
            continue
        version = read_version(data, path, content)
        for key, value in version.flat.items():
            if data.provision:
                said = state.setdefault(f"record {data.directive}", {})
                if key[0] in LISTS:
                    number = int(key[-1])
                    said[f"{key[0]} ({number + 1})" if number else key[0], *key[1:-1]] = value
                elif (key[0], value) != ("status", "not_reported"):
                    said[key[0]] = value
            else:
                part, field = key
                state.setdefault(f"part {data.order}/{part}".rstrip("/"), {})[field] = value
    return {name: said for name, said in state.items() if said}


def unreadable(tree: Tree) -> list[str]:
    """Name what a replayed state says of files that cannot be read now: it is what they said before."""
    found = []
    for path, content in tree.items():
        data = DataPath.parse(path, "")
        if data and (isinstance(content, str) or read_version(data, path, content).fault):
            found.append(f"record {data.directive}" if data.provision else f"part {data.order}")
    return found


def settled(state: State, tree: Tree) -> State:
    without = unreadable(tree)
    return {n: s for n, s in state.items() if not any(n == w or n.startswith(f"{w}/") for w in without)}


a_few = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@a_few
@given(pasts())
def test_replaying_all_changes_gives_the_state_of_today(plan: list[Planned]) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = Past(plan).make(Path(folder) / "clone")
        history = read_history(root)
        tree = plan[-1].tree
        assert settled(replay(history.changes), tree) == settled(read_state(tree), tree)
        told_forward = replay(turn_about(history.changes)[::-1])
        assert settled(told_forward, tree) == settled(read_state(tree), tree)


@a_few
@given(pasts(), st.lists(st.integers(0, 20), max_size=3))
def test_history_is_the_same_with_and_without_an_index(plan: list[Planned], stops: list[int]) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        past = Past(plan)
        root = past.make(Path(folder) / "clone")
        for stop in [*stops, len(plan)]:
            git(root, "update-ref", "refs/heads/main", past.ids[min(stop, len(plan) - 1)])
            assert read_history(root) == read_history(root, keeping="memory")


# One by one


def make(folder: Path, *plan: Planned) -> Path:
    return Past(plan).make(folder / "clone")


def record(status: str, note: str | None = None, **more: Any) -> bytes:
    data = {"status": status, **({"note": note} if note else {}), **more}
    return write_canonical(data).encode()


def told(root: Path, **options: Any) -> list[tuple[str, str, Any, Any]]:
    """Tell changes of records, the newest first: the subject of the commit, the kind, from what, to what."""
    changes = read_history(root, **options).changes
    return [
        (each.subject, each.change.kind, each.change.before, each.change.after)
        for each in changes
        if each.change.kind not in ("order_added", "directive_added", "item_added")
    ]


A, B = RECORDS
C = "status/eo-90001/3.a.i.yaml"
BEGUN = {ORDERS[0]: ORDER.encode(), A: record("not_started")}


def test_a_change_that_came_in_by_a_merge_is_told_once_where_it_was_made(tmp_path: Path) -> None:
    root = make(
        tmp_path,
        Planned((), BEGUN, subject="base"),
        Planned((0,), {**BEGUN, A: record("in_progress")}, 10, subject="ours"),
        Planned((0,), {**BEGUN, B: record("not_started")}, 20, subject="theirs"),
        Planned((1, 2), {**BEGUN, A: record("in_progress"), B: record("not_started")}, 30, subject="merge"),
    )
    assert told(root) == [
        ("theirs", "status_changed", "not_reported", "not_started"),
        ("ours", "status_changed", "not_started", "in_progress"),
        ("base", "status_changed", "not_reported", "not_started"),
    ]


def test_what_nobody_said_before_is_told_at_the_merge(tmp_path: Path) -> None:
    root = make(
        tmp_path,
        Planned((), BEGUN, subject="base"),
        Planned((0,), {**BEGUN, A: record("not_started", "ours")}, 10, subject="ours"),
        Planned((0,), {**BEGUN, A: record("not_started", "theirs")}, 20, subject="theirs"),
        Planned((1, 2), {**BEGUN, A: record("not_started", "both")}, 30, subject="merge"),
    )
    assert told(root)[:3] == [
        ("merge", "note_changed", "theirs", "both"),
        ("theirs", "note_changed", None, "theirs"),
        ("ours", "note_changed", None, "ours"),
    ]


@pytest.mark.parametrize(("kept", "at_the_merge"), [("ours", 1), ("theirs", 0)])
def test_which_of_two_contrary_changes_was_kept_is_told_where_it_is_not_the_later(
    kept: str, at_the_merge: int, tmp_path: Path
) -> None:
    root = make(
        tmp_path,
        Planned((), BEGUN, subject="base"),
        Planned((0,), {**BEGUN, A: record("not_started", "ours")}, 10, subject="ours"),
        Planned((0,), {**BEGUN, A: record("not_started", "theirs")}, 20, subject="theirs"),
        Planned((1, 2), {**BEGUN, A: record("not_started", kept)}, 30, subject="merge"),
    )
    assert [each for each in told(root) if each[0] == "merge"] == [
        ("merge", "note_changed", "theirs", "ours")
    ] * at_the_merge


def test_work_that_a_merge_dropped_is_told_as_taken_back(tmp_path: Path) -> None:
    ours = {**BEGUN, B: record("in_progress")}
    root = make(
        tmp_path,
        Planned((), BEGUN, subject="base"),
        Planned((0,), ours, 10, subject="ours"),
        Planned((0,), {**BEGUN, A: record("in_progress")}, 20, subject="theirs"),
        Planned((1, 2), ours, 30, subject="merge"),
    )
    assert told(root)[0] == ("merge", "status_changed", "in_progress", "not_started")


def test_a_record_that_was_renamed_by_hand_is_followed(tmp_path: Path) -> None:
    moved = {ORDERS[0]: ORDER.encode(), B: BEGUN[A]}
    root = make(tmp_path, Planned((), BEGUN, subject="base"), Planned((0,), moved, 10, subject="moved"))
    subject, kind, before, after = told(root)[0]
    assert (subject, kind) == ("moved", "record_moved")
    assert (before["directive"], after["directive"]) == ("eo-90001/3.a", "eo-90001/3.b")
    assert before["record"] == after["record"] == {"status": "not_started"}
    assert len(told(root)) == 2
    assert [each[1] for each in told(root, about={"eo-90001/3.a"})] == ["record_moved", "status_changed"]
    assert [each[1] for each in told(root, about={"eo-90001/3.b"})] == ["record_moved", "status_changed"]


def test_a_record_that_was_moved_to_and_fro_is_followed_and_none_that_took_its_place(tmp_path: Path) -> None:
    order = {ORDERS[0]: ORDER.encode()}
    plan = [
        Planned((), {**order, A: record("not_started")}, subject="first"),
        Planned((0,), {**order, B: record("not_started")}, 10, subject="there"),
        Planned((1,), {**order, A: record("in_progress"), B: record("not_started")}, 20, subject="another"),
        Planned((2,), {**order, B: record("not_started")}, 30, subject="gone"),
        Planned((3,), {**order, A: record("not_started")}, 40, subject="back"),
        Planned((4,), {**order, C: record("not_started")}, 50, subject="on"),
    ]
    root = make(tmp_path, *plan)
    assert [each[0] for each in told(root, about={"eo-90001/3.a.i"})] == ["on", "back", "there", "first"]
    assert [each[0] for each in told(root, about={"eo-90001/3.b"})] == ["back", "there", "first"]
    assert told(root, about={"eo-90001/3.a.i"}, limit=2) == told(root, about={"eo-90001/3.a.i"})[:2]
    assert told(root, about={"eo-90001"}) == told(root)
    early = git(root, "rev-parse", "HEAD~3")
    assert [each[0] for each in told(root, about={"eo-90001/3.a.i"}, tip=early)] == []
    assert [each[0] for each in told(root, about={"eo-90001/3.b"}, tip=early)] == ["there", "first"]


def test_a_record_that_is_removed_and_made_again_says_so(tmp_path: Path) -> None:
    gone = {ORDERS[0]: BEGUN[ORDERS[0]]}
    plan = [Planned((), BEGUN), Planned((0,), gone, 10), Planned((1,), {**gone, A: record("in_progress")}, 20)]
    assert [each[2:] for each in told(make(tmp_path, *plan))] == [
        ("not_reported", "in_progress"),
        ("not_started", "not_reported"),
        ("not_reported", "not_started"),
    ]


def test_a_commit_that_does_not_parse_is_told_and_passed_over(tmp_path: Path) -> None:
    plan = [
        Planned((), BEGUN, subject="base"),
        Planned((0,), {**BEGUN, A: BROKEN}, 10, subject="broken"),
        Planned((1,), {**BEGUN, A: BROKEN, "notes.txt": b"x"}, 20, subject="other"),
        Planned((2,), {**BEGUN, A: record("in_progress")}, 30, subject="mended"),
    ]
    changes = told(make(tmp_path, *plan))
    assert [each[:2] for each in changes[:3]] == [
        ("mended", "mended"),
        ("mended", "status_changed"),
        ("broken", "unreadable"),
    ]
    assert changes[1][2:] == ("not_started", "in_progress")
    assert changes[2][3].startswith("line 1: ")


def test_a_reformatting_that_changes_nothing_is_nothing(tmp_path: Path) -> None:
    other: dict[str, bytes] = {ORDERS[0]: ORDER.replace("{within: 60 days}", "\n          within: 60 days").encode()}
    root = make(
        tmp_path, Planned((), BEGUN), Planned((0,), {**other, A: b"# By hand.\nstatus:   'not_started'\r\n"}, 10)
    )
    assert [each[0] for each in told(root)] == ["By hand"]
    assert len(told(root)) == 1


def test_what_a_record_says_by_leaving_it_out_is_nothing_when_it_is_written_out(tmp_path: Path) -> None:
    out = {**BEGUN, A: record("not_started", verification={"state": "unverified"})}
    verified = {**BEGUN, A: record("not_started", verification={"state": "verified", "by": "OMB"})}
    root = make(
        tmp_path, Planned((), BEGUN), Planned((0,), out, 10), Planned((1,), verified, 20), Planned((2,), out, 30)
    )
    assert [each[1:] for each in told(root)] == [
        ("verification_changed", {"state": "verified", "by": "OMB"}, None),
        ("verification_changed", None, {"state": "verified", "by": "OMB"}),
        ("status_changed", "not_reported", "not_started"),
    ]


def test_a_tracker_in_a_folder_of_a_repository_has_its_own_history(tmp_path: Path) -> None:
    inner = {f"trackers/ours/{path}": content for path, content in BEGUN.items()}
    root = make(
        tmp_path,
        Planned((), {**inner, A: record("in_progress")}),
        Planned((0,), {**inner, A: record("in_progress"), "x.py": b"x"}, 10),
    )
    (root / "trackers" / "ours" / "directives").mkdir(parents=True)
    assert told(root / "trackers" / "ours") == [("By hand", "status_changed", "not_reported", "not_started")]
    assert told(root) == [("By hand", "status_changed", "not_reported", "in_progress")]


def test_a_shallow_clone_says_that_it_is_cut(tmp_path: Path) -> None:
    plan = [Planned((), BEGUN), Planned((0,), {**BEGUN, A: record("in_progress")}, 10)]
    plan.append(Planned((1,), {**BEGUN, A: record("not_pursued", "why")}, 20))
    root = make(tmp_path, *plan)
    git(tmp_path, "clone", "--quiet", "--bare", "--depth=2", root.as_uri(), "shallow/.git")
    git(tmp_path / "shallow", "config", "core.bare", "false")
    history = read_history(tmp_path / "shallow")
    assert history.is_cut
    assert [each.change.kind for each in history.changes] == ["status_changed", "note_changed"]
    git(tmp_path / "shallow", "fetch", "--quiet", "--unshallow")
    assert read_history(tmp_path / "shallow").changes == read_history(root).changes


# The index


def two(folder: Path) -> tuple[Past, Path]:
    plan = [Planned((), BEGUN), Planned((0,), {**BEGUN, A: record("in_progress")}, 10)]
    past = Past(plan)
    return past, past.make(folder / "clone")


def index_of(root: Path) -> Path:
    return root / ".git" / "eo-tracker" / "history.sqlite"


def test_only_new_commits_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    past, root = two(tmp_path)
    assert len(told(root)) == 2
    past.plan = [*past.plan, Planned((1,), {**BEGUN, A: record("in_progress", "new")}, 20)]
    past.add(root)
    read: list[str] = []
    from eo_tracker.repository import history

    def noting(*arguments: Any) -> Iterator[Any]:
        for commit, touched in read_log(*arguments):
            read.append(commit.id)
            yield commit, touched

    monkeypatch.setattr(history, "read_log", noting)
    assert told(root)[0][1] == "note_changed"
    assert read == [past.ids[2]]


def test_a_branch_that_was_moved_back_and_went_on_is_read_anew(tmp_path: Path) -> None:
    past, root = two(tmp_path)
    assert len(told(root)) == 2
    past.plan = [*past.plan, Planned((0,), {**BEGUN, A: record("not_pursued")}, 20, subject="other")]
    past.add(root)
    assert told(root)[0] == ("other", "status_changed", "not_started", "not_pursued")
    assert told(root) == told(root, keeping="memory")


def test_clocks_that_were_wrong_make_no_difference(tmp_path: Path) -> None:
    plan = [Planned((), BEGUN)]
    plan += [Planned((n,), {**BEGUN, A: record("not_started", f"main {n}")}, n * 100) for n in range(12)]
    main = len(plan) - 1
    side = {**plan[6].tree, B: record("not_started")}
    for n in range(8):  # from the seventh on, and made before there was git, to hear their clock
        parent = len(plan) - 1 if n else 6
        plan.append(Planned((parent,), {**side, B: record("not_started", f"side {n}")}, n - 1_700_000_000))
    end = len(plan) - 1
    plan.append(Planned((main, end), {**plan[main].tree, B: plan[end].tree[B]}, 5000))
    past = Past(plan)
    root = past.make(tmp_path / "clone")
    assert len(git(root, "rev-list", past.ids[main], f"^{past.ids[end]}").split()) > 6  # git is misled
    for tip in (main, end, main, end + 1, end, end + 1):
        git(root, "update-ref", "refs/heads/main", past.ids[tip])
        assert read_history(root) == read_history(root, keeping="memory")
    found = read_difference(root, past.ids[end], past.ids[main])
    assert [each.commit for each in found if each.about == "eo-90001/3.a"] == [past.ids[main]]
    assert {each.commit for each in found if each.about == "eo-90001/3.b"} == {""}


def test_commits_that_git_has_forgotten_make_it_begin_anew(tmp_path: Path) -> None:
    _, root = two(tmp_path)
    assert len(told(root)) == 2
    shutil.rmtree(root / ".git" / "objects")
    shutil.rmtree(root / ".git" / "refs")
    (root / ".git" / "packed-refs").unlink(missing_ok=True)
    git(root, "init", "--quiet")
    (root / ".git" / "marks").unlink()
    Past([Planned((), {**BEGUN, A: record("not_pursued")}, subject="another")]).add(root)
    assert told(root) == [("another", "status_changed", "not_reported", "not_pursued")]


@pytest.mark.parametrize("harm", ["garbage", "cut", "empty", "old version", "a folder"])
def test_an_index_that_is_not_what_it_should_be_is_made_anew(harm: str, tmp_path: Path) -> None:
    _, root = two(tmp_path)
    before, index = told(root), index_of(root)
    if harm == "old version":
        with sqlite3.connect(index) as connection:
            connection.execute("PRAGMA user_version = 0")
            connection.execute("DELETE FROM traces")
        connection.close()
    elif harm == "a folder":
        index.unlink()
        index.mkdir()
    else:
        raw = index.read_bytes()
        index.write_bytes({"garbage": b"no database" * 1000, "cut": raw[: len(raw) // 2], "empty": b""}[harm])
    assert told(root) == before
    assert told(root) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_repository_that_can_only_be_read_has_its_history(tmp_path: Path) -> None:
    past, root = two(tmp_path)
    before = told(root)
    past.plan = [*past.plan, Planned((1,), {**BEGUN, A: record("in_progress", "new")}, 20)]
    past.add(root)
    folder = index_of(root).parent
    index_of(root).chmod(0o444)
    folder.chmod(0o555)
    try:
        assert told(root)[1:] == before
    finally:
        folder.chmod(0o755)


def test_a_linked_worktree_has_the_history_of_its_own_branch(tmp_path: Path) -> None:
    past, root = two(tmp_path)
    git(root, "worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"), past.ids[0])
    assert len(told(tmp_path / "linked")) == 1
    assert len(told(root)) == 2
    assert len(told(tmp_path / "linked")) == 1


def test_processes_at_once_read_the_same(tmp_path: Path) -> None:
    past, root = two(tmp_path)
    more = (Planned((n + 1,), {**BEGUN, A: record("in_progress", f"note {n}")}, 20 + n) for n in range(60))
    past.plan = [*past.plan, *more]
    past.add(root)
    (root / "directives").mkdir()
    command: list[str | Path] = [PROGRAM, "history", "--format", "csv"]
    running = [subprocess.Popen(command, cwd=root, env=environment(), stdout=subprocess.PIPE) for _ in range(4)]
    outputs = {process.communicate(timeout=60)[0] for process in running}
    assert len(outputs) == 1
    assert outputs.pop().count(b"note_changed") == 60
    assert index_of(root).exists()


# Hostile repositories


def test_a_planted_tip_is_no_option_of_git(tmp_path: Path) -> None:
    _, root = two(tmp_path)
    before, victim = told(root), tmp_path / "victim"
    victim.write_text("precious")
    with sqlite3.connect(index_of(root)) as connection:
        connection.execute("UPDATE settled SET value = ? WHERE name = 'tip'", (f"--output={victim}",))
    connection.close()
    assert told(root) == before
    assert victim.read_text() == "precious"


def test_a_planted_index_is_not_asked(tmp_path: Path) -> None:
    _, root = two(tmp_path)
    before = told(root)
    with sqlite3.connect(index_of(root)) as connection:
        connection.execute("DROP TABLE settled")
        endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT 'tip' AS name, x AS value FROM n"
        connection.execute(f"CREATE VIEW settled AS {endless}")
    connection.close()
    assert told(root) == before


@pytest.mark.parametrize("table", ["traces", "told", "commits"])
def test_a_damaged_row_is_noticed(table: str, tmp_path: Path) -> None:
    past, root = two(tmp_path)
    before = told(root)
    column = {"traces": "different", "told": "subject", "commits": "parents"}[table]
    with sqlite3.connect(index_of(root)) as connection:
        connection.execute(f"UPDATE {table} SET {column} = {column} || 'x'")  # noqa: S608
    connection.close()
    past.plan = [*past.plan, Planned((0,), {**BEGUN, A: record("not_pursued")}, 20), Planned((1, 2), BEGUN, 30)]
    past.add(root)
    assert told(root) == told(root, keeping="memory")
    git(root, "update-ref", "refs/heads/main", past.ids[1])
    assert told(root) == before


def test_nothing_is_fetched_and_nothing_of_the_repository_runs(tmp_path: Path) -> None:
    past, root = two(tmp_path)
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\nexit 1\n")
    trap.chmod(0o755)
    settings = {
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": "ssh://example.invalid/x",
        "core.sshCommand": str(trap),
        "core.fsmonitor": str(trap),
        "core.pager": str(trap),
        "diff.external": str(trap),
        "log.showRoot": "false",
        "diff.orderFile": "nowhere",
    }
    for name, value in settings.items():
        git(root, "config", name, value)
    blob = git(root, "rev-parse", f"{past.ids[1]}:{A}")
    subprocess.run(["git", "unpack-objects", "-q"], cwd=root, input=b"", check=False, capture_output=True)
    for pack in (root / ".git" / "objects" / "pack").glob("*.pack"):
        content = pack.read_bytes()
        for path in pack.parent.glob(f"{pack.stem}.*"):
            path.unlink()
        subprocess.run(["git", "unpack-objects", "-q"], cwd=root, input=content, check=True)
    (root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    changes = told(root)
    assert [each[1] for each in changes] == ["unreadable", "status_changed"]
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("date", ["253402300800 +5130", "99999999999999 +0000", "1740000000 +9999"])
def test_a_commit_of_an_impossible_time_has_some_time(date: str, tmp_path: Path) -> None:
    past, root = two(tmp_path)
    commit = git(root, "cat-file", "commit", past.ids[1])
    strange = re.sub(r"(?m)^(committer .*>) .*$", rf"\1 {date}", commit) + "\n"
    made = (
        subprocess.run(
            ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
            cwd=root,
            input=strange.encode(),
            check=True,
            capture_output=True,
        )
        .stdout.decode()
        .strip()
    )
    git(root, "update-ref", "refs/heads/main", made)
    assert [each[1] for each in told(root)] == ["status_changed", "status_changed"]


def test_an_index_that_another_process_holds_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    past, root = two(tmp_path)
    assert told(root)
    past.plan = [*past.plan, Planned((1,), {**BEGUN, A: record("in_progress", "new")}, 20)]
    past.add(root)
    monkeypatch.setattr("eo_tracker.repository.history_index._PATIENCE", 0.1)
    before = index_of(root).stat().st_ino
    holder = sqlite3.connect(index_of(root), isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        assert told(root)[0][1] == "note_changed"
    finally:
        holder.rollback()
        holder.close()
    assert index_of(root).stat().st_ino == before
    assert told(root)[0][1] == "note_changed"


def test_two_trackers_of_a_repository_have_an_index_each(tmp_path: Path) -> None:
    tree = {f"{folder}/{path}": content for folder in ("a/b", "a-b") for path, content in BEGUN.items()}
    root = make(tmp_path, Planned((), tree))
    for folder in ("a/b", "a-b"):
        (root / folder / "directives").mkdir(parents=True)
        assert len(told(root / folder)) == 1
    assert len(list((root / ".git" / "eo-tracker").glob("history-*.sqlite"))) == 2
