"""Gives the head of two rows its spans, in a table where no line shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schemas.document import Box, Cell, Place

_LEAST_PARTS = 2  # columns that a title over several columns has at least


def with_spans(cells: Sequence[Cell]) -> list[Cell]:
    """The cells, with the spans of a head of two rows where the two complete each other.

    "รวม | ไตรมาส | – | –" above "– | Q1 | Q2 | Q3": "ไตรมาส" spans three columns, "รวม" two rows.
    """
    upper = [cell for cell in cells if cell.row_no == 1]
    lower = [cell for cell in cells if cell.row_no == 2]
    parts = [cell.column_no for cell in lower if cell.text]
    if not _complete(upper, lower, parts):
        return list(cells)
    first, last = parts[0], parts[-1]
    head: list[Cell] = []
    for cell in upper:
        if cell.column_no == first:
            covered = [other for other in upper if first <= other.column_no <= last]
            head.append(replace(cell, column_span=last - first + 1, place=_around(covered)))
        elif not first <= cell.column_no <= last:
            below = [other for other in lower if other.column_no == cell.column_no]
            head.append(replace(cell, row_span=2, place=_around([cell, *below])))
    return head + [cell for cell in lower if cell.text] + [cell for cell in cells if cell.row_no > 2]


def _complete(upper: Sequence[Cell], lower: Sequence[Cell], parts: Sequence[int]) -> bool:
    """Whether the lower row names the parts of one title above it, and nothing else."""
    if len(parts) < _LEAST_PARTS or any(cell.column_span > 1 or cell.row_span > 1 for cell in lower):
        return False
    first, last = parts[0], parts[-1]
    if last - first + 1 != len(parts):
        return False
    titles = [cell.column_no for cell in upper if cell.text]
    over = [column for column in titles if first <= column <= last]
    ends = all(cell.column_no + cell.column_span - 1 <= last for cell in upper if cell.column_no == first)
    crossing = any(cell.column_no < first < cell.column_no + cell.column_span for cell in upper)
    return over == [first] and len(titles) > 1 and ends and not crossing


def _around(cells: Sequence[Cell]) -> Place:
    place = cells[0].place
    box: Box | None = place.box
    for cell in cells[1:]:
        if box is not None and cell.place.box is not None:
            box = box.union(cell.place.box)
    return Place(page=place.page, box=box)
