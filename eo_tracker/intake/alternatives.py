"""Patterns of legal English are put together from lists of words: this joins the words of a list."""

from __future__ import annotations


def one_of(*words: str) -> str:
    """Give the pattern of one word or phrase out of several; an argument may have some of one sort, parted by `|`."""
    return f"(?:{'|'.join(words)})"
