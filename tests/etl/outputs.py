"""What an output holds: reports, rules, states, bytes."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq


def published(root: Path) -> list[str]:
    """The ids of the reports that stand in `reports`."""
    return sorted(path.stem for path in (root / "datasets" / "reports").rglob("*.parquet"))


def row(root: Path, report_id: str) -> dict[str, object]:
    """The row of one report in `reports`."""
    _, year, quarter = report_id.rsplit("-", 2)
    table = pq.read_table(root / "datasets" / "reports" / year / quarter / f"{report_id}.parquet")
    (found,) = table.to_pylist()
    return dict(found)


def rules(root: Path, report_id: str) -> list[str]:
    """The rules of a report's findings."""
    _, year, quarter = report_id.rsplit("-", 2)
    table = pq.read_table(root / "datasets" / "findings" / year / quarter / f"{report_id}.parquet")
    return sorted(table.column("rule").to_pylist())


def contents(root: Path) -> dict[str, str]:
    """Every file of an output by its SHA-256; the lock and the manifest hold times and are left out."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in (".lock", ".manifest.sqlite")
    }


def stamps(root: Path) -> dict[str, tuple[int, int]]:
    """Inode and time of every file: equal stamps, nothing was touched."""
    return {
        str(path.relative_to(root)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def states(root: Path) -> dict[str, str]:
    """What the manifest says of every file, by the file's name."""
    with closing(sqlite3.connect(root / ".manifest.sqlite")) as connection:
        return dict(connection.execute("SELECT name, state FROM files ORDER BY name"))
