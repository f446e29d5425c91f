"""Text files to lines and tables, each on its own line."""

from __future__ import annotations

import pytest

from parsers.text import read_text
from schemas.document import Document, Line, Source, Table


def document(text: str, media_type: str = "text/plain") -> Document:
    return read_text(text.encode(), Source("report.txt", "0" * 64, len(text), media_type))


def shape(text: str, media_type: str = "text/plain") -> list[object]:
    """Blocks as (line number, words) and (line number, rows of words)."""
    return [
        (block.place.line, block.text)
        if isinstance(block, Line)
        else (block.place.line, [[cell.text for cell in row] for row in block.rows])
        for block in document(text, media_type).blocks
    ]


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("แผน\t1\t2\nผล\t3\t4", [(1, [["แผน", "1", "2"], ["ผล", "3", "4"]])], "tabs make a table"),
        ("แผน\t1\n--\t---\nผล\t2", [(1, [["แผน", "1"], ["ผล", "2"]])], "a separator row belongs to the table"),
        ("แผน\t1\n--\t---\n\nคำ", [(1, [["แผน", "1"]]), (4, "คำ")], "an orphan separator opens no table"),
        ("\t\tย่อหน้า", [(1, "ย่อหน้า")], "a tab that only indents makes no table"),
        ("| ก | ข |\n|---|:-:|\n| 1 | a\\|b |", [(1, [["ก", "ข"], ["1", "a|b"]])], "Markdown pipes"),
        ("หนึ่ง\n\n---\n\nสอง", [(1, "หนึ่ง"), (5, "สอง")], "a rule between paragraphs holds no words"),
        ("หนึ่ง\r\nสอง\rสาม", [(1, "หนึ่ง"), (2, "สอง"), (3, "สาม")], "line ends of every system"),
        ("ก\u2028ข\x0bค", [(1, "ก\u2028ข\x0bค")], "only line ends count as lines"),
    ],
)
def test_a_text_becomes_the_blocks_a_reader_sees(text: str, expected: list[object], reason: str) -> None:
    assert shape(text) == expected, reason


def test_an_html_table_in_a_text_keeps_its_spans_and_line_numbers() -> None:
    text = "ก่อน\n<table><tr><td rowspan=2>แผน</td><td colspan=2>รวม</td></tr>\n<tr><td>1</td><td>2</td></tr></table>\nหลัง"
    before, table, after = document(text).blocks
    assert isinstance(table, Table)
    assert [(c.row_no, c.column_no, c.row_span, c.column_span, c.text, c.place.line) for r in table.rows for c in r] == [
        (1, 1, 2, 1, "แผน", 2),
        (1, 2, 1, 2, "รวม", 2),
        (2, 2, 1, 1, "1", 3),
        (2, 3, 1, 1, "2", 3),
    ]
    assert table.column_count == 3
    assert (before.place.line, after.place.line) == (1, 4)


def test_an_html_file_gives_paragraphs_list_markers_and_no_script() -> None:
    text = "<html><style>p{}</style><script>alert(1)</script><p>หนึ่ง &amp; สอง<br>สาม</p><ol><li>ก<li>ข</ol><ul><li>ค</ul></html>"
    assert [words for _, words in shape(text, "text/html")] == ["หนึ่ง & สอง", "สาม", "1) ก", "2) ข", "- ค"]


@pytest.mark.parametrize("span", ["999999999999", "0", "-3", "๓", "x"])
def test_an_absurd_span_does_not_grow_the_table(span: str) -> None:
    (table,) = document(f"<table><tr><td rowspan='{span}' colspan='2'>ก</td></tr><tr><td>ข</td></tr></table>").blocks
    assert isinstance(table, Table)
    assert table.column_count <= 3
    assert all(cell.row_span <= 2 for row in table.rows for cell in row)


def test_a_table_inside_a_cell_becomes_the_words_of_that_cell() -> None:
    (table,) = document("<table><tr><td>นอก<table><tr><td>ใน</td></tr></table></td></tr></table>").blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [["นอกใน"]]
