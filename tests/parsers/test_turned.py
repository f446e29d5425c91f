"""Budget tables whose quarters are rows: turned over, each cell with its own text and place."""

from __future__ import annotations

from parsers.turned import turned_budget
from schemas.document import Cell, Place
from schemas.reports.quarterly_performance import FAMILY

Rows = tuple[tuple[Cell, ...], ...]


def rows_of(*rows: str) -> Rows:
    """Cells of rows written "ก|ข|ค", each with its line in the text."""
    return tuple(
        tuple(
            Cell(row_no, column_no, text, Place(line=10 * row_no + column_no)) for column_no, text in enumerate(row.split("|"), 1)
        )
        for row_no, row in enumerate(rows, 1)
    )


PLAIN = rows_of("ไตรมาส|แผน|เบิกจ่าย|คงเหลือ", "รวม|30.00|25.00|5.00", "Q1|10.00|9.00|1.00", "Q2|20.00|16.00|4.00")


def test_quarters_become_columns_and_measures_rows() -> None:
    found = turned_budget(PLAIN, FAMILY)
    assert found is not None
    header, rows = found
    assert header.role == "budget"
    assert [column.role for column in header.columns] == ["label", "total", "Q1", "Q2"]
    assert [[cell.text for cell in row] for row in rows[1:]] == [
        ["แผน", "30.00", "10.00", "20.00"],
        ["เบิกจ่าย", "25.00", "9.00", "16.00"],
        ["คงเหลือ", "5.00", "1.00", "4.00"],
    ]


def test_each_cell_keeps_its_place_in_the_source() -> None:
    found = turned_budget(PLAIN, FAMILY)
    assert found is not None
    spent_in_q2 = found[1][2][3]
    assert (spent_in_q2.text, spent_in_q2.place) == ("16.00", Place(line=43))
    assert (spent_in_q2.row_no, spent_in_q2.column_no) == (3, 4)


def test_a_head_of_two_rows_is_one() -> None:
    upper = (
        Cell(1, 1, "ไตรมาส", Place(), row_span=2),
        Cell(1, 2, "แผน", Place(), row_span=2),
        Cell(1, 3, "ผล", Place(), column_span=2),
    )
    lower = (Cell(2, 3, "เบิกจ่าย", Place()), Cell(2, 4, "ผูกพัน", Place()))
    body = rows_of("รวม|30.00|25.00|5.00", "ไตรมาสที่ 1|10.00|9.00|1.00")
    found = turned_budget((upper, lower, *body), FAMILY)
    assert found is not None
    assert [[cell.text for cell in row] for row in found[1][1:]] == [
        ["แผน", "30.00", "10.00"],
        ["เบิกจ่าย", "25.00", "9.00"],
        ["ผูกพัน", "5.00", "1.00"],
    ]


def test_what_has_no_quarters_as_rows_stays_as_it_is() -> None:
    assert turned_budget(rows_of("โครงการ|แผน|เบิกจ่าย", "1. ก|30.00|25.00", "2. ข|10.00|9.00"), FAMILY) is None
    assert turned_budget(rows_of("ไตรมาส|ผู้เข้าอบรม|หลักสูตร", "รวม|30|25", "Q1|10|9"), FAMILY) is None
    assert turned_budget(rows_of("ไตรมาส|แผน|เบิกจ่าย"), FAMILY) is None
