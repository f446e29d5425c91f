"""Finds the columns of a table that no vertical line shows: from the gaps that run through its rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from parsers.pdf.lines import TextLine, join_wrapped, sub_line
from parsers.pdf.run_in import glyphs_within
from parsers.pdf.stretches import CELL_GAP, HAIR, IN_NUMBERS, LEAST_GAP, Span, gaps_of, line_groups, merged
from schemas.document import Box, Cell, Place

_TOUCH = 0.3  # points that two gaps must share to be one
_OVER = 1.0  # points by which words must pass an edge on both sides to cover it
_NARROW = 16.0  # points: a column is wider, or has words in it
_AGAINST = 3  # rows that cover a gap for each that shows it: then it is a wide space in one cell
_HEAD = 3  # first lines of a table, whose gaps are columns whatever spans them further down
_ANCHOR = 1.6  # points between the same side of two cells of one column
_MOST_ANCHORLESS = 0.34  # share of a row's words that may stand at no column's side

Cut = Literal["no", "open", "closed"]


@dataclass(slots=True)
class OpenRow:
    """A row before its columns are known: its printed lines, its top and bottom, its groups of words.

    `rest` tells that it goes on with the row that ended the page before, `parted` that it is one of several
    between two drawn lines, `open` that no line closes it.
    """

    lines: list[TextLine]
    top: float
    bottom: float
    groups: list[Span] = field(default_factory=list)
    rest: bool = False
    parted: bool = False
    open: bool = False

    def __post_init__(self) -> None:
        self.groups = merged(span for line in self.lines for span in line_groups(line))


@dataclass(frozen=True, slots=True)
class Columns:
    """Column edges from left to right, and where words of its cells begin, end and have their middle.

    `rooms` are the stretches in which the edges between columns may stand as well; `cut` tells whether the
    page ended with the table: inside a row that no line closes, or behind a line.
    """

    edges: tuple[float, ...]
    rooms: tuple[Span, ...]
    anchors: tuple[tuple[float, float, float], ...]
    cut: Cut = "no"


def column_edges(rows: Sequence[Sequence[Span]], left: float, right: float) -> list[float]:
    """Edges of the columns of rows of groups: three columns have four edges."""
    return edges_in(column_rooms(rows), left, right)


def edges_in(rooms: Iterable[Span], left: float, right: float) -> list[float]:
    """One edge in the middle of each stretch, and the table's sides."""
    return [left, *((start + end) / 2 for start, end in rooms), right]


def column_rooms(rows: Sequence[Sequence[Span]]) -> list[Span]:
    """The stretches between the columns of rows of groups, from left to right.

    The fewest are taken that part all words which a row has apart. They are looked for from the
    right, so that a head narrower than its numbers stands above them, and the first column is the one
    that may have no head.
    """
    gaps = [(gap, number < _HEAD) for number, row in enumerate(rows) for gap in gaps_of(row)]
    gaps.sort(key=lambda entry: -entry[0][0])
    rooms: list[Span] = []
    while gaps:
        point = min(gaps[0][0][0] + _TOUCH, sum(gaps[0][0]) / 2)  # just behind words that another word must not touch
        shared = [entry for entry in gaps if entry[0][1] > point]
        gaps = [entry for entry in gaps if entry[0][1] <= point]
        start, end = max(gap[0] for gap, _ in shared), min(gap[1] for gap, _ in shared)
        if any(in_head for _, in_head in shared) or _covering(rows, start, end) < len(shared) * _AGAINST:
            rooms.append(_freest(rows, start, end))
    return list(_unlike(sorted(rooms), rows))


def _unlike(rooms: Iterable[Span], rows: Sequence[Sequence[Span]]) -> Iterator[Span]:
    """The stretches, those as one that are near and between which no row has words: numbers are wider than their columns."""
    last: Span | None = None
    for room in rooms:
        if last is not None:
            near = room[0] - last[1] < _NARROW
            if near and not any(x0 >= last[0] - HAIR and x1 <= room[1] + HAIR for row in rows for x0, x1 in row):
                last = (min(last[1], room[0]), max(last[1], room[0]))
                continue
            yield last
        last = room
    if last is not None:
        yield last


