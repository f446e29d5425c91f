"""Turns a page's lines, rules and fills into its tables and the lines outside them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.pdf.columns import column_edges, unruled_tables
from parsers.pdf.content import Glyph, PageContent
from parsers.pdf.grid import Grid, Rule, grids, joined_rules
from parsers.pdf.lines import TextLine, join_wrapped, text_lines
from schemas.document import Box, Cell, Place, Table, TableKind

_LEAST_ROWS = 2
_WIDE_RULE = 60.0  # points: a horizontal line as long as this can frame a table's rows
_SAME_EDGE = 4.0  # points between the ends of horizontal lines of one table
_MIDDLE = 0.5


@dataclass(slots=True)
class PageLayout:
    """A page taken apart: the printed lines outside tables, and the tables."""

    lines: list[TextLine]
    tables: list[Table]


def layout(content: PageContent) -> PageLayout:
    """The tables of a page (ruled, of horizontal rules, of fills, or of aligned words) and its other lines."""
    horizontal, vertical = joined_rules((*content.rules, *_edges(content.fills)))
    found: list[tuple[Box, Table]] = []
    glyphs: list[Glyph] = content.glyphs
    for grid in grids(horizontal, vertical):
        for part in _split_by_columns(grid):
            inside, glyphs = _part(glyphs, part.box)
            table = _ruled_table(part, inside, content.number)
            if table is not None:
                found.append((part.box, table))
            else:
                glyphs = [*glyphs, *inside]
    for band in _horizontal_bands(horizontal, [box for box, _ in found]):
        inside, rest = _part(glyphs, band.box)
        table = _banded_table(band, inside, content.number)
        if table is not None:
            found.append((band.box, table))
            glyphs = rest
    lines = text_lines(glyphs)
    for table, used in unruled_tables(lines, content.number):
        found.append((table.place.box or Box(0, 0, 0, 0), table))
        lines = [line for line in lines if line not in used]
    found.sort(key=lambda pair: (pair[0].top, pair[0].x0))
    return PageLayout(lines, [table for _, table in found])


def _edges(fills: Iterable[Box]) -> list[Box]:
    """The edges of filled rectangles as thin lines: shaded cells side by side make a grid."""
    edges: list[Box] = []
    for fill in fills:
        edges.append(Box(fill.x0, fill.top, fill.x1, fill.top))
        edges.append(Box(fill.x0, fill.bottom, fill.x1, fill.bottom))
        edges.append(Box(fill.x0, fill.top, fill.x0, fill.bottom))
        edges.append(Box(fill.x1, fill.top, fill.x1, fill.bottom))
    return edges


def _part(glyphs: Sequence[Glyph], box: Box) -> tuple[list[Glyph], list[Glyph]]:
    """The glyphs whose middle lies inside the box, and the others."""
    inside: list[Glyph] = []
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) * _MIDDLE, _middle(glyph)
        (inside if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom else outside).append(glyph)
    return inside, outside


def _middle(glyph: Glyph) -> float:
    """The height at which a glyph is looked for: a little above its baseline, whatever its box says."""
    return glyph.baseline - glyph.size * 0.2


def _split_by_columns(grid: Grid) -> list[Grid]:
    """Tables set directly below each other, told apart where all column edges change.

    A budget table of six columns with a KPI table of seven under it are two: a full-width line
    crosses, and the edges above and below it differ by more than merged cells do.
    """
    parts: list[list[Box]] = []
    edges: set[float] = set()
    for top in grid.rows[:-1]:
        row = [cell for cell in grid.cells if cell.top == top]
        crossing = any(cell.top < top < cell.bottom for cell in grid.cells)
        inner = {cell.x0 for cell in row} | {cell.x1 for cell in row}
        inner -= {grid.columns[0], grid.columns[-1]}
        if not row:
            continue
        if parts and not crossing and edges and inner and not inner & edges:
            parts.append(row)
            edges = set(inner)
        elif parts:
            parts[-1].extend(row)
            edges |= inner
        else:
            parts.append(row)
            edges = set(inner)
    if len(parts) < 2:
        return [grid]
    return [
        Grid(
            tuple(part),
            tuple(sorted({c.x0 for c in part} | {c.x1 for c in part})),
            tuple(sorted({c.top for c in part} | {c.bottom for c in part})),
        )
        for part in parts
    ]


def _ruled_table(grid: Grid, glyphs: Sequence[Glyph], page: int) -> Table | None:
    """The grid with its words, `None` where it frames no words or is one box around a paragraph."""
    if not glyphs or len(grid.columns) < 3:
        return None
    words: list[list[Glyph]] = [[] for _ in grid.cells]
    by_top = sorted(range(len(grid.cells)), key=lambda index: grid.cells[index].top)
    tops = [grid.cells[index].top for index in by_top]
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) * _MIDDLE, _middle(glyph)
        for position in range(bisect_right(tops, y) - 1, -1, -1):
            cell = grid.cells[by_top[position]]
            if cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom:
                words[by_top[position]].append(glyph)
                break
    cells = [
        Cell(
            row_no=bisect_left(grid.rows, box.top) + 1,
            column_no=bisect_left(grid.columns, box.x0) + 1,
            text=cell_text(words[index]),
            place=Place(page=page, box=box),
            row_span=bisect_left(grid.rows, box.bottom) - bisect_left(grid.rows, box.top),
            column_span=bisect_left(grid.columns, box.x1) - bisect_left(grid.columns, box.x0),
        )
        for index, box in enumerate(grid.cells)
    ]
    return _table("ruled", cells, len(grid.columns) - 1, Place(page=page, box=grid.box))


def cell_text(glyphs: Sequence[Glyph]) -> str:
    """The words of a cell, its lines joined as Thai wraps."""
    return join_wrapped(text_lines(glyphs)) if glyphs else ""


def _table(kind: TableKind, cells: Sequence[Cell], columns: int, place: Place) -> Table:
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row_no, []).append(cell)
    ordered = tuple(tuple(sorted(rows[number], key=lambda cell: cell.column_no)) for number in sorted(rows))
    return Table(kind, ordered, columns, place)


@dataclass(frozen=True, slots=True)
class _Band:
    """Horizontal lines over each other that frame the rows of one table."""

    box: Box
    levels: tuple[float, ...]


def _horizontal_bands(horizontal: Sequence[Rule], taken: Sequence[Box]) -> list[_Band]:
    """Runs of horizontal lines with the same ends, outside the tables already found."""
    free = [
        rule
        for rule in horizontal
        if rule.end - rule.start >= _WIDE_RULE
        and not any(
            box.top - _SAME_EDGE <= rule.at <= box.bottom + _SAME_EDGE
            and box.x0 - _SAME_EDGE <= (rule.start + rule.end) * _MIDDLE <= box.x1 + _SAME_EDGE
            for box in taken
        )
    ]
    groups: list[list[Rule]] = []
    for rule in sorted(free, key=lambda rule: rule.at):
        same = next(
            (g for g in groups if abs(g[0].start - rule.start) <= _SAME_EDGE and abs(g[0].end - rule.end) <= _SAME_EDGE),
            None,
        )
        if same is None:
            groups.append([rule])
        else:
            same.append(rule)
    return [
        _Band(Box(group[0].start, group[0].at, group[0].end, group[-1].at), tuple(rule.at for rule in group))
        for group in groups
        if len(group) > _LEAST_ROWS
    ]


def _banded_table(band: _Band, glyphs: Sequence[Glyph], page: int) -> Table | None:
    """A table whose rows lie between horizontal lines; its columns are the gaps that run through."""
    lines = text_lines(glyphs)
    edges = column_edges(lines, band.box.x0, band.box.x1)
    if len(edges) < 3 or not lines:
        return None
    cells: list[Cell] = []
    for row_no, (top, bottom) in enumerate(zip(band.levels, band.levels[1:], strict=False), start=1):
        row = [glyph for glyph in glyphs if top <= _middle(glyph) <= bottom]
        cells.extend(_row_cells(row, row_no, edges, top, bottom, page))
    return _table("horizontal", cells, len(edges) - 1, Place(page=page, box=band.box))


def _row_cells(
    glyphs: Sequence[Glyph], row_no: int, edges: Sequence[float], top: float, bottom: float, page: int
) -> list[Cell]:
    """The cells of one row; words that run over a column's edge span the columns they cover."""
    spans = spanning_columns(glyphs, edges)
    cells: list[Cell] = []
    for first, last in spans:
        inside = [g for g in glyphs if edges[first] <= (g.x0 + g.x1) * _MIDDLE < edges[last]]
        box = Box(edges[first], top, edges[last], bottom)
        cells.append(Cell(row_no, first + 1, cell_text(inside), Place(page=page, box=box), 1, last - first))
    return cells


def spanning_columns(glyphs: Sequence[Glyph], edges: Sequence[float]) -> list[tuple[int, int]]:
    """Column ranges of a row's cells: an edge that a cluster of words covers is no edge in this row."""
    covered = {
        index
        for index in range(1, len(edges) - 1)
        for glyph in glyphs
        if glyph.text.strip() and glyph.x0 < edges[index] - 1 and glyph.x1 > edges[index] + 1
    }
    kept = [index for index in range(len(edges)) if index not in covered]
    return list(zip(kept, kept[1:], strict=False))
