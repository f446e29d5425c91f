"""Puts the datasets of an agency into the output, each file whole and in one step, and only where it changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from etl import disk
from etl.publish import Output, refused_by_the_disk, write_parquet
from schemas.datasets import SERIES_DATASETS

if TYPE_CHECKING:
    import pyarrow as pa

_STAGED = ".staged"  # instead of .parquet while in .staging


def series_file(output: Output, dataset: str, agency: str) -> Path:
    """`datasets/series/etda.parquet`."""
    return output.root / "datasets" / dataset / f"{agency}.parquet"


def stage_series(output: Output, agency: str, tables: dict[str, pa.Table]) -> None:
    """Writes the tables of an agency under `.staging/series-<agency>`."""
    folder = _folder(output, agency)
    try:
        disk.remove_tree(folder)
        disk.make_folder(folder)
        for dataset, table in tables.items():
            write_parquet(folder / f"{dataset}{_STAGED}", table)
    except OSError as error:
        raise refused_by_the_disk(agency, error) from error


def publish_series(output: Output, agency: str) -> None:
    """Moves what was staged into place; a file that says the same stays, one without rows to stand for goes.

    Raises `MachineError` where the disk refuses.
    """
    folder = _folder(output, agency)
    try:
        for dataset in SERIES_DATASETS:
            staged, target = folder / f"{dataset.name}{_STAGED}", series_file(output, dataset.name, agency)
            if not staged.exists():
                disk.remove(target)
            elif not target.exists() or target.read_bytes() != staged.read_bytes():
                disk.make_folder(target.parent)
                disk.move(staged, target)
        disk.remove_tree(folder)
    except OSError as error:
        raise refused_by_the_disk(agency, error) from error


def has_series(output: Output, agency: str) -> bool:
    """Whether every dataset of the agency stands."""
    return all(series_file(output, dataset.name, agency).exists() for dataset in SERIES_DATASETS)


def _folder(output: Output, agency: str) -> Path:
    return output.staging / f"series-{agency}"
