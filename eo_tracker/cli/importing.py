"""The steps of an import: a text is found, read, drafted, reviewed and written."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from eo_tracker.domain.errors import EOTrackerError

if TYPE_CHECKING:
    from eo_tracker.cli.session import Session
    from eo_tracker.domain.agencies import Registry
    from eo_tracker.intake.draft import Draft
    from eo_tracker.intake.drafted_order import DraftedOrder
    from eo_tracker.intake.federal_register import Download
    from eo_tracker.intake.offices import Names
    from eo_tracker.intake.official_text import Facts, OfficialText


@dataclass(frozen=True, slots=True)
class Imported:
    """A text that was read: its name as it was typed, its bytes, its kind, its draft, and where it was downloaded."""

    name: str
    raw: bytes
    kind: str
    draft: Draft
    address: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A line of the table of what was imported."""

    order: str
    provisions: int
    directives: int
    deadlines: int
    to_review: int
    path: str


@dataclass
class Importer:
    """Imports texts, by what the user has said of them; `rows` tell of those that were written."""

    registry: Registry
    base_url: str | None = None
    number: str | None = None
    signed: date | None = None
    facts: str | None = None
    rows: list[ImportedRow] = field(default_factory=list)

    @classmethod
    def make(cls, session: Session, number: str | None, signed: str | None, facts: str | None) -> Importer:
        """Make it for a tracker, or for none. Raises EOTrackerError."""
        from eo_tracker.cli.session import read_date

        registry, base_url = _read_surroundings(session)
        return cls(
            registry,
            base_url,
            read_number(number) if number is not None else None,
            read_date(signed, "--signed") if signed is not None else None,
            facts,
        )

    def read(self, name: str) -> Imported:
        """Read a text and draft it. Raises EOTrackerError."""
        from eo_tracker.intake.coverage import account_for
        from eo_tracker.intake.reading import read_draft
        from eo_tracker.intake.sources import read_official_text
        from eo_tracker.repository.order_files import exists, load

        _refuse_other_things(name)
        given = self._read_facts()
        number = None if exists(name) else _find_number(name)
        address = None
        if number:
            found = self._download(number)
            raw, given, address = found.data, given or found.facts, found.address
        else:
            raw = load(name)
        # Which order it is, facts may say; without a number, a text may be taken for that of no order.
        known = self.number or number or (given.number if given else None)
        text = read_official_text(raw, name, number=known, signed=self.signed)
        draft = account_for(read_draft(self._with_facts(text, given), self._names))
        return Imported(name, raw, text.kind, draft, address)

    @cached_property
    def _names(self) -> Names:
        from eo_tracker.intake.offices import Names

        return Names(self.registry)

    def _read_facts(self) -> Facts | None:
        from eo_tracker.intake.facts import read_facts
        from eo_tracker.repository.order_files import load

        if self.facts is None:
            return None
        try:
            return read_facts(load(self.facts))
        except EOTrackerError as e:
            message = str(e) if self.facts in str(e) else f"{self.facts}: {e}"
            raise EOTrackerError(message, e.hint) from None

    def _with_facts(self, text: OfficialText, given: Facts | None) -> OfficialText:
        """Add facts to a text's; what the user says outranks them."""
        from eo_tracker.intake.facts import add_facts

        if given is None:
            return text
        given = dataclasses.replace(given, number=self.number or given.number, signed=self.signed or given.signed)
        return add_facts(text, given)

    def compose(self, imported: Imported, form: str, *, file: str | None = None, on_one_line: bool = False) -> str:
        """Write a draft as text. Raises EOTrackerError where the text does not say what an order's file needs."""
        if form == "json":
            from eo_tracker.intake.draft_json import make_draft_json
            from eo_tracker.reports.formats import encode_json

            return f"{encode_json(make_draft_json(imported.draft), None if on_one_line else 2)}\n"
        from eo_tracker.intake.writing import write_order_file

        return write_order_file(self.make_order(imported, file))

    def make_order(self, imported: Imported, file: str | None = None) -> DraftedOrder:
        """Make the order of a draft; `file` is where its text is kept. Raises EOTrackerError."""
        from eo_tracker.domain.orders import Source
        from eo_tracker.intake.drafted_order import make_order
        from eo_tracker.repository.order_files import digest

        said = {"url": imported.address or imported.draft.facts.url, "sha256": digest(imported.raw), "file": file}
        source = Source.model_validate({key: value for key, value in said.items() if value})
        return make_order(imported.draft, self.registry, source)

    def write(self, imported: Imported, target: Target, *, asks: bool) -> Path:
        """Write a draft, and the text beside it; tell of it in `rows`. Raises EOTrackerError."""
        from eo_tracker.cli.messages import say
        from eo_tracker.cli.reviewing import ask_for_facts, review
        from eo_tracker.repository.order_files import name_kept_text, replace, require_new
        from eo_tracker.repository.report_files import make_folder

        if asks:
            imported = dataclasses.replace(imported, draft=ask_for_facts(imported.draft))
        order = self.make_order(imported).order.id
        path = target.find(f"{order}.{target.form}")
        require_new(path)
        kept = name_kept_text(order, imported.kind, imported.raw) if target.keeps_text else None
        if kept is not None:
            require_new(path.parent / kept, imported.raw)
        elif target.keeps_text:
            say("note", f"{imported.name} is not kept", "only Markdown, XML, HTML and text in UTF-8 are")
        if asks:
            imported = dataclasses.replace(imported, draft=review(imported.draft, self.registry, path))
        text = self.compose(imported, target.form, file=kept)
        if path != Path(target.output):
            make_folder(path.parent)
        if kept is not None:
            make_folder((path.parent / kept).parent)
            replace(path.parent / kept, imported.raw)
        replace(path, text.encode())
        self.rows.append(self._count(imported, path, text, target.form))
        return path

    def _count(self, imported: Imported, path: Path, text: str, form: str) -> ImportedRow:
        from eo_tracker.intake.writing import count_reviews

        order = self.make_order(imported).order
        directives = list(order.directives())
        deadlines = sum(len(d.deadline) + sum(len(item.deadline) for item in d.items) for d in directives)
        to_review = count_reviews(text) if form == "yaml" else len(imported.draft.doubts)
        return ImportedRow(order.order, len(order.provisions()), len(directives), deadlines, to_review, str(path))

    def _download(self, number: str) -> Download:
        from eo_tracker.cli.progress import PATIENCE, showing_progress
        from eo_tracker.intake.federal_register import BASE_ADDRESS, download_order

        with showing_progress(PATIENCE) as show:
            show(f"asking the Federal Register for EO {number}")
            return download_order(number, self.base_url or BASE_ADDRESS)


