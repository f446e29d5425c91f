"""Tables with few lines or none, drawn by hand: heads without a line above, rows that no line parts."""

from __future__ import annotations

from parsers.pdf.stretches import line_groups
from parsers.pdf.content import PageContent
from parsers.pdf.lines import text_lines
from parsers.pdf.tables import layout
from tests.parsers.pdf.conftest import Draw, Word, across, down, row, texts

HEAD = [(50.0, "ตัวชี้วัด"), (200.0, "เป้าหมาย"), (300.0, "ผล")]


def budget(top: float, pitch: float) -> list[Word]:
    """A head that names every column but the first, and two rows of numbers below it, all as far apart."""
    return [
        *row(top, (180, "รวม"), (260, "Q1"), (340, "Q2")),
        *row(top + pitch, (50, "แผน"), (180, "30.00"), (260, "10.00"), (340, "20.00")),
        *row(top + 2 * pitch, (50, "ผล"), (180, "25.00"), (260, "9.00"), (340, "16.00")),
    ]


BUDGET = [["", "รวม", "Q1", "Q2"], ["แผน", "30.00", "10.00", "20.00"], ["ผล", "25.00", "9.00", "16.00"]]


def in_bold(page: PageContent, baseline: float) -> PageContent:
    """The words at a height in another font."""
    for glyph in page.glyphs:
        glyph.font = 1 if glyph.baseline == baseline else 0
    return page


def test_a_head_has_no_line_above_it_where_each_row_has_one_below(draw: Draw) -> None:
    words = [*row(60, (45, "หัวข้อ")), *row(104, *HEAD), *row(124, (50, "1. ก"), (200, "12 คน"), (300, "9 คน"))]
    page = layout(draw(words, across([110, 130])))
    assert texts(page.tables[0]) == [["ตัวชี้วัด", "เป้าหมาย", "ผล"], ["1. ก", "12 คน", "9 คน"]]
    assert [line.text for line in page.lines] == ["หัวข้อ"]


def test_a_head_of_two_lines_is_taken_whole_and_the_title_above_it_is_not(draw: Draw) -> None:
    words = [*row(70, (45, "สรุปผลการดำเนินงานทั้งหมดของหน่วยงานในปีนี้")), *row(98, (200, "งบ"), (300, "ผล")),
             *row(108, (50, "โครงการ"), (200, "จัดสรร"), (300, "เบิกจ่าย")), *row(130, (50, "1. ก"), (200, "12.00"), (300, "9.00"))]  # fmt: skip
    page = layout(draw(words, across([114, 136])))
    assert texts(page.tables[0]) == [["โครงการ", "งบจัดสรร", "ผลเบิกจ่าย"], ["1. ก", "12.00", "9.00"]]
    assert [line.text for line in page.lines] == ["สรุปผลการดำเนินงานทั้งหมดของหน่วยงานในปีนี้"]


def test_rows_between_a_line_below_the_head_and_one_at_the_foot_are_told_by_their_numbers(draw: Draw) -> None:
    page = layout(draw(budget(104, 20), across([90, 110, 150])))
    assert texts(page.tables[0]) == BUDGET


def test_a_cell_of_two_lines_with_its_result_in_parentheses_stays_one_row(draw: Draw) -> None:
    words = [*row(104, (50, "ตัวชี้วัด"), (200, "Q1"), (300, "Q2")), *row(124, (50, "1. จำนวน"), (200, "300"), (300, "400")),
             *row(136, (50, "ผู้เข้าอบรม"), (200, "(303)"), (300, "(404)"))]  # fmt: skip
    assert texts(layout(draw(words, across([90, 110, 142]))).tables[0])[1] == ["1. จำนวนผู้เข้าอบรม", "300 (303)", "400 (404)"]


def test_a_head_in_other_columns_below_amounts_begins_another_table(draw: Draw) -> None:
    words = [*row(104, (50, "โครงการ"), (200, "เป้าหมาย"), (300, "ผล")), *row(124, (50, "1. ก"), (200, "12 คน"), (300, "9 คน")),
             *row(146, (50, "โครงการ"), (230, "เป้าหมาย"), (340, "ผล")), *row(166, (50, "2. ข"), (230, "7 คน"), (340, "5 คน"))]  # fmt: skip
    page = layout(draw(words, across([90, 110, 130, 152, 172])))
    assert [texts(table) for table in page.tables] == [
        [["โครงการ", "เป้าหมาย", "ผล"], ["1. ก", "12 คน", "9 คน"]],
        [["โครงการ", "เป้าหมาย", "ผล"], ["2. ข", "7 คน", "5 คน"]],
    ]


def test_rows_without_lines_are_told_apart_below_a_head_without_a_first_word(draw: Draw) -> None:
    page = layout(draw(budget(100, 17)))
    assert texts(page.tables[0]) == BUDGET


