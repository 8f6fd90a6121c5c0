"""The sentences of a report, and the names of its parts. An agency's own edition says "you"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from eo_tracker.domain.deadlines import write_day
from eo_tracker.domain.ids import cite
from eo_tracker.domain.problems import Problem
from eo_tracker.reports.weekly.content import FAR, NEAR, Report
from eo_tracker.reports.words import count_of, write_word
from eo_tracker.repository.revision import SHORT

_DAYS_OF_A_WEEK = 7
_MOST_PROBLEMS = 20

_HEADINGS = {
    "totals": ("Totals", "Your totals"),
    "overdue": ("Overdue", "What is overdue from you"),
    "near": ("Due in the next {near} days", "What you owe in the next {near} days"),
    "far": ("Due in {after_near} to {far} days", "What you owe in {after_near} to {far} days"),
    "changed": ("Changed {when}", "What changed {when} in what you lead"),
    "completed": ("Completed {when}", "What you completed {when}"),
    "waiting": ("Waiting", "What you wait for"),
    "silent": ("No word for {silent}", "No word from you for {silent}"),
    "nothing": ("Nothing to tell", "Nothing to tell"),
    "progress": ("Deadlines and progress", "Your deadlines and progress"),
    "orders": ("Every directive", "Every directive that you lead"),
    "agencies": ("By agency", "How you stand"),
    "counting": ("How the figures were counted", "How the figures were counted"),
}
"""What the parts of a report are called, by their anchors; in an agency's edition as it is spoken to."""

_NOTHING = {
    "overdue": ("Nothing is overdue.", "Nothing that you lead is overdue."),
    "near": ("Nothing falls due in the next {near} days.", "You owe nothing in the next {near} days."),
    "far": ("Nothing falls due in {after_near} to {far} days.", "You owe nothing in {after_near} to {far} days."),
    "ahead": ("Nothing falls due in the next {far} days.", "You owe nothing in the next {far} days."),
    "changed": ("Nothing was changed {when}.", "Nothing was changed {when} in what you lead."),
    "completed": ("Nothing was recorded as completed {when}.", "You completed nothing {when}."),
    "awaiting": ("Nothing waits for a trigger.", "You wait for no trigger."),
    "held": ("Nothing is on hold.", "Nothing that you lead is on hold."),
    "partial": ("No joint directive waits for a partner.", "You wait for no partner of a joint directive."),
    "waiting": ("Nothing waits for a trigger, a court or a partner.", "You wait for no trigger, court or partner."),
    "silent": (
        "Nothing open has been without a word for more than {silent}.",
        "Nothing open that you lead has been without a word for more than {silent}.",
    ),
    "agencies": ("No agency leads anything that is tracked.", "You lead nothing that is tracked."),
}


def write_heading(report: Report, anchor: str) -> str:
    """Say what a part of a report is called."""
    return _fill(report, _HEADINGS[anchor])


def write_nothing(report: Report, anchor: str) -> str:
    """Say that there is nothing to tell in a part of a report."""
    return _fill(report, _NOTHING[anchor])


def _fill(report: Report, sentences: tuple[str, str]) -> str:
    return sentences[bool(report.agency_name)].format(
        near=NEAR,
        after_near=NEAR + 1,
        far=FAR,
        when=write_when(report),
        silent=count_of(report.silent_days, "day"),
    )


def write_when(report: Report) -> str:
    """Say when what a report tells of happened."""
    days = (report.period.last - report.period.first).days + 1
    return "this week" if days == _DAYS_OF_A_WEEK else "today" if days == 1 else "in this period"


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
    late = f"{write_share(counts['overdue'], counts['total'], write_noun(report))} overdue"
    if report.overdue:
        longest = report.overdue[0]
        which = "" if counts["overdue"] == 1 else "the longest "
        late += f", {which}{longest['citation']} by {count_of(-longest['days'], 'day')}"
    done, due = len(report.completed) + len(report.completed_occurrences), len(report.near)
    when = write_when(report)
    if report.agency_name:
        return f"{late}; you completed {done or 'none'} {when}, and owe {due or 'none'} in the next {NEAR} days."
    return (
        f"{late}; {done or 'none'} {'was' if done <= 1 else 'were'} recorded as completed {when}, "
        f"and {due or 'none'} {'falls' if due <= 1 else 'fall'} due in the next {NEAR} days."
    )


