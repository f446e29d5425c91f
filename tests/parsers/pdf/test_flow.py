"""Pages' lines and tables to one flow: paragraphs joined, tables that go on over pages, running lines gone."""

from __future__ import annotations

import pytest

from parsers.pdf.content import PageContent
from parsers.pdf.flow import flow
from parsers.pdf.tables import PageLayout, layout
from schemas.document import Line, Table
from tests.parsers.pdf.conftest import Draw, Word
from tests.parsers.pdf.conftest import Line as Rule

FULL = "ก" * 100  # a line that reaches the right edge: 500 points from 45
EDGES = (45.0, 190.0, 290.0, 400.0)


def read(*pages: PageContent) -> list[Line | Table]:
    parts: list[tuple[int, float, PageLayout]] = []
    for page in pages:
        known = parts[-1][2].columns if parts else None
        parts.append((page.number, page.height, layout(page, known)))
    return list(flow(parts))


def said(*pages: PageContent) -> list[str]:
    return [block.text for block in read(*pages) if isinstance(block, Line)]


def rows(block: Line | Table) -> list[list[str]]:
    assert isinstance(block, Table)
    return [[cell.text for cell in row] for row in block.rows]


def ruled(levels: list[float]) -> list[Rule]:
    lines = [(EDGES[0], y, EDGES[-1], y) for y in levels]
    return lines + [(x, levels[0], x, levels[-1]) for x in EDGES]


def cells(baseline: float, *texts: str) -> list[Word]:
    return [(left + 5, baseline, text) for left, text in zip(EDGES, texts, strict=False) if text]


def test_a_full_line_goes_on_in_the_next(draw: Draw) -> None:
    assert said(draw([(45, 100, FULL), (45, 114, "ขคง")])) == [FULL + "ขคง"]


def test_a_short_line_ends_its_paragraph(draw: Draw) -> None:
    assert said(draw([(45, 100, FULL), (45, 114, "ขคง"), (45, 128, "จฉช")])) == [FULL + "ขคง", "จฉช"]


def test_the_longest_line_of_a_few_is_not_full_where_tables_reach_farther(draw: Draw) -> None:
    table = ruled([300.0, 320.0, 340.0])
    heads, amounts = cells(314, "แผน", "ผล", "รวม"), cells(334, "1", "2", "3")
    lines = [(45, 100, "ก" * 58), (45, 114, "ขคง")]  # 335 of 400 points
    assert said(draw([*lines, *heads, *amounts], table)) == ["ก" * 58, "ขคง"]


MARKERS = ["1) ข้อแรก", "- ข้อแรก", "• ข้อแรก", "EDC : จำนวน", "หมายเหตุ ข้อมูล", "https://example.org/a"]


@pytest.mark.parametrize("opening", MARKERS)
def test_a_list_item_a_label_a_note_and_a_link_open_a_paragraph(draw: Draw, opening: str) -> None:
    assert said(draw([(45, 100, FULL), (45, 114, opening)])) == [FULL, opening]


def test_where_paragraphs_stand_apart_a_near_line_goes_on_though_its_words_had_room(draw: Draw) -> None:
    """ReportLab breaks at spaces only: 30 characters would have fitted, a word of 60 did not."""
    items = [(45, 200 + 20 * index, f"{index}) ข้อ") for index in range(1, 6)]
    wrapped = [(45, 100, FULL), (45, 114, "ข" * 70), (45, 128, "ค" * 60), (45, 148, "จฉช")]
    assert said(draw([*wrapped, *items]))[:2] == [FULL + "ข" * 70 + "ค" * 60, "จฉช"]


def test_a_number_with_commas_has_no_room_on_a_full_line(draw: Draw) -> None:
    assert said(draw([(45, 100, "ก" * 94), (45, 114, "๔๖,๕๙๘ คน"), (45, 300, FULL)])) == ["ก" * 94 + " ๔๖,๕๙๘ คน", FULL]


def test_a_paragraph_goes_on_over_a_page_break_and_has_two_pieces(draw: Draw) -> None:
    first = draw([(45, 60, "หัว"), (45, 700, FULL)])
    second = draw([(45, 90, "ขคง")], number=2)
    block = read(first, second)[-1]
    assert isinstance(block, Line)
    assert block.text == FULL + "ขคง"
    assert [piece.page for piece in block.pieces] == [1, 2]
    assert block.place == block.pieces[0]


