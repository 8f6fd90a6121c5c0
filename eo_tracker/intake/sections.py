"""The sections of an order, their headings, and the paragraphs of each.

"Section 1.", "Sec. 2.", decimal in Parts ("Sec. 1.1."), by hundreds ("Sec. 201."), or of the old style "1-101."; an
order may have none, or number its paragraphs instead. A Part is no provision, it only stands between sections. Where
numbers are repeated or left out, the numbers that the order gives are taken, and told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from eo_tracker.intake.quotations import is_within, leads_into_extract

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eo_tracker.intake.quotations import Span

Number = tuple[int, ...]

_SECTION = re.compile(
    r"(?:Section|SECTION|Sect|SECT|Sec|SEC|§)\.?\s*(?P<major>[0-9]{1,3})(?:[.-](?P<minor>[0-9]{1,3}))?"
    r"(?:(?P<point>\s?[.:]|\s?[—–](?=\s?[A-Z]))\s*(?=[^\sa-z,;)]|$)|\s+(?=\((?:a|i|1|A)\)|[A-Z]))"
)
_OLD_STYLE = re.compile(r"(?:Sec(?:tion|\.)?\s*)?(?P<major>[1-9][0-9]?)-(?P<minor>[0-9]{1,3})\.\s+")
_DECIMAL = re.compile(r"(?P<major>[1-9][0-9]?)\.(?P<minor>[0-9]{1,3})\.?(?P<point>)\s+(?=[A-Z(“])")
_NUMBERED_PARAGRAPH = re.compile(r"(?P<major>[1-9][0-9]?)\.\s+(?=\S)")
_WITHIN = re.compile(r"[.;:”]\s*(?=(?:Section|Sec\.|SECTION|SEC\.)\s*[0-9])")
_PART = re.compile(
    r"(?:PART|Part|TITLE|Title|SUBPART|Subpart|CHAPTER|Chapter|ARTICLE|Article)"
    r"\s+(?:[IVXLC]{1,6}|[0-9]{1,2}|[A-Z])\b"
)
_MOST_STARTS = 2_000  # orders have up to some dozen sections
_LONGEST_PART_HEADING = 140
_LONGEST_HEADING = 240
_MOST_HEADING_WORDS = 28
_MOST_PLAIN_HEADING_WORDS = 8
_MOST_WORDS_OF_DOING = 14  # "Establishing a minimum wage for contractors."
_MOST_WORDS_BEFORE_COLON = 4

_POINT = re.compile(r"[.?](?=[”’)]*(?:\s|\(|$))[”’)]*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(.“‘])(?:[A-Za-z]|No|Nos|Inc|Gen|St|Jr|Sr|Pub|vs?|Mr|Mrs|Dr|Stat|Dept|Co|Corp|Ltd|seq|al|sec|Sec)\Z"
)
_BEGINS_HEADING = re.compile(r"\s*[“‘]?[A-Z0-9]")
_COLON = re.compile(r"([A-Z][^.:;,(]{2,40}): ?(?=\([a1i]\) [A-Z])")
_SPACE = re.compile(r"\s*")
# fmt: off
_SMALL_WORDS = frozenset({
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "nor", "per", "the", "to",
    "via", "with", "within", "without", "under", "upon", "over", "its", "their", "our", "than", "that", "other",
    "et", "seq", "after", "before", "between", "during", "regarding", "through", "against", "toward", "towards",
    "among", "be", "well",
})
# fmt: on
_BEGIN_SENTENCES = frozenset({"The", "This", "Each", "Any", "All", "I", "It", "No"})
# fmt: off
_VERBS = frozenset({
    "shall", "is", "are", "was", "were", "may", "must", "will", "has", "have", "had", "do", "does", "can", "should",
    "would", "hereby", "requires", "apply", "applies", "means", "order", "am",
})
# fmt: on


@dataclass(slots=True)
class Section:
    """A section and what stands in it; one without a number is what stands before or between the sections."""

    number: str | None
    heading: str = ""
    lines: list[tuple[int, int, int]] = field(default_factory=list)
    """Which paragraph, from where to where in it."""

    repeats: str = ""
    """What the text gives as its number, where it has given that number before."""

    def add(self, paragraph: int, begin: int, end: int) -> None:
        """Add words of a paragraph."""
        if begin < end:
            self.lines.append((paragraph, begin, end))


@dataclass(frozen=True, slots=True)
class _Start:
    """A place at which a section may begin."""

    paragraph: int
    start: int
    end: int
    number: Number
    sure: bool


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A place at which a section begins, and its number, which may be another than the text repeats."""

    start: _Start
    number: Number
    repeated: bool


