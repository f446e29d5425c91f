"""pdfium's entry points, called with addresses that are made ready beforehand, or as plain numbers.

A call with typed arguments takes 220 ns beside pdfium's own time, one with addresses made ready 110, and a page
has thousands of characters to ask for. A function is declared with the types of its first arguments only, up
to the last that is an address as a plain number; what follows are `byref`s and small numbers, which ctypes
passes on as they are. The buffers are shared: pdfium is not thread-safe, and nothing here outlives the next call.
"""

from __future__ import annotations

import ctypes
import struct
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

Sides = tuple[float, float, float, float]
Place = tuple[float, float, float, float, float, float]  # left, top, right and bottom of a box, x and y of an origin

Handle = Any  # ctypes' own: an address that is made ready to be passed

_POINTER, _INT, _FLAG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int


def _plain(function: Any, result: Any, *arguments: Any) -> Any:  # ctypes' own objects
    # Python's lock is kept: letting it go and taking it again is an eighth of such a call.
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


# Of a text page or a page, whose `handle` is made ready once.
character_count = _plain(pdfium.FPDFText_CountChars, _INT)
unicode_at = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
text_object = _plain(pdfium.FPDFText_GetTextObject, _POINTER)
page_object = _plain(pdfium.FPDFPage_GetObject, _POINTER)
_text_of = _plain(pdfium.FPDFText_GetText, _INT)
_is_generated = _plain(pdfium.FPDFText_IsGenerated, _FLAG)
_has_map_error = _plain(pdfium.FPDFText_HasUnicodeMapError, _FLAG)
_loose_box = _plain(pdfium.FPDFText_GetLooseCharBox, _FLAG)
_origin = _plain(pdfium.FPDFText_GetCharOrigin, _FLAG)
_tight_box = _plain(pdfium.FPDFText_GetCharBox, _FLAG)

# Of objects, whose addresses are plain numbers.
text_font = _plain(pdfium.FPDFTextObj_GetFont, _POINTER, _POINTER)
font_name = _plain(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t)
font_embedded = _plain(pdfium.FPDFFont_GetIsEmbedded, _FLAG, _POINTER)
font_data = _plain(pdfium.FPDFFont_GetFontData, _FLAG, _POINTER, _POINTER, ctypes.c_size_t, _POINTER)
form_object = _plain(pdfium.FPDFFormObj_GetObject, _POINTER, _POINTER)
form_count = _plain(pdfium.FPDFFormObj_CountObjects, _INT, _POINTER)
object_type = _plain(pdfium.FPDFPageObj_GetType, _INT, _POINTER)
mark_count = _plain(pdfium.FPDFPageObj_CountMarks, _INT, _POINTER)
mark_at = _plain(pdfium.FPDFPageObj_GetMark, _POINTER, _POINTER)
path_length = _plain(pdfium.FPDFPath_CountSegments, _INT, _POINTER)
path_segment = _plain(pdfium.FPDFPath_GetPathSegment, _POINTER, _POINTER)
segment_type = _plain(pdfium.FPDFPathSegment_GetType, _INT, _POINTER)
segment_closes = _plain(pdfium.FPDFPathSegment_GetClose, _FLAG, _POINTER)
fill_color = _plain(pdfium.FPDFPageObj_GetFillColor, _FLAG, _POINTER)
stroke_color = _plain(pdfium.FPDFPageObj_GetStrokeColor, _FLAG, _POINTER)
_mark_blob = _plain(pdfium.FPDFPageObjMark_GetParamBlobValue, _FLAG, _POINTER, ctypes.c_char_p, _POINTER, ctypes.c_ulong)
_bounds = _plain(pdfium.FPDFPageObj_GetBounds, _FLAG, _POINTER)
_matrix_of = _plain(pdfium.FPDFPageObj_GetMatrix, _FLAG, _POINTER)
_path_mode = _plain(pdfium.FPDFPath_GetDrawMode, _FLAG, _POINTER)
_segment_point = _plain(pdfium.FPDFPathSegment_GetPoint, _FLAG, _POINTER)

_WHITE = 250  # of 255: a fill as light as paper hides nothing and rules nothing
_BLOB_BYTES = 4096  # of one ActualText: a cluster, a word, at most a line
_blob = (ctypes.c_char * _BLOB_BYTES)()
_size = ctypes.c_ulong()
_edges = (ctypes.c_float * 4)()
_matrix = (ctypes.c_float * 6)()
_parts = (ctypes.c_uint * 4)()
_modes = (ctypes.c_int * 2)()
# The same buffers as views, which give their numbers in a seventh of the time.
_edges_said, _matrix_said = memoryview(_edges).cast("B").cast("f"), memoryview(_matrix).cast("B").cast("f")
_parts_said, _modes_said = memoryview(_parts).cast("B").cast("I"), memoryview(_modes).cast("B").cast("i")
_at_blob, _at_size = ctypes.addressof(_blob), ctypes.byref(_size)
_at_edges = tuple(ctypes.byref(_edges, 4 * index) for index in range(4))
_at_matrix = ctypes.byref(_matrix)
_at_parts = tuple(ctypes.byref(_parts, 4 * index) for index in range(4))
_at_mode, _at_stroke = ctypes.byref(_modes), ctypes.byref(_modes, 4)
# Room for so many characters at once: a box of four floats with an origin of two doubles behind it, or four doubles.
_ROOMS = 512
_PLACE = struct.Struct("@4f2d")
_INK = struct.Struct("@4d")
_room = (ctypes.c_double * (4 * _ROOMS))()
_room_said = memoryview(_room).cast("B")
_at_first, _at_second, _at_third, _at_fourth = (
    [ctypes.byref(_room, start) for start in range(offset, _ROOMS * _INK.size, _INK.size)] for offset in (0, 8, 16, 24)
)
NONE = "\0"  # for no letter
_HALF_LETTERS = 0xD800  # the first of UTF-16's halves
_UNSURE = frozenset("\0\ufffd\ufffe")  # what pdfium gives for a hyphen, and Python for half a letter


