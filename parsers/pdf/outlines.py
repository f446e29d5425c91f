"""The outlines of a TrueType font's glyphs: how wide and high each is, and which two are one form at two places.

A font draws a mark again where it stands elsewhere: beside a tall letter, above another mark. Such a glyph has
no code point of its own, but the very same contour.
"""

from __future__ import annotations

import struct
from itertools import pairwise

Shape = tuple[float, float, float]  # left, lower and upper side of an outline, by its width
Form = tuple[tuple[int, ...], int, int]  # the points of each contour, width and height

_LEAST_WIDTH = 1e-3
_POINT = 1  # of the font's units
_MOST_DEPTH = 4  # glyphs made of glyphs made of glyphs
_MOST_PARTS = 8
_OFFSETS_ARE_WORDS, _HAS_SCALE, _MORE_PARTS, _HAS_TWO_SCALES, _HAS_MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80


class Outlines:
    """A font's tables `glyf` and `loca`, asked by glyph number. A damaged glyph has no outline."""

    def __init__(self, glyphs: bytes, places: bytes, *, wide: bool) -> None:
        self._glyphs, self._places = glyphs, places
        self._form, self._size, self._unit = (">II", 8, 1) if wide else (">HH", 4, 2)

    def box(self, number: int) -> tuple[int, int, int, int] | None:
        """Left, bottom, right and top in the font's units from the glyph's origin; `None` where nothing is drawn."""
        data = self._data(number)
        return struct.unpack_from(">4h", data, 2) if len(data) >= 10 else None

    def is_blank(self, number: int) -> bool:
        """Whether the font has a glyph of that number that draws nothing, or a mere point: a space."""
        if number < 0 or number * self._size // 2 + self._size > len(self._places):
            return False
        box = self.box(number)
        return box is None or (box[2] - box[0] <= _POINT and box[3] - box[1] <= _POINT)

    def form(self, number: int) -> Form | None:
        """The contours without their place: how many points each has, how wide and high they are together."""
        box = self.box(number)
        points = self._points(number, _MOST_DEPTH) if box is not None else None
        return (points, box[2] - box[0], box[3] - box[1]) if box is not None and points else None

    def _points(self, number: int, depth: int) -> tuple[int, ...] | None:
        """How many points each contour has, those of a composed glyph part by part; `None` where it is damaged."""
        data = self._data(number)
        if len(data) < 10 or not depth:
            return None
        count = struct.unpack_from(">h", data)[0]
        try:
            if count >= 0:
                ends = struct.unpack_from(f">{count}H", data, 10)
                return tuple(end - before for before, end in pairwise((-1, *ends)))
            parts = [self._points(part, depth - 1) for part in _parts(data)]
        except struct.error:
            return None
        return tuple(points for part in parts if part is not None for points in part)

    def _data(self, number: int) -> bytes:
        at = number * self._size // 2
        if number < 0 or at + self._size > len(self._places):
            return b""
        start, end = struct.unpack_from(self._form, self._places, at)
        return self._glyphs[start * self._unit : end * self._unit]


def _parts(data: bytes) -> list[int]:
    """The numbers of the glyphs that a glyph is made of. Raises `struct.error` where the data end before them."""
    found: list[int] = []
    at = 10
    more = True
    while more and len(found) < _MOST_PARTS:
        flags, number = struct.unpack_from(">HH", data, at)
        found.append(number)
        at += 4 + (4 if flags & _OFFSETS_ARE_WORDS else 2)
        at += 2 if flags & _HAS_SCALE else 4 if flags & _HAS_TWO_SCALES else 8 if flags & _HAS_MATRIX else 0
        more = bool(flags & _MORE_PARTS)
    return found


def shape_of(x0: float, y0: float, x1: float, y1: float) -> Shape | None:
    """The shape of a box around an outline, measured from the glyph's origin, y upwards."""
    width = x1 - x0
    return (x0 / width, y0 / width, y1 / width) if width > _LEAST_WIDTH else None
