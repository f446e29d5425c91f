"""Every published dataset: columns, Arrow types, units, descriptions and keys — the contract.

The Arrow schema, the data dictionary and `datapackage.json` are generated from here and nowhere
else. Types are named as Arrow names them so that this module needs no heavy import.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CONTRACT_VERSION = "1"

ColumnType = Literal[
    "string", "int8", "int16", "int32", "float64", "date32",
    "decimal128(24,6)", "decimal128(24,2)", "list<string>",
]  # fmt: skip

NUMBER: ColumnType = "decimal128(24,6)"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, its unit ("" where it has none) and what it means."""

    name: str
    type: ColumnType
    description: str
    unit: str = ""
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset: what a row is, its own columns and its key."""

    name: str
    row: str
    own: tuple[Column, ...]
    key: tuple[str, ...]
    read_from_report: bool = True
    per_agency: bool = False  # one file an agency, rebuilt whole from its reports, instead of one a report

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns in file order: identity, the dataset's own, the place."""
        return IDENTITY + self.own + (PLACE if self.read_from_report else ())


def _text(name: str, description: str, unit: str = "", nullable: bool = True) -> Column:
    return Column(name, "string", description, unit, nullable)


def _number(name: str, description: str, unit: str = "") -> Column:
    return Column(name, NUMBER, description, unit)


IDENTITY = (
    _text("report_id", "agency-fiscal year-quarter, e.g. etda-2568-q4", nullable=False),
    _text("agency", "canonical id of the agency", nullable=False),
    Column("fiscal_year", "int16", "fiscal year; FY 2568 is 2024-10-01 to 2025-09-30", "year BE", False),
    Column("quarter", "int8", "quarter of the fiscal year that the report closes", "quarter", False),
    _text("source_sha256", "SHA-256 of the source the row was read from", nullable=False),
)

PLACE = (
    Column("page", "int32", "page, from 1; null for text"),
    Column("line", "int32", "line, from 1; null for PDF"),
    Column("x0", "float64", "left edge of the place; null for text", "pt"),
    Column("top", "float64", "upper edge, from the top of the page; null for text", "pt"),
    Column("x1", "float64", "right edge; null for text", "pt"),
    Column("bottom", "float64", "lower edge, from the top of the page; null for text", "pt"),
    _text("source_text", "the words as they stand there; several cells joined by tabs"),
)

PROJECT_NO = Column("project_no", "int16", "project; 0 is the whole organisation, or outside the project sections", "", False)
KPI_NO = Column("kpi_no", "int16", "KPI's number in its project")
PART = Column("part", "int16", "1, 2 … where one KPI has several targets")
SEQ = Column("seq", "int32", "running number within the report", "", False)
SOURCE_TABLE = _text("source_table", "summary: an all-projects table; project: the project's own")
MEASURE = _text("measure", "allocated, planned, spent (= disbursed + committed), disbursed, committed, disbursed_pct")
PERIOD = _text("period", "Q1 … Q4; YTD: cumulative to the end of the report's quarter; FY: the year")
SUBJECT = (
    Column("project_no", "int16", "project concerned"),
    KPI_NO,
    PART,
    _text("item_no", "scorecard line concerned"),
    SOURCE_TABLE,
    MEASURE,
    PERIOD,
)

