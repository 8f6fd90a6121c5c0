"""The rules that reading the data holds itself: what makes a file no order, record or registry."""

from __future__ import annotations

from collections.abc import Mapping

from eo_tracker.checks.findings import Rule
from eo_tracker.checks.rules import make_rule
from eo_tracker.domain.problems import CODES

_RECORD = "# status/eo-90001/3.b.yaml\n"
_ORDER = "# directives/eo-90001.yaml\n"

_EXAMPLES: Mapping[str, tuple[str, str]] = {
    "EO101": ("status/eo-90001/3.b.yaml is a folder, or may not be read", "make it a file that may be read"),
    "EO102": ("directives/eo-90001.yaml has 5 MB", "keep an order's text beside it, in directives/text/"),
    "EO103": (_RECORD + "note: caf\\xe9, saved as Latin-1", "note: café  # saved as UTF-8"),
    "EO104": (_RECORD + "note: Phase 1: done", 'note: "Phase 1: done"'),
    "EO105": (_RECORD + "# nothing is reported yet", "delete the file: no record means not_reported"),
    "EO106": (_RECORD + "status: !!str in_progress", "status: in_progress"),
    "EO107": ("status/eo-90001 leads to /elsewhere", "put the folder itself there"),
    "EO108": ("status/eo-90001/3(b).yaml", "status/eo-90001/3.b.yaml"),
    "EO109": (_RECORD + "status: not_started\nstatus: in_progress", "status: in_progress"),
    "EO201": (_RECORD + "staus: in_progress", "status: in_progress"),
    "EO202": (_ORDER + "order: EO 90001\ntitle: Lamps", "order: EO 90001\ntitle: Lamps\nsigned: 2025-01-06"),
    "EO203": (_ORDER + "lead: DOJ", "lead: [DOJ]"),
    "EO204": (_RECORD + "status: done", "status: completed\ncompleted: 2025-03-05"),
    "EO205": (_RECORD + "as_of: 2025-02-30", "as_of: 2025-02-28"),
    "EO206": (_ORDER + "deadline: {within: sixty days}", "deadline: {within: 60 days}"),
    "EO207": (_ORDER + "- id: 3(b)", "- id: 3.b"),
    "EO208": (_ORDER + "lead: [Justice]", "lead: [DOJ]"),
    "EO209": (_ORDER + "order: EO 90002", "order: EO 90001"),
    "EO210": (_ORDER + "- id: 3.b\n- id: 3.b", "- id: 3.b\n- id: 3.c"),
    "EO211": (_ORDER + '- section: "3"\n  directives:\n    - id: 4.a', '- section: "4"\n  directives:\n    - id: 4.a'),
    "EO212": (_ORDER + "deadline: {within: 30 days, of: 9.z}", "deadline: {within: 30 days, of: 3.b}"),
    "EO213": (
        _ORDER + "- {id: 3.b, deadline: {within: 1 day, of: 3.c}}\n- {id: 3.c, deadline: {within: 1 day, of: 3.b}}",
        "- {id: 3.b, deadline: {within: 1 day}}\n- {id: 3.c, deadline: {within: 1 day, of: 3.b}}",
    ),
    "EO214": ("status/eo-90001/7.a.yaml, where 7.a has no_duty", "delete it, or name it as what it reports on"),
    "EO215": (_RECORD + "completed: 2052-03-05", "completed: 2025-03-05"),
    "EO216": (_RECORD + "status: completed", "status: completed\ncompleted: 2025-03-05"),
    "EO217": (_RECORD + "occurrences: [{due: 2025-03-08}]", "occurrences: [{due: 2025-03-07}]"),
    "EO218": (_RECORD + "events: [{event: openin, date: 2025-02-01}]", "events: [{event: opening, date: 2025-02-01}]"),
    "EO219": (
        "# directives/agencies.yaml\nagencies: [{key: OURS, name: Department of Justice}]",
        "agencies: [{key: OURS, name: Office of Our Own}]",
    ),
}  # fmt: skip

LOADING: dict[str, Rule] = {code: make_rule(code, title, "error", *_EXAMPLES[code]) for code, title in CODES.items()}
"""The rules by their codes."""
