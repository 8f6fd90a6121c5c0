"""The audit view of `history`: what an auditor would ask about, and how the commits are signed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from eo_tracker.cli.options import Format

if TYPE_CHECKING:
    from eo_tracker.cli.session import Session
    from eo_tracker.repository.history import CommittedChange
    from eo_tracker.repository.signatures import Signature


def show_audit(
    changes: Sequence[CommittedChange], form: Format, session: Session, revision: str, limit: int | None
) -> None:
    """Show the findings among changes, at most so many; leave with 2 when some data could not be read."""
    from eo_tracker.cli.messages import leave_if_wrong, say
    from eo_tracker.reports import history
    from eo_tracker.reports.audit import find_findings
    from eo_tracker.reports.formats import write_csv, write_json, write_markdown
    from eo_tracker.repository.signatures import read_signatures
    from eo_tracker.repository.snapshot import read_snapshot

    snapshot = read_snapshot(session.root, session.today)
    findings = list(islice(find_findings(changes, snapshot.judge(session.today)), limit))
    signed = read_signatures(session.root, (change.commit for change in changes))
    counts = count_signatures(signed.values())
    if form is Format.TABLE:
        from eo_tracker.cli.tables import print_findings

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
    say("signatures", f"of {len(signed)} commits that changed data: {told or 'none'}")
    leave_if_wrong(snapshot.problems)


_WORDS = {"good": "good", "bad": "bad", "unknown": "that cannot be verified here", "none": "not signed"}


def count_signatures(found: Iterable[Signature]) -> dict[str, int]:
    """Count signatures of each kind."""
    counts = Counter(found)
    return {word: counts[word] for word in ("good", "bad", "unknown", "none")}
