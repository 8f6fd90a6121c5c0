"""How long eo-tracker takes, as multiples of `python -c pass` and of what other tools take, beside the goals.

    python tests/bench/run.py [--quick] [--only NAME...] [--json] [--keep DIR] [--doorstop-python PYTHON]

The works run in turns, each one after a bare start of the same Python, so that a busy machine slows all of them down
alike; what counts is the median. All output goes through a pipe. "Uncached" means that what eo-tracker keeps under the
repository's git directory is removed before each run, "later" that the same call was made just before. The goals are
those of the design; none of this is a test. Needs git, and a system with wait4, which tells the memory a process took.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any, Literal

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
TODAY = "2026-11-24"
START = "python"
MEBIBYTE = 1024 * 1024
# A cache may refuse to vouch for files that are hardly older than itself.
SETTLING_SECONDS = 3
_BLOCK = 1 << 20

Cache = Literal["none", "uncached", "later"]


@dataclass(frozen=True, slots=True)
class Goal:
    """At most `times` what another work takes in the same run; or at most `mebibytes` of memory."""

    times: float = 0
    than: str = START
    mebibytes: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """A command that is measured. `data` names what it runs on, `{}` in the command stands for its folder."""

    name: str
    what: str
    command: tuple[str, ...]
    data: str = ""
    cache: Cache = "none"
    goals: tuple[Goal, ...] = ()
    rounds: int = 7
    leaves: int = 0
    """The exit code."""
    complains: bool = False
    """Whether something stands on stderr."""


_LISTING = ("eo-tracker", "-C", "{}", "--today", TODAY)
_SMALL = Goal(mebibytes=300)
WORKS = (
    Work("help", "--help", ("eo-tracker", "--help"), goals=(Goal(8),), rounds=15),
    Work("status", "status, EO 14288, first", (*_LISTING, "status"), "eo-14288", "uncached", (Goal(9),), 15),
    Work("status-later", "status, EO 14288, later", (*_LISTING, "status"), "eo-14288", "later", (Goal(9),), 15),
    Work(
        "overdue",
        "overdue, 10,000, uncached",
        (*_LISTING, "overdue"),
        "500 orders",
        "uncached",
        (Goal(1, "taskwarrior"), Goal(0.1, "doorstop")),
    ),
    Work("overdue-later", "overdue, 10,000, later", (*_LISTING, "overdue"), "500 orders", "later"),
    Work("taskwarrior", "task overdue, 10,000 open", ("task", "overdue"), "taskwarrior"),
    Work("taskwarrior-finished", "the same, the done finished", ("task", "overdue"), "taskwarrior-finished"),
    Work("doorstop", "doorstop publish, 10,000", ("doorstop", "publish", "-j", "{}", "EO"), "doorstop", rounds=1),
    Work(
        "json",
        "status --format json, 20,000, uncached",
        (*_LISTING, "status", "--format", "json"),
        "1000 orders",
        "uncached",
        (Goal(100), _SMALL),
    ),
    Work(
        "json-later",
        "status --format json, 20,000, later",
        (*_LISTING, "status", "--format", "json"),
        "1000 orders",
        "later",
        (Goal(15), _SMALL),
    ),
    Work(
        "check",
        "check, data and deadlines, 20,000",
        (*_LISTING, "check", "--no-history"),
        "1000 orders",
        goals=(Goal(0.3, "doorstop-check"),),
        leaves=1,
    ),
    Work(
        "doorstop-check",
        "doorstop's check, 10,000",
        ("doorstop", "--no-reformat", "-j", "{}"),
        "doorstop",
        rounds=1,
        complains=True,
    ),
)


class Failed(Exception):
    """A command did not do what is to be measured."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took: seconds by the clock and on the processor, and bytes of memory at most."""

    seconds: float
    processor: float
    peak: int


@dataclass(frozen=True)
class Tools:
    """The commands that works begin with, as they are started here."""

    doorstop_python: str | None = None

    @cached_property
    def eo_tracker(self) -> list[str]:
        """The console script beside the running Python: `-m` would add an import of its own."""
        script = Path(sys.executable).with_name("eo-tracker")
        return [str(script)] if script.exists() else [sys.executable, "-m", "eo_tracker"]

    def missing(self, work: Work) -> str:
        """Say why a work cannot be done here, or nothing."""
        if work.command[0] == "task" and not shutil.which("task"):
            return "`task` is not installed"
        if work.command[0] == "doorstop" and not self.doorstop_python:
            return "no Python that has doorstop is named by --doorstop-python"
        return ""

    def command(self, words: Sequence[str], folder: Path | None) -> list[str]:
        """Return the command line for a work's words."""
        starts = {
            "eo-tracker": self.eo_tracker,
            "doorstop": [self.doorstop_python or "", "-m", "doorstop.cli.main"],
            START: [sys.executable],
        }
        return [*starts.get(words[0], [words[0]]), *(word.replace("{}", str(folder)) for word in words[1:])]


