"""The words of a section, cut at its provisions' marks and at what it quotes: which words stand in which provision.

Words after a list that are flush with what led into it are the lead-in's again. In a paragraph of its own that shows
by the list having been led into ("shall:") and being over; in mid-paragraph by the list's last sentence being over.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eo_tracker.intake.lines import LEADS_IN
from eo_tracker.intake.numbering import EXTRACT
from eo_tracker.intake.outline import Passage
from eo_tracker.intake.quotations import is_amending, leads_into_extract

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eo_tracker.intake.lines import Line

_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\bNo)(?<!\bseq)(?<!\bal)[.?!][”’)]*\s+(?=[A-Z“(])")
_ENDS_SENTENCE = re.compile(r"[.?!][”’)]*\s*$")
_POINTS = re.compile(r"[.,;:”’)]*")
_WORDS_SEEN = 400
_NO_WORDS = re.compile(r"(?:\b(?:and|or)\b|[^\w“])*")

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """A place at which a provision begins: where its mark begins, where its words begin, and its path."""

    start: int
    end: int
    path: Path
    opens: bool


def cut_into_passages(section: str, lines: Sequence[Line], cuts: Sequence[Sequence[Cut]]) -> list[Passage]:
    """Cut a section's lines into passages, each of one provision, in reading order; `cuts` has those of each line."""
    cutter = _Cutter(section, [cut.path for of_line in cuts for cut in of_line if cut.path is not EXTRACT])
    for line, of_line in zip(lines, cuts, strict=True):
        cutter.cut(line, of_line)
    return cutter.passages


@dataclass(slots=True)
class _List:
    """A list that was begun: whether words with a colon lead into it, and whether it begins in mid-sentence."""

    led_in: bool
    in_mid_sentence: bool


class _Cutter:
    """Walks through a section's lines and knows at each word which provision it is in."""

    def __init__(self, section: str, paths: Sequence[Path]):
        self.passages: list[Passage] = []
        self._section = section
        self._paths = paths
        self._passed = 0
        self._path: Path = ()
        self._lists: dict[Path, _List] = {}
        self._extract = False
        self._flush = False
        self._last_words = ""

    def cut(self, line: Line, cuts: Sequence[Cut]) -> None:
        """Cut one line at its marks."""
        place = 0
        if not cuts or not cuts[0].opens:
            self._begin_without_mark(line)
        in_line = False
        for cut in cuts:
            self._add(line, place, cut.start, in_line=in_line)
            if cut.path is EXTRACT:
                self._extract = True
                place = cut.start
                continue
            self._enter(cut, line)
            in_line = not cut.opens
            place = cut.end
        self._add(line, place, len(line.text), in_line=in_line)

    def _enter(self, cut: Cut, line: Line) -> None:
        above = cut.path[:-1]
        begins_list = (
            len(cut.path) > len(self._path) or above != self._path[: len(above)] or len(above) >= len(self._path)
        )
        if begins_list:
            before = line.text[max(0, cut.start - _WORDS_SEEN) : cut.start] if not cut.opens else ""
            before = before.rstrip() or self._last_words
            mid = not cut.opens and bool(before) and not _ENDS_SENTENCE.search(before)
            self._lists[above] = _List(before.endswith(LEADS_IN), mid)
        self._path = cut.path
        self._passed += 1
        self._extract = self._flush = False

    def _begin_without_mark(self, line: Line) -> None:
        """Find the provision of a paragraph without a mark: the one before, or what led into a list now over."""
        if line.announced or line.left_open:
            self._extract = True
        if self._extract or self._flush or (line.begins_quoted and not line.text.startswith("“")):
            return
        listed = self._lists.get(self._path[:-1]) if self._path else None
        if not listed or not self._is_over(self._path) or not _ENDS_SENTENCE.search(self._last_words):
            return
        if listed.in_mid_sentence:
            self._path = self._find_lead_in()
        elif listed.led_in:
            self._path = self._path[:-1]
            self._flush = True

    def _is_over(self, path: Path) -> bool:
        """Whether an item is the last of its list, and nothing more stands below it."""
        following = self._paths[self._passed] if self._passed < len(self._paths) else ()
        return len(following) < len(path) or following[: len(path) - 1] != path[:-1]

    def _add(self, line: Line, start: int, end: int, *, in_line: bool) -> None:
        """Add words of one line; after the last sentence of a list in mid-sentence they are the lead-in's again."""
        lead_in = self._find_lead_in() if in_line else self._path
        if lead_in != self._path and (sentence := _SENTENCE_END.search(line.text, start, end)):
            self._add_pieces(line, start, sentence.end())
            self._path = lead_in
            start = sentence.end()
        self._add_pieces(line, start, end)

    def _find_lead_in(self) -> Path:
        """Find what led into the list in mid-sentence that ends here, and into the list that it ends with it."""
        path = self._path
        while path and self._is_over(path) and (listed := self._lists.get(path[:-1])) and listed.in_mid_sentence:
            path = path[:-1]
        return path

    def _add_pieces(self, line: Line, start: int, end: int) -> None:
        """Add words, apart from what is quoted in order to amend."""
        if self._extract:
            self._append(line.text[start:end], quoted=True)
            return
        place = seen = start
        amending = False
        for quoted_from, quoted_to in line.quoted[max(0, bisect_left(line.quoted, (start, 0)) - 1) :]:
            if quoted_from >= end:
                break
            if quoted_to <= start:
                continue
            amending = self._amends(line.text[max(seen, start) : quoted_from], after_amendment=amending)
            if amending or self._takes_paragraphs(line, quoted_from, quoted_to):
                self._append(line.text[place : max(quoted_from, place)])
                stop = _find_end_of_quotation(line.text, min(quoted_to, end), end)
                self._append(line.text[max(quoted_from, place) : stop], quoted=True)
                place = stop
            seen = quoted_to - len(".”")  # to see whether a sentence ends there
        self._append(line.text[place:end])

    def _amends(self, before: str, *, after_amendment: bool) -> bool:
        """Whether a quotation is to stand elsewhere, by the words before it in its sentence or paragraph."""
        if not before.strip():
            return after_amendment or leads_into_extract(self._last_words)
        sentences = _SENTENCE_END.split(before)
        return is_amending(sentences[-1].strip()) or (after_amendment and len(sentences) == 1)

    def _takes_paragraphs(self, line: Line, quoted_from: int, quoted_to: int) -> bool:
        """Whether a quotation goes on from the paragraph before or into the next."""
        if quoted_from == 0:
            goes_on = bool(self.passages) and self.passages[-1].quoted
            return goes_on or not line.text.startswith("“") or (line.goes_on and quoted_to == len(line.text))
        return line.goes_on and quoted_to == len(line.text)

    def _append(self, words: str, *, quoted: bool = False) -> None:
        words = words.strip()
        if words:
            provision = ".".join((self._section, *self._path))
            self.passages.append(Passage(provision, words, quoted))
            self._last_words = words


def _find_end_of_quotation(text: str, start: int, end: int) -> int:
    """Find where a quotation ends with the points after it, and with the rest of the words if that is "; and"."""
    rest = _NO_WORDS.match(text, start, end)
    points = _POINTS.match(text, start, end)
    return end if rest and rest.end() == end else points.end() if points else start
