"""Heads of two levels that no line parts: titles over several columns, and the columns named below them."""

from __future__ import annotations

from parsers.pdf.tables import layout
from tests.parsers.pdf.conftest import Draw, Word, across, row, spans, texts


def test_titles_run_over_the_edges_of_the_columns_named_below_them(draw: Draw) -> None:
    """Lines are drawn above and below the head alone, and below the last row."""
    words: list[Word] = [*row(100, (180, "เบิกจ่ายแล้วจริง"), (310, "ครึ่งปีแรกสะสม"))]
    words += row(112, (50, "รายการ"), (170, "แผน"), (240, "ผล"), (300, "แผน"), (370, "ผล"))
    words += row(136, (50, "งานคลัง"), (170, "1.50"), (240, "2.50"), (300, "3.50"), (370, "4.50"))
    words += row(154, (50, "งานช่าง"), (170, "5.50"), (240, "6.50"), (300, "7.50"), (370, "8.50"))
    (table,) = layout(draw(words, across([86, 120, 164], right=420))).tables
    assert [[text for text in cells if text] for cells in texts(table)] == [
        ["เบิกจ่ายแล้วจริง", "ครึ่งปีแรกสะสม"],
        ["รายการ", "แผน", "ผล", "แผน", "ผล"],
        ["งานคลัง", "1.50", "2.50", "3.50", "4.50"],
        ["งานช่าง", "5.50", "6.50", "7.50", "8.50"],
    ]
    assert [span for span in spans(table)[0] if span[1] > 1] == [(2, 2, 1), (4, 2, 1)]


def test_two_columns_named_below_a_title_belong_to_its_head(draw: Draw) -> None:
    """Without lines, the lower row of the head has words in two columns, and no amounts."""
    words: list[Word] = [*row(100, (50, "รายการ"), (180, "แผน"), (280, "ครึ่งปีแรก")), *row(116, (250, "มี.ค."), (340, "สะสม"))]
    expected = []
    for number in (1, 2, 3):
        amounts = [f"{number}.50", f"{number}.75", f"{number}.25"]
        words += row(118 + 18 * number, (50, "งานบริการ"), *zip((180, 250, 340), amounts, strict=True))
        expected.append(["งานบริการ", *amounts])
    (table,) = layout(draw(words)).tables
    assert texts(table) == [["รายการ", "แผน", "ครึ่งปีแรก"], ["มี.ค.", "สะสม"], *expected]
    assert spans(table)[0] == [(1, 1, 2), (2, 1, 2), (3, 2, 1)]
