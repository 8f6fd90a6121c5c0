"""Commits of records: each changed file in a commit of its own, all of them or none.

How they are made is told in `repository/committing.py`. A process may be killed at any moment: what it leaves lies
in a folder of its own in the git directory, with a journal, and is tidied by the next update
(`repository/mending.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.clone import Author, Repository, find_repository, read_author
from eo_tracker.repository.committing import Committing, FileChange
from eo_tracker.repository.git import GitFailed
from eo_tracker.repository.interrupts import interrupts_held
from eo_tracker.repository.lock import CannotLock, locked
from eo_tracker.repository.mending import hold_in_order, open_pending
from eo_tracker.repository.placing import explain_failure, place_all, stage_file

DIRECTIVE_TRAILER = "EO-Directive"
STATUS_TRAILER = "EO-Status"
UNDOES_TRAILER = "EO-Undoes"
"""The last lines of a record's commit: which directive it updates, to which status, and which commit it takes back."""

_DIVIDER = re.compile(r"^(?=---(?:\s|$))", re.MULTILINE)


def make_message(subject: str, note: str | None, trailers: Mapping[str, str]) -> str:
    """Make a commit's message from which git reads just these trailers, whatever the note says."""
    # Git takes a line of three hyphens for the message's end: `git am` does, and `git interpret-trailers`.
    body = _DIVIDER.sub(" ", "\n".join(line.rstrip() for line in _lines(note or "")).strip("\n"))
    block = "\n".join(f"{key}: {_on_one_line(value)}" for key, value in trailers.items())
    return "\n\n".join(part for part in (_on_one_line(subject), body, block) if part) + "\n"


def _lines(text: str) -> list[str]:
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _on_one_line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


@dataclass(frozen=True, slots=True)
class Clone:
    """A tracker whose lock is held. `commits` says whether changes are to be committed.

    Without commits, the repository and the author may be unknown.
    """

    root: Path
    commits: bool
    repository: Repository | None
    author: Author | None

    def committed(self, path: str) -> bytes | None:
        """Read a file as HEAD has it, with the line ends of a checkout; None where there is no commit or no file.

        Raises GitFailed.
        """
        if self.repository is None or self.repository.head() is None:
            return None
        return read_committed(self.repository, "HEAD", path)

    def write(self, changes: Sequence[FileChange]) -> None:
        """Change the files and commit nothing; all of them or none. Raises CannotWrite."""
        with ExitStack() as stack:
            stack.enter_context(_told_plainly(str(self.root)))
            aside = stack.enter_context(_aside(self))
            staged = [stage_file(self.root, each.path, each.before, each.after, aside) for each in changes]
            stack.enter_context(interrupts_held())
            place_all(staged)

    def commit(self, changes: Sequence[FileChange]) -> tuple[str | None, ...]:
        """Change the files, and commit each; all of them or none.

        Returns the ids of the commits; None for a file of which HEAD says so already. Raises EOTrackerError when
        git, a hook or the disk refuses: then everything is as before.
        """
        if self.repository is None or not self.commits:
            raise ValueError("this tracker was not opened for commits")
        if not changes:
            return ()
        with open_pending(self.repository) as pending, _told_plainly(changes[0].path):
            return Committing(self.repository, pending, tuple(changes)).run()


@contextmanager
def open_clone(root: Path, *, committing: bool = True) -> Iterator[Clone]:
    """Hold a tracker's lock; with `committing`, tidy what a killed process left, and be sure that commits can be made.

    Raises EOTrackerError where they cannot: NoGit, NotReady, CannotLock, CannotWrite, IndexHeld, GitFailed.
    """
    if not committing:
        with _held_if_possible(root) as clone:
            yield clone
        return
    repository = find_repository(root)
    with hold_in_order(repository):
        yield Clone(root, True, repository, read_author(repository))


@contextmanager
def _told_plainly(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        raise explain_failure(path, e) from None


@contextmanager
def _held_if_possible(root: Path) -> Iterator[Clone]:
    """Hold a tracker's lock where there is one: files can be changed, and changes looked at, without git."""
    repository, author = None, None
    with ExitStack() as stack:
        with suppress(EOTrackerError):
            repository = find_repository(root)
            author = read_author(repository)
        if repository:
            with suppress(CannotLock):
                stack.enter_context(locked(repository))
        yield Clone(root, False, repository, author)


def read_committed(repository: Repository, revision: str, path: str) -> bytes | None:
    """Read a file as a revision has it, with the line ends of a checkout; None where it is not there.

    Raises GitFailed where it is and cannot be read.
    """
    name = f"{revision}:{repository.prefix}{path}"
    command = ("cat-file", "--filters", name)
    code, content, said = repository.git.attempt(*command, strip=False)
    if code == 0:
        return content
    if repository.git.attempt("rev-parse", "--quiet", "--verify", name)[0] == 0:
        raise GitFailed(command, code, said)
    return None


@contextmanager
def _aside(clone: Clone) -> Iterator[Path]:
    """Give a folder for what is not in its place yet: in the git directory, as it is on the same disk."""
    if clone.repository:
        with open_pending(clone.repository) as pending:
            yield pending.folder
        return
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)