def write_noun(report: Report) -> str:
    """Name what a report is of, as one of it."""
    return "directive that you lead" if report.agency_name else "directive"


def write_share(number: int, total: int, noun: str, verbs: tuple[str, str] = ("is", "are")) -> str:
    """Say how many of a total are so, up to the verb: "3 of 28 directives are", "Both directives are"."""
    one, several = verbs
    first, _, rest = noun.partition(" ")
    nouns = f"{first}s {rest}".rstrip()
    if total == 1:
        return f"The only {noun} {one}{'' if number else ' not'}"
    if number == total:
        return f"{'Both' if total == 2 else f'All {total}'} {nouns} {several}"
    if number == 0:
        return f"{'Neither of 2' if total == 2 else f'None of {total}'} {nouns} {one}"
    return f"{number} of {total} {nouns} {one if number == 1 else several}"


def write_moves(report: Report) -> str:
    """Say how much is tracked, and which totals moved since the period began."""
    total = f"{count_of(report.now.counts['total'], 'directive')} of {count_of(len(report.headings), 'order')}"
    total = f"You lead {total}" if report.agency_name else total
    if report.before.commit is None:
        return f"{total}. Nothing was tracked before {write_day(report.period.first)}."
    before, now = report.before.counts, report.now.counts
    moves = [f"{_name_total(word)} from {before[word]} to {now[word]}" for word in now if now[word] != before[word]]
    since = write_day(report.before.day)
    return f"{total}. " + (f"Since {since}: {', '.join(moves)}." if moves else f"No total has moved since {since}.")


def _name_total(word: str) -> str:
    return "directives" if word == "total" else write_word(word)


def write_problems(report: Report) -> Iterator[str]:
    """Say what of the data cannot be read, a sentence for each file, and what that means for the figures."""
    by_path: dict[str, Problem] = {}
    for problem in report.problems:
        by_path.setdefault(problem.path, problem)
    for problem in list(by_path.values())[:_MOST_PROBLEMS]:
        where = f"{problem.path}, line {problem.line}: {problem.message}"
        if problem.directive in report.unreadable:
            yield f"The record of {_cite(problem.directive)} cannot be read, and counts as not reported. {where}"
        else:
            yield f"Something is wrong in the data, and may be missing here. {where}"
    if len(by_path) > _MOST_PROBLEMS:
        more = count_of(len(by_path) - _MOST_PROBLEMS, "more file")
        yield f"Something is wrong in {more}, too: eo-tracker check tells what."


def _cite(directive: str | None) -> str:
    order, _, provision = (directive or "").partition("/")
    return cite(order, provision)


def write_first_steps(report: Report) -> Iterator[str]:
    """Say what to do where there is nothing to tell of at all."""
    if report.agency_name:
        yield "The command eo-tracker agencies lists who leads what."
    elif report.edition.selection:
        yield "The command eo-tracker orders lists what is tracked."
    else:
        yield (
            "The first step is an order's file, directives/eo-NNNNN.yaml (directives/README.md shows one); "
            "then eo-tracker update makes the first record. What is not committed is in no report."
        )


def write_reaffirmed(number: int) -> str:
    """Say how many records were vouched for as they stand."""
    if number == 1:
        return "1 record was re-affirmed: its day is new, and nothing else."
    return f"{number} records were re-affirmed: their days are new, and nothing else."


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


def name_totals(counts: Mapping[str, int], before: Mapping[str, int]) -> dict[str, str]:
    """Name the totals that are not nothing at both ends, by their words."""
    return {word: _name_total(word) for word in counts if counts[word] or before[word]}
