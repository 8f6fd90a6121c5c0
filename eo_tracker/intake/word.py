"""Word documents: paragraphs as they stand, with the numbers that Word counts by itself written out.

What was deleted while changes were tracked is not there, what was inserted is; a field has what it showed last. Only
small packages are read, as they are unpacked, and only XML without definitions of its own.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eo_tracker.domain.errors import EOTrackerError, MissingPart
from eo_tracker.intake.marks import write_mark
from eo_tracker.intake.official_text import Facts
from eo_tracker.intake.page import Page
from eo_tracker.intake.typography import set_paragraph

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from lxml.etree import _Element

_MAX_UNPACKED = 48 * 1024 * 1024
_MAX_TEXT = 12 * 1024 * 1024
"""Unpacked, a part of an order's Word document has some megabytes, for its marks of form are many."""
_MAX_PARTS = 2000
_OWN_ENTITIES = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT_OUT = {
    _W + name
    for name in ("del", "moveFrom", "instrText", "delText", "footnoteReference", "pPr", "rPr", "object", "pict")
}
_SPACES = {_W + "tab": " ", _W + "ptab": " ", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9


def read_word(data: bytes) -> Page:
    """Read the paragraphs of a document. Raises EOTrackerError, and MissingPart."""
    try:
        from docx import Document
    except ImportError:
        raise MissingPart("reading Word needs python-docx", "import") from None
    _refuse_harmful(data)
    try:
        document = Document(io.BytesIO(data))
        paragraphs = list(_list_paragraphs(document))
        title = document.core_properties.title or None
    except Exception as e:  # a package can be broken in any way, and the library says so in any way
        raise _unreadable() from e
    return Page("Word", tuple(filter(None, map(set_paragraph, paragraphs))), Facts(title=title))


def _refuse_harmful(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if "word/document.xml" not in {part.filename for part in parts}:
                raise EOTrackerError(
                    "the file is a package of files, but no Word document", "give the order's own file"
                )
            if (
                len(parts) > _MAX_PARTS
                or sum(part.file_size for part in parts) > _MAX_UNPACKED
                or any(part.file_size > _MAX_TEXT for part in parts if part.filename.endswith((".xml", ".rels")))
            ):
                raise EOTrackerError("the Word document is too large, once unpacked", "save its text alone")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and _OWN_ENTITIES.search(package.read(part)):
                    raise EOTrackerError(
                        "the Word document has definitions of its own, which are not read", "save it anew"
                    )
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, ValueError, EOFError) as e:
        raise _unreadable() from e


def _unreadable() -> EOTrackerError:
    return EOTrackerError("the Word document is broken", "open it in Word and save it anew, as .docx")


def _list_paragraphs(document: WordDocument) -> Iterator[str]:
    numbers = _Numbers(document)
    for element in document.element.body.iter(_W + "p"):
        if any(a.tag in _LEFT_OUT or a.tag == _W + "txbxContent" for a in element.iterancestors()):
            continue
        mark = numbers.count(element)
        lines = "".join(_words(element)).split("\n")
        yield f"{mark} {lines[0]}"
        yield from lines[1:]


def _words(parent: _Element) -> Iterator[str]:
    for element in parent:
        if element.tag == _W + "t":
            yield element.text or ""
        elif element.tag in _SPACES:
            yield _SPACES[str(element.tag)]
        elif element.tag not in _LEFT_OUT and element.tag != _W + "p":
            yield from _words(element)


@dataclass(slots=True)
class _Level:
    """How one level of a list is numbered."""

    numbering: str = "decimal"
    pattern: str = ""
    start: int = 1


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class _Numbers:
    """Counts the paragraphs of a document's lists. Lists that share their definition go on counting."""

    def __init__(self, document: WordDocument) -> None:
        self._lists: dict[str, _List] = {}
        self._styles = {s.get(_W + "styleId", ""): s for s in document.styles.element.iter(_W + "style")}
        numbering = next((r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None)
        if numbering is None:
            return
        abstract: dict[str, _List] = {}
        root = numbering.element
        for definition in root.iter(_W + "abstractNum"):
            abstract[definition.get(_W + "abstractNumId", "")] = _List(dict(_list_levels(definition)))
        for number in root.iter(_W + "num"):
            shared = abstract.get(_value(number, "abstractNumId"), _List())
            self._lists[number.get(_W + "numId", "")] = _override(number, shared)

    def count(self, paragraph: _Element) -> str:
        """Count a paragraph in its list, and write its mark; empty for one of none."""
        number, level = self._place(paragraph)
        found = self._lists.get(number)
        if found is None or level not in found.levels:
            return ""
        counted = found.counts[level]
        found.counts[level] = found.levels[level].start if counted is None else counted + 1
        found.counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return _write(found, level)

    def _place(self, paragraph: _Element) -> tuple[str, int]:
        """Find the list and level of a paragraph, which it has from its style where it says none itself."""
        number = level = ""
        style = ""
        holder: _Element | None = paragraph
        for _ in range(_LEVELS):
            properties = holder.find(_W + "pPr") if holder is not None else None
            if properties is not None:
                place = properties.find(_W + "numPr")
                number = number or (_value(place, "numId") if place is not None else "")
                level = level or (_value(place, "ilvl") if place is not None else "")
            if number or holder is None:
                break
            parent = _value(properties, "pStyle") if holder is paragraph and properties is not None else ""
            style = parent or ("" if holder is paragraph else _value(holder, "basedOn"))
            holder = self._styles.get(style)
        return number, int(level) if level in set("012345678") else 0


def _list_levels(definition: _Element) -> Iterator[tuple[int, _Level]]:
    for level in definition.iter(_W + "lvl"):
        depth = level.get(_W + "ilvl", "")
        if depth in set("012345678"):
            start = _value(level, "start")
            yield (
                int(depth),
                _Level(
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText"),
                    int(start) if start.isdecimal() else 1,
                ),
            )


def _override(number: _Element, shared: _List) -> _List:
    """Give the list of a number: that of its definition, or one that begins anew."""
    overrides = list(number.iter(_W + "lvlOverride"))
    if not overrides:
        return shared
    levels = dict(shared.levels)
    for override in overrides:
        levels.update(_list_levels(override))
        depth, start = override.get(_W + "ilvl", ""), _value(override, "startOverride")
        if depth in set("012345678") and start.isdecimal() and int(depth) in levels:
            old = levels[int(depth)]
            levels[int(depth)] = _Level(old.numbering, old.pattern, int(start))
    return _List(levels)


def _write(found: _List, level: int) -> str:
    this = found.levels[level]
    if this.numbering == "bullet":
        return "•"
    if this.numbering == "none":
        return ""

    def put(place: re.Match[str]) -> str:
        depth = int(place[1]) - 1
        other = found.levels.get(depth, _Level())
        count = found.counts[depth]
        return write_mark(other.start if count is None else count, other.numbering)

    return _PLACE.sub(put, this.pattern)


def _value(parent: _Element, name: str) -> str:
    child = parent.find(_W + name)
    return child.get(_W + "val", "") if child is not None else ""
