"""Years of reports to run over, and what the published output says of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq

from tests.factory.history import Story, put

FOREST, MARKET = Story("โครงการฟื้นฟูป่าชายเลนฝั่งอ่าว"), Story("โครงการตลาดน้ำยามค่ำ", planned=("0.1000", "0.2000", "0.3000", "0.4000"))
FOREST_NEW = replace(FOREST, name="โครงการฟื้นฟูป่าชายเลนฝั่งตะวันตก")
LIKENESS = 0.8163  # 23 and 26 letters behind โครงการ, 20 in common: 40 / 49

Said = list[tuple[object, ...]]


def findings(root: Path, *columns: str) -> Said:
    """The findings of series rules: the columns asked for, of each report in turn."""
    found: Said = []
    for path in sorted((root / "datasets" / "findings").rglob("*.parquet")):
        rows = pq.read_table(path).to_pylist()
        found += [tuple(row[name] for name in columns) for row in rows if row["rule"].startswith("series.")]
    return found


def rows(root: Path, dataset: str, agency: str = "sample") -> list[dict[str, object]]:
    return list(pq.read_table(root / "datasets" / dataset / f"{agency}.parquet").to_pylist())


def year(folder: Path, *, q4: tuple[Story, ...] = (FOREST, MARKET)) -> list[Path]:
    """Three quarters without a change, and a fourth."""
    return [*(put(folder, 2568, quarter, FOREST, MARKET) for quarter in (1, 2, 3)), put(folder, 2568, 4, *q4)]