def _covering(rows: Sequence[Sequence[Span]], start: float, end: float) -> int:
    """How many rows have words all over a gap."""
    return sum(1 for row in rows if any(x0 < start + _OVER and x1 > end - _OVER for x0, x1 in row))


def _freest(rows: Sequence[Sequence[Span]], start: float, end: float) -> Span:
    """The first part of a gap in which no words of other rows stand, else all of it."""
    position = start
    for x0, x1 in sorted(group for row in rows for group in row if group[1] > start and group[0] < end):
        if x0 - position >= LEAST_GAP / 2:
            return position, x0
        position = max(position, x1)
    return (position, end) if end - position >= LEAST_GAP / 2 else (start, end)


def row_columns(row: OpenRow, edges: Sequence[float]) -> list[tuple[int, int]]:
    """Ranges of columns of a row's cells: an edge that words cover is no edge in this row.

    Where one of its lines has words close on both sides of the edge, words that run over it in another
    are too long for their cell.
    """
    lines = [line_groups(line, CELL_GAP) for line in row.lines]
    kept = [0]
    for index in range(1, len(edges) - 1):
        edge = edges[index]
        covered = any(
            x0 < edge - _OVER
            and x1 > edge + _OVER
            and not _is_number(line, (x0, x1))
            and not _runs_into(groups, x1, edges[index + 1])
            for line, groups in zip(row.lines, lines, strict=True)
            for x0, x1 in groups
        )
        if not covered or any(_parts(groups, *edges[index - 1 : index + 2]) for groups in lines):
            kept.append(index)
    kept.append(len(edges) - 1)
    return list(pairwise(kept))


def _runs_into(groups: Sequence[Span], end: float, right: float) -> bool:
    """Whether words that end in a column run into others there, which are its own."""
    return any(-_OVER < x0 - end < CELL_GAP and x1 < right + _OVER for x0, x1 in groups)


def _own_edges(line: TextLine, edges: Sequence[float]) -> Sequence[float]:
    """The edges for one line: one that runs through a number stands beside it, as a number has one column.

    One that runs through a label stands behind it, where a number begins right there.
    """
    own = list(edges)
    groups = line_groups(line, CELL_GAP)
    for x0, x1 in groups:
        for index in range(1, len(edges) - 1):
            if x0 < edges[index] - _OVER and x1 > edges[index] + _OVER:
                if _is_number(line, (x0, x1)):
                    own[index] = x1 if (x0 + x1) / 2 < edges[index] else x0
                elif _runs_into(groups, x1, edges[index + 1]):
                    own[index] = x1
    return own


def _is_number(line: TextLine, span: Span) -> bool:
    """Whether a group of words is a number or the dash for none."""
    return all(glyph.text in IN_NUMBERS for glyph in line.glyphs if glyph.x0 >= span[0] and glyph.x1 <= span[1])


def edges_over(line: TextLine, edges: Sequence[float]) -> frozenset[int]:
    """The numbers of the edges that a line's words run over."""
    return frozenset(
        index
        for x0, x1 in line_groups(line, CELL_GAP)
        for index in range(bisect_right(edges, x0 + _OVER, 1, len(edges) - 1), bisect_left(edges, x1 - _OVER, 1, len(edges) - 1))
        if not _is_number(line, (x0, x1))
    )


def edges_beside(line: TextLine, edges: Sequence[float]) -> frozenset[int]:
    """The numbers of the edges on both sides of which a line has words, apart."""
    groups = line_groups(line, CELL_GAP)
    return frozenset(index for index in range(1, len(edges) - 1) if _parts(groups, *edges[index - 1 : index + 2]))


def near_groups(row: OpenRow) -> list[Span]:
    """A row's groups of words where its columns are known to be near: wide numbers leave little between them."""
    return merged(span for line in row.lines for span in line_groups(line, CELL_GAP))


