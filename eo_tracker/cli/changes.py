"""What `history`, `diff` and `blame` share: which changes are meant, and how they are shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from eo_tracker.cli.options import Format

if TYPE_CHECKING:
    from eo_tracker.cli.session import Session
    from eo_tracker.domain.problems import Problem
    from eo_tracker.repository.history import CommittedChange


class About(NamedTuple):
    """The ids of what is asked about; none for all. `problems` are those of data in which more of them may stand."""

    ids: frozenset[str]
    problems: tuple[Problem, ...] = ()


def find_about(session: Session, selection: Sequence[str] | None, agency: str | None) -> About:
    """Find what a selection and an agency mean. Raises UnknownReference.

    What is named in full may be gone from its order by now: history knows it.
    """
    from eo_tracker.domain.selections import Reference, joined

    references = [Reference.parse(word) for word in joined(selection or ())]
    if agency is None and all(each.order_id and not each.is_bare_number for each in references):
        named = (
            f"{each.order_id}/{each.provision_id}" if each.provision else str(each.order_id) for each in references
        )
        return About(frozenset(named))
    return _find_in_data(session, selection or (), agency)


def _find_in_data(session: Session, selection: Sequence[str], agency: str | None) -> About:
    from eo_tracker.domain.selections import find_keys, involves, list_whole_orders, select
    from eo_tracker.repository.root import DIRECTIVES
    from eo_tracker.repository.snapshot import read_snapshot

    snapshot = read_snapshot(session.root, session.today)
    with snapshot.telling_problems():
        dataset = snapshot.dataset
        duties = select(dataset, selection)
        problems = tuple(each for each in snapshot.problems if each.path.startswith(f"{DIRECTIVES}/"))
        if agency is not None:
            keys, judge = find_keys(dataset, agency), snapshot.judge(session.today)
            duties = [duty for duty in duties if involves(judge.judge(duty), keys, "lead")]
            return About(frozenset(duty.id for duty in duties) or frozenset({""}), problems)
    return About(frozenset(duty.id for duty in duties) | list_whole_orders(dataset, selection), problems)


def require_known(session: Session, selection: Sequence[str] | None) -> None:
    """Refuse words that name nothing that is in the data now. Raises UnknownReference."""
    from eo_tracker.domain.selections import select_orders
    from eo_tracker.repository.snapshot import read_snapshot

    if selection:
        snapshot = read_snapshot(session.root, session.today)
        with snapshot.telling_problems():
            select_orders(snapshot.dataset, selection)


def turn_about(changes: Sequence[CommittedChange]) -> list[CommittedChange]:
    """Let the oldest commit come first; what one of them changed stays in its order."""
    commits = [list(of_commit) for _, of_commit in groupby(changes, key=lambda each: each.commit)]
    return [each for of_commit in reversed(commits) for each in of_commit]


def tell_nothing(sentence: str, form: Format) -> None:
    """Say that an answer is empty where the output does not say it: JSON does, and a terminal is told in its place."""
    from eo_tracker.cli.messages import say

    if form is not Format.JSON and not (form is Format.TABLE and sys.stdout.isatty()):
        say("note", sentence)


def show_changes(
    changes: Sequence[CommittedChange],
    form: Format,
    session: Session,
    revision: str,
    show: Callable[[Sequence[CommittedChange]], None],
    *,
    nothing: str,
) -> None:
    """Write changes in the format asked for; `show` prints them for people. `nothing` says that there are none."""
    from eo_tracker.reports import history
    from eo_tracker.reports.formats import write_csv, write_json, write_markdown

    if not changes:
        tell_nothing(nothing, form)
    if form is Format.TABLE:
        show(changes)
        return
    rows = map(history.make_history_row, changes)
    if form is Format.JSON:
        head = {"schema": "eo-tracker/history/1", "today": str(session.today), "revision": revision}
        sys.stdout.writelines(write_json(head, "changes", rows))
    elif form is Format.CSV:
        sys.stdout.write(write_csv(history.COLUMNS, history.make_cells(rows)))
    else:
        sys.stdout.write(write_markdown(*history.make_markdown_table(changes)))
