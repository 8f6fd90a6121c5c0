"""Histories of trackers, drawn or written down, and made in one go by `git fast-import`.

They have any files, links and submodules, at any time of any zone; what is read, and what stands in its way.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from hypothesis import strategies as st

from tests.repository.clones import git

SUBMODULE = "1" * 40
"""What stands for a submodule's commit, which nobody has."""


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link."""

    target: str


@dataclass(frozen=True, slots=True)
class Submodule:
    """Another repository's commit in the place of a folder."""


Content = str | bytes | Link | Submodule | None


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit on a branch: what it changes, when it was made, and the branch that it merges."""

    changes: Mapping[str, Content] = field(default_factory=dict)
    when: str = "2025-06-27T12:00:00-04:00"
    branch: str = "main"
    start: str = ""  # the branch that this one starts from
    merges: str = ""
    authored: str = ""


def import_commits(folder: Path, commits: Sequence[Commit]) -> list[str]:
    """Make a repository of commits, without a checkout, and return their ids."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    stream = b"".join(_told(n, commit) for n, commit in enumerate(commits, 1)) + b"done\n"
    marks = folder / ".git" / "marks"
    command = ["git", "fast-import", "--quiet", "--done", "--force", f"--export-marks={marks}"]
    subprocess.run(command, cwd=folder, input=stream, check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})
    ids = dict(line.split(" ") for line in marks.read_text().splitlines())
    return [ids[f":{n}"] for n in range(1, len(commits) + 1)]


def _told(number: int, commit: Commit) -> bytes:
    lines = [
        f"commit refs/heads/{commit.branch}",
        f"mark :{number}",
        f"author A. Keeper <keeper@lighthouses.example> {_raw(commit.authored or commit.when)}",
        f"committer A. Keeper <keeper@lighthouses.example> {_raw(commit.when)}",
        f"data 1\n{number % 10}",
        *([f"from refs/heads/{commit.start}"] if commit.start else []),
        *([f"merge refs/heads/{commit.merges}"] if commit.merges else []),
    ]
    changes = b"".join(_change(path, content) for path, content in commit.changes.items())
    return "\n".join(lines).encode() + b"\n" + changes + b"\n"


def _raw(when: str) -> str:
    moment = datetime.fromisoformat(when)
    return f"{int(moment.timestamp())} {moment:%z}"


def _change(path: str, content: Content) -> bytes:
    if content is None:
        return f'D "{path}"\n'.encode()
    if isinstance(content, Submodule):
        return f'M 160000 {SUBMODULE} "{path}"\n'.encode()
    mode, said = ("120000", content.target) if isinstance(content, Link) else ("100644", content)
    raw = said.encode() if isinstance(said, str) else said
    return f'M {mode} inline "{path}"\ndata {len(raw)}\n'.encode() + raw + b"\n"


