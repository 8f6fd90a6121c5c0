"""How long an update of one record among many takes, beside git's own commit of the same file.

    python -m tests.bench.updates [--orders 1000] [--rounds 11]

The goal is the start-up and at most three times `git commit --only`. The start-up is what the same command takes with
`--dry-run` in a tracker of one order, where there is next to nothing to read and nothing to commit. The three run in
turns, so that a busy machine slows all of them down alike; what counts is the median. Not a test. Needs git.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.cli.trackers import commit_all, git, make_directive, write_order, write_record
from tests.terminal import PROGRAM, environment

HERE = Path(__file__).resolve().parent
TODAY = "2026-11-24"
GOAL = 3


def main() -> None:
    """Measure, and print the medians in milliseconds."""
    parser = argparse.ArgumentParser(description="Measure an update.")
    parser.add_argument("--orders", type=int, default=1000, metavar="N", help="of twenty directives each")
    parser.add_argument("--rounds", type=int, default=11, metavar="N")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        many, one = _make_trackers(Path(home), options.orders)
        path = next(
            p for p in sorted((many / "status").rglob("*.yaml")) if "status: in_progress" in p.read_text("utf-8")
        )
        directive = path.relative_to(many / "status").as_posix().removesuffix(".yaml")
        times: dict[str, list[float]] = {"update": [], "start": [], "git": []}
        for n in range(-1, options.rounds):  # the first warms up
            taken = {
                "update": _time_update(many, directive, f"Note {n}"),
                "start": _time_update(one, "eo-14288/2.a", f"Note {n}", "--dry-run"),
                "git": _time_commit(many, path, n),
            }
            for name, seconds in taken.items() if n >= 0 else ():
                times[name].append(seconds)
    medians = {name: 1000 * median(found) for name, found in times.items()}
    ratio = (medians["update"] - medians["start"]) / medians["git"]
    print(f"update {medians['update']:.0f} ms, start-up {medians['start']:.0f} ms, git {medians['git']:.0f} ms")  # noqa: T201
    print(f"beyond the start-up {ratio:.2f} x git: the goal of {GOAL} is {'reached' if ratio <= GOAL else 'missed'}")  # noqa: T201


def _make_trackers(home: Path, orders: int) -> tuple[Path, Path]:
    many, one = home / "many", home / "one"
    generate: list[str | Path] = [sys.executable, HERE / "generate.py", many, "--orders", str(orders), "--git"]
    subprocess.run(generate, check=True, capture_output=True)
    write_order(one, make_directive("2.a"))
    write_record(one, "2.a", status="in_progress")
    commit_all(one)
    for root in (many, one):
        git(root, "config", "user.name", "Nobody")
        git(root, "config", "user.email", "nobody@example.org")
    return many, one


def _time_update(root: Path, directive: str, note: str, *more: str) -> float:
    command: list[str | Path] = [PROGRAM, "-C", root, "--today", TODAY, "update", directive, "--note", note, *more]
    return _time(command)


def _time_commit(root: Path, path: Path, n: int) -> float:
    path.write_text(f"{path.read_text('utf-8')}# {n}\n", "utf-8")
    return _time(["git", "-C", root, "commit", "--quiet", "--only", "--message", "A comment", "--", path])


def _time(command: list[str | Path]) -> float:
    began = perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment())
    return perf_counter() - began


if __name__ == "__main__":
    main()
