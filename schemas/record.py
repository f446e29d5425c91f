"""What a report says, one frozen record a row of a dataset, the printed words kept beside each value.

Field names are the column names of `schemas.datasets`; numbers are `Decimal`, missing is `None`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from schemas.document import Place, Reader

SourceTable = Literal["summary", "project"]
Measure = Literal["allocated", "planned", "spent", "disbursed", "committed", "disbursed_pct"]
Period = Literal["Q1", "Q2", "Q3", "Q4", "YTD", "FY"]
Operator = Literal[">", ">=", "<", "<=", "between"]
KpiStatus = Literal["met", "below", "pending", "missing", "unknown"]
NarrativeKind = Literal["result", "item", "note"]

QUARTERS: tuple[Period, ...] = ("Q1", "Q2", "Q3", "Q4")
WHOLE_ORGANISATION = 0  # `project_no` outside the project sections


@dataclass(frozen=True, slots=True)
class Read:
    """Where a record was read: the cell's place and its words as they stand there."""

    place: Place
    source_text: str


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the report, named as its own section names it."""

    project_no: int
    project_id: str
    name: str
    read: Read


@dataclass(frozen=True, slots=True)
class BudgetAmount:
    """One amount of money (or a percentage of it) as reported, in its printed unit."""

    project_no: int
    source_table: SourceTable
    measure: Measure
    period: Period
    value: Decimal | None
    decimals: int | None
    unit: str | None
    unit_basis: Literal["declared", "inherited"] | None
    amount_baht: Decimal | None
    read: Read


@dataclass(frozen=True, slots=True)
class KpiTarget:
    """One target of one KPI with its result, in one table."""

    project_no: int
    kpi_no: int
    part: int
    source_table: SourceTable
    name: str
    frameworks: tuple[str, ...]
    target_operator: Operator | None
    target_value: Decimal | None
    target_upper: Decimal | None
    target_unit: str | None
    target_text: str
    result_value: Decimal | None
    result_unit: str | None
    result_text: str
    points: Decimal | None
    status: KpiStatus
    status_reported: str | None
    read: Read


@dataclass(frozen=True, slots=True)
class KpiQuarter:
    """One KPI in one quarter: what was planned and what was done."""

    project_no: int
    kpi_no: int
    part: int
    period: Period
    plan_value: Decimal | None
    actual_value: Decimal | None
    unit: str | None
    cell_text: str
    read: Read


@dataclass(frozen=True, slots=True)
class KpiLevel:
    """One scoring threshold of a KPI."""

    project_no: int
    kpi_no: int
    part: int
    level: Literal["basic", "standard", "advanced"]
    points: Decimal | None
    threshold_text: str
    threshold_operator: Operator | None
    threshold_value: Decimal | None
    threshold_upper: Decimal | None
    threshold_unit: str | None
    read: Read


@dataclass(frozen=True, slots=True)
class ScorecardLine:
    """A line of the organisation's evaluation: `item_no` is "1", "1.1" or "total"."""

    item_no: str
    name: str
    weight: Decimal | None
    score: Decimal | None
    weighted_score: Decimal | None
    score_text: str
    read: Read


@dataclass(frozen=True, slots=True)
class Narrative:
    """A line of a text file or a paragraph of a PDF, bound to the last KPI above it."""

    project_no: int
    kpi_no: int | None
    seq: int
    kind: NarrativeKind
    marker: str | None
    text: str
    read: Read


@dataclass(frozen=True, slots=True)
class Activity:
    """One count of a list item: "… จำนวน 70 คน"."""

    project_no: int
    kpi_no: int | None
    seq: int
    title: str
    channel: Literal["onsite", "online"] | None
    count: Decimal
    unit: str | None
    read: Read


@dataclass(frozen=True, slots=True)
class Link:
    """A URL as printed, never fetched."""

    project_no: int
    kpi_no: int | None
    seq: int
    url: str
    read: Read


@dataclass(frozen=True, slots=True)
class Mention:
    """An organisation, province, date or amount that the text names."""

    project_no: int
    kpi_no: int | None
    seq: int
    kind: Literal["organisation", "province", "date", "amount"]
    text: str
    canonical: str
    confidence: float
    read: Read


@dataclass(frozen=True, slots=True)
class CellRecord:
    """A cell of any table, known or not."""

    reader: Reader
    table_no: int
    table_kind: str | None
    row_no: int
    column_no: int
    row_span: int
    column_span: int
    text: str
    confidence: float
    read: Read


@dataclass(frozen=True, slots=True)
class PageRecord:
    """The health of one page."""

    verdict: str
    characters: int
    thai_share: float
    unmapped: int
    private_use: int
    stray_marks: int
    image_cover: float
    repairs: str
    read: Read


@dataclass(frozen=True, slots=True)
class ReportHead:
    """Whose report it is, and of when."""

    report_id: str
    agency: str
    agency_name: str
    agency_basis: Literal["given", "title", "text"]
    fiscal_year: int
    quarter: int
    title: str
    period_start: date | None
    period_end: date | None
    as_of: date | None
    read: Read


@dataclass(frozen=True, slots=True)
class Records:
    """Everything one report says, dataset by dataset, in the order it stands there."""

    head: ReportHead
    projects: tuple[Project, ...] = ()
    budgets: tuple[BudgetAmount, ...] = ()
    kpis: tuple[KpiTarget, ...] = ()
    kpi_quarters: tuple[KpiQuarter, ...] = ()
    kpi_levels: tuple[KpiLevel, ...] = ()
    scorecard: tuple[ScorecardLine, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    activities: tuple[Activity, ...] = ()
    links: tuple[Link, ...] = ()
    mentions: tuple[Mention, ...] = ()
    cells: tuple[CellRecord, ...] = ()
    pages: tuple[PageRecord, ...] = ()
