"""Many clones of one repository, all recording and sharing at once: whether everything arrives, and how long it takes.

Run it as `python -m tests.bench.clones [--clones 20] [--updates 10] [--same-record] [--json]`. Each clone runs
`eo-tracker update` and `eo-tracker sync` in turns, as fast as it can, in processes of their own. Then it is held that
each update is in the shared repository once, that its branch has only ever moved forward, along one line of first
parents, and that all clones end alike.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from tests.repository.clones import git
from tests.repository.race import BRANCH, Race, Run


def summarize(race: Race, runs: list[Run], seconds: float) -> dict[str, Any]:
    """Sum up how it went, in seconds."""
    syncs = sorted(each for run in runs for each in run.syncs)
    done = sorted(run.done for run in runs)
    return {
        "clones": race.clones,
        "updates": race.clones * race.updates,
        "same_record": race.same_record,
        "seconds": round(seconds, 1),
        "pushes": len(race.list_pushes()),
        "merges": int(git(race.shared, "rev-list", "--count", "--merges", BRANCH)),
        "sync": {
            "median": round(median(syncs), 2),
            "nine_of_ten": round(syncs[int(0.9 * (len(syncs) - 1))], 2),
            "slowest": round(syncs[-1], 2),
        },
        "clone_done": {"first": round(done[0], 1), "last": round(done[-1], 1)},
    }


def lay_out(told: Mapping[str, Any]) -> list[str]:
    """Write the summary for people."""
    sync, done = told["sync"], told["clone_done"]
    record = "one record" if told["same_record"] else "records of their own"
    return [
        f"{told['clones']} clones, {told['updates']} updates of {record}: {told['seconds']} s, {told['merges']} merges",
        f"sync: median {sync['median']} s, nine of ten within {sync['nine_of_ten']} s, slowest {sync['slowest']} s",
        f"clones were done after {done['first']} to {done['last']} s",
    ]


def main() -> None:
    """Run the race that the command line asks for; leave with 1 when anything is lost, forced or amiss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clones", type=int, default=20)
    parser.add_argument("--updates", type=int, default=10)
    parser.add_argument("--same-record", action="store_true", help="all add evidence to one record")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        race = Race(Path(folder), given.clones, given.updates, given.same_record)
        race.prepare()
        begun = time.monotonic()
        runs = race.run()
        told = summarize(race, runs, time.monotonic() - begun)
        faults = [*(error for run in runs for error in run.errors), *race.list_faults()]
    if given.json:
        sys.stdout.write(json.dumps({**told, "faults": faults}, indent=1) + "\n")
    else:
        ending = "all arrived, once; nothing was forced; all clones are alike"
        sys.stdout.writelines(f"{line}\n" for line in [*lay_out(told), *(faults or [ending])])
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
