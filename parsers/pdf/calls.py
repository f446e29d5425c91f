"""pdfium's entry points called with addresses as plain numbers: half the cost of typed pointers, per glyph.

The buffers are shared: pdfium is not thread-safe, and nothing here outlives the next call.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

_POINTER, _INT, _FLAG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int


def _plain(function: Any, result: Any, *arguments: Any) -> Any:  # ctypes' own objects
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


is_generated = _plain(pdfium.FPDFText_IsGenerated, _FLAG, _POINTER, _INT)
unicode_at = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INT)
loose_box = _plain(pdfium.FPDFText_GetLooseCharBox, _FLAG, _POINTER, _INT, _POINTER)
origin = _plain(pdfium.FPDFText_GetCharOrigin, _FLAG, _POINTER, _INT, _POINTER, _POINTER)
has_map_error = _plain(pdfium.FPDFText_HasUnicodeMapError, _FLAG, _POINTER, _INT)
text_object = _plain(pdfium.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)

text_font = _plain(pdfium.FPDFTextObj_GetFont, _POINTER, _POINTER)
font_name = _plain(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t)
font_data = _plain(pdfium.FPDFFont_GetFontData, _FLAG, _POINTER, _POINTER, ctypes.c_size_t, _POINTER)
tight_box = _plain(pdfium.FPDFText_GetCharBox, _FLAG, _POINTER, _INT, _POINTER, _POINTER, _POINTER, _POINTER)
page_object = _plain(pdfium.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
form_object = _plain(pdfium.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong)
form_count = _plain(pdfium.FPDFFormObj_CountObjects, _INT, _POINTER)
object_type = _plain(pdfium.FPDFPageObj_GetType, _INT, _POINTER)
object_bounds = _plain(pdfium.FPDFPageObj_GetBounds, _FLAG, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
object_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, _FLAG, _POINTER, _POINTER)
mark_count = _plain(pdfium.FPDFPageObj_CountMarks, _INT, _POINTER)
mark_at = _plain(pdfium.FPDFPageObj_GetMark, _POINTER, _POINTER, ctypes.c_ulong)
mark_blob = _plain(pdfium.FPDFPageObjMark_GetParamBlobValue, _FLAG, _POINTER, ctypes.c_char_p, _POINTER, ctypes.c_ulong, _POINTER)

_BLOB_BYTES = 4096  # of one ActualText: a cluster, a word, at most a line
_blob = (ctypes.c_char * _BLOB_BYTES)()
_size = ctypes.c_ulong()
_edges = (ctypes.c_float * 4)()
_sides = (ctypes.c_double * 4)()
_at_sides = tuple(ctypes.addressof(_sides) + 8 * index for index in range(4))
_at_blob, _at_size = ctypes.addressof(_blob), ctypes.addressof(_size)
_at_edges = tuple(ctypes.addressof(_edges) + 4 * index for index in range(4))


def blob(mark: int, name: bytes) -> bytes | None:
    """The bytes of a mark's parameter, `None` where it has none of that name."""
    if not mark_blob(mark, name, _at_blob, _BLOB_BYTES, _at_size):
        return None
    return _blob.raw[: min(_size.value, _BLOB_BYTES)]


def bounds(item: int) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of an object in its own space."""
    if not object_bounds(item, *_at_edges):
        return None
    left, bottom, right, top = _edges
    return left, bottom, right, top


def ink(page: int, index: int) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of a character's outline on its page."""
    if not tight_box(page, index, _at_sides[0], _at_sides[2], _at_sides[1], _at_sides[3]):
        return None
    left, bottom, right, top = _sides
    return left, bottom, right, top
