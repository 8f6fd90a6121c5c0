"""Edits of a data file by anybody's hand: it says what it is to say, and is otherwise the same, byte for byte.

The file's own values are held against those wanted. Where they differ, text is put in the place of text: a value's,
an entry's, or none at all. Every edit is proven before it is given back: the new text says just what was wanted, and
no other line is touched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.repository.tree import Node, Tree, UnreadableYAML, read_nodes, read_tree
from eo_tracker.repository.writing import (
    WIDEST_LINE,
    can_be_folded,
    fold,
    write_canonical,
    write_on_one_line,
    write_scalar,
)

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\r|\n")
_BREAK = re.compile(r"[\r\n]")
_COMMA = re.compile(r"(?:\s|#[^\r\n]*[\r\n])*,")  # behind any comments
_REST_OF_LINE = re.compile(r"[ \t]*,?[ \t]*(#.*)?", re.DOTALL)
_BLOCK = ("|", ">")


class CannotEdit(EOTrackerError):
    """A file is written in a way in which an edit cannot be promised to change nothing else."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the file cannot be edited without touching more of it: {why}", "edit it by hand")


@dataclass(frozen=True, slots=True)
class _Splice:
    """Text that is put in the place of the text from `start` up to `end`."""

    start: int
    end: int
    text: str


def edit(raw: bytes, data: Mapping[str, Any]) -> bytes:
    """Return a file's bytes, changed so that it says `data` and nothing else is different. Raises CannotEdit.

    `data` is all that the file is to say, dates and flags as such. A file that says so already is returned as it is.
    """
    mark = _BYTE_ORDER_MARK if raw.startswith(_BYTE_ORDER_MARK) else b""
    wanted = _as_read(data)
    try:
        text = raw.removeprefix(mark).decode()
        tree, repeats = read_tree(text)
        if repeats:
            raise CannotEdit("a key stands twice in it")
        if _alike(tree) == _alike(wanted):
            return raw
        node = read_nodes(text)
        if node is None or node.kind != "mapping":
            raise CannotEdit("it holds no keys and values")
        splices = _moved_out(text, list(_Editor(text).change(node, tree, data)))
        edited = _spliced(text, splices)
        _prove(text, edited, splices, wanted)
        return mark + edited.encode()
    except UnicodeDecodeError:
        raise CannotEdit("it is not UTF-8 text") from None
    except UnreadableYAML as e:
        raise CannotEdit(e.message) from None


