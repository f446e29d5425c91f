"""Finds the head of a table without lines: its spans, where it has two rows, and the frame drawn around it alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.pdf.aligned import Aligned
from parsers.pdf.columns import edges_over
from parsers.pdf.open_rows import is_number
from parsers.pdf.row_costs import is_amount
from schemas.document import Box, Cell, Place, Table

_MOST_WRAPPED = 2  # titles beside them that wrap into the lower row
MOST_HEAD = 3  # rows of a head
NEXT_ROW = 24.0  # points from a head to the words of the row below it
_SAME_SIDE = 6.0  # points by which words may stand outside of their head's frame
_MOST_ASTRAY = 0.1  # of the rows may have words over the edges of a head's columns
_LEAST_PARTS = 2  # columns that a title over several columns has at least


def with_spans(cells: Sequence[Cell]) -> list[Cell]:
    """The cells, with the spans of a head of two rows where the two complete each other.

    "รวม | ไตรมาส | – | –" above "– | Q1 | Q2 | Q3": "ไตรมาส" spans three columns, "รวม" two rows. Words
    of the lower row below another title are that title's second line.
    """
    upper = [cell for cell in cells if cell.row_no == 1]
    lower = [cell for cell in cells if cell.row_no == 2]
    parts = _parts(upper, lower)
    if not parts:
        return list(cells)
    first, last = parts[0], parts[-1]
    covered = [cell for cell in upper if first <= cell.column_no <= last]
    title = next(cell for cell in covered if cell.text)
    head = [replace(title, column_no=first, column_span=last - first + 1, place=_around(covered))]
    for cell in upper:
        if not first <= cell.column_no <= last:
            below = [other for other in lower if other.column_no == cell.column_no]
            text = "".join([cell.text, *(other.text for other in below)])
            head.append(replace(cell, text=text, row_span=2, place=_around([cell, *below])))
    named = [cell for cell in lower if cell.column_no in parts]
    return head + named + [cell for cell in cells if cell.row_no > 2]


def drawn_head(tables: Sequence[Table], run: Aligned) -> int | None:
    """The number of the table that is the head of rows without lines: of few rows, right above them, in their columns."""
    for number, table in enumerate(tables):
        box = table.place.box
        if box is None or table.kind not in ("ruled", "filled") or len(table.rows) > MOST_HEAD:
            continue
        above = -_SAME_SIDE <= run.rows[0].top - box.bottom < NEXT_ROW
        inside = box.x0 - _SAME_SIDE <= run.edges[0] and run.edges[-1] <= box.x1 + _SAME_SIDE
        amounts = sum(is_amount(cell.text) for cell in table.rows[-1] if cell.column_no > 1)
        if above and inside and amounts <= 1 and len(run.edges) <= table.column_count + 1:
            edges = column_edges(table)
            astray = sum(any(edges_over(line, edges) for line in row.lines) for row in run.rows if len(row.groups) > 1)
            if astray <= _MOST_ASTRAY * len(run.rows):
                return number
    return None


def column_edges(table: Table) -> list[float]:
    """The sides of a table's cells, from left to right."""
    boxes = [cell.place.box for row in table.rows for cell in row if cell.place.box is not None]
    return sorted({side for box in boxes for side in (box.x0, box.x1)})


def _parts(upper: Sequence[Cell], lower: Sequence[Cell]) -> list[int]:
    """The columns that the lower row names under one title of the upper row, where they complete each other."""
    if any(cell.column_span > 1 or cell.row_span > 1 or is_number(cell.text) for cell in lower):
        return []
    titled = {cell.column_no for cell in upper if cell.text}
    plain = {cell.column_no for cell in upper if cell.text and cell.column_span == 1}
    parts = [cell.column_no for cell in lower if cell.text]
    wrapped: list[int] = []
    while parts and parts[0] in plain and titled & set(parts[1:]):  # its title has words below it, as others have
        wrapped.append(parts.pop(0))
    if len(parts) < _LEAST_PARTS or parts[-1] - parts[0] + 1 != len(parts) or len(wrapped) > _MOST_WRAPPED:
        return []
    return parts if _is_under_one(upper, parts[0], parts[-1]) else []


def _is_under_one(upper: Sequence[Cell], first: int, last: int) -> bool:
    """Whether one title, and no more, stands over columns; others stand beside it, and none reaches into them."""
    titles = [cell for cell in upper if cell.text]
    over = [cell for cell in titles if first <= cell.column_no <= last]
    reaching = any(cell.column_no < first <= cell.column_no + cell.column_span - 1 for cell in titles)
    inside = all(cell.column_no + cell.column_span - 1 <= last for cell in over)
    return len(over) == 1 and len(titles) > 1 and inside and not reaching


def _around(cells: Sequence[Cell]) -> Place:
    place = cells[0].place
    box: Box | None = place.box
    for cell in cells[1:]:
        if box is not None and cell.place.box is not None:
            box = box.union(cell.place.box)
    return Place(page=place.page, box=box)
