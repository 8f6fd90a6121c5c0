"""The files of a tracker: which it has, and that none of them leads elsewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from eo_tracker.domain.ids import ORDER_ID
from eo_tracker.domain.problems import Problem
from eo_tracker.domain.provisions import ID, provision_meant
from eo_tracker.repository.contents import Contents, Entry, link_problem, no_file
from eo_tracker.repository.root import DIRECTIVES, STATUS

_RECORD = re.compile(rf"{STATUS}/([^/]+/[^/]+)\.yaml")
_MEANT_ORDER = re.compile(r"([1-9][0-9]{0,5}(?:-[a-z](?![a-z]))?)")
AGENCIES = "agencies"
_TEXTS = "text"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file: its path from the root, with forward slashes, and the id that its name gives."""

    path: str
    id: str


def record_path(directive: str) -> str:
    """Name the file of a directive's or item's record, from the tracker's root: `status/eo-14288/3.b.yaml`."""
    return f"{STATUS}/{directive}.yaml"


def find_directive(path: str) -> str | None:
    """Find the directive or item whose record a file is, by its path from the tracker's root; None for other files."""
    match = _RECORD.fullmatch(path)
    return match[1] if match else None


def list_order_files(contents: Contents) -> Iterator[DataFile | Problem]:
    """Give the order files of `directives/` by name, and problems for what should be one and is not."""
    for entry in _entries(contents, DIRECTIVES):
        stem = _stem(entry.path)
        if _is_registry(entry.path):
            continue
        if isinstance(entry, Problem):
            yield entry
        elif ORDER_ID.fullmatch(stem):
            yield DataFile(entry.path, stem)
        else:
            yield _misnamed(entry.path, "order", "eo-14288.yaml")


def find_registry_file(contents: Contents) -> DataFile | Problem | None:
    """Find `directives/agencies.yaml`; a problem where it is there and cannot be read, or is named otherwise."""
    for entry in _entries(contents, DIRECTIVES):
        if _is_registry(entry.path):
            wrong = isinstance(entry, DataFile) and entry.path != f"{DIRECTIVES}/{AGENCIES}.yaml"
            return _misnamed(entry.path, "order", f"{AGENCIES}.yaml") if wrong else entry
    return None


def _is_registry(path: str) -> bool:
    return path.rpartition("/")[2].lower().rpartition(".")[0] == AGENCIES


def find_meant_order(path: str) -> str | None:
    """Guess which order a wrongly named file of `directives/` is meant to be."""
    match = _MEANT_ORDER.search(path.rpartition("/")[2].lower())
    return f"eo-{match[1]}" if match else None


def list_record_files(contents: Contents, orders: Collection[str] = ()) -> Iterator[DataFile | Problem]:
    """Give the record files of `status/`, and problems for what should be one and is not.

    With `orders`, only the records of these.
    """
    for folder in _folders(contents, orders):
        if isinstance(folder, Problem):
            yield folder
            continue
        order_id = folder.rpartition("/")[2]
        for entry in _entries(contents, folder):
            stem = _stem(entry.path)
            directive = f"{order_id}/{stem}" if ID.fullmatch(stem) else None
            if isinstance(entry, Problem):
                yield replace(entry, directive=directive)
            elif directive:
                yield DataFile(entry.path, directive)
            else:
                yield _misnamed(entry.path, "directive", _rename(entry.path))


def _stem(path: str) -> str:
    """Return a file's name without `.yaml`; nothing for a name that does not end so."""
    name = path.rpartition("/")[2]
    return name.removesuffix(".yaml") if name.endswith(".yaml") else ""


def _rename(path: str) -> str:
    """Tell what a record's file should be called: `2(a).yml` is meant as `2.a.yaml`."""
    return f"{provision_meant(path.rpartition('/')[2].rsplit('.', 1)[0]) or '3.b'}.yaml"


def _misnamed(path: str, what: str, example: str) -> Problem:
    return Problem(path, 1, 1, "EO108", f'"{path.rpartition("/")[2]}" names no {what}', f"name the file as {example}")


def _folders(contents: Contents, orders: Collection[str]) -> Iterator[str | Problem]:
    entries = contents.scan(STATUS)
    if isinstance(entries, Problem):
        yield entries
        return
    for entry in entries:
        path = f"{STATUS}/{entry.name}"
        if orders and entry.name not in orders:
            continue
        if entry.is_symlink() and contents.leads_out(path, STATUS):
            yield link_problem(path)
        elif entry.is_dir():
            yield path
        elif looks_like_data(entry.name):
            hint = "a record is status/eo-14288/3.b.yaml"
            yield Problem(path, 1, 1, "EO108", "a record stands outside of its order's folder", hint)


def _entries(contents: Contents, folder: str) -> Iterator[DataFile | Problem]:
    """Give the files of a folder that are YAML by their names; their ids are still to be found."""
    entries = contents.scan(folder)
    if isinstance(entries, Problem):
        yield entries
        return
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if not looks_like_data(entry.name):
            if _is_misplaced(contents, path, entry):
                yield Problem(path, 1, 1, "EO108", "this is not read", "a data file ends in .yaml, in no deeper folder")
        elif entry.is_symlink() and contents.leads_out(path, folder.split("/", maxsplit=1)[0]):
            yield link_problem(path)
        elif not entry.is_file():
            yield no_file(path)
        else:
            yield DataFile(path, "")


def _is_misplaced(contents: Contents, path: str, entry: Entry) -> bool:
    """Whether something that is no data file was meant as one: an ending too many or too few, a folder of them."""
    if entry.is_dir(follow_symlinks=False):
        below = contents.scan(path)
        return entry.name != _TEXTS and not isinstance(below, Problem) and any(looks_like_data(e.name) for e in below)
    return entry.name.lower().endswith((".yaml.txt", ".yml.txt")) or (
        ID.fullmatch(entry.name) is not None and "yaml" not in entry.name
    )


def looks_like_data(name: str) -> bool:
    """Whether a name is one of a data file, rightly or wrongly spelt."""
    return name.lower().endswith((".yaml", ".yml"))
