"""The git repository that a tracker is in: where its parts are, on which branch it is, and who its user is.

Git is asked, so that whatever it allows is allowed here: linked worktrees, submodules, a tracker in a
subfolder of a bigger repository, a branch without commits.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.git import Git, GitFailed, NoGit
from eo_tracker.repository.revision import read_revision

BRANCHES = "refs/heads/"
"""What the full name of a branch begins with."""

TELL_WHO_YOU_ARE = (
    'tell it once: git config --global user.name "Your Name"; git config --global user.email you@agency.gov'
)
_IDENTITY = re.compile(r"(?P<name>.*) <(?P<email>[^<>]*)> \d+ [+-]\d+")
_UNDER_WAY = {
    "rebase-apply/applying": ("applying patches", "am"),
    "rebase-apply": ("a rebase", "rebase"),
    "rebase-merge": ("a rebase", "rebase"),
    "MERGE_HEAD": ("a merge", "merge"),
    "CHERRY_PICK_HEAD": ("a cherry-pick", "cherry-pick"),
    "REVERT_HEAD": ("a revert", "revert"),
    "sequencer": ("a row of cherry-picks or reverts", "cherry-pick"),
}
"""What git keeps while something is not finished: what that is called, and the command that ends it."""


class NotReady(EOTrackerError):
    """The repository is in a state in which no commit of a record can be made."""


class NoRepository(NoGit):
    """The tracker is in no git repository."""


@dataclass(frozen=True, slots=True)
class Author:
    """Whom git names as the author of new commits."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository of a tracker.

    `directory` is the git directory of its worktree, `common` that of all worktrees; `prefix` leads from the
    repository's top to the tracker, as in `trackers/ours/`.
    """

    root: Path
    directory: Path
    common: Path
    prefix: str

    @property
    def git(self) -> Git:
        """Git, run in the tracker's folder."""
        return Git(self.root)

    @property
    def top(self) -> Path:
        """The folder of its work tree."""
        return self.root.joinpath(*[".."] * self.prefix.count("/")).resolve()

    def ref(self) -> str | None:
        """Read which branch HEAD names, as in `refs/heads/main`; None with a detached head."""
        try:
            text = (self.directory / "HEAD").read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            text = ""
        if text.startswith(f"ref: {BRANCHES}") and not text.endswith(".invalid"):
            return text.removeprefix("ref: ")
        code, out, _ = self.git.attempt("symbolic-ref", "--quiet", "HEAD")
        return os.fsdecode(out) if code == 0 else None

    def head(self) -> str | None:
        """Read the commit id of HEAD; None before the first commit."""
        found = read_revision(self.root)
        if found is None:  # no commit yet, or refs in a format that only git can read
            code, out, _ = self.git.attempt("rev-parse", "--quiet", "--verify", "HEAD^{commit}")
            found = out.decode("ascii", "replace") if code == 0 else None
        return found


def find_repository(root: Path) -> Repository:
    """Find the repository of a tracker.

    Raises NoRepository where there is none, NotReady where it has no work tree or is another user's, and GitFailed.
    """
    asked = ("--is-inside-work-tree", "--absolute-git-dir", "--git-common-dir", "--show-prefix")
    code, out, said = Git(root).attempt("rev-parse", *asked)
    if code:
        raise _explain(root, code, said)
    inside, directory, common, *rest = out.decode("utf-8", "surrogateescape").split("\n")
    if inside != "true":
        raise NotReady(
            "the tracker is in a bare repository, or inside of a git directory, where there is no branch to work on",
            "clone it with `git clone`, and work in the clone",
        )
    return Repository(root, Path(directory), (root / common).resolve(), rest[0] if rest else "")


def find_prefix(root: Path) -> str:
    """Find the way from the top of a tracker's repository to the tracker, as in `trackers/ours/`.

    Where there is no repository, the tracker will be at its top.
    """
    try:
        return find_repository(root).prefix
    except NoGit:
        return ""


def _explain(root: Path, code: int, said: str) -> EOTrackerError:
    if "not a git repository" in said:
        return NoRepository(f"{root} is in no git repository", "make one there with `git init`, or use --no-commit")
    if "dubious ownership" in said:
        command = re.search(r"git config --global --add safe.directory .+", said)
        hint = f"if you trust it: {command[0]}" if command else "git tells more about it with `git status`"
        return NotReady("the repository belongs to another user, so git does not work in it", hint)
    return GitFailed(("rev-parse",), code, said)


def require_a_calm_branch(repository: Repository) -> str:
    """Return the branch, as in `refs/heads/main`, unless a merge or its like is under way or there is none.

    Raises NotReady.
    """
    for name, (what, command) in _UNDER_WAY.items():
        if (repository.directory / name).exists():
            hint = f"finish it (`git status` says how), or give it up with `git {command} --abort`"
            raise NotReady(f"{what} is under way in this repository", hint)
    ref = repository.ref()
    if ref is None:
        raise NotReady("this repository is on no branch: its head is detached", _way_back(repository))
    return ref


def _way_back(repository: Repository) -> str:
    if (repository.directory / "BISECT_LOG").exists():
        return "a bisection is under way; end it with `git bisect reset`"
    code, out, _ = repository.git.attempt("rev-parse", "--abbrev-ref", "@{-1}")
    branch = os.fsdecode(out) if code == 0 and out else "BRANCH"
    return f"go back to one with `git switch {branch}`; `git switch -c NAME` makes a new one of what is here"


def read_author(repository: Repository) -> Author:
    """Read who the user is, from git's settings. Raises NotReady where nobody has said so."""
    # Without useConfigOnly, git would make a name up from those of the user and the computer.
    code, out, _ = repository.git.attempt("-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT")
    match = _IDENTITY.fullmatch(out.decode("utf-8", "replace")) if code == 0 else None
    if match is None:
        raise NotReady("git does not know who you are, so nobody could see who reported this", TELL_WHO_YOU_ARE)
    return Author(match["name"], match["email"])
