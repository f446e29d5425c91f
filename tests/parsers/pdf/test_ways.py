"""Rows told by the way in which the whole table is set: one height of its cells, one distance of their lines."""

from __future__ import annotations

from parsers.pdf.tables import layout
from tests.parsers.pdf.conftest import Draw, Word, across, row, texts

HEAD = row(100, (50, "โครงการ"), (200, "Q1"), (280, "Q2"), (360, "Q3"))


def test_labels_with_one_amount_each_are_rows_though_one_has_two_lines(draw: Draw) -> None:
    """All lines stand as near as those of one cell, two amounts twice as far from each other."""
    words: list[Word] = [*row(100, (50, "รายการ"), (200, "จำนวน"))]
    expected = [["งานกงานข", "35,591"], ["งานค", "48,799"], ["งานง", "78"], ["งานจ", "22,714"], ["งานฉ", "25"]]
    for number, cells in enumerate((["งานก", "35,591"], ["งานข"], *expected[1:])):
        words += row(112 + 12 * number, *zip((50, 200), cells, strict=False))
    lines = [*across([90, 104], right=260), (45, 90, 45, 104), (190, 90, 190, 104), (260, 90, 260, 104)]
    table = layout(draw(words, lines)).tables[0]
    assert texts(table)[1:] == expected


def test_a_title_stands_above_its_row_where_all_cells_begin_at_the_top(draw: Draw) -> None:
    words: list[Word] = [*HEAD]
    for top in (120, 150, 200):
        words += row(top, (50, "งานหนึ่งที่ต่อ"), (200, "1.50"), (280, "2.50"), (360, "3.50"))
        words += row(top + 11, (50, "กับพิพิธภัณฑ์"))
    words += row(182, (50, "ด้านการศึกษา"))
    table = layout(draw(words, across([90, 106, 220]))).tables[0]
    label = ["งานหนึ่งที่ต่อกับพิพิธภัณฑ์", "1.50", "2.50", "3.50"]
    assert texts(table)[1:] == [label, label, ["ด้านการศึกษา", "", "", ""], label]


def test_rows_may_stand_nearer_than_the_lines_of_a_cell(draw: Draw) -> None:
    """Lines of a cell are ten points apart, rows eight; in each the amounts stand half-way down two lines, brackets below."""
    words: list[Word] = [*HEAD]
    expected = []
    for number in range(4):
        top = 120 + 38 * number
        amounts = [f"{number + column}.25" for column in (1, 2, 3)]
        for line, text in enumerate(("งานบริการที่", "ต่อเนื่องกับ", "พิพิธภัณฑ์ใน", "พื้นที่ทุกแห่ง")):
            words += row(top + 10 * line, (50, text))
        words += row(top + 10, *zip((200, 280, 360), amounts, strict=True))
        words += row(top + 20, (200, "(12)"), (280, "(34)"), (360, "(56)"))
        expected.append(
            ["งานบริการที่ต่อเนื่องกับพิพิธภัณฑ์ในพื้นที่ทุกแห่ง", *(f"{a} ({b})" for a, b in zip(amounts, (12, 34, 56), strict=True))]
        )
    table = layout(draw(words, across([90, 106, 275]))).tables[0]
    assert texts(table)[1:] == expected


def test_numbers_half_way_up_a_label_set_at_one_and_a_half_show_their_column(draw: Draw) -> None:
    """No line of the table has words in both of its first columns."""
    words: list[Word] = [*HEAD]
    expected = []
    for number in (1, 2, 3):
        top = 80 + 48 * number
        amounts = [f"{number}.{column}0" for column in (1, 2, 3)]
        words += row(top, (50, f"{number}. งานบริการที่ต่อ")) + row(top + 22, (50, "กับพิพิธภัณฑ์"))
        words += row(top + 11, *zip((200, 280, 360), amounts, strict=True))
        expected.append([f"{number}. งานบริการที่ต่อกับพิพิธภัณฑ์", *amounts])
    table = layout(draw(words, across([90, 110, 260]))).tables[0]
    assert texts(table)[1:] == expected


def test_units_right_below_amounts_are_no_head_of_another_table(draw: Draw) -> None:
    words: list[Word] = [*HEAD]
    expected = []
    for number in range(4):
        amounts = [f"{number + column}.25" for column in (1, 2, 3)]
        words += row(124 + 32 * number, (50, "งานบริการ"), *zip((200, 280, 360), amounts, strict=True))
        words += row(136 + 32 * number, (50, "ที่ต่อเนื่อง"), (200, "ล้านบาท"), (280, "ล้านบาท"), (360, "ล้านบาท"))
        expected.append(["งานบริการที่ต่อเนื่อง", *(f"{amount} ล้านบาท" for amount in amounts)])
    (table,) = layout(draw(words)).tables
    assert texts(table)[1:] == expected


def test_a_dash_between_amounts_with_their_units_is_a_row_of_its_own(draw: Draw) -> None:
    words: list[Word] = row(100, (50, "รายการ"), (200, "จำนวน"))
    expected = [["ตรวจสอบภายใน", "54 ราย"], ["งบลงทุน", "-"], ["ค่าสาธารณูปโภค", "2 ครั้ง"]]
    for number, cells in enumerate(expected):
        words += row(124 + 14 * number, *zip((50, 200), cells, strict=True))
    (table,) = layout(draw(words, across([86, 106, 160], right=260))).tables
    assert texts(table)[1:] == expected


def test_a_title_below_a_head_may_begin_where_the_head_does(draw: Draw) -> None:
    """The rows begin farther in, with numbers in the middle of their column."""
    words: list[Word] = row(100, (50, "ลำดับ"), (100, "โครงการ"), (200, "Q1"), (280, "Q2")) + row(118, (50, "หมวดการคลัง"))
    expected = [["หมวดการคลัง", "", "", ""]]
    for number in (1, 2, 3):
        words += row(118 + 18 * number, (60, str(number)), (100, "งานบริการ"), (200, f"{number}.50"), (280, f"{number}.75"))
        expected.append([str(number), "งานบริการ", f"{number}.50", f"{number}.75"])
    (table,) = layout(draw(words)).tables
    assert [[text for text in cells if text] for cells in texts(table)[1:]] == [
        [text for text in cells if text] for cells in expected
    ]
