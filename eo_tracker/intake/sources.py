"""The forms in which an official text comes, told apart by what is in the file; its name says nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.intake.body import take_body
from eo_tracker.intake.official_text import OfficialText
from eo_tracker.intake.page import Page

MEGABYTE = 1024 * 1024
MAX_BYTES = 16 * MEGABYTE
"""A PDF, or a Word document, may have pictures."""
_MAX_TEXT = 3 * MEGABYTE
"""The longest orders have half a megabyte; a page that a browser saved, some more."""

_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file", "save it as .docx"),
    (b"{\\rtf", "RTF", "save it as .docx or as plain text"),
    (b"\x89PNG", "a picture", "give the order's text"),
    (b"\xff\xd8\xff", "a picture", "give the order's text"),
    (b"\x1f\x8b", "compressed", "unpack it first"),
    (b"7z\xbc\xaf", "compressed", "unpack it first"),
)
_HEAD = 4096
_XML = re.compile(r"<(?:PRESDOCU?|PRESDOCS|EXECORD|PROCLA|DETERM|PRMEMO|PRESMEMO|PRNOTICE|PRESNOTE|PRORDER)\b")
_GPO = re.compile(r"\[Federal Register,? Volume|\[\[Page [\w-]+\]\]|\[FR Doc\.? No")
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|body|div|main|article|h1|p)\b", re.IGNORECASE)
_PARAGRAPH_ELEMENTS = re.compile(r"<p[ >]|</p>|<br ?/?>", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"^---[ \t]*$|^#{1,4} |\*\*|</?span|\\[(.\[]|\]\(http|  \n|^\* |(?<!\w)[*_][A-Z][\w ]+[.*_]", re.MULTILINE
)


def read_official_text(
    data: bytes, name: str = "", *, number: str | None = None, signed: date | None = None
) -> OfficialText:
    """Read an order's text. A number and a day of signing that are given are so, whatever the text says.

    `name` only serves the sentence of an error. Raises EOTrackerError: NotAnExecutiveOrder, MissingPart, or that the
    file cannot be read.
    """
    try:
        return take_body(_read_page(data), number, signed)
    except EOTrackerError as e:
        if name and not str(e).startswith(name):
            e.args = (f"{name}: {e}",)
        raise


def _read_page(data: bytes) -> Page:
    if not data.strip():
        raise EOTrackerError("the file is empty", "give the order's text")
    _refuse_larger(data, MAX_BYTES)
    if b"%PDF-" in data[:1024]:
        from eo_tracker.intake.pdf import read_pdf

        return read_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        from eo_tracker.intake.word import read_word

        return read_word(data)
    for start, what, hint in _FOREIGN:
        if data.startswith(start):
            raise EOTrackerError(f"the file is {what}, which is not read", hint)
    _refuse_larger(data, _MAX_TEXT)
    text = _decode(data)
    return _choose(text)(text)


def _refuse_larger(data: bytes, most: int) -> None:
    if len(data) > most:
        size, most = len(data) / MEGABYTE, most // MEGABYTE
        raise EOTrackerError(f"the file has {size:.1f} MB, and no more than {most} are read", "give the text alone")


def _decode(data: bytes) -> str:
    """Read bytes as text: in UTF-8, or as Windows wrote it before; with a mark at its beginning, in UTF-16."""
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    unreadable = sum(map(text.count, map(chr, (*range(1, 9), *range(14, 32))))) + text.count("\ufffd")
    if unreadable > len(text) // 50:
        raise EOTrackerError(
            "the file is no text, and none of the formats that are read", "give text, HTML, Word or PDF"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")


def _choose(text: str) -> Callable[[str], Page]:
    """Choose the reader of a text by what is in it."""
    from eo_tracker.intake.gpo_text import read_gpo_text
    from eo_tracker.intake.markdown import read_markdown
    from eo_tracker.intake.plain_text import read_plain_text
    from eo_tracker.intake.presidential_xml import read_presidential_xml
    from eo_tracker.intake.web_page import read_web_page

    head = text[:_HEAD]
    if head.lstrip().startswith(("{", "[{")) and '"document_number"' in text[:65536]:
        hint = "give the text as FILE, and this one with --facts"
        raise EOTrackerError("the file has the Federal Register's facts of an order, not its text", hint)
    if _XML.search(head):
        return read_presidential_xml
    if _GPO.search(head):
        return read_gpo_text
    if head.lstrip().startswith("---"):
        return read_markdown
    if _HTML.match(head) or len(_PARAGRAPH_ELEMENTS.findall(text[: 16 * _HEAD])) > 5:
        return read_web_page
    return read_markdown if _MARKDOWN.search(text[: 16 * _HEAD]) else read_plain_text
