"""Ctrl-C, heard at a moment when all is done or undone."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interrupts_held() -> Iterator[list[int]]:
    """Let the first Ctrl-C wait until all is done or undone: git, which hears it too, ends by itself."""
    pressed: list[int] = []

    def hold(number: int, _frame: object) -> None:
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)

    before = signal.getsignal(signal.SIGINT)
    try:
        if before is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, hold)
    except ValueError:  # only the main thread is interrupted
        yield pressed
        return
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)