@dataclass
class Data:
    """The folders that the works run on, each made when it is first asked for."""

    home: Path
    tools: Tools
    folders: dict[str, Path] = field(default_factory=dict)

    def folder(self, name: str) -> Path:
        """Return the folder of that name."""
        if name not in self.folders:
            self.folders[name] = self._make(name)
        return self.folders[name]

    def _make(self, name: str) -> Path:
        folder = self.home / name.replace(" ", "-")
        if name.endswith(" orders"):
            return folder if folder.exists() else _generate(folder, name.removesuffix(" orders"))
        shutil.rmtree(folder, ignore_errors=True)
        if name == "eo-14288":
            _copy_order(name, folder)
        else:
            self._make_rival(name, folder)
        return folder

    def _make_rival(self, name: str, folder: Path) -> None:
        command = self.tools.command((*_LISTING, "status", "--format", "json"), self.folder("500 orders"))
        with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE) as listing:
            # In a process of its own, because a child's peak of memory is never below what its parent has had.
            subprocess.run(
                [sys.executable, str(HERE / "rivals.py"), name, str(folder)], stdin=listing.stdout, check=True
            )
        if listing.returncode:
            raise Failed(f"{' '.join(command)}: exit code {listing.returncode}")


def _generate(folder: Path, orders: str) -> Path:
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    subprocess.run([sys.executable, str(HERE / "generate.py"), str(part), "--orders", orders, "--git"], check=True)
    return part.rename(folder)


def _copy_order(order: str, folder: Path) -> None:
    """Copy one order of this repository with its records, so that nothing is written beside the originals."""
    (folder / "directives").mkdir(parents=True)
    shutil.copy(REPOSITORY / "directives" / f"{order}.yaml", folder / "directives")
    shutil.copytree(REPOSITORY / "status" / order, folder / "status" / order)
    identity = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgSign=false")
    for step in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", order]):
        subprocess.run(["git", *identity, *step], cwd=folder, check=True)


