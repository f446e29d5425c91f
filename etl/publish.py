"""Puts a report's datasets and validation pages into the output, whole or not at all.

The row in `reports` is removed first and written last: a reader that joins with it never sees half a
report. Work in progress stands in `.staging`, and nothing there ends in .parquet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from etl import disk
from schemas.datasets import DATASETS
from schemas.errors import MachineError, UsageError

if TYPE_CHECKING:
    import pyarrow as pa

_STAGED = ".staged"  # instead of .parquet while in .staging
_LAST = "reports"
_ROW_GROUP = 1 << 20  # one row group a file: a report has some thousand rows


@dataclass(frozen=True, slots=True)
class Output:
    """The folders of an output. Nothing else knows their names."""

    root: Path

    @property
    def staging(self) -> Path:
        """Work in progress."""
        return self.root / ".staging"

    @property
    def validation(self) -> Path:
        """Validation pages and their JSON."""
        return self.root / "validation"

    @property
    def quarantine(self) -> Path:
        """What was refused, and why."""
        return self.root / "quarantine"

    @property
    def manifest(self) -> Path:
        """What became of every file."""
        return self.root / ".manifest.sqlite"

    def dataset_file(self, dataset: str, report_id: str) -> Path:
        """`datasets/budgets/2568/q4/etda-2568-q4.parquet`."""
        _, year, quarter = report_id.rsplit("-", 2)
        return self.root / "datasets" / dataset / year / quarter / f"{report_id}.parquet"

    def prepare(self) -> None:
        """Makes the folders and clears what a killed run left in staging. Raises `UsageError`."""
        try:
            disk.remove_tree(self.staging)
            for folder in (self.staging, self.validation, self.quarantine, self.root / "datasets"):
                disk.make_folder(folder)
        except OSError as error:
            raise UsageError(f"The output “{self.root}” cannot be written: {error.strerror}.") from error


@dataclass(frozen=True, slots=True)
class Staged:
    """A report written to staging, ready to be moved into place."""

    report_id: str
    folder: Path


def staged_name(path: str) -> str:
    """The folder of a source's work in staging: two files with the same bytes have two."""
    return hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def stage(output: Output, name: str, report_id: str, tables: dict[str, pa.Table], html: str, validation: str) -> Staged:
    """Writes all files of a report under `.staging/<name>`, each synced to the disk."""
    folder = output.staging / name
    try:
        disk.remove_tree(folder)
        disk.make_folder(folder)
        for dataset, table in tables.items():
            write_parquet(folder / f"{dataset}{_STAGED}", table)
        for ending, text in (("html", html), ("json", validation)):
            disk.write(folder / f"page.{ending}", text.encode("utf-8", "replace"))
    except OSError as error:
        raise refused_by_the_disk(report_id, error) from error
    return Staged(report_id, folder)


def publish(output: Output, staged: Staged) -> None:
    """Moves a staged report into place. Raises `MachineError` where the disk refuses."""
    try:
        withdraw_row(output, staged.report_id)
        for dataset in _in_order():
            target = output.dataset_file(dataset, staged.report_id)
            disk.make_folder(target.parent)
            if dataset == _LAST:
                _move_pages(output, staged)
            disk.move(staged.folder / f"{dataset}{_STAGED}", target)
        disk.remove_tree(staged.folder)
    except OSError as error:
        raise refused_by_the_disk(staged.report_id, error) from error


def refused_by_the_disk(name: str, error: OSError) -> MachineError:
    """What to say where a report, or another part of an output, cannot be written: its name, the reason, the place."""
    where = f" (“{error.filename}”)" if error.filename else ""
    return MachineError(f"“{name}” cannot be written: {error.strerror or error}{where}.")


def withdraw(output: Output, report_id: str) -> None:
    """Takes a report out of the output, its row first."""
    withdraw_row(output, report_id)
    for dataset in _in_order():
        disk.remove(output.dataset_file(dataset, report_id))
    for ending in ("html", "json"):
        disk.remove(output.validation / f"{report_id}.{ending}")


def withdraw_row(output: Output, report_id: str) -> None:
    """Removes the row in `reports`: from here on no reader sees the report."""
    row = output.dataset_file(_LAST, report_id)
    if row.exists():
        disk.remove(row)
        disk.sync_folder(row.parent)


def is_published(output: Output, report_id: str) -> bool:
    """Whether the report's row stands in `reports`."""
    return output.dataset_file(_LAST, report_id).exists()


def write_whole(output: Output, path: Path, text: str) -> None:
    """Replaces a small file in one step; it is left alone where it already says the same. Raises `MachineError`."""
    data = text.encode("utf-8", "replace")
    if path.exists() and path.read_bytes() == data:
        return
    temporary = output.staging / f"{path.name}.part"
    try:
        disk.write(temporary, data)
        disk.move(temporary, path)
    except OSError as error:
        raise refused_by_the_disk(path.name, error) from error


def _in_order() -> Iterator[str]:
    yield from (dataset.name for dataset in DATASETS if dataset.name != _LAST)
    yield _LAST


def write_parquet(path: Path, table: pa.Table) -> None:
    """Writes a table in the one way that gives the same bytes for the same rows, synced to the disk."""
    import pyarrow.parquet as pq

    disk.write_by(
        path,
        lambda file: pq.write_table(
            table, file, compression="zstd", row_group_size=_ROW_GROUP, store_schema=True, write_statistics=True
        ),
    )


def _move_pages(output: Output, staged: Staged) -> None:
    for ending in ("html", "json"):
        disk.move(staged.folder / f"page.{ending}", output.validation / f"{staged.report_id}.{ending}")
