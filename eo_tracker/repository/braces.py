"""Flow style: what stands in braces or brackets, and the commas between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eo_tracker.repository.splices import CannotEdit, Places, Splice
from eo_tracker.repository.tree import Node
from eo_tracker.repository.writing import write_on_one_line

_BREAK = re.compile(r"[\r\n]")
_COMMA = re.compile(r"(?:\s|#[^\r\n]*[\r\n])*,")  # behind any comments
_REST_OF_LINE = re.compile(r"[ \t]*,?[ \t]*(#.*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Braces(Places):
    """Finds what must be spliced in a text where it is in flow style."""

    def write(self, value: Any) -> str:
        return write_on_one_line(value, quoted=self._is_json())

    def write_entries(self, entries: Mapping[str, Any]) -> list[str]:
        return [self.write({key: value})[1:-1] for key, value in entries.items()]

    def _is_json(self) -> bool:
        """Whether a file is written as JSON is: then what is added is, too."""
        return re.match(r'\s*\{\s*"', self.text) is not None

    def insert(self, node: Node, after: int | None, added: list[str]) -> Iterator[Splice]:
        places = self._places(node)
        if not places:
            yield Splice(node.start + 1, node.end - 1, ", ".join(added))
            return
        start, end = places[after or 0]
        on_lines = self._is_alone(start, end)
        line_end = self.line_end(start)
        between = f",{line_end}{' ' * self.column(start)}" if on_lines else ", "
        if after is None:
            yield Splice(start, start, between.join([*added, ""]))
        elif on_lines and (self._has_comma(end) or after + 1 == len(places)):
            at = self.end_of_line(end)
            comma = "," if self._has_comma(end) else ""
            if not comma:
                yield Splice(end, end, ",")
            yield Splice(at, at, between.removeprefix(",") + between.join(added) + comma)
        else:
            yield Splice(end, end, "".join(f", {each}" for each in added))

    def remove(self, node: Node, gone: Sequence[int]) -> Iterator[Splice]:
        """Take entries out of braces, each run of them with the commas that it leaves behind."""
        places = self._places(node)
        if gone and len(gone) == len(places):
            yield Splice(node.start + 1, node.end - 1, "")
            return
        for n in gone:
            if n - 1 in gone:
                continue
            following = next(after for after in range(n, len(places) + 1) if after not in gone)
            yield from self._remove_run(places, n, following)

    def _remove_run(self, places: Sequence[tuple[int, int]], n: int, following: int) -> Iterator[Splice]:
        start, end = places[n][0], places[following - 1][1]
        is_last, has_comma = following == len(places), self._has_comma(end)
        shares_line = n > 0 and not _BREAK.search(self.text, places[n - 1][1], start)
        if self._is_alone(start, end) and has_comma != self._is_led_by_comma(start):
            yield self.without_lines(start, end)
        elif shares_line and (is_last or not has_comma):
            yield Splice(places[n - 1][1], end, "")
        elif is_last:
            comma = _COMMA.match(self.text, places[n - 1][1])
            if comma is None:
                raise CannotEdit("a comma is not found")
            yield Splice(comma.end() - 1, comma.end(), "")
            yield self.without_lines(start, end) if self._is_alone(start, end) else Splice(start, end, "")
        elif has_comma and _BREAK.search(self.text, end, places[following][0]):
            yield Splice(len(self.text[:start].rstrip(" \t")), self.end_of_line(end), "")
        else:
            yield Splice(start, places[following][0], "")

    def _places(self, node: Node) -> list[tuple[int, int]]:
        entries = [(key.start, self.end_of_entry(key, value)) for key, value in node.entries]
        return entries or [(item.start, item.end) for item in node.items]

    def _is_alone(self, start: int, end: int) -> bool:
        """Whether nothing but a comma and a comment stands on the lines of something in braces."""
        before, behind = self.text[self.start_of_line(start) : start], self.text[end : self.end_of_line(end)]
        return before.strip() in ("", ",") and _REST_OF_LINE.fullmatch(behind) is not None

    def _is_led_by_comma(self, start: int) -> bool:
        return self.text[self.start_of_line(start) : start].strip() == ","

    def _has_comma(self, end: int) -> bool:
        return self.text[end:].lstrip(" \t").startswith(",")
