"""Tables found on drawn pages: ruled, with horizontal lines, with fills, without any line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.pdf.content import PageContent
from parsers.pdf.tables import layout
from tests.parsers.pdf.conftest import Draw, Word, across, down, row, spans, texts

HEAD = [(50.0, "ตัวชี้วัด"), (200.0, "เป้าหมาย"), (300.0, "ผล")]


def test_lines_on_all_sides_make_cells(draw: Draw) -> None:
    lines = across([90, 110, 130]) + down([45, 190, 290, 400], 90, 130)
    table = layout(draw(row(104, *HEAD) + row(124, (50, "1. ก"), (200, "12 คน")), lines)).tables[0]
    assert table.kind == "ruled"
    assert texts(table) == [["ตัวชี้วัด", "เป้าหมาย", "ผล"], ["1. ก", "12 คน", ""]]


def test_a_merged_cell_has_its_spans_and_the_covered_ones_are_absent(draw: Draw) -> None:
    lines = across([90, 130]) + [(190, 110, 400, 110)] + down([45, 190, 400], 90, 130) + [(290, 110, 290, 130)]
    words = [*row(104, (50, "รวม"), (200, "ไตรมาส")), *row(124, (200, "Q1"), (300, "Q2"))]
    table = layout(draw(words, lines)).tables[0]
    assert spans(table) == [[(1, 1, 2), (2, 2, 1)], [(2, 1, 1), (3, 1, 1)]]


def test_a_table_open_at_a_page_break_is_closed_where_its_lines_end(draw: Draw) -> None:
    lines = across([110, 130]) + down([45, 190, 290, 400], 90, 150)
    words = [*row(104, (50, "ก"), (200, "1"), (300, "2")), *row(124, (50, "ข"), (200, "3"), (300, "4")),
             *row(144, (50, "ค"), (200, "5"), (300, "6"))]  # fmt: skip
    assert texts(layout(draw(words, lines)).tables[0]) == [["ก", "1", "2"], ["ข", "3", "4"], ["ค", "5", "6"]]


def test_a_number_too_long_for_its_cell_stays_whole(draw: Draw) -> None:
    lines = across([90, 110, 130], right=220) + down([45, 100, 154, 220], 90, 130)
    words = [*row(104, (50, "ก"), (110, "Q1"), (160, "Q2")), *row(124, (50, "ข"), (110, "(1,153,64)"), (161, "(438)"))]
    assert texts(layout(draw(words, lines)).tables[0])[1] == ["ข", "(1,153,64)", "(438)"]


def test_a_frame_around_a_paragraph_is_no_table(draw: Draw) -> None:
    page = layout(draw(row(104, (50, "ข้อความในกรอบ")), across([90, 110]) + down([45, 400], 90, 110)))
    assert page.tables == []
    assert [line.text for line in page.lines] == ["ข้อความในกรอบ"]


def test_two_ruled_tables_set_directly_below_each_other_are_two(draw: Draw) -> None:
    lines = across([90, 110, 130, 150, 170]) + down([45, 400], 90, 170)
    lines += down([150, 250], 90, 130) + down([120, 180, 320], 130, 170)
    words = [*row(104, (50, "ก"), (160, "1"), (260, "2")), *row(124, (50, "ข"), (160, "3"), (260, "4")),
             *row(144, (50, "ค"), (130, "5"), (190, "6"), (330, "7")), *row(164, (50, "ง"), (130, "8"), (190, "9"), (330, "0"))]  # fmt: skip
    assert [table.column_count for table in layout(draw(words, lines)).tables] == [3, 4]


def test_a_header_less_row_takes_the_columns_of_the_table_above(draw: Draw) -> None:
    lines = across([90, 110, 130]) + down([45, 150, 230, 310, 400], 90, 130)
    lines += across([190, 210]) + down([45, 150, 310, 400], 190, 210)  # the second and third are merged here
    words = [*row(104, (50, "ก"), (160, "Q1"), (240, "Q2"), (320, "Q3")), *row(124, (50, "ข"), (160, "1"), (240, "2"), (320, "3")),
             *row(204, (50, "ค"), (160, "ดำเนินการ"), (320, "3"))]  # fmt: skip
    tables = layout(draw(words, lines)).tables
    assert spans(tables[1]) == [[(1, 1, 1), (2, 2, 1), (4, 1, 1)]]


def test_horizontal_lines_alone_part_rows(draw: Draw) -> None:
    words = row(104, *HEAD) + row(124, (50, "1. ก"), (200, "12 คน"), (300, "9 คน"))
    table = layout(draw(words, across([90, 110, 130]))).tables[0]
    assert table.kind == "horizontal"
    assert texts(table) == [["ตัวชี้วัด", "เป้าหมาย", "ผล"], ["1. ก", "12 คน", "9 คน"]]


def test_a_cell_of_several_lines_between_horizontal_lines_is_one(draw: Draw) -> None:
    words = row(104, *HEAD) + row(124, (50, "1. ชื่อ"), (200, "12"), (300, "9")) + row(137, (50, "ยาว"))
    assert texts(layout(draw(words, across([90, 110, 145]))).tables[0])[1] == ["1. ชื่อยาว", "12", "9"]


def test_prose_between_two_tables_of_horizontal_lines_stays_prose(draw: Draw) -> None:
    words = [*row(104, *HEAD), *row(124, (50, "1. ก"), (200, "12"), (300, "9")), *row(150, (45, "ผลการดำเนินงาน ดังนี้")),
             *row(174, (50, "2. ข"), (200, "5"), (300, "4"))]  # fmt: skip
    page = layout(draw(words, across([90, 110, 130, 160, 180])))
    assert [len(table.rows) for table in page.tables] == [2, 1]
    assert [line.text for line in page.lines] == ["ผลการดำเนินงาน ดังนี้"]


def test_a_line_under_some_columns_makes_a_head_of_two_rows(draw: Draw) -> None:
    words = [*row(104, (200, "รวม"), (260, "ไตรมาส")), *row(124, (260, "Q1"), (340, "Q2")),
             *row(144, (50, "แผน"), (200, "3"), (260, "1"), (340, "2"))]  # fmt: skip
    table = layout(draw(words, [*across([90, 130, 150]), (250, 110, 400, 110)])).tables[0]
    assert spans(table)[:2] == [[(1, 1, 2), (2, 1, 2), (3, 2, 1)], [(3, 1, 1), (4, 1, 1)]]
    assert texts(table)[0] == ["", "รวม", "ไตรมาส"]


def test_lines_drawn_cell_by_cell_show_the_columns(draw: Draw) -> None:
    pieces = [(x0, y, x1, y) for y in (90, 110, 130) for x0, x1 in ((45, 190), (190, 290), (290, 400))]
    words = row(104, *HEAD) + row(124, (50, "1. ก"))  # the second row alone shows no column
    table = layout(draw([*words, (200, 124, "-"), (300, 124, "-")], pieces)).tables[0]
    assert [cell.place.box.x0 for cell in table.rows[1] if cell.place.box] == pytest.approx([45, 190, 290])


def test_aligned_words_without_lines_are_a_table(draw: Draw) -> None:
    words = [
        *row(104, *HEAD),
        *row(126, (50, "1. ก"), (200, "12 คน"), (300, "9 คน")),
        *row(148, (50, "2. ข"), (200, "3 คน"), (300, "4 คน")),
    ]
    table = layout(draw(words)).tables[0]
    assert table.kind == "aligned"
    assert texts(table) == [["ตัวชี้วัด", "เป้าหมาย", "ผล"], ["1. ก", "12 คน", "9 คน"], ["2. ข", "3 คน", "4 คน"]]


def test_a_wrapped_cell_without_lines_is_one_cell(draw: Draw) -> None:
    words = [*row(104, *HEAD), *row(126, (50, "1. ก"), (200, "ไม่น้อยกว่า"), (300, "9")), *row(138, (200, "๕๐ คน")),
             *row(160, (50, "2. ข"), (200, "3"), (300, "4"))]  # fmt: skip
    assert texts(layout(draw(words)).tables[0])[1] == ["1. ก", "ไม่น้อยกว่า ๕๐ คน", "9"]


def test_rows_as_near_as_lines_are_told_apart_by_their_numbers(draw: Draw) -> None:
    words = [*row(104, (50, "งบประมาณ"), (200, "Q1"), (300, "Q2")), *row(117, (50, "แผน"), (200, "1.50"), (300, "2.50")),
             *row(130, (50, "ผล"), (200, "1.25"), (300, "2.25")), *row(143, (50, "ผูกพัน"), (200, "0.10"), (300, "-"))]  # fmt: skip
    assert [len(r) for r in texts(layout(draw(words)).tables[0])] == [3, 3, 3, 3]


def test_heads_at_the_left_and_numbers_at_the_right_are_one_column(draw: Draw) -> None:
    words = [*row(104, (160, "รวม"), (260, "Q1"), (360, "Q2")), *row(126, (50, "แผน"), (225, "1.50"), (325, "2.50"), (425, "3.50")),
             *row(148, (50, "ผล"), (225, "1.25"), (325, "2.25"), (425, "3.25"))]  # fmt: skip
    assert texts(layout(draw(words)).tables[0])[0] == ["", "รวม", "Q1", "Q2"]


def test_a_head_of_two_rows_without_lines_has_its_spans(draw: Draw) -> None:
    words = [*row(104, (200, "รวม"), (260, "ไตรมาส")), *row(126, (260, "Q1"), (320, "Q2"), (380, "Q3")),
             *row(148, (50, "แผน"), (200, "6"), (260, "1"), (320, "2"), (380, "3")), *row(170, (50, "ผล"), (200, "5"), (260, "1"), (320, "2"), (380, "2"))]  # fmt: skip
    table = layout(draw(words)).tables[0]
    assert spans(table)[:2] == [[(1, 1, 2), (2, 1, 2), (3, 3, 1)], [(3, 1, 1), (4, 1, 1), (5, 1, 1)]]


def test_prose_with_few_gaps_is_no_table(draw: Draw) -> None:
    words = [*row(104, (50, "หมายเหตุ"), (96, "สำเร็จ"), (130, "ต่ำกว่า")), *row(118, (50, "ข้อมูลเบื้องต้น"))]
    assert layout(draw(words)).tables == []


def test_shaded_heads_show_columns_and_belong_to_the_rows_below(draw: Draw) -> None:
    words = [*row(104, *HEAD), *row(126, (50, "1. ก"), (200, "12"), (300, "9")), *row(148, (50, "2. ข"), (200, "3"), (300, "4"))]
    fills = [(45, 90, 190, 110), (190, 90, 290, 110), (290, 90, 400, 110)]
    table = layout(draw(words, fills=fills)).tables[0]
    assert len(table.rows) == 3
    assert [cell.place.box.x0 for cell in table.rows[1] if cell.place.box] == pytest.approx([45, 190, 290])


def test_a_cell_shaded_by_its_margins_and_by_each_of_its_lines_is_one_cell(draw: Draw) -> None:
    """So an office program shades: two strips beside the words, and a band behind each of their lines."""
    lines = across([90, 130, 150]) + down([45, 190, 290, 400], 90, 150)
    shades = [(45, 90, 51, 130), (51, 90, 184, 109), (51, 109, 184, 130), (184, 90, 190, 130), (190, 90, 290, 130)]
    words = [*row(104, (50, "ผลลัพธ์"), (200, "เป้าหมาย"), (300, "ผล")), *row(124, (50, "(ร้อยละ)")),
             *row(144, (50, "1. ก"), (200, "12 คน"), (300, "9 คน"))]  # fmt: skip
    table = layout(draw(words, lines, shades)).tables[0]
    assert texts(table) == [["ผลลัพธ์ (ร้อยละ)", "เป้าหมาย", "ผล"], ["1. ก", "12 คน", "9 คน"]]


def test_shaded_columns_of_a_head_that_a_frame_encloses_are_columns(draw: Draw) -> None:
    lines = across([90, 110, 130]) + down([45, 400], 90, 130) + down([190, 290], 110, 130)
    shades = [(45, 90, 190, 110), (190, 90, 290, 110), (290, 90, 400, 110)]
    table = layout(draw(row(104, *HEAD) + row(124, (50, "1. ก"), (200, "12 คน"), (300, "9")), lines, shades)).tables[0]
    assert texts(table) == [["ตัวชี้วัด", "เป้าหมาย", "ผล"], ["1. ก", "12 คน", "9"]]


def test_every_word_stands_in_a_cell_or_in_a_line(draw: Draw) -> None:
    words = [
        *row(60, (45, "หัวเรื่อง")),
        *row(104, *HEAD),
        *row(124, (50, "1. ก"), (200, "12 คน"), (300, "9 คน")),
        *row(160, (45, "ท้าย")),
    ]
    page = layout(draw(words, across([90, 110, 130])))
    said = "".join([line.text for line in page.lines] + [text for t in page.tables for r in texts(t) for text in r])
    assert sorted(said.replace(" ", "")) == sorted("".join(text for _, _, text in words).replace(" ", ""))


RULED = [*across([90, 110, 130]), *down([45, 190, 260, 330, 400], 90, 130)]
LEFT = [*row(104, (50, "งบ"), (195, "แผน"), (265, "ผล"), (335, "%")), *row(124, (50, "ก"), (193, "1,234,567,890.00"), (335, "5"))]
RIGHT = [
    *row(104, (50, "งบ"), (195, "แผน"), (265, "ผล"), (335, "%")),
    *row(124, (50, "ก"), (247, "1,234,567,890.00"), (335, "5")),
]


@pytest.mark.parametrize(
    ("words", "cells"), [(LEFT, ["ก", "1,234,567,890.00", "", "5"]), (RIGHT, ["ก", "", "1,234,567,890.00", "5"])]
)
def test_a_number_too_long_for_its_cell_is_in_the_cell_whose_side_it_keeps_to(
    draw: Draw, words: list[Word], cells: list[str]
) -> None:
    assert texts(layout(draw(words, RULED)).tables[0])[1] == cells


def test_numbers_that_run_into_each_other_are_told_by_the_order_in_which_they_were_drawn(draw: Draw) -> None:
    words = [*row(104, (50, "งบ"), (195, "แผน"), (265, "ผล"), (335, "%"))]
    words += row(124, (50, "ก"), (179, "1,234,567,890.00"), (249, "9,876,543,210.00"), (335, "5"))
    assert texts(layout(draw(words, RULED)).tables[0])[1] == ["ก", "1,234,567,890.00", "9,876,543,210.00", "5"]


def in_font(page: PageContent, baselines: set[float], font: int) -> PageContent:
    for glyph in page.glyphs:
        if glyph.baseline in baselines:
            glyph.font = font
    return page


def test_a_head_is_no_row_of_the_rows_below_it_though_all_stand_as_near(draw: Draw) -> None:
    words = [*row(100, (50, "รวม"), (200, "ไตรมาส")), *row(112, (200, "Q1"), (270, "Q2"), (340, "Q3"))]
    words += row(124, (50, "แผน"), (200, "10.5"), (270, "11.5"), (340, "12.5"))
    words += row(136, (50, "ผล"), (200, "9.5"), (270, "8.5"), (340, "7.5"))
    (table,) = layout(in_font(draw(words), {100, 112}, 1)).tables
    assert texts(table)[-2:] == [["แผน", "10.5", "11.5", "12.5"], ["ผล", "9.5", "8.5", "7.5"]]


def test_words_half_way_up_their_row_are_one_row(draw: Draw) -> None:
    words = row(100, (50, "ที่"), (200, "เป้าหมาย"), (300, "ผล"))
    words += [*row(124, (200, "ไม่น้อยกว่า")), *row(130, (50, "1. ก"), (300, "9 คน")), *row(136, (200, "สิบคน"))]
    words += [*row(160, (50, "2. ข"), (200, "สองคน"), (300, "4 คน"))]
    (table,) = layout(draw(words)).tables
    assert texts(table)[1:] == [["1. ก", "ไม่น้อยกว่าสิบคน", "9 คน"], ["2. ข", "สองคน", "4 คน"]]


def test_a_wrapped_title_beside_the_parts_of_another_is_one_cell_over_two_rows(draw: Draw) -> None:
    words = [*row(100, (50, "ตัวชี้วัด"), (130, "ผลการ"), (200, "ไตรมาส"))]
    words += [*row(118, (130, "ดำเนินงาน"), (200, "Q1"), (270, "Q2"), (340, "Q3"))]
    words += [*row(140, (50, "1. ก"), (130, "9 คน"), (200, "1"), (270, "2"), (340, "3"))]
    words += [*row(162, (50, "2. ข"), (130, "8 คน"), (200, "4"), (270, "5"), (340, "6"))]
    (table,) = layout(draw(words)).tables
    assert texts(table)[0] == ["ตัวชี้วัด", "ผลการดำเนินงาน", "ไตรมาส"]
    assert spans(table)[0] == [(1, 1, 2), (2, 1, 2), (3, 3, 1)]
    assert texts(table)[1] == ["Q1", "Q2", "Q3"]


def money(baseline: float, label: str, first: str, second: str) -> list[Word]:
    return row(baseline, (50, label), (200, first), (300, second))


def test_lines_between_columns_and_below_the_head_alone_make_a_table(draw: Draw) -> None:
    lines = [*across([110]), *down([190, 290], 90, 170)]
    words = [
        *row(104, *HEAD),
        *money(124, "ก", "1.20", "3.40"),
        *money(144, "ข", "5.60", "7.80"),
        *money(164, "ค", "9.10", "2.30"),
    ]
    expected = [["ตัวชี้วัด", "เป้าหมาย", "ผล"], ["ก", "1.20", "3.40"], ["ข", "5.60", "7.80"], ["ค", "9.10", "2.30"]]
    assert texts(layout(draw(words, lines)).tables[0]) == expected


def test_a_title_over_columns_that_begin_below_it_spans_them(draw: Draw) -> None:
    lines = [*across([130]), (190, 90, 190, 170), (290, 110, 290, 170)]
    words = [*row(104, (50, "ชื่อ"), (240, "ไตรมาส")), *row(124, (200, "Q1"), (300, "Q2")), *money(144, "ก", "1.20", "3.40"),
             *money(164, "ข", "5.60", "7.80")]  # fmt: skip
    table = layout(draw(words, lines)).tables[0]
    assert texts(table) == [["ชื่อ", "ไตรมาส"], ["Q1", "Q2"], ["ก", "1.20", "3.40"], ["ข", "5.60", "7.80"]]
    assert spans(table)[0] == [(1, 1, 2), (2, 2, 1)]


def test_rows_of_a_frame_with_columns_are_parted_where_numbers_stand_below_numbers(draw: Draw) -> None:
    lines = across([90, 110, 170]) + down([45, 190, 290, 400], 90, 170)
    words = [*row(104, *HEAD), *money(124, "1. ก", "1.20", "3.40"), *row(136, (50, "กขค")), *money(152, "2. ข", "5.60", "7.80")]
    assert texts(layout(draw(words, lines)).tables[0])[1:] == [["1. กกขค", "1.20", "3.40"], ["2. ข", "5.60", "7.80"]]


def test_a_number_too_long_for_its_column_goes_on_below_itself(draw: Draw) -> None:
    lines = across([90, 110, 140]) + down([45, 190, 290, 400], 90, 140)
    words = [*row(104, *HEAD), *money(124, "ก", "126,561.4", "44,447,"), *row(136, (50, "ข"), (200, "9"), (300, "228.83"))]
    assert texts(layout(draw(words, lines)).tables[0])[1] == ["กข", "126,561.49", "44,447,228.83"]


def test_numbers_nearer_than_a_space_are_two_cells(draw: Draw) -> None:
    words = [
        *row(104, *HEAD),
        *money(124, "ก", "1.20", "3.40"),
        *row(144, (50, "ข"), (200, "12,345,678,901.5678"), (297, "9.8765")),
    ]
    table = layout(draw(words, across([90, 110, 130, 150]))).tables[0]
    assert texts(table)[1:] == [["ก", "1.20", "3.40"], ["ข", "12,345,678,901.5678", "9.8765"]]


def test_a_number_that_runs_over_a_column_edge_stays_in_its_column(draw: Draw) -> None:
    lines = [(45 + 85 * column, y, 128 + 85 * column, y) for y in (90, 110, 130, 150) for column in range(3)]
    words = [*row(104, (50, "ชื่อ"), (135, "แผน"), (220, "ผล")), *row(124, (50, "ก"), (135, "1.20"), (220, "3.40")),
             *row(144, (50, "ข"), (120, "12,345,678.9012"), (220, "5.60"))]  # fmt: skip
    assert texts(layout(draw(words, lines)).tables[0])[2] == ["ข", "12,345,678.9012", "5.60"]


def test_a_label_of_many_lines_in_a_ruled_row_is_one_cell(draw: Draw) -> None:
    lines = across([90, 110, 150]) + down([45, 190, 290, 400], 90, 150)
    words = [*row(104, *HEAD), *row(124, (50, "4. จำนวน"), (200, "20 แห่ง"), (300, "22 แห่ง")),
             *row(134, (50, "ขั้นต้น"), (300, "(100)")), *row(144, (50, "10 แห่ง"))]  # fmt: skip
    assert texts(layout(draw(words, lines)).tables[0])[1] == ["4. จำนวนขั้นต้น 10 แห่ง", "20 แห่ง", "22 แห่ง (100)"]


def test_a_label_over_all_columns_is_a_row_above_the_next(draw: Draw) -> None:
    words = [*row(104, (50, "ที่"), (80, "ชื่อ"), (200, "แผน"), (300, "ผล")), *row(124, (50, "แผนงานความมั่นคง")),
             *row(136, (50, "1"), (80, "กขค"), (200, "10.00"), (300, "20.00")),
             *row(148, (50, "แผนงานการศึกษา")), *row(160, (50, "2"), (80, "งจฉ"), (200, "30.00"), (300, "40.00"))]  # fmt: skip
    table = layout(draw(words, across([90, 110, 166]))).tables[0]
    assert [cells[0] for cells in texts(table)] == ["ที่", "แผนงานความมั่นคง", "1", "แผนงานการศึกษา", "2"]


def test_labels_with_amounts_are_a_table_of_two_columns(draw: Draw) -> None:
    amounts = (("งบบุคลากร", "12.50"), ("งบลงทุน", "1,300.25"), ("งบกลาง", "-"))
    words = row(104, (50, "รายการ"), (300, "จำนวน"))
    for number, (label, amount) in enumerate(amounts, start=1):
        words += row(104 + 20 * number, (50, label), (330 - 5 * len(amount), amount))
    page = layout(draw(words))
    assert [texts(table) for table in page.tables] == [[["รายการ", "จำนวน"], *map(list, amounts)]]


def test_two_labels_with_amounts_are_lines(draw: Draw) -> None:
    words = row(104, (50, "งบบุคลากร"), (300, "12.50")) + row(124, (50, "งบลงทุน"), (300, "1,300.25"))
    assert layout(draw(words)).tables == []


def test_a_title_between_rows_with_lines_is_a_row(draw: Draw) -> None:
    words = [*row(104, *HEAD), *money(124, "ก", "1.00", "2.00"), *row(144, (50, "แผนงานด้านการพัฒนาศักยภาพของคนทุกวัย")),
             *money(164, "ข", "3.00", "4.00")]  # fmt: skip
    table = layout(draw(words, across([90, 110, 130, 150, 170]))).tables[0]
    assert [cells[0] for cells in texts(table)] == ["ตัวชี้วัด", "ก", "แผนงานด้านการพัฒนาศักยภาพของคนทุกวัย", "ข"]


def test_a_title_between_rows_without_lines_is_a_row(draw: Draw) -> None:
    words = [*row(104, *HEAD), *money(124, "ก", "1.00", "2.00"), *money(144, "ข", "5.00", "6.00"),
             *row(164, (50, "แผนงานด้านการพัฒนาศักยภาพของคนทุกวัย")), *money(184, "ค", "3.00", "4.00")]  # fmt: skip
    tables = layout(draw(words)).tables
    assert [[cells[0] for cells in texts(table)] for table in tables] == [
        ["ตัวชี้วัด", "ก", "ข", "แผนงานด้านการพัฒนาศักยภาพของคนทุกวัย", "ค"]
    ]


def test_a_line_under_some_columns_parts_the_rows_of_a_merged_label(draw: Draw) -> None:
    words = [
        *row(104, *HEAD),
        *money(124, "ก", "1.00", "2.00"),
        *row(144, (200, "3.00"), (300, "4.00")),
        *money(164, "ข", "5.00", "6.00"),
    ]
    lines = [*across([90, 110, 150, 170]), *across([130], left=190)]
    table = layout(draw(words, lines)).tables[0]
    assert texts(table)[1:] == [["ก", "1.00", "2.00"], ["3.00", "4.00"], ["ข", "5.00", "6.00"]]
    assert spans(table)[1][0] == (1, 1, 2)


def test_rows_without_lines_below_a_framed_head_stand_in_its_columns(draw: Draw) -> None:
    words = [*row(104, (50, "ชื่อ"), (240, "ไตรมาส")), *row(124, (200, "Q1"), (300, "Q2")), *money(144, "ก", "1.20", "3.40"),
             *row(164, (50, "ข"), (300, "7.80")), *money(184, "ค", "5.60", "7.80")]  # fmt: skip
    lines = [*across([90, 130]), (190, 110, 400, 110), *down([45, 190, 400], 90, 130), (290, 110, 290, 130)]
    tables = layout(draw(words, lines)).tables
    assert [texts(table) for table in tables] == [
        [["ชื่อ", "ไตรมาส"], ["Q1", "Q2"], ["ก", "1.20", "3.40"], ["ข", "", "7.80"], ["ค", "5.60", "7.80"]]
    ]
    assert spans(tables[0])[0] == [(1, 1, 2), (2, 2, 1)]


def test_a_head_below_amounts_begins_another_table_in_the_same_columns(draw: Draw) -> None:
    words = [*row(104, *HEAD), *money(124, "ก", "1.00", "2.00"), *row(144, (50, "รายการ"), (200, "แผน"), (300, "จ่าย")),
             *money(164, "ข", "3.00", "4.00")]  # fmt: skip
    tables = layout(draw(words, across([110, 130, 150, 170]))).tables
    assert [texts(table)[0][0] for table in tables] == ["ตัวชี้วัด", "รายการ"]


def test_a_row_of_dashes_and_words_is_no_head(draw: Draw) -> None:
    words = [
        *row(104, *HEAD),
        *money(124, "ก", "1.00", "2.00"),
        *money(144, "งบกลาง", "รอผล", "-"),
        *money(164, "ข", "3.00", "4.00"),
    ]
    assert len(layout(draw(words, across([90, 110, 130, 150, 170]))).tables) == 1


@pytest.mark.parametrize(("higher", "rows"), [(0.0, 4), (4.0, 3)])
def test_a_line_of_wide_letters_below_a_row_is_a_heading_only_if_it_is_higher(draw: Draw, higher: float, rows: int) -> None:
    words = [*row(104, *HEAD), *money(124, "กขคง", "1.20", "3.40"), *money(144, "กขคง", "5.60", "7.80"), *row(156, (50, "จฉชซฌญฎฏฐ")),
             *money(176, "กขคง", "9.10", "2.30")]  # fmt: skip
    page = draw(words)
    wide = [
        replace(glyph, x0=50 + (glyph.x0 - 50) * 1.4, x1=50 + (glyph.x1 - 50) * 1.4, size=glyph.size + higher)
        if glyph.baseline == 156
        else glyph
        for glyph in page.glyphs
    ]
    assert len(layout(replace(page, glyphs=wide)).tables[0].rows) == rows
