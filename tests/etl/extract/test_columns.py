"""Columns that say whose figure they hold: units, quarters and totals of other agencies' tables."""

from __future__ import annotations

from etl.pipeline import process
from schemas.document import Source
from schemas.report import Report

TITLE = "รายงานผลการดำเนินงาน\nกรมควบคุมมลพิษ\nปีงบประมาณ พ.ศ. 2568 ไตรมาสที่ 2\n\n"


def read(text: str) -> Report:
    data = (TITLE + text).encode()
    return process(data, Source("r.txt", "0" * 64, len(data), "text/plain"))


def amounts(report: Report) -> list[tuple[int, str, str, str, str | None]]:
    return [(b.project_no, b.measure, b.period, str(b.value), b.unit) for b in report.records.budgets]


def errors(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings if finding.severity == "error"]


def test_each_column_has_the_unit_of_its_own_head() -> None:
    report = read("โครงการ\tงบประมาณ (ล้านบาท)\tเบิกจ่าย (บาท)\tร้อยละการเบิกจ่าย\n1. โครงการน้ำ\t52.50\t21,000,000.00\t40.00\n")
    assert amounts(report) == [
        (1, "allocated", "FY", "52.50", "million_baht"),
        (1, "disbursed", "FY", "21000000.00", "baht"),
        (1, "disbursed_pct", "YTD", "40.00", "percent"),
    ]
    assert errors(report) == []  # 21 of 52.5 million is 40 %


def test_a_share_of_amounts_in_two_units_is_judged_in_baht() -> None:
    report = read("โครงการ\tงบประมาณ (ล้านบาท)\tเบิกจ่าย (บาท)\tร้อยละการเบิกจ่าย\n1. โครงการน้ำ\t52.50\t21,000,000.00\t41.00\n")
    assert errors(report) == ["budget.disbursed_pct"]


def test_cumulative_said_above_several_columns_holds_for_each() -> None:
    report = read(
        "ที่\tโครงการ\tงบประมาณ (บาท)\tใช้จ่ายสะสม\t\n\t\t\tเบิกจ่าย\tผูกพัน\n1\tโครงการน้ำ\t500\t100\t50\nรวม\t\t500\t100\t50\n"
    )
    assert amounts(report) == [
        (1, "allocated", "FY", "500", "baht"),
        (1, "disbursed", "YTD", "100", "baht"),
        (1, "committed", "YTD", "50", "baht"),
        (0, "allocated", "FY", "500", "baht"),
        (0, "disbursed", "YTD", "100", "baht"),
        (0, "committed", "YTD", "50", "baht"),
    ]


def test_money_of_one_quarter_is_no_money_of_the_year() -> None:
    report = read("โครงการ (หน่วย : บาท)\tงบประมาณ\tแผนการเบิกจ่าย ไตรมาส 2\tเบิกจ่าย\n1. โครงการน้ำ\t500\t125\t100\n")
    assert amounts(report)[1] == (1, "planned", "Q2", "125", "baht")


def test_plan_and_actual_in_columns_of_their_own() -> None:
    head = "ตัวชี้วัด\tเป้าหมาย\tไตรมาส 1\t\tไตรมาส 2\t\tผลรวม\n\t\tแผน\tผล\tแผน\tผล\t\n"
    report = read("1. โครงการน้ำ\n" + head + "1. ผู้ใช้น้ำ\t30 คน\t10\t12\t20\t-\t13 คน\n")
    quarters = [(q.period, str(q.plan_value), str(q.actual_value), q.cell_text) for q in report.records.kpi_quarters]
    assert quarters == [("Q1", "10", "12", "10\t12"), ("Q2", "20", "None", "20\t-")]
    assert [(str(k.target_value), str(k.result_value)) for k in report.records.kpis] == [("30", "13")]


def test_rows_below_an_unknown_head_are_none_of_the_table_above() -> None:
    kpis = "1. โครงการน้ำ\nตัวชี้วัด\tเป้าหมาย\tผลการดำเนินงาน\n1. ผู้ใช้น้ำ\t30 คน\t13 คน\n"
    report = read(kpis + "โครงการ\tงบประมาณ\tวงเงินที่ขอ\n2. โครงการน้ำ\t52 บาท\t10 บาท\n")
    assert [kpi.kpi_no for kpi in report.records.kpis] == [1]
    assert [finding.rule for finding in report.findings] == ["table.unrecognised"]


def test_projects_may_be_listed_inside_the_summary_of_kpis() -> None:
    report = read(
        "ตัวชี้วัด\tหน่วยนับ\tเป้าหมาย\tผลการดำเนินงาน\n"
        "โครงการที่ 1 โครงการน้ำ\t\t\t\n1.1 ผู้ใช้น้ำ\tคน\t30\t13\n"
        "โครงการที่ 2 โครงการป่า\t\t\t\n2.1 ต้นไม้\tรายการ\t40\t41\n2.2 จังหวัด\tจังหวัด\t2\t3\n"
    )
    kpis = [(k.project_no, k.kpi_no, k.source_table, str(k.result_value)) for k in report.records.kpis]
    assert kpis == [(1, 1, "summary", "13"), (2, 1, "summary", "41"), (2, 2, "summary", "3")]
    assert [project.name for project in report.records.projects] == ["โครงการน้ำ", "โครงการป่า"]
