"""Headings, header words and labels of other agencies' reports: what each stands for, and what it is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.headers import find_header, is_unknown_head, role_of_label
from parsers.headings import find_heading, level_of, numbered_name, outranked
from parsers.rows import continues, row_number_of
from schemas.document import Box, Cell, Place
from schemas.reports.quarterly_performance import FAMILY

KNOWN = {2: "โครงการน้ำสะอาด", 3: "โครงการป่าชายเลน ระยะที่ 1", 4: "โครงการป่าชายเลน ระยะที่ 2", 13: "การพัฒนาเมือง"}


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("2. โครงการน้ำสะอาด", (2, "โครงการน้ำสะอาด")),
        ("๑๒๐) โครงการน้ำสะอาด", (120, "โครงการน้ำสะอาด")),
        ("2: น้ำสะอาด", (2, "น้ำสะอาด")),
        ("## 2. โครงการน้ำสะอาด", (2, "โครงการน้ำสะอาด")),
        ("โครงการที่ 2 โครงการน้ำสะอาด", (2, "โครงการน้ำสะอาด")),
        ("โครงการที่ ๒ : การจัดหาน้ำ", (2, "การจัดหาน้ำ")),
        ("โครงการ 2. น้ำสะอาด", (2, "น้ำสะอาด")),
        ("ชื่อโครงการ : 2. โครงการน้ำสะอาด", (2, "โครงการน้ำสะอาด")),
        ("ชื่อโครงการ : โครงการน้ำสะอาด", None),
        ("ลำดับที่ 2 โครงการน้ำสะอาด", (2, "โครงการน้ำสะอาด")),
        ("2 โครงการน้ำสะอาด", None),  # a count as well as a title
        ("โครงการ 2,500 แห่ง", None),
        ("2.5 ล้านบาท", None),
    ],
)
def test_a_title_is_numbered_in_many_ways(printed: str, expected: tuple[int, str] | None) -> None:
    assert numbered_name(printed) == expected


@pytest.mark.parametrize(
    ("line", "expected", "reason"),
    [
        ("2 โครงการน้ำสะอาด", 2, "the summary names it: a space is enough"),
        ("3. โครงการป่าชายเลน ระยะที่ 1", 3, "names but for a digit alike: this one is the same"),
        ("4. โครงการป่าชายเลน ระยะที่ 2", 4, "and so is this"),
        ("4. โครงการป่าชายเลม ระยะที่ 2", 4, "a wrong letter: the number settles it"),
        ("9. โครงการป่าชายเลน ระยะที่ 2", None, "another number, and too alike to another name"),
        ("13 การพัฒนาเมือง", 13, "no word for a project, but the summary's name"),
        ("โครงการที่ 1 การเลี้ยงปลา", 1, "its number is due, and the label says project"),
        ("1. การเลี้ยงปลา", None, "a list item as well"),
        ("1 โครงการ ได้แก่ โครงการเลี้ยงปลา", None, "a count"),
    ],
)
def test_other_agencies_headings(line: str, expected: int | None, reason: str) -> None:
    heading = find_heading(line, Place(line=1), KNOWN, FAMILY, 0)
    assert (heading.project_no if heading else None) == expected, reason


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("กิจกรรมที่ 2 อบรม", "กิจกรรม"),
        ("แผนงานที่ ๑ : แผนงานพื้นฐาน", "แผนงาน"),
        ("2. โครงการน้ำสะอาด", "โครงการ"),
        ("โครงการที่ 2 การจัดหาน้ำ", "โครงการ"),
        ("2. การจัดหาน้ำ", None),
        ("โครงการน้ำสะอาด", None),
    ],
)
def test_what_a_numbered_title_calls_itself(text: str, level: str | None) -> None:
    assert level_of(text) == level


def test_beside_projects_programmes_and_activities_are_none() -> None:
    assert outranked({"กิจกรรม", "โครงการ", None}) == {"แผนงาน", "กิจกรรม"}
    assert outranked({"กิจกรรม", "แผนงาน"}) == {"กิจกรรม"}
    assert outranked({"กิจกรรม"}) == outranked({None}) == frozenset()
    place = Place(line=1)
    assert find_heading("กิจกรรมที่ 1 อบรม", place, {}, FAMILY, 0) is not None
    assert find_heading("กิจกรรมที่ 1 อบรม", place, {}, FAMILY, 0, outranked({"โครงการ"})) is None


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("2.1 เบิกจ่าย", "disbursed"),
        ("1. แผนการใช้จ่าย", "planned"),
        ("1.1) ผูกพัน", "committed"),
        ("แผนการเบิกจ่าย", "planned"),  # no disbursement, however alike
        ("แผนเบิกจ่าย", "planned"),
        ("ผลการใช้จ่ายทั้งสิ้น", "spent"),
        ("งบประมาณเบิกจ่าย", "disbursed"),
        ("งบประมาณผูกพัน", "committed"),
        ("แผนงบผูกพัน", None),
        ("เบิกจ่าย+ผูกพัน", "spent"),
        ("รวมเบิกจ่ายและก่อหนี้", "spent"),
        ("เบิกจ่าย (รวมผูกพัน)", "spent"),
        ("เบิกจ่าย (ไม่รวมผูกพัน)", "disbursed"),
        ("แผนการใช้จ่าย (เบิกจ่าย+ผูกพัน)", "planned"),
        ("ร้อยละ (เบิกจ่าย+ผูกพัน)", None),
        ("ผู้เบิกจ่าย", None),
        ("เบิกจ่ายปีก่อน", None),
        ("คงเหลือ", None),
    ],
)
def test_row_labels_of_budget_tables(label: str, expected: str | None) -> None:
    found = role_of_label(label, FAMILY.measures)
    assert (found[0] if found else None) == expected


def _cells(words: str) -> tuple[Cell, ...]:
    return tuple(Cell(1, number, text, Place(line=1)) for number, text in enumerate(words.split("|"), start=1))


@pytest.mark.parametrize(
    ("header", "role", "columns"),
    [
        ("รายการ|ต.ค.-ธ.ค. 67|ม.ค.-มี.ค. 68|เม.ย.-มิ.ย. 68|ก.ค.-ก.ย. 68|รวม", "budget", "label Q1 Q2 Q3 Q4 total"),
        ("รายการ|ไตรมาส 1-2|ไตรมาส 3|ไตรมาส 4|รวม", "budget", "label Q3 Q4 total"),
        ("รายการ|ไตรมาส 1|ไตรมาส 2 (สะสม)|ไตรมาส 4|รวม", "budget", "label Q1 Q4 total"),
        ("ที่|ตัวชี้วัด|หน่วยนับ|เป้าหมาย|ผล", "kpi_summary", "number name unit target result"),
        ("ตัวชี้วัด (KPIs)|แผน|ผล|Q1|Q2|Q3|Q4", "kpi", "name target result Q1 Q2 Q3 Q4"),
        ("โครงการ|ตัวชี้วัด|เป้าหมาย|ผลการดำเนินงาน", "kpi_summary", "project name target result"),
        ("7. การพัฒนาเมือง|เป้าหมาย|ผลการดำเนินงาน|สถานะ", "kpi_summary", "name target result status"),
        ("โครงการที่ 7 เมือง|เป้าหมาย|ผลการดำเนินงาน", "kpi_summary", "name target result"),
        ("ลำดับ|โครงการ|งบประมาณ|แผนสะสม|ใช้จ่ายสะสม|เบิกจ่ายสะสม|ร้อยละ", "spending_summary",
         "number project allocated planned spent disbursed disbursed_pct"),
        ("โครงการ|งบประมาณ|เบิกจ่าย|งบประมาณคงเหลือ", "spending_summary", "project allocated disbursed remaining"),
        ("โครงการ|งบประมาณ|ผลการใช้จ่าย|ร้อยละ|ผลการเบิกจ่าย", "spending_summary", "project allocated spent other_pct disbursed"),
        ("โครงการ|งบประมาณ|ผลการเบิกจ่าย|ร้อยละการใช้จ่าย", "spending_summary", "project allocated disbursed"),
        ("โครงการ|งบประมาณ|ผลการเบิกจ่าย|ร้อยละการเบิกจ่ายเทียบแผน", "spending_summary", "project allocated disbursed"),
        ("ลำดับ|ตัวชี้วัด|น้ำหนัก|เป้าหมาย|ผล|คะแนนที่ได้|คะแนนถ่วงน้ำหนัก", "scorecard",
         "number name weight target result score weighted_score"),
        ("โครงการ|งบประมาณ|ผลการเบิกจ่าย ปี 2566|ผลการเบิกจ่าย ปี 2567|ร้อยละการเบิกจ่าย", "spending_summary",
         "project allocated disbursed disbursed_pct"),
        ("โครงการ|งบประมาณ|แผน ไตรมาส 1|เบิกจ่าย ไตรมาส 1|เบิกจ่ายสะสม", "spending_summary",
         "project allocated planned Q1 disbursed Q1 disbursed"),
        ("โครงการ|งบประมาณ|ผลการเบิกจ่าย ณ สิ้นไตรมาสที่ 2", "spending_summary", "project allocated disbursed"),
        ("โครงการ|งบประมาณ|แผน ณ 30 มิ.ย. 67|ผลการใช้จ่าย ณ 30 มิ.ย. 67", "spending_summary", "project allocated planned spent"),
        ("ผลผลิต/โครงการ|งบประมาณ|เบิกจ่าย", "spending_summary", "project allocated disbursed"),
        ("ตัวชี้วัด|เป้าหมาย|ผล Q1", "kpi_summary", "name target result"),
        ("ตัวชี้วัด|เป้าหมาย|ผลสะสม|แผน Q1|แผน Q2|แผน Q3|แผน Q4", "kpi", "name target result Q1 Q2 Q3 Q4"),
        ("ตัวชี้วัด|เป้าหมาย|แผน Q1|ผล Q1|แผน Q2|ผล Q2|ผลสะสม", "kpi", "name target Q1 Q1 actual Q2 Q2 actual result"),
        ("ลำดับ|รหัส|ชื่อโครงการ|งบประมาณ|เบิกจ่าย", "spending_summary", "number project allocated disbursed"),
        ("โครงการ|งบประมาณ|เบิกจ่าย|PO|เบิกจ่าย+ผูกพัน|เบิกจ่ายร้อยละ", "spending_summary",
         "project allocated disbursed committed spent disbursed_pct"),
        ("โครงการ|งบประมาณปีถัดไป|งบประมาณ|เบิกจ่ายปีก่อน|เบิกจ่าย|คิดเป็นร้อยละ|ผู้เบิกจ่าย", "spending_summary",
         "project allocated disbursed disbursed_pct"),
        ("ที่|โครงการ|ตัวชี้วัด|เป้าหมาย|ผลการดำเนินงาน|ร้อยละ|งบประมาณ|เบิกจ่าย", "kpi_summary",
         "number project name target result other_pct"),  # and its money: test_columns.py
        ("โครงการ|เป้าหมาย|งบประมาณ|เบิกจ่าย|ร้อยละ", "spending_summary", "project allocated disbursed disbursed_pct"),
        ("โครงการ|งบประมาณ|ผลการใช้จ่าย|เป้าหมาย|ร้อยละ", "spending_summary", "project allocated spent"),
        ("ตัวชี้วัด|ผลการดำเนินงาน ปี 2566|เป้าหมาย ปี 2567", None, ""),  # a plan: what was done is of a year before
        ("กิจกรรม|ต.ค.-ธ.ค. 67|ก.ค.-ก.ย. 68", None, ""),  # months of a plan of work, not quarters of a budget
    ],
)  # fmt: skip
def test_headers_of_other_agencies(header: str, role: str | None, columns: str) -> None:
    found = find_header((_cells(header),), 0, FAMILY)
    assert (found.role if found else None) == role
    in_order = sorted(found.columns if found else (), key=lambda column: column.column_no)
    assert " ".join(column.role for column in in_order) == columns


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("ตัวชี้วัดที่ 2.1 : ความพึงพอใจ", "2.1"),
        ("KPI3: ความพึงพอใจ", "3"),
        ("(๔) ความพึงพอใจ", "4"),
        ("5) ความพึงพอใจ", "5"),
        ("ความพึงพอใจ 5 ด้าน", None),
    ],
)
def test_a_row_is_numbered_in_many_ways(printed: str, expected: str | None) -> None:
    assert row_number_of(printed) == expected


def _spanned(number: int, words: str, spans: tuple[int, ...]) -> tuple[Cell, ...]:
    cells, column = [], 1
    for text, span in zip(words.split("|"), spans, strict=True):
        cells.append(Cell(number, column, text, Place(line=number), 1, span))
        column += span
    return tuple(cells)


def test_a_row_of_values_right_above_a_header_is_none_of_it() -> None:
    """Two tables that touch on a page share one grid: the last row of the first keeps its values."""
    values = _spanned(1, "- ผูกพัน|5.9966|1.1044|3.3842|0.6394|0.8686", (1, 1, 1, 1, 2, 1))
    header = _spanned(2, "ตัวชี้วัด|เป้าหมาย|ผลการดำเนินงาน|Q1|Q2|Q3|Q4", (1, 1, 1, 1, 1, 1, 1))
    assert find_header((values, header), 0, FAMILY) is None
    found = find_header((values, header), 1, FAMILY)
    assert found is not None
    assert (found.role, found.row_count) == ("kpi", 1)


def test_rows_of_a_budget_table_go_on_over_a_page_whatever_grid_they_share() -> None:
    top = find_header((_cells("|รวมทั้งสิ้น|Q1|Q2|Q3|Q4"),), 0, FAMILY)
    box = Box(0, 0, 10, 10)
    words = "- เบิกจ่าย|69.5|8.6|35.5|6.8|18.4".split("|")
    row = tuple(Cell(1, 2 * at + 1, text, Place(page=2, box=box), 1, 2) for at, text in enumerate(words))
    assert continues((row,), top, FAMILY)
    assert not continues((tuple(replace(cell, text="หน่วยงาน") for cell in row),), top, FAMILY)


def test_no_word_need_stand_over_the_projects_names() -> None:
    header = "|งบประมาณที่ได้รับจัดสรร|แผน|เบิกจ่าย"
    found = find_header((_cells(header), _cells("1. โครงการน้ำสะอาด|12.00|12.00|9.00")), 0, FAMILY)
    assert found is not None
    assert (found.role, found.columns[0].role) == ("spending_summary", "project")
    assert find_header((_cells(header), _cells("ค่าจ้าง|12.00|12.00|9.00")), 0, FAMILY) is None


@pytest.mark.parametrize(
    ("header", "role", "column_no", "reason"),
    [
        ("ตัวชี้วัด|ผลการดำเนินงาน ปี 2566|เป้าหมาย ปี 2567|ผลการดำเนินงาน ปี 2567", "result", 4, "of this year"),
        ("ตัวชี้วัด|เป้าหมาย 2568|เป้าหมาย 2569|ผลการดำเนินงาน 2568", "target", 2, "of the year whose result stands there"),
        ("ตัวชี้วัด|เป้าหมายทั้งปี|เป้าหมาย ไตรมาสที่ 2|ผลการดำเนินงาน ไตรมาสที่ 2|ผลสะสม", "result", 5, "to date, not of a quarter"),
        ("ตัวชี้วัด|เป้าหมาย ไตรมาสที่ 2|เป้าหมายทั้งปี|ผลการดำเนินงาน ไตรมาสที่ 2", "target", 3, "of the year"),
        ("ตัวชี้วัด|เป้าหมาย|ผลการดำเนินงาน ไตรมาสที่ 2", "result", 3, "no other one stands there"),
        ("โครงการ|งบประมาณตาม พ.ร.บ.|งบประมาณหลังโอนเปลี่ยนแปลง|เบิกจ่าย", "allocated", 3, "what is left after transfers"),
        ("โครงการ|งบประมาณที่ได้รับจัดสรร|งบประมาณ|เบิกจ่าย", "allocated", 2, "as good as the other: the first"),
    ],
)
def test_of_columns_with_one_role_the_one_that_is_meant_counts(header: str, role: str, column_no: int, reason: str) -> None:
    found = find_header((_cells(header),), 0, FAMILY)
    assert found is not None
    assert [column.column_no for column in found.columns if column.role == role] == [column_no], reason


def test_a_head_over_several_columns_speaks_for_each() -> None:
    upper = _spanned(1, "โครงการ|งบประมาณ|ผลการใช้จ่ายสะสม (บาท)", (1, 1, 2))
    lower = (Cell(2, 3, "เบิกจ่าย", Place(line=2)), Cell(2, 4, "ผูกพัน", Place(line=2)))
    flat = _cells("โครงการ|งบประมาณ|ผลการใช้จ่ายสะสม (บาท)|"), _cells("||เบิกจ่าย|ผูกพัน")
    for rows in ((upper, lower), flat):
        found = find_header(rows, 0, FAMILY)
        assert found is not None
        over = {column.role: column.over for column in found.columns}
        assert over == {"project": "", "allocated": "", "disbursed": "ผลการใช้จ่ายสะสม (บาท)", "committed": "ผลการใช้จ่ายสะสม (บาท)"}


def test_plan_and_result_below_each_quarter() -> None:
    upper = _spanned(1, "ตัวชี้วัด|เป้าหมาย|ไตรมาส 1|ไตรมาส 2", (1, 1, 2, 2))
    lower = tuple(Cell(2, number, text, Place(line=2)) for number, text in enumerate(("แผน", "ผล", "แผน", "ผล"), start=3))
    found = find_header((upper, lower), 0, FAMILY)
    assert found is not None
    assert (found.role, found.row_count) == ("kpi", 2)
    assert [column.role for column in found.columns] == ["name", "target", "Q1", "Q1 actual", "Q2", "Q2 actual"]


def test_quarters_and_their_sum_below_a_head_are_what_the_head_says() -> None:
    words = ("ไตรมาส 1", "ไตรมาส 2", "สะสม")
    lower = tuple(Cell(2, number, text, Place(line=2)) for number, text in enumerate(words * 2, start=3))
    money = find_header((_spanned(1, "โครงการ|งบประมาณ|แผนการใช้จ่าย|ผลการเบิกจ่าย", (1, 1, 3, 3)), lower), 0, FAMILY)
    assert money is not None
    roles = "project allocated planned Q1,planned Q2,planned,disbursed Q1,disbursed Q2,disbursed"
    assert ",".join(column.role for column in money.columns) == roles.replace(" allocated ", ",allocated,")
    kpis = find_header((_spanned(1, "ตัวชี้วัด|หน่วยนับ|เป้าหมาย|ผลการดำเนินงาน", (1, 1, 3, 3)), lower), 0, FAMILY)
    assert kpis is not None
    assert [column.role for column in kpis.columns] == ["name", "unit", "Q1", "Q2", "target", "Q1 actual", "Q2 actual", "result"]


def test_quarters_below_a_cumulative_head_are_no_quarters() -> None:
    lower = tuple(Cell(2, number, f"Q{number - 2}", Place(line=2)) for number in (3, 4, 5, 6))
    kpis = find_header((_spanned(1, "ตัวชี้วัด|ผลการดำเนินงาน|แผนรายไตรมาส (สะสม)", (1, 1, 4)), lower), 0, FAMILY)
    assert kpis is None  # without a target and without quarters nothing is left
    money = _spanned(1, "รายการ|รวม|รายไตรมาส (สะสม)", (1, 1, 4))
    assert [find_header((money, lower), index, FAMILY) for index in (0, 1)] == [None, None]
    plain = _spanned(1, "รายการ|รวม|รายไตรมาส", (1, 1, 4))
    found = find_header((plain, lower), 0, FAMILY)
    assert found is not None
    assert [column.role for column in found.columns] == ["label", "total", "Q1", "Q2", "Q3", "Q4"]


@pytest.mark.parametrize(
    ("row", "expected", "reason"),
    [
        ("โครงการ|งบประมาณ|ผู้รับผิดชอบ", True, "header words in most cells"),
        ("โครงการ|ผู้รับผิดชอบ|พื้นที่", False, "in one of three"),
        ("รวม|งบประมาณ|12.00", False, "a number stands there"),
        ("แผน|ผล", False, "two words may be anything"),
    ],
)
def test_a_head_of_no_known_table_ends_the_one_above(row: str, expected: bool, reason: str) -> None:
    assert is_unknown_head(_cells(row), FAMILY) is expected, reason
