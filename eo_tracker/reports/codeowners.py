"""A CODEOWNERS file: whom a git host asks to approve a change of a record, the liaisons of the agencies that lead it.

GitHub and GitLab read the same file alike if a line is a path from the repository's top, a blank, and the owners. A
blank within the path has a backslash before it. The other signs that mean something in a pattern cannot be said to mean
themselves on both; `?` stands for any one character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from eo_tracker.domain.agencies import Agency, Liaison
from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.words import ALL_AGENCIES, ALL_AGENCIES_PRINTED, name_first

_MOST_NAMED = 3
_HEAD = """\
# Made by `eo-tracker agencies --codeowners` out of the liaisons in directives/agencies.yaml: make it anew when they
# change. It belongs into .github/CODEOWNERS or .gitlab/CODEOWNERS.
"""
# An owner that is none would make the host ignore the line, and one with a line end would add another.
_HANDLE = re.compile(r"@?([A-Za-z0-9][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*)")
_ADDRESS = re.compile(r"[A-Za-z0-9.!$%&'*+=?^_`{|}~-]+@[A-Za-z0-9][A-Za-z0-9.-]*")
_PATTERN_SIGN = re.compile(r"[^ \w./,:;=@&()'~+^%${}<>|\"`-]")


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who is asked about the record of a directive or item: owners as a git host names them.

    `unreached` are the keys of its leads of whom nobody can be named.
    """

    directive: str
    owners: tuple[str, ...]
    unreached: tuple[str, ...]


def list_ownerships(dataset: Dataset) -> list[Ownership]:
    """Find whom to ask about each record that there can be, in the order of the orders."""
    return [_ownership(duty, dataset) for duty in dataset.duties_by_id.values()]


def write_codeowners(ownerships: Iterable[Ownership], records: str) -> str:
    """Write the file; `records` is the folder of the records from the repository's top, as in `ours/status`."""
    lines = (f"{_pattern(f'/{records}/{o.directive}.yaml')} {' '.join(o.owners)}\n" for o in ownerships if o.owners)
    return _HEAD + "".join(lines)


def list_unreached(ownerships: Iterable[Ownership]) -> Iterator[str]:
    """Tell of each agency of which nobody can be named where it leads, in a sentence."""
    led: dict[str, list[str]] = {}
    for ownership in ownerships:
        for key in ownership.unreached:
            led.setdefault(key, []).append(ownership.directive)
    for key, directives in sorted(led.items()):
        who = ALL_AGENCIES_PRINTED if key == ALL_AGENCIES else key
        yield f"no liaison of {who} is known, so none is asked about {name_first(directives, _MOST_NAMED)}"


def _ownership(duty: Duty, dataset: Dataset) -> Ownership:
    found: dict[str, None] = {}
    unreached = []
    # What all agencies lead is nobody's to approve, unless some of them are named beside.
    for key in duty.named_leads or (ALL_AGENCIES,):
        owners = _owners(dataset.registry.agencies.get(key))
        found |= dict.fromkeys(owners)
        unreached += [] if owners else [key]
    return Ownership(duty.id, tuple(found), tuple(unreached))


def _owners(agency: Agency | None) -> list[str]:
    return [owner for liaison in (agency.liaisons if agency else ()) if (owner := _owner(liaison))]


def _owner(liaison: Liaison) -> str | None:
    """Name a liaison as a host knows people: by handle, or else by address."""
    handle = _HANDLE.fullmatch(liaison.github or "")
    if handle:
        return f"@{handle[1]}"
    return liaison.email if _ADDRESS.fullmatch(liaison.email or "") else None


def _pattern(path: str) -> str:
    return _PATTERN_SIGN.sub("?", path).replace(" ", "\\ ")
