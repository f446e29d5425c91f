"""Gives each cell of a grid its glyphs, and keeps a word whole that is too long for its cell."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

from parsers.pdf.content import Glyph
from parsers.pdf.grid import Grid
from parsers.pdf.heap import RAISED
from parsers.pdf.run_in import BEGINS_NUMBER, ENDS_NUMBER, OF_NUMBERS
from schemas.document import Box

_TOUCHES = 0.4  # points between two glyphs of one word
_OVERLAPS = 1.2  # points that glyphs of one word may lie over each other
_OPENING = "(["


def glyphs_of_cells(grid: Grid, glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each cell: where its middle lies, or, of a number too long for its cell, whose side it keeps to."""
    words: list[list[Glyph]] = [[] for _ in grid.cells]
    by_top, tops = by_height(grid)
    word: list[Glyph] = []  # one word, or all words so far of one cell
    first = last = home = -1  # the cells in which it begins and ends, and that of the glyph
    left = right = top = bottom = math.nan  # of that cell
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) * 0.5, glyph.baseline - glyph.size * RAISED  # its middle, without a call for each
        if not (left < x < right and top < y < bottom):  # mostly it is in the last glyph's cell
            home = cell_at(grid, by_top, tops, x, y)
            cell = grid.cells[home] if home >= 0 else None
            left, right, top, bottom = (cell.x0, cell.x1, cell.top, cell.bottom) if cell is not None else (math.nan,) * 4
        if word and home == first == last:
            word.append(glyph)
        elif word and _goes_on(word[-1], glyph, grid.cells[last], same=home == last) and (home == last or _is_one(word, glyph)):
            if first == last:
                start = _word_start(word, grid.cells[last])
                words[first].extend(word[:start])
                word = word[start:]
            word.append(glyph)
            last = home if home >= 0 else last
        else:
            if word:
                words[_cell_of(grid, word, first, last)].extend(word)
            word, first, last = ([glyph] if home >= 0 else []), home, home
    if word:
        words[_cell_of(grid, word, first, last)].extend(word)
    return words


def _word_start(words: Sequence[Glyph], cell: Box) -> int:
    """Where the last word begins among the glyphs of one cell."""
    start = len(words) - 1
    while start and _goes_on(words[start - 1], words[start], cell, same=True) and _is_one(words[:start], words[start]):
        start -= 1
    return start


def by_height(grid: Grid) -> tuple[list[int], list[float]]:
    """The numbers of the cells from top to bottom, and where each begins."""
    by_top = sorted(range(len(grid.cells)), key=lambda index: grid.cells[index].top)
    return by_top, [grid.cells[index].top for index in by_top]


def cell_at(grid: Grid, by_top: Sequence[int], tops: Sequence[float], x: float, y: float) -> int:
    """The number of the cell in which a glyph's middle lies, -1 where it lies in none."""
    for position in range(bisect_right(tops, y) - 1, -1, -1):
        cell = grid.cells[by_top[position]]
        if cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom:
            return by_top[position]
    return -1


def _cell_of(grid: Grid, word: Sequence[Glyph], first: int, last: int) -> int:
    """The cell of a word that lies in several: the first, or the last if its words keep to the right."""
    if first == last:
        return first
    left, right = grid.cells[first], grid.cells[last]
    return first if word[0].x0 - left.x0 <= right.x1 - word[-1].x1 else last


def _goes_on(last: Glyph, glyph: Glyph, cell: Box, *, same: bool) -> bool:
    """Whether a glyph is more of the word in front of it: it touches, and no edge stands between them."""
    if glyph.baseline != last.baseline or glyph.text in _OPENING or glyph.text.isspace() or last.text.isspace():
        return False
    if not -_OVERLAPS <= glyph.x0 - last.x1 <= _TOUCHES:
        return False
    if same or last.x1 > cell.x1 + _TOUCHES or glyph.x0 < cell.x1 - _TOUCHES:
        return True
    return glyph.run == last.run >= 0 and last.text in OF_NUMBERS and glyph.text in OF_NUMBERS  # a number drawn in one go


def _is_one(word: Sequence[Glyph], glyph: Glyph) -> bool:
    """Whether a glyph behind an edge is more of the word in front of it, and not a number of its own that touches it."""
    last = word[-1]
    if glyph.run == last.run or last.text not in ENDS_NUMBER or glyph.text not in BEGINS_NUMBER:
        return True
    return len(word) < 2 or word[-2].run != last.run  # each digit has a run of its own
