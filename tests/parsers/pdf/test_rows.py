"""Rows that no line parts: broken numbers, lines set far apart, brackets of negative numbers, titles over all columns."""

from __future__ import annotations

import pytest

from parsers.pdf.columns import Columns
from parsers.pdf.row_costs import is_broken
from parsers.pdf.tables import layout
from tests.parsers.pdf.conftest import Draw, Word, across, row, texts

HEAD = row(100, (50, "โครงการ"), (200, "Q1"), (280, "Q2"), (360, "Q3"))


def test_numbers_broken_behind_their_first_digits_are_whole_again(draw: Draw) -> None:
    words = [*HEAD, *row(130, (50, "งานก"), (200, "1"), (280, "11.5927"), (360, "11"))]
    words += [*row(142, (200, "7.9626"), (360, "3.7233")), *row(166, (50, "งานข"), (200, "2.5000"), (280, "3.5000"), (360, "4"))]
    words += [*row(178, (360, "8.1000"))]
    page = layout(draw(words, across([90, 110, 190])))
    assert texts(page.tables[0])[1:] == [["งานก", "17.9626", "11.5927", "113.7233"], ["งานข", "2.5000", "3.5000", "48.1000"]]


def test_a_count_below_decimals_is_no_broken_number(draw: Draw) -> None:
    words = [*HEAD, *row(130, (50, "1. ก"), (200, "5"), (280, "1.50"), (360, "2.50"))]
    words += row(142, (50, "2. ข"), (200, "7.25"), (280, "3.50"), (360, "4.50"))
    page = layout(draw(words, across([90, 110, 150])))
    assert [cells[1] for cells in texts(page.tables[0])[1:]] == ["5", "7.25"]


@pytest.mark.parametrize(
    ("above", "below", "broken"), [("06612", "5171", True), ("06612", "06387", False), ("612", "517", False)]
)
def test_a_code_that_begins_with_a_nought_goes_on_below(above: str, below: str, broken: bool) -> None:
    assert is_broken(above, below) is broken


def test_lines_of_a_cell_may_stand_far_apart_where_rows_stand_farther(draw: Draw) -> None:
    """Letters of five points have an em of nine: two and a half em between the lines of a label."""
    words: list[Word] = [*HEAD]
    expected = []
    for number, top in enumerate((130, 182, 234), start=1):
        words += row(top, (50, f"{number}. งานบริการที่ต่อ"), (200, f"{number}.50"), (280, f"{number}.75"), (360, f"{number}.25"))
        words += row(top + 22, (50, "กับพิพิธภัณฑ์"))
        expected.append([f"{number}. งานบริการที่ต่อกับพิพิธภัณฑ์", f"{number}.50", f"{number}.75", f"{number}.25"])
    assert texts(layout(draw(words)).tables[0])[1:] == expected


def test_negative_numbers_below_numbers_are_another_rows(draw: Draw) -> None:
    """Results in brackets stand below all plans of a row; here plain numbers stand below numbers, too."""
    words = [*row(100, (50, "ยุทธศาสตร์"), (150, "โครงการ"), (280, "งบ"), (340, "จ่าย"), (400, "%"))]
    words += row(130, (150, "งานหนึ่ง"), (280, "6.1250"), (340, "4.3019"), (400, "70.25"))
    words += [*row(136, (50, "ด้านคน")), *row(142, (150, "งานสอง"), (280, "4.4782"), (340, "(5.4351)"), (400, "44.49"))]
    (table,) = layout(draw(words, across([90, 110, 150], right=460))).tables
    assert [cells[2:] for cells in texts(table)[1:]] == [["6.1250", "4.3019", "70.25"], ["4.4782", "(5.4351)", "44.49"]]


def test_a_title_below_the_head_is_a_row_though_the_head_is_set_in_the_middle(draw: Draw) -> None:
    words = [*row(100, (80, "โครงการ"), (200, "Q1"), (280, "Q2"), (360, "Q3")), *row(120, (50, "ด้านการพัฒนาคน"))]
    for number in (1, 2, 3):
        words += row(120 + 20 * number, (50, f"งาน {number} ก"), (200, f"{number}.5"), (280, f"{number}.6"), (360, f"{number}.7"))
    (table,) = layout(draw(words)).tables
    assert [cells[0] for cells in texts(table)] == ["โครงการ", "ด้านการพัฒนาคน", "งาน 1 ก", "งาน 2 ก", "งาน 3 ก"]


def test_a_title_between_lines_begins_left_of_numbers_set_in_the_middle_of_their_column(draw: Draw) -> None:
    words = [*row(104, (53, "ที่"), (90, "งาน"), (200, "Q1"), (280, "Q2"))]
    words += [*row(124, (56, "1"), (90, "งานก"), (200, "1.5"), (280, "2.5")), *row(144, (48, "ด้านการพัฒนาคน"))]
    words += [*row(164, (56, "2"), (90, "งานข"), (200, "3.5"), (280, "4.5"))]
    (table,) = layout(draw(words, across([90, 110, 130, 150, 170]))).tables
    assert [cells[0] for cells in texts(table)][2:3] == ["ด้านการพัฒนาคน"]
    assert len(table.rows) == 4


def test_a_column_of_numbers_right_at_the_labels_is_told_by_the_head_between_lines_too(draw: Draw) -> None:
    words = [*row(104, (50, "ที่"), (90, "งาน"), (200, "Q1"), (280, "Q2"))]
    words += [
        *row(124, (60, "1"), (68, "งานก"), (200, "1.5"), (280, "2.5")),
        *row(144, (60, "2"), (68, "งานข"), (200, "3"), (280, "4")),
    ]
    (table,) = layout(draw(words, across([90, 110, 130, 150]))).tables
    assert texts(table) == [["ที่", "งาน", "Q1", "Q2"], ["1", "งานก", "1.5", "2.5"], ["2", "งานข", "3", "4"]]


def test_rows_without_a_head_have_their_numbers_column_where_the_table_before_had_it(draw: Draw) -> None:
    words: list[Word] = []
    for number in (24, 25, 26):
        words += row(40 + 20 * number - 460, (50, str(number)), (64, "งานก"), (200, f"{number}.5"), (280, f"{number}.6"))
    known = Columns((45.0, 62.0, 150.0, 250.0, 330.0), ((61.0, 63.0), (150.0, 150.0), (250.0, 250.0)), ())
    (table,) = layout(draw(words), known).tables
    assert texts(table)[0] == ["24", "งานก", "24.5", "24.6"]
    (alone,) = layout(draw(words)).tables
    assert alone.column_count == 3
