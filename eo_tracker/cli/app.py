"""The application: its commands by name, and the options that come before them.

A command's module, and its function, are called as the command is. Typer makes something of each option of each
command that is registered, so only those are that a command line can mean.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from keyword import iskeyword
from typing import Annotated

import typer

from eo_tracker.cli.session import Session
from eo_tracker.cli.shells import Shell

COMMANDS = (
    "status",
    "overdue",
    "upcoming",
    "show",
    "orders",
    "agencies",
    "history",
    "diff",
    "blame",
    "report",
    "calendar",
    "update",
    "undo",
    "sync",
    "sheet",
    "import",
    "check",
    "init",
    "schema",
)
_HIDDEN = ("merge-record",)


def make_app(words: Iterable[str]) -> typer.Typer:
    """Make the application, with the commands that stand among the words of a command line; with all, if none does."""
    app = typer.Typer(
        name="eo-tracker",
        no_args_is_help=True,
        # Typer's own scripts let zsh evaluate what data says, and open PowerShell to every script: see cli/shells.py.
        add_completion=False,
        # Rich would double the time of --help.
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(start)
    typed = set(words)
    for name in [c for c in (*COMMANDS, *_HIDDEN) if c in typed] or COMMANDS:
        # A word of Python's own names no module.
        module = f"{name}_" if iskeyword(name) else name.replace("-", "_")
        command = getattr(import_module(f"eo_tracker.cli.{module}"), module)
        app.command(name, hidden=name in _HIDDEN)(command)
    return app


def _print_version(context: typer.Context, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from importlib.metadata import version

        typer.echo(f"eo-tracker {version('eo-tracker')}")
        raise typer.Exit


def _install_completion(context: typer.Context, shell: Shell | None) -> None:
    if shell and not context.resilient_parsing:
        from eo_tracker.cli.messages import say
        from eo_tracker.cli.shells import install_script

        say("installed", str(install_script(shell)), f"words are completed in each {shell} that you start from now on")
        raise typer.Exit


def _show_completion(context: typer.Context, shell: Shell | None) -> None:
    if shell and not context.resilient_parsing:
        from eo_tracker.cli.shells import read_script

        typer.echo(read_script(shell), nl=False)
        raise typer.Exit


def start(
    context: typer.Context,
    directory: Annotated[
        str | None,
        typer.Option("-C", metavar="DIR", help="The tracker's folder, instead of the one you are in."),
    ] = None,
    today: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Judge as on this day (YYYY-MM-DD), instead of today in Washington."),
    ] = None,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
    _install: Annotated[
        Shell | None,
        typer.Option(
            "--install-completion",
            metavar="SHELL",
            callback=_install_completion,
            is_eager=True,
            help=f"Let Tab complete words in {', '.join(Shell)}, and leave.",
        ),
    ] = None,
    _show: Annotated[
        Shell | None,
        typer.Option(
            "--show-completion",
            metavar="SHELL",
            callback=_show_completion,
            is_eager=True,
            help="Print what the shell is to run for that, and leave.",
        ),
    ] = None,
) -> None:
    """Track what executive orders demand, of whom and by when."""
    context.obj = Session(directory, today)
