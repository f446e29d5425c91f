"""Joins the parts of a table that goes on over pages: repeated heads dropped, rows cut by a page break put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from parsers.lists import leading_marker
from parsers.pdf.heads import MOST_HEAD
from parsers.pdf.lines import is_thai
from parsers.rows import row_number
from schemas.document import Cell, Table

_SAME_COLUMNS = 6.0  # points between the column edges of one table on two pages
_NOT_DRAWN = ("horizontal", "aligned")  # tables whose column edges are told from their words
_BOTTOM, _TOP = 0.72, 0.3  # shares of the page's height in which a table that goes on ends and begins
_BRACKETS = ("(", "（")
_OPENS_ROW = ("รวม", "ผล", "แผน", "หมายเหตุ", "องค์ประกอบ", "ตัวชี้วัด", "โครงการ")  # rows that have no number
_SHORT = 24  # characters of a cell that holds a number with its unit
_PROSE = 80  # characters of a cell that holds sentences
_ENOUGH_COLUMNS = 3  # of which one may be told wrongly

Span = tuple[float, float]


def goes_on(table: Table, last: Table, other: Table, heights: tuple[float, float]) -> bool:
    """Whether a table at the head of a page goes on with the one that ended the page before.

    `last` is that table's part on the page before; `heights` are the two pages' heights.
    """
    ended, begins = last.place.box, other.place.box
    if ended is None or begins is None:
        return False
    if begins.top > heights[1] * _TOP:
        return False
    if ended.bottom >= heights[0] * _BOTTOM and _is_head_of(last, other):
        return True
    same_sides = abs(ended.x0 - begins.x0) <= _SAME_COLUMNS and abs(ended.x1 - begins.x1) <= _SAME_COLUMNS
    if "aligned" in (last.kind, other.kind):  # sides told from words, which end before a line does
        headed_again = abs(ended.x0 - begins.x0) <= _SAME_COLUMNS and _repeats_header(table, other)
        same_sides = same_sides or (last.column_count == other.column_count and (headed_again or _are_amounts(other.rows[0])))
    return (
        same_sides
        and (table.kind == other.kind or {table.kind, other.kind} <= set(_NOT_DRAWN))
        and (_repeats_header(table, other) or (ended.bottom >= heights[0] * _BOTTOM and _columns_agree(last, other)))
    )


def _is_head_of(last: Table, other: Table) -> bool:
    """Whether the first is a head alone, of which each word stands over a column of the second, in order."""
    if not {last.kind, other.kind} <= set(_NOT_DRAWN) or len(last.rows) > MOST_HEAD or not _are_amounts(other.rows[0]):
        return False
    if any(_are_amounts(row) for row in last.rows) or other.column_count - last.column_count not in (0, 1):
        return False
    shift = other.column_count - last.column_count  # the first column may have no head
    return last.column_count > 2 and _stand_above(_spans(last), _spans(other), shift)


def _are_amounts(row: Sequence[Cell]) -> bool:
    """Whether a row has numbers behind its first cell: "2,200 คน", "(303)"."""
    return any(cell.text.lstrip("(-").removeprefix("ร้อยละ").strip()[:1].isdigit() for cell in row if cell.column_no > 1)


def _spans(table: Table) -> dict[int, Span]:
    """The sides of each column, as its first cell shows them."""
    spans: dict[int, Span] = {}
    for row in table.rows:
        for cell in row:
            if cell.place.box is not None and cell.column_span == 1:
                spans.setdefault(cell.column_no, (cell.place.box.x0, cell.place.box.x1))
    return spans


def _stand_above(above: Mapping[int, Span], below: Mapping[int, Span], shift: int) -> bool:
    """Whether each column lies over the one of its number (and `shift`) more than over any other.

    One may not: the words at a table's side end before its column does.
    """
    others = sum(
        max(below, key=lambda other: min(span[1], below[other][1]) - max(span[0], below[other][0]), default=0) != number + shift
        for number, span in above.items()
    )
    return others <= (len(above) > _ENOUGH_COLUMNS)


def _repeats_header(table: Table, other: Table) -> bool:
    """Whether the second begins with the first row of the first: drawn columns may lie elsewhere then."""
    head = _texts(table.rows[0])
    return table.column_count == other.column_count and sum(map(bool, head)) > 1 and head == _texts(other.rows[0])


def _columns_agree(table: Table, other: Table) -> bool:
    """Whether the second's column edges all stand among the first's (a merge may have hidden some)."""
    if {table.kind, other.kind} <= set(_NOT_DRAWN) and table.column_count == other.column_count:
        return _stand_above(_spans(table), _spans(other), 0)
    edges, others = _column_edges(table), _column_edges(other)
    small, large = sorted((edges, others), key=len)
    return all(any(abs(edge - known) <= _SAME_COLUMNS for known in large) for edge in small) and len(small) > 2


def _column_edges(table: Table) -> list[float]:
    """Left edges of the cells and the right edge of all."""
    boxes = [c.place.box for row in table.rows for c in row if c.place.box is not None]
    return sorted({box.x0 for box in boxes} | {max(box.x1 for box in boxes)}) if boxes else []


def joined(table: Table, other: Table) -> Table:
    """One table of two parts: a repeated header is dropped, a row cut by the page break joined."""
    if other.column_count > table.column_count and _is_head_of(table, other):
        table = _below_nothing(table, other)
    rows = list(other.rows)[_repeated_rows(table, other) :]
    merged = list(table.rows)
    columns = _mapping(table, other)
    if rows and merged and _is_cut(merged[-1], rows[0]):
        merged[-1] = _merged_row(merged[-1], _on_columns(rows.pop(0), columns))
    offset = len(merged)
    for number, row in enumerate(rows, start=1):
        merged.append(tuple(replace(cell, row_no=offset + number) for cell in _on_columns(row, columns)))
    pieces = (*(table.pieces or (table.place,)), other.place)
    return replace(table, rows=tuple(merged), column_count=max(table.column_count, other.column_count), pieces=pieces)


def _below_nothing(head: Table, other: Table) -> Table:
    """A head without a word over the first column, on the columns of the rows below it."""
    first = other.rows[0][0]
    rows: list[tuple[Cell, ...]] = []
    for row in head.rows:
        moved = (replace(cell, column_no=cell.column_no + 1) for cell in row)
        box = row[0].place.box
        left = replace(box, x0=min(box.x0, first.place.box.x0), x1=box.x0) if box and first.place.box else None
        corner = Cell(row[0].row_no, 1, "", replace(head.place, box=left))
        rows.append((corner, *moved))
    return replace(head, rows=tuple(rows), column_count=other.column_count)


def _repeated_rows(table: Table, other: Table) -> int:
    """How many rows of the head stand again at the beginning of the second part."""
    count = 0
    for row, known in zip(other.rows[:-1], table.rows[:MOST_HEAD], strict=False):
        if _texts(row) != _texts(known):
            break
        count += 1
    return count


def _texts(row: Sequence[Cell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in row]


def _mapping(table: Table, other: Table) -> dict[int, int]:
    """Column numbers of the second part as those of the first, by where drawn edges stand."""
    if {table.kind, other.kind} <= set(_NOT_DRAWN) and table.column_count == other.column_count:
        return {}
    edges = _left_edges(table)
    return {
        number: min(edges, key=lambda known: abs(edges[known] - edge)) for number, edge in _left_edges(other).items() if edges
    }


def _left_edges(table: Table) -> dict[int, float]:
    edges: dict[int, float] = {}
    for row in table.rows:
        if len(edges) == table.column_count:
            break
        for cell in row:
            if cell.place.box is not None:
                edges.setdefault(cell.column_no, cell.place.box.x0)
    return edges


def _on_columns(row: Sequence[Cell], columns: dict[int, int]) -> tuple[Cell, ...]:
    if all(columns.get(cell.column_no, cell.column_no) == cell.column_no for cell in row):
        return tuple(row)
    return tuple(replace(cell, column_no=columns.get(cell.column_no, cell.column_no)) for cell in row)


def _is_cut(last: Sequence[Cell], first: Sequence[Cell]) -> bool:
    """Whether a page break cuts a row in two: what follows begins no row of its own.

    In a table of numbered rows a piece of one begins without number or label; a row of prose goes on
    in the same columns.
    """
    if not first or not last or leading_marker(first[0].text) is not None or _has_own_numbers(last, first):
        return False
    filled = [cell for cell in first if cell.text]
    if not filled or not first[0].text:
        return True
    if first[0].text.startswith(_OPENS_ROW) or row_number(first[0]) is not None:
        return False
    if row_number(last[0]) is not None or first[0].text.startswith(_BRACKETS):
        return True  # no label begins with "(บาท)"
    columns = [{cell.column_no for cell in row if cell.text} for row in (last, first)]
    return columns[0] == columns[1] and any(len(cell.text) > _PROSE for cell in last)


def _has_own_numbers(last: Sequence[Cell], first: Sequence[Cell]) -> bool:
    """Whether numbers stand in two or more columns of both rows: then the second is no piece of the first.

    What is in parentheses belongs to the number above it.
    """
    above = {cell.column_no for cell in last if _is_short_number(cell.text)}
    below = {cell.column_no for cell in first if _is_short_number(cell.text) and not cell.text.startswith("(")}
    return len(above & below) > 1


def _is_short_number(text: str) -> bool:
    return len(text) <= _SHORT and any(character.isdigit() for character in text)


def _merged_row(last: Sequence[Cell], first: Sequence[Cell]) -> tuple[Cell, ...]:
    below = {cell.column_no: cell for cell in first}
    merged: list[Cell] = []
    for cell in last:
        piece = below.pop(cell.column_no, None)
        if piece is None or not piece.text:
            merged.append(cell)
            continue
        if not cell.text:  # its words stand on the next page alone, and so does its place
            merged.append(replace(piece, row_no=cell.row_no, row_span=cell.row_span, column_span=cell.column_span))
            continue
        text = _glued(cell.text, piece.text)
        places = (*(cell.pieces or (cell.place,)), piece.place)
        merged.append(replace(cell, text=text, pieces=places))
    row_no = last[0].row_no
    merged.extend(replace(cell, row_no=row_no) for cell in below.values())
    return tuple(sorted(merged, key=lambda cell: cell.column_no))


def _glued(left: str, right: str) -> str:
    if not left:
        return right
    thai = is_thai(left[-1]) and is_thai(right)
    digits = left[-1].isdigit() and right[:1].isdigit()
    return f"{left}{'' if thai or digits or left[-1] in '.,/-(' else ' '}{right}"
