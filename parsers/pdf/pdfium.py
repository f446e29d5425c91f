"""Reads a PDF page's glyphs, ruling lines and fills through pdfium's raw interface: the fast source."""

from __future__ import annotations

import codecs
import ctypes
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from parsers.pdf.content import PageContent
from parsers.pdf.health import page_content
from parsers.pdf.paths import Shapes, add_rectangle, add_segment
from parsers.thai_text import RawGlyph
from schemas.document import Box
from schemas.errors import EncryptedPdf, LimitExceeded, NoPages, UnreadablePdf

_ACTUAL_TEXT = b"ActualText"
_MOST_DEPTH = 12  # forms inside forms; a report nests two or three
_MOST_OBJECTS = 400_000  # objects of one page: more is a drawing, or an attack
_MOST_CHARACTERS = 400_000  # characters of one page
_MOST_SIDE = 20_000.0  # points: seven metres of paper
_MOST_ACTUAL_TEXT = 4096
_LONG_PATH = 4096  # segments of one path beyond which only its box counts

_PASSWORD, _SUCCESS = 4, 0


@dataclass(slots=True)
class _Frame:
    """How pdfium's page coordinates become points from the top left corner of the shown page."""

    left: float
    bottom: float
    width: float
    height: float
    rotation: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        u, v = x - self.left, y - self.bottom
        if self.rotation == 1:
            return v, u
        if self.rotation == 2:
            return self.width - u, v
        if self.rotation == 3:
            return self.width - v, self.height - u
        return u, self.height - v

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        (x0, y0), (x1, y1) = self.point(left, bottom), self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


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
        for number in pages if pages is not None else range(1, count + 1):
            if 1 <= number <= count:
                yield _page(document, number)


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


def _page(document: Any, number: int) -> PageContent:  # an opaque handle
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise UnreadablePdf(f"Page {number} cannot be loaded.")
    try:
        frame = _frame(page, number)
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            shapes, actual = _objects(page, frame, number)
            glyphs, lost = _glyphs(text_page, frame, actual, number) if text_page else ([], 0)
        finally:
            if text_page:
                pdfium.FPDFText_ClosePage(text_page)
    finally:
        pdfium.FPDF_ClosePage(page)
    return page_content(number, (frame.width, frame.height), glyphs, shapes, lost)


def _frame(page: Any, number: int) -> _Frame:  # an opaque handle
    edges = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    if not pdfium.FPDFPage_GetCropBox(page, *pointers) and not pdfium.FPDFPage_GetMediaBox(page, *pointers):
        left, bottom = 0.0, 0.0
    else:
        left, bottom = edges[0].value, edges[1].value
    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    if not (0 < width <= _MOST_SIDE and 0 < height <= _MOST_SIDE):
        raise LimitExceeded(f"Page {number} measures {width:.0f} × {height:.0f} points; the limit is {_MOST_SIDE:.0f}.")
    return _Frame(left, bottom, width, height, pdfium.FPDFPage_GetRotation(page))


@dataclass(slots=True)
class _Actual:
    """By the address of a text object: its place in the content stream, and the ActualText over it.

    pdfium's text page orders characters by where they stand; marks need the stream's own order.
    """

    order: dict[int, int] = field(default_factory=dict)
    of_object: dict[int, tuple[int, str]] = field(default_factory=dict)
    ends: dict[int, float] = field(default_factory=dict)  # where the glyphs under a mark end, all of them


def _objects(page: Any, frame: _Frame, number: int) -> tuple[Shapes, _Actual]:  # an opaque handle
    shapes, actual = Shapes(), _Actual()
    count = pdfium.FPDFPage_CountObjects(page)
    if count > _MOST_OBJECTS:
        raise LimitExceeded(f"Page {number} has {count:,} objects; the limit is {_MOST_OBJECTS:,}.")
    texts: dict[int, str] = {}
    budget = [_MOST_OBJECTS]
    for index in range(count):
        _object(pdfium.FPDFPage_GetObject(page, index), frame, None, shapes, actual, texts, 0, budget)
    return shapes, actual


