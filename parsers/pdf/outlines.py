"""Pictures of a font's glyphs: what a glyph without a letter, or with a wrong one, is drawn as.

A font has shifted, narrow and small forms of its marks, and no table that says of which. Drawn as large
as each other they are one picture; other marks are not.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

Point = tuple[float, float]
Sides = tuple[float, float, float, float]  # left, lower, right and upper

_SIDE = 20  # squares of a picture's side: the loops of ้ and ๊ are five of them wide
_SLIMMER = 0.25  # of a picture's squares: what a proportion that is twice as slim counts for
_REDRAWN = 0.05  # of them: what an outline of another number of points counts for; a narrow form is a moved one
_HEADER = 10  # bytes of a glyph in front of its outline
_MOST_POINTS = 2_000  # of a glyph; a Thai letter has fifty
_MOST_DEPTH = 5  # parts inside parts
_MOST_PARTS = 32  # of one glyph, those inside parts too
_ON_CURVE, _SHORT_X, _SHORT_Y, _REPEAT, _SAME_X, _SAME_Y = 1, 2, 4, 8, 16, 32
_WORDS, _OFFSETS, _SCALED, _MORE, _SCALED_TWICE, _TURNED = 1, 2, 8, 32, 64, 128  # of a part


@dataclass(frozen=True, slots=True)
class Picture:
    """A glyph drawn into a square, bits from its lower left corner, and its box in the font's units."""

    bits: int
    box: Sides
    corners: int  # of how many points its outline is

    @property
    def proportion(self) -> float:
        """Height by width."""
        left, low, right, high = self.box
        return (high - low) / max(right - left, 1.0)


def difference(one: Picture, other: Picture) -> float:
    """The share of two pictures' squares that differ, and by how much one is the slimmer."""
    slimmer = max(one.proportion, other.proportion) / max(min(one.proportion, other.proportion), 0.01)
    redrawn = _REDRAWN * (one.corners != other.corners)
    return (one.bits ^ other.bits).bit_count() / _SIDE**2 + (slimmer - 1) * _SLIMMER + redrawn


def pictures(tables: Mapping[bytes, bytes], number: int) -> list[Picture]:
    """The pictures of what a TrueType font's glyph draws one above the other, from the lowest; all of it where it is one.

    Empty where nothing is drawn, or the font is damaged.
    """
    try:
        contours = list(_contours(tables, number, 0, [_MOST_PARTS]))
    except (KeyError, struct.error, IndexError):
        return []
    if not contours or sum(map(len, contours)) > _MOST_POINTS:
        return []
    layers: list[list[list[Point]]] = []
    top = 0.0
    for contour in sorted(contours, key=_lowest):
        if layers and _lowest(contour) <= top:
            layers[-1].append(contour)
        else:
            layers.append([contour])
        top = max(top, _highest(contour)) if len(layers[-1]) > 1 else _highest(contour)
    drawn = [_drawn(layer) for layer in layers]
    return [each for each in drawn if each is not None]


def _lowest(contour: Sequence[Point]) -> float:
    return min(y for _, y in contour)


def _highest(contour: Sequence[Point]) -> float:
    return max(y for _, y in contour)


def box_of(tables: Mapping[bytes, bytes], number: int) -> Sides | None:
    """The box of a glyph in the font's units; `None` where nothing is drawn, or the font is damaged."""
    try:
        data = _glyph(tables, number)
        return struct.unpack_from(">4h", data, 2) if data else None
    except (KeyError, struct.error):
        return None


def boxes(tables: Mapping[bytes, bytes], count: int) -> Iterator[tuple[int, Sides]]:
    """The numbers and boxes of a font's glyphs that draw something; none where the font is damaged."""
    glyphs, places = tables[b"glyf"], tables[b"loca"]
    wide = _is_wide(tables)
    if len(places) < (count + 1) * (4 if wide else 2):
        return
    starts = struct.unpack_from(f">{count + 1}{'I' if wide else 'H'}", places)
    step = 1 if wide else 2
    for number, (start, end) in enumerate(pairwise(starts)):
        if end - start >= _HEADER / step and end * step <= len(glyphs):
            yield number, struct.unpack_from(">4h", glyphs, start * step + 2)


def glyph_count(tables: Mapping[bytes, bytes]) -> int:
    """How many glyphs a font has place for. Raises `KeyError` and `struct.error`."""
    return len(tables[b"loca"]) // (4 if _is_wide(tables) else 2) - 1


def _is_wide(tables: Mapping[bytes, bytes]) -> bool:
    return bool(struct.unpack_from(">h", tables[b"head"], 50)[0] == 1)


def _glyph(tables: Mapping[bytes, bytes], number: int) -> bytes:
    """A glyph's data; none where nothing is drawn. Raises `KeyError` and `struct.error`."""
    glyphs, places = tables[b"glyf"], tables[b"loca"]
    if _is_wide(tables):
        start, end = struct.unpack_from(">II", places, number * 4)
    else:
        start, end = (2 * place for place in struct.unpack_from(">HH", places, number * 2))
    return glyphs[start:end] if end - start >= _HEADER and end <= len(glyphs) else b""


