"""One's last update: found in history by its author and trailers, so that a new commit can take it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from eo_tracker.domain.days import in_washington
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.clone import Repository, find_repository, read_author
from eo_tracker.repository.commits import DIRECTIVE_TRAILER, UNDOES_TRAILER, Clone, read_committed
from eo_tracker.repository.contents import reason_of
from eo_tracker.repository.files import record_path
from eo_tracker.repository.git import Git
from eo_tracker.repository.work_tree import read_if_there

_MOST_READ = 1000
_TRAILERS = (f"%(trailers:key={key},valueonly,separator=%x20)" for key in (DIRECTIVE_TRAILER, UNDOES_TRAILER))
_FORMAT = "%x00".join(("%H", "%ae", "%aI", "%s", *_TRAILERS))


class CannotUndo(EOTrackerError):
    """There is no update to take back, or the record has changed since."""


@dataclass(frozen=True, slots=True)
class LastUpdate:
    """An update that has not been taken back: its commit, and the record's file before and after; None: no file.

    `path` is from the tracker's root; `directive` as in `eo-14288/3.b`.
    """

    commit: str
    path: str
    directive: str
    before: bytes | None
    after: bytes | None
    moment: datetime
    subject: str

    @property
    def day(self) -> date:
        """The day in Washington on which it was committed."""
        return in_washington(self.moment).date()


def find_last_update(clone: Clone) -> LastUpdate:
    """Find the newest commit of the user's that updates just one record and is not undone. Raises CannotUndo."""
    repository = clone.repository or find_repository(clone.root)
    author = clone.author or read_author(repository)
    undone: set[str] = set()
    for commit, email, moment, subject, directive, undoes in _list_commits(repository, author.email):
        undone.update(undoes.split())
        path = record_path(directive)
        if email.lower() != author.email.lower() or not directive or undoes or commit in undone:
            continue
        if _list_files(repository.git, commit) == [repository.prefix + path]:
            before = read_committed(repository, f"{commit}^", path)
            after = read_committed(repository, commit, path)
            return LastUpdate(commit, path, directive, before, after, datetime.fromisoformat(moment), subject)
    hint = "`git config user.email` says who you are to git"
    raise CannotUndo(f"there is no update by {author.email} on this branch that could be undone", hint)


def require_unchanged(clone: Clone, update: LastUpdate) -> None:
    """Refuse when a record has changed since an update, by a commit or in its file. Raises CannotUndo."""
    when = f"your update of {update.day}"
    hint = f"record what is true now: eo-tracker update {update.directive}"
    if clone.committed(update.path) != update.after:
        raise CannotUndo(f"the record of {update.directive} has changed since {when}", hint)
    try:
        now = read_if_there(clone.root / update.path)
    except OSError as e:
        raise CannotUndo(f"{update.path} cannot be read: {reason_of(e)}") from None
    if _unified(now) != _unified(update.after):
        hint = f"commit them, or drop them with `git restore {update.path}`"
        raise CannotUndo(f"{update.path} has changes since {when} that are not committed", hint)


def _unified(content: bytes | None) -> bytes | None:
    return content if content is None else content.replace(b"\r\n", b"\n")


def _list_commits(repository: Repository, email: str) -> Iterator[list[str]]:
    """List the user's commits, the newest first, as `_FORMAT` says."""
    if repository.head() is None:
        return
    # Names may be told otherwise by a mailmap; here it is the commit's own author who counts.
    search = ("--fixed-strings", "--regexp-ignore-case", f"--author=<{email}>", f"--max-count={_MOST_READ}")
    command = ("log", "-z", "--no-mailmap", "--no-merges", "--no-show-signature", "--encoding=UTF-8", *search)
    listed = repository.git.text(*command, f"--format={_FORMAT}", "HEAD", "--")
    fields = listed.removesuffix("\0").split("\0")
    yield from (fields[n : n + 6] for n in range(0, len(fields) - 5, 6))


def _list_files(git: Git, commit: str) -> list[str]:
    """List the files that a commit touches, from the repository's top."""
    listed = git.text("diff-tree", "--root", "--no-commit-id", "--name-only", "-r", "-z", "--no-renames", commit, "--")
    return [name for name in listed.split("\0") if name]
