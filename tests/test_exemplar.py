"""The exemplar, read by hand, against what the program publishes: from its text and from both PDFs."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

import pytest

from etl.pipeline import process
from etl.source import make_source
from schemas.report import Report
from tests.reports_beside import report as report_path

GOLDEN = Path(__file__).parent / "golden" / "etda-2568-q4"
SOURCES = ["etda-2568-q4.txt", "etda-2568-q4-slides.pdf", "etda-2568-q4-document.pdf"]
KEYS = {
    "projects": ("project_no",),
    "budgets": ("project_no", "source_table", "measure", "period"),
    "scorecard": ("item_no",),
    "kpis": ("project_no", "kpi_no", "part", "source_table"),
    "kpi_quarters": ("project_no", "kpi_no", "part", "period"),
    "kpi_levels": ("project_no", "kpi_no", "part", "level"),
}
COLUMNS = {"threshold_sha16": "threshold_text", "cell_sha16": "cell_text"}
NOT_OURS = ("sure", "required", "why", "lines")


def golden(name: str) -> list[dict[str, str]]:
    with (GOLDEN / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def _processed(path: Path) -> Report:
    data = path.read_bytes()
    return process(data, make_source(path.name, data))


@pytest.fixture(params=SOURCES)
def report(request: pytest.FixtureRequest) -> Report:
    return _processed(report_path(request.param))


@pytest.fixture
def from_text() -> Report:
    return _processed(report_path(SOURCES[0]))


def sha16(text: str) -> str:
    bare = re.sub(r"\*\*|</?p>|\s", "", text)
    return hashlib.sha256(bare.encode()).hexdigest()[:16]


def agrees(expected: str, value: object, column: str) -> bool:
    """Whether a published value is what the golden's cell asks for."""
    if expected == "?":
        return True
    if column == "frameworks":
        return "|".join(value) == expected  # type: ignore[arg-type]  # a tuple of codes
    return any(_agrees(choice, value, column) for choice in expected.split("|"))


def _agrees(expected: str, value: object, column: str) -> bool:
    if expected == "" or value in (None, ""):
        return expected == "" and value in (None, "")
    if isinstance(value, Decimal | int):
        try:
            return Decimal(expected) == value
        except InvalidOperation:
            return False
    if isinstance(value, date):
        return value.isoformat() == expected
    return (sha16(str(value)) if column.endswith("_sha16") else str(value)) == expected


def contradictions(row: dict[str, str], record: object, columns: Iterable[str], *, with_line: bool) -> list[str]:
    """The columns in which a record is not what its golden row says, shown with both."""
    wrong = []
    for column in columns:
        if column in NOT_OURS or (column == "line" and not with_line):
            continue
        value = (
            record.read.place.line if column == "line" else getattr(record, COLUMNS.get(column, column.removesuffix("_sha16")))
        )  # type: ignore[attr-defined]
        if not agrees(row[column], value, column):
            wrong.append(f"{column}: {row[column]!r}, not {value!r}")
    return wrong


@pytest.mark.parametrize("name", sorted(KEYS))
def test_every_row_is_what_the_report_says(report: Report, name: str) -> None:
    rows = golden(name)
    sure = [row for row in rows if row.get("sure", "yes") == "yes"]
    published = {tuple(str(getattr(record, column)) for column in KEYS[name]): record for record in getattr(report.records, name)}
    known = {tuple(row[column] for column in KEYS[name]): row for row in rows}
    assert set(published) <= set(known)
    assert {tuple(row[column] for column in KEYS[name]) for row in sure} <= set(published)
    with_line = report.document.reader == "text"
    wrong = {
        key: found
        for key, record in published.items()
        if (found := contradictions(known[key], record, known[key], with_line=with_line))
    }
    assert wrong == {}


@pytest.mark.parametrize("name", ["activities", "links"])
def test_every_row_in_order_is_what_the_report_says(report: Report, name: str) -> None:
    rows, records = golden(name), getattr(report.records, name)
    assert len(records) == len(rows)
    with_line = report.document.reader == "text"
    wrong = {
        row["line"]: found
        for row, record in zip(rows, records, strict=True)
        if (found := contradictions(row, record, row, with_line=with_line))
    }
    assert wrong == {}


def test_whose_report_it_is_and_of_when(from_text: Report) -> None:
    (row,) = golden("reports")
    columns = [name for name in row if name not in ("media_type", "page_count", "title_sha16")]
    assert contradictions(row, from_text.records.head, columns, with_line=True) == []


