"""Record files in the styles of many hands, drawn at random: what a file says is known, and how it says it is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

Data = dict[str, Any]
Draw = Callable[..., Any]

WORDS = ["Report", "sent", "to the", "President", "it's", "“quoted”", "Größe", "😀", "draft;", "(final)", "No. 3"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)
TRICKY = st.sampled_from(
    ["a: b", "x #y", "3.10", "no", "2025-01-01", "- dash", 'say "so"', "50% [of] {it}", "tab\there", "~"]
)
NOTES = TEXTS | TRICKY
DAYS = st.dates(date(2025, 5, 1), date(2025, 6, 30))
EVIDENCE = st.fixed_dictionaries(
    {"title": NOTES, "url": st.integers(1, 10**6).map("https://www.example.gov/{}".format)}, optional={"date": DAYS}
)
HOLDS = st.fixed_dictionaries({"court": st.just("D.D.C."), "docket": st.integers(1, 99).map("1:25-cv-{}".format)})
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "as_of": DAYS,
    "reported_by": st.sampled_from(["DOJ", ["DOJ", "DHS"]]),
    "note": NOTES,
    "evidence": st.lists(EVIDENCE, min_size=1, max_size=4),
    "verification": st.fixed_dictionaries({"state": st.just("verified")}, optional={"by": NOTES, "date": DAYS}),
    "holds": st.lists(HOLDS, min_size=1, max_size=2),
    "extension": st.fixed_dictionaries({"to": DAYS, "authority": NOTES}),
}
STATUSES = st.sampled_from(["not_started", "in_progress", "not_applicable"])


@st.composite
def records(draw: Draw) -> Data:
    """Draw what a record says, its keys in the model's order."""
    chosen = draw(st.fixed_dictionaries({}, optional=FIELDS))
    return {"status": draw(STATUSES), **{key: chosen[key] for key in FIELDS if key in chosen}}


@st.composite
def changed(draw: Draw, data: Data) -> Data:
    """Draw what a record might say next: keys set, taken away and added, entries of lists changed."""
    new = dict(data)
    for key in draw(st.lists(st.sampled_from(list(FIELDS)), max_size=3, unique=True)):
        action = draw(st.sampled_from(["set", "remove", "inside"]))
        if action == "remove":
            new.pop(key, None)
        elif action == "inside" and isinstance(new.get(key), list) and key != "reported_by":
            new[key] = _list_changed(draw, new[key], EVIDENCE if key == "evidence" else HOLDS)
        elif action == "inside" and isinstance(new.get(key), dict):
            new[key] = {**new[key], draw(st.sampled_from(["by", "note"])): draw(NOTES)}
        else:
            new[key] = draw(FIELDS[key])
    if draw(st.booleans()):
        new["status"] = draw(STATUSES)
    order = ["status", *FIELDS]
    return {key: new[key] for key in sorted(new, key=order.index)}


def _list_changed(draw: Draw, entries: list[Data], entry: st.SearchStrategy[Data]) -> list[Data]:
    entries = list(entries)
    at = draw(st.integers(0, len(entries)))
    action = draw(st.sampled_from(["insert", "append", "remove", "change"]))
    if action == "append":
        return [*entries, draw(entry)]
    if action == "insert" or at == len(entries):
        return [*entries[:at], draw(entry), *entries[at:]]
    if action == "remove" and len(entries) > 1:
        return entries[:at] + entries[at + 1 :]
    return [*entries[:at], {**entries[at], **draw(entry)}, *entries[at + 1 :]]


