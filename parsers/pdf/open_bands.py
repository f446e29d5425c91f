"""Joins rows that no line closes with the head above them: a table with lines around its head alone, or cut by a page's end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.pdf.aligned import Aligned
from parsers.pdf.bands import Band
from parsers.pdf.columns import OpenRow, column_edges, edges_over
from parsers.pdf.heads import MOST_HEAD, NEXT_ROW
from parsers.pdf.open_rows import count_amounts
from parsers.pdf.printed import leftmost
from parsers.pdf.row_numbers import number_room, parted_at

_LEAST_COLUMNS = 3  # that a head names: fewer words may be a page's own, between two lines
_OVER_LINE = 6.0  # points that letters' boxes may reach over the line above them
_OUTSIDE = 2.0  # points by which words may stand outside of the lines
_MOST_ASTRAY = 0.1  # of the rows may have words over the edges of the head's columns


def lengthened(band: Band, run: Aligned) -> Band | None:
    """The band with the rows below it, where they stand in the columns that its head names, else `None`."""
    head = _head(band)
    if not head or not _is_below(band, run):
        return None
    rows = [*band.rows, *run.rows]
    edges = _edges(band, head, rows)
    astray = sum(any(edges_over(line, edges) for line in row.lines) for row in run.rows if len(row.groups) > 1)
    if len(edges) != len(band.edges) or astray > _MOST_ASTRAY * len(run.rows):
        return None
    return replace(band, rows=rows, edges=edges)


def _head(band: Band) -> list[OpenRow]:
    """The rows of a band's head, none where it has too few columns or rows of amounts follow the head between lines."""
    amounts = [bool(count_amounts(row.lines, row.groups[1:])) for row in band.rows]
    count = amounts.index(True) if True in amounts else len(amounts)
    closed = [row for row in band.rows[count:] if not row.open]
    return band.rows[:count] if count <= MOST_HEAD and len(band.edges) > _LEAST_COLUMNS and not closed else []


def _is_below(band: Band, run: Aligned) -> bool:
    inside = band.left - _OUTSIDE <= run.edges[0] and run.edges[-1] <= band.right + _OUTSIDE
    return inside and -_OVER_LINE <= run.rows[0].top - band.rows[-1].bottom < NEXT_ROW


def _edges(band: Band, head: Sequence[OpenRow], rows: Sequence[OpenRow]) -> list[float]:
    """The edges of the columns that head and rows show together."""
    room = number_room([row.groups for row in rows], [leftmost(row.lines) for row in rows]) if len(head) == 1 else None
    return column_edges([parted_at(room, row.groups) for row in rows], band.left, band.right)
