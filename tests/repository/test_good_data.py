"""Whole trackers by many hands, under `tests/data/good`: each loads without a problem; all of the format is used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest

from eo_tracker.domain.agencies import AgencyFile, Liaison
from eo_tracker.domain.deadlines import Span, Unit
from eo_tracker.domain.orders import Order
from eo_tracker.domain.records import Record
from eo_tracker.domain.values import Value, source_form
from eo_tracker.repository.canonical import read_canonical
from eo_tracker.repository.reading import read_value
from eo_tracker.repository.source import SourceText, decode
from tests.repository.trackers import DATA, GOOD, read

STYLES = [tracker for tracker in GOOD if tracker.name.startswith("style-")]
CANONICAL = DATA / "good" / "style-canonical"
DAYS = [date(1999, 1, 1), date(2025, 1, 6), date(2025, 6, 27), date(2026, 1, 15), date(2050, 12, 31)]


@pytest.mark.parametrize("tracker", GOOD, ids=lambda tracker: tracker.name)
def test_a_good_tracker_loads_whole_without_a_problem(tracker: Path) -> None:
    snapshot = read(tracker)
    assert snapshot.problems == ()
    orders = {path.stem for path in tracker.glob("directives/eo-*.yaml")}
    records = {f"{path.parent.name}/{path.stem}" for path in tracker.glob("status/*/*.yaml")}
    assert set(snapshot.dataset.orders) == orders
    assert set(snapshot.dataset.records) == records


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("tracker", GOOD, ids=lambda tracker: tracker.name)
def test_a_good_tracker_can_be_judged_on_any_day(tracker: Path, day: date) -> None:
    snapshot = read(tracker)
    duties = {duty.id for duty in snapshot.dataset.duties()}
    assert {standing.id for standing in snapshot.standings(day)} == duties


@pytest.mark.parametrize("tracker", STYLES, ids=lambda tracker: tracker.name)
def test_every_hand_says_the_same(tracker: Path) -> None:
    found, canonical = read(tracker).dataset, read(CANONICAL).dataset
    assert {i: source_form(order) for i, order in found.orders.items()} == {
        i: source_form(order) for i, order in canonical.orders.items()
    }
    assert {i: source_form(record) for i, record in found.records.items()} == {
        i: source_form(record) for i, record in canonical.records.items()
    }


def test_what_every_hand_says() -> None:
    order = read(CANONICAL).dataset.orders["eo-90010"]
    assert order.title == "Lighthouses: “Éclairage”, Keepers' Rights & More #1"
    assert order.citation is None
    assert (order.sections[0].section, order.sections[0].heading) == ("3.10", "On")
    assert order.sections[0].no_duty == {"3.10.b": "no", "3.10.c": "2025-01-06"}
    directive = next(order.directives())
    assert directive.text is not None
    assert directive.text.startswith("Within 60 days of the date\tof this order, the Secretary shall: count")
    assert [deadline.quote for deadline in directive.deadline] == [None, "012"]
    assert [item.text for item in directive.items] == ["the *lamps*; and", "- the \\ 'keepers'."]


@pytest.mark.parametrize(
    ("style", "pattern"),
    [
        ("byte order mark", rb"\A\xef\xbb\xbf"),
        ("line ends of Windows", rb"\r\n"),
        ("line ends of old", rb"\r(?!\n)"),
        ("tab in a text", rb"date\tof"),
        ("tab before a comment", rb"\n\t#"),
        ("four spaces", rb"\n    - "),
        ("comment after a value", rb"\S +# "),
        ("comment between lines", rb"\n +# "),
        ("flow style all over", rb"\A\{"),
        ("JSON", rb'"order": "EO'),
        ("single quotes", rb": '"),
        ("double quotes", rb': "'),
        ("literal block", rb": \|-"),
        ("folded block", rb": >-"),
        ("kept lines", rb"\|1-"),
        ("escape in quotes", rb"\\u2014"),
        ("anchor", rb": &"),
        ("alias", rb": \*"),
        ("letters beyond ASCII", "É".encode()),
        ("nothing", rb"citation:\s"),
        ("null", rb": null\n"),
        ("tilde", rb": ~\s"),
        ("a number that is none", rb"section: 3\.10\s"),
        ("a word that YAML 1.1 takes for false", rb": no\s"),
        ("start of the document", rb"\A---\n"),
        ("end of the document", rb"\n\.\.\.\n"),
        ("a directive of YAML", rb"\A%YAML"),
        ("no newline at the end", rb"[^\n\r]\Z"),
        ("a long line", rb"[^\n]{500}"),
    ],
)
def test_the_good_trackers_are_in_every_style(style: str, pattern: bytes) -> None:
    files = [path for tracker in GOOD for path in tracker.rglob("*.yaml")]
    assert any(re.search(pattern, path.read_bytes()) for path in files), style


def values_in(value: Any) -> Iterator[Value]:
    """Give a value and all values in it."""
    if isinstance(value, Value):
        yield value
        for name in value.model_fields_set:
            yield from values_in(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from values_in(each)


def read_agencies(tracker: Path) -> Iterator[AgencyFile]:
    for path in tracker.glob("directives/agencies.yaml"):
        source = decode(path.read_bytes(), path.name)
        assert isinstance(source, SourceText)
        added, _ = read_value(source, AgencyFile)
        assert added is not None
        yield added


def good_values() -> list[Value]:
    found: list[Value] = []
    for tracker in GOOD:
        dataset = read(tracker).dataset
        for file in (*dataset.orders.values(), *dataset.records.values(), *read_agencies(tracker)):
            found += values_in(file)
    return found


def models_in(annotation: Any) -> Iterator[type[Value]]:
    """Give every model that a model's fields lead to."""
    if isinstance(annotation, type) and issubclass(annotation, Value):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_in(field.annotation)
    for argument in get_args(annotation):
        yield from models_in(argument)


