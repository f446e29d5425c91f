"""Tables side by side without a line between them, and single tables that look alike."""

from __future__ import annotations

from parsers.pdf.tables import layout
from tests.parsers.pdf.conftest import Draw, Word, row, texts


def side(left: float, steps: list[float], names: list[str]) -> tuple[list[Word], list[list[str]]]:
    """A head, and a row at each height, of a label and two amounts."""
    words = row(100, (left, "รายการ"), (left + 90, "แผน"), (left + 140, "ผล"))
    expected = [["รายการ", "แผน", "ผล"]]
    for number, (height, name) in enumerate(zip(steps, names, strict=True), start=1):
        words += row(height, (left, name), (left + 90, f"{number}.50"), (left + 140, f"{number}.75"))
        expected.append([name, f"{number}.50", f"{number}.75"])
    return words, expected


def test_tables_side_by_side_are_two_where_each_has_rows_at_its_own_heights(draw: Draw) -> None:
    left, first = side(40, [118, 136, 154, 172], ["งานคลัง", "งานช่าง", "งานแผน", "งานทะเบียน"])
    right, second = side(300, [118, 145, 163, 181], ["ค่าวัสดุ", "ค่าจ้าง", "ค่าใช้สอย", "ค่าครุภัณฑ์"])
    page = layout(draw([*left, *right, *row(260, (40, "หมายเหตุ ข้อมูลเบื้องต้น"))]))
    assert [texts(table) for table in page.tables] == [first, second]
    assert [line.text for line in page.lines] == ["หมายเหตุ ข้อมูลเบื้องต้น"]


def test_amounts_that_stand_in_some_columns_only_are_one_table(draw: Draw) -> None:
    """No label stands right of the widest gap, though some rows have amounts on one side of it alone."""
    words = row(100, (40, "โครงการ"), (140, "Q1"), (190, "Q2"), (300, "Q3"), (350, "Q4"))
    amounts = [(140, 190), (300, 350), (140, 190), (300, 350), (140, 300)]
    for number, lefts in enumerate(amounts):
        words += row(120 + 26 * number, (40, f"{number + 1}. งาน")) + row(131 + 26 * number, *((x, "12.50") for x in lefts))
    (table,) = layout(draw(words)).tables
    assert table.column_count == 5


def test_a_paragraph_beside_a_table_parts_no_column_from_it(draw: Draw) -> None:
    """The last amounts stand alone on their lines, and the lines of the paragraph between them."""
    words = row(100, (40, "รายการ"), (100, "แผน"), (150, "ผล"), (230, "เหลือ"))
    for number in range(5):
        top = 120 + 24 * number
        words += row(top, (40, "งานคลัง"), (100, "1.50"), (150, "3.50"))
        words += row(top + 7, (230, "2.50")) + row(top + 14, (300, "ทุกหน่วยงานรายงานผล"))
    assert [table for table in layout(draw(words)).tables if table.column_count < 4] == []
