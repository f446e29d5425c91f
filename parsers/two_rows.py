"""Reads a header of two rows as one: the lower cells stand for what spans them, whose words hold for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from schemas.document import Cell


def composed(upper: Sequence[Cell], lower: Sequence[Cell]) -> tuple[Cell, ...]:
    """A header of two rows as one: under a cell that spans columns, the cells below stand for it."""
    taken = {cell.column_no for cell in lower if cell.text}
    cells = [cell for cell in lower if cell.text]
    for cell in upper:
        covered = range(cell.column_no, cell.column_no + cell.column_span)
        if not any(column in taken for column in covered):
            cells.append(cell)
    return tuple(sorted(cells, key=lambda cell: cell.column_no))


def words_over(upper: Sequence[Cell], lower: Sequence[Cell]) -> Mapping[int, str]:
    """For each column of the lower row, the words of the cell above that spans it and others.

    In "… | ผลการใช้จ่ายสะสม | | | …" over "… | เบิกจ่าย | ผูกพัน | รวม | …" of a flat text the empty cells are the span's.
    """
    filled = {cell.column_no for cell in lower if cell.text}
    words: dict[int, str] = {}
    above = ""
    for cell in sorted(upper, key=lambda one: one.column_no):
        if cell.text:
            above = cell.text if cell.column_no in filled else ""
            columns = range(cell.column_no, cell.column_no + cell.column_span)
        else:
            columns = range(cell.column_no, cell.column_no + 1) if cell.place.box is None else range(0)
        words.update((column, above) for column in columns if above and column in filled)
    own = {cell.column_no: cell.text for cell in upper if cell.column_span == 1}
    alone = {column for column, text in own.items() if text and words.get(column + 1) != text}
    return {column: text for column, text in words.items() if column not in alone}
