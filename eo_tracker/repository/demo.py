"""The demo: a tracker of fictional orders with a year of fictional history, the same commits on every machine.

Its script is `data/demo/story.yaml`. Each step is played by what a real one is played by: an update goes through the
rules and the edits of `eo-tracker update`, two clones are combined as `eo-tracker sync` combines them. Only the commits
are made otherwise: by `git fast-import`, so that neither the user's settings nor the clock have a say in them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

from eo_tracker.domain.agencies import AgencyFile, Registry
from eo_tracker.domain.dataset import Dataset
from eo_tracker.domain.days import in_washington
from eo_tracker.domain.orders import Order
from eo_tracker.domain.records import Record
from eo_tracker.domain.selections import select_one
from eo_tracker.repository.clone import Author
from eo_tracker.repository.commits import make_message
from eo_tracker.repository.disagreements import Disagreement, Said, Settlement
from eo_tracker.repository.fast_import import Importer
from eo_tracker.repository.files import find_directive, record_path
from eo_tracker.repository.founding import (
    ATTRIBUTES,
    Founded,
    building_site,
    describe,
    find_place,
    require_empty,
    starting_files,
    write_files,
)
from eo_tracker.repository.git import UNWATCHED, Git
from eo_tracker.repository.merging import merge_lines, merge_record_files, set_up_merge_driver
from eo_tracker.repository.reading import V, parse_record, read_value
from eo_tracker.repository.recording import revise, take_back
from eo_tracker.repository.registry import built_in_registry
from eo_tracker.repository.root import DIRECTIVES, OWN_SETTINGS
from eo_tracker.repository.source import SourceText, decode
from eo_tracker.repository.story import Hand, Person, Step, Story
from eo_tracker.repository.sync import name_combination
from eo_tracker.repository.undoing import LastUpdate

LAST_DAY = date(2026, 10, 30)
"""The day on which the story ends, and as of which the tracker is to be looked at."""

_BRANCH = "main"
_UPSTREAM = f"origin/{_BRANCH}"
_LABEL = "Fictional, as all of this tracker is: see README.md.\n"
_AGENCIES = f"{DIRECTIVES}/agencies.yaml"
_IN_REPOSITORY = (f"--initial-branch={_BRANCH}", "--object-format=sha1", "--template=")
_OF_ITS_OWN = ("-c", f"core.hooksPath={os.devnull}", "-c", "core.logAllRefUpdates=false", *UNWATCHED)
"""What keeps the user's hooks, and what is written on the side, out of it."""

Files = dict[str, bytes]


def found_demo(folder: Path) -> Founded:
    """Make the demo's tracker, a repository of its own wherever it is. Raises EOTrackerError; then nothing is left."""
    target = find_place(folder)
    require_empty(folder, target)
    with building_site(target) as site, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        git = Git(site)
        git.run("init", "--quiet", *_IN_REPOSITORY)
        importer = Importer(git, _BRANCH, Path(scratch) / "marks", _OF_ITS_OWN)
        write_files(site, _Play(read_story(), importer).run())
        git.run(*_OF_ITS_OWN, "read-tree", "HEAD")
        set_up_merge_driver(git)
    Git(target).attempt(*_OF_ITS_OWN, "update-index", "-q", "--refresh")
    return describe(target)


def read_story() -> Story:
    """Read the script that comes with the package."""
    return _read(Story, "story.yaml", _packaged("story.yaml"))


def _packaged(path: str) -> bytes:
    return files("eo_tracker").joinpath("data", "demo", *path.split("/")).read_bytes()


def _read(model: type[V], path: str, raw: bytes) -> V:
    """Read a file of the demo's own, which has no faults."""
    source = decode(raw, path)
    value, problems = read_value(source, model) if isinstance(source, SourceText) else (None, [source])
    if value is None:
        raise ValueError(f"the demo's {path}: {problems}")
    return value


def _first_files() -> Files:
    """Return what the tracker begins with: what every tracker does, each file labelled as fictional."""
    found = {path: _labelled(path, content) for path, content in starting_files().items()}
    return {**found, "README.md": _packaged("README.md")}


def _labelled(path: str, content: bytes) -> bytes:
    is_data = path.endswith(".yaml") or path in (ATTRIBUTES, OWN_SETTINGS)
    label = f"# {_LABEL}" if is_data else f"*{_LABEL.strip()}*\n\n"
    return label.encode() + content


