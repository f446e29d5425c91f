"""Answers SQL over the published datasets: one view a dataset, read-only, nothing but the output in reach."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from etl.compact import LINK, agency_files, literal, packed_agencies, packed_stamps, stamps
from schemas.datasets import DATASETS, SERIES_DATASETS, Dataset
from schemas.errors import UsageError

if TYPE_CHECKING:
    import duckdb

Format = Literal["table", "csv", "json", "parquet"]
_WIDEST_CELL = 60
_MEMORY = "2GB"  # an answer over ten thousand reports takes a tenth


def query(sql: str, root: Path, output_format: Format = "table", limit: int | None = None) -> None:
    """Prints the answer to a query. Raises `UsageError` where it cannot be answered.

    Each view joins its dataset with `reports` on `report_id` and `source_sha256`, so that a report half
    replaced is never seen.
    """
    import duckdb

    if output_format == "parquet" and sys.stdout.isatty():
        raise UsageError(
            "Parquet is not for a terminal: write it to a file, `raingan query … --format parquet > answer.parquet`."
        )
    connection = connect(root)
    try:
        answer = connection.sql(_one_question(connection, sql))
        if limit is not None:
            answer = answer.limit(limit)
        _print(answer, output_format)
    except duckdb.Error as error:
        raise UsageError(f"DuckDB cannot answer it: {error}") from error
    finally:
        connection.close()


def _one_question(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """The one SELECT that the text is; what would write, attach or set is refused before it runs."""
    import duckdb

    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise UsageError(f"One SELECT is answered at a time; here are {len(statements)} statements.")
    kind = statements[0].type
    if kind != duckdb.StatementType.SELECT:
        raise UsageError(f"Only a SELECT is answered, never {kind.name}: what is published is changed by `raingan ingest` alone.")
    return statements[0]


def connect(root: Path) -> duckdb.DuckDBPyConnection:
    """A connection with a view a dataset, locked: no other file, no network, no setting can be changed."""
    import duckdb

    datasets = root / "datasets"
    if not datasets.is_dir():
        raise UsageError(f"Nothing is published under “{root}” yet: run `raingan ingest` first.")
    published = stamps(sorted((datasets / "reports").glob("*/*/*.parquet")))
    packed = packed_stamps(root)
    fresh = sorted(report for report, stamp in published.items() if packed.get(report) != stamp)
    stale = sorted(report for report, stamp in packed.items() if published.get(report) != stamp)
    connection = duckdb.connect(":memory:", config={"memory_limit": _MEMORY})
    try:
        _define_views(connection, root, fresh, stale, is_packed=bool(packed))
    except duckdb.Error as error:
        connection.close()
        raise UsageError(f"A file under “{datasets}” is none of ours: {error}") from error
    allowed = [str(folder.resolve()) + "/" for folder in (datasets, root / LINK) if folder.exists()]
    connection.execute(f"SET allowed_directories = [{', '.join(map(literal, allowed))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _define_views(
    connection: duckdb.DuckDBPyConnection, root: Path, fresh: Sequence[str], stale: Sequence[str], *, is_packed: bool
) -> None:
    connection.execute("CREATE TEMP TABLE stale_reports AS SELECT unnest(?::VARCHAR[]) AS report_id", [stale])
    for dataset in DATASETS:
        files = _relation(root, dataset, fresh, is_packed, bool(stale))
        connection.execute(f"CREATE VIEW {dataset.name}_rows AS {files}")
        connection.execute(f"CREATE VIEW {dataset.name} AS {_joined(dataset.name, bool(fresh))}")
    for dataset in SERIES_DATASETS:
        connection.execute(f"CREATE VIEW {dataset.name}_rows AS {_of_agencies(root, dataset)}")
        connection.execute(f"CREATE VIEW {dataset.name} AS {_joined(dataset.name, True)}")


def _joined(dataset: str, has_fresh: bool) -> str:
    """A dataset's rows; those read from single files count only beside their report's row.

    Packed rows were joined when they were packed.
    """
    if dataset == "reports" or not has_fresh:
        return f"SELECT * FROM {dataset}_rows"
    return f"SELECT d.* FROM {dataset}_rows d SEMI JOIN reports_rows r USING (report_id, source_sha256)"


def _relation(root: Path, dataset: Dataset, fresh: Sequence[str], has_packed: bool, has_stale: bool) -> str:
    """The rows of a dataset: packed ones whose report is unchanged, and the files of the others."""
    parts: list[str] = []
    if has_packed:
        pattern = literal(str((root / LINK).resolve() / dataset.name / "*.parquet"))
        kept = " WHERE report_id NOT IN (FROM stale_reports)" if has_stale else ""
        parts.append(f"SELECT * FROM read_parquet({pattern}){kept}")
    folder = root.resolve() / "datasets" / dataset.name
    if fresh and not has_packed:
        parts.append(f"SELECT * FROM read_parquet({literal(str(folder / '*' / '*' / '*.parquet'))})")
    elif fresh:
        paths = ", ".join(literal(str(_file(folder, report))) for report in fresh if _file(folder, report).exists())
        if paths:
            parts.append(f"SELECT * FROM read_parquet([{paths}])")
    return " UNION ALL BY NAME ".join(parts) or _no_rows(dataset)


def _of_agencies(root: Path, dataset: Dataset) -> str:
    """The rows of a dataset that has a file an agency: packed ones of unchanged agencies, and the files of the others."""
    files = agency_files(root.resolve(), dataset)
    published, packed = stamps(files), packed_agencies(root, dataset)
    fresh = [literal(str(path)) for path in files if packed.get(path.stem) != published[path.stem]]
    stale = [literal(agency) for agency, stamp in packed.items() if published.get(agency) != stamp]
    folder = (root / LINK).resolve() / dataset.name
    parts: list[str] = []
    if len(stale) < len(packed) and any(folder.glob("*.parquet")):
        kept = f" WHERE agency NOT IN ({', '.join(stale)})" if stale else ""
        parts.append(f"SELECT * FROM read_parquet({literal(str(folder / '*.parquet'))}){kept}")
    if fresh:
        parts.append(f"SELECT * FROM read_parquet([{', '.join(fresh)}])")
    return " UNION ALL BY NAME ".join(parts) or _no_rows(dataset)


def _file(folder: Path, report_id: str) -> Path:
    _, year, quarter = report_id.rsplit("-", 2)
    return folder / year / quarter / f"{report_id}.parquet"


def _no_rows(dataset: Dataset) -> str:
    types = {
        "string": "VARCHAR", "int8": "TINYINT", "int16": "SMALLINT", "int32": "INTEGER", "float64": "DOUBLE",
        "date32": "DATE", "decimal128(24,6)": "DECIMAL(24,6)", "decimal128(24,2)": "DECIMAL(24,2)",
        "list<string>": "VARCHAR[]",
    }  # fmt: skip
    fields = ", ".join(f"CAST(NULL AS {types[column.type]}) AS {column.name}" for column in dataset.columns)
    return f"SELECT {fields} WHERE false"


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
