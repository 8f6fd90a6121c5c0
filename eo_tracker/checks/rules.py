"""What a rule of `check` is: a function that looks at a tracker and gives what it finds.

The first line of its docstring is its title; its code tells its family.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import dedent

from eo_tracker.checks.findings import Family, Rule
from eo_tracker.checks.subject import Subject
from eo_tracker.domain.problems import KeyPath, Severity

FAMILIES: Mapping[str, Family] = {"1": "data", "2": "data", "3": "deadlines", "4": "records", "5": "history"}
"""The family of a rule, by the first digit of its code."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something that a rule has found, before it has a line.

    `file` is the id of the order, directive or item in whose file it stands, and `at` where in it; with `on_key` it is
    the key that is meant. `about` tells it from what else the rule finds of the same directive, and stays the same from
    day to day; `among` are the several things that it is of, as days or agencies, where it was known already if all of
    them were. `known_as` is the code by which it is known again where several rules tell of the same fault in turn.
    `severity` is given where it is not the rule's own, and no configuration changes it then. `line` is
    given, counted from 1, where it is known already.
    """

    file: str
    at: KeyPath
    message: str
    hint: str = ""
    about: str = ""
    among: tuple[str, ...] = ()
    known_as: str = ""
    directive: str | None = None
    severity: Severity | None = None
    on_key: bool = False
    line: int | None = None


Look = Callable[[Subject], Iterator[Sighting]]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule with the function that applies it."""

    rule: Rule
    look: Look


def rule(code: str, severity: Severity, *, fault: str, cure: str) -> Callable[[Look], Check]:
    """Make a function the rule of this code."""

    def number(look: Look) -> Check:
        return Check(make_rule(code, title_of(look), severity, fault, cure), look)

    return number


def title_of(function: Callable[..., object]) -> str:
    """Read a rule's title: the first line of the docstring of its function."""
    return (function.__doc__ or "").strip().partition("\n")[0].rstrip(".")


def make_rule(code: str, title: str, severity: Severity, fault: str, cure: str) -> Rule:
    """Make a rule of what is said of it."""
    return Rule(code, title, FAMILIES[code[2]], severity, dedent(fault).strip("\n"), dedent(cure).strip("\n"))
