"""Answers to the questions of the listing commands: from the cache, or by reading and judging the data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from eo_tracker.reports.formats import write_json
from eo_tracker.reports.questions import Listing, Question
from eo_tracker.repository.cache import open_cache
from eo_tracker.repository.revision import read_revision

_LENGTH = 8

if TYPE_CHECKING:
    from eo_tracker.domain.problems import Problem
    from eo_tracker.repository.moments import Moment
    from eo_tracker.repository.snapshot import Snapshot


@dataclass(frozen=True)
class Answer:
    """A listing as its JSON, in UTF-8, which is what the cache keeps and `--format json` prints.

    `headings` is the JSON of the listing's headings, for which the public JSON has no place.
    """

    json: bytes | memoryview
    headings: bytes | memoryview
    problems: tuple[Problem, ...] = ()

    @cached_property
    def listing(self) -> Listing:
        """The listing as rows."""
        head = json.loads(bytes(self.json))
        return Listing(head, head.pop("directives"), json.loads(bytes(self.headings)))

    def to_bytes(self) -> bytes:
        """Write the answer for the cache: the length of the headings, the headings, the JSON."""
        return b"".join((len(self.headings).to_bytes(_LENGTH), self.headings, self.json))

    @classmethod
    def from_bytes(cls, kept: memoryview) -> Answer:
        """Read what `to_bytes` wrote."""
        end = _LENGTH + int.from_bytes(kept[:_LENGTH])
        return cls(kept[end:], kept[_LENGTH:end])


def find_answer(root: Path, question: Question, moment: Moment | None = None) -> Answer:
    """Answer a question about the tracker at `root`, now or at a moment of its past. Raises UnknownReference.

    Only answers about the files as they are now are kept.
    """
    if moment:
        return _find_answer(moment.snapshot(question.today), question, moment.commit)
    cache = open_cache(root)
    revision = read_revision(root)
    key = f"{question.key()} {revision}"
    kept = cache.read(key) if cache else None
    if kept:
        return Answer.from_bytes(kept)
    from eo_tracker.repository.snapshot import read_snapshot

    answer = _find_answer(read_snapshot(root, question.today), question, revision)
    # What is wrong with the data is found, and said, each time anew.
    if cache and not answer.problems:
        cache.write(key, answer.to_bytes())
    return answer


def _find_answer(snapshot: Snapshot, question: Question, revision: str | None) -> Answer:
    from eo_tracker.reports.listing import find_standings, make_head, make_headings, make_row

    with snapshot.telling_problems():
        standings = find_standings(question, snapshot.judge(question.today))
    # Row by row, so that no more than one of them stands in memory beside its text.
    pieces = write_json(make_head(question, standings, revision), "directives", map(make_row, standings))
    text = b"".join(piece.encode() for piece in pieces)
    return Answer(text, json.dumps(make_headings(standings, question.today)).encode(), snapshot.problems)
