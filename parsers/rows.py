"""Puts the cells of a row under the roles of its header, merges that a text has lost included."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.headers import Header, role_of_label
from parsers.headings import is_labelled, level_of, numbered_name, outranked
from parsers.markup import plain
from parsers.numbers import arabic
from parsers.rivals import ACTUAL
from schemas.document import Cell, TableKind
from schemas.outline import HeaderColumn, Row
from schemas.record import QUARTERS
from schemas.reports.family import ReportFamily

# What stands before a row's number: ตัวชี้วัดที่ 1, KPI 1:, (1).
ROW_LABEL = r"\s*(?:(?:ตัวชี้วัด(?:ที่)?|ตชว\.?(?:ที่)?|(?i:KPI))\s*|\()?"
_NUMBERED = re.compile(ROW_LABEL + r"(\d{1,3}(?:\.\d{1,3})?)(?:[.)]|\s|[:：])\s*\S")
_NUMBER_CELL = re.compile(r"\s*(\d{1,3}(?:\.\d{1,3})?)\s*[.)]?\s*")
_FLAT: tuple[TableKind, ...] = ("tabs", "pipes")  # tables that cannot say where a merged cell ends


def row_number(cell: Cell) -> str | None:
    """The number a row's first cell begins with: "2. ประเมินความคุ้มค่า" gives "2"."""
    return row_number_of(plain(cell.text))


def row_number_of(text: str) -> str | None:
    """The number that words begin with: "ตัวชี้วัดที่ 2.1 : ความพึงพอใจ" gives "2.1"."""
    found = _NUMBERED.match(arabic(text))
    return found[1] if found else None


def numbered_text(row: Row, role: str) -> str:
    """The words under a role with the row's number in front, where a column of its own prints it.

    "2 | ประเมินความคุ้มค่า" under ลำดับ and ตัวชี้วัด gives "2. ประเมินความคุ้มค่า".
    """
    cell, number = row.get(role), row.get("number")
    text = plain(cell.text) if cell is not None else ""
    found = _NUMBER_CELL.fullmatch(arabic(plain(number.text))) if number is not None else None
    if found is None or not text or (role == "name" and row.get("project") is not None):
        return text
    if role == "project" and is_labelled(text):
        return text  # "1 | โครงการที่ 1 …" says it twice
    return text if cell is not None and row_number(cell) == found[1] else f"{found[1]}. {text}"


def numbered_projects(rows: Sequence[Row]) -> list[tuple[int, str] | None]:
    """Number and name of the project that each row of a summary is of, `None` where it is of none.

    Where a column of numbers stands, a row without one is a group of projects or a part of one; so is กิจกรรมที่ 1
    beside projects.
    """
    texts = [numbered_text(row, "project") for row in rows]
    counted = [_NUMBER_CELL.fullmatch(arabic(plain(cell.text))) if (cell := row.get("number")) else None for row in rows]
    is_counted = any(counted)
    below = outranked({level_of(text) for text in texts})
    return [
        numbered_name(text) if number or not (is_counted or level_of(text) in below) else None
        for text, number in zip(texts, counted, strict=True)
    ]


def continues(rows: Sequence[tuple[Cell, ...]], header: Header | None, family: ReportFamily) -> bool:
    """Whether rows without a header go on under an earlier one: numbered, and of its width.

    A row "2. ประเมินความคุ้มค่า | ร้อยละ 3 | …" goes on with the KPI table above it.
    """
    if header is None or not rows or not rows[0]:
        return False
    first = rows[0]
    fixed = len(_fixed(header.columns))
    filled = sum(bool(cell.text) for cell in first)
    if header.role == "budget":
        numbered = role_of_label(first[0].text, family.measures) is not None
    else:
        numbered = row_number(first[0]) is not None
    spread = sum(cell.column_span for cell in first)
    if header.role == "budget" and numbered and all(cell.place.box is not None for cell in first):
        return filled > 1  # on a page, cells go by where they stand, whatever grid the table below has
    return numbered and filled > 1 and fixed < spread <= max(header.width, len(header.columns)) + 1


