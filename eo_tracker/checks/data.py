"""The rules of the family data beyond reading: what is written can be read, and does not fit the order's own words.

An order's kept text is compared word by word: its marks of Markdown or HTML, its white space, and whether quotes,
apostrophes and dashes are straight make no difference.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from eo_tracker.checks.rules import Sighting, rule
from eo_tracker.checks.subject import Subject
from eo_tracker.checks.times import find_times
from eo_tracker.domain.agencies import Registry, normalized
from eo_tracker.domain.consistency import list_parts
from eo_tracker.domain.dataset import Dataset, Duty
from eo_tracker.domain.deadlines import Deadline
from eo_tracker.domain.ids import cite
from eo_tracker.domain.orders import Directive, Item, Order
from eo_tracker.domain.problems import KeyPath, Problem
from eo_tracker.domain.provisions import find_gaps, in_order, label
from eo_tracker.domain.words import ALL_AGENCIES, name_first
from eo_tracker.repository.root import DIRECTIVES
from eo_tracker.repository.source import decode

_TAG = re.compile(r"<[^<>]{0,2000}>")
_MARKS = re.compile(r"[*_`#>|\\]+")
_PAGE = re.compile(r"\[\[Page [\w-]{1,10}\]\]|Start Printed Page [0-9]{1,6}")
_TYPED_QUOTES = re.compile("``|''")
_STRAIGHT = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "−": "-", "\N{SOFT HYPHEN}": ""}
)
_SECTION = re.compile(r"\b(?:Sec\.|Section) ([1-9][0-9]?)\. [A-Z]")
_MOST_NAMED = 5


@rule(
    "EO220",
    "warning",
    fault="""\
    # directives/eo-90001.yaml
    - section: "3"
      directives:
        - {id: 3.a, ...}
        - {id: 3.c, ...}  # and nothing is said of 3.b
    """,
    cure="""\
    - section: "3"
      no_duty: {3.b: savings clause}
      directives:
        - {id: 3.a, ...}
        - {id: 3.c, ...}
    """,
)
def unaccounted(subject: Subject) -> Iterator[Sighting]:
    """A provision of the order is in no directive, and has no reason for laying no duty.

    Seen from the numbers: of what stands beside or within each other, none is left out. Sections that the order's kept
    text has count too.
    """
    for order in subject.dataset.orders.values():
        sections = _list_sections_of_text(order, subject)
        told = {part.id for _, part, _ in list_parts(order)}
        for section in order.sections:
            told |= {section.section, *section.no_duty}
        missing = in_order({*find_gaps(told | sections), *(sections - told)})
        if missing:
            named = name_first([label(each) for each in missing], _MOST_NAMED)
            message = f"{order.order}, Sec. {named}: in no directive, and no reason stands under no_duty"
            hint = "add a directive, or the reason under no_duty of its section"
            yield Sighting(order.id, ("sections",), message, hint, among=tuple(missing), on_key=True)


def _list_sections_of_text(order: Order, subject: Subject) -> set[str]:
    """List the sections that begin in an order's kept text: "Sec. 3."; the first may be written out."""
    text = _read_kept_text(order, subject)
    return set(_SECTION.findall(text)) if isinstance(text, str) else set()


@rule(
    "EO221",
    "warning",
    fault="""\
    # directives/text/eo-90001.md: ... shall count the lighthouses ...
    - id: 3.a
      text: The Secretary of Homeland Security shall count the lightships.
    """,
    cure="""\
    - id: 3.a
      text: The Secretary of Homeland Security shall count the lighthouses.
    """,
)
def misquoted(subject: Subject) -> Iterator[Sighting]:
    """Words given as the order's own do not occur in its kept text.

    What " ... " stands for is left out, as between the beginning of a sentence and its end, behind a list.
    """
    for order in subject.dataset.orders.values():
        text = _read_kept_text(order, subject)
        if not isinstance(text, str):
            continue
        solid = _solid(text)
        for at, part, _ in list_parts(order):
            for where, words in _quoted(part):
                if not _occur(_folded(words), solid):
                    assert order.source is not None  # noqa: S101
                    message = f"the {where[-1]} of {label(part.id)} does not occur in {order.source.file}"
                    hint = "copy the order's words to the letter; what is ours goes under summary"
                    about = " ".join(map(str, where))
                    yield Sighting(
                        order.id, (*at, *where), message, hint, about, directive=f"{order.id}/{part.id}", on_key=True
                    )


