"""What is told of changes: rows of the public JSON, and the cells of other formats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from eo_tracker.domain.ids import cite, order_number
from eo_tracker.reports.changes import write_change
from eo_tracker.reports.formats import encode_json
from eo_tracker.repository.revision import SHORT

if TYPE_CHECKING:
    from eo_tracker.checks.history import Remark
    from eo_tracker.repository.differences import Saying
    from eo_tracker.repository.history import CommittedChange

COLUMNS = ("date", "directive", "order", "kind", "field", "from", "to", "author", "email", "commit", "subject")
SAYING_COLUMNS = ("field", "value", "committed", "date", "author", "email", "commit", "subject")
AUDIT_COLUMNS = ("rule", "sentence", "signature", *COLUMNS)


def make_history_row(found: CommittedChange) -> dict[str, Any]:
    """Make a row of the public JSON. What nobody is known to have committed has neither date nor author."""
    change = found.change
    return {
        "directive": found.directive,
        "order": found.order,
        "kind": change.kind,
        "field": change.field,
        "from": _jsonable(change.before),
        "to": _jsonable(change.after),
        "date": found.moment.isoformat() if found.moment else None,
        "author": {"name": found.name, "email": found.email} if found.moment else None,
        "commit": found.commit or None,
        "subject": found.subject if found.moment else None,
    }


def _jsonable(said: Any) -> Any:
    """Write days as text, wherever they stand."""
    if isinstance(said, date):
        return said.isoformat()
    if isinstance(said, Mapping):
        return {key: _jsonable(value) for key, value in said.items()}
    return [_jsonable(each) for each in said] if isinstance(said, list | tuple) else said


def make_saying_row(saying: Saying) -> dict[str, Any]:
    """Make a row of the public JSON of what a record says, with who made it say so.

    What is committed and has no commit here is older than this clone.
    """
    row = make_history_row(saying.found)
    said = {"field": row["field"], "value": row["to"], "committed": bool(saying.found.commit) or saying.is_older}
    return said | {name: row[name] for name in ("date", "author", "commit", "subject")}


def make_finding_row(finding: Remark, signature: str) -> dict[str, Any]:
    """Make a row of the public JSON of the audit view."""
    said = {"rule": finding.rule.word, "sentence": finding.sentence, "signature": signature}
    return said | make_history_row(finding.found)


def make_cells(rows: Iterable[dict[str, Any]], columns: Sequence[str] = COLUMNS) -> Iterable[list[str | None]]:
    """Make the cells of CSV: what is no text is written as JSON."""
    for row in rows:
        author = row["author"] or {"name": None, "email": None}
        flat = {**row, "author": author["name"], "email": author["email"]}
        yield [_cell(flat[column]) for column in columns]


def _cell(said: Any) -> str | None:
    return said if said is None or isinstance(said, str) else encode_json(said)


def make_markdown_table(found: Sequence[CommittedChange]) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
    """Make the columns and cells of a Markdown table: without a day and an author where no change has one."""
    told = ((cite_change(each), *write_change(each.change)) for each in found)
    if found and not any(each.moment for each in found):
        return ("Directive", "What", "Change"), told
    made = ((each.moment.date().isoformat() if each.moment else "", each.name, each.commit[:SHORT]) for each in found)
    cells = ((day, *what, name, commit) for what, (day, name, commit) in zip(told, made, strict=True))
    return ("Date", "Directive", "What", "Change", "Author", "Commit"), cells


def make_audit_table(
    findings: Iterable[Remark], signed: Mapping[str, str]
) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
    """Make the columns and cells of a Markdown table of the audit view."""
    cells = (
        [
            each.found.moment.date().isoformat() if each.found.moment else "",
            cite_change(each.found),
            each.sentence,
            each.found.name,
            each.found.commit[:SHORT],
            signed.get(each.found.commit, "none"),
        ]
        for each in findings
    )
    return ("Date", "Directive", "Finding", "Author", "Commit", "Signature"), cells


def cite_change(found: CommittedChange) -> str:
    """Cite what was changed, as in "EO 14288, Sec. 3(b)"."""
    if found.directive is None:
        return order_number(found.order)
    return cite(found.order, found.directive.partition("/")[2])
