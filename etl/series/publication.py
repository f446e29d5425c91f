"""Puts the datasets of an agency into the output, each file whole and in one step, and only where it changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from etl.publish import Output, move, write_parquet
from schemas.datasets import SERIES_DATASETS
from schemas.errors import MachineError

if TYPE_CHECKING:
    import pyarrow as pa

_STAGED = ".staged"  # instead of .parquet while in .staging


def series_file(output: Output, dataset: str, agency: str) -> Path:
    """`datasets/series/etda.parquet`."""
    return output.root / "datasets" / dataset / f"{agency}.parquet"


def stage_series(output: Output, agency: str, tables: dict[str, pa.Table]) -> None:
    """Writes the tables of an agency under `.staging/series-<agency>`."""
    folder = _folder(output, agency)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for dataset, table in tables.items():
        write_parquet(folder / f"{dataset}{_STAGED}", table)


def publish_series(output: Output, agency: str) -> None:
    """Moves what was staged into place; a file that says the same stays, one without rows to stand for goes.

    Raises `MachineError` where the disk refuses.
    """
    folder = _folder(output, agency)
    try:
        for dataset in SERIES_DATASETS:
            staged, target = folder / f"{dataset.name}{_STAGED}", series_file(output, dataset.name, agency)
            if not staged.exists():
                target.unlink(missing_ok=True)
            elif not target.exists() or target.read_bytes() != staged.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                move(staged, target)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise MachineError(f"The series of “{agency}” cannot be published: {error.strerror or error}.") from error


def has_series(output: Output, agency: str) -> bool:
    """Whether every dataset of the agency stands."""
    return all(series_file(output, dataset.name, agency).exists() for dataset in SERIES_DATASETS)


def _folder(output: Output, agency: str) -> Path:
    return output.staging / f"series-{agency}"
