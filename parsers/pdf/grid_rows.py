"""Parts the rows of a ruled table that no line parts: columns are drawn, and lines stand around its head alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter

from parsers.pdf.columns import lines_within
from parsers.pdf.content import Glyph
from parsers.pdf.grid import Grid
from parsers.pdf.lines import TextLine, text_lines
from parsers.pdf.open_rows import parted
from parsers.pdf.row_costs import AMOUNT
from parsers.pdf.run_in import WHOLE
from parsers.pdf.stretches import em_of
from parsers.thai_text import compose
from schemas.document import Box

_LEAST_ROWS = 2
_LONGEST_AMOUNT = 48  # letters of a number with its unit
_BY_PLACE = attrgetter("x0")


def with_rows(grid: Grid, words: Sequence[Sequence[Glyph]]) -> Grid:
    """The grid, with an edge between rows of words that are two beyond doubt: numbers stand below numbers.

    `words` are the glyphs of each cell. Where lines part most rows, what stands between two is one: its numbers are
    too long for their columns.
    """
    stacked = {
        id(cell) for cell, inside in zip(grid.cells, words, strict=True) if _is_stack(inside, in_label=cell.x0 == grid.columns[0])
    }
    if not stacked:
        return grid
    glyphs = [glyph for inside in words for glyph in inside]
    blocks = [
        (block, _cuts(grid, block, glyphs) if any(id(cell) in stacked for cell in block) else []) for block in _blocks(grid)
    ]
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


def _is_stack(words: Sequence[Glyph], *, in_label: bool) -> bool:
    """Whether lines of one cell are amounts, and nothing else, at several heights: most rows need no closer look."""
    levels = {glyph.baseline for glyph in words if glyph.text.isdigit()}
    if len(levels) < _LEAST_ROWS:
        return False
    lines: dict[float, list[Glyph]] = {}
    for glyph in words:
        if glyph.baseline in levels:
            lines.setdefault(glyph.baseline, []).append(glyph)
    amounts = 0
    for line in lines.values():
        if len(line) <= _LONGEST_AMOUNT:
            text = compose("".join(glyph.text for glyph in sorted(line, key=_BY_PLACE)).strip())
            # What is in brackets goes with the number above it.
            amounts += (WHOLE if in_label else AMOUNT).fullmatch(text) is not None and not text.startswith("(")
    return amounts >= _LEAST_ROWS


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