def test_running_headers_and_page_numbers_are_gone(draw: Draw) -> None:
    pages = [draw([(45, 30, "รายงานประจำไตรมาส"), (45, 300, f"เนื้อหา{name}"), (290, 820, str(n))], number=n)
             for n, name in ((1, "ก"), (2, "ข"), (3, "ค"))]  # fmt: skip
    assert said(*pages) == ["เนื้อหาก", "เนื้อหาข", "เนื้อหาค"]


def test_letters_without_height_hurt_nobody(draw: Draw) -> None:
    page = draw([(45, 100, FULL), (45, 100.2, "ขคง")])
    for glyph in page.glyphs:
        glyph.size = 0.0
    assert "".join(said(page)) == FULL + "ขคง"


def test_of_two_pages_the_first_keeps_its_running_line(draw: Draw) -> None:
    pages = [draw([(45, 58, "รายงานประจำไตรมาส"), (45, 300, f"เนื้อหา{name}")], number=n) for n, name in ((1, "ก"), (2, "ข"))]
    assert said(*pages) == ["รายงานประจำไตรมาส", "เนื้อหาก", "เนื้อหาข"]


def test_the_heading_of_a_section_that_goes_on_is_no_running_header(draw: Draw) -> None:
    pages = [
        draw([(45, 40, "1. โครงการ (ต่อ)"), (45, 300, f"เนื้อหา{name}")], number=n) for n, name in ((1, "ก"), (2, "ข"), (3, "ค"))
    ]
    assert said(*pages).count("1. โครงการ (ต่อ)") == 3


def test_a_heading_at_the_head_of_one_page_stays(draw: Draw) -> None:
    assert said(draw([(45, 40, "1. โครงการ")]), draw([(45, 40, "2. โครงการ")], number=2), draw([(45, 300, "ท้าย")], number=3)) == [
        "1. โครงการ",
        "2. โครงการ",
        "ท้าย",
    ]


def test_a_table_goes_on_over_a_page_break(draw: Draw) -> None:
    first = draw(cells(744, "ที่", "แผน", "ผล") + cells(764, "1", "10 คน", "8 คน"), ruled([730, 750, 770]))
    second = draw(cells(94, "2", "20 คน", "9 คน") + cells(114, "3", "5 คน", "5 คน"), ruled([80, 100, 120]), number=2)
    (block,) = read(first, second)
    assert rows(block)[1:] == [["1", "10 คน", "8 คน"], ["2", "20 คน", "9 คน"], ["3", "5 คน", "5 คน"]]
    assert isinstance(block, Table)
    assert [piece.page for piece in block.pieces] == [1, 2]
    assert [row[0].row_no for row in block.rows] == [1, 2, 3, 4]


def test_a_repeated_head_stands_once(draw: Draw) -> None:
    head = ("ที่", "แผน", "ผล")
    first = draw(cells(744, *head) + cells(764, "1", "10 คน", "8 คน"), ruled([730, 750, 770]))
    second = draw(cells(94, *head) + cells(114, "2", "20 คน", "9 คน"), ruled([80, 100, 120]), number=2)
    (block,) = read(first, second)
    assert rows(block) == [list(head), ["1", "10 คน", "8 คน"], ["2", "20 คน", "9 คน"]]


def test_a_cell_cut_by_a_page_break_is_one_with_two_pieces(draw: Draw) -> None:
    first = draw(cells(744, "ที่", "แผน", "ผล") + cells(764, "1", "ลงพื้นที่จัดกิจ", "8 คน"), ruled([730, 750, 770]))
    second = draw(cells(94, "", "กรรม", "") + cells(114, "2", "อบรม", "9 คน"), ruled([80, 100, 120]), number=2)
    (block,) = read(first, second)
    assert rows(block)[1] == ["1", "ลงพื้นที่จัดกิจกรรม", "8 คน"]
    assert isinstance(block, Table)
    assert [piece.page for piece in block.rows[1][1].pieces] == [1, 2]


def test_a_head_cut_inside_its_bracket_is_one_row(draw: Draw) -> None:
    first = draw(cells(764, "งบประมาณ", "ไตรมาส", "รวม"), ruled([750, 770]))
    second = draw(cells(94, "(บาท)", "1", "") + cells(114, "แผน", "300", "900"), ruled([80, 100, 120]), number=2)
    (block,) = read(first, second)
    assert rows(block) == [["งบประมาณ (บาท)", "ไตรมาส 1", "รวม"], ["แผน", "300", "900"]]


