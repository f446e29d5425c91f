"""Finds columns where no vertical line shows them: gaps that run through every row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.pdf.content import Glyph
from parsers.pdf.lines import TextLine, box_of, chunks, joined
from schemas.document import Box, Cell, Place, Table

_LEAST_GAP = 5.0  # points of a gap that parts two columns
_LEAST_ROWS = 3  # aligned lines that make a table; two may be chance
_LEAST_COLUMNS = 3
_ROW_DISTANCE = 2.6  # of the size: lines farther apart do not belong to one table
_MOST_OVERLAP = 0.12  # share of lines that may cross a gap (a title, a merged cell)


def column_edges(lines: Sequence[TextLine], left: float, right: float) -> list[float]:
    """The edges of the columns between `left` and `right`: the middles of the gaps that run through.

    Three columns of words give four edges.
    """
    spans = [(group[0].x0, max(glyph.x1 for glyph in group)) for line in lines for group in _words(line)]
    if not spans:
        return [left, right]
    points = sorted({edge for span in spans for edge in span})
    allowed = max(int(len(lines) * _MOST_OVERLAP), 0)
    edges = [left]
    gap_start: float | None = None
    for start, end in zip(points, points[1:], strict=False):
        middle = (start + end) / 2
        crossing = sum(1 for x0, x1 in spans if x0 < middle < x1)
        if crossing <= allowed:
            gap_start = start if gap_start is None else gap_start
            gap_end = end
            continue
        if gap_start is not None and gap_end - gap_start >= _LEAST_GAP:
            edges.append((gap_start + gap_end) / 2)
        gap_start = None
    edges.append(right)
    return edges


def _words(line: TextLine) -> Iterator[list[Glyph]]:
    """The line's clusters in groups without a gap as wide as a column's."""
    group: list[Glyph] = []
    for glyph in line.glyphs:
        if glyph.text.isspace():
            continue
        if group and glyph.x0 - max(other.x1 for other in group[-3:]) >= _LEAST_GAP:
            yield group
            group = []
        group.append(glyph)
    if group:
        yield group


def unruled_tables(lines: Sequence[TextLine], page: int) -> Iterator[tuple[Table, list[TextLine]]]:
    """Tables without any line: runs of lines whose chunks stand in the same columns."""
    run: list[TextLine] = []
    for line in lines:
        if len(chunks(line)) >= _LEAST_COLUMNS and (not run or line.baseline - run[-1].baseline <= _ROW_DISTANCE * line.size):
            run.append(line)
            continue
        if run and _continues(run, line):
            run.append(line)
            continue
        yield from _table_of(run, page)
        run = [line] if len(chunks(line)) >= _LEAST_COLUMNS else []
    yield from _table_of(run, page)


def _continues(run: Sequence[TextLine], line: TextLine) -> bool:
    """Whether a line of few chunks goes on with a cell of the row above: it stays inside that cell's column."""
    if line.baseline - run[-1].baseline > _ROW_DISTANCE * 0.55 * line.size:
        return False
    columns = [(group[0].x0, max(glyph.x1 for glyph in group)) for group in chunks(run[-1])]
    return all(
        any(abs(group[0].x0 - x0) <= _LEAST_GAP for x0, _ in columns) for group in chunks(line)
    ) and len(chunks(line)) < len(columns)


def _table_of(run: Sequence[TextLine], page: int) -> Iterator[tuple[Table, list[TextLine]]]:
    whole = [line for line in run if len(chunks(line)) >= _LEAST_COLUMNS]
    if len(whole) < _LEAST_ROWS:
        return
    left, right = min(line.box.x0 for line in run), max(line.box.x1 for line in run)
    edges = column_edges(run, left - 1, right + 1)
    if len(edges) - 1 < _LEAST_COLUMNS:
        return
    rows: list[list[TextLine]] = []
    for line in run:
        if len(chunks(line)) >= _LEAST_COLUMNS or not rows:
            rows.append([line])
        else:
            rows[-1].append(line)
    cells = tuple(_row(row, number, edges, page) for number, row in enumerate(rows, start=1))
    box = Box(left, run[0].box.top, right, run[-1].box.bottom)
    yield Table("aligned", cells, len(edges) - 1, Place(page=page, box=box)), list(run)


def _row(lines: Sequence[TextLine], row_no: int, edges: Sequence[float], page: int) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    top, bottom = min(line.box.top for line in lines), max(line.box.bottom for line in lines)
    for column, (left, right) in enumerate(zip(edges, edges[1:], strict=False), start=1):
        inside = [[g for g in line.glyphs if left <= (g.x0 + g.x1) / 2 < right] for line in lines]
        words = [joined(glyphs) for glyphs in inside if glyphs]
        visible = [glyph for glyphs in inside for glyph in glyphs if glyph.text.strip()]
        box = box_of(visible) if visible else Box(left, top, right, bottom)
        cells.append(Cell(row_no, column, "".join(words), Place(page=page, box=box)))
    return tuple(cells)
