"""pdfium's entry points called with addresses as plain numbers: half the cost of typed pointers, per glyph.

The buffers are shared: pdfium is not thread-safe, and nothing here outlives the next call.
"""

from __future__ import annotations

import ctypes
import struct
from collections import deque
from collections.abc import Sequence
from itertools import count as count_from
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

_POINTER, _INT, _FLAG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int


def _plain(function: Any, result: Any, *arguments: Any) -> Any:  # ctypes' own objects
    # Python's lock is kept: letting it go and taking it again is an eighth of such a call.
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


character_count = _plain(pdfium.FPDFText_CountChars, _INT, _POINTER)
text_of = _plain(pdfium.FPDFText_GetText, _INT, _POINTER, _INT, _INT, _POINTER)
is_generated = _plain(pdfium.FPDFText_IsGenerated, _FLAG, _POINTER, _INT)
unicode_at = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INT)
loose_box = _plain(pdfium.FPDFText_GetLooseCharBox, _FLAG, _POINTER, _INT, _POINTER)
origin = _plain(pdfium.FPDFText_GetCharOrigin, _FLAG, _POINTER, _INT, _POINTER, _POINTER)
has_map_error = _plain(pdfium.FPDFText_HasUnicodeMapError, _FLAG, _POINTER, _INT)
text_object = _plain(pdfium.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)

text_font = _plain(pdfium.FPDFTextObj_GetFont, _POINTER, _POINTER)
font_name = _plain(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t)
font_embedded = _plain(pdfium.FPDFFont_GetIsEmbedded, _FLAG, _POINTER)
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
path_mode = _plain(pdfium.FPDFPath_GetDrawMode, _FLAG, _POINTER, _POINTER, _POINTER)
path_length = _plain(pdfium.FPDFPath_CountSegments, _INT, _POINTER)
path_segment = _plain(pdfium.FPDFPath_GetPathSegment, _POINTER, _POINTER, _INT)
segment_point = _plain(pdfium.FPDFPathSegment_GetPoint, _FLAG, _POINTER, _POINTER, _POINTER)
segment_type = _plain(pdfium.FPDFPathSegment_GetType, _INT, _POINTER)
segment_closes = _plain(pdfium.FPDFPathSegment_GetClose, _FLAG, _POINTER)
fill_color = _plain(pdfium.FPDFPageObj_GetFillColor, _FLAG, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
stroke_color = _plain(pdfium.FPDFPageObj_GetStrokeColor, _FLAG, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)

_WHITE = 250  # of 255: a fill as light as paper hides nothing and rules nothing
_BLOB_BYTES = 4096  # of one ActualText: a cluster, a word, at most a line
_blob = (ctypes.c_char * _BLOB_BYTES)()
_size = ctypes.c_ulong()
_edges = (ctypes.c_float * 4)()
_matrix = (ctypes.c_float * 6)()
_parts = (ctypes.c_uint * 4)()
_modes = (ctypes.c_int * 2)()
_at_blob, _at_size = ctypes.addressof(_blob), ctypes.addressof(_size)
_at_edges = tuple(ctypes.addressof(_edges) + 4 * index for index in range(4))

_at_matrix = ctypes.addressof(_matrix)
_at_parts = tuple(ctypes.addressof(_parts) + 4 * index for index in range(4))
_at_mode, _at_stroke = ctypes.addressof(_modes), ctypes.addressof(_modes) + 4
_STRUCT = struct.Struct("@4f2d")  # a box of four floats, and an origin of two doubles behind it
_INK = struct.Struct("@4d")
_UNSURE = frozenset("\ufffd\ufffe")  # what pdfium gives for a hyphen, and Python for half a letter


def letters(page: int, count: int) -> Sequence[str]:
    """What pdfium gives for each character of a page: its letter, or its glyph's number as one.

    The page's whole text where it has one letter a character, and else character by character: pdfium
    leaves control characters out of a text, and gives U+FFFE for a hyphen at a line's end.
    """
    buffer = (ctypes.c_uint16 * (count + 1))()
    if text_of(page, 0, count, ctypes.addressof(buffer)) == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count and _UNSURE.isdisjoint(text):
            return text
    return [_letter(unicode_at(page, index)) for index in range(count)]


def _letter(code: int) -> str:
    return "" if not code or 0xD800 <= code <= 0xDFFF or code >= 0x110000 else chr(code)


def map_errors(page: int, characters: Sequence[int]) -> list[int]:
    """1 for each character that its font's map has no letter for."""
    return list(map(has_map_error, repeat(page), characters))


def places(page: int, characters: Sequence[int]) -> list[tuple[float, ...]]:
    """Left, top, right and bottom of each character's loose box on its page, then x and y of its origin."""
    buffer = (ctypes.c_double * (4 * len(characters)))()
    start, step = ctypes.addressof(buffer), _STRUCT.size
    deque(map(loose_box, repeat(page), characters, count_from(start, step)), 0)
    deque(map(origin, repeat(page), characters, count_from(start + 16, step), count_from(start + 24, step)), 0)
    return list(_STRUCT.iter_unpack(buffer))


def blob(mark: int, name: bytes) -> bytes | None:
    """The bytes of a mark's parameter, `None` where it has none of that name."""
    if not mark_blob(mark, name, _at_blob, _BLOB_BYTES, _at_size):
        return None
    return ctypes.string_at(_at_blob, min(_size.value, _BLOB_BYTES))


def bounds(item: int) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of an object in its own space."""
    if not object_bounds(item, *_at_edges):
        return None
    left, bottom, right, top = _edges
    return left, bottom, right, top


def matrix(item: int) -> tuple[float, float, float, float, float, float]:
    """The six numbers of an object's matrix; those of none where it has none."""
    if not object_matrix(item, _at_matrix):
        return (1, 0, 0, 1, 0, 0)
    a, b, c, d, e, f = _matrix
    return a, b, c, d, e, f


def draw_mode(item: int) -> tuple[int, int] | None:
    """How a path is filled, and whether it is stroked."""
    if not path_mode(item, _at_mode, _at_stroke):
        return None
    fill, stroke = _modes
    return fill, stroke


def is_seen(color_of: Any, item: int) -> bool:  # one of the two above
    """Whether an object's fill or stroke shows on paper: it is neither transparent nor as light as that."""
    if not color_of(item, *_at_parts):
        return True
    return _parts[3] > 0 and (_parts[0] < _WHITE or _parts[1] < _WHITE or _parts[2] < _WHITE)


def corner(segment: int) -> tuple[float, float]:
    """The point at which a segment of a path ends."""
    segment_point(segment, _at_edges[0], _at_edges[1])
    return _edges[0], _edges[1]


def inks(page: int, characters: Sequence[int]) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of the outline of each character on its page; all 0 of one that has none."""
    buffer = (ctypes.c_double * (4 * len(characters)))()
    left, right, bottom, top = (count_from(ctypes.addressof(buffer) + offset, _INK.size) for offset in (0, 16, 8, 24))
    deque(map(tight_box, repeat(page), characters, left, right, bottom, top), 0)
    return list(_INK.iter_unpack(buffer))
