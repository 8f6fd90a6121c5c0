"""What the President signs beside executive orders, and what else a file may be: named, and not taken for an order.

Only an executive order has a number of that series. Other orders (a sequestration, one that blocks an acquisition) are
taken where the user gives a number; what is no order at all never is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.intake.page import Page

_EXECUTIVE_ORDER = re.compile(r"executive order\b", re.IGNORECASE)
_NUMBERED = re.compile(r"executive order (?:no\. )?[0-9]{1,5}\b", re.IGNORECASE)
_ENACTS = re.compile(r"\bvested in (?:me|the President)\b", re.IGNORECASE)
_ORDERS = re.compile(r"\bordered\b|\bhereby\b|\bI (?:order|direct)\b")
_OTHERS = (
    (
        "proclamation",
        re.compile(r"(?:A )?proclamation\b", re.IGNORECASE),
        re.compile(r"\b(?:hereby|do) proclaim\b|^IN WITNESS WHEREOF"),
    ),
    (
        "memorandum",
        re.compile(r"(?:Presidential |National Security )?memorandum\b", re.IGNORECASE),
        re.compile(r"\bthis memorandum\b", re.IGNORECASE),
    ),
    (
        "determination",
        re.compile(r"Presidential determination\b", re.IGNORECASE),
        re.compile(r"\b(?:publish|transmit) this determination\b|\bthis determination in the Federal Register\b"),
    ),
    (
        "notice",
        re.compile(r"notice (?:of|on|regarding)\b|continuation of the national emergency\b", re.IGNORECASE),
        re.compile(r"\bthis notice shall be published\b", re.IGNORECASE),
    ),
)
_SEQUESTRATION = re.compile(
    r"\bsequestration order\b|\bsequestrations shall be made\b|\bbudgetary resources\b.*\bbe reduced\b", re.IGNORECASE
)
_REVIEW_OF_INVESTMENT = re.compile(r"\bsection 721 of the Defense Production Act\b")
_TRANSACTION = re.compile(r"\b(?:acquisition|transaction|merger|purchaser)s?\b", re.IGNORECASE)
_HEADING = 300
_GIVE_NUMBER = "if it has a number, give it: --number"


class NotAnExecutiveOrder(EOTrackerError):
    """A text is some other document; the sentence says which."""


def refuse_others(
    page: Page, head: Sequence[str], body: Sequence[str], tail: Sequence[str], number: str | None
) -> None:
    """Refuse what is no executive order. Raises NotAnExecutiveOrder."""
    headings = [p for p in [page.facts.title or "", *head] if 0 < len(p) < _HEADING]
    words = " ".join(body)
    if not page.document and any(_NUMBERED.match(h) for h in headings):
        return
    if (other := page.document or _name_other(headings, words, tail)) and "order" not in other:
        raise _refusal(other, "only executive orders are read")
    if number is not None:
        return
    order = page.document or _name_order(headings, words)
    if order:
        raise _refusal(order, _GIVE_NUMBER)
    if not _ENACTS.search(words) or not _ORDERS.search(words):
        hint = "give the whole text, with the words “By the authority vested in me”"
        raise NotAnExecutiveOrder("this is not the text of an executive order", hint)


def _refusal(document: str, hint: str) -> NotAnExecutiveOrder:
    return NotAnExecutiveOrder(
        f"this is {'an' if document.startswith('order') else 'a'} {document}, not an executive order", hint
    )


def _name_other(headings: Sequence[str], words: str, tail: Sequence[str]) -> str:
    if any(_EXECUTIVE_ORDER.match(h) for h in headings):
        return ""
    for document, heading, phrase in _OTHERS:
        if any(heading.match(h) for h in headings) or (phrase.search(words) and not _is_mentioned(document, words)):
            return document
    return "proclamation" if any(p.startswith("IN WITNESS WHEREOF") for p in tail) else ""


def _is_mentioned(document: str, words: str) -> bool:
    """Whether a document of another sort is only spoken of: an order calls itself "this order" more often."""
    own, others = (len(re.findall(rf"\bthis {word}\b", words, re.IGNORECASE)) for word in ("order", document))
    return own > others


def _name_order(headings: Sequence[str], words: str) -> str:
    if any(_EXECUTIVE_ORDER.match(h) for h in headings):
        return ""
    if _SEQUESTRATION.search(words) or any(_SEQUESTRATION.search(h) for h in headings):
        return "sequestration order"
    if _REVIEW_OF_INVESTMENT.search(words[:2000]) and any(map(_TRANSACTION.search, headings)):
        return "order under section 721 of the Defense Production Act"
    if any(re.match(r"Order of [A-Z]", h) for h in headings):
        return "order without a number"
    return ""
