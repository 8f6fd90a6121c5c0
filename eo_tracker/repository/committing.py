"""The making of commits: for each changed record one of its own; what has been done is undone when one is refused.

Git itself makes the commits, so that the user's hooks and signing have their say, by `git commit --only` with a
copy of the index: whatever the user has staged, changed or left lying about stays as it is.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.clone import NotReady, Repository
from eo_tracker.repository.git import UNWATCHED, UTF8
from eo_tracker.repository.index import Entries, IndexCopy, bring_to_head, copy_index, install, read_entries
from eo_tracker.repository.interrupts import interrupts_held
from eo_tracker.repository.mending import Pending
from eo_tracker.repository.placing import StagedFile, put_back_all, stage_file
from eo_tracker.repository.refusals import HookRefused, explain_refusal, find_refusing_hook, ran_hooks

_PAUSE = 0.05  # seconds
_PATIENCE = 10.0  # seconds: the longest that others' locks on HEAD are waited for
_HELD = re.compile(r"\.lock': File exists|but expected [0-9a-f]|reference already exists")
_COMMITTED_ALL_THE_SAME = "repository has been updated"
"""What git says when HEAD has moved, and then the index could not be written."""
_LEFT_OUT = ("S ", "s ")
"""What the index says of a file that need not be in the work tree."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file of the tracker before and after a change; None: there is none.

    `path` is from the tracker's root, with forward slashes, as in `status/eo-14288/3.b.yaml`; `message` is the
    whole message of its commit.
    """

    path: str
    before: bytes | None
    after: bytes | None
    message: str


class Committing:
    """The making of some commits: what has been done so far, so that it can be undone."""

    def __init__(self, repository: Repository, pending: Pending, changes: Sequence[FileChange]) -> None:
        self.repository, self.git, self.pending, self.changes = repository, repository.git, pending, changes
        self.paths = [change.path for change in changes]
        self.start = repository.head()
        self.made: list[str | None] = []
        self.placed: list[StagedFile] = []
        self.behind = False  # whether the copy of the index does not say what was committed

    def run(self) -> tuple[str | None, ...]:
        staged = self._stage()
        entries = read_entries(self.repository, self.paths)
        self._require_usable(entries)
        self.pending.write_journal(self.start, {path: entries.get(path) for path in self.paths})
        copy = copy_index(self.repository, self.pending.index)
        with interrupts_held() as pressed:
            try:
                for change, file in zip(self.changes, staged, strict=True):
                    self.made.append(self._commit(change, file, entries.get(change.path), copy))
                    self._heed_hooks(change.path, copy)
                    if pressed and len(self.made) < len(staged):
                        raise KeyboardInterrupt
            except BaseException as e:
                self._take_back()
                if pressed:
                    # Who presses twice may have cut git off when it had made the commit.
                    self.pending.is_kept = True
                    raise KeyboardInterrupt from None
                raise e from None
            self._install(copy)
        return tuple(self.made)

    def _stage(self) -> list[StagedFile]:
        root, aside = self.repository.root, self.pending.folder
        return [stage_file(root, each.path, each.before, each.after, aside) for each in self.changes]

    def _require_usable(self, entries: Entries) -> None:
        """Refuse records that a merge has left unsettled, and those that a sparse checkout leaves out."""
        for change in self.changes:
            entry = entries.get(change.path, "")
            if entry.startswith("M "):
                hint = "`git status` tells which files are, and how that is settled"
                raise NotReady(f"{change.path} is not settled since the last merge", hint)
            if entry.startswith(_LEFT_OUT) and change.before is None:
                hint = "get it with `git sparse-checkout add`, or all files with `git sparse-checkout disable`"
                raise NotReady(f"{change.path} is left out by this clone's sparse checkout", hint)

    def _commit(self, change: FileChange, file: StagedFile, entry: str | None, copy: IndexCopy) -> str | None:
        """Put a file in its place and commit it; None where HEAD says so already."""
        file.place()
        self.placed.append(file)
        if entry is None and change.after is not None:
            self._update_copy(copy, "--add", change.path)
        elif entry and entry.startswith(_LEFT_OUT):
            self._update_copy(copy, "--no-skip-worktree", change.path)
        code, said = self._run_commit(change, copy)
        if code == 0 or _COMMITTED_ALL_THE_SAME in said:
            self.behind = self.behind or code != 0
            return self.repository.head()
        hook = find_refusing_hook(self.pending.trace)
        refusal = HookRefused(hook, said) if hook else explain_refusal("commit", code, said)
        if not said.strip() and self._is_committed(change.path, copy):
            return None
        raise refusal

    def _run_commit(self, change: FileChange, copy: IndexCopy) -> tuple[int, str]:
        """Run `git commit`; again, when others have moved HEAD or hold it."""
        command = ("commit", "--only", "--quiet", "--cleanup=verbatim", "--file=-", "--", f":(literal){change.path}")
        message = change.message.encode("utf-8", "replace")
        environment = {**copy.environment, "GIT_TRACE2_EVENT": str(self.pending.trace)}
        end = time.monotonic() + _PATIENCE
        while True:
            self.pending.trace.unlink(missing_ok=True)
            code, _, said = self.git.attempt(*UTF8, *UNWATCHED, *command, stdin=message, env=environment)
            held = code != 0 and _HELD.search(said) and not find_refusing_hook(self.pending.trace)
            if not held or time.monotonic() > end:
                return code, said
            time.sleep(_PAUSE)

    def _update_copy(self, copy: IndexCopy, how: str, path: str) -> None:
        code, _, said = self.git.attempt("update-index", how, "--", path, env=copy.environment)
        if code:
            raise explain_refusal("update-index", code, said)

    def _heed_hooks(self, path: str, copy: IndexCopy) -> None:
        """Notice when a hook has changed the record, so that the copy does not say what was committed."""
        command = ("diff-index", "--cached", "--quiet", "HEAD", "--", f":(literal){path}")
        if ran_hooks(self.pending.trace) and self.git.attempt(*command, env=copy.environment)[0]:
            self.behind = True

    def _is_committed(self, path: str, copy: IndexCopy) -> bool:
        command = ("diff", "--quiet", "--no-ext-diff", "--no-textconv", "HEAD", "--", f":(literal){path}")
        return self.repository.head() is not None and self.git.attempt(*command, env=copy.environment)[0] == 0

    def _committed(self) -> list[str]:
        return [path for path, made in zip(self.paths, self.made, strict=False) if made]

    def _install(self, copy: IndexCopy) -> None:
        """Let the index say what was committed."""
        # The commits are made: if this fails, the next update finds the journal, and does it.
        self.pending.is_kept = True
        with suppress(EOTrackerError, OSError):
            if self.behind:
                bring_to_head(copy, self._committed())
            install(copy, self._committed())
            self.pending.is_kept = False

    def _take_back(self) -> None:
        """Put everything back. Commits that others have built on already stay, with their files."""
        made = [commit for commit in self.made if commit]
        if made and not self._move_head_back(made):
            put_back_all(self.placed[len(self.made) :])
            # Not the copy that was worked with: it knows of a record that was not committed.
            self.behind = True
            self._install(copy_index(self.repository, self.pending.index))
            raise EOTrackerError(
                f"{len(made)} of {len(self.changes)} updates were recorded before one was refused",
                "the repository was changed by others meanwhile, so they stay; `git log` shows them",
            )
        put_back_all(self.placed)

    def _move_head_back(self, made: Sequence[str]) -> bool:
        """Move the branch back to where it was, if all that is new on it are these commits."""
        last = made[-1]
        since = (last,) if self.start is None else (last, f"^{self.start}")
        code, count, _ = self.git.attempt("rev-list", "--count", *since)
        if code or int(count) != len(made):
            return False
        reason = ("-m", "eo-tracker: all or none")
        if self.start is None:
            return self.git.attempt("update-ref", *reason, "-d", "HEAD", last)[0] == 0
        return self.git.attempt("update-ref", *reason, "HEAD", self.start, last)[0] == 0