@dataclass(frozen=True, slots=True)
class _Made:
    """A commit of the story. `update` is what an undo needs of it, where it is an update."""

    mark: int
    by: str
    moment: datetime
    paths: frozenset[str]
    update: LastUpdate | None = None


@dataclass(slots=True)
class _Line:
    """A branch, with its files as they are now: what everybody shares or, until it is combined with that, a clone's."""

    tip: int = 0
    files: Files = field(default_factory=dict)
    log: list[_Made] = field(default_factory=list)
    base: _Line | None = None

    def copied(self) -> _Line:
        """Return a clone's line, which begins here."""
        return _Line(self.tip, dict(self.files), [], _Line(self.tip, dict(self.files), list(self.log)))


class _Play:
    """The playing of a story: what is shared, and what lies in clones, after the steps so far."""

    def __init__(self, story: Story, importer: Importer) -> None:
        self.story, self.importer = story, importer
        self.shared = _Line(files=_first_files())
        self.clones: dict[str, _Line] = {}
        self.undone: set[int] = set()
        self.read: dict[tuple[str, bytes], object] = {}
        self.registries: dict[bytes, Registry] = {}

    def run(self) -> Files:
        """Make all commits, and return the files of the last."""
        for step in self.story.steps:
            if step.merge:
                self._merge(step, self.clones.pop(step.merge))
            elif step.update:
                self._update(step, self._line(step))
            elif step.undo:
                self._undo(step, self._line(step))
            elif step.hand:
                line = self._line(step)
                self._make(step, line, _handled(line.files, step.hand), f"{step.hand.message}\n")
        self.importer.flush()
        return self.shared.files

    def _line(self, step: Step) -> _Line:
        return self.clones.setdefault(step.clone, self.shared.copied()) if step.clone else self.shared

    def _author(self, step: Step) -> Author:
        person = self.story.people[step.by]
        return Author(person.name, person.email)

    def _make(
        self,
        step: Step,
        line: _Line,
        contents: Files,
        message: str,
        *,
        merged: _Line | None = None,
        update: LastUpdate | None = None,
    ) -> None:
        """Make a commit, after which a line has these contents."""
        before = line.files if line.tip else {}
        changed = {path for path in {*before, *contents} if before.get(path) != contents.get(path)}
        parents = [each.tip for each in (line, merged) if each and each.tip]
        put = {path: contents.get(path) for path in sorted(changed)}
        line.tip = self.importer.add(self._author(step), step.at, message, parents, put)
        line.files = contents
        line.log += merged.log if merged else ()
        line.log.append(_Made(line.tip, step.by, step.at, frozenset(changed), update))

    def _update(self, step: Step, line: _Line) -> None:
        dataset = self._dataset(line.files)
        duty = select_one(dataset, step.update or "")
        update = step.says.as_update() if step.says else None
        if update is None:
            raise ValueError(f"the update of {step.at} says nothing")
        path = record_path(duty.id)
        raw = line.files.get(path)
        today = in_washington(step.at).date()
        _, change = revise(update, duty, dataset, today, self._author(step), raw, parse_record(path, raw))
        after = change.after if raw is not None else _labelled(path, change.after or b"")
        last = LastUpdate("", path, duty.id, raw, after, step.at, change.message.partition("\n")[0])
        self._make(step, line, _changed(line.files, {path: after}), change.message, update=last)

    def _undo(self, step: Step, line: _Line) -> None:
        """Take back the last update that somebody made and has not taken back."""
        mine = (each for each in reversed(line.log) if each.by == step.by and each.mark not in self.undone)
        made, last = next((each, each.update) for each in mine if each.update)
        last = replace(last, commit=self.importer.id_of(made.mark))
        duty = select_one(self._dataset(line.files), last.directive)
        _, message = take_back(last, duty)
        self.undone.add(made.mark)
        self._make(step, line, _changed(line.files, {last.path: last.before}), message)

    def _merge(self, step: Step, clone: _Line) -> None:
        """Combine what is in a clone with what is shared, as the clone's user does."""
        combined, settled = _Combination(self.shared, clone, self.story.people, step).run()
        message = make_message(name_combination(len(clone.log), _UPSTREAM), "\n".join(map(str, settled)), {})
        if step.hand:
            combined, message = _handled(combined, step.hand), f"{step.hand.message}\n"
        self._make(step, self.shared, combined, message, merged=clone)

    def _dataset(self, contents: Mapping[str, bytes]) -> Dataset:
        return Dataset(dict(self._orders(contents)), dict(self._records(contents)), self._registry(contents))

    def _registry(self, contents: Mapping[str, bytes]) -> Registry:
        """Return the registry with the demo's agencies: one for each version of them, for it learns names slowly."""
        raw = contents.get(_AGENCIES, b"")
        if raw not in self.registries:
            added = self._value(AgencyFile, _AGENCIES, contents)
            self.registries[raw] = built_in_registry().extended(added) if added else built_in_registry()
        return self.registries[raw]

    def _orders(self, contents: Mapping[str, bytes]) -> Iterator[tuple[str, Order]]:
        for path in sorted(contents):
            if path.startswith(f"{DIRECTIVES}/") and path.endswith(".yaml") and path != _AGENCIES:
                order = self._value(Order, path, contents)
                if order:
                    yield order.id, order

    def _records(self, contents: Mapping[str, bytes]) -> Iterator[tuple[str, Record]]:
        for path in sorted(contents):
            if directive := find_directive(path):
                record = self._value(Record, path, contents)
                if record:
                    yield directive, record

    def _value(self, model: type[V], path: str, contents: Mapping[str, bytes]) -> V | None:
        """Read a file, each version of it once; None where it is not there, or does not parse just then."""
        raw = contents.get(path)
        if raw is None:
            return None
        key = (path, raw)
        if key not in self.read:
            source = decode(raw, path)
            self.read[key] = read_value(source, model)[0] if isinstance(source, SourceText) else None
        found = self.read[key]
        return found if isinstance(found, model) else None


