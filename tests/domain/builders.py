"""Small makers of the values that the tests of the domain are about, each from the mapping that its file would hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from eo_tracker.domain.agencies import Agency, Registry
from eo_tracker.domain.dataset import Dataset
from eo_tracker.domain.deadlines import Deadline
from eo_tracker.domain.orders import Order
from eo_tracker.domain.problems import CODES, Fault, KeyPath
from eo_tracker.domain.records import Record
from eo_tracker.domain.standings import DUE_SOON_DAYS, Judge, Standing
from eo_tracker.domain.values import Value

Data = dict[str, Any]

SIGNED = date(2025, 4, 28)


def words(text: str) -> list[str]:
    return text.split()


PROVISIONS_OF_EO_14288 = words(
    "1 2 3 3.a 3.a.i 3.a.ii 3.a.iii 3.a.iv 3.a.v 3.a.vi 3.a.vii 3.b 4 4.a 4.b 5 5.a 5.b 6 "
    "7 7.a 7.a.i 7.a.ii 7.b 7.c 7.d"
)

_AGENCIES: list[Data] = [
    {"key": "DOJ", "name": "Department of Justice", "kind": "department", "officials": ["Attorney General"]},
    {"key": "DOD", "name": "Department of Defense", "kind": "department", "officials": ["Secretary of Defense"]},
    {"key": "DHS", "name": "Department of Homeland Security", "kind": "department"},
    {"key": "DOC", "name": "Department of Commerce", "kind": "department", "officials": ["Secretary of Commerce"]},
    {"key": "OMB", "name": "Office of Management and Budget", "kind": "eop"},
    {"key": "NIST", "name": "National Institute of Standards and Technology", "kind": "component", "parent": "DOC"},
]


def day(text: str) -> date:
    """Read `2025-06-27`."""
    return date.fromisoformat(text)


def days_from(first: str, count: int) -> Iterable[date]:
    """Give `count` days in a row."""
    return (day(first) + timedelta(days=n) for n in range(count))


def make_registry(*added: Data) -> Registry:
    agencies = [Agency.model_validate(data) for data in [*_AGENCIES, *added]]
    return Registry({agency.key: agency for agency in agencies})


def make_directive(provision: str = "3.b", **keys: Any) -> Data:
    return {"id": provision, "summary": f"Do what Sec. {provision} says", "lead": ["DOJ"], **keys}


def make_items(*provisions: str) -> list[Data]:
    return [{"id": provision, "text": f"the words of {provision}"} for provision in provisions]


def section_of(provision: str) -> str:
    """Tell the section of a provision: all of it before the first letter."""
    return ".".join(part for part in provision.split(".") if part.isdigit())


def make_order(*directives: Data, number: str = "14288", **keys: Any) -> Order:
    """Make an order signed on 2025-04-28, its directives in their sections."""
    sections: dict[str, list[Data]] = {}
    for directive in directives:
        sections.setdefault(section_of(directive["id"]), []).append(directive)
    listed = [{"section": section, "directives": found} for section, found in sections.items()]
    data = {"order": f"EO {number}", "title": "An Order", "signed": "2025-04-28", "sections": listed}
    return Order.model_validate({**data, **keys})


def make_eo_14288() -> Order:
    """Make the first order tracked, with all its provisions and without its words."""
    review, weapons = {"within": "60 days"}, {"within": "90 days"}
    items = make_items(*(p for p in PROVISIONS_OF_EO_14288 if p.startswith("3.a.")))
    general = {"7": "heading", "7.a": "savings clause", "7.a.i": "savings clause", "7.a.ii": "savings clause"}
    sections: list[Data] = [
        {"section": "1", "kind": "purpose", "no_duty": {"1": "purpose and policy"}},
        {"section": "2", "directives": [make_directive("2")]},
        {
            "section": "3",
            "no_duty": {"3": "heading"},
            "directives": [
                make_directive("3.a", lead=["DOJ", "agencies"], items=items),
                make_directive("3.b", deadline=review),
            ],
        },
        {
            "section": "4",
            "no_duty": {"4": "heading"},
            "directives": [
                make_directive("4.a", lead=["DOJ", "DOD"], consulted=["DHS", "agencies"], deadline=weapons),
                make_directive("4.b", lead=["DOD"], coordinating=["DOJ"], deadline=weapons),
            ],
        },
        {
            "section": "5",
            "no_duty": {"5.a": "a condition", "5.b": "a condition"},
            "directives": [make_directive("5", continuing="true")],
        },
        {"section": "6", "directives": [make_directive("6", lead=["DOJ", "DHS"])]},
        {
            "section": "7",
            "kind": "general_provisions",
            "no_duty": {**general, "7.b": "consistent with law", "7.c": "no enforceable right"},
            "directives": [make_directive("7.d")],
        },
    ]
    return make_order(sections=sections)


def make_record(**keys: Any) -> Record:
    return Record.model_validate(keys)


def make_dataset(*orders: Order, **records: Data) -> Dataset:
    """Make a dataset of orders; `records` are those of the first order by their provisions, as in `**{"3.b": ...}`."""
    first = orders[0].id if orders else ""
    found = {f"{first}/{provision}": Record.model_validate(data) for provision, data in records.items()}
    return Dataset({order.id: order for order in orders}, found, make_registry())


def judge(dataset: Dataset, on: str, duty_id: str = "eo-14288/3.b", soon: int = DUE_SOON_DAYS) -> Standing:
    return Judge(dataset, day(on), soon).judge(dataset.duties_by_id[duty_id])


def stand(on: str, deadline: Any = (), record: Data | None = None, **keys: Any) -> Standing:
    """Judge one directive, Sec. 3(b), alone in its order, that has a deadline and a record."""
    order = make_order(make_directive(deadline=deadline, **keys))
    return judge(make_dataset(order, **{"3.b": record or {}}), on)


def make_deadline(**keys: Any) -> Deadline:
    return Deadline.model_validate(keys)


def places(faults: Iterable[Fault]) -> list[tuple[str, KeyPath]]:
    """List the codes of faults with their places; a code must be one of those that are public."""
    found = [(fault.code, fault.at) for fault in faults]
    assert {code for code, _ in found} <= set(CODES)
    return found


def refusal(model: type[Value], data: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the code, the sentence and the hint with which a model refuses data; the rest is pydantic's own."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data)
    error = caught.value.errors(include_url=False)[0]
    context = error.get("ctx", {})
    return error["type"], context.get("message", error["msg"]), context.get("hint", "")
