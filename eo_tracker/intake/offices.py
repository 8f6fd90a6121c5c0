"""The registry's names, ready to be found in a text: agencies, their heads, and how orders shorten both."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eo_tracker.domain.agencies import Agency, Registry
from eo_tracker.domain.words import ALL_AGENCIES
from eo_tracker.intake.draft import Office

AGENCIES = Office(ALL_AGENCIES, ALL_AGENCIES)
"""What "the heads of executive departments and agencies" are: all of them."""

_WORD = re.compile(r"[^\s,;:()]{1,60}")
_POSSESSIVE = re.compile(r"'s$")


class Names:
    """What the registry calls its agencies and their heads, ready to be found in a text."""

    def __init__(self, registry: Registry) -> None:
        self._by_word: dict[str, list[tuple[str, str]]] = {}
        self._keys: dict[str, str] = {}
        for agency in registry:
            for name in _spell(agency):
                self._add(_plain(name), agency.key)
        for names in self._by_word.values():
            names.sort(key=lambda n: -len(n[0]))
        self._longest = max(map(len, self._keys), default=0)

    def _add(self, name: str, key: str) -> None:
        if name and name not in self._keys:
            self._keys[name] = key
            self._by_word.setdefault(name.partition(" ")[0].partition(",")[0], []).append((name, key))

    def key(self, name: str) -> str | None:
        """The key of the agency that has exactly this name."""
        return self._keys.get(_plain(name))

    def longest_at(self, text: str, at: int) -> tuple[int, str] | None:
        """The longest name that stands at a place of a text: its end and the agency's key."""
        here = _plain(text[at : at + self._longest + 1])
        first = _WORD.match(here)
        if not first:
            return None
        for name, key in self._by_word.get(first[0].rstrip("."), ()):
            if here.startswith(name) and not here[len(name) : len(name) + 1].isalnum():
                return at + len(name), key
        owner = _POSSESSIVE.sub("", first[0])
        for name, key in self._by_word.get(owner, ()) if owner != first[0] else ():
            if here.startswith(name):
                return at + len(name), key
        return None


def _plain(text: str) -> str:
    """The same text, as long, with typewriter's apostrophes, as the registry writes them."""
    return text.replace("’", "'")


def _spell(agency: Agency) -> Iterator[str]:
    """Give an agency's names, its heads' titles, and each title with the shorter names: "Director of OMB"."""
    yield from agency.names()
    names = (agency.name, *(alias.name for alias in agency.aliases))
    short = (agency.key, *(alias.name for alias in agency.aliases if alias.name.isupper()))
    for official in agency.officials:
        for name in names:
            head = official.removesuffix(f" of {name}").removesuffix(f" of the {name}")
            if name and head != official:
                yield from (f"{head} of {the}{s}" for s in (name, *short) for the in ("", "the "))
        yield official.replace(" of the ", " of ")