def find_sections(paragraphs: Sequence[str], quoted: Sequence[Sequence[Span]]) -> list[Section]:
    """Divide an order into its sections, and what stands before and between them."""
    starts = list(islice(_find_starts(paragraphs, quoted, _SECTION, _OLD_STYLE, _DECIMAL), _MOST_STARTS))
    chosen = _choose(starts, paragraphs)
    if not chosen:
        numbered = list(islice(_find_starts(paragraphs, quoted, _NUMBERED_PARAGRAPH), _MOST_STARTS))
        chosen = _choose(numbered, paragraphs)
        chosen = chosen if len(chosen) > 1 and chosen[0].number == (1,) else []
    if not chosen:
        return _make_one(paragraphs)
    return list(_divide(paragraphs, quoted, chosen))


def _find_starts(
    paragraphs: Sequence[str], quoted: Sequence[Sequence[Span]], *patterns: re.Pattern[str]
) -> Iterator[_Start]:
    for number, paragraph in enumerate(paragraphs):
        places = [0]
        if "Sec" in paragraph or "SEC" in paragraph:
            places += [match.end() for match in _WITHIN.finditer(paragraph)]
        for place in places:
            if is_within(quoted[number], place):
                continue
            for pattern in patterns:
                match = pattern.match(paragraph, place)
                if match:
                    yield _read_start(match, number)
                    break


def _read_start(match: re.Match[str], paragraph: int) -> _Start:
    groups = match.groupdict()
    minor = groups.get("minor")
    number = (int(match["major"]), int(minor)) if minor else (int(match["major"]),)
    point = "point" not in groups or bool(groups["point"])
    return _Start(paragraph, match.start(), match.end(), number, point and match.start() == 0)


def _choose(starts: Sequence[_Start], paragraphs: Sequence[str]) -> list[_Chosen]:
    """Choose those that are the order's own; where a number is repeated and the next one is missing, it is that."""
    last_at = {start.number: place for place, start in enumerate(starts)}
    chosen: list[_Chosen] = []
    seen: set[Number] = set()
    current: Number | None = None
    in_extract = False
    for place, start in enumerate(starts):
        if start.number[0] == 0:
            continue
        following = _following(current)
        announced = start.start == 0 and start.paragraph > 0 and leads_into_extract(paragraphs[start.paragraph - 1])
        goes_on_later = any(last_at.get(number, -1) > place for number in following)
        in_extract = (announced or (in_extract and start.number not in following)) and goes_on_later
        if in_extract or (not start.sure and start.number not in following):
            continue
        number = start.number
        repeated = number in seen
        if repeated and place + 1 < len(starts) and starts[place + 1].number in _following(following[0]):
            number = following[0]
        chosen.append(_Chosen(start, number, repeated))
        seen.add(number)
        current = number
    return chosen