def _occur(words: str, solid: str) -> bool:
    """Whether words occur in a text, in their order where some are left out between them."""
    at = 0
    for part in map(_solid, words.split(" ... ")):
        found = solid.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _solid(text: str) -> str:
    """Take spaces and hyphens out: a mark of HTML, or a line that ended in a word, may have left or taken one."""
    return text.replace(" ", "").replace("-", "")


def _quoted(part: Directive | Item) -> Iterator[tuple[KeyPath, str]]:
    if part.text:
        yield ("text",), part.text
    for n, deadline in enumerate(part.deadline):
        if deadline.quote:
            yield ("deadline", n, "quote"), deadline.quote


@rule(
    "EO222",
    "warning",
    fault="""\
    # directives/eo-90001.yaml, and there is no directives/text/eo-90001.md
    source: {file: text/eo-90001.md}
    """,
    cure="put the order's text there, or take the key out",
)
def text_unreadable(subject: Subject) -> Iterator[Sighting]:
    """The order's kept text cannot be read."""
    for order in subject.dataset.orders.values():
        text = _read_kept_text(order, subject)
        if isinstance(text, Problem):
            hint = f"put the text at {text.path}, or take the key out"
            yield Sighting(order.id, ("source", "file"), text.message, hint, on_key=True)


@rule(
    "EO223",
    "warning",
    fault="""\
    - id: 3.b
      text: Within 60 days of the date of this order, the Attorney General shall report the count.
    """,
    cure="""\
    - id: 3.b
      deadline: {within: 60 days}
      text: Within 60 days of the date of this order, the Attorney General shall report the count.
    """,
)
def deadline_untold(subject: Subject) -> Iterator[Sighting]:
    """The text names a deadline, and the directive has none, or another one.

    Times that the text counts from something other than the order are only asked for where there is no deadline at all.
    """
    for order in subject.dataset.orders.values():
        for section in order.sections:
            for directive in section.directives:
                yield from _untold(Duty(order, directive), subject)


def _untold(duty: Duty, subject: Subject) -> Iterator[Sighting]:
    directive = duty.directive
    deadlines = (*directive.deadline, *(d for item in directive.items for d in item.deadline))
    for part in (duty, *duty.items()):
        for time in find_times(part.part.text or ""):
            if deadlines and (not time.from_order or time.is_said_by(deadlines)):
                continue
            given = name_first([_name(each) for each in deadlines], _MOST_NAMED) or "none"
            message = (
                f'the text of {cite(duty.order.id, part.part.id)} says "{time.words}", and the deadline is {given}'
            )
            hint = f"write deadline: {{{time.write()}}}"
            at = (*subject.place(part), "text")
            yield Sighting(duty.order.id, at, message, hint, time.words, directive=part.id, on_key=True)


def _name(deadline: Deadline) -> str:
    return str(deadline.within or deadline.by or deadline.by_end_of or deadline.every or "immediate")


