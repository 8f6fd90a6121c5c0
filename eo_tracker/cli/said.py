"""What the options of `update` say: dates as people say them, evidence in parallel options, the rules by option."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from eo_tracker.cli.messages import say
from eo_tracker.cli.spoken import read_spoken_date, write_understood
from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.domain.records import Acknowledgement, Evidence, Extension, Verification
from eo_tracker.domain.updates import RefusedUpdate, make_evidence
from eo_tracker.domain.values import UNWRITABLE

_WHERE = {
    "status": "--status",
    "completed": "--completed",
    "as_of": "--as-of",
    "reported_by": "--reported-by",
    "note": "--note",
    "evidence": "--evidence",
    "evidence_date": "--evidence-date",
    "without_evidence": "--without-evidence",
    "verification": "--verify",
    "by": "--by",
    "court": "--court",
    "docket": "--docket",
    "since": "--since",
    "lift": "--lift-hold",
    "lifted": "--lifted",
    "extension": "--extend-to",
    "until": "--until",
    "occurrence": "--occurrence",
    "event": "--event",
    "event_date": "--event-date",
}


def require_their_like(options: Mapping[str, tuple[object, str, object]]) -> None:
    """Refuse options that say something of another which is not there."""
    for option, (given, other, other_given) in options.items():
        if given and not other_given:
            raise EOTrackerError(f"{option} goes with {other}", f"add {other}, or leave {option} out")


@contextmanager
def naming_options() -> Iterator[None]:
    """Let the rule that an update breaks be told with the option by which to keep it."""
    try:
        yield
    except RefusedUpdate as e:
        option = _WHERE.get(e.field, "")
        e.hint = f"{option}: {e.hint}" if option and e.hint else e.hint or (option and f"see {option}")
        raise


@dataclass(frozen=True, slots=True)
class Days:
    """Reads the dates on the command line, and says on stderr how one was understood that people say."""

    today: date

    def read(self, text: str | None, option: str, *, prefer: Literal["past", "future"] = "past") -> date | None:
        """Read a date; none where none is given. Raises NoDate."""
        if text is None:
            return None
        day = read_spoken_date(text, option, self.today, prefer=prefer)
        understood = write_understood(text, day)
        if understood:
            say("note", understood)
        return day


def read_text(text: str | None, option: str) -> str | None:
    """Read a text, whose lines may end as on any system. Raises EOTrackerError for what no data file can hold."""
    if text is None:
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise EOTrackerError(f"{option} says nothing", "give it a text, or leave it out")
    found = UNWRITABLE.search(text)
    if found:
        message = f"{option} has a character that no data file can hold (U+{ord(found[0]):04X})"
        raise EOTrackerError(message, "remove it, and try again")
    return text


def read_evidence(
    days: Days,
    places: Sequence[str] | None,
    titles: Sequence[str] | None,
    dates: Sequence[str] | None,
    kinds: Sequence[str] | None,
) -> tuple[Evidence, ...]:
    """Read the evidence of options that are each given once for each source, or not at all.

    Raises RefusedUpdate for what is no evidence, NoDate, and EOTrackerError where options do not go together.
    """
    places = _read_texts(places, "--evidence")
    read: list[Any] = [days.read(text, "--evidence-date") for text in dates or ()]
    columns: list[Sequence[Any]] = []
    texts = {"--evidence-title": titles, "--evidence-kind": kinds}
    said = {option: _read_texts(given, option) for option, given in texts.items()}
    for option in ("--evidence-title", "--evidence-date", "--evidence-kind"):
        given = said.get(option, read)
        if given and len(given) != len(places):
            message = f"{len(places)} x --evidence and {len(given)} x {option}: which belongs to which?"
            raise EOTrackerError(message, f"give {option} for each source, or for none")
        columns.append(given or [None] * len(places))
    return tuple(make_evidence(*entry) for entry in zip(places, *columns, strict=True))


def _read_texts(given: Sequence[str] | None, option: str) -> list[str]:
    return [read_text(each, option) or "" for each in given or ()]


def make_verification(
    today: date, by: str | None, note: str | None, *, verify: bool, dispute: bool
) -> Verification | None:
    """Make the verification, or dispute, of today, if there is one. Raises EOTrackerError."""
    if verify and dispute:
        raise EOTrackerError("--verify and --dispute contradict each other", "leave one of the two out")
    if not verify and not dispute:
        return None
    if not by:
        raise EOTrackerError(
            f"{'--verify' if verify else '--dispute'} needs to know who: --by", "name who looked at it"
        )
    return Verification(state="verified" if verify else "disputed", by=read_text(by, "--by"), date=today, note=note)


def make_extension(days: Days, extend_to: str | None, authority: str | None) -> Extension | None:
    """Make the extension that was granted, if there is one. Raises NoDate, and EOTrackerError as `read_text` does."""
    to = days.read(extend_to, "--extend-to", prefer="future")
    return Extension(to=to, authority=read_text(authority, "--authority") or "", date=days.today) if to else None


def make_acknowledgement(days: Days, reason: str | None, until: str | None, by: str | None) -> Acknowledgement | None:
    """Make the acknowledgement of today, if there is one. Raises NoDate, and EOTrackerError as `read_text` does."""
    reason, last = read_text(reason, "--acknowledge"), days.read(until, "--until", prefer="future")
    if not reason or not last:
        return None
    named = {"by": read_text(by, "--by")} if by else {}
    return Acknowledgement(reason=reason, until=last, date=days.today, **named)
