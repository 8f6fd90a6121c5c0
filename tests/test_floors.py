"""Imports point down: cli over reports over repository over domain; rich, Typer and YAML have one home each."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import eo_tracker

PACKAGE = Path(eo_tracker.__file__).parent
FLOORS = ["domain", "repository", "reports", "cli"]
BESIDE = {"checks": "reports", "intake": "reports"}
"""Rooms that stand on the floor of another."""
MODULES = sorted(PACKAGE.rglob("*.py"))
HOMES = {
    "typer": {"cli"},
    "rich": {"cli/tables.py", "cli/progress.py"},
    "yaml": {"repository/tree.py"},
    "holidays": {"domain/business_days.py"},
    "dateutil": {"domain/deadlines.py"},
    "zoneinfo": {"domain/days.py"},
    "git": {"repository/git.py"},
    "ruamel": {"repository/writing.py"},
    "filelock": {"repository/lock.py"},
    "questionary": {"cli/asking.py"},
    "prompt_toolkit": {"cli/asking.py"},
    "dateparser": {"cli/spoken.py"},
    "openpyxl": {"repository/sheets.py"},
    "icalendar": {"reports/calendar.py"},
    "matplotlib": {"reports/weekly/plots.py"},
    "jinja2": {"reports/weekly/html.py"},
    "markupsafe": {"reports/weekly/html.py"},
    "xlsxwriter": {"reports/weekly/excel.py"},
    "docx": {"reports/weekly/word.py", "reports/weekly/word_page.py", "intake/word.py"},
    "lxml": {
        "reports/weekly/word.py",
        "reports/weekly/word_page.py",
        "intake/markup.py",
        "intake/presidential_xml.py",
        "intake/web_page.py",
        "intake/word.py",
    },
    "pypdf": {"intake/pdf.py"},
    "httpx": {"intake/federal_register.py"},
    "subprocess": set(),
}


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _floor(path: Path) -> str:
    room = path.relative_to(PACKAGE).parts[0]
    return BESIDE.get(room, room)


@pytest.mark.parametrize("path", [m for m in MODULES if _floor(m) in FLOORS], ids=str)
def test_no_module_imports_from_a_floor_above(path: Path) -> None:
    above = FLOORS[FLOORS.index(_floor(path)) + 1 :]
    assert not [name for name in _imports(path) for floor in above if name.startswith(f"eo_tracker.{floor}")]


@pytest.mark.parametrize("library", HOMES)
def test_a_library_has_one_home(library: str) -> None:
    found = {m.relative_to(PACKAGE).as_posix() for m in MODULES if library in {n.split(".")[0] for n in _imports(m)}}
    strays = {name for name in found if not any(name == home or name.startswith(f"{home}/") for home in HOMES[library])}
    assert not strays


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize("path", [m for m in MODULES if _floor(m) == "domain"], ids=str)
def test_the_domain_touches_no_disk_and_no_clock(path: Path) -> None:
    forbidden = {"os", "pathlib", "subprocess", "time", "socket", "sys"}
    assert forbidden.isdisjoint(name.split(".")[0] for name in _imports(path))
    assert ".today()" not in path.read_text("utf-8")
    assert ".now(" not in path.read_text("utf-8")


def test_imports_go_in_no_circles() -> None:
    from graphlib import TopologicalSorter

    names = {m: "eo_tracker." + ".".join(m.relative_to(PACKAGE).with_suffix("").parts) for m in MODULES}
    graph = {name: {n for n in _top_level_imports(m) if n in names.values()} for m, name in names.items()}
    TopologicalSorter(graph).prepare()


def _top_level_imports(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
