"""What a tracker was like before its commits: its orders and agencies, as each commit found them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path

from eo_tracker.repository.clone import find_repository
from eo_tracker.repository.commit_log import ENVIRONMENT, QUIETLY
from eo_tracker.repository.committed import open_commit
from eo_tracker.repository.root import DIRECTIVES
from eo_tracker.repository.snapshot import Snapshot, take_snapshot


def open_states_before(root: Path, commits: Iterable[str], today: date) -> Callable[[str], Snapshot]:
    """Give what tells the orders and agencies that a commit found; the first commit those that it brought.

    Records are those of some commit that found the same orders: of what is asked of many commits, each state is read
    once. Raises NoRepository, NotReady and GitFailed, and CommitUnreadable when it is asked.
    """
    repository = find_repository(root)
    wanted = list(dict.fromkeys(commits))
    asked = "".join(f"{commit}^:{repository.prefix}{DIRECTIVES}\n" for commit in wanted).encode()
    command = (*QUIETLY, "cat-file", "--batch-check=%(objectname)")
    told = repository.git.run(*command, stdin=asked, env=ENVIRONMENT).decode("utf-8", "replace").splitlines()
    folders = dict(zip(wanted, told, strict=True))
    found_by: dict[str, str] = {}
    for commit in wanted:
        folder = folders[commit]
        found_by.setdefault(folder, commit if folder.endswith("missing") else f"{commit}^")

    @cache
    def read(revision: str) -> Snapshot:
        commit = repository.git.text(*QUIETLY, "rev-parse", "--verify", f"{revision}^{{commit}}", env=ENVIRONMENT)
        with open_commit(repository, commit) as tree:
            return take_snapshot(tree, today)

    return lambda commit: read(found_by[folders[commit]])
