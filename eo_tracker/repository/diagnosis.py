"""Why a file is not the value it should be: each fault as a sentence, at its line and column, with a hint.

Needed only when the canonical reader declines or something is wrong, so the YAML reader is imported no sooner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from eo_tracker.domain.problems import Fault, KeyPath, Problem, did_you_mean, nearest
from eo_tracker.domain.provisions import ID, provision_meant
from eo_tracker.domain.values import Value
from eo_tracker.repository.source import SourceText
from eo_tracker.repository.tree import Place, Places, Tree, UnreadableYAML, read_places, read_tree, read_tree_and_places

V = TypeVar("V", bound=Value)


def read_by_yaml(source: SourceText, model: type[V]) -> tuple[V | None, list[Problem]]:
    """Read a file's text as a value of `model`, or find out what is wrong with it."""
    try:
        tree, repeats = read_tree(source.text)
        if repeats:
            return None, list(_duplicates(source))
    except UnreadableYAML as e:
        return None, [_problem(source, e.code, e.place, e.message, e.hint)]
    if tree is None:
        return None, [_problem(source, "EO105", Place(1, 1), "the file is empty", "fill it, or delete it")]
    try:
        return model.model_validate(tree), []
    except ValidationError as e:
        return None, place_faults(source, _faults(e, model))


def place_faults(source: SourceText, faults: Iterable[Fault]) -> list[Problem]:
    """Give faults their places in the text."""
    tree, places = read_tree_and_places(source.text)
    return [_placed(source, fault, tree, places) for fault in faults]


def _placed(source: SourceText, fault: Fault, tree: Tree, places: Places) -> Problem:
    at = _as_written(fault.at, tree)
    place = places.find(at, key=fault.on_key or not _stands(at, tree))
    return _problem(source, fault.code, place, fault.message, fault.hint, _directive_at(at, tree))


def _problem(
    source: SourceText, code: str, place: Place, message: str, hint: str = "", provision: str | None = None
) -> Problem:
    """Make a problem of a file; in an order's file it may belong to a provision."""
    directive = source.directive
    if provision:
        directive = f"{source.path.rpartition('/')[2].removesuffix('.yaml')}/{provision}"
    return Problem(source.path, place.line, place.column, code, message, hint, directive=directive)


def _duplicates(source: SourceText) -> Iterator[Problem]:
    for twice in read_places(source.text).duplicates:
        message = f'the key "{twice.key}" stands twice, first on line {twice.first_line}'
        yield _problem(source, "EO109", twice.place, message, "keep one of them")


def _as_written(path: KeyPath, tree: Tree) -> KeyPath:
    """Turn a path in the model into one in the file, where a list of one may stand without its list."""
    found: list[str | int] = []
    for key in path:
        if isinstance(tree, dict) and (key in tree or isinstance(key, str)):
            tree = tree.get(key)
        elif isinstance(tree, list) and isinstance(key, int):
            tree = tree[key] if key < len(tree) else None
        else:
            continue
        found.append(key)
    return tuple(found)


def _value_at(path: KeyPath, tree: Tree) -> Tree:
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else tree[key]
    return tree


def _stands(path: KeyPath, tree: Tree) -> bool:
    return _value_at(path, tree) is not None


def _directive_at(path: KeyPath, tree: Tree) -> str | None:
    """Find the innermost directive or item that a path of an order's file leads through."""
    found = None
    for n, key in enumerate(path):
        if key in ("directives", "items") and n + 1 < len(path):
            part = _value_at(path[: n + 2], tree)
            own = part.get("id") if isinstance(part, dict) else None
            found = own if isinstance(own, str) and ID.fullmatch(own) else found
    return found


def _faults(error: ValidationError, model: type[Value]) -> Iterator[Fault]:
    found = error.errors(include_url=False)
    misspelt = {_meant(details["loc"], model) for details in found if details["type"] == "extra_forbidden"}
    for details in found:
        # A list whose entries are all wrong counts as empty too, and a key that is misspelt as missing: the faults
        # of the entries and of the key say enough.
        if details["type"] == "too_short" and details["input"]:
            continue
        if details["type"] != "missing" or details["loc"] not in misspelt:
            yield _fault(details, model)


def _meant(path: KeyPath, model: type[Value]) -> KeyPath:
    """Guess the path of the key that an unknown key is meant to be."""
    return (*path[:-1], nearest(str(path[-1]), _fields(model, path[:-1])) or "")


