"""Turns a page's lines, rules and fills into its tables and the lines outside them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from parsers.pdf.aligned import Aligned, aligned
from parsers.pdf.band_cells import band_cells
from parsers.pdf.bands import Around, Band, bands
from parsers.pdf.beside import blocks
from parsers.pdf.cell_words import by_height, cell_at, glyphs_of_cells
from parsers.pdf.columns import Columns, OpenRow, columns_of, fitted, row_cells
from parsers.pdf.content import Glyph, PageContent
from parsers.pdf.cut import ends_page
from parsers.pdf.grid import Grid, Rule, grids, joined_rules
from parsers.pdf.grid_rows import with_rows
from parsers.pdf.heads import MOST_HEAD, NEXT_ROW, column_edges, drawn_head, with_spans
from parsers.pdf.heap import Heap
from parsers.pdf.lines import TextLine, settled, text_lines, words_of
from parsers.pdf.open_bands import lengthened
from parsers.pdf.open_grid import closed
from schemas.document import Box, Cell, Place, Table, TableKind

_MOST_FILLS = 900  # shaded boxes of a page; more are a gradient or a drawing, and no cells
_CELL_MARGIN = 9.0  # points: Word's own is 5.4
_SHADED_HEAD = 2  # rows of fills without lines: the head of a table whose other rows have none
_BY_HEIGHT = attrgetter("baseline")
_SHARED = 3  # of the edges of two tables at most every third stands at one of the other's, by chance
_SAME_COLUMN = 2.5  # points between an edge and that of the table above
_HEADLESS = 2  # rows of a table that may go on with the columns of the one above


@dataclass(slots=True)
class PageLayout:
    """A page taken apart: the printed lines outside tables, the tables, and the last columns seen."""

    lines: list[TextLine]
    tables: list[Table]
    columns: Columns | None = None


def layout(content: PageContent, known: Columns | None = None) -> PageLayout:
    """The tables of a page (ruled, of horizontal rules, of fills, or of aligned words) and its other lines.

    `known` are the columns of the last table of the page before, for rows that go on without a header.
    """
    found: list[tuple[Box, Table]] = []
    before = known
    heap = Heap(content.glyphs)
    drawn = joined_rules(content.rules)
    for grid, kind in _all_grids(content, drawn):
        for part in _split_by_columns(grid):
            placed = _on_known(part, known)
            if len(placed.columns) <= 2:
                continue  # one box around a paragraph
            inside = heap.take(part.box)
            table = _ruled_table(placed, inside, content, kind)
            if table is not None:
                found.append((part.box, table))
                if known is None or table.column_count != len(known.edges) - 1:
                    known = Columns(part.columns, tuple((edge, edge) for edge in part.columns[1:-1]), ())
            else:
                heap.give_back(inside)
    lines = text_lines(heap.left(), content.overlaps)
    around = Around(content.height, [box for box, _ in found], known)
    between: dict[int, Band] = {}  # by the number of its table
    for band in bands(drawn[0], content.rules, lines, around):
        band.edges, known = _band_columns(band, known)
        between[len(found)] = band
        found.append(_band_table(band, content.number))
        lines = _without(lines, band)
    heads = lines and found and lines[0].box.top < min(box.top for box, _ in found)  # go on with the page before
    above = before if heads else known
    stretches = list(blocks(lines, [box for box, table in found if len(table.rows) <= MOST_HEAD]))
    lines = []
    for stretch in stretches:
        left, known = _aligned_tables(content, stretch, (found, between), above, known)
        lines += left
    lines = sorted(lines, key=_BY_HEIGHT) if len(stretches) > 1 else lines
    found.sort(key=lambda pair: (pair[0].top, pair[0].x0))
    return PageLayout(settled(lines), [table for _, table in found], known)


def _aligned_tables(
    content: PageContent,
    lines: list[TextLine],
    tables: tuple[list[tuple[Box, Table]], dict[int, Band]],
    above: Columns | None,
    known: Columns | None,
) -> tuple[list[TextLine], Columns | None]:
    """Adds the tables of aligned words to those found, or their rows to the head right above them.

    Gives the lines that are left and the last columns. `tables` are those found, and which of them lie between
    horizontal lines; `above` are the columns that a row may go on with, `known` the last ones so far.
    """
    found, between = tables
    lowest = max((box.bottom for box, _ in found), default=0.0)
    for run in aligned(lines, content.fills if len(content.fills) <= _MOST_FILLS else [], above):
        lines = _less(lines, run.lines)
        head = drawn_head([table for _, table in found], run)
        if head is not None:
            found[head] = _below_head(found[head], run, content.number)
            continue
        longer = next(((n, longer) for n, band in between.items() if (longer := lengthened(band, run)) is not None), None)
        if longer is not None:
            number, band = longer
            between[number], found[number] = band, _band_table(band, content.number)
            known = columns_of(band.rows, band.edges) if band.rows[-1].bottom >= lowest else known
            continue
        cells = with_spans(_open_cells(run.rows, run.edges, content.number))
        box = Box(run.edges[0], run.rows[0].top, run.edges[-1], run.rows[-1].bottom)
        table = _table("aligned", cells, len(run.edges) - 1, Place(page=content.number, box=box))
        if found and _ends_open(found[-1], box, table, content.height):
            found[-1] = _lengthened(found[-1], box, table)
        else:
            found.append((box, table))
            known = columns_of(run.rows, run.edges) if box.top >= lowest else known
    return lines, known


def _all_grids(content: PageContent, drawn: tuple[list[Rule], list[Rule]]) -> list[tuple[Grid, TableKind]]:
    """Grids of lines and the edges of fills; a head of fills alone is left to the rows below it."""
    lined = grids(*closed(*drawn))
    fills = _cells_of_their_own(content.fills, lined) if len(content.fills) <= _MOST_FILLS else []
    if not fills:
        return [(grid, "ruled") for grid in lined]
    both = joined_rules((*content.rules, *_edges(fills)))
    result: list[tuple[Grid, TableKind]] = []
    for grid in grids(*closed(*both)):
        ruled = any(_crosses(rule, grid.box) for rule in drawn[1])
        if ruled:
            result.append((grid, "ruled"))
        elif len(grid.rows) - 1 > _SHADED_HEAD:
            result.append((grid, "filled"))
    return result


def _cells_of_their_own(fills: Sequence[Box], lined: Sequence[Grid]) -> list[Box]:
    """The fills less those as wide as the cell of lines that they stand in, or a margin of it.

    Word shades a cell by its margins and each of its lines apart; such edges part nothing.
    """
    left = list(fills)
    for grid in lined:
        by_top, tops = by_height(grid)
        left = [fill for fill in left if not _shades(fill, grid, by_top, tops)]
    return left


def _shades(fill: Box, grid: Grid, by_top: Sequence[int], tops: Sequence[float]) -> bool:
    x, y, box = (fill.x0 + fill.x1) / 2, (fill.top + fill.bottom) / 2, grid.box
    inside = box.x0 <= x <= box.x1 and box.top <= y <= box.bottom
    home = cell_at(grid, by_top, tops, x, y) if inside else -1
    if home < 0:
        return False
    cell = grid.cells[home]
    return all(min(abs(edge - cell.x0), abs(edge - cell.x1)) <= _CELL_MARGIN for edge in (fill.x0, fill.x1))


def _ends_open(above: tuple[Box, Table], box: Box, table: Table, height: float) -> bool:
    """Whether rows of aligned words are those of a head between lines, whose last line is on the next page."""
    return (
        above[1].kind == "horizontal"
        and len(above[1].rows) <= _SHADED_HEAD
        and above[1].column_count == table.column_count
        and 0 <= box.top - above[0].bottom < NEXT_ROW
        and ends_page(box.bottom, height)
    )


def _below_head(head: tuple[Box, Table], run: Aligned, page: int) -> tuple[Box, Table]:
    """A drawn head with the rows of aligned words below it, in its columns."""
    edges = column_edges(head[1])
    box = Box(edges[0], run.rows[0].top, edges[-1], run.rows[-1].bottom)
    rows = _table("aligned", _open_cells(run.rows, edges, page), len(edges) - 1, Place(page=page, box=box))
    whole, table = _lengthened(head, box, rows)
    return whole, replace(table, kind="aligned")


def _less(lines: Sequence[TextLine], taken: Sequence[TextLine]) -> list[TextLine]:
    used = {id(line) for line in taken}
    return [line for line in lines if id(line) not in used]


def _lengthened(above: tuple[Box, Table], box: Box, table: Table) -> tuple[Box, Table]:
    """The table with more rows below its own."""
    count = len(above[1].rows)
    rows = (tuple(replace(cell, row_no=cell.row_no + count) for cell in row) for row in table.rows)
    whole = above[0].union(box)
    return whole, replace(above[1], rows=(*above[1].rows, *rows), place=replace(above[1].place, box=whole))


def _crosses(rule: Rule, box: Box) -> bool:
    """Whether a vertical line runs inside the box."""
    return box.x0 + 1 < rule.at < box.x1 - 1 and rule.start < box.bottom and rule.end > box.top


def _band_table(band: Band, page: int) -> tuple[Box, Table]:
    cells = with_spans(band_cells(band, band.edges, page))
    box = Box(band.left, band.rows[0].top, band.right, band.rows[-1].bottom)
    return box, _table("horizontal", cells, len(band.edges) - 1, Place(page=page, box=box))


def _band_columns(band: Band, known: Columns | None) -> tuple[list[float], Columns]:
    """The band's edges, or those of the table above where a few rows without header stand in them."""
    if known is not None and len(band.rows) <= _HEADLESS and len(known.edges) > len(band.edges):
        edges = fitted(known, band.rows)
        if edges is not None:
            return edges, replace(known, edges=tuple(edges), cut=band.cut)
    return band.edges, replace(columns_of(band.rows, band.edges), cut=band.cut)


