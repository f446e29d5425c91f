"""Turns a budget table whose quarters are rows, so that quarters are columns and measures are rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.headers import Header, find_header, role_of_label
from parsers.two_rows import composed
from schemas.document import Cell
from schemas.reports.family import ReportFamily

_LEAST_MEASURES = 2  # heads that name a measure of a budget
_SURE = 1.0


def turned_budget(rows: Sequence[tuple[Cell, ...]], family: ReportFamily) -> tuple[Header, list[tuple[Cell, ...]]] | None:
    """The header and the rows of a table turned over its diagonal, `None` where that makes no budget table.

    "ไตรมาส | แผนการใช้จ่าย | เบิกจ่าย", "Q1 | 13.8050 | 8.6972", … gives the header "ไตรมาส | Q1 | …" and the row
    "แผนการใช้จ่าย | 13.8050 | …". Each cell keeps its text and its place.
    """
    head, body = max(_heads(rows), key=lambda pair: _measures(pair[0], family))  # the first of two that name as many
    if _measures(head, family) < _LEAST_MEASURES:
        return None
    over = _turned((head, *body))
    header = find_header(over, 0, family)
    return (header, over) if header is not None and header.role == "budget" and header.row_count == 1 else None


def _heads(rows: Sequence[tuple[Cell, ...]]) -> list[tuple[tuple[Cell, ...], Sequence[tuple[Cell, ...]]]]:
    """The first row as the head, and the first two as one."""
    found = [(rows[0], rows[1:])]
    if len(rows) > 1:
        found.append((composed(rows[0], rows[1]), rows[2:]))
    return found


def _measures(head: Sequence[Cell], family: ReportFamily) -> int:
    roles = (role_of_label(cell.text, family.measures) for cell in head[1:])
    return len({role[0] for role in roles if role is not None and role[1] == _SURE})


def _turned(rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    columns = sorted({cell.column_no for cell in rows[0]})
    turned: list[list[Cell]] = [[] for _ in columns]
    for number, row in enumerate(rows, start=1):
        for cell in row:
            if cell.column_no in columns:
                at = columns.index(cell.column_no)
                turned[at].append(
                    replace(cell, row_no=at + 1, column_no=number, row_span=cell.column_span, column_span=cell.row_span)
                )
    return [tuple(row) for row in turned if row]
