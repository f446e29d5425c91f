"""Cuts the ink of a page into chunks: the words of one line that stand near each other, each to be read alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image
from scipy import ndimage

from parsers.pdf.ocr.picture import Mask, Picture, Pixels
from schemas.document import Box

_MOST_SPECKS, _MOST_PIECES = 400_000, 15_000  # of ink on a page, and without dirt; a page of small type has 9,000
_LEAST_LETTER, _HIGHEST_LETTER = 2.5, 40.0  # points
_LETTERS_HEIGHT = 65  # the percentile of the heights of pieces: below it are marks, above it tall letters and clumps
_BASE = 0.6  # of the letters' height: lower pieces are marks, points and dashes
_SPECK = 0.1  # of the letters' height: smaller in both directions is dirt
_NEAR = 1.15  # of the letters' height between words of a chunk; columns of a table stand wider apart
_SHARED = 0.5  # of the lower piece's height that two pieces of one line share
_MARK, _ABOVE = 1.1, 0.35  # of the letters' height: marks that touch are as high; how far they stand from the letters
_MOST_MARKS = 3  # pieces of a group that are marks of a heading's letters, not a line of small print
_ONE_LINE = 0.4  # of the letters' height between the baselines of one line
_REACH = 1.0  # of the letters' height from a mark to the letters that it belongs to
_WHITE = 255
_HALO = 2  # pixels around the ink that belong to it: the grey of its edges
_MARGIN = 12  # pixels of white around a chunk

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words that stand together: their box, and the top and bottom of their letters without marks, in pixels."""

    x0: int
    top: int
    x1: int
    bottom: int
    ceiling: int
    baseline: int
    pieces: tuple[int, ...]


@dataclass(slots=True)
class _Pieces:
    """Connected stretches of ink by number, as columns of their boxes in pixels."""

    labels: npt.NDArray[np.int32]
    x0: Numbers
    top: Numbers
    x1: Numbers
    bottom: Numbers

    @property
    def height(self) -> Numbers:
        return self.bottom - self.top

    @property
    def width(self) -> Numbers:
        return self.x1 - self.x0


@dataclass(slots=True)
class Segments:
    """The chunks of a page, and the ink that each of them is made of."""

    chunks: list[Chunk]
    labels: npt.NDArray[np.int32]
    edges: Numbers  # of each piece: left, top, right, bottom
    picture: Picture

    def boxes(self, chunk: Chunk) -> list[list[int]]:
        """The number, left, top, right and bottom of each piece of a chunk."""
        return [[piece, *self.edges[:, piece - 1].tolist()] for piece in chunk.pieces]

    def ink(self, pieces: Sequence[int]) -> npt.NDArray[np.float32]:
        """How dark pieces are, 0 to 1, cut to their box; what else stands in it is paper."""
        left, top, right, bottom = self.edges[:, np.array(pieces) - 1]
        window = np.s_[top.min() : bottom.max(), left.min() : right.max()]
        own = ndimage.binary_dilation(np.isin(self.labels[window], pieces))
        dark: npt.NDArray[np.float32] = np.where(own, 1 - self.picture.pixels[window] / _WHITE, 0).astype(np.float32)
        return dark

    def part(self, chunk: Chunk, pieces: Sequence[int]) -> Chunk:
        """A stretch of a chunk, with the height and line of the whole."""
        x0, top, x1, bottom = self.edges[:, np.array(pieces) - 1]
        return Chunk(
            int(x0.min()), int(top.min()), int(x1.max()), int(bottom.max()), chunk.ceiling, chunk.baseline, tuple(pieces)
        )

    def image(self, chunk: Chunk) -> Image.Image:
        """A chunk alone on white."""
        top, left = max(chunk.top - _HALO, 0), max(chunk.x0 - _HALO, 0)
        window = np.s_[top : chunk.bottom + _HALO, left : chunk.x1 + _HALO]
        own = ndimage.binary_dilation(np.isin(self.labels[window], chunk.pieces), iterations=_HALO)
        pixels: Pixels = np.where(own, self.picture.pixels[window], _WHITE).astype(np.uint8)
        return Image.fromarray(np.pad(pixels, _MARGIN, constant_values=_WHITE))


