"""A branch's upstream: the branch of a remote by which clones of a tracker share what they record.

Git's settings name it. Here it is fetched, and pushed to in such a way that nothing on it can be lost: a push only
ever adds to what is there. What the network and the other end say is told in a sentence.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.clone import BRANCHES, NotReady, Repository
from eo_tracker.repository.git import Git

_FETCHED = "refs/worktree/eo-tracker/upstream"
"""Where the fetched branch is noted: each worktree has its own, and no refspec of the user's touches it."""

_QUIET_FETCH = ("--quiet", "--no-tags", "--no-prune", "--no-recurse-submodules")
_NOT_THERE = "couldn't find remote ref"
_HELD_HERE = re.compile(r"cannot lock ref|\.lock': File exists|unable to update local ref")
_OTHERS_FIRST = re.compile(
    r"\((fetch first|non-fast-forward|incorrect old value provided|failed to update ref"
    r"|cannot lock ref|reference already exists|failed to lock)|but expected [0-9a-f]{7}"
)
_SIGN_IN = re.compile(
    r"Authentication failed|could not read (Username|Password)|terminal prompts disabled|Permission denied \("
    r"|Host key verification failed|HTTP 40[13]|error: 40[13]"
)
_NOT_FOUND = re.compile(r"does not appear to be a git repository|[Nn]ot found|No such remote|does not exist")
_WITH_PASSWORD = re.compile(r"(?<=://)[^/@\s]+@")
_WHERE_TO = "name where to: "
_ADVICE = re.compile(
    r"hint: |error: failed to push some refs|To |Please make sure|and the repository exists|fatal: the "
)


class OthersWereFirst(Exception):
    """Somebody else has pushed, or is pushing, since the upstream was fetched."""


