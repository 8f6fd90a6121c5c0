"""A tracker of fictional orders, as large as a benchmark needs it.

    python tests/bench/generate.py DIR --orders 500 --git

Orders are numbered from EO 90001, which real ones will not reach for centuries. The mixture is that of a real tracker:
most deadlines count days from the signing, others from another directive, or recur, or are none; most records are
completed or under way. The same arguments give the same bytes. All of it is in canonical form, and without fault on
every day from 2026 on.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from textwrap import wrap

FIRST_NUMBER = 90001
FIRST_SIGNED, LAST_SIGNED = date(2021, 1, 20), date(2025, 9, 30)
LAST_REPORTED = date(2025, 12, 31)
COMMITTED = "2026-01-02T12:00:00+00:00"
# The canonical form's widths: of a line, of one of folded text with its indent, and without it.
WIDEST, WIDTH, FOLDED = 120, 108, 100
COMMENT = "# fictional"

# Keys of the package's registry with the titles of their heads. The first few are named more often.
_OFFICIALS = {
    "DOJ": "Attorney General",
    "DHS": "Secretary of Homeland Security",
    "DOD": "Secretary of Defense",
    "HHS": "Secretary of Health and Human Services",
    "DOE": "Secretary of Energy",
    "DOI": "Secretary of the Interior",
    "DOT": "Secretary of Transportation",
    "TREAS": "Secretary of the Treasury",
    "DOC": "Secretary of Commerce",
    "USDA": "Secretary of Agriculture",
    "DOS": "Secretary of State",
    "DOL": "Secretary of Labor",
    "ED": "Secretary of Education",
    "HUD": "Secretary of Housing and Urban Development",
    "VA": "Secretary of Veterans Affairs",
    "EPA": "Administrator of the Environmental Protection Agency",
    "OMB": "Director of the Office of Management and Budget",
    "GSA": "Administrator of General Services",
    "OPM": "Director of the Office of Personnel Management",
    "SBA": "Administrator of the Small Business Administration",
    "agencies": "heads of executive departments and agencies",
}
_WEIGHTS = (8, 6, 5, 4, 4, 3, 3, 3, *[1] * (len(_OFFICIALS) - 8))
_SUBJECTS = (
    "inland ports",
    "rural broadband",
    "rail safety",
    "critical minerals",
    "Federal records",
    "small reactors",
    "water reuse",
    "air traffic control",
    "veterans' claims",
    "wildland fire",
    "drug supply",
    "grid security",
    "export licensing",
    "apprenticeships",
    "public lands",
    "cargo screening",
    "school nutrition",
    "disaster loans",
    "satellite data",
    "Federal buildings",
    "bridge inspections",
    "identity theft",
    "medical devices",
)
_AIMS = ("Strengthening", "Modernizing", "Restoring Confidence in", "Improving Oversight of", "Simplifying")
_ACTIONS = (
    "review all rules on {}",
    "submit a report on {} to the President",
    "publish guidance on {}",
    "propose revised rules on {}",
    "designate a senior official for {}",
    "identify barriers to {}",
    "rescind outdated guidance on {}",
    "establish a pilot program for {}",
    "issue a plan for {}",
    "make an inventory of programs on {}",
    "set measures of performance for {}",
    "convene a working group on {}",
    "revise grant conditions on {}",
    "publish data on {}",
)
_CLAUSES = (
    "including any legislation that may be needed",
    "as appropriate and consistent with law",
    "with due regard for costs to States",
    "within existing resources",
    "and shall publish the results",
    "by region and by program",
    "taking into account comments of the public",
    "and shall give notice of any delay",
    "while reducing the paperwork of small entities",
    "after notice and public comment",
    "without delaying any action now under way",
    "and shall revise measures that no longer serve",
    "with priority where the need is greatest",
    "in a form that the public can use",
    "and shall report the savings each year",
    "using existing authorities",
    "and shall set milestones that can be measured",
    "while protecting privacy and civil rights",
    "including so-called “demonstration projects”",
    "in furtherance of the policy of section 1",
    "at the lowest cost that is feasible",
    "and shall train those who carry it out",
)
_ITEMS = (
    "the number of open matters and their age",
    "the resources and positions that are needed",
    "any rule, form, or agreement that stands in the way",
    "the steps taken since the date of this order",
    "measures by which the public can judge the results",
    "an estimate of costs and savings over 5 years",
)
_NOTES = (
    "The draft is with the general counsel for review.",
    "A working group met and divided the work among its members.",
    "The agency reports that the public comment period has closed.",
    "Two bureaus have delivered their parts; one asked for more time.",
    "The final version was sent to the Office of Management and Budget.",
    "No money has been set aside so far.",
    "The notice appeared in the Federal Register.",
    "The responsible official changed, and the schedule is under review.",
)
_SOURCES = ("press release", "memorandum", "report", "Federal Register notice", "letter")
_SPANS = (30, 45, 60, 60, 90, 90, 90, 120, 180, 180, 240, 270, 365)
_SHORTEST, _LONGEST = 40, 120
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NUMERALS = ("i", "ii", "iii", "iv")


@dataclass(frozen=True, slots=True)
class Timing:
    """When a directive is due: as the file says it, as the order words it, and the due days up to LAST_REPORTED.

    With a `trigger` there is no due day before that directive is completed, and then one after `wait` days.
    """

    deadline: str = ""
    words: str = ""
    due: tuple[date, ...] = ()
    recurs: bool = False
    trigger: str | None = None
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive: its lines in the order file, and what its record must agree with."""

    id: str
    lead: tuple[str, ...]
    timing: Timing
    lines: tuple[str, ...]


