"""Signatures of commits, as git verifies them.

The repository's own settings may name any program for it, and a reading command runs none of those: only what the user
has set up for all repositories, or else the usual one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from eo_tracker.repository.commit_log import ENVIRONMENT, QUIETLY, read_heads
from eo_tracker.repository.git import Git
from eo_tracker.repository.whereabouts import locate

Signature = Literal["good", "bad", "unknown", "none"]
"""`unknown` is one whose key is not at hand, or is not trusted, or has expired."""

_PROGRAMS = {
    ("gpg.openpgp.program", "gpg.program"): "gpg",
    ("gpg.x509.program",): "gpgsm",
    ("gpg.ssh.program",): "ssh-keygen",
}
_TRUST = {"gpg.ssh.allowedSignersFile": "", "gpg.ssh.revocationFile": "", "gpg.minTrustLevel": "undefined"}
"""Whom to trust: a repository that said so would vouch for itself."""

_MEANINGS: dict[str, Signature] = {"G": "good", "B": "bad"}


def read_signatures(root: Path, commits: Iterable[str]) -> dict[str, Signature]:
    """Verify the signatures of commits. Raises GitFailed, NoRepository."""
    git = locate(root).git
    wanted = list(dict.fromkeys(commits))
    if not wanted:
        return {}
    given = "".join(f"{commit}\n" for commit in wanted).encode("ascii")
    command = (
        *QUIETLY,
        *_settings(git),
        "log",
        "--no-walk=unsorted",
        "--stdin",
        "--no-show-signature",
        "--format=%H %G?",
    )
    told = (line.split(" ") for line in git.run(*command, stdin=given, env=ENVIRONMENT).decode("ascii").splitlines())
    signed = _find_signed(git, wanted)
    return {commit: _MEANINGS.get(mark, "unknown") if commit in signed else "none" for commit, mark in told}


def _find_signed(git: Git, commits: Sequence[str]) -> set[str]:
    """Find which commits carry a signature: git says of one that it cannot look at that there is none."""
    return {
        commit for commit, head in read_heads(git, commits) if re.search(rb"^gpgsig(-sha256)? ", head, re.MULTILINE)
    }


def _settings(git: Git) -> list[str]:
    """Give the settings that the user has for all repositories, or else the usual ones, in place of its own."""
    found: list[str] = []
    for names, usual in _PROGRAMS.items():
        program = next((said for name in names if (said := _find(git, name)) is not None), usual)
        found += (part for name in names for part in ("-c", f"{name}={program}"))
    for name, usual in _TRUST.items():
        said = _find(git, name)
        found += ("-c", f"{name}={usual if said is None else said}")
    return found


def _find(git: Git, name: str) -> str | None:
    for scope in ("--global", "--system"):
        code, out, _ = git.attempt("config", scope, "--includes", "--get", name)
        if code == 0:
            return out.decode("utf-8", "surrogateescape")
    return None