def across(levels: list[float]) -> list[Rule]:
    """Horizontal lines only, as wide as the table."""
    return [(EDGES[0], y, EDGES[-1], y) for y in levels]


CUT_HEAD = cells(704, "ตัวชี้วัด", "เป้าหมาย", "ผล") + cells(724, "1. อบรม", "10 คน", "8 คน")
OPEN_ROW = cells(744, "2. ลงพื้นที่จัดกิจ", "20 คน", "9 คน") + cells(758, "", "ขึ้นไป", "")


@pytest.mark.parametrize("closed", [False, True], ids=["the row is left open", "a line is drawn at the page's end"])
def test_between_horizontal_lines_too_a_row_goes_on_over_the_page_break(draw: Draw, closed: bool) -> None:
    levels = [690.0, 710.0, 730.0] + [770.0] * closed
    first = draw(CUT_HEAD + OPEN_ROW, across(levels))
    rest = cells(60, "กรรม", "", "") + cells(80, "3. ประชุม", "5 คน", "4 คน")
    second = draw(rest, across([50.0] * closed + [66.0, 86.0]), number=2)
    (block,) = read(first, second)
    assert rows(block)[1:] == [
        ["1. อบรม", "10 คน", "8 คน"],
        ["2. ลงพื้นที่จัดกิจกรรม", "20 คนขึ้นไป", "9 คน"],
        ["3. ประชุม", "5 คน", "4 คน"],
    ]


def test_words_below_a_table_in_the_middle_of_a_page_are_no_open_row(draw: Draw) -> None:
    up = [(left, baseline - 400, text) for left, baseline, text in CUT_HEAD + OPEN_ROW]
    table, *lines = read(draw(up, across([290.0, 310.0, 330.0])))
    assert len(rows(table)) == 2
    assert len(lines) > 0


def test_a_list_at_the_head_of_a_page_is_no_rest_of_a_row_that_a_line_closed(draw: Draw) -> None:
    first = draw(CUT_HEAD, across([690.0, 710.0, 730.0]))
    second = draw([(50, 60, "- ข้อหนึ่ง"), *cells(80, "3. ประชุม", "5 คน", "4 คน")], across([66.0, 86.0]), number=2)
    assert [type(block) for block in read(first, second)] == [Table, Line, Table]


def test_a_row_with_numbers_of_its_own_is_no_piece_of_the_one_above(draw: Draw) -> None:
    first = draw(cells(744, "ที่", "แผน", "ผล") + cells(764, "1", "10 คน", "8 คน"), ruled([730, 750, 770]))
    second = draw(cells(94, "", "20 คน", "9 คน") + cells(114, "2", "5 คน", "5 คน"), ruled([80, 100, 120]), number=2)
    (block,) = read(first, second)
    assert len(rows(block)) == 4


def test_words_between_two_pages_tables_keep_them_apart(draw: Draw) -> None:
    first = draw(cells(744, "ที่", "แผน", "ผล") + cells(764, "1", "10 คน", "8 คน"), ruled([730, 750, 770]))
    second = draw(
        [(45, 84, "2. โครงการ"), *cells(114, "ที่", "แผน", "ผล"), *cells(134, "1", "5 คน", "4 คน")],
        ruled([100, 120, 140]),
        number=2,
    )
    assert [type(block) for block in read(first, second)] == [Table, Line, Table]


@pytest.mark.parametrize("first_word", ["ตัวชี้วัด", ""], ids=["every column is named", "the first is not"])
def test_a_head_that_ends_a_page_alone_goes_on_with_the_next_pages_rows(draw: Draw, first_word: str) -> None:
    names = [
        ("", "ที่", "แผน", "ผล", "ต่าง"),
        ("1. อบรม", "1", "10 คน", "8 คน", "2 คน"),
        ("2. ประชุม", "2", "20 คน", "9 คน", "11 คน"),
    ]
    lefts = (50, 150, 210, 290, 370)
    head = [(left + 3, 770.0, text) for left, text in zip(lefts, (first_word, *names[0][1:]), strict=True) if text]
    body = [(left, 60.0 + 20 * at, text) for at, row in enumerate(names[1:]) for left, text in zip(lefts, row, strict=True)]
    (block,) = read(draw(head), draw(body, number=2))
    assert rows(block) == [[first_word, *names[0][1:]], list(names[1]), list(names[2])]