def handle(page: Any) -> Handle:  # one of pdfium's opaque handles
    """A page, or text page, as it is passed to the functions that are asked for each of its characters or objects."""
    return ctypes.byref(ctypes.c_char.from_address(ctypes.cast(page, ctypes.c_void_p).value or 0))


def letters(page: Handle, count: int) -> str:
    """What pdfium gives for each character of a page: its letter, or its glyph's number as one; `NONE` for neither.

    The page's whole text where it has one letter a character, and else character by character: pdfium
    leaves control characters out of a text, and gives U+FFFE for a hyphen at a line's end.
    """
    buffer = (ctypes.c_uint16 * (count + 1))()
    if _text_of(page, 0, count, ctypes.byref(buffer)) == count + 1:
        text = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count and _UNSURE.isdisjoint(text):
            return text
    codes = list(map(unicode_at, repeat(page), range(count)))
    return "".join(map(chr, codes) if max(codes, default=0) < _HALF_LETTERS else map(_letter, codes))


def _letter(code: int) -> str:
    return NONE if _HALF_LETTERS <= code <= 0xDFFF or code >= 0x110000 else chr(code)


def generated(page: Handle, characters: Sequence[int]) -> list[int]:
    """The characters among some that pdfium made of its own."""
    return [character for character in characters if _is_generated(page, character) == 1]


def map_errors(page: Handle, characters: Sequence[int]) -> frozenset[int]:
    """The positions of the characters that their font's map has no letter for."""
    errors = list(map(_has_map_error, repeat(page), characters))
    return frozenset([n for n, error in enumerate(errors) if error == 1]) if 1 in errors else frozenset()


def places(page: Handle, characters: Sequence[int]) -> list[Place]:
    """Left, top, right and bottom of each character's loose box on its page, then x and y of its origin."""
    found: list[Place] = []
    for some in _by_room(characters):
        deque(map(_loose_box, repeat(page), some, _at_first), 0)
        deque(map(_origin, repeat(page), some, _at_third, _at_fourth), 0)
        found += _PLACE.iter_unpack(_room_said[: _PLACE.size * len(some)])
    return found


def _by_room(characters: Sequence[int]) -> Iterator[Sequence[int]]:
    return (characters[start : start + _ROOMS] for start in range(0, len(characters), _ROOMS))


def blob(mark: int, name: bytes) -> bytes | None:
    """The bytes of a mark's parameter, `None` where it has none of that name."""
    if not _mark_blob(mark, name, _at_blob, _BLOB_BYTES, _at_size):
        return None
    return ctypes.string_at(_at_blob, min(_size.value, _BLOB_BYTES))


def bounds(item: int) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of an object in its own space."""
    if not _bounds(item, *_at_edges):
        return None
    left, bottom, right, top = _edges_said.tolist()
    return left, bottom, right, top


def matrix(item: int) -> tuple[float, float, float, float, float, float]:
    """The six numbers of an object's matrix; those of none where it has none."""
    if not _matrix_of(item, _at_matrix):
        return (1, 0, 0, 1, 0, 0)
    a, b, c, d, e, f = _matrix_said.tolist()
    return a, b, c, d, e, f


def draw_mode(item: int) -> tuple[int, int] | None:
    """How a path is filled, and whether it is stroked."""
    if not _path_mode(item, _at_mode, _at_stroke):
        return None
    fill, stroke = _modes_said.tolist()
    return fill, stroke


def is_seen(color_of: Any, item: int) -> bool:  # one of the two above
    """Whether an object's fill or stroke shows on paper: it is neither transparent nor as light as that."""
    if not color_of(item, *_at_parts):
        return True
    red, green, blue, alpha = _parts_said.tolist()
    return alpha > 0 and (red < _WHITE or green < _WHITE or blue < _WHITE)


def corner(segment: int) -> tuple[float, float]:
    """The point at which a segment of a path ends."""
    _segment_point(segment, _at_edges[0], _at_edges[1])
    return _edges_said[0], _edges_said[1]


def inks(page: Handle, characters: Sequence[int]) -> list[Sides]:
    """Left, bottom, right and top of the outline of each character on its page; all 0 of one that has none."""
    found: list[Sides] = []
    for some in _by_room(characters):
        used = _INK.size * len(some)
        _room_said[:used] = bytes(used)
        deque(map(_tight_box, repeat(page), some, _at_first, _at_third, _at_second, _at_fourth), 0)
        found += _INK.iter_unpack(_room_said[:used])
    return found
