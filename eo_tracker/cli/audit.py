"""The audit view of `history`: what an auditor would ask about, and how the commits are signed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from eo_tracker.cli.options import Format

if TYPE_CHECKING:
    from eo_tracker.cli.session import Session
    from eo_tracker.repository.history import CommittedChange
    from eo_tracker.repository.signatures import Signature


def show_audit(
    changes: Sequence[CommittedChange],
    form: Format,
    session: Session,
    revision: str,
    *,
    wanted: Callable[[CommittedChange], bool],
    limit: int | None,
    reverse: bool,
) -> None:
    """Show the findings among changes, the newest of which comes first: at most so many, or in `reverse`.

    What was changed otherwise than `wanted` is known, and not shown.
    """
    from eo_tracker.checks.history import find_remarks
    from eo_tracker.cli.changes import tell_nothing
    from eo_tracker.cli.messages import say
    from eo_tracker.reports import history
    from eo_tracker.reports.formats import write_csv, write_json, write_markdown
    from eo_tracker.reports.words import count_of
    from eo_tracker.repository.before import open_states_before
    from eo_tracker.repository.signatures import read_signatures

    before = open_states_before(session.root, (change.commit for change in changes), session.today)
    findings = find_remarks(changes, lambda commit: before(commit).judge(session.today), wanted)
    findings = (findings[::-1] if reverse else findings)[:limit]
    signed = read_signatures(session.root, [change.commit for change in changes if wanted(change)])
    counts = count_signatures(signed.values())
    if not findings:
        tell_nothing("nothing is found", form)
    if form is Format.TABLE:
        from eo_tracker.cli.logs import print_findings

        print_findings(findings, signed)
    else:
        rows = [history.make_finding_row(each, signed.get(each.found.commit, "none")) for each in findings]
        if form is Format.JSON:
            head = {"schema": "eo-tracker/audit/1", "today": str(session.today), "revision": revision}
            sys.stdout.writelines(write_json({**head, "signatures": counts}, "findings", rows))
        elif form is Format.CSV:
            sys.stdout.write(write_csv(history.AUDIT_COLUMNS, history.make_cells(rows, history.AUDIT_COLUMNS)))
        else:
            sys.stdout.write(write_markdown(*history.make_audit_table(findings, signed)))
    sys.stdout.flush()
    told = ", ".join(f"{count} {_WORDS[word]}" for word, count in counts.items() if count)
    say("signatures", f"of {count_of(len(signed), 'commit')} that changed data: {told or 'none'}")


_WORDS = {"good": "good", "bad": "bad", "unknown": "that cannot be verified here", "none": "not signed"}


def count_signatures(found: Iterable[Signature]) -> dict[str, int]:
    """Count signatures of each kind."""
    counts = Counter(found)
    return {word: counts[word] for word in ("good", "bad", "unknown", "none")}
