"""Answers to the questions of the listing commands."""

from __future__ import annotations

from pathlib import Path

from eo_tracker.domain.problems import Problem
from eo_tracker.reports.listing import Listing, Question, make_listing
from eo_tracker.repository.revision import read_revision
from eo_tracker.repository.snapshot import read_snapshot


def find_answer(root: Path, question: Question) -> tuple[Listing, tuple[Problem, ...]]:
    """Read the tracker and answer. Raises UnknownReference."""
    snapshot = read_snapshot(root, question.today)
    return make_listing(question, snapshot.judge(question.today), read_revision(root)), snapshot.problems
