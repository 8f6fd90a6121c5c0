"""What is being done, for people who watch: a line on stderr for each step, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def showing_progress() -> Iterator[Callable[[str], None]]:
    """Give a function that shows what is being done; into a pipe it shows nothing.

    Lines stay as they are written: git, or ssh, may ask for a password below them.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=sys.stderr, highlight=False, markup=False, emoji=False)
    yield lambda step: console.print(Text(f"{step} ..."), style="dim")
