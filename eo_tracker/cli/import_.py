"""`import`: out of an order's official text, a draft of its file."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.domain.errors import EOTrackerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eo_tracker.cli.importing import Importer, Target
    from eo_tracker.cli.session import Session


class DraftFormat(StrEnum):
    """How a draft is written."""

    YAML = "yaml"
    JSON = "json"


def import_(
    context: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Official texts: XML, HTML, Markdown, text, Word, PDF. Or an order's number, to be downloaded.",
            show_default=False,
        ),
    ],
    number: Annotated[
        str | None, typer.Option(metavar="NUMBER", help="The order's number, where the text does not say it.")
    ] = None,
    signed: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day of signing, where the text does not say it.")
    ] = None,
    facts: Annotated[
        str | None, typer.Option(metavar="FILE", help="What the Federal Register's API says of the order (JSON).")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE|DIR", help="Where to: a file, or a folder such as directives."),
    ] = None,
    form: Annotated[DraftFormat | None, typer.Option("--format", "-f", help="How to write it: yaml, json.")] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help="Print the text, with what was taken from it.")] = False,
    update: Annotated[
        bool, typer.Option("--update", help="Propose what this text would change in the order's file.")
    ] = False,
    review: Annotated[
        bool | None, typer.Option("--review/--no-review", help="Ask about each doubt, on a terminal.")
    ] = None,
    keep_text: Annotated[
        bool, typer.Option("--keep-text", help="Keep the text beside the file; `check` holds quotes against it.")
    ] = False,
) -> None:
    """Make a draft of an order's file out of its official text.

    Every provision, duty, lead and deadline is read; `# review:` stands above each choice that a person should look at.
    A text that is not read by rules alone is no legal advice.
    """
    session: Session = context.obj
    from eo_tracker.cli.importing import Importer, Target
    from eo_tracker.repository.order_files import expand

    named, output = list(expand(sources)), None if output == "-" else output
    chosen = form or (DraftFormat.JSON if output is not None and output.lower().endswith(".json") else DraftFormat.YAML)
    of_one = {"--number": number, "--signed": signed, "--facts": facts, "--coverage": coverage, "--update": update}
    _refuse_for_many(named, output, chosen, [option for option, given in of_one.items() if given not in (None, False)])
    _refuse_together(output, coverage=coverage, update=update, keep_text=keep_text)
    asks = _asks(review, named, output, update=update)
    importer = Importer.make(session, number, signed, facts)
    is_folder = len(named) > 1
    target = Target(output, chosen.value, keep_text, is_folder) if output is not None else None
    if update:
        from eo_tracker.cli.import_updates import propose

        imported = importer.read(named[0])
        propose(imported, session, importer.registry, output, as_json=chosen is DraftFormat.JSON, asks=asks)
    elif is_folder:
        _import_many(importer, named, target, chosen.value, asks=asks)
    else:
        _import_one(importer, named[0], target, chosen.value, coverage=coverage, asks=asks)


def _refuse_for_many(named: Sequence[str], output: str | None, form: DraftFormat, of_one: Sequence[str]) -> None:
    """Refuse options that are of one text where several are named. Raises EOTrackerError."""
    if len(named) == 1:
        return
    if of_one:
        raise EOTrackerError(f"{of_one[0]} is of one text, and {len(named)} are named", "import that one by itself")
    if output is None and form is DraftFormat.YAML:
        raise EOTrackerError("several orders are several files", "name a folder for them: -o directives")


def _refuse_together(output: str | None, *, coverage: bool, update: bool, keep_text: bool) -> None:
    """Refuse options that do not go together. Raises EOTrackerError."""
    if keep_text and output is None:
        raise EOTrackerError("--keep-text keeps the text beside a file", "say where to: -o directives")
    if update and keep_text:
        raise EOTrackerError("--update writes no text", "leave --keep-text out")
    if update and coverage:
        raise EOTrackerError("--coverage shows a draft, and --update what is different", "leave one of them out")


def _asks(review: bool | None, named: Sequence[str], output: str | None, *, update: bool) -> bool:
    """Whether to ask about doubts: on a terminal, for one order that is written. Raises EOTrackerError."""
    from eo_tracker.cli.asking import can_ask

    if review and not can_ask():
        raise EOTrackerError("--review asks questions, and here is no terminal", "leave it out; comments tell as much")
    if review and output is None and not update:
        raise EOTrackerError("--review asks before a file is written", "say where to: -o directives")
    if review is None:
        return len(named) == 1 and (output is not None or update) and can_ask()
    return review


def _import_one(importer: Importer, name: str, target: Target | None, form: str, *, coverage: bool, asks: bool) -> None:
    from eo_tracker.cli.messages import say

    imported = importer.read(name)
    if target is not None:
        path = importer.write(imported, target, asks=asks)
        row = importer.rows[-1]
        counts = f"{row.provisions} provisions, {row.directives} directives, {row.deadlines} deadlines"
        hint = "look at each `# review:`; then `eo-tracker check`" if row.to_review else ""
        say("written", f"{path}: {counts}, {row.to_review} to review", hint)
    if coverage:
        from eo_tracker.cli.tables import print_coverage
        from eo_tracker.intake.coverage import mark_coverage

        print_coverage(mark_coverage(imported.draft))
    elif target is None:
        sys.stdout.write(importer.compose(imported, form))


def _import_many(importer: Importer, named: Sequence[str], target: Target | None, form: str, *, asks: bool) -> None:
    """Import several texts; one that fails is told, and does not stop the rest."""
    from eo_tracker.cli.messages import WRONG_USE, say
    from eo_tracker.cli.progress import PATIENCE, showing_progress

    failed = 0
    with showing_progress(PATIENCE) as show:
        for n, name in enumerate(named):
            if n % max(len(named) // 20, 1) == 0:
                show(f"reading {n + 1} of {len(named)}")
            try:
                imported = importer.read(name)
                if target is None:
                    sys.stdout.write(importer.compose(imported, form, on_one_line=True))
                else:
                    importer.write(imported, target, asks=asks)
            except EOTrackerError as e:
                failed += 1
                say("error", _named(str(e), name), e.hint)
    if target is not None:
        from eo_tracker.cli.tables import print_imported

        print_imported(importer.rows)
    if failed:
        sys.stdout.flush()
        say("error", f"{failed} of {len(named)} texts are not imported", "each is told above")
        raise typer.Exit(WRONG_USE)


def _named(message: str, name: str) -> str:
    """Let a sentence say which file it is of."""
    return message if name in message else f"{name}: {message}"
