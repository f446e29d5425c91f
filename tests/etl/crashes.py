"""Runs that are ended, or refused by the disk, at a chosen step: what they leave, what readers see, what the next run makes of it."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from etl import batch
from etl.batch import Options, ingest
from etl.disk import WATCHED
from etl.series import refresh
from etl.workers import Done
from schemas.datasets import DATASETS
from schemas.errors import MachineError, QuarantineError, RainganError
from tests.factory.history import Story, put

FOREST = Story("โครงการฟื้นฟูป่าชายเลนฝั่งอ่าว")
KILLED = 9
REFUSED = 3


def before(folder: Path) -> list[Path]:
    """Two quarters and a file that is refused, as they stood when the output was last written."""
    first, second = put(folder, 2568, 1, FOREST), put(folder, 2568, 2, FOREST)
    (folder / "ว่าง.txt").write_bytes(b"")
    return [first, second, folder / "ว่าง.txt"]


def after(folder: Path) -> list[Path]:
    """A quarter that changed what an earlier one said, a new one, a second source of the first, the refused one mended."""
    files = before(folder)
    restated = replace(FOREST, disbursed=("0.7000", "1.5000", "2.5000", "3.5000"))
    second = put(folder, 2568, 2, restated)
    third = put(folder, 2568, 3, restated)
    copy = folder / "another.txt"
    copy.write_bytes(files[0].read_bytes() + "\nหมายเหตุ : ฉบับที่สอง\n".encode())
    mended = folder / "ว่าง.txt"
    mended.write_bytes(put(folder / "other", 2567, 4, FOREST).read_bytes())
    return [files[0], second, third, copy, mended]


def inline(function: Callable[[Any], Any], tasks: Iterable[Any], **_: object) -> Iterator[Done[Any, Any]]:
    """Tasks one after the other in this process, so that a step is a step of the whole run."""
    for task in tasks:
        try:
            yield Done(task, function(task), None, 0.0)
        except QuarantineError as error:
            yield Done(task, None, error, 0.0)


class Steps:
    """Counts the steps of a run, and at the one chosen ends the process, or lets the disk refuse from then on."""

    def __init__(self, at: int | None = None, *, refuse: bool = False) -> None:
        self.seen: list[str] = []
        self._at, self._refuse = at, refuse

    def __call__(self, step: str, path: Path) -> None:
        self.seen.append(f"{step} {path.name}")
        if self._at is None or len(self.seen) <= self._at:
            return
        if self._refuse and step in ("create", "write", "sync", "make", "move", "link"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        if not self._refuse:
            os._exit(KILLED)


def run_of(files: list[Path], root: Path, steps: Steps) -> int:
    """A run in a process of its own; 0, `KILLED`, or `REFUSED` where it ended with the sentence of a full disk."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 70  # anything that is not foreseen
    try:
        _inline()
        WATCHED.watch = steps
        ingest(files, root, Options())
        code = 0
    except RainganError as error:
        code = REFUSED if isinstance(error, MachineError) and "No space left" in str(error) else 71
    finally:
        os._exit(code)


def steps_of(files: list[Path], root: Path, monkeypatch: Any) -> list[str]:
    """Every step of a run that nothing disturbs."""
    steps = Steps()
    with monkeypatch.context() as patch:
        patch.setattr(batch, "run", inline)
        patch.setattr(refresh, "run", inline)
        patch.setattr(WATCHED, "watch", steps)
        ingest(files, root, Options())
    return steps.seen


def untold(files: list[Path], root: Path, monkeypatch: Any) -> Path:
    """An output of the same files before a report is told what the others say otherwise: whole too."""
    with monkeypatch.context() as patch:
        patch.setattr(batch, "refresh_series", lambda *_: None)
        ingest(files, root, Options())
    return root


def _inline() -> None:
    batch.run = inline  # type: ignore[assignment]  # in a process that ends with its run
    refresh.run = inline  # type: ignore[assignment]
    os.fsync = lambda _: None  # type: ignore[assignment]  # what a process wrote outlives it without


@dataclass(frozen=True, slots=True)
class View:
    """What a reader sees that joins with `reports`: report → the hash of its source, and rows of each dataset."""

    sources: dict[str, str]
    rows: dict[tuple[str, str], int]

    def of(self, report_id: str) -> tuple[object, ...]:
        """What is seen of one report."""
        return self.sources.get(report_id), *(count for (_, other), count in sorted(self.rows.items()) if other == report_id)


def view(root: Path) -> View:
    """One look at an output that may be written at the same time: of reports whose row stood still meanwhile."""
    sources: dict[str, str] = {}
    rows: dict[tuple[str, str], int] = {}
    for path in (root / "datasets" / "reports").glob("*/*/*.parquet"):
        try:
            stamp, (row,) = path.stat(), pq.read_table(path, columns=["source_sha256"]).to_pylist()
            counts = _counts(root, path.stem, row["source_sha256"])
            if path.stat().st_ino != stamp.st_ino:
                continue
        except FileNotFoundError:
            if path.exists():
                raise
            continue  # withdrawn while it was looked at
        sources[path.stem] = row["source_sha256"]
        rows |= {(dataset, path.stem): count for dataset, count in counts.items()}
    return View(sources, rows)


def _counts(root: Path, report_id: str, digest: str) -> dict[str, int]:
    """Rows of each dataset that join with the report's row."""
    _, year, quarter = report_id.rsplit("-", 2)
    counts = {}
    for dataset in DATASETS:
        path = root / "datasets" / dataset.name / year / quarter / f"{report_id}.parquet"
        found = pq.read_table(path, columns=["source_sha256"]).column("source_sha256").to_pylist()
        counts[dataset.name] = sum(value == digest for value in found)
    return counts


def copied(root: Path, target: Path) -> Path:
    """The output in another place, links kept."""
    shutil.rmtree(target, ignore_errors=True)
    return Path(shutil.copytree(root, target, symlinks=True))
