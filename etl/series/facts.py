"""Reads back what an agency's reports have published of projects, money and KPIs: nothing else is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from etl.publish import Output
from schemas.document import Place
from schemas.record import QUARTERS

_PLACE = ("page", "line", "source_text")
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "projects": ("project_no", "project_id", "name"),
    "budgets": (
        "project_no", "source_table", "measure", "period", "value", "decimals", "unit", "amount_baht", *_PLACE,
    ),
    "kpis": (
        "project_no", "kpi_no", "part", "source_table", "name", "target_value", "target_unit", "target_text",
        "result_value", "result_unit", "result_text", *_PLACE,
    ),
    "kpi_quarters": (
        "project_no", "kpi_no", "part", "period", "plan_value", "actual_value", "unit", "cell_text", *_PLACE,
    ),
}  # fmt: skip
_HEAD = ("report_id", "fiscal_year", "quarter", "source_sha256", "source_name")

_UNITS = tuple(Decimal((0, (1,), -places)) for places in range(7))  # a column holds six decimals
Row = dict[str, Any]  # a column's value is whatever its Arrow type holds


@dataclass(frozen=True, slots=True)
class Facts:
    """One published report: its identity, and the rows of four of its datasets in their order."""

    report_id: str
    fiscal_year: int
    quarter: int
    source_sha256: str
    source_name: str
    projects: tuple[Row, ...]
    budgets: tuple[Row, ...]
    kpis: tuple[Row, ...]
    kpi_quarters: tuple[Row, ...]


def published_reports(output: Output, agency: str) -> Iterator[str]:
    """The ids of an agency's reports that stand in `reports`, in order of period."""
    years = sorted(path.name for path in (output.root / "datasets" / "reports").glob("*") if path.name.isdecimal())
    for year in years:
        for quarter in QUARTERS:
            report_id = f"{agency}-{year}-{quarter.lower()}"
            if output.dataset_file("reports", report_id).exists():
                yield report_id


def facts_of(output: Output, report_id: str) -> Facts | None:
    """What a report has published; `None` where not all of it stands."""
    paths = {name: output.dataset_file(name, report_id) for name in ("reports", *_COLUMNS)}
    if not all(path.exists() for path in paths.values()):
        return None
    (head,) = _rows(paths["reports"], _HEAD)
    projects, budgets, kpis, quarters = (tuple(_rows(paths[name], columns)) for name, columns in _COLUMNS.items())
    return Facts(
        head["report_id"], head["fiscal_year"], head["quarter"], head["source_sha256"], head["source_name"],
        projects, budgets, kpis, quarters,
    )  # fmt: skip


def _rows(path: Path, columns: tuple[str, ...]) -> list[Row]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        rows: list[Row] = file.read(columns=list(columns), use_threads=False).to_pylist()
    return rows


def place_of(row: Row) -> Place:
    """Where the row was read, its box aside: page or line are what a person looks up."""
    return _place(row["page"], row["line"])


@lru_cache(maxsize=4096)
def _place(page: int | None, line: int | None) -> Place:
    return Place(page, line)


def at_places(value: Decimal, places: int) -> Decimal:
    """A value read back as it was printed: 24.728500 of four decimals is 24.7285."""
    return value.quantize(_UNITS[min(places, len(_UNITS) - 1)])
