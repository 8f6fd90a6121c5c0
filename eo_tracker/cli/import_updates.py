"""`import --update`: what a new text would change in an order's file, shown, and taken in where it is agreed to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eo_tracker.domain.ids import order_id
from eo_tracker.domain.provisions import Provision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eo_tracker.cli.importing import Imported
    from eo_tracker.cli.session import Session
    from eo_tracker.domain.agencies import Registry
    from eo_tracker.domain.orders import Order
    from eo_tracker.intake.comparing import Difference
    from eo_tracker.repository.order_files import OrderFile

SCHEMA = "eo-tracker/draft-changes/1"


def propose(
    imported: Imported, session: Session, registry: Registry, output: str | None, *, as_json: bool, asks: bool
) -> None:
    """Show what is different and, where there is somebody to ask, take in what is accepted. Raises EOTrackerError."""
    from eo_tracker.cli.messages import say
    from eo_tracker.intake.comparing import find_differences
    from eo_tracker.intake.drafted_order import make_order
    from eo_tracker.repository.order_files import load_order

    made = make_order(imported.draft, registry)
    path = _find_file(session, output, made.order.id)
    file = load_order(path)
    _require_same(file.order, made.order, path)
    differences = find_differences(file.order, imported.draft, made)
    if as_json:
        _write_json(differences, file.order)
    elif not differences:
        say("nothing to change", f"{path} says what {imported.name} says")
    elif asks:
        _ask(differences, file, path)
    else:
        from eo_tracker.cli.tables import print_differences

        print_differences([_show(each) for each in differences])


def _find_file(session: Session, output: str | None, found: str) -> Path:
    """Find the order's file: the one that -o names, or the tracker's."""
    from eo_tracker.cli.importing import Target
    from eo_tracker.repository.root import DIRECTIVES

    name = f"{found}.yaml"
    if output is not None:
        return Target(output, "yaml").find(name)
    path, here = session.root / DIRECTIVES / name, Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _require_same(order: Order, new: Order, path: Path) -> None:
    from eo_tracker.domain.errors import EOTrackerError

    if order.order != new.order:
        raise EOTrackerError(f"{path} is of {order.order}, and the text of {new.order}", "is it the right file?")


def _ask(differences: Sequence[Difference], file: OrderFile, path: Path) -> None:
    """Ask about each difference; write what is accepted, the file otherwise the same, byte for byte."""
    from eo_tracker.cli.asking import confirm
    from eo_tracker.cli.messages import say
    from eo_tracker.cli.tables import print_differences
    from eo_tracker.intake.comparing import apply
    from eo_tracker.reports.words import count_of
    from eo_tracker.repository.editing import edit
    from eo_tracker.repository.order_files import replace

    accepted = []
    for difference in differences:
        print_differences([_show(difference)])
        if confirm("Take this into the file?"):
            accepted.append(difference)
    if not accepted:
        say("not written", "nothing was changed")
        return
    replace(path, edit(file.raw, apply(file.tree, accepted)))
    say("written", f"{path}: {count_of(len(accepted), 'change')}", "look at it with `git diff`, and commit it")


def _show(difference: Difference) -> tuple[str, list[str], list[str]]:
    """Give a difference for people: what it is about, what the file says, and what the text says."""
    place = Provision.parse(difference.provision).citation if difference.provision else "The order"
    about = {
        "provision_added": "is new",
        "provision_removed": "is gone",
    }.get(difference.kind, difference.field.replace("_", " "))
    return f"{place}: {about}", _say(difference.before), _say(difference.after)


def _say(value: Any) -> list[str]:
    """Write what a file says, as it says it."""
    from eo_tracker.repository.quick_writing import write_canonically

    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return write_canonically(value).splitlines()
    if isinstance(value, list | tuple) and not all(isinstance(each, str) for each in value):
        return [line for each in value for line in _say({"deadline": each})]
    return [", ".join(value)] if isinstance(value, list | tuple) else [str(value)]


def _write_json(differences: Sequence[Difference], order: Order) -> None:
    from eo_tracker.reports.formats import write_json

    head = {"schema": SCHEMA, "order": order_id(order.order)}
    rows = (
        {
            "kind": each.kind,
            "provision": each.provision,
            "field": each.field,
            "from": _plain(each.before),
            "to": _plain(each.after),
        }
        for each in differences
    )
    sys.stdout.writelines(write_json(head, "changes", rows))


def _plain(value: Any) -> Any:
    """Give a value as JSON has it: dates as text, also deep within."""
    from datetime import date

    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, date) else value