def test_tables_without_lines_go_on_though_their_sides_are_told_from_other_words(draw: Draw) -> None:
    head = [(50.0, 720.0, "ตัวชี้วัดความสำเร็จ"), (200.0, 720.0, "เป้าหมาย"), (300.0, 720.0, "ผลการดำเนินงานสะสม")]
    first = draw(head + cells(740, "1. อบรม", "10 คน", "8 คน") + cells(760, "2. ประชุม", "20 คน", "9 คน"))
    (block,) = read(first, draw(cells(60, "3. ลงพื้นที่", "5 คน", "4 คน") + cells(80, "4. จัด", "6 คน", "6 คน"), number=2))
    assert [row[0] for row in rows(block)] == ["ตัวชี้วัดความสำเร็จ", "1. อบรม", "2. ประชุม", "3. ลงพื้นที่", "4. จัด"]


def test_a_title_without_a_mark_begins_a_paragraph_below_a_page_break(draw: Draw) -> None:
    titled = draw([(45, 60, "2 โครงการส่งเสริมอาชีพ")], number=2)
    counted = draw([(45, 60, "2 โครงการที่เหลือ")], number=2)
    assert said(draw([(45, 700, FULL)]), titled) == [FULL, "2 โครงการส่งเสริมอาชีพ"]
    assert said(draw([(45, 700, FULL)]), counted) == [FULL + " 2 โครงการที่เหลือ"]


def test_a_row_that_is_cut_has_only_some_of_its_words_before_the_page_break(draw: Draw) -> None:
    """Its target is set lower than its label and its result: all of it stands on the next page."""
    first = draw(CUT_HEAD + cells(744, "2. ลงพื้นที่", "", "9 คน"), across([690.0, 710.0, 730.0]))
    second = draw(cells(60, "", "20 คนขึ้นไป", "") + cells(80, "3. ประชุม", "5 คน", "4 คน"), across([66.0, 86.0]), number=2)
    (block,) = read(first, second)
    assert rows(block)[2:] == [["2. ลงพื้นที่", "20 คนขึ้นไป", "9 คน"], ["3. ประชุม", "5 คน", "4 คน"]]


def test_the_rest_of_a_row_stands_below_the_shade_of_a_repeated_head(draw: Draw) -> None:
    """The shade keeps it farther from the head's words than a cell's lines are from each other."""

    def page(number: int, top: float, *body: Word) -> PageContent:
        head = [(50.0, top + 14, "ตัวชี้วัด"), (195.0, top + 14, "เป้าหมาย"), (295.0, top + 14, "ผล"), (375.0, top + 14, "Q1")]
        shades = [(left, top, right, top + 21) for left, right in ((45, 190), (190, 290), (290, 370), (370, 430))]
        return draw([*head, *body], fills=shades, number=number)

    cut = [(50.0, 785.0, "1. การเข้าถึง"), (195.0, 785.0, "1,000 การ"), (295.0, 785.0, "2,432 คน"), (375.0, 785.0, "400")]
    first, second = page(1, 750, *cut), page(2, 45, (195.0, 80.0, "เข้าถึง"), (375.0, 80.0, "(1,020)"))
    (block,) = read(first, second)
    assert rows(block)[1:] == [["1. การเข้าถึง", "1,000 การเข้าถึง", "2,432 คน", "400 (1,020)"]]


def test_a_repeated_head_goes_on_though_the_words_below_it_end_further_left(draw: Draw) -> None:
    head = [(50.0, 0.0, "ตัวชี้วัด"), (195.0, 0.0, "เป้าหมาย"), (295.0, 0.0, "ผล"), (375.0, 0.0, "ไตรมาส")]

    def page(number: int, top: float, *body: Word) -> PageContent:
        drawn = draw([(left, top, text) for left, _, text in head] + list(body), number=number)
        for glyph in drawn.glyphs:
            glyph.font = int(glyph.baseline == top)  # bold
        return drawn

    wide = [(50.0, 770.0, "1. ร้อยละของ"), (195.0, 770.0, "80"), (295.0, 770.0, "79"), (375.0, 770.0, "ประมวลผลและสรุป")]
    first, second = page(1, 752, *wide), page(2, 60, (50.0, 76.0, "ผู้เข้าอบรม"))
    (block,) = read(first, second)
    assert rows(block)[1:] == [["1. ร้อยละของผู้เข้าอบรม", "80", "79", "ประมวลผลและสรุป"]]