DATASETS: tuple[Dataset, ...] = (
    Dataset(
        "reports", "a report",
        (
            _text("title", "the report's title"),
            _text("agency_name", "the agency's Thai name, or the id as given"),
            _text("agency_basis", "given (--agency), title or text"),
            Column("period_start", "date32", "first day reported on"),
            Column("period_end", "date32", "last day reported on"),
            Column("as_of", "date32", "the date the data is as of"),
            _text("source_name", "file name of the source"),
            _text("media_type", "media type of the source"),
            Column("other_sources", "list<string>", "names of further sources of the same report"),
            Column("page_count", "int32", "pages of the source; 1 for text", "page"),
            Column("findings_count", "int32", "rows in findings", "finding"),
            Column("error_count", "int32", "error-level findings, waived ones aside", "finding"),
            _text("contract_version", "version of this contract"),
            _text("pipeline_version", "version of the program that published"),
        ),
        ("report_id",),
    ),
    Dataset(
        "projects", "a project of a report",
        (
            PROJECT_NO,
            _text("project_id", "a pure function of the agency and the name"),
            _text("name", "as its own section writes it, without number and (ต่อ)"),
        ),
        ("report_id", "project_no"),
    ),
    Dataset(
        "budgets", "one amount",
        (
            PROJECT_NO, SOURCE_TABLE, MEASURE, PERIOD,
            _number("value", "as reported: parentheses negative, a lone dash 0", "as in unit"),
            Column("decimals", "int8", "decimal places printed", "digit"),
            _text("unit", "million_baht, baht or percent"),
            _text("unit_basis", "declared beside the table, or inherited from an earlier one"),
            Column("amount_baht", "decimal128(24,2)", "the amount in baht; null for percent", "baht"),
        ),
        ("report_id", "project_no", "source_table", "measure", "period"),
    ),
    Dataset(
        "kpis", "one target of one KPI, in one table",
        (
            PROJECT_NO, KPI_NO, PART, SOURCE_TABLE,
            _text("name", "without its number, its levels and markup"),
            Column("frameworks", "list<string>", "budget_bureau, opdc; empty in the summary"),
            _text("target_operator", ">, >=, <, <=, between; null where no word says"),
            _number("target_value", "target, or the lower end of a range", "as in target_unit"),
            _number("target_upper", "upper end of a range", "as in target_unit"),
            _text("target_unit", "unit code, or the unit as written"),
            _text("target_text", "the part's own words"),
            _number("result_value", "first number outside parentheses", "as in result_unit"),
            _text("result_unit", "unit code, or the unit as written"),
            _text("result_text", "the part's own words"),
            _number("points", "points named in brackets beside the result", "point"),
            _text("status", "computed: met, below, pending, missing, unknown"),
            _text("status_reported", "the report's own mark; null where none can be read"),
        ),
        ("report_id", "project_no", "kpi_no", "part", "source_table"),
    ),
    Dataset(
        "kpi_quarters", "one KPI in one quarter",
        (
            PROJECT_NO, KPI_NO, PART, PERIOD,
            _number("plan_value", "only where the cell is a number; a lone dash is 0", "as in unit"),
            _number("actual_value", "the number in parentheses behind the plan", "as in unit"),
            _text("unit", "as printed, else the target's"),
            _text("cell_text", "the cell's words"),
        ),
        ("report_id", "project_no", "kpi_no", "part", "period"),
    ),
    Dataset(
        "kpi_levels", "one scoring threshold of a KPI",
        (
            PROJECT_NO, KPI_NO, PART,
            _text("level", "basic, standard, advanced"),
            _number("points", "points the level is worth", "point"),
            _text("threshold_text", "the threshold's words"),
            _text("threshold_operator", ">, >=, <, <=, between; null where no word says"),
            _number("threshold_value", "threshold, or the lower end of a range", "as in threshold_unit"),
            _number("threshold_upper", "upper end of a range", "as in threshold_unit"),
            _text("threshold_unit", "unit code, or the unit as written"),
        ),
        ("report_id", "project_no", "kpi_no", "part", "level"),
    ),
    Dataset(
        "scorecard", "a line of the organisation's evaluation",
        (
            _text("item_no", "1, 1.1 or total", nullable=False),
            _text("name", "the line's name without its number"),
            _number("weight", "weight", "percent"),
            _number("score", "score; null where none is printed", "point"),
            _number("weighted_score", "weight × score / 100 as printed", "point"),
            _text("score_text", "the score cell's words"),
        ),
        ("report_id", "item_no"),
    ),
    Dataset(
        "narratives", "a line of a text file, a paragraph of a PDF",
        (
            PROJECT_NO, KPI_NO, SEQ,
            _text("kind", "result, item or note"),
            _text("marker", "the list marker: 1), -"),
            _text("text", "the words without marker and markup"),
        ),
        ("report_id", "seq"),
    ),
    Dataset(
        "activities", "one count of a list item",
        (
            PROJECT_NO, KPI_NO, SEQ,
            _text("title", "the item's words before its first count"),
            _text("channel", "onsite or online; null where nothing says"),
            _number("count", "the count", "as in unit"),
            _text("unit", "unit code, or the unit as written"),
        ),
        ("report_id", "seq"),
    ),
    Dataset(
        "links", "a URL",
        (PROJECT_NO, KPI_NO, SEQ, _text("url", "as printed; never fetched")),
        ("report_id", "seq"),
    ),
    Dataset(
        "mentions", "an organisation, province, date or amount named in the text",
        (
            PROJECT_NO, KPI_NO, SEQ,
            _text("kind", "organisation, province, date, amount"),
            _text("text", "as written"),
            _text("canonical", "organisation id, province name, ISO date, decimal baht"),
            Column("confidence", "float64", "0 to 1"),
        ),
        ("report_id", "seq"),
    ),
    Dataset(
        "cells", "a cell of any table, known or not",
        (
            _text("reader", "text, pdf or ocr"),
            Column("table_no", "int16", "table, from 1 in the report", "", False),
            _text("table_kind", "null where not recognised"),
            Column("row_no", "int16", "row, from 1", "", False),
            Column("column_no", "int16", "column, from 1", "", False),
            Column("row_span", "int16", "rows covered", "row"),
            Column("column_span", "int16", "columns covered", "column"),
            _text("text", "the cell's words"),
            Column("confidence", "float64", "0 to 1; below 1 only where OCR read it"),
        ),
        ("report_id", "table_no", "row_no", "column_no"),
    ),
    Dataset(
        "pages", "a page and how far its text can be trusted",
        (
            _text("verdict", "clean, repaired, unreadable, scan"),
            Column("characters", "int32", "characters on the page", "character"),
            Column("thai_share", "float64", "share of Thai letters, 0 to 1"),
            Column("unmapped", "int32", "characters without a known meaning", "character"),
            Column("private_use", "int32", "private-use characters met", "character"),
            Column("stray_marks", "int32", "marks left without a base", "character"),
            Column("image_cover", "float64", "share of the page that images cover, 0 to 1"),
            _text("repairs", "name=count of each repair, joined by spaces"),
        ),
        ("report_id", "page"),
    ),
    Dataset(
        "checks", "one equation or comparison evaluated",
        (
            _text("check_id", "stable id", nullable=False),
            _text("rule", "rule evaluated", nullable=False),
            *SUBJECT,
            Column("seq", "int32", "narrative or activity concerned"),
            _text("outcome", "pass, rounding, fail, unknown", nullable=False),
            _number("reported", "what the report prints", "as printed"),
            _number("expected", "what its parts give", "as printed"),
            _number("difference", "reported - expected", "as printed"),
            _number("tolerance", "half-width of the interval that rounding allows", "as printed"),
        ),
        ("report_id", "check_id"),
        read_from_report=False,
    ),
    Dataset(
        "check_terms", "one term of a check",
        (
            _text("check_id", "the check it belongs to", nullable=False),
            Column("term_no", "int16", "from 1 in the check", "", False),
            _text("role", "part or total"),
            _text("label", "what the term is"),
            Column("sign", "int8", "1 added, -1 taken away"),
            _text("printed", "as printed"),
            _number("value", "its value; null where missing", "as printed"),
            _text("dataset", "dataset it is published in; empty where counted"),
        ),
        ("report_id", "check_id", "term_no"),
    ),
    Dataset(
        "findings", "what a person should look at",
        (
            _text("finding_id", "stable id: never of values, places or the kind of source", nullable=False),
            _text("check_id", "the check that failed; null where none"),
            _text("rule", "rule broken", nullable=False),
            _text("severity", "error, warning or info", nullable=False),
            *SUBJECT,
            Column("seq", "int32", "narrative or activity concerned"),
            _text("reported", "as the report writes it"),
            _text("expected", "what its parts give"),
            _text("difference", "reported - expected"),
            _text("suspect", "the term that must be wrong, where only one can be"),
            _text("suggested", "the value that would settle it"),
            _text("message_th", "one sentence in Thai"),
            _text("message_en", "one sentence in English"),
            _text("waived_by", "who accepted it"),
            _text("waived_why", "why it was accepted"),
        ),
        ("report_id", "finding_id"),
    ),
)  # fmt: skip