@dataclass(frozen=True, slots=True)
class Target:
    """Where to write, as it was typed, and how; `is_folder` where several orders are written."""

    output: str
    form: str
    keeps_text: bool = False
    is_folder: bool = False

    def find(self, name: str) -> Path:
        """Find the file to write: what is named, or one of this name in what is a folder, or has no ending."""
        path = Path(self.output)
        if self.is_folder and path.suffix and not path.is_dir():
            raise EOTrackerError(
                f"{self.output} is one file, and the orders are several", "name a folder: -o directives"
            )
        is_folder = self.is_folder or path.is_dir() or not path.suffix or self.output.endswith(("/", "\\"))
        return path / name if is_folder else path


def _refuse_other_things(name: str) -> None:
    """Refuse what people give in the place of an official text. Raises EOTrackerError."""
    if name.lower().startswith(("http://", "https://")):
        hint = "save the page and give the file, or give the order's number"
        raise EOTrackerError(f"{name} is an address, and only the Federal Register is asked for texts", hint)
    if name.lower().endswith((".yaml", ".yml")):
        hint = "give the text it was made of; `eo-tracker check` reads order files"
        raise EOTrackerError(f"{name} is a data file, and no official text", hint)


def _read_surroundings(session: Session) -> tuple[Registry, str | None]:
    """Read the registry and the settings of the tracker, where there is one."""
    from eo_tracker.cli.messages import say_problems
    from eo_tracker.repository.registry import built_in_registry
    from eo_tracker.repository.root import NoTracker
    from eo_tracker.repository.snapshot import read_snapshot

    try:
        root = session.root
    except NoTracker:
        if session.names_a_folder:
            raise
        return built_in_registry(), None
    snapshot = read_snapshot(root, session.today, only=(_NONE,))
    say_problems(snapshot.problems)
    settings = snapshot.configuration.importing
    return snapshot.dataset.registry, settings.base_url if settings else None


_NONE = "eo-none"
"""The id of no order: of the tracker, only its registry and settings are read."""


def _find_number(name: str) -> str | None:
    """Find the order's number that stands in the place of a file's name."""
    try:
        return read_number(name)
    except EOTrackerError:
        return None


def read_number(typed: str) -> str:
    """Read an order's number as people type it: 14288, eo-14288, "EO 14288". Raises EOTrackerError."""
    from eo_tracker.domain.ids import ORDER_NUMBER

    words = " ".join(typed.upper().split())
    number = words.removeprefix("EXECUTIVE ORDER").removeprefix("EO").removeprefix("-").strip()
    if ORDER_NUMBER.fullmatch(f"EO {number}"):
        return number
    raise EOTrackerError(f'"{typed}" is no number of an order', "write it as 14288")
