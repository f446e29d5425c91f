"""Whole PDFs to documents: the shipped samples of five producers, cell by cell, and the places of cells."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zlib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from parsers.pdf import reader
from parsers.pdf.pdfium import read_pages
from parsers.pdf.reader import Engine, read_pdf
from schemas.document import Document, Line, Source, Table
from tests.factory.look import FontName, Look
from tests.factory.reportlab_pdf import register

SAMPLES = Path(__file__).parents[2] / "samples" / "reports"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.pdf"))


@cache
def document(name: str) -> Document:
    data = (SAMPLES / f"{name}.pdf").read_bytes()
    return read_pdf(data, Source(f"{name}.pdf", hashlib.sha256(data).hexdigest(), len(data), "application/pdf"))


def squeezed(text: str) -> str:
    return "".join(text.replace("**", "").split())


def is_numeric(text: str) -> bool:
    return any(c.isdigit() for c in text) and all(c.isdigit() or c in "().,%-" for c in text)


def found_cells(read: Document) -> Counter[str]:
    return Counter(squeezed(cell.text) for block in read.blocks if isinstance(block, Table) for row in block.rows for cell in row)


@pytest.mark.parametrize("name", NAMES)
def test_every_numeric_cell_of_every_producer_is_exact(name: str) -> None:
    known = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    true = Counter(
        squeezed(text)
        for table in known["tables"]
        for row in table["rows"]
        for text in row
        if text and is_numeric(squeezed(text))
    )
    assert true - found_cells(document(name)) == Counter()


@pytest.mark.parametrize("name", NAMES)
def test_the_tables_of_every_producer_have_their_rows_and_columns(name: str) -> None:
    known = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    tables = [block for block in document(name).blocks if isinstance(block, Table)]
    expected = [(len(table["rows"]), len(table["rows"][0])) for table in known["tables"]]
    assert [(len(table.rows), table.column_count) for table in tables] == expected


@pytest.mark.parametrize("name", NAMES[::4])
def test_what_stands_in_a_cells_box_is_its_text(name: str) -> None:
    data = (SAMPLES / f"{name}.pdf").read_bytes()
    pages = {page.number: page for page in read_pages(data)}
    for block in document(name).blocks:
        for cell in (c for row in block.rows for c in row) if isinstance(block, Table) else ():
            page, box = cell.place.page, cell.place.box
            assert page is not None and box is not None
            inside = [
                glyph for glyph in pages[page].glyphs
                if box.x0 <= (glyph.x0 + glyph.x1) / 2 <= box.x1 and box.top <= glyph.baseline - 1 <= box.bottom
            ]  # fmt: skip
            there = Counter(squeezed("".join(glyph.text for glyph in inside)))
            beginning = squeezed(cell.text) if not cell.pieces else ""
            assert not Counter(beginning) - there, (cell.text, there)


def test_only_the_asked_pages_are_read() -> None:
    name = next(name for name in NAMES if name.startswith("chromium"))
    data = (SAMPLES / f"{name}.pdf").read_bytes()
    read = read_pdf(data, Source("a.pdf", "0", len(data), "application/pdf"), pages=[2])
    assert [page.number for page in read.pages] == [2]


def test_a_line_inside_a_table_stands_nowhere_else() -> None:
    for name in NAMES[::5]:
        read = document(name)
        lines = {squeezed(block.text) for block in read.blocks if isinstance(block, Line)}
        numbers = [text for text in found_cells(read) if is_numeric(text) and "." in text]
        assert not lines & set(numbers)


def cells_of(document: Document) -> list[list[list[tuple[int, int, int, str]]]]:
    """Of each table the rows, of each cell where it begins, its spans and its words."""
    return [
        [[(cell.column_no, cell.row_span, cell.column_span, squeezed(cell.text)) for cell in row] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_reference_reader_gives_the_same_cells(name: str) -> None:
    data = (SAMPLES / f"{name}.pdf").read_bytes()
    source = Source("a.pdf", "0", len(data), "application/pdf")
    fast, reference = (cells_of(read_pdf(data, source, engine=engine)) for engine in ("pdfium", "pdfplumber"))
    assert len(fast) > 0
    assert fast == reference


# ReportLab draws letters as they are written: these samples have no defect.
@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("reportlab")])
def test_a_clean_file_needs_no_repair(name: str) -> None:
    pages = list(read_pages((SAMPLES / f"{name}.pdf").read_bytes()))
    assert {page.verdict for page in pages} == {"clean"}
    assert [page.health.repairs for page in pages] == [()] * len(pages)


WRITTEN = [
    "รายงานผลการดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2568",
    "น้ำหนัก (ร้อยละ) 12.50 ผู้เข้าร่วม 1,234 คน",
    "ซื้อที่ดินเพื่อตั้งศูนย์ฝึกอาชีพ ณ บ้านห้วยยั้ง",
    "เบิกจ่าย (4.8284) ล้านบาท หรือ ๙๖.๔๑ % ของแผน",
    "อบรมที่ที่ทำการฯ ครั้งที่ 2/2568 - 30 ก.ย. 68",
    "Digital ID & e-Service: https://example.org/a_b?c=1",
]


@pytest.mark.parametrize("font", ["Sarabun", "Noto Sans Thai"])
def test_a_clean_file_comes_out_as_it_went_in(font: FontName) -> None:
    from reportlab.pdfgen.canvas import Canvas

    lines = [line for line in WRITTEN if font == "Sarabun" or not re.search("[A-Za-z&]", line)]  # Noto's has no Latin
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    register(Look(font))
    canvas.setFont(font, 11)
    for number, line in enumerate(lines):
        canvas.drawString(60, 760 - 40 * number, line)
    canvas.save()
    read = read_pdf(out.getvalue(), Source("a.pdf", "0", 1, "application/pdf"))
    assert [line.text for line in read.pages[0].lines] == lines
    assert (read.pages[0].verdict, read.pages[0].health.repairs) == ("clean", ())


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_a_space_that_is_set_by_itself_parts_the_words_of_two_lines(engine: str) -> None:
    """A writer of office documents ends a line with a space of its own: without it 84.90 and 3. are one number."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    register(Look("Sarabun"))
    canvas.setFont("Sarabun", 11)
    for left, top, right, bottom in ((50, 700, 200, 660), (200, 700, 300, 660)):
        canvas.rect(left, bottom, right - left, top - bottom)
    end = 60 + canvas.stringWidth("ร้อยละ 84.90", "Sarabun", 11)
    for x, y, text in ((60, 686, "ร้อยละ 84.90"), (end, 686, " "), (60, 668, "3. นักศึกษา"), (210, 686, "12")):
        canvas.drawString(x, y, text)
    canvas.drawString(400, 500, " ")  # on no line: nothing
    canvas.save()
    read = read_pdf(out.getvalue(), Source("a.pdf", "0", 1, "application/pdf"), engine=engine)
    assert [[cell.text for cell in row] for table in read.pages[0].tables for row in table.rows] == [
        ["ร้อยละ 84.90 3. นักศึกษา", "12"]
    ]


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("slant", [0.0, 0.25, 0.36])
def test_words_that_lean_keep_the_gaps_between_them(slant: float, engine: Engine) -> None:
    """An italic that its font does not have is leaning glyphs, and the gaps are not written: boxes end over the next word."""
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.pdfgen.canvas import Canvas

    register(Look("Sarabun"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    x = 60.0
    for word in ["รายงานผล", "ปีงบประมาณ", "พ.ศ.", "๒๕๖๘", "คู่มือ", "ไตรมาสที่", "4"]:
        text = canvas.beginText()
        text.setFont("Sarabun", 14)
        text.setTextTransform(1, 0, slant, 1, x, 700)
        text.textOut(word)
        canvas.drawText(text)
        x += stringWidth(word, "Sarabun", 14) + 4
    canvas.save()
    read = read_pdf(out.getvalue(), Source("a.pdf", "0", 1, "application/pdf"), engine=engine)
    assert [line.text for line in read.pages[0].lines] == ["รายงานผล ปีงบประมาณ พ.ศ. ๒๕๖๘ คู่มือ ไตรมาสที่ 4"]


def with_cut_fonts(data: bytes, share: float) -> bytes:
    """A PDF whose font programs end early: each stream as long as before, with less in it."""

    def cut(found: re.Match[bytes]) -> bytes:
        font = zlib.decompressobj().decompress(found[2])
        packed = zlib.compress(font[: int(len(font) * share)])
        return found[1] + packed.ljust(len(found[2]), b"\0") + found[3]

    return re.sub(rb"(/Length1 [^>]*>>\s*stream\r?\n)(.*?)(endstream)", cut, data, flags=re.DOTALL)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_font_that_is_cut_short_loses_no_letter(share: float) -> None:
    """pdfium leaves letters out that it cannot draw: an amount without a digit would be a wrong one, without a word."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    register(Look("Sarabun"))
    canvas.setFont("Sarabun", 11)
    lines = [line for line in WRITTEN if "น้ำ" not in line and "ซื้อ" not in line]
    for number, line in enumerate(lines):
        canvas.drawString(60, 760 - 40 * number, line)
    canvas.save()
    damaged = with_cut_fonts(out.getvalue(), share)
    assert damaged != out.getvalue()
    read = read_pdf(damaged, Source("a.pdf", "0", 1, "application/pdf"))
    assert [line.text for line in read.pages[0].lines] == lines


def turned_page(shown: int, drawn: int) -> bytes:
    """A page with `WRITTEN` that is shown turned by so many degrees, its words drawn turned against them."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(600, 600))
    register(Look("Sarabun"))
    canvas.setPageRotation(shown)
    canvas.translate(*{0: (0, 0), 90: (600, 0), 180: (600, 600), 270: (0, 600)}[drawn])
    canvas.rotate(drawn)
    canvas.setFont("Sarabun", 11)
    for number, line in enumerate(WRITTEN):
        canvas.drawString(60, 520 - 40 * number, line)
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_a_page_that_is_shown_turned_reads_as_it_is_shown(degrees: int, engine: Engine) -> None:
    read = read_pdf(turned_page(degrees, degrees), Source("a.pdf", "0", 1, "application/pdf"), engine=engine)
    assert [line.text for line in read.pages[0].lines] == WRITTEN
    assert read.pages[0].verdict == "clean"


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
@pytest.mark.parametrize(("shown", "drawn"), [(180, 0), (90, 0), (0, 270), (270, 90)])
def test_a_page_that_lies_on_its_side_or_head_is_not_published_as_text(
    shown: int, drawn: int, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "read_scan", lambda _data, _content: None)  # as where no tesseract is installed
    read = read_pdf(turned_page(shown, drawn), Source("a.pdf", "0", 1, "application/pdf"), engine=engine)
    assert (read.pages[0].verdict, read.pages[0].lines, read.blocks) == ("unreadable", (), ())
    assert [note.code for note in read.notes] == ["page.unreadable"]
