"""The order itself, cut out of what stands around it: from the words that enact it to before its signature.

Above them stand its number, its day and its heading; below, the signature, the day again, and how it was filed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from eo_tracker.intake.days import WRITTEN_DAY, read_day
from eo_tracker.intake.official_text import Facts, OfficialText
from eo_tracker.intake.page import Page
from eo_tracker.intake.refusals import refuse_others

_ENACTS = re.compile(r"\b(?:authority|authorities|power|powers) vested in (?:me\b|the President\b)", re.IGNORECASE)
_SECTION = re.compile(r"(?:Section|SECTION) ?1(?:[-.][0-9]+)?[.:]")
_NUMBERED = re.compile(
    r"(?:Executive Order|EXECUTIVE ORDER)(?: No\.| NO\.)? ?([0-9]{1,5}(?:-[A-Z])?)"
    rf"(?: of ({WRITTEN_DAY}|[A-Z][a-z]+ [0-9]{{1,2}}, ?[0-9]{{4}})| ?[—:] ?(.*)|[.:]?$)"
)
_ENDS = re.compile(
    r"THE WHITE HOUSE,?$|The White House,$|THE WHITE HOUSE, ?(?:Washington|WASHINGTON|[A-Z][a-z]+ [0-9])"
    r"|\(Presidential Sig"
    r"|\[FR Doc\.|Billing code |BILLING CODE |Filed [0-9]+-[0-9]+-[0-9]+;|\[seal\]|\[SEAL\]|###$"
)
_SIGNATURE = re.compile(r"(?:/s/ ?)?(?:[A-Z][A-Z’'.-]*,? ){1,4}[A-Z][A-Z’'.-]*\.?$|[A-Za-z]{1,3}$")
_ONLY_A_MARK = re.compile(r"[“‘]?(?:\([A-Za-z0-9]{1,5}\)|[A-Za-z0-9]{1,4}\.|•|(?:Section|Sec\.) [0-9.-]+)$")
_ATTACHED = re.compile(r"(?:ANNEX|APPENDIX|Annex|Appendix|ATTACHMENT|Attachment)(?: [A-Z0-9]{1,4})?$")
_GOES_ON = re.compile(r"(?!(?:[ivx]{1,5}|[a-z]{1,2})[.)](?: |$))[a-z]")
_DAY = re.compile(rf"({WRITTEN_DAY})(?:\.|$)")
_DAY_IN_SIGNATURE = re.compile(rf"THE WHITE HOUSE,? .{{0,40}}?({WRITTEN_DAY})")
_PREFIX = re.compile(r"(?:An )?Executive Order(?: on|:) (?=\S)", re.IGNORECASE)
_SMALL = 12
"""Paragraphs below a signature in which its day may stand."""
_TITLE = 300
_HEADS = 40


def take_body(page: Page, number: str | None = None, signed: date | None = None) -> OfficialText:
    """Cut the order out of a page. A number and a day that the user gives are so. Raises EOTrackerError."""
    start = _find_start(page.paragraphs)
    end = _find_end(page.paragraphs, start)
    head, body, tail = page.paragraphs[:start], page.paragraphs[start:end], page.paragraphs[end:]
    refuse_others(page, head, body, tail, number)
    facts, doubts = _tell_facts(page, head, tail)
    if facts.signed is None and page.posted:
        facts = replace(facts, signed=read_day(page.posted))
        if not signed and facts.signed:
            doubts = (*doubts, f"the text bears no day; {facts.signed} is when the page was posted")
    facts = replace(facts, number=number or facts.number, signed=signed or facts.signed)
    return OfficialText(page.kind, facts, tuple(_join(body)), () if number and signed else doubts)


def _join(paragraphs: Iterable[str]) -> Iterator[str]:
    """Put a mark that stands by itself before its words, and together what a break cut in mid-sentence."""
    whole = ""
    for paragraph in paragraphs:
        if not whole:
            whole = paragraph
        elif _ONLY_A_MARK.match(whole) or (whole[-1].islower() and _GOES_ON.match(paragraph)):
            whole = f"{whole} {paragraph}"
        else:
            yield whole
            whole = paragraph
    if whole:
        yield whole


def _find_start(paragraphs: Sequence[str]) -> int:
    """Find the words that enact; without any, the first section, or what stands below the number and the heading."""
    for n, paragraph in enumerate(paragraphs):
        if _ENACTS.search(paragraph) or _SECTION.match(paragraph):
            return n
    numbered = next((n for n, p in enumerate(paragraphs) if _NUMBERED.match(p)), None)
    return 0 if numbered is None else min(numbered + 2, len(paragraphs))


def _find_end(paragraphs: Sequence[str], start: int) -> int:
    end = next((n for n in range(start, len(paragraphs)) if _ENDS.match(paragraphs[n])), len(paragraphs))
    while end > start + 1 and any(p.fullmatch(paragraphs[end - 1]) for p in (_SIGNATURE, _DAY, _ATTACHED)):
        end -= 1
    return end


def _tell_facts(page: Page, head: Sequence[str], tail: Sequence[str]) -> tuple[Facts, tuple[str, ...]]:
    doubts: list[str] = []
    number, day_above, title = _read_head(head)
    day_below = _find_day(tail)
    if day_above and day_below and day_above != day_below:
        doubts.append(f"the heading is of {day_above}, the signature of {day_below}")
    signed = day_above or day_below
    posted = read_day(page.posted)
    if signed and posted and signed != posted:
        doubts.append(f"the text bears the day {signed}, the page {posted}")
    title = page.facts.title or title
    if title and (prefix := _PREFIX.match(title)):
        title = title[prefix.end() :]
        title = title[0].upper() + title[1:]
    return replace(page.facts, number=number, signed=signed, title=title), tuple(doubts)


def _read_head(head: Sequence[str]) -> tuple[str | None, date | None, str | None]:
    """Read the number, the day and the heading above the order. The last that has both is this one's."""
    near = range(len(head) - 1, max(len(head) - _HEADS, -1), -1)
    found = [(n, match) for n in near if (match := _NUMBERED.match(head[n]))]
    if not found:
        last = head[-1] if head else ""
        return None, None, last if 0 < len(last) < _TITLE and not last.endswith((".", ":")) else None
    n, match = next(((n, m) for n, m in found if m[2]), found[-1])
    below = [p for p in head[n + 1 :] if not _DAY.fullmatch(p)]
    title = match[3] or (below[0] if below and len(below[0]) < _TITLE else None)
    return match[1], read_day(match[2] or ""), title


def _find_day(tail: Sequence[str]) -> date | None:
    for paragraph in tail[:_SMALL]:
        if found := _DAY.match(paragraph) or _DAY_IN_SIGNATURE.match(paragraph):
            return read_day(found[1])
    return None
