"""Tells what is published and what is packed apart by stamps: the size and time of each report's row, of each agency's file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from schemas.datasets import SERIES_DATASETS

LINK = "compact"
PACKED = "packed.json"
LAYOUT = 2  # of the packed files; another one is packed anew

Stamps = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Standing:
    """Ids with their stamps: equal stamps, equal rows."""

    reports: dict[str, Stamps] = field(default_factory=dict)  # by year
    agencies: dict[str, Stamps] = field(default_factory=dict)  # by dataset

    def all_reports(self) -> Stamps:
        """The reports of all years."""
        return {report: stamp for year in self.reports.values() for report, stamp in year.items()}

    def as_json(self) -> str:
        """What `packed` reads."""
        return json.dumps({"layout": LAYOUT, "reports": self.reports, "agencies": self.agencies}, sort_keys=True)


def published(root: Path) -> Standing:
    """What stands under `datasets/` now. Thousands of reports: one look at each folder, not at each path."""
    datasets = root / "datasets"
    reports: dict[str, Stamps] = {}
    for year in sorted(_folders(datasets / "reports")):
        found: Stamps = {}
        for quarter in sorted(_folders(year)):
            found.update(_stamps(quarter))
        if found:
            reports[year.name] = dict(sorted(found.items()))
    agencies = {dataset.name: dict(sorted(_stamps(datasets / dataset.name))) for dataset in SERIES_DATASETS}
    return Standing(reports, agencies)


def packed(copy: Path) -> Standing:
    """What stood when a packed copy was made; nothing where there is none, or one of another layout."""
    try:
        content = json.loads((copy / PACKED).read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return Standing()
    if not isinstance(content, dict) or content.get("layout") != LAYOUT:
        return Standing()
    return Standing(content["reports"], content["agencies"])


def _folders(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            yield from [Path(entry.path) for entry in entries if entry.is_dir()]
    except FileNotFoundError:
        return


def _stamps(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """Ids and stamps of the files of a folder; one that goes while it is looked at is not there."""
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if entry.name.endswith(".parquet")]
    except FileNotFoundError:
        return
    for entry in found:
        try:
            stat = entry.stat()
        except FileNotFoundError:
            continue
        yield entry.name.removesuffix(".parquet"), [stat.st_size, stat.st_mtime_ns]