@rule(
    "EO224",
    "note",
    fault="""\
    - id: 3.b
      lead: [DHS]
      text: The Attorney General shall report the count.
    """,
    cure="""\
    - id: 3.b
      lead: [DOJ]
      text: The Attorney General shall report the count.
    """,
)
def lead_unnamed(subject: Subject) -> Iterator[Sighting]:
    """The text names no such lead.

    A lead is named by its name, the title of its head or another name that the registry has. "The Secretary" and the
    like, which an order defines further up, are taken for any agency whose head has that title.
    """
    names: dict[str, re.Pattern[str] | None] = {}
    for order in subject.dataset.orders.values():
        texts = {part.id: part.text or "" for _, part, _ in list_parts(order)}
        for at, part, home in list_parts(order):
            if not part.text or not part.lead:
                continue
            # An item is read behind its directive's lead-in.
            lead_in = texts[home] if isinstance(part, Item) else ""
            text = " ".join(f"{lead_in} {part.text}".casefold().split())
            for n, key in enumerate(part.lead):
                if key not in names:
                    names[key] = _any_of(_names_of(key, subject.dataset.registry))
                pattern = names[key] or _any_of(_body_names(key, order, subject.dataset))
                if pattern and not pattern.search(text):
                    name = subject.dataset.agency_name(key, order)
                    message = f"the text of {cite(order.id, part.id)} does not name {name}, its lead"
                    directive = f"{order.id}/{part.id}"
                    hint = "is it the one who shall do it?"
                    yield Sighting(order.id, (*at, "lead", n), message, hint, key, directive=directive)


def _names_of(key: str, registry: Registry) -> Iterator[str]:
    """Give what an order may call an agency, folded for comparing."""
    if key == ALL_AGENCIES:
        yield from ("agencies", "agency", "departments")
    elif key in registry.agencies:
        agency = registry.agencies[key]
        yield from filter(None, map(normalized, agency.names()))
        for title in agency.officials:
            head = normalized(title).partition(" of ")[0]
            yield from (f"the {head}", f"the {head[:-1]}ies" if head.endswith("y") else f"the {head}s")


def _body_names(key: str, order: Order, dataset: Dataset) -> tuple[str, ...]:
    """Give what an order calls a body of its own: its name, or the last word of that, as in "the Commission"."""
    name = normalized(dataset.agency_name(key, order))
    return (normalized(key), name, f"the {name.rpartition(' ')[2]}", *name.split()[-1:])


def _any_of(names: Iterable[str]) -> re.Pattern[str] | None:
    """Make a pattern that finds any of these names, whole: the key of Education is in no "completed"."""
    found = "|".join(re.escape(name) for name in names if name)
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)") if found else None


def _read_kept_text(order: Order, subject: Subject) -> str | Problem | None:
    """Read the text that is kept of an order, folded for comparing; None where none is."""
    if order.source is None or order.source.file is None:
        return None
    known = subject.texts
    if order.id not in known:
        known[order.id] = _read_folded(f"{DIRECTIVES}/{order.source.file}", subject)
    return known[order.id]


def _read_folded(path: str, subject: Subject) -> str | Problem:
    if subject.contents.leads_out(path, DIRECTIVES):
        return Problem(path, 1, 1, "EO222", f"{path} is not there")
    raw = subject.contents.read(path)
    source = decode(raw, path) if isinstance(raw, bytes) else raw
    return source if isinstance(source, Problem) else _folded(source.text, marked=True)


def _folded(text: str, *, marked: bool = False) -> str:
    """Fold what makes no difference in a text; `marked` is one in Markdown, HTML or XML, perhaps of printed pages."""
    if marked:
        text = _TYPED_QUOTES.sub('"', _PAGE.sub(" ", html.unescape(_TAG.sub(" ", text))))
    return " ".join(_MARKS.sub("", text.translate(_STRAIGHT)).split())


@rule(
    "EO226",
    "error",
    fault="""\
    # directives/eo-90001.yaml, on 2025-06-01
    signed: 2052-01-06
    published: 2025-01-09
    """,
    cure="""\
    signed: 2025-01-06
    published: 2025-01-09
    """,
)
def signed_later(subject: Subject) -> Iterator[Sighting]:
    """An order is signed after today, or published before it was signed.

    All that counts from the signing would fall due too late.
    """
    for order in subject.dataset.orders.values():
        if order.signed > subject.today:
            message = f"{order.order} is signed on {order.signed}, which is after today, {subject.today}"
            yield Sighting(order.id, ("signed",), message, "check the year", "today", on_key=True)
        if order.published and order.published < order.signed:
            message = f"{order.order} is published on {order.published}, before it was signed on {order.signed}"
            yield Sighting(order.id, ("published",), message, "check both days", "published", on_key=True)