@st.composite
def files(draw: Draw, data: Data) -> bytes:
    """Draw a file that says `data` in somebody's style."""
    keys = draw(st.permutations(list(data)))
    if draw(st.integers(0, 9)) == 0:
        text = _flow(draw, {key: data[key] for key in keys}) + "\n"
    else:
        indent, dashes = draw(st.sampled_from([(2, 2), (2, 0), (4, 2), (4, 4), (3, 0)]))
        lines = ["---"] * draw(st.integers(0, 1)) + ["# A record"] * draw(st.integers(0, 1))
        for key in keys:
            lines += draw(st.sampled_from([[], [], [""], [f"# about {key}"], ["", f"# about {key}", ""]]))
            lines += _entry(draw, key, data[key], 0, indent, dashes)
        lines += draw(st.sampled_from([[], [], ["# the end"], ["", "# the end"], ["..."]]))
        text = "\n".join(lines) + draw(st.sampled_from(["\n", "\n", "", "\n\n"]))
    line_end: str = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    mark: bytes = draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"]))
    return mark + text.replace("\n", line_end).encode()


def _entry(draw: Draw, key: str, value: Any, column: int, indent: int, dashes: int) -> list[str]:
    name = draw(st.sampled_from([key, key, key, f'"{key}"', f"'{key}'"])) + draw(st.sampled_from([":", ":", " :"]))
    pad = " " * column
    comment = draw(st.sampled_from(["", "", "  # why", " # [x]: y"]))
    if isinstance(value, dict | list) and draw(st.integers(0, 3)) == 0:
        return [f"{pad}{name} {_flow(draw, value)}{comment}"]
    if isinstance(value, dict):
        lines = [line for k, v in value.items() for line in _entry(draw, k, v, column + indent, indent, dashes)]
        return [f"{pad}{name}{comment}", *lines]
    if isinstance(value, list):
        return [f"{pad}{name}{comment}", *_items(draw, value, column + dashes, indent, dashes)]
    return _scalar(draw, f"{pad}{name}", value, column + indent, comment)


def _items(draw: Draw, values: list[Any], column: int, indent: int, dashes: int) -> list[str]:
    lines = []
    for value in values:
        lines += draw(st.sampled_from([[], [], [" " * column + "# an entry"], [""]]))
        if isinstance(value, dict) and draw(st.integers(0, 3)):
            inner = [line for k, v in value.items() for line in _entry(draw, k, v, column + 2, indent, dashes)]
            lines += [" " * column + "- " + inner[0][column + 2 :], *inner[1:]]
        else:
            lines.append(" " * column + "- " + _flow(draw, value))
    return lines


def _scalar(draw: Draw, name: str, value: Any, column: int, comment: str) -> list[str]:
    text = str(value)
    pad = " " * column
    styles = ["'", '"']
    if _is_plain(text):
        styles += ["plain"] * 4 + ["below"]
    if not text.startswith("-") and "\t" not in text:
        styles += ["|", ">"]
    style = draw(st.sampled_from(styles))
    if style in "|>":
        lines = text.replace(" ", "\n" + pad, 1 if style == ">" and " " in text.strip() else 0).split("\n")
        return [f"{name} {style}-{comment}", pad + lines[0], *lines[1:]]
    if style == "below":
        return [f"{name}{comment}", pad + text]
    return [f"{name} {_quoted(text, style)}{comment}"]


def _quoted(text: str, style: str) -> str:
    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    if style == '"':
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'
    return text


def _is_plain(text: str) -> bool:
    return not (": " in text or " #" in text or text[0] in "-?:,[]{}#&*!|>'\"%@`~“" or "\t" in text or text == "~")


def _flow(draw: Draw, value: Any) -> str:
    comma, colon = draw(st.sampled_from([", ", ",  ", " , "])), draw(st.sampled_from([": ", ":  "]))
    if isinstance(value, dict):
        inner = comma.join(f"{k}{colon}{_flow(draw, v)}" for k, v in value.items())
        braces: str = draw(st.sampled_from(["{%s}", "{ %s }"]))
        return str(braces % inner)
    if isinstance(value, list):
        brackets: str = draw(st.sampled_from(["[%s]", "[ %s ]", "[%s,]"]))
        return str(brackets % comma.join(_flow(draw, v) for v in value))
    text = str(value)
    safe = _is_plain(text) and not set(text) & set(",[]{}:#'")
    return _quoted(text, draw(st.sampled_from(["'", '"', *(["plain"] * 3 if safe else [])])))
