"""Fingerprints: by which a CI system knows a finding again in the next run.

A finding keeps its fingerprint when lines move above it, when the day passes and when its severity is changed: it is
made of the rule, the file, the directive and the text of the line. What these do not tell apart is numbered by place.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

from eo_tracker.checks.findings import Finding


def make_fingerprints(findings: Sequence[Finding]) -> list[str]:
    """Make one fingerprint for each finding, in their order; no two are the same."""
    seen: Counter[tuple[str, ...]] = Counter()
    made = {}
    for place in sorted(range(len(findings)), key=lambda n: _place(findings[n])):
        identity = _identity(findings[place])
        made[place] = _digest(*identity, str(seen[identity]))
        seen[identity] += 1
    return [made[place] for place in range(len(findings))]


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.problem.line, finding.problem.column, finding.problem.message


def _identity(finding: Finding) -> tuple[str, ...]:
    # Not the message: it counts days, and its wording may improve. Not the indent: sections are moved about.
    return finding.rule.code, finding.problem.path, finding.problem.directive or "", " ".join(finding.source.split())


def _digest(*parts: str) -> str:
    return sha256(json.dumps(parts).encode("ascii")).hexdigest()
