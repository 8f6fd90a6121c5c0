"""Run the program as a person would: in a real terminal of a given size, or into a pipe."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

PROGRAM = Path(sys.executable).parent / ("eo-tracker.exe" if os.name == "nt" else "eo-tracker")
ROOT = Path(__file__).parent.parent
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def environment(**more: str) -> dict[str, str]:
    """Return the variables to run with: those of this process, less what would change the output."""
    ours = ("EO_TRACKER_REPO", "EO_TRACKER_DEBUG", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TERM")
    return {**{k: v for k, v in os.environ.items() if k not in ours}, "TERM": "xterm-256color", **more}


def run(*arguments: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run eo-tracker with its output in pipes."""
    return subprocess.run(
        [PROGRAM, *arguments],
        capture_output=True,
        check=False,
        cwd=cwd,
        encoding="utf-8",
        env=environment(**(env or {})),
        stdin=subprocess.DEVNULL,
        timeout=60,
    )


def run_in_terminal(
    command: str | Sequence[str], *, columns: int = 80, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> str:
    """Run a command in a pseudo-terminal of `columns` and return all that it writes there."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    with subprocess.Popen(
        command,
        shell=isinstance(command, str),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=cwd,
        env=environment(**{"PATH": path, **(env or {})}),
        close_fds=True,
    ):
        os.close(theirs)
        output = b""
        while True:
            try:
                chunk = os.read(ours, 65536)
            except OSError:  # the terminal's other end is closed
                break
            if not chunk:
                break
            output += chunk
    os.close(ours)
    return output.decode().replace("\r\n", "\n")


def without_colour(text: str) -> str:
    """Take the escape sequences of colours out."""
    return _ESCAPES.sub("", text)
