"""Findings: what `check` has found, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from eo_tracker.domain.problems import Problem, Severity

Family = Literal["data", "deadlines", "records", "history"]
Origin = Literal["new", "known", "calendar"]
"""Whether a change made it so, it was so already, or only a day has passed since."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A numbered rule: how grave it is by itself, and an example of a fault and of its cure."""

    code: str
    title: str
    family: Family
    severity: Severity
    fault: str
    cure: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that a rule has found. `origin` is known only against a revision.

    The problem's severity is the one that counts, after configuration and acknowledgement. `source` is the line of the
    file that it stands in, or nothing where there is none.
    """

    problem: Problem
    rule: Rule
    origin: Origin | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """All that a check has found, in the order of the files, and in a file the gravest first.

    `against` is the id of the commit that it was held against; `skipped` says in sentences what was not checked;
    `rules` are all that were applied, `directives` the full ids of all directives that were checked. `prefix` leads
    from the top of the repository to the tracker, whose paths are told from there: `trackers/ours/`.
    """

    findings: tuple[Finding, ...]
    today: date
    revision: str | None
    against: str | None = None
    skipped: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    directives: tuple[str, ...] = ()
    prefix: str = ""
