"""Puts the printed lines of a table without lines together to rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol, TypeVar

from parsers.pdf.columns import anchored, edges_over, filled_columns, lines_within
from parsers.pdf.lines import TextLine, in_other_fonts
from parsers.pdf.row_costs import (
    AMOUNT,
    HALF_A_LINE,
    MARKED,
    SAME_PITCH,
    Setting,
    are_stacked,
    cheapest_rows,
    is_amount,
    is_broken,
)
from parsers.pdf.run_in import WHOLE
from parsers.pdf.stretches import Span
from schemas.document import Box

BESIDE = 1.15  # em: no two lines of one cell are set as near
MOST_LINE_HEIGHT = 2.0  # em between two lines of one cell; rows may be as near, cells are not set wider
_LEAST_LINE_HEIGHT = 0.7
_CLEAR = 1.2  # of that distance: where no rows are nearer, distance alone tells them
_AS_HIGH = 1.5  # times a shaded row: what stands between two is one row
_MOST_DRAWN = 3.0  # em between two lines of one cell where lines are drawn around the row
_FEW_LINES = 2  # that go on with a cell, farther apart than most fonts are set: one may be a row by itself
_MANY = 3  # filled cells that make a row beyond doubt
_PAIR = 3  # edges of a table of labels with amounts: its numbers stand in one column
_NUMBER = re.compile(r"[-–]|\(?[\d๐-๙][\d๐-๙,]*(?:\.[\d๐-๙]+)?\)?%?")


def rows_of(lines: Sequence[TextLine], edges: Sequence[float], shaded: Sequence[Box], em: float) -> list[list[TextLine]]:
    """The lines of each row, from top to bottom.

    Where rows stand clearly farther apart than the lines of a cell, their distance tells them, wherever
    in its row a cell is set; else each line is looked at.
    """
    filled = [filled_columns(line, edges) for line in lines]
    rows = _by_distance(lines, filled, shaded, em)
    if rows is None or any(_is_stacked([lines[number] for number in row], edges) for row in rows):
        rows = cheapest_rows(
            lines, edges, _shades(lines, shaded), _setting(lines, filled, em, _line_height(lines, filled, em) / em)
        )
    rows = [*_head_parts(rows[0], filled, [edges_over(lines[number], edges) for number in rows[0]]), *rows[1:]]
    return [[lines[number] for number in row] for row in rows]


def parted(lines: Sequence[TextLine], edges: Sequence[float], em: float, *, drawn: bool = True) -> list[list[TextLine]]:
    """The rows between two drawn lines: mostly one, several where much says so; less where no row is `drawn`."""
    if not are_stacked(lines, edges):
        return [list(lines)]
    setting = _setting(lines, [filled_columns(line, edges) for line in lines], em, _MOST_DRAWN)
    rows = cheapest_rows(lines, edges, [None] * len(lines), replace(setting, drawn=drawn))
    return [[lines[number] for number in row] for row in rows]


def covers(fill: Box, line: TextLine) -> bool:
    """Whether a line stands in a shaded box."""
    return fill.top <= line.baseline <= fill.bottom and fill.x0 < line.box.x1 and fill.x1 > line.box.x0


class Row(Protocol):
    """Printed lines that stand beside or below each other, and their groups of words."""

    lines: list[TextLine]
    groups: list[Span]


R = TypeVar("R", bound=Row)


def by_columns(rows: Sequence[R]) -> Iterator[list[R]]:
    """The rows of each table where several stand directly below each other: a head, below amounts, in other columns."""
    part: list[R] = []
    begun = False  # whether the part has a row of amounts
    counts = [count_amounts(row.lines, row.groups[1:]) for row in rows]
    for number, row in enumerate(rows):
        if begun and number + 1 < len(rows) and len(row.groups) >= _MANY and counts[number] < 2 and not _is_above(rows, number):
            others = _shares(row, rows[number + 1]) and not any(_shares(row, other) for other in part)
            if others or (not counts[number] and counts[number + 1] > 1 and _is_head(row)):
                yield part
                part, begun = [], False
        part.append(row)
        begun = begun or counts[number] > 1
    if part:
        yield part


def _is_above(rows: Sequence[Row], number: int) -> bool:
    """Whether a row stands clearly nearer to the one above it than to the one below: it is more of that, such as its units."""
    above, row, below = rows[number - 1 : number + 2]
    return _step(above, row) * _CLEAR < _step(row, below) and not in_other_fonts(above.lines[-1], row.lines[0])


def _step(above: Row, below: Row) -> float:
    return below.lines[0].baseline - above.lines[-1].baseline


def _is_head(row: Row) -> bool:
    """Whether a row without amounts may be a head: no number opens it."""
    return MARKED.match(row.lines[0].text) is None and not count_amounts(row.lines, row.groups[:1])


def _shares(row: Row, other: Row) -> bool:
    """Whether half of a row's words behind the first begin, end or centre where words of another row do."""
    anchors = [(x0, x1, (x0 + x1) / 2) for x0, x1 in other.groups[1:]]
    found = sum(1 for group in row.groups[1:] if anchored(anchors, group))
    return found * 2 >= len(row.groups) - 1


