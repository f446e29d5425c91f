"""The exemplar, read by hand, against what the program publishes: from its text and from both PDFs."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from etl.pipeline import process
from etl.source import make_source
from schemas.report import Report
from tests.reports_beside import report as report_path

GOLDEN = Path(__file__).parent / "golden" / "exemplar"
SOURCES = ["etda-2568-q4.txt", "etda-2568-q4-slides.pdf", "etda-2568-q4-document.pdf"]
QUARTERS = ("Q1", "Q2", "Q3", "Q4")


def golden(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


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


def money(printed: str) -> Decimal:
    if printed == "-":
        return Decimal(0)
    return -Decimal(printed[1:-1]) if printed.startswith("(") else Decimal(printed)


def number(printed: str) -> Decimal | None:
    return Decimal(printed) if printed else None


def kpi_key(text: str) -> tuple[int, int]:
    project, kpi = text.split(".")
    return int(project), int(kpi)


def test_every_budget_amount_is_the_one_printed(report: Report) -> None:
    expected: dict[tuple[int, str, str, str], tuple[Decimal, str]] = {}
    for row in golden("budgets.tsv"):
        for period in ("FY", *QUARTERS):
            expected[int(row["project"]), "project", row["measure"], period] = (money(row[period]), "million_baht")
    for row in golden("spending.tsv"):
        for measure in ("allocated", "planned", "spent", "disbursed", "disbursed_pct"):
            unit = "percent" if measure == "disbursed_pct" else "million_baht"
            period = "FY" if measure == "allocated" else "YTD"
            expected[int(row["project"]), "summary", measure, period] = (Decimal(row[measure]), unit)
    assert len(expected) == 200
    published = {
        (a.project_no, a.source_table, a.measure, a.period): (a.value, a.unit) for a in report.records.budgets
    }
    assert published == expected


def test_amounts_in_baht_and_where_their_unit_was_declared(from_text: Report) -> None:
    by_key = {(a.project_no, a.source_table, a.measure, a.period): a for a in from_text.records.budgets}
    first = by_key[1, "project", "planned", "Q1"]
    assert (first.amount_baht, first.decimals, first.unit_basis) == (Decimal(16_330_000), 4, "inherited")
    assert by_key[7, "project", "planned", "Q1"].unit_basis == "declared"
    assert by_key[1, "summary", "spent", "YTD"].unit_basis == "declared"
    assert by_key[1, "summary", "disbursed_pct", "YTD"].amount_baht is None


def test_every_line_of_the_scorecard(report: Report) -> None:
    expected = [
        (row["item_no"], number(row["weight"]), number(row["score"]), number(row["weighted_score"]))
        for row in golden("scorecard.tsv")
    ]
    assert [(s.item_no, s.weight, s.score, s.weighted_score) for s in report.records.scorecard] == expected


def test_every_target_and_result(report: Report) -> None:
    expected = {
        (*kpi_key(row["kpi"]), int(row["part"]), row["table"]): (
            tuple(filter(None, row["frameworks"].split(","))),
            row["operator"] or None, number(row["target"]), row["unit"],
            number(row["result"]), row["result_unit"] or None, number(row["points"]), row["status"],
        )
        for row in golden("kpis.tsv")
    }  # fmt: skip
    assert len(expected) == 58
    published = {
        (k.project_no, k.kpi_no, k.part, k.source_table): (
            k.frameworks, k.target_operator, k.target_value, k.target_unit,
            k.result_value, k.result_unit, k.points, k.status,
        )
        for k in report.records.kpis
    }  # fmt: skip
    assert published == expected


def test_every_quarter_of_every_kpi(report: Report) -> None:
    expected: dict[tuple[int, int, int, str], tuple[Decimal | None, Decimal | None, str]] = {}
    for row in golden("quarters.tsv"):
        for quarter in QUARTERS:
            if row[quarter]:
                plan, _, actual = row[quarter].rstrip(")").partition("(")
                expected[*kpi_key(row["kpi"]), 1, quarter] = (None if plan == "w" else number(plan), number(actual), row["unit"])
    published = {
        (q.project_no, q.kpi_no, q.part, q.period): (q.plan_value, q.actual_value, q.unit)
        for q in report.records.kpi_quarters
    }
    assert published == expected


def test_every_scoring_level(report: Report) -> None:
    points = {"basic": 50, "standard": 75, "advanced": 100}
    expected = {}
    for row in golden("levels.tsv"):
        for level, worth in points.items():
            low, _, high = row[level].lstrip(">").partition("..")
            operator = "between" if high else ">" if row[level].startswith(">") else None
            expected[*kpi_key(row["kpi"]), level] = (Decimal(worth), operator, Decimal(low), number(high), row["unit"])
    published = {
        (v.project_no, v.kpi_no, v.level): (v.points, v.threshold_operator, v.threshold_value, v.threshold_upper, v.threshold_unit)
        for v in report.records.kpi_levels
    }
    assert published == expected


def test_every_counted_activity(report: Report) -> None:
    expected = [(*kpi_key(r["kpi"]), r["channel"] or None, Decimal(r["count"]), r["unit"]) for r in golden("activities.tsv")]
    assert [(a.project_no, a.kpi_no, a.channel, a.count, a.unit) for a in report.records.activities] == expected


def test_whose_report_it_is_and_of_when(report: Report) -> None:
    head = report.records.head
    assert (head.report_id, head.agency_basis, head.fiscal_year, head.quarter) == ("etda-2568-q4", "text", 2568, 4)
    days = (head.period_start, head.period_end, head.as_of)
    assert [day.isoformat() if day else None for day in days] == ["2024-10-01", "2025-09-30", "2025-09-30"]
    assert [project.project_no for project in report.records.projects] == [1, 2, 3, 4, 5, 6, 7, 8]


def about(finding_subject: object) -> str:
    item, project, kpi = (getattr(finding_subject, name) for name in ("item_no", "project_no", "kpi_no"))
    return item or (f"{project}.{kpi}" if kpi is not None else str(project))


def test_its_own_mistakes_are_found_and_nothing_else(report: Report) -> None:
    expected = sorted(
        (row["severity"], row["rule"], row["about"], row["reported"], row["expected"], row["difference"])
        for row in golden("findings.tsv")
        if row["reported"]
    )
    bare = sorted((r["severity"], r["rule"], r["about"]) for r in golden("findings.tsv"))
    found = [f for f in report.findings if f.severity != "info"]
    assert sorted((f.severity, f.rule, about(f.subject)) for f in found) == bare
    with_figures = [
        (f.severity, f.rule, about(f.subject), f.reported or "", f.expected or "", f.difference or "") for f in found
    ]
    assert [entry for entry in expected if entry not in with_figures] == []


def test_each_finding_stands_on_the_line_that_proves_it(from_text: Report) -> None:
    expected = sorted((row["rule"], row["about"], int(row["line"])) for row in golden("findings.tsv"))
    found = sorted((f.rule, about(f.subject), f.place.line) for f in from_text.findings if f.severity != "info")
    assert found == expected


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
    outcomes = {check.outcome for check in report.checks if check.rule.startswith("budget.")}
    assert outcomes == {"pass"}


def test_at_most_three_in_a_hundred_numbers_are_unaccounted(report: Report) -> None:
    unaccounted = [number for number in report.numbers if number.fate == "unaccounted"]
    assert len(unaccounted) <= 0.03 * len(report.numbers)


def squashed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", SOURCES[1:])
def test_the_words_of_a_pdf_are_those_of_the_text(name: str, from_text: Report) -> None:
    from rapidfuzz.distance import Levenshtein

    pdf = _processed(report_path(name))
    words: Callable[[Report], str] = lambda r: squashed("".join(line.text for line in r.records.narratives))  # noqa: E731
    expected = words(from_text)
    assert Levenshtein.distance(expected, words(pdf)) / len(expected) < 0.005
    names = [[squashed(p.name) for p in r.records.projects] for r in (from_text, pdf)]
    assert names[0] == names[1]