def _on_known(grid: Grid, known: Columns | None) -> Grid:
    """The grid with the columns of the table above, where a row or two without header has merged some."""
    if known is None or len(grid.rows) - 1 > _HEADLESS or len(grid.columns) >= len(known.edges):
        return grid
    nearest = [min(known.edges, key=lambda edge: abs(edge - column)) for column in grid.columns]
    if any(abs(near - column) > _SAME_COLUMN for near, column in zip(nearest, grid.columns, strict=True)):
        return grid
    placed = dict(zip(grid.columns, nearest, strict=True))
    cells = tuple(Box(placed[cell.x0], cell.top, placed[cell.x1], cell.bottom) for cell in grid.cells)
    return Grid(cells, known.edges, grid.rows)


def _open_cells(rows: Sequence[OpenRow], edges: Sequence[float], page: int) -> list[Cell]:
    return [cell for number, row in enumerate(rows, start=1) for cell in row_cells(row, number, edges, page)]


def _without(lines: Sequence[TextLine], band: Band) -> list[TextLine]:
    """The lines less those whose glyphs the band's rows hold."""
    used = {id(glyph) for row in band.rows for line in row.lines for glyph in line.glyphs}
    return [line for line in lines if not all(id(g) in used for g in line.glyphs if not g.text.isspace())]


