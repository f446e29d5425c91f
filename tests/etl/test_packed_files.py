"""The files of `output/compact`: what any tool reads there, byte by byte the same, and whole after a crash."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from etl import compact as compact_module
from etl.batch import ingest
from etl.compact import compact
from etl.disk import WATCHED
from etl.rows import arrow_schema
from schemas.datasets import DATASETS
from tests.etl.crashes import KILLED, Steps
from tests.factory.history import Story, put

FOREST = Story("โครงการฟื้นฟูป่าชายเลนฝั่งอ่าว")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Three quarters of two years."""
    reports = [put(tmp_path / "in", year, quarter, FOREST) for year, quarter in ((2567, 4), (2568, 1), (2568, 2))]
    ingest(reports, tmp_path / "out")
    return tmp_path / "out"


def packed_bytes(root: Path) -> dict[str, bytes]:
    folder = (root / "compact").resolve()
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.parquet"))}


@pytest.mark.parametrize("dataset", [dataset.name for dataset in DATASETS])
def test_a_year_has_the_schema_and_the_rows_of_its_reports_sorted_by_key(output: Path, dataset: str) -> None:
    compact(output)
    for year, reports in (("2567", ["sample-2567-q4"]), ("2568", ["sample-2568-q1", "sample-2568-q2"])):
        table = pq.read_table(output / "compact" / dataset / f"{year}.parquet", partitioning=None)
        assert table.schema.equals(arrow_schema(dataset))
        files = [output / "datasets" / dataset / year / report[-2:] / f"{report}.parquet" for report in reports]
        single = [row for path in files for row in pq.read_table(path, partitioning=None).to_pylist()]
        key = lambda row: tuple(str(value) for value in row.values())  # noqa: E731
        assert sorted(table.to_pylist(), key=key) == sorted(single, key=key)
        assert table.column("report_id").to_pylist() == sorted(table.column("report_id").to_pylist())


def test_other_tools_read_the_same(output: Path) -> None:
    compact(output)
    path = output / "compact" / "budgets" / "2568.parquet"
    total = pq.read_table(path).column("value").to_pylist()
    frame = pd.read_parquet(path, dtype_backend="pyarrow")
    answer = duckdb.sql(f"SELECT count(*), sum(value) FROM '{path}'").fetchall()[0]
    assert (len(total), sum(value for value in total if value is not None)) == answer
    assert frame.value.sum() == answer[1]


def test_the_same_output_packs_to_the_same_bytes(output: Path, tmp_path: Path) -> None:
    compact(output)
    other = tmp_path / "other"
    ingest(sorted((tmp_path / "in").iterdir(), reverse=True), other)
    compact(other)
    assert packed_bytes(output) == packed_bytes(other)


def test_a_year_without_a_change_is_taken_over_and_not_read(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compact(output)
    kept = (output / "compact" / "budgets" / "2567.parquet").stat().st_ino
    ingest([put(tmp_path / "in", 2568, 3, FOREST)], output)
    packed: list[str] = []
    pack_year: Callable[..., None] = compact_module._pack_year

    def watched(*arguments: object) -> None:
        packed.append(Path(str(arguments[-1])).name)
        pack_year(*arguments)

    monkeypatch.setattr(compact_module, "_pack_year", watched)
    compact(output)
    assert set(packed) == {"2568.parquet"}
    assert (output / "compact" / "budgets" / "2567.parquet").stat().st_ino == kept


def test_a_crash_at_any_step_leaves_the_old_copy_or_the_new(output: Path, tmp_path: Path) -> None:
    compact(output)
    old = packed_bytes(output)
    ingest([put(tmp_path / "in", 2568, 3, FOREST)], output)
    number, code = 0, KILLED
    while code == KILLED:
        code = _compacted(output, Steps(number))
        seen = packed_bytes(output)
        assert seen == old or code == 0 or "sample-2568-q3" in _reports(output), f"step {number}"
        number += 9
    assert number > 40
    assert _reports(output) == {"sample-2567-q4", "sample-2568-q1", "sample-2568-q2", "sample-2568-q3"}
    assert len(list(output.glob(".compact*"))) == 1


def _reports(root: Path) -> set[str]:
    return {
        name for path in (root / "compact" / "reports").glob("*.parquet") for name in pq.read_table(path)["report_id"].to_pylist()
    }


def _compacted(root: Path, steps: Steps) -> int:
    """Packing in a process of its own, which ends at the step chosen."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 70
    try:
        WATCHED.watch = steps
        compact(root)
        code = 0
    finally:
        os._exit(code)
