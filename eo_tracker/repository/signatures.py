"""Signatures of commits, as git verifies them.

The repository's own settings may name any program for it, and a reading command runs none of those: only what the user
has set up for all repositories, or else the usual one.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from eo_tracker.repository.commit_log import QUIETLY
from eo_tracker.repository.git import Git

Signature = Literal["good", "bad", "unknown", "none"]
"""`unknown` is one whose key is not at hand, or is not trusted, or has expired."""

_USUAL = {
    "gpg.program": "gpg",
    "gpg.openpgp.program": "gpg",
    "gpg.x509.program": "gpgsm",
    "gpg.ssh.program": "ssh-keygen",
}
_MEANINGS: dict[str, Signature] = {"G": "good", "B": "bad", "N": "none"}


def read_signatures(root: Path, commits: Iterable[str]) -> dict[str, Signature]:
    """Verify the signatures of commits. Raises GitFailed."""
    git = Git(root)
    programs = [part for name, usual in _USUAL.items() for part in ("-c", f"{name}={_find_program(git, name, usual)}")]
    given = "".join(f"{commit}\n" for commit in dict.fromkeys(commits)).encode("ascii")
    if not given:
        return {}
    command = (*QUIETLY, *programs, "log", "--no-walk=unsorted", "--stdin", "--no-show-signature", "--format=%H %G?")
    told = (line.split(" ") for line in git.run(*command, stdin=given).decode("ascii").splitlines())
    return {commit: _MEANINGS.get(mark, "unknown") for commit, mark in told}


def _find_program(git: Git, name: str, usual: str) -> str:
    for scope in ("--global", "--system"):
        code, out, _ = git.attempt("config", scope, "--get", name)
        if code == 0:
            return out.decode("utf-8", "surrogateescape")
    return usual
