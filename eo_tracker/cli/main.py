"""The way in and out of the program: whatever happens in between ends as an exit code and plain words."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import typer

from eo_tracker.cli.messages import BUG, INTERRUPTED, WRONG_USE, say, say_problems
from eo_tracker.domain.errors import EOTrackerError, UnknownReference

PROGRAM = "eo-tracker"
_BEFORE_THE_COMMAND = ("-C", "--today", "--version")
DEBUG_VARIABLE = "EO_TRACKER_DEBUG"
SHELL_VARIABLE = "_EO_TRACKER_COMPLETE"
"""Names the shell that asks what a word may become."""

# Typer keeps its copy of click private; what it raises for a wrong command line is the base of this one.
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def run() -> NoReturn:
    """Run the command line and leave the process."""
    # A command lives for a moment: freeing its memory piece by piece would take a third of a large reading.
    gc.disable()
    _prepare_streams()
    code = _guarded(lambda: _run(sys.argv[1:]))
    code = _guarded(sys.stdout.flush) or code
    with suppress(OSError):
        sys.stderr.flush()
    # Taking a large dataset apart value by value would take longer than judging it.
    atexit._run_exitfuncs()
    os._exit(code)


def _run(arguments: list[str]) -> int:
    if shell := os.environ.get(SHELL_VARIABLE):
        from eo_tracker.cli.completion import answer

        answer(shell, os.environ)
        return 0
    from eo_tracker.cli.app import make_app

    code: int = make_app(arguments)(arguments, prog_name=PROGRAM, standalone_mode=False) or 0
    # Typer turns Ctrl-C into an exit code, without a word.
    return _say_interrupted() if code == INTERRUPTED else code


def _guarded(step: Callable[[], int | None]) -> int:
    """Run a step, and turn whatever is raised into words and an exit code."""
    try:
        return step() or 0
    except EOTrackerError as e:
        say_problems(e.problems)
        say("error", str(e), _hint_at_problems(e) or e.hint)
    except _UsageError as e:
        _refuse_usage(e)
    except (KeyboardInterrupt, typer.Abort):
        return _say_interrupted()
    except (BrokenPipeError, SystemExit):
        # Typer leaves in its own way when a pipe breaks, and only then.
        # Whoever read the output has seen enough, as in `eo-tracker status | head`.
        _silence_stdout()
        return 0
    except Exception as e:  # the last resort, so that no traceback reaches a user
        if not isinstance(e, OSError) or e.filename is not None:
            return _admit_bug(e)
        _silence_stdout()
        say("error", f"the output cannot be written: {(e.strerror or str(e)).lower()}", "check where it goes")
    return WRONG_USE


def _hint_at_problems(error: EOTrackerError) -> str:
    """Say that what is not found may stand in an order's file that cannot be read."""
    unread = any(problem.path.startswith("directives/") for problem in error.problems)
    return "it may be in a file that cannot be read, above" if unread and isinstance(error, UnknownReference) else ""


def _say_interrupted() -> int:
    say("interrupted", "nothing more was done")
    return INTERRUPTED


def _refuse_usage(error: BaseException) -> None:
    message = getattr(error, "format_message", lambda: str(error))()
    context = getattr(error, "ctx", None)
    if message.startswith("Usage:"):
        sys.stderr.write(f"{message}\n")
        return
    say("error", message[:1].lower() + message[1:].rstrip("."), _hint_at_usage(message, context))


def _hint_at_usage(message: str, context: typer.Context | None) -> str:
    """Say where an option belongs that stands on the wrong side of its command, or else where to read on."""
    command = context.command_path if context else _command_asked()
    option = message.removeprefix("No such option: ").split(" ")[0] if message.startswith("No such option: ") else ""
    if context and context.parent and option in _BEFORE_THE_COMMAND:
        return f"it goes before the command: {PROGRAM} {option} ... {context.info_name}"
    if option and context and not context.parent:
        return f"options of a command go after it; `{command} --help` shows what goes before"
    return f"`{command} --help` shows what it takes"


def _command_asked() -> str:
    """Name the program with the command that was asked for, where the error does not say."""
    from eo_tracker.cli.app import COMMANDS

    return " ".join([PROGRAM, *[word for word in sys.argv[1:] if word in COMMANDS][:1]])


def _admit_bug(error: Exception) -> int:
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error)
        return BUG
    hint = f"this is not your mistake; please report it with what {DEBUG_VARIABLE}=1 shows"
    say("bug", f"eo-tracker failed: {type(error).__name__}: {error}", hint)
    return BUG


def _prepare_streams() -> None:
    """Let no character of the data stop the output, on consoles that cannot show it, and no stream be missing."""
    # A stream that was closed before the start is None; what is written to it is meant to be lost.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if not sys.stdout.isatty() and hasattr(sys.stdout, "reconfigure"):
        # JSON, CSV and Markdown are UTF-8 wherever they are redirected to; Windows would choose its code page.
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")


def _silence_stdout() -> None:
    """Keep the interpreter from complaining, as it leaves, of a reader that is gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