def _as_read(value: Any) -> Tree:
    """Write a value as the reader gives it: every scalar as text."""
    if isinstance(value, Mapping):
        return {key: _as_read(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_as_read(each) for each in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, date) else value


def _alike(tree: Tree) -> Tree:
    """Write a tree so that what says the same is the same: a list of one word is that word, an empty list nothing."""
    if isinstance(tree, dict):
        return {key: _alike(each) for key, each in tree.items()}
    if isinstance(tree, list) and (not tree or (len(tree) == 1 and isinstance(tree[0], str))):
        return tree[0] if tree else None
    return [_alike(each) for each in tree] if isinstance(tree, list) else tree


def _says_the_same(tree: Tree, new: Any) -> bool:
    return bool(_alike(tree) == _alike(_as_read(new)))


def _moved_out(text: str, splices: list[_Splice]) -> list[_Splice]:
    """Order splices; lines that would come behind a line which goes come behind the last one before it that stays."""
    gone = _joined(text, sorted((s for s in splices if not s.text), key=lambda s: s.start))
    moved = []
    for splice in splices:
        start = splice.start
        while splice.start == splice.end and (inside := next((g for g in gone if g.start < start < g.end), None)):
            start = _end_before(text, inside.start)
        if splice.text:
            moved.append(_Splice(start, start, splice.text) if start != splice.start else splice)
    return sorted([*gone, *moved], key=lambda s: (s.start, s.end))


def _joined(text: str, gone: list[_Splice]) -> list[_Splice]:
    """Make one of the last lines of a file and those before them, where both go: the end of the file stays as it is."""
    joined: list[_Splice] = []
    for splice in gone:
        meets = joined and splice.start < joined[-1].end
        joined.append(_Splice(_end_before(text, joined.pop().start), splice.end, "") if meets else splice)
    return joined


def _end_before(text: str, start_of_line: int) -> int:
    """Find where the line before one ends."""
    return len(text[:start_of_line].removesuffix("\n").removesuffix("\r"))


def _spliced(text: str, splices: Iterable[_Splice]) -> str:
    parts, at = [], 0
    for splice in splices:
        if splice.start < at:
            raise CannotEdit("two changes meet in one place")
        parts += [text[at : splice.start], splice.text]
        at = splice.end
    return "".join(parts) + text[at:]


def _prove(before: str, after: str, splices: Sequence[_Splice], wanted: Tree) -> None:
    """Hold an edit against what it was to do. Raises CannotEdit."""
    try:
        found, repeats = read_tree(after)
    except UnreadableYAML as e:
        raise CannotEdit(f"its style is not understood ({e.message})") from None
    if repeats or _alike(found) != _alike(wanted):
        raise CannotEdit("its style is not understood")
    first, last = splices[0].start, splices[-1].end
    if before[:first] != after[:first] or before[last:] != after[len(after) - (len(before) - last) :]:
        raise CannotEdit("lines beside the change would change")


@dataclass(frozen=True, slots=True)
class _Editor:
    """Finds what must be spliced in a text."""

    text: str

    def change(self, node: Node, tree: Tree, new: Any, *, in_flow: bool = False) -> Iterator[_Splice]:
        """Give the splices that make a node, which says `tree`, say `new`; `in_flow`: braces are around it."""
        if _says_the_same(tree, new):
            return
        if node.kind == "alias" or node.is_anchored:
            raise CannotEdit("an anchor or alias (& or *) stands where it must change")
        if node.kind == "mapping" and isinstance(new, Mapping) and (node.entries or node.in_flow):
            yield from self._change_mapping(node, tree, new)
        elif node.kind == "sequence" and _is_list(new) and new and (node.items or node.in_flow):
            yield from self._change_sequence(node, tree, list(new))
        elif node.kind == "scalar" and not isinstance(new, Mapping) and not _is_list(new):
            yield self._change_scalar(node, new, in_flow=in_flow)
        elif node.in_flow or in_flow:
            yield _Splice(node.start, node.end, self._flow_text(new))
        else:
            raise CannotEdit("a value becomes one of another kind")

    # Mappings

    def _change_mapping(self, node: Node, tree: Tree, new: Mapping[str, Any]) -> Iterator[_Splice]:
        gone = [n for n, (key, _) in enumerate(node.entries) if key.text not in new]
        present = {key.text: n for n, (key, _) in enumerate(node.entries)}
        added = _added_after(present, new)
        self._refuse_anchored(node, gone)
        replaced = self._replaced(node, gone, added)
        yield from (self._replace_entry(node, n, added.pop(after)) for n, after in replaced.items())
        yield from self._remove_entries(node, [n for n in gone if n not in replaced])
        for n, (key, value) in enumerate(node.entries):
            if n in gone or _says_the_same(tree[key.text], new[key.text]):
                continue
            if _is_of_another_kind(value, new[key.text]) and not node.in_flow:
                yield from self._rewrite_entry(key, value, new[key.text])
            else:
                yield from self.change(value, tree[key.text], new[key.text], in_flow=node.in_flow)
        for after, entries in added.items():
            yield from self._insert_entries(node, after, entries)

    def _replaced(
        self, node: Node, gone: Sequence[int], added: Mapping[int | None, Mapping[str, Any]]
    ) -> dict[int, int | None]:
        """Find the entries that go where others come: in braces for their commas, or before all for a dash."""
        places = {0 if after is None else after + 1: after for after in added}
        return {n: after for n, after in places.items() if n in gone and (node.in_flow or n == 0)}

    def _replace_entry(self, node: Node, n: int, added: Mapping[str, Any]) -> _Splice:
        start, end = self._start(node.entries[n][0]), self._end(*node.entries[n])
        if node.in_flow:
            return _Splice(start, end, ", ".join(self._flow_entry(key, value) for key, value in added.items()))
        lines = self._block_lines(added, self._column(start), self._line_end(start))
        return _Splice(start, self._end_of_line(end), lines)

    def _rewrite_entry(self, key: Node, value: Node, new: Any) -> Iterator[_Splice]:
        if value.kind == "alias" or value.is_anchored:
            raise CannotEdit("an anchor or alias (& or *) stands where it must change")
        line_end = self._line_end(key.start)
        fragment = self._block_lines({key.text: new}, self._column(key.start), line_end)
        on_line, _, below = fragment.removeprefix(write_scalar(key.text)).partition(line_end)
        end = self._end(key, value)
        at = self._end_of_line(key.start)
        if below and end < at and self.text[end:at].strip():
            # A comment stays behind the key.
            yield _Splice(key.end, end, on_line)
            yield _Splice(at, at, line_end + below)
        else:
            yield _Splice(key.end, end, line_end.join([on_line, below] if below else [on_line]))

    def _insert_entries(self, node: Node, after: int | None, added: Mapping[str, Any]) -> Iterator[_Splice]:
        if node.in_flow:
            yield from self._insert_in_flow(node, after, [self._flow_entry(key, value) for key, value in added.items()])
            return
        first = self._start(node.entries[0][0])
        column = self._column(first)
        if after is None:
            line_end = self._line_end(first)
            yield _Splice(first, first, self._block_lines(added, column, line_end) + line_end + " " * column)
        else:
            yield self._insert_lines(self._end(*node.entries[after]), added, column)

    def _insert_lines(self, end: int, added: Any, column: int, dash: str = "") -> _Splice:
        """Insert lines below the one in which something ends."""
        at = self._end_of_line(end)
        line_end = self._line_end(end)
        return _Splice(at, at, line_end + " " * column + self._block_lines(added, column, line_end, dash))

    def _remove_entries(self, node: Node, gone: list[int]) -> Iterator[_Splice]:
        if node.in_flow:
            yield from self._remove_in_flow(node, gone)
            return
        first = self._start(node.entries[0][0])
        if 0 in gone and self.text[self._start_of_line(first) : first].strip(" "):
            leading = next((n for n in range(len(node.entries)) if n not in gone), None)
            yield self._remove_behind_dash(node, leading)
            gone = [n for n in gone if leading is not None and n > leading]
        for n in gone:
            key, value = node.entries[n]
            yield self._remove_lines(self._start(key), self._end(key, value))

    def _remove_behind_dash(self, node: Node, following: int | None) -> _Splice:
        """Remove the entries that begin on the line of a dash; what follows takes their place."""
        if following is None:
            raise CannotEdit("nothing would be left of an entry")
        start, taking_over = self._start(node.entries[0][0]), self._start(node.entries[following][0])
        end = self._end_of_line(self._end(*node.entries[following - 1]))
        if self.text[end:taking_over].strip():
            # A comment stands above what follows, and stays there: the dash is left alone on its line.
            return _Splice(len(self.text[:start].rstrip(" ")), end, "")
        return _Splice(start, taking_over, "")

    def _refuse_anchored(self, node: Node, gone: Sequence[int]) -> None:
        values = [value for _, value in node.entries] or node.items
        if any(values[n].is_anchored for n in gone):
            raise CannotEdit("what is to go is named by an anchor (&)")

    # Sequences

    def _change_sequence(self, node: Node, tree: Tree, new: list[Any]) -> Iterator[_Splice]:
        old_forms, new_forms = [_form(item) for item in tree], [_form(item) for item in new]
        matcher = SequenceMatcher(None, old_forms, new_forms, autojunk=False)
        gone: list[int] = []
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind == "equal":
                continue
            paired = min(b - a, d - c)
            for n in range(paired):
                yield from self._change_item(node, a + n, tree[a + n], new[c + n])
            gone += range(a + paired, b)
            if c + paired < d:
                yield from self._insert_items(node, a + paired - 1 if a + paired else None, new[c + paired : d])
        yield from self._remove_items(node, gone)

    def _change_item(self, node: Node, n: int, old: Tree, new: Any) -> Iterator[_Splice]:
        item = node.items[n]
        if not node.in_flow and not item.in_flow and _is_of_another_kind(item, new):
            raise CannotEdit("an entry becomes one of another kind")
        yield from self.change(item, old, new, in_flow=node.in_flow)

    def _insert_items(self, node: Node, after: int | None, added: list[Any]) -> Iterator[_Splice]:
        if node.in_flow:
            yield from self._insert_in_flow(node, after, [self._flow_text(value) for value in added])
            return
        dash = self._dash(node, 0)
        column = self._column(dash)
        if node.items[after or 0].in_flow:
            yield self._insert_items_in_flow(node, after, added, column)
        elif after is None:
            line_end = self._line_end(dash)
            yield _Splice(dash, dash, self._block_lines(added, column, line_end, "- ") + line_end + " " * column)
        else:
            yield self._insert_lines(self._end_of_value(node.items[after]), added, column, "- ")

    def _insert_items_in_flow(self, node: Node, after: int | None, added: list[Any], column: int) -> _Splice:
        """Insert items in braces, as the one beside them is."""
        lines = [f"- {self._flow_text(value)}" for value in added]
        dash = self._dash(node, 0)
        between = self._line_end(dash) + " " * column
        if after is None:
            return _Splice(dash, dash, between.join([*lines, ""]))
        at = self._end_of_line(node.items[after].end)
        return _Splice(at, at, between + between.join(lines))

    def _remove_items(self, node: Node, gone: list[int]) -> Iterator[_Splice]:
        self._refuse_anchored(node, gone)
        if node.in_flow:
            yield from self._remove_in_flow(node, gone)
        else:
            yield from (self._remove_item(node, n) for n in gone)

    def _remove_item(self, node: Node, n: int) -> _Splice:
        dash = self._dash(node, n)
        if self.text[self._start_of_line(dash) : dash].strip(" "):
            if n + 1 == len(node.items):
                raise CannotEdit("a list within a list would become empty")
            return _Splice(dash, self._dash(node, n + 1), "")
        return self._remove_lines(dash, max(self._end_of_value(node.items[n]), dash + 1))

    def _dash(self, node: Node, n: int) -> int:
        """Find the dash before an item of a block sequence."""
        if n == 0:
            return node.start
        following = self._next_line(self._end_of_value(node.items[n - 1]))
        column = self._column(node.start)
        while (at := following) is not None:
            following = self._next_line(at)
            line = self.text[at : self._end_of_line(at)]
            if line.startswith(" " * column + "-") and not line[:column].strip(" "):
                return at + column
        raise CannotEdit("a dash of a list is not found")

    # Scalars

    def _change_scalar(self, node: Node, new: Any, *, in_flow: bool) -> _Splice:
        if node.style in _BLOCK and isinstance(new, str) and (block := self._block_scalar(node, new)):
            return _Splice(node.start, node.end, block)
        if node.style in _BLOCK:
            return _Splice(node.start, node.end, self._quoted(new) if isinstance(new, str) else self._line_text(new))
        if in_flow and not node.style:
            return _Splice(node.start, node.end, self._flow_text(new))
        if node.style and isinstance(new, str | date):
            return _Splice(node.start, node.end, self._in_quotes(str(new), node.style))
        lead = " " if node.start and self.text[node.start - 1] == ":" and new is not None else ""
        if isinstance(new, str) and self._can_become_folded(node, new):
            return _Splice(node.start, node.end, lead + self._folded(node, new))
        return _Splice(node.start, node.end, lead + self._line_text(new))

    def _can_become_folded(self, node: Node, new: str) -> bool:
        """Whether a text that is too long for its line can be folded below its key: nothing may stand behind it."""
        before = self.text[self._start_of_line(node.start) : node.start].lstrip(" ")
        behind = self.text[node.end : self._end_of_line(node.end)].strip()
        is_long = self._column(node.start) + len(new) > WIDEST_LINE
        return is_long and can_be_folded(new) and not behind and bool(before) and before[0] not in "-?:"

    def _folded(self, node: Node, new: str) -> str:
        indent = " " * (self._indent_of_line(node.start) + 2)
        return self._line_end(node.start).join([">-", *(indent + line for line in fold(new))])

    def _block_scalar(self, node: Node, new: str) -> str:
        """Write a text as the block that it takes the place of: folded or literal, with its indent."""
        header_end = self._end_of_line(node.start)
        header, below = self.text[node.start : header_end], self.text[header_end : node.end]
        first = next((line for line in _LINE_END.split(below) if line.strip()), "")
        indent = first[: len(first) - len(first.lstrip(" "))]
        if not indent or re.match(r"[|>][-+]?[1-9]|[|>][1-9]", header) or not _can_stand_in_block(new, node.style):
            return ""
        comment = re.sub(r"^[|>][-+]?", "", header)
        line_end = self._line_end(node.start)
        content = new.removesuffix("\n")
        lines = fold(content) if node.style == ">" else content.split("\n")
        mark = node.style + ("" if new.endswith("\n") else "-")
        return line_end.join([mark + comment, *(indent + line if line else "" for line in lines)])

    def _in_quotes(self, text: str, style: str) -> str:
        written = self._quoted(text)
        # What only an escape can say stays in double quotes.
        return written if style == '"' or "\\" in written.replace('\\"', "") else "'" + text.replace("'", "''") + "'"

    def _quoted(self, text: str) -> str:
        return write_on_one_line(text, quoted=True)

    def _line_text(self, value: Any) -> str:
        """Write a scalar on one line, in block style."""
        written = write_scalar(value)
        return self._quoted(value) if isinstance(value, str) and ("\n" in written or written[:1] in _BLOCK) else written

    # Flow style

    def _flow_text(self, value: Any) -> str:
        return write_on_one_line(value, quoted=self._is_json())

    def _flow_entry(self, key: str, value: Any) -> str:
        return self._flow_text({key: value})[1:-1]

    def _is_json(self) -> bool:
        """Whether a file is written as JSON is: then what is added is, too."""
        return re.match(r'\s*\{\s*"', self.text) is not None

    def _insert_in_flow(self, node: Node, after: int | None, added: list[str]) -> Iterator[_Splice]:
        places = self._places_in_flow(node)
        if not places:
            yield _Splice(node.start + 1, node.end - 1, ", ".join(added))
            return
        start, end = places[after or 0]
        on_lines = self._is_alone(start, end)
        line_end = self._line_end(start)
        between = f",{line_end}{' ' * self._column(start)}" if on_lines else ", "
        if after is None:
            yield _Splice(start, start, between.join([*added, ""]))
        elif on_lines and (self._has_comma(end) or after + 1 == len(places)):
            at = self._end_of_line(end)
            comma = "," if self._has_comma(end) else ""
            if not comma:
                yield _Splice(end, end, ",")
            yield _Splice(at, at, between.removeprefix(",") + between.join(added) + comma)
        else:
            yield _Splice(end, end, "".join(f", {each}" for each in added))

    def _remove_in_flow(self, node: Node, gone: Sequence[int]) -> Iterator[_Splice]:
        """Take entries out of braces, each run of them with the commas that it leaves behind."""
        places = self._places_in_flow(node)
        if gone and len(gone) == len(places):
            yield _Splice(node.start + 1, node.end - 1, "")
            return
        for n in gone:
            if n - 1 in gone:
                continue
            following = next(after for after in range(n, len(places) + 1) if after not in gone)
            yield from self._remove_run(places, n, following)

    def _remove_run(self, places: Sequence[tuple[int, int]], n: int, following: int) -> Iterator[_Splice]:
        start, end = places[n][0], places[following - 1][1]
        is_last, has_comma = following == len(places), self._has_comma(end)
        shares_line = n > 0 and not _BREAK.search(self.text, places[n - 1][1], start)
        if self._is_alone(start, end) and has_comma != self._is_led_by_comma(start):
            yield self._remove_lines(start, end)
        elif shares_line and (is_last or not has_comma):
            yield _Splice(places[n - 1][1], end, "")
        elif is_last:
            comma = _COMMA.match(self.text, places[n - 1][1])
            if comma is None:
                raise CannotEdit("a comma is not found")
            yield _Splice(comma.end() - 1, comma.end(), "")
            yield self._remove_lines(start, end) if self._is_alone(start, end) else _Splice(start, end, "")
        elif has_comma and _BREAK.search(self.text, end, places[following][0]):
            yield _Splice(len(self.text[:start].rstrip(" \t")), self._end_of_line(end), "")
        else:
            yield _Splice(start, places[following][0], "")

    def _places_in_flow(self, node: Node) -> list[tuple[int, int]]:
        entries = [(key.start, self._end(key, value)) for key, value in node.entries]
        return entries or [(item.start, item.end) for item in node.items]

    def _is_alone(self, start: int, end: int) -> bool:
        """Whether nothing but a comma and a comment stands on the lines of something in braces."""
        before, behind = self.text[self._start_of_line(start) : start], self.text[end : self._end_of_line(end)]
        return before.strip() in ("", ",") and _REST_OF_LINE.fullmatch(behind) is not None

    def _is_led_by_comma(self, start: int) -> bool:
        return self.text[self._start_of_line(start) : start].strip() == ","

    def _has_comma(self, end: int) -> bool:
        return self.text[end:].lstrip(" \t").startswith(",")

    # Places in the text

    def _block_lines(self, added: Any, column: int, line_end: str, dash: str = "") -> str:
        """Write entries or items in canonical form, from the second line on indented to their column."""
        if dash:
            text = write_canonical({"x": [*added, {"x": "x"}]}).removeprefix("x:\n")
            lines = [line[2:] for line in text.removesuffix("  - x: x\n").splitlines()]
        else:
            lines = write_canonical(added).splitlines()
        return (line_end + " " * column).join(lines).replace(line_end + " " * column + line_end, line_end + line_end)

    def _start(self, key: Node) -> int:
        """Find where an entry starts: at its key, or at the ? before it."""
        before = self.text[self._start_of_line(key.start) : key.start]
        return key.start - (len(before) - before.rindex("?")) if before.strip(" -").startswith("?") else key.start

    def _end(self, key: Node, value: Node) -> int:
        """Find where an entry ends; where its value is empty, behind the colon."""
        end = self._end_of_value(value)
        if value.kind == "scalar" and value.start == value.end:
            colon = self.text.find(":", key.end)
            end = colon + 1 if colon >= 0 else key.end
        return end

    def _end_of_value(self, value: Node) -> int:
        if value.kind == "mapping" and not value.in_flow and value.entries:
            return self._end(*value.entries[-1])
        if value.kind == "sequence" and not value.in_flow and value.items:
            return self._end_of_value(value.items[-1])
        return value.end

    def _remove_lines(self, start: int, end: int) -> _Splice:
        first, last = self._start_of_line(start), self._next_line(end)
        if last is None and first:
            # The last lines of a file: its end stays as it was, with a line end or without.
            kept = _LINE_END.search(self.text, self._end_of_line(end))
            return _Splice(_end_before(self.text, first), kept.start() if kept else len(self.text), "")
        return _Splice(first, last if last is not None else len(self.text), "")

    def _column(self, at: int) -> int:
        return at - self._start_of_line(at)

    def _indent_of_line(self, at: int) -> int:
        line = self.text[self._start_of_line(at) : at]
        return len(line) - len(line.lstrip(" "))

    def _start_of_line(self, at: int) -> int:
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def _end_of_line(self, at: int) -> int:
        found = _LINE_END.search(self.text, at)
        return found.start() if found else len(self.text)

    def _next_line(self, at: int) -> int | None:
        found = _LINE_END.search(self.text, at)
        return found.end() if found else None

    def _line_end(self, at: int) -> str:
        """Tell how the line ends in which something stands, or else how those before it do."""
        found = _LINE_END.search(self.text, at) or _LINE_END.search(self.text)
        return found[0] if found else "\n"


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _is_of_another_kind(node: Node, new: Any) -> bool:
    kind = "mapping" if isinstance(new, Mapping) else "sequence" if _is_list(new) else "scalar"
    if kind != "scalar" and node.kind == kind and not node.in_flow:
        return not new
    return node.kind not in (kind, "alias")


def _form(value: Any) -> str:
    return json.dumps(_alike(_as_read(value)), sort_keys=True)


def _added_after(present: Mapping[str, int], new: Mapping[str, Any]) -> dict[int | None, dict[str, Any]]:
    """Give the entries that are new, those together that come behind the same one; None for those before all.

    Behind which one tells the order of `new`: the nearest before that is there.
    """
    groups: dict[int | None, dict[str, Any]] = {}
    last: int | None = None
    for key, value in new.items():
        if key in present:
            last = present[key]
        else:
            groups.setdefault(last, {})[key] = value
    return groups


def _can_stand_in_block(text: str, style: str) -> bool:
    """Whether a text comes back from a folded or literal block as it went in."""
    if (
        text != text.strip(" \t")
        or not text.strip()
        or text.endswith("\n\n")
        or re.search(r"[\r\x85\u2028\u2029]", text)
    ):
        return False
    if text.startswith("\n"):
        return False
    if style == "|":
        return True
    return (
        "\n" not in text.removesuffix("\n")
        and " ".join(text.split(" ")) == text
        and "  " not in text
        and "\t" not in text
    )
