"""Why git refused a commit: what git and the user's hooks said, told in a sentence.

Git does not say itself which hook it was that refused. It keeps a trace of what it runs, one JSON value a line,
when it is asked to (`git help api-trace2`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.clone import TELL_WHO_YOU_ARE
from eo_tracker.repository.git import GitFailed

_DISK_FULL = ("No space left", "Out of diskspace", "File too large", "Disk quota exceeded")
_HOOK = b'"child_class":"hook"'


class HookRefused(EOTrackerError):
    """A hook of the user's refused a commit; its name and all that it wrote are told."""

    def __init__(self, hook: str, said: str) -> None:
        told = f", saying: {said.strip()}" if said.strip() else " without a word"
        hint = "nothing was changed; do what the hook asks for, and try again"
        super().__init__(f"the hook {hook} refused it{told}", hint)


def ran_hooks(trace: Path) -> bool:
    """Whether git has run hooks."""
    try:
        return _HOOK in trace.read_bytes()
    except OSError:
        return False


def explain_refusal(command: str, code: int, said: str) -> EOTrackerError:
    """Say why a command of git's that commits, or is a step towards a commit, ended with an error."""
    told = " ".join(said.split())
    if any(sign in said for sign in _DISK_FULL):
        return EOTrackerError(f"the disk is full: {told}", "nothing was changed; make room, and try again")
    if "failed to sign" in said or "gpg" in said or "signing" in said or "failed to write commit object" in said:
        hint = (
            "mend what git signs with (`git config user.signingKey`), or turn it off: git config commit.gpgSign false"
        )
        return EOTrackerError(f"the commit could not be signed: {told}", hint)
    if "tell me who you are" in said or "empty ident name" in said:
        return EOTrackerError("git does not know who you are", TELL_WHO_YOU_ARE)
    if "ermission denied" in said or "insufficient permission" in said:
        return EOTrackerError(f"the repository cannot be written: {told}", "check the permissions of its git directory")
    return GitFailed((command,), code, said)


def find_refusing_hook(trace: Path) -> str | None:
    """Find the last hook that git itself ran and that ended with an error."""
    running: dict[int, str] = {}
    refusing = None
    for event in _events(trace):
        child = event.get("child_id", -1)
        if "/" in str(event.get("sid", "/")):  # of a git that a hook has run
            continue
        if event.get("event") == "child_start" and event.get("child_class") == "hook":
            running[child] = str(event.get("hook_name", "of yours"))
        if event.get("event") == "child_exit" and child in running and event.get("code"):
            refusing = running[child]
    # Git goes on when one of these ends with an error.
    return None if refusing and refusing.startswith("post-") else refusing


def _events(trace: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in trace.read_bytes().splitlines()]
    except (OSError, ValueError):  # a disk that is full leaves half a line
        return []