def words_of(annotation: Any) -> Iterator[str]:
    """Give the words that a field allows, where it is one of words."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    for argument in get_args(annotation):
        yield from words_of(argument)


MODELS = {model for file in (Order, Record, AgencyFile) for model in models_in(file)}


def test_the_good_trackers_use_every_key_of_the_format() -> None:
    used = {(type(value), name) for value in good_values() for name in value.model_fields_set}
    assert {(model, name) for model in MODELS for name in model.model_fields} <= used


def test_the_good_trackers_use_every_word_of_the_format() -> None:
    used = {
        (type(value), name, str(getattr(value, name))) for value in good_values() for name in value.model_fields_set
    }
    allowed = {
        (model, name, word)
        for model in MODELS
        for name, field in model.model_fields.items()
        for word in words_of(field.annotation)
    }
    assert len(allowed) > 30
    assert allowed <= used


def test_the_good_trackers_count_in_every_unit() -> None:
    spans = {span.unit for value in good_values() for _, span in value if isinstance(span, Span)}
    assert spans == set(get_args(Unit))


def test_a_repository_adds_agencies_and_gives_known_ones_liaisons() -> None:
    registry = read(DATA / "good" / "agencies-bodies-effects").dataset.registry
    assert registry.find("lighthouse board").key == "BuL"
    assert registry.find("Commissioner of Lighthouses").parent == "DHS"
    commerce = registry.agencies["DOC"]
    assert commerce.liaisons == (
        Liaison(name="A. Keeper", email="keeper@lighthouses.example", github="a-keeper"),
        Liaison(name="B. Keeper"),
    )
    assert commerce.head == "Secretary of Commerce"
    assert commerce.kind == "department"


@pytest.mark.parametrize(
    ("name", "days"), [("agencies-bodies-effects", 21), ("no-orders-yet", 7), ("every-record", 14)]
)
def test_a_tracker_may_bring_its_settings(name: str, days: int) -> None:
    assert read(DATA / "good" / name).configuration.due_soon_days == days


@pytest.mark.parametrize("path", ["every-record/status/eo-90003/1.a.yaml", "every-record/status/eo-90003/1.c.yaml"])
def test_a_record_in_canonical_form_takes_the_fast_way(path: str) -> None:
    assert read_canonical((DATA / "good" / path).read_text("utf-8")) is not None