def segments(picture: Picture, dark: Mask, rules: Sequence[Box]) -> Segments:
    """The chunks of a page without its lines; `rules` (points) part what stands on both sides of them."""
    found = _pieces(dark)
    if found is None:
        return _nothing(picture)
    letters = _letters_height(found, picture.scale)
    base = np.flatnonzero((found.height >= _BASE * letters) & (found.height <= _HIGHEST_LETTER * picture.scale))
    small = np.flatnonzero((found.height < _BASE * letters) & (np.maximum(found.height, found.width) >= _SPECK * letters))
    if base.size + small.size > _MOST_PIECES:
        return _nothing(picture)
    walls = _Walls(rules, picture.scale)
    groups = _grouped(found, base, letters, walls)
    groups, marks = _without_marks(found, groups)
    small = np.concatenate([small, np.array(marks, dtype=np.int64)])
    _attach(found, small, groups, letters, walls)
    groups = _rejoined(found, groups, letters, walls)
    chunks = [_chunk(found, group, letters) for group in groups]
    edges = np.array([found.x0, found.top, found.x1, found.bottom])
    return Segments(_in_order(chunks, letters), found.labels, edges, picture)


def _in_order(chunks: Sequence[Chunk], letters: float) -> list[Chunk]:
    """Line by line, from left to right."""
    lines: list[list[Chunk]] = []
    for chunk in sorted(chunks, key=lambda chunk: chunk.baseline):
        if lines and chunk.baseline - lines[-1][0].baseline <= _ONE_LINE * letters:
            lines[-1].append(chunk)
        else:
            lines.append([chunk])
    return [chunk for line in lines for chunk in sorted(line, key=lambda chunk: chunk.x0)]


def _nothing(picture: Picture) -> Segments:
    """No words: the page is a photograph."""
    return Segments([], np.zeros((1, 1), dtype=np.int32), np.zeros((4, 0), dtype=np.int64), picture)


def _pieces(dark: Mask) -> _Pieces | None:
    labels, count = ndimage.label(dark, structure=np.ones((3, 3)))
    if not 0 < count <= _MOST_SPECKS:
        return None
    slices = ndimage.find_objects(labels)
    edges = np.array([(c.start, r.start, c.stop, r.stop) for r, c in slices], dtype=np.int64).T
    return _Pieces(labels, *edges)


def _letters_height(pieces: _Pieces, scale: float) -> float:
    """The height of ordinary letters in pixels."""
    heights = pieces.height
    letters = heights[(heights >= _LEAST_LETTER * scale) & (heights <= _HIGHEST_LETTER * scale)]
    return float(np.percentile(letters, _LETTERS_HEIGHT)) if letters.size else _LEAST_LETTER * scale


class _Walls:
    """Ruling lines, over which no chunk goes."""

    def __init__(self, rules: Sequence[Box], scale: float) -> None:
        down = [r for r in rules if r.bottom - r.top > r.x1 - r.x0]
        across = [r for r in rules if r.bottom - r.top <= r.x1 - r.x0]
        self._down = np.array([(r.x0, r.top, r.bottom) for r in down]).reshape(-1, 3) * scale
        self._across = np.array([(r.top, r.x0, r.x1) for r in across]).reshape(-1, 3) * scale

    def between(self, x0: float, x1: float, y: float) -> bool:
        """Whether a line down stands between two places at height y."""
        at, start, end = self._down.T
        return bool(np.any((at > x0) & (at < x1) & (start <= y) & (end >= y)))

    def above(self, top: float, bottom: float, x: float) -> bool:
        """Whether a line across stands between two heights at x."""
        at, start, end = self._across.T
        return bool(np.any((at > top) & (at < bottom) & (start <= x) & (end >= x)))


@dataclass(frozen=True, slots=True)
class _Boxes:
    """Boxes to be linked to lines, as columns of edges in pixels."""

    x0: Numbers
    top: Numbers
    x1: Numbers
    bottom: Numbers

    @classmethod
    def of(cls, pieces: _Pieces, numbers: Numbers) -> _Boxes:
        return cls(pieces.x0[numbers], pieces.top[numbers], pieces.x1[numbers], pieces.bottom[numbers])


def _linked(boxes: _Boxes, letters: float, walls: _Walls) -> list[list[int]]:
    """The positions of boxes in groups: each with the next ones to its right that stand on its line."""
    x0, top, x1, bottom = boxes.x0, boxes.top, boxes.x1, boxes.bottom
    height = bottom - top
    parents = list(range(len(x0)))
    for index in range(len(x0)):
        near = _NEAR * max(letters, float(min(height[index], 3 * letters)))
        shared = np.minimum(bottom, bottom[index]) - np.maximum(top, top[index])
        beside = (x0 >= x0[index]) & (x0 - x1[index] <= near) & (shared >= _SHARED * np.minimum(height, height[index]))
        for other in np.flatnonzero(beside).tolist():
            if other != index and not walls.between(x0[index], x1[other], (top[index] + bottom[index]) / 2):
                parents[_root(parents, other)] = _root(parents, index)
    groups: dict[int, list[int]] = {}
    for index in range(len(x0)):
        groups.setdefault(_root(parents, index), []).append(index)
    return list(groups.values())


