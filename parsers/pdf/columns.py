"""Finds the columns of a table that no vertical line shows: from the gaps that run through its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from parsers.pdf.content import Glyph
from parsers.pdf.lines import TextLine, box_of, join_wrapped, sub_line
from schemas.document import Box, Cell, Place

_LEAST_GAP = 4.5  # points between the words of two columns; a space is 2.5 to 4 wide at table sizes
_LEAST_GAP_EM = 0.42  # and em, for larger letters; a space is 0.22 to 0.33
_LETTER = 0.56  # em: the middle width of Thai letters and of digits
_CELL_GAP = 3.6  # points that part two cells where other rows have shown a column to begin
_TOUCH = 0.3  # points that two gaps must share to be one
_OVER = 1.0  # points by which words must pass an edge on both sides to cover it
_AGAINST = 3  # rows that cover a gap for each that shows it: then it is a wide space in one cell
_ANCHOR = 1.6  # points between the same side of two cells of one column
_MOST_ANCHORLESS = 0.34  # share of a row's words that may stand at no column's side

Span = tuple[float, float]


@dataclass(slots=True)
class OpenRow:
    """A row before its columns are known: its printed lines, its top and bottom, its groups of words."""

    lines: list[TextLine]
    top: float
    bottom: float
    groups: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        glyphs = [glyph for line in self.lines for glyph in line.glyphs]
        self.groups = groups_of(glyphs, least_gap(em_of(self.lines)))


@dataclass(frozen=True, slots=True)
class Columns:
    """Column edges from left to right, and where words of its cells begin, end and have their middle."""

    edges: tuple[float, ...]
    anchors: tuple[tuple[float, float, float], ...]


def em_of(lines: Iterable[TextLine], default: float = 10.0) -> float:
    """The size of the lines' letters, by their widths: boxes' heights say little."""
    widths = [g.x1 - g.x0 for line in lines for g in line.glyphs if len(g.text) == 1 and g.text.isalnum()]
    return median(widths) / _LETTER if widths else default


def least_gap(em: float) -> float:
    """How wide a gap between two columns is at least, for letters of that size."""
    return max(_LEAST_GAP, _LEAST_GAP_EM * em)


def groups_of(glyphs: Iterable[Glyph], gap: float = _LEAST_GAP) -> list[Span]:
    """The stretches that visible glyphs cover, those closer than `gap` joined: "ก ข    ค" gives two."""
    groups: list[Span] = []
    for x0, x1 in sorted((glyph.x0, glyph.x1) for glyph in glyphs if not glyph.text.isspace()):
        if groups and x0 - groups[-1][1] < gap:
            if x1 > groups[-1][1]:
                groups[-1] = (groups[-1][0], x1)
        else:
            groups.append((x0, x1))
    return groups


def gaps_of(groups: Sequence[Span]) -> list[Span]:
    """The free stretches between groups."""
    return [(left[1], right[0]) for left, right in pairwise(groups)]


@dataclass(slots=True)
class _Bound:
    """A stretch in which a column's edge must lie, and how many rows show it."""

    start: float
    end: float
    support: int
    by_header: bool


def column_edges(rows: Sequence[Sequence[Span]], left: float, right: float) -> list[float]:
    """Edges of the columns of rows of groups: three columns have four edges.

    The row with most groups proposes; every other row narrows the gaps that it shares, and may add one
    that more rows show than cover.
    """
    bounds: list[_Bound] = []
    header = next((row for row in rows if len(row) > 2), None)
    for row in sorted(rows, key=len, reverse=True):
        for start, end in gaps_of(row):
            shared = [b for b in bounds if min(b.end, end) - max(b.start, start) > _TOUCH]
            for bound in shared:
                bound.start, bound.end = max(bound.start, start), min(bound.end, end)
                bound.support += 1
                bound.by_header = bound.by_header or row is header
            if not shared:
                bounds.append(_Bound(start, end, 1, row is header))
    richest = max((len(row) for row in rows), default=0)
    proposed = {id(b) for b in bounds[: max(richest - 1, 0)]}
    kept = [b for b in bounds if _holds(b, rows, proposed=id(b) in proposed)]
    return [left, *sorted((b.start + b.end) / 2 for b in kept), right]


def _holds(bound: _Bound, rows: Sequence[Sequence[Span]], *, proposed: bool) -> bool:
    covering = sum(1 for row in rows if any(x0 < bound.start + _OVER and x1 > bound.end - _OVER for x0, x1 in row))
    if bound.by_header:
        return True
    return covering < bound.support * (_AGAINST if proposed else 1)


def row_columns(row: OpenRow, edges: Sequence[float]) -> list[tuple[int, int]]:
    """Ranges of columns of a row's cells: an edge that words cover is no edge in this row."""
    groups = groups_of((glyph for line in row.lines for glyph in line.glyphs), _CELL_GAP)
    kept = [0]
    for index in range(1, len(edges) - 1):
        edge = edges[index]
        if not any(x0 < edge - _OVER and x1 > edge + _OVER for x0, x1 in groups):
            kept.append(index)
    kept.append(len(edges) - 1)
    return list(pairwise(kept))


def row_cells(row: OpenRow, row_no: int, edges: Sequence[float], page: int) -> list[Cell]:
    """The cells of a row, empty ones too, each with its words and its box."""
    cells: list[Cell] = []
    for first, last in row_columns(row, edges):
        lines = lines_within(row.lines, edges[first], edges[last])
        box = Box(edges[first], row.top, edges[last], row.bottom)
        cells.append(Cell(row_no, first + 1, join_wrapped(lines), Place(page=page, box=box), 1, last - first))
    return cells


def lines_within(lines: Iterable[TextLine], left: float, right: float) -> list[TextLine]:
    """The parts of lines whose glyphs' middles lie between `left` and `right`."""
    parts: list[TextLine] = []
    for line in lines:
        part = sub_line([glyph for glyph in line.glyphs if left <= (glyph.x0 + glyph.x1) / 2 < right])
        if part is not None:
            parts.append(part)
    return parts


def columns_of(rows: Sequence[OpenRow], edges: Sequence[float]) -> Columns:
    """The edges with the anchors of the words between them, for tables below that have no header."""
    anchors: set[tuple[float, float, float]] = set()
    for row in rows:
        for first, last in row_columns(row, edges):
            for line in lines_within(row.lines, edges[first], edges[last]):
                box = box_of([glyph for glyph in line.glyphs if not glyph.text.isspace()])
                anchors.add((round(box.x0, 1), round(box.x1, 1), round((box.x0 + box.x1) / 2, 1)))
    return Columns(tuple(edges), tuple(sorted(anchors)))


def fits(known: Columns, rows: Sequence[OpenRow]) -> bool:
    """Whether rows without a header stand in the columns of the table above.

    Each of their gaps holds an edge of it, and their words begin, end or centre where its words do.
    """
    for row in rows:
        if not all(any(start - _OVER <= edge <= end + _OVER for edge in known.edges) for start, end in gaps_of(row.groups)):
            return False
        loose = sum(1 for group in row.groups if not anchored(known.anchors, group))
        if loose > _MOST_ANCHORLESS * len(row.groups):
            return False
    return True


def anchored(anchors: Iterable[tuple[float, float, float]], group: Span) -> bool:
    """Whether a group begins, ends or has its middle where a cell of the table does."""
    x0, x1 = group
    middle = (x0 + x1) / 2
    return any(
        abs(start - x0) <= _ANCHOR or abs(end - x1) <= _ANCHOR or abs(centre - middle) <= _ANCHOR
        for start, end, centre in anchors
    )
