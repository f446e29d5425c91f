"""Opens DuckDB on an output: one view a dataset over packed and single files, and nothing else in reach."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from etl.stamps import LINK, Stamps, packed, published
from schemas.datasets import ALL_DATASETS, Dataset
from schemas.errors import UsageError

if TYPE_CHECKING:
    import duckdb

MOST_MEMORY = "2GB"  # of one query: it shares the machine with others, and what needs more is asked too widely
_WORD = re.compile(r"\w+")
_TYPES = {
    "string": "VARCHAR", "int8": "TINYINT", "int16": "SMALLINT", "int32": "INTEGER", "float64": "DOUBLE",
    "date32": "DATE", "decimal128(24,6)": "DECIMAL(24,6)", "decimal128(24,2)": "DECIMAL(24,2)",
    "list<string>": "VARCHAR[]",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Changes:
    """What stands in single files because it is not packed as it is, and what is packed and no more so."""

    fresh: tuple[str, ...]
    stale: tuple[str, ...]
    has_packed: bool


def connect(root: Path, sql: str = "") -> duckdb.DuckDBPyConnection:
    """A connection with a view a dataset, locked: no other file, no network, no setting can be changed.

    Each view joins its dataset with `reports` on `report_id` and `source_sha256`, so that a report half
    replaced is never seen. Where `sql` names datasets, only their views are made. Raises `UsageError`.
    """
    import duckdb

    if not (root / "datasets").is_dir():
        raise UsageError(f"Nothing is published under “{root}” yet: run `raingan ingest` first.")
    copy = (root / LINK).resolve()  # once: the next copy may take its place at any time
    standing, old = published(root), packed(copy)
    reports = _changes(standing.all_reports(), old.all_reports())
    connection = duckdb.connect(":memory:", config={"memory_limit": MOST_MEMORY, "temp_directory": ""})
    views = _Views(root.resolve() / "datasets", copy)
    for dataset in _named(sql):
        if dataset.per_agency:
            changes = _changes(standing.agencies[dataset.name], old.agencies.get(dataset.name, {}))
            connection.execute(f"CREATE VIEW {dataset.name} AS {views.of_agencies(dataset, changes, reports)}")
        else:
            connection.execute(f"CREATE VIEW {dataset.name} AS {views.of_reports(dataset, reports)}")
    allowed = [literal(f"{folder}/") for folder in (root.resolve() / "datasets", copy) if folder.is_dir()]
    connection.execute(f"SET allowed_directories = [{', '.join(allowed)}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _changes(now: Stamps, then: Stamps) -> _Changes:
    fresh = tuple(sorted(name for name, stamp in now.items() if then.get(name) != stamp))
    stale = tuple(sorted(name for name, stamp in then.items() if now.get(name) != stamp))
    return _Changes(fresh, stale, has_packed=len(stale) < len(then))


def _named(sql: str) -> Collection[Dataset]:
    """The datasets whose names stand in a query; all of them where none does."""
    words = {word.lower() for word in _WORD.findall(sql)}
    return [dataset for dataset in ALL_DATASETS if dataset.name in words] or ALL_DATASETS


@dataclass(frozen=True, slots=True)
class _Views:
    """The SQL of the views. Packed rows were joined with their reports when they were packed; others are here."""

    datasets: Path
    copy: Path

    def of_reports(self, dataset: Dataset, changes: _Changes) -> str:
        """A dataset of one file a report."""
        parts = self._packed(dataset, changes, "report_id")
        rows = self._single(dataset, changes)
        if rows and dataset.name != "reports":
            rows = f"{rows} d SEMI JOIN {self._single(ALL_DATASETS[0], changes)} r USING (report_id, source_sha256)"
        return _union(dataset, [*parts, *([f"SELECT * FROM {rows}"] if rows else [])])

    def of_agencies(self, dataset: Dataset, changes: _Changes, reports: _Changes) -> str:
        """A dataset of one file an agency: a row counts only beside the report it is of, as that is now."""
        parts = self._packed(dataset, changes, "agency")
        files = [self.datasets / dataset.name / f"{agency}.parquet" for agency in changes.fresh]
        if files:
            parts.append(f"SELECT * FROM {_read(files)}")
        joined = f"SELECT d.* FROM ({_union(dataset, parts)}) d "
        whole = self.of_reports(ALL_DATASETS[0], reports)
        return joined + f"SEMI JOIN ({whole}) r USING (report_id, source_sha256)"

    def _packed(self, dataset: Dataset, changes: _Changes, key: str) -> list[str]:
        files = sorted((self.copy / dataset.name).glob("*.parquet")) if changes.has_packed else []
        if not files:
            return []
        kept = f" WHERE {key} NOT IN ({', '.join(map(literal, changes.stale))})" if changes.stale else ""
        return [f"SELECT * FROM {_read(files)}{kept}"]

    def _single(self, dataset: Dataset, changes: _Changes) -> str:
        """The files of the reports that are not packed as they are."""
        folder = self.datasets / dataset.name
        if not changes.has_packed and next(folder.glob("*/*/*.parquet"), None):
            return _read([folder / "*" / "*" / "*.parquet"])
        files = [_file(folder, report) for report in changes.fresh]
        if dataset.name != "reports":
            files = [path for path in files if path.exists()]
        return _read(files) if files else ""


def _file(folder: Path, report_id: str) -> Path:
    _, year, quarter = report_id.rsplit("-", 2)
    return folder / year / quarter / f"{report_id}.parquet"


def _read(files: Iterable[Path]) -> str:
    return f"read_parquet([{', '.join(literal(str(path)) for path in files)}])"


def _union(dataset: Dataset, parts: Collection[str]) -> str:
    if parts:
        return " UNION ALL ".join(parts)
    fields = ", ".join(f"CAST(NULL AS {_TYPES[column.type]}) AS {column.name}" for column in dataset.columns)
    return f"SELECT {fields} WHERE false"