def map_row(row: tuple[Cell, ...], header: Header, kind: TableKind, *, inherited: bool = False) -> Row:
    """The row's cells by role.

    A KPI row with fewer cells than its header has lost a merge: the last quarter cell stands under Q4, the
    first under Q1, those between in order; so has a table of its own grid that goes on (`inherited`)
    with fewer columns. Where spans are known, a cell stands under its first column.
    """
    cells = tuple(_trimmed(row, header.width)) if kind in _FLAT else row
    if header.role == "kpi" and _has_lost_merge(cells, header, kind, inherited=inherited):
        return _spread(cells, header)
    if inherited and sum(cell.column_span for cell in cells) == len(header.columns):
        header = _in_order(header)  # a table of its own grid: its columns are the header's, one by one
    named: list[tuple[str, Cell]] = []
    spare: list[Cell] = []
    for cell in cells:
        column = _column_at(cell, header, row)
        if column is not None and all(column.role != role for role, _ in named):
            named.append((column.role, cell))
        elif cell.text:
            spare.append(cell)
    return Row(tuple(named), tuple(spare))


def _has_lost_merge(cells: Sequence[Cell], header: Header, kind: TableKind, *, inherited: bool) -> bool:
    if not _quarters(header.columns) or any(column.role.endswith(ACTUAL) for column in header.columns):
        return False
    columns = sum(cell.column_span for cell in cells)
    return columns < len(header.columns) and (kind in _FLAT or inherited) and len(cells) > 1


def _in_order(header: Header) -> Header:
    """The header with its columns numbered from 1 on, as a table set by itself numbers them."""
    ordered = sorted(header.columns, key=lambda column: column.column_no)
    columns = tuple(replace(column, column_no=number, column_span=1) for number, column in enumerate(ordered, start=1))
    return replace(header, columns=columns)


def _trimmed(row: tuple[Cell, ...], width: int) -> list[Cell]:
    cells = list(row)
    while len(cells) > width and not cells[-1].text:
        cells.pop()
    return cells


def _fixed(columns: Sequence[HeaderColumn]) -> list[HeaderColumn]:
    return [column for column in columns if column.role not in QUARTERS]


def _quarters(columns: Sequence[HeaderColumn]) -> list[HeaderColumn]:
    return [column for column in columns if column.role in QUARTERS]


def _spread(cells: Sequence[Cell], header: Header) -> Row:
    ordered = sorted(header.columns, key=lambda column: column.column_no)
    quarters = [column.role for column in ordered if column.role in QUARTERS]
    fixed = [column.role for column in ordered if column.role not in QUARTERS]
    leading, plans = cells[: ordered.index(_first_quarter(ordered))], cells[ordered.index(_first_quarter(ordered)) :]
    roles = [*quarters[: len(plans) - 1], quarters[-1]] if plans else []
    named = [*zip(fixed, leading, strict=False), *zip(roles, plans, strict=False)]
    return Row(tuple(named), tuple(cell for cell in plans[len(roles) :] if cell.text))


def _first_quarter(columns: Sequence[HeaderColumn]) -> HeaderColumn:
    return next(column for column in columns if column.role in QUARTERS)


def _column_at(cell: Cell, header: Header, row: tuple[Cell, ...]) -> HeaderColumn | None:
    if cell.place.box is not None and _drifted(header, row):
        return _by_position(cell, header)
    return next(
        (column for column in header.columns if column.column_no <= cell.column_no < column.column_no + column.column_span),
        None,
    )


def _drifted(header: Header, row: tuple[Cell, ...]) -> bool:
    """Whether the row stands on another grid than its header (another page, another table)."""
    edge = row[-1].column_no + row[-1].column_span - 1
    return edge != header.width and all(cell.place.box is not None for cell in header.cells)


def _by_position(cell: Cell, header: Header) -> HeaderColumn | None:
    """The first column that covers the cell's left part, told by where it stands on the page."""
    box = cell.place.box
    best: HeaderColumn | None = None
    for column in header.columns:
        other = column.place.box
        if box is None or other is None:
            continue
        overlap = min(box.x1, other.x1) - max(box.x0, other.x0)
        if overlap > min(box.x1 - box.x0, other.x1 - other.x0) / 2 and (best is None or column.column_no < best.column_no):
            best = column
    return best
