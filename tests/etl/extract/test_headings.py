"""Sections that other agencies head without a number, or with two levels of them."""

from __future__ import annotations

import pytest

from etl.pipeline import process
from parsers.unnumbered import unnumbered_title
from schemas.document import Source
from schemas.report import Report
from schemas.reports.quarterly_performance import FAMILY

TITLE = "รายงานผลการดำเนินงาน\nกรมประมง\nปีงบประมาณ พ.ศ. 2568 ไตรมาสที่ 2\n\n"
HEAD = "ตัวชี้วัด\tเป้าหมาย\tผลการดำเนินงาน\n"


def read(text: str) -> Report:
    data = (TITLE + text).encode()
    return process(data, Source("r.txt", "0" * 64, len(data), "text/plain"))


def facts(report: Report) -> list[tuple[int, int, str]]:
    return [(kpi.project_no, kpi.kpi_no, str(kpi.result_value)) for kpi in report.records.kpis]


def names(report: Report) -> list[tuple[int, str]]:
    return [(project.project_no, project.name) for project in report.records.projects]


@pytest.mark.parametrize("label", ["", "ชื่อโครงการ : ", "โครงการ: "])
def test_names_above_tables_head_sections_in_their_order(label: str) -> None:
    sections = [
        f"{label}โครงการเลี้ยงปลาน้ำจืด\n{HEAD}1. ปลา\t20 ราย\t17 ราย\n",
        f"{label}โครงการเลี้ยงกุ้งทะเล\n{HEAD}1. กุ้ง\t5 ราย\t6 ราย\n",
    ]
    report = read("\n".join(sections))
    assert names(report) == [(1, "โครงการเลี้ยงปลาน้ำจืด"), (2, "โครงการเลี้ยงกุ้งทะเล")]
    assert facts(report) == [(1, 1, "17"), (2, 1, "6")]


def test_a_name_repeated_above_each_table_goes_on_with_its_section() -> None:
    report = read(
        "โครงการเลี้ยงปลาน้ำจืด\nหน่วย : บาท\nรายการ\tQ1\tQ2\tQ3\tQ4\tรวม\nเบิกจ่าย\t1\t2\t\t\t3\n\n"
        f"โครงการเลี้ยงปลาน้ำจืด\n{HEAD}1. ปลา\t20 ราย\t17 ราย\n\nโครงการเลี้ยงกุ้งทะเล\n{HEAD}1. กุ้ง\t5 ราย\t6 ราย\n"
    )
    assert facts(report) == [(1, 1, "17"), (2, 1, "6")]
    assert {amount.project_no for amount in report.records.budgets} == {1}


def test_names_that_a_summary_numbers_head_sections_without_their_numbers() -> None:
    summary = "ที่\tโครงการ\tงบประมาณ\tเบิกจ่าย\n1\tการเลี้ยงปลาน้ำจืด\t10\t5\n2\tโครงการเลี้ยงกุ้งทะเล\t20\t8\n\n"
    report = read(f"{summary}โครงการเลี้ยงกุ้งทะเล\n{HEAD}1. กุ้ง\t5 ราย\t6 ราย\n")
    assert facts(report) == [(2, 1, "6")]


def test_one_line_above_a_table_is_no_project() -> None:
    report = read(f"โครงการและตัวชี้วัด\n{HEAD}1. ปลา\t20 ราย\t17 ราย\n")
    assert facts(report) == [(0, 1, "17")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("โครงการเลี้ยงปลาน้ำจืด", ("โครงการเลี้ยงปลาน้ำจืด", False)),
        ("ชื่อโครงการ การเลี้ยงปลา", ("การเลี้ยงปลา", True)),
        ("1. โครงการเลี้ยงปลาน้ำจืด", None),
        ("โครงการทั้งหมด 8 โครงการ", None),
        ("โครงการที่ได้รับจัดสรรงบประมาณ", None),
        ("ผลการดำเนินงานโครงการ", None),
    ],
)
def test_what_is_a_title_without_a_number(text: str, expected: tuple[str, bool] | None) -> None:
    assert unnumbered_title(text, FAMILY) == expected


@pytest.mark.parametrize(
    ("numbers", "projects", "warned"),
    [
        (("1.1", "1.2", "2.1"), [1, 2, 3], False),
        (("1.", "2.", "3."), [1, 2, 3], False),
        (("1.", "2.", "4."), [1, 2, 4], True),
    ],
)
def test_numbers_run_on_below_each_strategy_too(numbers: tuple[str, ...], projects: list[int], warned: bool) -> None:
    budget = "รายการ (บาท)\tQ1\tQ2\tQ3\tQ4\tรวม\nเบิกจ่าย\t1\t2\t\t\t3\n\n"
    report = read(
        "".join(f"{number} โครงการ{name}\n{budget}" for number, name in zip(numbers, ("ปลา", "กุ้ง", "หอย"), strict=True))
    )
    assert [project.project_no for project in report.records.projects] == projects
    assert sorted({amount.project_no for amount in report.records.budgets}) == projects
    assert ("project.sequence" in [found.rule for found in report.findings]) is warned
