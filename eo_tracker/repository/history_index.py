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
from zlib import crc32

from eo_tracker.domain.changes import Flat, Key
from eo_tracker.repository.commit_log import Commit
from eo_tracker.repository.tracing import DataPath, Place, Trace

_VERSION = 3
_PATIENCE = 60.0  # seconds that another process may take to read new commits
_SCHEMA = """
CREATE TABLE settled (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE commits (id TEXT PRIMARY KEY, time INTEGER, parents TEXT, sum INTEGER) WITHOUT ROWID;
CREATE TABLE told (id TEXT PRIMARY KEY, moment TEXT, name TEXT, email TEXT, subject TEXT, sum INTEGER) WITHOUT ROWID;
CREATE TABLE traces (time INTEGER, id TEXT, number INTEGER, path TEXT, "order" TEXT, provision TEXT, different TEXT,
    ends TEXT, sum INTEGER, PRIMARY KEY (time, id, number)) WITHOUT ROWID;
CREATE INDEX traces_of ON traces ("order", provision);
CREATE INDEX traces_in ON traces (id, path);
CREATE TABLE unreadable (id TEXT, path TEXT, flat TEXT, sum INTEGER, PRIMARY KEY (id, path)) WITHOUT ROWID;
"""
_A_FEW = 100
_OF_ORDER = 'c."order" = ?'
_OF_ONE = f"({_OF_ORDER} AND (c.provision IS NULL OR c.provision = ? OR c.provision LIKE ?))"
_TABLES = ("settled", "commits", "told", "traces", "unreadable")


class HistoryIndex:
    """An index, open for reading and, by whoever holds `writing`, for what is new."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def read_tip(self) -> tuple[str | None, str | None]:
        """Read whose history this is, and what else its reading hung on; None where nothing was read yet."""
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
        rows = (_summed(commit, time, " ".join(parents)) for commit, time, parents in commits)
        self._connection.executemany("INSERT INTO commits VALUES (?, ?, ?, ?)", rows)

    def add_traces(self, found: Sequence[tuple[Place, Commit, Mapping[str, Trace]]]) -> None:
        """Add what commits changed, by file."""
        commits = (commit for _, commit, traces in found if traces)
        told = (_summed(c.id, c.moment.isoformat(), *map(_storable, (c.name, c.email, c.subject))) for c in commits)
        self._connection.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?)", told)
        rows = (
            _summed(*place, number, _storable(path), t.data.order, t.data.provision, _dump(t), _dump_ends(t))
            for place, _, traces in found
            for number, (path, t) in enumerate(traces.items())
        )
        self._connection.executemany("INSERT INTO traces VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def place(self, commit: str) -> Place | None:
        """Tell a commit's place; None for one that is not known."""
        row = self._read_commit(commit)
        return (row[1], commit) if row else None

    def parents(self, commit: str) -> list[str]:
        """Give a commit's parents."""
        row = self._read_commit(commit)
        return row[2].split() if row else []

    def _read_commit(self, commit: str) -> tuple[Any, ...] | None:
        row = self._connection.execute("SELECT * FROM commits WHERE id = ?", (commit,)).fetchone()
        return _checked(row) if row else None

    def keys(self, commit: str, path: str) -> tuple[Key, ...]:
        """Give the keys that a commit changed in a file."""
        query = "SELECT * FROM traces WHERE id = ? AND path = ?"
        row = self._connection.execute(query, (commit, _storable(path))).fetchone()
        return _load(_checked(row)).keys if row else ()

    def keep(self, commit: str, path: str, flat: Flat) -> None:
        """Keep what the version of a file counts as saying that a commit made, and that cannot be read."""
        row = _summed(commit, _storable(path), _ENCODER.encode(list(flat.items())))
        self._connection.execute("REPLACE INTO unreadable VALUES (?, ?, ?, ?)", row)

    def kept(self, path: str) -> dict[str, Flat]:
        """Give what versions of a file count as saying that cannot be read, by the commits that made them."""
        rows = self._connection.execute("SELECT * FROM unreadable WHERE path = ?", (_storable(path),))
        return {row[0]: {tuple(key): value for key, value in _DECODER.decode(row[2])} for row in map(_checked, rows)}

    def select(self, about: Collection[str], before: Place | None = None) -> Iterator[tuple[Place, Commit, Trace]]:
        """Give what commits changed, the newest first; with a few ids, what may be about these, and else all.

        With `before`, only what was changed before a commit.
        """
        conditions: list[tuple[str, Sequence[str | int]]] = [("(c.time, c.id) < (?, ?)", before)] if before else []
        if 0 < len(about) <= _A_FEW:
            of_these = " OR ".join(_OF_ONE if "/" in each else _OF_ORDER for each in about)
            conditions.append((f"({of_these})", [value for each in about for value in _name(*each.split("/"))]))
        query = "SELECT * FROM traces c JOIN told t ON t.id = c.id"
        if conditions:
            query += f" WHERE {' AND '.join(condition for condition, _ in conditions)}"
        values = [value for _, given in conditions for value in given]
        for row in self._connection.execute(f"{query} ORDER BY c.time DESC, c.id DESC, c.number", values):
            commit, moment, name, email, subject, _ = _checked(row[_TRACE:])
            made = datetime.fromisoformat(moment)
            yield (row[0], commit), Commit(commit, (), made, name, email, subject), _load(_checked(row[:_TRACE]))


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
    source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        # A backup would wait for as long as another process holds the file; this tells at once that it does.
        source.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        source.backup(memory)
    finally:
        source.close()
    return _prepared(memory)


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Make an index of another version, or none yet, an empty one. Raises sqlite3.Error.

    What is not built to the letter as this program builds it, somebody else may have: it is refused.
    """
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA trusted_schema = OFF")
    if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
        connection.execute("BEGIN EXCLUSIVE")
        if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            for kind, name in connection.execute("SELECT type, name FROM sqlite_master").fetchall():
                if kind in ("table", "view") and '"' not in name:
                    connection.execute(f'DROP {kind} IF EXISTS "{name}"')
            for statement in _statements():
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.commit()
    built = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
    if {sql for (sql,) in connection.execute(built)} != set(_statements()):
        connection.close()
        raise sqlite3.DatabaseError("the index is built otherwise")
    return connection


def _statements() -> list[str]:
    return [statement.strip() for statement in _SCHEMA.split(";") if statement.strip()]


def _make_in_memory() -> sqlite3.Connection:
    return _prepared(sqlite3.connect(":memory:", isolation_level=None))


def _storable(text: str) -> str:
    """Make a text that SQLite can hold: bytes that are no UTF-8 stand in names of files as halves of characters."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