@dataclass(slots=True)
class Progress:
    """What the records of an order have said so far: which directives were completed, and when."""

    signed: date
    completed: dict[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrderFiles:
    """The text of an order's file, and of its records by provision."""

    id: str
    order: str
    records: dict[str, str]


def make_orders(count: int, directives: int) -> Iterator[OrderFiles]:
    """Make `count` orders of `directives` directives each, signed one after the other."""
    days = (LAST_SIGNED - FIRST_SIGNED).days
    for n in range(count):
        # Chance has to repeat itself here, and guards no secret.
        random = Random(str(FIRST_NUMBER + n))  # noqa: S311
        yield _make_order(FIRST_NUMBER + n, FIRST_SIGNED + timedelta(days=n * days // count), directives, random)


def _make_order(number: int, signed: date, count: int, random: Random) -> OrderFiles:
    lines = [COMMENT, *_head(number, signed, random)]
    directives: list[Directive] = []
    section = 2
    while len(directives) < count:
        size = min(random.randint(3, 7), count - len(directives))
        lines += _section(section, _titled(random.choice(_SUBJECTS)))
        lines.append("    directives:")
        for letter in _LETTERS[:size]:
            directives.append(_make_directive(f"{section}.{letter}", signed, directives, random))
            lines += directives[-1].lines
        lines += _no_duty(section, f"heading of Sec. {section}")
        section += 1
    lines += _section(section, "General Provisions", "general_provisions")
    lines += _no_duty(section, "savings clauses")
    progress = Progress(signed)
    records = {d.id: _text([COMMENT, *_record(d, progress, random)]) for d in directives}
    return OrderFiles(f"eo-{number}", _text(lines), records)


def _head(number: int, signed: date, random: Random) -> Iterator[str]:
    first, second = random.sample(_SUBJECTS, 2)
    published = signed + timedelta(days=random.randint(2, 6))
    yield f"order: EO {number}"
    yield f"title: {random.choice(_AIMS)} {_titled(first)} and {_titled(second)}"
    yield f"signed: {signed}"
    yield f"published: {published}"
    yield f"citation: {published.year - 1935} FR {random.randint(1000, 99999)}"
    yield f"document: {published.year}-{random.randint(1000, 29999):05}"
    yield "source:"
    yield f"  url: https://www.example.gov/orders/{number}"
    yield "sections:"
    yield from _section(1, "Purpose and Policy", "purpose")
    yield from _no_duty(1, "purpose and policy; names no official")


def _section(number: int, heading: str, kind: str = "") -> Iterator[str]:
    yield f'  - section: "{number}"'
    yield f"    heading: {heading}"
    if kind:
        yield f"    kind: {kind}"


def _no_duty(number: int, reason: str) -> Iterator[str]:
    yield "    no_duty:"
    yield f'      "{number}": {reason}'


def _make_directive(provision: str, signed: date, earlier: list[Directive], random: Random) -> Directive:
    timing = _draw_timing(signed, earlier, random)
    lead = _draw_agencies(random, random.choice((1, 1, 1, 1, 2)))
    consulted = _draw_agencies(random, random.choice((0, 0, 0, 0, 1, 2)), without=lead)
    coordinating = _draw_agencies(random, random.choice((0, 0, 0, 0, 0, 0, 1)), without=(*lead, *consulted))
    action = random.choice(_ACTIONS).format(random.choice(_SUBJECTS))
    lines = [f"      - id: {provision}", f"        summary: {_capitalized(action)}"]
    for role, keys in (("lead", lead), ("consulted", consulted), ("coordinating", coordinating)):
        lines += [f"        {role}: [{', '.join(keys)}]"] if keys else []
    lines += [f"        deadline: {timing.deadline}"] if timing.deadline else []
    lines += ["        continuing: true"] if not timing.deadline and random.random() < 0.5 else []
    parties = [_name_officials(lead)]
    parties += [f"in consultation with {_name_officials(consulted)}"] if consulted else []
    parties += [f"in coordination with {_name_officials(coordinating)}"] if coordinating else []
    subject = f"{', '.join(parties)}{',' if len(parties) > 1 else ''}"
    beginning = _capitalized(f"{timing.words} {subject} shall {action}".lstrip())
    lines += _with_items(provision, beginning, random) if random.random() < 0.05 else _whole(beginning, random)
    return Directive(provision, lead, timing, tuple(lines))


def _draw_agencies(random: Random, count: int, without: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Draw up to `count` agencies; the same one drawn twice counts once."""
    drawn = random.choices(list(_OFFICIALS), _WEIGHTS, k=count)
    return tuple(key for key in dict.fromkeys(drawn) if key not in without)


def _name_officials(keys: tuple[str, ...]) -> str:
    return " and ".join(f"the {_OFFICIALS[key]}" for key in keys)


def _whole(beginning: str, random: Random) -> list[str]:
    """Write a directive's text in one piece, of a length that such texts have: most are short, some are long."""
    goal = min(_SHORTEST + int(random.expovariate(1 / 2) ** 1.5), _LONGEST - 15)
    clauses = iter(random.sample(_CLAUSES, len(_CLAUSES)))
    text = beginning
    while len(text.split()) < goal:
        text += f", {next(clauses)}"
    return _folded("text", f"{text}.", 8)


def _with_items(provision: str, beginning: str, random: Random) -> list[str]:
    *others, last = random.sample(_ITEMS, random.randint(2, len(_NUMERALS)))
    texts = [*(f"{text};" for text in others[:-1]), f"{others[-1]}; and", f"{last}."]
    lines = [*_folded("text", f"{beginning} with regard to:", 8), "        items:"]
    for numeral, text in zip(_NUMERALS, texts, strict=False):
        lines += [f"          - id: {provision}.{numeral}", *_folded("text", text, 12)]
    return lines


def _draw_timing(signed: date, earlier: list[Directive], random: Random) -> Timing:
    kinds = ("days", "directive", "day", "period", "recurring", "immediate", "none")
    kind = random.choices(kinds, (70, 6, 4, 3, 5, 3, 9))[0]
    triggers = [d.id for d in earlier if not d.timing.recurs]
    if kind == "recurring":
        return _recurring(signed, random)
    if kind == "directive" and triggers:
        return _after(random.choice(triggers), random)
    days = random.choice(_SPANS)
    last_day = signed + timedelta(days=days)
    year = signed.year + random.randint(1, 2)
    return {
        "day": Timing(f"{{by: {last_day}}}", f"By {_written(last_day)},", (last_day,)),
        "period": Timing(
            f"{{by_end_of: fiscal year {year}}}", f"By the end of fiscal year {year},", (date(year, 9, 30),)
        ),
        "immediate": Timing("{immediately: true}", "Immediately upon the signing of this order,"),
        "none": Timing(),
    }.get(kind, Timing(f"{{within: {days} days}}", f"Within {days} days of the date of this order,", (last_day,)))


def _after(trigger: str, random: Random) -> Timing:
    days = random.choice((30, 45, 60, 90))
    section, letter = trigger.split(".")
    words = f"Within {days} days of the completion of the work under section {section}({letter}) of this order,"
    return Timing(f"{{within: {days} days, of: {trigger}}}", words, trigger=trigger, wait=days)


def _recurring(signed: date, random: Random) -> Timing:
    unit, months = random.choice((("1 year", 12), ("1 year", 12), ("6 months", 6), ("3 months", 3)))
    days = random.choice((90, 120, 180))
    first = signed + timedelta(days=days)
    due: list[date] = []
    while (day := _add_months(first, months * len(due))) <= LAST_REPORTED:
        due.append(day)
    words = f"Within {days} days of the date of this order, and every {unit.removeprefix('1 ')} thereafter,"
    return Timing(f"{{every: {unit}, within: {days} days}}", words, tuple(due), recurs=True)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _record(directive: Directive, progress: Progress, random: Random) -> Iterator[str]:
    timing, signed = directive.timing, progress.signed
    status = _draw_status(directive, progress, random)
    completed = _draw_completion(_due_day(timing, progress), signed, random)
    as_of = _between(completed if status == "completed" else signed, LAST_REPORTED, random)
    yield f"status: {status}"
    yield f"as_of: {as_of}"
    yield f"reported_by: {directive.lead[0] if directive.lead[0] != 'agencies' else 'OMB'}"
    if status == "completed":
        progress.completed[directive.id] = completed
        yield f"completed: {completed}"
    if random.random() < 0.8:
        yield from _folded("note", " ".join(random.sample(_NOTES, random.randint(1, 3))), 0)
    yield from _evidence(status, as_of, signed, random)
    if status == "completed" and random.random() < 0.4:
        yield "verification:"
        yield f"  state: {random.choice(('unverified', 'verified', 'verified', 'disputed'))}"
    if status == "in_progress" and timing.recurs:
        yield from _occurrences(timing.due, random)
    elif status == "in_progress" and timing.due and random.random() < 0.05:
        yield from _extension(timing.due[0], random)


def _draw_status(directive: Directive, progress: Progress, random: Random) -> str:
    statuses = ("completed", "in_progress", "not_started", "not_applicable", "not_pursued")
    status = random.choices(statuses, (52, 28, 13, 4, 3))[0]
    waits = directive.timing.trigger and directive.timing.trigger not in progress.completed
    return "in_progress" if status == "completed" and (directive.timing.recurs or waits) else status


def _due_day(timing: Timing, progress: Progress) -> date | None:
    if timing.trigger in progress.completed:
        return progress.completed[timing.trigger] + timedelta(days=timing.wait)
    return timing.due[0] if timing.due else None


def _draw_completion(due: date | None, signed: date, random: Random) -> date:
    """Draw the day on which something due then is done: mostly a little before, at times months later."""
    if due is None:
        return _between(signed, min(LAST_REPORTED, signed + timedelta(days=400)), random)
    return max(signed, min(due + timedelta(days=round(random.triangular(-60, 120, -10))), LAST_REPORTED))


def _between(first: date, last: date, random: Random) -> date:
    return first + timedelta(days=random.randint(0, (last - first).days))


def _evidence(status: str, as_of: date, signed: date, random: Random) -> Iterator[str]:
    count = random.choice({"completed": (1, 1, 2, 3), "in_progress": (0, 1, 2)}.get(status, (0, 0, 1)))
    if count:
        yield "evidence:"
    for _ in range(count):
        kind, day = random.choice(_SOURCES), _between(signed, as_of, random)
        yield f"  - title: {_capitalized(kind)} on {random.choice(_SUBJECTS)}"
        if random.random() < 0.6:
            yield f"    url: https://www.example.gov/{day.year}/{day.month:02}/{random.randrange(10**6):06}"
        else:
            yield f"    reference: {kind} of {_written(day)}"
        yield f"    date: {day}"
        yield f"    kind: {kind}"


def _occurrences(due: tuple[date, ...], random: Random) -> Iterator[str]:
    """Write the turns that were kept: the first few, up to some day on which the reports stop."""
    turns = due[: random.randint(0, len(due))]
    if turns:
        yield "occurrences:"
    for day in turns:
        completed = min(day + timedelta(days=random.randint(-20, 15)), LAST_REPORTED)
        yield f"  - {{due: {day}, completed: {completed}}}"


def _extension(due: date, random: Random) -> Iterator[str]:
    yield "extension:"
    yield f"  to: {due + timedelta(days=random.choice((30, 60, 90)))}"
    yield "  authority: Assistant to the President for Domestic Policy"


def _capitalized(words: str) -> str:
    return words[0].upper() + words[1:]


def _titled(words: str) -> str:
    return " ".join(_capitalized(word) for word in words.split())


def _written(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _folded(key: str, text: str, indent: int) -> list[str]:
    line = f"{' ' * indent}{key}: {text}"
    # A colon at its end would make a plain text a key.
    if len(line) <= WIDEST and not text.endswith(":"):
        return [line]
    inner = " " * (indent + 2)
    width = min(WIDTH, len(inner) + FOLDED)
    lines = wrap(text, width, initial_indent=inner, subsequent_indent=inner, break_on_hyphens=False)
    return [f"{' ' * indent}{key}: >-", *lines]


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def write_tracker(folder: Path, orders: int, directives: int, *, records: bool = True) -> None:
    """Write a tracker into a folder that is new or empty."""
    (folder / "directives").mkdir(parents=True)
    for files in make_orders(orders, directives):
        _write(folder / "directives" / f"{files.id}.yaml", files.order)
        if records:
            home = folder / "status" / files.id
            home.mkdir(parents=True)
            for provision, text in files.records.items():
                _write(home / f"{provision}.yaml", text)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def commit_all(folder: Path) -> None:
    """Make a git repository of a folder, with one commit of all that is in it: the same one whoever makes it."""
    settings = {
        "init.defaultBranch": "main",
        "user.name": "Nobody",
        "user.email": "nobody@example.org",
        "commit.gpgSign": "false",
        "core.autocrlf": "false",
        "core.hooksPath": os.devnull,
        "gc.auto": "0",
    }
    git = ["git", *(part for key, value in settings.items() for part in ("-c", f"{key}={value}"))]
    environment = {**os.environ, "GIT_AUTHOR_DATE": COMMITTED, "GIT_COMMITTER_DATE": COMMITTED}
    for step in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "A fictional tracker"]):
        subprocess.run([*git, *step], cwd=folder, env=environment, check=True)


def main() -> None:
    """Write the tracker that the command line asks for."""
    parser = argparse.ArgumentParser(description="Write a tracker of fictional orders.")
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that is new or empty")
    parser.add_argument("--orders", type=int, default=500, metavar="N")
    parser.add_argument("--directives", type=int, default=20, metavar="N", help="how many each order has")
    parser.add_argument("--records", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--git", action="store_true", help="make it a git repository with one commit")
    options = parser.parse_args()
    if options.folder.exists() and any(options.folder.iterdir()):
        sys.exit(f"{options.folder} is not empty")
    write_tracker(options.folder, options.orders, options.directives, records=options.records)
    if options.git:
        commit_all(options.folder)


if __name__ == "__main__":
    main()