def check_out(folder: Path, ids: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """Check commits out, one after the other, into a worktree beside the repository; give each with the worktree."""
    beside = folder.parent / "checkout"
    git(folder, "worktree", "add", "--quiet", "--detach", "--no-checkout", str(beside), ids[0])
    for commit in ids:
        git(beside, "checkout", "--quiet", "--force", "--detach", commit)
        yield commit, beside


ORDER = """\
order: EO 90001
title: A Fictional Order
signed: 2025-01-06
sections:
  - section: "3"
    directives:
      - {id: 3.a, summary: Count, lead: [DHS], deadline: {within: 60 days}}
      - {id: 3.b, summary: Report, lead: [DOJ, BuL], deadline: {within: 30 days, of: 3.a}}
"""
ORDERS: list[Content] = [
    ORDER,
    ORDER.replace("60 days", "90 days"),
    ORDER.replace("90001", "90002"),
    ORDER.replace("[DOJ, BuL]", "[DOJ]").replace("of: 3.a", "of: eo-90002/3.a"),
    ORDER.replace("summary: Count", "sumary: Count"),
    "order: [\n",
    b"\xff\xfe",
    "",
    Link("eo-90001.yaml"),
    Link("copy.txt"),
    Link("../copy.txt"),
    Link("nothing"),
    Submodule(),
    None,
]
RECORDS: list[Content] = [
    "status: in_progress\nas_of: 2025-02-02\n",
    "status: completed\ncompleted: 2025-06-27\nwithout_evidence: It is secret.\n",
    "status: completed\ncompleted: 2025-07-01\nwithout_evidence: It is secret.\n",
    "status: completed\r\ncompleted: 2025-03-01\r\nevidence: [{title: A report, reference: ONE}]\r\n",
    "status: done\n",
    "status: in_progress\nstatus: not_started\n",
    "<<<<<<< ours\n",
    Link("3.a.yaml"),
    Link("3.b.yaml"),
    Link("../eo-90001/3.a.yaml"),
    Link("../../status/eo-90001/./3.a.yaml"),
    Link("../../directives/eo-90001.yaml"),
    Link("../../../../elsewhere.yaml"),
    Link("/etc/hostname"),
    Link("../eo-90001/3.a.yaml/"),
    Link("3.a.yaml/../copy"),
    Link(".."),
    Submodule(),
    None,
]
FOLDERS: list[Content] = [
    *(Link("eo-90001"), Link("eo-90002"), Link("."), Link(".."), Link("../directives"), Link("../records")),
    *(Link("../../records"), Submodule(), "a file\n", None),
]
STATUS: list[Content] = [
    *(Link("records"), Link("status"), Link("nothing"), Link("."), Link("directives"), Link("../records")),
    *(Link("/"), Submodule(), "a file\n", None),
]
SETTINGS: list[Content] = [
    *("due_soon_days = 0\n", "[tool.eo-tracker]\ndue_soon_days = 90\n", "due_soon = 1\n", "=", b"\xff", "[tool.x]\n"),
    *(Link("pyproject.toml"), Link("records/settings.toml"), Link("nothing"), Link("directives"), Submodule(), None),
]
REGISTRIES: list[Content] = [
    "agencies: [{key: BuL, name: Bureau of Lighthouses}]\n",
    "agencies: [{key: BuL}]\n",
    *(Link("BuL.txt"), None),
]
FILES: dict[str, list[Content]] = {
    "directives/eo-90001.yaml": ORDERS,
    "directives/eo-90002.yaml": ORDERS,
    "directives/copy.txt": ORDERS,
    "directives/agencies.yaml": REGISTRIES,
    "directives/BuL.txt": REGISTRIES,
    "directives/deeper/eo-90003.yaml": ORDERS,
    "directives/text/eo-90001.yaml": ORDERS,
    "directives": [None, "a file\n", Link("records"), Link(".")],
    "status/eo-90001/3.a.yaml": RECORDS,
    "status/eo-90001/3.b.yaml": RECORDS,
    "status/eo-90001/3.b": RECORDS,
    "status/eo-90001/3.b.yaml.txt": RECORDS,
    "status/eo-90001/.3.a.yaml": RECORDS,
    "status/eo-90001/deeper/3.a.yaml": RECORDS,
    "status/eo-90002/3.a.yaml": RECORDS,
    "status/eo-90002": FOLDERS,
    "status/3.a.yaml": RECORDS,
    "status/é ü/3.a.yaml": RECORDS,
    "status": STATUS,
    "records/eo-90001/3.a.yaml": RECORDS,
    "records/eo-90001.yaml": ORDERS,
    "records/settings.toml": SETTINGS,
    "eo-tracker.toml": SETTINGS,
    "pyproject.toml": SETTINGS,
    "copy.txt": ORDERS,
}
TOP = ("directives", "status", "records", "eo-tracker.toml")
_TIMES = ("03:59:59+00:00", "04:00:00+00:00", "23:30:00-07:00")
WHEN = [f"2025-06-{day}T{time}" for day in (26, 27, 28) for time in _TIMES]


def changes(prefix: str) -> st.SearchStrategy[dict[str, Content]]:
    """Draw what a commit changes: mostly data that is read, sometimes what stands in its way."""
    paths = [*FILES, *(p for p in FILES if p.endswith(("1.yaml", "a.yaml")))]
    change = st.sampled_from(paths).flatmap(lambda p: st.tuples(st.just(f"{prefix}{p}"), st.sampled_from(FILES[p])))
    return st.lists(change, max_size=4).map(dict)


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, list[Commit]]:
    """Draw a history with side branches that are merged, of a tracker at the top or in a folder of its repository."""
    prefix = draw(st.sampled_from(["", "trackers/*ours/"]))
    start = {f"{prefix}directives/eo-90001.yaml": ORDER, f"{prefix}status/eo-90001/3.a.yaml": RECORDS[0]}
    commits = [Commit({**(start if draw(st.integers(0, 5)) else {"README": ""}), **draw(changes(prefix))}, WHEN[0])]
    for n in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["commit", "commit", "side"]))
        if kind == "side":
            branch = f"side{n}"
            commits.append(Commit(draw(changes(prefix)), draw(st.sampled_from(WHEN)), branch, start="main"))
            commits.append(Commit(draw(changes(prefix)), draw(st.sampled_from(WHEN)), merges=branch))
        else:
            commits.append(Commit(draw(changes(prefix)), draw(st.sampled_from(WHEN))))
    return prefix, commits


def whole(**more: Content) -> dict[str, Content]:
    """Return the files of a tracker that has all that can be linked to, and some more."""
    good: dict[str, Content] = {
        "directives/eo-90001.yaml": ORDER,
        "directives/copy.txt": ORDER.replace("90001", "90002"),
        "directives/agencies.yaml": Link("BuL.txt"),
        "directives/BuL.txt": REGISTRIES[0],
        "status/eo-90001/3.a.yaml": RECORDS[1],
        "records/eo-90001/3.a.yaml": RECORDS[3],
        "records/settings.toml": "due_soon_days = 7\n",
    }
    return {**good, **more}


LINKS = [
    whole(**{"directives/eo-90002.yaml": Link("copy.txt"), "status/eo-90002": Link("eo-90001")}),
    whole(**{"status/eo-90001/3.b.yaml": Link("loop"), "status/eo-90001/loop": Link("3.b.yaml")}),
    *({p: said for p, said in whole(status=link).items() if not p.startswith("status/")} for link in STATUS),
    *(whole(**{"status/eo-90002": link}) for link in FOLDERS),
    *(whole(**{"status/eo-90001/3.b.yaml": link}) for link in RECORDS[7:]),
    *(whole(**{"eo-tracker.toml": link}) for link in SETTINGS[6:]),
]
