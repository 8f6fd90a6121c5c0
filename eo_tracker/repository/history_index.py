"""The index of history: what each commit changed, kept beside git's own data, for later calls to read only new commits.

It holds nothing that cannot be read from git again, and knows the history of one commit, the tip: a tip that was moved
back or to another line makes it forget what is no longer part of history. Where it cannot be kept, or is not what it
should be, history is read all the same, into an index that only memory holds.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from eo_tracker.domain.changes import Flat, Key
from eo_tracker.repository.commit_log import Commit
from eo_tracker.repository.tracing import DataPath, Place, Trace

_VERSION = 1
_PATIENCE = 60.0  # seconds that another process may take to read new commits
_SCHEMA = """
CREATE TABLE settled (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE commits (id TEXT PRIMARY KEY, time INTEGER, parents TEXT) WITHOUT ROWID;
CREATE TABLE told (id TEXT PRIMARY KEY, moment TEXT, name TEXT, email TEXT, subject TEXT) WITHOUT ROWID;
CREATE TABLE traces (time INTEGER, id TEXT, number INTEGER, path TEXT, "order" TEXT, provision TEXT, different TEXT,
    fault TEXT, moved_from TEXT, PRIMARY KEY (time, id, number)) WITHOUT ROWID;
CREATE INDEX traces_of ON traces ("order", provision);
CREATE INDEX traces_in ON traces (id, path);
CREATE TABLE unreadable (id TEXT, path TEXT, flat TEXT, PRIMARY KEY (id, path)) WITHOUT ROWID;
"""
_A_FEW = 100
_OF_ORDER = 'c."order" = ?'
_OF_ONE = f"({_OF_ORDER} AND (c.provision IS NULL OR c.provision = ? OR c.provision LIKE ?))"
_TABLES = ("settled", "commits", "told", "traces", "unreadable")


class HistoryIndex:
    """An index, open for reading and, by whoever holds `writing`, for what is new."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def read_tip(self) -> tuple[str | None, str | None]:
        """Read whose history this is, and by what that was read: see `begin`."""
        found = dict(self._connection.execute("SELECT name, value FROM settled"))
        return found.get("tip"), found.get("basis")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let nobody else write meanwhile; all that is written within holds, or nothing."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._connection.commit()

    def clear(self) -> None:
        """Forget everything."""
        for table in _TABLES:
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608  # names of our own

    def settle(self, tip: str, basis: str) -> None:
        """Say whose history this is now. `basis` tells what else the reading hung on."""
        self._connection.executemany("REPLACE INTO settled VALUES (?, ?)", [("tip", tip), ("basis", basis)])

    def forget(self, commits: Sequence[str]) -> None:
        """Forget commits that are no longer part of history."""
        rows = [(commit,) for commit in commits]
        for table in ("commits", "told", "traces", "unreadable"):
            self._connection.executemany(f"DELETE FROM {table} WHERE id = ?", rows)  # noqa: S608  # names of our own

    def add_commits(self, commits: Sequence[tuple[str, int, Sequence[str]]]) -> None:
        """Add commits: the id, the time of its place, and its parents."""
        rows = [(commit, time, " ".join(parents)) for commit, time, parents in commits]
        self._connection.executemany("INSERT INTO commits VALUES (?, ?, ?)", rows)

    def add_traces(self, found: Sequence[tuple[Place, Commit, Mapping[str, Trace]]]) -> None:
        """Add what commits changed, by file."""
        told = ((c.id, c.moment.isoformat(), c.name, c.email, c.subject) for _, c, traces in found if traces)
        self._connection.executemany(
            "INSERT INTO told VALUES (?, ?, ?, ?, ?)", (tuple(map(_storable, row)) for row in told)
        )
        rows = (
            (*place, number, _storable(path), t.data.order, t.data.provision, _dump(t), t.fault, t.moved_from)
            for place, _, traces in found
            for number, (path, t) in enumerate(traces.items())
        )
        self._connection.executemany("INSERT INTO traces VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def place(self, commit: str) -> Place | None:
        """Tell a commit's place; None for one that is not known."""
        row = self._connection.execute("SELECT time FROM commits WHERE id = ?", (commit,)).fetchone()
        return (row[0], commit) if row else None

    def parents(self, commit: str) -> list[str]:
        """Give a commit's parents."""
        row = self._connection.execute("SELECT parents FROM commits WHERE id = ?", (commit,)).fetchone()
        return row[0].split() if row else []

    def keys(self, commit: str, path: str) -> list[Key]:
        """Give the keys that a commit changed in a file."""
        query = "SELECT different FROM traces WHERE id = ? AND path = ?"
        found = self._connection.execute(query, (commit, _storable(path))).fetchone()
        return [tuple(key) for key, _, _ in json.loads(found[0])] if found else []

    def keep(self, commit: str, path: str, flat: Flat) -> None:
        """Keep what the version of a file counts as saying that a commit made, and that cannot be read."""
        said = _ENCODER.encode(list(flat.items()))
        self._connection.execute("REPLACE INTO unreadable VALUES (?, ?, ?)", (commit, _storable(path), said))

    def kept(self, path: str) -> dict[str, Flat]:
        """Give what versions of a file count as saying that cannot be read, by the commits that made them."""
        rows = self._connection.execute("SELECT id, flat FROM unreadable WHERE path = ?", (_storable(path),))
        return {commit: {tuple(key): value for key, value in _DECODER.decode(flat)} for commit, flat in rows}

    def select(self, about: Collection[str]) -> Iterator[tuple[Commit, Trace]]:
        """Give what commits changed, the newest first; with a few ids, what may be about these, and else all."""
        columns = (
            't.id, t.moment, t.name, t.email, t.subject, c."order", c.provision, c.different, c.fault, c.moved_from'
        )
        query = f"SELECT {columns} FROM traces c JOIN told t ON t.id = c.id"  # noqa: S608  # names of our own
        values: list[str] = []
        if 0 < len(about) <= _A_FEW:
            query += f" WHERE {' OR '.join(_OF_ONE if '/' in each else _OF_ORDER for each in about)}"
            values = [value for each in about for value in _name(*each.split("/"))]
        for row in self._connection.execute(f"{query} ORDER BY c.time DESC, c.id DESC, c.number", values):
            commit, moment, name, email, subject, order, provision, different, fault, moved_from = row
            trace = Trace(DataPath(order, provision), *_load(different), fault, moved_from)
            yield Commit(commit, (), datetime.fromisoformat(moment), name, email, subject), trace


Keeping = Literal["file", "copy", "memory"]
"""Where an index is: in its file, in memory with what the file says, or in memory and empty."""


@contextmanager
def open_index(path: Path, keeping: Keeping) -> Iterator[HistoryIndex]:
    """Open the index in a file, or make one in memory. Raises sqlite3.Error where the file is not what it should be.

    sqlite3.OperationalError tells that the file cannot be used now: it can only be read, is held, or the disk is full.
    """
    connection = _open(path) if keeping == "file" else _copy(path) if keeping == "copy" else _make_in_memory()
    try:
        yield HistoryIndex(connection)
    finally:
        connection.close()


def _open(path: Path) -> sqlite3.Connection:
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    return _prepared(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None))


def _copy(path: Path) -> sqlite3.Connection:
    source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        source.backup(memory)
    finally:
        source.close()
    return _prepared(memory)


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Make an index of another version, or none yet, an empty one. Raises sqlite3.Error."""
    connection.execute("PRAGMA synchronous = NORMAL")
    if connection.execute("PRAGMA user_version").fetchone()[0] == _VERSION:
        return connection
    connection.execute("BEGIN EXCLUSIVE")
    if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            connection.execute(f'DROP TABLE "{name}"')
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {_VERSION}")
    connection.commit()
    return connection


def _make_in_memory() -> sqlite3.Connection:
    return _prepared(sqlite3.connect(":memory:", isolation_level=None))


def _storable(text: str) -> str:
    """Make a text that SQLite can hold: bytes that are no UTF-8 stand in names of files as halves of characters."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _dump(trace: Trace) -> str:
    keys = dict.fromkeys((*trace.before, *trace.after))
    return _ENCODER.encode([(key, trace.before.get(key), trace.after.get(key)) for key in keys])


def _dump_day(day: date) -> dict[str, str]:
    return {"@": day.isoformat()}


def _load(different: str) -> tuple[Flat, Flat]:
    found = [(tuple(key), one, other) for key, one, other in _DECODER.decode(different)]
    return (
        {key: one for key, one, _ in found if one is not None},
        {key: other for key, _, other in found if other is not None},
    )


def _name(order: str, provision: str | None = None) -> tuple[str, ...]:
    return (order, provision, f"{provision}.%") if provision else (order,)


def _load_day(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found["@"]) if found.keys() == {"@"} else found


_ENCODER = json.JSONEncoder(default=_dump_day, separators=(",", ":"), check_circular=False)
_DECODER = json.JSONDecoder(object_hook=_load_day)
