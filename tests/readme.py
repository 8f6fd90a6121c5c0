"""The README's transcripts: what they are, and how to write them anew (`python -m tests.readme`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.terminal import ROOT, run_in_terminal, without_colour

README = ROOT / "README.md"
_BLOCK = re.compile(r"^```console\n\$ (?P<command>[^\n]*)\n(?P<output>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Transcript:
    """A command as it is typed, and what it shows in a terminal of 80 columns."""

    command: str
    output: str


def transcripts(text: str) -> list[Transcript]:
    """Find the transcripts in the README's text."""
    return [Transcript(m["command"], m["output"]) for m in _BLOCK.finditer(text)]


def output_of(command: str) -> str:
    """Run a transcript's command in a terminal of 80 columns, without colour."""
    text = without_colour(run_in_terminal(command, columns=80, env={"NO_COLOR": "1"}))
    return "".join(f"{line.rstrip()}\n" for line in text.rstrip().split("\n"))


def rewritten(text: str) -> str:
    """Return the README's text with the output that the commands have now."""
    return _BLOCK.sub(lambda m: f"```console\n$ {m['command']}\n{output_of(m['command'])}```", text)


def main(path: Path = README) -> None:
    """Write the transcripts anew."""
    path.write_text(rewritten(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