def test_a_label_of_two_lines_beside_its_numbers_is_one_row(draw: Draw) -> None:
    words = [*row(90, (50, "โครงการ"), (200, "แผน"), (300, "ผล"))]
    for number, top in ((1, 110), (2, 142)):
        words += [*row(top, (50, f"{number}. โครงการพัฒนา")), *row(top + 6, (200, f"{number}2.00"), (300, f"{number}1.00")),
                  *row(top + 12, (50, "ระบบ"))]  # fmt: skip
    assert texts(layout(draw(words)).tables[0]) == [
        ["โครงการ", "แผน", "ผล"],
        ["1. โครงการพัฒนาระบบ", "12.00", "11.00"],
        ["2. โครงการพัฒนาระบบ", "22.00", "21.00"],
    ]


def test_labels_without_a_number_open_rows_where_amounts_stand_below_amounts(draw: Draw) -> None:
    words = [*row(90, (50, "1. โครงการ"), (200, "เป้าหมาย"), (300, "ผล")), *row(107, (50, "ตัวชี้วัดที่ 1"), (200, "12 คน"), (300, "9 คน")),
             *row(124, (50, "ตัวชี้วัดที่ 2"), (200, "ร้อยละ 80"), (300, "ร้อยละ 75"))]  # fmt: skip
    assert [cells[0] for cells in texts(layout(draw(words)).tables[0])] == ["1. โครงการ", "ตัวชี้วัดที่ 1", "ตัวชี้วัดที่ 2"]


def test_the_head_of_the_next_table_is_not_the_last_row_of_the_one_above(draw: Draw) -> None:
    words = budget(100, 17)
    words += [*row(160, (50, "ตัวชี้วัด"), (150, "เป้าหมาย"), (230, "ผลการ"), (300, "Q1"), (380, "Q2")),
              *row(177, (50, "1. ก"), (150, "2,200 คน"), (230, "2,212 คน"), (300, "300"), (380, "900")),
              *row(194, (50, "2. ข"), (150, "21 หลักสูตร"), (230, "26 หลักสูตร"), (300, "6"), (380, "5"))]  # fmt: skip
    tables = layout(draw(words)).tables
    assert texts(tables[0]) == BUDGET
    assert texts(tables[1])[0] == ["ตัวชี้วัด", "เป้าหมาย", "ผลการ", "Q1", "Q2"]


def test_ruled_tables_below_each_other_are_two_though_one_edge_is_at_the_same_place(draw: Draw) -> None:
    lines = across([90, 110, 130, 150, 170]) + down([45, 400], 90, 170)
    lines += down([150, 250, 320], 90, 130) + down([120, 180, 280, 320], 130, 170)
    words = [*row(104, (50, "ก"), (160, "1"), (260, "2"), (330, "3")), *row(124, (50, "ข"), (160, "3"), (260, "4"), (330, "5")),
             *row(144, (50, "ค"), (130, "5"), (190, "6"), (290, "7"), (330, "8")),
             *row(164, (50, "ง"), (130, "8"), (190, "9"), (290, "0"), (330, "1"))]  # fmt: skip
    assert [table.column_count for table in layout(draw(words, lines)).tables] == [4, 5]


def test_a_narrow_tables_side_is_not_drawn_through_a_wider_one_between(draw: Draw) -> None:
    lines = []
    for top, right in ((90, 300), (130, 320), (170, 300)):  # three tables, the second a little wider
        lines += across([top, top + 20, top + 40], right=right) + down([45, right - 150, right], top, top + 40)
    words = [word for top in (104, 124, 144, 164, 184, 204) for word in row(top, (50, "ก"), (200, "1"))]
    found = [[cell.text for cell in cells] for table in layout(draw(words, lines)).tables for cells in table.rows]
    assert found == [["ก", "1"]] * 6


def test_cells_set_half_way_up_are_one_row_however_near_their_lines(draw: Draw) -> None:
    """Heads of one and of two lines, and labels of three lines beside amounts of one and of two."""
    words = [*row(90, (300, "ผลการ")), *row(96, (50, "ตัวชี้วัด"), (200, "เป้าหมาย")), *row(102, (300, "ดำเนิน")),
             *row(120, (50, "1. ร้อยละ")), *row(126, (300, "ร้อยละ")), *row(132, (50, "ความพึง"), (200, "80")),
             *row(138, (300, "75")), *row(144, (50, "พอใจ")),
             *row(162, (50, "2. จำนวน")), *row(168, (200, "12"), (300, "9")), *row(174, (50, "คน"))]  # fmt: skip
    assert texts(layout(draw(words)).tables[0]) == [
        ["ตัวชี้วัด", "เป้าหมาย", "ผลการดำเนิน"],
        ["1. ร้อยละความพึงพอใจ", "80", "ร้อยละ 75"],
        ["2. จำนวนคน", "12", "9"],
    ]


