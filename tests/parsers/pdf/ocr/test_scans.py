"""Scans of reports whose truth is known, read whole: numbers, Thai digits, places, doubts, and what is missing."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from etl.pipeline import process, read_document
from etl.source import make_source
from parsers.pdf import scans
from parsers.pdf.ocr import tesseract
from schemas.document import Cell, Document, Table
from schemas.errors import NoTextLayer
from tests.scans import needs_tesseract, scan

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "reports"
ARABIC = "chromium-sarabun-ruled-arabic"
DARK_HEADS = "libreoffice-norasi-ruled-arabic"
THAI = "typst-garuda-ruled-thai"
NEAR = 4.0  # points: half a letter, for a page that was turned by hand


def printed(name: str) -> bytes:
    return (SAMPLES / f"{name}.pdf").read_bytes()


def document(data: bytes) -> Document:
    return read_document(data, make_source("scan.pdf", data))


def cells_of(read: Document) -> list[Cell]:
    return [cell for block in read.blocks if isinstance(block, Table) for row in block.rows for cell in row]


@needs_tesseract
@pytest.mark.parametrize(("name", "how"), [(ARABIC, {"skew": 0.8, "noise": 6}), (DARK_HEADS, {"turn": 180})])
def test_the_budgets_of_a_scan_are_those_of_the_print(name: str, how: dict[str, float]) -> None:
    truth = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))["datasets"]["budgets"]
    data = scan(printed(name), **how)  # type: ignore[arg-type]
    report = process(data, make_source("scan.pdf", data))
    read = {(a.project_no, a.source_table, a.measure, a.period): a.value for a in report.records.budgets}
    wanted = {(a["project_no"], a["source_table"], a["measure"], a["period"]): Decimal(a["value"]) for a in truth}
    assert {key: read.get(key) for key in wanted} == wanted
    assert {page.verdict for page in report.records.pages} == {"scan"}
    assert {cell.reader for cell in report.records.cells if cell.text} == {"ocr"}
    assert all(0 < cell.confidence < 1 for cell in report.records.cells if cell.text)
    [told] = [finding for finding in report.findings if finding.rule == "page.ocr"]
    assert f"Pages 1–{len(report.records.pages)} are read from their pictures" in told.message_en


@needs_tesseract
def test_thai_digits_are_read_by_their_shapes() -> None:
    pages = scan(printed(THAI))
    numbers = [cell.text for cell in cells_of(read_document(pages, make_source("scan.pdf", pages), pages=[2]))]
    by_hand = [
        "๒๔.๕๑",
        "๗.๓๕",
        "๔.๙๐",
        "๒๓.๐๖",
        "๓.๐๖",
        "๑.๐๐",
        "๑๘.๙๙",
        "๑๔.๖๒",
        "๐.๗๐",
        "๑.๔๑",
        "๐.๘๔",
        "๑๑.๖๗",
        "๘.๔๔",
        "๒.๓๖",
    ]
    assert [number for number in by_hand if number not in numbers] == []
    assert "(๑.๔๑)" in numbers


@needs_tesseract
@pytest.mark.parametrize("turn", [0, 90, 270])
def test_what_was_turned_to_be_read_has_its_place_on_the_page_as_it_lies(turn: int) -> None:
    """The cell 8.5420 of page 1 has its middle at (334.9, 455.3) of 594.96 × 841.92 points, by the printed PDF's own rules."""
    x, y = {0: (334.9, 455.3), 90: (455.3, 594.96 - 334.9), 270: (841.92 - 455.3, 334.9)}[turn]
    read = document(scan(printed(ARABIC), turn=turn, pages=1))
    box = next(cell.place.box for cell in cells_of(read) if cell.text == "8.5420")
    assert box is not None
    assert ((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2) == (pytest.approx(x, abs=NEAR), pytest.approx(y, abs=NEAR))
    width, height = (594.96, 841.92) if turn == 0 else (841.92, 594.96)
    assert (read.pages[0].width, read.pages[0].height) == (pytest.approx(width, abs=1), pytest.approx(height, abs=1))


@pytest.fixture
def no_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine on which no program is found; what is known of programs is asked again."""
    monkeypatch.setenv("PATH", str(tmp_path))
    _ask_again()
    yield
    monkeypatch.undo()
    _ask_again()


def _ask_again() -> None:
    tesseract.languages.cache_clear()
    scans.missing.cache_clear()


@pytest.mark.usefixtures("no_program")
def test_without_the_program_a_scan_is_refused_with_what_to_install() -> None:
    data = scan(printed(ARABIC), dpi=72, pages=1)
    with pytest.raises(
        NoTextLayer, match=r"^Its only page has no text .* and pictures cannot be read without tesseract with Thai"
    ) as refusal:
        process(data, make_source("scan.pdf", data))
    assert "apt-get install tesseract-ocr tesseract-ocr-tha" in refusal.value.advice
    assert "raingan[ocr]" in refusal.value.advice


@needs_tesseract
def test_a_blank_page_among_scans_is_no_finding() -> None:
    first = Image.new("L", (827, 1169), 250)
    second = pypdfium2.PdfDocument(printed(ARABIC))[0].render(scale=200 / 72, grayscale=True).to_pil()
    packed = io.BytesIO()
    second.save(packed, "PDF", resolution=200, save_all=True, append_images=[first])
    read = document(packed.getvalue())
    assert [page.verdict for page in read.pages] == ["scan", "scan"]
    assert (read.reader, [(note.code, note.place.page) for note in read.notes]) == ("ocr", [("page.ocr", 1)])


@needs_tesseract
def test_a_picture_without_words_is_refused_as_such() -> None:
    packed = io.BytesIO()
    Image.effect_noise((900, 1200), 90).save(packed, "PDF", resolution=100)
    with pytest.raises(NoTextLayer, match="no words could be read"):
        process(packed.getvalue(), make_source("noise.pdf", packed.getvalue()))