def _fault(details: ErrorDetails, model: type[Value]) -> Fault:
    """Put a validation error into a sentence."""
    kind, context = details["type"], details.get("ctx", {})
    is_key = details["loc"][-1:] == ("[key]",)
    at: KeyPath = tuple(k for k in details["loc"] if k != "[key]")
    name = next((k for k in reversed(at) if isinstance(k, str)), "the file")
    value = details["input"]
    if kind.startswith("EO"):
        return Fault(kind, (*at, context["at"]) if context["at"] else at, context["message"], context["hint"])
    if kind == "extra_forbidden":
        known = _fields(model, at[:-1])
        hint = did_you_mean(name, known) or f"known here: {', '.join(known)}"
        return Fault("EO201", at, f'the key "{name}" is unknown', hint, on_key=True)
    if kind == "missing":
        return Fault("EO202", at, f'the key "{name}" is missing', f'add "{name}: ..."', on_key=True)
    if kind == "literal_error":
        return _no_word(at, name, value, context["expected"])
    if kind == "string_pattern_mismatch":
        code, what, hint = _PATTERNS.get(
            name if not is_key else "no_duty", ("EO203", "not in the form it must have", "")
        )
        meant = provision_meant(str(value)) if code == "EO207" and name != "order" else None
        return Fault(code, at, f'"{value}" is {what}', f"write it as {meant}" if meant else hint, on_key=is_key)
    wanted = _SHAPES.get(kind, kind.replace("_", " "))
    given = "no value" if value is None or value == "" else _shape(value)
    if kind in ("too_short", "string_too_short"):
        given = "empty"
    hint = _EXAMPLES.get(name) or _SHAPE_HINTS.get(wanted, "")
    return Fault("EO203", at, f"{name} must be {wanted}; it is {given}", hint if at else "")


def _no_word(at: KeyPath, name: str, value: object, expected: str) -> Fault:
    """Say that a value is not one of the words allowed, which pydantic writes as 'a', 'b' or 'c'."""
    words = [w.strip("'") for w in expected.replace(" or ", ", ").split(", ")]
    one_of = f"one of {', '.join(words)}"
    if value is None:
        return Fault("EO204", at, f"{name} has no value", one_of)
    hint = did_you_mean(value, words) if isinstance(value, str) else ""
    return Fault("EO204", at, f"{name} cannot be {_shape(value)}", hint or one_of)


_PROVISION = ("EO207", "no provision", "write it as 3.b.iv")
_ORDER = ("EO207", "no order number", "write it as EO 14288")
_AGENCY = ("EO208", "no agency key", "keys are short words in capitals, as in DOJ")
_PATTERNS = {
    "id": _PROVISION,
    "provision": _PROVISION,
    "no_duty": _PROVISION,
    "section": ("EO207", "no section number", 'write it as "3"'),
    "order": _ORDER,
    "key": _AGENCY,
    "parent": _AGENCY,
    "lead": _AGENCY,
    "consulted": _AGENCY,
    "coordinating": _AGENCY,
    "through": _AGENCY,
    "reported_by": _AGENCY,
    "url": ("EO203", "no web address", "write it with https://; what has no address goes under reference"),
    "sha256": ("EO203", "no SHA-256 digest", "it has 64 digits from 0 to f"),
    "cgac": ("EO203", "no CGAC code", "it has three digits"),
}
_SHAPES = {
    "model_type": "a mapping",
    "dict_type": "a mapping",
    "tuple_type": "a list",
    "string_type": "text",
    "string_too_short": "text",
    "too_short": "a list of at least one",
    "bool_type": "true or false",
    "date_type": "a date",
    "is_instance_of": "text",
}
_EXAMPLES = {
    "deadline": "write it as {within: 60 days}",
    "evidence": "begin each source with a dash: - {title: ..., url: https://...}",
    "effect": "write it as {state: revoked, by: EO 14300, date: 2025-06-01}",
    "verification": "write it as {state: verified, by: ..., date: 2025-06-27}",
    "extension": "write it as {to: 2025-09-30, authority: ...}",
    "acknowledged": "write it as {reason: ..., until: 2025-09-30}",
    "within": "write it as 60 days",
}
_SHAPE_HINTS = {
    "a list": "write it in brackets, as in [DOJ]",
    "a list of at least one": "name at least one",
    "a mapping": "write it as key: value",
    "a date": "write it as 2025-06-27",
    "text": "",
}


def _shape(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else f'"{value}"'


def _fields(model: type[Value], path: KeyPath) -> list[str]:
    """List the keys that the model knows at a path."""
    for key in path:
        if isinstance(key, str) and key in model.model_fields:
            model = _model_in(model.model_fields[key].annotation) or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[Value] | None:
    if isinstance(annotation, type) and issubclass(annotation, Value):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _model_in(arg))), None)