class NotShared(EOTrackerError):
    """The upstream could not be reached, or did not take a push. What is in this clone is as it was."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """The branch `ref` of a remote, which the branch `local` is shared by; both as in `refs/heads/main`."""

    remote: str
    ref: str
    local: str

    @property
    def remote_name(self) -> str:
        """What people call the remote: its name, or its address without what is secret in it."""
        return _WITH_PASSWORD.sub("", self.remote)

    @property
    def name(self) -> str:
        """What people call it, as in `origin/main`."""
        return f"{self.remote_name}/{self.ref.removeprefix(BRANCHES)}"


def find_upstream(repository: Repository, local: str) -> Upstream:
    """Find by which branch of a remote a branch is shared. Raises NotReady where git knows of none."""
    settings, branch = _read_settings(repository.git), local.removeprefix(BRANCHES)
    remote, ref = (settings.get(f"branch.{branch}.{name}", "") for name in ("remote", "merge"))
    if not remote or not ref:
        raise _explain_missing(repository, branch, settings)
    return Upstream(remote, ref, local)


def write_first_push(repository: Repository, local: str) -> str:
    """Say what to type so that others can have what a branch has."""
    try:
        find_upstream(repository, local)
    except NotReady as e:
        return e.hint.removeprefix(_WHERE_TO)
    return "git push"


def fetch(repository: Repository, upstream: Upstream, *, may_ask: bool) -> str | None:
    """Fetch the upstream and return its commit; None where the remote has no such branch yet.

    Raises OthersWereFirst while another process is fetching, and NotShared.
    """
    refspec = f"+{upstream.ref}:{_FETCHED}"
    arguments = ("fetch", *_QUIET_FETCH, "--", upstream.remote, refspec)
    code, _, said = repository.git.attempt(*arguments, env=_environment(may_ask))
    if code == 0:
        return repository.git.text("rev-parse", "--verify", f"{_FETCHED}^{{commit}}")
    if _NOT_THERE in said:
        return None
    if _HELD_HERE.search(said):
        raise OthersWereFirst(said)
    raise _explain_unreachable(upstream, said)


def push(repository: Repository, upstream: Upstream, commit: str, *, may_ask: bool) -> None:
    """Let the upstream be `commit`, which must come after what it is now.

    Raises OthersWereFirst where it does not, or no longer, and NotShared.
    """
    arguments = ("push", "--porcelain", "--", upstream.remote, f"{commit}:{upstream.ref}")
    code, out, said = repository.git.attempt(*arguments, env=_environment(may_ask))
    if code == 0:
        return
    told = next((line for line in os.fsdecode(out).splitlines() if line.startswith("!")), "")
    if "ermission denied" not in said and _OTHERS_FIRST.search(f"{told}\n{said}"):
        raise OthersWereFirst(said)
    if told:
        raise _explain_refusal(upstream, told, said)
    raise _explain_hook(said) if _is_of_a_hook(said) else _explain_unreachable(upstream, said)


def _environment(may_ask: bool) -> dict[str, str]:
    return {} if may_ask else {"GIT_TERMINAL_PROMPT": "0"}


def _read_settings(git: Git) -> dict[str, str]:
    listed = os.fsdecode(git.run("config", "--null", "--list")).split("\0")
    return {name: value for name, _, value in (setting.partition("\n") for setting in listed) if name}


def _explain_missing(repository: Repository, branch: str, settings: Mapping[str, str]) -> NotReady:
    """Say what to type so that a branch has an upstream."""
    remotes = [key.removeprefix("remote.").removesuffix(".url") for key in settings if _is_address(key)]
    message = f"the branch {branch} is not shared with anybody: it has no upstream"
    if not remotes:
        hint = f"{_WHERE_TO}git remote add origin ADDRESS; git push -u origin {shlex.quote(branch)}"
        return NotReady(f"{message}, and the repository has no remote", hint)
    if len(remotes) > 1:
        hint = f"choose one of the remotes {', '.join(remotes)}: git push -u REMOTE {shlex.quote(branch)}"
        return NotReady(message, hint)
    known = f"{remotes[0]}/{branch}"
    if repository.git.attempt("rev-parse", "--quiet", "--verify", f"refs/remotes/{known}")[0] == 0:
        return NotReady(message, f"git branch --set-upstream-to={shlex.quote(known)}")
    return NotReady(message, f"git push -u {shlex.join((remotes[0], branch))}")


def _is_address(key: str) -> bool:
    return key.startswith("remote.") and key.endswith(".url")


def _explain_unreachable(upstream: Upstream, said: str) -> NotShared:
    told = _WITH_PASSWORD.sub("", _say_shortly(said.splitlines()))
    if _SIGN_IN.search(said):
        message, hint = "did not let you in", "sign in to it as you do for `git push`; your work is safe in this clone"
    elif _NOT_FOUND.search(said):
        message, hint = "was not found", f"check the address: git remote get-url {shlex.quote(upstream.remote_name)}"
    else:
        message, hint = "could not be reached", "your work is safe in this clone; try again when the network is back"
    return NotShared(f"{upstream.remote_name} {message}: {told}", hint)


def _explain_refusal(upstream: Upstream, told: str, said: str) -> NotShared:
    """Say why the other end did not take a push: its own words, and those of its hooks."""
    reason = told.rpartition("\t")[2].removeprefix("[remote rejected] ").removeprefix("[rejected] ").strip("()")
    remarks = [line.removeprefix("remote:").strip() for line in said.splitlines() if line.startswith("remote:")]
    words = _say_shortly(remarks, all_of_them=True)
    message = f"{upstream.remote_name} did not take your updates: {reason}" + (f" (it says: {words})" if words else "")
    hint = f"your updates are safe in this clone; ask those who look after {upstream.name}, then sync again"
    return NotShared(message, hint)


def _is_of_a_hook(said: str) -> bool:
    """Whether a push went no further than the hook `pre-push`: git itself would have said what is wrong."""
    return "failed to push some refs" in said and "fatal: " not in said


def _explain_hook(said: str) -> NotShared:
    words = _say_shortly(said.splitlines(), all_of_them=True)
    message = "the hook pre-push refused to share your updates" + (f", saying: {words}" if words else "")
    return NotShared(message, "they are safe in this clone; do what the hook asks for, and sync again")


def _say_shortly(lines: Sequence[str], *, all_of_them: bool = False) -> str:
    """Take what matters out of what git writes: the first line that is no advice, or all such lines."""
    told = [line.strip() for line in lines if line.strip() and not _ADVICE.match(line.strip())]
    found = told if all_of_them else told[:1]
    return " ".join(line.removeprefix("fatal: ").removeprefix("error: ") for line in found).rstrip(".")
