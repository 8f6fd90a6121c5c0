r"""Markdown, as the White House's pages are kept: front matter, then paragraphs wrapped at some width.

It is read by its own few rules, not by Markdown's: an indented paragraph is no code, "**Policy. **" is emphasis though
no Markdown reader takes it so, and a hard break (two spaces at a line's end) ends a paragraph, for that is how the
White House sets list items apart. What stands for a mark ("i\.", "\(a\)") is kept as a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from eo_tracker.intake.official_text import Facts
from eo_tracker.intake.page import Page
from eo_tracker.intake.typography import set_paragraph

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"([A-Za-z_]+):[ \t]*(.*(?:\n[ \t]+.*)*)")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|\n[ \t]*(?:\\(?= ))?|([ntr_LNP])|(.))")
_RULE = re.compile(r" {0,3}(?:-[ \t]*){3,}$| {0,3}(?:_[ \t]*){3,}$| {0,3}(?:\*[ \t]*){3,}$|:{3,}.*$|={3,}$")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_LINK = re.compile(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)(?:\{[^{}]*\})?")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
_STARS = re.compile(r"(?<!\\)\*+")
_UNDERSCORES = re.compile(r"(?<![\w\\])_{1,3}(?=\S)|(?<=[^\s\\])_{1,3}(?!\w)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+")
_BULLET = re.compile(r"\s*[-*+]\s+(?=\S)")
_QUOTE = re.compile(r"\s{0,3}>\s?")
_SITE = re.compile(r" [–—|-] The White House$")


def read_markdown(text: str) -> Page:
    """Read the paragraphs of a text, and the facts of its front matter."""
    matter = _FRONT_MATTER.match(text)
    fields = _read_front_matter(matter[1]) if matter else {}
    body = text[matter.end() :] if matter else text
    paragraphs = tuple(filter(None, map(_set, _list_blocks(body.split("\n")))))
    address = fields.get("source_url") or fields.get("url") or ""
    facts = Facts(
        title=_SITE.sub("", set_paragraph(fields.get("title", ""))) or None,
        url=address if re.match(r"https?://\S+$", address) else None,
    )
    return Page("Markdown", paragraphs, facts, posted=fields.get("date", "")[:10])


def _list_blocks(lines: list[str]) -> Iterator[str]:
    current: list[str] = []
    for line in lines:
        quoted = _QUOTE.match(line)
        words = line[quoted.end() :] if quoted else line
        ends = not words.strip() or bool(_RULE.match(words))
        heading = _HEADING.match(words)
        bullet = _BULLET.match(words)
        if current and (ends or heading or bullet):
            yield "\n".join(current)
            current = []
        if ends:
            continue
        current.append(
            words[heading.end() :].strip("# ") if heading else f"• {words[bullet.end() :]}" if bullet else words
        )
        if heading or words.endswith(("  ", "\\")):
            yield "\n".join(current).removesuffix("\\")
            current = []
    yield "\n".join(current)


def _set(text: str) -> str:
    text = _AUTOLINK.sub(r"\1", text)
    text = _TAG.sub("", text)
    if "](" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _UNDERSCORES.sub("", _STARS.sub("", text))
    return set_paragraph(_ESCAPED.sub(r"\1", unescape(text)))


def _read_front_matter(text: str) -> dict[str, str]:
    """Read the fields that are plain scalars: bare, or in quotes with YAML's escapes."""
    return {found[1].lower(): _read_scalar(found[2].strip()) for found in _FIELD.finditer(text)}


def _read_scalar(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        return _ESCAPE.sub(_read_escape, re.sub(r"(?<!\\)\n[ \t]*", " ", text[1:-1]))
    if len(text) > 1 and text[0] == text[-1] == "'":
        text = text[1:-1].replace("''", "'")
    return re.sub(r"\s*\n\s*", " ", text)


def _read_escape(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return chr(int(code, 16))
    if found[3]:
        return " "
    return found[4] or ""