def environment(folder: Path | None = None) -> dict[str, str]:
    """Return the environment of a command: without this user's settings, with those of a rival's folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("EO_TRACKER_")}
    return {**kept, "TASKRC": str(folder / "taskrc"), "TZ": "UTC"} if folder else kept


def measure(command: Sequence[str], variables: dict[str, str], leaves: int = 0, *, complains: bool = False) -> Run:
    """Run a command once, and read all it says. Raises Failed when it fails or has complaints that it should not."""
    with tempfile.TemporaryFile() as complaints:
        began = time.perf_counter()
        process = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=complaints)
        assert process.stdout
        with process.stdout:
            while os.read(process.stdout.fileno(), _BLOCK):
                pass
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        complaints.seek(0)
        said = complaints.read(500).decode(errors="replace")
    if process.returncode != leaves or (said and not complains and "TASKRC" not in variables):
        raise Failed(f"{' '.join(command)}: exit code {process.returncode}\n{said}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit)


@dataclass(frozen=True)
class Bench:
    """Works, and what they run with."""

    works: tuple[Work, ...]
    tools: Tools
    data: Data

    def run(self, most: int) -> dict[str, list[Run]]:
        """Measure the works in turns, at most `most` times each, with a bare start before each."""
        for work in self.works:
            _say(f"\rmaking ready: {work.name:<30}")
            self._measure(work)
        time.sleep(SETTLING_SECONDS)
        runs: dict[str, list[Run]] = {START: [], **{work.name: [] for work in self.works}}
        for turn in range(most):
            for work in self.works:
                if turn < work.rounds:
                    _say(f"\r{turn + 1}: {work.name:<30}")
                    self._prepare(work)
                    runs[START].append(measure([sys.executable, "-c", "pass"], environment()))
                    runs[work.name].append(self._measure(work))
        _say(f"\r{'':<40}\r")
        return runs

    def _prepare(self, work: Work) -> None:
        folder = self._folder(work)
        if folder and work.cache != "none":
            if work.cache == "uncached":
                shutil.rmtree(folder / ".git" / "eo-tracker", ignore_errors=True)
            else:
                self._measure(work)

    def _measure(self, work: Work) -> Run:
        folder = self._folder(work)
        rival = folder if work.command[0] == "task" else None
        command = self.tools.command(work.command, folder)
        return measure(command, environment(rival), work.leaves, complains=work.complains)

    def _folder(self, work: Work) -> Path | None:
        return self.data.folder(work.data) if work.data else None


def _say(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(text)
        sys.stderr.flush()


def report(works: Sequence[Work], runs: dict[str, list[Run]]) -> list[dict[str, Any]]:
    """Write what was measured as rows, the bare start first."""
    medians = {name: median(run.seconds for run in found) for name, found in runs.items()}
    rows = []
    for work in (Work(START, "python -c pass", ()), *works):
        found = runs[work.name]
        seconds = [run.seconds for run in found]
        peak = max(run.peak for run in found) / MEBIBYTE
        rows.append(
            {
                "name": work.name,
                "what": work.what,
                "runs": len(found),
                "median_ms": round(1000 * medians[work.name], 1),
                "min_ms": round(1000 * min(seconds), 1),
                "max_ms": round(1000 * max(seconds), 1),
                "processor_ms": round(1000 * median(run.processor for run in found), 1),
                "ratio": round(medians[work.name] / medians[START], 2),
                "peak_mib": round(peak, 1),
                "goals": [_held(goal, work, medians, peak) for goal in work.goals],
            }
        )
    return rows


def _held(goal: Goal, work: Work, medians: dict[str, float], peak: float) -> dict[str, Any]:
    """Hold what was measured against a goal."""
    if goal.mebibytes:
        return {"goal": f"{goal.mebibytes} MiB", "is": round(peak, 1), "reached": peak < goal.mebibytes}
    words = f"{goal.times:g} x {goal.than}"
    if goal.than not in medians:
        return {"goal": words, "is": None, "reached": None}
    ratio = medians[work.name] / medians[goal.than]
    return {"goal": words, "is": round(ratio, 2), "reached": ratio <= goal.times}


def lay_out(rows: list[dict[str, Any]], skipped: dict[str, str]) -> Iterator[str]:
    """Lay rows out as a table for people."""
    yield f"{'':<40} {'ms':>8} {'min - max':>17} {'cpu ms':>8} {'x python':>9} {'MiB':>6}  goals"
    for row in rows:
        span = f"{row['min_ms']:.0f} - {row['max_ms']:.0f}"
        goals = "; ".join(_written(goal) for goal in row["goals"])
        yield (
            f"{row['what']:<40} {row['median_ms']:>8.1f} {span:>17} {row['processor_ms']:>8.0f}"
            f" {row['ratio']:>9.2f} {row['peak_mib']:>6.0f}  {goals}"
        ).rstrip()
    for name, reason in skipped.items():
        yield f"{name}: skipped, {reason}"


def _written(goal: dict[str, Any]) -> str:
    if goal["reached"] is None:
        return f"{goal['goal']}: not compared"
    return f"{goal['goal']}: {'reached' if goal['reached'] else 'missed'} ({goal['is']:g})"


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure eo-tracker.")
    names = [work.name for work in WORKS]
    parser.add_argument("--quick", action="store_true", help="three rounds at most, and without doorstop")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=names, help=f"of {', '.join(names)}")
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--keep", metavar="DIR", type=Path, help="generate the trackers there, or use those that are there"
    )
    parser.add_argument("--doorstop-python", metavar="PYTHON", help="a Python that can import doorstop")
    return parser.parse_args()


def main() -> None:
    """Measure what the command line asks for, and print it."""
    options = read_options()
    tools = Tools(None if options.quick else options.doorstop_python)
    chosen = [work for work in WORKS if not options.only or work.name in options.only]
    skipped = {work.name: reason for work in chosen if (reason := tools.missing(work))}
    works = tuple(work for work in chosen if work.name not in skipped)
    with tempfile.TemporaryDirectory(prefix="eo-tracker-bench-") as temporary:
        data = Data(options.keep or Path(temporary), tools)
        try:
            runs = Bench(works, tools, data).run(3 if options.quick else max(work.rounds for work in WORKS))
        except Failed as e:
            sys.exit(str(e))
    rows = report(works, runs)
    if options.json:
        head = {"python": platform.python_version(), "machine": platform.machine(), "processors": os.cpu_count()}
        sys.stdout.write(json.dumps({**head, "works": rows, "skipped": skipped}, indent=1) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in lay_out(rows, skipped))


if __name__ == "__main__":
    main()
