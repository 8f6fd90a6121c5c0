"""Edits of a data file by anybody's hand: it says what it is to say, and is otherwise the same, byte for byte.

The file's own values are held against those wanted. Where they differ, text is put in the place of text: a value's,
an entry's, or none at all. Every edit is proven before it is given back: the new text says just what was wanted, and
no other line is touched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from eo_tracker.repository.braces import Braces
from eo_tracker.repository.splices import LINE_END, CannotEdit, Places, Splice, ordered, spliced
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
_BLOCK = ("|", ">")


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
        splices = ordered(text, list(_Editor(text).change(node, tree, data)))
        edited = spliced(text, splices)
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


def _prove(before: str, after: str, splices: Sequence[Splice], wanted: Tree) -> None:
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
class _Editor(Places):
    """Finds what must be spliced in a text."""

    @property
    def braces(self) -> Braces:
        """Finds it where braces are."""
        return Braces(self.text)

    def change(self, node: Node, tree: Tree, new: Any, *, in_flow: bool = False) -> Iterator[Splice]:
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
            yield Splice(node.start, node.end, self.braces.write(new))
        else:
            raise CannotEdit("a value becomes one of another kind")

    # Mappings

    def _change_mapping(self, node: Node, tree: Tree, new: Mapping[str, Any]) -> Iterator[Splice]:
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

    def _replace_entry(self, node: Node, n: int, added: Mapping[str, Any]) -> Splice:
        start, end = self.start_of_entry(node.entries[n][0]), self.end_of_entry(*node.entries[n])
        if node.in_flow:
            return Splice(start, end, ", ".join(self.braces.write_entries(added)))
        lines = self._block_lines(added, self.column(start), self.line_end(start))
        return Splice(start, self.end_of_line(end), lines)

    def _rewrite_entry(self, key: Node, value: Node, new: Any) -> Iterator[Splice]:
        if value.kind == "alias" or value.is_anchored:
            raise CannotEdit("an anchor or alias (& or *) stands where it must change")
        line_end = self.line_end(key.start)
        fragment = self._block_lines({key.text: new}, self.column(key.start), line_end)
        on_line, _, below = fragment.removeprefix(write_scalar(key.text)).partition(line_end)
        end = self.end_of_entry(key, value)
        at = self.end_of_line(key.start)
        if below and end < at and self.text[end:at].strip():
            # A comment stays behind the key.
            yield Splice(key.end, end, on_line)
            yield Splice(at, at, line_end + below)
        else:
            yield Splice(key.end, end, line_end.join([on_line, below] if below else [on_line]))

    def _insert_entries(self, node: Node, after: int | None, added: Mapping[str, Any]) -> Iterator[Splice]:
        if node.in_flow:
            yield from self.braces.insert(node, after, self.braces.write_entries(added))
            return
        first = self.start_of_entry(node.entries[0][0])
        column = self.column(first)
        if after is None:
            line_end = self.line_end(first)
            yield Splice(first, first, self._block_lines(added, column, line_end) + line_end + " " * column)
        else:
            yield self._insert_lines(self.end_of_entry(*node.entries[after]), added, column)

    def _insert_lines(self, end: int, added: Any, column: int, dash: str = "") -> Splice:
        """Insert lines below the one in which something ends."""
        at = self.end_of_line(end)
        line_end = self.line_end(end)
        return Splice(at, at, line_end + " " * column + self._block_lines(added, column, line_end, dash))

    def _remove_entries(self, node: Node, gone: list[int]) -> Iterator[Splice]:
        if node.in_flow:
            yield from self.braces.remove(node, gone)
            return
        first = self.start_of_entry(node.entries[0][0])
        if 0 in gone and self.text[self.start_of_line(first) : first].strip(" "):
            leading = next((n for n in range(len(node.entries)) if n not in gone), None)
            yield self._remove_behind_dash(node, leading)
            gone = [n for n in gone if leading is not None and n > leading]
        for n in gone:
            key, value = node.entries[n]
            yield self.without_lines(self.start_of_entry(key), self.end_of_entry(key, value))

    def _remove_behind_dash(self, node: Node, following: int | None) -> Splice:
        """Remove the entries that begin on the line of a dash; what follows takes their place."""
        if following is None:
            raise CannotEdit("nothing would be left of an entry")
        start, taking_over = self.start_of_entry(node.entries[0][0]), self.start_of_entry(node.entries[following][0])
        end = self.end_of_line(self.end_of_entry(*node.entries[following - 1]))
        if self.text[end:taking_over].strip():
            # A comment stands above what follows, and stays there: the dash is left alone on its line.
            return Splice(len(self.text[:start].rstrip(" ")), end, "")
        return Splice(start, taking_over, "")

    def _refuse_anchored(self, node: Node, gone: Sequence[int]) -> None:
        values = [value for _, value in node.entries] or node.items
        if any(values[n].is_anchored for n in gone):
            raise CannotEdit("what is to go is named by an anchor (&)")

    # Sequences

    def _change_sequence(self, node: Node, tree: Tree, new: list[Any]) -> Iterator[Splice]:
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

    def _change_item(self, node: Node, n: int, old: Tree, new: Any) -> Iterator[Splice]:
        item = node.items[n]
        if not node.in_flow and not item.in_flow and _is_of_another_kind(item, new):
            raise CannotEdit("an entry becomes one of another kind")
        yield from self.change(item, old, new, in_flow=node.in_flow)

    def _insert_items(self, node: Node, after: int | None, added: list[Any]) -> Iterator[Splice]:
        if node.in_flow:
            yield from self.braces.insert(node, after, [self.braces.write(value) for value in added])
            return
        dash = self._dash(node, 0)
        column = self.column(dash)
        if node.items[after or 0].in_flow:
            yield self._insert_items_in_flow(node, after, added, column)
        elif after is None:
            line_end = self.line_end(dash)
            yield Splice(dash, dash, self._block_lines(added, column, line_end, "- ") + line_end + " " * column)
        else:
            yield self._insert_lines(self.end_of_value(node.items[after]), added, column, "- ")

    def _insert_items_in_flow(self, node: Node, after: int | None, added: list[Any], column: int) -> Splice:
        """Insert items in braces, as the one beside them is."""
        lines = [f"- {self.braces.write(value)}" for value in added]
        dash = self._dash(node, 0)
        between = self.line_end(dash) + " " * column
        if after is None:
            return Splice(dash, dash, between.join([*lines, ""]))
        at = self.end_of_line(node.items[after].end)
        return Splice(at, at, between + between.join(lines))

    def _remove_items(self, node: Node, gone: list[int]) -> Iterator[Splice]:
        self._refuse_anchored(node, gone)
        if node.in_flow:
            yield from self.braces.remove(node, gone)
        else:
            yield from (self._remove_item(node, n) for n in gone)

    def _remove_item(self, node: Node, n: int) -> Splice:
        dash = self._dash(node, n)
        if self.text[self.start_of_line(dash) : dash].strip(" "):
            if n + 1 == len(node.items):
                raise CannotEdit("a list within a list would become empty")
            return Splice(dash, self._dash(node, n + 1), "")
        return self.without_lines(dash, max(self.end_of_value(node.items[n]), dash + 1))

    def _dash(self, node: Node, n: int) -> int:
        """Find the dash before an item of a block sequence."""
        if n == 0:
            return node.start
        following = self.next_line(self.end_of_value(node.items[n - 1]))
        column = self.column(node.start)
        while (at := following) is not None:
            following = self.next_line(at)
            line = self.text[at : self.end_of_line(at)]
            if line.startswith(" " * column + "-") and not line[:column].strip(" "):
                return at + column
        raise CannotEdit("a dash of a list is not found")

    # Scalars

    def _change_scalar(self, node: Node, new: Any, *, in_flow: bool) -> Splice:
        if node.style in _BLOCK and isinstance(new, str) and (block := self._block_scalar(node, new)):
            return Splice(node.start, node.end, block)
        if node.style in _BLOCK:
            return Splice(node.start, node.end, self._quoted(new) if isinstance(new, str) else self._line_text(new))
        if in_flow and not node.style:
            return Splice(node.start, node.end, self.braces.write(new))
        if node.style and isinstance(new, str | date):
            return Splice(node.start, node.end, self._in_quotes(str(new), node.style))
        lead = " " if node.start and self.text[node.start - 1] == ":" and new is not None else ""
        if isinstance(new, str) and self._can_become_folded(node, new):
            return Splice(node.start, node.end, lead + self._folded(node, new))
        return Splice(node.start, node.end, lead + self._line_text(new))

    def _can_become_folded(self, node: Node, new: str) -> bool:
        """Whether a text that is too long for its line can be folded below its key: nothing may stand behind it."""
        before = self.text[self.start_of_line(node.start) : node.start].lstrip(" ")
        behind = self.text[node.end : self.end_of_line(node.end)].strip()
        is_long = self.column(node.start) + len(new) > WIDEST_LINE
        return is_long and can_be_folded(new) and not behind and bool(before) and before[0] not in "-?:"

    def _folded(self, node: Node, new: str) -> str:
        indent = " " * (self.indent_of_line(node.start) + 2)
        return self.line_end(node.start).join([">-", *(indent + line for line in fold(new, len(indent)))])

    def _block_scalar(self, node: Node, new: str) -> str:
        """Write a text as the block that it takes the place of: folded or literal, with its indent."""
        header_end = self.end_of_line(node.start)
        header, below = self.text[node.start : header_end], self.text[header_end : node.end]
        first = next((line for line in LINE_END.split(below) if line.strip()), "")
        indent = first[: len(first) - len(first.lstrip(" "))]
        if not indent or re.match(r"[|>][-+]?[1-9]|[|>][1-9]", header) or not _can_stand_in_block(new, node.style):
            return ""
        comment = re.sub(r"^[|>][-+]?", "", header)
        line_end = self.line_end(node.start)
        content = new.removesuffix("\n")
        lines = fold(content, len(indent)) if node.style == ">" else content.split("\n")
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

    def _block_lines(self, added: Any, column: int, line_end: str, dash: str = "") -> str:
        """Write entries or items in canonical form, from the second line on indented to their column."""
        if dash:
            text = write_canonical({"x": [*added, {"x": "x"}]}).removeprefix("x:\n")
            lines = [line[2:] for line in text.removesuffix("  - x: x\n").splitlines()]
        else:
            lines = write_canonical(added).splitlines()
        return (line_end + " " * column).join(lines).replace(line_end + " " * column + line_end, line_end + line_end)


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
