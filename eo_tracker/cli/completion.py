"""Completion: what the word before the cursor may become, told to bash, zsh, fish or PowerShell.

A shell's script (`cli/shells.py`) runs the program with the shell's name in one variable and the command line up to
the cursor in another. The first line of the answer is the kind of what is proposed: `words`; `open`, words that may
go on; `files` or `folders`, which the shell knows best itself. Then comes one proposal a line, with what it is after a
tab.

What a value is called in the help says what it is completed with: AGENCY, DIRECTIVE, SELECTION (cli/proposals.py),
FILE, DIR, and the words of an enumeration. A command that calls its values so is completed, and pays nothing for it
when it runs. Whatever is wrong makes fewer proposals and never a complaint: there is no room for one in a line that is
being typed.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from eo_tracker.cli.proposals import (
    Proposal,
    propose_agencies,
    propose_directives,
    propose_selections,
    propose_statuses,
)
from eo_tracker.cli.session import Session

LINE_VARIABLE = "_EO_TRACKER_LINE"
_SHORTEST_HELP, _LONGEST_HELP = 10, 100
_PLACES = {"FILE": "files", "DIR": "folders"}
_PROPOSERS = {"SELECTION": propose_selections, "DIRECTIVE": propose_directives, "AGENCY": propose_agencies}
_SETTING = re.compile(r"[A-Za-z_]\w*=")
# A key by which bash only lists, or completes as far as all proposals agree: there is room to say what each is.
_LISTING_KEYS = ("9", "33", "63")


class _Answer(NamedTuple):
    kind: str
    proposals: Sequence[Proposal] = ()


def answer(shell: str, environment: Mapping[str, str]) -> None:
    """Write what the word may become that a shell asks for."""
    with suppress(Exception):
        words = split_line(environment.get(LINE_VARIABLE, ""), shell)
        found = _propose(words)
        lines = _describe_for_bash(found.proposals, words[-1], environment) if shell == "bash" else _describe(found)
        sys.stdout.write("".join(f"{line}\n" for line in (found.kind, *lines)))


def split_line(line: str, shell: str) -> list[str]:
    """Split what stands before the cursor into its words, the last of which is the one begun, and may be empty."""
    # A character at the cursor belongs to the word that is begun, be it open in quotes or not begun at all.
    lexer = shlex.shlex(f"{line}|", posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    if shell == "powershell":
        lexer.escape = ""  # a backslash stands between folders
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:  # a quote is open
        words.append(lexer.token)
    words[-1] = words[-1][:-1]
    return words


def _propose(words: Sequence[str]) -> _Answer:
    # Typer keeps its copy of click private; these two find whose word it is.
    from typer._click.shell_completion import _resolve_context, _resolve_incomplete
    from typer.main import get_command

    from eo_tracker.cli.app import make_app

    start = next(n for n, word in enumerate(words) if not _SETTING.match(word))  # fish tells of these
    arguments, word = list(words[start + 1 : -1]), words[-1]
    context = _resolve_context(get_command(make_app(arguments)), {}, words[start], arguments)
    target, begun = _resolve_incomplete(context, arguments, word)
    called = (getattr(target, "metavar", None) or "").strip("[].")
    if called in _PLACES:
        return _Answer(_PLACES[called])
    if called in _PROPOSERS:
        proposals = _PROPOSERS[called](_find_root(context.find_root().params.get("directory")), begun)
    else:
        proposals = [Proposal(item.value, item.help or "") for item in target.shell_complete(context, begun)]
        if called == "STATUS" and not proposals:
            proposals = propose_statuses(begun)
    option = word.removesuffix(begun)  # as in --agency=
    kind = "open" if proposals and all(proposal.may_go_on for proposal in proposals) else "words"
    return _Answer(kind, [proposal._replace(value=option + proposal.value) for proposal in proposals])


def _find_root(directory: str | None) -> Path | None:
    """Find the tracker of the line that is typed; what its shell would put in the place of ~ and $HOME is not yet."""
    from eo_tracker.repository.root import NoTracker

    with suppress(NoTracker):
        return Session(directory and os.path.expandvars(Path(directory).expanduser())).root
    return None


def _describe(found: _Answer) -> Iterator[str]:
    for proposal in found.proposals:
        said = _shorten(proposal.help, _LONGEST_HELP)
        yield f"{proposal.value}\t{said}" if said else proposal.value


def _shorten(text: str, length: int) -> str:
    from eo_tracker.reports.formats import one_line

    line = one_line(text)
    return line if len(line) <= length else f"{line[: length - 3].rstrip()}..."


def _describe_for_bash(proposals: Sequence[Proposal], word: str, environment: Mapping[str, str]) -> Iterator[str]:
    """Give what bash puts in the place of what it takes for the word; where it only lists, with what each is."""
    breaks = environment.get("COMP_WORDBREAKS", "=:")
    begins = max((word.rfind(mark) for mark in "=:" if mark in breaks), default=-1) + 1
    values = [proposal.value[begins:] for proposal in proposals]
    width = max(map(len, values), default=0)
    # bash leaves the last column free.
    room = int(environment.get("COLUMNS") or 80) - width - len("  ()") - 1
    if len(values) == 1 or room < _SHORTEST_HELP or environment.get("COMP_TYPE") not in _LISTING_KEYS:
        yield from values
        return
    for value, proposal in zip(values, proposals, strict=True):
        said = _shorten(proposal.help, room)
        yield f"{value:{width}}  ({said})" if said else value