@dataclass(frozen=True, slots=True)
class _Combination:
    """What is shared, and what a clone has, combined file by file."""

    shared: _Line
    clone: _Line
    people: Mapping[str, Person]
    step: Step

    def run(self) -> tuple[Files, list[Settlement]]:
        base, ours, theirs = (self.clone.base or _Line()).files, self.clone.files, self.shared.files
        combined, settled = dict[str, bytes](), list[Settlement]()
        for path in sorted({*ours, *theirs}):
            sides = base.get(path), ours.get(path), theirs.get(path)
            content = self._merge_record(path, *sides, settled) if find_directive(path) else _merge_text(*sides)
            if content is not None:
                combined[path] = content
        return combined, settled

    def _merge_record(
        self, path: str, base: bytes | None, ours: bytes | None, theirs: bytes | None, settled: list[Settlement]
    ) -> bytes | None:
        merged = merge_record_files(path, base, ours, theirs)
        if not merged.conflicts:
            return merged.raw
        keep = self.step.keep or "ours"
        directive = find_directive(path) or path
        behind = self.shared.log[len(self.clone.base.log) if self.clone.base else 0 :]
        here, there = self._who(self.clone.log, path), self._who(behind, path)
        settled += [Settlement(Disagreement(directive, each, here, there), keep) for each in merged.conflicts]
        sides = {conflict.field: keep for conflict in merged.conflicts}
        return merge_record_files(path, base, ours, theirs, sides).raw

    def _who(self, log: Sequence[_Made], path: str) -> Said | None:
        """Tell who changed a file last; in this story, that is who said what is in conflict."""
        made = next((each for each in reversed(log) if path in each.paths), None)
        return Said(self.people[made.by].name, made.moment) if made else None


def _merge_text(base: bytes | None, ours: bytes | None, theirs: bytes | None) -> bytes | None:
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    clean, merged = merge_lines(base or b"", ours or b"", theirs or b"")
    if not clean:
        raise ValueError("the demo's story has a conflict that nobody settles")
    return merged


def _changed(contents: Files, changes: Mapping[str, bytes | None]) -> Files:
    return {path: content for path, content in {**contents, **changes}.items() if content is not None}


def _handled(contents: Files, hand: Hand) -> Files:
    """Return what files are after somebody has edited them by hand."""
    found = _changed(contents, {path: _packaged(path) for path in hand.bring})
    found |= {path: text.encode() + b"\n" for path, text in hand.write.items()}
    for each in hand.replace:
        text = found[each.file].decode()
        if text.count(each.old) != 1:
            raise ValueError(f"{each.file} does not have this once: {each.old}")
        found[each.file] = text.replace(each.old, each.new).encode()
    for old, new in hand.rename.items():
        found[new] = found.pop(old)
    return _changed(found, dict.fromkeys(hand.remove))
