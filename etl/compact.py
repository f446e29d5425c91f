"""Packs the published files of an output into one file a dataset and year, for queries over years.

The packed copy stands outside `datasets/`: it never counts as a publication. It is written whole beside
the old one and takes its place in one step, by a link that is renamed. Years in which nothing changed are
taken over from the old copy as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from etl import disk
from etl.batch import locked
from etl.publish import Output, refused_by_the_disk
from etl.rows import arrow_schema
from etl.stamps import LINK, PACKED, Standing, packed, published
from schemas.datasets import BY_NAME, DATASETS, SERIES_DATASETS, Dataset
from schemas.errors import UsageError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

SourceOf = Callable[[str], str]

# Rows of one row group: a query for one project or agency reads the groups that its id can stand in, and one
# over all reads them with all cores. 30,000 is a few dozen reports.
_ROW_GROUP = 30_000


def compact(root: Path) -> tuple[int, int]:
    """Writes `compact/<dataset>/<year>.parquet`, sorted by key; returns how many reports and years.

    What `raingan query` gives is the same before and after, only sooner. Raises `UsageError`, and
    `MachineError` where the disk refuses.
    """
    output = Output(root)
    if not (root / "datasets" / "reports").is_dir():
        raise UsageError(f"Nothing is published under “{root}” yet: run `raingan ingest` first.")
    with locked(output):
        standing = published(root)
        target = root / f".{LINK}-{_name_of(standing)}"
        try:
            if not (target / PACKED).is_file():
                _build(output, standing, target)
            _point(root, target)
            _drop_others(root, target)
        except OSError as error:
            raise refused_by_the_disk(LINK, error) from error
    return sum(map(len, standing.reports.values())), len(standing.reports)


def _name_of(standing: Standing) -> str:
    """A name for what is packed: of the reports and agencies and when each was written."""
    return hashlib.sha256(standing.as_json().encode()).hexdigest()[:16]


def _build(output: Output, standing: Standing, target: Path) -> None:
    """Writes a copy in staging and moves it beside the one that is in use."""
    building, old_copy = output.staging / LINK, (output.root / LINK).resolve()
    old = packed(old_copy)
    source_of = cache(partial(_source_of, output))
    disk.remove_tree(building)
    for dataset in DATASETS:
        disk.make_folder(building / dataset.name)
        for year, reports in standing.reports.items():
            name = f"{dataset.name}/{year}.parquet"
            if old.reports.get(year) != reports or not disk.same_file(old_copy / name, building / name):
                _pack_year(output, dataset, reports, source_of, building / name)
    for dataset in SERIES_DATASETS:
        disk.make_folder(building / dataset.name)
        names = [f"{dataset.name}/{year}.parquet" for year in standing.reports]
        changed = (old.agencies, old.reports) != (standing.agencies, standing.reports)
        if changed or not _same_files(old_copy, building, names):
            _pack_agencies(output, dataset, standing, source_of, building / dataset.name)
    disk.write(building / PACKED, standing.as_json().encode())
    disk.remove_tree(target)
    disk.move(building, target)


def _same_files(old_copy: Path, building: Path, names: Iterable[str]) -> bool:
    return all(disk.same_file(old_copy / name, building / name) for name in names)


def _pack_year(output: Output, dataset: Dataset, reports: Iterable[str], source_of: SourceOf, target: Path) -> None:
    """One file of a year's rows, report by report: each only beside its report's row from the same source."""

    def write(file: BinaryIO) -> None:
        with _Packed(dataset, file) as packed_rows:
            for report in reports:
                packed_rows.add(_sorted(_of_source(output, dataset, report, source_of(report)), dataset))

    disk.write_by(target, write)


def _of_source(output: Output, dataset: Dataset, report: str, source: str) -> pa.Table:
    """A report's rows of a dataset, those read from the source that its row in `reports` names."""
    import pyarrow.compute as pc

    path = output.dataset_file(dataset.name, report)
    if not path.exists():
        return arrow_schema(dataset.name).empty_table()
    table = _read(path, dataset)
    return table.filter(pc.equal(table.column("source_sha256"), source))


def _source_of(output: Output, report: str) -> str:
    row = _read(output.dataset_file("reports", report), BY_NAME["reports"])
    return str(row.column("source_sha256")[0].as_py())


def _pack_agencies(output: Output, dataset: Dataset, standing: Standing, source_of: SourceOf, folder: Path) -> None:
    """One file a year of the rows of all agencies, those that belong to a report that is packed beside them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    reports = standing.all_reports()
    paths = {int(year): folder / f"{year}.parquet" for year in standing.reports}
    for path in paths.values():
        disk.remove(path)  # a second name of the old copy's file, which must stay as it is
    with ExitStack() as files:
        years = {
            year: files.enter_context(_Packed(dataset, files.enter_context(path.open("wb")))) for year, path in paths.items()
        }
        for agency in standing.agencies[dataset.name]:
            table = _read(output.root / "datasets" / dataset.name / f"{agency}.parquet", dataset)
            pairs = zip(table.column("report_id").to_pylist(), table.column("source_sha256").to_pylist(), strict=True)
            known = [report in reports and source_of(report) == source for report, source in pairs]
            table = _sorted(table.filter(pa.array(known, pa.bool_())), dataset)
            for year in sorted(set(table.column("fiscal_year").to_pylist())):
                years[year].add(table.filter(pc.equal(table.column("fiscal_year"), year)))
    for path in paths.values():
        disk.sync_file(path)


def _read(path: Path, dataset: Dataset) -> pa.Table:
    import pyarrow.parquet as pq

    with path.open("rb") as file:
        return pq.ParquetFile(file).read().select(arrow_schema(dataset.name).names)


def _sorted(table: pa.Table, dataset: Dataset) -> pa.Table:
    order = dict.fromkeys(("report_id", *dataset.key) if not dataset.per_agency else dataset.key)
    return table.sort_by([(column, "ascending") for column in order])


class _Packed:
    """A file in the making: rows are held until they fill a row group, so that years of any size take little memory."""

    def __init__(self, dataset: Dataset, file: BinaryIO) -> None:
        self._schema = arrow_schema(dataset.name)
        self._file = file
        self._held: list[pa.Table] = []
        self._rows = 0

    def __enter__(self) -> Self:
        import pyarrow.parquet as pq

        self._writer: pq.ParquetWriter = pq.ParquetWriter(
            self._file, self._schema, compression="zstd", store_schema=True, write_statistics=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._write()
        self._writer.close()

    def add(self, table: pa.Table) -> None:
        """Rows that follow those added before."""
        self._held.append(table)
        self._rows += len(table)
        if self._rows >= _ROW_GROUP:
            self._write()

    def _write(self) -> None:
        import pyarrow as pa

        if self._rows:
            self._writer.write_table(pa.concat_tables(self._held).cast(self._schema), row_group_size=2 * _ROW_GROUP)
        self._held, self._rows = [], 0


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
