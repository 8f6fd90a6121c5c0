"""A snapshot: all that a tracker's files say now, and what is wrong with them. One bad file never hides the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from eo_tracker.domain.agencies import AgencyFile, Registry, find_registry_faults
from eo_tracker.domain.clocks import find_orders_counted_from
from eo_tracker.domain.consistency import find_order_faults, find_record_faults, find_reference_faults
from eo_tracker.domain.dataset import Dataset
from eo_tracker.domain.errors import UnknownReference
from eo_tracker.domain.ids import order_number
from eo_tracker.domain.orders import Order
from eo_tracker.domain.problems import Fault, Problem, did_you_mean
from eo_tracker.domain.records import Record
from eo_tracker.domain.standings import Judge, Standing
from eo_tracker.repository.configuration import Configuration, read_configuration
from eo_tracker.repository.contents import Contents
from eo_tracker.repository.files import (
    DataFile,
    find_meant_order,
    find_registry_file,
    list_order_files,
    list_record_files,
)
from eo_tracker.repository.reading import V, place_faults, read_value
from eo_tracker.repository.registry import built_in_registry
from eo_tracker.repository.root import DIRECTIVES, STATUS
from eo_tracker.repository.source import SourceText, decode
from eo_tracker.repository.work_tree import WorkTree


@dataclass(frozen=True)
class Snapshot:
    """What the files say, as values, with the problems of those that say it wrongly."""

    dataset: Dataset
    problems: tuple[Problem, ...]
    configuration: Configuration = field(default_factory=Configuration)
    # The texts of the orders and records that count, by their ids.
    sources: Mapping[str, SourceText] = field(default_factory=dict, repr=False)

    @property
    def unreadable_records(self) -> frozenset[str]:
        """The ids of the directives and items whose records are there, and cannot be read."""
        in_records = (problem.directive for problem in self.problems if problem.path.startswith(f"{STATUS}/"))
        return frozenset(filter(None, in_records))

    @contextmanager
    def telling_problems(self) -> Iterator[None]:
        """Let what is not found be told with the faults of the files it may stand in."""
        try:
            yield
        except UnknownReference as e:
            e.problems = self.problems
            raise

    def judge(self, day: date) -> Judge:
        """Return what tells how directives stand on `day`."""
        return Judge(self.dataset, day, self.configuration.due_soon_days)

    def standings(self, day: date) -> list[Standing]:
        """Judge every directive on `day`, order by order."""
        return list(self.judge(day).standings())


def read_snapshot(root: Path, today: date, only: Collection[str] = ()) -> Snapshot:
    """Read a tracker's folder. A completion after `today` is a fault; data that is wrong is a problem, never raised.

    With `only`, ids of orders, nothing is read but these and the orders that their deadlines count from.
    """
    return take_snapshot(WorkTree(root), today, only)


def take_snapshot(contents: Contents, today: date, only: Collection[str] = ()) -> Snapshot:
    """Read what a tracker's folder contains, in the work tree or in a commit, as `read_snapshot` does."""
    configuration, problems = read_configuration(contents)
    reader = _Reader(contents, today, problems, only)
    registry = reader.registry()
    orders = reader.orders(registry)
    return Snapshot(reader.dataset(orders, registry), tuple(sorted(set(problems))), configuration, reader.sources)


