"""Packs the published files of an output into one file a dataset and year, for queries over years.

The packed copy stands outside `datasets/`: it never counts as a publication. It is written whole beside
the old one and takes its place in one step, by a link that is renamed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from etl.batch import locked
from etl.publish import Output
from schemas.datasets import DATASETS, Dataset
from schemas.errors import UsageError

if TYPE_CHECKING:
    import duckdb

LINK = "compact"
_STAMPS = "packed.json"
_MEMORY = "1GB"  # DuckDB sorts on disk beyond this


def compact(root: Path) -> tuple[int, int]:
    """Writes `compact/<dataset>/<year>.parquet`, sorted by key; returns how many reports and years.

    What `raingan query` gives is the same before and after, only sooner. Raises `UsageError`.
    """
    output = Output(root)
    if not (root / "datasets" / "reports").is_dir():
        raise UsageError(f"Nothing is published under “{root}” yet: run `raingan ingest` first.")
    with locked(output):
        published = sorted((root / "datasets" / "reports").glob("*/*/*.parquet"))
        target = root / f".{LINK}-{_name_of(published)}"
        if not target.is_dir():
            building = output.staging / LINK
            shutil.rmtree(building, ignore_errors=True)
            for dataset in DATASETS:
                _pack(root, dataset, building / dataset.name)
            (building / _STAMPS).write_text(json.dumps(stamps(published), sort_keys=True), "utf-8")
            os.replace(building, target)
        _point(root, target)
        _drop_others(root, target)
        return len(published), len({path.parent.parent.name for path in published})


def packed_stamps(root: Path) -> dict[str, list[int]]:
    """For each packed report the size and time of its row's file when it was packed; none without a packed copy."""
    path = root / LINK / _STAMPS
    content: dict[str, list[int]] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return content


def stamps(published: Iterable[Path]) -> dict[str, list[int]]:
    """Report ids with the size and time of their row's file: equal stamps, equal rows."""
    return {path.stem: [path.stat().st_size, path.stat().st_mtime_ns] for path in published}


def _name_of(published: Sequence[Path]) -> str:
    """A name for what is packed: of the reports and when each was written."""
    return hashlib.sha256(json.dumps(stamps(published), sort_keys=True).encode()).hexdigest()[:16]


def _pack(root: Path, dataset: Dataset, folder: Path) -> None:
    import duckdb

    folder.mkdir(parents=True)
    connection = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": _MEMORY})
    try:
        for year in _years(root, dataset):
            _pack_year(connection, year, dataset, folder / f"{year.name}.parquet")
    finally:
        connection.close()


def _years(root: Path, dataset: Dataset) -> Iterator[Path]:
    yield from sorted(path for path in (root / "datasets" / dataset.name).glob("*") if path.is_dir())


def _pack_year(connection: duckdb.DuckDBPyConnection, year: Path, dataset: Dataset, target: Path) -> None:
    """One file of a year's rows whose report stands in `reports` with the same source."""
    files, reports = (str(folder / "*" / "*.parquet") for folder in (year, year.parent.parent / "reports" / year.name))
    order = ", ".join(dict.fromkeys(("report_id", *dataset.key)))
    connection.execute(
        f"COPY (SELECT d.* FROM read_parquet({literal(files)}) d "
        f"SEMI JOIN read_parquet({literal(reports)}) r USING (report_id, source_sha256) ORDER BY {order}) "
        f"TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
    )


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _point(root: Path, target: Path) -> None:
    """Lets the link point to the new copy, in one step."""
    temporary = root / f".{LINK}.link"
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target.name, target_is_directory=True)
    os.replace(temporary, root / LINK)


def _drop_others(root: Path, target: Path) -> None:
    for old in root.glob(f".{LINK}-*"):
        if old != target:
            shutil.rmtree(old, ignore_errors=True)
