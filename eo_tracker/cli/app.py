"""The application: its commands by name, and the options that come before them."""

from __future__ import annotations

from typing import Annotated

import typer

from eo_tracker.cli import agencies, orders, overdue, show, status, upcoming
from eo_tracker.cli.session import Session

app = typer.Typer(
    name="eo-tracker",
    no_args_is_help=True,
    add_completion=False,
    # Rich would double the time of --help.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"eo-tracker {version('eo-tracker')}")
        raise typer.Exit


@app.callback()
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
) -> None:
    """Track what executive orders demand, of whom and by when."""
    context.obj = Session(directory, today)


app.command()(status.status)
app.command()(overdue.overdue)
app.command()(upcoming.upcoming)
app.command()(show.show)
app.command()(orders.orders)
app.command()(agencies.agencies)
