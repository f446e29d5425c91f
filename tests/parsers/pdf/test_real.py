"""Real reports of real producers: no code point that should not be there, the total in a cell of its own."""

from __future__ import annotations

import re
import unicodedata

import pytest

from parsers.pdf.reader import read_pdf
from parsers.thai_letters import MARKS
from schemas.document import Document, Source
from tests.reports_beside import report as report_path
from tests.scans import needs_tesseract

READABLE = [
    "poknoi-expenditure-2561", "poknoi-revenue-2561", "rbru-action-2553", "rbru-policy-mis", "rbru-qa-2560", "rbru-results-2554",
]  # fmt: skip
SCAN = "rbru-improvement-2559-scan"
TOTAL = "49,931,550.00"
MARK_WITHOUT_BASE = re.compile(rf"(?:^|\s)[{''.join(MARKS)}]")


def document(name: str) -> Document:
    data = report_path(f"real/{name}.pdf").read_bytes()
    return read_pdf(data, Source(f"{name}.pdf", "0", len(data), "application/pdf"))


def texts(read: Document) -> list[str]:
    lines = [line.text for page in read.pages for line in page.lines]
    return lines + cells(read)


def cells(read: Document) -> list[str]:
    return [cell.text for page in read.pages for table in page.tables for row in table.rows for cell in row]


def out_of_place(text: str) -> list[str]:
    """Private use, lost and control characters, glyph numbers, marks without a base."""
    wrong = [character for character in text if unicodedata.category(character) in ("Co", "Cc", "Cn") or character == "\ufffd"]
    return wrong + re.findall(r"\(cid:\d+\)", text) + MARK_WITHOUT_BASE.findall(text)


@pytest.mark.parametrize("name", READABLE)
def test_nothing_that_is_read_has_a_character_out_of_place(name: str) -> None:
    read = document(name)
    assert {page.verdict for page in read.pages} <= {"clean", "repaired"}
    found = texts(read)
    assert len(found) > 0
    assert [text for text in found if out_of_place(text)] == []


@pytest.mark.parametrize("name", ["poknoi-expenditure-2561", "poknoi-revenue-2561"])
def test_the_municipal_total_stands_in_a_cell_of_its_own(name: str) -> None:
    assert TOTAL in cells(document(name))


def test_glyphs_without_a_code_point_are_the_marks_that_they_draw() -> None:
    """The accounting system's fonts show tone marks above vowels by glyphs that nothing names; both readers tell them."""
    read = document("poknoi-revenue-2561")
    together = " ".join(texts(read))
    assert (together.count("ที่"), together.count("ที็"), together.count("อื่น")) == (7, 0, 2)
    assert [page.health.unmapped for page in read.pages] == [0, 0]


@pytest.mark.parametrize("name", READABLE)
def test_both_readers_give_the_same_words_with_the_same_spaces(name: str) -> None:
    """Word sets the space at a line's end by itself, and pdfium leaves it out: "84.90" and "3." of the next line were one."""
    data = report_path(f"real/{name}.pdf").read_bytes()
    source = Source(f"{name}.pdf", "0", len(data), "application/pdf")
    assert texts(read_pdf(data, source)) == texts(read_pdf(data, source, engine="pdfplumber"))


@needs_tesseract
def test_a_scan_is_called_one_and_read_from_its_pictures_not_from_its_junk() -> None:
    read = document(SCAN)
    assert {page.verdict for page in read.pages} == {"scan"}
    assert read.reader == "ocr"
    assert sum("ข้อเสนอแนะ" in cell for cell in cells(read)) >= 3  # the head of the tables of pages 2, 3 and 5
    assert [text for text in texts(read) if re.search(r"[\ue000-\uf8ff\ufffd\x00-\x08]|\(cid:", text)] == []


@pytest.mark.parametrize(
    ("text", "count"), [("น้ำ 12", 0), ("น\uf70bำ", 1), ("ก\ufffdา", 1), ("(cid:17)", 1), ("ก ่ข", 1), ("\x05", 1)]
)
def test_what_is_out_of_place_is_seen(text: str, count: int) -> None:
    assert len(out_of_place(text)) == count