def test_every_line_of_words_is_a_narrative_under_its_kpi(from_text: Report) -> None:
    by_line: dict[str, list[object]] = {}
    for narrative in from_text.records.narratives:
        by_line.setdefault(str(narrative.read.place.line), []).append(narrative)
    wrong = {}
    for row in golden("narratives"):
        here = by_line.get(row["line"], [])
        if not here and row["sure"] == "no":
            continue
        columns = [name for name in row if name not in ("line", "marker")]
        found = [contradictions(row, narrative, columns, with_line=False) for narrative in here]
        if [] not in found:
            wrong[row["line"]] = found
    assert wrong == {}


def squashed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", SOURCES[1:])
def test_the_words_of_a_pdf_are_those_of_the_text(name: str, from_text: Report) -> None:
    from rapidfuzz.distance import Levenshtein

    pdf = _processed(report_path(name))
    expected, read = (squashed("".join(line.text for line in r.records.narratives)) for r in (from_text, pdf))
    assert Levenshtein.distance(expected, read) / len(expected) < 0.005


def as_figure(text: str | None) -> Decimal | None:
    return Decimal(text.replace(",", "")) if text else None


def _is_finding(row: dict[str, str], finding: object, *, with_line: bool) -> bool:
    about = finding.subject  # type: ignore[attr-defined]
    if row["rule"] != finding.rule or row["severity"] != finding.severity:  # type: ignore[attr-defined]
        return False
    for column in ("project_no", "kpi_no", "item_no"):
        if not agrees(row[column], getattr(about, column), column):
            return False
    if row["rule"] in ("kpi.quarters_sum", "scorecard.weighted_score"):
        for column in ("reported", "expected", "difference"):
            if row[column] and not agrees(row[column], as_figure(getattr(finding, column)), column):
                return False
    return not with_line or row["lines"] in ("", "?") or finding.place.line in _lines(row["lines"])  # type: ignore[attr-defined]


def _lines(written: str) -> set[int | None]:
    numbers: set[int | None] = set()
    for part in re.split(r"[|,/ ]+", written):
        first, _, last = part.partition("-")
        numbers.update(range(int(first), int(last or first) + 1))
    return numbers


def test_its_own_mistakes_are_found_each_on_its_line(report: Report) -> None:
    with_line = report.document.reader == "text"
    missing = [
        (row["rule"], row["project_no"], row["kpi_no"], row["lines"])
        for row in golden("findings")
        if row["required"] == "yes" and not any(_is_finding(row, f, with_line=with_line) for f in report.findings)
    ]
    assert missing == []


def test_nothing_else_is_called_wrong(report: Report) -> None:
    rows = [row for row in golden("findings") if row["severity"] != "info"]
    found = [finding for finding in report.findings if finding.severity != "info"]
    assert len(found) == len(rows) == 15
    assert [f for f in found if not any(_is_finding(row, f, with_line=False) for row in rows)] == []


def test_the_malformed_number_is_proved_by_the_sum_around_it(report: Report) -> None:
    (finding,) = [f for f in report.findings if f.rule == "number.malformed"]
    assert (finding.reported, finding.suggested) == ("323,8777", "323,877")


BOUND: list[tuple[str, int, str]] = [
    ("budget.quarters_sum", 32, "8 projects of 4 rows"),
    ("budget.spent_parts", 40, "8 projects of 5 columns"),
    ("budget.summary_equals_section", 24, "8 projects of 3 measures"),
    ("budget.disbursed_pct", 8, "8 projects"),
    ("budget.within_allocated", 8, "8 projects"),
    ("budget.plan_equals_allocated", 8, "8 projects"),
    ("kpi.plan_sum", 20, "20 KPIs plan numbers"),
    ("kpi.quarters_sum", 4, "4.1, 7.2, 7.3 and 7.4 print actuals"),
    ("kpi.activities_sum", 4, "the same four count activities"),
]


@pytest.mark.parametrize(("rule", "count", "reason"), BOUND)
def test_the_rules_bind_to_every_equation_there_is(report: Report, rule: str, count: int, reason: str) -> None:
    assert dict(report.bound)[rule] == count, reason


def test_every_budget_equation_holds_exactly(report: Report) -> None:
    assert {check.outcome for check in report.checks if check.rule.startswith("budget.")} == {"pass"}


def test_at_most_three_in_a_hundred_numbers_are_unaccounted(report: Report) -> None:
    unaccounted = [number for number in report.numbers if number.fate == "unaccounted"]
    assert len(unaccounted) <= 0.03 * len(report.numbers)
