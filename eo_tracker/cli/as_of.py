"""What `--as-of` and its like name: a day as people say it, or else a revision as git takes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from eo_tracker.cli.messages import say
from eo_tracker.cli.session import NoDate, washington_today
from eo_tracker.cli.spoken import read_spoken_date, write_understood
from eo_tracker.domain.deadlines import write_day
from eo_tracker.domain.errors import UnknownReference
from eo_tracker.domain.ids import cite, order_number
from eo_tracker.repository.clone import NoRepository
from eo_tracker.repository.moments import (
    GET_THE_REST,
    Moment,
    NoPast,
    NoSuchMoment,
    find_moment_of_day,
    find_moment_of_revision,
    is_shallow,
    open_past,
)
from eo_tracker.repository.revision import SHORT

if TYPE_CHECKING:
    from eo_tracker.cli.session import Session
    from eo_tracker.domain.dataset import Dataset, Duty


@contextmanager
def hinting_at_now() -> Iterator[None]:
    """Let what has no past be told to be seen without `--as-of`."""
    try:
        yield
    except (NoPast, NoRepository) as e:
        e.hint = "leave --as-of out to see the files as they are"
        raise


def find_moment(root: Path, typed: str, today: date, option: str = "--as-of") -> Moment:
    """Find the moment that an option names; "yesterday" is the day before `today`. Says how a day was understood.

    Raises EOTrackerError where there is no such moment.
    """
    try:
        day = read_spoken_date(typed, option, today)
    except NoDate as no_date:
        return find_revision(root, typed, no_date)
    require_come(day, today, option)
    moment = find_moment_of_day(open_past(root), day)
    if understood := write_understood(typed, day):
        say("note", understood)
    return moment


def require_come(day: date, today: date, option: str) -> None:
    """Refuse a day that is to come. Raises NoDate."""
    if day > max(today, washington_today()):
        raise NoDate(f"{option} {day} has not come yet", f"{option} looks back; --today judges by a day to come")


def find_revision(root: Path, typed: str, no_date: NoDate) -> Moment:
    """Find the commit that is named where no day is. Raises `no_date` where there is none, and EOTrackerError."""
    repository = open_past(root)
    moment = find_moment_of_revision(repository, typed)
    if moment:
        return moment
    hint = f"{no_date.hint}; or name a commit, a tag or a branch"
    raise NoDate(f"{no_date}, and names no commit", GET_THE_REST if is_shallow(repository) else hint)


def require_tracked(session: Session, moment: Moment, typed: Sequence[str]) -> None:
    """Refuse words that name something now, and nothing at a moment. Raises NoSuchMoment."""
    from eo_tracker.domain.selections import Reference, joined
    from eo_tracker.repository.snapshot import read_snapshot

    then, now = session.snapshot().dataset, read_snapshot(session.root, session.today).dataset
    for word in joined(typed):
        found = _name(now, word)
        if found and not _name(then, word):
            order = found.order.id
            provision = Reference.parse(word).provision_id if order in then.orders else ""
            what = cite(order, provision) if provision else order_number(order)
            hint = f"`eo-tracker history {order} --reverse` begins with when it came"
            raise NoSuchMoment(f"{what} was not tracked yet on {moment.day}", hint)


def _name(dataset: Dataset, word: str) -> Duty | None:
    """Find the first of what a word names."""
    from eo_tracker.domain.selections import select

    try:
        return next(iter(select(dataset, [word])), None)
    except UnknownReference:
        return None


def write_moment(moment: Moment, today: date) -> str:
    """Say which moment is shown: "as of Friday, June 27, 2025: commit 1a2b3c4d"."""
    judged = "" if today == moment.day else f"; judged on {write_day(today)}"
    return f"as of {write_day(moment.day)}: commit {moment.commit[:SHORT]}{judged}"
