"""SVG that can stand inside a web page, made of what the plotting library writes.

A page has one name space of ids and one style sheet, so nothing of a picture may leak into either: ids are told apart
by the picture's name, style rules go, and colours become the page's own, which differ between light and dark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from eo_tracker.reports.formats import visible

_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_DROPPED = {"metadata", "style"}
_HREF = "{http://www.w3.org/1999/xlink}href"
# What the dropped rules say of every line.
_LINES = {"stroke-linejoin": "round", "stroke-linecap": "butt"}


def make_inline(svg: bytes, name: str, title: str, description: str, colours: Mapping[str, str]) -> str:
    """Make SVG stand inside a page, as an image of that title and description.

    `colours` are the page's words for the picture's colours.
    """
    drawn = ElementTree.fromstring(svg)  # noqa: S314 - the plotting library's own XML, and not a stranger's
    used = set(_list_references(drawn))
    root = ElementTree.Element(
        "svg",
        {
            "class": "chart",
            "viewBox": drawn.attrib["viewBox"],
            "role": "img",
            "aria-labelledby": f"chart-{name}-title chart-{name}-desc",
            **_LINES,
        },
    )
    _add_text(root, "title", f"chart-{name}-title", title)
    _add_text(root, "desc", f"chart-{name}-desc", description)
    for each in drawn:
        if _local(each.tag) not in _DROPPED:
            root.append(_tidy(each, name, used, colours))
    return ElementTree.tostring(root, encoding="unicode")


def _add_text(parent: ElementTree.Element, tag: str, id_: str, text: str) -> None:
    ElementTree.SubElement(parent, tag, {"id": id_}).text = visible(text)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _list_references(drawn: ElementTree.Element) -> list[str]:
    found: list[str] = []
    for each in drawn.iter():
        for key, value in each.attrib.items():
            found += [value[1:]] if key == _HREF else _REFERENCE.findall(value)
    return found


def _tidy(element: ElementTree.Element, name: str, used: set[str], colours: Mapping[str, str]) -> ElementTree.Element:
    """Copy an element without name spaces, which a page's parser knows by itself, nor ids that nothing refers to."""
    tidy = ElementTree.Element(_local(element.tag))
    tidy.text, tidy.tail = element.text, element.tail
    for key, value in element.attrib.items():
        if key == "id":
            if value in used:
                tidy.set("id", f"chart-{name}-{value}")
        elif key == _HREF:
            tidy.set("href", f"#chart-{name}-{value[1:]}")
        else:
            referred = _REFERENCE.sub(rf"url(#chart-{name}-\1)", value)
            tidy.set(_local(key), _COLOUR.sub(lambda m: colours.get(m[0], m[0]), referred))
    tidy.extend(_tidy(each, name, used, colours) for each in element if _local(each.tag) not in _DROPPED)
    return tidy
