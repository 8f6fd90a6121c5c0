"""What a word of a command line may become: orders and directives in the way that one is begun, and agencies.

Nothing is read that does not help: of a few orders all, of many only the names of their files and the one order that is
named. What cannot be read proposes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from eo_tracker.domain.ids import order_number
from eo_tracker.domain.words import REPORTABLE

if TYPE_CHECKING:
    from eo_tracker.repository.files import DataFile

_Mapping = Mapping[str, Any]

_FEW_ORDERS = 20
# What a model would hold data to: a proposal is put into a command line.
_AGENCY = re.compile(r"[A-Z][A-Za-z0-9-]{0,15}")
_ORDER_PREFIX = re.compile(r"eo[- ]", re.IGNORECASE)


class Proposal(NamedTuple):
    """What a word may become, and what that is. One that may go on gets no space behind it."""

    value: str
    help: str = ""
    may_go_on: bool = False


def propose_selections(root: Path | None, begun: str) -> list[Proposal]:
    """Propose orders and directives, in the way that one is begun: `3.b`, `14288/3.b`, `eo-14288/3.b`, `EO 14288`."""
    return list(_propose_selected(root, begun, whole_orders=True)) if root else []


def propose_directives(root: Path | None, begun: str) -> list[Proposal]:
    """Propose directives, and items of one that is typed, in the way that one is begun."""
    return list(_propose_selected(root, begun, whole_orders=False)) if root else []


def propose_agencies(root: Path | None, begun: str) -> list[Proposal]:
    """Propose the keys of agencies, and of bodies that orders set up where these are few, with their names."""
    from eo_tracker.repository.registry import read_agency_mappings

    named = [agency for said in read_agency_mappings(root) for agency in _list(said, "agencies")]
    files = _find_orders(root) if root else {}
    if root and len(files) <= _FEW_ORDERS:
        named += (body for order in _read_orders(root, files.values()).values() for body in _list(order, "bodies"))
    # A tracker may add to an agency, and leave its name as it is.
    names: dict[str, str] = {}
    for each in named:
        names[_text(each, "key")] = _text(each, "name") or names.get(_text(each, "key"), "")
    keys = sorted(key for key in names if _AGENCY.fullmatch(key) and _begins(key, begun))
    return [Proposal(key, names[key]) for key in keys]


def propose_statuses(begun: str) -> list[Proposal]:
    """Propose what can be reported."""
    return [Proposal(status) for status in REPORTABLE if _begins(status, begun)]


def _propose_selected(root: Path, begun: str, *, whole_orders: bool) -> Iterator[Proposal]:
    files = _find_orders(root)
    order_begun, slash, provision_begun = begun.partition("/")
    order_id = f"eo-{_ORDER_PREFIX.sub('', order_begun, count=1).lower()}"
    if slash or (whole_orders and order_id in files and len(files) > _FEW_ORDERS):
        if not slash:
            yield Proposal(begun, may_go_on=True)
        for order in _read_orders(root, [files[order_id]] if order_id in files else ()).values():
            for provision, summary in _list_parts(order, provision_begun):
                if _begins(provision, provision_begun):
                    yield Proposal(f"{order_begun}/{provision}", summary)
    elif len(files) <= _FEW_ORDERS:
        yield from _propose_among(_read_orders(root, files.values()), begun, whole_orders=whole_orders)
    else:
        spelled = (_spell(order_id, begun) + "/" * (not whole_orders) for order_id in files)
        yield from (Proposal(order, may_go_on=True) for order in spelled if _begins(order, begun))


def _propose_among(orders: Mapping[str, _Mapping], begun: str, *, whole_orders: bool) -> Iterator[Proposal]:
    """Propose of a few orders all that begins so.

    A provision that several have is proposed too: hidden, it would seem that no order had it.
    """
    parts = [(order_id, *part) for order_id, order in orders.items() for part in _list_parts(order, begun)]
    homes: dict[str, list[str]] = {}
    for order_id, provision, _ in parts:
        homes.setdefault(provision, []).append(order_number(order_id))
    alone = {provision: len(orders) == 1 for provision, orders in homes.items()}
    for order_id, provision, summary in parts:
        forms = [f"{_spell(order_id, begun)}/{provision}", *([provision] if alone[provision] else [])]
        if not begun:
            forms = forms[-1:] if len(orders) == 1 else forms[:1]
        yield from (Proposal(form, summary) for form in forms if _begins(form, begun))
    shared = (provision for provision in homes if begun and not alone[provision] and _begins(provision, begun))
    yield from (Proposal(provision, f"in {' and '.join(homes[provision])}") for provision in shared)
    if whole_orders:
        spelled = ((_spell(order_id, begun), _text(order, "title")) for order_id, order in orders.items())
        yield from (Proposal(order, title, may_go_on=True) for order, title in spelled if _begins(order, begun))


def _list_parts(order: _Mapping, begun: str) -> Iterator[tuple[str, str]]:
    """Give the provisions of an order's directives with what they say, and the items of one that is typed."""
    from eo_tracker.domain.provisions import ID

    for section in _list(order, "sections"):
        for directive in _list(section, "directives"):
            items = _list(directive, "items") if _begins(begun, f"{_text(directive, 'id')}.") else []
            for part in (directive, *items):
                if ID.fullmatch(_text(part, "id")):
                    yield _text(part, "id"), _text(part, "summary") or _text(part, "text")


def _spell(order_id: str, begun: str) -> str:
    """Spell an order's id in the way that one is begun: `14288`, `eo-14288`, `EO 14288`."""
    prefix = _ORDER_PREFIX.match(begun)
    head = prefix[0] if prefix else "eo-" if "eo-".startswith(begun.lower()) else ""
    return head + order_id.removeprefix("eo-")


def _begins(word: str, begun: str) -> bool:
    return word.casefold().startswith(begun.casefold())


def _find_orders(root: Path) -> dict[str, DataFile]:
    """Find the order files by the ids that their names give, in the order of their numbers."""
    from eo_tracker.repository.files import DataFile, list_order_files
    from eo_tracker.repository.work_tree import WorkTree

    files = [file for file in list_order_files(WorkTree(root)) if isinstance(file, DataFile)]
    return {file.id: file for file in sorted(files, key=lambda file: (int(file.id.split("-")[1]), file.id))}


def _read_orders(root: Path, files: Iterable[DataFile]) -> dict[str, _Mapping]:
    from eo_tracker.domain.ids import order_id
    from eo_tracker.repository.registry import read_mapping

    read = {file.id: read_mapping(root, file) for file in files}
    return {file_id: order for file_id, order in read.items() if order_id(_text(order, "order")) == file_id}


def _list(mapping: _Mapping, key: str) -> list[_Mapping]:
    """List the mappings that stand under a key, whatever else may stand there."""
    found = mapping.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _text(mapping: _Mapping, key: str) -> str:
    found = mapping.get(key)
    return found if isinstance(found, str) else ""