_Matrix = tuple[float, float, float, float, float, float]


def _object(
    item: Any, frame: _Frame, matrix: _Matrix | None, shapes: Shapes, actual: _Actual, texts: dict[int, str],
    depth: int, budget: list[int],
) -> None:  # an opaque handle  # fmt: skip
    budget[0] -= 1
    if budget[0] < 0 or depth > _MOST_DEPTH:
        raise LimitExceeded(f"A page has more than {_MOST_OBJECTS:,} objects, or forms nested deeper than {_MOST_DEPTH}.")
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        actual.order.setdefault(ctypes.cast(item, ctypes.c_void_p).value or 0, len(actual.order))
        if pdfium.FPDFPageObj_CountMarks(item):
            _mark(item, frame, matrix, actual, texts)
    elif kind == pdfium.FPDF_PAGEOBJ_PATH:
        _path(item, frame, matrix, shapes)
    elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
        box = _bounds(item, frame, matrix)
        if box is not None and kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            shapes.images.append(box)
    elif kind == pdfium.FPDF_PAGEOBJ_FORM:
        inner = _product(_matrix(item), matrix)
        for index in range(pdfium.FPDFFormObj_CountObjects(item)):
            _object(pdfium.FPDFFormObj_GetObject(item, index), frame, inner, shapes, actual, texts, depth + 1, budget)


def _mark(
    item: Any, frame: _Frame, matrix: _Matrix | None, actual: _Actual, texts: dict[int, str]
) -> None:  # an opaque handle
    for index in range(pdfium.FPDFPageObj_CountMarks(item)):
        mark = pdfium.FPDFPageObj_GetMark(item, index)
        address = ctypes.cast(mark, ctypes.c_void_p).value or 0
        if address not in texts:
            texts[address] = _actual_text(mark)
        if texts[address] != _NO_ACTUAL_TEXT:
            key = ctypes.cast(item, ctypes.c_void_p).value or 0
            actual.of_object[key] = (address, texts[address])
            # pdfium's text page has characters for the first object under a mark only.
            box = _bounds(item, frame, matrix)
            if box is not None:
                actual.ends[address] = max(actual.ends.get(address, box.x1), box.x1)
            return


_NO_ACTUAL_TEXT = "\0"  # told from an empty ActualText, which hides its glyphs


def _actual_text(mark: Any) -> str:  # an opaque handle
    if pdfium.FPDFPageObjMark_CountParams(mark) == 0:
        return _NO_ACTUAL_TEXT
    size = ctypes.c_ulong()
    buffer = (ctypes.c_ubyte * _MOST_ACTUAL_TEXT)()
    # The string call takes UTF-16 apart into single bytes; the blob call gives them as they stand.
    found = pdfium.FPDFPageObjMark_GetParamBlobValue(mark, _ACTUAL_TEXT, buffer, _MOST_ACTUAL_TEXT, ctypes.byref(size))
    if not found:
        return _NO_ACTUAL_TEXT
    data = bytes(buffer[: min(size.value, _MOST_ACTUAL_TEXT)])
    if data.startswith(codecs.BOM_UTF16_BE):
        return data[2:].decode("utf-16-be", "replace")
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "replace")
    return data.decode("latin-1")


def _matrix(item: Any) -> _Matrix:  # an opaque handle
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return (1, 0, 0, 1, 0, 0)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _product(inner: _Matrix, outer: _Matrix | None) -> _Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    a2, b2, c2, d2, e2, f2 = outer
    return (
        a * a2 + b * c2, a * b2 + b * d2, c * a2 + d * c2, c * b2 + d * d2,
        e * a2 + f * c2 + e2, e * b2 + f * d2 + f2,
    )  # fmt: skip


def _bounds(item: Any, frame: _Frame, matrix: _Matrix | None) -> Box | None:  # an opaque handle
    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *(ctypes.byref(edge) for edge in edges)):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    if matrix is not None:
        corners = [_moved(matrix, x, y) for x in (left, right) for y in (bottom, top)]
        left, right = min(x for x, _ in corners), max(x for x, _ in corners)
        bottom, top = min(y for _, y in corners), max(y for _, y in corners)
    return frame.box(left, bottom, right, top)


