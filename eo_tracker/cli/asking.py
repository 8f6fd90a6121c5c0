"""Questions to a person at a terminal. Ctrl-C at any of them ends the command, and nothing is changed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

_LISTED = 500  # choices; beyond that a list is slow to draw and too long to look through


def can_ask() -> bool:
    """Whether a person sits at both ends: a question into a pipe would never be answered."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def choose(question: str, choices: Sequence[tuple[str, str]], *, searched: bool = False) -> str:
    """Let one of the choices be picked, each a value and what is shown for it; `searched`, by typing a part of that.

    Returns the value. Raises KeyboardInterrupt.
    """
    import questionary

    listed = [questionary.Choice(shown, value) for value, shown in choices]
    instruction = "(type a part of it; the arrows move)" if searched else "(the arrows move)"
    picked: str = questionary.select(
        question, listed, instruction=instruction, use_search_filter=searched, use_jk_keys=not searched
    ).unsafe_ask()
    return picked


def is_long(choices: Sequence[tuple[str, str]]) -> bool:
    """Whether there are more choices than are well shown in a list."""
    return len(choices) > _LISTED


def ask(question: str, *, suggested: str = "", complaint: Callable[[str], str] = lambda _: "") -> str:
    """Ask for a line of text. `complaint` says what is wrong with an answer, or nothing. Raises KeyboardInterrupt.

    An empty answer is the one that is suggested.
    """
    import questionary

    def is_good(answer: str) -> bool | str:
        return complaint(answer.strip() or suggested) or True

    shown = f"{question} (Enter: {suggested})" if suggested else question
    answer: str = questionary.text(shown, validate=is_good).unsafe_ask()
    return answer.strip() or suggested


def confirm(question: str, *, default: bool = True) -> bool:
    """Ask a question that yes or no answers. Raises KeyboardInterrupt."""
    import questionary

    agreed: bool = questionary.confirm(question, default=default).unsafe_ask()
    return agreed
