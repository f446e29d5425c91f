"""Rows that no line parts: broken numbers, brackets of negative numbers."""

from __future__ import annotations

import pytest

from parsers.pdf.row_costs import is_broken
from parsers.pdf.tables import layout
from tests.parsers.pdf.conftest import Draw
from tests.parsers.pdf.test_tables import across, row, texts

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


def test_negative_numbers_below_numbers_are_another_rows(draw: Draw) -> None:
    """Results in brackets stand below all plans of a row; here plain numbers stand below numbers, too."""
    words = [*row(100, (50, "ยุทธศาสตร์"), (150, "โครงการ"), (280, "งบ"), (340, "จ่าย"), (400, "%"))]
    words += row(130, (150, "งานหนึ่ง"), (280, "6.1250"), (340, "4.3019"), (400, "70.25"))
    words += [*row(136, (50, "ด้านคน")), *row(142, (150, "งานสอง"), (280, "4.4782"), (340, "(5.4351)"), (400, "44.49"))]
    (table,) = layout(draw(words, across([90, 110, 150], right=460))).tables
    assert [cells[2:] for cells in texts(table)[1:]] == [["6.1250", "4.3019", "70.25"], ["4.4782", "(5.4351)", "44.49"]]