def count_amounts(lines: Sequence[TextLine], groups: Iterable[Span]) -> int:
    """How many groups of words are numbers, with or without their unit."""
    return sum(are_amounts(lines, groups))


def are_amounts(lines: Sequence[TextLine], groups: Iterable[Span]) -> list[bool]:
    """Of each group of words whether it is a number, with or without its unit."""
    texts = ("".join(line.text for line in lines_within(lines, x0 - 1, x1 + 1)) for x0, x1 in groups)
    return [is_amount(text) for text in texts]


def is_number(text: str) -> bool:
    """Whether a text is a number, or the beginning of one."""
    return _NUMBER.fullmatch(text) is not None


def _by_distance(
    lines: Sequence[TextLine], filled: Sequence[set[int]], shaded: Sequence[Box], em: float
) -> list[list[int]] | None:
    """Rows told by distance, or by their shade; `None` where some distances are neither a cell's nor a row's."""
    shades = [_shade(line, shaded) for line in lines]
    steps = list(_steps(lines, filled))
    pitch = _pitch(lines, filled, em, _line_height(lines, filled, em) / em)
    near = [
        step for step in steps if pitch and step[2] <= pitch * SAME_PITCH and not in_other_fonts(lines[step[0]], lines[step[1]])
    ]
    far = [step for step in steps if pitch and step[2] > pitch * SAME_PITCH]
    if pitch and (not far or any(distance < pitch * _CLEAR for _, _, distance in far)):
        return None
    joined = [False] * len(lines)  # whether a line belongs to the row of the line above
    for first, last, _ in near:
        joined[first + 1 : last + 1] = [True] * (last - first)
    for number in range(1, len(lines)):
        if shades[number] != shades[number - 1]:
            joined[number] = False
        elif shades[number] is not None:
            joined[number] = True
    rows = [[0]]
    for number in range(1, len(lines)):
        row = rows[-1]
        step = lines[number].baseline - lines[number - 1].baseline
        beside = step < HALF_A_LINE * em or (step < BESIDE * em and not any(filled[number] & filled[other] for other in row))
        beside = beside and shades[number] == shades[number - 1] and not in_other_fonts(lines[number], lines[number - 1])
        if joined[number] or beside:
            row.append(number)
        else:
            rows.append([number])
    return rows


def head_parts(lines: Sequence[TextLine], edges: Sequence[float]) -> list[list[TextLine]]:
    """The rows of a head that no line parts: a title's, and those of the columns named below it."""
    filled = [filled_columns(line, edges) for line in lines]
    rows = _below_titles(list(range(len(lines))), filled, [edges_over(line, edges) for line in lines])
    return [[lines[number] for number in row] for row in rows]


def _head_parts(row: list[int], filled: Sequence[set[int]], overs: Sequence[frozenset[int]]) -> Iterator[list[int]]:
    """A table's first row, cut below its titles, or above its last line where that names columns of which those above say nothing.

    "รวม | ไตรมาส" above "Q1 | Q2 | Q3 | Q4" are two rows, as near as they stand: a cell's words begin
    with its row's, or its row's begin with it.
    """
    rows = list(_below_titles(row, filled, overs))
    named = set().union(*(filled[number] for number in row[:-1]))
    if len(rows) == 1 and len(row) > 1 and len(filled[row[-1]] - named) > 1:
        rows = [row[:-1], row[-1:]]
    yield from rows


def _below_titles(row: list[int], filled: Sequence[set[int]], overs: Sequence[frozenset[int]]) -> Iterator[list[int]]:
    """Lines of a head, cut below each title: it runs over the edge of two columns that are named below it."""
    for cut in range(len(row) - 1, 0, -1):
        if any(_are_named(row[cut:], edge, filled, overs) for edge in overs[cut - 1]):
            yield from _below_titles(row[:cut], filled, overs)
            yield row[cut:]
            return
    yield row


def _are_named(lower: Sequence[int], edge: int, filled: Sequence[set[int]], overs: Sequence[frozenset[int]]) -> bool:
    """Whether lines have words on both sides of an edge and none over it."""
    apart = [filled[number] for number in lower if edge not in overs[number]]
    return len(apart) == len(lower) and all(any(column in columns for columns in apart) for column in (edge - 1, edge))


