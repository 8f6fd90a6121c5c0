"""`sync`: get others' updates, combine them with one's own, and share these."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.domain.errors import EOTrackerError

if TYPE_CHECKING:
    from eo_tracker.domain.merging import Side
    from eo_tracker.repository.combining import RecordConflict
    from eo_tracker.repository.sync import Synced


def sync(
    context: typer.Context,
    ours: Annotated[bool, typer.Option("--ours", help="Where a field was set twice, keep what is said here.")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="Where it was, keep what others say.")] = False,
) -> None:
    """Get others' updates, combine, and share yours.

    Records are combined field by field. Where the same field was set twice, it shows both and lets you choose.
    """
    from eo_tracker.cli.progress import showing_progress
    from eo_tracker.repository.sync import sync as sync_clone

    if ours and theirs:
        raise EOTrackerError("--ours and --theirs contradict each other", "leave one of the two out")
    side: Side | None = "ours" if ours else "theirs" if theirs else None
    with showing_progress() as tell:
        synced = sync_clone(context.obj.root, lambda conflicts: _settle(conflicts, side), tell)
    _tell(synced)


def _settle(conflicts: Sequence[RecordConflict], side: Side | None) -> Mapping[RecordConflict, Side]:
    """Have each conflict settled: as the options say, or by whoever sits at the terminal."""
    from eo_tracker.cli.asking import can_ask, choose
    from eo_tracker.cli.messages import say

    if side:
        return dict.fromkeys(conflicts, side)
    settled: dict[RecordConflict, Side] = {}
    for conflict in conflicts:
        about, here, there = _words(conflict)
        say("set twice", about)
        say("  here", here)
        say("  there", there)
        if can_ask():
            picked = choose("Which one is kept?", [("ours", f"here: {here}"), ("theirs", f"there: {there}")])
            settled[conflict] = "ours" if picked == "ours" else "theirs"
    if not settled:
        number = "a field was" if len(conflicts) == 1 else f"{len(conflicts)} fields were"
        hint = "sync --ours keeps what is said here, sync --theirs what others say; nothing was changed"
        raise EOTrackerError(f"{number} set here and by others, each to something else", hint)
    return settled


def _words(conflict: RecordConflict) -> tuple[str, str, str]:
    """Say in words what a conflict is about, what is said here, and what others say."""
    from eo_tracker.repository.combining import write_value, write_voice

    found = conflict.conflict
    return (
        f"{conflict.directive}, {found.field}",
        f"{write_value(found.ours)}{write_voice(conflict.ours)}",
        f"{write_value(found.theirs)}{write_voice(conflict.theirs)}",
    )


def _tell(synced: Synced) -> None:
    from eo_tracker.cli.messages import say
    from eo_tracker.reports.words import count_of

    if synced.received or synced.sent:
        done = f"received {count_of(synced.received, 'commit')}, sent {synced.sent}"
    else:
        done = f"up to date with {synced.upstream}"
    sys.stdout.write(f"{done}\n")
    if synced.combined:
        sys.stdout.write(f"combined: {', '.join(synced.combined)}\n")
    for conflict, side in synced.settled:
        about, here, there = _words(conflict)
        sys.stdout.write(f"kept: {about}: {here if side == 'ours' else there}\n")
    sys.stdout.flush()
    if synced.set_up:
        say("note", ".gitattributes now has git merge records field by field; that is committed")
    for path in synced.uncommitted:
        say("note", f"{path} has changes that are not committed, so they are not shared")
