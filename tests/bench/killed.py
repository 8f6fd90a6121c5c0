"""Kill updates at many random moments, and hold each time that nothing is lost.

Run it as `python -m tests.bench.killed`. It prints how often the record was the old and the new
one, and how often its commit was made.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.repository.clones import ENVIRONMENT, add_hook, disarrange, git, make_clone
from tests.repository.killing import kill_updates
from tests.repository.trackers import RECORD_PATH

_KINDS = [(path, group) for path in (RECORD_PATH, "status/eo-90001/4.{n}.yaml") for group in (False, True)]


def main() -> None:
    """Kill as many updates as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hook", default="sleep 0.02", help="the shell script of a pre-commit hook")
    given = parser.parse_args()
    os.environ.update(ENVIRONMENT)
    for n, (path, group) in enumerate(_KINDS):
        with TemporaryDirectory() as folder:
            root = make_clone(Path(folder) / "clone")
            disarrange(root)
            if given.hook:
                add_hook(root, "pre-commit", given.hook)
            times = given.times // len(_KINDS)
            told = Counter(kill_updates(root, path, times=times, group=group, seed=given.seed + n))
            assert git(root, "fsck", "--no-dangling") == ""
        kind = f"{'a known' if path == RECORD_PATH else 'a new'} record, {'with its git' if group else 'alone'}"
        sys.stdout.write(f"{kind}: killed {times} times, all in order: {dict(told)}\n")


if __name__ == "__main__":
    main()
