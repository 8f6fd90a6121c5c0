"""The registry of agencies that comes with the package, and what files say before a model holds it to its rules."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eo_tracker.repository.canonical import read_canonical
from eo_tracker.repository.files import DataFile, find_registry_file
from eo_tracker.repository.source import SourceText, decode
from eo_tracker.repository.work_tree import WorkTree

if TYPE_CHECKING:
    from eo_tracker.domain.agencies import Registry


@cache
def built_in_registry() -> Registry:
    """Read the package's registry."""
    from eo_tracker.domain.agencies import AgencyFile, Registry

    return Registry({agency.key: agency for agency in AgencyFile.model_validate(_read_built_in()).agencies})


def _read_built_in() -> Any:
    import json
    from importlib.resources import files

    # JSON, because it reads fifty times faster than YAML and every command that judges data needs it.
    return json.loads(files("eo_tracker").joinpath("data", "agencies.json").read_bytes())


def read_agency_mappings(root: Path | None) -> list[Mapping[str, Any]]:
    """Read what the package's registry says, and what that of a tracker adds, where there is one."""
    added = find_registry_file(WorkTree(root)) if root else None
    return [_read_built_in(), *([read_mapping(root, added)] if root and isinstance(added, DataFile) else [])]


def read_mapping(root: Path, file: DataFile) -> Mapping[str, Any]:
    """Read what a data file says, be it right or wrong; nothing of one that cannot be read.

    To hold it to its model would take longer than all else that completing a word takes.
    """
    from eo_tracker.repository.tree import UnreadableYAML, read_tree

    raw = WorkTree(root).read(file.path)
    source = decode(raw, file.path) if isinstance(raw, bytes) else raw
    tree: Any = None
    with suppress(UnreadableYAML):
        tree = (read_canonical(source.text) or read_tree(source.text)[0]) if isinstance(source, SourceText) else None
    return tree if isinstance(tree, dict) else {}