def _edges(fills: Iterable[Box]) -> list[Box]:
    """The edges of filled rectangles as thin lines: shaded cells side by side make a grid."""
    edges: list[Box] = []
    for fill in fills:
        edges.append(Box(fill.x0, fill.top, fill.x1, fill.top))
        edges.append(Box(fill.x0, fill.bottom, fill.x1, fill.bottom))
        edges.append(Box(fill.x0, fill.top, fill.x0, fill.bottom))
        edges.append(Box(fill.x1, fill.top, fill.x1, fill.bottom))
    return edges


def _split_by_columns(grid: Grid) -> list[Grid]:
    """Tables set directly below each other, told apart where all column edges change.

    A budget table of six columns with a KPI table of seven under it are two: a full-width line
    crosses, and the edges above and below it differ by more than merged cells do.
    """
    parts: list[list[Box]] = []
    edges: set[float] = set()
    reach = 0.0  # of the rows above
    for top, cells in groupby(grid.cells, key=attrgetter("top")):
        row = list(cells)
        crossing = reach > top
        reach = max(reach, *(cell.bottom for cell in row))
        inner = {cell.x0 for cell in row} | {cell.x1 for cell in row}
        inner -= {grid.columns[0], grid.columns[-1]}
        if parts and not crossing and _are_others(edges, inner):
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


def _are_others(above: set[float], below: set[float]) -> bool:
    """Whether the inner column edges above and below a line are two tables': merged cells only leave some out."""
    if not above or not below or above <= below or below <= above:
        return False
    return len(above & below) * _SHARED <= min(len(above), len(below))


def _ruled_table(grid: Grid, glyphs: Sequence[Glyph], content: PageContent, kind: TableKind) -> Table | None:
    """The grid with its words, `None` where it frames no words."""
    if not glyphs:
        return None
    words = glyphs_of_cells(grid, glyphs)
    parted = with_rows(grid, words)
    if parted is not grid:
        grid, words = parted, glyphs_of_cells(parted, glyphs)
    cells = [
        Cell(
            row_no=bisect_left(grid.rows, box.top) + 1,
            column_no=bisect_left(grid.columns, box.x0) + 1,
            text=words_of(words[index], content.overlaps) if words[index] else "",
            place=Place(page=content.number, box=box),
            row_span=bisect_left(grid.rows, box.bottom) - bisect_left(grid.rows, box.top),
            column_span=bisect_left(grid.columns, box.x1) - bisect_left(grid.columns, box.x0),
        )
        for index, box in enumerate(grid.cells)
    ]
    return _table(kind, cells, len(grid.columns) - 1, Place(page=content.number, box=grid.box))


def _table(kind: TableKind, cells: Sequence[Cell], columns: int, place: Place) -> Table:
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row_no, []).append(cell)
    ordered = tuple(tuple(sorted(rows[number], key=lambda cell: cell.column_no)) for number in sorted(rows))
    return Table(kind, ordered, columns, place)
