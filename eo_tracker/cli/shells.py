"""The shells in which words are completed: what each is told, once, so that it asks eo-tracker for proposals.

bash and zsh read a script that one line in their start file names; fish finds its script by name. PowerShell's start
file only PowerShell can find, so its users are told the line to put there.
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path

from eo_tracker.domain.errors import EOTrackerError


class Shell(StrEnum):
    """A shell in which words can be completed."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


class CannotInstall(EOTrackerError):
    """Completion cannot be set up for a shell."""


_LINE_FOR_POWERSHELL = "eo-tracker --show-completion powershell | Out-String | Invoke-Expression"


def read_script(shell: Shell) -> str:
    """Read what a shell is to run so that it completes words of both programs."""
    from importlib.resources import files

    ending = "ps1" if shell is Shell.POWERSHELL else shell.value
    return files("eo_tracker").joinpath("data", "completion", f"eo-tracker.{ending}").read_text("utf-8")


def install_script(shell: Shell) -> Path:
    """Put a shell's script where it is found from the next start on, and return its path. Raises CannotInstall."""
    if shell is Shell.POWERSHELL:
        hint = f"add this line to the file that $PROFILE names: {_LINE_FOR_POWERSHELL}"
        raise CannotInstall("only PowerShell knows where its start file is", hint)
    try:
        return _install_for_fish() if shell is Shell.FISH else _install_by_start_file(shell)
    except (OSError, RuntimeError) as e:  # RuntimeError: nobody knows where home is
        reason = str(getattr(e, "strerror", None) or e).lower()
        where = getattr(e, "filename", None)
        hint = f"`eo-tracker --show-completion {shell}` prints what the shell is to run"
        raise CannotInstall(f"{where or 'the script'} cannot be written: {reason}", hint) from None


def _install_for_fish() -> Path:
    folder = _folder("XDG_CONFIG_HOME", ".config") / "fish" / "completions"
    # fish looks for a script by the name of the program that is typed.
    _write(folder / "eot.fish", read_script(Shell.FISH))
    return _write(folder / "eo-tracker.fish", read_script(Shell.FISH))


def _install_by_start_file(shell: Shell) -> Path:
    from shlex import quote

    start_file = _folder("ZDOTDIR", "") / ".zshrc" if shell is Shell.ZSH else Path.home() / ".bashrc"
    script = _folder("XDG_DATA_HOME", ".local/share") / "eo-tracker" / f"completion.{shell}"
    _write(script, read_script(shell))
    _add_line(start_file, f"[ ! -r {quote(script.as_posix())} ] || . {quote(script.as_posix())}")
    return script


def _folder(variable: str, below_home: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / below_home)


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _add_line(path: Path, line: str) -> None:
    """Add a line to a file of the user's that does not have it, and touch nothing else in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        file.seek(0)
        said = file.read()
        if line.encode() not in said.splitlines():
            separator = b"" if not said or said.endswith(b"\n") else b"\n"
            file.write(separator + f"{line}\n".encode())
