"""Updates killed at random moments, and what must hold after each."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

from tests.repository.clones import CHANGED, commit, describe_others, git, start_commit
from tests.repository.trackers import RECORD_PATH

_SAID = "status: in_progress\nnote: killed {n}\n"
_STARTED_AT_ONCE = 4
_TOUCHED = "status/"


def measure_commit(root: Path) -> float:
    """Measure how long an update takes that nobody kills, in seconds."""
    process = start_commit(root, RECORD_PATH, "status: not_started\n", waiting=True)
    start = _let_go(process)
    _, said = process.communicate()
    assert process.returncode == 0, said
    return time.monotonic() - start


def kill_updates(root: Path, path: str, *, times: int, group: bool, seed: int) -> Iterator[str]:
    """Kill so many updates of a record, alone or with all that they have started; tell of each what it had done.

    `{n}` in the path makes each a new record.
    """
    random, longest = Random(seed), 1.2 * measure_commit(root)  # noqa: S311
    updates = _start_updates(root, path, times)
    for n, (name, process) in enumerate(updates):
        yield _kill(root, name, process, _SAID.format(n=n), longest * random.random(), group=group)


def _start_updates(root: Path, path: str, times: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Give processes that wait to be let go; Python takes longer to start than an update takes."""
    waiting: list[tuple[str, subprocess.Popen[bytes]]] = []
    try:
        for n in range(times + _STARTED_AT_ONCE):
            if n < times:
                name = path.format(n=n)
                waiting.append((name, start_commit(root, name, _SAID.format(n=n), waiting=True)))
            if n >= _STARTED_AT_ONCE and waiting:
                yield waiting.pop(0)
    finally:
        for _, process in waiting:
            process.kill()
            process.communicate()


def _let_go(process: subprocess.Popen[bytes]) -> float:
    assert process.stdout
    assert process.stdin
    assert process.stdout.readline() == b"ready\n"
    process.stdin.write(b"\n")
    process.stdin.flush()
    return time.monotonic()


def _kill(root: Path, path: str, process: subprocess.Popen[bytes], said: str, delay: float, *, group: bool) -> str:
    file, head, others = root / path, git(root, "rev-parse", "HEAD"), describe_others(root, _TOUCHED)
    before = file.read_text() if file.exists() else None
    _let_go(process)
    time.sleep(delay)
    (os.killpg if group else os.kill)(process.pid, signal.SIGKILL)
    _end(process)
    after = file.read_text() if file.exists() else None
    assert after in {before, said}
    assert describe_others(root, _TOUCHED) == others
    # Another update, at once; git may still be at work for the killed one.
    commit(root, "status/eo-90002/2.yaml", CHANGED + str(time.time_ns()).encode())
    _wait_for_group(process.pid)
    committed = _is_committed(root, head, path)
    _require_order(root, path, others)
    return f"{'new' if after == said else 'old'}{', committed' if committed else ''}"


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process, not for those that it has started, which have its pipes."""
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        with suppress(BrokenPipeError):
            if pipe:
                pipe.close()


def _require_order(root: Path, path: str, others: tuple[str, ...]) -> None:
    """Require that the next updates work without repair, and that then all is in order."""
    commit(root, "status/eo-90002/2.yaml", CHANGED + str(time.time_ns()).encode())
    assert git(root, "diff", "--cached", "--", path) == ""
    commit(root, path, f"status: in_progress\nnote: after {time.time_ns()}\n".encode())
    assert git(root, "status", "--porcelain", "--", _TOUCHED) == ""
    assert describe_others(root, _TOUCHED) == others
    assert not [lock for lock in _list_locks(root) if not lock.name.startswith("next-index-")]


def _list_locks(root: Path) -> list[Path]:
    """List the locks by which git's commands keep others out."""
    return [lock for lock in (root / ".git").rglob("*.lock") if "eo-tracker" not in lock.parts]


def _is_committed(root: Path, head: str, path: str) -> bool:
    return bool(git(root, "rev-list", f"{head}..HEAD", "--", path))


def _wait_for_group(group: int) -> None:
    """Wait until all processes of a group have ended."""
    end = time.monotonic() + 30
    while _is_alive(group):
        assert time.monotonic() < end, "what a killed update has started does not end"
        time.sleep(0.005)


def _is_alive(group: int) -> bool:
    """Whether a process of a group is at work; one that has ended can stay in the group for seconds."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    states = [_state_in(group, stat) for stat in Path("/proc").glob("[0-9]*/stat")]
    return not states or any(state not in {"", "Z"} for state in states)


def _state_in(group: int, stat: Path) -> str:
    """Read a process's state, as in "S" or "Z"; nothing for a process of another group."""
    try:
        state, _, its_group = stat.read_text("utf-8", "replace").rpartition(")")[2].split()[:3]
    except (OSError, ValueError):
        return ""
    return state if int(its_group) == group else ""
