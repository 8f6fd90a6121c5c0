"""Somebody at a terminal: who reads what a command asks before typing the answer."""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.cli.recording import ENVIRONMENT
from tests.cli.trackers import TODAY
from tests.terminal import PROGRAM, environment, without_colour

ENTER, DOWN, CTRL_C = "\r", "\x1b[B", "\x03"
CLEAR = "\x15"
_LONGEST = 30  # seconds

Steps = Sequence[tuple[str, str]]
"""What is asked, and the keys that answer it."""


class Person:
    """Somebody at a terminal who reads what is asked before typing."""

    def __init__(self, terminal: int, process: subprocess.Popen[bytes]) -> None:
        self.terminal, self.process = terminal, process
        self.written, self.read = "", 0

    def wait_for(self, text: str) -> None:
        """Read on until a text is there."""
        end = time.monotonic() + _LONGEST
        while text not in (seen := without_colour(self.written)[self.read :]):
            ready, _, _ = select.select([self.terminal], [], [], max(0, end - time.monotonic()))
            assert ready, f"{text!r} has not come after {_LONGEST} s: {without_colour(self.written)}"
            assert self._read_more(), f"it ended before {text!r}: {without_colour(self.written)}"
        self.read += seen.index(text) + len(text)

    def type(self, keys: str) -> None:
        os.write(self.terminal, keys.encode())

    def answer(self, steps: Steps) -> None:
        for question, keys in steps:
            self.wait_for(question)
            self.type(keys)

    def leave(self) -> tuple[int, str]:
        """Read to the end; return the exit code and all that was written."""
        while self._read_more():
            pass
        return self.process.wait(_LONGEST), without_colour(self.written).replace("\r\n", "\n")

    def _read_more(self) -> bool:
        try:
            chunk = os.read(self.terminal, 65536)
        except OSError:  # the terminal's other end is closed
            return False
        self.written += chunk.decode(errors="replace")
        return bool(chunk)


@contextmanager
def sitting_before(root: Path, *command: str, columns: int = 80, no_color: str = "") -> Iterator[Person]:
    """Start a command of eo-tracker's in a terminal of its own."""
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    # This terminal does not tell where its cursor is.
    settings = environment(**ENVIRONMENT, PROMPT_TOOLKIT_NO_CPR="1", NO_COLOR=no_color)
    started = [str(PROGRAM), "--today", TODAY, *command]
    with subprocess.Popen(
        started, stdin=theirs, stdout=theirs, stderr=theirs, cwd=root, env=settings, start_new_session=True
    ) as process:
        os.close(theirs)
        try:
            yield Person(ours, process)
        finally:
            if process.poll() is None:
                process.kill()
            os.close(ours)
