"""The way from a page without usable text to what its picture says, where that can be read on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from statistics import fmean
from typing import TYPE_CHECKING

from parsers.pdf.columns import Columns
from parsers.pdf.content import PageContent
from parsers.pdf.tables import PageLayout, layout
from schemas.document import Cell, Document, Line, Note, Page, Place, Table

if TYPE_CHECKING:
    from parsers.pdf.ocr.page import Scan
    from parsers.pdf.ocr.places import Stances

_TRUSTED = 0.7  # mean confidence of a page: clear ones have 0.9, noise that is read as words has 0.6
_LEGIBLE = 0.5  # mean confidence of a line
_NEEDED_MODULES = ("scipy", "numpy", "PIL")


@lru_cache(maxsize=1)
def missing() -> str:
    """What has to be installed before scans can be read, "" where nothing is missing."""
    from parsers.pdf.ocr import tesseract

    wanted = [] if tesseract.is_installed() else ["tesseract with Thai (Debian: apt-get install tesseract-ocr tesseract-ocr-tha)"]
    if not all(find_spec(name) for name in _NEEDED_MODULES):
        wanted.append("what pictures need (pip install 'raingan[ocr]')")
    return " and ".join(wanted)


def read_scan(data: bytes, content: PageContent) -> Scan | None:
    """The page as its picture says, `None` where pictures cannot be read here, or where it says nothing to be trusted; a blank page is read."""
    if missing():
        return None
    from parsers.pdf.ocr.page import read_page

    scan = read_page(data, content)
    return scan if scan.is_blank or (scan.content.glyphs and scan.mean_confidence >= _TRUSTED) else None


def scan_layout(scan: Scan, known: Columns | None) -> PageLayout:
    """The lines and tables of a scan, each cell with the confidence of its least sure words.

    Lines that are not legible (signatures, stamps, logos) are left out; in a table such a cell stays, with its doubt.
    """
    found = layout(scan.content, known)
    lines = [line for line in found.lines if fmean(scan.confidences(line.box) or [1.0]) >= _LEGIBLE]
    tables = [
        replace(table, rows=tuple(tuple(_doubted(cell, scan) for cell in row) for row in table.rows)) for table in found.tables
    ]
    return replace(found, lines=lines, tables=tables)


def _doubted(cell: Cell, scan: Scan) -> Cell:
    box = cell.place.box
    return replace(cell, confidence=min(scan.confidences(box), default=1.0)) if box and cell.text else cell


def on_pages(document: Document, scans: Mapping[int, Scan]) -> Document:
    """The document with everything in its place on the pages as they are printed, and a note for each page read so."""
    from parsers.pdf.ocr.places import line_on_page, table_on_page

    stances = {number: scan.stance for number, scan in scans.items() if not scan.stance.is_upright}
    notes = tuple(
        Note("page.ocr", f"{scan.mean_confidence:.2f}", Place(page=number)) for number, scan in scans.items() if scan.sure
    )
    if not stances:
        return replace(document, notes=(*document.notes, *notes))
    blocks = tuple(
        line_on_page(block, stances) if isinstance(block, Line) else table_on_page(block, stances) for block in document.blocks
    )
    pages = tuple(_page_on_page(page, stances) for page in document.pages)
    return replace(document, blocks=blocks, pages=pages, notes=(*document.notes, *notes))


def _page_on_page(page: Page, stances: Stances) -> Page:
    from parsers.pdf.ocr.places import line_on_page, table_on_page

    stance = stances.get(page.number)
    if stance is None:
        return page
    width, height = stance.page_size
    lines = tuple(line_on_page(line, stances) for line in page.lines)
    tables: tuple[Table, ...] = tuple(table_on_page(table, stances) for table in page.tables)
    return replace(page, width=width, height=height, lines=lines, tables=tables)
