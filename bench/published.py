"""Writes an output of many published reports without reading any: one report is really read, the others say other facts.

Agencies, years and quarters, amounts, results and states differ from report to report; words are those of the one
that was read. Every file has the schema, and is written in the way, of a publication, but for the sync to the disk.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bench.measure import program, text_report
from etl.publish import Output
from etl.rows import arrow_schema
from schemas.datasets import DATASETS

AGENCIES = 100  # each with every quarter of as many years as it takes
FIRST_YEAR = 2544
_JOBS = 2
_VARIED_DATASETS = ("projects", "budgets", "kpis", "kpi_quarters")
_VARIED = ("value", "amount_baht", "result_value", "actual_value")


def publish_many(count: int, root: Path) -> None:
    """Writes `count` reports under `root`, the same for the same count."""
    template = root.with_name(f"{root.name}-template")
    source = template / "in" / "one.txt"
    source.parent.mkdir(parents=True)
    shutil.copyfile(text_report(), source)
    subprocess.run([program(), "ingest", str(source), "--output", str(template / "out")], check=True, capture_output=True)
    tables = {dataset.name: pq.read_table(next((template / "out" / "datasets" / dataset.name).rglob("*.parquet")))
              for dataset in DATASETS}  # fmt: skip
    shutil.rmtree(template)
    for number in range(0, count, AGENCIES):  # folders once, not by each of the processes
        _, year, quarter = identity_of(number)
        for dataset in DATASETS:
            (root / "datasets" / dataset.name / str(year) / f"q{quarter}").mkdir(parents=True, exist_ok=True)
    with get_context("fork").Pool(_JOBS, _keep, (tables, root)) as pool:
        pool.map(_publish, range(count), chunksize=50)


def identity_of(number: int) -> tuple[str, int, int]:
    """Agency, year and quarter of the report of a number."""
    agencies, quarters = number % AGENCIES, number // AGENCIES
    return f"agency{agencies:03}", FIRST_YEAR + quarters // 4, 1 + quarters % 4


_TABLES: dict[str, pa.Table] = {}
_ROOT: list[Path] = []


def _keep(tables: dict[str, pa.Table], root: Path) -> None:
    _TABLES.update(tables)
    _ROOT[:] = [root]


def _publish(number: int) -> None:
    agency, year, quarter = identity_of(number)
    report_id = f"{agency}-{year}-q{quarter}"
    same = {
        "report_id": report_id, "agency": agency, "fiscal_year": year, "quarter": quarter,
        "source_sha256": hashlib.sha256(report_id.encode()).hexdigest(),
    }  # fmt: skip
    chance = random.Random(number)
    for name, table in _TABLES.items():
        schema = arrow_schema(name)
        columns = [
            pa.repeat(pa.scalar(same[field.name], field.type), len(table)) if field.name in same
            else _varied(field, table.column(field.name), agency, chance) if name in _VARIED_DATASETS
            else table.column(field.name)
            for field in schema
        ]  # fmt: skip
        path = Output(_ROOT[0]).dataset_file(name, report_id)
        pq.write_table(
            pa.Table.from_arrays(columns, schema=schema), path, compression="zstd", store_schema=True, write_statistics=True
        )


def _varied(field: pa.Field, column: pa.ChunkedArray, agency: str, chance: random.Random) -> pa.ChunkedArray | pa.Array:
    if field.name == "project_id":
        return pa.array([f"{agency}-{value[-12:]}" for value in column.to_pylist()], field.type)
    if field.name == "status":
        return pa.array([chance.choice(("met", "met", "met", "below")) if value else None for value in column.to_pylist()])
    if field.name not in _VARIED:
        return column
    factor = Decimal(chance.randrange(50, 200)) / 100
    places = Decimal(1).scaleb(-field.type.scale)
    return pa.array([None if value is None else (value * factor).quantize(places) for value in column.to_pylist()], field.type)
