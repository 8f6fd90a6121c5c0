"""Git, run as the user has set it up. The one home of GitPython, through which every git process is started.

Only what writes comes here: readers find what they need in git's own files (`repository/revision.py`). What
users typed is never an option of git's: paths go behind `--`, and revisions are ids that git itself gave.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# GitPython looks for git when it is imported; whether it is there is told when it is asked for.
os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")

import git

from eo_tracker.domain.errors import EOTrackerError


class GitFailed(EOTrackerError):
    """A git process ended with an error. `said` is what it, or a hook, wrote on stderr."""

    def __init__(self, arguments: tuple[str, ...], code: int, said: str) -> None:
        told = said.strip().removeprefix("fatal: ").removeprefix("error: ")
        super().__init__(f"git {arguments[0]} failed: {told or f'it ended with {code}'}")
        self.code, self.said = code, said.strip()


class NoGit(EOTrackerError):
    """Git is not installed, or the tracker is in no repository."""


@dataclass(frozen=True, slots=True)
class Git:
    """Git in a folder of a work tree. What it prints is bytes; its language is English."""

    folder: Path

    def run(
        self, *arguments: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None, strip: bool = True
    ) -> bytes:
        """Run git and return what it prints, without the last line's end unless `strip` is off. Raises GitFailed."""
        code, out, said = self.attempt(*arguments, stdin=stdin, env=env, strip=strip)
        if code:
            raise GitFailed(arguments, code, said)
        return out

    def text(self, *arguments: str, env: Mapping[str, str] | None = None) -> str:
        """Run git and return what it prints as text. Raises GitFailed."""
        return self.run(*arguments, env=env).decode("utf-8", "surrogateescape")

    def attempt(
        self, *arguments: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None, strip: bool = True
    ) -> tuple[int, bytes, str]:
        """Run git and return its exit code, what it prints, and what it, or a hook, says on stderr."""
        with tempfile.TemporaryFile() as given:
            if stdin is not None:
                given.write(stdin)
                given.seek(0)
            try:
                found = git.Git(str(self.folder)).execute(
                    ["git", *arguments],
                    istream=given,
                    env=env,
                    with_extended_output=True,
                    with_exceptions=False,
                    stdout_as_string=False,
                    strip_newline_in_stdout=strip,
                )
            except git.GitCommandNotFound:
                raise NoGit("git is not installed, or not on the PATH", "install it from https://git-scm.com") from None
        code, out, said = found
        return code, out, said if isinstance(said, str) else said.decode("utf-8", "replace")
