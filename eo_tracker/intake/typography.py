"""The typography that paragraphs are brought to: one line, one space, “ ” and ‘ ’, nothing that cannot be seen.

The Federal Register's XML has straight apostrophes between curly quotation marks, the Government Publishing Office's
text has ``these'' and "--" for a dash, web pages have no-break spaces and soft hyphens: the words are the same.
"""

from __future__ import annotations

import re

# Soft hyphens, what has no width, marks of direction, what cannot be read; but no white space.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_WHITE = re.compile(r"\s+")
_OPENS = r"(?<![^\s(\[{—–\-/“‘])"
_OPENING_DOUBLE = re.compile(_OPENS + r"\"(?=\S)")
_OPENING_SINGLE = re.compile(_OPENS + r"'(?=[^\s\d])")
_STRAIGHT = {ord('"'): "”", ord("'"): "’", ord("`"): "‘", 0x2011: "-"}


def tidy(text: str) -> str:
    """Bring words to one line."""
    return _WHITE.sub(" ", _CONTROL.sub(" ", _UNSEEN.sub("", text))).strip()


_DASH = re.compile(r"(?<!-)--(?!-)")


def curl(text: str) -> str:
    """Give quotation marks, apostrophes and dashes their form.

    A mark opens what follows a space, a bracket, a dash or another opening mark; any other closes, or is an apostrophe.
    """
    text = _DASH.sub("—", text.replace("``", "“").replace("''", "”"))
    text = _OPENING_DOUBLE.sub("“", text)
    return _OPENING_SINGLE.sub("‘", text).translate(_STRAIGHT)


def set_paragraph(text: str) -> str:
    """Bring words to one line, with quotation marks as they are printed."""
    return curl(tidy(text))
