"""Remembers what became of every file, so that an unchanged batch reads nothing: SQLite, one writer."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import MISSING, Field, astuple, dataclass, fields
from pathlib import Path
from typing import Any

from schemas.errors import MachineError

PUBLISHED, SUPERSEDED, QUARANTINED = "published", "superseded", "quarantined"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: what it was when read, and what came of it.

    `rank`, `as_of` and `value_count` decide among several sources of one report; the counts feed the
    index page. `agency_given` is the --agency it was read with.
    """

    path: str
    name: str
    sha256: str
    size: int
    mtime_ns: int
    state: str
    version: str
    agency_given: str | None = None
    waivers: str = ""  # SHA-256 of the waivers beside it
    reason: str | None = None
    sentence: str | None = None
    advice: str | None = None
    report_id: str | None = None
    rank: int = 0
    as_of: str | None = None
    value_count: int = 0
    agency_name: str = ""
    title: str = ""
    projects: int = 0
    kpis: int = 0
    checks: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    waived: int = 0
    pages: int = 0
    bound: str = "{}"  # JSON: how many equations each rule bound to
    rows: str = "{}"  # JSON: how many rows each dataset has
    seconds: float = 0.0
    told: str = ""  # digest of what other reports say about it, as published
    sentence_th: str = ""  # where the refusal has one of its own

    def without_report(self) -> Entry:
        """The file as one that never gave a report: what it is, and why it was refused."""
        of_the_file = ("path", "name", "sha256", "size", "mtime_ns", "state", "version", "agency_given", "waivers")
        of_the_refusal = ("reason", "sentence", "advice", "sentence_th", "seconds")
        return Entry(**{name: getattr(self, name) for name in (*of_the_file, *of_the_refusal)})


_COLUMNS = tuple(field.name for field in fields(Entry))


class Manifest:
    """The table of files of one output. Lost, it is built again by reading everything."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, timeout=60, isolation_level=None)
        try:
            self._connection.execute("PRAGMA journal_mode=DELETE")
            self._connection.execute(_create("files"))
            self._connection.execute("CREATE TABLE IF NOT EXISTS series (agency TEXT PRIMARY KEY, stamp TEXT)")
            self._migrate()
        except sqlite3.DatabaseError as error:
            self.close()
            raise MachineError(f"The manifest “{path}” cannot be used: {error}. Delete it and run again.") from error

    def _migrate(self) -> None:
        """Takes over a table of another version: its files are known, and read again."""
        known = [row[1] for row in self._connection.execute("PRAGMA table_info(files)")]
        if known == list(_COLUMNS):
            return
        common = ", ".join(name for name in _COLUMNS if name in known and name != "version")
        with self.writing():
            self._connection.execute("DROP TABLE IF EXISTS files_before")
            self._connection.execute("ALTER TABLE files RENAME TO files_before")
            self._connection.execute(_create("files"))
            self._connection.execute(f"INSERT INTO files ({common}, version) SELECT {common}, '' FROM files_before")
            self._connection.execute("DROP TABLE files_before")

    def entries(self) -> list[Entry]:
        """Every file known, in order of path."""
        rows = self._connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM files ORDER BY path")
        return [Entry(os.fsdecode(path), *rest) for path, *rest in rows]

    def put(self, entry: Entry) -> None:
        """Remembers a file."""
        marks = ", ".join("?" for _ in _COLUMNS)
        path, *rest = astuple(entry)
        statement = f"INSERT OR REPLACE INTO files ({', '.join(_COLUMNS)}) VALUES ({marks})"
        self._connection.execute(statement, (_stored(path), *rest))
        self._connection.execute("PRAGMA user_version = 1")

    def forget(self, path: str) -> None:
        """Forgets a file."""
        self._connection.execute("DELETE FROM files WHERE path = ?", (_stored(path),))
        self._connection.execute("PRAGMA user_version = 1")

    def series_stamps(self) -> dict[str, str]:
        """For each agency what its reports were when its series were last written."""
        return dict(self._connection.execute("SELECT agency, stamp FROM series"))

    def put_series_stamp(self, agency: str, stamp: str | None) -> None:
        """Remembers that an agency's series are those of these reports; `None` forgets the agency."""
        if stamp is None:
            self._connection.execute("DELETE FROM series WHERE agency = ?", (agency,))
        else:
            self._connection.execute("INSERT OR REPLACE INTO series VALUES (?, ?)", (agency, stamp))

    @property
    def is_overview_due(self) -> bool:
        """Whether an entry was put or forgotten since the pages over all files were written."""
        return bool(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def overview_is_written(self) -> None:
        """The pages over all files say what the entries say."""
        if self.is_overview_due:
            self._connection.execute("PRAGMA user_version = 0")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One step: all of it is remembered, or nothing."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise MachineError(f"The manifest cannot be written: {error}.") from error

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()


def _stored(path: str) -> str | bytes:
    """A path as the table holds it: one that is no text, as a file system allows, by its bytes."""
    has_surrogates = any("\ud800" <= character <= "\udfff" for character in path)
    return os.fsencode(path) if has_surrogates else path


def _create(table: str) -> str:
    return f"CREATE TABLE IF NOT EXISTS {table} ({', '.join(map(_column, fields(Entry)))})"


def _column(field: Field[Any]) -> str:
    kind = {"str": "TEXT", "int": "INTEGER", "float": "REAL"}[str(field.type).partition(" ")[0]]
    if field.name == "path":
        return f"{field.name} {kind} PRIMARY KEY"
    default = "NULL" if field.default is MISSING or field.default is None else repr(field.default)
    return f"{field.name} {kind} DEFAULT {default}"