SERIES_ID = _text("series_id", "project_id of the earliest report, by period, that has the project", nullable=False)

# What many reports of one agency say together. The report, quarter and source of a row are those of the last
# report that prints it, so that a join with `reports` holds here too.
SERIES_DATASETS: tuple[Dataset, ...] = (
    Dataset(
        "project_series", "a project id of an agency, and the series of ids that are one project over its reports",
        (
            _text("project_id", "as in projects", nullable=False),
            SERIES_ID,
            _text("basis", "same: the id itself; likeness: guessed by name; person: decided in series.toml"),
            Column("score", "float64", "likeness of the names, 0 to 1; 1 for same and person"),
            _text("name", "the project's name in the last report that has this id"),
            _text("first_report", "report_id of the first report that has this id"),
            _text("last_report", "report_id of the last report that has this id"),
        ),
        ("agency", "project_id"),
        read_from_report=False,
        per_agency=True,
    ),
    Dataset(
        "series", "one figure of a project or KPI in one quarter: as first published, and as last restated",
        (
            SERIES_ID,
            _text("name", "the project's name in the last report that prints the figure"),
            Column("project_no", "int16", "the project's number there"),
            _text("kpi_series", "id of the KPI over the reports; null for money"),
            Column("kpi_no", "int16", "KPI's number there; null for money"),
            PART,
            _text("kpi_name", "the KPI's name there"),
            _text("measure", "allocated, planned, spent, disbursed, committed, disbursed_pct; of a KPI plan, actual, target, result"),
            _text("period", "Q1 … Q4; FY: the year; YTD: cumulative to the end of the row's quarter"),
            _number("value_first", "the figure in the first report of the year that prints it", "as in unit_first"),
            _text("unit_first", "unit of value_first"),
            _text("report_first", "report_id of that report"),
            _number("value_last", "the figure in the last report of the year that prints it", "as in unit"),
            _text("unit", "unit of value_last"),
            _text("report_last", "report_id of that report"),
            Column("restatements", "int16", "how often a later report of the year printed another figure than the one before", "time"),
            Column("amount_baht_first", "decimal128(24,2)", "value_first in baht; null where it is no money", "baht"),
            Column("amount_baht", "decimal128(24,2)", "value_last in baht; null where it is no money", "baht"),
        ),
        ("agency", "series_id", "kpi_series", "part", "measure", "fiscal_year", "period", "quarter"),
        read_from_report=False,
        per_agency=True,
    ),
)  # fmt: skip

ALL_DATASETS = DATASETS + SERIES_DATASETS
BY_NAME = {dataset.name: dataset for dataset in ALL_DATASETS}
