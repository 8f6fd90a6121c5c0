"""PDF files that have a text layer: the Federal Register's pages, or the White House's.

Their lines are put together to paragraphs as plain text's are; what every page has at its head and foot is left out.
Pages of pictures have no words, and none are guessed.
"""

from __future__ import annotations

import io
import logging
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from eo_tracker.domain.errors import EOTrackerError, MissingPart
from eo_tracker.intake.page import Page
from eo_tracker.intake.plain_text import Layout, find_short, join_paragraphs

if TYPE_CHECKING:
    from pypdf import PdfReader

_MAX_PAGES = 300
_MAX_CONTENT = 4 * 1024 * 1024
"""Of all pages together, unpacked: the words of 300 pages, and how they are set."""
_RUNNING = re.compile(
    r"\s*(?:VerDate\b.*|.*\bFederal Register ?/ ?Vol\. .*|.*\bJkt [0-9]+.*|Presidential Documents"
    r"|(?:Page )?[0-9]{1,6}(?: of [0-9]+)?|Title 3[—-]|The President|\S+ on \S+ with .*|_{10,})\s*$"
)
_EDGE = 2
"""Lines at the head and the foot of a page that may be the same on others."""
_FEW = 8
"""A page of fewer lines may be nothing but what others have, too."""


def read_pdf(data: bytes) -> Page:
    """Read the paragraphs of a file. Raises EOTrackerError, and MissingPart."""
    try:
        import pypdf
    except ImportError:
        raise MissingPart("reading PDF needs pypdf", "import") from None
    # Faults that it gets over it would tell on the terminal.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = list(_list_pages(pypdf.PdfReader(io.BytesIO(data))))
    except EOTrackerError:
        raise
    except (Exception, RecursionError) as e:  # a PDF can be broken in any way, and the library says so in any way
        raise EOTrackerError("the PDF is broken, or locked by a password", "give the order as text or as Word") from e
    lines = [line for page in _without_edges(pages) for line in page if not _RUNNING.match(line)]
    if not any(line.strip() for line in lines):
        hint = "have its words recognised first, or give the order as text"
        raise EOTrackerError("the PDF has no text, only pictures of it", hint)
    short = find_short([len(line.rstrip()) for line in lines if line.strip()])
    # Letters have widths of their own, so that a line of any number of characters may be full.
    layout = Layout(width=sys.maxsize, short=short, by_line=False, indented=False, breaks_words=True)
    return Page("PDF", tuple(join_paragraphs(lines, layout)))


def _list_pages(reader: PdfReader) -> Iterator[list[str]]:
    if len(reader.pages) > _MAX_PAGES:
        raise EOTrackerError(f"the PDF has more than {_MAX_PAGES} pages", "give the order's pages alone")
    left = _MAX_CONTENT
    for page in reader.pages:
        contents = page.get_contents()
        left -= len(contents.get_data()) if contents is not None else 0
        if left < 0:
            raise EOTrackerError("the PDF has too much on its pages", "give the order as text or as Word")
        yield page.extract_text().split("\n")


def _without_edges(pages: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """Take away the first and last lines that stand on most pages, page numbers aside."""
    filled = [[line for line in page if line.strip()] for page in pages]
    long = [page for page in filled if len(page) >= _FEW]
    seen = Counter(_alike(line) for page in long for line in {*page[:_EDGE], *page[-_EDGE:]})
    often = {line for line, count in seen.items() if count > 2 and count * 2 > len(long)}
    for page in filled:
        yield [line for n, line in enumerate(page) if _EDGE <= n < len(page) - _EDGE or _alike(line) not in often]


def _alike(line: str) -> str:
    return re.sub(r"[0-9]+", "0", line.strip())
