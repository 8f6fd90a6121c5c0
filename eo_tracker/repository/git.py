"""Git, run as the user has set it up. The one home of GitPython, through which every git process is started.

What is read of the work tree needs no git: its commit is found in git's own files (`repository/revision.py`). What
users typed is never an option of git's: paths go behind `--`, and revisions behind `--end-of-options`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from eo_tracker.domain.errors import EOTrackerError

_OTHERS = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
)
"""What a surrounding hook or alias tells git of its own repository; the tracker's is the one its folder is in."""


UTF8 = ("-c", "i18n.commitEncoding=UTF-8")
"""Messages are UTF-8, whatever git is told of what users type."""

UNWATCHED = ("-c", "core.fsmonitor=false")
"""Whoever watches the files may not have heard yet of the one that was written a moment ago."""


class GitFailed(EOTrackerError):
    """A git process ended with an error; what it wrote on stderr is told."""

    def __init__(self, arguments: tuple[str, ...], code: int, said: str) -> None:
        told = said.strip().removeprefix("fatal: ").removeprefix("error: ")
        # `-c name=value` comes before the command's name.
        command = next(part for part in arguments if not part.startswith("-") and "=" not in part)
        super().__init__(f"git {command} failed: {told or f'it ended with {code}'}")


class NoGit(EOTrackerError):
    """Git is not installed, or the tracker is in no repository."""


@dataclass(frozen=True, slots=True)
class Git:
    """Git in a folder of a work tree. What it prints is bytes; its language is English."""

    folder: Path

    def run(
        self, *arguments: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None, strip: bool = True
    ) -> bytes:
        """Run git and return what it prints, without the last line's end unless `strip` is off.

        Raises GitFailed, and what `attempt` does.
        """
        code, out, said = self.attempt(*arguments, stdin=stdin, env=env, strip=strip)
        if code:
            raise GitFailed(arguments, code, said)
        return out

    def text(self, *arguments: str, env: Mapping[str, str] | None = None) -> str:
        """Run git and return what it prints as text. Raises what `run` does."""
        return self.run(*arguments, env=env).decode("utf-8", "surrogateescape")

    def attempt(
        self, *arguments: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None, strip: bool = True
    ) -> tuple[int, bytes, str]:
        """Run git and return its exit code, what it prints, and what it, or a hook, says on stderr.

        When waiting for it is interrupted, git is ended before this is left. Raises NoGit where it is not installed,
        and OSError where what it is to read cannot be laid ready.
        """
        with _given(stdin) as given:
            process = self._start(arguments, given, env)
        try:
            out, said = process.communicate()
        except BaseException:
            _end(process)
            raise
        return process.returncode, out.removesuffix(b"\n") if strip else out, said.decode("utf-8", "replace")

    @contextmanager
    def streaming(
        self, *arguments: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None
    ) -> Iterator[IO[bytes]]:
        """Run git and give what it prints while it does. It is ended when this is left, however far it has come.

        Raises GitFailed where all was read, and git ended with an error.
        """
        with _given(stdin) as given:
            process = self._start(arguments, given, env)
        try:
            yield process.stdout
            if not process.stdout.read(1):
                said = process.stderr.read().decode("utf-8", "replace")
                if code := process.proc.wait():
                    raise GitFailed(arguments, code, said)
        finally:
            _end(process)
            process.stdout.close()
            process.stderr.close()

    def _start(self, arguments: tuple[str, ...], stdin: int | None, env: Mapping[str, str] | None) -> Any:
        git = _import()
        try:
            with _found_by_folder():
                # -C too: GitPython runs git elsewhere when the folder cannot be entered.
                command = ["git", "-C", str(self.folder), *arguments]
                return git.Git(str(self.folder)).execute(command, istream=stdin, env=env, as_process=True)
        except git.GitCommandNotFound:
            raise NoGit("git is not installed, or not on the PATH", "install it from https://git-scm.com") from None


def _import() -> Any:
    """Import GitPython when a process is started: it takes longer than what many commands do without git."""
    # It looks for git when it is imported; whether it is there is told when it is asked for.
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    import git

    return git


def _end(process: Any) -> None:
    """End a process, if it has not ended."""
    process.terminate()
    # GitPython takes the end that it was just given for an error.
    with suppress(_import().GitCommandError):
        process.wait()


@contextmanager
def _given(stdin: bytes | None) -> Iterator[int | None]:
    """Give the descriptor of a file that git reads: two pipes, both full, would wait for each other."""
    if stdin is None:
        yield None
        return
    with tempfile.TemporaryFile() as file:
        file.write(stdin)
        file.seek(0)
        yield file.fileno()


@contextmanager
def _found_by_folder() -> Iterator[None]:
    """Take out of the environment what would send git to another repository than that of its folder."""
    taken = {name: os.environ.pop(name) for name in _OTHERS if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(taken)
