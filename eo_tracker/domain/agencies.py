"""Agencies and the registry that knows them by key, name, and the titles of their heads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from eo_tracker.domain.errors import UnknownReference
from eo_tracker.domain.problems import Fault, KeyPath, did_you_mean
from eo_tracker.domain.values import Day, Many, Text, Value
from eo_tracker.domain.words import ALL_AGENCIES, ALL_AGENCIES_PRINTED

Kind = Literal["department", "eop", "independent", "component", "body"]
AGENCY_KEY = r"^([A-Z][A-Za-z0-9-]{0,15}|agencies)$"
CGAC = r"^\d{3}$"
AgencyKey = Annotated[str, Field(pattern=AGENCY_KEY)]


class Alias(Value):
    """Another name of an agency, with the days between which it was in use where they are known."""

    name: Text
    since: Day | None = None
    until: Day | None = None


class Liaison(Value):
    """A person who reports for an agency in this repository."""

    name: Text
    email: Text | None = None
    github: Text | None = None


class Agency(Value):
    """A department, office, board, component or body that an order can name.

    Without a `name` it adds to the agency that has its key. `officials` are the titles of its head as orders write
    them, the usual one first. `cgac` is the Treasury's Common Government-wide Accounting Classification code, `fr_slug`
    the Federal Register's name in addresses.
    """

    key: AgencyKey
    name: Text = ""
    kind: Kind = "body"
    officials: Many[Text] = ()
    aliases: Many[Alias] = ()
    parent: AgencyKey | None = None
    fr_slug: Text | None = None
    cgac: Annotated[str, Field(pattern=CGAC)] | None = None
    liaisons: Many[Liaison] = ()

    @property
    def head(self) -> str:
        """The usual title of the agency's head, or nothing."""
        return self.officials[0] if self.officials else ""

    def has_liaison(self, email: str) -> bool:
        """Whether a person, known by an e-mail address in letters of any case, is one of its liaisons."""
        return any((liaison.email or "").casefold() == email.casefold() for liaison in self.liaisons)

    def names(self) -> Iterator[str]:
        """Give everything the agency is called: key, name, titles, aliases."""
        yield self.key
        if self.name:
            yield self.name
        yield from self.officials
        yield from (alias.name for alias in self.aliases)


class AgencyFile(Value):
    """A registry file: the package's own, or a repository's `directives/agencies.yaml`."""

    agencies: Many[Agency]


def normalized(name: str) -> str:
    """Fold a name for comparing: letter case, white space, a leading "the"."""
    words = name.casefold().split()
    while words[:1] == ["the"]:
        del words[0]
    return " ".join(words)


@dataclass(frozen=True)
class Registry:
    """All agencies by key."""

    agencies: Mapping[str, Agency]

    def __contains__(self, key: str | None) -> bool:
        return key in self.keys

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys that a directive may name, with that of all agencies."""
        return frozenset((*self.agencies, ALL_AGENCIES))

    def __iter__(self) -> Iterator[Agency]:
        return iter(self.agencies.values())

    @cached_property
    def _by_name(self) -> Mapping[str, Agency]:
        return {normalized(name): agency for agency in self for name in agency.names()}

    def name(self, key: str) -> str:
        """Print an agency's key as its name; a key that is not known stays itself."""
        if key == ALL_AGENCIES:
            return ALL_AGENCIES_PRINTED
        return self.agencies[key].name if key in self.agencies else key

    def named(self, text: str) -> Agency | None:
        """Return the agency that `text` names by key, name, title or alias, in any letter case."""
        return self._by_name.get(normalized(text))

    def find(self, text: str) -> Agency:
        """Find the agency that `text` names by key, name, title or alias, in any letter case.

        Raises UnknownReference, with the nearest match for a hint.
        """
        agency = self.named(text)
        if agency:
            return agency
        raise UnknownReference(f'no agency is called "{text}"', self.hint(text) or "`eo-tracker agencies` lists them")

    def hint(self, text: str) -> str:
        """Propose the key of the agency that `text` seems to mean, or nothing."""
        if agency := self.named(text):
            return f'write its key, "{agency.key}"'
        within = next((a for a in self if f" {normalized(text)} " in f" {normalized(a.name)} "), None)
        if within:
            return f'did you mean "{within.key}", the {within.name}?'
        names = (name for agency in self for name in agency.names())
        return did_you_mean(text, [*self.agencies, ALL_AGENCIES]) or did_you_mean(text, names)

    def extended(self, added: AgencyFile) -> Registry:
        """Return a registry with a repository's own agencies; one of a known key overrides what it gives."""
        merged = dict(self.agencies)
        for agency in added.agencies:
            known = merged.get(agency.key)
            given = {field: getattr(agency, field) for field in agency.model_fields_set}
            merged[agency.key] = known.model_copy(update=given) if known else agency
        return Registry(merged)


def find_registry_faults(added: AgencyFile, registry: Registry) -> Iterator[Fault]:
    """Hold a repository's own agencies against all of them: parents that exist, keys and names that mean one."""
    own = {agency.key for agency in added.agencies}
    taken = {normalized(name): other.key for other in registry if other.key not in own for name in other.names()}
    seen: set[str] = set()
    for n, agency in enumerate(added.agencies):
        at: KeyPath = ("agencies", n)
        if agency.key == ALL_AGENCIES:
            yield Fault("EO219", (*at, "key"), f'the key "{ALL_AGENCIES}" stands for all agencies and cannot be given')
        if agency.key in seen:
            yield Fault("EO210", (*at, "key"), f"{agency.key} stands twice in this file")
        seen.add(agency.key)
        if not registry.agencies[agency.key].name:
            hint = did_you_mean(agency.key, taken.values()) or "add its name"
            yield Fault("EO202", (*at, "key"), f"the agency {agency.key} is new here, and has no name", hint)
        if agency.parent is not None and agency.parent not in registry.agencies:
            hint = registry.hint(agency.parent)
            yield Fault("EO208", (*at, "parent"), f'the parent "{agency.parent}" is unknown', hint)
        if agency.key in _ancestors(agency, registry):
            yield Fault("EO208", (*at, "parent"), f"{agency.key} would be a part of itself", "name another parent")
        for place, name in _named_places(agency):
            if taken.get(normalized(name), agency.key) != agency.key:
                yield Fault("EO219", (*at, *place), f'"{name}" already stands for {taken[normalized(name)]}')
        taken |= {normalized(name): agency.key for name in registry.agencies[agency.key].names()}


def _ancestors(agency: Agency, registry: Registry) -> set[str]:
    """Collect the keys of what an agency is a part of, near and far."""
    found: set[str] = set()
    parent = agency.parent
    while parent is not None and parent in registry.agencies and parent not in found:
        found.add(parent)
        parent = registry.agencies[parent].parent
    return found


def _named_places(agency: Agency) -> Iterator[tuple[KeyPath, str]]:
    yield ("key",), agency.key
    if agency.name:
        yield ("name",), agency.name
    yield from ((("officials", n), title) for n, title in enumerate(agency.officials))
    yield from ((("aliases", n, "name"), alias.name) for n, alias in enumerate(agency.aliases))
