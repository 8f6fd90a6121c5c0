"""The Federal Register's facts of an order: its API's JSON, held against what the text says of itself.

An order's number is text there, and may be missing; days may disagree with the text's. Who signed it says when, so the
text's day stands; the register knows its own numbers and pages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any

from eo_tracker.domain.errors import EOTrackerError
from eo_tracker.intake.days import read_day
from eo_tracker.intake.official_text import Facts, OfficialText
from eo_tracker.intake.typography import set_paragraph

MAX_BYTES = 4 * 1024 * 1024
_NAMES = {
    "number": "number",
    "title": "title",
    "signed": "day of signing",
    "published": "day of publication",
    "citation": "citation",
    "document": "document number",
}
_OF_THE_REGISTER = {"number", "published", "citation", "document", "url"}
_NUMBER = re.compile(r"[0-9]{1,5}(?:-[A-Z])?")


def read_facts(data: bytes) -> Facts:
    """Read the facts of one document as the API gives them. Raises EOTrackerError."""
    if len(data) > MAX_BYTES:
        raise EOTrackerError("the facts are a larger file than any order's are", "give the JSON of one document")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise EOTrackerError(
            "the facts are no JSON", "give what the Federal Register's API says of the order"
        ) from None
    return take_facts(found)


def take_facts(found: Any) -> Facts:
    """Take the facts out of a document of the API's. Raises EOTrackerError for what is none."""
    if isinstance(found, dict) and isinstance(results := found.get("results"), list) and len(results) == 1:
        found = results[0]
    if not isinstance(found, dict) or "document_number" not in found:
        hint = "give what the Federal Register's API says of the order"
        raise EOTrackerError("the facts are not those of one document of the Federal Register", hint)
    kind = _text(found, "subtype") or _text(found, "type")
    if kind and kind not in {"Executive Order", "Presidential Document"}:
        raise EOTrackerError(f"the facts are those of another document: {kind}", "give those of an executive order")
    number = _text(found, "executive_order_number")
    return Facts(
        number=number if number and _NUMBER.fullmatch(number) else None,
        title=_text(found, "title"),
        signed=read_day(_text(found, "signing_date") or ""),
        published=read_day(_text(found, "publication_date") or ""),
        citation=_text(found, "citation"),
        document=_text(found, "document_number"),
        url=_text(found, "html_url"),
    )


def _text(found: dict[str, Any], key: str) -> str | None:
    value = found.get(key)
    return set_paragraph(str(value)) or None if isinstance(value, str | int) and not isinstance(value, bool) else None


def add_facts(text: OfficialText, facts: Facts) -> OfficialText:
    """Give a text the register's facts too, with a doubt for each on which they differ."""
    merged, doubts = merge_facts(text.facts, facts)
    return replace(text, facts=merged, doubts=(*text.doubts, *doubts))


def merge_facts(text: Facts, register: Facts) -> tuple[Facts, tuple[str, ...]]:
    """Put a text's facts and the register's together; a sentence tells of each on which they differ."""
    merged = {}
    for name in (field.name for field in fields(Facts)):
        told = (getattr(register, name), getattr(text, name))
        first, second = told if name in _OF_THE_REGISTER else reversed(told)
        merged[name] = first if first is not None else second
    return Facts(**merged), tuple(_list_doubts(text, register))


def _list_doubts(text: Facts, register: Facts) -> Iterator[str]:
    for name, word in _NAMES.items():
        ours, theirs = getattr(text, name), getattr(register, name)
        if ours is not None and theirs is not None and not _agree(ours, theirs):
            yield f"the {word} is {ours} in the text, and {theirs} in the Federal Register's facts"


def _agree(ours: str | date, theirs: str | date) -> bool:
    """Whether two sources say the same; of a title one may have only the first line, and letters of its own."""
    if isinstance(ours, date) or isinstance(theirs, date):
        return ours == theirs
    first, second = (re.sub(r"\[[a-z]+\]|[^a-z0-9]", "", text.lower()) for text in (ours, theirs))
    return first.startswith(second) or second.startswith(first) if len(ours) > 20 else first == second
