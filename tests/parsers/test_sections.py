"""Documents cut into title, sections and tables; headings told from list items by number and name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.headings import find_heading, same_name
from parsers.sections import outline
from parsers.text import read_text
from schemas.document import Line, Note, Place, Source
from schemas.errors import SectionTwice, SeveralReports, UnknownFamily
from schemas.outline import LogicalTable, Outline
from schemas.reports.quarterly_performance import FAMILY

TITLE = "รายงานผลการดำเนินงาน\nประจำปีงบประมาณ พ.ศ. 2568\n\n"
BUDGET = "\tรวมทั้งสิ้น\tQ1\tQ2\tQ3\tQ4\nแผนการใช้จ่าย\t10\t1\t2\t3\t4\n"
SOURCE = Source("r.txt", "0" * 64, 1, "text/plain")
KPI = "ตัวชี้วัด (สำนักงบประมาณ)\tเป้าหมาย\tผลการดำเนินงาน\tQ1\tQ2\tQ3\tQ4\n"


def cut(text: str) -> Outline:
    return outline(read_text(text.encode(), Source("r.txt", "0" * 64, len(text), "text/plain")))


def tables(result: Outline) -> list[tuple[int, str | None, int]]:
    """(project, role, rows) of each table."""
    return [
        (section.project_no, item.role, len(item.rows))
        for section in result.sections
        for item in section.items
        if isinstance(item, LogicalTable)
    ]


def test_a_continued_section_is_joined_to_its_beginning() -> None:
    result = cut(f"{TITLE}1. โครงการน้ำสะอาด\n\n{BUDGET}\n1. โครงการน้ำสะอาด (ต่อ)\n\n{KPI}1. แหล่งน้ำ\t5 แห่ง\t5 แห่ง\t\t\t\t5\n")
    assert [section.project_no for section in result.sections] == [0, 1]
    assert result.sections[1].name == "โครงการน้ำสะอาด"
    assert tables(result) == [(1, "budget", 1), (1, "kpi", 1)]


def test_two_tables_without_a_gap_are_told_apart_by_their_headers() -> None:
    result = cut(f"{TITLE}1. โครงการน้ำสะอาด\n{BUDGET}{KPI}1. แหล่งน้ำ\t5 แห่ง\t5 แห่ง\t\t\t\t5\n")
    assert tables(result) == [(1, "budget", 1), (1, "kpi", 1)]


def test_a_numbered_row_without_a_header_goes_on_with_the_table_above() -> None:
    result = cut(f"{TITLE}1. โครงการน้ำ\n{KPI}1. ก\t5 แห่ง\t5 แห่ง\t\t\t\t5\n\nผลการดำเนินงาน :\n\n2. ข\t3 แห่ง\t3 แห่ง\tวางแผน\t3\n")
    assert tables(result) == [(1, "kpi", 1), (1, "kpi", 1)]


def test_a_table_of_no_known_kind_is_kept_without_a_role() -> None:
    result = cut(f"{TITLE}1. โครงการน้ำ\n{BUDGET}\nหน่วยงาน\tระบบ\tวันเริ่ม\n1 กรมน้ำ\tก\t1 มกราคม 2568\n")
    assert tables(result) == [(1, "budget", 1), (1, None, 0)]


def test_a_header_of_two_rows_gives_each_column_its_role() -> None:
    table = (
        "<table><tr><td rowspan=2>ตัวชี้วัด</td><td rowspan=2>เป้าหมาย</td><td rowspan=2>ผลการดำเนินงาน</td>"
        "<td colspan=4>แผนรายไตรมาส</td></tr><tr><td>ไตรมาส 1</td><td>ไตรมาส 2</td><td>ไตรมาส ๓</td><td>Q4</td></tr>"
        "<tr><td>1. ก</td><td>5 แห่ง</td><td>6 แห่ง</td><td colspan=3>วางแผน</td><td>5</td></tr></table>"
    )
    result = cut(f"{TITLE}1. โครงการน้ำ\n{table}\n")
    (item,) = [item for item in result.sections[1].items if isinstance(item, LogicalTable)]
    assert [(column.role, column.column_no) for column in item.header] == [
        ("name", 1), ("target", 2), ("result", 3), ("Q1", 4), ("Q2", 5), ("Q3", 6), ("Q4", 7),
    ]  # fmt: skip
    assert [(role, cell.text) for role, cell in item.rows[0].cells] == [
        ("name", "1. ก"), ("target", "5 แห่ง"), ("result", "6 แห่ง"), ("Q1", "วางแผน"), ("Q4", "5"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "expected", "reason"),
    [
        ("1. ก\t5 แห่ง\t6 แห่ง\tวางแผน\t5", {"Q1": "วางแผน", "Q4": "5"}, "two cells: the first quarter and the last"),
        ("1. ก\t5 แห่ง\t6 แห่ง\tวาง\t2\t5", {"Q1": "วาง", "Q2": "2", "Q4": "5"}, "three: those between in order"),
        ("1. ก\t5 แห่ง\t6 แห่ง\tวาง\t\t5\t", {"Q1": "วาง", "Q2": "", "Q3": "5", "Q4": ""}, "a full row keeps its columns"),
        ("1. ก\t5 แห่ง\t6 แห่ง\t5", {"Q4": "5"}, "one cell stands under the last quarter"),
    ],
)
def test_quarter_cells_of_a_short_row_are_spread_as_the_contract_says(row: str, expected: dict[str, str], reason: str) -> None:
    result = cut(f"{TITLE}1. โครงการน้ำ\n{KPI}{row}\n")
    (item,) = [item for item in result.sections[1].items if isinstance(item, LogicalTable)]
    quarters = {role: cell.text for role, cell in item.rows[0].cells if role.startswith("Q")}
    assert quarters == expected, reason


KNOWN = {1: "โครงการส่งเสริมการใช้น้ำสะอาดในชุมชน", 2: "โครงการพัฒนาทักษะครูด้านดิจิทัล"}


@pytest.mark.parametrize(
    ("line", "expected", "reason"),
    [
        ("1. โครงการส่งเสริมการใช้น้ำสะอาดในชุมชน", 1, "number and name"),
        ("๒. โครงการพัฒนาทักษะครูด้านดิจิทัล (ต่อ)", 2, "Thai digits, a continuation"),
        ("1. โครงการส่งเสริมการใช้นำ้สะอาดในชุมชม", 1, "wrong letters"),
        ("4. โครงการพัฒนาทักษะครูด้านดิจิทัล", 2, "a wrong digit: the name is trusted before the number"),
        ("1. โครงการอบรมเจ้าหน้าที่ประจำศูนย์บริการ", None, "a list item that only begins like a heading"),
        ("2. จัดอบรมครูแล้ว 3 รุ่น", None, "a list item"),
        ("โครงการส่งเสริมการใช้น้ำสะอาดในชุมชน", None, "a name without its number"),
    ],
)
def test_a_heading_is_known_by_number_and_name(line: str, expected: int | None, reason: str) -> None:
    heading = find_heading(line, Place(line=1), KNOWN, FAMILY, last_no=0)
    assert (heading.project_no if heading else None) == expected, reason


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("โครงการศูนย์ให้คำปรึกษาฯ", "โครงการศูนย์ให้คำปรึกษาและพัฒนา", True),
        ("โครงการ AI อย่างมีธรรมาภิบาล", "โครงการ AI อย่างมีธรรมาภิบาล (AI Governance)", True),
        ("โครงการ ก  ข", "โครงการ กข (ต่อ)", True),
        ("การเลี้ยงปลา", "โครงการการเลี้ยงปลา", True),
        ("โครงการพัฒนากฎหมาย", "โครงการพัฒนานโยบาย", False),
        ("โครงการพัฒนา", "โครงการพัฒนากฎหมาย", False),
    ],
)
def test_names_are_compared_less_brackets_and_cuts(one: str, other: str, expected: bool) -> None:
    assert same_name(one, other) is expected


def test_a_section_that_stands_twice_is_refused_with_both_places() -> None:
    with pytest.raises(SectionTwice, match="line 4.*line 8"):
        cut(f"{TITLE}1. โครงการน้ำ\n{BUDGET}\n1. โครงการน้ำ\n{BUDGET}")


@pytest.mark.parametrize(
    ("bracket", "pages", "expected"),
    [
        ("(sia)", (1, 2), [1]),  # "(ต่อ)" as a scan gave it
        ("(sia)", (), None),  # nobody misread it: it stands there
        ("", (1, 2), None),  # the same name again is another section
    ],
)
def test_on_a_scan_a_short_bracket_behind_the_same_name_goes_on(
    bracket: str, pages: tuple[int, ...], expected: list[int] | None
) -> None:
    read = read_text(
        f"{TITLE}1. โครงการน้ำสะอาด\n{BUDGET}\n1. โครงการน้ำสะอาด {bracket}\n{KPI}1. น้ำ\t5\t5\t\t\t\t5\n".encode(), SOURCE
    )
    blocks = tuple(replace(block, place=Place(page=2)) for block in read.blocks)
    scan = replace(read, blocks=blocks, notes=tuple(Note("page.ocr", "0.90", Place(page=page)) for page in pages))
    if expected is None:
        with pytest.raises(SectionTwice):
            outline(scan)
    else:
        assert [section.project_no for section in outline(scan).sections if section.project_no] == expected


def test_a_second_report_in_one_file_is_refused() -> None:
    one = f"{TITLE}1. โครงการน้ำ\n{BUDGET}\n"
    with pytest.raises(SeveralReports, match="line 8"):
        cut(one + one.replace("น้ำ", "ไฟฟ้า"))


def test_a_document_without_a_known_table_is_no_report() -> None:
    with pytest.raises(UnknownFamily, match="บันทึกข้อความ"):
        cut("บันทึกข้อความ\nเรื่อง ขออนุญาต\nก\tข\n1\t2\n")


KPIS = "ตัวชี้วัด\tเป้าหมาย\tQ1\tQ2\tQ3\tQ4\n1. แหล่งน้ำ\t5 แห่ง\t1\t1\t1\t2\n"


def test_a_plan_is_no_report() -> None:
    title = "กรอบวงเงินรายโครงการ ปีงบประมาณ พ.ศ. 2568"
    with pytest.raises(UnknownFamily, match=f"nothing that was done.*{title}"):
        cut(f"{title}\n\n1. โครงการน้ำสะอาด\n{BUDGET}\n{KPIS}")
    assert tables(cut(f"{title}\n\n1. โครงการน้ำสะอาด\n{BUDGET}เบิกจ่าย\t1\t1\t\t\t\n")) == [(1, "budget", 2)]
    assert tables(cut(f"{TITLE}1. โครงการน้ำสะอาด\n{BUDGET}")) == [(1, "budget", 1)]


SPENT = "โครงการ\tงบประมาณ\tเบิกจ่าย\n1. โครงการน้ำ\t500\t100\n"


@pytest.mark.parametrize(
    ("title", "refused", "reason"),
    [
        ("รายงานการประชุมคณะกรรมการ ครั้งที่ 3/2568", True, "minutes may hold such a table"),
        ("แผนการใช้จ่ายงบประมาณ ปีงบประมาณ พ.ศ. 2568", True, "a plan, though one letter from ผลการใช้จ่าย"),
        ("บันทึกข้อความ\nเรื่อง ขอเชิญประชุม", True, "a letter"),
        ("บันทึกข้อความ\nเรื่อง รายงานผลการดำเนินงาน ไตรมาสที่ 2", False, "a report in the form of a letter"),
        ("บันทึกข้อความ\nเรื่อง ขอส่งรายงาน\nเรียน อธิบดี\nรายงานผลการดำเนินงาน ไตรมาสที่ 2", False, "a report below its letter"),
        ("แผนปฏิบัติการและผลการใช้จ่าย ไตรมาสที่ 2", False, "what was done stands in the title too"),
    ],
)
def test_a_document_that_says_it_is_something_else_is_no_report(title: str, refused: bool, reason: str) -> None:
    if refused:
        with pytest.raises(UnknownFamily, match="something else"):
            cut(f"{title}\n\n{SPENT}")
    else:
        assert tables(cut(f"{title}\n\n{SPENT}")) == [(0, "spending_summary", 1)], reason


def test_lines_outside_projects_belong_to_the_whole_organisation() -> None:
    result = cut(f"{TITLE}{KPI.replace('Q1', 'สถานะ')}\n\nหมายเหตุ\n\n1. โครงการน้ำ\n{BUDGET}\nเรียบร้อย\n")
    assert [item.text for item in result.sections[0].items if isinstance(item, Line)] == ["หมายเหตุ"]
    assert [item.text for item in result.sections[1].items if isinstance(item, Line)] == ["เรียบร้อย"]
