"""Opens a PDF's pages through pdfium's raw interface and gives their content: the fast source."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf.characters import NOTHING, read_glyphs, read_text
from parsers.pdf.content import PageContent
from parsers.pdf.fonts import Programs
from parsers.pdf.health import page_content
from parsers.pdf.objects import Frame, read_objects
from schemas.errors import EncryptedPdf, LimitExceeded, NoPages, UnreadablePdf

PAGES_AT_ONCE = 40  # an open document keeps all that was parsed of it, 20 kB a page
_MOST_SIDE = 20_000.0  # points: seven metres of paper

_PASSWORD, _SUCCESS = 4, 0


def page_count(data: bytes) -> int:
    """How many pages the PDF has. Raises `EncryptedPdf`, `UnreadablePdf` and `NoPages`."""
    with _opened(data) as document:
        return int(pdfium.FPDF_GetPageCount(document))


def read_pages(data: bytes, pages: Sequence[int] | None = None) -> Iterator[PageContent]:
    """The pages (numbered from 1) one by one, each with repaired glyphs, rules and fills.

    Raises `EncryptedPdf`, `UnreadablePdf`, `NoPages` and `LimitExceeded`.
    """
    programs = Programs()
    wanted = range(1, page_count(data) + 1) if pages is None else pages
    for start in range(0, len(wanted), PAGES_AT_ONCE):
        with _opened(data) as document:
            count = pdfium.FPDF_GetPageCount(document)
            for number in wanted[start : start + PAGES_AT_ONCE]:
                if 1 <= number <= count:
                    yield _page(document, number, programs)
                    programs.next_page()


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:  # pdfium's handles are opaque
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if pdfium.FPDF_GetLastError() == _PASSWORD:
            raise EncryptedPdf("The PDF asks for a password.")
        raise UnreadablePdf("The PDF cannot be opened: it is truncated, damaged, or no PDF inside.")
    try:
        if pdfium.FPDF_GetPageCount(document) < 1:
            raise NoPages("The PDF has no pages.")
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _page(document: Any, number: int, programs: Programs) -> PageContent:  # an opaque handle
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise UnreadablePdf(f"Page {number} cannot be loaded.")
    try:
        frame = _frame(page, number)
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            said = read_text(text_page, number) if text_page else NOTHING
            shapes, actual = read_objects(page, frame, number, said.objects)
            read = read_glyphs(said, frame, actual, programs)
        finally:
            if text_page:
                pdfium.FPDFText_ClosePage(text_page)
    finally:
        pdfium.FPDF_ClosePage(page)
    size = frame.width, frame.height
    content = page_content(number, size, read.glyphs, shapes, read.lost, lacks=read.lacks, are_turned=read.are_turned)
    content.has_damaged_fonts = programs.has_damaged
    return content


def _frame(page: Any, number: int) -> Frame:  # an opaque handle
    edges = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    if not pdfium.FPDFPage_GetCropBox(page, *pointers) and not pdfium.FPDFPage_GetMediaBox(page, *pointers):
        left, bottom = 0.0, 0.0
    else:
        left, bottom = edges[0].value, edges[1].value
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if not (0 < width <= _MOST_SIDE and 0 < height <= _MOST_SIDE):
        raise LimitExceeded(f"Page {number} measures {width:.0f} × {height:.0f} points; the limit is {_MOST_SIDE:.0f}.")
    return Frame(left, bottom, width, height, pdfium.FPDFPage_GetRotation(page))
