"""What commits changed is told in a row for each commit and directive: from what, to what, on what evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from eo_tracker.domain.changes import KINDS, Change
from eo_tracker.reports.weekly.commits import count_reaffirmed, list_revisions, write_revision, write_support
from eo_tracker.repository.history import CommittedChange

SOURCE = {"title": "The report", "url": "https://www.example.gov/r"}
WHEN = datetime(2026, 5, 1, 12)
STATUS = ("status_changed", "status", "in_progress", "completed")
AS_OF = ("as_of_changed", "as_of", None, WHEN.date())
NOTE = ("note_changed", "note", None, "Done.")
EVIDENCE = ("evidence_added", "evidence", None, SOURCE)


def change(kind: str, field: str, before: Any, after: Any, directive: str | None = "3.a", commit: str = "c1") -> Any:
    about = f"eo-14288/{directive}" if directive else None
    return CommittedChange(
        "eo-14288", about, Change(kind, field, before, after), commit, WHEN, "N", "n@example.gov", ""
    )


def test_all_that_a_commit_changed_of_a_directive_is_one_row() -> None:
    [row] = list_revisions([change(*STATUS), change(*AS_OF), change(*NOTE), change(*EVIDENCE)])
    assert write_revision(row) == "status: in progress -> completed; note: “Done.”; evidence added"
    assert write_support(row, [SOURCE]) == "The report"


def test_commits_and_directives_are_kept_apart() -> None:
    changes = [change(*NOTE), change(*NOTE, directive="3.b"), change(*NOTE, commit="c2")]
    told = [(row.made.commit, row.made.directive) for row in list_revisions(changes)]
    assert told == [("c1", "eo-14288/3.a"), ("c1", "eo-14288/3.b"), ("c2", "eo-14288/3.a")]


def test_who_only_vouches_is_counted_and_not_listed() -> None:
    changes = [
        change(*AS_OF), change(*AS_OF, commit="c2"), change(*AS_OF, directive="3.b"),
        change(*AS_OF, directive="3.c"), change(*NOTE, directive="3.c", commit="c3"),
    ]  # fmt: skip
    assert [row.made.directive for row in list_revisions(changes)] == ["eo-14288/3.c"]
    assert count_reaffirmed(changes) == 2


def test_a_completion_without_evidence_says_so_and_other_changes_need_none() -> None:
    [completed] = list_revisions([change(*STATUS)])
    [begun] = list_revisions([change("status_changed", "status", None, "in_progress")])
    [noted] = list_revisions([change(*NOTE)])
    assert [write_support(row, []) for row in (completed, begun, noted)] == ["none", None, None]


def test_evidence_that_is_new_is_named_without_a_status() -> None:
    occurrence = {"due": WHEN.date(), "completed": WHEN.date(), "evidence": [{"reference": "No. 7"}]}
    [added] = list_revisions([change(*EVIDENCE)])
    [done] = list_revisions([change("occurrence_changed", "occurrences 2026-05-01", None, occurrence)])
    assert (write_revision(added), write_support(added, [SOURCE, SOURCE])) == ("evidence added", "The report")
    assert write_support(done, []) == "No. 7"


def test_an_order_comes_with_its_directives() -> None:
    title, summary = {"title": "On lanterns"}, {"summary": "Light them"}
    changes = [
        change("order_added", "order", None, title, directive=None),
        change("directive_added", "directive", None, summary),
        change("item_added", "item", None, {"text": "one"}, directive="3.a.i"),
        change("directive_added", "directive", None, summary, directive="3.b"),
    ]
    [row] = list_revisions(changes)
    assert write_revision(row) == "order added: On lanterns; with 2 directives"
    [later] = list_revisions([change("directive_added", "directive", None, summary, commit="c2")])
    assert write_revision(later) == "directive added: Light them"


def test_a_long_note_hides_no_other_field() -> None:
    [row] = list_revisions([change("note_changed", "note", None, "word " * 2_000), change(*STATUS)])
    told = write_revision(row)
    assert len(told) < 300
    assert told.startswith("note: “word word")
    assert told.endswith(" …; status: in progress -> completed")


@given(st.lists(st.tuples(st.sampled_from(["3.a", "3.b"]), st.sampled_from(["c1", "c2"]), st.sampled_from(KINDS[:5]))))
def test_no_change_but_a_vouched_day_is_lost(given_changes: list[tuple[str, str, str]]) -> None:
    changes = [change(kind, "note", None, "x", directive, commit) for directive, commit, kind in given_changes]
    changes.sort(key=lambda each: each.commit)
    told = [each for row in list_revisions(changes) for each in row.changes]
    assert sorted(map(repr, told)) == sorted(repr(c) for c in changes if c.change.kind != "as_of_changed")
