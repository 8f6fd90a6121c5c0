"""Scalars: what a text must be to be a day or a flag, and how values are written back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from eo_tracker.domain.deadlines import Deadline
from eo_tracker.domain.orders import Directive, Order, Section
from eo_tracker.domain.records import Record
from eo_tracker.domain.values import Value, file_form, source_form, to_day, to_flag, to_list
from tests.domain.builders import make_directive, make_eo_14288, make_items, refusal


def test_a_day_is_read() -> None:
    assert to_day("2025-06-27") == date(2025, 6, 27)
    assert to_day("2024-02-29") == date(2024, 2, 29)
    assert to_day(date(2025, 6, 27)) == date(2025, 6, 27)


@given(st.dates(date(1789, 1, 1), date(2199, 12, 31)))
def test_every_day_reads_as_it_is_written(any_day: date) -> None:
    assert to_day(str(any_day)) == any_day


@pytest.mark.parametrize("text", ["2025-02-30", "2023-02-29", "2025-13-01", "2025-00-10", "2025-06-31", "0000-01-01"])
def test_a_day_that_does_not_exist(text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        to_day(text)
    assert (caught.value.type, str(caught.value)) == ("EO205", f'there is no day "{text}"')
    assert caught.value.context
    assert caught.value.context["hint"] == "check the month and the day"


@pytest.mark.parametrize("text", ["0001-01-01", "0025-06-27", "1788-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_of_no_order(text: str) -> None:
    message = f"{text} is outside of the years 1789 to 2199"
    assert refusal(Record, {"as_of": text}) == ("EO205", message, "check the year")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2025-6-1",
            "1748736000",
            "20250601",
            "2025-06-27T00:00",
            "2025-06-27 00:00:00",
            "2025-06-27 ",
            "2025-06-27\n",
        ),
        *("", "June 27, 2025", "27.6.2025", "2025-W26-5", "2025-06", "-2025-06-27", "tomorrow", "２０２５-０６-２７"),
    ],
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        to_day(text)
    assert (caught.value.type, str(caught.value)) == ("EO205", f'"{text}" is no date')
    assert caught.value.context is not None
    assert caught.value.context["hint"] == "write it as 2025-06-27"


@given(st.text())
def test_any_text_is_a_day_or_a_fault(text: str) -> None:
    try:
        found = to_day(text)
    except PydanticCustomError:
        return
    assert str(found) == text


@pytest.mark.parametrize("wrong", [1748736000, 20250601, 1.5, True, datetime(2025, 6, 27, 12, 0), ["2025-06-27"], {}])
def test_only_text_is_read_as_a_day(wrong: object) -> None:
    with pytest.raises(ValidationError):
        Deadline.model_validate({"by": wrong})


def test_flags() -> None:
    assert to_flag("true") is True
    assert to_flag("false") is False
    assert to_flag(True) is True


@pytest.mark.parametrize("text", ["yes", "no", "on", "True", "1", "", "tru"])
def test_what_is_no_flag(text: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        to_flag(text)
    assert (caught.value.type, str(caught.value)) == ("EO204", f'"{text}" is neither true nor false')


@pytest.mark.parametrize(
    ("value", "expected"),
    [({"within": "60 days"}, [{"within": "60 days"}]), (["a"], ["a"]), ((), ()), ("a", ["a"]), (None, None)],
)
def test_one_stands_for_a_list_of_one(value: object, expected: object) -> None:
    assert to_list(value) == expected


def test_a_value_is_frozen_and_refuses_unknown_keys() -> None:
    record = Record.model_validate({"status": "in_progress"})
    with pytest.raises(ValidationError):
        record.status = "completed"  # type: ignore[misc]  # that is the test
    assert refusal(Record, {"statsu": "in_progress"})[0] == "extra_forbidden"


RECORD: dict[str, Any] = {
    "status": "completed",
    "as_of": "2025-07-01",
    "reported_by": "DOJ",
    "completed": "2025-06-27",
    "note": "done",
    "evidence": [{"title": "a release", "url": "https://www.justice.gov/x", "date": "2025-06-27"}],
    "without_evidence": "it was given by word of mouth",
    "verification": {"state": "verified", "by": "OMB", "date": "2025-07-02"},
    "events": [{"event": "enactment", "date": "2025-05-01"}],
    "holds": [{"court": "D.D.C.", "docket": "1:25-cv-00001", "since": "2025-06-01"}],
    "extension": {"to": "2025-08-01", "authority": "the President"},
    "acknowledged": {"reason": "litigation", "until": "2025-09-01"},
    "occurrences": [{"due": "2025-06-27", "completed": "2025-06-27", "evidence": [{"reference": "a letter"}]}],
}


def test_a_record_is_written_as_its_file_has_it() -> None:
    assert source_form(Record.model_validate(RECORD)) == RECORD


def test_who_reported_is_one_key_or_a_list_and_is_written_as_one_where_it_is_one() -> None:
    both = {"reported_by": ["DOJ", "DHS"]}
    assert Record.model_validate({"reported_by": "DOJ"}).reported_by == ("DOJ",)
    assert source_form(Record.model_validate(both)) == both


def test_a_value_gives_what_its_file_says_with_dates_as_dates() -> None:
    found = file_form(Record.model_validate(RECORD))
    assert (found["as_of"], found["reported_by"]) == (date(2025, 7, 1), "DOJ")
    assert found["evidence"][0]["date"] == date(2025, 6, 27)


def test_keys_are_written_in_the_models_order_and_only_those_given() -> None:
    found = source_form(Record.model_validate(dict(reversed(RECORD.items()))))
    assert list(found) == list(RECORD)
    assert source_form(Record.model_validate({"status": "not_started"})) == {"status": "not_started"}
    assert source_form(Record.model_validate({})) == {}


def test_spans_and_periods_are_written_in_the_orders_words() -> None:
    deadlines = [{"within": "360 days"}, {"by_end_of": "fiscal year 2026"}, {"every": "1 year", "by": "2025-10-01"}]
    directive = Directive.model_validate(make_directive(deadline=deadlines))
    assert source_form(directive)["deadline"] == deadlines


def test_a_mapping_is_written_as_a_mapping() -> None:
    section = {"section": "7", "no_duty": {"7.a": "savings clause"}}
    assert source_form(Section.model_validate(section)) == section


def _order_of_everything() -> Order:
    items = make_items("3.b.i", "3.b.ii")
    effect = {"state": "enjoined", "by": "D.D.C.", "date": "2025-06-01", "part": "Sec. 3(b)"}
    directive = make_directive(items=items, effect=effect, continuing="true", deadline={"within": "60 days"})
    return Order.model_validate(
        {
            "order": "EO 14288",
            "title": "An Order",
            "signed": "2025-04-28",
            "published": "2025-05-02",
            "related": [{"order": "EO 14159", "relation": "uses", "provision": "6"}],
            "bodies": [{"key": "TF", "name": "Task Force"}],
            "sections": [{"section": "3", "directives": [directive]}],
        }
    )


@pytest.mark.parametrize("value", [Record.model_validate(RECORD), _order_of_everything(), make_eo_14288()])
def test_what_is_written_reads_as_the_same(value: Value) -> None:
    assert type(value).model_validate(source_form(value)) == value
