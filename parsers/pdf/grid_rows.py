"""Parts the rows of a ruled table that no line parts: columns are drawn, and lines stand around its head alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter

from parsers.pdf.columns import em_of, lines_within
from parsers.pdf.content import Glyph
from parsers.pdf.grid import Grid
from parsers.pdf.lines import TextLine, text_lines
from parsers.pdf.open_rows import parted
from parsers.pdf.row_costs import AMOUNT, WHOLE
from parsers.thai_text import compose
from schemas.document import Box

_LEAST_ROWS = 2
_ONE_LINE = 1.25  # of the letters' height: a lower row has no room for two lines
_LONGEST_AMOUNT = 48  # letters of a number with its unit
_BY_PLACE = attrgetter("x0")


def with_rows(grid: Grid, glyphs: Sequence[Glyph]) -> Grid:
    """The grid, with an edge between rows of words that are two beyond doubt: numbers stand below numbers.

    Where lines part most rows, what stands between two is one: its numbers are too long for their columns.
    """
    found = list(_blocks(grid))
    tops = [block[0].top for block in found]
    tallest = max((max(cell.bottom for cell in block) - block[0].top for block in found), default=0.0)
    if not glyphs or tallest < _ONE_LINE * glyphs[0].size:
        return grid
    heights: dict[int, list[float]] = {}  # of digits, by block: most rows have them at one
    for baseline in {glyph.baseline for glyph in glyphs if glyph.text.isdigit()}:
        heights.setdefault(bisect_right(tops, baseline) - 1, []).append(baseline)
    looked_at = {level for levels in heights.values() if len(levels) >= _LEAST_ROWS for level in levels}
    if not looked_at:
        return grid
    inside: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if glyph.baseline in looked_at:
            inside.setdefault(bisect_right(tops, glyph.baseline) - 1, []).append(glyph)
    stacked = {number for number, words in inside.items() if number >= 0 and _have_stacks(found[number], words)}
    blocks = [(block, _cuts(grid, block, glyphs) if number in stacked else []) for number, block in enumerate(found)]
    if not any(cuts for _, cuts in blocks):
        return grid
    cells: list[Box] = []
    for block, cuts in blocks:
        for cell in block:
            levels = [cell.top, *(cut for cut in cuts if cell.top < cut < cell.bottom), cell.bottom]
            cells.extend(replace(cell, top=top, bottom=bottom) for top, bottom in pairwise(levels))
    rows = sorted({*grid.rows, *(cut for _, cuts in blocks for cut in cuts)})
    return Grid(tuple(sorted(cells, key=lambda cell: (cell.top, cell.x0))), grid.columns, tuple(rows))


def _blocks(grid: Grid) -> Iterator[list[Box]]:
    """Cells that lie between two heights which no cell crosses: mostly a row."""
    block: list[Box] = []
    bottom = 0.0
    for cell in grid.cells:  # by their tops
        if block and cell.top >= bottom:
            yield block
            block = []
        bottom = max(bottom, cell.bottom) if block else cell.bottom
        block.append(cell)
    yield block


def _cuts(grid: Grid, block: Sequence[Box], glyphs: Sequence[Glyph]) -> list[float]:
    """The heights between a block's rows, where cells that no line parts hold several: numbers stand at several heights."""
    top, bottom = block[0].top, max(cell.bottom for cell in block)
    lines = text_lines([glyph for glyph in glyphs if top <= glyph.baseline < bottom])
    em = em_of(lines)
    parts = parted(lines, grid.columns, em)
    if len(parts) < _LEAST_ROWS or not _have_numbers(parts, grid.columns):
        return []
    groups = list(_undrawn(block))
    whole = any(len(group) == len(block) for group in groups)  # no line parts any of its cells
    if not whole and not any(len(_parted(group, lines, em)) > 1 for group in groups):
        return []
    drawn = [row for row in grid.rows if top < row < bottom]
    return [_between(above, below, drawn) for above, below in pairwise(parts)]


def _have_stacks(block: Sequence[Box], glyphs: Iterable[Glyph]) -> bool:
    """Whether lines of one cell are amounts, and nothing else, at several heights: most rows need no closer look."""
    lefts = sorted({cell.x0 for cell in block})
    tops = {left: sorted(cell.top for cell in block if cell.x0 == left) for left in lefts}
    lines: dict[tuple[float, int, float], list[Glyph]] = {}  # by column, cell and height
    numbers: set[tuple[float, int, float]] = set()
    for glyph in glyphs:
        left = lefts[max(bisect_right(lefts, glyph.x0) - 1, 0)]
        at = left, bisect_right(tops[left], glyph.baseline), glyph.baseline
        lines.setdefault(at, []).append(glyph)
        if glyph.text.isdigit():
            numbers.add(at)
    amounts: Counter[tuple[float, int]] = Counter()
    for at in numbers:
        (left, cell, _), line = at, lines[at]
        if len(line) <= _LONGEST_AMOUNT:
            words = compose("".join(glyph.text for glyph in sorted(line, key=_BY_PLACE)).strip())
            is_amount = (AMOUNT if left > lefts[0] else WHOLE).fullmatch(words) is not None
            amounts[left, cell] += is_amount and not words.startswith("(")  # what is in brackets goes with the number above it
    return any(count >= _LEAST_ROWS for count in amounts.values())


def _undrawn(block: Sequence[Box]) -> Iterator[list[Box]]:
    """Cells of a block side by side, with the same top and bottom."""
    groups: dict[tuple[float, float], list[Box]] = {}
    for cell in block:
        groups.setdefault((cell.top, cell.bottom), []).append(cell)
    yield from (group for group in groups.values() if len(group) > 1)


def _parted(group: Sequence[Box], lines: Sequence[TextLine], em: float) -> list[list[TextLine]]:
    edges = sorted({side for cell in group for side in (cell.x0, cell.x1)})
    inside = [line for line in lines if group[0].top <= line.baseline < group[0].bottom]
    inside = lines_within(inside, edges[0], edges[-1])
    return parted(inside, edges, em) if len(inside) > 1 else []


def _have_numbers(parts: Sequence[Sequence[TextLine]], edges: Sequence[float]) -> bool:
    """Whether two rows have numbers in one column: a numbered line of a label is no row."""
    for index, (left, right) in enumerate(pairwise(edges)):
        pattern = AMOUNT if index else WHOLE
        rows = (lines_within(part, left, right) for part in parts)
        whole = (any(pattern.fullmatch(line.text) and not line.text.startswith("(") for line in row) for row in rows)
        if sum(whole) > 1:
            return True
    return False


def _between(above: Sequence[TextLine], below: Sequence[TextLine], drawn: Sequence[float]) -> float:
    """The height between two rows: that of the line drawn under some of their columns, else half-way."""
    low, high = max(line.baseline for line in above), min(line.baseline for line in below)
    return next((row for row in drawn if low <= row <= high), (low + min(line.box.top for line in below)) / 2)
