"""The branch that a clone shares with others: where it is, and getting and sending commits, never by force."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.clone import NotReady, Repository

_BRANCHES = "refs/heads/"
_OTHERS_WERE_FASTER = re.compile(
    r"\((?:fetch first|non-fast-forward|stale info|failed to update ref|cannot lock ref.*|incorrect old value.*"
    r"|reference already exists)\)|cannot lock ref|Unable to create '.*\.lock'"
)
_NO_SUCH_BRANCH = re.compile(r"couldn't find remote ref|Remote branch .* not found")
_REFUSED = re.compile(r"^!\t.*\t(?P<reason>\[.*)$", re.MULTILINE)
_REMOTE_SAYS = re.compile(r"^remote: ?(?P<line>.*?)\s*$", re.MULTILINE)
_LONGEST_REASON = 300


class CannotShare(EOTrackerError):
    """The other repository cannot be reached, or refuses. What was recorded here stays as it is."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """The branch of another repository that a branch here belongs to. `tracking` is where git keeps it here."""

    repository: Repository
    remote: str
    ref: str

    @property
    def tracking(self) -> str:
        """The ref under which its tip is kept in this clone."""
        return f"refs/remotes/{self.remote}/{self.ref.removeprefix(_BRANCHES)}"

    def __str__(self) -> str:
        return f"{self.remote}/{self.ref.removeprefix(_BRANCHES)}"

    def fetch(self) -> str | None:
        """Get its commits; return the id of its tip, or None where it has none yet. Raises CannotShare."""
        git = self.repository.git
        refspec = f"+{self.ref}:{self.tracking}"
        # Tidying up can wait until all is shared: `git merge` does it as well.
        options = ("--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-gc")
        command = ("fetch", *options, self.remote, refspec)
        code, _, said = git.attempt(*command, env=_environment())
        if code and _OTHERS_WERE_FASTER.search(said):  # another process of this clone is fetching
            code, _, said = git.attempt(*command, env=_environment())
        if code and not _NO_SUCH_BRANCH.search(said):
            raise CannotShare(f"{self.remote} cannot be reached: {_reason(said)}", _hint(said))
        return None if code else git.text("rev-parse", "--verify", self.tracking)

    def push(self, commit: str) -> bool:
        """Send a commit as its new tip; False where others have sent theirs meanwhile. Raises CannotShare."""
        command = ("push", "--porcelain", "--no-follow-tags", self.remote, f"{commit}:{self.ref}")
        code, out, said = self.repository.git.attempt(*command, env=_environment())
        if code == 0:
            return True
        answer = out.decode("utf-8", "replace")
        if _OTHERS_WERE_FASTER.search(answer + said):
            return False
        refused = _REFUSED.search(answer)
        remarks = " ".join(match["line"] for match in _REMOTE_SAYS.finditer(said) if match["line"])
        if refused:
            raise CannotShare(
                f"{self.remote} refuses what was sent to {self}: {remarks or refused['reason']}"[:_LONGEST_REASON],
                "nothing is lost: it is committed here. Ask whoever looks after that repository",
            )
        raise CannotShare(f"{self.remote} cannot be sent to: {_reason(said)}", _hint(said))


def find_upstream(repository: Repository) -> Upstream:
    """Find the branch that the branch here is shared by. Raises NotReady where there is none."""
    branch = repository.branch() or ""
    remote, ref = (_setting(repository, f"branch.{branch}.{name}") for name in ("remote", "merge"))
    if remote and remote != "." and ref.startswith(_BRANCHES):
        return Upstream(repository, remote, ref)
    remotes = repository.git.text("remote").split()
    if not remotes:
        hint = f"name it once: git remote add origin ADDRESS, then git push -u origin {branch}"
        raise NotReady("this clone knows no other repository to share with", hint)
    hint = f"say once with which: git push -u {remotes[0]} {branch}"
    raise NotReady(f"the branch {branch} is shared with no other repository", hint)


def _setting(repository: Repository, name: str) -> str:
    code, out, _ = repository.git.attempt("config", "--get", name)
    return out.decode("utf-8", "surrogateescape") if code == 0 else ""


def _environment() -> dict[str, str]:
    """Let git ask for a password only where somebody can answer."""
    asks = sys.stdin is not None and sys.stdin.isatty() and os.environ.get("GIT_TERMINAL_PROMPT", "1") != "0"
    return {} if asks else {"GIT_TERMINAL_PROMPT": "0"}


def _reason(said: str) -> str:
    """Pick the line of git's complaint that says most."""
    lines = [re.sub(r"^(?:fatal|error|ssh): ", "", line.strip()) for line in said.splitlines() if line.strip()]
    telling = (line for line in lines if not line.startswith(("Please make sure", "and the repository", "warning:")))
    return next(telling, "git does not say why")[:_LONGEST_REASON]


def _hint(said: str) -> str:
    if re.search(
        r"Authentication failed|could not read (?:Username|Password)|Permission denied|terminal prompts", said
    ):
        return "sign in to that repository as with `git fetch`, and sync again"
    return "nothing is lost: it is committed here. Check the network and `git remote -v`, and sync again"
