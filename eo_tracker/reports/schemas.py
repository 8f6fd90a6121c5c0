"""JSON Schema of the data files, made from their models, so that an editor knows them while somebody types.

eo-tracker reads every scalar as text, whatever YAML makes of it. An editor's reader does not: to it `section: 3.10` is
a number and `note: yes`, by an older YAML, a boolean. So a schema takes what any such reading makes of a valid file,
and refuses what no reading makes valid. What needs other files, the registry or the day is beyond it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Literal, get_args

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from eo_tracker.domain.agencies import AGENCY_KEY, CGAC, AgencyFile
from eo_tracker.domain.deadlines import EVENT, MONTHS, QUARTERS, Deadline, Period, Span, Unit
from eo_tracker.domain.ids import ORDER_NUMBER
from eo_tracker.domain.orders import EffectState, Order, to_effect
from eo_tracker.domain.provisions import ID, SECTION
from eo_tracker.domain.records import Evidence, Record
from eo_tracker.domain.values import WEB_ADDRESS, Value, to_list, to_words

DataKind = Literal["order", "record", "agencies"]

_MODELS: dict[DataKind, tuple[type[Value], str]] = {
    "order": (Order, "An order's file: directives/eo-14288.yaml"),
    "record": (Record, "A record: status/eo-14288/3.b.yaml"),
    "agencies": (AgencyFile, "The registry's additions: directives/agencies.yaml"),
}
_COMMENT = (
    "eo-tracker reads every scalar as text. A YAML reader that makes numbers and booleans of some of them, as of "
    '`section: 3.10`, is to find a valid file valid: so numbers and booleans stand here beside "string". What only '
    "other files or the day can tell, `eo-tracker check` finds."
)
_NAMED_GROUP = re.compile(r"\(\?P<\w+>")
_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")


def make_schema(kind: DataKind) -> JsonSchemaValue:
    """Make the JSON Schema (2020-12) of a kind of data file."""
    model, title = _MODELS[kind]
    made = model.model_json_schema(schema_generator=_FileSchema)
    # No address: there is nothing to look for. Nor a urn: some editors' readers take it for an address with a port.
    head = {"$schema": _FileSchema.schema_dialect, "$id": f"eo-tracker/schema/{kind}/1", "$comment": _COMMENT}
    return {**head, **made, "title": title}


def _any_case(words: str) -> str:
    """Make a pattern that takes words in letters of any case; JSON Schema has no flag for it."""
    return re.sub(r"[a-z]", lambda m: f"[{m[0].upper()}{m[0]}]", words)


def _one_of(words: tuple[str, ...]) -> str:
    return f"({'|'.join(words)})"


_YEAR_OF = f"(({_any_case('the ')})?{_any_case(_one_of(QUARTERS))}{_any_case(' quarter of ')})?"
_KIND_OF_YEAR = f"(({_any_case('the ')})?{_any_case('(fiscal|calendar) year ')})?"
_PERIOD = f"^({_YEAR_OF}{_KIND_OF_YEAR}|{_any_case(_one_of(tuple(MONTHS)))} )(?!0000)[0-9]{{4}}$"
_SPAN = f"^(?=0*[1-9])[0-9]{{1,5}} {_one_of(get_args(Unit))}s?$"
# Leap years are left to `format`.
_DAY_OF_YEAR = "(0[1-9]|1[0-2])-(0[1-9]|[12][0-9])|(0[13-9]|1[0-2])-30|(0[13578]|1[02])-31"
_DAY = f"^(1789|179[0-9]|1[89][0-9]{{2}}|2[01][0-9]{{2}})-({_DAY_OF_YEAR})$"

_TEXT: JsonSchemaValue = {"type": ["string", "number", "boolean"]}
_PROVISION: JsonSchemaValue = {
    "type": ["string", "number"],
    "minimum": 1,
    "exclusiveMaximum": 1000,
    "description": 'A provision, as in 3.b.iv for Sec. 3(b)(iv). One that looks like a number goes in quotes: "3.10".',
}
_READ_OTHERWISE: dict[str, JsonSchemaValue] = {
    SECTION.pattern: {**_PROVISION, "description": 'The number of a section, in quotes: "3", "4.10".'},
    ID.pattern: _PROVISION,
    ORDER_NUMBER.pattern: {"type": "string", "description": "The number of an order, as in EO 14288."},
    AGENCY_KEY: {
        # To some readers the keys of agencies called NO or ON, or TRUE, would be booleans.
        "type": ["string", "boolean"],
        "description": "An agency's key, as in DOJ: `eo-tracker agencies` lists them.",
    },
    WEB_ADDRESS.pattern: {"type": "string", "description": "A web address, as in https://www.example.gov/report."},
    CGAC: {"type": ["string", "integer"], "minimum": 0, "maximum": 999, "description": "Three digits, in quotes."},
}
"""What the texts of a pattern may be read as, and what an editor tells of them."""

_INSTANCES: dict[type, JsonSchemaValue] = {
    Span: {"type": "string", "pattern": _SPAN, "description": "A length of time, as in 60 days, 10 business days."},
    Period: {
        "type": ["string", "integer"],
        "pattern": _PERIOD,
        "minimum": 1,
        "maximum": 9999,
        "description": "A stretch of the calendar, as in fiscal year 2026, first quarter of 2026, March 2026.",
    },
}


def _given(key: str, *values: object) -> JsonSchemaValue:
    """Demand that a key is there and has a value, or one of these."""
    value = {"enum": list(values)} if values else {"not": {"type": "null"}}
    return {"required": [key], "properties": {key: value}}


_IMMEDIATELY = _given("immediately", True, "true")
_ONE_KIND = {"oneOf": [_given("within"), _given("by"), _given("by_end_of"), _IMMEDIATELY]}
_NOT_BESIDE_EVERY = [_given("by_end_of"), _IMMEDIATELY, {"allOf": [_given("within"), _given("by")]}]
_RULES: dict[type[Value], list[JsonSchemaValue]] = {
    Deadline: [
        {"if": _given("every"), "then": {"not": {"anyOf": _NOT_BESIDE_EVERY}}, "else": _ONE_KIND},
        {"if": _given("of"), "then": {"not": _given("by"), "anyOf": [_given("within"), _given("every")]}},
        {"if": _given("of", EVENT), "then": _given("event")},
        {"if": _given("event"), "then": _given("of", EVENT)},
    ],
    Record: [
        {"if": _given("status", "completed"), "then": _given("completed")},
        {"if": _given("completed"), "then": _given("status", "completed")},
    ],
    Evidence: [{"anyOf": [_given("url"), _given("reference")]}],
}
"""What a model's validators hold, said again for editors: a schema cannot be made from a function."""