def _steps(lines: Sequence[TextLine], filled: Sequence[set[int]]) -> Iterator[tuple[int, int, float]]:
    """Pairs of lines that follow each other in a column, by their numbers, and their distance."""
    last: dict[int, int] = {}
    for number, columns in enumerate(filled):
        for column in columns:
            if column in last:
                yield last[column], number, lines[number].baseline - lines[last[column]].baseline
            last[column] = number


def _is_stacked(row: Sequence[TextLine], edges: Sequence[float]) -> bool:
    """Whether lines put together are several rows: a head and others, numbers below numbers, markers below markers."""
    if any(in_other_fonts(row[0], line) for line in row) or any(_are_rows(*pair, edges) for pair in pairwise(row)):
        return True
    stacked = 0
    for left, right in pairwise(edges):
        inside = [line.text for line in lines_within(row, left, right)]
        whole = [text for text in inside if WHOLE.fullmatch(text)]
        broken = any(is_broken(*pair) for pair in pairwise(inside))
        stacked += len(whole) > 1 and not broken and not any(text.startswith("(") for text in whole[1:])
        if left == edges[0] and sum(1 for text in inside if MARKED.match(text + " ")) > 1:
            return True
    return stacked > (len(edges) > _PAIR)


def _shades(lines: Sequence[TextLine], shaded: Sequence[Box]) -> list[object]:
    """The shaded box of each line; lines between two shaded rows, no farther apart than a row is high, have one too."""
    shades: list[tuple[int, int] | None] = [_shade(line, shaded) for line in lines]
    found: list[object] = list(shades)
    boxes = sorted({shade for shade in shades if shade is not None})
    for above, below in pairwise(boxes):
        if 0 < below[0] - above[1] <= _AS_HIGH * max(above[1] - above[0], below[1] - below[0]):
            for number, line in enumerate(lines):
                if shades[number] is None and above[1] < line.baseline < below[0]:
                    found[number] = (above[1], below[0])
    return found


def _shade(line: TextLine, shaded: Sequence[Box]) -> tuple[int, int] | None:
    for fill in shaded:
        if covers(fill, line):
            return round(fill.top), round(fill.bottom)
    return None


def _setting(lines: Sequence[TextLine], filled: Sequence[set[int]], em: float, most: float) -> Setting:
    pitch = _pitch(lines, filled, em, most)
    tight = all(below.baseline - above.baseline <= pitch * SAME_PITCH for above, below in pairwise(lines))
    return Setting(em, pitch, most * em, tight)


def _pitch(lines: Sequence[TextLine], filled: Sequence[set[int]], em: float, most: float = MOST_LINE_HEIGHT) -> float:
    """The distance of two lines in one cell: the least one in any column; 0 where no cell has two lines."""
    steps = (step for _, _, step in _steps(lines, filled) if em * _LEAST_LINE_HEIGHT < step <= most * em)
    return min(steps, default=0.0)


def _line_height(lines: Sequence[TextLine], filled: Sequence[set[int]], em: float) -> float:
    """The most, in points, between two lines of one cell: two em, or more where all cells have their lines farther apart.

    A font with high lines, set at one and a half, has up to three em. Then lines that have few words stand as near below
    others, and rows do not.
    """
    steps = [step for step in _steps(lines, filled) if em * _LEAST_LINE_HEIGHT < step[2] <= _MOST_DRAWN * em]
    pitch = min((step for _, _, step in steps), default=0.0)
    if pitch <= MOST_LINE_HEIGHT * em:
        return MOST_LINE_HEIGHT * em
    half = max(map(len, filled)) / 2
    near = [(filled[above], filled[below]) for above, below, step in steps if step <= pitch * SAME_PITCH]
    rows = any(len(below) >= half and 0 in below and len(above) >= half for above, below in near)
    few = sum(1 for _, below in near if len(below) < half)
    return pitch * SAME_PITCH if few >= _FEW_LINES and not rows else MOST_LINE_HEIGHT * em


def _are_rows(above: TextLine, below: TextLine, edges: Sequence[float]) -> bool:
    """Whether two lines must be two rows: each has words in the first column, and amounts stand below amounts.

    One amount is enough where a number or bullet opens both.
    """
    amounts, marked = 0, False
    for index, (left, right) in enumerate(pairwise(edges)):
        texts = [part.text for line in (above, below) for part in lines_within([line], left, right)]
        if index == 0:
            if len(texts) < 2:
                return False
            marked = all(MARKED.match(text) for text in texts)
        else:
            whole = len(texts) > 1 and all(map(AMOUNT.fullmatch, texts)) and not texts[1].startswith("(")
            amounts += whole and not is_broken(*texts)
    return amounts > (0 if marked else 1)
