"""Tables with lines around their head alone: the rows below it, in the middle of a page and down to its end."""

from __future__ import annotations

from parsers.pdf.tables import layout
from tests.parsers.pdf.conftest import Draw, Word, across, row, texts

HEAD = [(50, "ที่"), (90, "โครงการ"), (260, "แผน"), (320, "ผล"), (370, "คงเหลือ")]


def body(top: float, step: float, count: int) -> tuple[list[Word], list[list[str]]]:
    """Numbered rows, the label of each second one of two lines that begin behind the number."""
    words: list[Word] = []
    expected = []
    y = top
    for number in range(1, count + 1):
        amounts = [f"{number}.50", f"{number}.25", f"0.{number}5"]
        words += row(y, (52, str(number)), (69, "งานบริการที่ต่อเนื่อง"), *zip((255, 315, 375), amounts, strict=True))
        second = number % 2 == 0
        if second:
            words += row(y + 11, (69, "กับพิพิธภัณฑ์ทุกแห่ง"))
        expected.append([str(number), "งานบริการที่ต่อเนื่อง" + "กับพิพิธภัณฑ์ทุกแห่ง" * second, *amounts])
        y += step + 11 * second
    return words, expected


def test_rows_below_a_head_between_lines_are_its_own_though_no_line_closes_them(draw: Draw) -> None:
    words, expected = body(124, 18, 4)
    page = layout(draw([*row(104, *HEAD), *words, *row(260, (40, "หมายเหตุ ข้อมูลเบื้องต้น"))], across([90, 110], right=420)))
    assert [texts(table) for table in page.tables] == [[[text for _, text in HEAD], *expected]]
    assert [line.text for line in page.lines] == ["หมายเหตุ ข้อมูลเบื้องต้น"]


def test_rows_from_a_head_down_to_the_end_of_the_page_are_one_table(draw: Draw) -> None:
    """The table's last line is on the next page; labels of three lines begin far above their numbers."""
    words: list[Word] = row(104, *HEAD)
    expected = [[text for _, text in HEAD]]
    for number in range(1, 13):
        top = 130 + 54 * (number - 1)
        amounts = [f"{number}.50", f"{number}.25", f"0.{number}5"]
        for line, text in enumerate(("งานบริการที่", "ต่อเนื่องกับ", "พิพิธภัณฑ์")):
            words += row(top + 12 * line, (95, text))
        words += row(top + 12, (52, str(number)), *zip((255, 315, 375), amounts, strict=True))
        expected.append([str(number), "งานบริการที่ต่อเนื่องกับพิพิธภัณฑ์", *amounts])
    page = layout(draw(words, across([90, 110], right=420)))
    assert [texts(table) for table in page.tables] == [expected]


def test_words_below_a_running_head_between_lines_are_no_rows(draw: Draw) -> None:
    words: list[Word] = row(50, (50, "รายงาน"), (200, "ปี 2568"), (360, "หน้า 3"))
    for number in range(36):
        words += row(80 + 20 * number, (50, "ผลการดำเนินงานในภาพรวมเป็นไปตามแผน มีการปรับแผนบางส่วน 12 แห่ง"))
    page = layout(draw(words, across([40, 56], right=420)))
    assert all(len(table.rows) == 1 for table in page.tables)
    assert len(page.lines) >= 36
