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


def test_rows_that_run_up_are_to_date_and_under_no_quarters_name() -> None:
    report = read(
        "1. โครงการน้ำ\nรายการ (บาท)\tไตรมาส 1\tไตรมาส 2\tไตรมาส 3\tไตรมาส 4\tรวม\n"
        "แผนการใช้จ่ายสะสม\t10\t25\t40\t50\t50\nเบิกจ่าย\t9\t13\t\t\t22\nผลการเบิกจ่าย (สะสม)\t9\t22\t\t\t22\n"
    )
    assert amounts(report) == [
        (1, "disbursed", "Q1", "9", "baht"),
        (1, "disbursed", "Q2", "13", "baht"),
        (1, "disbursed", "FY", "22", "baht"),
        (1, "planned", "YTD", "25", "baht"),
        (1, "planned", "FY", "50", "baht"),
        (1, "disbursed", "YTD", "22", "baht"),
    ]
    assert errors(report) == []


def test_groups_and_parts_of_projects_are_no_projects_and_that_is_said() -> None:
    report = read(
        "ลำดับ\tโครงการ/กิจกรรม (บาท)\tงบประมาณ\tเบิกจ่าย\n\tยุทธศาสตร์ที่ 1 น้ำ\t40\t18\n1\tโครงการน้ำ\t40\t18\n"
        "\tกิจกรรมที่ 1 ตรวจน้ำ\t25\t10\n\tกิจกรรมที่ 2 อบรม\t15\t8\n"
    )
    assert [(project.project_no, project.name) for project in report.records.projects] == [(1, "โครงการน้ำ")]
    assert amounts(report) == [(1, "allocated", "FY", "40", "baht"), (1, "disbursed", "FY", "18", "baht")]
    assert [found.reported for found in report.findings if found.rule == "table.unrecognised"] == [
        "ยุทธศาสตร์ที่ 1 น้ำ",
        "กิจกรรมที่ 1 ตรวจน้ำ",
        "กิจกรรมที่ 2 อบรม",
    ]


def test_a_column_of_numbers_names_the_projects_of_the_sections_too() -> None:
    report = read(
        "ลำดับ\tแผนงาน\tงบประมาณ\tเบิกจ่าย\n1\tสุขภาวะในองค์กร\t40\t18\n2\tกิจกรรมทางกาย\t20\t9\n\n"
        "1. สุขภาวะในองค์กร\nตัวชี้วัด\tเป้าหมาย\tผลการดำเนินงาน\n1. องค์กร\t150 แห่ง\t82 แห่ง\n"
        "กิจกรรมที่ 1 อบรมผู้นำ\nกิจกรรมที่ 2 ติดตามผล\n"
        "2. กิจกรรมทางกาย\nตัวชี้วัด\tเป้าหมาย\tผลการดำเนินงาน\n1. ผู้ร่วมวิ่ง\t100 คน\t45 คน\n"
    )
    assert [project.name for project in report.records.projects] == ["สุขภาวะในองค์กร", "กิจกรรมทางกาย"]
    assert [(kpi.project_no, kpi.source_table, str(kpi.result_value)) for kpi in report.records.kpis] == [
        (1, "project", "82"),
        (2, "project", "45"),
    ]


def test_money_beside_targets_and_results_is_a_spending_summary_too() -> None:
    report = read(
        "ที่\tโครงการ\tตัวชี้วัด\tเป้าหมาย\t\tผลการดำเนินงาน\tร้อยละ\tงบประมาณ (บาท)\t\tร้อยละ\n"
        "\t\t\tจำนวน\tหน่วยนับ\t\t\tจัดสรร\tเบิกจ่าย\t\n"
        "1\tโครงการน้ำ\tแหล่งน้ำ\t20\tแห่ง\t17\t85.00\t1,000\t800\t80.00\n"
        "2\tโครงการป่า\tต้นไม้\t30\tรายการ\t33\t110.00\t500\t250\t50.00\n"
    )
    assert amounts(report) == [
        (1, "allocated", "FY", "1000", "baht"),
        (1, "disbursed", "FY", "800", "baht"),
        (1, "disbursed_pct", "YTD", "80.00", "percent"),
        (2, "allocated", "FY", "500", "baht"),
        (2, "disbursed", "FY", "250", "baht"),
        (2, "disbursed_pct", "YTD", "50.00", "percent"),
    ]
    kpis = [(k.project_no, k.kpi_no, str(k.target_value), k.target_unit, str(k.result_value)) for k in report.records.kpis]
    assert kpis == [(1, 1, "20", "place", "17"), (2, 1, "30", "item", "33")]
    assert [project.name for project in report.records.projects] == ["โครงการน้ำ", "โครงการป่า"]
    places = [(cell.table_no, cell.row_no, cell.column_no) for cell in report.records.cells]
    assert len(places) == len(set(places)) == 40
    assert errors(report) == []


def test_a_unit_may_stand_at_the_foot_of_its_table() -> None:
    report = read("โครงการ\tงบประมาณ\tเบิกจ่าย\n1. โครงการน้ำ\t500\t100\nหน่วย : บาท\t\t\n")
    assert amounts(report) == [(1, "allocated", "FY", "500", "baht"), (1, "disbursed", "FY", "100", "baht")]


def test_a_table_of_kpis_alone_names_its_projects() -> None:
    head = "โครงการ\tตัวชี้วัด\tเป้าหมาย\tผลการดำเนินงาน\n"
    rows = "1. โครงการน้ำ\t1.1 แหล่งน้ำ\t20 แห่ง\t17 แห่ง\n1. โครงการน้ำ\t1.2 ผู้ใช้น้ำ\t5 คน\t6 คน\n2. โครงการป่า\t2.1 ต้นไม้\t30 รายการ\t33 รายการ\n"
    report = read(head + rows)
    assert [(project.project_no, project.name) for project in report.records.projects] == [(1, "โครงการน้ำ"), (2, "โครงการป่า")]
    assert report.findings == ()


def test_projects_below_a_head_without_a_word_over_them() -> None:
    table = (
        "<table><tr><td></td><td>เป้าหมาย</td><td>ผลการดำเนินงาน</td></tr>"
        "<tr><td colspan='3'>โครงการที่ 1 น้ำสะอาด</td></tr><tr><td>แหล่งน้ำ</td><td>20 แห่ง</td><td>17 แห่ง</td></tr>"
        "<tr><td colspan='3'>โครงการที่ 2 ป่าชุมชน</td></tr><tr><td>ต้นไม้</td><td>30 รายการ</td><td>33 รายการ</td></tr></table>"
    )
    facts = [(k.project_no, k.kpi_no, k.name, str(k.result_value)) for k in read(table).records.kpis]
    assert facts == [(1, 1, "แหล่งน้ำ", "17"), (2, 1, "ต้นไม้", "33")]


def test_the_total_may_stand_before_the_projects_column() -> None:
    report = read("ยุทธศาสตร์\tโครงการ (บาท)\tงบประมาณ\tเบิกจ่าย\n1. น้ำ\t1. โครงการน้ำ\t500\t100\nรวม\t\t500\t100\n")
    assert amounts(report)[2:] == [(0, "allocated", "FY", "500", "baht"), (0, "disbursed", "FY", "100", "baht")]
