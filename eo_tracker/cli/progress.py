"""What is being done, for people who watch: a line on stderr for each step, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer

PATIENCE = 1.0  # seconds that nobody minds


@contextmanager
def showing_progress(patience: float = 0) -> Iterator[Callable[[str], None]]:
    """Give a function that shows what is being done; into a pipe it shows nothing.

    Nothing is shown of what is done within `patience` seconds. Lines stay as they are written: git, or ssh, may ask for
    a password below them.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    shown = _Steps()
    if not patience:
        shown.begin()
    timer = Timer(patience, shown.begin)
    timer.daemon = True
    timer.start()
    try:
        yield shown.show
    finally:
        timer.cancel()


class _Steps:
    """The steps of some work, told once it has begun to be told of them; by then only the last one counts."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._has_begun = False
        self._last = ""

    def begin(self) -> None:
        with self._lock:
            if not self._has_begun and self._last:
                _print(self._last)
            self._has_begun = True

    def show(self, step: str) -> None:
        with self._lock:
            self._last = step
            if self._has_begun:
                _print(step)


def _print(step: str) -> None:
    from rich.console import Console
    from rich.text import Text

    Console(file=sys.stderr, highlight=False, markup=False, emoji=False).print(Text(f"{step} ..."), style="dim")