def _explained(made: JsonSchemaValue) -> JsonSchemaValue:
    """Let editors that can say it tell what is wanted, where a pattern would tell people nothing."""
    return {**made, "patternErrorMessage": made["description"]} if "description" in made else made


class _FileSchema(GenerateJsonSchema):
    """Makes the schema of what a file says, where pydantic's own is of what it has become."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002
        # "As Of" over `as_of` tells nobody anything.
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        made["description"] = _LINE_END.sub(" ", made["description"])
        rules = _RULES.get(schema["cls"])
        return {**made, "allOf": rules} if rules else made

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        # An editor would write out a default, and nobody should write nothing.
        made = super().default_schema(schema)
        return made if made.get("default") else {key: made[key] for key in made if key != "default"}

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        if "type" not in inner:
            return {"anyOf": [inner, {"type": "null"}]}
        types = [inner["type"]] if isinstance(inner["type"], str) else inner["type"]
        return {**inner, "type": [*types, "null"]}

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        made = super().str_schema(schema)
        if "pattern" not in made:
            return {**made, **_TEXT}
        pattern = str(made["pattern"])
        read = _READ_OTHERWISE.get(pattern) or _READ_OTHERWISE.get(pattern[1:-1], {})
        return _explained({**made, "pattern": _NAMED_GROUP.sub("(?:", pattern), **read})

    def date_schema(self, schema: core_schema.DateSchema) -> JsonSchemaValue:
        return _explained({**super().date_schema(schema), "pattern": _DAY, "description": "A day, as in 2025-06-27."})

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:  # noqa: ARG002
        return {"enum": [True, False, "true", "false"]}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        # A key is text, whatever it looks like.
        names = {**self.generate_inner(schema["keys_schema"]), "type": "string"}
        values = self.generate_inner(schema["values_schema"])
        return {"type": "object", "propertyNames": names, "additionalProperties": values}

    def json_or_python_schema(self, schema: core_schema.JsonOrPythonSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["python_schema"])

    def is_instance_schema(self, schema: core_schema.IsInstanceSchema) -> JsonSchemaValue:
        return _explained(_INSTANCES[schema["cls"]])

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        made = super().function_before_schema(schema)
        written = _WRITTEN.get(schema["function"]["function"])
        return {"anyOf": [*written(made), made]} if written else made


_WRITTEN: dict[Callable[..., Any], Callable[[JsonSchemaValue], list[JsonSchemaValue]]] = {
    to_list: lambda made: [made["items"]],
    to_words: lambda made: [made["items"], {"type": "null"}],
    to_effect: lambda _made: [{"enum": list(get_args(EffectState))}],
}
"""What else may be written for what a model makes of it: one for a list of one, a word for an effect."""
