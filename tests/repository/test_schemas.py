"""The schemas that editors use agree with the loader, on every good and bad file, wherever a schema can know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from pydantic import ValidationError

from eo_tracker.domain.agencies import AgencyFile
from eo_tracker.domain.deadlines import MONTHS, Deadline
from eo_tracker.domain.orders import Order
from eo_tracker.domain.records import Record
from eo_tracker.domain.values import Value
from eo_tracker.reports.schemas import DataKind, make_schema
from eo_tracker.repository.tree import read_tree
from tests.repository.editors import READERS, read_as_editor
from tests.repository.test_bad_data import expected_in
from tests.repository.trackers import BAD, GOOD
from tests.terminal import ROOT

KINDS: tuple[DataKind, ...] = get_args(DataKind)
MODELS: dict[DataKind, type[Value]] = {"order": Order, "record": Record, "agencies": AgencyFile}

BEYOND_A_SCHEMA = {
    "EO101": "what is no file is not opened in an editor",
    "EO102": "the size of a file is no part of what it says",
    "EO103": "bytes that are no text are refused before a schema is asked",
    "EO104": "the editor's YAML reader says so itself",
    "EO106": "tags, documents and aliases are gone, or refused, once YAML is read",
    "EO107": "a link is no part of what a file says",
    "EO108": "the name of a file is no part of what it says",
    "EO109": "the editor's YAML reader says so itself",
    "EO201-setting": "settings are TOML, and no data file",
    "EO202-agency-name": "only the registry tells whether an agency is new, and needs a name",
    "EO203-setting": "settings are TOML, and no data file",
    "EO206-longer-than-a-life": "a pattern does not count to a hundred years in six units",
    "EO208-body-misspelt": "which agencies there are, the registry tells",
    "EO208-consulted": "which agencies there are, the registry tells",
    "EO208-item": "which agencies there are, the registry tells",
    "EO208-near": "which agencies there are, the registry tells",
    "EO208-parent": "which agencies there are, the registry tells",
    "EO208-reported-by": "which agencies there are, the registry tells",
    "EO208-reported-by-in-a-list": "which agencies there are, the registry tells",
    "EO209": "the name of a file is no part of what it says",
    "EO210": "a schema does not compare the ids of different places",
    "EO211": "a schema does not compare an id with the section that it stands in",
    "EO212": "a schema does not look for what a value names",
    "EO213": "a schema follows no circles",
    "EO214": "a record does not tell which directives there are",
    "EO215": "the day, and that of the signing, stand elsewhere",
    "EO216-falls-due-once": "a record does not tell how often its directive falls due",
    "EO216-recurring-completed": "a record does not tell how often its directive falls due",
    "EO217": "a record does not tell when its directive falls due",
    "EO218": "a record does not tell what its directive waits for",
    "EO219": "which names there are, the registry tells",
}
"""The codes, and single bad trackers, that no schema can know of, with the reason."""


@cache
def validator(kind: DataKind) -> Draft202012Validator:
    return Draft202012Validator(make_schema(kind), format_checker=FormatChecker(["date"]))


def kind_of(path: str) -> DataKind:
    if path.startswith("status/"):
        return "record"
    return "agencies" if path.endswith("agencies.yaml") else "order"


def data_files(tracker: Path) -> Iterator[tuple[DataKind, Path]]:
    for path in sorted([*tracker.glob("directives/*.yaml"), *tracker.glob("status/*/*.yaml")]):
        yield kind_of(path.relative_to(tracker).as_posix()), path


def reason_beyond(name: str) -> str | None:
    return BEYOND_A_SCHEMA.get(name) or BEYOND_A_SCHEMA.get(name.partition("-")[0])


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one(kind: DataKind) -> None:
    schema = make_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"eo-tracker/schema/{kind}/1"
    assert schema["additionalProperties"] is False
    assert all(part["additionalProperties"] is False for part in schema["$defs"].values())
    assert all(part["description"] and part["title"] for part in (schema, *schema["$defs"].values()))


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_knows_the_keys_of_its_model_and_no_others(kind: DataKind) -> None:
    assert list(make_schema(kind)["properties"]) == list(MODELS[kind].model_fields)


@pytest.mark.parametrize("version", READERS)
@pytest.mark.parametrize("tracker", [*GOOD, ROOT], ids=lambda tracker: tracker.name)
def test_a_good_file_is_good_by_its_schema(tracker: Path, version: str) -> None:
    for kind, path in data_files(tracker):
        read = read_as_editor(path.read_bytes(), version)
        assert [error.message for error in validator(kind).iter_errors(read)] == [], path


@pytest.mark.parametrize("tracker", [t for t in BAD if not reason_beyond(t.name)], ids=lambda tracker: tracker.name)
def test_a_bad_file_is_bad_by_its_schema(tracker: Path) -> None:
    path = expected_in(tracker).partition(":")[0]
    assert not validator(kind_of(path)).is_valid(read_as_editor((tracker / path).read_bytes()))


@pytest.mark.parametrize(
    "tracker",
    [t for t in BAD if reason_beyond(t.name) and not t.name.startswith(("EO1", "EO201-", "EO203-"))],
    ids=lambda tracker: tracker.name,
)
def test_what_is_beyond_a_schema_is(tracker: Path) -> None:
    for kind, path in data_files(tracker):
        assert validator(kind).is_valid(read_as_editor(path.read_bytes()))


def test_only_what_there_is_is_beyond_a_schema() -> None:
    names = {tracker.name for tracker in BAD} | {tracker.name.partition("-")[0] for tracker in BAD}
    assert set(BEYOND_A_SCHEMA) <= names | {"EO102", "EO107"}


WRITTEN = """
3  3.10  012  099  0x1F  0o17  1e3  -1  .5  .inf  1_000  2026  190:20:30  1000  999.999  0  true  True  yes  no  on  NO
ON  Null  null  ~  ''  " "  '3.10'  'true'  DOJ  agencies  doj  3.b  3.b.iv  3.10.a  2025-06-27  2025-02-30  1788-12-31
1789-01-01  2199-12-31  2200-01-01  2025-6-27  EO 14288  EO 014288  eo-14288  https://www.example.gov/a  ftp://x
completed  in_progress  revoked  verified  department  purpose  uses  event  60 days  0 days  1 business day  90 Days
March 2026  march 2026  Marchember 2026  0000  '0000'  the third quarter of fiscal year 2026  first quarter of May 2026
text/eo-1.md  ../eo-1.md  []  [DOJ]  [DOJ, NO]  [[]]  {}  {within: 60 days}  [{by: 2025-10-01}]  {state: revoked}
[revoked]  {url: https://www.example.gov/a}  {key: BuL}  {2: heading}  {3.10: heading, 4.a: ''}  {words: heading}
"""
"""What may be written for a value, rightly or wrongly, by hands that do not quote."""
SCALARS = [text for line in WRITTEN.splitlines() for text in line.split("  ") if text]

LEAST: dict[str, dict[str, str]] = {
    "Order": {"order": "EO 90001", "title": "T", "signed": "2025-01-06"},
    "Section": {"section": "'3'"},
    "Directive": {"id": "3.a", "summary": "S", "lead": "[DOJ]"},
    "Item": {"id": "3.a.i"},
    "Deadline": {"within": "60 days"},
    "Effect": {"state": "revoked"},
    "Source": {},
    "Relation": {"order": "EO 90001", "relation": "uses"},
    "Body": {"key": "BuL", "name": "B"},
    "Record": {"status": "in_progress"},
    "Evidence": {"url": "https://www.example.gov"},
    "Verification": {"state": "verified"},
    "Event": {"event": "E", "date": "2025-01-06"},
    "Hold": {"court": "C", "docket": "D"},
    "Extension": {"to": "2025-01-06", "authority": "A"},
    "Acknowledgement": {"reason": "R", "until": "2025-01-06"},
    "Occurrence": {"due": "2025-01-06"},
    "AgencyFile": {"agencies": "[]"},
    "Agency": {"key": "BuL"},
    "Alias": {"name": "N"},
    "Liaison": {"name": "L"},
}
"""The least that a value of each model says."""


@cache
def parts() -> dict[str, tuple[type[Value], Draft202012Validator]]:
    """Each model of the data files, with a validator of its part of the schema."""
    models = {model.__name__: model for model in list_models(Value)}
    found = {}
    for kind in KINDS:
        whole = make_schema(kind)
        for name in (MODELS[kind].__name__, *whole["$defs"]):
            part = {} if name == MODELS[kind].__name__ else {"$ref": f"#/$defs/{name}"}
            schema = {"$defs": whole["$defs"], **part} if part else whole
            found[name] = (models[name], Draft202012Validator(schema, format_checker=FormatChecker(["date"])))
    return found


def list_models(base: type[Value]) -> Iterator[type[Value]]:
    for model in base.__subclasses__():
        yield model
        yield from list_models(model)


def loads(model: type[Value], text: str) -> bool:
    try:
        model.model_validate(read_tree(text)[0])
    except ValidationError:
        return False
    return True


def written(mapping: dict[str, str]) -> str:
    return "".join(f"{key}: {value}\n" for key, value in mapping.items()) or "{}"


def test_every_model_is_tried() -> None:
    assert set(parts()) == set(LEAST)


@pytest.mark.parametrize("name", LEAST)
def test_whatever_is_written_for_a_value_the_schema_and_the_loader_agree(name: str) -> None:
    model, schema = parts()[name]
    for field in model.model_fields:
        for scalar in SCALARS:
            text = written({**LEAST[name], field: scalar})
            good = loads(model, text)
            read = read_as_editor(text)
            accepted = {version: schema.is_valid(read_as_editor(text, version)) for version in READERS}
            # What loads is never refused, however it is read.
            assert not good or all(accepted.values()), text
            # And what is read as the text that it is, is taken by both or by none.
            if not holds_other_than_text(read[field]):
                assert accepted["1.2"] == good, text


def holds_other_than_text(read: Any) -> bool:
    if isinstance(read, dict | list):
        return any(map(holds_other_than_text, read.values() if isinstance(read, dict) else read))
    return read is not None and not isinstance(read, str)


@pytest.mark.parametrize("name", LEAST)
def test_a_key_too_many_or_too_few_is_refused(name: str) -> None:
    model, schema = parts()[name]
    assert schema.is_valid(read_as_editor(written(LEAST[name])))
    assert not schema.is_valid(read_as_editor(written({**LEAST[name], "x": "y"})))
    for key in LEAST[name]:
        text = written({k: v for k, v in LEAST[name].items() if k != key})
        assert schema.is_valid(read_as_editor(text)) == loads(model, text)


VALUES = {
    "every": ("1 year", "~"),
    "within": ("60 days", "~"),
    "of": ("3.b", "event", "~"),
    "event": ("the end", "~"),
    "by": ("2025-10-01", "~"),
    "by_end_of": ("fiscal year 2026", "2026", "~"),
    "immediately": ("true", "false", "'true'", "~"),
}


@given(st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in VALUES.items()}))
def test_what_makes_a_deadline_the_schema_knows(said: dict[str, str]) -> None:
    text = written(said)
    assert parts()["Deadline"][1].is_valid(read_as_editor(text)) == loads(Deadline, text)


@given(st.dates())
@example(date(2199, 12, 31))
@example(date(1789, 1, 1))
def test_days_are_the_loaders(day: date) -> None:
    for each in (f"{day}", f"{day:%Y-%m-}32", f"{day.year}-{day.month}-{day.day}"):
        text = written({"event": "E", "date": each})
        assert parts()["Event"][1].is_valid(read_as_editor(text)) == loads(parts()["Event"][0], text)


@given(
    st.sampled_from(["", "the ", "The "]),
    st.sampled_from(["", "first quarter of ", "FOURTH quarter of ", "fifth quarter of "]),
    st.sampled_from(
        ["", "fiscal year ", "the calendar year ", "Fiscal Year ", "leap year ", *(f"{m} " for m in MONTHS)]
    ),
    st.sampled_from(["2026", "0000", "0002", "26", "2026 "]),
)
def test_periods_are_the_loaders(the: str, quarter: str, kind: str, year: str) -> None:
    text = written({"by_end_of": f'"{the}{quarter}{kind}{year}"'})
    assert parts()["Deadline"][1].is_valid(read_as_editor(text)) == loads(Deadline, text)
