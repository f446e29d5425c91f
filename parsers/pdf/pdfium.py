"""Reads a PDF page's glyphs, ruling lines and fills through pdfium's raw interface: the fast source."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf import calls
from parsers.pdf.content import PageContent
from parsers.pdf.fonts import Program, Programs, shape_of
from parsers.pdf.health import page_content
from parsers.pdf.objects import MOST_OBJECTS, Actual, Frame, read_objects
from parsers.thai_text import MARKS, RawGlyph
from schemas.errors import EncryptedPdf, LimitExceeded, NoPages, UnreadablePdf

_MOST_CHARACTERS = 400_000  # characters of one page
_MOST_SIDE = 20_000.0  # points: seven metres of paper

_DOUBTED = MARKS | {"ำ"}  # letters that a producer's map can have wrong

_RAISED = 65 / 64  # pdfium gives the top of an outline so much higher than it is

_LAST_GENERATED = 32  # pdfium makes spaces and line ends of its own, no other characters

_PASSWORD, _SUCCESS = 4, 0

_LETTERS: dict[int, str] = {}

_Placed = tuple[int, RawGlyph, tuple[int, str] | None]  # its run, itself, the mark over it
_by_stream = itemgetter(0)


def page_count(data: bytes) -> int:
    """How many pages the PDF has. Raises `EncryptedPdf`, `UnreadablePdf` and `NoPages`."""
    with _opened(data) as document:
        return int(pdfium.FPDF_GetPageCount(document))


def read_pages(data: bytes, pages: Sequence[int] | None = None) -> Iterator[PageContent]:
    """The pages (numbered from 1) one by one, each with repaired glyphs, rules and fills.

    Raises `EncryptedPdf`, `UnreadablePdf`, `NoPages` and `LimitExceeded`.
    """
    with _opened(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        programs = Programs()
        for number in pages if pages is not None else range(1, count + 1):
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
            shapes, actual = read_objects(page, frame, number)
            glyphs, lost = _glyphs(text_page, frame, actual, number, programs) if text_page else ([], 0)
        finally:
            if text_page:
                pdfium.FPDFText_ClosePage(text_page)
    finally:
        pdfium.FPDF_ClosePage(page)
    return page_content(number, (frame.width, frame.height), glyphs, shapes, lost)


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


def _glyphs(
    text_page: Any, frame: Frame, actual: Actual, number: int, programs: Programs
) -> tuple[list[RawGlyph], int]:  # an opaque handle
    """Glyphs in content order, and how many have no letter in their font's map."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count > _MOST_CHARACTERS:
        raise LimitExceeded(f"Page {number} has {count:,} characters; the limit is {_MOST_CHARACTERS:,}.")
    placed: list[_Placed] = []
    lost = 0
    page = ctypes.cast(text_page, ctypes.c_void_p).value or 0
    order, of_object = actual.order, actual.of_object
    is_generated, unicode_at, place = calls.is_generated, calls.unicode_at, calls.place
    text_object, has_map_error = calls.text_object, calls.has_map_error
    last_address, run, mark, font = -1, MOST_OBJECTS, None, 0
    for index in range(count):
        code = unicode_at(page, index)
        if code <= _LAST_GENERATED and is_generated(page, index):
            continue
        address = text_object(page, index) or 0
        if address != last_address:
            last_address, run, mark = address, order.get(address, MOST_OBJECTS), of_object.get(address)
            font = (calls.text_font(address) or 0) if address else 0
        text = _LETTERS.get(code) or _letter(code)
        left, top, right, bottom, x, y = place(page, index)
        glyph = _glyph(text, (left, bottom, right, top), x, y, frame, run, font)
        lacks = has_map_error(page, index) == 1
        if (lacks or text in _DOUBTED) and font and mark is None:
            program = programs.of(font)
            if program is not None:
                lacks = _as_drawn(glyph, program, calls.ink(page, index), (x, y), code if lacks else None)
        if lacks:
            glyph.lost = True
            lost += glyph.x1 > glyph.x0  # one without width may be the ring of a ำ: the repair decides
        placed.append((run, glyph, mark))
    placed.sort(key=_by_stream)  # it keeps the order inside a run
    return _with_actual_text(placed, actual.ends) if of_object else [glyph for _, glyph, _ in placed], lost


def _letter(code: int) -> str:
    """The letter of a code that pdfium gives, kept for the next time."""
    if not code or 0xD800 <= code <= 0xDFFF or code >= 0x110000:
        return ""
    return _LETTERS.setdefault(code, chr(code))


def _as_drawn(
    glyph: RawGlyph,
    program: Program,
    ink: tuple[float, float, float, float] | None,
    origin: tuple[float, float],
    glyph_no: int | None,
) -> bool:
    """Gives a glyph the letters that its font draws; says whether it still has none.

    `glyph_no` is the glyph's number where the PDF's map has no letter for it.
    """
    x, y = origin
    shape = shape_of(ink[0] - x, ink[1] - y, ink[2] - x, (ink[3] - y) / _RAISED) if ink else None
    if shape is None:
        return glyph_no is not None
    if glyph_no is None:
        glyph.text = program.of_shape(glyph.text, shape)
        return False
    letters = program.of_number(glyph_no, shape)
    if letters is None:
        return True
    glyph.text = letters
    return False


def _glyph(
    text: str, edges: tuple[float, float, float, float], x: float, y: float, frame: Frame, run: int, font: int
) -> RawGlyph:
    left, bottom, right, top = edges
    if frame.rotation:
        box = frame.box(left, bottom, right, top)
        y = frame.point(x, y)[1]
        return RawGlyph(
            text, box.x0, box.top, box.x1, box.bottom, y, box.bottom - box.top, "", None, False, run, font
        )  # fmt: skip
    x0 = x - frame.left
    # A mark's ink lies in front of its origin: it has no width of its own.
    x1 = x0 if x > (left + right) / 2 else right - frame.left
    ceiling = frame.height + frame.bottom
    top, bottom = ceiling - top, ceiling - bottom
    return RawGlyph(text, x0, top, x1, bottom, ceiling - y, bottom - top, "", None, False, run, font)


def _with_actual_text(placed: Sequence[_Placed], ends: Mapping[int, float]) -> list[RawGlyph]:
    """The glyphs in stream order; those under one ActualText become one, with its text."""
    glyphs: list[RawGlyph] = []
    last_mark = 0
    for _, glyph, mark in placed:
        if mark is None:
            last_mark = 0
            glyphs.append(glyph)
        elif mark[0] == last_mark:
            last = glyphs[-1]
            last.x0, last.x1 = min(last.x0, glyph.x0), max(last.x1, glyph.x1)
        else:
            last_mark = mark[0]
            glyph.text, glyph.from_actual = mark[1], True
            glyph.x1 = max(glyph.x1, ends.get(mark[0], glyph.x1))
            glyphs.append(glyph)
    return glyphs
