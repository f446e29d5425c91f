"""Turns the rows of a table of horizontal lines into cells, with the spans that lines and words show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from parsers.pdf.bands import SAME_LEVEL, Band, middle_of
from parsers.pdf.columns import OpenRow, lines_within, row_cells
from parsers.pdf.grid import Rule
from schemas.document import Cell, Place

_COVERED = 0.6  # of a column's width: a line that runs under so much of it cuts it


def band_cells(band: Band, edges: Sequence[float], page: int) -> list[Cell]:
    """The cells of a band in the given columns, with the spans that lines and words show."""
    cells: list[Cell] = []
    row_no = 1
    for row in band.rows:
        levels = [rule for rule in band.partial if row.top + SAME_LEVEL < rule.at < row.bottom - SAME_LEVEL]
        if not levels:
            cells.extend(row_cells(row, row_no, edges, page))
            row_no += 1
            continue
        cells.extend(_cut_row(row, row_no, levels, edges, page))
        row_no += len({round(rule.at) for rule in levels}) + 1
    return cells


def _cut_row(row: OpenRow, row_no: int, rules: Sequence[Rule], edges: Sequence[float], page: int) -> Iterator[Cell]:
    """The cells of a row in which some columns only are cut by a line: a header of two rows."""
    heights = [row.top, *sorted({round(rule.at) for rule in rules}), row.bottom]
    stretches = [_cuts(heights, rules, left, right) for left, right in pairwise(edges)]
    column = 0
    while column < len(stretches):
        end = column + 1
        while end < len(stretches) and stretches[end] == stretches[column]:
            end += 1
        for first, last in pairwise(stretches[column]):
            top, bottom = heights[first], heights[last]
            inside = [line for line in lines_within(row.lines, edges[column], edges[end]) if top <= middle_of(line) <= bottom]
            part = OpenRow(inside, top, bottom)
            cells = row_cells(part, row_no + first, edges[column : end + 1], page)
            yield from _placed(cells, column, last - first, is_head=last < len(heights) - 1)
        column = end


def _cuts(heights: Sequence[float], rules: Sequence[Rule], left: float, right: float) -> list[int]:
    """Which of the heights cut the column between `left` and `right`."""
    cuts = [0]
    for number, height in enumerate(heights[1:-1], start=1):
        over = (rule for rule in rules if round(rule.at) == height)
        if any(min(rule.end, right) - max(rule.start, left) >= _COVERED * (right - left) for rule in over):
            cuts.append(number)
    return [*cuts, len(heights) - 1]


def _placed(cells: list[Cell], column: int, row_span: int, *, is_head: bool) -> Iterator[Cell]:
    """Cells moved to their columns; one alone with words above a line is as wide as that line."""
    filled = [cell for cell in cells if cell.text]
    if is_head and len(filled) == 1 and len(cells) > 1:
        boxes = [cell.place.box for cell in cells if cell.place.box is not None]
        box = boxes[0].union(boxes[-1])
        cells = [
            Cell(
                filled[0].row_no,
                1,
                filled[0].text,
                Place(page=filled[0].place.page, box=box),
                1,
                sum(c.column_span for c in cells),
            )
        ]
    for cell in cells:
        yield Cell(cell.row_no, column + cell.column_no, cell.text, cell.place, row_span, cell.column_span)
