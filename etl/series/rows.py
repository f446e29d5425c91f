"""Turns the series of an agency into the tables of `project_series` and `series`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from etl.rows import arrow_schema
from etl.series.compare import restatements
from etl.series.facts import Facts
from etl.series.figures import Figure, Seen, Timeline
from etl.series.linking import Links
from schemas.datasets import BY_NAME, Dataset

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]  # a column's value is whatever its Arrow type holds
_SATANG = Decimal("0.01")


def series_tables(agency: str, reports: Sequence[Facts], links: Links, figures: Timeline) -> dict[str, pa.Table]:
    """A table for each dataset of the agency, its rows in order of their key."""
    rows = {
        "project_series": _projects(agency, reports, links),
        "series": [_figure(agency, figure, seen) for figure, seen in figures.items()],
    }
    return {name: _table(BY_NAME[name], found) for name, found in rows.items()}


def _identity(agency: str, facts: Facts) -> dict[str, Any]:
    """Of the report that the row was last read from: a join with `reports` never sees half of it."""
    return {
        "report_id": facts.report_id,
        "agency": agency,
        "fiscal_year": facts.fiscal_year,
        "quarter": facts.quarter,
        "source_sha256": facts.source_sha256,
    }


def _projects(agency: str, reports: Sequence[Facts], links: Links) -> list[Row]:
    seen: dict[str, list[tuple[Facts, str]]] = {}
    for facts in reports:
        named = {row["project_id"]: row["name"] for row in reversed(facts.projects)}
        for project_id, name in named.items():
            seen.setdefault(project_id, []).append((facts, name))
    return [
        _identity(agency, found[-1][0])
        | {
            "project_id": project_id,
            "series_id": links.members[project_id].series_id,
            "basis": links.members[project_id].basis,
            "score": links.members[project_id].score,
            "name": found[-1][1],
            "first_report": found[0][0].report_id,
            "last_report": found[-1][0].report_id,
        }
        for project_id, found in seen.items()
    ]


def _figure(agency: str, figure: Figure, seen: Sequence[Seen]) -> Row:
    first, last = seen[0], seen[-1]
    return _identity(agency, last.facts) | {
        "series_id": figure.series_id,
        "name": last.name,
        "project_no": last.project_no,
        "kpi_series": figure.kpi,
        "kpi_no": last.kpi_no,
        "part": figure.part,
        "kpi_name": last.kpi_name,
        "measure": figure.measure,
        "period": figure.period,
        "value_first": first.printed.value,
        "unit_first": first.printed.unit,
        "report_first": first.facts.report_id,
        "value_last": last.printed.value,
        "unit": last.printed.unit,
        "report_last": last.facts.report_id,
        "restatements": restatements(seen),
        "amount_baht_first": _baht(first),
        "amount_baht": _baht(last),
    }


def _baht(seen: Seen) -> Decimal | None:
    baht = seen.printed.amount_baht
    return baht.quantize(_SATANG, ROUND_HALF_UP) if baht is not None else None


def _table(dataset: Dataset, rows: Sequence[Row]) -> pa.Table:
    import pyarrow as pa

    fill = {column.name: "" if column.type == "string" else -1 for column in dataset.columns}  # nothing comes first
    key = [(name, fill[name]) for name in dataset.key]
    in_order = sorted(rows, key=lambda row: [row[name] if row[name] is not None else least for name, least in key])
    schema = arrow_schema(dataset.name)
    columns = [pa.array([row[field.name] for row in in_order], type=field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)
