"""A process that has imported eo-tracker once, and becomes a new one for each command line that it is given.

Starting Python and importing takes ten times as long as most of what the tests ask for. What is run here is
the whole program, from `run` to its exit code, in a process, a folder and an environment of its own; only
its imports are made before. Where processes cannot be copied, a new one is started each time.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, NoReturn

from tests import terminal

_LONGEST = 60  # seconds


def run(*arguments: str, cwd: Path = terminal.ROOT, env: Mapping[str, str] | None = None) -> CompletedProcess[str]:
    """Run eo-tracker with its output in files, as `tests.terminal.run` does with pipes."""
    if not hasattr(os, "fork"):
        return terminal.run(*arguments, cwd=cwd, env=env)
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    request = {"arguments": arguments, "cwd": str(cwd), "env": terminal.environment(**(env or {}))}
    server.stdin.write(f"{json.dumps(request)}\n")
    server.stdin.flush()
    return CompletedProcess(arguments, *json.loads(server.stdout.readline()))


@cache
def _server() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", __name__]
    return subprocess.Popen(command, cwd=terminal.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def close() -> None:
    """End the process, if there is one."""
    if _server.cache_info().currsize:
        _server().communicate()
        _server.cache_clear()


def _serve() -> None:
    _import_everything()
    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)  # noqa: T201


def _import_everything() -> None:
    from importlib import import_module
    from pkgutil import walk_packages

    import eo_tracker

    for module in walk_packages(eo_tracker.__path__, "eo_tracker."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for name in ("rich.console", "rich.table", "rich.padding", "dateutil.relativedelta", "holidays", "zoneinfo"):
        import_module(name)


def _answer(request: dict[str, Any]) -> tuple[int, str, str]:
    """Run one command line in a copy of this process."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        child = os.fork()
        if not child:
            _become(request, out.fileno(), errors.fileno())
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return code, _whole(out.fileno()), _whole(errors.fileno())


def _whole(descriptor: int) -> str:
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0).decode()


def _become(request: dict[str, Any], out: int, errors: int) -> NoReturn:
    from eo_tracker.cli.main import run as run_program

    try:
        signal.alarm(_LONGEST)
        for ours, theirs in ((os.open(os.devnull, os.O_RDONLY), 0), (out, 1), (errors, 2)):
            os.dup2(ours, theirs)
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
        sys.argv = ["eo-tracker", *request["arguments"]]
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        run_program()
    except SystemExit as e:
        sys.stdout.flush()
        os._exit(e.code if isinstance(e.code, int) else 0)
    finally:
        os._exit(99)


if __name__ == "__main__":
    _serve()
