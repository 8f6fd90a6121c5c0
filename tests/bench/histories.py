"""How long the history of many commits takes, beside `git log --raw` of the same.

    python -m tests.bench.histories [--commits 1000 10000 50000] [--orders 500] [--rounds 5]

The commits edit records of a tracker of forty directives an order, one record each, now and then on a branch that is
merged. Told are: the first `history`, which makes the index; one with nothing new; one with 100 new commits; and that
of one directive. The start-up is what `history` takes in a tracker of one commit. Not a test. Needs git.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from tests.cli.trackers import commit_all, make_directive, write_order, write_record
from tests.repository.clones import ENVIRONMENT
from tests.terminal import PROGRAM, environment

HERE = Path(__file__).resolve().parent
FIRST = 1_767_355_200  # January 2, 2026, 12:00 in UTC
STATUSES = ("not_started", "in_progress", "not_applicable")
_BRANCHED = 0.02
NEW = 100


def main() -> None:
    """Measure each size, and print the medians."""
    parser = argparse.ArgumentParser(description="Measure history.")
    parser.add_argument("--commits", type=int, nargs="+", default=[1_000, 10_000, 50_000], metavar="N")
    parser.add_argument("--orders", type=int, default=500, metavar="N", help="of forty directives each")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        start = _time_start(Path(home), options.rounds)
        print(f"start-up {1000 * start:.0f} ms")  # noqa: T201
        for commits in options.commits:
            root = make_tracker(Path(home) / str(commits), options.orders, commits)
            _measure(root, commits, start, options.rounds)
            shutil.rmtree(root)


def _measure(root: Path, commits: int, start: float, rounds: int) -> None:
    index = root / ".git" / "eo-tracker" / "history.sqlite"
    one = next(path for path in sorted((root / "status").rglob("*.yaml")))
    directive = one.relative_to(root / "status").as_posix().removesuffix(".yaml")
    taken: dict[str, list[float]] = {}
    memory = 0
    for number in range(rounds):
        index.unlink(missing_ok=True)
        seconds, largest = _run(root, "--limit", "20")
        memory = max(memory, largest)
        found = {
            "git log": _time_git(root),
            "first": seconds,
            "later": _run(root, "--limit", "20")[0],
            "one directive": _run(root, directive)[0],
            "all of it": _run(root, "--format", "json")[0],
        }
        add_commits(root, NEW, seed=f"new {commits} {number}")
        found["100 new"] = _run(root, "--limit", "20")[0]
        for name, time in found.items():
            taken.setdefault(name, []).append(time)
    medians = {name: median(times) for name, times in taken.items()}
    log = medians.pop("git log")
    print(f"{commits:,} commits: git log --raw {1000 * log:.0f} ms; the first took {memory / 1024:.0f} MiB")  # noqa: T201
    for name, time in medians.items():
        told = f"{1000 * time:.0f} ms, beside start-up {(time - start) / log:.2f} x git log"
        print(f"  {name}: {told}")  # noqa: T201


def _time_start(home: Path, rounds: int) -> float:
    root = home / "small"
    write_order(root, make_directive("2.a"))
    write_record(root, "2.a", status="in_progress")
    commit_all(root)
    _run(root)
    return median(_run(root)[0] for _ in range(rounds))


def _run(root: Path, *options: str) -> tuple[float, int]:
    """Run `history`; return the seconds it took and the most memory, in KiB."""
    start = perf_counter()
    process = subprocess.Popen(
        [PROGRAM, "history", *options], cwd=root, env=environment(**ENVIRONMENT), stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = perf_counter() - start
    if status:
        raise SystemExit(f"history ended with {status}")
    return seconds, usage.ru_maxrss


def _time_git(root: Path) -> float:
    start = perf_counter()
    subprocess.run(["git", "log", "--raw", "--", "status"], cwd=root, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


def make_tracker(root: Path, orders: int, commits: int) -> Path:
    """Make a tracker with its first commit and so many more that edit records."""
    generate: list[str | Path] = [sys.executable, HERE / "generate.py", root, "--orders", str(orders)]
    subprocess.run([*generate, "--directives", "40", "--git"], check=True, capture_output=True)
    add_commits(root, commits, seed=str(commits))
    git = ["git", "-C", str(root)]
    subprocess.run([*git, "gc", "--quiet"], check=True)
    return root


def add_commits(root: Path, commits: int, seed: str) -> None:
    """Add commits, each of which edits one record."""
    git = ["git", "-C", str(root)]
    asked = ["rev-parse", "HEAD"], ["rev-list", "--count", "HEAD"], ["symbolic-ref", "HEAD"]
    tip, count, branch = (
        subprocess.run([*git, *a], check=True, capture_output=True, text=True).stdout.strip() for a in asked
    )
    stream = b"".join(_tell_commits(root, tip, branch, int(count), commits, Random(seed)))  # noqa: S311
    subprocess.run([*git, "fast-import", "--quiet", "--force"], check=True, input=stream)


def _tell_commits(root: Path, tip: str, branch: str, count: int, commits: int, random: Random) -> Iterator[bytes]:
    paths = [path.relative_to(root).as_posix() for path in sorted((root / "status").rglob("*.yaml"))]
    main, side = tip, ""
    for n in range(commits):
        mark = n + 1
        parents = [main]
        if side and random.random() < 0.5:  # the branch is merged
            parents, side = [main, side], ""
        on_branch = not side and len(parents) == 1 and random.random() < _BRANCHED
        person = f"Liaison {n % 12} <liaison{n % 12}@example.gov> {FIRST + 60 * (count + n)} -0500"
        head = f"commit {branch}\nmark :{mark}\nauthor {person}\ncommitter {person}\n"
        yield head.encode() + _data(f"Update {count + n}") + f"from {parents[0]}\n".encode()
        yield b"".join(f"merge {parent}\n".encode() for parent in parents[1:])
        yield f"M 100644 inline {random.choice(paths)}\n".encode() + _data(_write_record(random, count + n)) + b"\n"
        if on_branch:
            side = f":{mark}"
        else:
            main = f":{mark}"
    yield f"reset {branch}\nfrom {main}\n".encode()


def _write_record(random: Random, number: int) -> str:
    return (
        f"status: {random.choice(STATUSES)}\nas_of: 2026-01-{random.randint(1, 28):02}\nreported_by: DOJ\n"
        f"note: Note {number} tells what was done since the last, and what is to be done before the next.\n"
        f"evidence:\n  - title: Report {number}\n    url: https://example.gov/{number}\n    date: 2026-01-02\n"
    )


def _data(text: str) -> bytes:
    raw = text.encode()
    return f"data {len(raw)}\n".encode() + raw + b"\n"


if __name__ == "__main__":
    main()
