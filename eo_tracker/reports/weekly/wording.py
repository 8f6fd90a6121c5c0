"""The sentences of a report. An agency's own edition says "you"."""

from __future__ import annotations

from collections.abc import Iterator

from eo_tracker.domain.deadlines import write_day
from eo_tracker.reports.weekly.content import NEAR, Report
from eo_tracker.reports.words import count_of, write_totals, write_word
from eo_tracker.repository.revision import SHORT


def write_period(report: Report) -> str:
    """Say which days the report is about, and for whom it is."""
    week = f" ({report.period.week})" if report.period.week else ""
    days = f"{write_day(report.period.first)}, to {write_day(report.period.last)}{week}"
    return f"For {report.agency_name}: {days}" if report.agency_name else days


def write_headline(report: Report) -> str:
    """Say the whole in one sentence with numbers."""
    counts = report.now.counts
    if not counts["total"]:
        return "You lead nothing that is tracked." if report.agency_name else "Nothing is tracked yet."
    of = "directives that you lead" if report.agency_name else "directives"
    if report.overdue:
        longest = report.overdue[0]
        days = count_of(-longest["days"], "day")
        one = counts["overdue"] == 1
        late = f"{counts['overdue']} of {counts['total']} {of} {'is' if one else 'are'} overdue, "
        late += f"{longest['citation']} by {days}" if one else f"the longest {longest['citation']} by {days}"
    else:
        late = f"None of {counts['total']} {of} is overdue"
    done, due = len(report.completed) + len(report.completed_occurrences), len(report.near)
    return (
        f"{late}; {done or 'none'} {'was' if done <= 1 else 'were'} recorded as completed in these days, "
        f"and {due or 'none'} {'falls' if due <= 1 else 'fall'} due in the next {NEAR} days."
    )


def write_moves(report: Report) -> str:
    """Say the totals, and what of them moved since the period began."""
    totals = write_totals(report.now.counts)
    if report.before.commit is None:
        return f"{totals}. Nothing was tracked when the period began."
    before, now = report.before.counts, report.now.counts
    moves = [
        f"{write_word('directives' if word == 'total' else word)} {now[word] - before[word]:+d}"
        for word in now
        if now[word] != before[word]
    ]
    return f"{totals}. Since {write_day(report.before.day)}: {', '.join(moves) or 'no total moved'}."


def write_you(report: Report, subject: str) -> str:
    """Say of whose directives something is said: "Nothing", or "Nothing that you lead"."""
    return f"{subject} that you lead" if report.agency_name else subject


def write_counting(report: Report) -> Iterator[str]:
    """Say how the figures were counted, from which commits, and what they are not."""
    yield (
        "Days are days in Washington. A directive is overdue from the day after its due day; a hold moves no deadline, "
        "and an extension moves the day that is judged. A directive is completed when its record says so; it need not "
        "have been verified."
    )
    yield (
        "By agency, completed on time and late count deadlines that were met: of a directive that falls due several "
        "times, each time by itself. Overdue counts directives, each once. A joint directive counts for each of its "
        "leads. The share on time is of the deadlines that were met and the directives that are overdue."
    )
    before, now = report.before, report.now
    start = f"commit {before.commit[:SHORT]}" if before.commit else "no commit"
    end = f"commit {now.commit[:SHORT]}" if now.commit else "no commit"
    yield (
        f"The period begins with what was on record at the end of {write_day(before.day)} ({start}), "
        f"and ends with what was at the end of {write_day(now.day)} ({end})."
    )
    if report.is_cut:
        yield "The clone from which this was made is shallow: changes before its oldest commit are not in it."
    yield "This is what a tracker has on record. It is unofficial, and no legal advice."
