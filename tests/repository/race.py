"""Clones of one repository that record and share at once: what each does, and whether everything arrives in the end."""

from __future__ import annotations

import re
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from threading import Barrier

from tests.repository.clones import ENVIRONMENT, SETTINGS, add_hook, git, make_repository
from tests.repository.trackers import write_tracker
from tests.terminal import PROGRAM, environment

BRANCH = "refs/heads/main"
TODAY = "2025-06-30"
_SHARED = "shared.git"
_LONGEST = 600  # seconds
_ORDER = """\
# Fictional: no such order exists.
order: EO 90001
title: Keeping the Nation's Lighthouses Lit
signed: 2025-01-06
sections:
"""
_SECTION = """\
  - section: "{n}"
    directives:
      - {{id: "{n}.a", summary: Count the lighthouses, lead: [DHS]}}
"""
_ONLY_FORWARD = """\
git merge-base --is-ancestor "$2" "$3" && exit
echo "$1 $2 $3" >> "$GIT_DIR/forced"
exit 1
"""
"""Not `receive.denyNonFastForwards`: what that refuses, no hook ever sees."""
_URL = re.compile(r"https://example\.gov/\d+/\d+")


@dataclass(slots=True)
class Run:
    """What the processes of one clone did: how long each sync took, when the clone was done, and what went wrong."""

    syncs: list[float] = field(default_factory=list)
    done: float = 0.0
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Race:
    """Clones of one repository that work at the same time."""

    folder: Path
    clones: int
    updates: int
    same_record: bool

    @property
    def shared(self) -> Path:
        """The bare repository that all of them share."""
        return self.folder / _SHARED

    @property
    def environment(self) -> dict[str, str]:
        """The variables that eo-tracker is run with: without the settings of whoever runs this."""
        return {k: v for k, v in environment().items() if not k.startswith("GIT_")} | ENVIRONMENT

    def clone(self, n: int) -> Path:
        return self.folder / f"clone-{n}"

    def prepare(self) -> None:
        """Make the repositories. The shared one takes no push that is forced, and writes down who tries."""
        seed = make_repository(self.folder / "seed")
        sections = "".join(_SECTION.format(n=n + 1) for n in range(self.clones))
        write_tracker(seed, {"directives/eo-90001.yaml": _ORDER + sections})
        git(seed, "add", "--all")
        git(seed, "commit", "--quiet", "--message", "A tracker")
        git(self.folder, "clone", "--quiet", "--bare", str(seed), _SHARED)
        git(self.shared, "config", "core.logAllRefUpdates", "true")
        add_hook(self.shared, "update", _ONLY_FORWARD)
        for n in range(self.clones):
            git(self.folder, "clone", "--quiet", _SHARED, self.clone(n).name)
            for name, value in {**SETTINGS, "user.name": f"Keeper {n}"}.items():
                git(self.clone(n), "config", name, value)

    def run(self) -> list[Run]:
        """Let all clones work at once."""
        start = Barrier(self.clones)
        with ThreadPoolExecutor(self.clones) as pool:
            return list(pool.map(lambda n: self._work(n, start), range(self.clones)))

    def _work(self, n: int, start: Barrier) -> Run:
        run = Run()
        start.wait(_LONGEST)
        begun = time.monotonic()
        for number in range(self.updates):
            run.errors += self.call(n, *self.update(n, number))
            before = time.monotonic()
            run.errors += self.call(n, "sync")
            run.syncs.append(time.monotonic() - before)
        run.done = time.monotonic() - begun
        return run

    def update(self, n: int, number: int) -> list[str]:
        """Return the words of the command line by which a clone records one of its updates."""
        provision = "1.a" if self.same_record else f"{n + 1}.a"
        day = f"2025-06-{number % 28 + 1:02}"
        evidence = ("--evidence", url_of(n, number), "--evidence-title", f"Count {n}-{number}", "--evidence-date", day)
        note = () if self.same_record else ("--note", f"Count {number}.")
        return ["update", provision, "--status", "in_progress", *evidence, *note]

    def call(self, n: int, *arguments: str) -> list[str]:
        """Run eo-tracker in a clone; return what it complains of, if it does."""
        done = subprocess.run(
            [PROGRAM, "--today", TODAY, *arguments],
            cwd=self.clone(n),
            env=self.environment,
            capture_output=True,
            check=False,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=_LONGEST,
        )
        return [f"clone {n}: {' '.join(arguments)}: {done.returncode}: {done.stderr}"] if done.returncode else []

    def list_faults(self) -> list[str]:
        """List what is wrong in the end, when each clone has synced once more; of each kind of fault."""
        errors = [e for n in range(self.clones) for e in self.call(n, "sync")]
        # What the last ones shared, the first ones do not have yet.
        tip = git(self.shared, "rev-parse", BRANCH)
        behind = [n for n in range(self.clones) if git(self.clone(n), "rev-parse", "HEAD") != tip]
        errors += [e for n in behind for e in self.call(n, "sync")]
        return [*errors, *self._list_lost(), *self._list_forced(), *self._list_unequal()]

    def _list_lost(self) -> list[str]:
        """Hold that each update is said once by the records, and made by one commit."""
        texts = git(self.shared, "grep", "--no-line-number", "-h", "-e", "https://", BRANCH, "--", "status")
        said = Counter(_URL.findall(texts))
        made = Counter(_trailers(self.shared)) - Counter({"": 10**6})
        wanted = Counter(url_of(n, number) for n in range(self.clones) for number in range(self.updates))
        faults = [f"lost: {url}" for url in wanted - said] + [f"twice: {url}" for url in said - wanted]
        if made.total() != wanted.total():
            faults.append(f"{made.total()} commits of updates, not {wanted.total()}")
        return faults

    def _list_forced(self) -> list[str]:
        """Hold that each push went on from the last one, and that the branch's first parents lead through them all."""
        forced = self.shared / "forced"
        faults = [f"forced: {line}" for line in (forced.read_text().splitlines() if forced.exists() else [])]
        pushes = self.list_pushes()
        followed = pairwise(pushes)
        faults += [f"not from the last: {old}" for (_, last), (old, _) in followed if old != last]
        line = set(git(self.shared, "rev-list", "--first-parent", BRANCH).splitlines())
        return faults + [f"off the line of first parents: {new}" for _, new in pushes if new not in line]

    def list_pushes(self) -> list[tuple[str, str]]:
        """List the pushes that the shared repository took: from which commit to which."""
        log = (self.shared / "logs" / BRANCH).read_text().splitlines()
        return [(old, new) for old, new, *_ in (line.split(" ") for line in log)]

    def _list_unequal(self) -> list[str]:
        tip = git(self.shared, "rev-parse", BRANCH)
        at = {n: git(self.clone(n), "rev-parse", "HEAD") for n in range(self.clones)}
        dirty = {n: git(self.clone(n), "status", "--porcelain") for n in range(self.clones)}
        faults = [f"clone {n} is at {head}, not {tip}" for n, head in at.items() if head != tip]
        faults += [f"clone {n} has changes: {status}" for n, status in dirty.items() if status]
        git(self.shared, "fsck", "--strict")
        return faults + self.call(0, "status")


def url_of(n: int, number: int) -> str:
    """Name the evidence of one update."""
    return f"https://example.gov/{n}/{number}"


def _trailers(shared: Path) -> list[str]:
    """List which directive each commit, merges aside, is said to update."""
    form = "--format=%(trailers:key=EO-Directive,valueonly,separator=%x20)"
    return git(shared, "log", "--no-merges", form, BRANCH).split("\n")
