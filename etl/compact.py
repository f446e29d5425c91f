"""Packs the published files of an output into one file a dataset and year, for queries over years.

The packed copy stands outside `datasets/`: it never counts as a publication. It is written whole beside
the old one and takes its place in one step, by a link that is renamed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from etl import disk
from etl.batch import locked
from etl.publish import Output
from schemas.datasets import DATASETS, SERIES_DATASETS, Dataset
from schemas.errors import UsageError

if TYPE_CHECKING:
    import duckdb

LINK = "compact"
_STAMPS, _AGENCY_STAMPS = "packed.json", "packed-agencies.json"
_MEMORY = "1GB"  # DuckDB sorts on disk beyond this

Stamps = dict[str, list[int]]


def compact(root: Path) -> tuple[int, int]:
    """Writes `compact/<dataset>/<year>.parquet`, sorted by key; returns how many reports and years.

    What `raingan query` gives is the same before and after, only sooner. Raises `UsageError`.
    """
    output = Output(root)
    if not (root / "datasets" / "reports").is_dir():
        raise UsageError(f"Nothing is published under “{root}” yet: run `raingan ingest` first.")
    with locked(output):
        published = sorted((root / "datasets" / "reports").glob("*/*/*.parquet"))
        of_agencies = {dataset.name: stamps(agency_files(root, dataset)) for dataset in SERIES_DATASETS}
        target = root / f".{LINK}-{_name_of(stamps(published), of_agencies)}"
        if not target.is_dir():
            building = output.staging / LINK
            disk.remove_tree(building)
            for dataset in DATASETS:
                _pack(root, dataset, building / dataset.name)
            for dataset in SERIES_DATASETS:
                _pack_agencies(root, dataset, building / "reports", building / dataset.name)
            disk.write(building / _STAMPS, json.dumps(stamps(published), sort_keys=True).encode())
            (building / _AGENCY_STAMPS).write_text(json.dumps(of_agencies, sort_keys=True), "utf-8")
            disk.move(building, target)
        _point(root, target)
        _drop_others(root, target)
        return len(published), len({path.parent.parent.name for path in published})


def packed_stamps(root: Path) -> Stamps:
    """For each packed report the size and time of its row's file when it was packed; none without a packed copy."""
    path = root / LINK / _STAMPS
    content: Stamps = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return content


def packed_agencies(root: Path, dataset: Dataset) -> Stamps:
    """The same for each packed agency of a dataset that has a file an agency."""
    path = root / LINK / _AGENCY_STAMPS
    content: dict[str, Stamps] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return content.get(dataset.name, {})


def agency_files(root: Path, dataset: Dataset) -> list[Path]:
    """The files of a dataset that has one an agency, in order of agency."""
    return sorted((root / "datasets" / dataset.name).glob("*.parquet"))


def stamps(published: Iterable[Path]) -> Stamps:
    """Ids of reports or agencies with the size and time of their file: equal stamps, equal rows."""
    return {path.stem: [path.stat().st_size, path.stat().st_mtime_ns] for path in published}


def _name_of(*packed: object) -> str:
    """A name for what is packed: of the reports and agencies and when each was written."""
    return hashlib.sha256(json.dumps(packed, sort_keys=True).encode()).hexdigest()[:16]


def _pack(root: Path, dataset: Dataset, folder: Path) -> None:
    import duckdb

    disk.make_folder(folder)
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


def _pack_agencies(root: Path, dataset: Dataset, reports: Path, folder: Path) -> None:
    """One file a year of the rows of all agencies, those that belong to a report that is packed beside them."""
    import duckdb

    folder.mkdir(parents=True)
    files = ", ".join(literal(str(path)) for path in agency_files(root, dataset))
    connection = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": _MEMORY})
    try:
        for year in sorted(reports.glob("*.parquet")) if files else ():
            connection.execute(
                f"COPY (SELECT d.* FROM read_parquet([{files}]) d "
                f"SEMI JOIN read_parquet({literal(str(year))}) r USING (report_id, source_sha256) "
                f"WHERE d.fiscal_year = {int(year.stem)} ORDER BY {', '.join(dataset.key)}) "
                f"TO {literal(str(folder / year.name))} (FORMAT parquet, COMPRESSION zstd)"
            )
    finally:
        connection.close()


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def _point(root: Path, target: Path) -> None:
    """Lets the link point to the new copy, in one step."""
    temporary = root / f".{LINK}.link"
    disk.remove(temporary)
    disk.link(temporary, target.name)
    disk.move(temporary, root / LINK)


def _drop_others(root: Path, target: Path) -> None:
    for old in root.glob(f".{LINK}-*"):
        if old != target:
            disk.remove_tree(old)
