"""`sync`: get what others have recorded, combine it with one's own, and share that."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.cli.messages import say
from eo_tracker.domain.errors import EOTrackerError

if TYPE_CHECKING:
    from eo_tracker.domain.merging import Side
    from eo_tracker.repository.disagreements import Disagreement
    from eo_tracker.repository.sync import Synced

_MOST_NAMED = 10


def sync(
    context: typer.Context,
    ours: Annotated[
        bool, typer.Option("--ours", help="Where others say something else of the same thing, keep what is said here.")
    ] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="In such a case, keep what the others say.")] = False,
) -> None:
    """Get others' updates, combine them with yours, and share yours.

    Records are combined field by field: what you added and what others added both stay. Where the same thing was set
    differently by two, both are shown and you are asked. Nothing of what others have shared is ever overwritten.
    """
    from eo_tracker.cli.progress import showing_progress
    from eo_tracker.repository.sync import sync as sync_clone

    if ours and theirs:
        raise EOTrackerError("--ours and --theirs contradict each other", "leave one of the two out")
    side: Side | None = "ours" if ours else "theirs" if theirs else None
    with showing_progress() as tell:
        synced = sync_clone(
            context.obj.root,
            lambda found: _settle(found, side),
            tell,
            may_ask=sys.stdin is not None and sys.stdin.isatty(),
        )
    _tell(synced)


def _settle(found: Sequence[Disagreement], side: Side | None) -> Sequence[Side]:
    """Have each disagreement settled: as the options say, or by whoever sits at the terminal."""
    from eo_tracker.cli.asking import can_ask, choose

    if side:
        return [side] * len(found)
    asks = can_ask()
    settled: list[Side] = []
    for each in found:
        say("set twice", each.subject)
        say("  here", each.here)
        say("  there", each.there)
        if asks:
            picked = choose("Which one is kept?", [("ours", f"here: {each.here}"), ("theirs", f"there: {each.there}")])
            settled.append("theirs" if picked == "theirs" else "ours")
    if not asks:
        number = "a field was" if len(found) == 1 else f"{len(found)} fields were"
        hint = "sync --ours keeps what is said here, sync --theirs what others say; nothing was changed"
        raise EOTrackerError(f"{number} set here and by others, each to something else", hint)
    return settled


def _tell(synced: Synced) -> None:
    from eo_tracker.domain.words import name_first
    from eo_tracker.reports.words import count_of

    if synced.received or synced.sent or synced.combined:
        done = f"received {count_of(synced.received, 'commit')}, sent {synced.sent}"
    else:
        done = f"up to date with {synced.upstream}"
    sys.stdout.write(f"{done}\n")
    if synced.combined:
        sys.stdout.write(f"combined: {name_first(synced.combined, _MOST_NAMED)}\n")
    sys.stdout.flush()
    for settlement in synced.settled:
        say("settled", str(settlement))
    if synced.added_attributes:
        say("note", ".gitattributes was committed and shared too: git now merges records field by field, in all clones")
    if synced.uncommitted:
        has = "has" if len(synced.uncommitted) == 1 else "have"
        named = name_first(synced.uncommitted, _MOST_NAMED)
        say("note", f"{named} {has} changes that are not committed, so they are not shared")
