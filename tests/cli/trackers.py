"""Small trackers made on the spot: what their files say is given as mappings, and may be anything text can be."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Data = dict[str, Any]

TODAY = "2025-06-30"
# Signed so long ago that each usual deadline lies on a known side of TODAY.
SIGNED = "2025-04-28"

_GIT = {
    "init.defaultBranch": "main",
    "user.name": "Nobody",
    "user.email": "nobody@example.org",
    "commit.gpgSign": "false",
    "core.autocrlf": "false",
    "core.hooksPath": os.devnull,
}


def quoted(text: str) -> str:
    r"""Write text as YAML does between double quotes; what has no ink becomes an escape, as in "\e[31m"."""
    return f'"{"".join(_escaped(character) for character in text)}"'


def _escaped(character: str) -> str:
    named = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\x1b": "\\e", "\x07": "\\a"}
    if character in named:
        return named[character]
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\U{code:08x}" if code > 0xFFFF else f"\\u{code:04x}"


def flow(value: Any) -> str:
    """Write a value in YAML's flow style, every text in quotes."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{quoted(k)}: {flow(v)}' for k, v in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(flow, value))}]"
    return quoted(str(value))


def yaml(data: Mapping[str, Any]) -> str:
    """Write a file: a line for each of its keys."""
    return "".join(f"{key}: {flow(value)}\n" for key, value in data.items())


def make_directive(provision: str, **keys: Any) -> Data:
    return {"id": provision, "summary": f"Do what Sec. {provision} says", "lead": ["DOJ"], **keys}


def write_order(root: Path, *directives: Data, number: str = "14288", **keys: Any) -> Path:
    """Write an order's file, its directives in their sections."""
    sections: dict[str, list[Data]] = {}
    for directive in directives:
        section = ".".join(part for part in directive["id"].split(".") if part.isdigit())
        sections.setdefault(section, []).append(directive)
    listed = [{"section": section, "directives": found} for section, found in sections.items()]
    data = {"order": f"EO {number}", "title": "An Order", "signed": SIGNED, **keys, "sections": listed}
    return write_file(root / "directives" / f"eo-{number.lower()}.yaml", yaml(data))


def write_record(root: Path, provision: str, *, number: str = "14288", **keys: Any) -> Path:
    """Write the record of a directive or item."""
    return write_file(root / "status" / f"eo-{number}" / f"{provision}.yaml", yaml(keys))


def write_file(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def write_every_kind(root: Path) -> None:
    """Write a tracker that has, on TODAY, one directive of every timeliness and of every status, and a second order."""
    write_order(
        root,
        make_directive("2.a", deadline={"by": "2025-12-31"}),
        make_directive("2.b", deadline={"by": "2025-07-10"}, lead=["DOD"], consulted=["DHS"]),
        make_directive("2.c", deadline={"within": "60 days"}, lead=["DHS", "DOJ"], coordinating=["OMB"]),
        make_directive("2.d", deadline={"by": "2025-06-20"}),
        make_directive("2.e", deadline={"by": "2025-06-10"}),
        make_directive("2.f"),
        make_directive("2.g", deadline={"within": "30 days", "of": "2.c"}),
        make_directive("2.h", deadline={"by": "2025-06-01"}),
        make_directive("2.i", deadline={"by": "2025-06-01"}),
        make_directive("2.j", deadline={"immediately": "true"}, lead=["agencies"]),
    )
    write_order(root, make_directive("3.a", deadline={"by": "2025-05-31"}), number="14300", signed="2025-05-20")
    write_record(root, "2.a", status="not_started")
    write_record(root, "2.c", status="in_progress", as_of="2025-06-01", note="Under way")
    verified = {"state": "verified", "by": "OMB"}
    write_record(root, "2.d", status="completed", completed="2025-06-18", verification=verified)
    write_record(root, "2.e", status="completed", completed="2025-06-12", verification={"state": "disputed"})
    write_record(root, "2.h", status="not_applicable")
    write_record(root, "2.i", status="not_pursued")


def git(folder: Path, *arguments: str, **more: str) -> str:
    """Run git, on its own settings and these variables only, and return what it says."""
    settings = [part for key, value in _GIT.items() for part in ("-c", f"{key}={value}")]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **more}
    done = subprocess.run(
        ["git", *settings, *arguments], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit_all(folder: Path, message: str = "A tracker") -> str:
    """Commit all of a folder, which becomes a repository if it is none, and return the commit."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def age(root: Path, seconds: float = 3600) -> None:
    """Set the times of change of all data files back, as if they had been written long ago."""
    then = time.time() - seconds
    for path in files_of(root):
        os.utime(path, (then, then))


def files_of(root: Path) -> Iterable[Path]:
    return (p for name in ("directives", "status") for p in (root / name).rglob("*") if p.is_file())
