"""KPIs told from the rows of a table: their numbers, their projects, their units, in other agencies' tables."""

from __future__ import annotations

import pytest

from etl.pipeline import process
from schemas.document import Source
from schemas.report import Report

TITLE = "รายงานผลการดำเนินงาน\nกรมพัฒนาฝีมือแรงงาน\nปีงบประมาณ พ.ศ. 2568 ไตรมาสที่ 4\n\n"


def read(text: str) -> Report:
    data = (TITLE + text).encode()
    return process(data, Source("r.txt", "0" * 64, len(data), "text/plain"))


@pytest.mark.parametrize(
    ("first", "second", "expected", "reason"),
    [
        ("ตัวชี้วัดที่ 1 ก", "ตัวชี้วัดที่ 2 ข", [(1, "ก"), (2, "ข")], "a word before the number"),
        ("KPI 1: ก", "KPI 2: ข", [(1, "ก"), (2, "ข")], "an abbreviation"),
        ("2.1 ก", "2.2 ข", [(1, "ก"), (2, "ข")], "both levels, whatever the first one counts"),
        ("1.1 ก", "2.1 ข", [(1, "ก"), (2, "ข")], "one KPI each of two outcomes: by their order"),
        ("ก", "ข", [(1, "ก"), (2, "ข")], "no number at all: by their order"),
    ],
)
def test_kpis_are_numbered_as_the_table_does(first: str, second: str, expected: list[tuple[int, str]], reason: str) -> None:
    report = read(
        f"5. โครงการน้ำ\nตัวชี้วัด\tเป้าหมาย\tผลการดำเนินงาน\n{first}\t10 คน\t12 คน\n{second}\tร้อยละ 80\tร้อยละ 90\n".replace(
            "5.", "1.", 1
        )
    )
    assert [(kpi.kpi_no, kpi.name) for kpi in report.records.kpis] == expected, reason


def test_a_column_of_numbers_and_one_of_units_are_read() -> None:
    report = read("1. โครงการน้ำ\nที่\tตัวชี้วัด\tหน่วยนับ\tเป้าหมาย\tผล\n1\tผู้ใช้น้ำ\tคน\t10\t12\n2\tความพึงพอใจ\tร้อยละ\t80\t90.5\n")
    facts = [
        (k.kpi_no, k.name, str(k.target_value), k.target_unit, str(k.result_value), k.result_unit) for k in report.records.kpis
    ]
    assert facts == [(1, "ผู้ใช้น้ำ", "10", "person", "12", "person"), (2, "ความพึงพอใจ", "80", "percent", "90.5", "percent")]


def test_a_column_of_projects_says_whose_each_kpi_is() -> None:
    report = read(
        "โครงการ\tตัวชี้วัด\tเป้าหมาย\tผลการดำเนินงาน\n1. โครงการน้ำ\t1. ก\t1 แห่ง\t1 แห่ง\n\t2. ข\t2 แห่ง\t2 แห่ง\n2. โครงการป่า\t1. ค\t3 แห่ง\t3 แห่ง\n"
    )
    facts = [(k.project_no, k.kpi_no, k.name, str(k.target_value)) for k in report.records.kpis]
    assert facts == [(1, 1, "ก", "1"), (1, 2, "ข", "2"), (2, 1, "ค", "3")]


def test_what_no_reader_sees_is_no_part_of_a_number_or_a_word() -> None:
    report = read(
        "1. โครง\u00adการน้ํา\n\u200bหน่วย : ล้านบาท\nรายการ\tรวม\tQ1\tQ2\tQ3\tQ4\nแผนการ\u200bใช้จ่าย\t10\u200b.5\t1\t2\t3\t4.5\n"
    )
    planned = {amount.period: str(amount.value) for amount in report.records.budgets}
    assert planned == {"FY": "10.5", "Q1": "1", "Q2": "2", "Q3": "3", "Q4": "4.5"}
    assert report.records.projects[0].name == "โครงการน้ำ"


BUDGET = "รายการ\tรวม\tQ1\tQ2\tQ3\tQ4\nแผนการใช้จ่าย\t{0}\t0\t0\t0\t{0}\n"


@pytest.mark.parametrize(
    ("headings", "reason"),
    [
        (("1. การจัดหาน้ำ", "2. การปลูกป่า", "3. การตัดถนน"), "no word for a project, no summary: above its budget"),
        (("1 โครงการจัดหาน้ำ", "2 โครงการปลูกป่า", "3 โครงการตัดถนน"), "a space only"),
        (("1. โครงการจัดหาน้ำ", "2. โครงการปลูกป่า", "1. โครงการตัดถนน"), "numbered again under another strategy"),
        (("1.1 โครงการจัดหาน้ำ", "1.2 โครงการปลูกป่า", "1.3 โครงการตัดถนน"), "numbers of two levels"),
    ],
)
def test_sections_are_told_by_the_lines_above_their_budgets(headings: tuple[str, ...], reason: str) -> None:
    text = "".join(f"{heading}\nหน่วย : บาท\n{BUDGET.format(number * 10)}\n" for number, heading in enumerate(headings, start=1))
    planned = [(a.project_no, str(a.value), a.unit) for a in read(text).records.budgets if a.period == "FY"]
    assert planned == [(1, "10", "baht"), (2, "20", "baht"), (3, "30", "baht")], reason


def test_a_heading_inside_each_section_is_no_project() -> None:
    text = "".join(f"{n}. โครงการที่{name}\n1. งบประมาณ\n{BUDGET.format(n)}\n" for n, name in ((1, "หนึ่ง"), (2, "สอง")))
    report = read(text)
    assert [(a.project_no, str(a.value)) for a in report.records.budgets if a.period == "FY"] == [(1, "1"), (2, "2")]


@pytest.mark.parametrize(
    ("above", "unit"),
    [
        ("1. โครงการน้ำ (หน่วย : พันบาท)\n", "พันบาท"),
        ("ผลการใช้จ่ายงบประมาณ (ล้านบาท)\n1. โครงการน้ำ\n", "million_baht"),
        ("1. โครงการน้ำ\n(หน่วย: บาท)\n", "baht"),
        ("1. โครงการน้ำ\n", None),
    ],
)
def test_the_unit_may_stand_in_a_heading(above: str, unit: str | None) -> None:
    assert {amount.unit for amount in read(above + BUDGET.format(10)).records.budgets} == {unit}


def test_a_title_over_the_whole_table_is_no_row_of_its_header() -> None:
    rows = "<tr><td colspan=6>หน่วย : ล้านบาท</td></tr><tr><td></td><td>รวม</td><td>Q1</td><td>Q2</td><td>Q3</td><td>Q4</td></tr>"
    body = "<tr><td>แผนการใช้จ่าย</td><td>10</td><td>1</td><td>2</td><td>3</td><td>4</td></tr>"
    report = read(f"1. โครงการน้ำ\n<table>{rows}{body}</table>\n")
    facts = {a.period: (str(a.value), a.unit) for a in report.records.budgets}
    assert facts == {
        period: (value, "million_baht")
        for period, value in zip(("FY", "Q1", "Q2", "Q3", "Q4"), "10 1 2 3 4".split(), strict=True)
    }
