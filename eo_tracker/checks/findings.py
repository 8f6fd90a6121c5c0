"""Findings: what `check` has found, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from eo_tracker.domain.problems import Problem, Severity

Family = Literal["data", "deadlines", "records", "history"]
Origin = Literal["new", "known", "calendar"]
"""Whether a change made it so, it was so already, or only a day has passed since."""


GRAVITY: dict[Severity, int] = {"error": 2, "warning": 1, "note": 0}
"""How grave each severity is, the gravest first."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Which findings make a check fail: any or only new ones, and from which severity on."""

    fail_on: Literal["any", "new"] = "any"
    severity: Severity = "error"


ANY_ERROR = Gate()


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
    from the top of the repository to the tracker, whose paths are told from there: `trackers/ours/`. `gate` tells which
    findings make it fail.
    """

    findings: tuple[Finding, ...]
    today: date
    revision: str | None
    against: str | None = None
    skipped: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    directives: tuple[str, ...] = ()
    prefix: str = ""
    gate: Gate = ANY_ERROR

    def fails_by(self, finding: Finding) -> bool:
        """Whether a finding makes the check fail."""
        counts = self.gate.fail_on == "any" or finding.origin == "new"
        return counts and GRAVITY[finding.problem.severity] >= GRAVITY[self.gate.severity]

    @property
    def fails(self) -> bool:
        """Whether any finding makes the check fail."""
        return any(map(self.fails_by, self.findings))
