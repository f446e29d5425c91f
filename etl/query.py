"""Answers SQL over the published datasets: one view a dataset, read-only, nothing but the output in reach."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from schemas.datasets import DATASETS
from schemas.errors import UsageError

if TYPE_CHECKING:
    import duckdb

Format = Literal["table", "csv", "json", "parquet"]
_WIDEST_CELL = 60


def query(sql: str, root: Path, output_format: Format = "table", limit: int | None = None) -> None:
    """Prints the answer to a query. Raises `UsageError` where it cannot be answered.

    Each view joins its dataset with `reports` on `report_id` and `source_sha256`, so that a report half
    replaced is never seen.
    """
    import duckdb

    connection = connect(root)
    try:
        answer = connection.sql(sql)
    except duckdb.Error as error:
        raise UsageError(f"DuckDB cannot answer it: {error}") from error
    if answer is None:
        return
    if limit is not None:
        answer = answer.limit(limit)
    try:
        _print(answer, output_format)
    except duckdb.Error as error:
        raise UsageError(f"DuckDB cannot answer it: {error}") from error


def connect(root: Path) -> duckdb.DuckDBPyConnection:
    """A connection with a view a dataset, locked: no other file, no network, no setting can be changed."""
    import duckdb

    datasets = root / "datasets"
    if not datasets.is_dir():
        raise UsageError(f"Nothing is published under “{root}” yet: run `raingan ingest` first.")
    connection = duckdb.connect(":memory:")
    for dataset in DATASETS:
        connection.execute(f"CREATE VIEW {dataset.name}_files AS {_files(datasets / dataset.name, dataset.name)}")
    connection.execute("CREATE VIEW reports AS SELECT * FROM reports_files")
    for dataset in DATASETS:
        if dataset.name != "reports":
            connection.execute(
                f"CREATE VIEW {dataset.name} AS SELECT d.* FROM {dataset.name}_files d "
                "JOIN reports_files r USING (report_id, source_sha256)"
            )
    connection.execute(f"SET allowed_directories = [{_literal(str(datasets.resolve()) + '/')}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _files(folder: Path, dataset: str) -> str:
    """The files of a dataset as a relation; with no file yet, one of its columns without rows."""
    if any(folder.glob("*/*/*.parquet")):
        pattern = str(folder.resolve() / "*" / "*" / "*.parquet")
        return f"SELECT * FROM read_parquet({_literal(pattern)})"
    types = {
        "string": "VARCHAR", "int8": "TINYINT", "int16": "SMALLINT", "int32": "INTEGER", "float64": "DOUBLE",
        "date32": "DATE", "decimal128(24,6)": "DECIMAL(24,6)", "decimal128(24,2)": "DECIMAL(24,2)",
        "list<string>": "VARCHAR[]",
    }  # fmt: skip
    columns = next(d.columns for d in DATASETS if d.name == dataset)
    fields = ", ".join(f"CAST(NULL AS {types[column.type]}) AS {column.name}" for column in columns)
    return f"SELECT {fields} WHERE false"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _print(answer: duckdb.DuckDBPyRelation, output_format: Format) -> None:
    if output_format == "parquet":
        import pyarrow.parquet as pq

        pq.write_table(answer.to_arrow_table(), sys.stdout.buffer)
        return
    rows = answer.fetchall()
    if output_format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(answer.columns)
        writer.writerows(rows)
    elif output_format == "json":
        for row in rows:
            print(json.dumps(dict(zip(answer.columns, map(_plain, row), strict=True)), ensure_ascii=False))
    else:
        _print_table(answer.columns, rows)


def _plain(value: Any) -> Any:  # whatever a column holds; numbers of money stay exact as text
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return str(value)


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else _short(str(value)) for value in row))
    Console(markup=False, highlight=False).print(table)
    print(f"{len(rows)} rows")


def _short(text: str) -> str:
    return text if len(text) <= _WIDEST_CELL else text[: _WIDEST_CELL - 1] + "…"
