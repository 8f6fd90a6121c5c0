"""`check`: the gate for CI and auditors: is the data valid, and is a deadline missed."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from eo_tracker.domain.errors import EOTrackerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eo_tracker.checks.findings import Checked, Gate
    from eo_tracker.cli.session import Session
    from eo_tracker.repository.moments import Moment


_SUMMARY = "GITHUB_STEP_SUMMARY"
"""Where GitHub tells a step to write its job's summary."""


class CheckFormat(StrEnum):
    """How what was found is written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"
    SARIF = "sarif"


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class FailOn(StrEnum):
    """Which findings make `check` fail."""

    ANY = "any"
    NEW = "new"


def check(
    context: typer.Context,
    against: Annotated[
        str | None,
        typer.Option(metavar="REV", help="Tell what is new since HEAD left this commit from what was so already."),
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help="Fail for any finding, or only for what --against finds new.")] = (
        FailOn.ANY
    ),
    fail_on_severity: Annotated[Severity, typer.Option(help="Fail from this severity on.")] = Severity.ERROR,
    form: Annotated[CheckFormat, typer.Option("--format", "-f", help="How to write it.")] = CheckFormat.TEXT,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write the format to this file, and text to the terminal."),
    ] = None,
    history: Annotated[
        bool, typer.Option(help="Apply the rules that look at what was changed, which needs git.")
    ] = True,
    fix_hint: Annotated[
        bool, typer.Option("--fix-hint", help="Show the canonical text of files that are not in that form, and leave.")
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help="List the rules, and leave.")] = False,
    explain: Annotated[
        str | None, typer.Option(metavar="CODE", help="Explain a rule, as in EO301, with an example, and leave.")
    ] = None,
) -> None:
    """Check the data, the deadlines and the records.

    For CI: the exit code is 1 when something is found. Nothing is written, and no network used. Severities are set
    under [check] in eo-tracker.toml.
    """
    if listed or explain is not None:
        _tell_rules(explain)
        return
    from eo_tracker.checks.findings import Gate

    session: Session = context.obj
    if fix_hint:
        _show_canonical_texts(session)
        return
    if fail_on is FailOn.NEW and not against:
        from eo_tracker.cli.messages import say

        # So that one line of a pipeline does for pull requests and for schedules, which have no base.
        say("note", "no commit to compare with is named, so everything counts", "name it: --against origin/main")
        fail_on = FailOn.ANY
    checked = _check(session, against, Gate(fail_on.value, fail_on_severity.value), history=history)
    _write(checked, form, output)
    if checked.fails:
        from eo_tracker.cli.messages import FOUND

        raise typer.Exit(FOUND)


def _check(session: Session, against: str | None, gate: Gate, *, history: bool) -> Checked:
    from eo_tracker.checks.checking import check_tracker

    base = _find_base(session, against) if against else None
    return check_tracker(session.root, session.today, base, gate, history=history)


def _find_base(session: Session, typed: str) -> Moment:
    """Find the commit to compare with; before the first one, HEAD has nothing in it. Raises EOTrackerError."""
    from eo_tracker.repository.clone import NoRepository, find_repository
    from eo_tracker.repository.moments import (
        GET_THE_REST,
        find_merge_base,
        find_moment_of_revision,
        is_shallow,
        make_beginning,
    )

    try:
        repository = find_repository(session.root)
    except NoRepository as e:
        raise NoRepository(f"{e}, so there is no commit to compare with", "leave --against out") from None
    found = find_moment_of_revision(repository, typed)
    if found:
        # What came to the shared branch meanwhile is no doing of this one.
        common = find_merge_base(repository, found.commit)
        return (find_moment_of_revision(repository, common) if common else None) or found
    if typed == "HEAD" and repository.head() is None:
        return make_beginning(repository, session.today)
    hint = GET_THE_REST if is_shallow(repository) else "name a commit, a tag or a branch, as in origin/main"
    raise EOTrackerError(f'--against "{typed}" names no commit', hint)


def _write(checked: Checked, form: CheckFormat, output: str | None) -> None:
    if output is not None:
        _write_file(output, _writer(form)(checked))
    if form is CheckFormat.GITHUB and os.environ.get(_SUMMARY):
        from eo_tracker.reports.checks.github import write_github_summary

        _write_file(os.environ[_SUMMARY], write_github_summary(checked), add=True)
    if output is None and form is not CheckFormat.TEXT:
        sys.stdout.write(_writer(form)(checked))
        return
    from eo_tracker.cli.tables import print_checked

    print_checked(checked)


def _writer(form: CheckFormat) -> Callable[[Checked], str]:
    """Find the function that writes a format: `write_json` of `reports.checks.json`."""
    from importlib import import_module

    module = import_module(f"eo_tracker.reports.checks.{form.value}")
    writer: Callable[[Checked], str] = getattr(module, f"write_{form.value}")
    return writer


def _write_file(name: str, text: str, *, add: bool = False) -> None:
    from pathlib import Path

    from eo_tracker.repository.contents import reason_of

    try:
        with Path(name).open("a" if add else "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except (OSError, ValueError) as e:
        raise EOTrackerError(f"{name} cannot be written: {reason_of(e)}", "name another file after -o") from None


def _show_canonical_texts(session: Session) -> None:
    from eo_tracker.checks.checking import list_canonical_texts
    from eo_tracker.cli.messages import say
    from eo_tracker.reports.formats import one_line, visible

    found = list_canonical_texts(session.root, session.today)
    for path, text, has_comments in found:
        sys.stdout.write(f"# {one_line(path)}\n{visible(text)}\n")
        if has_comments:
            say("note", f"{path} has comments that this text has not", "put them back by hand")
    if not found:
        say("note", "all files are in canonical form")


def _tell_rules(code: str | None) -> None:
    from eo_tracker.checks.engine import RULES, find_rule, tell_more
    from eo_tracker.reports.checks.rules import explain_rule, list_rules

    if code is None:
        sys.stdout.writelines(f"{line}\n" for line in list_rules(RULES.values()))
        return
    found = find_rule(code)
    sys.stdout.write(explain_rule(found, tell_more(found)))
