"""The README's transcripts: what they are, and how to write them anew (`python -m tests.readme`).

Most run in a copy of this repository's data, and of the fictional texts of the tests, that has no commits, for what is
shown of these changes with each. Those of the liaison's page are one story: they run one after the other in a clone
that is made for it, of the README's own fictional order, where a colleague has shared something. Those of the demo's
page begin in an empty folder, and go on in the demo that the first of them makes there.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.cli.trackers import write_file
from tests.terminal import ROOT, run_in_terminal, without_colour

README = ROOT / "README.md"
_BLOCK = re.compile(
    r"^```console\n\$ (?P<command>(?:[^\n]*\\\n)*[^\n]*)\n(?P<output>.*?)^```$", re.MULTILINE | re.DOTALL
)
_STORY = re.compile(r"^## For liaisons$.*?(?=^## )", re.MULTILINE | re.DOTALL)
_DEMO = re.compile(r"^## A demo$.*?(?=^## )", re.MULTILINE | re.DOTALL)
_FICTION = re.compile(r"```yaml\n# fictional: (\S+)\n(.*?)```", re.DOTALL)
# What a command says while one waits, which hangs on how fast a machine is.
_WAITING = re.compile(r"reading (?:what was on record|the deadlines) .* \.\.\.")
_WHEN = "2026-02-20T10:00:00-05:00"


@dataclass(frozen=True)
class Transcript:
    """A command as it is typed, and what it shows in a terminal of 80 columns."""

    command: str
    output: str


def transcripts(text: str) -> list[Transcript]:
    """Find the transcripts in the README's text."""
    return [Transcript(m["command"], m["output"]) for m in _BLOCK.finditer(text)]


def story(text: str) -> str:
    """Find the liaison's page."""
    found = _STORY.search(text)
    return found[0] if found else ""


def demo(text: str) -> str:
    """Find the demo's page."""
    found = _DEMO.search(text)
    return found[0] if found else ""


@contextmanager
def folder_of_the_demo() -> Iterator[Path]:
    """Make the empty folder in which the demo is made."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def output_in_demo(command: str, folder: Path) -> str:
    """Run a command of the demo's page: in the demo, once it is made."""
    return output_of(command, cwd=folder / "demo" if (folder / "demo").is_dir() else folder)


@contextmanager
def clone_of_the_story(text: str) -> Iterator[Path]:
    """Make the clone in which the liaison works."""
    folder = Path(tempfile.mkdtemp())
    seed = folder / "seed"
    for path, content in _FICTION.findall(text):
        if not path.startswith("status/"):
            write_file(seed / path, content)
    write_file(seed / ".gitattributes", "status/**/*.yaml merge=eo-tracker\n")
    _git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "shared.git")
    _git(seed, "init", "--quiet", "--initial-branch=main")
    _commit(seed, "A tracker")
    _git(seed, "remote", "add", "origin", "../shared.git")
    _git(seed, "push", "--quiet", "-u", "origin", "main")
    _git(folder, "clone", "--quiet", "shared.git", "ours")
    # Meanwhile a colleague of another agency has shared something.
    write_file(seed / "status/eo-99001/2.b.yaml", "status: in_progress\nas_of: 2026-02-19\n")
    _commit(seed, "eo-99001/2.b: not_reported -> in_progress")
    _git(seed, "push", "--quiet")
    try:
        yield folder / "ours"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _commit(folder: Path, message: str) -> None:
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--message", message)


def _git(folder: Path, *arguments: str) -> None:
    env = {**os.environ, **environment_of_the_story()}
    subprocess.run(["git", *arguments], cwd=folder, env=env, check=True, capture_output=True)


def environment_of_the_story() -> dict[str, str]:
    """Return who works there, and when: so that the same commits are made each time."""
    people = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in _LIAISON.items()}
    return {**people, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


_LIAISON = {"NAME": "A. Liaison", "EMAIL": "liaison@example.gov", "DATE": _WHEN}


@cache
def _copy_of_the_data() -> Path:
    """Copy this repository's data; the folder is gone when the program ends."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in ("directives", "status", "tests/data"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def output_of(command: str, *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Run a transcript's command in a terminal of 80 columns, without colour."""
    cwd = cwd or _copy_of_the_data()
    text = without_colour(run_in_terminal(command, columns=80, cwd=cwd, env={"NO_COLOR": "1", **(env or {})}))
    lines = (line.rstrip() for line in text.rstrip().split("\n"))
    return "".join(f"{line}\n" for line in lines if not _WAITING.fullmatch(line))


def rewritten(text: str) -> str:
    """Return the README's text with the output that the commands have now."""
    told, shown = story(text), demo(text)
    with clone_of_the_story(text) as clone, folder_of_the_demo() as folder:

        def anew(block: re.Match[str]) -> str:
            command = block["command"]
            if block[0] in told:
                return _written(command, output_of(command, cwd=clone, env=environment_of_the_story()))
            return _written(command, output_in_demo(command, folder) if block[0] in shown else output_of(command))

        return _BLOCK.sub(anew, text)


def _written(command: str, output: str) -> str:
    return f"```console\n$ {command}\n{output}```"


def main(path: Path = README) -> None:
    """Write the transcripts anew."""
    path.write_text(rewritten(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
