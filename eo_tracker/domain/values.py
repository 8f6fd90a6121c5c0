"""The scalars of the data files, each made from its text, and the base of everything that is read from them.

The reader hands every scalar over as text, so that no YAML version's rules decide what `3.10`, `no` or
`2025-06-27` is. The annotated types here do, and say in plain words why a text is none of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from eo_tracker.domain.days import NotADay, parse_day

T = TypeVar("T")


class Value(BaseModel):
    """A frozen value read from a data file. Unknown keys and other types are refused."""

    # `defer_build`: only the validator of the file being read is built, once, with all that it holds.
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True)


def refuse(code: str, message: str, hint: str = "", at: str = "") -> PydanticCustomError:
    """Make the error that a validator raises: a problem code, a sentence, a hint, and the key at fault."""
    return PydanticCustomError(code, "{message}", {"message": message, "hint": hint, "at": at})


def to_day(text: object) -> object:
    """Read `2025-06-27`; a date stays itself. Raises an EO205 validation error."""
    if not isinstance(text, str):
        return text
    try:
        return parse_day(text)
    except NotADay as e:
        raise refuse("EO205", str(e), e.hint) from None


def to_flag(text: object) -> object:
    """Read `true` or `false`. Raises an EO204 validation error."""
    if not isinstance(text, str):
        return text
    if text in ("true", "false"):
        return text == "true"
    raise refuse("EO204", f'"{text}" is neither true nor false', "write true, or leave the key out")


def to_list(value: object) -> object:
    """Take one mapping or text for a list of one: a directive has a deadline, or a list of them."""
    return value if value is None or (isinstance(value, Sequence) and not isinstance(value, str)) else [value]


def to_words(value: object) -> object:
    """Take a word for a list of one, and nothing for an empty list."""
    return () if value is None else to_list(value)


def from_words(words: tuple[T, ...]) -> T | list[T] | None:
    """Write a list of words as `to_words` takes them."""
    return list(words) if len(words) > 1 else next(iter(words), None)


WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""What no data file can hold, or nobody could see: all control characters but tabs and line ends."""

Day = Annotated[date, BeforeValidator(to_day)]
Flag = Annotated[bool, BeforeValidator(to_flag)]
Text = Annotated[str, Field(min_length=1)]
WebAddress = Annotated[str, Field(pattern=f"^{WEB_ADDRESS.pattern}$")]
Many = Annotated[tuple[T, ...], Field(strict=False)]
OneOrMany = Annotated[tuple[T, ...], Field(strict=False), BeforeValidator(to_list)]
Words = Annotated[tuple[T, ...], Field(strict=False), BeforeValidator(to_words), PlainSerializer(from_words)]
"""One word, a list of them, or nothing, and written so."""


def file_form(value: Value) -> dict[str, Any]:
    """Give what a value's data file says: the keys that were given, in the model's order; dates stay dates."""
    return value.model_dump(exclude_unset=True)


_ALONE = ("deadline", "effect")


def canonical_form(value: Value) -> dict[str, Any]:
    """Give what a value's data file says in canonical form: as `file_form`, and one deadline stands without a list."""
    return {key: _alone(key, said) for key, said in file_form(value).items()}


def _alone(key: str, said: Any) -> Any:
    if isinstance(said, dict):
        return {each: _alone(each, within) for each, within in said.items()}
    if not isinstance(said, tuple | list):
        return said
    entries = [_alone("", each) for each in said]
    return entries[0] if key in _ALONE and len(entries) == 1 else entries


def source_form(value: Value) -> dict[str, Any]:
    """Write a value as its data file does: the keys that were given, in the model's order; dates as text."""
    return value.model_dump(mode="json", exclude_unset=True)
