"""Small trackers of one fictional order, without a fault unless one is put in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from eo_tracker.domain.orders import Order
from eo_tracker.domain.records import Record
from eo_tracker.domain.values import Value, canonical_form
from eo_tracker.repository.writing import write_canonical
from tests.cli.trackers import git, yaml

Tracker = dict[str, str]
"""A tracker's files by their paths."""

SIGNED = "2025-01-06"
TEXT = {
    "directives/text/eo-90001.md": "## Sec. 1. *Purpose.*\n\n## Sec. 2. *Policy.*\n\n## Sec. 3. *Lighthouses.*\n\n"
    "(a) The Attorney General shall count\nthe **lighthouses**.\n"
}


def directive(provision: str, **keys: Any) -> dict[str, Any]:
    return {"id": provision, "summary": f"Do what Sec. {provision} says", "lead": ["DOJ"], **keys}


def order(*directives: dict[str, Any], no_duty: str = "", **keys: Any) -> Tracker:
    """Make the file of EO 90001, all of whose sections but the third have no duty."""
    sections = [
        {"section": "1", "no_duty": {"1": "purpose"}},
        {"section": "2", "no_duty": {"2": "policy"}},
        {
            "section": "3",
            "directives": list(directives),
            "no_duty": {"3": "heading", **({no_duty: "none"} if no_duty else {})},
        },
    ]
    said = {"order": "EO 90001", "title": "Counting", "signed": SIGNED, **keys, "sections": sections}
    return {"directives/eo-90001.yaml": written(Order, said)}


def record(provision: str, **keys: Any) -> Tracker:
    return {f"status/eo-90001/{provision}.yaml": written(Record, keys)}


def written(model: type[Value], said: dict[str, Any]) -> str:
    """Write a file in canonical form, unless it says what cannot be read."""
    try:
        return write_canonical(canonical_form(model.model_validate(said)))
    except ValidationError:
        return yaml(said)


def write(root: Path, tracker: Tracker) -> Path:
    for path, text in tracker.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
    return root


def commit_on(root: Path, day: str, email: str = "nobody@example.org") -> str:
    """Commit all of a folder as somebody at noon of a day, and return the commit."""
    noon = f"{day}T12:00:00-0400"
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    who = ("-c", f"user.email={email}")
    command = ("commit", "--quiet", "--allow-empty", "--message=A change")
    git(root, *who, *command, GIT_AUTHOR_DATE=noon, GIT_COMMITTER_DATE=noon)
    return git(root, "rev-parse", "HEAD")
