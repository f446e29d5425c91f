"""Turns a report's outline into the records of every dataset, and says what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from etl.extract.activities import activities
from etl.extract.agency import AgencyBasis, report_agency
from etl.extract.budgets import budgets
from etl.extract.cells import cells, pages, require_room
from etl.extract.doubts import doubts_in_tables
from etl.extract.kpis import kpis
from etl.extract.links import links
from etl.extract.mentions import mentions
from etl.extract.narratives import narratives
from etl.extract.period import ReportPeriod, report_period
from etl.extract.projects import NameGiven, names_given, projects
from etl.extract.scans import scanned
from etl.extract.scorecard import scorecard
from parsers.markup import plain
from schemas.document import Document, Place
from schemas.finding import Finding
from schemas.outline import Outline
from schemas.record import Read, Records, ReportHead
from schemas.reports import ALL


@dataclass(frozen=True, slots=True)
class Extraction:
    """The records, the findings of reading, and every name given to a project."""

    records: Records
    findings: tuple[Finding, ...]
    names: tuple[NameGiven, ...]


def extract(document: Document, outline: Outline, agency: str | None = None) -> Extraction:
    """The records of one report, in the order they stand there.

    `agency` is the id given by the caller, if any. Raises `TableTooLarge`, `UnknownPeriod` and `UnknownAgency`.
    """
    require_room(outline)
    family = next(family for family in ALL if family.name == outline.family)
    period = report_period(outline)
    lines = narratives(outline, family)
    named, doubts = mentions(lines, period.fiscal_year)
    agency_id, agency_name, basis, inferred = report_agency(agency, outline.title, named)
    amounts = budgets(outline, family, period.quarter)
    scores, unread_scores = scorecard(outline, family)
    measured = kpis(outline, family)
    counted = activities(lines, measured.targets, family)
    table_cells, unknown_tables = cells(outline, document)
    given = names_given(outline)
    head = _head(outline, period, agency_id, agency_name, basis)
    records = Records(
        head=head,
        projects=projects(given, agency_id),
        budgets=amounts.amounts,
        kpis=tuple(measured.targets),
        kpi_quarters=tuple(measured.quarters),
        kpi_levels=tuple(measured.levels),
        scorecard=scores,
        narratives=lines,
        activities=tuple(counted.rows),
        links=links(lines),
        mentions=named,
        cells=table_cells,
        pages=pages(document),
    )
    findings = (
        *inferred,
        *amounts.findings,
        *unread_scores,
        *measured.findings,
        *doubts,
        *doubts_in_tables(outline),
        *counted.findings,
        *unknown_tables,
        *scanned(document, outline),
    )
    return Extraction(records, findings, given)


def _head(outline: Outline, period: ReportPeriod, agency: str, name: str, basis: AgencyBasis) -> ReportHead:
    first = outline.title[0] if outline.title else None
    return ReportHead(
        report_id=f"{agency}-{period.fiscal_year}-q{period.quarter}",
        agency=agency,
        agency_name=name,
        agency_basis=basis,
        fiscal_year=period.fiscal_year,
        quarter=period.quarter,
        title=" ".join(plain(line.text) for line in outline.title),
        period_start=period.first,
        period_end=period.last,
        as_of=period.as_of,
        read=Read(first.place, first.text) if first else Read(Place(), ""),
    )