_Row = tuple[Any, ...]
_TRACE = 9  # columns


def _summed(*values: Any) -> _Row:
    """Add to a row what tells whether it is still what was written: nothing else would, in a file that was damaged."""
    return (*values, _sum(values))


def _checked(row: _Row) -> _Row:
    """Return a row that is what was written. Raises sqlite3.DatabaseError."""
    if _sum(row[:-1]) != row[-1]:
        raise sqlite3.DatabaseError("a row of the index is damaged")
    return row


def _sum(values: _Row) -> int:
    return crc32("\0".join(map(str, values)).encode())


def _dump(trace: Trace) -> str:
    keys = dict.fromkeys((*trace.before, *trace.after))
    return _ENCODER.encode([(key, trace.before.get(key), trace.after.get(key)) for key in keys])


def _dump_ends(trace: Trace) -> str:
    return _ENCODER.encode((trace.fault, trace.is_mended, trace.moved_from, trace.moved_to))


def _load(row: _Row) -> Trace:
    _, _, _, _, order, provision, different, ends, _ = row
    found = [(tuple(key), one, other) for key, one, other in _DECODER.decode(different)]
    before = {key: one for key, one, _ in found if one is not None}
    after = {key: other for key, _, other in found if other is not None}
    return Trace(DataPath(order, provision), before, after, *_DECODER.decode(ends))


def _dump_day(day: date) -> dict[str, str]:
    return {"@": day.isoformat()}


def _name(order: str, provision: str | None = None) -> tuple[str, ...]:
    return (order, provision, f"{provision}.%") if provision else (order,)


def _load_day(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found["@"]) if found.keys() == {"@"} else found


_ENCODER = json.JSONEncoder(default=_dump_day, separators=(",", ":"), check_circular=False)
_DECODER = json.JSONDecoder(object_hook=_load_day)