def _moved(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _path(item: Any, frame: _Frame, matrix: _Matrix | None, shapes: Shapes) -> None:  # an opaque handle
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item, ctypes.byref(mode), ctypes.byref(stroke)):
        return
    filled = mode.value != pdfium.FPDF_FILLMODE_NONE and _is_seen(item, pdfium.FPDFPageObj_GetFillColor)
    stroked = bool(stroke.value) and _is_seen(item, pdfium.FPDFPageObj_GetStrokeColor)
    if not filled and not stroked:
        return
    count = pdfium.FPDFPath_CountSegments(item)
    if count > _LONG_PATH:
        return
    inner = _product(_matrix(item), matrix)
    for points in _subpaths(item, count, inner):
        places = [frame.point(x, y) for x, y in points]
        if filled:
            add_rectangle(shapes, places, filled=True)
        if stroked:
            for start, end in zip(places, places[1:], strict=False):
                add_segment(shapes, start, end)


_WHITE = 250  # of 255: a fill as light as paper hides nothing and rules nothing


def _is_seen(item: Any, color_of: Any) -> bool:  # an opaque handle, one of pdfium's functions
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not color_of(item, *(ctypes.byref(part) for part in (red, green, blue, alpha))):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < _WHITE


def _subpaths(item: Any, count: int, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:  # an opaque handle
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(_moved(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _glyphs(
    text_page: Any, frame: _Frame, actual: _Actual, number: int
) -> tuple[list[RawGlyph], int]:  # an opaque handle
    """Glyphs in content order, and how many have no letter in their font's map."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count > _MOST_CHARACTERS:
        raise LimitExceeded(f"Page {number} has {count:,} characters; the limit is {_MOST_CHARACTERS:,}.")
    placed: list[tuple[int, int, RawGlyph, tuple[int, str] | None]] = []
    lost = 0
    rectangle, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_pointer, x_pointer, y_pointer = ctypes.byref(rectangle), ctypes.byref(x), ctypes.byref(y)
    height, upright = frame.height, frame.rotation == 0
    for index in range(count):
        if pdfium.FPDFText_IsGenerated(text_page, index):
            continue
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        text = chr(code) if code and not 0xD800 <= code <= 0xDFFF and code < 0x110000 else ""
        pdfium.FPDFText_GetLooseCharBox(text_page, index, box_pointer)
        pdfium.FPDFText_GetCharOrigin(text_page, index, x_pointer, y_pointer)
        if upright:
            x0, x1 = x.value - frame.left, rectangle.right - frame.left
            if x.value > (rectangle.left + rectangle.right) / 2:  # a mark's ink lies in front of its origin
                x1 = x0
            top, bottom = height - (rectangle.top - frame.bottom), height - (rectangle.bottom - frame.bottom)
            baseline = height - (y.value - frame.bottom)
        else:
            box = frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            x0, top, x1, bottom = box.x0, box.top, box.x1, box.bottom
            baseline = frame.point(x.value, y.value)[1]
        lost += pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1
        address = ctypes.cast(pdfium.FPDFText_GetTextObject(text_page, index), ctypes.c_void_p).value or 0
        run = actual.order.get(address, _MOST_OBJECTS)
        glyph = RawGlyph(text, x0, top, x1, bottom, baseline, bottom - top, run=run)
        placed.append((run, index, glyph, actual.of_object.get(address)))
    placed.sort(key=lambda entry: entry[:2])
    return _with_actual_text(placed, actual.ends), lost


def _with_actual_text(
    placed: Sequence[tuple[int, int, RawGlyph, tuple[int, str] | None]], ends: Mapping[int, float]
) -> list[RawGlyph]:
    """The glyphs in stream order; those under one ActualText become one, with its text."""
    glyphs: list[RawGlyph] = []
    last_mark = 0
    for _, _, glyph, mark in placed:
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