def _drawn(contours: Sequence[Sequence[Point]]) -> Picture | None:
    points = [point for contour in contours for point in contour]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    if right <= left or high <= low:
        return None
    bits = 0
    for row, crossings in enumerate(_crossings(contours, low, (high - low) / _SIDE)):
        winding, begins = 0, 0  # whether the outline is open, and the first square behind where it opened
        for x, step in sorted(crossings):
            square = min(ceil((x - left) / (right - left) * _SIDE - 0.5), _SIDE)
            if winding:
                bits |= ((1 << (square - begins)) - 1) << (row * _SIDE + begins)
            winding, begins = winding + step, square
    return Picture(bits, (left, low, right, high), len(points))


def _crossings(contours: Sequence[Sequence[Point]], low: float, height: float) -> list[list[tuple[float, int]]]:
    """By row of a picture, where its middle meets the outline, and whether the outline goes up or down there."""
    rows: list[list[tuple[float, int]]] = [[] for _ in range(_SIDE)]
    for contour in contours:
        for (x0, y0), (x1, y1) in pairwise([*contour, contour[0]]):
            if y0 != y1:
                step = 1 if y1 > y0 else -1
                first, last = ceil((min(y0, y1) - low) / height - 0.5), ceil((max(y0, y1) - low) / height - 0.5)
                for row in range(first, last):
                    y = low + (row + 0.5) * height
                    rows[row].append((x0 + (y - y0) * (x1 - x0) / (y1 - y0), step))
    return rows


def _contours(tables: Mapping[bytes, bytes], number: int, depth: int, budget: list[int]) -> Iterator[list[Point]]:
    """The outline of a glyph as closed lines of points."""
    data = _glyph(tables, number)
    budget[0] -= 1
    if not data or depth > _MOST_DEPTH or budget[0] < 0:
        return
    count = struct.unpack_from(">h", data)[0]
    if count >= 0:
        yield from _simple(data, count)
        return
    for part, (a, b, c, d, e, f) in _parts(data):
        for contour in _contours(tables, part, depth + 1, budget):
            yield [(a * x + c * y + e, b * x + d * y + f) for x, y in contour]


def _simple(data: bytes, count: int) -> Iterator[list[Point]]:
    ends = struct.unpack_from(f">{count}H", data, 10)
    total = ends[-1] + 1 if ends else 0
    if total > _MOST_POINTS:
        return
    at = 10 + 2 * count
    at += 2 + struct.unpack_from(">H", data, at)[0]  # its instructions
    flags: list[int] = []
    while len(flags) < total:
        flag = data[at]
        repeats = data[at + 1] if flag & _REPEAT else 0
        at += 2 if flag & _REPEAT else 1
        flags += [flag] * (repeats + 1)
    xs, at = _coordinates(data, at, flags, _SHORT_X, _SAME_X)
    ys, _ = _coordinates(data, at, flags, _SHORT_Y, _SAME_Y)
    first = 0
    for last in ends:
        points = [(xs[n], ys[n], flags[n] & _ON_CURVE) for n in range(first, last + 1)]
        first = last + 1
        if len(points) > 1:
            yield list(_flattened(points))


def _coordinates(data: bytes, at: int, flags: Sequence[int], short: int, same: int) -> tuple[list[int], int]:
    value, values = 0, []
    for flag in flags:
        if flag & short:
            value += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", data, at)[0]
            at += 2
        values.append(value)
    return values, at


def _flattened(points: Sequence[tuple[float, float, int]]) -> Iterator[Point]:
    """A contour's points, each curve by three of its own."""
    x0, y0, on0 = points[-1]
    for index, (x, y, on) in enumerate(points):
        if on:
            yield x, y
        else:
            x2, y2, on2 = points[(index + 1) % len(points)]
            start = (x0, y0) if on0 else ((x0 + x) / 2, (y0 + y) / 2)
            end = (x2, y2) if on2 else ((x + x2) / 2, (y + y2) / 2)
            yield start
            for t in (0.25, 0.5, 0.75):
                yield (
                    (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * x + t * t * end[0],
                    (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * y + t * t * end[1],
                )
            yield end
        x0, y0, on0 = x, y, on


def _parts(data: bytes) -> Iterator[tuple[int, tuple[float, float, float, float, float, float]]]:
    """The glyphs that a glyph is made of, each with how it is moved and scaled."""
    at, more = 10, True
    while more and at < len(data):
        flags, number = struct.unpack_from(">HH", data, at)
        at += 4
        form = (">hh" if flags & _WORDS else ">bb") if flags & _OFFSETS else (">HH" if flags & _WORDS else ">BB")
        e, f = struct.unpack_from(form, data, at)
        at += struct.calcsize(form)
        if not flags & _OFFSETS:
            e, f = 0, 0  # points that are laid upon each other: no Thai font does so
        a, b, c, d = 1.0, 0.0, 0.0, 1.0
        if flags & _SCALED:
            a = d = struct.unpack_from(">h", data, at)[0] / 16384
            at += 2
        elif flags & _SCALED_TWICE:
            a, d = (scale / 16384 for scale in struct.unpack_from(">2h", data, at))
            at += 4
        elif flags & _TURNED:
            a, b, c, d = (scale / 16384 for scale in struct.unpack_from(">4h", data, at))
            at += 8
        yield number, (a, b, c, d, e, f)
        more = bool(flags & _MORE)