def _following(number: Number | None) -> list[Number]:
    """Tell the numbers that may come after one."""
    if number is None:
        return [(1,), (1, 1), (101,), (1, 101)]
    if len(number) == 2:
        major, minor = number
        return [
            (major, minor + 1),
            (major + 1, 1),
            (major + 1, 0),
            (major + 1, 101),
            (major, minor // 100 * 100 + 101),
            (major + 1,),
        ]
    hundreds = [((number[0] // 100 + 1) * 100 + 1,)] if number[0] > 100 else []
    return [(number[0] + 1,), *hundreds, (number[0] + 1, 1), (number[0], 1), (number[0], 0)]


def _make_one(paragraphs: Sequence[str]) -> list[Section]:
    """Make the only section of an order that has none."""
    lines = [(number, 0, len(paragraph)) for number, paragraph in enumerate(paragraphs)]
    if len(lines) > 1 and paragraphs[0].endswith(":"):
        return [Section(None, lines=lines[:1]), Section("1", lines=lines[1:])]
    return [Section("1", lines=lines)] if lines else []


def _divide(
    paragraphs: Sequence[str], quoted: Sequence[Sequence[Span]], chosen: Sequence[_Chosen]
) -> Iterator[Section]:
    """Give each paragraph to the section that it stands in; the headings of Parts stand in none."""
    parts = _find_parts(paragraphs, quoted)
    by_part = len({begin.number for begin in chosen}) < len(chosen)
    section = Section(None)
    waiting = list(reversed(chosen))
    part = 0
    for number, paragraph in enumerate(paragraphs):
        begin = 0
        if number in parts:
            part += 1
            yield section
            yield Section(None, lines=[(number, 0, len(paragraph))])
            section = Section(None)
            continue
        while waiting and waiting[-1].start.paragraph == number:
            following = waiting.pop()
            section.add(number, begin, following.start.start)
            yield section
            section, begin = _begin(paragraph, following, part if by_part else 0)
        section.add(number, begin, len(paragraph))
    yield section


def _begin(paragraph: str, chosen: _Chosen, part: int) -> tuple[Section, int]:
    """Begin a section; where each Part counts its sections anew, they are 1.1, 1.2, 2.1."""
    start = chosen.start
    heading, begin = find_heading(paragraph, start.end)
    number = (part, *chosen.number) if part and len(chosen.number) == 1 else chosen.number
    mark = paragraph[start.start : start.end].strip()
    repeats = mark if chosen.repeated and number == chosen.number else ""
    return Section(".".join(map(str, number)), heading, repeats=repeats), begin


def _find_parts(paragraphs: Sequence[str], quoted: Sequence[Sequence[Span]]) -> set[int]:
    return {
        number
        for number, paragraph in enumerate(paragraphs)
        if len(paragraph) <= _LONGEST_PART_HEADING
        and _PART.match(paragraph)
        and not paragraph.rstrip().endswith((":", ";", ","))
        and not any(start == 0 for start, _ in quoted[number])
        and _is_heading(_PART.sub("", paragraph, count=1).strip(" .—–:-"), plain=False)
    }


def find_heading(paragraph: str, begin: int) -> tuple[str, int]:
    """Find the heading that a section's words begin with, without its point, and where the words after it begin."""
    seen = paragraph[begin : begin + _LONGEST_HEADING]
    colon = _COLON.match(seen)
    if colon and len(colon[1].split()) <= _MOST_WORDS_BEFORE_COLON and _is_heading(colon[1], plain=False):
        return colon[1], begin + colon.end()
    for point in _POINT.finditer(seen):
        title = seen[: point.start()]
        if _ABBREVIATION.search(title):
            continue
        if not _is_heading(title, plain=True):
            return "", begin
        rest = begin + point.end()
        return title.strip(), _SPACE.match(paragraph, rest).end()  # type: ignore[union-attr]
    if (
        len(seen) < _LONGEST_HEADING
        and seen
        and not seen.rstrip().endswith((":", ";", ",", "—"))
        and _is_heading(seen, plain=True)
    ):
        return seen.strip(), len(paragraph)
    return "", begin


def _is_heading(title: str, *, plain: bool) -> bool:
    """Whether words are a title: in capitals where titles have them, or few and without a verb."""
    words = title.split()
    if not words:
        return not plain
    if (
        len(words) > _MOST_HEADING_WORDS
        or title.lstrip().startswith("(")
        or not re.match(r"[“‘(]?[A-Z0-9]", title.lstrip())
    ):
        return False
    bare = [word.strip("“”‘’()[],;:—-") for word in words]
    if any(word in _VERBS for word in bare):
        return False
    small = sum(word[:1].islower() and word not in _SMALL_WORDS for word in bare)
    if small == 0 or (small == 1 and len(words) > _MOST_PLAIN_HEADING_WORDS and bare[0] not in _BEGIN_SENTENCES):
        return True
    return plain and len(words) <= (_MOST_WORDS_OF_DOING if bare[0].endswith("ing") else _MOST_PLAIN_HEADING_WORDS)
