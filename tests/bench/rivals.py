"""The same directives in the form of other tools, made from what `eo-tracker status --format json` says on stdin.

    eo-tracker -C DIR status --format json | python tests/bench/rivals.py taskwarrior FOLDER

`taskwarrior` makes an open task of every directive; the due days are moved so that as much is overdue today as is on
the listing's day. `taskwarrior-finished` is the same with what is done or closed finished: Taskwarrior puts that into a
file of its own, which `overdue` does not read. `doorstop` makes an item of every directive, in one document.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

_FINISHED = ("met", "met_late", "closed")
_WRITTEN = "20260102T120000Z"


def write_tasks(listing: dict[str, Any], folder: Path, *, finish: bool) -> None:
    """Make a Taskwarrior data folder, with the settings in its file `taskrc`."""
    rc = folder / "taskrc"
    settings = {"data.location": folder, "confirmation": "no", "news.version": "99", "hooks": "no"}
    rc.write_text("".join(f"{key}={value}\n" for key, value in settings.items()), encoding="utf-8")
    later = datetime.now(UTC).date() - date.fromisoformat(listing["today"])
    tasks = []
    for row in listing["directives"]:
        task: dict[str, Any] = {"description": row["summary"], "project": row["order"], "entry": _WRITTEN}
        if row["due"]:
            task["due"] = f"{date.fromisoformat(row['due']) + later:%Y%m%d}T235959Z"
        if row["note"]:
            task["annotations"] = [{"entry": _WRITTEN, "description": row["note"]}]
        finished = finish and row["timeliness"] in _FINISHED
        tasks.append({**task, **({"status": "completed", "end": _WRITTEN} if finished else {"status": "pending"})})
    environment = {**os.environ, "TASKRC": str(rc), "TZ": "UTC"}
    # The first report after an import sorts the finished tasks out.
    for command, given in (("import", json.dumps(tasks)), ("overdue", "")):
        subprocess.run(["task", command], input=given.encode(), env=environment, capture_output=True, check=True)


def write_items(listing: dict[str, Any], folder: Path) -> None:
    """Make a doorstop document of the name EO, in a git repository as doorstop wants it."""
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    home = folder / "eo"
    home.mkdir()
    (home / ".doorstop.yml").write_text("settings:\n  digits: 5\n  prefix: EO\n  sep: ''\n", encoding="utf-8")
    for n, row in enumerate(listing["directives"], 1):
        (home / f"EO{n:05}.yml").write_text("".join(_item(row, n)), encoding="utf-8")


def _item(row: dict[str, Any], number: int) -> Iterator[str]:
    # JSON's strings are YAML's.
    header, text = (json.dumps(row[key], ensure_ascii=False) for key in ("summary", "text"))
    yield f"active: true\nderived: false\nheader: {header}\nlevel: '1.{number}'\nlinks: []\n"
    yield f"normative: true\nref: ''\nreviewed: null\ntext: {text}\n"


def main() -> None:
    """Make what the command line asks for."""
    parser = argparse.ArgumentParser(description="Write directives in the form of other tools.")
    parser.add_argument("rival", choices=("taskwarrior", "taskwarrior-finished", "doorstop"))
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="a new folder")
    options = parser.parse_args()
    options.folder.mkdir(parents=True)
    listing = json.load(sys.stdin)
    if options.rival == "doorstop":
        write_items(listing, options.folder)
    else:
        write_tasks(listing, options.folder, finish=options.rival == "taskwarrior-finished")


if __name__ == "__main__":
    main()