@dataclass
class _Reader:
    """Reads one folder's files, and gathers their problems on the way."""

    contents: Contents
    today: date
    problems: list[Problem]
    only: Collection[str] = ()
    sources: dict[str, SourceText] = field(default_factory=dict)
    # Orders whose files cannot be used: what hangs on them is no fault of its own, nor is an agency that a
    # registry which cannot be used may have named.
    unreadable: set[str] = field(default_factory=set)
    knows_all_agencies: bool = True

    def registry(self) -> Registry:
        built_in = built_in_registry()
        file = find_registry_file(self.contents)
        if file is None:
            return built_in
        source, added = self._read(file, AgencyFile) if isinstance(file, DataFile) else (None, None)
        if source is None or added is None:
            self.problems += [file] if isinstance(file, Problem) else []
            self.knows_all_agencies = False
            return built_in
        registry = built_in.extended(added)
        self.problems += place_faults(source, find_registry_faults(added, registry))
        return registry

    def orders(self, registry: Registry) -> dict[str, Order]:
        found: dict[str, Order] = {}
        files: list[DataFile] = []
        for file in list_order_files(self.contents):
            if isinstance(file, DataFile):
                files.append(file)
            elif not self.only or find_meant_order(file.path) in self.only:
                self.problems.append(file)
                self.unreadable |= {find_meant_order(file.path) or ""}
        wanted = set(self.only) or {file.id for file in files}
        while chosen := [file for file in files if file.id in wanted - found.keys() - self.unreadable]:
            found |= self._read_orders(chosen, registry)
            wanted |= {reference for order in found.values() for reference in find_orders_counted_from(order)}
        # What is not read is nobody's fault.
        self.unreadable |= {file.id for file in files} - found.keys()
        return dict(sorted(found.items(), key=lambda pair: _by_number(pair[0])))

    def _read_orders(self, files: Iterable[DataFile], registry: Registry) -> dict[str, Order]:
        found: dict[str, Order] = {}
        for file in files:
            source, order = self._read(file, Order)
            if source is None or order is None:
                self.unreadable.add(file.id)
                continue
            faults = self._counted(find_order_faults(order, registry))
            if order.id != file.id:
                hint = f"write order: {order_number(file.id)}, or rename the file to {order.id}.yaml"
                faults.append(Fault("EO209", ("order",), f"the file is {file.id} and says {order.order}", hint))
                self.unreadable |= {file.id, order.id}
            else:
                found[order.id] = order
                self.sources[order.id] = source
            self.problems += place_faults(source, faults)
        return found

    def dataset(self, orders: dict[str, Order], registry: Registry) -> Dataset:
        """Read the records, and hold all against each other; a record that is wrong does not count."""
        records: dict[str, Record] = {}
        dataset = Dataset(orders, records, registry)
        for file in list_record_files(self.contents, orders if self.only else ()):
            if isinstance(file, Problem):
                self.problems.append(file)
                continue
            source, record = self._read(file, Record, file.id)
            if source is None or record is None:
                continue
            if file.id in dataset.duties_by_id:
                records[file.id] = record
                self.sources[file.id] = source
            elif file.id.split("/")[0] not in self.unreadable:
                self.problems += place_faults(source, [_orphaned(file.id, dataset)])
        for order_id, fault in find_reference_faults(dataset, self.unreadable):
            self.problems += place_faults(self.sources[order_id], [fault])
        for duty_id in self._wrong_records(dataset):
            del records[duty_id]
        return dataset

    def _wrong_records(self, dataset: Dataset) -> list[str]:
        wrong = []
        for duty_id, record in dataset.records.items():
            duty = dataset.duties_by_id[duty_id]
            faults = self._counted(find_record_faults(record, duty, dataset, self.today))
            if faults:
                wrong.append(duty_id)
                self.problems += place_faults(self.sources.pop(duty_id), faults)
        return wrong

    def _counted(self, faults: Iterable[Fault]) -> list[Fault]:
        return [fault for fault in faults if fault.code != "EO208" or self.knows_all_agencies]

    def _read(self, file: DataFile, model: type[V], directive: str | None = None) -> tuple[SourceText | None, V | None]:
        source: bytes | SourceText | Problem = self.contents.read(file.path)
        if isinstance(source, bytes):
            source = decode(source, file.path, directive)
        if isinstance(source, Problem):
            self.problems.append(replace(source, directive=directive))
            return None, None
        value, problems = read_value(source, model)
        self.problems += problems
        return source, value


def _by_number(order_id: str) -> tuple[int, str]:
    return int(order_id.split("-")[1]), order_id


def _orphaned(duty_id: str, dataset: Dataset) -> Fault:
    order_id, provision = duty_id.split("/")
    if order_id not in dataset.orders:
        hint = did_you_mean(order_id, dataset.orders) or "put the order's file there, or delete the record"
        return Fault("EO214", (), f"no order {order_id} is in {DIRECTIVES}/", hint)
    order = dataset.orders[order_id]
    reason = order.reason_for_no_duty(provision)
    if reason:
        hint = "delete the record, or make a directive of the provision"
        return Fault("EO214", (), f"{provision} of {order.order} lays no duty: {reason}", hint)
    near = did_you_mean(provision, (i.split("/")[1] for i in dataset.duties_by_id if i.startswith(f"{order_id}/")))
    return Fault("EO214", (), f"{order.order} has no directive {provision}", near)