def test_rows_as_near_as_a_cells_lines_are_told_by_all_of_them_together(draw: Draw) -> None:
    """Every line is as far from the next; labels go on, and what stands below amounts is the next row's."""
    words = [*row(90, (50, "ตัวชี้วัด"), (200, "แผน"), (300, "ผล"), (380, "Q1")),
             *row(104, (50, "1. ผู้เข้า"), (200, "2,200 คน"), (300, "2,212 คน"), (380, "300")), *row(118, (50, "อบรม"), (380, "(303)")),
             *row(132, (50, "2. หลักสูตร"), (200, "21 เรื่อง"), (300, "26 เรื่อง"), (380, "6")), *row(146, (380, "(7)")),
             *row(160, (50, "3. แห่ง"), (200, "4 แห่ง"), (300, "4 แห่ง"), (380, "1"))]  # fmt: skip
    assert texts(layout(draw(words)).tables[0])[1:] == [
        ["1. ผู้เข้าอบรม", "2,200 คน", "2,212 คน", "300 (303)"],
        ["2. หลักสูตร", "21 เรื่อง", "26 เรื่อง", "6 (7)"],
        ["3. แห่ง", "4 แห่ง", "4 แห่ง", "1"],
    ]


def test_between_two_lines_numbered_rows_and_their_total_are_rows(draw: Draw) -> None:
    words = [*row(104, (50, "ที่"), (90, "โครงการ"), (200, "แผน"), (300, "ผล")), *row(124, (50, "1"), (90, "ก"), (200, "12.00"), (300, "9.00")),
             *row(144, (50, "2"), (90, "ข"), (200, "10.00"), (300, "5.00")), *row(164, (90, "รวม"), (200, "22.00"), (300, "14.00"))]  # fmt: skip
    assert texts(layout(draw(words, across([90, 110, 170]))).tables[0])[1:] == [
        ["1", "ก", "12.00", "9.00"],
        ["2", "ข", "10.00", "5.00"],
        ["", "รวม", "22.00", "14.00"],
    ]


def test_what_stands_between_two_shaded_rows_is_one(draw: Draw) -> None:
    fills = [(45.0, 90.0, 400.0, 110.0), (45.0, 150.0, 400.0, 190.0)]
    words = [*row(104, (50, "โครงการ"), (200, "แผน"), (300, "ผล")),
             *row(120, (50, "1. โครงการ")), *row(132, (50, "พัฒนา"), (200, "12.00"), (300, "9.00")), *row(144, (50, "ระบบ")),
             *row(164, (50, "2. โครงการ")), *row(170, (200, "10.00"), (300, "5.00")), *row(176, (50, "ส่งเสริม"))]  # fmt: skip
    assert texts(layout(draw(words, fills=fills)).tables[0])[1:] == [
        ["1. โครงการพัฒนาระบบ", "12.00", "9.00"],
        ["2. โครงการส่งเสริม", "10.00", "5.00"],
    ]


def test_a_head_above_its_line_stands_in_the_columns_of_the_first_rows_together(draw: Draw) -> None:
    """The first row names no amounts; the words of a label stand farther apart than a head's."""
    words = [*row(104, (160, "รวม"), (260, "Q1"), (340, "Q2")), *row(124, (50, "งบประมาณ"), (160, "30.00")),
             *row(144, (50, "แผน"), (160, "30.00"), (260, "10.00"), (340, "20.00"))]  # fmt: skip
    assert texts(layout(draw(words, across([110, 130, 150]))).tables[0])[:2] == [
        ["", "รวม", "Q1", "Q2"],
        ["งบประมาณ", "30.00", "", ""],
    ]


def test_two_numbers_without_a_space_are_two_cells_sooner_than_two_words(draw: Draw) -> None:
    def groups(left: str, right: str) -> int:
        glyphs = draw([(50, 100, left + right)]).glyphs
        for number, glyph in enumerate(glyphs):  # letters of 8 points, six points between the two words
            glyph.x0 = 50 + 8 * number + 6 * (number >= len(left))
            glyph.x1 = glyph.x0 + 8
        (line,) = text_lines(glyphs)
        return len(line_groups(line))

    assert groups("แผนงาน", "โครงการ") == 1
    assert groups("๑๒๓.๕๐", "๑๗๕.๐๐") == 2


def test_numbers_too_wide_for_their_columns_stay_whole_where_they_run_into_each_other(draw: Draw) -> None:
    """The bracket that ends one lies behind the one that begins the next; each was drawn in one go."""
    words = [*row(90, (50, "ตัวชี้วัด"), (150, "Q1"), (200, "Q2"), (260, "Q3")),
             *row(107, (50, "1. ก"), (150, "600,000"), (200, "900,000"), (260, "100,000")),
             *row(120, (150, "(1,174,815)"), (200, "(799,764)"), (260, "(177,858)"))]  # fmt: skip
    head, cells = texts(layout(draw(words)).tables[0])
    assert head == ["ตัวชี้วัด", "Q1", "Q2", "Q3"]
    assert cells == ["1. ก", "600,000 (1,174,815)", "900,000 (799,764)", "100,000 (177,858)"]
