"""Turns a processed report into one Arrow table a dataset, each with the schema of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Context, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from etl.version import PIPELINE_VERSION
from schemas.datasets import BY_NAME, CONTRACT_VERSION, DATASETS, Column, Dataset
from schemas.document import Place
from schemas.finding import Check, Finding
from schemas.report import Report

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]  # a column's value is whatever its Arrow type holds
_RECORDS = (
    "projects", "budgets", "kpis", "kpi_quarters", "kpi_levels", "scorecard",
    "narratives", "activities", "links", "mentions", "cells", "pages",
)  # fmt: skip
_PLACES = 6  # of decimal128(24,6)
_WIDE = Context(prec=80)  # no number that a report prints is rounded on its way


def tables(report: Report, other_sources: Iterable[str] = ()) -> dict[str, pa.Table]:
    """An Arrow table for every dataset, with no rows where the report says nothing of it."""
    identity = _identity(report)
    rows: dict[str, list[Row]] = {
        "reports": [_report_row(report, tuple(other_sources))],
        "checks": [_check_row(check) for check in report.checks],
        "check_terms": list(_term_rows(report.checks)),
        "findings": [_finding_row(finding) for finding in report.findings],
    }
    for name in _RECORDS:
        rows[name] = [_record_row(record) for record in getattr(report.records, name)]
    return {dataset.name: _table(dataset, rows[dataset.name], identity) for dataset in DATASETS}


def _identity(report: Report) -> Row:
    head = report.records.head
    return {
        "report_id": head.report_id,
        "agency": head.agency,
        "fiscal_year": head.fiscal_year,
        "quarter": head.quarter,
        "source_sha256": report.document.source.sha256,
    }


def _place(place: Place, source_text: str) -> dict[str, Any]:
    box = place.box
    return {
        "page": place.page,
        "line": place.line,
        "x0": box.x0 if box else None,
        "top": box.top if box else None,
        "x1": box.x1 if box else None,
        "bottom": box.bottom if box else None,
        "source_text": source_text,
    }


def _record_row(record: Any) -> Row:  # any record of schemas.record: all have `read`
    row = {field.name: getattr(record, field.name) for field in fields(record) if field.name != "read"}
    return row | _place(record.read.place, record.read.source_text)


def _report_row(report: Report, other_sources: tuple[str, ...]) -> Row:
    head, source = report.records.head, report.document.source
    open_errors = sum(f.severity == "error" and f.waived_by is None for f in report.findings)
    return {
        "title": head.title,
        "agency_name": head.agency_name,
        "agency_basis": head.agency_basis,
        "period_start": head.period_start,
        "period_end": head.period_end,
        "as_of": head.as_of,
        "source_name": source.name,
        "media_type": source.media_type,
        "other_sources": list(other_sources),
        "page_count": len(report.document.pages),
        "findings_count": len(report.findings),
        "error_count": open_errors,
        "contract_version": CONTRACT_VERSION,
        "pipeline_version": PIPELINE_VERSION,
    } | _place(head.read.place, head.read.source_text)


def _check_row(check: Check) -> Row:
    own = ("check_id", "rule", "outcome", "reported", "expected", "difference", "tolerance")
    return _subject(check) | {name: getattr(check, name) for name in own}


def _subject(item: Check | Finding) -> dict[str, Any]:
    return {field.name: getattr(item.subject, field.name) for field in fields(item.subject)}


def _term_rows(checks: Iterable[Check]) -> Iterator[Row]:
    for check in checks:
        for number, term in enumerate(check.terms, start=1):
            yield {
                "check_id": check.check_id,
                "term_no": number,
                "role": term.role,
                "label": term.label,
                "sign": term.sign,
                "printed": term.printed,
                "value": term.value,
                "dataset": term.dataset,
            } | _place(term.place, term.source_text)


def _finding_row(finding: Finding) -> Row:
    own = (
        "finding_id", "check_id", "rule", "severity", "reported", "expected", "difference",
        "suspect", "suggested", "message_th", "message_en", "waived_by", "waived_why",
    )  # fmt: skip
    row = _subject(finding) | {name: getattr(finding, name) for name in own}
    return row | _place(finding.place, finding.source_text)


def _table(dataset: Dataset, rows: list[Row], identity: Row) -> pa.Table:
    import pyarrow as pa

    schema = arrow_schema(dataset.name)
    arrays = [pa.array(_values(column, rows, identity), type=schema.field(column.name).type) for column in dataset.columns]
    return pa.Table.from_arrays(arrays, schema=schema)


def _values(column: Column, rows: Sequence[Row], identity: Row) -> list[Any]:  # as in Row
    name = column.name
    if name in identity:
        return [identity[name]] * len(rows)
    values = [row.get(name) for row in rows]
    if column.type.startswith("decimal"):
        return [_fitting(value, column) if isinstance(value, Decimal) else value for value in values]
    return values


def _fitting(value: Decimal, column: Column) -> Decimal | None:
    """The value at its column's scale, `None` where it has more digits than the type (said by a finding)."""
    places = 2 if column.type == "decimal128(24,2)" else _PLACES
    scaled = value.scaleb(places, _WIDE)
    whole = scaled.to_integral_value()
    if whole != scaled and column.name not in ("expected", "difference", "tolerance"):
        return None  # a computed number may have more places than a printed one: it is rounded below
    if abs(whole) >= Decimal(10) ** 24:
        return None
    return Decimal(int(whole)).scaleb(-places, _WIDE)


@cache
def arrow_schema(dataset_name: str) -> pa.Schema:
    """The Arrow schema of a dataset, the same in every file of it."""
    import pyarrow as pa

    types = {
        "string": pa.string(), "int8": pa.int8(), "int16": pa.int16(), "int32": pa.int32(),
        "float64": pa.float64(), "date32": pa.date32(), "decimal128(24,6)": pa.decimal128(24, 6),
        "decimal128(24,2)": pa.decimal128(24, 2), "list<string>": pa.list_(pa.string()),
    }  # fmt: skip
    return pa.schema([pa.field(column.name, types[column.type], column.nullable) for column in BY_NAME[dataset_name].columns])