def _grouped(pieces: _Pieces, numbers: Numbers, letters: float, walls: _Walls) -> list[list[int]]:
    return [[int(numbers[index]) for index in group] for group in _linked(_Boxes.of(pieces, numbers), letters, walls)]


def _rejoined(pieces: _Pieces, groups: list[list[int]], letters: float, walls: _Walls) -> list[list[int]]:
    """Groups that stand near each other now that small pieces have joined them: ะ and : are two of these each."""
    bands = np.array([_band(pieces, group) for group in groups]).reshape(-1, 4).T
    linked = _linked(_Boxes(*bands.astype(np.int64)), letters, walls)
    return [[piece for index in group for piece in groups[index]] for group in linked]


def _root(parents: list[int], index: int) -> int:
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


def _attach(pieces: _Pieces, small: Numbers, groups: list[list[int]], letters: float, walls: _Walls) -> None:
    """Marks, points and dashes to the letters nearest to them; what is near none is a chunk of its own."""
    boxes = np.array([_band(pieces, group) for group in groups], dtype=np.float64).reshape(-1, 4)
    left, ceiling, right, floor = boxes.T
    alone: list[int] = []
    joined: list[list[int]] = [[] for _ in groups]
    size = np.maximum(floor - ceiling, letters)
    for piece in small.tolist():
        x, y = (pieces.x0[piece] + pieces.x1[piece]) / 2, (pieces.top[piece] + pieces.bottom[piece]) / 2
        aside = np.maximum(np.maximum(left - pieces.x1[piece], pieces.x0[piece] - right), 0)
        away = np.maximum(np.maximum(ceiling - pieces.bottom[piece], pieces.top[piece] - floor), 0)
        order = np.argsort(aside + 2 * away)[:3] if len(groups) else ()
        home = next(
            (
                int(group)
                for group in order
                if aside[group] <= _NEAR * size[group]
                and away[group] <= _REACH * size[group]
                and not walls.between(min(x, right[group]), max(x, left[group]), y)
                and not walls.above(min(y, floor[group]), max(y, ceiling[group]), x)
            ),
            None,
        )
        if home is None:
            alone.append(piece)
        else:
            joined[home].append(piece)
    for group, more in zip(groups, joined, strict=True):
        group.extend(more)
    if alone:
        numbers = np.array(alone, dtype=np.int64)
        groups.extend(_grouped(pieces, numbers, letters, walls))


def _without_marks(pieces: _Pieces, groups: list[list[int]]) -> tuple[list[list[int]], list[int]]:
    """Groups of letters, and the marks among them: those of a heading are as high as the letters of running text."""
    left, ceiling, right, floor = np.array([_band(pieces, group) for group in groups]).reshape(-1, 4).T
    size = floor - ceiling
    letters: list[list[int]] = []
    marks: list[int] = []
    for index, group in enumerate(groups):
        middle = (left[index] + right[index]) / 2
        away = np.maximum(ceiling - floor[index], ceiling[index] - floor)
        over = (left <= middle) & (middle <= right) & (away <= _ABOVE * size) & (size[index] <= _MARK * size)
        if len(group) <= _MOST_MARKS and over.any():
            marks.extend(group)
        else:
            letters.append(group)
    return letters, marks


def _band(pieces: _Pieces, group: Sequence[int]) -> tuple[float, float, float, float]:
    """The left, ceiling, right and floor of letters."""
    return (
        float(pieces.x0[group].min()),
        float(np.median(pieces.top[group])),
        float(pieces.x1[group].max()),
        float(np.median(pieces.bottom[group])),
    )


def _chunk(pieces: _Pieces, group: Sequence[int], letters: float) -> Chunk:
    numbers = np.array(group)
    edges = (pieces.x0[numbers].min(), pieces.top[numbers].min(), pieces.x1[numbers].max(), pieces.bottom[numbers].max())
    high = numbers[pieces.height[numbers] >= _BASE * letters]
    if high.size:
        band = float(np.median(pieces.top[high])), float(np.median(pieces.bottom[high]))
    else:  # a dash alone stands in the middle of its line
        middle = (edges[1] + edges[3]) / 2
        band = middle - letters / 2, middle + letters / 2
    left, top, right, bottom, ceiling, baseline = (int(edge) for edge in (*edges, *band))
    return Chunk(left, top, right, bottom, ceiling, baseline, tuple(int(number) + 1 for number in group))