def _parts(groups: Sequence[Span], left: float, edge: float, right: float) -> bool:
    """Whether words in the columns on both sides of an edge stand apart there."""
    return any(left < start <= edge + _OVER and edge - _OVER <= end < right for start, end in gaps_of(groups))


def row_cells(row: OpenRow, row_no: int, edges: Sequence[float], page: int) -> list[Cell]:
    """The cells of a row, empty ones too, each with its words and its box."""
    cells: list[Cell] = []
    own_edges = [_own_edges(line, edges) for line in row.lines]
    for first, last in row_columns(row, edges):
        lines = [
            part for line, own in zip(row.lines, own_edges, strict=True) for part in lines_within([line], own[first], own[last])
        ]
        box = Box(edges[first], row.top, edges[last], row.bottom)
        cells.append(Cell(row_no, first + 1, join_wrapped(lines), Place(page=page, box=box), 1, last - first))
    return cells


def lines_within(lines: Iterable[TextLine], left: float, right: float) -> list[TextLine]:
    """The parts of lines whose glyphs' middles lie between `left` and `right`."""
    parts: list[TextLine] = []
    for line in lines:
        part = sub_line(glyphs_within(line, left, right))
        if part is not None:
            parts.append(part)
    return parts


def columns_of(rows: Sequence[OpenRow], edges: Sequence[float]) -> Columns:
    """The edges with their rooms and the anchors of words, for tables below that have no header."""
    found = column_rooms([row.groups for row in rows])
    rooms = [next((room for room in found if room[0] <= edge <= room[1]), (edge, edge)) for edge in edges[1:-1]]
    anchors: set[tuple[float, float, float]] = set()
    for row in rows:
        for line in row.lines:
            for x0, x1 in _by_column(line_groups(line, CELL_GAP), edges):
                anchors.add((round(x0, 1), round(x1, 1), round((x0 + x1) / 2, 1)))
    return Columns(tuple(edges), tuple(rooms), tuple(sorted(anchors)))


def _by_column(groups: Iterable[Span], edges: Sequence[float]) -> Iterator[Span]:
    """Groups with no edge between them joined."""
    last: Span | None = None
    for group in groups:
        if last is not None and not any(last[1] <= edge <= group[0] for edge in edges):
            last = (last[0], group[1])
            continue
        if last is not None:
            yield last
        last = group
    if last is not None:
        yield last


def filled_columns(line: TextLine, edges: Sequence[float]) -> set[int]:
    """The numbers, from 0, of the columns in which a line has words."""
    groups = line_groups(line, CELL_GAP)
    return {
        index
        for index, (left, right) in enumerate(pairwise(edges))
        if any(x0 < right - _OVER and x1 > left + _OVER for x0, x1 in groups)
    }


def fitted(known: Columns, rows: Sequence[OpenRow]) -> list[float] | None:
    """The edges of the table above where rows without a header stand in its columns, else `None`.

    Each of their gaps holds an edge of it, and their words begin, end or centre where its words do.
    """
    rooms = list(known.rooms)
    for row in rows:
        for start, end in gaps_of(row.groups):
            shared = [n for n, room in enumerate(rooms) if min(room[1], end) - max(room[0], start) >= -_OVER]
            if not shared:
                return None
            for n in shared:
                narrowed = max(rooms[n][0], start), min(rooms[n][1], end)
                rooms[n] = narrowed if narrowed[0] <= narrowed[1] else rooms[n]
        loose = sum(1 for group in row.groups if not anchored(known.anchors, group))
        if loose > _MOST_ANCHORLESS * len(row.groups):
            return None
    left, right = min(row.groups[0][0] for row in rows), max(row.groups[-1][1] for row in rows)
    return edges_in(rooms, min(known.edges[0], left), max(known.edges[-1], right))


def anchored(anchors: Iterable[tuple[float, float, float]], group: Span) -> bool:
    """Whether a group begins, ends or has its middle where a cell of the table does."""
    x0, x1 = group
    middle = (x0 + x1) / 2
    return any(
        abs(start - x0) <= _ANCHOR or abs(end - x1) <= _ANCHOR or abs(centre - middle) <= _ANCHOR
        for start, end, centre in anchors
    )
