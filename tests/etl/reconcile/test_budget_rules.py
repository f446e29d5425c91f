"""Budget rules on figures written by hand: what is noticed, whom it names, what is left open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from etl.reconcile import reconcile
from schemas.finding import Finding
from schemas.record import Records

Change = Callable[[Records, tuple[int, str, str, str], str], Records]


def _findings(records: Records) -> list[Finding]:
    return list(reconcile(records, ()).findings)


@pytest.mark.parametrize(
    ("key", "text", "rules", "suspect", "suggested", "reason"),
    [
        (
            (1, "project", "disbursed", "Q2"), "5.7911", {"budget.quarters_sum", "budget.spent_parts"},
            "disbursed Q2", "5.7611", "a cell in the middle stands in its row and its column",
        ),
        (
            (1, "project", "committed", "Q3"), "4.8284", {"budget.quarters_sum", "budget.spent_parts"},
            "committed Q3", "(4.8284)", "a minus lost, written as the table writes it",
        ),
        (
            (2, "project", "spent", "FY"), "64.4936",
            {"budget.quarters_sum", "budget.spent_parts", "budget.summary_equals_section"},
            "spent FY", "64.4963", "two digits swapped in a total",
        ),
        (
            (4, "summary", "disbursed", "YTD"), "55.0345", {"budget.summary_equals_section"},
            "summary disbursed YTD", "55.0344", "one unit of the last place, in a report that closes exactly",
        ),
        (
            (5, "summary", "disbursed_pct", "YTD"), "29", {"budget.disbursed_pct"},
            "summary disbursed_pct YTD", "92", "a percentage",
        ),
        (
            (7, "project", "planned", "FY"), "48.7560",
            {"budget.quarters_sum", "budget.summary_equals_section", "budget.plan_equals_allocated"},
            "planned FY", "48.7650", "the plan of the year",
        ),
        (
            (8, "project", "planned", "Q2"), "39.7000", {"budget.quarters_sum"},
            None, None, "four quarters could be wrong: nothing is claimed",
        ),
    ],
)  # fmt: skip
def test_a_wrong_figure_is_noticed_and_named_where_only_one_cell_explains_it(
    eight_projects, with_figure: Change, key, text, rules, suspect, suggested, reason
) -> None:
    findings = _findings(with_figure(eight_projects, key, text))
    assert {found.rule for found in findings} == rules, reason
    assert {found.suspect for found in findings} == {suspect}, reason
    assert {found.suggested for found in findings} == {suggested}, reason


def test_two_mistakes_in_two_projects_are_both_named(eight_projects, with_figure: Change) -> None:
    once = with_figure(eight_projects, (1, "project", "disbursed", "Q2"), "5.7911")
    findings = _findings(with_figure(once, (6, "project", "spent", "Q4"), "1.1657"))
    named = {(found.subject.project_no, found.suspect) for found in findings}
    assert named == {(1, "disbursed Q2"), (6, "spent Q4")}


def test_two_mistakes_in_one_row_are_told_apart_by_their_columns(eight_projects, with_figure: Change) -> None:
    once = with_figure(eight_projects, (3, "project", "disbursed", "Q1"), "2.2392")
    findings = _findings(with_figure(once, (3, "project", "disbursed", "Q3"), "12.4151"))
    named = {(found.suspect, found.suggested) for found in findings if found.rule == "budget.spent_parts"}
    assert named == {("disbursed Q1", "2.2292"), ("disbursed Q3", "12.4111")}


def test_candidates_are_listed_where_several_cells_could_be_wrong(eight_projects, with_figure: Change) -> None:
    (found,) = _findings(with_figure(eight_projects, (8, "project", "planned", "Q2"), "39.7000"))
    assert found.suspect is None
    assert "planned Q2 39.7000 → 39.0700" in found.message_en
    assert "planned Q4" in found.message_en
    assert "แผนการใช้จ่าย ไตรมาส 2 39.7000 → 39.0700" in found.message_th


def test_an_amount_off_by_its_last_place_is_a_warning(eight_projects, with_figure: Change) -> None:
    findings = _findings(with_figure(eight_projects, (1, "project", "disbursed", "Q2"), "5.7612"))
    assert {(found.rule, found.severity) for found in findings} == {
        ("budget.quarters_sum", "warning"), ("budget.spent_parts", "warning"),
    }  # fmt: skip
    checks = {
        check.outcome for check in reconcile(with_figure(eight_projects, (1, "project", "disbursed", "Q2"), "5.7612"), ()).checks
    }
    assert checks == {"pass", "rounding"}


def test_figures_in_a_finding_are_written_as_the_report_writes_them(eight_projects, with_figure: Change) -> None:
    findings = _findings(with_figure(eight_projects, (1, "project", "committed", "FY"), "(2.6820)"))
    row = next(found for found in findings if found.rule == "budget.quarters_sum")
    assert (row.reported, row.expected, row.difference) == ("(2.6820)", "2.6820", "-5.3640")
    column = next(found for found in findings if found.rule == "budget.spent_parts")
    assert (column.reported, column.expected, column.difference) == ("39.1070", "33.7430", "5.3640")


def test_a_plan_above_the_allocation_is_judged_only_where_plans_are_allocations(eight_projects, with_figure: Change) -> None:
    records = eight_projects
    for project_no in (1, 2, 3):
        records = with_figure(records, (project_no, "summary", "allocated", "FY"), "99.0000")
    rules = {found.rule for found in _findings(records)}
    assert "budget.plan_equals_allocated" not in rules
    assert dict(reconcile(records, ()).bound)["budget.plan_equals_allocated"] == 0


def test_spending_above_the_allocation_is_a_warning(eight_projects, with_figure: Change) -> None:
    findings = _findings(with_figure(eight_projects, (7, "summary", "allocated", "FY"), "47.0000"))
    (found,) = [found for found in findings if found.rule == "budget.within_allocated"]
    assert (found.severity, found.reported, found.expected, found.difference) == ("warning", "48.7631", "47.0000", "1.7631")


@pytest.mark.parametrize(
    ("dropped", "subjects", "reason"),
    [
        (lambda row: row.project_no == 3 and row.source_table == "project" and row.measure == "committed",
         {("project", "committed", None)}, "a row"),
        (lambda row: row.project_no == 3 and row.source_table == "project" and row.period == "Q2",
         {("project", None, "Q2")}, "a column"),
        (lambda row: (row.project_no, row.source_table, row.measure, row.period) == (3, "project", "spent", "Q2"),
         {("project", "spent", "Q2")}, "one amount"),
        (lambda row: row.project_no == 3 and row.source_table == "project",
         {("project", None, None)}, "a whole table"),
        (lambda row: row.project_no == 3 and row.source_table == "summary",
         {("summary", None, None)}, "a row of the summary"),
    ],
)  # fmt: skip
def test_what_a_table_lacks_beside_its_neighbours_is_said_once(eight_without, dropped, subjects, reason) -> None:
    findings = _findings(eight_without(dropped))
    assert {found.rule for found in findings} == {"table.incomplete"}, reason
    found = {(item.subject.source_table, item.subject.measure, item.subject.period) for item in findings}
    assert found == subjects, reason
    assert {item.severity for item in findings} == {"warning"}


def test_a_missing_part_leaves_its_equations_open_and_is_named(eight_without) -> None:
    records = eight_without(lambda row: (row.project_no, row.measure, row.period) == (3, "spent", "Q2"))
    checks = [check for check in reconcile(records, ()).checks if check.outcome == "unknown"]
    assert {check.rule for check in checks} == {"budget.quarters_sum", "budget.spent_parts"}
    assert {term.label for check in checks for term in check.terms if term.value is None} == {"spent Q2"}


def test_in_the_second_quarter_actuals_are_summed_so_far_and_the_plan_over_the_year(eight_projects) -> None:
    kept = []
    for row in eight_projects.budgets:
        if row.measure == "planned" or row.period in ("Q1", "Q2") or row.measure in ("allocated",):
            kept.append(row)
    half = Records(replace(eight_projects.head, quarter=2), budgets=tuple(row for row in kept if row.source_table == "project"))
    result = reconcile(half, ())
    assert [found.message_en for found in result.findings] == []
    planned = [check for check in result.checks if check.subject.measure == "planned"]
    assert {len(check.terms) for check in planned} == {5}


def test_a_total_row_is_the_sum_of_its_projects(eight_projects) -> None:
    whole = next(row for row in eight_projects.budgets if row.source_table == "summary" and row.measure == "allocated")
    for printed, rules in (("446.5284", set()), ("446.5824", {"budget.total_row"})):
        total = replace(whole, project_no=0, value=Decimal(printed), read=replace(whole.read, source_text=printed))
        records = Records(eight_projects.head, budgets=(*eight_projects.budgets, total))
        assert {found.rule for found in _findings(records)} == rules


def test_tables_in_baht_and_in_million_baht_are_compared_in_baht(eight_projects) -> None:
    def in_baht(row):
        if row.source_table != "summary" or row.unit != "million_baht":
            return row
        value = (row.value * 1_000_000).quantize(Decimal("0.01"))
        return replace(row, value=value, unit="baht", decimals=2, read=replace(row.read, source_text=f"{value:,}"))

    records = Records(eight_projects.head, budgets=tuple(map(in_baht, eight_projects.budgets)))
    assert _findings(records) == []
