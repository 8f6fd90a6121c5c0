"""Web pages: the Federal Register's body of a document, and the White House's pages.

A paragraph ends with its element, and at `<br>`, by which the White House sets paragraphs apart. What a page has beside
its text (menus, page numbers of the printed edition) is left out; marks that a list's element gives are written out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eo_tracker.intake.marks import write_mark
from eo_tracker.intake.markup import parse_html
from eo_tracker.intake.official_text import Facts
from eo_tracker.intake.page import Page
from eo_tracker.intake.typography import set_paragraph

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCKS = {
    "address",
    "article",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
}
_LEFT_OUT = {
    "aside",
    "audio",
    "button",
    "canvas",
    "dialog",
    "footer",
    "form",
    "head",
    "header",
    "iframe",
    "img",
    "input",
    "menu",
    "nav",
    "noscript",
    "object",
    "picture",
    "script",
    "select",
    "style",
    "sup",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
}
_UNPRINTED = re.compile(r"unprinted-element|printed-page|screen-reader|footnote|visually-hidden")
_FR_BODY = re.compile(r"flush-paragraph|end-matter|class=\"eo\"|data-page=")
_SITE = re.compile(r" [–—|-] The White House$|^Federal Register ?:: ?")
_NUMBERINGS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLES = re.compile(r"list-style(?:-type)?:\s*(lower|upper)-(alpha|latin|roman)", re.IGNORECASE)
_STYLE_NUMBERINGS = {"alpha": "Letter", "latin": "Letter", "roman": "Roman"}


def read_web_page(text: str) -> Page:
    """Read the paragraphs of a page. Raises EOTrackerError."""
    tree = parse_html(text)
    paragraphs = _Reader(lines_count=bool(_FR_BODY.search(text))).read(tree)
    facts = Facts(title=_find_title(tree), url=_find_url(tree))
    return Page("web page", tuple(filter(None, map(set_paragraph, paragraphs))), facts, posted=_find_day(tree))


class _Reader:
    """Reads paragraphs out of a tree. `lines_count` where loose words outside of any paragraph stand line by line."""

    def __init__(self, lines_count: bool) -> None:
        self._lines_count = lines_count
        self._done: list[str] = []
        self._parts: list[str] = []
        self._open = 0  # paragraphs that are open
        self._counts: list[int] = []

    def read(self, tree: _Element) -> list[str]:
        from lxml import etree

        walker = etree.iterwalk(tree, events=("start", "end"))
        for event, element in walker:
            if event == "start" and self._left_out(element):
                walker.skip_subtree()
            elif event == "start":
                self._begin(element)
            else:
                self._end(element)
        self._flush()
        return self._done

    def _begin(self, element: _Element) -> None:
        tag = str(element.tag)
        if tag in _BLOCKS:
            self._flush()
        if tag == "ol":
            self._counts.append(_number(element.get("start"), 1))
        elif tag == "ul":
            self._counts.append(0)
        elif tag == "li":
            self._parts.append(self._mark(element))
        self._open += tag in {"p", "li"}
        self._add(element.text)

    def _end(self, element: _Element) -> None:
        tag = str(element.tag)
        if not self._left_out(element):
            if tag in _BLOCKS:
                self._flush()
            if tag in {"ol", "ul"} and self._counts:
                self._counts.pop()
            self._open -= tag in {"p", "li"}
        if tag in {"td", "th"}:
            self._parts.append(" ")
        self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self._lines_count and not self._open and (text.strip() or text.count("\n") > 1):
            *lines, text = text.split("\n")
            for line in lines:
                self._parts.append(line)
                self._flush()
        self._parts.append(text)

    def _flush(self) -> None:
        self._done.append("".join(self._parts))
        self._parts.clear()

    def _mark(self, element: _Element) -> str:
        """Write the mark that a browser sets before an item: of an ordered list its count, else a bullet."""
        if not self._counts or not self._counts[-1]:
            return "• "
        number = self._counts[-1] = _number(element.get("value"), self._counts[-1])
        self._counts[-1] += 1
        return write_mark(number, _numbering(element)) + ". "

    @staticmethod
    def _left_out(element: _Element) -> bool:
        tag = str(element.tag)
        return tag in _LEFT_OUT or bool(_UNPRINTED.search(element.get("class", "")))


def _numbering(item: _Element) -> str:
    parent = item.getparent()
    kind, style = (parent.get("type", ""), parent.get("style", "")) if parent is not None else ("", "")
    if found := _STYLES.search(style):
        return found[1].lower() + _STYLE_NUMBERINGS[found[2].lower()]
    return _NUMBERINGS.get(kind, "decimal")


def _number(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,4}", text.strip()) else default


def _find_title(tree: _Element) -> str | None:
    """Find a page's title: its first heading, or what it is to be called where it is linked to."""
    # Of a title in two lines, the Federal Register has the second outside of the heading.
    headings = [f"{''.join(map(str, h.itertext()))} {h.tail or ''}" for h in tree.iter("h1")]
    titles = [*_find_meta(tree, "og:title"), *("".join(map(str, t.itertext())) for t in tree.iter("title"))]
    for text in [*headings, *titles]:
        if title := set_paragraph(_SITE.sub("", set_paragraph(text))):
            return title
    return None


def _find_url(tree: _Element) -> str | None:
    links = [e.get("href", "") for e in tree.iter("link") if e.get("rel") == "canonical"]
    return next((u for u in [*links, *_find_meta(tree, "og:url")] if re.match(r"https?://\S+$", u)), None)


def _find_day(tree: _Element) -> str:
    times = [e.get("datetime", "") for e in tree.iter("time")]
    return next((t[:10] for t in [*_find_meta(tree, "article:published_time"), *times] if t), "")


def _find_meta(tree: _Element, name: str) -> list[str]:
    return [e.get("content", "") for e in tree.iter("meta") if name in (e.get("property"), e.get("name"))]
